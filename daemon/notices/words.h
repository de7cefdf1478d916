#pragma once
/// What notices say, in the words of the office: tables from codes to plain Chinese. Pure
/// functions; nothing here names a person, a party, an amount or a file.

#include <optional>
#include <string>
#include <string_view>

#include "config/rulebook.h"
#include "storage/records.h"

namespace notices {

/// "2024年6月", "2024年", "阳市监处罚〔2024〕25号"; a decision without number: "（无文号）".
std::string period_words(std::string_view period);
std::string day_words(base::Date day);       ///< 2024年6月17日
std::string moment_words(base::Instant at);  ///< 2024年6月17日 08:30
std::string unit_words(const config::Rulebook& rulebook, std::string_view id);
std::string obligation_words(const config::Rulebook& rulebook, std::string_view id,
                             std::string_view period = {});

std::string_view piece_words(std::string_view piece);  ///< 加盖公章的 PDF 扫描件
std::string_view how_to_send(std::string_view piece);  ///< one sentence
std::string_view problem_words(
    std::string_view code);  ///< one sentence; of an unknown code: a general one
std::string_view review_words(
    std::string_view reason);  ///< why a person must look; of an unknown reason: a general one
std::string_view status_words(storage::FilingStatus status);

/// A place whose bytes could not be had, for a list staff read: where, since when, why, what to do.
std::string place_words(const storage::LonePlace& place);
/// What a person can do about a place that no message explains; one sentence.
std::string_view place_cure(const storage::LonePlace& place);

/// The subject of somebody else's mail for a list staff read: one line, cut, long digit runs (ID
/// numbers, credit codes) masked.
std::string shown_subject(std::string_view subject);

/// How to reach the office; where the configuration says nothing, by answering the mail.
std::string office_words(const config::Rulebook& rulebook);

/// Why a publication link is not verified, in a sentence for staff.
std::string link_words(const storage::Link& link);

}  // namespace notices
