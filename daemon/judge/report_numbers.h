#pragma once
/// The numbers of a monthly report (interfaces.md, monthly-report): the child's figures with the
/// words they stand under, sorted by the rulebook's words. This month's only; what is not said is
/// none. Pure functions.

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"
#include "config/rulebook.h"
#include "parsers/parsed.h"

namespace judge {

struct ReportNumbers {
    std::map<std::string, std::int64_t> counts;  ///< by figure id; of penalty_amount fen
    std::optional<bool> zero_report;
    bool unit_doubt = false;  ///< 元 and 万元 may have been confused, or neither was said

    [[nodiscard]] bool empty() const { return counts.empty() && !zero_report; }
};

/// `period` is the month reported; `folded` the document's text in the form words are compared in.
ReportNumbers report_numbers(const config::ReportRules& rules, std::string_view period,
                             const parsers::Document& document, std::string_view folded);

/// Ids of figures both know and tell differently.
std::vector<std::string> differences(const ReportNumbers& a, const ReportNumbers& b);

/// Whether two copies of which `differing` figures differ, of `common` that both tell, are not one
/// report. A reader of images misreads single figures; that it misreads most of them means another.
bool is_another_report(std::size_t differing, std::size_t common, bool read_by_ocr);

}  // namespace judge
