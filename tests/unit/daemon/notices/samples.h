#pragma once
/// Notices' contents for tests: an office, a receipt, a busy day; and how a text is held against
/// the one that stands in tests/data/notices.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

#include "daemon/notices/notices.h"
#include "tests/unit/daemon/duties/rulebook.h"

namespace notices::samples {

using ::samples::day;

inline config::Rulebook office() {
    config::Rulebook book = ::samples::rulebook();
    book.shipped_directory = std::string(FILINGD_SOURCE) + "/config";
    book.settings.smtp.from_name = "某县司法局执法监督";
    book.settings.smtp.from_address = "desk@office.example";
    book.settings.notices.office = "联系人：执法监督股，电话 0000-1234567。";
    return book;
}

inline std::string file_text(const std::string& path) {
    std::ifstream file(path);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

inline void expect_golden(const std::string& name, const std::string& text) {
    const std::string path = std::string(FILINGD_TEST_DATA) + "/notices/" + name;
    if (std::getenv("FILINGD_WRITE_GOLDEN")) std::ofstream(path) << text;
    EXPECT_EQ(text, file_text(path)) << "differs from " << path;
}

inline storage::FilingDocument document(std::int64_t id, const std::string& piece) {
    storage::FilingDocument value;
    value.document = base::DocumentId{id};
    value.piece = piece;
    return value;
}

inline storage::Filing monthly(storage::FilingStatus status) {
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

inline ReceiptContent known_receipt() {
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

inline const base::Instant kNow = base::start_of(day(2024, 9, 5)) + std::chrono::hours(9);

inline duties::Duty duty(const std::string& unit, const std::string& obligation,
                         const std::string& period, duties::DutyState state,
                         std::optional<base::Date> due) {
    duties::Duty value;
    value.unit = unit;
    value.obligation = obligation;
    value.period = period;
    value.state = state;
    value.due = due;
    value.due_nominal = due;
    return value;
}

inline DigestContent busy_day() {
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
    item.number = 1;
    item.message = base::MessageId{17};
    item.received_at = base::start_of(day(2024, 9, 11)) + std::chrono::hours(15);
    item.subject = "行政处罚 420299199001011234 备案";
    item.from = "某人 <someone@mail.example>";
    item.reason = "unsure_unit";
    storage::Candidate candidate;
    candidate.unit = "fuchi";
    candidate.obligation = "monthly-report";
    candidate.period = "2024-08";
    candidate.score = 0.6;
    item.candidates = {candidate};
    content.review = {item};
    content.tasks = {"案卷评查：本年度尚未开展", "富池镇人民政府没有登记邮箱地址，催报发不出去"};
    content.calendar_published = false;
    return content;
}

/// A review item about a decision whose last day is near, with a proposal and another guess.
inline DigestContent::ReviewItem doubtful_decision() {
    DigestContent::ReviewItem item;
    item.number = 2;
    item.message = base::MessageId{18};
    item.received_at = base::start_of(day(2024, 9, 12)) + std::chrono::hours(7);
    item.subject = "关于报送材料的函";
    item.from = "卫健局 <health@unit.example>";
    item.reason = "major_uncertain";
    item.due = day(2024, 9, 14);
    item.due_obligation = "major-penalty-decision";
    storage::Candidate candidate;
    candidate.unit = "health";
    candidate.obligation = "major-penalty-decision";
    candidate.score = 0.7;
    storage::Candidate whole = candidate;
    whole.period = "阳卫医罚|2024|3";
    whole.score = 0.8;
    candidate.unit = "xingguo";
    item.candidates = proposals_of({candidate, whole});
    return item;
}

inline DigestContent::LinkItem dead_link() {
    DigestContent::LinkItem item{"xingguo", "rectification-report", "2024", {}};
    item.link.url = "https://www.county.example/xwdt/202408/t20240801_1.html";
    item.link.status = storage::LinkStatus::Dead;
    return item;
}

inline storage::Notice unsent(std::int64_t id, storage::NoticeState state) {
    storage::Notice notice;
    notice.id = base::NoticeId{id};
    notice.state = state;
    notice.subject = "回执 2024-000120：行政执法工作月报（2024年8月），材料齐全";
    notice.answer = "550 5.1.1 no such user";
    return notice;
}

inline storage::Answer answer(const std::string& line, bool applied, const std::string& words) {
    storage::Answer value;
    value.line = line;
    value.applied = applied;
    value.words = words;
    return value;
}

/// A day on which every section of the digest has something to say: it comes a day late, so that
/// the month's account of the day before is its too.
inline DigestContent full_day() {
    using duties::DutyState;
    DigestContent content = busy_day();
    content.last_day = day(2024, 9, 10);
    content.review.push_back(doubtful_decision());
    auto late =
        duty("health", "rectification-report", "2023", DutyState::FiledLate, day(2024, 9, 2));
    late.filing = base::FilingId{9};
    content.completed[late.filing] = day(2024, 9, 5);
    content.duties.push_back(late);
    auto decision = duty("fuchi", "major-penalty-decision", "富镇综执罚决字|2024|7",
                         DutyState::InReview, day(2024, 9, 16));
    content.duties.push_back(decision);
    content.answers = {answer("2 同意", true, "已归入富池镇 2024年7月 行政执法工作月报。"),
                       answer("5 谢谢", false, "看不出要怎么办，请按汇总里的写法回复。")};
    content.links = {dead_link()};
    content.unsent = {unsent(31, storage::NoticeState::Uncertain),
                      unsent(32, storage::NoticeState::Refused),
                      unsent(33, storage::NoticeState::Held)};
    storage::DeadAddress dead;
    dead.address = "old@unit.example";
    dead.since = base::start_of(day(2024, 9, 3));
    dead.cause = "550 user unknown";
    content.dead = {dead};
    content.confirmed = {{"old@unit.example", "health"}, {"fuchi@unit.example", "fuchi"}};
    content.cross_checks = {"富池镇 2024年8月：月报填报办结案件 0 件，但已备案该月决定 1 件"};
    return content;
}

}  // namespace notices::samples
