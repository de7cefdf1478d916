#pragma once
/// Words of the rulebook found in text. Both sides are folded (NFKC, lower case, no blanks); "…" in
/// a word stands for anything between its parts. Pure functions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace judge {

/// The form in which words are compared.
std::string fold(std::string_view text);

/// The longest of `words` found in text that is folded already.
std::optional<std::string> longest_in(std::string_view folded_text,
                                      const std::vector<std::string>& words);
bool any_in(std::string_view folded_text, const std::vector<std::string>& words);
/// How many different words are found, and which, joined by blanks.
struct Found {
    std::size_t count = 0;
    std::string words;
};
Found all_in(std::string_view folded_text, const std::vector<std::string>& words);

}  // namespace judge
