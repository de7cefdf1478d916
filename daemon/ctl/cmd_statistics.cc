/// statistics: the numbers of the monthly reports added up, what is missing, what to check.

#include <iostream>

#include "base/json_line.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/spreadsheet.h"
#include "daemon/ctl/statistics_view.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/cross_check_data.h"
#include "daemon/pipeline/ledger_lookups.h"

namespace ctl {
namespace {

struct Options {
    std::string period;
    std::string xlsx;
    bool json = false;
};

bool is_period(const std::string& text) {
    return base::parse_month(text) || (text.size() == 4 && base::parse_month(text + "-01"));
}

base::Result<int> run(Office& office, const Options& options) {
    if (!is_period(options.period))
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          say(_("\"{}\" is no month and no year"), options.period),
                          "--period 2024-06, --period 2024");
    const auto now = office.clock().now();
    const auto day = base::date_of(now);
    const auto& rulebook = office.rulebook();
    TRY_ASSIGN(const auto snapshot, pipeline::snapshot_at(office.ledger(), rulebook, day));
    TRY_ASSIGN(const auto reports, pipeline::reports_of(office.ledger(), rulebook, options.period));
    const auto statistics = duties::statistics_of(
        rulebook, options.period, duties::duties_at(rulebook, snapshot, day), reports);
    TRY_ASSIGN(const auto checks,
               pipeline::cross_checks_of(office.ledger(), rulebook, options.period, day,
                                         cross_check_words_around()));
    const StatisticsView view{rulebook, statistics, checks};
    if (!options.xlsx.empty()) TRY(write_spreadsheet(options.xlsx, statistics_sheets(view), now));
    if (options.json)
        for (const auto& line : statistics_json(view)) std::cout << base::json_line(line) << "\n";
    else
        std::cout << statistics_text(view);
    return 0;
}

}  // namespace

void add_statistics(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand("statistics", _("the monthly reports added up"));
    auto options = std::make_shared<Options>();
    command->add_option("--period", options->period, _("a month or a year"))
        ->type_name("P")
        ->required();
    command->add_option("--xlsx", options->xlsx, _("also write the table as an Excel file"))
        ->type_name("FILE");
    command->add_flag("--json", options->json, _("one JSON object a line"));
    command->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
