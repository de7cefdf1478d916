#pragma once
/// Why the judge answered as it did, from the evidence it left: for each question the candidates
/// with their scores, and what decided. Pure.

#include <functional>
#include <string>
#include <vector>

#include "config/rulebook.h"
#include "daemon/judge/judge.h"

namespace ctl {

struct Weighed {
    std::string points_to;
    double score = 0;
    std::vector<judge::Evidence> evidence;  ///< strongest first
};

/// How a person calls what evidence points to: a unit's name for its id.
using Naming = std::function<std::string(const std::string& about, const std::string& points_to)>;

struct Question {
    std::string about;                ///< obligation, unit, period
    std::vector<Weighed> candidates;  ///< best first
    std::string why;                  ///< accepted, none, low, close, contradiction
};

/// The three questions of a verdict.
std::vector<Question> questions_of(const judge::Verdict& verdict,
                                   const config::JudgeSettings& settings);

/// `why` in a sentence: the numbers, and the words that spoke against it.
std::string in_a_sentence(const Question& question, const config::JudgeSettings& settings,
                          const Naming& name);

}  // namespace ctl
