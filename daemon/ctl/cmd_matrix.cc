#include <iostream>

#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/spreadsheet.h"
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

notices::Sheet sheet_of(const Office& office, const duties::Matrix& matrix,
                        const duties::MatrixWords& words) {
    notices::Sheet sheet;
    sheet.name = office.obligation_title(matrix.obligation);
    sheet.title = sheet.name + " " + base::replaced(words.year, "{}", std::to_string(matrix.year));
    sheet.heads.push_back(words.unit);
    sheet.heads.insert(sheet.heads.end(), matrix.periods.begin(), matrix.periods.end());
    for (const auto& row : matrix.rows) {
        auto& cells = sheet.rows.emplace_back();
        cells.emplace_back(office.unit_name(row.unit));
        for (const duties::Duty* duty : row.cells)
            cells.push_back(duty ? notices::Cell(words.state(duty->state)) : notices::Cell());
    }
    return sheet;
}

base::Result<int> run(Office& office, const std::string& obligation, int year,
                      const std::string& xlsx) {
    if (!config::find_obligation(office.rulebook(), obligation))
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          say(_("there is no obligation \"{}\""), obligation),
                          _("the ids stand in obligations/*.toml"));
    const auto day = base::date_of(office.clock().now());
    TRY_ASSIGN(const auto snapshot, pipeline::snapshot_at(office.ledger(), office.rulebook(), day));
    const auto all = duties::duties_at(office.rulebook(), snapshot, day);
    const auto matrix = duties::matrix_of(office.rulebook(), all, obligation, year);
    if (!xlsx.empty())
        TRY(write_spreadsheet(xlsx, {sheet_of(office, matrix, words_around())},
                              office.clock().now()));
    std::cout << duties::render(office.rulebook(), matrix, words_around());
    return 0;
}

}  // namespace

void add_matrix(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand("matrix", _("unit x period of one obligation"));
    auto obligation = std::make_shared<std::string>();
    auto year = std::make_shared<int>(0);
    command->add_option("--obligation", *obligation)->type_name("ID")->required();
    command->add_option("--year", *year)->type_name("Y")->required()->check(CLI::Range(1900, 9999));
    auto xlsx = std::make_shared<std::string>();
    command->add_option("--xlsx", *xlsx, _("also write the table as an Excel file"))
        ->type_name("FILE");
    command->callback([&invocation, obligation, year, xlsx] {
        invocation.chosen_in_office = [obligation, year, xlsx](Office& office) {
            return run(office, *obligation, *year, *xlsx);
        };
    });
}

}  // namespace ctl
