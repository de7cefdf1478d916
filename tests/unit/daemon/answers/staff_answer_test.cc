#include "daemon/answers/staff_answer.h"

#include <gmock/gmock.h>
#include <rapidcheck.h>

#include <map>

#include "tests/unit/daemon/answers/answers_fixture.h"

namespace answers {
namespace {

using Kind = Decision::Kind;
using storage::DigestQuestion;

const base::Date kArrived = *base::parse_date("2024-06-09");

/// 12: two months of one unit's report; 13: nothing known; 14: one proposal ahead of the next; 15:
/// a yearly plan; 16: a decision.
std::vector<DigestQuestion> questions() {
    return {
        {12,
         base::MessageId{112},
         {{"xingguo", "monthly-report", "2024-05", 0.5},
          {"xingguo", "monthly-report", "2024-06", 0.5}}},
        {13, base::MessageId{113}, {}},
        {14,
         base::MessageId{114},
         {{"fuchi", "monthly-report", "2024-05", 0.8},
          {"xingguo", "monthly-report", "2024-05", 0.4}}},
        {15, base::MessageId{115}, {{"fuchi", "inspection-plan", "", 0.8}}},
        {16, base::MessageId{116}, {{"public-security", "major-penalty-decision", "", 0.8}}},
    };
}

std::string shown(const Decided& one) {
    const auto& d = one.decision;
    if (d.kind == Kind::Nothing) return "nothing";
    if (d.kind == Kind::Dismiss) return "dismiss";
    return d.unit + " " + d.obligation + " " + (d.period.empty() ? "-" : d.period);
}

/// "12: xingguo monthly-report 2024-05; 13: dismiss"
std::string decided(const std::string& body) {
    const auto& rules = judge::test::rules();
    const auto lines = read_staff_lines(lexicon(), lines_of(body));
    std::string all;
    for (const auto& one :
         decide_all(rules, lines, questions(), [](base::MessageId) { return kArrived; }))
        all += (all.empty() ? "" : "; ") + std::to_string(one.line.number) + ": " + shown(one);
    return all;
}

struct Phrase {
    const char* body;
    const char* expected;
};

void expect_all(const std::vector<Phrase>& phrases) {
    for (const auto& [body, expected] : phrases) EXPECT_EQ(decided(body), expected) << body;
}

TEST(StaffAnswer, TakesValues) {
    expect_all({
        {"12 兴国镇 5月", "12: xingguo monthly-report 2024-05"},
        {"12 兴国镇 月报 2024年5月", "12: xingguo monthly-report 2024-05"},
        {"１２ 兴国镇 ５月", "12: xingguo monthly-report 2024-05"},
        {"12、兴国镇5月", "12: xingguo monthly-report 2024-05"},
        {"12. 兴国镇 5月", "12: xingguo monthly-report 2024-05"},
        {"12．兴国镇，5月", "12: xingguo monthly-report 2024-05"},
        {"12：兴国镇5月份月报", "12: xingguo monthly-report 2024-05"},
        {"12) 兴国镇 五月", "12: xingguo monthly-report 2024-05"},
        {"（12）兴国镇 2024.05", "12: xingguo monthly-report 2024-05"},
        {"第12项：兴国镇5月", "12: xingguo monthly-report 2024-05"},
        {"12号 兴国镇 5月的", "12: xingguo monthly-report 2024-05"},
        {"12 5月", "12: xingguo monthly-report 2024-05"},
        {"12 2024年5月", "12: xingguo monthly-report 2024-05"},
        {"12 登记为兴国镇5月", "12: xingguo monthly-report 2024-05"},
        {"12 是5月的", "12: xingguo monthly-report 2024-05"},
        {"12 4月", "12: xingguo monthly-report 2024-04"},
        {"12 12月", "12: xingguo monthly-report 2023-12"},
        {"12 富池镇 5月", "12: fuchi monthly-report 2024-05"},
        {"13 兴国镇 月报 5月", "13: xingguo monthly-report 2024-05"},
        {"13 兴国镇人民政府 行政执法工作月报 2024年5月", "13: xingguo monthly-report 2024-05"},
        {"13 富池镇 检查计划 2025年", "13: fuchi inspection-plan 2025"},
        {"14 富池镇", "14: fuchi monthly-report 2024-05"},
        {"14 兴国镇", "14: xingguo monthly-report 2024-05"},
        {"15 2024年", "15: fuchi inspection-plan 2024"},
        {"15 富池镇 2024年度", "15: fuchi inspection-plan 2024"},
        {"16 县公安局", "16: public-security major-penalty-decision -"},
        {"14 同意，富池镇5月", "14: fuchi monthly-report 2024-05"},
    });
}

TEST(StaffAnswer, TakesAgreementAndDismissal) {
    expect_all({
        {"14 同意", "14: fuchi monthly-report 2024-05"},
        {"【14】同意", "14: fuchi monthly-report 2024-05"},
        {"“14 同意”", "14: fuchi monthly-report 2024-05"},
        {"14同意", "14: fuchi monthly-report 2024-05"},
        {"14 是", "14: fuchi monthly-report 2024-05"},
        {"14、是的", "14: fuchi monthly-report 2024-05"},
        {"14 好的", "14: fuchi monthly-report 2024-05"},
        {"14 OK", "14: fuchi monthly-report 2024-05"},
        {"14：确认，谢谢", "14: fuchi monthly-report 2024-05"},
        {"16 同意", "16: public-security major-penalty-decision -"},
        {"13 不是报送", "13: dismiss"},
        {"13 不是", "13: dismiss"},
        {"13. 不是报送的", "13: dismiss"},
        {"13 广告", "13: dismiss"},
        {"13 咨询", "13: dismiss"},
        {"13 不是报送，是咨询", "13: dismiss"},
        {"12 兴国镇 5月\n13 不是报送\n\n14 同意\n",
         "12: xingguo monthly-report 2024-05; 13: dismiss; 14: fuchi monthly-report 2024-05"},
        {"各位好：\n14 同意\n谢谢。\n张三", "14: fuchi monthly-report 2024-05"},
    });
}

TEST(StaffAnswer, DecidesNothingThatIsNotClear) {
    expect_all({
        {"12 同意", "12: nothing"},         // two proposals as likely as each other
        {"13 同意", "13: nothing"},         // no proposal
        {"15 同意", "15: nothing"},         // an incomplete one
        {"12 兴国镇", "12: nothing"},       // which month?
        {"13 兴国镇 5月", "13: nothing"},   // which item?
        {"13 月报 5月", "13: nothing"},     // whose?
        {"13 兴国镇 月报", "13: nothing"},  // which month?
        {"15 5月", "15: nothing"},          // an item of years
        {"16 5月", "16: nothing"},
        {"99 同意", "99: nothing"},  // no such number
        {"14 不同意", "14: nothing"},
        {"14 不行", "14: nothing"},
        {"14 同意吗？", "14: nothing"},
        {"14 同意，但要重新盖章", "14: nothing"},
        {"14 同意不是", "14: nothing"},
        {"14 再看看", "14: nothing"},
        {"14 收到", "14: nothing"},
        {"14 好像不是", "14: nothing"},
        // What a digest says itself, quoted without a mark.
        {"“12 兴国镇 5月”——归到这个单位这一期；", "12: nothing"},
        {"“13 不是报送”——不作登记；", "13: nothing"},
        {"“14 同意”——照建议登记。", "14: nothing"},
        {"【14】月报　来自 xingguo@unit.test，6月9日 08:30到达（M5）", "14: nothing"},
        {"14 对不起", "14: nothing"},
        {"14 是否重复", "14: nothing"},
        {"14 不是很确定", "14: nothing"},
        {"12 把6月改了", "12: nothing"},
        {"12、13 同意", "12: nothing"},
        {"12-14 同意", "12: nothing"},
        {"12 兴国镇 富池镇 5月", "12: nothing"},
        {"12 5月 6月", "12: nothing"},
        {"12 一季度", "12: nothing"},
        {"12 不是兴国镇", "12: nothing"},
        {"12 不是5月", "12: nothing"},
        {"12 月报 检查计划", "12: nothing"},
        {"12 大冶市公安局 5月", "12: nothing"},
        {"14 同意\n14 不是", "14: nothing; 14: nothing"},
        {"14 同意\n14 同意", "14: fuchi monthly-report 2024-05; 14: nothing"},
        {"12 5月\n12 6月", "12: nothing; 12: nothing"},
    });
}

TEST(StaffAnswer, IsNoneWithoutANumber) {
    for (const char* body :
         {"同意", "收到，谢谢", "12月的月报请催一下", "2024年6月12日", "2024-06-12", "6.12",
          "12:30", "3个都同意", "13800000000", "0714-0000000 同意", "", "> 14 同意", "请看第14项",
          "14", "14.", "5份都不是"})
        EXPECT_EQ(decided(body), "") << body;
}

TEST(StaffAnswer, SaysWhyInWords) {
    const auto& rules = judge::test::rules();
    for (const auto& question : questions())
        for (const char* body : {"同意", "兴国镇", "再看看", "5月 6月", "吗"}) {
            const auto lines = read_staff_lines(
                lexicon(), {std::to_string(question.number) + " " + std::string(body)});
            ASSERT_EQ(lines.size(), 1U);
            const auto decision = decide(rules, lines.front(), question, kArrived);
            EXPECT_EQ(decision.kind == Kind::Nothing, !decision.words.empty());
        }
}

// --- properties ---

std::string any_line() {
    static const std::vector<std::string> parts = {
        "12", "13",       "14",       "15",   "16",       "99",  "1",   " ",      "、",
        "：", "兴国镇",   "富池镇",   "月报", "检查计划", "5月", "6月", "2024年", "同意",
        "是", "不是",     "不是报送", "吗",   "谢谢",     "的",  "不",  "应为",   "有误",
        "\n", "县公安局", "> ",       ".",    "２",       "①"};
    std::string line;
    const auto count = *rc::gen::inRange(1, 12);
    for (int i = 0; i < count; ++i) line += *rc::gen::elementOf(parts);
    return line;
}

TEST(StaffAnswer, NeverDecidesWhatTheDigestDidNotAsk) {
    EXPECT_TRUE(rc::check([] {
        std::string body;
        const auto count = *rc::gen::inRange(1, 8);
        for (int i = 0; i < count; ++i) body += any_line() + "\n";
        const auto lines = read_staff_lines(lexicon(), lines_of(body));
        const auto asked = questions();
        std::map<std::int64_t, int> decided;
        for (const auto& one : decide_all(judge::test::rules(), lines, asked,
                                          [](base::MessageId) { return kArrived; })) {
            const auto question =
                std::ranges::find(asked, one.line.number, &DigestQuestion::number);
            if (one.decision.kind == Kind::Nothing) {
                RC_ASSERT(!one.decision.words.empty());
                continue;
            }
            RC_ASSERT(question != asked.end());
            RC_ASSERT(one.message == question->message);
            RC_ASSERT(++decided[one.message.value] == 1);
            if (one.decision.kind == Kind::Assign) {
                RC_ASSERT(config::find_unit(judge::test::rules(), one.decision.unit) != nullptr);
                RC_ASSERT(config::find_obligation(judge::test::rules(), one.decision.obligation) !=
                          nullptr);
            }
        }
        RC_ASSERT(decided.size() <= lines.size());
    }));
}

TEST(StaffAnswer, IsTheSameWhateverIsQuotedBelow) {
    EXPECT_TRUE(rc::check([] {
        const std::string own = any_line();
        std::string quoted;
        const auto count = *rc::gen::inRange(1, 6);
        for (int i = 0; i < count; ++i) {
            std::string line = any_line();
            std::ranges::replace(line, '\n', ' ');
            quoted += "> " + line + "\n";
        }
        const std::string plain = *rc::gen::elementOf(std::vector<std::string>{
            "------ 原始邮件 ------", "发件人：office@mail.test\n主题：汇总"});
        const auto alone = decided(own);
        RC_ASSERT(decided(own + "\n" + quoted) == alone);
        RC_ASSERT(decided(own + "\n" + plain + "\n14 同意\n" + quoted) == alone);
    }));
}

TEST(StaffAnswer, ReadsNoMoreLinesThanStandThere) {
    EXPECT_TRUE(rc::check([] {
        std::string body;
        const auto count = *rc::gen::inRange(0, 10);
        for (int i = 0; i < count; ++i) body += any_line() + "\n";
        const auto own = lines_of(body);
        RC_ASSERT(read_staff_lines(lexicon(), own).size() <= own.size());
    }));
}

}  // namespace
}  // namespace answers
