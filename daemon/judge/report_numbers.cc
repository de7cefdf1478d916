#include "daemon/judge/report_numbers.h"

#include <algorithm>

#include "base/dates.h"
#include "base/text.h"
#include "daemon/judge/words.h"
#include "parsers/fields/monthly.h"

namespace judge {
namespace {

using config::ReportFigure;
using config::ReportRules;

constexpr std::string_view kAmount = "cases.penalty_amount";
constexpr std::int64_t kMostCounted = 10'000'000;
constexpr std::int64_t kMostYuan = 1'000'000'000'000;
/// A county's office does not collect 100 million yuan in a month: 元 was written under 万元.
constexpr std::int64_t kDoubtfulFen = 100'000'000LL * 100;
/// Fines of less than a hundred yuan with places behind the point were 万元 under 元.
constexpr std::int64_t kSmallFen = 100LL * 100;

std::string_view group_of(std::string_view id) { return id.substr(0, id.find('.')); }

/// A number as written with its unit: "1.26 万元".
struct Written {
    std::string_view number;
    std::string_view unit;
};
Written written(std::string_view value) {
    const auto blank = value.find(' ');
    return {value.substr(0, blank),
            blank == std::string_view::npos ? std::string_view{} : value.substr(blank + 1)};
}

std::optional<std::int64_t> whole(std::string_view number) {
    if (const auto point = number.find('.'); point != std::string_view::npos) {
        if (number.find_first_not_of('0', point + 1) != std::string_view::npos) return {};
        number = number.substr(0, point);
    }
    const auto value = base::parse_number(number);
    if (!value || *value > static_cast<std::uint64_t>(kMostCounted)) return {};
    return static_cast<std::int64_t>(*value);
}

/// "1.26" times `factor` yuan, in fen.
std::optional<std::int64_t> fen_of(std::string_view number, std::int64_t factor) {
    const auto point = std::min(number.find('.'), number.size());
    const auto yuan = base::parse_number(number.substr(0, point));
    if (!yuan || *yuan > static_cast<std::uint64_t>(kMostYuan / factor)) return {};
    std::int64_t fen = static_cast<std::int64_t>(*yuan) * factor * 100;
    std::int64_t unit = factor * 100;
    for (std::size_t i = point + 1; i < number.size() && unit >= 10; ++i) {
        unit /= 10;
        fen += unit * (number[i] - '0');
    }
    return fen;
}

/// What a word found in a text tells: which figure, how long the word, where it ends.
struct Hit {
    const ReportFigure* figure = nullptr;
    std::size_t length = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// Plain containment: both sides are folded already.
bool has_any(std::string_view text, const std::vector<std::string>& words) {
    return std::ranges::any_of(
        words, [&](const std::string& word) { return text.find(word) != std::string_view::npos; });
}

/// The rules with their words in the form they are compared in.
ReportRules folded_rules(ReportRules rules) {
    const auto fold_all = [](std::vector<std::string>& words) {
        for (std::string& word : words) word = fold(word);
    };
    for (ReportFigure& figure : rules.figures)
        for (auto* words : {&figure.words, &figure.within, &figure.never}) fold_all(*words);
    for (auto& [group, words] : rules.groups) fold_all(words);
    for (auto* words :
         {&rules.this_month, &rules.until_now, &rules.compared, &rules.neutral, &rules.zero})
        fold_all(*words);
    // 万元 before 元, of which it would leave 万.
    for (auto* words : {&rules.this_month, &rules.until_now, &rules.neutral})
        std::ranges::stable_sort(*words, std::greater{}, &std::string::size);
    return rules;
}

struct Found {
    const ReportFigure* figure = nullptr;
    int rank = 0;  ///< 2: under words of its own group, 1: under none
};

class Reader {
 public:
    Reader(const ReportRules& rules, std::string_view period)
        : rules_(folded_rules(rules)), month_(base::parse_month(period)) {}

    ReportNumbers read(const parsers::Document& document, std::string_view folded) {
        for (const parsers::Field& field : document.fields)
            if (field.name == "figure_unit" && unit_.empty()) unit_ = field.value;
        for (const parsers::Field& field : document.fields) {
            if (field.name == "figure") read_cell(field);
            if (field.name == "statement") read_statement(field);
        }
        ReportNumbers numbers;
        numbers.unit_doubt = doubt_;
        bool something = false;
        for (const auto& [id, best] : best_) {
            numbers.counts[id] = best.value;
            something = something || best.value != 0;
        }
        if (something)
            numbers.zero_report = false;
        else if (!numbers.counts.empty() || says_zero(folded))
            numbers.zero_report = numbers.counts.size() >= kZeroTold || says_zero(folded);
        return numbers;
    }

