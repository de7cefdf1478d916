// What bounces of many systems say, from tests/data/bounces.
#include "daemon/notices/bounce.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "tests/unit/daemon/read_mail.h"

namespace notices {
namespace {

using testing::Contains;
using testing::HasSubstr;

std::string bytes_of(const std::string& name) {
    std::ifstream in(std::string(FILINGD_TEST_DATA) + "/bounces/" + name + ".eml",
                     std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

const std::vector<std::string> kSentTo{"hill@town.example", "lake@town.example"};

struct Case {
    const char* name;
    Harm harm;
    const char* words;  ///< a piece of them
};

void PrintTo(const Case& value, std::ostream* out) { *out << value.name; }

class Systems : public testing::TestWithParam<Case> {};

TEST_P(Systems, NameTheNoticeTheAddressAndTheReason) {
    const auto bounce = read_bounce(parsers::read_mail(bytes_of(GetParam().name)));
    ASSERT_TRUE(bounce);
    EXPECT_THAT(bounce->message_ids, Contains("<notice.1@office.example>"));
    const auto returned = returned_for(*bounce, kSentTo);
    ASSERT_EQ(returned.size(), 1U);
    EXPECT_EQ(returned.front().address, "lake@town.example");
    EXPECT_EQ(returned.front().harm, GetParam().harm) << returned.front().words;
    EXPECT_THAT(returned.front().words, HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(
    Table, Systems,
    testing::Values(Case{"postfix_unknown", Harm::Permanent, "User unknown in local recipient"},
                    Case{"exchange_headers_only", Harm::Doubtful, "mailbox full"},
                    Case{"postfix_delayed", Harm::Delayed, "4.4.1"},
                    Case{"given_up", Harm::Passing, "delivery time expired"},
                    Case{"netease_text", Harm::Permanent, "550 User not found"},
                    Case{"qq_text", Harm::Doubtful, "空间不足"},
                    Case{"qmail_text", Harm::Permanent, "no mailbox here"},
                    Case{"exim_text", Harm::Doubtful, "554 5.7.1 Message rejected"}),
    [](const auto& param) { return std::string(param.param.name); });

struct Told {
    const char* status;
    const char* words;
    Harm harm;
};

TEST(Bounce, WeighsStatusBeforeWords) {
    for (const Told& told : {
             Told{"5.1.1", "", Harm::Permanent},
             Told{"5.1.8", "bad sender", Harm::Doubtful},
             Told{"5.2.1", "", Harm::Permanent},
             Told{"5.2.2", "user unknown", Harm::Doubtful},
             Told{"5.4.4", "", Harm::Permanent},
             Told{"5.7.1", "no such user", Harm::Doubtful},
             Told{"5.0.0", "550 no such user here", Harm::Permanent},
             Told{"5.0.0", "550 rejected", Harm::Doubtful},
             Told{"4.2.2", "over quota", Harm::Passing},
             Told{"", "550 5.1.1 gone", Harm::Permanent},
             Told{"", "451 try again", Harm::Passing},
             Told{"", "550 收件人不存在", Harm::Permanent},
             Told{"", "552 用户邮箱已满", Harm::Doubtful},
             Told{"", "sent from 5.1.1.9", Harm::Doubtful},
             Told{"", "", Harm::Doubtful},
         })
        EXPECT_EQ(harm_of(told.status, told.words), told.harm) << told.status << " " << told.words;
}

TEST(Bounce, PassesOverAddressesTheNoticeDidNotGoTo) {
    const auto bounce = read_bounce(parsers::read_mail(bytes_of("postfix_unknown")));
    ASSERT_TRUE(bounce);
    EXPECT_TRUE(returned_for(*bounce, {"other@town.example"}).empty());
    const auto text = read_bounce(parsers::read_mail(bytes_of("qmail_text")));
    ASSERT_TRUE(text);
    EXPECT_TRUE(returned_for(*text, {"ake@town.example", "lake@town.exampl"}).empty());
}

TEST(Bounce, APersonWhoQuotesOneIsNoMailSystem) {
    std::string mail = bytes_of("qmail_text");
    mail.replace(mail.find("Return-Path: <>\n"), 16, "");
    mail.replace(mail.find("MAILER-DAEMON@"), 14, "lake@");
    EXPECT_FALSE(read_bounce(parsers::read_mail(mail)));
    mail.replace(mail.find("lake@"), 5, "MAILER-DAEMON@");
    EXPECT_TRUE(read_bounce(parsers::read_mail(mail)));
}

TEST(Bounce, AReadReceiptIsNone) {
    EXPECT_FALSE(read_bounce(parsers::read_mail(
        "From: lake@town.example\nSubject: Read: receipt\nContent-Type: multipart/report; "
        "report-type=disposition-notification; boundary=x\n\n--x\n\nread\n--x--\n")));
}

TEST(Bounce, AnEndlessListOfIdsAndRecipientsIsCut) {
    std::string mail =
        "From: postmaster@a.example\nSubject: Undelivered\nContent-Type: multipart/report; "
        "report-type=delivery-status; boundary=x\nReferences:";
    for (int i = 0; i < 1000; ++i) mail += " <" + std::to_string(i) + "@a.example>";
    mail += "\n\n--x\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\n";
    for (int i = 0; i < 1000; ++i)
        mail += "Final-Recipient: rfc822; u" + std::to_string(i) +
                "@a.example\nAction: failed\nStatus: 5.1.1\n\n";
    mail += "--x--\n";
    const auto bounce = read_bounce(parsers::read_mail(mail));
    ASSERT_TRUE(bounce);
    EXPECT_LE(bounce->message_ids.size(), 32U);
    EXPECT_LE(bounce->reported.size(), 400U);
    EXPECT_GT(bounce->reported.size(), 100U);
}

}  // namespace
}  // namespace notices
