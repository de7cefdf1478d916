// Reads `due`: exactly one of the forms of interfaces.md, each with its own keys.
#include <fmt/format.h>

#include <algorithm>

#include "base/dates.h"
#include "config/fields.h"
#include "config/readers.h"

namespace config {
namespace {

using Form = DueRule::Form;

constexpr std::string_view kForms =
    R"(write { on = 2024-08-15 }, { every = "month", day = 10, of = "next", from = "2024-06" }, )"
    R"({ every = "year", month = 2, day = "last", from = "2025" }, )"
    R"({ after = "decision_date", days = 15 } or { year = 2024 })";

void read_every(const Slot& slot, DueRule& due) {
    constexpr std::array kWords{Word<Form>{"month", Form::EveryMonth},
                                Word<Form>{"year", Form::EveryYear}};
    if (const auto word = read_word(slot, kWords)) due.form = *word;
}

void read_after(const Slot& slot, DueRule& due) {
    constexpr std::array kWords{Word<Form>{"decision_date", Form::AfterDecision}};
    if (const auto word = read_word(slot, kWords)) due.form = *word;
}

void read_on(const Slot& slot, DueRule& due) {
    const auto day = read_date(slot);
    if (!day) return;
    if (!is_of_our_time(base::format_date(*day))) {
        slot.mistake(fmt::format("{} is of another time", base::format_date(*day)),
                     "correct the year");
        return;
    }
    due.on = day;
    due.form = Form::On;
}

void read_year(const Slot& slot, DueRule& due) {
    if (const auto year = read_whole(slot, kFirstYear, kLastYear)) {
        due.form = Form::Year;
        due.year = static_cast<int>(*year);
    }
}

void read_day(const Slot& slot, DueRule& due) {
    if (slot.value.type == Value::Type::String && slot.value.text == "last") {
        due.day = 0;
    } else if (slot.value.type != Value::Type::Integer) {
        slot.mistake("this is no day", "write 1 to 31, or \"last\"");
    } else if (const auto day = read_whole(slot, 1, 31)) {
        due.day = static_cast<unsigned>(*day);
    }
}

void read_of(const Slot& slot, DueRule& due) {
    constexpr std::array kWords{Word<bool>{"next", true}, Word<bool>{"same", false}};
    if (const auto word = read_word(slot, kWords)) due.of_next = *word;
}

void read_month_number(const Slot& slot, DueRule& due) {
    if (const auto month = read_whole(slot, 1, 12)) due.month = static_cast<unsigned>(*month);
}

void read_days_after(const Slot& slot, DueRule& due) {
    if (const auto days = read_whole(slot, 1, 3660)) due.days = static_cast<int>(*days);
}

constexpr std::array kDueFields{
    Field<DueRule>{"on", read_on},
    Field<DueRule>{"every", read_every},
    Field<DueRule>{"after", read_after},
    Field<DueRule>{"year", read_year},
    Field<DueRule>{"month", read_month_number},
    Field<DueRule>{"day", read_day},
    Field<DueRule>{"of", read_of},
    Field<DueRule>{"days", read_days_after},
    Field<DueRule>{"from", into<&DueRule::from>},
};

/// The key that makes a rule one of a form, and the keys that go with it.
struct FormKeys {
    Form form;
    std::string_view lead;
    std::array<std::string_view, 2> required;
    std::array<std::string_view, 2> allowed;
};

constexpr std::array kFormKeys{
    FormKeys{Form::On, "on", {}, {}},
    FormKeys{Form::EveryMonth, "every", {"day"}, {"of", "from"}},
    FormKeys{Form::EveryYear, "every", {"month", "day"}, {"from"}},
    FormKeys{Form::AfterDecision, "after", {"days"}, {}},
    FormKeys{Form::Year, "year", {}, {}},
};

bool is_lead(std::string_view key) {
    return std::ranges::find(kFormKeys, key, &FormKeys::lead) != kFormKeys.end();
}

void check_keys(const Value& value, const FormKeys& keys, FileReport& report) {
    for (const Entry& entry : value.entries) {
        const bool belongs = entry.key == keys.lead ||
                             std::ranges::find(keys.required, entry.key) != keys.required.end() ||
                             std::ranges::find(keys.allowed, entry.key) != keys.allowed.end();
        const bool known =
            std::ranges::find(kDueFields, entry.key, &Field<DueRule>::key) != kDueFields.end();
        if (belongs || !known) continue;
        report.mistake(
            entry.line,
            fmt::format("due: \"{}\" does not go with this \"{}\"", entry.key, keys.lead),
            "take it out");
    }
    for (const std::string_view key : keys.required) {
        if (!key.empty() && value.find(key) == nullptr) report_missing(value, "due", key, report);
    }
}

void check_from(const Value& value, const DueRule& due, FileReport& report) {
    if (due.from.empty()) return;
    const bool monthly = due.form == Form::EveryMonth;
    const bool fits = monthly ? is_month(due.from) : is_year(due.from);
    if (fits && is_of_our_time(due.from)) return;
    report.mistake(value.line_of("from"),
                   fmt::format("due: from \"{}\" is no {}", due.from, monthly ? "month" : "year"),
                   monthly ? "write it as \"2024-06\"" : "write it as \"2025\"");
}

void check_day(const Value& value, const DueRule& due, FileReport& report) {
    // 2024 is a leap year: 29 February is a day, and clamped in the other years.
    if (due.form != Form::EveryYear || due.month == 0 || due.day == 0) return;
    if (base::make_date(2024, due.month, due.day)) return;
    report.mistake(value.line_of("day"),
                   fmt::format("due: month {} has no day {}", due.month, due.day),
                   "write \"last\" for the month's last day");
}

}  // namespace

void read_due(const Value& value, DueRule& due, FileReport& report) {
    if (value.type != Value::Type::Table) {
        report.mistake(value.line, "due: this is no rule", kForms);
        return;
    }
    const auto leads =
        std::ranges::count_if(value.entries, [](const Entry& entry) { return is_lead(entry.key); });
    read_record(value, "due", kDueFields, due, report);
    if (leads != 1) {
        due = DueRule{};
        report.mistake(value.line, "due: a rule has exactly one of on, every, after and year",
                       kForms);
        return;
    }
    const auto keys = std::ranges::find(kFormKeys, due.form, &FormKeys::form);
    if (keys == kFormKeys.end()) return;  // the leading key's mistake is reported
    check_keys(value, *keys, report);
    check_from(value, due, report);
    check_day(value, due, report);
}

}  // namespace config
