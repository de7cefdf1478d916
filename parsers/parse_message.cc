#include "parsers/parse_message.h"

#include <algorithm>
#include <exception>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/container.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/media_types.h"
#include "parsers/document/volumes.h"
#include "parsers/mime/header_block.h"
#include "parsers/mime/inline_files.h"
#include "parsers/mime/message.h"
#include "parsers/output.h"
#include "parsers/passwords.h"
#include "parsers/problem_codes.h"
#include "parsers/roles.h"
#include "parsers/sealed_mail.h"
#include "parsers/text/charset.h"

namespace parsers {
namespace {

constexpr std::string_view kMessageType = document::type::kMessage;
constexpr std::size_t kLongestMessageId = 998;

bool is_blank(std::string_view text) { return base::trimmed(text).empty(); }

std::string path_of(std::string_view prefix, const mime::Leaf& leaf) {
    std::string path(prefix);
    path += leaf.section;
    const std::string name = display_name(leaf.name);
    return name.empty() ? path : path + '/' + name;
}

/// Whether bytes of an undeclared part are a mail: sent on as a file with the ending .eml.
bool is_message(std::string_view declared, std::string_view media_type, std::string_view name) {
    if (declared == kMessageType || declared == "message/global" || media_type == kMessageType)
        return true;
    return base::lowered(base::trimmed(name)).ends_with(".eml") &&
           (media_type.starts_with("text/") || media_type == "application/octet-stream");
}

/// With its brackets, as written; empty where there is none that could be one (RFC 5322 §3.6.4).
std::string message_id_of(std::string_view mail, const Limits& limits) {
    const mime::HeaderBlock block =
        mime::read_header_block(mail, 0, limits, [](std::string_view) { return false; });
    const std::string_view id = base::trimmed(mime::field(block.fields, "Message-ID"));
    const bool usable = id.size() > 2 && id.size() <= kLongestMessageId && base::is_utf8(id) &&
                        !base::has_control(id);
    return usable ? std::string(id) : std::string();
}

/// A mail of another program in one file: its text is a letter's, what it holds are attachments.
bool is_letter_file(std::string_view media_type) {
    return media_type == document::type::kMsg || media_type == document::type::kTnef;
}

/// A name that would lead out of the folder it is written to: absolute, a drive, or with "..".
bool is_escaping(std::string_view name) {
    if (name.starts_with('/') || name.starts_with('\\')) return true;
    if (name.size() > 2 && name[1] == ':' && name[2] == '\\') return true;
    for (std::size_t at = name.find(".."); at != std::string_view::npos;
         at = name.find("..", at + 1)) {
        const bool starts = at == 0 || name[at - 1] == '/' || name[at - 1] == '\\';
        const bool ends = at + 2 == name.size() || name[at + 2] == '/' || name[at + 2] == '\\';
        if (starts && ends) return true;
    }
    return false;
}

/// What both forms of a body complain of is said once.
void add_new(std::vector<Problem>& problems, const std::vector<Problem>& more) {
    for (const Problem& each : more) {
        const bool known = std::any_of(problems.begin(), problems.end(), [&](const Problem& other) {
            return other.code == each.code && other.detail == each.detail;
        });
        if (!known) problems.push_back(each);
    }
}

class Walker {
 public:
    Walker(const Limits& limits, Sink& sink, std::string_view raw)
        : limits_(limits),
          out_(limits, sink),
          raw_(raw),
          budget_(limits),
          parts_left_(limits.parts) {}

    void run() { message(raw_, "", 0); }

 private:
    /// Reads a whole message; `prefix` is the path of the container it lies in, with "!/", or
    /// empty.
    void message(std::string_view raw, const std::string& prefix, std::uint32_t depth) {
        Limits left = limits_;
        left.parts = parts_left_;
        mime::Message message = mime::read_message(raw, left);
        const auto used =
            static_cast<std::uint32_t>(std::min<std::size_t>(message.leaves.size(), parts_left_));
        parts_left_ -= used;
        if (prefix.empty()) out_.headers(message.parsed);
        const std::string part = prefix.empty() ? prefix : prefix.substr(0, prefix.size() - 2);
        for (Problem& each : message.parsed.problems) out_.say(std::move(each), part);
        leaves(message.leaves, prefix, depth);
    }

