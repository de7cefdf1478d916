#include "daemon/duties/cross_checks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/daemon/duties/reports.h"
#include "tests/unit/daemon/duties/rulebook.h"

namespace duties {
namespace {

using samples::report;
using testing::ElementsAre;
using testing::IsEmpty;

FiledDecision decided(const std::string& number, const std::string& date, const std::string& fine,
                      const std::string& major = "yes", const std::string& unit = "health") {
    return filed_decision(samples::decision(unit, number,
                                            R"({"decision_date":")" + date + R"(","fine":)" +
                                                (fine.empty() ? "null" : '"' + fine + '"') +
                                                R"(,"confiscated":null,"major":")" + major +
                                                R"("})"));
}

storage::Filing cases(const std::string& closed, const std::string& amount,
                      const std::string& unit = "health") {
    return report(unit, "2024-06",
                  R"({"cases":{"closed":)" + closed + R"(,"penalty_amount":)" +
                      (amount.empty() ? "null" : '"' + amount + '"') + "}}");
}

std::vector<std::string> sentences(const std::vector<storage::StatedFiling>& reports,
                                   const std::vector<FiledDecision>& decisions,
                                   base::Date day = samples::day(2024, 7, 20)) {
    const auto book = samples::rulebook();
    return cross_check_words(book, check_reports(book, reports, decisions, day));
}

std::vector<std::string> gaps(const std::vector<FiledDecision>& decisions) {
    const auto book = samples::rulebook();
    return cross_check_words(book, check_numbers(book, decisions, 2024));
}

TEST(CrossChecks, AReportWithoutCasesAgainstDecisionsOfItsMonth) {
    EXPECT_THAT(
        sentences({cases("0", "0.00")}, {decided("阳卫医罚|2024|5", "2024-06-03", "300000.00"),
                                         decided("阳卫医罚|2024|7", "2024-06-28", "1.00"),
                                         decided("阳卫医罚|2024|4", "2024-05-31", "1.00")}),
        ElementsAre(
            "阳新县卫生健康局 2024年6月：月报填报办结案件 0 件，但已备案该月作出的处罚决定 2 件"
            "（阳卫医罚〔2024〕5号、阳卫医罚〔2024〕7号），请核对。"));
}

TEST(CrossChecks, FewerCasesThanDecisions) {
    std::vector<FiledDecision> decisions;
    for (int i = 1; i <= 5; ++i)
        decisions.push_back(decided("阳卫医罚|2024|" + std::to_string(i), "2024-06-03", "", "no"));
    EXPECT_THAT(
        sentences({cases("2", "")}, decisions),
        ElementsAre(
            "阳新县卫生健康局 2024年6月：月报填报办结案件 2 件，少于已备案该月作出的处罚决定 5 "
            "件（阳卫医罚〔2024〕1号、"
            "阳卫医罚〔2024〕2号、阳卫医罚〔2024〕3号等；当月决定的案件可能尚未结案），请核对。"));
    EXPECT_THAT(sentences({cases("5", "")}, decisions), IsEmpty());
    EXPECT_THAT(sentences({cases("null", "")}, decisions), IsEmpty());
}

TEST(CrossChecks, OtherUnitsDecisionsSayNothing) {
    EXPECT_THAT(sentences({cases("0", "0.00")}, {decided("兴镇综执罚决字|2024|5", "2024-06-03",
                                                         "300000.00", "yes", "xingguo")}),
                IsEmpty());
}

TEST(CrossChecks, AnAmountBelowThatOfTheDecisions) {
    EXPECT_THAT(
        sentences({cases("3", "3500.00")}, {decided("阳卫医罚|2024|5", "2024-06-03", "300000.00")}),
        ElementsAre("阳新县卫生健康局 2024年6月：月报填报罚没 3500.00 "
                    "元，少于已备案该月处罚决定的罚没合计 300000.00 元"
                    "（阳卫医罚〔2024〕5号），请核对。"));
    EXPECT_THAT(
        sentences({cases("1", "35.00")}, {decided("阳卫医罚|2024|5", "2024-06-03", "350000.00")}),
        ElementsAre("阳新县卫生健康局 2024年6月：月报填报罚没 35.00 "
                    "元，已备案该月处罚决定的罚没合计 350000.00 元"
                    "（阳卫医罚〔2024〕5号），相差约一万倍，疑似元、万元混淆，请核对。"));
    EXPECT_THAT(sentences({cases("3", "300000.00")},
                          {decided("阳卫医罚|2024|5", "2024-06-03", "300000.00")}),
                IsEmpty());
}

TEST(CrossChecks, AnAmountWhoseUnitIsInDoubt) {
    EXPECT_THAT(
        sentences({cases("4", "3.50")}, {}),
        ElementsAre(
            "阳新县卫生健康局 2024年6月：罚没金额读作 3.50 元，疑似元、万元混淆，请核对。"));
    EXPECT_THAT(
        sentences(
            {report("health", "2024-06", R"({"cases":{"penalty_amount":null},"unit_doubt":true})")},
            {}),
        ElementsAre(
            "阳新县卫生健康局 2024年6月：罚没金额未注明是元还是万元，未计入合计，请核对。"));
}

TEST(CrossChecks, CopiesThatTellDifferentNumbers) {
    EXPECT_THAT(
        sentences({report("health", "2024-06", R"({"copies_differ":["cases.closed"]})")}, {}),
        ElementsAre("阳新县卫生健康局 2024年6月：先后报送的 Word "
                    "版、盖章件数字不一致，以先报送的计入合计，请核对。"));
}

TEST(CrossChecks, CasesWhoseAverageIsMajorNeedADecision) {
    const std::string expected =
        "阳新县卫生健康局 2024年6月：月报填报罚没 400000.00 元、办结 2 件，平均每件 20 万元以上，"
        "但未见近三个月重大处罚决定备案，请核对。";
    EXPECT_THAT(sentences({cases("2", "400000.00")}, {}), ElementsAre(expected));
    EXPECT_THAT(sentences({cases("2", "399999.98")}, {}), IsEmpty());
    // The decision of 30 June may come until 15 July.
    EXPECT_THAT(sentences({cases("2", "400000.00")}, {}, samples::day(2024, 7, 14)), IsEmpty());
    EXPECT_THAT(sentences({cases("2", "400000.00")},
                          {decided("阳卫医罚|2024|2", "2024-03-31", "300000.00")}),
                IsEmpty());
    EXPECT_THAT(sentences({cases("2", "400000.00")},
                          {decided("阳卫医罚|2024|2", "2024-02-29", "300000.00")}),
                ElementsAre(expected));
    EXPECT_THAT(sentences({cases("2", "400000.00")},
                          {decided("阳卫医罚|2024|2", "2024-06-01", "50.00", "no")}),
                ElementsAre(expected));
}

TEST(CrossChecks, LooksAtReportsInForceAlone) {
    auto withdrawn = cases("0", "0.00");
    withdrawn.status = storage::FilingStatus::Withdrawn;
    EXPECT_THAT(sentences({withdrawn}, {decided("阳卫医罚|2024|5", "2024-06-03", "300000.00")}),
                IsEmpty());
}

TEST(CrossChecks, NumbersBetweenFiledOnes) {
    EXPECT_THAT(
        gaps({decided("阳卫医罚|2024|3", "", ""), decided("阳卫医罚|2024|4", "", ""),
              decided("阳卫医罚|2024|9", "", ""), decided("阳卫医罚|2024|7", "", "")}),
        ElementsAre(
            "阳新县卫生健康局 2024年：“阳卫医罚〔2024〕”已备案 4 件（3—9号），其间未见：5—6、8；"
            "只有重大处罚决定须备案，缺号多属正常，请核对。"));
}

TEST(CrossChecks, ListsTheFirstGapsAndCountsTheRest) {
    std::vector<FiledDecision> decisions;
    for (int i = 1; i <= 15; i += 2)
        decisions.push_back(decided("阳卫医罚|2024|" + std::to_string(i), "", ""));
    EXPECT_THAT(gaps(decisions),
                ElementsAre(testing::HasSubstr("未见：2、4、6、8、10（共 7 个）")));
}

TEST(CrossChecks, GapsOfAUnitThatFilesAFewOfManySayNothing) {
    EXPECT_THAT(gaps({decided("阳卫医罚|2024|3", "", ""), decided("阳卫医罚|2024|900", "", "")}),
                IsEmpty());
    EXPECT_EQ(gaps({decided("阳卫医罚|2024|3", "", ""), decided("阳卫医罚|2024|6", "", "")}).size(),
              1U);
}

TEST(CrossChecks, ASeriesIsOneUnitsPrefixAndYear) {
    EXPECT_THAT(gaps({decided("阳卫医罚|2024|3", "", ""), decided("阳卫传罚|2024|7", "", ""),
                      decided("阳卫医罚|2023|9", "", ""), decided("sha:0123456789ab", "", ""),
                      decided("阳卫医罚|2024|9", "", "", "yes", "xingguo"),
                      decided("阳卫医罚|2024|甲", "", "")}),
                IsEmpty());
}

TEST(CrossChecks, TakesANumberApart) {
    const auto number = parse_decision_number("阳市监处罚|2024|25");
    ASSERT_TRUE(number);
    EXPECT_EQ(number->prefix, "阳市监处罚");
    EXPECT_EQ(number->year, 2024);
    EXPECT_EQ(number->serial, 25);
    for (const char* other : {"", "sha:0123456789ab", "a|2024", "a|b|c", "|2024|1", "a|2024|1|2",
                              "a|2024|99999999999999999999"})
        EXPECT_FALSE(parse_decision_number(other)) << other;
}

TEST(CrossChecks, SpeaksAnotherLanguageWhereWordsAreGiven) {
    CrossCheckWords words;
    words.decisions_without_cases = "{} decisions ({})";
    words.month = "{}-{:02}";
    words.line = "{} {}: {}";
    const auto book = samples::rulebook();
    const auto checks =
        check_reports(book, {cases("0", "0.00")}, {decided("a|2024|5", "2024-06-03", "")},
                      samples::day(2024, 7, 20), words);
    EXPECT_THAT(cross_check_words(book, checks, words),
                ElementsAre("阳新县卫生健康局 2024-06: 1 decisions (a〔2024〕5号)"));
}

}  // namespace
}  // namespace duties
