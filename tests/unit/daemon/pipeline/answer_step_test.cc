#include "daemon/pipeline/answer_step.h"

#include <gmock/gmock.h>

#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/settle_step.h"
#include "daemon/pipeline/undo.h"
#include "tests/unit/daemon/judge/mail.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using storage::Outcome;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class Answers : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        rulebook_.judging = judge::test::rules().judging;
        rulebook_.settings.notices.staff = {"Staff@office.test", "second@office.test"};
        rulebook_.obligations.front().due.from = "2024-01";
        rulebook_.obligations.front().recognise.titles = {"=月报"};
        rulebook_.units[0].aliases = {"湖畔镇"};
        rulebook_.units[1].aliases = {"山前镇"};
    }

    base::MessageId settled(const std::string& bytes, const judge::Judgement& judgement) {
        const auto id = message(bytes, judgement);
        const std::vector<storage::Message> batch{row(id)};
        EXPECT_TRUE(settle_judged(*desk_, batch));
        clock_.advance(std::chrono::hours(1));
        return id;
    }

    static judge::Evidence evidence(const std::string& about, const std::string& kind,
                                    const std::string& points_to) {
        judge::Evidence e;
        e.about = about;
        e.kind = about + "." + kind;
        e.points_to = points_to;
        e.from = "2/月报.docx";
        e.text = points_to;
        e.weight = 0.5;
        return e;
    }

    /// A report of the lake whose item and unit its paper states; of the period what is given.
    static judge::Verdict report(const std::vector<std::pair<std::string, std::string>>& periods) {
        auto v = verdict("lake", "2024-06");
        v.evidence = {evidence("obligation", "title", "monthly-report"),
                      evidence("unit", "signature", "lake")};
        for (const auto& [kind, period] : periods)
            v.evidence.push_back(evidence("period", kind, period));
        return v;
    }
    static judge::Judgement review(judge::Verdict v, const std::string& reason) {
        judge::Judgement judgement;
        judgement.kind = judge::Judgement::Kind::Review;
        judgement.reason = v.reason = reason;
        v.accepted = false;
        for (const auto& e : v.evidence)
            if (e.about == "period")
                v.candidates.push_back({v.obligation, v.unit, e.points_to, 0.5});
        judgement.verdicts.push_back(std::move(v));
        return judgement;
    }
    base::MessageId unsure_mail() {
        return settled("unsure", review(report({{"arrival", "2024-06"}, {"subject", "2024-05"}}),
                                        "unsure_period"));
    }

    storage::Notice receipt_of(base::MessageId id) {
        const auto notices = ledger().notices_about(id);
        EXPECT_TRUE(notices && !notices->empty());
        return notices && !notices->empty() ? notices->front() : storage::Notice{};
    }

    struct Reply {
        std::string body;
        std::string to;  ///< the Message-ID it answers
        std::string from = "lake@mail.test";
        judge::Judgement judgement = letter();
    };
    static judge::Judgement letter() {
        judge::Judgement judgement;
        judgement.kind = judge::Judgement::Kind::NotAFiling;
        judgement.reason = "answer_to_notice";
        return judgement;
    }
    base::MessageId reply(const Reply& what) {
        attachments_ = 0;
        from_ = what.from;
        body_ = what.body;
        headers_.push_back({"In-Reply-To", what.to});
        const auto id = settled("reply " + std::to_string(++replies_), what.judgement);
        headers_.clear();
        body_.clear();
        from_ = "lake@mail.test";
        attachments_ = 1;
        return id;
    }
    std::string period_of(base::MessageId id) {
        const auto filings = ledger().filings_of(id);
        return filings && filings->size() == 1 ? filings->front().period : std::string();
    }
    std::vector<storage::Answer> answers_in(base::MessageId id) {
        const auto answers = ledger().answers_in(id);
        return answers ? *answers : std::vector<storage::Answer>{};
    }
    std::size_t notices() { return ledger().notices({})->size(); }

    storage::Notice digest(const std::vector<storage::DigestQuestion>& questions) {
        storage::Notice notice;
        notice.key = "digest:" + std::to_string(++digests_);
        notice.kind = storage::NoticeKind::Digest;
        notice.to = {"staff@office.test"};
        notice.subject = "收文汇总 2024年7月8日";
        notice.message_id = "<digest" + std::to_string(digests_) + "@office.test>";
        notice.rendered = "x";
        notice.created_at = clock_.now();
        const auto id = ledger().add_notice(notice);
        EXPECT_TRUE(id);
        EXPECT_TRUE(ledger().put_digest_questions(*id, questions));
        notice.id = *id;
        clock_.advance(std::chrono::hours(1));
        return notice;
    }
    base::MessageId staff(const storage::Notice& digest, const std::string& body) {
        return reply({body, digest.message_id, "staff@office.test"});
    }

    int replies_ = 0;
    int digests_ = 0;
};

