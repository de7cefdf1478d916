#pragma once
/// Tables of filingctl as an Excel file. One thread.

#include <string>
#include <vector>

#include "base/dates.h"
#include "daemon/notices/workbook.h"

namespace ctl {

/// Makes or replaces the file at `path`, readable by its owner and group.
base::Result<> write_spreadsheet(const std::string& path, const std::vector<notices::Sheet>& sheets,
                                 base::Instant created);

}  // namespace ctl
