#pragma once
/// The digest's content as values for its template: what is due grouped by obligation and period,
/// so that a county's worth of units stays readable. Pure functions.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "config/rulebook.h"
#include "daemon/notices/notices.h"

namespace notices {

nlohmann::json digest_values(const config::Rulebook& rulebook, const DigestContent& content);

/// "报送汇总 2024年7月8日：逾期 3，待核 2"
std::string digest_subject(const DigestContent& content);

/// "work/INBOX：共 31 封 = 归档 20 + 重复 2 + 非报送 5 + 范围外 0 + 待核 4 + 处理中 0 + 失败
/// 0（已移走 1）"
std::string accounting_words(const storage::Accounting& row);

}  // namespace notices
