#include "daemon/judge/evidence.h"

#include <gtest/gtest.h>

namespace judge {
namespace {

config::JudgingRules weights() {
    config::JudgingRules rules;
    rules.weights = {
        {"unit.a", 0.9}, {"unit.b", 0.5}, {"unit.c", 0.4}, {"unit.d", 0.8}, {"unit.e", 0.49}};
    return rules;
}

const config::JudgingRules kRules = weights();
const config::JudgeSettings kSettings{};

TEST(Evidence, DistinctKindsMultiplyTheirDoubts) {
    Question question("unit", kRules);
    question.add("b", "x", "1", "");
    question.add("c", "x", "2", "");
    ASSERT_EQ(question.scored().size(), 1U);
    EXPECT_NEAR(question.scored()[0].score, 1 - 0.5 * 0.6, 1e-9);
}

TEST(Evidence, TheSameKindCountsOnce) {
    Question question("unit", kRules);
    question.add("c", "x", "1", "");
    question.add("c", "x", "2", "");
    EXPECT_EQ(question.evidence().size(), 2U);
    EXPECT_NEAR(question.scored()[0].score, 0.4, 1e-9);
}

TEST(Evidence, AKindWithoutAWeightIsDropped) {
    Question question("unit", kRules);
    question.add("unknown", "x", "1", "");
    EXPECT_TRUE(question.empty());
}

TEST(Evidence, AcceptsWhatIsHighAndAhead) {
    Question question("unit", kRules);
    question.add("a", "x", "1", "");
    EXPECT_TRUE(answer(question, kSettings).accepted);
    question.add("e", "y", "1", "");
    EXPECT_TRUE(answer(question, kSettings).accepted)
        << "weak evidence for another does not overrule";
}

TEST(Evidence, RefusesWhatIsLow) {
    Question question("unit", kRules);
    question.add("d", "x", "1", "");
    EXPECT_EQ(answer(question, kSettings).reason, "low");
    EXPECT_EQ(answer(Question("unit", kRules), kSettings).reason, "none");
}

TEST(Evidence, EvidenceOfOneHalfForAnotherIsAContradiction) {
    Question question("unit", kRules);
    question.add("a", "x", "1", "");
    question.add("d", "x", "1", "");
    question.add("b", "y", "1", "");
    EXPECT_EQ(answer(question, kSettings).reason, "contradiction");
}

TEST(Evidence, TwoCandidatesCloseTogetherAreRefused) {
    Question question("unit", kRules);
    question.add("a", "x", "1", "");
    for (const char* kind : {"c", "e"}) question.add(kind, "y", "1", "");
    EXPECT_TRUE(answer(question, kSettings).accepted);  // 0.9 against 0.694
    config::JudgeSettings strict;
    strict.margin = 0.25;
    EXPECT_EQ(answer(question, strict).reason, "close");
}

TEST(Evidence, AScoreOnTheThresholdIsEnough) {
    config::JudgeSettings settings;
    settings.accept = 0.9;
    Question question("unit", kRules);
    question.add("a", "x", "1", "");
    EXPECT_TRUE(answer(question, settings).accepted);
}

}  // namespace
}  // namespace judge
