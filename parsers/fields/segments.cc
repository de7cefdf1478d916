#include "parsers/fields/segments.h"

#include <algorithm>
#include <optional>
#include <span>

#include "parsers/fields/body.h"
#include "parsers/fields/dates.h"
#include "parsers/fields/decision.h"
#include "parsers/fields/decision_number.h"
#include "parsers/fields/figures.h"
#include "parsers/fields/form_fields.h"
#include "parsers/fields/lines.h"
#include "parsers/fields/links.h"
#include "parsers/fields/pattern.h"
#include "parsers/fields/shapes.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kHeadLines = 14;
constexpr std::size_t kTailLines = 30;
constexpr std::size_t kAboveAnnex = 12;  // lines between a day and the annex below it
constexpr std::size_t kLongestInnerTitle = 30;
constexpr std::size_t kMostInnerTitles = 60;
constexpr std::size_t kMostTables = 200;
constexpr std::size_t kMostAnnexes = 50;

using Lines = std::vector<Line>;

void add(Document& document, SegmentKind kind, std::string_view text, std::uint32_t line) {
    Segment segment;
    segment.kind = kind;
    segment.text = std::string(text);
    segment.line = line;
    document.segments.push_back(std::move(segment));
}

bool starts_form(const Line& line) {
    static const Pattern pattern(
        "^(?:填报|报送|填表|制表|上报)(?:单位|部门|时间)|^(?:统计|所属|报告|报送|填报)"
        "(?:期间|期|时期|时段|时间|月份|月度|周期):|^统计期间|^当事人|^被处罚|^违法行为人|^"
        "单位(?:名称)?(?:\\((?:盖章|公章|签章|加盖公章)\\))?:");
    return line.cells || pattern.in(line.tight);
}

bool is_red_head(const Line& line) { return line.tight.ends_with("文件") || is_authority(line); }

/// A line that is a number and little else: 阳市监处罚〔2024〕41号, 文号：…
std::optional<DecisionNumber> number_line(const Line& line) {
    if (line.length > 60) return {};
    auto numbers = find_decision_numbers(line.raw);
    if (numbers.size() != 1 || is_title_like(line)) return {};
    return std::move(numbers[0]);
}

/// Lines of a head that are no words of its title: page numbers, 签发人, 主送, a bare "附件1", the
/// name a sheet has before anybody gives it one.
bool is_head_note(const Line& line) {
    static const Pattern pattern(
        R"(^(?:[Ss]heet[0-9]{1,2}|工作表[0-9]{1,2}|第?[0-9]{1,3}页.{0,12}|[-—–]{1,2}[0-9]{1,3}[-—–]{1,2}|[0-9]{1,3}|附(?:件|表)[0-9一二三四五六七八九十]{0,2}:?|(?:主送|抄送|抄报|签发人?|密级|紧急程度|份号|拟稿人?|核稿人?|发文机关|发文日期|印发日期|成文日期|打印|校对):.*)$)");
    return !line.cells && pattern.in(line.tight);
}

/// "(2024年7月4日)" under a title.
bool is_date_in_brackets(const Line& line) {
    return line.tight.size() > 2 && line.tight.starts_with("(") && line.tight.ends_with(")") &&
           date_line(std::string_view(line.tight).substr(1, line.tight.size() - 2)).has_value();
}

/// Words that end like a title need no further line; "关于印发…" does.
bool is_complete_title(std::string_view title) {
    if (title.empty()) return false;
    const auto lines = lines_of(title);
    return lines.size() == 1 && is_title_like(lines[0]);
}

