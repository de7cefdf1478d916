#include "parsers/fields/monthly.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "parsers/fields/numbers.h"
#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kRead = 1'500;  // code points: a line, a subject, a letter
constexpr char kYear[] =
    R"((?:([12][0-9]{3}|[0-9]{2}|[〇○◯零一二三四五六七八九OoО]{4})\s*年\s*(?:度)?\s*)?)";
constexpr char kMonth[] =
    R"(([0-9]{1,2}|[〇零一二三四五六七八九十]{1,2}|正|元|[壹贰叁肆伍陆柒捌玖拾]{1,2}))";
constexpr char kTo[] = R"(\s*(?:-|–|—|——|―|~|～|至|到)+\s*)";

std::optional<unsigned> month_of(std::string_view text) {
    if (text == "元" || text == "正") return 1;
    const auto value = parse_numeral(text);
    if (!value || *value < 1 || *value > 12) return {};
    return static_cast<unsigned>(*value);
}

std::optional<int> year_of(std::string_view text) {
    if (text.empty()) return {};
    const auto value = parse_numeral(text);
    if (!value) return {};
    const auto year = static_cast<int>(*value < 100 ? *value + 2000 : *value);
    return year >= 2000 && year <= 2099 ? std::optional(year) : std::nullopt;
}

/// What is already spoken for: a later, weaker pattern may not read into it.
class Taken {
 public:
    [[nodiscard]] bool overlaps(std::size_t begin, std::size_t end) const {
        return std::ranges::any_of(
            spans_, [&](const auto& span) { return begin < span.second && span.first < end; });
    }
    void add(std::size_t begin, std::size_t end) { spans_.emplace_back(begin, end); }

 private:
    std::vector<std::pair<std::size_t, std::size_t>> spans_;
};

class Scan {
 public:
    explicit Scan(std::string_view plain) : plain_(plain) {}

    std::vector<MonthMention> run() {
        day_stretches();
        separated_stretches();
        compact();
        whole_days();
        month_stretches();
        named_parts();
        single_months();
        std::ranges::sort(found_, {}, &MonthMention::begin);
        mark_acts();
        return std::move(found_);
    }

 private:
    void add(std::optional<int> year, unsigned first, unsigned last, bool days, std::size_t begin,
             std::size_t end) {
        if (found_.size() >= kMost || taken_.overlaps(begin, end)) return;
        taken_.add(begin, end);
        found_.push_back({year, first, last, days, false, begin, end});
    }

