#include "daemon/duties/assessment.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace duties {
namespace {

std::optional<double> ratio(int part, int whole) {
    if (whole == 0) return {};
    return static_cast<double>(part) / whole;
}

int days_after(base::Instant at, base::Date due) {
    return static_cast<int>((base::date_of(at) - due).count());
}

void add_filed(const Duty& duty, const Course* course, Tally& tally) {
    ++tally.complete;
    if (course && course->completed_at == course->received_at) ++tally.first_try;
    if (!duty.due) {
        ++tally.undated_filed;
        return;
    }
    ++tally.due;
    if (duty.state == DutyState::Filed) {
        ++tally.on_time;
        return;
    }
    ++tally.late;
    const int days =
        course && course->completed_at ? days_after(*course->completed_at, *duty.due) : 0;
    tally.days_late += days;
    tally.most_days_late = std::max(tally.most_days_late, days);
}

void add_open(const Duty& duty, base::Date day, Tally& tally) {
    if (!duty.due) {
        ++tally.undated_missing;
    } else if (*duty.due < day) {
        ++tally.due;
        ++tally.missing;
    }
}

Tally tally_of(const Duty& duty, const Course* course, base::Date day) {
    Tally tally;
    if (duty.state == DutyState::Exempt) {
        tally.exempt = 1;
        return tally;
    }
    if (course) tally.corrections = course->corrections;
    if (duty.state == DutyState::Filed || duty.state == DutyState::FiledLate)
        add_filed(duty, course, tally);
    else
        add_open(duty, day, tally);
    return tally;
}

/// Smaller is better. Whole numbers: equal rates are equal whatever they were divided by.
struct Merit {
    explicit Merit(const Tally& tally)
        : on_time(tally.on_time),
          due(tally.due),
          missing(tally.missing),
          days_late(tally.days_late),
          first_try(tally.first_try),
          complete(tally.complete) {}
    std::int64_t on_time, due, missing, days_late, first_try, complete;

    [[nodiscard]] int compare(const Merit& other) const {
        const auto sign = [](std::int64_t one, std::int64_t two) {
            return one < two ? -1 : static_cast<int>(one > two);
        };
        if ((due == 0) != (other.due == 0)) return due == 0 ? 1 : -1;
        if (const int by = sign(other.on_time * due, on_time * other.due)) return by;
        if (const int by = sign(missing, other.missing)) return by;
        if (const int by = sign(days_late, other.days_late)) return by;
        return sign(other.first_try * std::max<std::int64_t>(complete, 1),
                    first_try * std::max<std::int64_t>(other.complete, 1));
    }
};

void rank(std::vector<Assessment::Row>& rows) {
    std::ranges::stable_sort(rows, [](const auto& one, const auto& two) {
        return Merit(one.total).compare(Merit(two.total)) < 0;
    });
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (rows[i].total.due == 0) break;
        const bool shared = i > 0 && Merit(rows[i - 1].total).compare(Merit(rows[i].total)) == 0;
        rows[i].rank = shared ? rows[i - 1].rank : static_cast<int>(i) + 1;
    }
}

}  // namespace

std::optional<double> Tally::on_time_rate() const { return ratio(on_time, due); }
std::optional<double> Tally::first_try_rate() const { return ratio(first_try, complete); }
std::optional<double> Tally::average_days_late() const { return ratio(days_late, late); }

Tally& Tally::operator+=(const Tally& other) {
    due += other.due;
    on_time += other.on_time;
    late += other.late;
    missing += other.missing;
    days_late += other.days_late;
    most_days_late = std::max(most_days_late, other.most_days_late);
    complete += other.complete;
    first_try += other.first_try;
    corrections += other.corrections;
    exempt += other.exempt;
    undated_filed += other.undated_filed;
    undated_missing += other.undated_missing;
    return *this;
}

Assessment assess(const config::Rulebook& rulebook, const std::vector<Duty>& duties,
                  const Courses& courses, int year, base::Date day) {
    std::unordered_map<std::string_view, Assessment::Row> rows;
    for (const Duty& duty : duties) {
        if (year_of(duty) != year) continue;
        const auto course = courses.find(duty.filing);
        const Tally tally =
            tally_of(duty, course == courses.end() ? nullptr : &course->second, day);
        Assessment::Row& row = rows[duty.unit];
        row.total += tally;
        // Duties come by obligation, in rulebook order.
        if (row.items.empty() || row.items.back().obligation != duty.obligation)
            row.items.push_back({duty.obligation, {}});
        row.items.back().tally += tally;
    }
    Assessment assessment;
    assessment.year = year;
    for (const config::Unit& unit : rulebook.units) {
        const auto found = rows.find(unit.id);
        if (found == rows.end()) continue;
        found->second.unit = unit.id;
        assessment.rows.push_back(std::move(found->second));
    }
    rank(assessment.rows);
    return assessment;
}

}  // namespace duties