/// The head: everything above the first addressee, form field, party or sentence. Returns its
/// number of lines.
std::size_t read_head(const Lines& lines, Document& document) {
    std::string title;
    std::uint32_t title_line = 0;
    const auto flush = [&] {
        if (!title.empty()) add(document, SegmentKind::Title, title, title_line);
        title.clear();
    };
    std::size_t i = 0;
    for (; i < std::min(lines.size(), kHeadLines); ++i) {
        const Line& line = lines[i];
        if (const auto number = number_line(line)) {
            flush();
            add(document, SegmentKind::Number, number->written, line.number);
        } else if (is_head_note(line) || date_line(line.tight) || is_date_in_brackets(line)) {
            flush();
        } else if (is_addressee(line)) {
            flush();
            add(document, SegmentKind::Addressee, line.raw, line.number);
            ++i;
            break;
        } else if (starts_form(line) || is_prose(line) || line.tight.ends_with(':')) {
            break;
        } else if (title.empty() && is_red_head(line) && !is_title_like(line)) {
            add(document, SegmentKind::RedHead, line.raw, line.number);
        } else if (is_complete_title(title) && is_authority(line)) {
            // The author under the title.
            flush();
            add(document, SegmentKind::RedHead, line.raw, line.number);
        } else {
            if (title.empty()) title_line = line.number;
            title += title_text(line);
        }
    }
    flush();
    return i;
}

/// Papers bound into one file: a later line that is a title and nothing else.
void read_inner_titles(const Lines& lines, std::size_t from, Document& document) {
    static const Pattern running(
        "按照|根据|依据|关于印发|以下|如下|《[^》]*$|^[^《]*》|[的和与及、]$");
    static const Pattern standing(
        "(?:决定书|告知书|通知书|催告书|意见书|回证|审批表|月报表?|统计表|报表|清单|公告|基准|笔录|"
        "报告|方案|计划)(?:\\([^()]*\\))?$");
    // "附件:…决定书" tells what comes along, not what begins here.
    static const Pattern annex_list("^附(?:件|表|录)?:");
    std::size_t found = 0;
    for (std::size_t i = from; i < lines.size() && found < kMostInnerTitles; ++i) {
        const Line& line = lines[i];
        if (line.length > kLongestInnerTitle || !is_title_like(line) || !standing.in(line.tight) ||
            running.in(line.tight) || annex_list.in(line.tight))
            continue;
        add(document, SegmentKind::Title, title_text(line), line.number);
        ++found;
        if (i + 1 < lines.size())
            if (const auto number = number_line(lines[i + 1]))
                add(document, SegmentKind::Number, number->written, lines[i + 1].number);
    }
}

std::string joined_cells(const Line& line) {
    std::string text;
    for (const char c : line.plain) text += c == '\t' ? ' ' : c;
    return text;
}

/// The first row of every table, and its second where that is a heading too.
void read_tables(const Lines& lines, Document& document) {
    static const Pattern digits("[0-9]");
    std::size_t tables = 0;
    for (std::size_t i = 0; i < lines.size() && tables < kMostTables; ++i) {
        const bool begins = lines[i].cells && (i == 0 || !lines[i - 1].cells ||
                                               lines[i - 1].number + 1 != lines[i].number);
        if (!begins) continue;
        ++tables;
        add(document, SegmentKind::TableHeader, joined_cells(lines[i]), lines[i].number);
        if (i + 1 < lines.size() && lines[i + 1].cells && !digits.in(lines[i + 1].plain))
            add(document, SegmentKind::TableHeader, joined_cells(lines[i + 1]),
                lines[i + 1].number);
    }
}

std::string_view without_seal_word(std::string_view raw) {
    static const Pattern seal(R"(\s*[(（]\s*(?:公章|盖章|印章|章|签章|加盖公章|印)\s*[)）]\s*$)");
    const auto match = seal.find(raw);
    return match ? raw.substr(0, match->begin) : raw;
}

/// "兴国镇人民政府  2024年6月25日" in one line: the name before the date.
std::optional<std::string_view> name_before_date(const Line& line) {
    if (line.length > 50 || line.cells) return {};
    const auto dates = find_dates(line.plain);
    if (dates.size() != 1 || dates[0].begin == 0 || dates[0].end + 3 < line.plain.size()) return {};
    const auto name = stripped(std::string_view(line.plain).substr(0, dates[0].begin));
    const auto named = lines_of(name);
    if (named.size() != 1 || !is_authority(named[0])) return {};
    return name;
}

bool can_sign(const Line& line) {
    static const Pattern label(
        "^(?:报送|填报)?单位(?:名称)?(?:\\((?:盖章|公章|章|签章|加盖公章)\\))?:");
    if (is_authority(line)) return true;
    return line.length <= 40 && label.in(line.tight);
}

