#pragma once
/// TOML text as a plain tree in which every value and key knows its line, so that each mistake can
/// be shown where it stands. The adapter to toml++: nothing else of the project sees that library.
/// Pure; throws nothing.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "base/result.h"

namespace config {

struct Entry;

struct Value {
    enum class Type {
        Table,
        Array,
        String,
        Integer,
        Real,
        Boolean,
        Date,
        Other
    } type = Type::Table;
    unsigned line = 0;
    std::string text;            ///< String
    std::int64_t integer = 0;    ///< Integer
    double real = 0;             ///< Real, and Integer as such
    bool boolean = false;        ///< Boolean
    base::Date date{};           ///< Date: a TOML local date
    std::vector<Value> items;    ///< Array
    std::vector<Entry> entries;  ///< Table, in the order of lines

    /// The value of `key` in a table, or null.
    [[nodiscard]] const Value* find(std::string_view key) const;
    /// The line of `key`'s value, else the table's own.
    [[nodiscard]] unsigned line_of(std::string_view key) const;
};

struct Entry {
    std::string key;
    unsigned line = 0;
    Value value;
};

/// "text", "number", "date" …: for messages.
std::string_view name(Value::Type type);

/// Where the text stops being TOML.
struct SyntaxError {
    unsigned line = 0;
    std::string what;
};

struct ParsedToml {
    Value root;
    std::vector<SyntaxError> errors;  ///< at most one: what stands after it is not read
};
ParsedToml parse_toml(std::string_view text);

}  // namespace config
