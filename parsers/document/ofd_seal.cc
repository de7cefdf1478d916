#include "parsers/document/ofd.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxSignatures = 200;

/// A stamp counts once the file that signs it is there.
Seal one_signature(Package& package, const std::string& part,
                   const std::map<std::string, std::uint32_t>& pages, Reading& reading) {
    Seal seal;
    seal.kind = SealKind::Electronic;
    seal.found = SealFound::Uncertain;
    const Xml xml(package.take(part));
    report(reading, xml, part);
    const std::string_view value = child(xml.root(), "SignedValue").child_value();
    const bool sealed = !value.empty() && package.has_entry(part_beside(part, value));
    if (!sealed)
        add_problem(reading, code::kDamaged, Severity::Note, "a signature without its value");
    for (const auto& node : child(xml.root(), "SignedInfo").children()) {
        if (local_name(node) != "StampAnnot") continue;
        if (sealed) seal.found = SealFound::Yes;
        const auto page = pages.find(std::string(attribute(node, "PageRef")));
        if (page != pages.end()) seal.page = page->second;
        break;
    }
    return seal;
}

}  // namespace

Seal ofd_seal(Package& package, const std::string& list,
              const std::map<std::string, std::uint32_t>& pages, Reading& reading) {
    Seal found;
    if (!package.has(list)) {
        add_problem(reading, code::kDamaged, Severity::Degraded,
                    "the list of signatures is missing");
        found.found = SealFound::Uncertain;
        found.kind = SealKind::Electronic;
        return found;
    }
    const Xml xml(package.take(list));
    report(reading, xml, list);
    if (xml.state() != Xml::State::Whole) found.found = SealFound::Uncertain;
    std::size_t count = 0;
    for (const auto& node : xml.root().children()) {
        if (local_name(node) != "Signature" || ++count > kMaxSignatures) continue;
        const Seal seal =
            one_signature(package, part_beside(list, attribute(node, "BaseLoc")), pages, reading);
        if (found.kind == SealKind::None || seal.found == SealFound::Yes) found = seal;
        if (found.found == SealFound::Yes) break;
    }
    return found;
}

}  // namespace parsers::document