// --- a unit answers its receipt ---

TEST_F(Answers, AUnitNamesThePeriodOfAMailInReview) {
    const auto id = unsure_mail();
    const auto receipt = receipt_of(id);
    const auto answer = reply({"这是5月的。", receipt.message_id});
    EXPECT_EQ(row(id).outcome, Outcome::Filed);
    EXPECT_EQ(period_of(id), "2024-05");
    EXPECT_EQ(row(answer).outcome, Outcome::NotAFiling);
    EXPECT_EQ(row(answer).reason, "answer");
    const auto answers = answers_in(answer);
    ASSERT_THAT(answers, SizeIs(1));
    EXPECT_TRUE(answers[0].applied);
    EXPECT_EQ(answers[0].notice, receipt.id);
    EXPECT_EQ(answers[0].line, "这是5月的。");
    EXPECT_THAT(answers[0].words, HasSubstr("2024年5月"));
    const auto act = ledger().act(answers[0].act);
    ASSERT_TRUE(act && *act);
    EXPECT_EQ((*act)->kind, "answer");
    EXPECT_THAT((*act)->json, HasSubstr("lake@mail.test"));
    ASSERT_TRUE(undo(*desk_, answers[0].act, "clerk"));
    EXPECT_EQ(row(id).outcome, Outcome::Review);
    EXPECT_EQ(period_of(id), "");
    EXPECT_THAT(*ledger().candidates(id), SizeIs(2));
}

TEST_F(Answers, AFreshReceiptTellsOfTheMailThatWasPutRight) {
    const auto id = unsure_mail();
    const auto first = receipt_of(id);
    const auto answer = reply({"这是5月的。", first.message_id});
    const auto told = ledger().notices_about(id);
    ASSERT_THAT(*told, SizeIs(2));
    const auto& second = told->back();
    EXPECT_EQ(second.key, "receipt:" + row(answer).sha256);
    EXPECT_THAT(second.subject, HasSubstr("2024年5月"));
    EXPECT_THAT(second.subject, HasSubstr(*row(id).receipt_number));
    EXPECT_FALSE(row(answer).receipt_number);
    // The answer to that one is about the same mail.
    const auto again = reply({"对，是5月的", second.message_id});
    EXPECT_EQ(row(again).reason, "answer");
    EXPECT_FALSE(answers_in(again).at(0).applied);
    EXPECT_THAT(*ledger().notices_about(id), SizeIs(2));
}

TEST_F(Answers, AUnitMovesAFilingThatItsPaperDoesNotDate) {
    auto v = report({{"subject", "2024-06"}, {"arrival", "2024-06"}});
    v.fields_json = R"({"period":"2024-06","zero_report":false})";
    const auto id = settled("filed", accepted(v));
    ASSERT_EQ(period_of(id), "2024-06");
    const auto answer = reply({"应为2024年5月", receipt_of(id).message_id});
    EXPECT_EQ(period_of(id), "2024-05");
    EXPECT_FALSE(*ledger().find_filing("lake", "monthly-report", "2024-06"));
    const auto moved = *ledger().find_filing("lake", "monthly-report", "2024-05");
    ASSERT_TRUE(moved);
    EXPECT_THAT(moved->fields_json, HasSubstr(R"("period":"2024-05")"));
    ASSERT_TRUE(undo(*desk_, answers_in(answer).at(0).act, "clerk"));
    EXPECT_EQ(period_of(id), "2024-06");
}

TEST_F(Answers, NobodysLetterOverrulesAPaper) {
    const std::vector<std::pair<std::string, std::string>> statements = {
        {"title", "2024-06"}, {"stated_range", "2024-06"}, {"sentence", "2024-06"}};
    for (const auto& statement : statements) {
        const auto id = settled("filed " + statement.first, accepted(report({statement})));
        const auto before = notices();
        const auto answer = reply({"这是5月的", receipt_of(id).message_id});
        EXPECT_EQ(period_of(id), "2024-06") << statement.first;
        EXPECT_EQ(row(answer).outcome, Outcome::Review);
        EXPECT_EQ(row(answer).reason, "answer_unclear");
        EXPECT_FALSE(answers_in(answer).at(0).applied);
        EXPECT_FALSE(answers_in(answer).at(0).act);
        EXPECT_EQ(notices(), before);
        ASSERT_TRUE(assign(*desk_, {id, "hill", "monthly-report", "2024-01", {}, "clerk"}));
    }
}

