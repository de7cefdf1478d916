/// remind: what would be sent to the units now, to whom, and why, or why not; and queues it, as the
/// daemon would.

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/duties/stages.h"
#include "daemon/pipeline/reminder_job.h"

namespace ctl {
namespace {

struct Options {
    std::string as_of;
    bool dry_run = false;
    bool json = false;
};

/// "before:5" as a person reads it.
std::string stage_words(const std::string& stage) {
    const int rank = duties::rank(stage).value_or(0);
    if (rank < 0) return say(_("{} working days before"), -rank);
    return rank == 0 ? _("due day") : say(_("overdue, no. {}"), rank);
}

std::string moment_words(const std::optional<base::Instant>& at) {
    return at ? base::replaced(base::format_instant(*at).substr(0, 16), "T", " ") : "-";
}

void add_rows(const Office& office, const pipeline::PlannedReminder& planned,
              std::vector<Row>& rows) {
    std::string unit = office.unit_name(planned.content.unit);
    auto to = planned.content.to;
    to.insert(to.end(), planned.content.cc.begin(), planned.content.cc.end());
    std::string addresses = base::one_line(base::join(to, ", "), 40);
    std::string why = planned.why == "due" ? _("due now") : in_words(planned.why);
    std::string at = moment_words(planned.send_at);
    for (const auto& item : planned.items) {
        rows.push_back({unit, office.obligation_title(item.obligation, item.period), item.period,
                        stage_words(item.stage), addresses, at, why});
        // Said once a mail.
        addresses.clear();
        at.clear();
        why.clear();
        unit.clear();
    }
}

base::Result<nlohmann::ordered_json> to_json(Office& office,
                                             const pipeline::PlannedReminder& planned) {
    using json = nlohmann::ordered_json;
    json row;
    row["kind"] = "reminder";
    row["to"] = planned.content.to;
    row["cc"] = planned.content.cc;
    row["unit"] = planned.content.unit;
    row["items"] = json::array();
    for (const auto& item : planned.items) {
        json entry;
        entry["obligation"] = item.obligation;
        entry["period"] = item.period;
        entry["stage"] = item.stage;
        row["items"].push_back(std::move(entry));
    }
    row["subject"] = nullptr;
    row["text"] = nullptr;
    if (!planned.content.to.empty() && !office.rulebook().settings.smtp.from_address.empty()) {
        TRY_ASSIGN(const auto rendered, notices::render_reminder(office.rulebook(), planned.content,
                                                                 office.clock().now()));
        row["subject"] = rendered.subject;
        row["text"] = rendered.text;
    }
    row["send_at"] = nullptr;
    if (planned.send_at) row["send_at"] = base::format_instant(*planned.send_at);
    row["why"] = planned.why;
    return row;
}

base::Result<> print(Office& office, const std::vector<pipeline::PlannedReminder>& plan,
                     bool json) {
    std::vector<Row> rows{
        {_("unit"), _("item"), _("period"), _("stage"), _("to"), _("leaves"), _("why")}};
    for (const auto& planned : plan) {
        if (!json) {
            add_rows(office, planned, rows);
            continue;
        }
        TRY_ASSIGN(const auto row, to_json(office, planned));
        std::cout << base::json_line(row) << "\n";
    }
    if (!json && rows.size() > 1) std::cout << table(rows);
    return {};
}

base::Result<int> run(Office& office, const Options& options) {
    auto& desk = office.desk();
    if (!options.as_of.empty()) {
        desk.as_of = base::parse_instant(options.as_of);
        if (!desk.as_of)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              say(_("\"{}\" is no date"), options.as_of),
                              "--as-of 2024-07-10T09:00");
    }
    TRY_ASSIGN(const auto plan, pipeline::reminder_plan(desk));
    TRY(print(office, plan, options.json));
    const auto due = std::ranges::count(plan, "due", &pipeline::PlannedReminder::why);
    if (!options.dry_run) {
        TRY(pipeline::look_at_reminders_anew(desk));
        TRY(pipeline::queue_reminders_if_due(desk));
        TRY(office.follow_up());
    }
    if (options.json) return 0;
    if (options.dry_run)
        std::cout << say(_("{} to be sent now\n"), due);
    else
        std::cout << say(desk.as_of || desk.hold ? _("{} rendered and held\n") : _("{} queued\n"),
                         due);
    return 0;
}

}  // namespace

void add_remind(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand(
        "remind", _("who is reminded of what now, and why not; queues what is due"));
    auto options = std::make_shared<Options>();
    command
        ->add_option("--as-of", options->as_of,
                     _("as if it were this time: what is due is rendered and held, never sent"))
        ->type_name("T");
    command->add_flag("--dry-run", options->dry_run, _("only show it"));
    command->add_flag("--json", options->json, _("one JSON object a line"));
    command->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
