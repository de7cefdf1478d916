#include "parsers/ocr/read_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/ocr/agreement.h"
#include "parsers/ocr/page.h"
#include "parsers/ocr/page_source.h"
#include "parsers/ocr/printed.h"
#include "parsers/ocr/reading.h"
#include "parsers/ocr/seal_facts.h"
#include "parsers/problem_codes.h"
#include "parsers/warm_up.h"

namespace parsers::ocr {
namespace {

/// Of the CPU a child may use, the part after which no further page is begun: one page more must
/// fit.
constexpr double kShareOfCpu = 0.7;
constexpr std::size_t kMostGlances = 60;
/// A page with fewer Chinese characters in lines that were read with some confidence has no words.
constexpr std::size_t kFewCharacters = 20;
constexpr double kReadWell = 0.5;
constexpr int kLeastSide = 60;  // pixels
/// Confidence of a character the model knows: right numbers and names have no less in one pass or
/// another (docs/PAGES.md), characters it takes for others do.
constexpr double kSure = 0.9;
/// Fields whose words are no more than their value.
constexpr std::array<std::string_view, 4> kAsPrinted{"decision_number", "decision_number_normal",
                                                     "decision_date", "authority"};

std::unique_ptr<Recogniser>& recogniser() {
    static std::unique_ptr<Recogniser> loaded;
    return loaded;
}

/// What is known of one page.
struct Seen {
    std::string words;         ///< of a page of text
    std::optional<Page> page;  ///< of one that is read
    std::map<Pass, PageText> passes;
};

class Reader {
 public:
    Reader(std::string_view bytes, const Limits& limits, Sink& sink)
        : limits_(limits), sink_(sink), source_(PageSource::open(bytes, limits)) {}

    void run() {
        sink_.headers(Parsed());
        Document document;
        if (!source_) return problem(code::kDamaged, Severity::Lost, "its pages can't be shown");
        seen_.resize(source_->pages());
        look_and_read();
        if (legible_) document = read_in_passes();
        document.pages = static_cast<std::uint32_t>(seen_.size());
        document.seal = seals_.seal();
        // The seal may be on a page nobody looked at.
        if (document.seal.found == SealFound::No && unseen_ > 0)
            document.seal.found = SealFound::Uncertain;
        document.text_source = legible_ ? TextSource::Ocr : TextSource::None;
        tell_pages_read(document);
        sink_.begin_document(document);
        sink_.end_document(document);
        emit_crop();
    }

 private:
    /// First and last page first.
    [[nodiscard]] std::vector<std::size_t> order() const {
        std::vector<std::size_t> order;
        for (std::size_t i = 0; i < seen_.size(); ++i) order.push_back(i);
        if (order.size() > 2) std::rotate(order.begin() + 1, order.end() - 1, order.end());
        return order;
    }

    void look_and_read() {
        std::size_t glances = 0;
        std::size_t left_out = 0;
        for (const std::size_t i : order()) {
            seen_[i].words = source_->words(i);
            if (!source_->shows_something(i)) continue;
            const bool to_read = limits_.ocr_pages > 0 && seen_[i].words.empty();
            if (!has_time() || (to_read && pages_read_ >= limits_.ocr_pages) ||
                (!to_read && glances >= kMostGlances)) {
                ++left_out;
                continue;
            }
            if (to_read) {
                read(i);
            } else {
                ++glances;
                glance(i);
            }
        }
        unseen_ += left_out;
        if (left_out > 0)
            problem(code::kLimitExceeded, Severity::Degraded,
                    fmt::format("{} of {} pages were not looked at", left_out, seen_.size()));
    }

    void read(std::size_t i) {
        const auto picture = source_->picture(i);
        if (picture && holds_nothing(picture->pix.get())) return;
        if (picture) seen_[i].page = Page::prepare(picture->pix.get(), picture->dpi, *recogniser());
        if (!seen_[i].page) {
            ++unseen_;
            return problem(code::kDamaged, Severity::Degraded,
                           fmt::format("page {} can't be shown", i + 1));
        }
        ++pages_read_;
        const Page& page = *seen_[i].page;
        seals_.look(page.colour(), page.dpi(), static_cast<std::uint32_t>(i + 1), true,
                    *recogniser());
        seen_[i].passes[Pass::Lines] = page.read(Pass::Lines, *recogniser());
        legible_ = legible_ || is_legible(seen_[i].passes[Pass::Lines]);
        // Thirty pages at 300 dpi would not fit into the memory a child may have.
        if (!std::ranges::count(read_twice(), i)) seen_[i].page.reset();
    }

    /// The pages that matter most: first and last, and what follows the first.
    [[nodiscard]] std::array<std::size_t, 3> read_twice() const { return {0, 1, seen_.size() - 1}; }

    void glance(std::size_t i) {
        const auto picture = source_->glance(i);
        if (!picture) {
            ++unseen_;
            return;
        }
        const bool scanned = seen_[i].words.empty();
        seals_.look(picture->pix.get(), picture->dpi, static_cast<std::uint32_t>(i + 1), scanned,
                    *recogniser());
    }

