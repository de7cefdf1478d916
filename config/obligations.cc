#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/text.h"
#include "config/due.h"
#include "config/fields.h"
#include "config/readers.h"

namespace config {
namespace {

constexpr std::array kNatures{
    Word<Nature>{"filing", Nature::Filing}, Word<Nature>{"publication", Nature::Publication},
    Word<Nature>{"performance", Nature::Performance}, Word<Nature>{"office", Nature::Office}};

constexpr std::array kPieces{
    Word<Piece>{"word", Piece::Word}, Word<Piece>{"stamped-pdf", Piece::StampedPdf},
    Word<Piece>{"link", Piece::Link}, Word<Piece>{"decision", Piece::Decision},
    Word<Piece>{"document", Piece::Document}};

constexpr std::int64_t kMostDaysBefore = 60;
constexpr std::int64_t kMostReminders = 100;

constexpr std::array<std::string_view, 2> kClasses{"town", "department"};
/// Words somebody may take for a class; an id of a unit is never one of them.
constexpr std::array<std::string_view, 22> kNoClasses{
    "all",       "any",      "every",   "everyone", "everybody", "unit",      "units", "class",
    "county",    "counties", "village", "villages", "township",  "townships", "city",  "district",
    "districts", "bureau",   "bureaus", "agency",   "agencies",  "office"};

void read_obligation_id(const Slot& slot, Obligation& obligation) {
    const auto text = read_text(slot);
    if (!text) return;
    obligation.id = *text;
    if (!is_id(*text)) {
        slot.mistake(fmt::format("\"{}\" is no id", *text),
                     "use lower-case letters, digits and hyphens");
    }
}

void read_requires(const Slot& slot, Obligation& obligation) {
    if (slot.value.type != Value::Type::Array || slot.value.items.empty()) {
        slot.mistake("no piece is named", "write [\"document\"], or the pieces it takes");
        return;
    }
    for (const Value& item : slot.value.items) {
        const auto piece = read_word(Slot{item, slot.key, slot.report}, kPieces);
        auto& pieces = obligation.requires_pieces;
        if (piece && std::ranges::find(pieces, *piece) == pieces.end()) pieces.push_back(*piece);
    }
}

constexpr std::array kRecogniseFields{
    Field<Recognise>{"titles", into<&Recognise::titles>},
    Field<Recognise>{"strong", into<&Recognise::strong>},
    Field<Recognise>{"file_names", into<&Recognise::file_names>},
    Field<Recognise>{"not", into<&Recognise::not_words>},
    Field<Recognise>{"encloses", into<&Recognise::encloses>},
};

void read_before(const Slot& slot, Reminding& remind) {
    if (slot.value.type != Value::Type::Array) {
        slot.mistake("no list of working days", "write [5, 1]; [] for none");
        return;
    }
    remind.before.clear();
    for (const Value& item : slot.value.items) {
        const auto days = read_whole(Slot{item, slot.key, slot.report}, 1, kMostDaysBefore);
        if (days) remind.before.push_back(static_cast<std::uint32_t>(*days));
    }
    std::ranges::sort(remind.before, std::greater<>());
    remind.before.erase(std::unique(remind.before.begin(), remind.before.end()),
                        remind.before.end());
}

void read_count(const Slot& slot, std::int64_t least, std::uint32_t& target) {
    if (const auto count = read_whole(slot, least, kMostReminders))
        target = static_cast<std::uint32_t>(*count);
}

constexpr std::array kRemindFields{
    Field<Reminding>{"before", read_before},
    Field<Reminding>{"on_due", into<&Reminding::on_due>},
    Field<Reminding>{
        "every", [](const Slot& slot, Reminding& remind) { read_count(slot, 1, remind.every); }},
    Field<Reminding>{"at_most", [](const Slot& slot,
                                   Reminding& remind) { read_count(slot, 0, remind.at_most); }},
};

/// A name of a file in templates/, not a path.
void read_template(const Slot& slot, Obligation& obligation) {
    const auto text = read_text(slot);
    if (!text) return;
    if (text->find('/') != std::string::npos || text->starts_with("."))
        slot.mistake(fmt::format("\"{}\" is no name of a file", *text),
                     "put the form into templates/ and write its name alone");
    else
        obligation.template_file = *text;
}

constexpr std::array kObligationFields{
    Field<Obligation>{"id", read_obligation_id, Presence::Required},
    Field<Obligation>{"title", into<&Obligation::title>, Presence::Required},
    Field<Obligation>{"clause", into<&Obligation::clause>},
    Field<Obligation>{"nature",
                      [](const Slot& slot, Obligation& obligation) {
                          if (const auto word = read_word(slot, kNatures))
                              obligation.nature = *word;
                      },
                      Presence::Required},
    Field<Obligation>{"who", into<&Obligation::who>, Presence::Required},
    Field<Obligation>{"due",
                      [](const Slot& slot, Obligation& obligation) {
                          read_due(slot.value, obligation.due, slot.report);
                      }},
    Field<Obligation>{"rollover", into<&Obligation::rollover>},
    Field<Obligation>{"reminders", into<&Obligation::reminders>},
    Field<Obligation>{"remind",
                      [](const Slot& slot, Obligation& obligation) {
                          read_record(slot.value, "[obligation.remind]", kRemindFields,
                                      obligation.remind, slot.report);
                      }},
    Field<Obligation>{"template", read_template},
    Field<Obligation>{"requires", read_requires},
    Field<Obligation>{"recognise",
                      [](const Slot& slot, Obligation& obligation) {
                          read_record(slot.value, "[obligation.recognise]", kRecogniseFields,
                                      obligation.recognise, slot.report);
                      }},
    Field<Obligation>{"from", into<&Obligation::from>},
};

bool is_mistaken_class(std::string_view word) {
    if (!is_id(word) || std::ranges::find(kNoClasses, word) != kNoClasses.end()) return true;
    return std::ranges::any_of(kClasses, [&](std::string_view known) {
        return base::edit_distance(word.substr(0, 64), known) <= 2;
    });
}

/// A word of `who` is a class, a unit, or a mistake: a word like a class is an error, another id a
/// warning, for a directory may leave units out.
void check_who(const Value& table, const ObligationFiles& files, FileReport& report) {
    const Value* who = table.find("who");
    if (who == nullptr) return;
    if (who->type == Value::Type::Array && who->items.empty()) {
        report.mistake(who->line, "who: nobody is named",
                       "write [\"town\", \"department\"] or unit ids");
    }
    for (const Value& item : who->items) {
        const bool known = std::ranges::find(kClasses, item.text) != kClasses.end() ||
                           files.unit_ids.contains(item.text);
        if (item.type != Value::Type::String || known || base::trimmed(item.text).empty()) continue;
        if (is_mistaken_class(item.text)) {
            report.mistake(
                item.line, fmt::format("who: unknown class \"{}\"", item.text),
                fmt::format("classes are \"town\" and \"department\"; the nearest is \"{}\"",
                            nearest(item.text, kClasses)));
        } else {
            report.warn(item.line, fmt::format("who: units.toml has no unit \"{}\"", item.text),
                        "add the unit, or take it out here; nobody owes it in its place");
        }
    }
}

bool makes_duties(Nature nature) {
    return nature == Nature::Filing || nature == Nature::Publication;
}

void check_periods(const Value& table, const Obligation& obligation, FileReport& report) {
    const DueRule& due = obligation.due;
    const bool every =
        due.form == DueRule::Form::EveryMonth || due.form == DueRule::Form::EveryYear;
    const bool given = table.find("from") || (table.find("due") && table.find("due")->find("from"));
    if (every && !given) {
        report.mistake(table.line_of("due"), "due: the first period is not given",
                       due.form == DueRule::Form::EveryMonth ? "add from = \"2024-06\""
                                                             : "add from = \"2025\"");
    }
    if (makes_duties(obligation.nature) && table.find("due") == nullptr) {
        report.mistake(table.line, fmt::format("obligation \"{}\" has no due", obligation.id),
                       "add a rule; without a date: due = { year = 2024 }");
    }
    if (obligation.from.empty()) return;
    const PeriodForm form = period_form(obligation);
    const bool fits = form == PeriodForm::Month ? is_month(obligation.from)
                      : form == PeriodForm::Year
                          ? is_year(obligation.from)
                          : is_year(obligation.from) || is_month(obligation.from);
    if (!fits || !is_of_our_time(obligation.from)) {
        report.mistake(
            table.line_of("from"),
            fmt::format("from: \"{}\" is no period of this rule", obligation.from),
            form == PeriodForm::Month ? "write a month: \"2024-06\"" : "write a year: \"2025\"");
    }
}

void read_obligation_tables(const Slot& slot, ObligationFiles& files) {
    for (const Value& table : tables_of(slot)) {
        Placed<Obligation> entry;
        const Value* id = table.find("id");
        const std::string what = id && id->type == Value::Type::String
                                     ? fmt::format("obligation \"{}\"", id->text)
                                     : "[[obligation]]";
        read_record(table, what, kObligationFields, entry.record, slot.report);
        if (entry.record.requires_pieces.empty()) entry.record.requires_pieces = {Piece::Document};
        if (entry.record.id.empty()) continue;
        check_who(table, files, slot.report);
        check_periods(table, entry.record, slot.report);
        entry.place = slot.report.place(table.line_of("id"));
        files.obligations.push_back(std::move(entry));
    }
}

constexpr std::array kTables{Field<ObligationFiles>{"obligation", read_obligation_tables}};

}  // namespace

void read_obligations(const Value& root, ObligationFiles& files, FileReport& report) {
    read_record(root, "an obligations file", kTables, files, report);
}

}  // namespace config
