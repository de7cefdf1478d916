#pragma once
/// What notices say, in the words of the office: tables from codes to plain Chinese. Pure
/// functions; nothing here names a person, a party, an amount or a file.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/rulebook.h"
#include "storage/records.h"

namespace notices {

/// "2024年6月", "2024年", "阳市监处罚〔2024〕25号"; a decision without number: "（无文号）".
std::string period_words(std::string_view period);
std::string day_words(base::Date day);  ///< 2024年6月17日
/// The same without its year where `near` is of the same one: 6月17日.
std::string short_day_words(base::Date day, base::Date near);
std::string moment_words(base::Instant at);  ///< 2024年6月17日 08:30
/// 逾期2天, 今天截止, 还剩3天: without blanks, at which a narrow cell would break
std::string days_words(base::Date due, base::Date day);
std::string unit_words(const config::Rulebook& rulebook, std::string_view id);
/// The name in daily use, for lists of many: the first alias where it is shorter than the name.
std::string short_unit_words(const config::Rulebook& rulebook, std::string_view id);
std::string obligation_words(const config::Rulebook& rulebook, std::string_view id,
                             std::string_view period = {});

std::string_view piece_words(std::string_view piece);  ///< 加盖公章的 PDF 扫描件
/// Several pieces by their short names: Word 文件、盖章 PDF
std::string missing_words(const std::vector<std::string>& pieces);
std::string_view how_to_send(std::string_view piece);  ///< one sentence
/// One sentence; of an unknown code: a general one. `which`: the attachment it is about ("第 2
/// 个附件"), where the sentence can tell; else empty.
std::string problem_words(std::string_view code, std::string_view which = {});
std::string_view review_words(
    std::string_view reason);  ///< why a person must look; of an unknown reason: a general one
std::string_view status_words(storage::FilingStatus status);

/// A place whose bytes could not be had, for a list staff read: where, since when, why, what to do.
std::string place_words(const storage::LonePlace& place);
/// What a person can do about a place that no message explains; one sentence.
std::string_view place_cure(const storage::LonePlace& place);

/// "富池镇 2024年5月 行政执法工作月报": a proposal for a mail in review, short; what is not known
/// is said.
std::string proposal_words(const config::Rulebook& rulebook, const storage::Candidate& proposal);

/// One line of somebody else's words, cut at `count`, long digit runs masked.
std::string masked(std::string_view text, std::size_t count);
/// The subject of somebody else's mail for a list staff read: one line, cut, long digit runs (ID
/// numbers, credit codes) masked.
std::string shown_subject(std::string_view subject);

/// How to reach the office; where the configuration says nothing, by answering the mail.
std::string office_words(const config::Rulebook& rulebook);

/// Why a publication link is not verified, in a sentence for staff.
std::string link_words(const storage::Link& link);

}  // namespace notices