TEST_F(Answers, AFileNameOutweighsALetterThatNamesAnotherMonth) {
    const auto id = settled("named", review(report({{"file_name", "2024-06"}}), "unsure_period"));
    const auto receipt = receipt_of(id);
    EXPECT_EQ(row(reply({"这是4月的", receipt.message_id})).reason, "answer_unclear");
    EXPECT_EQ(row(reply({"这是6月的", receipt.message_id})).reason, "answer");
    EXPECT_EQ(period_of(id), "2024-06");
}

TEST_F(Answers, APeriodMustBeOneThatIsFiled) {
    const auto id = settled("bare", review(report({{"arrival", "2024-06"}}), "unsure_period"));
    const auto receipt = receipt_of(id);
    for (const char* wrong : {"这是2024年8月的", "这是2023年5月的", "这是2024年度的"})
        EXPECT_EQ(row(reply({wrong, receipt.message_id})).reason, "answer_unclear") << wrong;
    EXPECT_EQ(row(reply({"这是3月的", receipt.message_id})).reason, "answer");
    EXPECT_EQ(period_of(id), "2024-03");
}

TEST_F(Answers, WhatElseIsOpenStaysAPersons) {
    for (const char* reason : {"unsure_obligation", "look_alike", "copies_differ", "encrypted"}) {
        const auto id = settled(std::string("open ") + reason,
                                review(report({{"arrival", "2024-06"}}), reason));
        const auto answer = reply({"这是6月的", receipt_of(id).message_id});
        EXPECT_EQ(row(id).outcome, Outcome::Review) << reason;
        EXPECT_EQ(row(answer).reason, "answer_unclear") << reason;
    }
}

TEST_F(Answers, AMonthOfArrivalIsFiledOnTheUnitsWord) {
    const auto id = settled("july", review(report({{"subject", "2024-07"}}), "month_of_arrival"));
    EXPECT_EQ(row(reply({"这是7月的", receipt_of(id).message_id})).reason, "answer");
    EXPECT_EQ(period_of(id), "2024-07");
}

TEST_F(Answers, AUnitIsNamedByItsOwnAddressOrAmongTheOpenOnes) {
    auto v = report({{"stated_range", "2024-06"}});
    std::erase_if(v.evidence, [](const auto& e) { return e.about == "unit"; });
    v.unit.clear();
    const auto id = settled("whose", review(v, "unsure_unit"));
    const auto receipt = receipt_of(id);
    EXPECT_EQ(row(reply({"单位是山前镇", receipt.message_id})).reason, "answer_unclear");
    EXPECT_EQ(row(reply({"我们是湖畔镇", receipt.message_id})).reason, "answer");
    EXPECT_EQ((*ledger().filings_of(id)).at(0).unit, "lake");

    v.evidence.push_back(evidence("unit", "file_name", "hill"));
    v.evidence.push_back(evidence("unit", "address", "lake"));
    const auto two = settled("whose two", review(v, "unsure_unit"));
    EXPECT_EQ(row(reply({"单位是山前镇", receipt_of(two).message_id})).reason, "answer");
    EXPECT_EQ((*ledger().filings_of(two)).at(0).unit, "hill");
}

TEST_F(Answers, NobodysAddressNamesNoUnit) {
    rulebook_.units[0].addresses.clear();
    auto v = report({{"stated_range", "2024-06"}});
    std::erase_if(v.evidence, [](const auto& e) { return e.about == "unit"; });
    v.evidence.push_back(evidence("unit", "body", "lake"));
    const auto id = settled("whose", review(v, "unsure_unit"));
    EXPECT_EQ(row(reply({"我们是湖畔镇", receipt_of(id).message_id})).reason, "answer_unclear");
    ASSERT_TRUE(ledger().confirm_address("lake@mail.test", "lake"));
    EXPECT_EQ(row(reply({"我们是湖畔镇", receipt_of(id).message_id})).reason, "answer");
}

