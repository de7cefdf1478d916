#pragma once
/// Values with parameters (Content-Type, Content-Disposition) as Chinese mail programs write them:
/// RFC 2231 parts and charsets, RFC 2047 words inside quotes, raw GBK bytes, unquoted blanks,
/// quotes in quotes. Pure functions; throw only bad_alloc.

#include <string>
#include <string_view>
#include <vector>

namespace parsers::mime {

struct Parameter {
    std::string name;   ///< lower case, as written ("filename*0*")
    std::string value;  ///< quotes and escapes undone; UTF-8
};

struct Parameterized {
    std::string
        value;  ///< before the first ';', lower case, without blanks and comments: "text/plain"
    std::vector<Parameter> parameters;
};

/// `field` is an unfolded header value.
Parameterized parse_parameters(std::string_view field);

/// The decoded value of `name`: RFC 2231 forms win over the plain one, whose encoded words are
/// decoded. Empty when absent.
std::string parameter(const Parameterized& field, std::string_view name);

}  // namespace parsers::mime
