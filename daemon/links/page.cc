#include "daemon/links/page.h"

#include <fcntl.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>

#include "base/env.h"
#include "base/error.h"
#include "base/text.h"
#include "daemon/judge/material.h"

namespace links {
namespace {

constexpr std::uint64_t kMessageBytes = 8U << 20;  ///< a page of the largest size, in base64
constexpr std::size_t kLineLength = 76;
constexpr std::string_view kTitle = "page_title";

/// The bytes are only looked at by the title's reader; they are archived from the page itself.
struct Dropped final : pipeline::ParserProcess::Objects {
    base::Result<> begin(std::size_t, const parsers::Document&) override { return {}; }
    base::Result<> write(std::string_view) override { return {}; }
    base::Result<> finish() override { return {}; }
    void restart() override {}
};

bool is_token(std::string_view text, std::string_view more) {
    return !text.empty() && text.size() <= 60 && std::ranges::all_of(text, [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
               c == '.' || more.find(c) != std::string_view::npos;
    });
}

std::string type_of(std::string_view declared) {
    const std::string type = base::lowered(base::trimmed(declared.substr(0, declared.find(';'))));
    return is_token(type, "/+") ? type : "application/octet-stream";
}

std::string charset_of(std::string_view declared) {
    const std::string lower = base::lowered(declared);
    const std::size_t at = lower.find("charset=");
    if (at == std::string::npos) return {};
    std::string_view name = std::string_view(lower).substr(at + 8);
    if (name.starts_with('"')) name.remove_prefix(1);
    name = name.substr(0, name.find_first_of("\"; "));
    return is_token(name, "") ? std::string(name) : std::string();
}

/// A file in memory that its reader cannot write to.
base::Result<base::UniqueFd> memory_file(std::string_view bytes) {
    const base::UniqueFd writing(::memfd_create("page", MFD_CLOEXEC));
    if (!writing) return base::fail(base::system_error(errno, "memory for a page"));
    TRY(base::system_env().write_all(writing.get(), bytes, "page"));
    return base::system_env().open_for_read("/proc/self/fd/" + std::to_string(writing.get()));
}

PageFacts facts_of(const parsers::Parsed& parsed) {
    PageFacts facts;
    if (parsed.documents.empty()) return facts;
    const auto& document = parsed.documents.front();
    facts.media_type = document.media_type;
    for (const auto& field : document.fields)
        if (field.name == kTitle) facts.titles.push_back(base::one_line(field.value, 300));
    if (facts.titles.empty()) facts.titles = titles_of(parsed, 0);
    return facts;
}

}  // namespace

std::string mail_around(std::string_view content_type, std::string_view page) {
    const std::string type = type_of(content_type);
    const std::string charset = charset_of(content_type);
    std::string mail = "MIME-Version: 1.0\r\nContent-Type: " + type;
    if (!charset.empty()) mail += "; charset=\"" + charset + "\"";
    mail += "\r\nContent-Transfer-Encoding: base64\r\n";
    if (!type.starts_with("text/")) mail += "Content-Disposition: attachment\r\n";
    mail += "\r\n";
    const std::string coded = base::base64(page);
    for (std::size_t at = 0; at < coded.size(); at += kLineLength) {
        mail.append(coded, at, kLineLength);
        mail += "\r\n";
    }
    return mail;
}

base::Result<std::optional<PageFacts>> read_page(pipeline::ParserProcess& parser, const Page& page,
                                                 parsers::Limits limits) {
    limits.message_bytes = std::max(limits.message_bytes, kMessageBytes);
    TRY_ASSIGN(const auto input, memory_file(mail_around(page.content_type, page.body)));
    Dropped objects;
    TRY_ASSIGN(const auto outcome, parser.parse(input.get(), limits, objects));
    if (outcome.died) return std::optional<PageFacts>();
    return std::optional(facts_of(outcome.parsed));
}

std::vector<std::string> titles_of(const parsers::Parsed& parsed, std::size_t document) {
    const judge::Material material = judge::sort_out(parsed);
    std::vector<std::string> head;
    std::vector<std::string> inner;
    const auto add = [&](const judge::Paper& paper) {
        if (paper.index != document) return;
        for (const judge::Title& title : paper.titles)
            (title.head ? head : inner).push_back(base::one_line(title.text, 300));
        if (head.empty() && inner.empty() && !paper.name.empty() && !paper.is_body)
            inner.push_back(base::one_line(paper.name, 300));
    };
    for (const judge::Paper& paper : material.papers) add(paper);
    if (material.body) add(*material.body);
    return head.empty() ? inner : head;
}

}  // namespace links
