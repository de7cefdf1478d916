#include "daemon/notices/mustache.h"

// The library's header, and nobody else's, meets this file only.
#include <algorithm>
#include <kainjow/mustache.hpp>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"

namespace notices {
namespace {

namespace library = kainjow::mustache;

library::data converted(const nlohmann::json& value) {
    if (value.is_object()) {
        library::data object(library::data::type::object);
        for (const auto& [key, member] : value.items()) object.set(key, converted(member));
        return object;
    }
    if (value.is_array()) {
        library::data list(library::data::type::list);
        for (const auto& member : value) list.push_back(converted(member));
        return list;
    }
    if (value.is_string()) return library::data(value.get<std::string>());
    if (value.is_boolean()) return library::data(value.get<bool>());
    if (value.is_null()) return library::data(false);
    return library::data(base::json_line(value));
}

std::string without_controls(std::string_view text) {
    std::string kept;
    for (const char c : text)
        if (c == '\n' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f)) kept += c;
    return kept;
}

std::size_t line_at(std::string_view source, std::size_t position) {
    const auto end =
        source.begin() + static_cast<std::ptrdiff_t>(std::min(position, source.size()));
    return static_cast<std::size_t>(std::count(source.begin(), end, '\n')) + 1;
}

base::Failure mistake(std::string_view name, std::string_view source, std::size_t position,
                      const std::string& what) {
    return base::fail(
        base::Kind::BadInput, base::Scope::Service,
        std::string(name) + ":" + std::to_string(line_at(source, position)) + ": " + what,
        "correct the template or remove it: the one that ships is used meanwhile");
}

/// "Unclosed section "x" at 17": the library ends its messages with the byte where it stood.
base::Failure parse_mistake(std::string_view name, std::string_view source,
                            const std::string& message) {
    const std::size_t at = message.rfind(" at ");
    const auto position =
        at == std::string::npos ? std::nullopt : base::parse_number(message.substr(at + 4));
    return mistake(name, source, position ? static_cast<std::size_t>(*position) : 0,
                   message.substr(0, at));
}

}  // namespace

std::string escaped_html(std::string_view text) {
    std::string escaped;
    for (const char c : without_controls(text)) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

base::Result<std::string> render_template(std::string_view name, const std::string& source,
                                          const nlohmann::json& values, Media media) {
    for (const std::string_view tag : {"{{{", "{{&", "{{>", "{{="})
        if (const std::size_t at = source.find(tag); at != std::string::npos)
            return mistake(name, source, at, "\"" + std::string(tag) + "\" is not allowed here");
    try {
        library::mustache parsed(source);
        if (!parsed.is_valid()) return parse_mistake(name, source, parsed.error_message());
        parsed.set_custom_escape([media](const std::string& text) {
            return media == Media::Html ? escaped_html(text) : without_controls(text);
        });
        return parsed.render(converted(values));
    } catch (const std::exception& error) {
        return mistake(name, source, 0, error.what());
    }
}

}  // namespace notices
