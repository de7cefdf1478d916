#include "daemon/ctl/reasons.h"

#include <gmock/gmock.h>

namespace ctl {
namespace {

using ::testing::HasSubstr;

config::JudgeSettings settings() {
    config::JudgeSettings settings;
    settings.accept = 0.85;
    settings.margin = 0.15;
    return settings;
}

void says(judge::Verdict& verdict, const char* kind, const char* unit, double weight,
          const char* text) {
    judge::Evidence evidence;
    evidence.about = "unit";
    evidence.kind = kind;
    evidence.points_to = unit;
    evidence.from = "2/report.docx";
    evidence.text = text;
    evidence.weight = weight;
    verdict.evidence.push_back(evidence);
}

std::string sentence(const judge::Verdict& verdict) {
    return in_a_sentence(questions_of(verdict, settings())[1], settings(),
                         [](const auto&, const std::string& id) { return "<" + id + ">"; });
}

TEST(Reasons, KindsCountOnceAndTheBestIsFirst) {
    judge::Verdict verdict;
    says(verdict, "unit.title", "lake", 0.8, "湖畔镇");
    says(verdict, "unit.title", "lake", 0.8, "湖畔镇政府");
    says(verdict, "unit.file_name", "lake", 0.5, "湖畔");
    says(verdict, "unit.body", "hill", 0.4, "山前");
    const auto question = questions_of(verdict, settings())[1];
    EXPECT_EQ(question.why, "accepted");
    ASSERT_EQ(question.candidates.size(), 2U);
    EXPECT_NEAR(question.candidates[0].score, 0.9, 1e-9);
    EXPECT_EQ(sentence(verdict), "<lake> with 0.90");
}

TEST(Reasons, LowNoneCloseAndContradictionAreToldApart) {
    judge::Verdict none;
    EXPECT_EQ(questions_of(none, settings())[1].why, "none");
    judge::Verdict low;
    says(low, "unit.body", "lake", 0.4, "湖畔");
    EXPECT_THAT(sentence(low), HasSubstr("<lake> has 0.40, accepted from 0.85 on"));
    judge::Verdict torn;
    says(torn, "unit.signature", "lake", 0.9, "湖畔镇");
    says(torn, "unit.file_name", "hill", 0.65, "山前镇六月");
    EXPECT_EQ(questions_of(torn, settings())[1].why, "contradiction");
    EXPECT_THAT(sentence(torn), HasSubstr("“山前镇六月” (2/report.docx) speaks for <hill>"));
    judge::Verdict close;
    says(close, "unit.signature", "lake", 0.9, "湖畔镇");
    says(close, "unit.title", "lake", 0.8, "湖畔镇");
    for (const char* kind : {"a", "b", "c", "d"}) says(close, kind, "hill", 0.45, "山前镇");
    EXPECT_EQ(questions_of(close, settings())[1].why, "close");
    EXPECT_THAT(sentence(close), HasSubstr("less than 0.15 ahead"));
}

}  // namespace
}  // namespace ctl
