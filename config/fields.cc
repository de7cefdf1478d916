#include "config/fields.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "config/address.h"
#include "config/quantity.h"

namespace config {
namespace {

constexpr std::string_view kDateForm = "write a date that exists as 2024-06-17";

bool expect(const Slot& slot, Value::Type type, std::string_view form) {
    if (slot.value.type == type) return true;
    slot.mistake(fmt::format("{} stands where {} belongs", name(slot.value.type), name(type)),
                 form);
    return false;
}

bool is_variable_name(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

/// The one form of a secret source, by the key it is given with.
struct SecretForm {
    std::string_view key;
    SecretSource::Kind kind;
    bool (*is_valid)(std::string_view name);
    std::string_view cure;
};

constexpr std::array kSecretForms{
    SecretForm{"file", SecretSource::Kind::File,
               [](std::string_view name) { return name.starts_with('/'); },
               "give the file's path from the root: { file = \"/etc/filingd/secrets/mail\" }"},
    SecretForm{"credential", SecretSource::Kind::Credential,
               [](std::string_view name) {
                   return !name.starts_with('.') && name.find('/') == std::string_view::npos;
               },
               "give the name of LoadCredential= without a path: { credential = \"mail\" }"},
    SecretForm{"env", SecretSource::Kind::Environment,
               [](std::string_view name) { return is_variable_name(name); },
               "give a variable's name of letters, digits and _: { env = \"MAIL_PASSWORD\" }"},
};
constexpr std::string_view kSecretCure =
    R"(write { file = "/etc/filingd/secrets/mail" }, { credential = "mail" } or { env = "MAIL_PASSWORD" })";

void read_secret_form(const Slot& slot, const SecretForm& form, SecretSource& target) {
    const auto text = read_text(slot);
    if (!text) return;
    if (text->empty() || !form.is_valid(*text)) {
        slot.mistake(fmt::format("\"{}\" names no secret", *text), form.cure);
        return;
    }
    target.kind = form.kind;
    target.name = *text;
}

}  // namespace

void Slot::mistake(std::string_view what, std::string_view cure) const {
    report.mistake(value.line, fmt::format("{}: {}", key, what), cure);
}

std::optional<std::string> read_text(const Slot& slot) {
    if (!expect(slot, Value::Type::String, "put it in double quotes")) return {};
    if (base::has_control(slot.value.text)) {
        slot.mistake("a control character or a line end stands in it", "take it out");
        return {};
    }
    return slot.value.text;
}

std::optional<base::Date> read_date(const Slot& slot) {
    if (slot.value.type == Value::Type::Date) return slot.value.date;
    if (slot.value.type == Value::Type::String) {
        if (const auto day = base::parse_date(slot.value.text)) return day;
        slot.mistake(fmt::format("\"{}\" is no date", slot.value.text), kDateForm);
        return {};
    }
    slot.mistake(fmt::format("{} stands where a date belongs", name(slot.value.type)), kDateForm);
    return {};
}

std::optional<std::int64_t> read_whole(const Slot& slot, std::int64_t least, std::int64_t most) {
    const std::string form = fmt::format("write a whole number from {} to {}", least, most);
    if (!expect(slot, Value::Type::Integer, form)) return {};
    if (slot.value.integer < least || slot.value.integer > most) {
        slot.mistake(fmt::format("{} is out of range", slot.value.integer), form);
        return {};
    }
    return slot.value.integer;
}

void read_value(const Slot& slot, std::string& target) {
    if (auto text = read_text(slot)) target = std::move(*text);
}

void read_value(const Slot& slot, bool& target) {
    if (expect(slot, Value::Type::Boolean, "write true or false without quotes")) {
        target = slot.value.boolean;
    }
}

void read_value(const Slot& slot, double& target) {
    if (slot.value.type == Value::Type::Integer || slot.value.type == Value::Type::Real) {
        target = slot.value.real;
        return;
    }
    expect(slot, Value::Type::Real, "write a number without quotes");
}

void read_value(const Slot& slot, std::uint32_t& target) {
    if (const auto number = read_whole(slot, 1, 1000000)) {
        target = static_cast<std::uint32_t>(*number);
    }
}

void read_value(const Slot& slot, std::vector<std::string>& target) {
    if (!expect(slot, Value::Type::Array, "write a list: [\"first\", \"second\"]")) return;
    std::vector<std::string> texts;
    for (const Value& item : slot.value.items) {
        const Slot inner{item, slot.key, slot.report};
        auto text = read_text(inner);
        if (!text) continue;
        if (base::trimmed(*text).empty()) {
            inner.mistake("an empty text stands in the list", "take it out");
        } else if (std::ranges::find(texts, *text) == texts.end()) {
            texts.push_back(std::move(*text));
        }
    }
    target = std::move(texts);
}

void read_value(const Slot& slot, std::chrono::seconds& target) {
    constexpr std::string_view kForm = R"(write "20s", "2m", "1h" or "1d")";
    if (!expect(slot, Value::Type::String, kForm)) return;
    const auto duration = parse_duration(slot.value.text);
    if (duration && duration->count() > 0) {
        target = *duration;
    } else {
        slot.mistake(fmt::format("\"{}\" is no duration", slot.value.text), kForm);
    }
}

void read_value(const Slot& slot, std::chrono::minutes& target) {
    constexpr std::string_view kForm = R"(write a time of day as "08:30")";
    if (!expect(slot, Value::Type::String, kForm)) return;
    if (const auto time = parse_time_of_day(slot.value.text)) {
        target = *time;
    } else {
        slot.mistake(fmt::format("\"{}\" is no time of day", slot.value.text), kForm);
    }
}

void read_value(const Slot& slot, std::optional<base::Date>& target) {
    if (const auto day = read_date(slot)) target = day;
}

void read_value(const Slot& slot, SecretSource& target) {
    std::array<std::string_view, kSecretForms.size()> known{};
    std::ranges::transform(kSecretForms, known.begin(), &SecretForm::key);
    if (slot.value.type != Value::Type::Table) {
        slot.mistake("a password never stands here itself", kSecretCure);
        return;
    }
    if (!check_table(slot.value, slot.key, known, slot.report)) return;
    if (slot.value.entries.size() > 1) {
        slot.mistake("more than one source is given", kSecretCure);
        return;
    }
    for (const SecretForm& form : kSecretForms) {
        if (const Value* value = slot.value.find(form.key)) {
            read_secret_form(Slot{*value, slot.key, slot.report}, form, target);
        }
    }
    if (slot.value.entries.empty()) slot.mistake("no source is given", kSecretCure);
}

void read_size(const Slot& slot, std::uint64_t& target) {
    constexpr std::string_view kForm = R"(write "64KiB", "72MiB" or "1GiB")";
    if (!expect(slot, Value::Type::String, kForm)) return;
    const auto size = parse_size(slot.value.text);
    if (size && *size > 0) {
        target = *size;
    } else {
        slot.mistake(fmt::format("\"{}\" is no size", slot.value.text), kForm);
    }
}

void read_addresses(const Slot& slot, std::vector<std::string>& target) {
    if (!expect(slot, Value::Type::Array, "write a list: [\"name@example.cn\"]")) return;
    std::vector<std::string> addresses;
    for (const Value& item : slot.value.items) {
        const Slot inner{item, slot.key, slot.report};
        const auto text = read_text(inner);
        if (!text) continue;
        auto address = parse_address(*text);
        if (!address) {
            inner.mistake(fmt::format("\"{}\" is no mail address", *text),
                          "write name@domain, without a display name");
        } else if (std::ranges::find(addresses, *address) == addresses.end()) {
            addresses.push_back(std::move(*address));
        }
    }
    target = std::move(addresses);
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
    // edit_distance is made for short words.
    const std::string_view short_word = word.substr(0, 64);
    return *std::ranges::min_element(known, {}, [&](std::string_view candidate) {
        return base::edit_distance(short_word, candidate.substr(0, 64));
    });
}

bool check_table(const Value& table, std::string_view what, std::span<const std::string_view> known,
                 FileReport& report) {
    if (table.type != Value::Type::Table) {
        report.mistake(table.line,
                       fmt::format("{}: {} stands where a table belongs", what, name(table.type)),
                       "write [name] and its keys below, or { key = value }");
        return false;
    }
    for (const Entry& entry : table.entries) {
        if (std::ranges::find(known, entry.key) != known.end()) continue;
        report.mistake(entry.line, fmt::format("unknown key \"{}\" in {}", entry.key, what),
                       fmt::format("the nearest known key is \"{}\"", nearest(entry.key, known)));
    }
    return true;
}

void report_missing(const Value& table, std::string_view what, std::string_view key,
                    FileReport& report) {
    report.mistake(table.line_of(key), fmt::format("{} has no {}", what, key),
                   fmt::format("add: {} = …", key));
}

bool is_blank(const Value& value) {
    return value.type == Value::Type::String && base::trimmed(value.text).empty();
}

std::span<const Value> tables_of(const Slot& slot) {
    if (slot.value.type == Value::Type::Array) return slot.value.items;
    slot.mistake(fmt::format("{} stands where a list of tables belongs", name(slot.value.type)),
                 fmt::format("write [[{}]] with two brackets", slot.key));
    return {};
}

}  // namespace config
