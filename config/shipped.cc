// Where the shipped rules are. The build records its own tree: an executable that lies in it reads
// the source's config/, any other one the installed files, so an installed binary never depends on
// a tree that may be gone.
#include <filesystem>
#include <string>
#include <string_view>

#include "config/load.h"

namespace config {
namespace {

constexpr std::string_view kBuildTree = FILINGD_BUILD_TREE;
constexpr std::string_view kSourceConfig = FILINGD_SOURCE_CONFIG;
constexpr std::string_view kInstalled = "/usr/share/filingd";

bool is_below(std::string_view path, std::string_view folder) {
    return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

}  // namespace

std::string shipped_directory() {
    std::error_code error;
    const std::filesystem::path executable = std::filesystem::read_symlink("/proc/self/exe", error);
    // The kernel names the executable by its real path; the build may have been configured through
    // a link.
    const std::string tree = std::filesystem::weakly_canonical(kBuildTree, error).string();
    const bool in_build_tree = !error && is_below(executable.string(), tree) &&
                               std::filesystem::is_directory(kSourceConfig, error);
    return std::string(in_build_tree ? kSourceConfig : kInstalled);
}

}  // namespace config
