#include "config/form.h"

#include <fmt/format.h>

#include "base/env.h"

namespace config {

std::string form_path(const std::string& own, const std::string& shipped, std::string_view name) {
    if (!own.empty()) {
        std::string path = own + "/" + std::string(name);
        if (base::system_env().exists(path)) return path;
    }
    return shipped + "/templates/" + std::string(name);
}

std::string form_fault(const std::string& path) {
    if (!base::system_env().exists(path)) return "there is no such file";
    const auto bytes = base::system_env().read_file(path, kLargestForm);
    if (!bytes) return base::describe(bytes.error());
    return bytes->empty() ? "the file is empty" : "";
}

}  // namespace config
