#include <iostream>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/duties/duties.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/reminding.h"

namespace ctl {
namespace {

struct Options {
    std::string obligation;
    std::string unit;
    std::string period;
    std::string state;
    std::string as_of;
    bool json = false;
};

bool wanted(const Options& options, const duties::Duty& duty) {
    return (options.obligation.empty() || duty.obligation == options.obligation) &&
           (options.unit.empty() || duty.unit == options.unit) &&
           (options.period.empty() || duty.period == options.period) &&
           (options.state.empty() || duties::name(duty.state) == options.state);
}

std::string date_or_dash(const std::optional<base::Date>& day) {
    return day ? base::format_date(*day) : "-";
}

/// What the ledger and the clock add to a duty.
struct Reminders {
    pipeline::Reminding reminding;
    base::Instant now;
};

nlohmann::ordered_json to_json(const Office& office, const Reminders& reminders,
                               const duties::Duty& duty) {
    using json = nlohmann::ordered_json;
    const auto date = [](const std::optional<base::Date>& day) {
        return day ? json(base::format_date(*day)) : json(nullptr);
    };
    json row;
    row["unit"] = duty.unit;
    row["obligation"] = duty.obligation;
    row["period"] = duty.period;
    row["due_nominal"] = date(duty.due_nominal);
    row["due"] = date(duty.due);
    row["state"] = duties::name(duty.state);
    row["filing"] = duty.filing ? json(base::label(duty.filing)) : json(nullptr);
    row["missing"] = duty.missing;
    const auto sent = reminders.reminding.sent.find(pipeline::duty_key(duty));
    row["reminders_sent"] = sent == reminders.reminding.sent.end() ? 0 : sent->second.mails;
    const auto next =
        pipeline::next_reminder_at(office.rulebook(), reminders.reminding, duty, reminders.now);
    row["next_reminder_at"] = next ? json(base::format_instant(*next)) : json(nullptr);
    return row;
}

base::Result<base::Date> day_of(const Options& options, Office& office) {
    if (options.as_of.empty()) return base::date_of(office.clock().now());
    const auto at = base::parse_instant(options.as_of);
    if (!at)
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          say(_("\"{}\" is no date"), options.as_of), "--as-of 2024-07-10");
    return base::date_of(*at);
}

base::Result<int> run(Office& office, const Options& options) {
    TRY_ASSIGN(const auto day, day_of(options, office));
    TRY_ASSIGN(const auto snapshot, pipeline::snapshot_at(office.ledger(), office.rulebook(), day));
    const auto all = duties::duties_at(office.rulebook(), snapshot, day);
    Reminders reminders;
    reminders.now = options.as_of.empty() ? office.clock().now() : base::end_of(day);
    const auto made_until =
        options.as_of.empty() ? std::nullopt : std::optional<base::Instant>(reminders.now);
    TRY_ASSIGN(reminders.reminding, pipeline::reminding_at(office.ledger(), office.rulebook(),
                                                           reminders.now, made_until));
    std::vector<Row> rows{{_("unit"), _("item"), _("period"), _("due"), _("state"), _("missing")}};
    for (const auto& duty : all) {
        if (!wanted(options, duty)) continue;
        if (options.json) {
            std::cout << base::json_line(to_json(office, reminders, duty)) << "\n";
            continue;
        }
        rows.push_back({office.unit_name(duty.unit),
                        office.obligation_title(duty.obligation, duty.period), duty.period,
                        date_or_dash(duty.due), in_words(duties::name(duty.state)),
                        in_words(duty.missing)});
    }
    if (!options.json) std::cout << table(rows);
    return 0;
}

std::vector<std::string> states() {
    std::vector<std::string> names;
    for (auto state = duties::DutyState::Exempt;;
         state = static_cast<duties::DutyState>(static_cast<int>(state) + 1)) {
        names.emplace_back(duties::name(state));
        if (state == duties::DutyState::Undated) return names;
    }
}

}  // namespace

void add_duties(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand("duties", _("what is owed, and how it stands"));
    auto options = std::make_shared<Options>();
    command->add_option("--obligation", options->obligation)->type_name("ID");
    command->add_option("--unit", options->unit)->type_name("ID");
    command->add_option("--period", options->period)->type_name("P");
    command->add_option("--state", options->state)->check(CLI::IsMember(states()));
    command->add_option("--as-of", options->as_of, _("as it stood at the end of this day"))
        ->type_name("D");
    command->add_flag("--json", options->json, _("one JSON object a line"));
    command->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
