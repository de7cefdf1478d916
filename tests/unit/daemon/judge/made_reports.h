#pragma once
/// Monthly reports written by chance out of tables of forms, each with what it truly says: lists of
/// indicators, wide tables with heads of two rows (merged cells kept or lost), this month beside
/// the year so far, label and value side by side, sections with small tables, lines, sentences,
/// nothing at all. The same seed gives the same paper. Everything in them is invented.

#include <array>
#include <map>
#include <string>
#include <vector>

#include "tests/unit/parsers/fields/made_decisions.h"

namespace judge::test {

using parsers::fields::test::Dice;
using parsers::fields::test::filled;
using parsers::fields::test::full_width;
using parsers::fields::test::in_ten_thousands;
using parsers::fields::test::with_commas;

struct MadeReport {
    std::string text;
    std::map<std::string, std::string> numbers;  ///< by id; what is missing is not said
    std::string zero;                            ///< yes, no, - for not said
    std::string layout;
};

struct Indicator {
    const char* id;
    int group;
    std::array<const char*, 4> labels;  ///< in a table, without unit
    std::array<const char*, 3> said;    ///< in a sentence, # the number with its unit
    const char* unit;
};

inline constexpr std::array<std::array<const char*, 3>, 4> kGroupNames = {{
    {"证明事项告知承诺制", "告知承诺制实行情况", "实行证明事项告知承诺"},
    {"“四张清单”", "包容审慎执法四张清单", "包容审慎行政执法"},
    {"案件经济影响评估", "涉企执法经济影响评估", "经济影响评估"},
    {"涉企案件办结情况", "案件办理情况", "涉企行政执法案件办结情况"},
}};

inline constexpr std::array<Indicator, 15> kIndicators = {{
    {"commitment.matters",
     0,
     {"事项数", "证明事项", "实行承诺事项数", "告知承诺事项"},
     {"实行告知承诺的证明事项#", "现有告知承诺事项#", "梳理证明事项#"},
     "项"},
    {"commitment.handled",
     0,
     {"办件数", "办件", "承诺办件", "办理数"},
     {"以承诺方式办件#", "办件#", "承诺办理业务#"},
     "件"},
    {"commitment.verified",
     0,
     {"核查数", "事中事后核查", "核查", "核查件数"},
     {"事后核查#", "开展核查#", "完成核查#"},
     "件"},
    {"commitment.dishonest",
     0,
     {"失信数", "失信", "发现失信", "虚假承诺"},
     {"发现失信#", "认定失信行为#", "查出虚假承诺#"},
     "件"},
    {"four_lists.no_penalty",
     1,
     {"不予处罚", "不予行政处罚", "免予处罚", "不予处罚案件"},
     {"不予处罚#", "依法不予行政处罚#", "适用不予处罚清单案件#"},
     "件"},
    {"four_lists.lighter",
     1,
     {"从轻处罚", "从轻", "从轻处罚案件", "从轻行政处罚"},
     {"从轻处罚#", "从轻行政处罚#", "适用从轻处罚清单#"},
     "件"},
    {"four_lists.mitigated",
     1,
     {"减轻处罚", "减轻", "减轻处罚案件", "减轻行政处罚"},
     {"减轻处罚#", "减轻行政处罚#", "适用减轻处罚清单#"},
     "件"},
    {"four_lists.no_coercion",
     1,
     {"免予行政强制", "免予强制", "不予强制", "免强制"},
     {"免予行政强制#", "免予实施行政强制#", "不予行政强制#"},
     "件"},
    {"impact_assessment.due",
     2,
     {"应评估", "应评", "应评案件", "应开展评估数"},
     {"应评估案件#", "应开展评估案件#", "需评估案件#"},
     "件"},
    {"impact_assessment.done",
     2,
     {"已评估", "已评", "完成评估", "实际评估数"},
     {"已评估#", "完成评估#", "实际评估#"},
     "件"},
    {"impact_assessment.measures",
     2,
     {"采取措施", "采取减损措施", "降低影响措施", "措施数"},
     {"采取降低影响措施#", "采取减损措施#", "落实降低影响措施#"},
     "件"},
    {"cases.opened",
     3,
     {"立案", "立案数", "新立案件", "立案查处"},
     {"立案#", "新立案#", "立案查处#"},
     "起"},
    {"cases.closed",
     3,
     {"办结", "结案数", "办结案件", "结案"},
     {"办结#", "结案#", "办结案件#"},
     "起"},
    {"cases.penalty_amount",
     3,
     {"罚没金额", "罚没款", "罚没总额", "罚没收入"},
     {"罚没金额#", "罚没款#", "罚没收入共计#"},
     "元"},
    {"cases.transferred",
     3,
     {"移送", "移送数", "移送司法机关", "移送案件"},
     {"移送司法机关#", "移送公安机关#", "移送#"},
     "起"},
}};

class ReportMaker {
 public:
    explicit ReportMaker(std::uint64_t seed) : dice_(seed) {}

