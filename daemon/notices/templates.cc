#include "daemon/notices/templates.h"

#include <array>
#include <nlohmann/json.hpp>

#include "base/env.h"
#include "base/text.h"
#include "daemon/notices/mustache.h"

namespace notices {
namespace {

struct Kind {
    std::string_view ending;
    Media media;
};

constexpr std::array<Kind, 2> kKinds{
    {{".txt.mustache", Media::Text}, {".html.mustache", Media::Html}}};
constexpr std::array<std::string_view, 4> kStems{"receipt", "receipt-reserved", "digest",
                                                 "reminder"};
constexpr std::uint64_t kTemplateLimit = 1U << 20;

base::Result<std::string> render_file(const std::string& path, const nlohmann::json& values,
                                      Media media) {
    TRY_ASSIGN(const std::string source, base::system_env().read_file(path, kTemplateLimit));
    return render_template(path, source, values, media);
}

std::string own_file(const config::Rulebook& rulebook, const std::string& name) {
    if (rulebook.templates_directory.empty()) return {};
    const std::string path = rulebook.templates_directory + "/" + name;
    return base::system_env().exists(path) ? path : std::string();
}

base::Result<std::string> render_named(const config::Rulebook& rulebook, const std::string& name,
                                       const nlohmann::json& values, Media media,
                                       std::vector<std::string>& warnings) {
    if (const std::string path = own_file(rulebook, name); !path.empty()) {
        auto rendered = render_file(path, values, media);
        if (rendered) return rendered;
        warnings.push_back(base::describe(rendered.error()));
    }
    return render_file(rulebook.shipped_directory + "/templates/" + name, values, media);
}

/// Sections that are not there leave empty lines behind: never more than one in a row.
std::string without_gaps(std::string text) {
    while (text.find("\n\n\n") != std::string::npos)
        text = base::replaced(std::move(text), "\n\n\n", "\n\n");
    return text;
}

}  // namespace

base::Result<Body> render_body(const config::Rulebook& rulebook, std::string_view stem,
                               const nlohmann::json& values, std::vector<std::string>& warnings) {
    std::array<std::string, kKinds.size()> rendered;
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
        const std::string name = std::string(stem) + std::string(kKinds[i].ending);
        TRY_ASSIGN(rendered[i], render_named(rulebook, name, values, kKinds[i].media, warnings));
    }
    return Body{without_gaps(std::move(rendered[0])), std::move(rendered[1])};
}

std::vector<std::string> check_templates(const config::Rulebook& rulebook) {
    std::vector<std::string> mistakes;
    for (const std::string_view stem : kStems) {
        auto body = render_body(rulebook, stem, nlohmann::json::object(), mistakes);
        if (!body) mistakes.push_back(base::describe(body.error()));
    }
    return mistakes;
}

}  // namespace notices
