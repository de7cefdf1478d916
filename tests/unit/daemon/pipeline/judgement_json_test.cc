#include "daemon/pipeline/judgement_json.h"

#include <gtest/gtest.h>

namespace pipeline {
namespace {

TEST(JudgementJson, ReadsBackWhatItWrote) {
    judge::Judgement judgement;
    judgement.kind = judge::Judgement::Kind::Verdicts;
    judgement.reason = "mixed";
    judge::Verdict verdict;
    verdict.obligation = "monthly-report";
    verdict.unit = "lake";
    verdict.period = "2024-06";
    verdict.score = 0.91;
    verdict.accepted = true;
    verdict.decision_date = base::make_date(2024, 6, 17);
    verdict.links = {"https://www.lake.example/a"};
    verdict.fields_json = R"({"major":"yes"})";
    verdict.is_correction = true;
    judge::Evidence evidence;
    evidence.about = "unit";
    evidence.kind = "unit.signature";
    evidence.text = "湖畔镇人民政府";
    evidence.weight = 0.8;
    verdict.evidence.push_back(evidence);
    judge::PieceOf piece;
    piece.document = 3;
    piece.piece = "word";
    verdict.pieces.push_back(piece);
    judge::Verdict::Candidate candidate;
    candidate.unit = "hill";
    candidate.score = 0.4;
    verdict.candidates.push_back(candidate);
    judgement.verdicts.push_back(verdict);

    const auto back = decode_judgement(encode_judgement(judgement));
    ASSERT_TRUE(back);
    EXPECT_EQ(encode_judgement(*back), encode_judgement(judgement));
    EXPECT_EQ(back->verdicts.front().decision_date, verdict.decision_date);
    EXPECT_EQ(back->verdicts.front().pieces.front().document, 3U);
}

TEST(JudgementJson, RefusesWhatItDidNotWrite) {
    for (const char* bad :
         {"", "{", "[]", R"({"kind":1})", R"({"kind":"x","reason":"","verdicts":[]})"}) {
        const auto judgement = decode_judgement(bad);
        ASSERT_FALSE(judgement) << bad;
        EXPECT_EQ(judgement.error().kind, base::Kind::Corrupt);
    }
}

}  // namespace
}  // namespace pipeline
