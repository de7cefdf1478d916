#include "daemon/pipeline/judge_step.h"

#include <map>

#include "daemon/judge/judge.h"
#include "daemon/judge/roster.h"
#include "daemon/pipeline/judgement_json.h"
#include "parsers/encode.h"

namespace pipeline {
namespace {

base::Result<std::map<std::string, std::string, std::less<>>> confirmed_units(
    storage::Ledger& ledger) {
    TRY_ASSIGN(const auto addresses, ledger.confirmed_addresses());
    std::map<std::string, std::string, std::less<>> units;
    for (const auto& address : addresses) units.emplace(address.address, address.unit);
    return units;
}

judge::Judgement unreadable() {
    judge::Judgement judgement;
    judgement.kind = judge::Judgement::Kind::Review;
    judgement.reason = "damaged_parse_result";
    return judgement;
}

/// What the judge asks the ledger; a failure to answer is told by `looked_up`.
struct Asking {
    std::map<std::string, std::string, std::less<>> confirmed;
    judge::Roster roster;
    judge::Context context;
    base::Result<> looked_up;

    Asking(Desk& desk, std::map<std::string, std::string, std::less<>> units)
        : confirmed(std::move(units)), roster(desk.rulebook) {
        context.roster = &roster;
        context.confirmed_unit = [this](std::string_view address) {
            const auto found = confirmed.find(address);
            return found == confirmed.end() ? std::string() : found->second;
        };
        context.is_own_message = [this, &desk](std::string_view message_id) {
            const auto own = desk.ledger.is_own_message_id(message_id);
            if (!own) looked_up = base::fail(own.error());
            return own && *own;
        };
    }
    Asking(const Asking&) = delete;
    Asking& operator=(const Asking&) = delete;
};

}  // namespace

base::Result<> judge_parsed(Desk& desk, std::span<const storage::Message> batch) {
    TRY_ASSIGN(auto confirmed, confirmed_units(desk.ledger));
    Asking asking(desk, std::move(confirmed));
    std::vector<std::pair<base::MessageId, std::string>> judged;
    for (const auto& message : batch) {
        TRY_ASSIGN(const auto blob, desk.ledger.parsed_blob(message.id));
        const auto parsed = parsers::decode(blob);
        asking.context.received_at = message.received_at;
        const auto judgement =
            parsed ? judge::judge(desk.rulebook, *parsed, asking.context) : unreadable();
        judged.emplace_back(message.id, encode_judgement(judgement));
    }
    TRY(asking.looked_up);
    return desk.ledger.transaction([&]() -> base::Result<> {
        std::vector<base::MessageId> ids;
        for (const auto& [id, judgement] : judged) {
            TRY(desk.ledger.record_judged(id, judgement));
            ids.push_back(id);
        }
        return desk.ledger.raise_attempts(ids);
    });
}

base::Result<judge::Judgement> judge_reading(Desk& desk, const storage::Message& message,
                                             const parsers::Parsed& parsed) {
    TRY_ASSIGN(auto confirmed, confirmed_units(desk.ledger));
    Asking asking(desk, std::move(confirmed));
    asking.context.received_at = message.received_at;
    auto judgement = judge::judge(desk.rulebook, parsed, asking.context);
    TRY(asking.looked_up);
    return judgement;
}

}  // namespace pipeline
