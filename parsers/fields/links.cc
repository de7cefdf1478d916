#include "parsers/fields/links.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kMostLinks = 500;
constexpr std::size_t kLongestUrl = 2048;

bool is_url_byte(char c) {
    constexpr std::string_view kMarks = "-._~:/?#[]@!$&'()*+,;=%";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           kMarks.find(c) != std::string_view::npos;
}

/// Full-width letters and marks that input methods leave inside a typed address: ． ／ ： ？ ＝ ＆
/// － ＿ …
char narrowed(char32_t c) {
    return c >= 0xFF01 && c <= 0xFF5E && c != 0xFF0C && c != 0xFF1B && c != 0xFF09 && c != 0xFF08
               ? static_cast<char>(c - 0xFEE0)
               : '\0';
}

struct Piece {
    std::string url;
    std::size_t end = 0;
};

/// The bytes of an address from `from`, up to the first that can't be in one.
Piece url_bytes(std::string_view text, std::size_t from) {
    Piece piece;
    std::size_t at = from;
    while (at < text.size() && piece.url.size() < kLongestUrl) {
        if (is_url_byte(text[at])) {
            piece.url += text[at++];
            continue;
        }
        const auto point = base::code_point_at(text, at);
        const char narrow = narrowed(point.value);
        if (narrow == '\0' || !is_url_byte(narrow)) break;
        piece.url += narrow;
        at += point.length;
    }
    piece.end = at;
    return piece;
}

/// Marks a sentence glues to an address; a closing bracket goes when it was not opened inside.
void trim_end(std::string& url) {
    constexpr std::string_view kGlued = ".,;:!?'\"*_~";
    while (!url.empty()) {
        const char last = url.back();
        const bool unopened =
            (last == ')' && std::ranges::count(url, '(') < std::ranges::count(url, ')')) ||
            (last == ']' && std::ranges::count(url, '[') < std::ranges::count(url, ']'));
        if (kGlued.find(last) == std::string_view::npos && !unopened) return;
        url.pop_back();
    }
}

bool looks_finished(std::string_view url) {
    static const Pattern pattern(R"((?i)\.(?:s?html?|aspx?|jsp|php|pdf|docx?)(?:[?#].*)?$)");
    return pattern.in(url);
}

/// Whether the next line goes on with the address: broken after a slash or in the middle of a path,
/// and the next line is nothing but the rest of one.
bool goes_on(std::string_view url, std::string_view next) {
    if (url.empty() || next.empty() || looks_finished(url)) return false;
    const auto rest = url_bytes(next, 0);
    const bool alone = base::trimmed(next.substr(rest.end)).empty();
    const bool path_like = next[0] == '/' || next[0] == '?' || next[0] == '&' || next[0] == '=' ||
                           next[0] == '.' || url.back() == '/' || url.back() == '=' ||
                           url.back() == '&' || url.back() == '?' || url.back() == '-' ||
                           url.back() == '_';
    const bool begins_anew = next.starts_with("http://") || next.starts_with("https://");
    if (begins_anew || rest.url.empty()) return false;
    return path_like || (alone && looks_finished(rest.url));
}

Piece whole_url(std::string_view text, std::size_t from) {
    Piece piece = url_bytes(text, from);
    while (piece.end < text.size() && piece.url.size() < kLongestUrl) {
        std::size_t next = piece.end;
        while (next < text.size() && (text[next] == ' ' || text[next] == '\r')) ++next;
        if (next >= text.size() || text[next] != '\n') break;
        ++next;
        while (next < text.size() && (text[next] == ' ' || text[next] == '>')) ++next;
        const auto line = text.substr(next, std::min(text.find('\n', next), text.size()) - next);
        if (!goes_on(piece.url, line)) break;
        const auto rest = url_bytes(text, next);
        piece.url += rest.url;
        piece.end = rest.end;
    }
    trim_end(piece.url);
    return piece;
}

/// A host with a dot, at least; "http://" alone or "http://附件" is none.
bool has_host(std::string_view url) {
    static const Pattern pattern(
        R"(^https?://(?:[^/@\s]*@)?[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]{1,5})?(?:[/?#]|$))");
    return pattern.in(url) && url.find('.', 7) != std::string_view::npos;
}

