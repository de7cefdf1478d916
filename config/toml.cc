#include "config/toml.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"

// A header like [.a] breaks an assertion of toml++ 3.3 before the check that reports it: a typing
// mistake must not abort, so its assertions are off; and NDEBUG, which would turn them into
// assumptions of the optimiser, too.
#undef NDEBUG
#define TOML_ASSERT(expression) static_assert(true)
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

namespace config {
namespace {

constexpr unsigned kMaximumDepth = 32;

Value value_of(const toml::node& node, unsigned depth);

Value table_of(const toml::table& table, unsigned depth) {
    Value value;
    for (const auto& [key, node] : table) {
        Entry entry;
        entry.key = std::string(key.str());
        entry.line = key.source().begin.line;
        entry.value = value_of(node, depth + 1);
        value.entries.push_back(std::move(entry));
    }
    std::ranges::stable_sort(value.entries, {}, &Entry::line);
    return value;
}

Value array_of(const toml::array& array, unsigned depth) {
    Value value;
    value.type = Value::Type::Array;
    for (const toml::node& node : array) value.items.push_back(value_of(node, depth + 1));
    return value;
}

Value date_of(const toml::date& date) {
    Value value;
    const auto day = base::make_date(date.year, date.month, date.day);
    value.type = day ? Value::Type::Date : Value::Type::Other;
    if (day) value.date = *day;
    return value;
}

Value scalar_of(const toml::node& node) {
    Value value;
    value.type = Value::Type::Other;
    if (const auto* text = node.as_string()) {
        value.type = Value::Type::String;
        value.text = text->get();
    } else if (const auto* integer = node.as_integer()) {
        value.type = Value::Type::Integer;
        value.integer = integer->get();
        value.real = static_cast<double>(value.integer);
    } else if (const auto* real = node.as_floating_point()) {
        value.type = Value::Type::Real;
        value.real = real->get();
    } else if (const auto* boolean = node.as_boolean()) {
        value.type = Value::Type::Boolean;
        value.boolean = boolean->get();
    } else if (const auto* date = node.as_date()) {
        value = date_of(date->get());
    }
    return value;
}

Value value_of(const toml::node& node, unsigned depth) {
    Value value;
    if (depth > kMaximumDepth) {
        value.type = Value::Type::Other;
    } else if (const auto* table = node.as_table()) {
        value = table_of(*table, depth);
    } else if (const auto* array = node.as_array()) {
        value = array_of(*array, depth);
    } else {
        value = scalar_of(node);
    }
    value.line = node.source().begin.line;
    return value;
}

/// The first line that is not UTF-8, or none; toml++ counts it only roughly, as it reads ahead.
std::optional<SyntaxError> encoding_error(std::string_view text) {
    unsigned line = 0;
    for (const std::string_view each : base::split(text, '\n')) {
        ++line;
        if (base::is_utf8(each)) continue;
        return SyntaxError{line, "this line is not UTF-8: the file was saved in another encoding"};
    }
    return {};
}

}  // namespace

const Value* Value::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return found == entries.end() ? nullptr : &found->value;
}

unsigned Value::line_of(std::string_view key) const {
    const Value* value = find(key);
    return value ? value->line : line;
}

std::string_view name(Value::Type type) {
    constexpr std::array<std::string_view, 8> kNames{"a table",        "a list",   "a text",
                                                     "a whole number", "a number", "true or false",
                                                     "a date",         "a time"};
    return kNames.at(static_cast<std::size_t>(type));
}

ParsedToml parse_toml(std::string_view text) {
    ParsedToml parsed;
    if (auto error = encoding_error(text)) {
        parsed.errors.push_back(std::move(*error));
        return parsed;
    }
    const toml::parse_result result = toml::parse(text);
    if (result) {
        parsed.root = value_of(result.table(), 0);
        return parsed;
    }
    SyntaxError error;
    error.line = result.error().source().begin.line;
    error.what = std::string(result.error().description());
    parsed.errors.push_back(std::move(error));
    return parsed;
}

}  // namespace config
