#include "daemon/answers/unit_answer.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "daemon/judge/words.h"
#include "parsers/fields/dates.h"

namespace answers {
namespace {

using Kind = UnitAnswer::Kind;

constexpr std::size_t kMostSigning = 4;     // lines
constexpr std::size_t kLongestName = 3;     // letters of a person's name
constexpr std::size_t kLongestOffice = 9;   // letters of an office within the unit, with a name
constexpr std::size_t kShortestNumber = 7;  // digits of a telephone
constexpr std::size_t kShownSentence = 200;

bool is_number(std::string_view text) {
    return text.size() >= kShortestNumber &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// What names begin with; of compound ones the first letter.
constexpr std::u32string_view kSurnames =
    U"王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏"
    U"魏"
    U"吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵"
    U"万"
    U"钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁"
    U"尚"
    U"符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆"
    U"农"
    U"司上诸令皇占费明";
constexpr std::array<std::string_view, 9> kOfficeEndings = {"所", "办", "科", "股",  "室",
                                                            "处", "队", "站", "中心"};

std::u32string letters_of(std::string_view text) {
    std::u32string letters;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::code_point_at(text, at);
        letters += point.value;
        at += point.length;
    }
    return letters;
}

/// A person's name at the end, `before` letters of an office at most in front of it.
bool ends_with_name(std::u32string_view letters, std::size_t before) {
    for (std::size_t name = 2; name <= kLongestName && name <= letters.size(); ++name) {
        const std::size_t at = letters.size() - name;
        if (at <= before && kSurnames.find(letters[at]) != std::u32string_view::npos) return true;
    }
    return false;
}

/// What a signing line holds besides a unit: a name, an office within the unit, a telephone.
bool is_signature(std::string_view text, bool beside_unit) {
    const auto digits = text.find_first_of("0123456789");
    if (digits != std::string_view::npos && !is_number(text.substr(digits))) return false;
    const auto name = text.substr(0, digits);
    if (name.empty()) return beside_unit || digits != std::string_view::npos;
    const auto letters = letters_of(name);
    if (!beside_unit) return ends_with_name(letters, 0);
    return letters.size() <= kLongestOffice &&
           (ends_with_name(letters, kLongestOffice) ||
            std::ranges::any_of(kOfficeEndings,
                                [&](std::string_view end) { return name.ends_with(end); }));
}

/// Who signs: a day; a name, an office, or both, and nothing else.
bool is_signing(const std::string& line, const Reading& reading) {
    if (parsers::fields::date_line(judge::fold(line))) return true;
    const bool says = !reading.periods.empty() || !reading.items.empty() || reading.denies ||
                      reading.objects || reading.asks || reading.several || reading.dismisses ||
                      reading.agrees || reading.nods || reading.talks || reading.units.size() > 1;
    if (says || (reading.units.empty() && reading.unexplained.empty())) return false;
    return is_signature(reading.unexplained, !reading.units.empty());
}

/// "执法监督股：您好，…": the first line without whom it greets. Who is a unit of ours is no
/// addressee.
std::string without_greeting(const Lexicon& lexicon, const std::string& line) {
    constexpr std::size_t kLongestGreeting = 60;  // bytes
    constexpr std::array<std::string_view, 12> kGreeted = {"股", "科", "局", "办", "室", "处",
                                                           "所", "队", "长", "任", "志", "师"};
    const std::string folded = judge::fold(line);
    const auto colon = folded.find(':');
    if (colon == std::string::npos || colon > kLongestGreeting) return line;
    const std::string greeted = folded.substr(0, colon);
    const bool ends =
        std::ranges::any_of(kGreeted, [&](std::string_view end) { return greeted.ends_with(end); });
    return ends && !lexicon.read(greeted).names_value() ? folded.substr(colon + 1) : line;
}

template <class T>
bool overlap(const std::set<T>& a, const std::set<T>& b) {
    return std::ranges::any_of(a, [&](const T& one) { return b.contains(one); });
}

/// One value meant, or none where none was denied either.
template <class T>
bool is_single(const std::set<T>& meant, const std::set<T>& denied) {
    if (meant.empty()) return denied.empty();
    return meant.size() == 1 && !overlap(meant, denied);
}

bool is_clear(const Reading& all) {
    return all.unexplained.empty() && !all.asks && !all.several && (!all.dismisses || all.denies) &&
           is_single(all.units, all.denied_units) && is_single(all.periods, all.denied_periods) &&
           (!all.units.empty() || !all.periods.empty());
}

Kind kind_of(const Reading& all) {
    if (is_clear(all)) return Kind::Clear;
    if (all.names_value() || all.asks || all.several || all.denies || all.objects)
        return Kind::Unclear;
    return all.unexplained.empty() && all.items.empty() && !all.dismisses ? Kind::Courtesy
                                                                          : Kind::Nothing;
}

}  // namespace

UnitAnswer read_unit_answer(const Lexicon& lexicon, const std::vector<std::string>& lines) {
    std::vector<Reading> readings;
    readings.reserve(lines.size());
    for (const auto& line : lines)
        readings.push_back(
            lexicon.read(readings.empty() ? without_greeting(lexicon, line) : std::string(line)));
    std::set<std::string> signers;
    for (std::size_t signing = 0; readings.size() > 1 && signing < kMostSigning; ++signing) {
        if (!is_signing(lines[readings.size() - 1], readings.back())) break;
        signers.merge(readings.back().units);
        readings.pop_back();
    }
    Reading all;
    for (const auto& reading : readings) all.add(reading);
    UnitAnswer answer;
    if (lines.empty()) return answer;
    answer.kind = kind_of(all);
    std::vector<std::string> said(lines.begin(),
                                  lines.begin() + static_cast<std::ptrdiff_t>(readings.size()));
    answer.sentence = base::one_line(base::join(said, " "), kShownSentence);
    if (answer.kind != Kind::Clear) return answer;
    if (!all.units.empty()) {
        answer.unit = *all.units.begin();
        if (!signers.empty() && signers != all.units) answer.kind = Kind::Unclear;
    }
    if (signers.size() > 1) answer.kind = Kind::Unclear;
    if (!all.periods.empty()) answer.period = *all.periods.begin();
    answer.items = std::move(all.items);
    return answer;
}

}  // namespace answers
