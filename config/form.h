#pragma once
/// The office's forms: files that obligations name (`template`), in DIR/templates or among the
/// shipped ones, file by file as the templates of notices.

#include <cstdint>
#include <string>
#include <string_view>

namespace config {

/// A form goes out with every reminder of its obligation.
inline constexpr std::uint64_t kLargestForm = 2U << 20;

/// Where the form stands: the office's own file where there is one, else the shipped one's path,
/// be there a file or not. `own`: DIR/templates, empty for none.
std::string form_path(const std::string& own, const std::string& shipped, std::string_view name);

/// What is wrong with the file; empty when it can go out.
std::string form_fault(const std::string& path);

}  // namespace config
