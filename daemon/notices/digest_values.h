#pragma once
/// The digest's content as values for its templates (docs/NOTICES.md): what a person must do comes
/// first, what is due is grouped by obligation and period, and every list is cut where the workbook
/// has the rest. Pure functions.

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "config/rulebook.h"
#include "daemon/notices/digest_rows.h"
#include "daemon/notices/notices.h"

namespace notices {

/// `attachment`: the name of the workbook that goes with it; empty: none does.
nlohmann::json digest_values(const config::Rulebook& rulebook, const DigestContent& content,
                             const std::string& attachment);

/// "报送汇总 2024年7月8日：新收 3 件，待核 2 件"
std::string digest_subject(const DigestContent& content);

/// "work/INBOX：共 31 封 = 归档 20 + 重复 2 + 非报送 5 + 范围外 0 + 待核 4 + 处理中 0 + 失败
/// 0（已移走 1）"
std::string accounting_words(const storage::Accounting& row);

/// "行政执法工作月报 2024年6月"
std::string month_title(const config::Rulebook& rulebook, const MonthReport& report);
/// "应报 52 = 按时 40 + 迟报 2 + 不全 3 + 待核 1 + 未报 6（已报 42）"
std::string month_balance(const MonthReport& report);

}  // namespace notices
