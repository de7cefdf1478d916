#include "daemon/notices/notices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "daemon/notices/digest_values.h"
#include "daemon/notices/templates.h"
#include "tests/unit/daemon/duties/rulebook.h"

namespace notices {
namespace {

using samples::day;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

config::Rulebook office() {
    config::Rulebook book = samples::rulebook();
    book.shipped_directory = std::string(FILINGD_SOURCE) + "/config";
    book.settings.smtp.from_name = "某县司法局执法监督";
    book.settings.smtp.from_address = "desk@office.example";
    book.settings.notices.office = "联系人：执法监督股，电话 0000-1234567。";
    return book;
}

std::string file_text(const std::string& path) {
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

void expect_golden(const std::string& name, const std::string& text) {
    const std::string path = std::string(FILINGD_TEST_DATA) + "/notices/" + name;
    if (std::getenv("FILINGD_WRITE_GOLDEN")) std::ofstream(path) << text;
    EXPECT_EQ(text, file_text(path)) << "differs from " << path;
}

storage::FilingDocument document(std::int64_t id, const std::string& piece) {
    storage::FilingDocument value;
    value.document = base::DocumentId{id};
    value.piece = piece;
    return value;
}

storage::Filing monthly(storage::FilingStatus status) {
    storage::Filing filing;
    filing.unit = "xingguo";
    filing.obligation = "monthly-report";
    filing.period = "2024-08";
    filing.status = status;
    filing.due = day(2024, 9, 10);
    filing.due_nominal = day(2024, 9, 10);
    filing.fields_json =
        R"({"party":"某某商行","party_id":"420299199001011234","fine":"250000.00"})";
    filing.documents = {document(1, "word"), document(2, "other")};
    if (status == storage::FilingStatus::Incomplete) filing.missing = {"stamped-pdf"};
    return filing;
}

ReceiptContent known_receipt() {
    ReceiptContent content;
    content.known = true;
    content.to_address = "xingguo@unit.example";
    content.to_name = "兴国镇司法所";
    content.receipt_number = "2024-000123";
    content.received_at = base::start_of(day(2024, 9, 5)) + std::chrono::minutes(8 * 60 + 30);
    content.in_reply_to = "<abc@unit.example>";
    content.original_subject = "某某商行处罚决定书";
    content.filings = {monthly(storage::FilingStatus::Incomplete)};
    return content;
}

const base::Instant kNow = base::start_of(day(2024, 9, 5)) + std::chrono::hours(9);

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

duties::Duty duty(const std::string& unit, const std::string& obligation, const std::string& period,
                  duties::DutyState state, std::optional<base::Date> due) {
    duties::Duty value;
    value.unit = unit;
    value.obligation = obligation;
    value.period = period;
    value.state = state;
    value.due = due;
    value.due_nominal = due;
    return value;
}

DigestContent busy_day() {
    using duties::DutyState;
    DigestContent content;
    content.day = day(2024, 9, 12);
    content.to = {"staff@office.example", "chief@office.example"};
    content.health = "正常：收件箱已同步到 08:29，待处理 0 封。";
    storage::Accounting row;
    row.mailbox = "work";
    row.folder = "INBOX";
    row.live = 5;
    row.filed = 3;
    row.not_a_filing = 1;
    row.review = 1;
    row.gone = 1;
    content.accounting = {row};
    content.duties = {
        duty("fuchi", "rectification-report", "2024", DutyState::DueSoon, day(2024, 9, 18)),
        duty("xingguo", "rectification-report", "2024", DutyState::Filed, day(2024, 9, 18)),
        duty("fuchi", "monthly-report", "2024-08", DutyState::Overdue, day(2024, 9, 10)),
        duty("xingguo", "monthly-report", "2024-08", DutyState::Incomplete, day(2024, 9, 10)),
        duty("health", "monthly-report", "2024-08", DutyState::Overdue, day(2024, 9, 10)),
        duty("health", "monthly-report", "2024-06", DutyState::Overdue, day(2024, 7, 10)),
        duty("health", "device-cleanup", "2024", DutyState::Undated, {})};
    content.duties[3].missing = {"stamped-pdf"};
    content.history_before = day(2024, 8, 1);
    content.filed_since = {monthly(storage::FilingStatus::Incomplete)};
    DigestContent::ReviewItem item;
    item.message = base::MessageId{17};
    item.subject = "行政处罚 420299199001011234 备案";
    item.from = "某人 <someone@mail.example>";
    item.reason = "unsure_unit";
    storage::Candidate candidate;
    candidate.unit = "fuchi";
    candidate.obligation = "monthly-report";
    candidate.period = "2024-08";
    item.candidates = {candidate};
    content.review = {item};
    content.tasks = {"案卷评查：本年度尚未开展", "富池镇人民政府没有登记邮箱地址，催报发不出去"};
    content.calendar_published = false;
    return content;
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
    OwnTemplates() : directory_(testing::TempDir() + "own-templates") {
        std::filesystem::remove_all(directory_);
        std::filesystem::create_directories(directory_);
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
