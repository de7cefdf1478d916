#include "parsers/document/container.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "parsers/document/archive_adapter.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/reading.h"
#include "parsers/text/charset.h"

namespace parsers::document {
namespace {

constexpr std::size_t kEmptyArchive = 64;  ///< bytes: no larger archive is rightly empty
constexpr std::size_t kMaxName = 1024;     ///< bytes of an entry's path that are kept

/// What file managers leave in archives and nobody sent.
constexpr std::array<std::string_view, 4> kLitter = {"__MACOSX/", ".DS_Store", "Thumbs.db",
                                                     "desktop.ini"};

std::string_view last_name(std::string_view path) {
    const std::size_t at = path.find_last_of("/\\");
    return at == std::string_view::npos ? path : path.substr(at + 1);
}

bool is_litter(std::string_view path) {
    if (path.starts_with(kLitter[0]) || path.find("/__MACOSX/") != std::string_view::npos)
        return true;
    return std::find(kLitter.begin() + 1, kLitter.end(), last_name(path)) != kLitter.end();
}

/// The name as people wrote it, safe to show: never used as a path, so ".." may stay.
std::string shown_name(const std::string& raw, bool& changed) {
    const std::string decoded = base::is_utf8(raw) ? raw : text::decode(raw, "gb18030").text;
    std::string name;
    for (std::size_t i = 0; i < decoded.size();) {
        const base::CodePoint point = base::code_point_at(decoded, i);
        if (point.value < 0x20 || point.value == 0x7F)
            changed = true;
        else
            base::append_utf8(name, point.value);
        i += point.length;
    }
    if (name.size() <= kMaxName) return name;
    changed = true;
    return std::string(whole_code_points(name, kMaxName));
}

bool is_packed_file(std::string_view media_type) {
    return media_type == "application/gzip" || media_type == "application/x-bzip2" ||
           media_type == "application/x-xz";
}

/// One archive on its way through the budget.
class Unpacking {
 public:
    Unpacking(std::string_view bytes, const Limits& limits, Budget& budget,
              const std::function<void(Entry)>& found, const std::function<void(Problem)>& problem)
        : bytes_(bytes),
          limits_(limits),
          budget_(budget),
          found_(found),
          problem_(problem),
          archive_(bytes, is_packed_file(sniff(bytes, {})) ? Archive::Formats::Packed
                                                           : Archive::Formats::Archives) {}

    void run() {
        while (true) {
            const Archive::Step step = archive_.next();
            if (step == Archive::Step::End) return at_end();
            if (step == Archive::Step::Damaged) return say(code::kDamaged, {}, archive_.reason());
            if (step == Archive::Step::Encrypted)
                return say(code::kEncrypted, {}, archive_.reason());
            empty_ = false;
            if (!archive_.is_file()) continue;
            if (!one_entry()) return;
        }
    }

 private:
    /// Some formats end without a word where their entries can't be found.
    void at_end() {
        if (empty_ && bytes_.size() > kEmptyArchive)
            say(code::kDamaged, {}, "an archive in which nothing can be found");
    }

    /// False when the archive is to be left.
    bool one_entry() {
        bool changed = false;
        Entry entry;
        entry.name = shown_name(archive_.raw_name(), changed);
        if (is_litter(entry.name)) return true;
        if (budget_.entries == 0) {
            say(code::kLimitExceeded, {}, "more archive entries than a message may hold");
            return false;
        }
        --budget_.entries;
        if (changed) {
            Problem note = make_problem(code::kNameSanitised, Severity::Note,
                                        "control characters taken out of an entry's name");
            note.part = entry.name;
            problem_(std::move(note));
        }
        if (archive_.is_encrypted()) {
            say(code::kEncrypted, entry.name, "the entry needs a password");
            return true;
        }
        return copy(std::move(entry));
    }

    /// How much the next entry may hold: its own limit, what is left for the message, and the
    /// ratio.
    [[nodiscard]] std::uint64_t room() const {
        const std::uint64_t by_ratio =
            std::max(limits_.ratio_after, bytes_.size() * std::uint64_t{limits_.ratio});
        const std::uint64_t left = by_ratio > out_ ? by_ratio - out_ : 0;
        return std::min({limits_.entry_bytes, budget_.opened, left});
    }

    bool copy(Entry entry) {
        const std::uint64_t allowed = room();
        const Archive::Copy result = archive_.copy(entry.bytes, allowed);
        out_ += entry.bytes.size();
        budget_.opened -= std::min<std::uint64_t>(budget_.opened, entry.bytes.size());
        switch (result) {
            case Archive::Copy::Done:
                found_(std::move(entry));
                return true;
            case Archive::Copy::TooLarge:
                say(code::kLimitExceeded, entry.name, which_limit(allowed));
                return allowed == limits_.entry_bytes;
            case Archive::Copy::Encrypted:
                say(code::kEncrypted, entry.name, "the entry needs a password");
                return true;
            case Archive::Copy::Damaged:
                break;
        }
        say(code::kDamaged, entry.name, archive_.reason());
        if (!entry.bytes.empty()) found_(std::move(entry));
        return true;
    }

    [[nodiscard]] std::string which_limit(std::uint64_t allowed) const {
        if (allowed == limits_.entry_bytes) return "an archive entry larger than allowed";
        return budget_.opened == 0 ? "more unpacked bytes than a message may hold"
                                   : "unpacks to far more than its size";
    }

    void say(std::string_view code, std::string part, std::string detail) {
        Problem problem = make_problem(code, Severity::Lost, std::move(detail));
        problem.part = std::move(part);
        problem_(std::move(problem));
    }

    std::string_view bytes_;
    const Limits& limits_;
    Budget& budget_;
    const std::function<void(Entry)>& found_;
    const std::function<void(Problem)>& problem_;
    Archive archive_;
    std::uint64_t out_ = 0;
    bool empty_ = true;
};

}  // namespace

void open_archive(std::string_view bytes, const Limits& limits, Budget& budget,
                  const std::function<void(Entry)>& found,
                  const std::function<void(Problem)>& problem) {
    Unpacking(bytes, limits, budget, found, problem).run();
}

}  // namespace parsers::document
