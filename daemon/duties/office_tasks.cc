#include "daemon/duties/office_tasks.h"

#include <fmt/format.h>

#include <algorithm>

#include "config/due.h"
#include "config/working_days.h"

namespace duties {
namespace {

constexpr int kShownDays = 10;  ///< working days before and after

}  // namespace

std::vector<OfficeTask> office_tasks(const config::Rulebook& rulebook, const OfficeItemsDone& done,
                                     base::Date day) {
    const base::Date ahead = config::add_working_days(rulebook.calendar, day, kShownDays);
    const base::Date back = config::add_working_days(rulebook.calendar, day, -kShownDays);
    std::vector<OfficeTask> tasks;
    std::set<std::string_view> seen;
    for (const config::Obligation& each : rulebook.obligations) {
        if (!seen.insert(each.id).second) continue;
        // What is due early in a year is a task of the year's end before.
        for (std::string& period : config::task_periods_begun(rulebook, each.id, ahead)) {
            const auto* entry = config::find_obligation(rulebook, each.id, period);
            if (entry->nature != config::Nature::Office || done.contains({each.id, period}))
                continue;
            const auto due = config::due_dates(*entry, rulebook.calendar, period);
            if (!due || due->rolled < back || due->rolled > ahead) continue;
            tasks.push_back({each.id, entry->title, std::move(period), due->nominal, due->rolled,
                             due->rolled < day});
        }
    }
    std::ranges::stable_sort(tasks, {}, &OfficeTask::due);
    return tasks;
}

std::string words_of(const OfficeTask& task) {
    const auto due = base::format_date(task.due);
    if (!task.overdue)
        return fmt::format("本局事项“{}”（{}）应于 {} 前完成", task.title, task.period, due);
    return fmt::format(
        "本局事项“{}”（{}）应于 {} 前完成，已逾期；若已完成，请用 filingctl file 登记（事项 {}）",
        task.title, task.period, due, task.obligation);
}

}  // namespace duties
