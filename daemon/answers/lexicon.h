#pragma once
/// A line of an answer taken apart into what it names: units, periods, items, and words that agree,
/// deny or ask. Whatever nothing explains is told too, so that a reader can refuse it. Built from
/// the rulebook, which must outlive it; immutable. Pure.

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "config/rulebook.h"
#include "daemon/judge/roster.h"

namespace answers {

/// A month, or a whole year where `month` is 0.
struct Period {
    std::optional<int> year;
    unsigned month = 0;
    auto operator<=>(const Period&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
};

/// What a stretch of words says. `units`, `periods`: meant; those denied stand apart.
struct Reading {
    std::set<std::string> units;
    std::set<Period> periods;
    std::set<std::string> denied_units;
    std::set<Period> denied_periods;
    /// For each name of an item that stands there: the items it may mean.
    std::vector<std::set<std::string>> items;
    bool agrees = false;     ///< a word that does nothing but agree
    bool nods = false;       ///< one that may also stand beside a value: 是
    bool dismisses = false;  ///< no filing
    bool denies = false;     ///< 不是, whatever follows
    bool objects = false;    ///< 有误
    bool asks = false;
    bool several = false;     ///< names months together: 一季度
    bool talks = false;       ///< words of a statement: 这是, 月报
    std::string unexplained;  ///< letters and digits that nothing of the above is

    [[nodiscard]] bool names_value() const {
        return !units.empty() || !periods.empty() || !denied_units.empty() ||
               !denied_periods.empty();
    }
    /// Takes what another line says to it; a value both meant and denied stays both.
    void add(const Reading& other);
};

class Lexicon {
 public:
    explicit Lexicon(const config::Rulebook& rulebook);

    [[nodiscard]] Reading read(std::string_view line) const;
    [[nodiscard]] const config::Rulebook& rulebook() const { return rulebook_; }

 private:
    enum Kind : unsigned {
        Agree = 1,
        Dismiss = 2,
        Deny = 4,
        Become = 8,
        Object = 16,
        Ask = 32,
        Around = 64,
        Salutation = 128,
        Item = 256,
        Courtesy = 512,
    };
    struct Word {
        std::string folded;
        char32_t first = 0;  ///< letter
        unsigned kinds = 0;
        std::set<std::string> items;
    };
    class Reader;

    void add(const std::vector<std::string>& words, Kind kind);
    void add(std::string_view word, unsigned kind, const std::string& item = {});
    void add_items();
    [[nodiscard]] const Word* longest_at(std::string_view text, std::size_t at) const;

    const config::Rulebook& rulebook_;
    judge::Roster roster_;
    std::vector<Word> words_;  ///< by first letter, then the longest first
};

}  // namespace answers