/// Where mail providers keep 超大附件 (domain.md §8.4): hosts, with those below them where `below`,
/// and how their paths begin. All in lower case.
struct Store {
    std::string_view host;
    bool below = false;
    std::string_view path;
};
constexpr std::array<Store, 24> kStores{{
    {"mail.qq.com", true, "/cgi-bin/ftnexs_"},
    {"mail.qq.com", true, "/ftn/"},
    {"mail.qq.com", true, "/s?k="},
    {"exmail.qq.com", true, "/cgi-bin/ftnexs_"},
    {"exmail.qq.com", true, "/ftn/"},
    {"exmail.qq.com", true, "/s?k="},
    {"wx.mail.qq.com", false, "/"},
    {"iwx.mail.qq.com", false, "/"},
    {"163.com", true, "/large-attachment"},
    {"126.com", true, "/large-attachment"},
    {"yeah.net", true, "/large-attachment"},
    {"188.com", true, "/large-attachment"},
    {"fs.163.com", false, "/fs/"},
    {"fs.126.com", false, "/fs/"},
    {"fs.yeah.net", false, "/fs/"},
    {"fs.qiye.163.com", false, "/fs/"},
    {"edisk.qiye.163.com", false, "/api/biz/attachment/"},
    {"u.163.com", false, "/"},
    {"dashi.163.com", false, "/html/cloud-attachment"},
    {"mail.sina.com.cn", true, "/filecenter/"},
    {"mail.sina.cn", true, "/filecenter/"},
    {"mail.sina.com", true, "/filecenter/"},
    {"download.cloud.189.cn", false, "/file/downloadfile"},
    {"mail.189.cn", true, "/file/downloadfile"},
}};
/// Parameters that say so on any host.
constexpr std::array<std::string_view, 3> kStoreParameters{
    "p=x-netease-huge-attachment", "p=x-ntes-huge-attachment", "t=exs_ftn_download"};

bool leads_to(const Store& store, std::string_view host, std::string_view path) {
    const bool same = host == store.host;
    const bool below = store.below && host.size() > store.host.size() &&
                       host.ends_with(store.host) &&
                       host[host.size() - store.host.size() - 1] == '.';
    return (same || below) && path.starts_with(store.path);
}

}  // namespace

std::vector<Link> find_links(std::string_view text) {
    static const Pattern scheme(R"((?i)h[tｔ]{2}ps?\s?[:：]\s?[/／]{2})", {"//", "／"});
    std::vector<Link> links;
    for (std::size_t from = 0; links.size() < kMostLinks;) {
        const auto match = scheme.find(text, from);
        if (!match) break;
        const Piece piece = whole_url(text, match->end);
        const bool secure = base::lowered(text.substr(match->begin, 5)).ends_with('s');
        Link link;
        link.url = (secure ? "https://" : "http://") + piece.url;
        from = std::max(piece.end, match->end);
        if (!has_host(link.url)) continue;
        if (std::ranges::find(links, link.url, &Link::url) == links.end())
            links.push_back(std::move(link));
    }
    return links;
}

bool is_huge_attachment(std::string_view url) {
    const std::string low = base::lowered(base::prefix(url, kLongestUrl));
    const std::size_t begin = low.find("://");
    if (begin == std::string::npos || begin > 5) return false;
    const std::string_view rest = std::string_view(low).substr(begin + 3);
    const std::size_t slash = std::min(rest.find_first_of("/?#"), rest.size());
    const std::string_view host = rest.substr(0, std::min(rest.find(':'), slash));
    const std::string_view path = rest.substr(slash);
    if (std::ranges::any_of(kStores,
                            [&](const Store& store) { return leads_to(store, host, path); }))
        return true;
    const std::size_t query = path.find('?');
    if (query == std::string_view::npos) return false;
    return std::ranges::any_of(base::split(path.substr(query + 1), '&'), [](std::string_view each) {
        return std::ranges::any_of(kStoreParameters,
                                   [&](std::string_view known) { return each.starts_with(known); });
    });
}

}  // namespace parsers::fields
