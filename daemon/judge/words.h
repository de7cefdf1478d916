#pragma once
/// Words of the rulebook found in text. Both sides are folded (NFKC, lower case, no blanks); "…" in
/// a word stands for anything between its parts. Pure functions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace judge {

/// A word that begins with "=" is a common noun (月报, 培训总结): it counts only where nothing but
/// fillers stands beside it in the text, so that 安全生产月报 is not ours. `bare` is the text
/// without names of units.
struct Text {
    std::string folded;
    std::string bare;
};

/// The form in which words are compared.
std::string fold(std::string_view text);

/// The longest of `words` found in text that is folded already.
std::optional<std::string> longest_in(const Text& text, const std::vector<std::string>& words);
/// Whether the text says nothing but fillers, names of units and times: 情况说明, 零报告.
bool says_nothing(const Text& text);
bool any_in(std::string_view folded_text, const std::vector<std::string>& words);
/// How many different words are found, and which, joined by blanks.
struct Found {
    std::size_t count = 0;
    std::string words;
};
/// 零报告, 未新增, 无案件: that there is nothing to report.
bool says_nothing_to_report(std::string_view folded_text);
Found all_in(std::string_view folded_text, const std::vector<std::string>& words);

}  // namespace judge
