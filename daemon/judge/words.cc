#include "daemon/judge/words.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "parsers/text/charset.h"

namespace judge {
namespace {

/// Most words of the rulebook are Han letters alone, which folding leaves as they are.
bool is_folded_already(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::code_point_at(text, at);
        if (point.value < 0x4E00 || point.value > 0x9FFF) return false;
        at += point.length;
    }
    return true;
}

bool contains(std::string_view text, std::string_view word) {
    constexpr std::string_view kAnything = "…";
    std::size_t from = 0;
    while (!word.empty()) {
        const auto gap = word.find(kAnything);
        const auto part = word.substr(0, gap);
        const auto at = text.find(part, from);
        if (at == std::string_view::npos) return false;
        from = at + part.size();
        if (gap == std::string_view::npos) return true;
        word.remove_prefix(gap + kAnything.size());
    }
    return true;
}

/// What may stand beside a common noun without making another thing of it.
constexpr std::array<std::string_view, 53> kFillers = {
    "总结", "开展", "自查", "行政执法", "执法人员", "执法",   "行政",     "关于",   "报送",
    "上报", "补报", "重报", "报备",     "备案",     "工作",   "情况",     "加盖",   "公章",
    "盖章", "签字", "扫描", "电子",     "更正",     "最终",   "定稿",     "最新",   "副本",
    "复印", "附件", "年度", "本年",     "上半年",   "我单位", "单位",     "零报告", "报告",
    "材料", "word", "pdf",  "照片",     "转发",     "回复",   "人民政府", "县",     "镇",
    "我局", "各",   "件",   "版",       "表",       "稿",     "的",       "份"};
constexpr std::array<std::string_view, 12> kTimes = {"年", "月", "日", "一", "二", "三",
                                                     "四", "五", "六", "七", "八", "九"};

/// Whether `word` is all the text says, but for fillers, times, digits and marks.
bool stands_alone(std::string text, std::string_view word) {
    text = base::replaced(std::move(text), word, "");
    for (const std::string_view filler : kFillers)
        text = base::replaced(std::move(text), filler, "");
    for (const std::string_view time : kTimes) text = base::replaced(std::move(text), time, "");
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::code_point_at(text, at);
        const bool letter =
            (point.value >= 0x4E00 && point.value <= 0x9FFF && point.value != U'十') ||
            (point.value >= U'a' && point.value <= U'z');
        if (letter) return false;
        at += point.length;
    }
    return true;
}

/// NFKC would make three full stops of "…".
std::string folded_word(std::string_view word) {
    if (is_folded_already(word)) return std::string(word);
    std::string folded;
    std::size_t from = 0;
    for (auto at = word.find("…"); at != std::string_view::npos; at = word.find("…", from)) {
        folded += parsers::text::folded(word.substr(from, at - from)) + "…";
        from = at + std::string_view("…").size();
    }
    return folded + parsers::text::folded(word.substr(from));
}

}  // namespace

std::string fold(std::string_view text) {
    return is_folded_already(text) ? std::string(text) : parsers::text::folded(text);
}

std::optional<std::string> longest_in(const Text& text, const std::vector<std::string>& words) {
    std::optional<std::string> longest;
    for (const std::string& word : words) {
        const bool common = word.starts_with('=');
        std::string folded = folded_word(common ? std::string_view(word).substr(1) : word);
        if (folded.empty() || !contains(text.folded, folded)) continue;
        if (common && !stands_alone(text.bare, folded)) continue;
        if (!longest || folded.size() > longest->size()) longest = std::move(folded);
    }
    return longest;
}

bool says_nothing(const Text& text) { return stands_alone(text.bare, "说明"); }

bool says_nothing_to_report(std::string_view folded_text) {
    static const std::vector<std::string> kNothing = {
        "零报告",         "零新增", "无新增", "未新增", "没有新增",  "无案件",
        "无行政执法案件", "无涉企", "未发生", "无此类", "无行政处罚"};
    return any_in(folded_text, kNothing);
}

bool any_in(std::string_view folded_text, const std::vector<std::string>& words) {
    return std::ranges::any_of(words, [&](const std::string& word) {
        const std::string folded = folded_word(word);
        return !folded.empty() && contains(folded_text, folded);
    });
}

Found all_in(std::string_view folded_text, const std::vector<std::string>& words) {
    Found found;
    for (const std::string& word : words) {
        const std::string folded = folded_word(word);
        if (folded.empty() || !contains(folded_text, folded)) continue;
        ++found.count;
        found.words += (found.words.empty() ? "" : " ") + word;
    }
    return found;
}

}  // namespace judge
