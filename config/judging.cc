#include <fmt/format.h>

#include <algorithm>

#include "config/fields.h"
#include "config/readers.h"

namespace config {
namespace {

struct Reading {
    JudgingRules& rules;
    const JudgingRules* known;
};

constexpr std::array<std::string_view, 4> kGroups{"obligation", "unit", "period", "piece"};

void read_weight(const Slot& slot, Reading& reading) {
    double weight = 0;
    read_value(slot, weight);
    if (!(weight > 0 && weight <= 1)) {
        slot.mistake(fmt::format("{} is no weight", weight), "write a number above 0, at most 1");
        return;
    }
    reading.rules.weights[std::string(slot.key)] = weight;
}

/// A weight's name an own file uses must be one the shipped file has: the judge knows no other.
bool is_known_weight(const Entry& entry, const std::string& name, const Reading& reading,
                     FileReport& report) {
    if (reading.known == nullptr || reading.known->weights.contains(name)) return true;
    std::vector<std::string_view> known;
    for (const auto& [other, weight] : reading.known->weights) known.push_back(other);
    if (known.empty()) return true;
    report.mistake(entry.line, fmt::format("unknown key \"{}\" in [weights]", name),
                   fmt::format("the nearest known key is \"{}\"", nearest(name, known)));
    return false;
}

void read_weights(const Slot& slot, Reading& reading) {
    if (!check_table(slot.value, "[weights]", kGroups, slot.report)) return;
    for (const Entry& group : slot.value.entries) {
        if (group.value.type != Value::Type::Table) {
            Slot{group.value, group.key, slot.report}.mistake(
                "no table stands here", "write [weights.obligation] and its weights below");
            continue;
        }
        for (const Entry& entry : group.value.entries) {
            const std::string name = group.key + "." + entry.key;
            if (!is_known_weight(entry, name, reading, slot.report)) continue;
            read_weight(Slot{entry.value, name, slot.report}, reading);
        }
    }
}

constexpr std::array kLookAlikeFields{
    Field<LookAlike>{"id", into<&LookAlike::id>, Presence::Required},
    Field<LookAlike>{"titles", into<&LookAlike::titles>},
    Field<LookAlike>{"numbers", into<&LookAlike::numbers>},
    Field<LookAlike>{"excludes", into<&LookAlike::excludes>},
};

void read_look_alikes(const Slot& slot, Reading& reading) {
    std::vector<LookAlike> look_alikes;
    for (const Value& table : tables_of(slot)) {
        LookAlike look_alike;
        read_record(table, "[[look_alike]]", kLookAlikeFields, look_alike, slot.report);
        if (look_alike.id.empty()) continue;
        if (std::ranges::find(look_alikes, look_alike.id, &LookAlike::id) != look_alikes.end()) {
            slot.report.mistake(table.line_of("id"),
                                fmt::format("look-alike \"{}\" is named twice", look_alike.id),
                                "give the second another id");
        }
        if (look_alike.titles.empty() && look_alike.numbers.empty()) {
            slot.report.mistake(
                table.line,
                fmt::format("look-alike \"{}\" has neither titles nor numbers", look_alike.id),
                "add titles = [\"…\"]");
        }
        look_alikes.push_back(std::move(look_alike));
    }
    reading.rules.look_alikes = std::move(look_alikes);
}

constexpr std::array kWordFields{
    Field<JudgingRules>{"receiver_names", into<&JudgingRules::receiver_names>},
    Field<JudgingRules>{"automatic_subjects", into<&JudgingRules::automatic_subjects>},
    Field<JudgingRules>{"automatic_bodies", into<&JudgingRules::automatic_bodies>},
    Field<JudgingRules>{"system_senders", into<&JudgingRules::system_senders>},
    Field<JudgingRules>{"correction_words", into<&JudgingRules::correction_words>},
    Field<JudgingRules>{"withdrawal_words", into<&JudgingRules::withdrawal_words>},
    Field<JudgingRules>{"courtesy_words", into<&JudgingRules::courtesy_words>},
    Field<JudgingRules>{"bait_words", into<&JudgingRules::bait_words>},
};

constexpr std::array kFigureFields{
    Field<ReportFigure>{"id", into<&ReportFigure::id>, Presence::Required},
    Field<ReportFigure>{"words", into<&ReportFigure::words>},
    Field<ReportFigure>{"within", into<&ReportFigure::within>},
    Field<ReportFigure>{"never", into<&ReportFigure::never>},
    Field<ReportFigure>{"standing", into<&ReportFigure::standing>},
};

/// An entry replaces the one of its id; the others stay as they ship.
void read_figures(const Slot& slot, ReportRules& report) {
    std::vector<std::string> seen;
    for (const Value& table : tables_of(slot)) {
        ReportFigure figure;
        read_record(table, "[[report.figure]]", kFigureFields, figure, slot.report);
        if (figure.id.empty()) continue;
        if (std::ranges::find(kReportFigures, figure.id) == kReportFigures.end()) {
            slot.report.mistake(
                table.line_of("id"), fmt::format("\"{}\" is no figure of the report", figure.id),
                fmt::format("the nearest is \"{}\"", nearest(figure.id, kReportFigures)));
            continue;
        }
        if (std::ranges::find(seen, figure.id) != seen.end())
            slot.report.mistake(table.line_of("id"),
                                fmt::format("figure \"{}\" is named twice", figure.id),
                                "put its words into one entry");
        seen.push_back(figure.id);
        const auto old = std::ranges::find(report.figures, figure.id, &ReportFigure::id);
        if (old == report.figures.end())
            report.figures.push_back(std::move(figure));
        else
            *old = std::move(figure);
    }
}

constexpr std::array<std::string_view, 4> kReportGroups{"commitment", "four_lists",
                                                        "impact_assessment", "cases"};

void read_groups(const Slot& slot, ReportRules& report) {
    if (!check_table(slot.value, "[report.groups]", kReportGroups, slot.report)) return;
    for (const Entry& entry : slot.value.entries) {
        const auto known = std::ranges::find(kReportGroups, entry.key);
        if (known == kReportGroups.end()) continue;
        read_value(Slot{entry.value, entry.key, slot.report}, report.groups[entry.key]);
    }
}

constexpr std::array kReportFields{
    Field<ReportRules>{"figure", read_figures},
    Field<ReportRules>{"groups", read_groups},
    Field<ReportRules>{"this_month", into<&ReportRules::this_month>},
    Field<ReportRules>{"until_now", into<&ReportRules::until_now>},
    Field<ReportRules>{"compared", into<&ReportRules::compared>},
    Field<ReportRules>{"neutral", into<&ReportRules::neutral>},
    Field<ReportRules>{"zero", into<&ReportRules::zero>},
};

constexpr std::array kAnswerFields{
    Field<AnswerRules>{"quote_begins", into<&AnswerRules::quote_begins>},
    Field<AnswerRules>{"tails", into<&AnswerRules::tails>},
    Field<AnswerRules>{"agree", into<&AnswerRules::agree>},
    Field<AnswerRules>{"dismiss", into<&AnswerRules::dismiss>},
    Field<AnswerRules>{"deny", into<&AnswerRules::deny>},
    Field<AnswerRules>{"become", into<&AnswerRules::become>},
    Field<AnswerRules>{"object", into<&AnswerRules::object>},
    Field<AnswerRules>{"ask", into<&AnswerRules::ask>},
    Field<AnswerRules>{"around", into<&AnswerRules::around>},
    Field<AnswerRules>{"salutations", into<&AnswerRules::salutations>},
};

constexpr std::array kSections{
    Field<Reading>{"weights", read_weights},
    Field<Reading>{"look_alike", read_look_alikes},
    Field<Reading>{"report",
                   [](const Slot& slot, Reading& reading) {
                       read_record(slot.value, "[report]", kReportFields, reading.rules.report,
                                   slot.report);
                   }},
    Field<Reading>{"answers",
                   [](const Slot& slot, Reading& reading) {
                       read_record(slot.value, "[answers]", kAnswerFields, reading.rules.answers,
                                   slot.report);
                   }},
    Field<Reading>{"words",
                   [](const Slot& slot, Reading& reading) {
                       read_record(slot.value, "[words]", kWordFields, reading.rules, slot.report);
                   }},
};

}  // namespace

void read_judging(const Value& root, const JudgingRules* known, JudgingRules& rules,
                  FileReport& report) {
    Reading reading{rules, known};
    read_record(root, "judging.toml", kSections, reading, report);
}

}  // namespace config
