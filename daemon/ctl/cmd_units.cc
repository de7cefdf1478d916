/// unit and address: who files, whether reminders go out, and which addresses a person vouched for.

#include <algorithm>
#include <iostream>

#include "base/text.h"
#include "daemon/ctl/acting.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/act_words.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/reminding.h"

namespace ctl {
namespace {

struct Options {
    std::string unit;
    std::string address;
    std::string until;
    bool json = false;
};

/// What the ledger adds to a unit of the rulebook.
struct Facts {
    std::vector<storage::ConfirmedAddress> confirmed;
    std::vector<storage::Pause> pauses;
    std::vector<storage::DeadAddress> dead;
};

base::Result<Facts> facts_of(Office& office) {
    Facts facts;
    TRY_ASSIGN(facts.confirmed, office.ledger().confirmed_addresses());
    TRY_ASSIGN(facts.pauses, office.ledger().pauses());
    TRY_ASSIGN(facts.dead, office.ledger().dead_addresses());
    return facts;
}

std::vector<std::string> confirmed_of(const Facts& facts, std::string_view unit) {
    std::vector<std::string> addresses;
    for (const auto& entry : facts.confirmed)
        if (entry.unit == unit) addresses.push_back(entry.address);
    return addresses;
}

const storage::Pause* pause_of(const Facts& facts, std::string_view unit) {
    const auto found = std::ranges::find(facts.pauses, unit, &storage::Pause::unit);
    return found == facts.pauses.end() ? nullptr : &*found;
}

std::string pause_in_words(const storage::Pause* pause) {
    if (!pause) return {};
    return pause->until ? say(_("paused to {}"), base::format_date(*pause->until)) : _("paused");
}

nlohmann::ordered_json unit_json(const config::Unit& unit, const Facts& facts) {
    nlohmann::ordered_json out;
    out["id"] = unit.id;
    out["name"] = unit.name;
    out["class"] = config::name(unit.unit_class);
    out["aliases"] = unit.aliases;
    out["number_prefixes"] = unit.number_prefixes;
    out["addresses"] = unit.addresses;
    out["remind"] = unit.remind;
    out["confirmed"] = confirmed_of(facts, unit.id);
    out["paused"] = nullptr;
    if (const auto* pause = pause_of(facts, unit.id)) {
        out["paused"] = {{"until", nullptr}};
        if (pause->until) out["paused"]["until"] = base::format_date(*pause->until);
    }
    return out;
}

/// When the unit is reminded next if nothing is filed.
base::Result<std::optional<base::Instant>> next_reminder_of(Office& office,
                                                            const std::string& unit) {
    const auto now = office.clock().now();
    const auto day = base::date_of(now);
    TRY_ASSIGN(const auto snapshot, pipeline::snapshot_at(office.ledger(), office.rulebook(), day));
    TRY_ASSIGN(const auto reminding,
               pipeline::reminding_at(office.ledger(), office.rulebook(), now));
    std::optional<base::Instant> next;
    for (const auto& duty : duties::duties_at(office.rulebook(), snapshot, day)) {
        if (duty.unit != unit) continue;
        const auto at = pipeline::next_reminder_at(office.rulebook(), reminding, duty, now);
        if (at && (!next || *at < *next)) next = at;
    }
    return next;
}

base::Result<int> list_units(Office& office, const Options& options) {
    TRY_ASSIGN(const auto facts, facts_of(office));
    std::vector<Row> rows{{_("id"), _("unit"), _("addresses"), _("reminders")}};
    for (const auto& unit : office.rulebook().units) {
        if (options.json) {
            std::cout << dumped(unit_json(unit, facts)) << "\n";
            continue;
        }
        const auto count = unit.addresses.size() + confirmed_of(facts, unit.id).size();
        rows.push_back({unit.id, unit.name, count == 0 ? _("none") : std::to_string(count),
                        pause_in_words(pause_of(facts, unit.id))});
    }
    if (!options.json) std::cout << table(rows);
    return 0;
}

base::Result<int> show_unit(Office& office, const Options& options) {
    TRY(pipeline::check_unit(office.desk(), options.unit));
    TRY_ASSIGN(const auto facts, facts_of(office));
    const auto& unit = *config::find_unit(office.rulebook(), options.unit);
    TRY_ASSIGN(const auto next, next_reminder_of(office, unit.id));
    if (options.json) {
        auto out = unit_json(unit, facts);
        out["next_reminder_at"] = nullptr;
        if (next) out["next_reminder_at"] = base::format_instant(*next);
        std::cout << dumped(out) << "\n";
        return 0;
    }
    std::vector<Row> rows{{unit.id, unit.name}};
    rows.push_back({_("class"), in_words(config::name(unit.unit_class))});
    rows.push_back({_("aliases"), base::join(unit.aliases, ", ")});
    rows.push_back({_("number prefixes"), base::join(unit.number_prefixes, ", ")});
    rows.push_back({_("addresses"), base::join(unit.addresses, ", ")});
    rows.push_back({_("confirmed"), base::join(confirmed_of(facts, unit.id), ", ")});
    rows.push_back({_("reminders"), base::join(unit.remind, ", ") + " " +
                                        pause_in_words(pause_of(facts, unit.id))});
    if (next)
        rows.push_back({_("next reminder"),
                        base::replaced(base::format_instant(*next).substr(0, 16), "T", " ")});
    std::cout << table(rows);
    return 0;
}

base::Result<int> pause(Office& office, const Options& options) {
    std::optional<base::Date> until;
    if (!options.until.empty()) {
        until = base::parse_date(options.until);
        if (!until)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              say(_("\"{}\" is no date"), options.until), "--until 2024-08-31");
    }
    TRY_ASSIGN(const auto acted, pipeline::pause_unit(office.desk(), options.unit, until, actor()));
    TRY(office.follow_up());
    report(acted, say(_("{} gets no reminders\n"), office.unit_name(options.unit)), options.json);
    return 0;
}

base::Result<int> resume(Office& office, const Options& options) {
    TRY_ASSIGN(const auto acted, pipeline::resume_unit(office.desk(), options.unit, actor()));
    TRY(office.follow_up());
    report(acted, say(_("{} gets reminders again\n"), office.unit_name(options.unit)),
           options.json);
    return 0;
}

const storage::DeadAddress* death_of(const Facts& facts, const std::string& address) {
    const auto found =
        std::ranges::find(facts.dead, base::lowered(address), &storage::DeadAddress::address);
    return found == facts.dead.end() ? nullptr : &*found;
}

struct KnownAddress {
    std::string address;
    std::string unit;  ///< empty: only known by its bounce
    std::string from;  ///< units.toml, confirmed, bounce
};

std::vector<KnownAddress> known_addresses(const Office& office, const Facts& facts) {
    std::vector<KnownAddress> known;
    for (const auto& unit : office.rulebook().units)
        for (const auto& address : unit.addresses)
            known.push_back({address, unit.id, "units.toml"});
    for (const auto& entry : facts.confirmed)
        known.push_back({entry.address, entry.unit, "confirmed"});
    for (const auto& entry : facts.dead) {
        const bool listed = std::ranges::any_of(known, [&](const KnownAddress& each) {
            return base::lowered(each.address) == entry.address;
        });
        if (!listed) known.push_back({entry.address, "", "bounce"});
    }
    return known;
}

base::Result<int> list_addresses(Office& office, const Options& options) {
    TRY_ASSIGN(const auto facts, facts_of(office));
    std::vector<Row> rows{{_("address"), _("unit"), _("known from"), _("mail")}};
    for (const auto& [address, unit, from] : known_addresses(office, facts)) {
        const auto* death = death_of(facts, address);
        if (options.json) {
            nlohmann::ordered_json row{{"address", address}, {"unit", unit}, {"from", from}};
            row["dead"] = nullptr;
            if (death)
                row["dead"] = {{"since", base::format_instant(death->since)},
                               {"notice", base::label(death->notice)},
                               {"cause", death->cause}};
            std::cout << dumped(row) << "\n";
            continue;
        }
        rows.push_back(
            {address, unit.empty() ? "" : office.unit_name(unit),
             from == "confirmed" ? _("a person") : in_words(from),
             death ? say(_("stopped {}: {}"), base::format_date(base::date_of(death->since)),
                         base::one_line(death->cause, 60))
                   : ""});
    }
    if (!options.json) std::cout << table(rows);
    return 0;
}

base::Result<int> confirm(Office& office, const Options& options) {
    TRY_ASSIGN(const auto acted,
               pipeline::confirm_address(office.desk(), options.address, options.unit, actor()));
    TRY(office.follow_up());
    report(acted,
           say(_("{} is an address of {}\n"), options.address, office.unit_name(options.unit)),
           options.json);
    return 0;
}

base::Result<int> revoke(Office& office, const Options& options) {
    TRY_ASSIGN(const auto acted, pipeline::revoke_address(office.desk(), options.address, actor()));
    TRY(office.follow_up());
    report(acted, say(_("{} is no known address any more\n"), options.address), options.json);
    return 0;
}

base::Result<int> revive(Office& office, const Options& options) {
    TRY_ASSIGN(const auto acted, pipeline::revive_address(office.desk(), options.address, actor()));
    TRY(office.follow_up());
    if (options.json)
        std::cout << dumped({{"journal", base::label(acted.journal)}}) << "\n";
    else
        std::cout << say(_("mail goes to {} again\n"), options.address);
    return 0;
}

/// Registers one sub-command.
class Adding {
 public:
    Adding(CLI::App* command, Invocation& invocation, std::shared_ptr<Options> options)
        : command_(command), invocation_(invocation), options_(std::move(options)) {
        command_->require_subcommand(1);
    }
    CLI::App* add(const char* name, const char* about,
                  base::Result<int> (*work)(Office&, const Options&)) {
        auto* sub = command_->add_subcommand(name, about);
        sub->add_flag("--json", options_->json, _("one JSON object a line"));
        sub->callback([&invocation = invocation_, options = options_, work] {
            invocation.chosen_in_office = [options, work](Office& office) {
                return work(office, *options);
            };
        });
        return sub;
    }

