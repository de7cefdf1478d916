#include <iostream>

#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/records_json.h"

namespace ctl {
namespace {

struct Options {
    storage::FilingFilter filter;
    std::string status;
    bool json = false;
};

std::string on_time_words(const storage::Filing& filing) {
    if (!filing.on_time) return "-";
    return *filing.on_time ? _("in time") : _("late");
}

base::Result<int> run(Office& office, Options options) {
    if (!options.status.empty()) {
        options.filter.status = storage::parse_filing_status(options.status);
        if (!options.filter.status)
            return base::fail(
                base::Kind::BadInput, base::Scope::Process,
                say(_("there is no {} \"{}\""), "status", options.status),
                say(_("one of: {}"), "complete incomplete review superseded withdrawn"));
    }
    TRY_ASSIGN(const auto filings, office.ledger().filings(options.filter));
    if (options.json) {
        for (const auto& filing : filings) {
            TRY_ASSIGN(const auto line, pipeline::filing_json(office.ledger(), filing));
            std::cout << line << "\n";
        }
        return 0;
    }
    std::vector<Row> rows{{_("id"), _("unit"), _("item"), _("period"), _("status"), _("missing"),
                           _("due"), _("in time?")}};
    for (const auto& f : filings)
        rows.push_back({base::label(f.id), office.unit_name(f.unit),
                        office.obligation_title(f.obligation, f.period), f.period,
                        in_words(storage::name(f.status)), in_words(f.missing),
                        f.due ? base::format_date(*f.due) : "-", on_time_words(f)});
    std::cout << table(rows);
    return 0;
}

}  // namespace

void add_filings(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand("filings", _("list what was filed"));
    auto options = std::make_shared<Options>();
    command->add_option("--obligation", options->filter.obligation)->type_name("ID");
    command->add_option("--unit", options->filter.unit)->type_name("ID");
    command->add_option("--period", options->filter.period)->type_name("P");
    command->add_option("--status", options->status,
                        "complete|incomplete|review|superseded|withdrawn");
    command->add_flag("--json", options->json, _("one JSON object a line"));
    command->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
