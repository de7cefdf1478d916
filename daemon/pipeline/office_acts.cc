// Acts on small facts: exemptions, confirmed addresses, pauses.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/pipeline/act_images.h"
#include "daemon/pipeline/act_words.h"
#include "daemon/pipeline/bounces.h"
#include "daemon/pipeline/human_acts.h"

namespace pipeline {
namespace {

using nlohmann::ordered_json;

/// One fact changes: watched, changed, recorded.
base::Result<Acted> act_on(Desk& desk, const Subject& fact, const ordered_json& line,
                           const std::function<base::Result<>()>& change) {
    Acted acted;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        ActScope scope(desk);
        TRY(scope.watch(fact));
        TRY(change());
        const auto text = base::json_line(line);
        TRY_ASSIGN(acted.journal, scope.record(line.at("act").get<std::string>(), text));
        return {};
    }));
    return acted;
}

base::Result<bool> stands(Desk& desk, const Subject& fact) {
    TRY_ASSIGN(const auto image, image_of(desk.ledger, fact));
    return !image.empty();
}

bool is_address(std::string_view text) {
    const auto at = text.find('@');
    return at != 0 && at != std::string_view::npos && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos && !base::has_control(text) &&
           text.find_first_of(" <>,;\"") == std::string_view::npos;
}

}  // namespace

base::Result<Acted> exempt(Desk& desk, const DutyName& duty, const std::string& reason,
                           const std::string& by) {
    TRY(check_duty(desk, duty));
    if (base::trimmed(reason).empty()) return bad("an exemption needs a reason", "--reason TEXT");
    return act_on(
        desk, exemption_subject(duty.unit, duty.obligation, duty.period),
        {{"act", "exempt"},
         {"by", by},
         {"unit", duty.unit},
         {"obligation", duty.obligation},
         {"period", duty.period},
         {"reason", reason}},
        [&] {
            return desk.ledger.put_exemption({duty.unit, duty.obligation, duty.period, reason});
        });
}

base::Result<Acted> confirm_address(Desk& desk, const std::string& address, const std::string& unit,
                                    const std::string& by) {
    TRY(check_unit(desk, unit));
    const std::string lower = base::lowered(address);
    if (!is_address(lower))
        return bad("\"" + base::one_line(address, 60) + "\" is no address", "name@example.org");
    for (const auto& other : desk.rulebook.units)
        if (std::ranges::find(other.addresses, lower) != other.addresses.end())
            return bad(lower + " is an address of " + other.id + " in units.toml",
                       other.id == unit ? "nothing is to be done" : "change it there");
    return act_on(desk, {"address", lower},
                  {{"act", "address-confirm"}, {"by", by}, {"address", lower}, {"unit", unit}},
                  [&]() -> base::Result<> {
                      TRY_ASSIGN(const bool dead, desk.ledger.is_dead_address(lower));
                      if (dead) TRY(forget_bounces(desk.ledger, lower));
                      return desk.ledger.confirm_address(lower, unit);
                  });
}

base::Result<Acted> revive_address(Desk& desk, const std::string& address, const std::string& by) {
    const std::string lower = base::lowered(address);
    TRY_ASSIGN(const bool dead, desk.ledger.is_dead_address(lower));
    if (!dead)
        return bad("mail to " + base::one_line(lower, 60) + " is not stopped",
                   "filingctl address list");
    Acted acted;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        TRY(forget_bounces(desk.ledger, lower));
        const ordered_json line{{"act", "address-revive"}, {"by", by}, {"address", lower}};
        TRY_ASSIGN(acted.journal, desk.ledger.record_act("address-revive", base::json_line(line),
                                                         desk.clock.now()));
        return {};
    }));
    return acted;
}

base::Result<Acted> revoke_address(Desk& desk, const std::string& address, const std::string& by) {
    const std::string lower = base::lowered(address);
    TRY_ASSIGN(const bool known, stands(desk, {"address", lower}));
    if (!known)
        return bad(base::one_line(lower, 60) + " is no confirmed address",
                   "filingctl address list; those of units.toml are taken out there");
    return act_on(desk, {"address", lower},
                  {{"act", "address-revoke"}, {"by", by}, {"address", lower}},
                  [&] { return desk.ledger.revoke_address(lower); });
}

base::Result<Acted> pause_unit(Desk& desk, const std::string& unit, std::optional<base::Date> until,
                               const std::string& by) {
    TRY(check_unit(desk, unit));
    return act_on(desk, {"pause", unit},
                  {{"act", "unit-pause"},
                   {"by", by},
                   {"unit", unit},
                   {"until", until ? ordered_json(base::format_date(*until)) : nullptr}},
                  [&] {
                      return desk.ledger.put_pause({unit, until});
                  });
}

base::Result<Acted> resume_unit(Desk& desk, const std::string& unit, const std::string& by) {
    TRY(check_unit(desk, unit));
    TRY_ASSIGN(const bool paused, stands(desk, {"pause", unit}));
    if (!paused) return bad(unit + " is not paused", "filingctl unit list");
    return act_on(desk, {"pause", unit}, {{"act", "unit-resume"}, {"by", by}, {"unit", unit}},
                  [&] { return desk.ledger.remove_pause(unit); });
}

}  // namespace pipeline
