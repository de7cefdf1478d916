#include "daemon/pipeline/act_words.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "config/due.h"
#include "daemon/duties/lives.h"
#include "daemon/pipeline/human_acts.h"

namespace pipeline {
namespace {

constexpr std::size_t kNearest = 3;
constexpr std::size_t kLongestName = 60;  // edit_distance takes no longer words

struct Name {
    std::string id;
    std::vector<std::string> words;  ///< what people call it
};

/// How far what was typed is from a name: a part of one of its words is near, whatever else.
std::size_t distance(std::string_view typed, const Name& name) {
    std::size_t least = base::edit_distance(typed, base::prefix(name.id, kLongestName));
    for (const auto& word : name.words)
        if (!typed.empty() && (word.find(typed) != std::string::npos ||
                               (!word.empty() && typed.find(word) != std::string_view::npos)))
            least = 0;
    return least;
}

std::string nearest(std::string_view typed, std::vector<Name> names) {
    if (typed.size() > kLongestName) typed = typed.substr(0, kLongestName);
    std::ranges::stable_sort(names, {}, [&](const Name& name) { return distance(typed, name); });
    std::vector<std::string> found;
    for (const auto& name : names)
        if (found.size() < kNearest)
            found.push_back(name.id + (name.words.empty() ? "" : " (" + name.words.front() + ")"));
    return base::join(found, ", ");
}

std::vector<Name> unit_names(const config::Rulebook& rulebook) {
    std::vector<Name> names;
    for (const auto& unit : rulebook.units) {
        Name name{unit.id, {unit.name}};
        name.words.insert(name.words.end(), unit.aliases.begin(), unit.aliases.end());
        names.push_back(std::move(name));
    }
    return names;
}

std::vector<Name> obligation_names(const config::Rulebook& rulebook) {
    std::vector<Name> names;
    std::set<std::string> seen;
    for (const auto& obligation : rulebook.obligations)
        if (seen.insert(obligation.id).second) names.push_back({obligation.id, {obligation.title}});
    return names;
}

bool is_year(std::string_view text) { return text.size() == 4 && base::parse_number(text); }

}  // namespace

base::Failure bad(std::string text, std::string hint) {
    return base::fail(base::Kind::BadInput, base::Scope::Process, std::move(text), std::move(hint));
}

base::Result<> check_unit(const Desk& desk, std::string_view unit) {
    if (config::find_unit(desk.rulebook, unit)) return {};
    return bad("there is no unit \"" + base::one_line(unit, 40) + "\"",
               "the nearest are " + nearest(unit, unit_names(desk.rulebook)));
}

base::Result<> check_names(const Desk& desk, std::string_view unit, std::string_view obligation) {
    TRY(check_unit(desk, unit));
    if (config::find_obligation(desk.rulebook, obligation)) return {};
    return bad("there is no obligation \"" + base::one_line(obligation, 40) + "\"",
               "the nearest are " + nearest(obligation, obligation_names(desk.rulebook)));
}

base::Result<> check_period(const Desk& desk, std::string_view id, std::string_view period) {
    const auto* obligation = config::find_obligation(desk.rulebook, id);
    if (period.empty() || !obligation) return {};
    const std::string shown = "\"" + base::one_line(period, 40) + "\"";
    const auto form = config::period_form(*obligation);
    if (form == config::PeriodForm::Month && !base::parse_month(period))
        return bad(shown + " is no month", "--period 2024-06");
    if (form == config::PeriodForm::Year && !is_year(period))
        return bad(shown + " is no year", "--period 2024");
    return {};
}

base::Result<> check_duty(const Desk& desk, const DutyName& duty) {
    TRY(check_names(desk, duty.unit, duty.obligation));
    if (duty.period.empty()) return bad("for which period?", "2024-06, 2024, or the number");
    TRY(check_period(desk, duty.obligation, duty.period));
    const duties::Lives lives(desk.rulebook);
    const auto* obligation = config::find_obligation(desk.rulebook, duty.obligation, duty.period);
    if (lives.is_named(*obligation, lives.find(duty.unit).value_or(0))) return {};
    return bad(duty.unit + " does not owe " + duty.obligation + " (" + obligation->title + ")",
               "filingctl duties --unit " + duty.unit + " lists what it owes");
}

}  // namespace pipeline