/// Names directly above line `below`; joint decisions have several. Whether there was one.
bool read_names_above(std::span<const Line> lines, std::size_t below, Document& document) {
    bool found = false;
    for (std::size_t i = below, seen = 0; i > 0 && seen < 4; --i, ++seen) {
        const Line& line = lines[i - 1];
        if (is_footer(line) && !is_authority(line)) continue;
        if (!can_sign(line)) break;
        add(document, SegmentKind::Signature, without_seal_word(line.raw), line.number);
        found = true;
    }
    return found;
}

/// Where papers bound in behind the signature begin: "附件1" alone in its line, below a day. None:
/// the number of lines.
std::size_t annex_begin(std::span<const Line> lines, std::size_t first) {
    static const Pattern annex(R"(^附(?:件|表|录)[0-9一二三四五六七八九十]{0,2}:?$)");
    const auto is_dated = [](const Line& line) {
        return line.length <= 50 &&
               (date_line(line.tight).has_value() || name_before_date(line).has_value());
    };
    std::size_t asked = 0;
    for (std::size_t i = first; i < lines.size() && asked < kMostAnnexes; ++i) {
        if (!lines[i].tight.starts_with("附") || !annex.in(lines[i].tight)) continue;
        ++asked;
        const auto above = lines.subspan(first, i - first);
        if (std::ranges::any_of(above.last(std::min(above.size(), kAboveAnnex)), is_dated))
            return i;
    }
    return lines.size();
}

/// A body that is the paper itself, pasted or typed: a title above an addressee or a form.
bool is_paper_itself(const Lines& lines) {
    constexpr std::size_t kTitleLines = 3;
    if (lines.empty() || !(is_title_like(lines[0]) || is_red_head(lines[0]))) return false;
    for (std::size_t i = 1; i < std::min(lines.size(), kTitleLines + 1); ++i)
        if (is_addressee(lines[i]) || starts_form(lines[i])) return true;
    return false;
}

}  // namespace

void read_signature(std::span<const Line> all, std::size_t first, Document& document) {
    const auto lines = all.first(annex_begin(all, first));
    const std::size_t stop =
        std::max(first, lines.size() > kTailLines ? lines.size() - kTailLines : 0);
    for (std::size_t i = lines.size(); i > stop; --i) {
        const Line& line = lines[i - 1];
        if (date_line(line.tight)) {
            add(document, SegmentKind::DateLine, line.raw, line.number);
            // Some write the day first.
            if (!read_names_above(lines.subspan(stop), i - 1 - stop, document) &&
                i < lines.size() && is_authority(lines[i]))
                add(document, SegmentKind::Signature, without_seal_word(lines[i].raw),
                    lines[i].number);
            return;
        }
        if (const auto name = name_before_date(line)) {
            add(document, SegmentKind::DateLine, line.raw, line.number);
            add(document, SegmentKind::Signature, *name, line.number);
            return;
        }
    }
    for (std::size_t i = lines.size(); i > stop; --i) {
        if (is_footer(lines[i - 1]) || lines[i - 1].cells) continue;
        if (is_authority(lines[i - 1])) read_names_above(lines.subspan(stop), i - stop, document);
        return;
    }
}

void read_fields(Document& document) {
    for (Link& link : find_links(document.text))
        if (std::ranges::find(document.links, link.url, &Link::url) == document.links.end())
            document.links.push_back(std::move(link));
    Lines lines = lines_of(document.text);
    if (lines.empty()) return;
    if (document.role == Role::Body) lines.resize(read_quotes(lines, document));
    const bool letter = document.role == Role::Body && !is_paper_itself(lines);
    const std::size_t head = letter ? read_greeting(lines, document) : read_head(lines, document);
    if (document.role != Role::Body) read_inner_titles(lines, head, document);
    read_tables(lines, document);
    for (Segment& segment : form_fields(lines)) document.segments.push_back(std::move(segment));
    read_signature(lines, std::min(head, lines.size()), document);
    if (document.role == Role::Body) read_card(lines, document);
    const std::size_t fields = document.fields.size();
    read_decisions(lines, document);
    // A decision's sums are its own; everything else may be a report.
    if (document.fields.size() == fields) read_figures(lines, document);
}

}  // namespace parsers::fields
