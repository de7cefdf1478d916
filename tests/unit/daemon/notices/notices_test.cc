#include "daemon/notices/notices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "daemon/notices/digest_values.h"
#include "daemon/notices/templates.h"
#include "tests/unit/daemon/notices/samples.h"

namespace notices {
namespace {

using namespace samples;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Receipt, SaysWhatWasUnderstoodAndWhatIsMissing) {
    auto content = known_receipt();
    storage::Problem problem;
    problem.code = "encrypted";
    problem.severity = "degraded";
    problem.detail = "某某商行.zip";
    content.problems = {problem};
    const auto rendered = render_receipt(office(), content, kNow);
    ASSERT_TRUE(rendered);
    EXPECT_EQ(rendered->subject, "回执 2024-000123：行政执法工作月报（2024年8月），材料不全");
    EXPECT_THAT(rendered->warnings, IsEmpty());
    expect_golden("receipt.txt", rendered->text);
    expect_golden("receipt.html", rendered->html);
}

TEST(Receipt, OfSeveralFilingsAndAReview) {
    auto content = known_receipt();
    auto decision = monthly(storage::FilingStatus::Complete);
    decision.obligation = "major-penalty-decision";
    decision.period = "兴镇综执罚决字|2024|9";
    decision.documents = {document(3, "decision")};
    decision.due_nominal = day(2024, 9, 15);
    decision.due = day(2024, 9, 18);
    decision.on_time = true;
    content.filings.push_back(decision);
    content.in_review = true;
    content.review_reason = "unsure_period";
    const auto rendered = render_receipt(office(), content, kNow);
    ASSERT_TRUE(rendered);
    EXPECT_EQ(rendered->subject, "回执 2024-000123：收到 2 项报送");
    expect_golden("receipt-two.txt", rendered->text);
}

TEST(Receipt, OfADuplicateSaysThatNothingNeedsToBeSentAgain) {
    auto content = known_receipt();
    content.duplicate = true;
    const auto rendered = render_receipt(office(), content, kNow);
    ASSERT_TRUE(rendered);
    EXPECT_THAT(rendered->text, HasSubstr("不必再发"));
}

TEST(Receipt, AsksForNothingTwiceInOneBreath) {
    auto content = known_receipt();
    content.filings.clear();
    content.in_review = true;
    content.review_reason = "unsure_obligation";
    EXPECT_THAT(render_receipt(office(), content, kNow)->text, HasSubstr("暂不必重发"));
    storage::Problem problem;
    problem.code = "encrypted";
    problem.severity = "lost";
    content.problems = {problem};
    const auto rendered = render_receipt(office(), content, kNow);
    EXPECT_THAT(rendered->text, HasSubstr("请取消密码后再发一次"));
    EXPECT_THAT(rendered->text, Not(HasSubstr("不必重发")));
    EXPECT_THAT(rendered->text, HasSubstr("来件需要工作人员核对"));
    EXPECT_THAT(rendered->text, Not(HasSubstr("登记有误")));
}

TEST(Receipt, TellsByItsPlaceWhichAttachmentCannotBeOpened) {
    auto content = known_receipt();
    content.attachments = {"2", "3"};
    storage::Problem problem;
    problem.code = "encrypted";
    problem.severity = "lost";
    problem.part = "3/某某商行.zip!/决定书.pdf";
    content.problems = {problem};
    const auto rendered = render_receipt(office(), content, kNow);
    EXPECT_THAT(rendered->text, HasSubstr("第 2 个附件设有密码，打不开"));
    EXPECT_THAT(rendered->text, Not(HasSubstr("某某商行")));
    content.attachments = {"3"};
    EXPECT_THAT(render_receipt(office(), content, kNow)->text, HasSubstr("有的附件设有密码"));
}

TEST(Receipt, TeachesHowToCorrectItInOneSentence) {
    const auto text = render_receipt(office(), known_receipt(), kNow)->text;
    // August is what was understood, and Xingguo: the examples are others.
    EXPECT_THAT(text, HasSubstr("例如“这是7月的”或“单位是富池镇人民政府”"));
    EXPECT_THAT(text, HasSubstr("更正"));
    auto decision = known_receipt();
    decision.filings[0].obligation = "major-penalty-decision";
    decision.filings[0].period = "兴镇综执罚决字|2024|9";
    EXPECT_THAT(render_receipt(office(), decision, kNow)->text,
                HasSubstr("例如“单位是富池镇人民政府”"));
}

storage::Candidate candidate(const std::string& unit, const std::string& period) {
    storage::Candidate value;
    value.unit = unit;
    value.obligation = "monthly-report";
    value.period = period;
    return value;
}

TEST(Receipt, AsksTheOneThingThatIsInDoubt) {
    auto content = known_receipt();
    content.filings.clear();
    content.in_review = true;
    content.review_reason = "month_of_arrival";
    content.candidates = {candidate("fuchi", "2024-09"), candidate("fuchi", "2024-08")};
    EXPECT_THAT(render_receipt(office(), content, kNow)->text,
                HasSubstr("可能是2024年8月、2024年9月。请直接回复本邮件，只写一句说明是哪一期，"
                          "例如“这是8月的”；核对后再作登记"));
    content.review_reason = "unsure_unit";
    content.candidates = {candidate("fuchi", "2024-08"), candidate("xingguo", "2024-08")};
    EXPECT_THAT(render_receipt(office(), content, kNow)->text,
                HasSubstr("可能是兴国镇人民政府、富池镇人民政府。请直接回复本邮件"));
    content.review_reason = "unsure_obligation";
    EXPECT_THAT(render_receipt(office(), content, kNow)->text, Not(HasSubstr("请直接回复本邮件")));
}

TEST(Receipt, ToAnUnknownAddressTellsNothingOfTheContent) {
    auto content = known_receipt();
    content.known = false;
    content.to_name = "";
    const auto rendered = render_receipt(office(), content, kNow);
    ASSERT_TRUE(rendered);
    EXPECT_EQ(rendered->subject, "回执 2024-000123：来件已收到");
    for (const char* word : {"兴国", "月报", "2024年8月"}) {
        EXPECT_THAT(rendered->text, Not(HasSubstr(word)));
        EXPECT_THAT(rendered->html, Not(HasSubstr(word)));
    }
    expect_golden("receipt-reserved.txt", rendered->text);
    expect_golden("receipt-reserved.html", rendered->html);
}

TEST(Receipt, NeverCarriesPartiesNumbersOrFines) {
    for (const bool known : {true, false}) {
        auto content = known_receipt();
        content.known = known;
        const auto rendered = render_receipt(office(), content, kNow);
        ASSERT_TRUE(rendered);
        for (const char* word : {"某某商行", "4202991990", "250000"}) {
            EXPECT_THAT(rendered->text, Not(HasSubstr(word)));
            EXPECT_THAT(rendered->html, Not(HasSubstr(word)));
            EXPECT_THAT(rendered->subject, Not(HasSubstr(word)));
        }
    }
}

TEST(Receipt, IsAnAutomaticReplyInTheMailsThread) {
    const auto rendered = render_receipt(office(), known_receipt(), kNow);
    ASSERT_TRUE(rendered);
    for (const char* line :
         {"\r\nAuto-Submitted: auto-replied\r\n", "\r\nIn-Reply-To: <abc@unit.example>\r\n",
          "\r\nReferences: <abc@unit.example>\r\n", "\r\nX-Auto-Response-Suppress: All\r\n",
          "\r\nDate: Thu, 5 Sep 2024 09:00:00 +0800\r\n"})
        EXPECT_THAT(rendered->message, HasSubstr(line));
    EXPECT_THAT(rendered->message, HasSubstr("\r\nMessage-ID: " + rendered->message_id + "\r\n"));
}

TEST(Receipt, EscapesWhatUnitsAreCalled) {
    auto book = office();
    book.units[1].name = "<script>alert(1)</script>&\"'";
    const auto rendered = render_receipt(book, known_receipt(), kNow);
    ASSERT_TRUE(rendered);
    EXPECT_THAT(rendered->html, Not(HasSubstr("<script>")));
    EXPECT_THAT(rendered->html, HasSubstr("&lt;script&gt;"));
    EXPECT_THAT(rendered->text, HasSubstr("<script>"));
}

TEST(Digest, TellsWhatCameWhatIsDueAndWhatIsInReview) {
    const auto rendered = render_digest(office(), busy_day(), kNow);
    ASSERT_TRUE(rendered);
    EXPECT_EQ(rendered->subject, "报送汇总 2024年9月12日：新收 1 件，待核 1 件");
    EXPECT_THAT(rendered->message, HasSubstr("\r\nAuto-Submitted: auto-generated\r\n"));
    EXPECT_THAT(rendered->message, HasSubstr("<staff@office.example>,\r\n <chief@office.example>"));
    expect_golden("digest.txt", rendered->text);
    expect_golden("digest.html", rendered->html);
}

TEST(Digest, OfAQuietDaySaysThatNothingHappened) {
    DigestContent content;
    content.day = day(2024, 9, 12);
    content.to = {"staff@office.example"};
    content.health = "正常。";
    const auto rendered = render_digest(office(), content, kNow);
    ASSERT_TRUE(rendered);
    expect_golden("digest-quiet.txt", rendered->text);
}

TEST(Digest, OfAFullDayBeginsWithWhatNeedsAPerson) {
    const auto rendered = render_digest(office(), full_day(), kNow);
    ASSERT_TRUE(rendered);
    expect_golden("digest-full.txt", rendered->text);
    expect_golden("digest-full.html", rendered->html);
    std::size_t last = 0;
    for (const char* head :
         {"待核来件", "上次回复的办理结果", "需要办理", "重大行政处罚决定临近备案期限", "月度通报",
          "未报送名单", "材料不全", "将到期", "近一个月的迟报名单", "数字核对提示", "公示链接",
          "上次汇总以来收到的报送", "收件账目"}) {
        const auto at = rendered->text.find(std::string("■ ") + head);
        ASSERT_NE(at, std::string::npos) << head;
        EXPECT_GT(at, last) << head;
        last = at;
    }
}

TEST(Digest, MasksLongNumbersInSubjects) {
    const auto rendered = render_digest(office(), busy_day(), kNow);
    ASSERT_TRUE(rendered);
    EXPECT_THAT(rendered->text, Not(HasSubstr("420299")));
}

TEST(Digest, NamesAllUnitsInOneWordWhenNoneOfManyFiled) {
    auto book = office();
    DigestContent content = busy_day();
    content.duties.clear();
    for (int i = 0; i < 5; ++i)
        content.duties.push_back(duty("unit" + std::to_string(i), "monthly-report", "2024-08",
                                      duties::DutyState::Overdue, day(2024, 9, 10)));
    const auto rendered = render_digest(book, content, kNow);
    ASSERT_TRUE(rendered);
    EXPECT_THAT(rendered->text, HasSubstr("全部 5 个应报单位"));
}

TEST(Digest, SaysWhenTheAccountDoesNotBalance) {
    storage::Accounting row;
    row.mailbox = "work";
    row.folder = "INBOX";
    row.live = 2;
    row.filed = 1;
    EXPECT_THAT(accounting_words(row), HasSubstr("账目不平"));
    row.review = 1;
    EXPECT_THAT(accounting_words(row), Not(HasSubstr("账目不平")));
}

class OwnTemplates : public testing::Test {
 protected:
    // A name of its own: tests run beside each other.
    OwnTemplates() : directory_(testing::TempDir() + "own-templates-XXXXXX") {
        EXPECT_NE(::mkdtemp(directory_.data()), nullptr);
        book_.templates_directory = directory_;
    }
    ~OwnTemplates() override { std::filesystem::remove_all(directory_); }
    void write(const std::string& name, const std::string& text) {
        std::ofstream(directory_ + "/" + name) << text;
    }