    void leaves(std::vector<mime::Leaf>& all, const std::string& prefix, std::uint32_t depth) {
        const std::set<std::string> referenced = referenced_ids(all);
        std::set<std::uint32_t> told;  // alternatives whose body is done
        for (mime::Leaf& leaf : all) {
            if (!is_body(leaf) || is_file(leaf)) {
                attachment(leaf, referenced, prefix, depth);
            } else if (leaf.alternative == 0) {
                body(&leaf, nullptr, prefix, depth);
            } else if (told.insert(leaf.alternative).second) {
                alternative_body(all, leaf.alternative, prefix, depth);
            }
            leaf.bytes = {};
        }
    }

    /// The first plain and the first HTML form of one alternative; further ones are bodies of their
    /// own.
    void alternative_body(std::vector<mime::Leaf>& all, std::uint32_t number,
                          const std::string& prefix, std::uint32_t depth) {
        mime::Leaf* plain = nullptr;
        mime::Leaf* html = nullptr;
        for (mime::Leaf& leaf : all) {
            if (leaf.alternative != number || !is_body(leaf) || leaf.bytes.empty()) continue;
            if (is_file(leaf)) continue;
            mime::Leaf*& form = leaf.type == "text/plain" ? plain : html;
            if (!form) {
                form = &leaf;
            } else {
                body(&leaf, nullptr, prefix, depth);
            }
        }
        if (plain) return body(plain, html, prefix, depth);
        if (html) body(html, nullptr, prefix, depth);
    }

    /// A file without a name and a type of its own, which would pass for text.
    bool is_file(const mime::Leaf& leaf) {
        std::string type;
        out_.guarded(leaf.section, [&] { type = document::sniff(leaf.bytes, ""); });
        if (type == kMessageType) return false;
        return type == "application/pdf" || type.starts_with("image/") ||
               type.starts_with("application/vnd.") || document::is_container(type);
    }

    document::Reading read_leaf(const mime::Leaf& leaf, std::string_view bytes) {
        document::Input input;
        input.bytes = bytes;
        input.charset = leaf.charset;
        input.limits = &limits_;
        return document::read(leaf.type, input);
    }

    /// `html` is the other form of `first`, or null.
    void body(const mime::Leaf* first, const mime::Leaf* html, const std::string& prefix,
              std::uint32_t depth) {
        if (first->bytes.empty()) return;
        document::Reading reading;
        document::Reading other;
        mime::InlineFiles written;
        const std::string part = path_of(prefix, *first);
        out_.guarded(part, [&] {
            if (first->type == "text/plain" && mime::may_hold_files(first->bytes))
                written = mime::take_files(first->bytes);
            reading = read_leaf(*first, written.files.empty() ? first->bytes : written.text);
            if (html) other = read_leaf(*html, html->bytes);
        });
        if (html && is_blank(reading.text)) {
            if (is_blank(first->bytes)) std::swap(first, html);
            reading.text = std::move(other.text);
            reading.text_source = other.text_source;
            reading.titles = std::move(other.titles);
        }
        reading.links.insert(reading.links.end(), other.links.begin(), other.links.end());
        add_new(reading.problems, other.problems);
        File file;
        file.part = path_of(prefix, *first);
        file.name = first->name;
        file.declared_type = first->type;
        file.bytes = first->bytes;
        file.media_type = first->type;
        file.role = Role::Body;
        tell_transfer(*first, file.part);
        if (std::optional<Problem> locked = sealed_mail({}, first->bytes))
            reading.problems.push_back(std::move(*locked));
        out_.emit(file, std::move(reading));
        written_files(file, written.files, first->charset, depth);
    }

    /// Files written into the text itself (uuencode, yEnc) are attachments of the mail.
    void written_files(const File& body, std::vector<mime::InlineFile>& files,
                       const std::string& charset, std::uint32_t depth) {
        for (mime::InlineFile& each : files) {
            document::Inner inner;
            inner.name =
                base::is_utf8(each.name) ? each.name : text::decode(each.name, charset).text;
            inner.bytes = std::move(each.bytes);
            if (!spend(body, inner)) return;
            const std::string part = inner_file(body, inner, Role::Attachment, depth);
            if (each.damaged)
                out_.say(code::kDamaged, Severity::Degraded, "its encoding in the text is broken",
                         part);
            if (each.partial)
                out_.say(code::kMessagePartial, Severity::Lost, "one piece of a split file", part);
        }
    }

    void attachment(const mime::Leaf& leaf, const std::set<std::string>& referenced,
                    const std::string& prefix, std::uint32_t depth) {
        File file;
        file.part = path_of(prefix, leaf);
        file.name = leaf.name;
        file.declared_type = leaf.type;
        file.charset = leaf.charset;
        file.bytes = leaf.bytes;
        out_.guarded(file.part, [&] { file.media_type = document::sniff(leaf.bytes, leaf.name); });
        file.role = role_of(leaf, file.media_type, referenced);
        tell_name(leaf.name, file.part);
        tell_transfer(leaf, file.part);
        any_file(file, depth);
    }

