#include "daemon/notices/digest_rows.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "config/working_days.h"

namespace notices {
namespace {

using duties::Duty;
using duties::DutyState;

constexpr std::chrono::days kRecently{31};
constexpr std::chrono::days kNear{5};

bool is_event(const config::Rulebook& rulebook, std::string_view id, std::string_view period) {
    const auto* obligation = config::find_obligation(rulebook, id, period);
    return obligation && obligation->due.form == config::DueRule::Form::AfterDecision;
}

using RowKey = std::tuple<base::Date, std::string, std::string, std::vector<std::string>>;

/// What is missing parts the rows of incomplete ones alone.
RowKey key_of(const Duty& duty) {
    const bool tells = duty.state == DutyState::Incomplete;
    return {duty.due.value_or(base::Date::max()), duty.obligation, duty.period,
            tells ? duty.missing : std::vector<std::string>()};
}

template <class Wanted>
std::vector<DutyRow> grouped(const std::vector<Duty>& duties, bool last_due_first,
                             const Wanted& wanted) {
    std::map<RowKey, DutyRow> groups;
    for (const Duty& duty : duties)
        if (wanted(duty)) groups[key_of(duty)].duties.push_back(&duty);
    std::vector<DutyRow> rows;
    rows.reserve(groups.size());
    for (auto& [key, row] : groups) rows.push_back(std::move(row));
    if (last_due_first)
        std::ranges::stable_sort(rows, std::ranges::greater(), [](const DutyRow& row) {
            return row.first().due.value_or(base::Date::min());
        });
    return rows;
}

/// Everything that `one` names, `other` names the same.
bool says_no_more(const storage::Candidate& one, const storage::Candidate& other) {
    return (one.unit.empty() || one.unit == other.unit) &&
           (one.obligation.empty() || one.obligation == other.obligation) &&
           (one.period.empty() || one.period == other.period);
}

bool is_done(DutyState state) {
    return state == DutyState::Filed || state == DutyState::FiledLate || state == DutyState::Exempt;
}

void add(MonthReport& report, const Duty& duty) {
    switch (duty.state) {
        case DutyState::Exempt:
            return;
        case DutyState::Filed:
            report.on_time.push_back(&duty);
            return;
        case DutyState::FiledLate:
            report.late.push_back(&duty);
            return;
        case DutyState::Incomplete:
            report.incomplete.push_back(&duty);
            return;
        case DutyState::InReview:
            report.in_review.push_back(&duty);
            return;
        default:
            report.missing.push_back(&duty);
    }
}

/// A day without a digest hands its month's account to the next one.
bool tells_of_month(const config::Rulebook& rulebook, const DigestContent& content,
                    base::Date due) {
    const auto first = config::add_working_days(rulebook.calendar, due, 1);
    return first == content.day ||
           (content.last_day && *content.last_day < first && first < content.day);
}

}  // namespace

std::vector<storage::Candidate> proposals_of(std::vector<storage::Candidate> candidates) {
    std::ranges::stable_sort(candidates, std::ranges::greater(), &storage::Candidate::score);
    std::vector<storage::Candidate> proposals;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        bool said = false;
        for (std::size_t j = 0; j < candidates.size() && !said; ++j)
            said = i != j && says_no_more(candidates[i], candidates[j]) &&
                   (j < i || !says_no_more(candidates[j], candidates[i]));
        if (!said) proposals.push_back(candidates[i]);
    }
    return proposals;
}

bool can_agree(const config::Rulebook& rulebook, const std::vector<storage::Candidate>& proposals) {
    if (proposals.empty()) return false;
    const auto& first = proposals.front();
    const auto* obligation = config::find_obligation(rulebook, first.obligation, first.period);
    // A decision without a number is filed under its bytes' hash.
    const bool named = !first.period.empty() ||
                       (obligation && obligation->due.form == config::DueRule::Form::AfterDecision);
    return obligation && config::find_unit(rulebook, first.unit) && named &&
           (proposals.size() == 1 || proposals[1].score < first.score);
}

bool is_history(const config::Rulebook& rulebook, const DigestContent& content, const Duty& duty) {
    const auto from =
        content.history_before ? content.history_before : rulebook.settings.notices.remind_from;
    return from && duty.due && *duty.due < *from;
}

std::vector<DutyRow> rows_in_state(const config::Rulebook& rulebook, const DigestContent& content,
                                   DutyState state) {
    const bool past = state == DutyState::Overdue || state == DutyState::Incomplete;
    return grouped(content.duties, past, [&](const Duty& duty) {
        return duty.state == state && !is_history(rulebook, content, duty);
    });
}

std::vector<DutyRow> late_rows(const config::Rulebook& rulebook, const DigestContent& content) {
    return grouped(content.duties, true, [&](const Duty& duty) {
        return duty.state == DutyState::FiledLate && duty.due &&
               *duty.due >= content.day - kRecently && !is_history(rulebook, content, duty);
    });
}

std::size_t owing(const DigestContent& content, const Duty& duty) {
    return static_cast<std::size_t>(std::ranges::count_if(content.duties, [&](const Duty& other) {
        return other.obligation == duty.obligation && other.period == duty.period &&
               other.state != DutyState::Exempt;
    }));
}

int days_late(const DigestContent& content, const Duty& duty) {
    const auto done = content.completed.find(duty.filing);
    if (!duty.due || done == content.completed.end()) return 0;
    return std::max(0, static_cast<int>((done->second - *duty.due).count()));
}

std::vector<NearItem> near_items(const config::Rulebook& rulebook, const DigestContent& content) {
    std::vector<NearItem> items;
    for (const Duty& duty : content.duties) {
        if (is_done(duty.state) || !duty.due || *duty.due - content.day > kNear) continue;
        if (!is_event(rulebook, duty.obligation, duty.period)) continue;
        if (!is_history(rulebook, content, duty)) items.push_back({&duty, nullptr, *duty.due});
    }
    for (const auto& item : content.review)
        if (item.due && *item.due - content.day <= kNear)
            items.push_back({nullptr, &item, *item.due});
    std::ranges::stable_sort(items, {}, &NearItem::due);
    return items;
}

std::vector<MonthReport> month_reports(const config::Rulebook& rulebook,
                                       const DigestContent& content) {
    std::vector<MonthReport> reports;
    for (const Duty& duty : content.duties) {
        const bool same = !reports.empty() && reports.back().obligation == duty.obligation &&
                          reports.back().period == duty.period;
        if (!same) {
            const auto* entry = config::find_obligation(rulebook, duty.obligation, duty.period);
            if (!entry || entry->due.form != config::DueRule::Form::EveryMonth || !duty.due ||
                !tells_of_month(rulebook, content, *duty.due))
                continue;
            MonthReport report;
            report.obligation = duty.obligation;
            report.period = duty.period;
            report.due = *duty.due;
            reports.push_back(std::move(report));
        }
        add(reports.back(), duty);
    }
    return reports;
}

}  // namespace notices
