#include "parsers/fields/decision_number.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "parsers/fields/lines.h"
#include "parsers/fields/pattern.h"
#include "parsers/text/charset.h"

namespace parsers::fields {
namespace {

/// A line as code points, folded one to one so that places in it stay places in the text.
struct Points {
    std::vector<char32_t> folded;
    std::vector<std::size_t> at;  ///< byte of each point, and the end

    explicit Points(std::string_view line) {
        for (std::size_t byte = 0; byte < line.size();) {
            const auto point = base::code_point_at(line, byte);
            at.push_back(byte);
            folded.push_back(fold(point.value));
            byte += std::max<std::size_t>(point.length, 1);
        }
        at.push_back(line.size());
    }
    static char32_t fold(char32_t c) {
        if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
        return c == 0x3000 || c == 0xA0 || c == '\t' ? U' ' : c;
    }
    [[nodiscard]] std::size_t size() const { return folded.size(); }
};

constexpr std::u32string_view kOpening = U"〔[【〖﹝〈《「{(";
constexpr std::u32string_view kClosing = U"〕]】〗﹞〉》」})";
constexpr std::u32string_view kSerialMarks = U"号號呈";
constexpr std::u32string_view kStrokes = U"]|lIj!〕】";  // what a 1 is read as
constexpr std::size_t kLongestPrefix = 24;
constexpr std::size_t kLongestSerial = 20;
constexpr std::size_t kLongestSpaced = 14;  // letters of a prefix set apart by blanks
constexpr std::size_t kLongestRun = 4;      // letters between two of its blanks

bool any_of(char32_t c, std::u32string_view set) {
    return set.find(c) != std::u32string_view::npos;
}
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_han(char32_t c) { return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF); }

/// Words that lead to a number in a sentence and are never part of it.
constexpr std::array<std::string_view, 24> kLeadIns = {
    "现将", "关于", "根据", "依据", "按照",   "报送", "作出的", "作出",
    "送达", "的",   "文号", "编号", "案号",   "号:",  "撤销",   "执行",
    "以及", "下达", "制作", "书",   "送达了", "号及", "号和",   "号与"};
/// Words that are a lead only at the beginning: 呼和, 对 may stand in a prefix.
constexpr std::array<std::string_view, 5> kFirstWords = {"将", "和", "及", "与", "对"};

std::string_view without_lead_in(std::string_view prefix) {
    std::size_t cut = 0;
    for (const std::string_view word : kLeadIns)
        if (const auto at = prefix.rfind(word); at != std::string_view::npos)
            cut = std::max(cut, at + word.size());
    prefix.remove_prefix(cut);
    for (const std::string_view word : kFirstWords)
        if (prefix.starts_with(word)) return prefix.substr(word.size());
    return prefix;
}

bool is_prefix_sign(char32_t c) { return is_han(c) || is_digit(c); }

/// Walks back from the year's bracket to where the prefix begins. A blank belongs to the prefix
/// beside digits (豫 0329 环罚决字) and before the bracket; any other only where `blanks`.
std::size_t walk_back(const Points& points, std::size_t bracket, bool blanks) {
    std::size_t begin = bracket;
    std::size_t taken = 0;
    std::size_t depth = 0;
    while (begin > 0 && taken < kLongestPrefix) {
        const char32_t c = points.folded[begin - 1];
        if (c == U')') {
            ++depth;
        } else if (c == U'(') {
            if (depth == 0) break;
            --depth;
        } else if (c == U' ') {
            const bool beside_digit =
                begin >= 2 && begin < points.size() &&
                (is_digit(points.folded[begin - 2]) || is_digit(points.folded[begin]));
            if (!beside_digit && begin != bracket && !blanks) break;
        } else if (!is_prefix_sign(c)) {
            break;
        }
        --begin;
        ++taken;
    }
    if (depth > 0)  // an unopened parenthesis: the prefix begins after it
        while (begin < bracket && points.folded[begin] != U')') ++begin;
    if (depth > 0 && begin < bracket) ++begin;
    while (begin < bracket && points.folded[begin] == U' ') ++begin;
    return begin;
}

/// "阳 市 监 罚 处〔2024〕": letters set apart. Only where the whole line before the bracket is
/// such letters; "阳新县卫生健康局 阳卫医罚" are two things.
bool is_spaced_out(const Points& points, std::size_t begin, std::size_t bracket) {
    std::size_t longest = 0;
    std::size_t run = 0;
    std::size_t letters = 0;
    for (std::size_t i = begin; i < bracket; ++i) {
        run = points.folded[i] == U' ' ? 0 : run + 1;
        letters += points.folded[i] == U' ' ? 0U : 1U;
        longest = std::max(longest, run);
    }
    return letters <= kLongestSpaced && longest <= kLongestRun;
}

std::size_t prefix_begin(const Points& points, std::size_t bracket) {
    const std::size_t near = walk_back(points, bracket, false);
    if (near == 0 || points.folded[near - 1] != U' ') return near;
    const std::size_t far = walk_back(points, bracket, true);
    const bool whole = far == 0 || !is_prefix_sign(points.folded[far - 1]);
    return whole && is_spaced_out(points, far, bracket) ? far : near;
}

struct Year {
    int value = 0;
    std::size_t end = 0;  ///< after the closing bracket
};

/// The digit a sign stands for in a year: 2, ２ (folded before), 二, 〇 and what is read for 0.
std::optional<int> year_digit(char32_t c) {
    if (is_digit(c)) return static_cast<int>(c - U'0');
    if (any_of(c, U"〇○◯零OoО")) return 0;
    const auto han = std::u32string_view(U"一二三四五六七八九").find(c);
    if (han != std::u32string_view::npos) return static_cast<int>(han) + 1;
    return {};
}

/// 〔2024〕, 〔二〇二四〕 at `open`, blanks inside allowed.
std::optional<Year> year_at(const Points& points, std::size_t open) {
    Year year;
    std::size_t digits = 0;
    std::size_t i = open + 1;
    for (; i < points.size() && i < open + 12; ++i) {
        const char32_t c = points.folded[i];
        if (c == U' ') continue;
        const auto digit = year_digit(c);
        if (!digit || digits == 4) break;
        year.value = year.value * 10 + *digit;
        ++digits;
    }
    if (digits != 4 || year.value < 1980 || year.value > 2099) return {};
    if (i >= points.size()) return {};
    if (points.folded[i] == U'年') ++i;
    if (i >= points.size() || !any_of(points.folded[i], kClosing)) return {};
    year.end = i + 1;
    return year;
}

struct Serial {
    std::string value;
    std::size_t end = 0;
    bool closed = false;
    bool lettered = false;  ///< 综合1号, 食-77号: a desk's own row of numbers
    bool guessed = false;
};

/// "之一", "之2" behind a serial or its 号: the number of a part, or 0.
std::size_t part_at(const Points& points, std::size_t& at) {
    std::size_t i = at;
    while (i < points.size() && points.folded[i] == U' ') ++i;
    if (i + 1 >= points.size() || points.folded[i] != U'之') return 0;
    const auto digit = year_digit(points.folded[i + 1]);
    if (!digit || *digit == 0) return 0;
    at = i + 2;
    return static_cast<std::size_t>(*digit);
}

/// The letters before the digits of 综合1号, 食-77号, with their dash; empty where none stand
/// there.
std::string serial_letters(const Points& points, std::size_t& at) {
    constexpr std::size_t kMost = 4;
    std::string letters;
    std::size_t i = at;
    for (; i < points.size() && i - at < kMost; ++i) {
        const char32_t c = points.folded[i];
        const bool letter = (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z') ||
                            (is_han(c) && !any_of(c, U"年月日第号號条款项"));
        if (!letter) break;
        base::append_utf8(letters, c);
    }
    if (letters.empty()) return {};
    if (i < points.size() && (points.folded[i] == U'-' || points.folded[i] == U'—')) {
        letters += '-';
        ++i;
    }
    if (i >= points.size() || !is_digit(points.folded[i])) return {};
    at = i;
    return letters;
}

/// 第（008）号: the digits alone.
std::optional<std::size_t> bracketed_digits(const Points& points, std::size_t at) {
    if (at >= points.size() || points.folded[at] != U'(') return {};
    std::size_t end = at + 1;
    while (end < points.size() && is_digit(points.folded[end])) ++end;
    if (end == at + 1 || end >= points.size() || points.folded[end] != U')') return {};
    return end;
}

/// 第 0012 号, 第（008）号, 25号, 25-1号, 25号之一, 综合1号, 330400210053742号, 25.
std::optional<Serial> serial_at(const Points& points, std::size_t from) {
    Serial serial;
    std::size_t i = from;
    const auto skip_blanks = [&] {
        while (i < points.size() && points.folded[i] == U' ') ++i;
    };
    skip_blanks();
    if (i < points.size() && points.folded[i] == U'第') ++i;
    skip_blanks();
    const auto bracket = bracketed_digits(points, i);
    if (bracket) ++i;
    const std::string letters = serial_letters(points, i);
    std::string suffix;
    for (; i < points.size() && serial.value.size() < kLongestSerial; ++i) {
        const char32_t c = points.folded[i];
        if (is_digit(c)) {
            (suffix.empty() ? serial.value : suffix) += static_cast<char>(c);
        } else if ((c == U'-' || c == U'—') && suffix.empty() && !serial.value.empty() &&
                   i + 1 < points.size() && is_digit(points.folded[i + 1])) {
            suffix = "-";
        } else {
            break;
        }
    }
    if (serial.value.empty()) return {};
    if (bracket && i == *bracket) ++i;
    serial.end = i;
    skip_blanks();
    if (suffix.empty() && i + 1 < points.size() && any_of(points.folded[i], kStrokes) &&
        any_of(points.folded[i + 1], kSerialMarks)) {
        // Nothing stands between a serial and its 号: it is the 1 before it, or one that was
        // missed.
        if (!serial.value.ends_with('1')) serial.value += '1';
        serial.guessed = true;
        ++i;
    }
    if (i < points.size() && any_of(points.folded[i], kSerialMarks)) {
        serial.end = i + 1;
        serial.closed = true;
    }
    std::size_t after = serial.end;
    if (const auto part = suffix.empty() ? part_at(points, after) : 0; part != 0) {
        suffix = "-" + std::to_string(part);
        serial.end = after;
        while (after < points.size() && points.folded[after] == U' ') ++after;
        if (!serial.closed && after < points.size() && any_of(points.folded[after], kSerialMarks)) {
            serial.end = after + 1;
            serial.closed = true;
        }
    }
    const auto first = serial.value.find_first_not_of('0');
    serial.value =
        letters + (first == std::string::npos ? "0" : serial.value.substr(first)) + suffix;
    serial.lettered = !letters.empty();
    return serial;
}

/// Letters a reader of images takes for others, where no other sense is possible.
std::string without_misreadings(std::string prefix) {
    if (prefix.ends_with("宇")) prefix.replace(prefix.size() - 3, 3, "字");
    return prefix;
}

/// "沅自然资罚202509": the brackets lost, told by 罚 right before a year; and brackets read as
/// letters or strokes, 罚决字l2024l25号, both of them or one.
std::optional<DecisionNumber> bracketless(std::string_view line) {
    static const Pattern lost(
        R"(([\p{Han}()（）]{2,20}罚(?:决|字|决字)?)\s?(20[0-9]{2})\s?第?\s?([0-9]{2,6})(\s?号)?$)");
    static const Pattern misread(
        R"(([\p{Han}()（）]{2,20}[罚处决字])\s?(?:[lI|!1]\s?(20[0-9]{2})\s?[lI|!1\])}〕】]|[\[({〔【]\s?(20[0-9]{2})\s?[lI|!1])\s?第?\s?([0-9]{1,6})(\s?[号呈])$)");
    static const Pattern half(
        R"(([\p{Han}()（）]{2,20}[罚处决字])\s?(?:[\[({〔【]\s?(20[0-9]{2})\s|(20[0-9]{2})\s?[\])}〕】])\s?第?\s?([0-9]{1,6})(\s?[号呈])$)");
    const auto made = [&](const Pattern::Match& match, std::string_view year,
                          std::string_view serial, std::string_view mark) {
        DecisionNumber number;
        const auto kept = without_lead_in(match.groups[0]);
        number.prefix = without_misreadings(without_blanks(text::nfkc(kept)));
        number.year = static_cast<int>(base::parse_number(year).value_or(0));
        number.serial =
            std::string(serial.substr(std::min(serial.find_first_not_of('0'), serial.size() - 1)));
        number.begin = match.begin + (match.groups[0].size() - kept.size());
        number.end = match.end;
        number.closed = !mark.empty();
        number.written = std::string(line.substr(number.begin, number.end - number.begin));
        return number;
    };
    for (const Pattern* pattern : {&misread, &half})
        if (const auto match = pattern->find(line))
            return made(*match, match->groups[1].empty() ? match->groups[2] : match->groups[1],
                        match->groups[3], match->groups[4]);
    if (const auto match = lost.find(line))
        return made(*match, match->groups[1], match->groups[2], match->groups[3]);
    return {};
}

std::optional<DecisionNumber> number_at(std::string_view line, const Points& points,
                                        std::size_t open) {
    const auto year = year_at(points, open);
    if (!year) return {};
    const auto serial = serial_at(points, year->end);
    if (!serial) return {};
    const std::size_t begin = points.at[prefix_begin(points, open)];
    const auto words = line.substr(begin, points.at[open] - begin);
    const auto kept = without_lead_in(words);
    DecisionNumber number;
    number.prefix = without_misreadings(without_blanks(text::nfkc(kept)));
    if (base::count_code_points(number.prefix) < 2) return {};
    // Words behind a year in brackets are a serial only where a penalty's number is closed by 号.
    static const Pattern imposes("[罚处决]");
    if (serial->lettered && !(serial->closed && imposes.in(number.prefix))) return {};
    number.year = year->value;
    number.serial = serial->value;
    number.closed = serial->closed;
    number.guessed = serial->guessed;
    number.begin = begin + (words.size() - kept.size());
    number.end = points.at[serial->end];
    number.written = std::string(stripped(line.substr(number.begin, number.end - number.begin)));
    if (number.guessed)
        number.written =
            number.prefix + "〔" + std::to_string(number.year) + "〕" + number.serial + "号";
    return number;
}

}  // namespace

std::string DecisionNumber::normal() const {
    return prefix + "|" + std::to_string(year) + "|" + serial;
}

std::vector<DecisionNumber> find_decision_numbers(std::string_view line) {
    std::vector<DecisionNumber> numbers;
    const Points points(line);
    for (std::size_t i = 1; i < points.size(); ++i) {
        if (!any_of(points.folded[i], kOpening)) continue;
        if (auto number = number_at(line, points, i)) {
            i = static_cast<std::size_t>(std::ranges::lower_bound(points.at, number->end) -
                                         points.at.begin() - 1);
            numbers.push_back(std::move(*number));
        }
    }
    if (numbers.empty())
        if (auto number = bracketless(line)) numbers.push_back(std::move(*number));
    return numbers;
}

bool has_blank_number(std::string_view line) {
    static const Pattern pattern(
        R"(罚[\p{Han}]{0,4}\s*[〔\[【(（﹝]\s*[×xX*_＿ 　]*\s*[〕\]】)）﹞]\s*第?[\s　×xX*_＿]*号)");
    return pattern.in(line);
}

}  // namespace parsers::fields
