#include "parsers/fields/dates.h"

#include <algorithm>

#include "parsers/fields/numbers.h"
#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

constexpr int kFirstYear = 1949;
constexpr int kLastYear = 2099;

std::optional<base::Date> day_of(std::string_view year, std::string_view month,
                                 std::string_view day) {
    const auto y = parse_numeral(year);
    const auto m = parse_numeral(month);
    const auto d = parse_numeral(day);
    if (!y || !m || !d || *y < kFirstYear || *y > kLastYear || *m < 1 || *m > 12 || *d < 1 ||
        *d > 31)
        return {};
    return base::make_date(static_cast<int>(*y), static_cast<unsigned>(*m),
                           static_cast<unsigned>(*d));
}

const Pattern& written_out() {
    static const Pattern pattern(R"(([12][0-9]{3}|[0-9〇○◯零一二三四五六七八九OoО]{4})\s*年\s*)"
                                 R"(([0-9]{1,2}|[〇零一二三四五六七八九十]{1,3})\s*月\s*)"
                                 R"(([0-9]{1,2}|[〇零一二三四五六七八九十廿卅]{1,4})\s*[日号])",
                                 {"月"});
    return pattern;
}

const Pattern& separated() {
    static const Pattern pattern(
        R"((?:^|[^0-9.])(20[0-9]{2})\s?[-./]\s?([0-9]{1,2})\s?[-./]\s?([0-9]{1,2})(?:[^0-9]|$))",
        {"20"});
    return pattern;
}

/// 年 and 月 lost on the way to a web page: 2024729日.
const Pattern& glued() {
    static const Pattern pattern(R"((?:^|[^0-9])(20[0-9]{2})([0-9]{2,4})日)", {"20"});
    return pattern;
}

/// The one reading of "729" or "1017" as month and day; none when there are two.
std::optional<base::Date> split_digits(std::string_view year, std::string_view rest) {
    std::optional<base::Date> only;
    for (std::size_t cut = 1; cut <= 2 && cut < rest.size(); ++cut) {
        const auto day = rest.substr(cut);
        if (day.size() > 2) continue;
        const auto date = day_of(year, rest.substr(0, cut), day);
        if (date && only) return {};
        if (date) only = date;
    }
    return only;
}

}  // namespace

std::vector<FoundDate> find_dates(std::string_view plain) {
    std::vector<FoundDate> dates;
    for (const auto& match : written_out().all(plain))
        if (const auto date = day_of(match.groups[0], match.groups[1], match.groups[2]))
            dates.push_back({*date, match.begin, match.end});
    for (const auto& match : separated().all(plain))
        if (const auto date = day_of(match.groups[0], match.groups[1], match.groups[2])) {
            const auto begin = static_cast<std::size_t>(match.groups[0].data() - plain.data());
            const auto end = static_cast<std::size_t>(match.groups[2].data() - plain.data()) +
                             match.groups[2].size();
            dates.push_back({*date, begin, end});
        }
    for (const auto& match : glued().all(plain))
        if (const auto date = split_digits(match.groups[0], match.groups[1]))
            dates.push_back({*date, match.begin, match.end});
    std::ranges::sort(dates, {}, &FoundDate::begin);
    return dates;
}

std::optional<base::Date> date_line(std::string_view tight) {
    static const Pattern label(
        R"(^(?:签发|决定|填报|报告|成文|制作|报送|上报|填表|制表|编制)?(?:日期|时间)[::])");
    if (const auto match = label.find(tight)) tight.remove_prefix(match->end);
    const auto dates = find_dates(tight);
    if (dates.size() != 1 || dates[0].begin != 0) return {};
    static const Pattern seal(R"(^\([^()]{0,6}(?:章|印)[^()]{0,4}\)$)");
    const auto rest = tight.substr(dates[0].end);
    if (!rest.empty() && !seal.in(rest)) return {};
    return dates[0].date;
}

}  // namespace parsers::fields