TEST_F(Answers, APaperSignedByAnotherUnitStaysAPersons) {
    const auto id = settled("signed", review(report({{"stated_range", "2024-06"}}), "unsure_unit"));
    EXPECT_EQ(row(reply({"单位是山前镇", receipt_of(id).message_id})).reason, "answer_unclear");
}

TEST_F(Answers, WhatAPersonDecidedAnAnswerDoesNotChange) {
    const auto id = unsure_mail();
    const auto receipt = receipt_of(id);
    ASSERT_TRUE(assign(*desk_, {id, "lake", "monthly-report", "2024-06", {}, "clerk"}));
    EXPECT_EQ(row(reply({"这是5月的", receipt.message_id})).reason, "answer_unclear");
    EXPECT_EQ(period_of(id), "2024-06");
}

TEST_F(Answers, TwoOpenVerdictsAreNotOneThing) {
    auto judgement = review(report({{"arrival", "2024-06"}}), "unsure_period");
    judgement.verdicts.push_back(judgement.verdicts.front());
    const auto id = settled("two", judgement);
    EXPECT_EQ(row(reply({"这是5月的", receipt_of(id).message_id})).reason, "answer_unclear");
    EXPECT_EQ(row(id).outcome, Outcome::Review);
}

TEST_F(Answers, CourtesyAndOtherLettersGetNoReceipt) {
    const auto id = unsure_mail();
    const auto receipt = receipt_of(id);
    const auto before = notices();
    judge::Judgement asks;
    asks.kind = judge::Judgement::Kind::Review;
    asks.reason = "letter_only";
    const auto thanks = reply({"收到，谢谢", receipt.message_id, "lake@mail.test", asks});
    EXPECT_EQ(row(thanks).outcome, Outcome::NotAFiling);
    EXPECT_EQ(row(thanks).reason, "answer_to_notice");
    const auto letter = reply({"报告明天补发", receipt.message_id, "lake@mail.test", asks});
    EXPECT_EQ(row(letter).outcome, Outcome::Review);
    EXPECT_EQ(row(letter).reason, "letter_only");
    const auto question = reply({"请问要盖章吗", receipt.message_id});
    EXPECT_EQ(row(question).outcome, Outcome::Review);
    EXPECT_EQ(row(question).reason, "answer_unclear");
    EXPECT_EQ(notices(), before);
}

TEST_F(Answers, WhatIsNoReplyGoesItsNormalWay) {
    const auto id = unsure_mail();
    const auto receipt = receipt_of(id);
    const auto expect_none = [&](const Reply& what, const char* why) {
        const auto answer = reply(what);
        EXPECT_EQ(row(answer).reason, what.judgement.reason) << why;
        EXPECT_TRUE(answers_in(answer).empty()) << why;
        EXPECT_EQ(row(id).outcome, Outcome::Review) << why;
    };
    expect_none({"这是5月的", receipt.message_id, "hill@mail.test"}, "another address");
    expect_none({"这是5月的", "<other@mail.test>"}, "another id");
    expect_none({"这是5月的", receipt.message_id.substr(0, receipt.message_id.size() - 1)},
                "half an id");
    expect_none({"这是5月的 http://www.county.gov.cn/a/1.html", receipt.message_id}, "a link");
    for (const char* reason : {"auto_reply", "bounce", "read_receipt"}) {
        auto judged = letter();
        judged.reason = reason;
        expect_none({"这是5月的", receipt.message_id, "lake@mail.test", judged}, reason);
    }
    const std::vector<std::pair<std::string, std::string>> headers = {
        {"Auto-Submitted", "auto-replied"},
        {"Precedence", "bulk"},
        {"Authentication-Results", "mx.office.test; dmarc=fail header.from=mail.test"},
        {"Authentication-Results", "mx.office.test; spf=softfail; dkim=none"}};
    for (const auto& [name, value] : headers) {
        headers_.push_back({name, value});
        expect_none({"这是5月的", receipt.message_id}, value.c_str());
    }
}

TEST_F(Answers, AMailWithPapersIsAnOrdinaryMail) {
    const auto id = unsure_mail();
    body_ = "这是5月的";
    headers_ = {{"In-Reply-To", receipt_of(id).message_id}};
    const auto second = settled("with papers", accepted(report({{"stated_range", "2024-06"}})));
    EXPECT_EQ(row(second).outcome, Outcome::Filed);
    EXPECT_EQ(row(id).outcome, Outcome::Review);
    EXPECT_TRUE(answers_in(second).empty());
}

