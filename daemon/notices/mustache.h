#pragma once
/// The one door to the Mustache library: a template and JSON values give text, escaped by media
/// type. Holds no state.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/result.h"

namespace notices {

enum class Media {
    Text,  ///< text/plain: control characters are dropped, nothing else is changed
    Html,  ///< & < > " ' become entities
};

/// Objects and arrays are sections, strings values, booleans and null decide sections. BadInput
/// with "name:line: what is wrong" when the template does not parse; partials and unescaped tags
/// ({{{x}}}, {{&x}}) are refused in HTML.
base::Result<std::string> render_template(std::string_view name, const std::string& source,
                                          const nlohmann::json& values, Media media);

/// & < > " ' as entities; control characters but line ends dropped.
std::string escaped_html(std::string_view text);

}  // namespace notices
