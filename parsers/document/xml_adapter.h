#pragma once
/// The one file that meets pugixml: the XML parts of office files. Nothing is expanded or fetched;
/// a part of an office file with a DOCTYPE is refused (no office program writes one). Walking is
/// iterative, so depth costs nothing. Names are compared without their prefix. One thread, throws
/// nothing.

#include <cstddef>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace parsers::document {

class Xml {
 public:
    enum class State { Whole, Damaged, Refused, TooLarge };
    /// Part: of an office file. File: one by itself, whose text is UTF-8 whatever it declares, and
    /// whose DOCTYPE is passed over.
    enum class Kind { Part, File };

    /// Takes the bytes over: the tree points into them. After Damaged the tree holds what came
    /// before the fault.
    explicit Xml(std::string bytes, Kind kind = Kind::Part);

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] pugi::xml_node root() const { return tree_.document_element(); }

 private:
    std::string bytes_;
    pugi::xml_document tree_;
    State state_ = State::Whole;
};

/// The name without its prefix: "w:tbl" -> "tbl".
std::string_view local_name(pugi::xml_node node);
/// The attribute of that local name, or an empty text.
std::string_view attribute(pugi::xml_node node, std::string_view name);
/// The first child element of that local name, or none.
pugi::xml_node child(pugi::xml_node node, std::string_view name);
/// The first child element, or none.
pugi::xml_node child_element(pugi::xml_node node);
/// The node and what is below it as XML text.
std::string serialized(pugi::xml_node node);
/// OOXML's switches: absent -> false; present without a value, "1", "true", "on" -> true.
bool is_on(pugi::xml_node element);

/// Visits what stands below `root` in document order: `text(words)` for text, `enter(node)` for an
/// element, which says whether to go into it; `leave(node)` follows for each that was gone into.
template <class Text, class Enter, class Leave>
void walk_mixed(pugi::xml_node root, Text text, Enter enter, Leave leave) {
    pugi::xml_node node = root.first_child();
    while (node) {
        if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
            text(std::string_view(node.value()));
        } else if (node.type() == pugi::node_element && enter(node)) {
            if (const auto below = node.first_child()) {
                node = below;
                continue;
            }
            leave(node);
        }
        while (!node.next_sibling()) {
            node = node.parent();
            if (!node || node == root) return;
            leave(node);
        }
        node = node.next_sibling();
    }
}

/// The same for the elements alone.
template <class Enter, class Leave>
void walk(pugi::xml_node root, Enter enter, Leave leave) {
    walk_mixed(
        root, [](std::string_view) {}, enter, leave);
}

}  // namespace parsers::document
