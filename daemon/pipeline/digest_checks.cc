#include "daemon/pipeline/digest_checks.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "config/due.h"
#include "daemon/pipeline/cross_check_data.h"

namespace pipeline {
namespace {

/// The sentences told last, as a JSON array, oldest first.
constexpr std::string_view kTold = "cross_checks_told";
constexpr std::size_t kMostKept = 2000;

/// The last month whose reports were due before `day`; empty: none yet.
std::string month_due_last(const config::Rulebook& rulebook, base::Date day) {
    std::string last;
    for (const auto& entry : rulebook.obligations) {
        if (entry.due.form != config::DueRule::Form::EveryMonth) continue;
        for (const std::string& period : config::periods_begun(rulebook, entry.id, day)) {
            const auto dates = config::due_dates(entry, rulebook.calendar, period);
            if (dates && dates->rolled < day) last = std::max(last, period);
        }
    }
    return last;
}

base::Result<nlohmann::json> told_before(Desk& desk) {
    TRY_ASSIGN(const auto kept, desk.ledger.value(kTold));
    auto told = nlohmann::json::parse(kept.value_or("[]"), nullptr, false);
    return told.is_array() ? told : nlohmann::json::array();
}

}  // namespace

base::Result<std::vector<std::string>> checks_to_tell(Desk& desk, base::Date day) {
    std::vector<std::string> fresh;
    const std::string month = month_due_last(desk.rulebook, day);
    if (month.empty()) return fresh;
    TRY_ASSIGN(const auto found, cross_checks_of(desk.ledger, desk.rulebook, month, day));
    TRY_ASSIGN(const auto told, told_before(desk));
    for (std::string& sentence : duties::cross_check_words(desk.rulebook, found))
        if (std::ranges::find(told, nlohmann::json(sentence)) == told.end())
            fresh.push_back(std::move(sentence));
    return fresh;
}

base::Result<> mark_checks_told(Desk& desk, const std::vector<std::string>& sentences) {
    if (sentences.empty()) return {};
    TRY_ASSIGN(auto told, told_before(desk));
    for (const std::string& sentence : sentences) told.push_back(sentence);
    while (told.size() > kMostKept) told.erase(0);
    return desk.ledger.put_value(kTold, base::json_line(told));
}

}  // namespace pipeline
