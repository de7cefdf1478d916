/// PowerPoint 97 to 2003 and Kingsoft .dps ([MS-PPT]) to text: the slides in their order, of each
/// what its boxes say; a table is a group of boxes that says so, its rows and columns are where
/// they stand. Notes and masters are left out. The stream is records in records (four bits of
/// version, twelve of instance, a type, a size); a save appends what changed, and a directory of
/// numbered objects, newest first, says where each object stands now.
#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "parsers/document/binary_text.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/ole_adapter.h"
#include "parsers/document/reading.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxEdits = 1000;
constexpr std::size_t kMaxSlides = 10'000;
constexpr std::size_t kMaxObjects = 1U << 20;
constexpr std::uint32_t kEncryptedUser = 0xF3D1C4DF;

constexpr std::uint16_t kDocument = 0x03E8;
constexpr std::uint16_t kSlide = 0x03EE;
constexpr std::uint16_t kNotes = 0x03F0;
constexpr std::uint16_t kSlidePersist = 0x03F3;
constexpr std::uint16_t kMaster = 0x03F8;
constexpr std::uint16_t kOutlineReference = 0x0F9E;
constexpr std::uint16_t kText16 = 0x0FA0;
constexpr std::uint16_t kText8 = 0x0FA8;
constexpr std::uint16_t kSlideList = 0x0FF0;
constexpr std::uint16_t kUserEdit = 0x0FF5;
constexpr std::uint16_t kDirectory = 0x1772;
// Drawings ([MS-ODRAW]).
constexpr std::uint16_t kGroup = 0xF003;
constexpr std::uint16_t kShape = 0xF004;
constexpr std::uint16_t kPlaceInGroup = 0xF00F;
constexpr std::uint16_t kMoreProperties = 0xF122;
constexpr std::uint16_t kTableProperties = 0x039F;
constexpr std::size_t kMaxColumns = 64;

struct Record {
    std::uint16_t kind = 0;
    std::uint16_t instance = 0;
    bool container = false;
    std::size_t start = 0;  ///< of the body
    std::size_t size = 0;
};

Record record_at(std::string_view bytes, std::size_t at) {
    Record record;
    const std::uint16_t head = u16(bytes, at);
    record.container = (head & 15U) == 15U;
    record.instance = static_cast<std::uint16_t>(head >> 4U);
    record.kind = u16(bytes, at + 2);
    record.start = std::min(at + 8, bytes.size());
    record.size = std::min<std::size_t>(u32(bytes, at + 4), bytes.size() - record.start);
    return record;
}

/// Records from `at` to `end`, containers before what they hold; `take` says whether to go in.
template <class Take>
void each_record(std::string_view bytes, std::size_t at, std::size_t end, Take take) {
    while (at + 8 <= end) {
        const Record record = record_at(bytes, at);
        const bool inside = take(record) && record.container;
        at = inside ? record.start : record.start + record.size;
    }
}

class Presentation {
 public:
    Presentation(std::string_view bytes, LineWriter& out)
        : bytes_(bytes), out_(out), left_(2 * std::uint64_t{bytes.size()}) {}

    /// False when the directory of objects leads to no document: then all texts are to be taken.
    bool read(std::uint32_t newest_edit) {
        const Record document = record_at(bytes_, read_edits(newest_edit));
        if (document.kind != kDocument) return false;
        bool found = false;
        each_record(bytes_, document.start, document.start + document.size,
                    [&](const Record& record) {
                        if (record.kind != kSlideList || record.instance != 0) return false;
                        read_slides(record);
                        found = true;
                        return false;
                    });
        return found;
    }

    void read_everything() {
        each_record(bytes_, 0, bytes_.size(), [&](const Record& record) {
            if (record.kind == kMaster || record.kind == kNotes) return false;
            write(record);
            return !out_.truncated();
        });
    }

 private:
    struct Slide {
        std::uint32_t object = 0;
        std::vector<Record> outline;
    };

    /// Fills the directory and returns where the document stands.
    std::size_t read_edits(std::uint32_t at) {
        std::uint32_t document = 0;
        for (std::size_t i = 0; i < kMaxEdits; ++i) {
            const Record edit = record_at(bytes_, at);
            if (edit.kind != kUserEdit) break;
            if (i == 0) document = u32(bytes_, edit.start + 16);
            read_directory(record_at(bytes_, u32(bytes_, edit.start + 12)));
            const std::uint32_t before = u32(bytes_, edit.start + 8);
            if (before == 0 || before >= at) break;
            at = before;
        }
        const auto found = objects_.find(document);
        return found == objects_.end() ? bytes_.size() : found->second;
    }

    void read_directory(const Record& directory) {
        if (directory.kind != kDirectory || directory.size > left_) return;
        left_ -= directory.size;
        const std::size_t end = directory.start + directory.size;
        for (std::size_t at = directory.start; at + 4 <= end;) {
            const std::uint32_t head = u32(bytes_, at);
            at += 4;
            for (std::uint32_t i = 0; i < head >> 20U && at + 4 <= end; ++i, at += 4)
                if (objects_.size() < kMaxObjects)
                    objects_.emplace((head & 0xFFFFFU) + i, u32(bytes_, at));
        }
    }

    void read_slides(const Record& list) {
        std::vector<Slide> slides;
        each_record(bytes_, list.start, list.start + list.size, [&](const Record& record) {
            if (record.kind == kSlidePersist && slides.size() < kMaxSlides)
                slides.push_back({u32(bytes_, record.start), {}});
            if ((record.kind == kText16 || record.kind == kText8) && !slides.empty())
                slides.back().outline.push_back(record);
            return true;
        });
        for (const Slide& slide : slides) {
            if (out_.truncated() || left_ == 0) return;
            read_slide(slide);
        }
    }