 private:
    using Groups = std::vector<std::string_view>;

    /// So many zeros, and nothing else, make a zero report without its saying so.
    static constexpr std::size_t kZeroTold = 4;

    // A cell of a table.

    void read_cell(const parsers::Field& field) {
        const std::string_view text = field.text;
        const auto line = std::min(text.find('\n'), text.size());
        const auto heads = elements(text.substr(0, line));
        const auto labels = elements(text.substr(std::min(text.size(), line + 1)));
        std::vector<std::string> all = heads;
        all.insert(all.end(), labels.begin(), labels.end());
        const bool late =
            std::ranges::any_of(all, [&](const std::string& one) { return is_of_other_time(one); });
        const Groups groups = groups_in(all);
        Found found = in_chain(labels, groups);
        if (!found.figure || found.rank < 2)
            if (const Found other = in_chain(heads, groups); other.rank > found.rank) found = other;
        if (!found.figure || (late && !found.figure->standing)) return;
        const bool cumulative = late;
        take(*found.figure, field.value, all, found.rank * 4 + (cumulative ? 0 : 2) + 1);
    }

    static std::vector<std::string> elements(std::string_view tabbed) {
        std::vector<std::string> found;
        for (const std::string_view one : base::split(tabbed, '\t'))
            if (!one.empty()) found.push_back(fold(one));
        return found;
    }

    /// From the leaf upwards past words that say nothing of their own.
    [[nodiscard]] Found in_chain(const std::vector<std::string>& chain,
                                 const Groups& groups) const {
        for (std::size_t i = chain.size(); i > 0; --i) {
            std::vector<Hit> hits = hits_in(chain[i - 1], groups);
            std::ranges::stable_sort(hits, std::greater{}, &Hit::length);
            Found best;
            for (const Hit& hit : hits) {
                const bool other = std::ranges::any_of(
                    chain.begin() + static_cast<std::ptrdiff_t>(i) - 1, chain.end(),
                    [&](const std::string& one) { return has_any(one, hit.figure->never); });
                const int rank = other ? 0 : rank_of(*hit.figure, groups, {});
                if (rank > best.rank) best = {hit.figure, rank};
            }
            if (best.figure || !is_neutral(chain[i - 1])) return best;
        }
        return {};
    }

    // A number in a sentence.

    void read_statement(const parsers::Field& field) {
        const auto lines = base::split(field.text, '\n');
        if (lines.size() != 3) return;
        const auto headings = elements(lines[0]);
        const std::string sentence = fold(lines[1]);
        const std::string words = fold(lines[2]);
        const auto hash = std::min(words.rfind('#'), words.size());
        const std::string before = words.substr(0, hash);
        const std::string after = hash < words.size() ? words.substr(hash + 1) : std::string();
        const Groups over = groups_in(headings);
        const Groups own = groups_in({sentence + before});
        Groups all = over;
        all.insert(all.end(), own.begin(), own.end());
        const bool nothing = field.value.ends_with(" 无");
        const bool late = has_any(before, rules_.compared) || is_cumulative(sentence + before);
        for (const ReportFigure* figure : named(before, after, all, nothing)) {
            const int rank = rank_of(*figure, over, own);
            if (rank == 0 || (late && !figure->standing)) continue;
            take(*figure, field.value, {}, rank * 4 + (late ? 0 : 2) + (nothing ? 0 : 1));
        }
    }

