#include <iostream>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/spreadsheet.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/office_books.h"

namespace ctl {
namespace {

using pipeline::RegisterLine;

struct Options {
    int year = 0;
    std::string xlsx;
    bool json = false;
};

std::string moment(base::Instant at) {
    return base::replaced(base::format_instant(at).substr(0, 16), "T", " ");
}

std::string on_time_words(const RegisterLine& line) {
    if (!line.on_time) return "";
    return *line.on_time ? _("in time") : _("late");
}

nlohmann::ordered_json to_json(std::size_t place, const RegisterLine& line) {
    using json = nlohmann::ordered_json;
    json row;
    row["place"] = place;
    row["number"] = line.number;
    row["message"] = base::label(line.message);
    row["received_at"] = base::format_instant(line.received_at);
    row["from"] = line.from;
    row["subject"] = line.subject;
    row["filing"] = base::label(line.filing);
    row["unit"] = line.unit;
    row["obligation"] = line.obligation;
    row["period"] = line.period;
    row["documents"] = line.documents;
    row["status"] = storage::name(line.status);
    row["decision_number"] =
        line.decision_number.empty() ? json(nullptr) : json(line.decision_number);
    row["due"] = line.due ? json(base::format_date(*line.due)) : json(nullptr);
    row["on_time"] = line.on_time ? json(*line.on_time) : json(nullptr);
    return row;
}

notices::Sheet sheet_of(const Office& office, int year, const std::vector<RegisterLine>& lines) {
    notices::Sheet sheet;
    sheet.name = _("register");
    sheet.title = say(_("Register of what came in, {}"), year);
    sheet.heads = {_("no."),         _("register number"),
                   _("received at"), _("from"),
                   _("unit"),        _("number"),
                   _("subject"),     _("item"),
                   _("period"),      _("documents brought"),
                   _("status"),      _("due"),
                   _("in time?"),    _("filing")};
    sheet.frozen_columns = 2;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const RegisterLine& line = lines[i];
        sheet.rows.push_back(
            {static_cast<std::int64_t>(i + 1), line.number, moment(line.received_at), line.from,
             office.unit_name(line.unit), line.decision_number, line.subject,
             office.obligation_title(line.obligation, line.period), line.period,
             static_cast<std::int64_t>(line.documents), in_words(storage::name(line.status)),
             line.due ? notices::Cell(*line.due) : notices::Cell(), on_time_words(line),
             base::label(line.filing)});
    }
    return sheet;
}

void print(const Office& office, const std::vector<RegisterLine>& lines) {
    std::vector<Row> rows{{_("register number"), _("received at"), _("unit"), _("item"),
                           _("period"), _("documents brought"), _("status"), _("number"),
                           _("from")}};
    for (const auto& line : lines)
        rows.push_back({line.number, moment(line.received_at), office.unit_name(line.unit),
                        office.obligation_title(line.obligation, line.period), line.period,
                        std::to_string(line.documents), in_words(storage::name(line.status)),
                        base::one_line(line.decision_number, 60), base::one_line(line.from, 60)});
    std::cout << table(rows);
}

base::Result<int> run(Office& office, const Options& options) {
    TRY_ASSIGN(const auto lines, pipeline::register_of(office.ledger(), options.year));
    if (!options.xlsx.empty())
        TRY(write_spreadsheet(options.xlsx, {sheet_of(office, options.year, lines)},
                              office.clock().now()));
    if (options.json) {
        for (std::size_t i = 0; i < lines.size(); ++i)
            std::cout << base::json_line(to_json(i + 1, lines[i])) << "\n";
    } else if (options.xlsx.empty()) {
        print(office, lines);
    } else {
        std::cout << say(_("{} lines written to {}\n"), lines.size(), options.xlsx);
    }
    return 0;
}

}  // namespace

void add_export(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand("export", _("books of the office as files"));
    command->require_subcommand(1);
    auto* book = command->add_subcommand("register", _("every mail filed in a year, one a line"));
    auto options = std::make_shared<Options>();
    book->add_option("--year", options->year)
        ->type_name("Y")
        ->required()
        ->check(CLI::Range(1900, 9999));
    book->add_option("--xlsx", options->xlsx, _("write it as an Excel file"))->type_name("FILE");
    book->add_flag("--json", options->json, _("one JSON object a line"));
    book->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