    /// Handwriting, a drawing, a blank sheet: what is read there are no words, and must not pass
    /// for any.
    static bool is_legible(const PageText& text) {
        std::size_t characters = 0;
        for (const Line& line : text.lines)
            if (line.confidence >= kReadWell)
                for (std::size_t at = 0; at < line.text.size();) {
                    const base::CodePoint point = base::code_point_at(line.text, at);
                    if (point.value >= 0x4e00 && point.value <= 0x9fff) ++characters;
                    at += point.length;
                }
        return characters >= kFewCharacters;
    }

    /// An icon, a rule: too small for words or a seal.
    static bool holds_nothing(const PIX* picture) {
        return std::min(pixGetWidth(picture), pixGetHeight(picture)) < kLeastSide;
    }

    [[nodiscard]] bool has_time() const {
        return static_cast<double>(std::clock()) / CLOCKS_PER_SEC <
               kShareOfCpu * limits_.cpu_seconds;
    }

    /// The document as one pass has it; pages that pass did not read are as the first has them.
    Document reading(Pass pass) {
        std::string words;
        for (const Seen& page : seen_) {
            const auto found = page.passes.find(pass);
            const auto first = page.passes.find(Pass::Lines);
            std::string_view text = page.words;
            if (first != page.passes.end()) text = first->second.text;
            if (found != page.passes.end()) text = found->second.text;
            words += text;
            if (!text.empty() && !text.ends_with('\n')) words += '\n';
        }
        return reading_of(std::move(words), limits_.text_bytes);
    }

    /// The first pass alone can agree with nobody; the second reads the pages that matter most.
    Document read_in_passes() {
        std::vector<Document> readings{reading(Pass::Lines)};
        Document document = weighed(agreed(readings));
        for (const Pass pass : {Pass::Layout, Pass::Contrast}) {
            if (!wants_more(document) || !read_again(pass)) break;
            readings.push_back(reading(pass));
            document = weighed(agreed(readings));
        }
        return document;
    }

    /// Whether any was read.
    bool read_again(Pass pass) {
        bool any = false;
        for (const std::size_t i : read_twice()) {
            if (i >= seen_.size() || !seen_[i].page || seen_[i].passes.contains(pass)) continue;
            if (!has_time()) return any;
            seen_[i].passes[pass] = seen_[i].page->read(pass, *recogniser());
            any = true;
        }
        return any;
    }

    /// Where each field stands; one with a character the recogniser is not sure of is doubtful, and
    /// so is one whose words were mended after they were read.
    [[nodiscard]] Document weighed(Document document) const {
        Printed printed;
        for (std::size_t i = 0; i < seen_.size(); ++i)
            for (const auto& [pass, text] : seen_[i].passes)
                printed.add(static_cast<std::uint32_t>(i + 1), text);
        for (Field& field : document.fields) {
            const auto found = printed.find(field.text.empty() ? field.value : field.text);
            if (found) {
                field.page = found->page;
                field.place = found->place;
            }
            const bool sure = found && found->sure >= kSure;
            if (!sure && std::ranges::count(kAsPrinted, field.name) > 0)
                field.confidence = std::min(field.confidence, kAlone);
        }
        return document;
    }

    void tell_pages_read(Document& document) const {
        Field field;
        field.name = kPagesRead;
        field.value = std::to_string(pages_read_);
        document.fields.push_back(std::move(field));
    }

    /// What a person should look at: the place of a seal that is uncertain.
    void emit_crop() {
        const auto crop = seals_.crop();
        if (!crop) return;
        Document piece;
        piece.name = fmt::format("第{}页印章.png", crop->page);
        piece.part = piece.name;
        piece.role = Role::Picture;
        piece.media_type = "image/png";
        piece.size = crop->png.size();
        sink_.begin_document(piece);
        sink_.bytes(crop->png);
        sink_.end_document(piece);
    }

    void problem(std::string_view code, Severity severity, std::string detail) {
        Problem problem;
        problem.code = code;
        problem.severity = severity;
        problem.detail = std::move(detail);
        sink_.problem(problem);
    }

    const Limits& limits_;
    Sink& sink_;
    std::unique_ptr<PageSource> source_;
    std::vector<Seen> seen_;
    SealFacts seals_;
    std::uint32_t pages_read_ = 0;
    bool legible_ = false;    ///< some page has words
    std::size_t unseen_ = 0;  ///< pages that show something nobody looked at
};

}  // namespace

base::Result<> warm_up_pages(const std::string& tessdata) {
    image::silence();
    TRY_ASSIGN(recogniser(), Recogniser::load(tessdata));
    warm_up();
    return {};
}

void read_pages(std::string_view bytes, const Limits& limits, Sink& sink) {
    Reader(bytes, limits, sink).run();
}

}  // namespace parsers::ocr
