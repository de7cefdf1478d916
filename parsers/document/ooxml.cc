#include "parsers/document/ooxml.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/archive_adapter.h"

namespace parsers::document {
namespace {

constexpr std::uint64_t kPartBytes = 64U << 20;
constexpr std::uint64_t kAllBytes = 128U << 20;
constexpr std::size_t kMaxParts = 5000;

/// XML parts without words a reader of the document sees.
constexpr std::array<std::string_view, 8> kSilent = {
    "/theme/",   "settings.xml", "websettings.xml", "fonttable.xml",
    "docprops/", "customxml/",   "/numbering.xml",  "calcchain.xml"};

bool wanted(std::string_view name) {
    const std::string low = base::lowered(name);
    if (!low.ends_with(".xml") && !low.ends_with(".rels")) return false;
    return std::none_of(kSilent.begin(), kSilent.end(),
                        [&](std::string_view word) { return low.find(word) != std::string::npos; });
}

std::string_view last_word(std::string_view uri) {
    const std::size_t at = uri.rfind('/');
    return at == std::string_view::npos ? uri : uri.substr(at + 1);
}

/// Where a relationship leads: absolute from the package's root, or relative to the part's folder.
std::string resolved(std::string_view folder, std::string_view target) {
    std::string path;
    if (!target.starts_with('/')) path = std::string(folder) + "/";
    path += target;
    std::vector<std::string> names;
    for (const std::string_view name : base::split(path, '/')) {
        if (name.empty() || name == ".") continue;
        if (name != "..")
            names.emplace_back(name);
        else if (!names.empty())
            names.pop_back();
    }
    return base::join(names, "/");
}

std::string clean_name(std::string name) {
    std::replace(name.begin(), name.end(), '\\', '/');
    const std::size_t at = name.find_first_not_of('/');
    return at == std::string::npos ? std::string() : name.substr(at);
}

}  // namespace

Package::Package(const Input& input, Reading& reading) {
    Archive archive(input.bytes, Archive::Formats::ZipOnly);
    std::uint64_t left = kAllBytes;
    for (std::size_t seen = 0; seen < kMaxParts; ++seen) {
        const Archive::Step step = archive.next();
        if (step == Archive::Step::End) return;
        if (step != Archive::Step::Entry) {
            add_problem(reading,
                        step == Archive::Step::Encrypted ? code::kEncrypted : code::kDamaged,
                        Severity::Degraded, archive.reason());
            return;
        }
        std::string name = clean_name(archive.raw_name());
        if (!archive.is_file() || !wanted(name) || parts_.contains(name)) continue;
        std::string bytes;
        const Archive::Copy result = archive.copy(bytes, std::min(kPartBytes, left));
        left -= bytes.size();
        if (result == Archive::Copy::TooLarge) {
            add_problem(reading, code::kLimitExceeded, Severity::Degraded,
                        "a part larger than allowed: " + name);
            if (left == 0) return;
            continue;
        }
        if (result != Archive::Copy::Done)
            add_problem(reading, code::kDamaged, Severity::Degraded,
                        name + ": " + archive.reason());
        parts_.emplace(std::move(name), std::move(bytes));
    }
}

std::string Package::main_part() const {
    for (const auto& [id, relation] : relations(""))
        if (relation.type == "officeDocument" && has(relation.target)) return relation.target;
    for (const std::string_view usual : {"word/document.xml", "xl/workbook.xml"})
        if (has(std::string(usual))) return std::string(usual);
    return {};
}

std::string Package::take(const std::string& part) {
    const auto found = parts_.find(part);
    if (found == parts_.end()) return {};
    return std::exchange(found->second, {});
}

std::map<std::string, Relation> Package::relations(const std::string& part) const {
    std::map<std::string, Relation> found;
    const std::size_t at = part.rfind('/');
    const std::string folder = at == std::string::npos ? std::string() : part.substr(0, at);
    const std::string name = at == std::string::npos ? part : part.substr(at + 1);
    const std::string prefix = folder.empty() ? std::string() : folder + "/";
    const auto bytes = parts_.find(prefix + "_rels/" + name + ".rels");
    if (bytes == parts_.end()) return found;
    const Xml xml(bytes->second);
    for (const auto& node : xml.root().children()) {
        Relation relation;
        relation.type = last_word(attribute(node, "Type"));
        relation.external = attribute(node, "TargetMode") == "External";
        const std::string_view target = attribute(node, "Target");
        relation.target = relation.external ? std::string(target) : resolved(folder, target);
        found.emplace(attribute(node, "Id"), std::move(relation));
    }
    return found;
}

void report(Reading& reading, const Xml& xml, std::string_view part) {
    const std::string name(part);
    switch (xml.state()) {
        case Xml::State::Whole:
            return;
        case Xml::State::Damaged:
            return add_problem(reading, code::kDamaged, Severity::Degraded, "broken XML: " + name);
        case Xml::State::Refused:
            return add_problem(reading, code::kDamaged, Severity::Degraded,
                               "a DOCTYPE stands in: " + name);
        case Xml::State::TooLarge:
            return add_problem(reading, code::kLimitExceeded, Severity::Degraded,
                               "too many XML elements: " + name);
    }
}

}  // namespace parsers::document
