#include "parsers/fields/form_fields.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "parsers/fields/monthly.h"
#include "parsers/fields/pattern.h"
#include "parsers/fields/shapes.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kLinesSearched = 400;
constexpr std::size_t kLongestValue = 120;

/// A value ends at a tab, at two blanks, or where the next label begins.
std::string_view value_in(std::string_view rest) {
    static const Pattern end(
        R"(\t|\s{2,}|\s*(?:填报|报送|制表|上报|填表|统计|报告)(?:时间|日期|单位|期间|人)|\s*单位\s*[:：]|\s*(?:审核人|负责人|联系电话))");
    const auto match = end.find(rest);
    return base::prefix(stripped(match ? rest.substr(0, match->begin) : rest), kLongestValue);
}

/// What follows `label` in the line: after a colon, or in the next cell that is not empty.
std::optional<std::string_view> labelled(const Line& line, const Pattern& label) {
    const auto match = label.find(line.plain);
    if (!match) return {};
    auto rest = std::string_view(line.plain).substr(match->end);
    while (!rest.empty() && (rest[0] == '\t' || rest[0] == ' ')) rest.remove_prefix(1);
    const auto value = value_in(rest);
    return value.empty() ? std::nullopt : std::optional(value);
}

/// "填报单位：某镇人民政府　　2025年4月": a month alone at the right end of the unit's line.
std::optional<std::string_view> month_beside(const Line& line, std::string_view unit) {
    auto rest = std::string_view(line.plain);
    rest.remove_prefix(static_cast<std::size_t>(unit.data() - rest.data()) + unit.size());
    rest = stripped(rest);
    if (rest.starts_with("(") && rest.ends_with(")")) rest = rest.substr(1, rest.size() - 2);
    const auto months = find_months(rest);
    if (months.size() != 1 || months[0].begin != 0 || !months[0].year) return {};
    const auto behind = rest.substr(months[0].end);
    return behind.empty() || behind == "份" ? std::optional(rest) : std::nullopt;
}

Segment segment(SegmentKind kind, std::string_view text, const Line& line) {
    Segment result;
    result.kind = kind;
    result.text = std::string(text);
    result.line = line.number;
    return result;
}

/// "现将我镇6月份…情况报告如下": the sentence that opens a report says what it covers.
const Pattern& opening_sentence() {
    static const Pattern pattern(R"(现?将[^。;；]*(?:报告|汇报|报送|报|总结|通报)如下)", {"如下"});
    return pattern;
}

/// "本单位对6月的执法工作作了梳理": a clause of a letter's opening that tells of one month's work.
/// What a clause cites, plans or compares with is another time's.
std::optional<std::string_view> opening_clause(std::string_view text) {
    static const Pattern clause(R"([^,，。;；:：\n]+)");
    static const Pattern work("执法|案件|工作|情况");
    static const Pattern other(
        "按照|根据|依照|依据|通知|印发|会议|计划|打算|下步|下一步|将于|拟于|拟在|截至|同比|环比|"
        "上年|去年|前报|要求");
    for (const auto& match : clause.all(text)) {
        const auto words = text.substr(match.begin, match.end - match.begin);
        const auto months = find_months(words);
        if (months.empty()) continue;
        const bool one = months.size() == 1 && months[0].first == months[0].last;
        if (one && !months[0].act && work.in(words) && !other.in(words)) return words;
        return {};
    }
    return {};
}

/// Running text, however short its line: a mark stands within.
bool is_running(const Line& line) {
    static const Pattern mark("[,。;]");
    return !line.cells && (is_prose(line) || mark.in(line.tight));
}

/// A line, and the next one where the page's edge broke a sentence.
std::string unbroken(const std::vector<Line>& lines, std::size_t at) {
    std::string text = lines[at].plain;
    if (is_running(lines[at]) && at + 1 < lines.size() && !lines[at + 1].cells)
        text += lines[at + 1].plain;
    return text;
}

void add_stated_months(const std::vector<Line>& lines, std::size_t at,
                       std::vector<Segment>& found) {
    constexpr std::size_t kOpening = 12;
    const Line& line = lines[at];
    const std::string text = unbroken(lines, at);
    const std::string_view head = base::prefix(text, 700);
    for (const auto& mention : find_months(head))
        if (mention.days) {
            found.push_back(segment(SegmentKind::FormPeriod,
                                    head.substr(mention.begin, mention.end - mention.begin), line));
            return;
        }
    if (const auto sentence = opening_sentence().find(head))
        if (const auto words = head.substr(sentence->begin, sentence->end - sentence->begin);
            !find_months(words).empty()) {
            found.push_back(segment(SegmentKind::FormPeriod, words, line));
            return;
        }
    const bool told = std::ranges::any_of(
        found, [](const Segment& one) { return one.kind == SegmentKind::FormPeriod; });
    if (at >= kOpening || told || !is_running(line)) return;
    if (const auto words = opening_clause(head))
        found.push_back(segment(SegmentKind::FormPeriod, *words, line));
}

}  // namespace

std::vector<Segment> form_fields(const std::vector<Line>& lines) {
    static const Pattern unit(
        R"((?:填\s*报|报\s*送|填\s*表|上\s*报|制\s*表|报\s*告|编\s*报)\s*(?:单\s*位|部\s*门|机\s*关)(?:名称)?\s*(?:\((?:盖章|公章|章|签章|加盖公章)\))?\s*(?:[:：]|\t+))",
        {":", "：", "\t"});
    // A bare 单位: is of measure as well; who is to seal is a body.
    static const Pattern sealing(
        R"((?:^|\s)单\s*位\s*(?:名\s*称)?\s*\((?:盖章|公章|签章|加盖公章)\)\s*(?:[:：]|\t+))",
        {"章"});
    static const Pattern period(
        R"((?:统\s*计|报\s*告|填\s*报|报\s*表|所\s*属)\s*(?:期\s*间|时\s*段|周\s*期|月\s*份|期\s*限|时\s*期|期|时间段|区间)\s*(?:[:：]|\t+))",
        {":", "：", "\t"});
    // 报送期限 is a deadline and 报送时间 a day: only these words say which month is reported.
    static const Pattern month(
        R"((?:^|\s|报\s*送|上\s*报|汇\s*报|数\s*据|考\s*核|执\s*法)(?:月\s*份|月\s*度|期\s*间|周\s*期)\s*(?:[:：]|\t+))",
        {":", "：", "\t"});
    static const Pattern period_time(R"(统\s*计\s*时\s*间\s*(?:[:：]|\t+))", {"统"});
    std::vector<Segment> found;
    for (std::size_t i = 0; i < std::min(lines.size(), kLinesSearched); ++i) {
        const Line& line = lines[i];
        auto body = labelled(line, unit);
        if (!body) body = labelled(line, sealing);
        if (body) found.push_back(segment(SegmentKind::FormUnit, *body, line));
        auto value = labelled(line, period);
        if (!value) value = labelled(line, period_time);
        if (!value) value = labelled(line, month);
        if (!value && body) value = month_beside(line, *body);
        if (value && !find_months(*value).empty())
            found.push_back(segment(SegmentKind::FormPeriod, *value, line));
        else if (i < 40)
            add_stated_months(lines, i, found);
    }
    return found;
}

}  // namespace parsers::fields
