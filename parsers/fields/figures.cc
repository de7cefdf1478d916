#include "parsers/fields/figures.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string>

#include "base/money.h"
#include "base/text.h"
#include "parsers/fields/numbers.h"
#include "parsers/fields/pattern.h"
#include "parsers/fields/shapes.h"
#include "parsers/fields/table_cells.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kMostBroken = 40;  // lines of one paragraph

constexpr std::size_t kMostLines = 3'000;
constexpr std::size_t kMostFigures = 800;
constexpr std::size_t kLongestLine = 2'000;  // code points of a sentence's line
constexpr std::size_t kLongestBetween = 24;  // a label line between two rows
constexpr std::uint32_t kRowGap = 3;
constexpr std::size_t kLongestWords = 80;  // code points of a number's own words
constexpr std::size_t kLongestHeading = 40;
constexpr std::size_t kLongestSentence = 160;

void add(Document& document, std::string_view name, std::string value, std::string text,
         double confidence = 1) {
    Field field;
    field.name = std::string(name);
    field.value = std::move(value);
    field.text = std::move(text);
    field.confidence = confidence;
    document.fields.push_back(std::move(field));
}

std::string tabbed(const std::vector<std::string>& words) { return base::join(words, "\t"); }

/// The last `count` code points.
std::string_view suffix(std::string_view text, std::size_t count) {
    std::size_t at = text.size();
    while (at > 0 && count > 0) {
        --at;
        if ((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U) --count;
    }
    return text.substr(at);
}

/// A number in running text.
struct Spot {
    std::size_t begin = 0;
    std::size_t end = 0;  ///< after its unit
    std::string value;
};

std::vector<Spot> spots_in(std::string_view text) {
    static const Pattern arabic(
        R"(([0-9][0-9,]*(?:\.[0-9]+)?)\s*(件次|件|起|宗|项|份|人次|人|家|户|个月|个工作日|个|次|例|年|月|日|号|%|‰|时|点|分|小时|天|页|周|季|届|条|款|度|版|级|类|岁|楼|室|章|[-/.:~][0-9]|[A-Za-z〕\]】])?)");
    static const Pattern han(
        R"(([一二两三四五六七八九十百零〇]{1,6})\s*(件次|件|起|宗|项|份|人次|例|次))",
        {"件", "起", "宗", "项", "份", "例", "次"});
    static const std::array<std::string_view, 11> kCounters = {"件次", "件", "起", "宗", "项", "份",
                                                               "人次", "人", "家", "户", "个"};
    std::vector<Spot> spots;
    for (const Amount& amount : find_amounts(text))
        spots.push_back({amount.begin, amount.end, base::format_money(amount.value) + " 元"});
    for (const auto& match : arabic.all(text)) {
        const auto unit = match.groups[1];
        const bool counts =
            unit == "次" || unit == "例" || std::ranges::find(kCounters, unit) != kCounters.end();
        const auto before = text.substr(0, match.begin);
        if ((!unit.empty() && !counts) || match.groups[0].size() > 9 || before.ends_with("第") ||
            before.ends_with("-") || before.ends_with("〔") || before.ends_with("["))
            continue;
        std::string value(match.groups[0]);
        std::erase(value, ',');
        spots.push_back({match.begin, match.end, counts ? value + " " + std::string(unit) : value});
    }
    for (const auto& match : han.all(text))
        if (const auto value = parse_numeral(match.groups[0]);
            value && !text.substr(0, match.begin).ends_with("第"))
            spots.push_back({match.begin, match.end,
                             std::to_string(*value) + " " + std::string(match.groups[1])});
    std::ranges::stable_sort(spots, {}, &Spot::begin);
    std::vector<Spot> apart;
    for (Spot& spot : spots)
        if (apart.empty() || apart.back().end <= spot.begin) apart.push_back(std::move(spot));
    return apart;
}

/// A numbered sentence that gives figures, its own number aside, is no heading.
bool gives_figures(std::string_view numbered) {
    constexpr std::size_t kNumber = 4;  // bytes: "12.", "(3)"
    return !spots_in(numbered.substr(std::min(numbered.size(), kNumber))).empty();
}

constexpr std::array<std::string_view, 8> kClauseMarks = {",", ";", "。", "!", "?", "\t", "%", "‰"};

std::size_t after_last_mark(std::string_view text) {
    std::size_t from = 0;
    for (const std::string_view mark : kClauseMarks)
        if (const auto at = text.rfind(mark); at != std::string_view::npos)
            from = std::max(from, at + mark.size());
    return from;
}

std::size_t first_mark(std::string_view text) {
    std::size_t to = text.size();
    for (const std::string_view mark : {",", ";", "。", "!", "?", "\t", "、", ":", "(", ")"})
        to = std::min(to, text.find(mark));
    return to;
}

/// Words that lead to a number and name nothing.
bool names_nothing(std::string_view words) {
    static const Pattern pattern(
        R"(^[\s、,;:()]*(?:共|共计|合计|总计|计|为|均为|达|有|共有|总数|数量|和|及|与)?[\s:]*$)");
    return pattern.in(words);
}

/// The headings over a text: 一、 then (一) then 1.
class Headings {
 public:
    /// What the line's own heading takes, in bytes.
    void enter(std::string_view line) {
        static const std::array<Pattern, 3> kLevels = {
            Pattern("^[一二三四五六七八九十]{1,3}、"),
            Pattern(R"(^\([一二三四五六七八九十]{1,3}\))"), Pattern(R"(^[0-9]{1,2}[、.)])")};
        for (std::size_t level = 0; level < kLevels.size(); ++level) {
            if (!kLevels[level].in(line)) continue;
            for (std::size_t i = level; i < kLevels.size(); ++i) words_[i].clear();
            static const Pattern end("[。:;,]");
            const auto match = end.find(line);
            const auto heading =
                base::prefix(match ? line.substr(0, match->begin) : line, kLongestHeading);
            if (!gives_figures(heading)) words_[level] = without_blanks(heading);
            return;
        }
    }
    [[nodiscard]] std::string words() const {
        std::vector<std::string> all;
        for (const std::string& one : words_)
            if (!one.empty()) all.push_back(one);
        return tabbed(all);
    }

 private:
    std::array<std::string, 3> words_;
};

/// "甲、乙、丙分别为": the names the next numbers belong to, in order.
std::vector<std::string> named_in_turn(std::string_view words) {
    const auto at = words.find("分别");
    if (at == std::string_view::npos) return {};
    std::string list(words.substr(0, at));
    for (const std::string_view joint : {"和", "以及", "及", "与"})
        list = base::replaced(std::move(list), joint, "、");
    std::vector<std::string> names;
    std::string_view rest = list;
    while (!rest.empty()) {
        const auto mark = std::min(rest.find("、"), rest.size());
        if (mark > 0) names.emplace_back(rest.substr(0, mark));
        rest.remove_prefix(std::min(rest.size(), mark + std::string_view("、").size()));
    }
    return names.size() >= 2 && names.size() <= 12 ? names : std::vector<std::string>{};
}

constexpr std::string_view kListMark = "、";  // of three bytes, as 。 is

class Prose {
 public:
    Prose(Document& document, std::size_t& left) : document_(document), left_(left) {}

    void read(const Line& line) {
        const auto text = base::prefix(line.plain, kLongestLine);
        headings_.enter(text);
        tell(text);
    }
    /// A cell of a table that holds sentences; `label` is what stands left of it.
    void read_cell(std::string_view label, std::string_view text) {
        label_ = without_blanks(base::prefix(label, kLongestHeading));
        tell(base::prefix(text, kLongestLine));
        label_.clear();
    }

 private:
    void tell(std::string_view text) {
        const auto spots = spots_in(text);
        read_numbers(text, spots);
        read_nothings(text, spots);
    }
    void read_numbers(std::string_view text, const std::vector<Spot>& spots) {
        std::vector<std::string> names;
        std::size_t next_name = 0;
        for (std::size_t i = 0; i < spots.size() && left_ > 0; ++i) {
            const std::size_t previous = i == 0 ? 0 : spots[i - 1].end;
            std::size_t begin =
                previous + after_last_mark(text.substr(previous, spots[i].begin - previous));
            auto own = text.substr(begin, spots[i].begin - begin);
            if (names_nothing(own) && begin > previous) {
                // "办结案件,共5件": the clause before names it.
                const auto earlier = text.substr(previous, begin - previous - 1);
                begin = previous + after_last_mark(earlier);
                own = text.substr(begin, spots[i].begin - begin);
            }
            if (auto in_turn = named_in_turn(own); !in_turn.empty()) {
                names = std::move(in_turn);
                next_name = 0;
            }
            const auto rest = text.substr(spots[i].end, next_begin(spots, i, text) - spots[i].end);
            std::string words;
            if (next_name < names.size()) {
                words = names[next_name++];
            } else {
                words =
                    names_nothing(own) ? std::string() : std::string(suffix(own, kLongestWords));
            }
            words += "#" + std::string(base::prefix(rest.substr(0, first_mark(rest)), 20));
            say(text, begin, spots[i].value, words);
        }
    }
    static std::size_t next_begin(const std::vector<Spot>& spots, std::size_t i,
                                  std::string_view text) {
        return i + 1 < spots.size() ? spots[i + 1].begin : text.size();
    }

    /// "无移送案件", "未开展…", "失信:无": clauses without a number that say there was none.
    void read_nothings(std::string_view text, const std::vector<Spot>& spots) {
        static const Pattern none(
            "(?:未发生|未办理|未开展|未有|未收到|未作出|未实施|未适用|未采取|未发现|未新增|未出现|"
            "未查处|未产生|没有|暂无|尚无|均无|也无|无)",
            {"未", "没有", "无"});
        std::size_t spot = 0;
        std::string_view before;
        for (std::size_t from = 0; from < text.size() && left_ > 0;) {
            std::size_t to = clause_end(text, from);
            while (spot < spots.size() && spots[spot].end <= from) ++spot;
            const auto match = is_numbered_before(spots, spot, to)
                                   ? std::nullopt
                                   : none.find(text.substr(from, to - from));
            // "无立案、办结案件": what follows without a word of its own is none too.
            while (match && text.substr(to).starts_with(kListMark)) {
                const std::size_t next = to + kListMark.size();
                const std::size_t end = clause_end(text, next);
                if (is_numbered_before(spots, spot, end) || none.in(text.substr(next, end - next)))
                    break;
                to = end;
            }
            const auto clause = text.substr(from, to - from);
            if (match) {
                auto words = stripped(clause.substr(match->end));
                if (words.empty()) words = stripped(clause.substr(0, match->begin));
                if (words.empty()) words = before;
                if (!words.empty())
                    say(text, from, "0 无", std::string(base::prefix(words, kLongestWords)) + "#");
            }
            before = clause;
            from = to + (to < text.size() && (static_cast<unsigned char>(text[to]) & 0x80U) != 0
                             ? kListMark.size()
                             : 1);
        }
    }
    static bool is_numbered_before(const std::vector<Spot>& spots, std::size_t spot,
                                   std::size_t to) {
        return spot < spots.size() && spots[spot].begin < to;
    }
    static std::size_t clause_end(std::string_view text, std::size_t from) {
        while (from < text.size() && text[from] != ',' && text[from] != ';' && text[from] != ':' &&
               !text.substr(from).starts_with("。") && !text.substr(from).starts_with(kListMark))
            ++from;
        return from;
    }

    void say(std::string_view text, std::size_t begin, std::string value,
             const std::string& words) {
        const auto before = text.substr(0, begin);
        const auto stop = before.rfind("。");
        const auto sentence = suffix(stop == std::string_view::npos
                                         ? before
                                         : before.substr(stop + std::string_view("。").size()),
                                     kLongestSentence);
        add(document_, "statement", std::move(value),
            over() + "\n" + without_blanks(sentence) + "\n" + without_blanks(words));
        --left_;
    }

    [[nodiscard]] std::string over() const {
        if (label_.empty()) return headings_.words();
        return headings_.words() + "\t" + label_;
    }

    Document& document_;
    std::size_t& left_;
    Headings headings_;
    std::string label_;  ///< of the cell that is read
};

/// "工作内容 | 开展情况": a row whose cell tells its numbers in sentences. A row of figures is
/// none.
void read_told_row(const Line& line, Prose& prose) {
    static const Pattern figure(R"(^[¥]?[0-9][0-9,.]*(?:万|亿)?(?:元|\p{Han}{1,2})?$)");
    std::string_view label;
    for (const std::string_view written : base::split(line.plain, '\t')) {
        const auto cell = stripped(written);
        if (figure.in(cell)) return;
        const auto spots = spots_in(cell);
        const bool told = std::ranges::any_of(
            spots, [](const Spot& spot) { return spot.value.find(' ') != std::string::npos; });
        if (told && !label.empty())
            prose.read_cell(label, cell);
        else if (!cell.empty())
            label = cell;
    }
}

/// 单位:件、万元 over a table; 填报单位 names somebody.
std::optional<std::string> stated_unit(const Line& line) {
    static const Pattern pattern(
        R"((?:^|[\s(\t])(?:金额)?单位\s*[:：]\s*(?:[\p{Han}]{1,3}\s*[、,/]\s*)*(万元|元))",
        {"单位"});
    const auto match = pattern.find(line.plain);
    return match ? std::optional(std::string(match->groups[0])) : std::nullopt;
}

/// The rows from `at` on that make one table, and the labels between them.
std::size_t table_end(std::span<const Line> lines, std::size_t at) {
    std::size_t i = at;
    while (i < lines.size()) {
        const bool near = i == at || lines[i].number - lines[i - 1].number <= kRowGap;
        if (!near) break;
        const bool row = is_row(lines[i]);
        const bool between = i > at && lines[i].length <= kLongestBetween && !is_prose(lines[i]) &&
                             i + 1 < lines.size() && is_row(lines[i + 1]);
        // 一、… in a row of its own heads the rows below it, however it is written.
        const bool heading = is_numbered(lines[i]) && lines[i].length <= kLongestHeading &&
                             !gives_figures(lines[i].plain) && !lines[i].tight.ends_with("。") &&
                             i + 1 < lines.size() && is_row(lines[i + 1]);
        if (!row && !between && !heading) break;
        ++i;
    }
    return i;
}

/// The line at `i`, with those that a page's edge broke off it: a number may be in two halves.
void read_sentences(std::span<const Line> lines, std::size_t& i, Prose& prose) {
    const std::size_t first = i++;
    while (i < lines.size() && i - first < kMostBroken && is_broken(lines[i - 1], lines[i])) ++i;
    if (i == first + 1) return prose.read(lines[first]);
    std::string text;
    for (const Line& line : lines.subspan(first, i - first)) text += line.raw;
    const auto joined = lines_of(text);
    if (joined.size() == 1) prose.read(joined[0]);
}

}  // namespace

void read_figures(const std::vector<Line>& lines, Document& document) {
    std::size_t left = kMostFigures;
    const std::span<const Line> read = std::span(lines).first(std::min(lines.size(), kMostLines));
    Prose prose(document, left);
    for (std::size_t i = 0; i < read.size() && left > 0;) {
        if (auto unit = stated_unit(read[i]))
            add(document, "figure_unit", std::move(*unit), std::string(read[i].raw));
        const std::size_t end = table_end(read, i);
        if (end == i) {
            read_sentences(read, i, prose);
            continue;
        }
        for (const CellFigure& figure : figures_of_table(read.subspan(i, end - i), left)) {
            add(document, "figure", figure.value,
                tabbed(figure.heads) + "\n" + tabbed(figure.labels));
            --left;
        }
        for (const Line& line : read.subspan(i, end - i))
            if (line.cells && left > 0) read_told_row(line, prose);
        i = end;
    }
}

}  // namespace parsers::fields
