#include "daemon/judge/period.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "daemon/judge/words.h"
#include "parsers/fields/dates.h"
#include "parsers/fields/decision_number.h"
#include "parsers/fields/monthly.h"
#include "parsers/text/charset.h"

namespace judge {
namespace {

using config::DueRule;
using config::PeriodForm;
using parsers::SegmentKind;
using parsers::fields::MonthMention;

/// A form's field holds a time and none of these.
const std::vector<std::string> kSentenceWords = {"如下", "执法", "工作", "情况", "月报"};

std::string plain_of(std::string_view text) { return parsers::text::nfkc(text); }

/// A reader of pictures takes the thin pair of 11 for one stroke, and loses the 1 of 12: a January
/// or February it reads may be a November or December.
bool may_have_lost_a_one(std::string_view month) {
    return month.ends_with("-01") || month.ends_with("-02");
}

/// Single months named in the text; a text that names several months together ("一季度") gives
/// none.
void add_months(const PeriodFrame& frame, std::string_view text, std::string_view kind,
                const std::string& from, Question& question, bool picture = false) {
    const std::string plain = plain_of(text);
    std::set<std::string> months;
    for (const MonthMention& mention : parsers::fields::find_months(plain))
        if (!mention.act && mention.first == mention.last)
            months.insert(base::format_month(resolved(mention.last, mention.year, frame.arrived)));
    // A subject that lists months tells of one mail among several, or quotes who asked for them.
    const bool listed = months.size() > 1 && kind == "subject";
    for (const std::string& month : months)
        question.add(listed ? "listed" : kind, month, from, text,
                     picture && may_have_lost_a_one(month) ? kDoubtful : 1);
}

void add_years(std::string_view text, std::string_view kind, const std::string& from,
               Question& question) {
    const auto years = parsers::fields::find_years(plain_of(text));
    if (years.size() == 1) question.add(kind, std::to_string(years[0]), from, text);
}

void add_numbers(std::string_view text, std::string_view kind, const std::string& from,
                 Question& question) {
    for (const auto& number : parsers::fields::find_decision_numbers(text))
        question.add(kind, number.normal(), from, number.written);
}

void add(const PeriodFrame& frame, std::string_view text, std::string_view kind,
         const std::string& from, Question& question, bool picture = false) {
    switch (frame.form) {
        case PeriodForm::Month:
            add_months(frame, text, kind, from, question, picture);
            break;
        case PeriodForm::Year:
            add_years(text, kind, from, question);
            break;
        case PeriodForm::Decision:
            add_numbers(text, kind, from, question);
            break;
    }
}

bool is_picture(const Paper& paper) {
    return paper.document->text_source == parsers::TextSource::Ocr;
}

std::string head_title(const Paper& paper) {
    std::string title;
    for (const Title& one : paper.titles)
        if (one.head) title += one.text;
    return title;
}

void weigh_stated(const PeriodFrame& frame, const Paper& paper, Question& question) {
    for (const std::string_view text : paper.segments(SegmentKind::FormPeriod)) {
        // "现将…6月份情况报告如下" names a month; a form's field or a stretch of days states it.
        const bool sentence = any_in(fold(text), kSentenceWords);
        add_months(frame, text, sentence ? "sentence" : "stated_range", paper.from, question,
                   is_picture(paper));
    }
}

void weigh_decision(const Paper& paper, Question& question) {
    if (!paper.decision) return;
    const auto* normal = paper.decision->find("decision_number_normal");
    if (normal && normal->confidence >= parsers::kDisputed)
        question.add("decision_number", normal->value, paper.from, normal->text);
}

std::optional<base::Date> date_of_paper(const Paper& paper) {
    for (const std::string_view line : paper.segments(SegmentKind::DateLine)) {
        const auto dates = parsers::fields::find_dates(plain_of(line));
        if (!dates.empty()) return dates.back().date;
        if (const auto date = parsers::fields::date_line(fold(line))) return date;
    }
    return {};
}

/// The years this item has a due date in, where they are fixed.
std::set<int> fixed_years(const PeriodFrame& frame) {
    std::set<int> years;
    for (const config::Obligation* entry : frame.entries) {
        if (entry->due.form == DueRule::Form::On && entry->due.on)
            years.insert(base::year_of(*entry->due.on));
        if (entry->due.form == DueRule::Form::Year) years.insert(entry->due.year);
        if (entry->due.form == DueRule::Form::EveryYear) return {};
    }
    return years;
}

bool agrees(const Question& question, const std::string& period) {
    const auto scores = question.scored();
    return scores.empty() || scores[0].points_to == period;
}

void weigh_year(const PeriodFrame& frame, const std::vector<const Paper*>& papers,
                Question& question) {
    const std::string arrived = std::to_string(base::year_of(frame.arrived));
    const auto fixed = fixed_years(frame);
    const bool only = fixed.size() == 1 && std::to_string(*fixed.begin()) == arrived;
    // Also where something else was named: an item of one year can't be filed for another.
    if (only) question.add("due_year", arrived, "due rule", arrived);
    for (const Paper* paper : papers)
        if (const auto date = date_of_paper(*paper))
            if (const auto year = std::to_string(base::year_of(*date)); agrees(question, year))
                question.add("document_date", year, paper->from, base::format_date(*date));
    if (agrees(question, arrived))
        question.add("arrival", arrived, "arrival", base::format_date(frame.arrived));
}

}  // namespace

base::Month resolved(unsigned month, std::optional<int> year, base::Date arrived) {
    if (year) return {*year, month};
    const int this_year = base::year_of(arrived);
    return {month > base::month_of(arrived) ? this_year - 1 : this_year, month};
}

PeriodFrame frame_of(const config::Rulebook& rulebook, std::string_view obligation,
                     base::Date arrived) {
    PeriodFrame frame;
    frame.arrived = arrived;
    for (const config::Obligation& entry : rulebook.obligations)
        if (entry.id == obligation) frame.entries.push_back(&entry);
    if (!frame.entries.empty()) frame.form = config::period_form(*frame.entries.back());
    return frame;
}

void weigh_period(const PeriodFrame& frame, const Paper& paper, Question& question) {
    if (frame.form == PeriodForm::Month) weigh_stated(frame, paper, question);
    if (frame.form == PeriodForm::Decision) return weigh_decision(paper, question);
    if (const auto title = head_title(paper); !title.empty())
        add(frame, title, "title", paper.from, question, is_picture(paper));
    if (paper.is_body) return;
    add(frame, paper.name, "file_name", paper.from, question);
    for (const std::string& outer : paper.outer_names)
        if (!question.leading()) add(frame, outer, "file_name", paper.from, question);
}

void weigh_period(const PeriodFrame& frame, const Letter& letter, Question& question) {
    add(frame, letter.subject, letter.subject_kind(), "subject", question);
    // A body tells of many years and numbers; of months it names the one it sends.
    if (frame.form != PeriodForm::Year)
        add(frame, letter.own_text, "body", letter.own_from, question);
    if (frame.form == PeriodForm::Month)
        for (const std::string& subject : letter.quoted_subjects)
            add(frame, subject, "forwarded", "quoted header", question);
}

void weigh_arrival(const PeriodFrame& frame, const std::vector<const Paper*>& papers,
                   Question& question) {
    if (frame.form == PeriodForm::Year) return weigh_year(frame, papers, question);
    if (frame.form != PeriodForm::Month) return;
    const std::string before =
        base::format_month(base::previous(base::month_containing(frame.arrived)));
    if (agrees(question, before))
        question.add("arrival", before, "arrival", base::format_date(frame.arrived));
}

namespace {

/// The day of the month a stretch of days ends on: "2024年6月1日至6月30日" -> 30.
std::optional<unsigned> last_day_of(std::string_view stretch) {
    unsigned day = 0;
    unsigned scale = 1;
    for (auto at = stretch.find_last_of("0123456789"); at != std::string_view::npos; --at) {
        const char digit = stretch[at];
        if (digit < '0' || digit > '9' || scale > 10) break;
        day += static_cast<unsigned>(digit - '0') * scale;
        scale *= 10;
        if (at == 0) break;
    }
    return day >= 1 && day <= 31 ? std::optional(day) : std::nullopt;
}

/// A stretch of days that ends in this month, at most a few days ahead: who reports on the 28th may
/// state the whole month, who does so on the 9th has mistaken it.
bool is_nearly_over(const PeriodFrame& frame, const Evidence& stated) {
    constexpr std::chrono::days kAhead{5};
    const std::string plain = plain_of(stated.text);
    for (const MonthMention& mention : parsers::fields::find_months(plain)) {
        if (!mention.days) continue;
        const auto month = resolved(mention.last, mention.year, frame.arrived);
        const auto day =
            last_day_of(std::string_view(plain).substr(mention.begin, mention.end - mention.begin));
        if (base::format_month(month) != stated.points_to || !day) continue;
        const auto end = base::first_day(month) + std::chrono::days(*day - 1);
        if (end <= frame.arrived + kAhead) return true;
    }
    return false;
}

}  // namespace

bool is_before_the_plan(const PeriodFrame& frame, std::string_view period) {
    if (frame.form != PeriodForm::Year) return false;
    const auto fixed = fixed_years(frame);
    return !fixed.empty() && period < std::to_string(*fixed.begin());
}

bool is_doubtful_month(const PeriodFrame& frame, const Question& question,
                       std::string_view period) {
    if (frame.form != PeriodForm::Month) return false;
    const auto month = base::parse_month(period);
    if (!month || *month < base::month_containing(frame.arrived)) return false;
    return *month > base::month_containing(frame.arrived) ||
           std::ranges::none_of(question.evidence(), [&](const Evidence& one) {
               return one.kind == "period.stated_range" && one.points_to == period &&
                      is_nearly_over(frame, one);
           });
}

}  // namespace judge
