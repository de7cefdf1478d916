#pragma once
/// Letters as the child gives them, and the shipped rulebook's lexicon.

#include <string>

#include "daemon/answers/own_words.h"
#include "daemon/answers/staff_answer.h"
#include "daemon/answers/unit_answer.h"
#include "tests/unit/daemon/judge/mail.h"

namespace answers {

inline const Lexicon& lexicon() {
    static const Lexicon shipped(judge::test::rules());
    return shipped;
}

inline std::vector<std::string> lines_of(
    const std::string& body, std::string_view subject = "回执 2024-000012：来件已收到") {
    judge::test::Mail mail("xingguo@unit.test", "回复：回执", body);
    return own_lines(mail.parsed(), judge::test::rules().judging.answers, subject);
}

/// "unit 2024-05" with "-" for what is not named; or nothing, courtesy, unclear.
inline std::string said(const std::string& body) {
    const auto answer = read_unit_answer(lexicon(), lines_of(body));
    switch (answer.kind) {
        case UnitAnswer::Kind::Nothing:
            return "nothing";
        case UnitAnswer::Kind::Courtesy:
            return "courtesy";
        case UnitAnswer::Kind::Unclear:
            return "unclear";
        case UnitAnswer::Kind::Clear:
            break;
    }
    std::string text = answer.unit.empty() ? "-" : answer.unit;
    if (!answer.period) return text + " -";
    text += " " + (answer.period->year ? std::to_string(*answer.period->year) : std::string("?"));
    if (answer.period->month != 0) text += "/" + std::to_string(answer.period->month);
    return text;
}

}  // namespace answers
