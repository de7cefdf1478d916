#pragma once
/// One question (obligation, unit or period) with its evidence, and how an answer is drawn from it
/// (design.md, Judging): the score of a candidate is 1 - Π(1 - w) over distinct kinds; the best is
/// accepted when it is high enough, far enough ahead, and nothing of weight 0.5 or more speaks for
/// another. Value types, pure functions.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/rulebook.h"
#include "daemon/judge/judge.h"

namespace judge {

struct Scored {
    std::string points_to;
    double score = 0;
    double strongest = 0;  ///< the weight of its best single piece of evidence
};

class Question {
 public:
    Question(std::string about, const config::JudgingRules& rules)
        : about_(std::move(about)), rules_(&rules) {}

    /// `kind` without the question's name: "title". A kind without a weight in the rulebook weighs
    /// nothing and is dropped.
    /// It weighs no more than `most`.
    void add(std::string_view kind, std::string points_to, std::string from, std::string_view text,
             double most = 1);
    void add(const Question& other);

    /// Candidates, best first; equal ones in order of their names.
    [[nodiscard]] std::vector<Scored> scored() const;
    [[nodiscard]] const std::vector<Evidence>& evidence() const { return evidence_; }
    [[nodiscard]] bool empty() const { return evidence_.empty(); }
    /// The best candidate, when it is ahead of the second; for grouping, not for a verdict.
    [[nodiscard]] std::optional<Scored> leading() const;
    [[nodiscard]] bool has(std::string_view kind, std::string_view points_to) const;

 private:
    std::string about_;
    const config::JudgingRules* rules_;
    std::vector<Evidence> evidence_;
};

struct Answer {
    std::string points_to;
    double score = 0;
    bool accepted = false;
    std::string reason;  ///< none, low, close, contradiction; empty when accepted
};

Answer answer(const Question& question, const config::JudgeSettings& settings);

/// The weight of evidence that is too strong to be overruled by other evidence.
inline constexpr double kSpeaks = 0.5;

/// The most that evidence weighs which may be a misreading of another: it neither settles nor
/// contradicts.
inline constexpr double kDoubtful = 0.49;

}  // namespace judge
