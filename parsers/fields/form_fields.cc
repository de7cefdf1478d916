#include "parsers/fields/form_fields.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "parsers/fields/monthly.h"
#include "parsers/fields/pattern.h"

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

Segment segment(SegmentKind kind, std::string_view text, const Line& line) {
    Segment result;
    result.kind = kind;
    result.text = std::string(text);
    result.line = line.number;
    return result;
}

/// "现将我镇6月份…情况报告如下": the sentence that opens a report says what it covers.
const Pattern& opening_sentence() {
    static const Pattern pattern(R"(现?将[^。;；]*(?:报告|汇报|报送|报|总结|通报)如下)");
    return pattern;
}

void add_stated_months(const Line& line, std::vector<Segment>& found) {
    const std::string_view head = base::prefix(line.plain, 700);
    for (const auto& mention : find_months(head))
        if (mention.days) {
            found.push_back(segment(SegmentKind::FormPeriod,
                                    head.substr(mention.begin, mention.end - mention.begin), line));
            return;
        }
    if (const auto sentence = opening_sentence().find(head))
        if (const auto words = head.substr(sentence->begin, sentence->end - sentence->begin);
            !find_months(words).empty())
            found.push_back(segment(SegmentKind::FormPeriod, words, line));
}

}  // namespace

std::vector<Segment> form_fields(const std::vector<Line>& lines) {
    static const Pattern unit(
        R"((?:填\s*报|报\s*送|填\s*表|上\s*报|制\s*表|报\s*告|编\s*报)\s*(?:单\s*位|部\s*门|机\s*关)(?:名称)?\s*(?:\((?:盖章|公章|章|签章|加盖公章)\))?\s*(?:[:：]|\t+))");
    static const Pattern period(
        R"((?:统\s*计|报\s*告|填\s*报|报\s*表|所\s*属)\s*(?:期\s*间|时\s*段|周\s*期|月\s*份|期\s*限|时\s*期|期|时间段|区间)\s*(?:[:：]|\t+))");
    static const Pattern period_time(R"(统\s*计\s*时\s*间\s*(?:[:：]|\t+))");
    std::vector<Segment> found;
    for (std::size_t i = 0; i < std::min(lines.size(), kLinesSearched); ++i) {
        const Line& line = lines[i];
        if (const auto value = labelled(line, unit))
            found.push_back(segment(SegmentKind::FormUnit, *value, line));
        auto value = labelled(line, period);
        if (!value) value = labelled(line, period_time);
        if (value && !find_months(*value).empty())
            found.push_back(segment(SegmentKind::FormPeriod, *value, line));
        else if (i < 40)
            add_stated_months(line, found);
    }
    return found;
}

}  // namespace parsers::fields