    /// Texts of the boxes; a placeholder may only say which text of the outline it shows.
    void read_slide(const Slide& slide) {
        const auto found = objects_.find(slide.object);
        const Record body =
            record_at(bytes_, found == objects_.end() ? bytes_.size() : found->second);
        std::vector<bool> shown(slide.outline.size());
        if (body.kind == kSlide) {
            left_ -= std::min<std::uint64_t>(left_, body.size);
            each_record(bytes_, body.start, body.start + body.size, [&](const Record& record) {
                if (is_table(record)) {
                    write_table(record);
                    return false;
                }
                if (record.kind == kOutlineReference) {
                    const std::uint32_t index = u32(bytes_, record.start);
                    if (index < shown.size() && !shown[index]) write(slide.outline[index]);
                    if (index < shown.size()) shown[index] = true;
                } else {
                    write(record);
                }
                return true;
            });
        }
        for (std::size_t i = 0; i < shown.size(); ++i)
            if (body.kind != kSlide && !shown[i]) write(slide.outline[i]);
    }

    /// A group whose own shape, the first in it, has the properties of a table ([MS-ODRAW]
    /// 2.3.4.37).
    [[nodiscard]] bool is_table(const Record& group) const {
        const Record shape = record_at(bytes_, group.start);
        if (group.kind != kGroup || shape.kind != kShape || shape.size > group.size) return false;
        bool found = false;
        each_record(bytes_, shape.start, shape.start + shape.size, [&](const Record& record) {
            if (record.kind != kMoreProperties) return false;
            for (std::size_t i = 0; i < record.instance && 6 * i + 6 <= record.size; ++i) {
                const std::size_t at = record.start + 6 * i;
                if (u16(bytes_, at) == kTableProperties) found = (u32(bytes_, at + 2) & 1U) != 0;
            }
            return false;
        });
        return found;
    }

    struct Box {
        std::int32_t top = 0;
        std::int32_t left = 0;
        std::vector<Record> texts;
    };

    void write_table(const Record& group) {
        std::vector<Box> boxes;
        each_record(bytes_, group.start, group.start + group.size, [&](const Record& record) {
            if (record.kind == kShape) boxes.emplace_back();
            if (boxes.empty()) return true;
            if (record.kind == kPlaceInGroup && record.size >= 16) {
                boxes.back().left = static_cast<std::int32_t>(u32(bytes_, record.start));
                boxes.back().top = static_cast<std::int32_t>(u32(bytes_, record.start + 4));
            }
            if (record.kind == kText16 || record.kind == kText8)
                boxes.back().texts.push_back(record);
            return true;
        });
        std::erase_if(boxes, [](const Box& box) { return box.texts.empty(); });
        std::stable_sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) {
            return a.top != b.top ? a.top < b.top : a.left < b.left;
        });
        write_rows(boxes);
    }

    void write_rows(const std::vector<Box>& boxes) {
        std::vector<std::int32_t> lefts;
        for (const Box& box : boxes) lefts.push_back(box.left);
        std::sort(lefts.begin(), lefts.end());
        lefts.erase(std::unique(lefts.begin(), lefts.end()), lefts.end());
        for (std::size_t i = 0; i < boxes.size() && !out_.truncated();) {
            const std::int32_t top = boxes[i].top;
            out_.begin_row();
            std::size_t column = 0;
            for (; i < boxes.size() && boxes[i].top == top; ++i, ++column) {
                const auto place = std::lower_bound(lefts.begin(), lefts.end(), boxes[i].left);
                const auto here = static_cast<std::size_t>(place - lefts.begin());
                out_.begin_cell(here > column ? std::min(here - column, kMaxColumns) : 0);
                column = std::max(column, here);
                for (const Record& text : boxes[i].texts) write(text);
            }
            out_.end_row();
        }
    }

    void write(const Record& record) {
        if (record.kind != kText16 && record.kind != kText8) return;
        const std::string_view body = slice(bytes_, record.start, record.size);
        std::string text = record.kind == kText16 ? utf16_text(body) : latin_text(body);
        std::replace(text.begin(), text.end(), '\v', '\r');
        for (const std::string_view line : base::split(text, '\r')) {
            out_.text(line);
            out_.end_line();
        }
    }

    std::string_view bytes_;
    LineWriter& out_;
    std::map<std::uint32_t, std::uint32_t> objects_;
    std::uint64_t left_;  ///< slides that name the same bytes again and again end here
};

}  // namespace

Reading read_ppt(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    const OleStorage root(input.bytes);
    const OleStorage::Stream user = root.stream("Current User", limits.entry_bytes);
    if (u32(user.bytes, 12) == kEncryptedUser) return read_encrypted(input);
    const OleStorage::Stream slides = root.stream("PowerPoint Document", limits.entry_bytes);
    if (!slides.found || slides.bytes.empty()) {
        add_problem(reading, code::kDamaged, Severity::Lost, "the presentation cannot be read");
        return reading;
    }
    LineWriter out(limits.text_bytes);
    Presentation presentation(slides.bytes, out);
    if (!presentation.read(u32(user.bytes, 16))) {
        add_problem(reading, code::kDamaged, Severity::Degraded,
                    "the presentation's directory is broken: all its texts, in the file's order");
        presentation.read_everything();
    } else if (!slides.whole) {
        add_problem(reading, code::kDamaged, Severity::Degraded, "the presentation is cut short");
    }
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace parsers::document