 private:
    CLI::App* command_;
    Invocation& invocation_;
    std::shared_ptr<Options> options_;
};

}  // namespace

void add_unit(CLI::App& cli, Invocation& invocation) {
    const auto options = std::make_shared<Options>();
    Adding adding(
        cli.add_subcommand("unit", _("the units that file, and whether they are reminded")),
        invocation, options);
    adding.add("list", _("all units"), list_units);
    adding.add("show", _("names, addresses and reminders of one"), show_unit)
        ->add_option("UNIT", options->unit)
        ->required();
    auto* stop = adding.add("pause", _("no reminders to a unit"), pause);
    stop->add_option("UNIT", options->unit)->required();
    stop->add_option("--until", options->until, _("to the end of this day"))->type_name("D");
    adding.add("resume", _("reminders again"), resume)
        ->add_option("UNIT", options->unit)
        ->required();
}

void add_address(CLI::App& cli, Invocation& invocation) {
    const auto options = std::make_shared<Options>();
    Adding adding(cli.add_subcommand("address", _("the addresses that are known to be a unit's")),
                  invocation, options);
    adding.add("list", _("all known addresses"), list_addresses);
    auto* yes = adding.add("confirm", _("this address is this unit's"), confirm);
    yes->add_option("ADDRESS", options->address)->required();
    yes->add_option("UNIT", options->unit)->required();
    adding.add("revoke", _("it is not, or not any more"), revoke)
        ->add_option("ADDRESS", options->address)
        ->required();
    adding.add("revive", _("mail to it, stopped by a bounce, goes out again"), revive)
        ->add_option("ADDRESS", options->address)
        ->required();
}

}  // namespace ctl
