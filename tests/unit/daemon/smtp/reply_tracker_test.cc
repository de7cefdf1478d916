#include "daemon/smtp/reply_tracker.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "daemon/smtp/classify.h"

namespace smtp {
namespace {

/// A dialogue as text: lines "C: …" are commands, "S: …" the server's lines, "." the end of the
/// message.
ReplyTracker tracked(std::string_view dialogue) {
    ReplyTracker tracker;
    while (!dialogue.empty()) {
        const std::size_t end = dialogue.find('\n');
        const std::string_view line = dialogue.substr(0, end);
        dialogue.remove_prefix(end == std::string_view::npos ? dialogue.size() : end + 1);
        if (line == ".") tracker.body_given();
        if (line.starts_with("C: ")) tracker.command(std::string(line.substr(3)) + "\r\n");
        if (line.starts_with("S: ")) tracker.reply_line(std::string(line.substr(3)) + "\r\n");
    }
    return tracker;
}

const std::vector<std::string> kTwo{"a@one.example", "b@two.example"};

constexpr std::string_view kOpening =
    "S: 220 mail.example ESMTP\n"
    "C: EHLO desk\n"
    "S: 250-mail.example\n"
    "S: 250-PIPELINING\n"
    "S: 250 AUTH LOGIN PLAIN\n";

std::string with_opening(std::string_view rest) {
    return std::string(kOpening) + std::string(rest);
}

TEST(ReplyTracker, KeepsTheAnswerToEachRecipient) {
    const auto tracker =
        tracked(with_opening("C: MAIL FROM:<o@desk.example> SIZE=10\n"
                             "S: 250 ok\n"
                             "C: RCPT TO:<a@one.example>\n"
                             "S: 550-No such\n"
                             "S: 550 user\n"
                             "C: RCPT TO:<b@two.example>\n"
                             "S: 250 ok\n"
                             "C: DATA\n"
                             "S: 354 go on\n"
                             ".\n"
                             "S: 250 queued as 17\n"));
    const Delivery delivery = classify(tracker, kTwo, "");
    EXPECT_EQ(delivery.fate, Fate::Sent);
    EXPECT_EQ(delivery.answer, "queued as 17");
    ASSERT_EQ(delivery.recipients.size(), 2U);
    EXPECT_EQ(delivery.recipients[0].code, 550);
    EXPECT_EQ(delivery.recipients[0].text, "No such user");
    EXPECT_FALSE(delivery.recipients[0].accepted());
    EXPECT_TRUE(delivery.recipients[1].accepted());
}

TEST(ReplyTracker, TakesASecondDialogueOnTheSameConnection) {
    const auto tracker = tracked("C: MAIL FROM:<o@desk.example>\nS: 250 ok\n");
    EXPECT_EQ(tracker.last().stage, Stage::Sender);
}

TEST(ReplyTracker, PassesOverSaslAnswersThatSpellVerbs) {
    const auto tracker =
        tracked(with_opening("C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: DATA\nS: 535 no\n"));
    EXPECT_EQ(tracker.stage(), Stage::Login);
    EXPECT_EQ(classify(tracker, kTwo, "").fate, Fate::Login);
}

TEST(ReplyTracker, IgnoresLinesThatAreNoReplies) {
    const auto tracker = tracked("S: hello\nS: 25\nS: 2x0 no\nS: 250x\nS: \n");
    EXPECT_EQ(tracker.last().code, 0);
}

TEST(ReplyTracker, CutsEndlessReplies) {
    ReplyTracker tracker;
    for (int i = 0; i < 10000; ++i) tracker.reply_line("250-" + std::string(100, 'x') + "\r\n");
    tracker.reply_line("250 end\r\n");
    EXPECT_LT(tracker.last().text.size(), 1000U);
}

struct Case {
    const char* name;
    const char* rest;  ///< after MAIL and both RCPT were accepted, unless it begins with C:
    Fate fate;
    int code;
};

void PrintTo(const Case& value, std::ostream* out) { *out << value.name; }

class Fates : public testing::TestWithParam<Case> {};

TEST_P(Fates, FollowFromTheServersCodes) {
    const Case& c = GetParam();
    const Delivery delivery = classify(tracked(with_opening(c.rest)), kTwo, "connection lost");
    EXPECT_EQ(delivery.fate, c.fate);
    EXPECT_EQ(delivery.code, c.code);
}

#define TO_DATA                                                                         \
    "C: MAIL FROM:<o@desk.example>\nS: 250 ok\nC: RCPT TO:<a@one.example>\nS: 250 ok\n" \
    "C: RCPT TO:<b@two.example>\nS: 250 ok\nC: DATA\n"
#define RECIPIENTS(first, second)                                                     \
    "C: MAIL FROM:<o@desk.example>\nS: 250 ok\nC: RCPT TO:<a@one.example>\nS: " first \
    "\nC: RCPT TO:<b@two.example>\nS: " second "\n"

INSTANTIATE_TEST_SUITE_P(
    Dialogues, Fates,
    testing::Values(
        Case{"NothingAfterTheGreeting", "", Fate::Later, 250},
        Case{"SenderForNow", "C: MAIL FROM:<o@desk.example>\nS: 451 later\n", Fate::Later, 451},
        Case{"SenderForGood", "C: MAIL FROM:<o@desk.example>\nS: 550 no\n", Fate::Refused, 550},
        Case{"LoginWanted", "C: MAIL FROM:<o@desk.example>\nS: 530 login first\n", Fate::Login,
             530},
        Case{"LoginRefused", "C: AUTH PLAIN\nS: 535 Error: authentication failed\n", Fate::Login,
             535},
        Case{"LoginNotPermitted", "C: AUTH PLAIN\nS: 550 User has no permission\n", Fate::Login,
             550},
        Case{"LoginForNow", "C: AUTH PLAIN\nS: 454 later\n", Fate::Later, 454},
        Case{"BothRecipientsForGood", RECIPIENTS("550 no", "551 no"), Fate::Refused, 551},
        Case{"OneRecipientForNow", RECIPIENTS("450 later", "550 no"), Fate::Later, 550},
        Case{"DataRefused", TO_DATA "S: 554 no\n", Fate::Refused, 554},
        Case{"LostBeforeTheEndOfTheMessage", TO_DATA "S: 354 go\n", Fate::Later, 354},
        Case{"LostAfterTheFinalDot", TO_DATA "S: 354 go\n.\n", Fate::Uncertain, 354},
        Case{"MessageRefused", TO_DATA "S: 354 go\n.\nS: 554 DT:SPM spam\n", Fate::Refused, 554},
        Case{"DataRefusedThenQuit", TO_DATA "S: 554 no\nC: QUIT\nS: 221 bye\n", Fate::Refused, 554},
        Case{"QuitIsNoAnswerToTheMessage", TO_DATA "S: 354 go\n.\nC: QUIT\nS: 221 bye\n",
             Fate::Uncertain, 354},
        Case{"MessageForNow", TO_DATA "S: 354 go\n.\nS: 452 full\n", Fate::Later, 452},
        Case{"QuotaOfTheDay", TO_DATA "S: 354 go\n.\nS: 554 MI:STC quota\n", Fate::Later, 554},
        Case{"RecipientsOfTheDay", "C: MAIL FROM:<o@desk.example>\nS: 550 RP:TRC\n", Fate::Later,
             550},
        Case{"Accepted", TO_DATA "S: 354 go\n.\nS: 250 ok\n", Fate::Sent, 250}),
    [](const auto& param) { return param.param.name; });

TEST(Classify, SaysHowTheConnectionEndedWhereTheServerSaidNothing) {
    const Delivery delivery = classify(ReplyTracker(), kTwo, "Couldn't connect to server");
    EXPECT_EQ(delivery.fate, Fate::Later);
    EXPECT_EQ(delivery.code, 0);
    EXPECT_EQ(delivery.answer, "Couldn't connect to server");
    EXPECT_EQ(delivery.recipients.size(), 2U);
}

struct Limited {
    const char* reply;
    Fate fate;
    Limit limit;
};

TEST(Classify, UnderstandsPaceQuotaAndContentOfNetEase) {
    for (const Limited& row : {
             Limited{"451 MI:SFQ 163 smtp8", Fate::Later, Limit::Pace},
             Limited{"421 HL:IFC 163 smtp8", Fate::Later, Limit::Pace},
             Limited{"554 HL:IHU 163 smtp8", Fate::Later, Limit::Pace},
             Limited{"450 RP:DRC 163 smtp8", Fate::Later, Limit::Pace},
             Limited{"451 RP:QRC 163 smtp8", Fate::Later, Limit::Pace},
             Limited{"550 RP:TRC 163 smtp8", Fate::Later, Limit::Day},
             Limited{"550 MI:STC 163 smtp8", Fate::Later, Limit::Day},
             Limited{"554 MI:STC 163 smtp8", Fate::Later, Limit::Day},
             Limited{"550 MI:SPB 163 smtp8", Fate::Later, Limit::Account},
             Limited{"554 HL:IPB 163 smtp8", Fate::Later, Limit::Account},
             Limited{"451 DT:SPM, please try again", Fate::Later, Limit::Content},
             Limited{"554 DT:SPM 163 smtp8", Fate::Refused, Limit::Content},
             Limited{"550 User not found", Fate::Refused, Limit::None},
             Limited{"451 too much fail authentication", Fate::Later, Limit::None},
         }) {
        const auto delivery = classify(tracked(with_opening("C: MAIL FROM:<desk@office.test>\nS: " +
                                                            std::string(row.reply) + "\n")),
                                       {"a@one.example"}, "");
        EXPECT_EQ(delivery.fate, row.fate) << row.reply;
        EXPECT_EQ(delivery.limit, row.limit) << row.reply;
    }
}

}  // namespace
}  // namespace smtp
