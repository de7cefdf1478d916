#pragma once
/// The one place that meets RE2: a compiled pattern over UTF-8. Linear in the text by RE2's
/// construction. Immutable after construction, usable from every thread; a wrong expression ends in
/// a pattern that never matches.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace parsers::fields {

class Pattern {
 public:
    explicit Pattern(std::string_view expression);
    ~Pattern();
    Pattern(const Pattern&) = delete;
    Pattern& operator=(const Pattern&) = delete;

    struct Match {
        std::size_t begin = 0;  ///< bytes in the text
        std::size_t end = 0;
        std::vector<std::string_view>
            groups;  ///< without the whole; one that took no part is empty
    };
    /// The first match at or after `from`.
    [[nodiscard]] std::optional<Match> find(std::string_view text, std::size_t from = 0) const;
    [[nodiscard]] bool in(std::string_view text) const;
    /// All matches from left to right, none overlapping.
    [[nodiscard]] std::vector<Match> all(std::string_view text) const;

 private:
    std::unique_ptr<re2::RE2> compiled_;
};

}  // namespace parsers::fields
