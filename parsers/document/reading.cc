#include "parsers/document/reading.h"

#include <algorithm>

#include "base/text.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxProblems = 50;
constexpr std::size_t kMaxLinks = 2000;
constexpr std::size_t kMaxUrl = 4096;
constexpr std::size_t kMaxLinkText = 300;

}  // namespace

const Limits& limits_of(const Input& input) {
    static const Limits kDefault;
    return input.limits ? *input.limits : kDefault;
}

std::string_view whole_code_points(std::string_view text, std::size_t size) {
    if (text.size() <= size) return text;
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return text.substr(0, size);
}

void add_problem(Reading& reading, std::string_view code, Severity severity, std::string detail) {
    detail = base::one_line(detail);
    const auto same = [&](const Problem& p) { return p.code == code && p.detail == detail; };
    if (reading.problems.size() >= kMaxProblems) return;
    if (std::any_of(reading.problems.begin(), reading.problems.end(), same)) return;
    reading.problems.push_back(make_problem(code, severity, std::move(detail)));
}

void set_text(Reading& reading, const Limits& limits, std::string text, bool truncated) {
    if (!base::is_utf8(text)) text = base::repaired_utf8(text);
    const std::string_view kept = whole_code_points(text, limits.text_bytes);
    if (truncated || kept.size() < text.size())
        add_problem(reading, code::kTextTruncated, Severity::Degraded,
                    "text longer than the limit");
    text.resize(kept.size());
    reading.text = std::move(text);
    if (!reading.text.empty()) reading.text_source = TextSource::Text;
}

void add_link(Reading& reading, std::string_view url, std::string_view text) {
    url = base::trimmed(url);
    if (url.size() > kMaxUrl || reading.links.size() >= kMaxLinks) return;
    const std::string scheme = base::lowered(url.substr(0, 8));
    if (!scheme.starts_with("http://") && !scheme.starts_with("https://")) return;
    Link link;
    link.url = base::repaired_utf8(url);
    link.text = base::one_line(base::trimmed(text), kMaxLinkText);
    const auto same = [&](const Link& l) { return l.url == link.url && l.text == link.text; };
    if (std::none_of(reading.links.begin(), reading.links.end(), same))
        reading.links.push_back(std::move(link));
}

}  // namespace parsers::document
