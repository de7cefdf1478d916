#include <iostream>

#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/words.h"
#include "daemon/duties/matrix.h"
#include "daemon/pipeline/ledger_lookups.h"

namespace ctl {
namespace {

duties::MatrixWords words_around() {
    duties::MatrixWords words;
    words.year = _("{}");
    words.unit = _("unit");
    words.comma = _(", ");
    words.nothing = _("nothing is owed");
    words.state = [](duties::DutyState state) { return in_words(duties::name(state)); };
    return words;
}

base::Result<int> run(Office& office, const std::string& obligation, int year) {
    if (!config::find_obligation(office.rulebook(), obligation))
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          say(_("there is no obligation \"{}\""), obligation),
                          _("the ids stand in obligations/*.toml"));
    const auto day = base::date_of(office.clock().now());
    TRY_ASSIGN(const auto snapshot, pipeline::snapshot_at(office.ledger(), office.rulebook(), day));
    const auto all = duties::duties_at(office.rulebook(), snapshot, day);
    std::cout << duties::render(office.rulebook(),
                                duties::matrix_of(office.rulebook(), all, obligation, year),
                                words_around());
    return 0;
}

}  // namespace

void add_matrix(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand("matrix", _("unit x period of one obligation"));
    auto obligation = std::make_shared<std::string>();
    auto year = std::make_shared<int>(0);
    command->add_option("--obligation", *obligation)->type_name("ID")->required();
    command->add_option("--year", *year)->type_name("Y")->required();
    command->callback([&invocation, obligation, year] {
        invocation.chosen_in_office = [obligation, year](Office& office) {
            return run(office, *obligation, *year);
        };
    });
}

}  // namespace ctl
