#include "daemon/notices/digest_sheets.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>

#include "base/text.h"
#include "config/due.h"
#include "daemon/duties/matrix.h"
#include "daemon/notices/digest_rows.h"
#include "daemon/notices/digest_values.h"
#include "daemon/notices/words.h"

namespace notices {
namespace {

using duties::Duty;
using duties::DutyState;

constexpr std::array kMissing{DutyState::Overdue, DutyState::Incomplete, DutyState::InReview,
                              DutyState::DueSoon};

Cell day_cell(std::optional<base::Date> day) { return day ? Cell(*day) : Cell(); }

Cell completed_cell(const DigestContent& content, const Duty& duty) {
    const auto done = content.completed.find(duty.filing);
    return done == content.completed.end() ? Cell() : Cell(done->second);
}

Cell days_cell(std::int64_t days) { return days > 0 ? Cell(days) : Cell(); }

/// Of a duty that has nothing, what is missing is all: only a filing begun tells what it lacks.
std::string lacking(const Duty& duty) {
    return duty.state == DutyState::Incomplete ? missing_words(duty.missing) : std::string();
}

std::vector<Cell> duty_cells(const config::Rulebook& rulebook, const Duty& duty) {
    return {unit_words(rulebook, duty.unit),
            obligation_words(rulebook, duty.obligation, duty.period), period_words(duty.period),
            day_cell(duty.due)};
}

/// The digest's year; in January, when the last months of the year before fall due, that one too.
std::vector<int> years_of(const DigestContent& content) {
    const int year = base::year_of(content.day);
    if (base::month_of(content.day) > 1) return {year};
    return {year, year - 1};
}

std::vector<const Duty*> in_order(const DigestContent& content, std::span<const DutyState> states) {
    std::vector<const Duty*> found;
    for (const DutyState state : states) {
        const auto begin = found.size();
        for (const Duty& duty : content.duties)
            if (duty.state == state) found.push_back(&duty);
        std::stable_sort(found.begin() + static_cast<std::ptrdiff_t>(begin), found.end(),
                         [](const Duty* a, const Duty* b) {
                             return a->due.value_or(base::Date::max()) <
                                    b->due.value_or(base::Date::max());
                         });
    }
    return found;
}

Sheet missing_sheet(const config::Rulebook& rulebook, const DigestContent& content) {
    Sheet sheet;
    sheet.name = "未报送名单";
    sheet.title = "未报送名单 " + day_words(content.day);
    sheet.heads = {"单位",     "事项",     "期次", "截止日期", "状态",
                   "逾期天数", "剩余天数", "缺少", "备注"};
    for (const Duty* duty : in_order(content, kMissing)) {
        auto cells = duty_cells(rulebook, *duty);
        const std::int64_t late = duty->due ? (content.day - *duty->due).count() : 0;
        cells.emplace_back(std::string(duties::label(duty->state)));
        cells.push_back(days_cell(late));
        cells.push_back(days_cell(-late));
        cells.emplace_back(lacking(*duty));
        cells.emplace_back(std::string(is_history(rulebook, content, *duty) ? "往期，不催报" : ""));
        sheet.rows.push_back(std::move(cells));
    }
    return sheet;
}

Sheet late_sheet(const config::Rulebook& rulebook, const DigestContent& content) {
    Sheet sheet;
    sheet.name = "迟报名单";
    sheet.title = "迟报名单 " + day_words(content.day);
    sheet.heads = {"单位", "事项", "期次", "截止日期", "报齐日期", "迟报天数"};
    constexpr std::array kLate{DutyState::FiledLate};
    const auto years = years_of(content);
    for (const Duty* duty : in_order(content, kLate)) {
        if (duty->due && base::year_of(*duty->due) < years.back()) continue;
        auto cells = duty_cells(rulebook, *duty);
        cells.push_back(completed_cell(content, *duty));
        cells.push_back(days_cell(days_late(content, *duty)));
        sheet.rows.push_back(std::move(cells));
    }
    return sheet;
}

Sheet review_sheet(const config::Rulebook& rulebook, const DigestContent& content) {
    Sheet sheet;
    sheet.name = "待核来件";
    sheet.title = "待核来件 " + day_words(content.day) + "（编号只用于回复当天的汇总）";
    sheet.heads = {"编号", "邮件", "到达时间", "发件人", "主题", "原因", "建议"};
    for (const auto& item : content.review) {
        std::vector<std::string> proposals;
        for (const auto& proposal : item.candidates)
            proposals.push_back(proposal_words(rulebook, proposal));
        sheet.rows.push_back({std::int64_t{item.number}, base::label(item.message),
                              moment_words(item.received_at), base::one_line(item.from, 80),
                              shown_subject(item.subject), std::string(review_words(item.reason)),
                              base::join(proposals, "；")});
    }
    return sheet;
}

Sheet month_sheet(const config::Rulebook& rulebook, const DigestContent& content,
                  const MonthReport& report) {
    Sheet sheet;
    sheet.name = "月度通报 " + report.period;
    sheet.title = month_title(rulebook, report) + "：" + month_balance(report);
    sheet.heads = {"单位", "情况", "报齐日期", "迟报天数", "缺少"};
    const std::array<std::pair<const std::vector<const Duty*>*, const char*>, 5> lists{
        {{&report.missing, "未报"},
         {&report.incomplete, "不全"},
         {&report.in_review, "待核"},
         {&report.late, "迟报"},
         {&report.on_time, "按时"}}};
    for (const auto& [list, words] : lists)
        for (const Duty* duty : *list)
            sheet.rows.push_back({unit_words(rulebook, duty->unit), std::string(words),
                                  completed_cell(content, *duty),
                                  days_cell(days_late(content, *duty)), lacking(*duty)});
    return sheet;
}

/// Decisions have no periods in common: one a row, where others are a table.
Sheet event_sheet(const config::Rulebook& rulebook, const DigestContent& content,
                  std::string_view obligation, int year) {
    Sheet sheet;
    sheet.heads = {"单位", "文号", "截止日期", "报齐日期", "状态"};
    for (const Duty& duty : content.duties) {
        if (duty.obligation != obligation || !duty.due || base::year_of(*duty.due) != year)
            continue;
        sheet.rows.push_back({unit_words(rulebook, duty.unit), period_words(duty.period),
                              day_cell(duty.due), completed_cell(content, duty),
                              std::string(duties::label(duty.state))});
    }
    return sheet;
}

Sheet matrix_sheet(const config::Rulebook& rulebook, const DigestContent& content,
                   const std::string& obligation, int year) {
    Sheet sheet;
    const auto matrix = duties::matrix_of(rulebook, content.duties, obligation, year);
    if (matrix.rows.empty()) return sheet;
    sheet.heads = {"单位"};
    for (const std::string& period : matrix.periods) sheet.heads.push_back(period_words(period));
    for (const auto& row : matrix.rows) {
        auto& cells = sheet.rows.emplace_back();
        cells.emplace_back(unit_words(rulebook, row.unit));
        for (const Duty* duty : row.cells)
            cells.push_back(duty ? Cell(std::string(duties::label(duty->state))) : Cell());
    }
    return sheet;
}

bool is_event(const config::Rulebook& rulebook, const std::string& obligation) {
    const auto* entry = config::find_obligation(rulebook, obligation);
    return entry && config::period_form(*entry) == config::PeriodForm::Decision;
}

void add_matrices(const config::Rulebook& rulebook, const DigestContent& content,
                  std::vector<Sheet>& sheets) {
    const auto years = years_of(content);
    std::set<std::string> done;
    for (const auto& obligation : rulebook.obligations) {
        if (!done.insert(obligation.id).second) continue;
        for (const int of : years) {
            Sheet sheet = is_event(rulebook, obligation.id)
                              ? event_sheet(rulebook, content, obligation.id, of)
                              : matrix_sheet(rulebook, content, obligation.id, of);
            if (sheet.rows.empty()) continue;
            sheet.name = obligation.title;
            sheet.title = obligation.title + " " + std::to_string(of) + "年";
            sheets.push_back(std::move(sheet));
        }
    }
}

}  // namespace

std::vector<Sheet> digest_sheets(const config::Rulebook& rulebook, const DigestContent& content) {
    std::vector<Sheet> sheets;
    sheets.push_back(missing_sheet(rulebook, content));
    sheets.push_back(late_sheet(rulebook, content));
    if (!content.review.empty()) sheets.push_back(review_sheet(rulebook, content));
    for (const auto& report : month_reports(rulebook, content))
        sheets.push_back(month_sheet(rulebook, content, report));
    add_matrices(rulebook, content, sheets);
    return sheets;
}

std::string digest_workbook_name(const DigestContent& content) {
    return "未报送名单_" + base::format_date(content.day) + ".xlsx";
}

}  // namespace notices
