#include "parsers/output.h"

#include <algorithm>
#include <set>

#include "parsers/fields/huge_links.h"
#include "parsers/fields/links.h"
#include "parsers/fields/segments.h"
#include "parsers/roles.h"

namespace parsers {
namespace {

constexpr std::size_t kMostProblems = 1000;
constexpr std::size_t kMostLinks = 2000;

/// The first link of each URL; one with words a reader saw is better than a bare one.
void keep_distinct(std::vector<Link>& links) {
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

/// A mail's own words: a body, or the text of a .msg or winmail.dat.
bool is_letter(const Document& document) {
    return document.role == Role::Body ||
           (document.role == Role::Container && !document.text.empty());
}

void add_field(Document& document, std::string_view name, std::string value) {
    Field field;
    field.name = name;
    field.value = std::move(value);
    document.fields.push_back(std::move(field));
}

}  // namespace

Problem make_problem(std::string_view code, Severity severity, std::string detail) {
    Problem problem;
    problem.code = code;
    problem.severity = severity;
    problem.detail = std::move(detail);
    return problem;
}

void Output::say(Problem problem, std::string_view part) {
    if (++problems_ > kMostProblems) return;
    problem.part = part;
    if (problems_ == kMostProblems)
        problem = make_problem(code::kLimitExceeded, Severity::Degraded,
                               "further problems are not listed");
    sink_.problem(problem);
}

void Output::emit(const File& file, document::Reading reading) {
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
    for (std::string& title : reading.titles) add_field(document, "page_title", std::move(title));
    if (!file.message_id.empty()) add_field(document, "message_id", file.message_id);
    guarded(file.part, [&] { complete(document); });
    for (Problem& each : reading.problems) say(std::move(each), file.part);
    sink_.end_document(document);
}

void Output::complete(Document& document) {
    cut_text(document);
    for (Link& link : fields::find_links(document.text)) document.links.push_back(std::move(link));
    keep_distinct(document.links);
    if (!is_letter(document)) return fields::read_fields(document);
    tell_huge(document);
    const Role role = std::exchange(document.role, Role::Body);  // segments of a letter
    guarded(document.part, [&] { fields::read_fields(document); });
    document.role = role;
}

void Output::cut_text(Document& document) {
    if (document.text.size() > text_left_) {
        std::size_t end = text_left_;
        while (end > 0 && (static_cast<unsigned char>(document.text[end]) & 0xC0U) == 0x80U) --end;
        document.text.resize(end);
        say(code::kTextTruncated, Severity::Degraded, "the message holds more text than is kept",
            document.part);
    }
    text_left_ -= document.text.size();
}

void Output::tell_huge(const Document& document) {
    for (const fields::HugeAttachment& each :
         fields::huge_attachments(document.text, document.links))
        say(code::kHugeAttachmentLink, Severity::Lost, fields::words(each), document.part);
}

}  // namespace parsers
