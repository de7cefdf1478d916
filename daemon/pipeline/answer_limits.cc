#include "daemon/pipeline/answer_limits.h"

#include <algorithm>

#include "daemon/notices/bounce.h"

namespace pipeline {
namespace {

constexpr std::chrono::hours kOnceIn{24};
/// When an address last got a receipt for a mail that filed nothing, under this key.
constexpr std::string_view kAnswered = "answered_for_nothing:";

bool files_something(const Settlement& settlement) {
    return settlement.outcome == storage::Outcome::Filed ||
           settlement.outcome == storage::Outcome::Duplicate || !settlement.filings.empty();
}

bool brings_a_file(const parsers::Parsed& parsed) {
    return std::ranges::any_of(parsed.documents, [](const parsers::Document& document) {
        return document.role == parsers::Role::Attachment ||
               document.role == parsers::Role::Container;
    });
}

base::Result<bool> answers_our_notice(Desk& desk, const parsers::Parsed& parsed) {
    for (const std::string& id : notices::answered_ids(parsed)) {
        TRY_ASSIGN(const bool own, desk.ledger.is_own_message_id(id));
        if (own) return true;
    }
    return false;
}

}  // namespace

base::Result<std::string> reason_to_stay_silent(Desk& desk, const parsers::Parsed& parsed,
                                                const Settlement& settlement,
                                                const std::string& address) {
    if (files_something(settlement)) return std::string();
    TRY_ASSIGN(const bool answer, answers_our_notice(desk, parsed));
    const bool bare = !brings_a_file(parsed);
    if (answer && bare) return std::string("answers_notice");
    if (!answer && !bare) return std::string();
    const std::string key = std::string(kAnswered) + address;
    TRY_ASSIGN(const auto noted, desk.ledger.value(key));
    const auto last = noted ? base::parse_instant(*noted) : std::nullopt;
    const auto now = desk.clock.now();
    if (last && now - *last < kOnceIn) return std::string("answered_today");
    TRY(desk.ledger.put_value(key, base::format_instant(now)));
    return std::string();
}

}  // namespace pipeline