    /// 2024年6月1日—6月30日, 6月1日至30日, 2024年5月26日—2024年6月25日
    void day_stretches() {
        static const Pattern pattern(std::string(kYear) + kMonth +
                                         R"(\s*月\s*([0-9]{1,2})\s*[日号])" + kTo + kYear +
                                         "(?:" + kMonth + R"(\s*月\s*)?([0-9]{1,2})\s*[日号])",
                                     {"月"});
        for (const auto& match : pattern.all(plain_)) {
            const auto first = month_of(match.groups[1]);
            const auto last = match.groups[4].empty() ? first : month_of(match.groups[4]);
            if (!first || !last) continue;
            auto year = year_of(match.groups[3]);
            if (!year) year = year_of(match.groups[0]);
            if (year && match.groups[3].empty() && *last < *first) ++*year;
            add_stretch(year, *first, *last, match);
        }
    }
    /// 2024-06-01 至 2024-06-30, 2024.6.1-6.30
    void separated_stretches() {
        static const Pattern pattern(
            std::string(R"((20[0-9]{2})[-./]([0-9]{1,2})[-./]([0-9]{1,2}))") + kTo +
                R"((?:(20[0-9]{2})[-./])?(?:([0-9]{1,2})[-./])([0-9]{1,2}))",
            {"20"});
        for (const auto& match : pattern.all(plain_)) {
            const auto first = month_of(match.groups[1]);
            const auto last = month_of(match.groups[4]);
            if (!first || !last) continue;
            const auto year = year_of(match.groups[3].empty() ? match.groups[0] : match.groups[3]);
            add_stretch(year, *first, *last, match);
        }
    }
    /// A month counted from the 26th to the 25th is still one month: the one it ends in.
    void add_stretch(std::optional<int> year, unsigned first, unsigned last,
                     const Pattern::Match& match) {
        const auto from = parse_numeral(match.groups[2]).value_or(1);
        const auto to = parse_numeral(match.groups[5]).value_or(31);
        const unsigned apart = (last + 12 - first) % 12;
        if (apart == 0 && to - from < 20) {  // a few days are no month
            taken_.add(match.begin, match.end);
            return;
        }
        const bool one = apart == 0 || (apart == 1 && from > to);
        add(year, one ? last : first, last, one, match.begin, match.end);
    }
    /// 2024-06, 2024.06, 2024/6, 202406; never the beginning of a longer number
    void compact() {
        static const Pattern dotted(
            R"((?:^|[^0-9.])(20[0-9]{2})[-./_](0?[1-9]|1[0-2])(?:[^0-9.\-/]|$))", {"20"});
        static const Pattern glued(R"((?:^|[^0-9])(20[0-9]{2})(0[1-9]|1[0-2])(?:[^0-9]|$))",
                                   {"20"});
        for (const Pattern* pattern : {&dotted, &glued})
            for (const auto& match : pattern->all(plain_)) {
                const auto begin = offset(match.groups[0]);
                const auto end = offset(match.groups[1]) + match.groups[1].size();
                if (const auto month = month_of(match.groups[1]))
                    add(year_of(match.groups[0]), *month, *month, false, begin, end);
            }
    }
    /// 6月17日 says when something was, not which month is meant.
    void whole_days() {
        static const Pattern pattern(
            std::string(kYear) + kMonth + R"(\s*月)" +
                R"(\s*(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})\s*[日号])",
            {"月"});
        for (const auto& match : pattern.all(plain_)) taken_.add(match.begin, match.end);
    }
    /// 1-6月, 1月至6月
    void month_stretches() {
        static const Pattern pattern(
            std::string(kYear) + kMonth + R"(\s*月?\s*(?:份)?)" + kTo + kMonth + R"(\s*月)",
            {"月"});
        for (const auto& match : pattern.all(plain_)) {
            const auto first = month_of(match.groups[1]);
            const auto last = month_of(match.groups[2]);
            if (first && last && *first < *last)
                add(year_of(match.groups[0]), *first, *last, false, match.begin, match.end);
        }
    }
    void named_parts() {
        struct Part {
            std::string_view word;
            unsigned first;
            unsigned last;
        };
        static constexpr std::array kParts = {
            Part{"一季度", 1, 3},   Part{"二季度", 4, 6},   Part{"三季度", 7, 9},
            Part{"四季度", 10, 12}, Part{"1季度", 1, 3},    Part{"2季度", 4, 6},
            Part{"3季度", 7, 9},    Part{"4季度", 10, 12},  Part{"上半年", 1, 6},
            Part{"下半年", 7, 12},  Part{"前三季度", 1, 9}, Part{"全年", 1, 12}};
        for (const Part& part : kParts)
            for (auto at = plain_.find(part.word); at != std::string_view::npos;
                 at = plain_.find(part.word, at + 1))
                add(year_before(at), part.first, part.last, false, at, at + part.word.size());
    }
    [[nodiscard]] std::optional<int> year_before(std::size_t at) const {
        static const Pattern pattern(R"((20[0-9]{2})\s*年?度?\s*第?$)");
        const auto match = pattern.find(plain_.substr(0, at));
        return match ? year_of(match->groups[0]) : std::nullopt;
    }
    /// 6月, 6月份, 六月, 2024年6月, and the 8 of "8、9月"
    void single_months() {
        static const Pattern pattern(
            std::string(kYear) + kMonth +
                R"(\s*(月|[、和及,/]\s*(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})\s*月))",
            {"月"});
        for (std::size_t from = 0;;) {
            const auto match = pattern.find(plain_, from);
            if (!match) break;
            const bool listed = match->groups[2] != "月";
            const auto end = listed ? offset(match->groups[2]) : match->end;
            const auto month = month_of(match->groups[1]);
            const bool money = match->groups[1] == "元" && follows_sum(offset(match->groups[1]));
            if (month && !money && !follows_digit(offset(match->groups[1])) && !counts_months(end))
                add(year_of(match->groups[0]), *month, *month, false, match->begin, end);
            from = std::max(end, match->begin + 1);
            while (from < plain_.size() &&
                   (static_cast<unsigned char>(plain_[from]) & 0xC0U) == 0x80U)
                ++from;
        }
    }
    [[nodiscard]] bool follows_digit(std::size_t at) const {
        return at > 0 &&
               ((plain_[at - 1] >= '0' && plain_[at - 1] <= '9') || plain_[at - 1] == '.');
    }
    /// "3万元月": the 元 of a sum.
    [[nodiscard]] bool follows_sum(std::size_t at) const {
        static const Pattern sum(
            R"([0-9零一二三四五六七八九十百千万亿数壹贰叁肆伍陆柒捌玖拾佰仟]\s*$)");
        return sum.in(plain_.substr(0, at));
    }
    /// 月内, 月底前: within a time, no month of a report.
    [[nodiscard]] bool counts_months(std::size_t end) const {
        const auto rest = plain_.substr(end);
        return rest.starts_with("底前") || rest.starts_with("内") || rest.starts_with("前");
    }
    /// "7月上报6月": of two months with a verb of sending between them the first is that of the
    /// act.
    void mark_acts() {
        static const Pattern verb(
            R"(^份?\s*(?:上报|报送|补报|报|填报|发送|补充|提交|呈报|上交|交)\s*(?:的)?\s*$)");
        for (std::size_t i = 0; i + 1 < found_.size(); ++i) {
            const auto between = plain_.substr(found_[i].end, found_[i + 1].begin - found_[i].end);
            if (verb.in(between)) found_[i].act = true;
        }
    }
    [[nodiscard]] std::size_t offset(std::string_view group) const {
        return static_cast<std::size_t>(group.data() - plain_.data());
    }

    static constexpr std::size_t kMost = 200;
    std::string_view plain_;
    Taken taken_;
    std::vector<MonthMention> found_;
};

}  // namespace

std::vector<MonthMention> find_months(std::string_view plain) {
    return Scan(base::prefix(plain, kRead)).run();
}

std::vector<int> find_years(std::string_view plain) {
    static const Pattern pattern(
        R"((?:^|[^0-9])(20[0-9]{2}|二[〇○◯零0]二[〇○零一二三四五六七八九])(?:\s*年|年度|[^0-9年]|$))");
    std::vector<int> years;
    for (const auto& match : pattern.all(base::prefix(plain, kRead)))
        if (const auto year = year_of(match.groups[0]);
            year && std::ranges::find(years, *year) == years.end())
            years.push_back(*year);
    return years;
}

}  // namespace parsers::fields
