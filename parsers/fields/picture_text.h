#pragma once
/// Text that was read from a picture, made fit for the readers of fields. Two things in it are
/// known to be misread: 大写 numerals (half of them are not in the model's alphabet, documents.md
/// §2), which must not speak against the figures beside them, and the round 〇 of a date written in
/// characters. Pure, linear.

#include <string>
#include <string_view>

namespace parsers::fields {

/// An amount written in both ways keeps its figures only; one written in 大写 alone stays as it is.
std::string without_capital_twins(std::string_view plain);

/// Lines that are a date in characters: 二O〇二四年 and 二全二四年 -> 二〇二四年 (between 二 and
/// the decade stands one round sign, however it was read); the same where 二〇 was lost at the
/// line's beginning (under a seal); a last 日 that was read as a sign like it.
std::string with_dates_mended(std::string_view text);

/// 罚, which the packaged model reads as 昼, 蚤 and many others: in the title 行政处罚决定书,
/// before 款 and an amount, and at the end of a 文号's 字头.
std::string with_fines_mended(std::string_view text);

/// The comma between groups of digits, read as a point: 200.000元 -> 200,000元.
std::string with_sums_mended(std::string_view text);

}  // namespace parsers::fields
