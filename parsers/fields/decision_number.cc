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
constexpr std::size_t kLongestPrefix = 24;
constexpr std::size_t kLongestSerial = 20;

bool any_of(char32_t c, std::u32string_view set) {
    return set.find(c) != std::u32string_view::npos;
}
bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool is_han(char32_t c) { return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF); }

/// Words that lead to a number in a sentence and are never part of it.
constexpr std::array<std::string_view, 24> kLeadIns = {
    "现将", "将",   "关于", "根据", "依据", "按照", "报送", "作出的",
    "作出", "送达", "的",   "文号", "编号", "案号", "号:",  "撤销",
    "执行", "以及", "和",   "及",   "与",   "对",   "下达", "制作"};

std::string_view without_lead_in(std::string_view prefix) {
    std::size_t cut = 0;
    for (const std::string_view word : kLeadIns)
        if (const auto at = prefix.rfind(word); at != std::string_view::npos)
            cut = std::max(cut, at + word.size());
    return prefix.substr(cut);
}

/// Walks back from the year's bracket to where the prefix begins.
std::size_t prefix_begin(const Points& points, std::size_t bracket) {
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
            // A blank belongs to the prefix only beside digits (豫 0329 环罚决字) and before the
            // bracket.
            const bool beside_digit =
                begin >= 2 && begin < points.size() &&
                (is_digit(points.folded[begin - 2]) || is_digit(points.folded[begin]));
            if (!beside_digit && begin != bracket) break;
        } else if (!is_han(c) && !is_digit(c)) {
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

struct Year {
    int value = 0;
    std::size_t end = 0;  ///< after the closing bracket
};

/// 〔2024〕 at `open`, blanks inside allowed.
std::optional<Year> year_at(const Points& points, std::size_t open) {
    Year year;
    std::size_t digits = 0;
    std::size_t i = open + 1;
    for (; i < points.size() && i < open + 10; ++i) {
        const char32_t c = points.folded[i];
        if (c == U' ') continue;
        if (!is_digit(c)) break;
        year.value = year.value * 10 + static_cast<int>(c - U'0');
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
};

/// 第 0012 号, 25号, 25-1号, 330400210053742号, 25.
std::optional<Serial> serial_at(const Points& points, std::size_t from) {
    Serial serial;
    std::size_t i = from;
    const auto skip_blanks = [&] {
        while (i < points.size() && points.folded[i] == U' ') ++i;
    };
    skip_blanks();
    if (i < points.size() && points.folded[i] == U'第') ++i;
    skip_blanks();
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
    serial.end = i;
    skip_blanks();
    if (i < points.size() && any_of(points.folded[i], kSerialMarks)) {
        serial.end = i + 1;
        serial.closed = true;
    }
    const auto first = serial.value.find_first_not_of('0');
    serial.value = (first == std::string::npos ? "0" : serial.value.substr(first)) + suffix;
    return serial;
}

/// "沅自然资罚202509": the brackets lost, told by 罚 right before a year.
std::optional<DecisionNumber> bracketless(std::string_view line) {
    static const Pattern pattern(
        R"(([\p{Han}()（）]{2,20}罚(?:决|字|决字)?)\s?(20[0-9]{2})\s?第?\s?([0-9]{2,6})(\s?号)?$)");
    const auto match = pattern.find(line);
    if (!match) return {};
    DecisionNumber number;
    number.prefix = std::string(without_lead_in(match->groups[0]));
    number.year = std::stoi(std::string(match->groups[1]));
    const auto serial = match->groups[2];
    number.serial =
        std::string(serial.substr(std::min(serial.find_first_not_of('0'), serial.size() - 1)));
    number.begin = match->begin + (match->groups[0].size() - number.prefix.size());
    number.end = match->end;
    number.closed = !match->groups[3].empty();
    number.written = std::string(line.substr(number.begin, number.end - number.begin));
    return number;
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
    number.prefix = without_blanks(text::nfkc(kept));
    if (base::count_code_points(number.prefix) < 2) return {};
    number.year = year->value;
    number.serial = serial->value;
    number.closed = serial->closed;
    number.begin = begin + (words.size() - kept.size());
    number.end = points.at[serial->end];
    number.written = std::string(stripped(line.substr(number.begin, number.end - number.begin)));
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
