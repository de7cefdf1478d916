/// Any XML (SVG too): the words of each element that holds some, a line each.
#include "parsers/document/xml_file.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "parsers/document/line_writer.h"
#include "parsers/text/charset.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxXml = 64U << 20;
constexpr std::size_t kDeclaration = 200;  ///< where the encoding is named

/// Elements whose text no reader sees, by SVG's and XHTML's names.
constexpr std::array<std::string_view, 5> kSilent = {"script", "style", "metadata", "defs",
                                                     "binData"};

std::string stated_encoding(std::string_view bytes) {
    const std::string_view head = bytes.substr(0, kDeclaration);
    const std::size_t end = head.find("?>");
    const std::size_t at = head.find("encoding");
    if (end == std::string_view::npos || at == std::string_view::npos || at > end) return {};
    const std::size_t open = head.find_first_of("\"'", at);
    if (open == std::string_view::npos || open > end) return {};
    const std::size_t close = head.find(head[open], open + 1);
    return std::string(head.substr(open + 1, close - open - 1));
}

}  // namespace

Xml open_xml_file(const Input& input, Reading& reading) {
    std::string_view bytes = input.bytes.substr(0, kMaxXml);
    text::Decoded decoded = text::decode(bytes, stated_encoding(bytes));
    if (decoded.damaged)
        add_problem(reading, code::kDamaged, Severity::Degraded, "bytes outside the charset");
    std::erase(decoded.text, '\0');
    Xml xml(std::move(decoded.text), Xml::Kind::File);
    if (xml.state() == Xml::State::TooLarge || bytes.size() < input.bytes.size())
        add_problem(reading, code::kLimitExceeded, Severity::Degraded, "a very large XML file");
    else if (xml.state() == Xml::State::Damaged)
        add_problem(reading, code::kDamaged, Severity::Degraded, "broken XML");
    return xml;
}

Reading read_xml(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    const Xml xml = open_xml_file(input, reading);
    LineWriter out(limits.text_bytes);
    const auto words = [&](pugi::xml_node node) {
        for (const auto& text : node.children())
            if (text.type() == pugi::node_pcdata || text.type() == pugi::node_cdata)
                out.text(base::trimmed(text.value()));
        out.end_line();
    };
    words(xml.root());
    walk(
        xml.root(),
        [&](pugi::xml_node node) {
            const std::string_view name = local_name(node);
            if (std::find(kSilent.begin(), kSilent.end(), name) != kSilent.end()) return false;
            words(node);
            return true;
        },
        [](pugi::xml_node) {});
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace parsers::document
