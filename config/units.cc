#include <fmt/format.h>

#include <algorithm>

#include "base/dates.h"
#include "base/text.h"
#include "config/fields.h"
#include "config/readers.h"

namespace config {
namespace {

constexpr std::array kClasses{Word<UnitClass>{"town", UnitClass::Town},
                              Word<UnitClass>{"department", UnitClass::Department}};

void read_unit_id(const Slot& slot, Unit& unit) {
    const auto text = read_text(slot);
    if (!text) return;
    unit.id = *text;
    if (!is_id(*text)) {
        slot.mistake(fmt::format("\"{}\" is no id", *text),
                     "use lower-case letters, digits and hyphens");
    } else if (std::ranges::find(kClasses, *text, &Word<UnitClass>::text) != kClasses.end()) {
        slot.mistake(fmt::format("\"{}\" is a class of units", *text), "give the unit another id");
    }
}

constexpr std::array kUnitFields{
    Field<Unit>{"id", read_unit_id, Presence::Required},
    Field<Unit>{"name", into<&Unit::name>, Presence::Required},
    Field<Unit>{"class",
                [](const Slot& slot, Unit& unit) {
                    if (const auto word = read_word(slot, kClasses)) unit.unit_class = *word;
                },
                Presence::Required},
    Field<Unit>{"aliases", into<&Unit::aliases>},
    Field<Unit>{"number_prefixes", into<&Unit::number_prefixes>},
    Field<Unit>{"decides_as", into<&Unit::decides_as>},
    Field<Unit>{"addresses",
                [](const Slot& slot, Unit& unit) { read_addresses(slot, unit.addresses); }},
    Field<Unit>{"remind", [](const Slot& slot, Unit& unit) { read_addresses(slot, unit.remind); }},
    Field<Unit>{"escalate",
                [](const Slot& slot, Unit& unit) { read_addresses(slot, unit.escalate); }},
    Field<Unit>{"valid_from", into<&Unit::valid_from>},
    Field<Unit>{"valid_to", into<&Unit::valid_to>},
    Field<Unit>{"successor", into<&Unit::successor>},
};

/// Where a unit's names stand: two units may not claim the same.
struct ClaimKey {
    std::string_view key;
    std::string_view kind;
};
constexpr std::array kClaimKeys{ClaimKey{"name", "name"}, ClaimKey{"aliases", "name"},
                                ClaimKey{"number_prefixes", "文号 prefix"},
                                ClaimKey{"addresses", "address"}};

void add_claims(const Value& table, const std::string& unit, UnitFile& file, FileReport& report) {
    const auto add = [&](std::string_view kind, const Value& value) {
        if (value.type != Value::Type::String) return;
        const bool is_address = kind == "address";
        file.claims.push_back({kind, is_address ? base::lowered(value.text) : value.text, unit,
                               report.place(value.line)});
    };
    for (const ClaimKey& claim : kClaimKeys) {
        const Value* value = table.find(claim.key);
        if (value == nullptr) continue;
        add(claim.kind, *value);
        for (const Value& item : value->items) add(claim.kind, item);
    }
}

void check_life(const Value& table, const Unit& unit, FileReport& report) {
    if (unit.valid_from && unit.valid_to && *unit.valid_to < *unit.valid_from)
        report.mistake(table.line_of("valid_to"), "valid_to is before valid_from",
                       "valid_to is the unit's last day, valid_from its first");
    if (!unit.successor.empty() && !unit.valid_to)
        report.mistake(table.line_of("successor"), "successor: the unit's last day is not given",
                       "add valid_to = YYYY-MM-DD");
    if (!unit.successor.empty() && unit.successor == unit.id)
        report.mistake(table.line_of("successor"), "successor: it is the unit itself",
                       "name the unit that took over, or take it out");
}

void read_unit_tables(const Slot& slot, UnitFile& file) {
    for (const Value& table : tables_of(slot)) {
        Placed<Unit> unit;
        const Value* id = table.find("id");
        const std::string what = id && id->type == Value::Type::String
                                     ? fmt::format("unit \"{}\"", id->text)
                                     : "[[unit]]";
        read_record(table, what, kUnitFields, unit.record, slot.report);
        if (unit.record.id.empty()) continue;
        if (table.find("remind") == nullptr) unit.record.remind = unit.record.addresses;
        unit.place = slot.report.place(table.line_of("id"));
        add_claims(table, unit.record.id, file, slot.report);
        check_life(table, unit.record, slot.report);
        file.units.push_back(std::move(unit));
    }
}

constexpr std::array kTables{Field<UnitFile>{"unit", read_unit_tables}};

}  // namespace

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

bool is_year(std::string_view text) {
    return text.size() == 4 && base::parse_number(text).value_or(0) >= 1000;
}

bool is_month(std::string_view text) { return base::parse_month(text).has_value(); }

bool is_of_our_time(std::string_view when) {
    const auto year = base::parse_number(when.substr(0, 4));
    return year && *year >= kFirstYear && *year <= kLastYear;
}

void read_units(const Value& root, UnitFile& file, FileReport& report) {
    read_record(root, "units.toml", kTables, file, report);
}

}  // namespace config