    std::string directory_;
    config::Rulebook book_ = office();
};

TEST_F(OwnTemplates, AreUsedFileByFile) {
    write("receipt.txt.mustache", "编号 {{number}}\n");
    const auto rendered = render_receipt(book_, known_receipt(), kNow);
    ASSERT_TRUE(rendered);
    EXPECT_EQ(rendered->text, "编号 2024-000123\n");
    EXPECT_THAT(rendered->html, HasSubstr("<!DOCTYPE html>"));
}

TEST_F(OwnTemplates, WithAMistakeAreNamedAndTheShippedOneIsUsed) {
    write("receipt.txt.mustache", "编号\n\n{{#filings}}{{period}}\n");
    const auto rendered = render_receipt(book_, known_receipt(), kNow);
    ASSERT_TRUE(rendered);
    EXPECT_THAT(rendered->text, HasSubstr("来件已于"));
    ASSERT_EQ(rendered->warnings.size(), 1U);
    EXPECT_THAT(rendered->warnings[0], HasSubstr("receipt.txt.mustache:3: Unclosed section"));
    EXPECT_THAT(check_templates(book_), testing::ElementsAre(HasSubstr("receipt.txt.mustache:3")));
}

TEST_F(OwnTemplates, MayNotSwitchEscapingOff) {
    write("receipt.html.mustache", "<p>\n{{{number}}}</p>\n");
    const auto rendered = render_receipt(book_, known_receipt(), kNow);
    ASSERT_TRUE(rendered);
    ASSERT_EQ(rendered->warnings.size(), 1U);
    EXPECT_THAT(rendered->warnings[0], HasSubstr("receipt.html.mustache:2"));
}

TEST(Templates, ThatShipHaveNoMistakes) { EXPECT_THAT(check_templates(office()), IsEmpty()); }

}  // namespace
}  // namespace notices
