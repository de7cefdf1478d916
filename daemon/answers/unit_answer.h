#pragma once
/// A unit's answer to its receipt: one clear thing about the period or the unit, or it is a
/// person's to read. Cautious: a word that nothing explains makes it unclear. Pure.

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "daemon/answers/lexicon.h"

namespace answers {

struct UnitAnswer {
    enum class Kind {
        Nothing,   ///< says nothing of units or periods: an ordinary letter
        Courtesy,  ///< 收到，谢谢
        Clear,
        Unclear,  ///< a question, an objection, several values, or words beside them
    } kind = Kind::Nothing;
    // Of a clear one:
    std::string unit;              ///< empty: not named
    std::optional<Period> period;  ///< none: not named
    std::vector<std::set<std::string>>
        items;             ///< names of items beside it, with what each may mean
    std::string sentence;  ///< the lines, for the record
};

/// `lines`: the sender's own words (own_words.h). A name, an office, a telephone or a day at the
/// end is who signs; an office that is another unit than the one named is a contradiction.
UnitAnswer read_unit_answer(const Lexicon& lexicon, const std::vector<std::string>& lines);

}  // namespace answers