    void tell_transfer(const mime::Leaf& leaf, const std::string& part) {
        if (leaf.repaired)
            out_.say(code::kMimeRepaired, Severity::Note,
                     "foreign characters in its base64 were skipped", part);
        if (leaf.damaged)
            out_.say(code::kDamaged, Severity::Degraded, "its transfer encoding is broken", part);
    }

    void tell_name(std::string_view original, const std::string& part) {
        const bool path = is_escaping(original);
        if (!path && display_name(original) == original) return;
        out_.say(code::kNameSanitised, Severity::Note,
                 path ? "the name is a path out of its folder" : "control characters in the name",
                 part);
    }

    /// A file of a part or of an archive; containers are entered.
    void any_file(File& file, std::uint32_t depth) {
        const bool mail =
            !file.bytes.empty() && is_message(file.declared_type, file.media_type, file.name);
        if (mail) {
            file.media_type = kMessageType;
            out_.guarded(file.part, [&] { file.message_id = message_id_of(file.bytes, limits_); });
        }
        const bool letter = is_letter_file(file.media_type);
        const bool archive = !mail && !letter && document::is_container(file.media_type);
        const std::string volume = mail || letter ? std::string() : volume_of(file);
        const bool inside_office = file.role == Role::Picture;
        if (mail || letter || archive || !volume.empty()) file.role = Role::Container;
        document::Reading reading;
        if (letter || (file.role != Role::Container && !is_decoration(file)))
            read_file(file, reading);
        std::vector<document::Inner> inner = std::move(reading.inner);
        if (inside_office) soften(reading);
        out_.emit(file, std::move(reading));
        if (!volume.empty()) out_.say(code::kMultiVolume, Severity::Lost, volume, file.part);
        if (mail || archive) return enter(file, mail, !volume.empty(), depth);
        inner_files(file, inner, letter, inside_office || letter ? depth + 1 : depth);
    }

    /// What is shown as part of the letter and never read.
    static bool is_decoration(const File& file) {
        if (file.role == Role::SignatureCard) return !file.media_type.starts_with("text/");
        return file.role == Role::InlineLogo;
    }

    /// A piece of an office file is nothing the sender should send again or in another form.
    static void soften(document::Reading& reading) {
        std::erase_if(reading.problems,
                      [](const Problem& each) { return each.code == code::kFormatNotPdf; });
        for (Problem& each : reading.problems)
            if (each.code != code::kExecutable) each.severity = Severity::Note;
    }

    std::string volume_of(const File& file) {
        std::string found;
        out_.guarded(file.part, [&] { found = document::volume(file.bytes, file.name); });
        return found;
    }

    void read_file(const File& file, document::Reading& reading) {
        if (std::optional<Problem> locked = sealed_mail(file.declared_type, file.bytes)) {
            reading.problems.push_back(std::move(*locked));
            return;
        }
        document::Input input;
        input.bytes = file.bytes;
        input.name = file.name;
        input.charset = file.charset;
        input.limits = &limits_;
        out_.guarded(file.part, [&] { reading = document::read(file.media_type, input); });
        if (is_executable(file.name, file.bytes)) {
            std::erase_if(reading.problems,
                          [](const Problem& each) { return each.code == code::kExecutable; });
            reading.problems.push_back(make_problem(code::kExecutable, Severity::Degraded,
                                                    "a program or script: never open it"));
        }
        const bool told_empty =
            std::any_of(reading.problems.begin(), reading.problems.end(),
                        [](const Problem& each) { return each.code == code::kEmptyFile; });
        if (file.bytes.empty() && !told_empty)
            reading.problems.push_back(
                make_problem(code::kEmptyFile, Severity::Lost, "the file is empty"));
    }

    void enter(const File& file, bool mail, bool split, std::uint32_t depth) {
        if (too_deep(file, depth)) return;
        const std::string prefix = file.part + "!/";
        if (!mail) return open_archive(file, prefix, split, depth);
        if (parts_left_ == 0 || budget_.opened < file.bytes.size())
            return out_.say(code::kLimitExceeded, Severity::Lost, "too much in one message",
                            file.part);
        budget_.opened -= file.bytes.size();
        message(file.bytes, prefix, depth + 1);
    }

