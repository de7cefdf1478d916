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
bool any_in(std::string_view folded_text, const std::vector<std::string>& words);
/// How many different words are found, and which, joined by blanks.
struct Found {
    std::size_t count = 0;
    std::string words;
};
Found all_in(std::string_view folded_text, const std::vector<std::string>& words);

}  // namespace judge