    /// The figure whose word stands nearest before the number; several where the sentence says so.
    [[nodiscard]] std::vector<const ReportFigure*> named(const std::string& before,
                                                         const std::string& after,
                                                         const Groups& groups, bool nothing) const {
        static const std::vector<std::string> kEach = {"均", "都", "皆", "各为"};
        constexpr std::size_t kFewWords = 4;
        auto hits = hits_in(before, groups);
        std::erase_if(hits, [&](const Hit& hit) { return has_any(before, hit.figure->never); });
        std::vector<const ReportFigure*> figures;
        if (nothing || has_any(before, kEach)) {
            for (const Hit& hit : hits) figures.push_back(hit.figure);
            return figures;
        }
        if (!hits.empty()) {
            const auto last = std::ranges::max_element(hits, [](const Hit& a, const Hit& b) {
                return std::pair(a.end, a.length) < std::pair(b.end, b.length);
            });
            return {last->figure};
        }
        if (base::count_code_points(before) > kFewWords) return {};
        hits = hits_in(after, groups);
        std::erase_if(hits, [&](const Hit& hit) { return has_any(after, hit.figure->never); });
        if (hits.empty()) return {};
        return {std::ranges::min_element(hits, {}, &Hit::begin)->figure};
    }

    /// Whether the last word about time before the number is of more than the month.
    [[nodiscard]] bool is_cumulative(const std::string& whole_text) const {
        const std::string text = without_asides(whole_text);
        const auto last = [&](const std::vector<std::string>& words) {
            std::size_t at = 0;
            for (const std::string& word : words)
                if (const auto found = text.rfind(word); found != std::string::npos)
                    at = std::max(at, found + 1);
            return at;
        };
        std::size_t whole_time = last(rules_.until_now);
        std::size_t this_time = last(rules_.this_month);
        if (text.find("月") != std::string::npos)
            for (const auto& mention : parsers::fields::find_months(text)) {
                if (mention.act) continue;
                auto& time = is_reported(mention) ? this_time : whole_time;
                time = std::max(time, mention.begin + 1);
            }
        return whole_time > this_time;
    }

    /// What stands in closed parentheses is said of the number before them.
    static std::string without_asides(std::string_view text) {
        std::string kept;
        for (std::size_t at = 0; at < text.size();) {
            const auto close = text[at] == '(' ? text.find(')', at) : std::string_view::npos;
            if (close == std::string_view::npos)
                kept += text[at++];
            else
                at = close + 1;
        }
        return kept;
    }

    // What both share.

    [[nodiscard]] bool is_reported(const parsers::fields::MonthMention& mention) const {
        return !month_ || (mention.first == mention.last && mention.last == month_->month);
    }

    bool is_of_other_time(const std::string& element) {
        const auto [entry, is_new] = other_time_.try_emplace(element, false);
        if (!is_new) return entry->second;
        bool other = has_any(element, rules_.compared) ||
                     (has_any(element, rules_.until_now) && !has_any(element, rules_.this_month));
        if (!other && element.find("月") != std::string::npos) {
            const auto mentions = parsers::fields::find_months(element);
            other = !mentions.empty() && std::ranges::none_of(mentions, [&](const auto& one) {
                return is_reported(one);
            });
        }
        return entry->second = other;
    }

    [[nodiscard]] bool is_neutral(std::string element) const {
        for (const auto* words : {&rules_.this_month, &rules_.until_now, &rules_.neutral})
            for (const std::string& word : *words)
                element = base::replaced(std::move(element), word, "");
        for (const char* sign : {"(", ")", "月", "年", "份", "第", "、", "-", ":", "/"})
            element = base::replaced(std::move(element), sign, "");
        std::erase_if(element, [](char c) { return c >= '0' && c <= '9'; });
        return element.empty();
    }

    /// Every figure one of whose words stands in the text, its longest.
    [[nodiscard]] std::vector<Hit> hits_in(const std::string& text, const Groups& groups) const {
        std::vector<Hit> hits;
        if (text.empty()) return hits;
        for (const ReportFigure& figure : rules_.figures) {
            Hit best;
            best.figure = &figure;
            const auto look = [&](const std::vector<std::string>& words) {
                for (const std::string& word : words) {
                    if (word.size() <= best.length) continue;
                    const auto at = text.rfind(word);
                    if (at != std::string::npos) {
                        best.length = word.size();
                        best.begin = at;
                        best.end = at + word.size();
                    }
                }
            };
            look(figure.words);
            if (contains(groups, group_of(figure.id))) look(figure.within);
            if (best.length > 0) hits.push_back(best);
        }
        return hits;
    }

