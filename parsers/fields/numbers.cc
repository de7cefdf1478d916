#include "parsers/fields/numbers.h"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "base/text.h"
#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

constexpr std::int64_t kMost = 100'000'000'000'000;  // 10^14: a number beyond it is a misreading

struct Numeral {
    char32_t sign;
    std::int64_t value;
    bool unit;  ///< multiplies what stands before it
};

constexpr std::array kNumerals = {
    Numeral{U'零', 0, false},          Numeral{U'〇', 0, false},
    Numeral{U'○', 0, false},           Numeral{U'◯', 0, false},
    Numeral{U'O', 0, false},           Numeral{U'o', 0, false},
    Numeral{U'О', 0, false},  // Cyrillic
    Numeral{U'一', 1, false},          Numeral{U'壹', 1, false},
    Numeral{U'弌', 1, false},          Numeral{U'二', 2, false},
    Numeral{U'贰', 2, false},          Numeral{U'貳', 2, false},
    Numeral{U'两', 2, false},          Numeral{U'三', 3, false},
    Numeral{U'叁', 3, false},          Numeral{U'參', 3, false},
    Numeral{U'叄', 3, false},          Numeral{U'四', 4, false},
    Numeral{U'肆', 4, false},          Numeral{U'五', 5, false},
    Numeral{U'伍', 5, false},          Numeral{U'六', 6, false},
    Numeral{U'陆', 6, false},          Numeral{U'陸', 6, false},
    Numeral{U'七', 7, false},          Numeral{U'柒', 7, false},
    Numeral{U'八', 8, false},          Numeral{U'捌', 8, false},
    Numeral{U'九', 9, false},          Numeral{U'玖', 9, false},
    Numeral{U'十', 10, true},          Numeral{U'拾', 10, true},
    Numeral{U'百', 100, true},         Numeral{U'佰', 100, true},
    Numeral{U'千', 1000, true},        Numeral{U'仟', 1000, true},
    Numeral{U'万', 10'000, true},      Numeral{U'萬', 10'000, true},
    Numeral{U'亿', 100'000'000, true}, Numeral{U'億', 100'000'000, true},
    Numeral{U'廿', 20, false},         Numeral{U'卅', 30, false},
};

const Numeral* numeral_of(char32_t c) {
    const auto found = std::ranges::find(kNumerals, c, &Numeral::sign);
    return found == kNumerals.end() ? nullptr : &*found;
}

/// The sum as it is read: `digit` waits for its unit, `section` for 万 or 亿.
struct Reading {
    std::int64_t total = 0;
    std::int64_t section = 0;
    std::int64_t digit = 0;
    bool sensible = true;

    void add(const Numeral& numeral) {
        if (!numeral.unit) {
            digit = (digit >= 20 ? digit : 0) + numeral.value;  // 廿三
        } else if (numeral.value < 10'000) {
            if (digit == 0 && numeral.value > 10)
                sensible = false;  // 百 and 千 need a digit, 十 does not
            section += (digit == 0 ? 1 : digit) * numeral.value;
            digit = 0;
        } else {
            // 万 multiplies what stands since 亿, 亿 everything.
            const std::int64_t scaled = numeral.value == 10'000 ? section + digit : sum();
            if (scaled == 0) sensible = false;
            total = (numeral.value == 10'000 ? total : 0) + scaled * numeral.value;
            section = digit = 0;
        }
        if (total > kMost || section > kMost) sensible = false;
    }
    [[nodiscard]] std::int64_t sum() const { return total + section + digit; }
};

std::optional<std::int64_t> digit_by_digit(const std::vector<const Numeral*>& numerals) {
    std::int64_t value = 0;
    for (const Numeral* numeral : numerals) {
        if (numeral->value > 9 || value > kMost / 10) return {};
        value = value * 10 + numeral->value;
    }
    return value;
}

std::optional<std::int64_t> parse_chinese(std::string_view text) {
    std::vector<const Numeral*> numerals;
    bool units = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::code_point_at(text, at);
        at += std::max<std::size_t>(point.length, 1);
        if (point.value == U' ' || point.value == U'\t') continue;
        const Numeral* numeral = point.value >= U'0' && point.value <= U'9'
                                     ? numeral_of(U"〇一二三四五六七八九"[point.value - U'0'])
                                     : numeral_of(point.value);
        if (!numeral || numerals.size() > 40) return {};
        units = units || numeral->unit || numeral->value > 9;
        numerals.push_back(numeral);
    }
    if (numerals.empty()) return {};
    if (!units) return digit_by_digit(numerals);
    Reading reading;
    for (const Numeral* numeral : numerals) reading.add(*numeral);
    if (!reading.sensible || reading.sum() > kMost) return {};
    return reading.sum();
}

