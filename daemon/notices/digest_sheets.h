#pragma once
/// The workbook that goes with a digest: everything its tables had to cut or group, one duty a row.
/// Pure functions.

#include <string>
#include <vector>

#include "config/rulebook.h"
#include "daemon/notices/digest_content.h"
#include "daemon/notices/workbook.h"

namespace notices {

/// 未报送名单, 迟报名单, 待核来件, the month's account on its day, and a table of units against
/// periods for each obligation with duties in the year of the digest (in January: in the year
/// before, too).
std::vector<Sheet> digest_sheets(const config::Rulebook& rulebook, const DigestContent& content);

/// 未报送名单_2024-07-08.xlsx
std::string digest_workbook_name(const DigestContent& content);

}  // namespace notices