TEST_F(Answers, TheLastOfOurMessageIdsIsAnswered) {
    parsers::Parsed parsed;
    const auto first = digest({});
    const auto second = digest({});
    parsed.headers = {{"References", first.message_id + " <other@mail.test> " + second.message_id}};
    EXPECT_EQ((*answered_notice(ledger(), parsed))->id, second.id);
    parsed.headers.push_back({"In-Reply-To", first.message_id});
    EXPECT_EQ((*answered_notice(ledger(), parsed))->id, first.id);
    parsed.headers = {{"In-Reply-To", "<other@mail.test>"}, {"References", "<<<>>> <"}};
    EXPECT_FALSE(*answered_notice(ledger(), parsed));
}

TEST_F(Answers, AFailureOfTheReceivingServersCheckSpeaks) {
    parsers::Parsed parsed;
    EXPECT_FALSE(is_disavowed(parsed));
    parsed.headers = {{"Authentication-Results", "mx; spf=pass; dkim=fail"},
                      {"Authentication-Results", "forged; dmarc=fail"}};
    EXPECT_FALSE(is_disavowed(parsed));
    parsed.headers = {{"Authentication-Results", "mx; spf=fail"}};
    EXPECT_TRUE(is_disavowed(parsed));
    parsed.headers = {{"Authentication-Results", "mx; spf=pass; dmarc=FAIL"}};
    EXPECT_TRUE(is_disavowed(parsed));
}

// --- staff answer a digest ---

TEST_F(Answers, StaffDecideLineByLine) {
    const auto one = settled("mail one", unsure());
    const auto two = settled("mail two", unsure());
    const auto three = settled("mail three", unsure());
    const storage::Candidate june{"lake", "monthly-report", "2024-06", 0.8};
    const auto asked = digest({{1, one, {june}}, {2, two, {june}}, {3, three, {june}}});
    const auto answer = staff(asked, "1 山前镇 5月\n2 不是报送\n3 再看看\n9 同意\n");
    EXPECT_EQ(row(answer).outcome, Outcome::NotAFiling);
    EXPECT_EQ(row(answer).reason, "answer");
    EXPECT_EQ(period_of(one), "2024-05");
    EXPECT_EQ((*ledger().filings_of(one)).at(0).unit, "hill");
    EXPECT_EQ(row(two).outcome, Outcome::NotAFiling);
    EXPECT_EQ(row(three).outcome, Outcome::Review);
    const auto answers = answers_in(answer);
    ASSERT_THAT(answers, SizeIs(4));
    EXPECT_TRUE(answers[0].applied && answers[1].applied);
    EXPECT_FALSE(answers[2].applied || answers[3].applied);
    EXPECT_THAT(answers[0].words, HasSubstr("山前镇人民政府"));
    EXPECT_THAT(answers[2].words, HasSubstr("未作改动"));
    EXPECT_THAT(answers[3].words, HasSubstr("没有第9项"));
    EXPECT_THAT(*ledger().untold_answers(), SizeIs(4));
    for (const auto act : {answers[1].act, answers[0].act}) ASSERT_TRUE(undo(*desk_, act, "clerk"));
    EXPECT_EQ(row(one).outcome, Outcome::Review);
    EXPECT_EQ(row(two).outcome, Outcome::Review);
}

TEST_F(Answers, StaffAgreeWithTheProposal) {
    const auto one = settled("mail one", unsure());
    const auto asked = digest({{14, one, {{"lake", "monthly-report", "2024-06", 0.8}}}});
    const auto answer = staff(asked, "14 同意\n\n------ 原始邮件 ------\n14 不是报送");
    EXPECT_EQ(period_of(one), "2024-06");
    const auto act = *ledger().act(answers_in(answer).at(0).act);
    EXPECT_THAT(act->json, HasSubstr("\"by\":\"staff@office.test\""));
    EXPECT_THAT(act->json, HasSubstr("\"answered_in\":\"" + base::label(answer) + "\""));
}

TEST_F(Answers, TheSameAnswerAgainChangesNothing) {
    const auto one = settled("mail one", unsure());
    const auto asked = digest({{1, one, {{"lake", "monthly-report", "2024-06", 0.8}}}});
    staff(asked, "1 同意");
    const auto last = *ledger().last_journal_number();
    const auto again = reply({"1 不是报送", asked.message_id, "second@office.test"});
    EXPECT_EQ(period_of(one), "2024-06");
    EXPECT_THAT(answers_in(again).at(0).words, HasSubstr("已经有人处理过"));
    // Its own settlement is all that was written.
    EXPECT_EQ(ledger().last_journal_number()->value, last.value + 1);
}

