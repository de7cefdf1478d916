#include "daemon/judge/words.h"

#include <algorithm>

#include "base/text.h"
#include "parsers/text/charset.h"

namespace judge {
namespace {

/// Most words of the rulebook are Han letters alone, which folding leaves as they are.
bool is_folded_already(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::code_point_at(text, at);
        if (point.value < 0x4E00 || point.value > 0x9FFF) return false;
        at += point.length;
    }
    return true;
}

bool contains(std::string_view text, std::string_view word) {
    constexpr std::string_view kAnything = "…";
    std::size_t from = 0;
    while (!word.empty()) {
        const auto gap = word.find(kAnything);
        const auto part = word.substr(0, gap);
        const auto at = text.find(part, from);
        if (at == std::string_view::npos) return false;
        from = at + part.size();
        if (gap == std::string_view::npos) return true;
        word.remove_prefix(gap + kAnything.size());
    }
    return true;
}

/// NFKC would make three full stops of "…".
std::string folded_word(std::string_view word) {
    if (is_folded_already(word)) return std::string(word);
    std::string folded;
    std::size_t from = 0;
    for (auto at = word.find("…"); at != std::string_view::npos; at = word.find("…", from)) {
        folded += parsers::text::folded(word.substr(from, at - from)) + "…";
        from = at + std::string_view("…").size();
    }
    return folded + parsers::text::folded(word.substr(from));
}

}  // namespace

std::string fold(std::string_view text) {
    return is_folded_already(text) ? std::string(text) : parsers::text::folded(text);
}

std::optional<std::string> longest_in(std::string_view folded_text,
                                      const std::vector<std::string>& words) {
    std::optional<std::string> longest;
    for (const std::string& word : words) {
        std::string folded = folded_word(word);
        if (folded.empty() || !contains(folded_text, folded)) continue;
        if (!longest || folded.size() > longest->size()) longest = std::move(folded);
    }
    return longest;
}

bool any_in(std::string_view folded_text, const std::vector<std::string>& words) {
    return std::ranges::any_of(words, [&](const std::string& word) {
        const std::string folded = folded_word(word);
        return !folded.empty() && contains(folded_text, folded);
    });
}

Found all_in(std::string_view folded_text, const std::vector<std::string>& words) {
    Found found;
    for (const std::string& word : words) {
        const std::string folded = folded_word(word);
        if (folded.empty() || !contains(folded_text, folded)) continue;
        ++found.count;
        found.words += (found.words.empty() ? "" : " ") + word;
    }
    return found;
}

}  // namespace judge
