#pragma once
/// Tables of known keys and typed reading. A record of the configuration is described by one
/// constexpr array of Field; reading, unknown keys and missing ones follow from it. A value of the
/// wrong form leaves its target as it was and is reported.

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/report.h"
#include "config/rulebook.h"
#include "config/toml.h"

namespace config {

/// One value being read: what it is called and where mistakes about it go.
struct Slot {
    const Value& value;
    std::string_view key;
    FileReport& report;

    /// `key`: what; cure.
    void mistake(std::string_view what, std::string_view cure) const;
};

void read_value(const Slot& slot, std::string& target);
void read_value(const Slot& slot, bool& target);
void read_value(const Slot& slot, double& target);
void read_value(const Slot& slot, std::uint32_t& target);  ///< 1 to 1,000,000
void read_value(const Slot& slot,
                std::vector<std::string>& target);                ///< of texts that are not blank
void read_value(const Slot& slot, std::chrono::seconds& target);  ///< a duration, at least 1 s
void read_value(const Slot& slot, std::chrono::minutes& target);  ///< a time of day
void read_value(const Slot& slot, std::optional<base::Date>& target);  ///< a date, in quotes or not
void read_value(const Slot& slot, SecretSource& target);

void read_size(const Slot& slot, std::uint64_t& target);
/// Checked and in lower case.
void read_addresses(const Slot& slot, std::vector<std::string>& target);
std::optional<base::Date> read_date(const Slot& slot);
/// A whole number within [least, most].
std::optional<std::int64_t> read_whole(const Slot& slot, std::int64_t least, std::int64_t most);
/// The text, or none (reported) where the value is none.
std::optional<std::string> read_text(const Slot& slot);

enum class Presence { Optional, Required };

template <class Record>
struct Field {
    std::string_view key;
    void (*read)(const Slot& slot, Record& record);
    Presence presence = Presence::Optional;
};

/// Reads the value into a member: Field<Unit>{"name", into<&Unit::name>}.
template <auto member>
inline constexpr auto into =  // NOLINT(readability-identifier-naming): it reads as a function
    [](const Slot& slot, auto& record) { read_value(slot, record.*member); };

/// Whether `table` is a table; its keys that are not known are reported with the nearest known one.
bool check_table(const Value& table, std::string_view what, std::span<const std::string_view> known,
                 FileReport& report);
void report_missing(const Value& table, std::string_view what, std::string_view key,
                    FileReport& report);
bool is_blank(const Value& value);
/// The tables of `[[key]]`; a single `[key]` is reported.
std::span<const Value> tables_of(const Slot& slot);

/// `what` names the record in messages: "[smtp]", "unit "fuchi"".
template <class Record, std::size_t count>
void read_record(const Value& table, std::string_view what,
                 const std::array<Field<Record>, count>& fields, Record& record,
                 FileReport& report) {
    std::array<std::string_view, count> known{};
    for (std::size_t i = 0; i < count; ++i) known.at(i) = fields.at(i).key;
    if (!check_table(table, what, known, report)) return;
    for (const Field<Record>& field : fields) {
        const Value* value = table.find(field.key);
        const bool required = field.presence == Presence::Required;
        if (value == nullptr || (required && is_blank(*value))) {
            if (required) report_missing(table, what, field.key, report);
            continue;
        }
        field.read(Slot{*value, field.key, report}, record);
    }
}

/// The nearest of `known` to `word`.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

/// Reads one of a table of words into its value: enumerations.
template <class T>
struct Word {
    std::string_view text;
    T value;
};

template <class T, std::size_t count>
std::optional<T> read_word(const Slot& slot, const std::array<Word<T>, count>& words) {
    const auto text = read_text(slot);
    if (!text) return {};
    std::array<std::string_view, count> known{};
    std::string all;
    for (std::size_t i = 0; i < count; ++i) {
        if (words.at(i).text == *text) return words.at(i).value;
        known.at(i) = words.at(i).text;
        all += (i == 0 ? "\"" : ", \"") + std::string(known.at(i)) + "\"";
    }
    slot.mistake("unknown word \"" + *text + "\"", "write one of " + all + "; the nearest is \"" +
                                                       std::string(nearest(*text, known)) + "\"");
    return {};
}

}  // namespace config