TEST_F(Answers, ASettledAnswerIsNotTakenTwice) {
    const auto one = settled("mail one", unsure());
    const auto asked = digest({{1, one, {{"lake", "monthly-report", "2024-06", 0.8}}}});
    const auto answer = staff(asked, "1 同意");
    const std::vector<storage::Message> batch{row(answer)};
    ASSERT_TRUE(settle_judged(*desk_, batch));
    EXPECT_THAT(answers_in(answer), SizeIs(1));
}

TEST_F(Answers, ASubjectIsNoAnswer) {
    subject_ = "月报 1 同意";
    const auto one = settled("mail one", unsure());
    subject_ = "回复";
    const auto asked = digest({{1, one, {{"lake", "monthly-report", "2024-06", 0.8}}}});
    const auto quoted = staff(asked, "已阅\n1 同意");
    EXPECT_EQ(row(one).outcome, Outcome::Review);
    EXPECT_THAT(answers_in(quoted).at(0).words, HasSubstr("引用"));
    EXPECT_TRUE(answers_in(staff(asked, "1 湖畔镇6月")).at(0).applied);
}

TEST_F(Answers, WhatWasUndoneIsAskedAgain) {
    const auto one = settled("mail one", unsure());
    const auto asked = digest({{1, one, {{"lake", "monthly-report", "2024-06", 0.8}}}});
    const auto act = answers_in(staff(asked, "1 不是报送")).at(0).act;
    ASSERT_TRUE(undo(*desk_, act, "clerk"));
    EXPECT_TRUE(answers_in(staff(asked, "1 同意")).at(0).applied);
    EXPECT_EQ(period_of(one), "2024-06");
}

TEST_F(Answers, OnlyStaffAnswerADigest) {
    const auto one = settled("mail one", unsure());
    const auto asked = digest({{1, one, {{"lake", "monthly-report", "2024-06", 0.8}}}});
    const auto answer = reply({"1 同意", asked.message_id, "lake@mail.test"});
    EXPECT_TRUE(answers_in(answer).empty());
    EXPECT_EQ(row(one).outcome, Outcome::Review);
    headers_.push_back({"Auto-Submitted", "auto-generated"});
    EXPECT_TRUE(answers_in(staff(asked, "1 同意")).empty());
    EXPECT_EQ(row(one).outcome, Outcome::Review);
}

TEST_F(Answers, AnOldDigestIsNotAnswered) {
    const auto one = settled("mail one", unsure());
    const auto asked = digest({{1, one, {{"lake", "monthly-report", "2024-06", 0.8}}}});
    clock_.advance(std::chrono::hours(24 * 31));
    const auto answer = staff(asked, "1 同意");
    EXPECT_EQ(row(one).outcome, Outcome::Review);
    EXPECT_EQ(row(answer).reason, "staff_note");
    EXPECT_THAT(answers_in(answer).at(0).words, HasSubstr("30天"));
}

TEST_F(Answers, ALetterWithoutALineSaysSo) {
    const auto asked = digest({});
    const auto answer = staff(asked, "今天的汇总收到了，明天处理。");
    EXPECT_EQ(row(answer).outcome, Outcome::NotAFiling);
    EXPECT_EQ(row(answer).reason, "staff_note");
    ASSERT_THAT(answers_in(answer), SizeIs(1));
    EXPECT_FALSE(answers_in(answer).at(0).applied);
    EXPECT_THAT(answers_in(answer).at(0).words, HasSubstr("未作改动"));
}

TEST_F(Answers, StaffsPapersAreAnOrdinaryMail) {
    const auto one = settled("mail one", unsure());
    const auto asked = digest({{1, one, {{"lake", "monthly-report", "2024-06", 0.8}}}});
    from_ = "staff@office.test";
    body_ = "1 同意";
    headers_ = {{"In-Reply-To", asked.message_id}};
    const auto second = settled("with papers", unsure());
    EXPECT_EQ(row(second).outcome, Outcome::Review);
    EXPECT_EQ(row(one).outcome, Outcome::Review);
    ASSERT_THAT(answers_in(second), SizeIs(1));
    EXPECT_THAT(answers_in(second).at(0).words, HasSubstr("附件"));
}

}  // namespace
}  // namespace pipeline
