#include "daemon/ctl/spreadsheet.h"

#include <filesystem>

#include "base/env.h"

namespace ctl {

base::Result<> write_spreadsheet(const std::string& path, const std::vector<notices::Sheet>& sheets,
                                 base::Instant created) {
    TRY_ASSIGN(const auto bytes, notices::workbook(sheets, created));
    std::error_code error;
    const auto whole = std::filesystem::absolute(path, error);
    return base::system_env().replace_file(error ? path : whole.string(), bytes, 0640);
}

}  // namespace ctl