    MadeReport make() {
        for (std::size_t i = 0; i < kIndicators.size(); ++i)
            values_[i] = is_amount(i) ? dice_.between(1, 3'000) * 100 : dice_.between(0, 240);
        for (std::size_t i = 0; i < kGroupNames.size(); ++i)
            groups_[i] = dice_.pick(kGroupNames[i]);
        for (std::size_t i = 0; i < kIndicators.size(); ++i)
            labels_[i] = dice_.pick(kIndicators[i].labels);
        ten_thousands_ = dice_.chance(50);
        made_.text = head();
        made_.zero = "no";
        switch (dice_.between(0, 8)) {
            case 0:
                list(false);
                break;
            case 1:
                list(true);
                break;
            case 2:
                wide(false);
                break;
            case 3:
                wide(true);
                break;
            case 4:
                rows_of_time();
                break;
            case 5:
                side_by_side();
                break;
            case 6:
                sections();
                break;
            case 7:
                lines();
                break;
            default:
                sentences();
                break;
        }
        made_.text +=
            "\n填表人：某某    审核人：某某    "
            "联系电话：0000-0000000\n某某镇人民政府\n2024年7月5日\n";
        return made_;
    }

 private:
    static bool is_amount(std::size_t i) { return std::string_view(kIndicators[i].unit) == "元"; }
    void tell(std::size_t i) {
        made_.numbers[kIndicators[i].id] =
            is_amount(i) ? std::to_string(values_[i] * 100) : std::to_string(values_[i]);
    }
    std::string head() {
        static constexpr std::array<const char*, 4> kTitles = {
            "2024年6月行政执法工作月报表\n", "某某镇6月份行政执法工作月报\n",
            "行 政 执 法 工 作 月 报\n（2024年6月）\n", "行政执法工作月报（2024年第6期）\n"};
        return dice_.pick(kTitles);
    }
    std::string unit_line() {
        return std::string(
                   "填报单位（盖章）：某某镇人民政府    统计期间：2024年6月    单位：件、") +
               (ten_thousands_ ? "万元\n" : "元\n");
    }
    std::string cell(std::size_t i, std::int64_t value) {
        if (!is_amount(i)) {
            if (value == 0 && dice_.chance(20)) return "无";
            const std::string plain = std::to_string(value);
            return dice_.chance(8) ? full_width(plain) : plain;
        }
        if (!ten_thousands_) return dice_.chance(30) ? with_commas(value) : std::to_string(value);
        std::string text = in_ten_thousands(value);
        return text.substr(0, text.size() - std::string_view("万").size());
    }
    std::string own(std::size_t i) { return cell(i, values_[i]); }
    /// The year so far: more than the month's, and never to be taken.
    std::string so_far(std::size_t i) {
        return cell(i, values_[i] + (is_amount(i) ? 700'000 : dice_.between(300, 900)));
    }
    std::string label(std::size_t i, bool with_unit) {
        std::string text = labels_[i];
        if (is_amount(i)) return text + (ten_thousands_ ? "（万元）" : "（元）");
        return with_unit ? text + "（" + kIndicators[i].unit + "）" : text;
    }

    /// 类别 | 指标 | 数量, this month alone or beside the year so far.
    void list(bool cumulative) {
        made_.layout = cumulative ? "list with the year so far" : "list";
        const bool first = dice_.chance(50);
        const bool repeated = dice_.chance(30);
        const bool lost = !repeated && dice_.chance(30);
        const bool unit = dice_.chance(50);
        made_.text += unit_line();
        made_.text += !cumulative ? "类别\t指标\t数量\t备注\n"
                      : first     ? "类别\t指标\t本月\t累计\n"
                                  : "类别\t指标\t累计\t本月\n";
        int group = -1;
        for (std::size_t i = 0; i < kIndicators.size(); ++i) {
            const bool begins = kIndicators[i].group != group;
            group = kIndicators[i].group;
            std::string row = begins || repeated ? groups_[static_cast<std::size_t>(group)] : "";
            if (!row.empty() || !lost) row += "\t";
            row += label(i, unit) + "\t";
            if (!cumulative) {
                row += own(i);
            } else {
                row += first ? own(i) + "\t" + so_far(i) : so_far(i) + "\t" + own(i);
            }
            made_.text += row + "\n";
            tell(i);
        }
    }

    /// Heads of two rows; `lost`: as a PDF's text has them, without the empty cells.
    void wide(bool lost) {
        made_.layout = lost ? "wide, merged cells lost" : "wide";
        made_.text += unit_line();
        const bool named = dice_.chance(50);
        std::string top = named ? "填报单位" : "";
        std::string leaf;
        std::string row = named ? "某某镇人民政府" : "";
        int group = -1;
        for (std::size_t i = 0; i < kIndicators.size(); ++i) {
            const bool begins = kIndicators[i].group != group;
            group = kIndicators[i].group;
            const bool at_start = i == 0 && !named;
            if (!at_start && (begins || !lost)) top += "\t";
            if (begins) top += groups_[static_cast<std::size_t>(group)];
            if (!(i == 0 && (!named || lost))) leaf += "\t";
            leaf += label(i, false);
            if (!at_start) row += "\t";
            row += own(i);
            tell(i);
        }
        made_.text += top + "\n" + leaf + "\n" + row + "\n";
    }

    /// Indicators in columns; a row for the month, a row for the year so far.
    void rows_of_time() {
        made_.layout = "rows of time";
        made_.text += unit_line();
        const bool first = dice_.chance(50);
        for (int group = 0; group < 4; ++group) {
            std::string head = groups_[static_cast<std::size_t>(group)];
            std::string month = "本月数";
            std::string year = "本年累计";
            for (std::size_t i = 0; i < kIndicators.size(); ++i) {
                if (kIndicators[i].group != group) continue;
                head += "\t" + label(i, true);
                month += "\t" + own(i);
                year += "\t" + so_far(i);
                tell(i);
            }
            made_.text += head + "\n" + (first ? month + "\n" + year : year + "\n" + month) + "\n";
        }
    }

    void side_by_side() {
        made_.layout = "side by side";
        made_.text += unit_line();
        for (std::size_t i = 0; i < kIndicators.size();) {
            const auto group = static_cast<std::size_t>(kIndicators[i].group);
            std::string row = groups_[group];
            for (int k = 0; k < 2 && i < kIndicators.size() &&
                            static_cast<std::size_t>(kIndicators[i].group) == group;
                 ++k, ++i) {
                row += "\t" + label(i, true) + "\t" + own(i);
                tell(i);
            }
            made_.text += row + "\n";
        }
    }

    /// 一、… in a row of its own, then a small table.
    void sections() {
        made_.layout = "sections";
        static constexpr std::array<const char*, 4> kNumbers = {"一、", "二、", "三、", "四、"};
        made_.text += unit_line();
        for (int group = 0; group < 4; ++group) {
            const auto at = static_cast<std::size_t>(group);
            std::string head;
            std::string row;
            for (std::size_t i = 0; i < kIndicators.size(); ++i) {
                if (kIndicators[i].group != group) continue;
                head += (head.empty() ? "" : "\t") + label(i, false);
                row += (row.empty() ? "" : "\t") + own(i);
                tell(i);
            }
            made_.text += kNumbers[at] + groups_[at] + "\n" + head + "\n" + row + "\n";
        }
    }

    std::string spoken(std::size_t i, std::int64_t value) {
        if (!is_amount(i)) {
            static constexpr std::array<const char*, 3> kBlanks = {"", "", " "};
            return dice_.pick(kBlanks) + std::to_string(value) + kIndicators[i].unit;
        }
        switch (dice_.between(0, 3)) {
            case 0:
                return in_ten_thousands(value) + "元";
            case 1:
                return with_commas(value) + "元";
            case 2:
                return std::to_string(value) + ".00元";
            default:
                return "人民币" + parsers::fields::test::capital(value) + "元";
        }
    }

    void lines() {
        made_.layout = "lines";
        int group = -1;
        for (std::size_t i = 0; i < kIndicators.size(); ++i) {
            if (kIndicators[i].group != group) {
                group = kIndicators[i].group;
                made_.text += std::string(group == 0   ? "一、"
                                          : group == 1 ? "二、"
                                          : group == 2 ? "三、"
                                                       : "四、") +
                              groups_[static_cast<std::size_t>(group)] + "\n";
            }
            if (dice_.chance(10)) continue;  // not said
            made_.text += std::string(labels_[i]) + "：" + spoken(i, values_[i]) + "\n";
            tell(i);
        }
    }

    void sentences() {
        made_.layout = "sentences";
        static constexpr std::array<const char*, 4> kNumbers = {"一、", "二、", "三、", "（四）"};
        static constexpr std::array<const char*, 4> kOpenings = {"本月", "6月份，我镇", "",
                                                                 "当月共"};
        made_.text += "县司法局：\n现将我镇6月份行政执法工作情况报告如下：\n";
        for (int group = 0; group < 4; ++group) {
            const auto at = static_cast<std::size_t>(group);
            made_.text += kNumbers[at] + groups_[at] + (dice_.chance(50) ? "。" : "\n");
            const std::size_t behind = static_cast<std::size_t>(dice_.between(0, 2));
            std::string sentence = dice_.pick(kOpenings);
            bool any = false;
            for (std::size_t i = 0; i < kIndicators.size(); ++i) {
                if (kIndicators[i].group != group || dice_.chance(12)) continue;
                static constexpr std::array<const char*, 3> kJoints = {"，", "、", "；"};
                if (any) sentence += kJoints[behind];
                any = true;
                if (values_[i] % 7 == 0 && !is_amount(i)) {
                    values_[i] = 0;
                    sentence += filled(dice_.chance(50) ? "无#" : "未发生#", "#", labels_[i]);
                } else {
                    sentence += filled(dice_.pick(kIndicators[i].said), "#", spoken(i, values_[i]));
                    if (dice_.chance(15))
                        sentence += "（今年累计" + spoken(i, values_[i] + 4000) + "）";
                    if (dice_.chance(10)) sentence += "，同比增长12.5%";
                }
                tell(i);
            }
            made_.text += any ? sentence + "。\n" : "略。\n";
        }
        made_.text += "五、下一步打算。严格落实三项制度，组织培训2次。\n";
    }

    Dice dice_;
    MadeReport made_;
    std::array<std::int64_t, kIndicators.size()> values_{};
    std::array<std::string, 4> groups_;
    std::array<std::string, kIndicators.size()> labels_;
    bool ten_thousands_ = false;
};

inline MadeReport made_report(std::uint64_t seed) {
    MadeReport made = ReportMaker(seed).make();
    bool all_zero = true;
    for (const auto& [id, value] : made.numbers) all_zero = all_zero && value == "0";
    if (all_zero) made.zero = "-";
    return made;
}

}  // namespace judge::test
