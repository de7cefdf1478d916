#pragma once
/// An office file's package (ECMA-376 part 2; OFD and OpenDocument are zips of XML too): its XML
/// parts, the relationships between them, and its pictures, which go to Reading::inner. Parts are
/// read once, within limits of their own (64 MB a part, 128 MB together). Throws nothing.

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "parsers/document/reading.h"
#include "parsers/document/xml_adapter.h"

namespace parsers::document {

struct Relation {
    std::string type;    ///< last word of the type's URI: "hyperlink", "header", "worksheet"
    std::string target;  ///< a part's name, or the address when external
    bool external = false;
};

class Package {
 public:
    /// Office leaves out parts of OOXML that hold no words; All keeps every XML part.
    enum class Keep { Office, All };

    /// Reads every part of which a reader may need the text; problems go to `reading`.
    Package(const Input& input, Reading& reading, Keep keep = Keep::Office);
    /// A package written as one XML file ("Flat OPC", which Word saves as .xml).
    Package(const Xml& flat, const Input& input, Reading& reading);

    /// The main part, by the package's relationships: "word/document.xml"; empty when there is
    /// none.
    [[nodiscard]] std::string main_part() const;
    [[nodiscard]] bool has(const std::string& part) const { return parts_.contains(part); }
    /// Whether the file has an entry of that name, of whatever kind.
    [[nodiscard]] bool has_entry(const std::string& name) const { return names_.contains(name); }
    /// Gives the part's bytes away: each part is read once.
    std::string take(const std::string& part);
    /// Relationships of a part (or of the package for ""), by id.
    [[nodiscard]] std::map<std::string, Relation> relations(const std::string& part) const;

 private:
    class Filling;
    std::map<std::string, std::string> parts_;
    std::set<std::string> names_;
};

/// The part that `target` names where `part` is read: absolute from the root, or beside that part.
std::string part_beside(std::string_view part, std::string_view target);

/// Says in `reading` what was wrong with the part, if anything.
void report(Reading& reading, const Xml& xml, std::string_view part);

}  // namespace parsers::document
