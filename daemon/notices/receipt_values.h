#pragma once
/// The receipt's content as values for its templates (docs/NOTICES.md). Nothing of a message but
/// what was understood of it: no names, numbers, amounts, no file's name. Pure function.

#include <nlohmann/json_fwd.hpp>

#include "config/rulebook.h"
#include "daemon/notices/notices.h"

namespace notices {

/// To an address that is not known: number, time and the office, nothing else.
nlohmann::json receipt_values(const config::Rulebook& rulebook, const ReceiptContent& content);

}  // namespace notices
