#include "parsers/document/field_code.h"

#include "base/text.h"

namespace parsers::document {

std::string hyperlink_of(std::string_view code) {
    static constexpr std::string_view kWord = "HYPERLINK";
    code = base::trimmed(code);
    if (code.size() <= kWord.size() ||
        !base::equal_ignoring_case(code.substr(0, kWord.size()), kWord))
        return {};
    code = base::trimmed(code.substr(kWord.size()));
    if (code.starts_with('(')) code = base::trimmed(code.substr(1));
    if (code.starts_with('\\')) return {};  // \l "bookmark"
    if (!code.starts_with('"')) return std::string(code.substr(0, code.find_first_of(" \t,)")));
    code.remove_prefix(1);
    return std::string(code.substr(0, code.find('"')));
}

}  // namespace parsers::document
