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

/// Bytes taken out of an archive while its password is looked for.
constexpr std::uint64_t kMostTrial = 256U << 20;

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

/// The name in a gzip header (RFC 1952, FNAME), or empty.
std::string gzip_name(std::string_view bytes) {
    constexpr unsigned kExtra = 4;
    constexpr unsigned kName = 8;
    if (bytes.size() < 12 || !bytes.starts_with("\x1F\x8B")) return {};
    const auto flags = static_cast<unsigned char>(bytes[3]);
    std::size_t at = 10;
    if ((flags & kExtra) != 0)
        at += 2U + static_cast<unsigned char>(bytes[10]) +
              256U * static_cast<unsigned char>(bytes[11]);
    if ((flags & kName) == 0 || at >= bytes.size()) return {};
    const std::string_view rest = bytes.substr(at, kMaxName + 1);
    const std::size_t end = rest.find('\0');
    return end == std::string_view::npos ? std::string() : std::string(rest.substr(0, end));
}

/// What the one file in a gz, bz2 or xz is called: as that says, else as the packed file is without
/// its ending.
std::string packed_name(const ArchiveFile& archive) {
    if (std::string name = gzip_name(archive.bytes); !name.empty()) return name;
    const std::string low = base::lowered(archive.name);
    for (const std::string_view end : {".gz", ".bz2", ".xz", ".bz", ".z"})
        if (low.ends_with(end) && low.size() > end.size())
            return std::string(archive.name.substr(0, low.size() - end.size()));
    return archive.name.empty() ? "data" : std::string(archive.name);
}

Archive::Formats formats_of(std::string_view bytes) {
    return is_packed_file(sniff(bytes, {})) ? Archive::Formats::Packed : Archive::Formats::Archives;
}

/// How an archive is locked, for a person.
std::string lock_of(std::string_view bytes, bool names_too) {
    std::string words = bytes.starts_with("7z") ? "a 7z archive" : "an archive";
    if (bytes.starts_with("Rar!")) words = "a RAR archive";
    if (bytes.starts_with("PK")) words = "a zip archive";
    return words + (names_too ? " with a password, its names too" : " with a password");
}

/// One archive on its way through the budget.
class Unpacking {
 public:
    Unpacking(const ArchiveFile& file, const Limits& limits, Budget& budget,
              const std::function<void(Entry)>& found, const std::function<void(Problem)>& problem)
        : file_(file),
          bytes_(file.bytes),
          limits_(limits),
          budget_(budget),
          found_(found),
          problem_(problem),
          formats_(formats_of(file.bytes)),
          password_(find_password()),
          archive_(file.bytes, formats_, password_) {}

    void run() {
        while (true) {
            const Archive::Step step = archive_.next();
            if (step == Archive::Step::End) return at_end();
            if (step == Archive::Step::Damaged)
                return say(archive_.lacks_method() ? code::kUnsupportedFormat : code::kDamaged, {},
                           archive_.reason());
            if (step == Archive::Step::Encrypted)
                return say(code::kEncrypted, {}, lock_of(bytes_, true));
            empty_ = false;
            if (archive_.kind() == Archive::Kind::Folder) continue;
            if (!one_entry()) return;
        }
    }

 private:
    /// The first of the mail's passwords that opens the first locked entry of a zip; one in 256
    /// wrong ones passes ZipCrypto's own check, so the content must come out whole.
    std::string find_password() {
        if (!bytes_.starts_with("PK") || !file_.passwords || !is_locked()) return {};
        for (const std::string& password : file_.passwords()) {
            if (trial_ == 0) break;
            if (!opens(password)) continue;
            Problem note = make_problem(code::kPasswordUsed, Severity::Note,
                                        "opened with a password that stands in the mail");
            problem_(std::move(note));
            return password;
        }
        return {};
    }

    bool is_locked() {
        Archive archive(bytes_, formats_);
        return to_locked(archive);
    }

    /// Moves to the first locked file.
    bool to_locked(Archive& archive) const {
        for (std::uint32_t seen = 0; seen <= limits_.entries; ++seen) {
            const Archive::Step step = archive.next();
            if (step != Archive::Step::Entry) return false;
            if (archive.kind() == Archive::Kind::File && archive.is_encrypted()) return true;
        }
        return false;
    }

    bool opens(const std::string& password) {
        Archive archive(bytes_, formats_, password);
        if (!to_locked(archive)) return false;
        std::string content;
        const Archive::Copy result = archive.copy(content, std::min(trial_, room()));
        trial_ -= std::min<std::uint64_t>(trial_, content.size());
        return result == Archive::Copy::Done || result == Archive::Copy::TooLarge;
    }

    /// Some formats end without a word where their entries can't be found.
    void at_end() {
        if (empty_ && bytes_.size() > kEmptyArchive)
            say(code::kDamaged, {}, "an archive in which nothing can be found");
    }

    /// False when the archive is to be left.
    bool one_entry() {
        bool changed = false;
        Entry entry;
        const std::string raw = archive_.raw_name();
        const bool packed = formats_ == Archive::Formats::Packed && raw == "data";
        entry.name = shown_name(packed ? packed_name(file_) : raw, changed);
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
        if (const std::string_view why = no_document(entry.name); !why.empty()) {
            const bool litter = archive_.kind() == Archive::Kind::File;
            say(code::kEntrySkipped, entry.name, std::string(why),
                litter ? Severity::Note : Severity::Degraded);
            return true;
        }
        if (archive_.is_encrypted() && password_.empty()) {
            say(code::kEncrypted, entry.name, lock_of(bytes_, false));
            return true;
        }
        return copy(std::move(entry));
    }

    /// Why an entry is none of the sender's documents; empty when it may be one.
    [[nodiscard]] std::string_view no_document(std::string_view name) const {
        if (archive_.kind() == Archive::Kind::Link) return "a link to another file, not a file";
        if (archive_.kind() == Archive::Kind::Device) return "a device, not a file";
        return is_litter(name) ? "a file manager's own file" : std::string_view();
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
                say(code::kEncrypted, entry.name, lock_of(bytes_, false));
                return true;
            case Archive::Copy::Unsupported:
                say(code::kUnsupportedFormat, entry.name, archive_.reason());
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

    void say(std::string_view code, std::string part, const std::string& detail,
             Severity severity = Severity::Lost) {
        Problem problem = make_problem(code, severity, detail);
        problem.part = std::move(part);
        problem_(std::move(problem));
    }

    const ArchiveFile& file_;
    std::string_view bytes_;
    const Limits& limits_;
    Budget& budget_;
    const std::function<void(Entry)>& found_;
    const std::function<void(Problem)>& problem_;
    std::uint64_t out_ = 0;
    std::uint64_t trial_ = kMostTrial;
    Archive::Formats formats_;
    std::string password_;
    Archive archive_;
    bool empty_ = true;
};

}  // namespace

void open_archive(const ArchiveFile& archive, const Limits& limits, Budget& budget,
                  const std::function<void(Entry)>& found,
                  const std::function<void(Problem)>& problem) {
    Unpacking(archive, limits, budget, found, problem).run();
}

}  // namespace parsers::document
