#include <cmath>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/spreadsheet.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/duties/assessment.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/office_books.h"

namespace ctl {
namespace {

using duties::Assessment;
using duties::Tally;
using nlohmann::ordered_json;

struct Options {
    int year = 0;
    std::string xlsx;
    bool json = false;
};

constexpr double kHundred = 100.0;

std::string percent(const std::optional<double>& rate) {
    return rate ? fmt::format("{:.1f} %", *rate * kHundred) : "-";
}

std::string days(const std::optional<double>& average) {
    return average ? fmt::format("{:.1f}", *average) : "-";
}

ordered_json rounded(const std::optional<double>& rate) {
    constexpr double kPlaces = 10000.0;
    if (!rate) return nullptr;
    return std::round(*rate * kPlaces) / kPlaces;
}

void add_tally(const Tally& tally, ordered_json& row) {
    row["due"] = tally.due;
    row["on_time"] = tally.on_time;
    row["late"] = tally.late;
    row["missing"] = tally.missing;
    row["on_time_rate"] = rounded(tally.on_time_rate());
    row["days_late"] = {{"sum", tally.days_late},
                        {"average", rounded(tally.average_days_late())},
                        {"most", tally.most_days_late}};
    row["complete"] = tally.complete;
    row["first_try"] = tally.first_try;
    row["first_try_rate"] = rounded(tally.first_try_rate());
    row["corrections"] = tally.corrections;
    row["exempt"] = tally.exempt;
    row["undated"] = {{"filed", tally.undated_filed}, {"missing", tally.undated_missing}};
}

ordered_json to_json(int year, const Assessment::Row& row) {
    ordered_json out;
    out["year"] = year;
    out["rank"] = row.rank ? ordered_json(*row.rank) : ordered_json(nullptr);
    out["unit"] = row.unit;
    add_tally(row.total, out);
    out["obligations"] = ordered_json::array();
    for (const auto& item : row.items) {
        ordered_json each{{"obligation", item.obligation}};
        add_tally(item.tally, each);
        out["obligations"].push_back(std::move(each));
    }
    return out;
}

/// The heads of the numbers, in the order of numbers_of().
Row heads_of_numbers() {
    return {_("due so far"),          _("on time"),           _("filed late"),
            _("not filed"),           _("on-time rate"),      _("days late"),
            _("average days late"),   _("most days late"),    _("filed completely"),
            _("with the first mail"), _("corrections"),       _("exempt duties"),
            _("undated, filed"),      _("undated, not filed")};
}

std::vector<notices::Cell> numbers_of(const Tally& tally) {
    const auto number = [](int value) { return notices::Cell(std::int64_t{value}); };
    const auto average = tally.average_days_late();
    return {number(tally.due),
            number(tally.on_time),
            number(tally.late),
            number(tally.missing),
            notices::Cell(percent(tally.on_time_rate())),
            number(tally.days_late),
            average ? notices::Cell(*average) : notices::Cell(),
            number(tally.most_days_late),
            number(tally.complete),
            number(tally.first_try),
            number(tally.corrections),
            number(tally.exempt),
            number(tally.undated_filed),
            number(tally.undated_missing)};
}

void append(const std::vector<notices::Cell>& more, std::vector<notices::Cell>& cells) {
    cells.insert(cells.end(), more.begin(), more.end());
}

notices::Sheet begun_sheet(const std::string& name, int year, std::vector<std::string> heads) {
    notices::Sheet sheet;
    sheet.name = name;
    sheet.title = say(_("Assessment of {}: {}"), year, name);
    sheet.heads = std::move(heads);
    for (auto& head : heads_of_numbers()) sheet.heads.push_back(std::move(head));
    return sheet;
}

std::vector<notices::Sheet> sheets_of(const Office& office, const Assessment& assessment) {
    auto units = begun_sheet(_("by unit"), assessment.year, {_("rank"), _("unit")});
    auto items = begun_sheet(_("by unit and item"), assessment.year, {_("unit"), _("item")});
    units.frozen_columns = items.frozen_columns = 2;
    for (const auto& row : assessment.rows) {
        auto& cells = units.rows.emplace_back();
        cells.push_back(row.rank ? notices::Cell(std::int64_t{*row.rank}) : notices::Cell());
        cells.emplace_back(office.unit_name(row.unit));
        append(numbers_of(row.total), cells);
        for (const auto& item : row.items) {
            auto& line = items.rows.emplace_back();
            line.emplace_back(office.unit_name(row.unit));
            line.emplace_back(office.obligation_title(item.obligation));
            append(numbers_of(item.tally), line);
        }
    }
    return {std::move(units), std::move(items)};
}

void print(const Office& office, const Assessment& assessment) {
    std::vector<Row> rows{{_("rank"), _("unit"), _("due so far"), _("on time"), _("filed late"),
                           _("not filed"), _("on-time rate"), _("average days late"),
                           _("most days late"), _("with the first mail"), _("corrections"),
                           _("exempt duties")}};
    for (const auto& row : assessment.rows) {
        const Tally& total = row.total;
        rows.push_back({row.rank ? std::to_string(*row.rank) : "-", office.unit_name(row.unit),
                        std::to_string(total.due), std::to_string(total.on_time),
                        std::to_string(total.late), std::to_string(total.missing),
                        percent(total.on_time_rate()), days(total.average_days_late()),
                        std::to_string(total.most_days_late), percent(total.first_try_rate()),
                        std::to_string(total.corrections), std::to_string(total.exempt)});
    }
    std::cout << table(rows);
}

base::Result<int> run(Office& office, const Options& options) {
    const auto now = office.clock().now();
    const auto day = base::date_of(now);
    TRY_ASSIGN(const auto snapshot, pipeline::snapshot_at(office.ledger(), office.rulebook(), day));
    const auto all = duties::duties_at(office.rulebook(), snapshot, day);
    TRY_ASSIGN(const auto courses,
               pipeline::courses_of(office.ledger(), snapshot, all, options.year));
    const auto assessment = duties::assess(office.rulebook(), all, courses, options.year, day);
    if (!options.xlsx.empty())
        TRY(write_spreadsheet(options.xlsx, sheets_of(office, assessment), now));
    if (!options.json) {
        print(office, assessment);
        return 0;
    }
    for (const auto& row : assessment.rows)
        std::cout << base::json_line(to_json(assessment.year, row)) << "\n";
    return 0;
}

}  // namespace

void add_assessment(CLI::App& cli, Invocation& invocation) {
    auto* command =
        cli.add_subcommand("assessment", _("how each unit kept its duties of a year, ranked"));
    auto options = std::make_shared<Options>();
    command->add_option("--year", options->year)
        ->type_name("Y")
        ->required()
        ->check(CLI::Range(1900, 9999));
    command->add_option("--xlsx", options->xlsx, _("also write the table as an Excel file"))
        ->type_name("FILE");
    command->add_flag("--json", options->json, _("one JSON object a line"));
    command->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
