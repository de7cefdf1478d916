// The form that ships for the monthly report: what units fill in there must be read back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/env.h"
#include "base/text.h"
#include "daemon/judge/report_numbers.h"
#include "daemon/judge/words.h"
#include "parsers/document/document_reader.h"
#include "parsers/limits.h"
#include "tests/unit/daemon/judge/mail.h"

namespace judge {
namespace {

using test::Mail;
using test::shown;

const std::string kForm = FILINGD_SOURCE "/config/templates/行政执法工作月报.docx";

std::string text_of(const std::string& path) {
    const auto bytes = base::system_env().read_file(path);
    EXPECT_TRUE(bytes) << path;
    if (!bytes) return {};
    const parsers::Limits limits;
    parsers::document::Input input;
    input.bytes = *bytes;
    input.name = path;
    input.limits = &limits;
    const auto reading =
        parsers::document::read(parsers::document::sniff(input.bytes, input.name), input);
    EXPECT_TRUE(reading.problems.empty());
    return reading.text;
}

ReportNumbers numbers_in(const std::string& text) {
    parsers::Document document;
    document.text = text;
    parsers::fields::read_fields(document);
    return report_numbers(test::rules().judging.report, "2024-06", document, fold(text));
}

TEST(Form, FilledInIsReadBackWithEveryFigure) {
    const auto text = text_of(FILINGD_TEST_DATA "/forms/filled.docx");
    const auto numbers = numbers_in(text);
    const std::map<std::string, std::int64_t> truth{{"commitment.matters", 12},
                                                    {"commitment.handled", 23},
                                                    {"commitment.verified", 7},
                                                    {"commitment.dishonest", 1},
                                                    {"four_lists.no_penalty", 6},
                                                    {"four_lists.lighter", 4},
                                                    {"four_lists.mitigated", 3},
                                                    {"four_lists.no_coercion", 2},
                                                    {"impact_assessment.due", 9},
                                                    {"impact_assessment.done", 8},
                                                    {"impact_assessment.measures", 5},
                                                    {"cases.opened", 11},
                                                    {"cases.closed", 10},
                                                    {"cases.penalty_amount", 5'320'000},
                                                    {"cases.transferred", 13}};
    EXPECT_EQ(numbers.counts, truth) << text;
    EXPECT_NE(numbers.zero_report, true);
    EXPECT_FALSE(numbers.unit_doubt);
}

TEST(Form, EmptyItSaysNothing) {
    const auto text = text_of(kForm);
    EXPECT_THAT(text, testing::HasSubstr("行政执法工作月报"));
    EXPECT_TRUE(numbers_in(text).counts.empty()) << text;
    EXPECT_NE(numbers_in(text).zero_report, true);
}

TEST(Form, FilledInIsFiledByWhatItSaysItself) {
    auto text = text_of(FILINGD_TEST_DATA "/forms/filled.docx");
    text = base::replaced(std::move(text), "柳树镇人民政府", "兴国镇人民政府");
    Mail mail("somebody@private.test", "报送", "请查收。\n");
    EXPECT_EQ(shown(mail.word("表.docx", text).judged()), "xingguo monthly-report 2024-06");
}

TEST(Form, SentBackEmptyItIsForAPersonToSee) {
    Mail mail("xingguo@unit.test", "报送", "请查收。\n");
    mail.word("行政执法工作月报.docx", text_of(kForm));
    EXPECT_THAT(shown(mail.judged()), testing::StartsWith("?"));
}

}  // namespace
}  // namespace judge