struct Scale {
    std::string_view word;
    std::int64_t factor;
};

constexpr std::array kScales = {
    Scale{"千万", 10'000'000}, Scale{"百万", 1'000'000}, Scale{"十万", 100'000},
    Scale{"亿", 100'000'000},  Scale{"万", 10'000},      Scale{"千", 1'000},
    Scale{"仟", 1'000},        Scale{"百", 100},         Scale{"佰", 100}};

/// "12,000.50" times `factor` yuan, in fen; digits beyond the fen are cut.
std::optional<std::int64_t> fen_of(std::string_view digits, std::int64_t factor) {
    std::int64_t value = 0;
    std::int64_t below = 0;  // places after the point still to be scaled
    std::int64_t unit = factor * 100;
    bool point = false;
    for (const char c : digits) {
        if (c == ',' || c == ' ') continue;
        if (c == '.') {
            point = true;
        } else if (!point) {
            if (value > kMost) return {};
            value = value * 10 + (c - '0');
        } else {
            unit /= 10;
            below += unit * (c - '0');
        }
    }
    if (value > kMost / factor) return {};
    return value * factor * 100 + below;
}

std::int64_t digit_of(std::string_view text) { return parse_numeral(text).value_or(0); }

constexpr char kHan[] =
    "[零〇○一二三四五六七八九十百千万亿两廿卅壹贰貳叁叄參肆伍陆陸柒捌玖拾佰仟萬億]";

const Pattern& arabic_amount() {
    static const Pattern pattern(
        R"((¥\s*)?((?:[0-9]{1,3}(?:[, ][0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s*(亿|千万|百万|十万|万|千|仟|百|佰)?\s*(元|圆)?)"
        R"((?:\s*([0-9])\s*角)?(?:\s*([0-9])\s*分)?\s*[整正]?)");
    return pattern;
}

const Pattern& han_amount() {
    static const std::string one = std::string(kHan) + R"(\s*)";
    static const Pattern pattern("((?:" + one + ")+)[元圆](?:\\s*(" + kHan +
                                     ")\\s*角)?(?:\\s*零?\\s*(" + kHan + ")\\s*分)?\\s*[整正]?",
                                 {"元", "圆"});
    return pattern;
}

std::optional<Amount> arabic(const Pattern::Match& match) {
    const bool sign = !match.groups[0].empty();
    const bool yuan = !match.groups[3].empty();
    const bool ten_thousands = match.groups[2].ends_with("万") || match.groups[2] == "亿";
    if (!sign && !yuan && !ten_thousands) return {};
    std::int64_t factor = 1;
    for (const Scale& scale : kScales)
        if (scale.word == match.groups[2]) factor = scale.factor;
    const auto fen = fen_of(match.groups[1], factor);
    if (!fen) return {};
    return Amount{base::Money{*fen + digit_of(match.groups[4]) * 10 + digit_of(match.groups[5])},
                  match.begin, match.end};
}

std::optional<Amount> han(const Pattern::Match& match) {
    const auto yuan = parse_chinese(match.groups[0]);
    if (!yuan || *yuan > kMost) return {};
    return Amount{
        base::Money{*yuan * 100 + digit_of(match.groups[1]) * 10 + digit_of(match.groups[2])},
        match.begin, match.end};
}

}  // namespace

std::optional<std::int64_t> parse_numeral(std::string_view text) {
    if (text.empty()) return {};
    if (const auto number = base::parse_number(text))
        return *number <= static_cast<std::uint64_t>(kMost)
                   ? std::optional(static_cast<std::int64_t>(*number))
                   : std::nullopt;
    return parse_chinese(text);
}

std::vector<Amount> find_amounts(std::string_view plain) {
    std::vector<Amount> amounts;
    for (const auto& match : arabic_amount().all(plain))
        if (const auto amount = arabic(match)) amounts.push_back(*amount);
    for (const auto& match : han_amount().all(plain))
        if (const auto amount = han(match)) amounts.push_back(*amount);
    std::ranges::sort(amounts, {}, &Amount::begin);
    std::vector<Amount> apart;
    for (const Amount& amount : amounts)
        if (apart.empty() || apart.back().end <= amount.begin) apart.push_back(amount);
    return apart;
}

}  // namespace parsers::fields
