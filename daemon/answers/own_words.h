#pragma once
/// What the sender of a reply wrote into it: the lines of its letter without what is quoted, and
/// without the cards of mail programs. Hostile text within limits; pure.

#include <string>
#include <string_view>
#include <vector>

#include "config/rulebook.h"
#include "parsers/parsed.h"

namespace answers {

/// A letter that answers is short: more lines, and longer ones, are nobody's answer.
inline constexpr std::size_t kMostLines = 500;
inline constexpr std::size_t kLongestLine = 1'000;  ///< code points

/// Trimmed, none empty, in their order. Longer lines are left out, and so is everything from where
/// a quote begins: the child's word for it, a mark of the rules, a header block, or a line that
/// holds the answered notice's subject. Lines behind ">" are quoted one by one.
std::vector<std::string> own_lines(const parsers::Parsed& parsed, const config::AnswerRules& rules,
                                   std::string_view notice_subject);

}  // namespace answers
