#pragma once
/// An office file's package (ECMA-376 part 2): its XML parts and the relationships between them.
/// Parts are read once, within limits of their own (64 MB a part, 128 MB together). Throws nothing.

#include <map>
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
    /// Reads every part of which a reader may need the text; problems go to `reading`.
    Package(const Input& input, Reading& reading);

    /// The main part, by the package's relationships: "word/document.xml"; empty when there is
    /// none.
    [[nodiscard]] std::string main_part() const;
    [[nodiscard]] bool has(const std::string& part) const { return parts_.contains(part); }
    /// Gives the part's bytes away: each part is read once.
    std::string take(const std::string& part);
    /// Relationships of a part (or of the package for ""), by id.
    [[nodiscard]] std::map<std::string, Relation> relations(const std::string& part) const;

 private:
    std::map<std::string, std::string> parts_;
};

/// Says in `reading` what was wrong with the part, if anything.
void report(Reading& reading, const Xml& xml, std::string_view part);

}  // namespace parsers::document
