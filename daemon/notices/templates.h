#pragma once
/// Finds and renders the templates of notices: the operator's file where there is one, else the
/// shipped one, file by file. A mistake in the operator's never holds up a notice: it is reported,
/// and the shipped one is used.

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/rulebook.h"

namespace notices {

struct Body {
    std::string text;
    std::string html;
};

/// Renders `stem`.txt.mustache and `stem`.html.mustache. `warnings` gets a line for each file of
/// the operator's that could not be used.
base::Result<Body> render_body(const config::Rulebook& rulebook, std::string_view stem,
                               const nlohmann::json& values, std::vector<std::string>& warnings);

/// Every template there is, tried with no values: "file:line: what is wrong", for doctor and
/// --check-config.
std::vector<std::string> check_templates(const config::Rulebook& rulebook);

}  // namespace notices
