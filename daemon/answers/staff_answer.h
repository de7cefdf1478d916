#pragma once
/// Staff's answer to a digest: lines like `12 兴国镇 5月`, `13 不是报送`, `14 同意`. Each is read
/// and decided by itself; what is not wholly understood changes nothing. Pure.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/answers/lexicon.h"
#include "storage/records.h"

namespace answers {

struct StaffLine {
    std::uint32_t number = 0;
    std::string text;  ///< the line as written, in one line
    Reading reading;
};

/// The lines that begin with a number; a line that begins with a time or a day does not.
std::vector<StaffLine> read_staff_lines(const Lexicon& lexicon,
                                        const std::vector<std::string>& lines);

/// What one line decides about the question of its number.
struct Decision {
    enum class Kind { Nothing, Assign, Dismiss } kind = Kind::Nothing;
    std::string unit;
    std::string obligation;
    std::string period;  ///< may be empty for decisions: their number names it
    std::string words;   ///< of Nothing: why, in a sentence for staff
    bool operator==(const Decision&) const = default;
};

/// `arrived`: the day the question's mail came, by which a month without a year is read where the
/// proposals do not say.
Decision decide(const config::Rulebook& rulebook, const StaffLine& line,
                const storage::DigestQuestion& question, base::Date arrived);

struct Decided {
    StaffLine line;
    base::MessageId message;  ///< none: the digest has no such number
    Decision decision;
};

/// Every line with what it decides. A number that no question of this digest has decides nothing;
/// neither does a number of which several lines say different things, nor a line said before.
/// `arrived`: the day a question's mail came.
std::vector<Decided> decide_all(const config::Rulebook& rulebook,
                                const std::vector<StaffLine>& lines,
                                const std::vector<storage::DigestQuestion>& questions,
                                const std::function<base::Date(base::MessageId)>& arrived);

}  // namespace answers
