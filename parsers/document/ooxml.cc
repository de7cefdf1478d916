#include "parsers/document/ooxml.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "parsers/document/archive_adapter.h"
#include "parsers/document/pictures.h"
#include "parsers/mime/transfer.h"

namespace parsers::document {
namespace {

constexpr std::uint64_t kPartBytes = 64U << 20;
constexpr std::uint64_t kAllBytes = 128U << 20;
constexpr std::size_t kMaxParts = 5000;

/// XML parts without words a reader of the document sees.
constexpr std::array<std::string_view, 13> kSilent = {"/theme/",
                                                      "settings.xml",
                                                      "fonttable.xml",
                                                      "docprops/",
                                                      "customxml/",
                                                      "/numbering.xml",
                                                      "calcchain.xml",
                                                      "word/styles",
                                                      "ppt/slidelayouts/",
                                                      "ppt/slidemasters/",
                                                      "ppt/presprops.xml",
                                                      "ppt/viewprops.xml",
                                                      "ppt/tablestyles.xml"};

/// Files that may be pictures of pages; what they are their content says.
constexpr std::array<std::string_view, 11> kPictureNames = {
    ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".bmp", ".gif", ".tif", ".tiff", ".webp", ".heic"};

bool is_wanted(const std::string& low, Package::Keep keep) {
    if (!low.ends_with(".xml") && !low.ends_with(".rels")) return false;
    if (keep == Package::Keep::All) return true;
    return std::none_of(kSilent.begin(), kSilent.end(),
                        [&](std::string_view word) { return low.find(word) != std::string::npos; });
}

/// Previews of the first page say nothing the page does not say.
bool is_picture_name(const std::string& low) {
    if (low.find("thumbnail") != std::string::npos) return false;
    return std::any_of(kPictureNames.begin(), kPictureNames.end(),
                       [&](std::string_view end) { return low.ends_with(end); });
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

/// Fills a package from the zip's entries, within the budgets.
class Package::Filling {
 public:
    Filling(Package& package, const Input& input, Reading& reading)
        : package_(package), reading_(reading), pictures_(limits_of(input), reading) {}

    void entries_of(std::string_view zip, Keep keep) {
        Archive archive(zip, Archive::Formats::ZipOnly);
        for (std::size_t seen = 0; seen < kMaxParts && left_ > 0; ++seen) {
            const Archive::Step step = archive.next();
            if (step == Archive::Step::End) return;
            if (step != Archive::Step::Entry)
                return add_problem(
                    reading_, step == Archive::Step::Encrypted ? code::kEncrypted : code::kDamaged,
                    Severity::Degraded, archive.reason());
            std::string name = clean_name(archive.raw_name());
            if (!archive.is_file() || !package_.names_.insert(name).second) continue;
            const std::string low = base::lowered(name);
            if (is_wanted(low, keep))
                part(archive, std::move(name));
            else if (is_picture_name(low))
                picture(archive, std::move(name));
            else if (low.find("/embeddings/") != std::string::npos)
                add_problem(reading_, code::kUnsupportedFormat, Severity::Note,
                            "an embedded object is not opened: " + name);
        }
    }

    void parts_of(const Xml& flat) {
        for (const auto& node : flat.root().children()) {
            if (local_name(node) != "part") continue;
            std::string name = clean_name(std::string(attribute(node, "name")));
            const std::string low = base::lowered(name);
            const auto data = child(node, "xmlData");
            if (data && is_wanted(low, Keep::Office))
                package_.parts_.emplace(std::move(name), serialized(child_element(data)));
            else if (is_picture_name(low))
                pictures_.add(std::move(name),
                              mime::from_base64(child(node, "binaryData").child_value()).bytes);
        }
    }

 private:
    void part(Archive& archive, std::string name) {
        std::string bytes;
        const Archive::Copy result = archive.copy(bytes, std::min(kPartBytes, left_));
        left_ -= bytes.size();
        if (result == Archive::Copy::TooLarge)
            return add_problem(reading_, code::kLimitExceeded, Severity::Degraded,
                               "a part larger than allowed: " + name);
        if (result != Archive::Copy::Done) tell_damaged(archive, name);
        package_.parts_.emplace(std::move(name), std::move(bytes));
    }

    void picture(Archive& archive, std::string name) {
        if (pictures_.room() == 0) return pictures_.refuse();
        std::string bytes;
        const Archive::Copy result = archive.copy(bytes, pictures_.room());
        if (result == Archive::Copy::TooLarge) return pictures_.refuse();
        if (result != Archive::Copy::Done) tell_damaged(archive, name);
        pictures_.add(std::move(name), std::move(bytes));
    }

    void tell_damaged(const Archive& archive, const std::string& name) {
        add_problem(reading_, code::kDamaged, Severity::Degraded, name + ": " + archive.reason());
    }

    Package& package_;
    Reading& reading_;
    Pictures pictures_;
    std::uint64_t left_ = kAllBytes;
};

Package::Package(const Input& input, Reading& reading, Keep keep) {
    Filling(*this, input, reading).entries_of(input.bytes, keep);
}

Package::Package(const Xml& flat, const Input& input, Reading& reading) {
    Filling(*this, input, reading).parts_of(flat);
}

std::string Package::main_part() const {
    for (const auto& [id, relation] : relations(""))
        if (relation.type == "officeDocument" && has(relation.target)) return relation.target;
    for (const std::string_view usual :
         {"word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"})
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

std::string part_beside(std::string_view part, std::string_view target) {
    const std::size_t at = part.rfind('/');
    return resolved(at == std::string_view::npos ? std::string_view() : part.substr(0, at), target);
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
