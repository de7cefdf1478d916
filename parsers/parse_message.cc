#include "parsers/parse_message.h"

#include <algorithm>
#include <exception>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/container.h"
#include "parsers/document/document_reader.h"
#include "parsers/fields/links.h"
#include "parsers/fields/segments.h"
#include "parsers/mime/message.h"
#include "parsers/problem_codes.h"
#include "parsers/roles.h"

namespace parsers {
namespace {

constexpr std::string_view kMessageType = "message/rfc822";
constexpr std::size_t kMostProblems = 1000;
constexpr std::size_t kMostLinks = 2000;

/// One file to be read: its bytes and what its surroundings say of it.
struct File {
    std::string part;
    std::string_view name;
    std::string_view declared_type;
    std::string_view charset;
    std::string_view bytes;
    std::string media_type;
    Role role = Role::Attachment;
};

bool is_blank(std::string_view text) { return base::trimmed(text).empty(); }

std::string path_of(std::string_view prefix, const mime::Leaf& leaf) {
    std::string path(prefix);
    path += leaf.section;
    const std::string name = display_name(leaf.name);
    return name.empty() ? path : path + '/' + name;
}

std::string host_of(std::string_view url) {
    const std::size_t begin = url.find("://");
    if (begin == std::string_view::npos) return {};
    const std::string_view rest = url.substr(begin + 3);
    return std::string(rest.substr(0, rest.find_first_of("/?#")));
}

/// Whether bytes of an undeclared part are a mail: sent on as a file with the ending .eml.
bool is_message(std::string_view declared, std::string_view media_type, std::string_view name) {
    if (declared == kMessageType || declared == "message/global" || media_type == kMessageType)
        return true;
    return base::lowered(base::trimmed(name)).ends_with(".eml") &&
           (media_type.starts_with("text/") || media_type == "application/octet-stream");
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
    Walker(const Limits& limits, Sink& sink)
        : limits_(limits),
          sink_(sink),
          budget_(limits),
          text_left_(limits.text_bytes),
          parts_left_(limits.parts) {}

    /// Reads a whole message; `prefix` is the path of the container it lies in, with "!/", or
    /// empty.
    void message(std::string_view raw, const std::string& prefix, std::uint32_t depth) {
        Limits left = limits_;
        left.parts = parts_left_;
        mime::Message message = mime::read_message(raw, left);
        const auto used =
            static_cast<std::uint32_t>(std::min<std::size_t>(message.leaves.size(), parts_left_));
        parts_left_ -= used;
        if (prefix.empty()) sink_.headers(message.parsed);
        const std::string part = prefix.empty() ? prefix : prefix.substr(0, prefix.size() - 2);
        for (Problem& each : message.parsed.problems) say(std::move(each), part);
        leaves(message.leaves, prefix, depth);
    }

    void say(Problem problem, std::string_view part) {
        if (++problems_ > kMostProblems) return;
        problem.part = part;
        if (problems_ == kMostProblems)
            problem =
                make(code::kLimitExceeded, Severity::Degraded, "further problems are not listed");
        sink_.problem(problem);
    }

 private:
    static Problem make(std::string_view code, Severity severity, std::string detail) {
        Problem problem;
        problem.code = code;
        problem.severity = severity;
        problem.detail = std::move(detail);
        return problem;
    }

    void leaves(std::vector<mime::Leaf>& all, const std::string& prefix, std::uint32_t depth) {
        const std::set<std::string> referenced = referenced_ids(all);
        std::set<std::uint32_t> told;  // alternatives whose body is done
        for (mime::Leaf& leaf : all) {
            if (!is_body(leaf) || is_file(leaf)) {
                attachment(leaf, referenced, prefix, depth);
            } else if (leaf.alternative == 0) {
                body(&leaf, nullptr, prefix);
            } else if (told.insert(leaf.alternative).second) {
                alternative_body(all, leaf.alternative, prefix);
            }
            leaf.bytes = {};
        }
    }

    /// The first plain and the first HTML form of one alternative; further ones are bodies of their
    /// own.
    void alternative_body(std::vector<mime::Leaf>& all, std::uint32_t number,
                          const std::string& prefix) {
        mime::Leaf* plain = nullptr;
        mime::Leaf* html = nullptr;
        for (mime::Leaf& leaf : all) {
            if (leaf.alternative != number || !is_body(leaf) || leaf.bytes.empty()) continue;
            if (is_file(leaf)) continue;
            mime::Leaf*& form = leaf.type == "text/plain" ? plain : html;
            if (!form) {
                form = &leaf;
            } else {
                body(&leaf, nullptr, prefix);
            }
        }
        if (plain) return body(plain, html, prefix);
        if (html) body(html, nullptr, prefix);
    }

    /// A file without a name and a type of its own, which would pass for text.
    bool is_file(const mime::Leaf& leaf) {
        std::string type;
        guarded(leaf.section, [&] { type = document::sniff(leaf.bytes, ""); });
        if (type == kMessageType) return false;
        return type == "application/pdf" || type.starts_with("image/") ||
               type.starts_with("application/vnd.") || document::is_container(type);
    }

    document::Reading read_leaf(const mime::Leaf& leaf) {
        document::Input input;
        input.bytes = leaf.bytes;
        input.charset = leaf.charset;
        input.limits = &limits_;
        return document::read(leaf.type, input);
    }

    /// `html` is the other form of `first`, or null.
    void body(const mime::Leaf* first, const mime::Leaf* html, const std::string& prefix) {
        if (first->bytes.empty()) return;
        document::Reading reading;
        document::Reading other;
        const std::string part = path_of(prefix, *first);
        guarded(part, [&] {
            reading = read_leaf(*first);
            if (html) other = read_leaf(*html);
        });
        if (html && is_blank(reading.text)) {
            if (is_blank(first->bytes)) std::swap(first, html);
            reading.text = std::move(other.text);
            reading.text_source = other.text_source;
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
        emit(file, std::move(reading));
    }

    void attachment(const mime::Leaf& leaf, const std::set<std::string>& referenced,
                    const std::string& prefix, std::uint32_t depth) {
        File file;
        file.part = path_of(prefix, leaf);
        file.name = leaf.name;
        file.declared_type = leaf.type;
        file.charset = leaf.charset;
        file.bytes = leaf.bytes;
        guarded(file.part, [&] { file.media_type = document::sniff(leaf.bytes, leaf.name); });
        file.role = role_of(leaf, file.media_type, referenced);
        tell_name(leaf.name, file.part);
        tell_transfer(leaf, file.part);
        any_file(file, depth);
    }

    void tell_transfer(const mime::Leaf& leaf, const std::string& part) {
        if (leaf.repaired)
            say(make(code::kMimeRepaired, Severity::Note,
                     "foreign characters in its base64 were skipped"),
                part);
        if (leaf.damaged)
            say(make(code::kDamaged, Severity::Degraded, "its transfer encoding is broken"), part);
    }

    void tell_name(std::string_view original, const std::string& part) {
        const bool path = is_escaping(original);
        if (!path && display_name(original) == original) return;
        say(make(code::kNameSanitised, Severity::Note,
                 path ? "the name is a path out of its folder" : "control characters in the name"),
            part);
    }

    /// A file of a part or of an archive; containers are entered.
    void any_file(File& file, std::uint32_t depth) {
        const bool mail =
            !file.bytes.empty() && is_message(file.declared_type, file.media_type, file.name);
        if (mail) file.media_type = kMessageType;
        const bool container = mail || document::is_container(file.media_type);
        if (container) file.role = Role::Container;
        document::Reading reading;
        const bool decoration =
            file.role != Role::Attachment && file.media_type.starts_with("image/");
        if (!container && !decoration) read_file(file, reading);
        emit(file, std::move(reading));
        if (container) enter(file, mail, depth);
    }

    void read_file(const File& file, document::Reading& reading) {
        document::Input input;
        input.bytes = file.bytes;
        input.name = file.name;
        input.charset = file.charset;
        input.limits = &limits_;
        guarded(file.part, [&] { reading = document::read(file.media_type, input); });
        if (is_executable(file.name, file.bytes)) {
            std::erase_if(reading.problems,
                          [](const Problem& each) { return each.code == code::kExecutable; });
            reading.problems.push_back(
                make(code::kExecutable, Severity::Degraded, "a program or script: never open it"));
        }
        const bool told_empty =
            std::any_of(reading.problems.begin(), reading.problems.end(),
                        [](const Problem& each) { return each.code == code::kEmptyFile; });
        if (file.bytes.empty() && !told_empty)
            reading.problems.push_back(make(code::kEmptyFile, Severity::Lost, "the file is empty"));
    }

    void enter(const File& file, bool mail, std::uint32_t depth) {
        if (depth >= limits_.container_depth)
            return say(
                make(code::kLimitExceeded, Severity::Lost, "containers are nested too deeply"),
                file.part);
        const std::string prefix = file.part + "!/";
        if (!mail) return open_archive(file, prefix, depth);
        if (parts_left_ == 0 || budget_.opened < file.bytes.size())
            return say(make(code::kLimitExceeded, Severity::Lost, "too much in one message"),
                       file.part);
        budget_.opened -= file.bytes.size();
        message(file.bytes, prefix, depth + 1);
    }

    void open_archive(const File& file, const std::string& prefix, std::uint32_t depth) {
        document::open_archive(
            file.bytes, limits_, budget_,
            [&](document::Entry entry) {
                File inner;
                inner.part = prefix + display_name(entry.name);
                inner.name = base_name(entry.name);
                inner.bytes = entry.bytes;
                guarded(inner.part,
                        [&] { inner.media_type = document::sniff(entry.bytes, inner.name); });
                tell_name(entry.name, inner.part);
                any_file(inner, depth + 1);
            },
            [&](Problem problem) {
                const std::string part = problem.part.empty() ? file.part : prefix + problem.part;
                say(std::move(problem), part);
            });
    }

    /// The file's own name in an archive's path.
    static std::string_view base_name(std::string_view path) {
        const std::size_t slash = path.find_last_of("/\\");
        return slash == std::string_view::npos ? path : path.substr(slash + 1);
    }

    /// Completes a document and hands it to the sink with its bytes and problems.
    void emit(const File& file, document::Reading reading) {
        Document document;
        document.part = file.part;
        document.name = display_name(file.name);
        document.declared_type = file.declared_type;
        document.media_type = file.media_type;
        document.size = file.bytes.size();
        document.role = file.role;
        sink_.begin_document(document);
        sink_.bytes(file.bytes);
        document.text = std::move(reading.text);
        document.text_source = reading.text_source;
        document.pages = reading.pages;
        document.seal = std::move(reading.seal);
        document.needs_eyes = reading.needs_eyes;
        document.links = std::move(reading.links);
        guarded(file.part, [&] { complete(document); });
        for (Problem& each : reading.problems) say(std::move(each), file.part);
        sink_.end_document(document);
    }

    void complete(Document& document) {
        cut_text(document);
        for (Link& link : fields::find_links(document.text))
            document.links.push_back(std::move(link));
        keep_distinct(document.links);
        if (document.role == Role::Body) tell_huge(document);
        fields::read_fields(document);
    }

    void cut_text(Document& document) {
        if (document.text.size() > text_left_) {
            std::size_t end = text_left_;
            while (end > 0 && (static_cast<unsigned char>(document.text[end]) & 0xC0U) == 0x80U)
                --end;
            document.text.resize(end);
            say(make(code::kTextTruncated, Severity::Degraded,
                     "the message holds more text than is kept"),
                document.part);
        }
        text_left_ -= document.text.size();
    }

    /// The first link of each URL; one with words a reader saw is better than a bare one.
    static void keep_distinct(std::vector<Link>& links) {
        std::vector<Link> kept;
        std::set<std::string> seen;
        std::stable_sort(links.begin(), links.end(), [](const Link& a, const Link& b) {
            return !a.text.empty() && b.text.empty();
        });
        for (Link& link : links)
            if (kept.size() < kMostLinks && seen.insert(link.url).second)
                kept.push_back(std::move(link));
        links = std::move(kept);
    }

    void tell_huge(const Document& document) {
        for (const Link& link : document.links) {
            if (!fields::is_huge_attachment(link.url)) continue;
            const std::string host = base::one_line(host_of(link.url), 100);
            std::string detail = base::one_line(link.text, 100);
            detail += detail.empty() ? host : " (" + host + ")";
            say(make(code::kHugeAttachmentLink, Severity::Lost, std::move(detail)), document.part);
        }
    }

    /// Runs one reader; whatever it throws costs this document its text, not the message.
    template <class Work>
    void guarded(const std::string& part, Work&& work) {
        try {
            std::forward<Work>(work)();
        } catch (const std::exception& error) {
            say(make(code::kDamaged, Severity::Lost,
                     std::string("it could not be read: ") + base::one_line(error.what(), 100)),
                part);
        }
    }

    const Limits& limits_;
    Sink& sink_;
    document::Budget budget_;
    std::uint64_t text_left_;
    std::uint32_t parts_left_;
    std::size_t problems_ = 0;
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
        Walker(limits, sink).message(raw, "", 0);
    } catch (const std::exception& error) {
        problem.code = code::kParserDied;
        problem.detail = base::one_line(error.what(), 100);
        sink.problem(problem);
    }
}

}  // namespace parsers
