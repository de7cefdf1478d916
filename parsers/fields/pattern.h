#pragma once
/// The one place that meets RE2: a compiled pattern over UTF-8. Linear in the text by RE2's
/// construction. Immutable after construction, usable from every thread; a wrong expression ends in
/// a pattern that never matches.
///
/// A child of the fork server looks at one mail and builds an automaton anew for every pattern that
/// meets a text it has not met: most lines are told apart by a word far more cheaply.

#include <cstddef>
#include <initializer_list>
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
    /// Every match holds one of the words `holds`, which are literals: a text without any of them
    /// is not searched.
    explicit Pattern(std::string_view expression,
                     std::initializer_list<std::string_view> holds = {});
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

    /// How many this process has built: a child should find all it needs (parsers/warm_up.h).
    static std::size_t built();

 private:
    [[nodiscard]] bool may_match(std::string_view text) const;

    std::unique_ptr<re2::RE2> compiled_;
    std::vector<std::string_view> holds_;
};

}  // namespace parsers::fields
