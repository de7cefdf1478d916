#include "parsers/document/xml_adapter.h"

#include <algorithm>
#include <utility>

namespace parsers::document {
namespace {

/// A node of the tree takes some 64 bytes, an attribute 40: this many marks stay well below the
/// child's memory.
constexpr std::ptrdiff_t kMaxMarks = 6'000'000;

bool too_large(std::string_view bytes) {
    const auto is_mark = [](char c) { return c == '<' || c == '='; };
    return std::count_if(bytes.begin(), bytes.end(), is_mark) > kMaxMarks;
}

bool has_doctype(const pugi::xml_document& tree) {
    const auto children = tree.children();
    return std::any_of(children.begin(), children.end(),
                       [](pugi::xml_node node) { return node.type() == pugi::node_doctype; });
}

std::string_view without_prefix(std::string_view name) {
    const std::size_t at = name.find(':');
    return at == std::string_view::npos ? name : name.substr(at + 1);
}

}  // namespace

Xml::Xml(std::string bytes, Kind kind) : bytes_(std::move(bytes)) {
    if (too_large(bytes_)) {
        state_ = State::TooLarge;
        return;
    }
    // Blanks count where they stand alone: <w:t> </w:t> is a word's gap.
    constexpr unsigned kHow =
        pugi::parse_default | pugi::parse_ws_pcdata_single | pugi::parse_doctype;
    const auto encoding = kind == Kind::File ? pugi::encoding_utf8 : pugi::encoding_auto;
    const auto result = tree_.load_buffer_inplace(bytes_.data(), bytes_.size(), kHow, encoding);
    if (kind == Kind::Part && has_doctype(tree_)) {
        tree_.reset();
        state_ = State::Refused;
    } else if (!result) {
        state_ = State::Damaged;
    }
}

std::string_view local_name(pugi::xml_node node) { return without_prefix(node.name()); }

std::string_view attribute(pugi::xml_node node, std::string_view name) {
    for (const auto& one : node.attributes())
        if (without_prefix(one.name()) == name) return one.value();
    return {};
}

pugi::xml_node child(pugi::xml_node node, std::string_view name) {
    for (const auto& one : node.children())
        if (one.type() == pugi::node_element && local_name(one) == name) return one;
    return {};
}

pugi::xml_node child_element(pugi::xml_node node) {
    for (const auto& one : node.children())
        if (one.type() == pugi::node_element) return one;
    return {};
}

std::string serialized(pugi::xml_node node) {
    struct Writer : pugi::xml_writer {
        std::string text;
        void write(const void* data, std::size_t size) override {
            text.append(static_cast<const char*>(data), size);
        }
    } writer;
    node.print(writer, "", pugi::format_raw | pugi::format_no_declaration);
    return std::move(writer.text);
}

bool is_on(pugi::xml_node element) {
    if (!element) return false;
    const std::string_view value = attribute(element, "val");
    return value != "0" && value != "false" && value != "off" && value != "none";
}

}  // namespace parsers::document
