#include "parsers/fields/huge_links.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <set>

#include "base/text.h"
#include "parsers/fields/links.h"
#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kMostText = 256U << 10;
constexpr std::size_t kMostFiles = 100;
constexpr std::size_t kLongestName = 200;  // code points

/// What providers write on a link that leads to a file but does not name it.
constexpr std::array<std::string_view, 16> kGenericWords{
    "下载",         "点击下载", "立即下载",   "高速下载", "普通下载", "在线预览",
    "预览",         "打开",     "进入下载",   "查看",     "转存",     "收藏",
    "进入下载页面", "复制链接", "保存到网盘", "download"};

/// One file as the text of the mail tells it.
struct Told {
    HugeAttachment file;
    std::size_t begin = 0;  ///< of its line in the text
    std::size_t end = 0;    ///< of the line behind it, where its address may stand
    bool taken = false;
};

std::string host_of(std::string_view url) {
    const std::size_t begin = url.find("://");
    if (begin == std::string_view::npos) return {};
    const std::string_view rest = url.substr(begin + 3);
    return base::one_line(rest.substr(0, rest.find_first_of("/?#")), 100);
}

bool is_generic(std::string_view words) {
    const std::string low = base::lowered(base::trimmed(words));
    return low.empty() || low.starts_with("http") ||
           std::ranges::any_of(kGenericWords,
                               [&](std::string_view each) { return low.starts_with(each); });
}

/// The block's own title.
bool is_heading(std::string_view line) {
    static const Pattern pattern(
        R"(发来的(?:超大附件|云附件)|来自(?:[^\s]{0,12})?(?:中转站|超大附件))",
        {"超大附件", "云附件", "中转站"});
    return pattern.in(line);
}

/// "月报.pdf (128.03M, 2024年7月27日 21:59 到期)" and its kin.
const Pattern& entry() {
    static const Pattern pattern(
        R"((?i)([0-9]+(?:\.[0-9]+)?\s?(?:[KMGT]i?B?|字节))\s*[,，|｜]\s*)"
        R"((?:(?:过期时间|到期时间|有效期至|有效时间到)\s*[:：]?\s*)?)"
        R"((无限期|[0-9]{4}[年/.-][0-9]{1,2}[月/.-][0-9]{1,2}日?(?:\s*[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?)?))");
    return pattern;
}

/// The words of a line before the size, without the bracket.
std::string name_before(std::string_view line) {
    line = base::trimmed(line);
    for (bool again = true; again;) {
        again = false;
        for (const std::string_view mark : {"(", "（", "\t", " ", "|"})
            if (line.ends_with(mark)) {
                line.remove_suffix(mark.size());
                again = true;
            }
    }
    return base::one_line(line, kLongestName);
}

/// All files the text tells, with size and expiry.
std::vector<Told> told_files(std::string_view text) {
    std::vector<Told> found;
    std::string_view before;
    for (std::size_t at = 0; at < text.size() && found.size() < kMostFiles;) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::string_view line = text.substr(at, end - at);
        if (const auto match = entry().find(line)) {
            Told told;
            told.file.name = name_before(line.substr(0, match->begin));
            if (is_generic(told.file.name)) told.file.name = name_before(before);
            told.file.size = match->groups[0];
            if (match->groups[1] != "无限期") told.file.expiry = match->groups[1];
            told.begin = at;
            if (!found.empty()) found.back().end = std::min(found.back().end, at);
            told.end = end < text.size() ? std::min(text.find('\n', end + 1), text.size()) : end;
            found.push_back(std::move(told));
        }
        if (!base::trimmed(line).empty()) before = line;
        at = end + 1;
    }
    return found;
}

bool has_heading(std::string_view text) {
    const auto lines = base::split(text, '\n');
    return std::ranges::any_of(lines, is_heading);
}

class Finder {
 public:
    Finder(std::string_view text, const std::vector<Link>& links)
        : text_(base::prefix(text, kMostText)), links_(links) {
        headed_ = has_heading(text_);
        const bool any = headed_ || std::ranges::any_of(links, &is_store);
        if (any) told_ = told_files(text_);
    }

    std::vector<HugeAttachment> run() {
        for (const Link& link : links_) by_words(link);
        for (const Link& link : links_)
            if (is_store(link)) by_address(link);
        if (headed_)
            for (Told& told : told_)
                if (!told.taken) take(told, {});
        return std::move(found_);
    }

 private:
    static bool is_store(const Link& link) { return is_huge_attachment(link.url); }

    /// A link that is a told file's name, or stands on its line or the next.
    Told* told_of(const Link& link) {
        for (Told& told : told_) {
            const bool named = !told.file.name.empty() && link.text == told.file.name;
            const std::string_view place = text_.substr(told.begin, told.end - told.begin);
            if (named || place.find(link.url) != std::string_view::npos) return &told;
        }
        return nullptr;
    }

    void by_words(const Link& link) {
        if (!headed_ && !is_store(link)) return;
        Told* const told = told_of(link);
        if (!told) return;
        used_.insert(link.url);
        if (!told->taken) take(*told, host_of(link.url));
    }

    /// A link to a provider's store with a file's name on it; or one of unnamed ones, once a host.
    void by_address(const Link& link) {
        if (used_.contains(link.url) || found_.size() >= kMostFiles) return;
        HugeAttachment file;
        file.host = host_of(link.url);
        if (!is_generic(link.text)) {
            file.name = base::one_line(link.text, kLongestName);
        } else if (Told* const next = next_untaken()) {
            return take(*next, file.host);
        } else if (std::ranges::find(found_, file.host, &HugeAttachment::host) != found_.end()) {
            return;
        }
        found_.push_back(std::move(file));
    }

    Told* next_untaken() {
        const auto next = std::ranges::find(told_, false, &Told::taken);
        return next == told_.end() ? nullptr : &*next;
    }

    void take(Told& told, std::string host) {
        told.taken = true;
        told.file.host = std::move(host);
        if (found_.size() < kMostFiles) found_.push_back(told.file);
    }

    std::string_view text_;
    const std::vector<Link>& links_;
    bool headed_ = false;
    std::vector<Told> told_;
    std::set<std::string> used_;
    std::vector<HugeAttachment> found_;
};

}  // namespace

std::vector<HugeAttachment> huge_attachments(std::string_view text,
                                             const std::vector<Link>& links) {
    return Finder(text, links).run();
}

std::string words(const HugeAttachment& huge) {
    std::string facts = huge.size;
    if (!huge.expiry.empty()) facts += facts.empty() ? huge.expiry : ", " + huge.expiry;
    std::vector<std::string> all;
    if (!huge.name.empty()) all.push_back(huge.name);
    if (!facts.empty()) all.push_back("(" + facts + ")");
    if (!huge.host.empty()) all.push_back(huge.host);
    return base::join(all, " ");
}

}  // namespace parsers::fields
