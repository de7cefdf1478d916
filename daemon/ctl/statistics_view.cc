#include "daemon/ctl/statistics_view.h"

#include "base/money.h"
#include "base/text.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"

namespace ctl {
namespace {

using duties::Sum;
using duties::Sums;
using duties::UnitStatistics;
using nlohmann::ordered_json;

constexpr std::size_t kFigures = config::kReportFigures.size();
constexpr std::string_view kAmount = "cases.penalty_amount";

bool is_money(std::size_t figure) { return config::kReportFigures[figure] == kAmount; }

std::string unit_name(const config::Rulebook& rulebook, const std::string& id) {
    const auto* unit = config::find_unit(rulebook, id);
    return unit ? unit->name : id;
}

/// A word of the catalogue; without one the figure's own, which its group's column tells apart.
std::string figure_word(std::string_view figure) {
    const std::string word = in_words(figure);
    return word == figure ? word.substr(word.find('.') + 1) : word;
}

std::string shown(const Sum& sum, bool money) {
    if (sum.stated == 0) return "-";
    return money ? base::format_money(base::Money{sum.value}) : std::to_string(sum.value);
}

notices::Cell cell(const Sum& sum, bool money) {
    if (sum.stated == 0) return {};
    if (money) return static_cast<double>(sum.value) / 100;
    return sum.value;
}

/// How the unit stands: of a month the word for it, of a year how many reports of how many.
std::string standing(const duties::Statistics& statistics, const UnitStatistics& unit) {
    if (statistics.months.size() == 1) {
        if (!unit.zero_reports.empty()) return _("zero report");
        if (!unit.filings.empty()) return _("reported");
        return in_words(duties::name(unit.not_filed.empty() ? duties::DutyState::Exempt
                                                            : unit.not_filed.front().state));
    }
    return fmt::format("{}/{}", unit.filings.size(), unit.filings.size() + unit.not_filed.size());
}

std::vector<std::string> heads() {
    std::vector<std::string> row{_("unit"), _("reports")};
    for (const std::string_view figure : config::kReportFigures) row.push_back(figure_word(figure));
    return row;
}

std::string total_standing(const duties::Statistics& statistics) {
    return fmt::format("{}/{}", statistics.filed, statistics.owed);
}

/// What is missing or looks wrong with a unit's reports: a line each, with month and words.
struct Remark {
    std::string unit;
    std::string period;
    std::string words;
};

std::vector<Remark> remarks(const StatisticsView& view) {
    std::vector<Remark> found;
    for (const UnitStatistics& unit : view.statistics.units) {
        const std::string name = unit_name(view.rulebook, unit.unit);
        for (const auto& open : unit.not_filed)
            found.push_back(
                {name, open.period,
                 say(_("not reported ({}), not in the sums"), in_words(duties::name(open.state)))});
        for (const auto& open : unit.unstated) {
            std::vector<std::string> words;
            for (const std::string_view figure : open.figures) words.push_back(figure_word(figure));
            const std::string joined = base::join(words, _(", "));
            found.push_back({name, open.period,
                             open.figures.size() == kFigures
                                 ? std::string(_("no number could be read"))
                                 : say(_("does not say: {}"), joined)});
        }
        for (const auto& month : unit.amount_doubts)
            found.push_back(
                {name, month, _("yuan and 10,000 yuan may have been confused in the amount")});
        for (const auto& month : unit.copies_differ)
            found.push_back({name, month, _("Word file and stamped copy tell different numbers")});
    }
    return found;
}

ordered_json cells_json(const Sums& sums) {
    ordered_json cells;
    for (std::size_t i = 0; i < kFigures; ++i) {
        const std::string_view figure = config::kReportFigures[i];
        const std::string group(figure.substr(0, figure.find('.')));
        ordered_json value;  // null
        if (sums[i].stated > 0 && is_money(i))
            value = base::format_money(base::Money{sums[i].value});
        else if (sums[i].stated > 0)
            value = sums[i].value;
        cells[group][std::string(figure.substr(figure.find('.') + 1))] = value;
    }
    return cells;
}

ordered_json unit_json(const duties::Statistics& statistics, const UnitStatistics& unit) {
    ordered_json row;
    row["kind"] = "unit";
    row["period"] = statistics.period;
    row["unit"] = unit.unit;
    row["filings"] = ordered_json::array();
    for (const auto id : unit.filings) row["filings"].push_back(base::label(id));
    row["not_filed"] = ordered_json::array();
    for (const auto& open : unit.not_filed)
        row["not_filed"].push_back({{"period", open.period}, {"state", duties::name(open.state)}});
    row["exempt"] = unit.exempt;
    row.update(cells_json(unit.sums));
    row["unstated"] = ordered_json::array();
    for (const auto& open : unit.unstated)
        row["unstated"].push_back({{"period", open.period}, {"figures", open.figures}});
    row["zero_reports"] = unit.zero_reports;
    row["unit_doubt"] = unit.amount_doubts;
    row["copies_differ"] = unit.copies_differ;
    return row;
}

ordered_json sum_json(const duties::Statistics& statistics) {
    ordered_json row;
    row["kind"] = "sum";
    row["period"] = statistics.period;
    row["months"] = statistics.months;
    row["owed"] = statistics.owed;
    row["filed"] = statistics.filed;
    row.update(cells_json(statistics.sums));
    row["stated"] = ordered_json::object();
    for (std::size_t i = 0; i < kFigures; ++i)
        row["stated"][std::string(config::kReportFigures[i])] = statistics.sums[i].stated;
    return row;
}

}  // namespace

duties::CrossCheckWords cross_check_words_around() {
    duties::CrossCheckWords words;
    words.decisions_without_cases =
        _("reports 0 cases closed, but {} decisions of that month were filed ({})");
    words.fewer_cases =
        _("reports {} cases closed, fewer than the {} decisions of that month that were filed ({}; "
          "a case need not be closed in the month it was decided)");
    words.large_amount_without_decision =
        _("reports {} yuan in {} closed cases, 200,000 or more on average, but no major decision "
          "of these three months was filed");
    words.amount_below_decisions =
        _("reports {} yuan, less than the {} yuan of the decisions of that month that were filed "
          "({})");
    words.amount_factor =
        _("reports {} yuan, the decisions of that month that were filed come to {} yuan ({}): a "
          "factor of about 10,000, yuan and 10,000 yuan may have been confused");
    words.amount_unit =
        _("the amount reads as {} yuan; yuan and 10,000 yuan may have been confused");
    words.amount_unit_unknown =
        _("the amount does not say yuan or 10,000 yuan, and is not in the sums");
    words.copies_differ =
        _("Word file and stamped copy came at different times and tell different numbers; the "
          "first ones are in the sums");
    words.number_gap =
        _("of \"{}\" {} were filed ({} to {}), not seen among them: {}; only major decisions must "
          "be filed, so gaps are natural");
    words.serials_more = _("{} … {} in all");
    words.numbers_more = _("{} …");
    words.comma = _(", ");
    words.month = _("{}-{:02}");
    words.year = _("{}");
    words.line = _("{} {}: {}. Please check.");
    return words;
}

std::string statistics_text(const StatisticsView& view) {
    std::vector<Row> rows{heads()};
    for (const UnitStatistics& unit : view.statistics.units) {
        Row row{unit_name(view.rulebook, unit.unit), standing(view.statistics, unit)};
        for (std::size_t i = 0; i < kFigures; ++i) row.push_back(shown(unit.sums[i], is_money(i)));
        rows.push_back(std::move(row));
    }
    Row sum{_("sum"), total_standing(view.statistics)};
    for (std::size_t i = 0; i < kFigures; ++i)
        sum.push_back(shown(view.statistics.sums[i], is_money(i)));
    rows.push_back(std::move(sum));
    std::string text = table(rows);
    const auto lines = remarks(view);
    if (!lines.empty()) text += std::string("\n") + _("What is missing or looks wrong") + "\n";
    for (const Remark& remark : lines)
        text += "  " + remark.unit + " " + remark.period + ": " + remark.words + "\n";
    if (!view.checks.empty()) text += std::string("\n") + _("To be checked") + "\n";
    for (const std::string& line :
         duties::cross_check_words(view.rulebook, view.checks, cross_check_words_around()))
        text += "  " + line + "\n";
    return text;
}

std::vector<ordered_json> statistics_json(const StatisticsView& view) {
    std::vector<ordered_json> lines;
    for (const UnitStatistics& unit : view.statistics.units)
        lines.push_back(unit_json(view.statistics, unit));
    lines.push_back(sum_json(view.statistics));
    for (const duties::CrossCheck& check : view.checks)
        lines.push_back({{"kind", "cross_check"},
                         {"unit", check.unit},
                         {"period", check.period},
                         {"check", check.kind},
                         {"text", check.text}});
    return lines;
}

std::vector<notices::Sheet> statistics_sheets(const StatisticsView& view) {
    notices::Sheet sums;
    sums.name = _("Statistics");
    sums.title = say(_("Statistics of the monthly reports, {}"), view.statistics.period);
    sums.heads = heads();
    const auto add = [&](const std::string& name, const std::string& stands, const Sums& cells) {
        auto& row = sums.rows.emplace_back();
        row.emplace_back(name);
        row.emplace_back(stands);
        for (std::size_t i = 0; i < kFigures; ++i) row.push_back(cell(cells[i], is_money(i)));
    };
    for (const UnitStatistics& unit : view.statistics.units)
        add(unit_name(view.rulebook, unit.unit), standing(view.statistics, unit), unit.sums);
    add(_("sum"), total_standing(view.statistics), view.statistics.sums);

    notices::Sheet open;
    open.name = _("What is missing or looks wrong");
    open.heads = {_("unit"), _("period"), _("remark")};
    for (const Remark& remark : remarks(view))
        open.rows.push_back({notices::Cell(remark.unit), notices::Cell(remark.period),
                             notices::Cell(remark.words)});

    notices::Sheet checks;
    checks.name = _("To be checked");
    checks.heads = {_("unit"), _("period"), _("remark")};
    for (const duties::CrossCheck& check : view.checks)
        checks.rows.push_back({notices::Cell(unit_name(view.rulebook, check.unit)),
                               notices::Cell(check.period), notices::Cell(check.text)});
    return {sums, open, checks};
}

}  // namespace ctl