    bool too_deep(const File& file, std::uint32_t depth) {
        if (depth < limits_.container_depth) return false;
        out_.say(code::kLimitExceeded, Severity::Lost, "containers are nested too deeply",
                 file.part);
        return true;
    }

    /// `split`: one volume of several; what cannot be read of it was said already.
    void open_archive(const File& file, const std::string& prefix, bool split,
                      std::uint32_t depth) {
        document::ArchiveFile archive;
        archive.bytes = file.bytes;
        archive.name = file.name;
        archive.passwords = [&]() -> const std::vector<std::string>& { return passwords(); };
        document::open_archive(
            archive, limits_, budget_,
            [&](const document::Entry& entry) { archive_entry(entry, prefix, depth + 1); },
            [&](Problem problem) {
                if (split && problem.code == code::kDamaged) return;
                const std::string part = problem.part.empty() ? file.part : prefix + problem.part;
                out_.say(std::move(problem), part);
            });
    }

    void archive_entry(const document::Entry& entry, const std::string& prefix,
                       std::uint32_t depth) {
        File inner;
        inner.part = prefix + display_name(entry.name);
        inner.name = base_name(entry.name);
        inner.bytes = entry.bytes;
        out_.guarded(inner.part,
                     [&] { inner.media_type = document::sniff(entry.bytes, inner.name); });
        tell_name(entry.name, inner.part);
        any_file(inner, depth);
    }

    /// What a reader found inside its file: attachments of a letter (.msg, winmail.dat), which are
    /// papers of their own; pictures of an office file, which belong to it. `depth` is theirs.
    void inner_files(const File& file, std::vector<document::Inner>& inner, bool letter,
                     std::uint32_t depth) {
        if (inner.empty() || (depth > 0 && too_deep(file, depth - 1))) return;
        for (document::Inner& each : inner) {
            if (!spend(file, each)) return;
            inner_file(file, each, letter ? Role::Attachment : Role::Picture, depth);
        }
    }

    /// Gives the path of the document that was made of it.
    std::string inner_file(const File& around, document::Inner& inner, Role role,
                           std::uint32_t depth) {
        File found;
        found.part = around.part + "!/" + display_name(inner.name);
        found.name = base_name(inner.name);
        found.bytes = inner.bytes;
        out_.guarded(found.part,
                     [&] { found.media_type = document::sniff(inner.bytes, found.name); });
        found.role = role;
        if (role == Role::Attachment) {
            found.role = role_of_inner(found.name, found.media_type, inner.bytes);
            tell_name(inner.name, found.part);
        }
        std::string part = found.part;
        any_file(found, depth);
        inner.bytes = {};
        return part;
    }

    /// Takes an inner file out of the message's budget; false when it is used up.
    bool spend(const File& file, const document::Inner& inner) {
        if (budget_.entries == 0 || budget_.opened < inner.bytes.size()) {
            out_.say(code::kLimitExceeded, Severity::Lost,
                     budget_.entries == 0 ? "more files inside files than a message may hold"
                                          : "more unpacked bytes than a message may hold",
                     file.part);
            return false;
        }
        --budget_.entries;
        budget_.opened -= inner.bytes.size();
        return true;
    }

    /// Asked for only when something is locked: the whole mail is read once more for it.
    const std::vector<std::string>& passwords() {
        if (!passwords_) {
            passwords_.emplace();
            out_.guarded({}, [&] { passwords_ = passwords_in_mail(raw_, limits_); });
        }
        return *passwords_;
    }

    /// The file's own name in an archive's path.
    static std::string_view base_name(std::string_view path) {
        const std::size_t slash = path.find_last_of("/\\");
        return slash == std::string_view::npos ? path : path.substr(slash + 1);
    }

    const Limits& limits_;
    Output out_;
    std::string_view raw_;  ///< the whole message
    document::Budget budget_;
    std::uint32_t parts_left_;
    std::optional<std::vector<std::string>> passwords_;
};

}  // namespace

void parse_message(std::string_view raw, const Limits& limits, Sink& sink) {
    Problem problem;
    problem.code = code::kLimitExceeded;
    problem.severity = Severity::Lost;
    try {
        if (raw.size() > limits.message_bytes) {
            problem.detail = "the message is larger than the limit";
            sink.headers(Parsed());
            return sink.problem(problem);
        }
        Walker(limits, sink, raw).run();
    } catch (const std::exception& error) {
        problem.code = code::kParserDied;
        problem.detail = base::one_line(error.what(), 100);
        sink.problem(problem);
    }
}

}  // namespace parsers
