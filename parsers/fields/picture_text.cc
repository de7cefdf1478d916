#include "parsers/fields/picture_text.h"

#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

/// Replaces each match by its groups with something between and behind them.
std::string replaced(std::string_view text, const Pattern& pattern, std::string_view between,
                     std::string_view behind) {
    std::string out;
    std::size_t from = 0;
    for (const Pattern::Match& match : pattern.all(text)) {
        out += text.substr(from, match.begin - from);
        for (std::size_t i = 0; i < match.groups.size(); ++i) {
            if (i > 0) out += between;
            out += match.groups[i];
        }
        out += behind;
        from = match.end;
    }
    out += text.substr(from);
    return out;
}

}  // namespace

std::string without_capital_twins(std::string_view plain) {
    // 215600.00元(大写:贰拾壹万伍仟陆佰元整)
    static const Pattern behind(R"((\d元)[(\[<《〈](?:大写|人民币|计)[^\d()\n]{2,30}[)\]>》〉])");
    // 人民币贰拾壹万伍仟陆佰元整(¥215600.00): a word that announces money, what is no figure up to
    // 整, a bracket and whatever the ¥ became, the figures.
    static const Pattern before(
        R"((罚款|所得|金额|财物|人民币|大写|计)[^\d,。;\n]{2,28}?[整正][(\[<《〈]{1,2}[^\d()\n]{0,3}(\d[\d,]*(?:\.\d{1,2})?)元?[)\]>》〉])");
    return replaced(replaced(plain, behind, "", ""), before, "", "元");
}

std::string with_dates_mended(std::string_view text) {
    static const Pattern round(
        R"((?m)^(\s*二)[^一二三四五六七八九十年\n]{1,3}([一二三][〇一二三四五六七八九]年))");
    static const Pattern inner(R"((二)[〇○◯零0OoＯ@口]{1,3}([一二三][〇一二三四五六七八九]年))");
    static const Pattern lost(
        R"((?m)^()[^\p{Han}\d\n]{0,3}([一二三][〇一二三四五六七八九]年[一二三四五六七八九十]{1,2}月))");
    static const Pattern day(
        R"((?m)^([^\n]{0,12}[〇一二三四五六七八九]年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3})()[月目曰晶口旦且](?:\s|$))");
    std::string mended = replaced(text, round, "〇", "");
    mended = replaced(mended, inner, "〇", "");
    mended = replaced(mended, lost, "二〇", "");
    return replaced(mended, day, "日", "\n");
}

std::string with_fines_mended(std::string_view text) {
    // 行政处理, 处分 and 处置 are words too; no other stands before these.
    static const Pattern word(
        R"((?m)((?:行政|^)处)[^\p{P}\s\d罚理分置]([^\p{P}\s\d]定书|告知书|如下|[:：]\s*$))");
    static const Pattern title(R"((行政处罚)[^\p{P}\s\d](定书))");
    // At a clause's beginning, before an amount: 货款, 贷款 and the like are other words.
    static const Pattern clause(
        R"((?m)(^\s*|[、,，。;；:：]|并|处以?)[^\p{P}\s罚货贷存借价税现汇余欠条拨公付缴交退补捐善钱赃押专巨房车首尾定领提收筹赠垫分](款(?:人民币[^\d\s]|(?:人民币|金额)?[\d零壹贰叁肆伍陆柒捌玖拾佰仟万])))");
    static const Pattern number(R"(()[蚤昼四如笋]((?:决)?字?[〔\[(【]20\d\d))");
    std::string mended = replaced(replaced(text, word, "罚", ""), title, "决", "");
    return replaced(replaced(mended, clause, "罚", ""), number, "罚", "");
}

std::string with_sums_mended(std::string_view text) {
    // Yuan have two places behind the point, or none: three digits there are a group. Prices of a
    // litre or a kilogram have three, and are of something.
    static const Pattern group(R"(((?:^|[^\d.,])\d{1,3})[.，](\d{3}(?:\.\d{2})?元(?:[^/每\d]|$)))");
    return replaced(text, group, ",", "");
}

}  // namespace parsers::fields
