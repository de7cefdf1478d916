#include "parsers/fields/shapes.h"

#include <algorithm>
#include <array>
#include <vector>

#include "parsers/fields/dates.h"
#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kLongestTitle = 70;
constexpr std::size_t kLongestAuthority = 32;
constexpr std::size_t kLongestAddressee = 60;
constexpr std::size_t kProseLength = 60;

const std::vector<std::string_view> kAuthorityEndings = {
    "局",     "分局", "人民政府", "政府",   "委员会", "管委会", "大队",   "支队",   "中队",
    "队",     "厅",   "中心",     "司法所", "所",     "站",     "办公室", "法制办", "执法办",
    "管理处", "委",   "管理区",   "农场",   "开发区", "新区",   "镇",     "乡",     "院"};

const std::vector<std::string_view> kTitleEndings = {
    "书",   "报告", "方案", "计划", "清单", "表",   "基准", "通知", "公告", "函",   "办法", "细则",
    "规则", "制度", "意见", "决定", "月报", "季报", "年报", "情况", "目录", "台账", "总结", "回执",
    "回证", "结果", "请示", "汇总", "简报", "纪要", "说明", "记录", "笔录", "摘要", "公示", "通报",
    "名单", "登记", "证明", "凭证", "规定", "标准", "一览", "材料", "报表", "告知", "批复", "附件"};

bool has_sentence_mark(std::string_view tight) {
    static const Pattern pattern("[。;；!！?？,，]");
    return pattern.in(tight);
}

/// "(2024年版)", "(征求意见稿)", "(试行)": a remark behind a title.
std::string_view without_remark(std::string_view tight) {
    while (tight.ends_with(")")) {
        const auto open = tight.rfind('(');
        if (open == std::string_view::npos || open == 0) break;
        tight = tight.substr(0, open);
    }
    return tight;
}

}  // namespace

bool is_authority(const Line& line) {
    static const Pattern other("[:：。;；!！?？,，、《》“”\"0-9\\t]");
    auto name = without_remark(line.tight);
    if (line.length < 2 || line.length > kLongestAuthority || line.cells || other.in(name))
        return false;
    return ends_with_any(name, kAuthorityEndings);
}

bool is_title_like(const Line& line) {
    if (line.length < 2 || line.length > kLongestTitle || line.cells || is_numbered(line))
        return false;
    const auto words = without_remark(line.tight);
    if (has_sentence_mark(words) || words.ends_with(':')) return false;
    return ends_with_any(words, kTitleEndings);
}

bool is_addressee(const Line& line) {
    if (line.cells || line.length < 2 || line.length > kLongestAddressee ||
        !line.tight.ends_with(':'))
        return false;
    const std::string_view words(line.tight.data(), line.tight.size() - 1);
    static const Pattern other("[。;；!！?？《》“”:]|如下|以下");
    return !other.in(words) && !is_numbered(line);
}

bool is_numbered(const Line& line) {
    static const Pattern pattern(
        R"(^(?:[一二三四五六七八九十]{1,3}[、.,]|\([一二三四五六七八九十0-9]{1,3}\)|[0-9]{1,2}[、.)]|第[一二三四五六七八九十0-9]{1,3}[条章节]))");
    return pattern.in(line.tight);
}

bool is_prose(const Line& line) {
    return line.length > kProseLength || line.tight.ends_with("。") || line.tight.ends_with(";") ||
           line.tight.ends_with(",") || is_numbered(line);
}

bool is_footer(const Line& line) {
    static const Pattern pattern(
        "^(?:抄送|抄报|主送|联系人|联系电话|电话|附件|附:|附表|填表人|审核人|负责人|经办人|报送人|"
        "签发人|"
        "印发|打印|校对|共印|备注|注:|说明:|此页无正文|\\(此页无正文|第?[0-9]+页|-[0-9]+-|—[0-9]+—|"
        "[0-9]+$|"
        "\\(联系人|\\([^()]{0,6}章[^()]{0,2}\\)$|\\(盖章\\)$|\\(公章\\)$|\\(印章\\)$|发自我的)");
    return pattern.in(line.tight);
}

std::string title_text(const Line& line) {
    static const Pattern annex(R"(^附(?:件|表)[0-9一二三四五六七八九十]{0,2}[:：]?)");
    const auto match = annex.find(line.tight);
    return match && match->end < line.tight.size() ? line.tight.substr(match->end) : line.tight;
}

bool is_broken(const Line& line, const Line& next) {
    constexpr std::size_t kFullLine = 28;
    static const Pattern ends("[。;:!?]$");
    static const Pattern open(R"(\([^()]*$)");
    // "¥320" and "00.00元": the rest of a figure; "2.四张清单" begins an item, whatever stands
    // before.
    const bool ends_in_digit =
        !line.tight.empty() && line.tight.back() >= '0' && line.tight.back() <= '9';
    static const Pattern places(R"(^[0-9]{1,2}\.[0-9]{1,6}(?:万|亿)?元)");
    const bool item =
        is_numbered(next) && !(ends_in_digit && (places.in(next.tight) || open.in(line.tight)));
    static const Pattern begins("^[^:()0-9]{1,16}:|^(?:附|主送|抄送)");
    return !line.cells && !next.cells && line.length >= kFullLine &&
           (!ends.in(line.tight) || open.in(line.tight)) && !item && !begins.in(next.tight) &&
           !is_authority(next) && !date_line(next.tight);
}

}  // namespace parsers::fields
