#include <fmt/format.h>

#include "base/dates.h"
#include "config/fields.h"
#include "config/readers.h"
#include "config/working_days.h"

namespace config {
namespace {

using std::chrono::days;

struct Range {
    std::optional<base::Date> from;
    std::optional<base::Date> to;
};

constexpr std::array kRangeFields{
    Field<Range>{"from", into<&Range::from>, Presence::Required},
    Field<Range>{"to", into<&Range::to>, Presence::Required},
};

/// A day or { from, to }.
Range read_range(const Slot& slot) {
    Range range;
    if (slot.value.type == Value::Type::Table) {
        read_record(slot.value, slot.key, kRangeFields, range, slot.report);
    } else {
        range.from = range.to = read_date(slot);
    }
    return range;
}

void read_days(const Slot& slot, std::set<base::Date>& target) {
    if (slot.value.type != Value::Type::Array) {
        slot.mistake("a list of days belongs here",
                     "write [2024-06-10, { from = 2024-10-01, to = 2024-10-07 }]");
        return;
    }
    for (const Value& item : slot.value.items) {
        const Slot inner{item, slot.key, slot.report};
        const Range range = read_range(inner);
        if (!range.from || !range.to) continue;
        if (*range.to < *range.from || *range.to - *range.from > days(60)) {
            inner.mistake("the range ends before it begins, or is longer than 60 days",
                          "put the earlier day in from");
            continue;
        }
        for (base::Date day = *range.from; day <= *range.to; day += days(1)) target.insert(day);
    }
}

constexpr std::array kCalendarFields{
    Field<CalendarYear>{"year",
                        [](const Slot& slot, CalendarYear& year) {
                            if (const auto number = read_whole(slot, kFirstYear, kLastYear)) {
                                year.year = static_cast<int>(*number);
                            }
                        },
                        Presence::Required},
    Field<CalendarYear>{"off",
                        [](const Slot& slot, CalendarYear& year) { read_days(slot, year.off); },
                        Presence::Required},
    Field<CalendarYear>{"working",
                        [](const Slot& slot, CalendarYear& year) { read_days(slot, year.working); },
                        Presence::Required},
};

void check_days(const std::set<base::Date>& days_of, int year, const Slot& slot) {
    for (const base::Date day : days_of) {
        if (base::year_of(day) == year) continue;
        slot.mistake(fmt::format("{} is not in {}", base::format_date(day), year),
                     "put it into its own year's file");
    }
}

void check_working(const CalendarYear& year, const Slot& slot) {
    for (const base::Date day : year.working) {
        if (year.off.contains(day)) {
            slot.mistake(fmt::format("{} is off and working", base::format_date(day)),
                         "take it out of one list");
        } else if (!is_weekend(day)) {
            slot.mistake(fmt::format("{} is no Saturday or Sunday", base::format_date(day)),
                         "working lists the weekend days on which one works");
        }
    }
}

}  // namespace

void read_calendar(const Value& root, std::vector<Placed<CalendarYear>>& years,
                   FileReport& report) {
    Placed<CalendarYear> year;
    read_record(root, "the calendar", kCalendarFields, year.record, report);
    if (year.record.year == 0) return;
    if (const Value* off = root.find("off")) {
        check_days(year.record.off, year.record.year, Slot{*off, "off", report});
    }
    if (const Value* working = root.find("working")) {
        check_days(year.record.working, year.record.year, Slot{*working, "working", report});
        check_working(year.record, Slot{*working, "working", report});
    }
    year.place = report.place(root.line_of("year"));
    years.push_back(std::move(year));
}

}  // namespace config