    /// The groups whose words stand in one of the texts.
    [[nodiscard]] Groups groups_in(const std::vector<std::string>& texts) const {
        Groups groups;
        for (const auto& [group, words] : rules_.groups)
            if (std::ranges::any_of(
                    texts, [&, &known = words](const auto& one) { return has_any(one, known); }))
                groups.push_back(group);
        return groups;
    }
    static bool contains(const Groups& groups, std::string_view group) {
        return std::ranges::find(groups, group) != groups.end();
    }
    /// 2 under its own group's words, 1 under no group's, 0 under another's alone.
    static int rank_of(const ReportFigure& figure, const Groups& over, const Groups& own) {
        const auto group = group_of(figure.id);
        if (contains(over, group) || contains(own, group)) return 2;
        return over.empty() ? 1 : 0;
    }

    struct Best {
        int rank = 0;
        std::int64_t value = 0;
    };

    void take(const ReportFigure& figure, std::string_view value,
              const std::vector<std::string>& elements, int rank) {
        const auto known = best_.find(figure.id);
        if (known != best_.end() && known->second.rank >= rank) return;
        const auto number = figure.id == kAmount ? amount(value, elements) : counted(value);
        if (number) best_[figure.id] = {rank, *number};
    }
    static std::optional<std::int64_t> counted(std::string_view value) {
        const auto [number, unit] = written(value);
        if (unit.ends_with("元") || unit.ends_with("万")) return {};
        return whole(number);
    }
    std::optional<std::int64_t> amount(std::string_view value,
                                       const std::vector<std::string>& elements) {
        const auto [number, own] = written(value);
        const bool zero = number.find_first_not_of("0.") == std::string_view::npos;
        if (zero) return 0;
        std::string unit(own);
        if (unit.empty()) unit = unit_in(elements);
        if (unit.empty()) unit = unit_;
        if (unit.empty()) {
            doubt_ = true;
            return {};
        }
        if (!unit.ends_with("元") && !unit.ends_with("万") && !unit.ends_with("亿")) return {};
        const bool ten_thousands = unit.find("万") != std::string::npos;
        const std::int64_t factor = ten_thousands                          ? 10'000
                                    : unit.find("亿") != std::string::npos ? 100'000'000
                                                                           : 1;
        const auto fen = fen_of(number, factor);
        if (!fen) return {};
        const bool broken = number.find('.') != std::string_view::npos;
        doubt_ = doubt_ || *fen >= kDoubtfulFen ||
                 (factor == 1 && broken && *fen < kSmallFen && *fen % 100 != 0);
        return fen;
    }
    static std::string unit_in(const std::vector<std::string>& elements) {
        for (std::size_t i = elements.size(); i > 0; --i) {
            if (elements[i - 1].find("万元") != std::string::npos) return "万元";
            if (elements[i - 1].find("元") != std::string::npos) return "元";
        }
        return {};
    }

    /// 零报告 said of the report, not in a note on how to fill in the form.
    [[nodiscard]] bool says_zero(std::string_view folded) const {
        static const std::vector<std::string> kCondition = {"如", "若", "凡", "须",
                                                            "应", "需", "按"};
        constexpr std::size_t kNear = 24;  // bytes
        for (const std::string& wanted : rules_.zero) {
            for (auto at = folded.find(wanted); at != std::string_view::npos;
                 at = folded.find(wanted, at + 1)) {
                const auto from = at > kNear ? at - kNear : 0;
                const auto before = folded.substr(from, at - from);
                const auto behind = folded.substr(at + wanted.size());
                if (!has_any(before, kCondition) && !behind.starts_with("的")) return true;
            }
        }
        return false;
    }

    const ReportRules rules_;
    std::optional<base::Month> month_;
    std::string unit_;
    bool doubt_ = false;
    std::map<std::string, Best> best_;
    std::map<std::string, bool> other_time_;
};

}  // namespace

ReportNumbers report_numbers(const ReportRules& rules, std::string_view period,
                             const parsers::Document& document, std::string_view folded) {
    return Reader(rules, period).read(document, folded);
}

std::vector<std::string> differences(const ReportNumbers& a, const ReportNumbers& b) {
    std::vector<std::string> ids;
    for (const auto& [id, value] : a.counts)
        if (const auto other = b.counts.find(id); other != b.counts.end() && other->second != value)
            ids.push_back(id);
    return ids;
}

bool is_another_report(std::size_t differing, std::size_t common, bool read_by_ocr) {
    constexpr std::size_t kSeveral = 3;
    if (!read_by_ocr) return differing > 0;
    return differing >= kSeveral && differing * 2 >= common;
}

}  // namespace judge
