// Bounces against the ledger: which notice, which address, and what a forged one cannot do.
#include "daemon/pipeline/bounces.h"

#include <gmock/gmock.h>

#include "daemon/pipeline/human_acts.h"
#include "storage/outbox.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using storage::NoticeState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class BouncesTest : public DeskTest {
 protected:
    base::NoticeId notice(const std::string& id, std::vector<std::string> to,
                          NoticeState state = NoticeState::Sent) {
        storage::Notice n;
        n.key = "receipt:" + id;
        n.to = std::move(to);
        n.message_id = "<" + id + "@office.test>";
        n.rendered = "x";
        n.created_at = clock_.now();
        base::NoticeId number;
        EXPECT_TRUE(ledger().transaction([&]() -> base::Result<> {
            TRY_ASSIGN(number, ledger().add_notice(n));
            return {};
        }));
        storage::Outbox outbox(ledger());
        EXPECT_TRUE(outbox.begin_sending(number, clock_.now()));
        EXPECT_TRUE(outbox.finish(number, state, "250", {}, clock_.now()));
        return number;
    }

    static parsers::Parsed bounce(const std::string& id, const std::string& address,
                                  const std::string& status) {
        parsers::Parsed parsed;
        add_header(parsed, "Content-Type", "multipart/report; report-type=delivery-status");
        parsers::Document report;
        report.part = "2";
        report.declared_type = "message/delivery-status";
        report.text = "Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; " + address +
                      "\nAction: failed\nStatus: " + status +
                      "\nDiagnostic-Code: smtp; 5xx words " + status + "\n";
        parsed.documents.push_back(report);
        parsers::Document original;
        original.part = "3";
        original.role = parsers::Role::Container;
        parsers::Field field;
        field.name = "message_id";
        field.value = "<" + id + "@office.test>";
        original.fields.push_back(field);
        parsed.documents.push_back(original);
        return parsed;
    }

    static void add_header(parsers::Parsed& parsed, const char* name, const std::string& value) {
        parsers::Header header;
        header.name = name;
        header.value = value;
        parsed.headers.push_back(header);
    }

    void take(const parsers::Parsed& parsed) {
        storage::Message message;
        message.id = base::MessageId{7};
        const auto done =
            ledger().transaction([&] { return note_returned(*desk_, message, parsed); });
        ASSERT_TRUE(done) << base::describe(done.error());
    }

    NoticeState state(base::NoticeId id) { return (*ledger().notice(id))->state; }
    std::vector<std::string> dead() {
        std::vector<std::string> addresses;
        const auto all = ledger().dead_addresses().value();
        for (const auto& entry : all) addresses.push_back(entry.address);
        return addresses;
    }
};

TEST_F(BouncesTest, NoSuchUserRefusesTheNoticeAndStopsMailToTheAddress) {
    const auto id = notice("one", {"Lake@mail.test"});
    take(bounce("one", "lake@mail.test", "5.1.1"));
    EXPECT_EQ(state(id), NoticeState::Refused);
    EXPECT_THAT((*ledger().notice(id))->answer, HasSubstr("5xx words"));
    EXPECT_THAT(dead(), ElementsAre("lake@mail.test"));
}

TEST_F(BouncesTest, AForgedOneWithoutTheMessageIdDoesNothing) {
    const auto id = notice("one", {"lake@mail.test"});
    take(bounce("guessed", "lake@mail.test", "5.1.1"));
    EXPECT_EQ(state(id), NoticeState::Sent);
    EXPECT_THAT(dead(), IsEmpty());
}

TEST_F(BouncesTest, NobodyCanStopMailToAnAddressTheNoticeDidNotGoTo) {
    const auto id = notice("one", {"lake@mail.test"});
    take(bounce("one", "hill@mail.test", "5.1.1"));
    EXPECT_EQ(state(id), NoticeState::Sent);
    EXPECT_THAT(dead(), IsEmpty());
}

TEST_F(BouncesTest, AFullMailboxIsDeadAtTheThirdBounceOfAMonth) {
    for (const char* id : {"one", "two", "three"}) {
        EXPECT_THAT(dead(), IsEmpty()) << id;
        const auto number = notice(id, {"lake@mail.test"});
        take(bounce(id, "lake@mail.test", "5.2.2"));
        EXPECT_EQ(state(number), NoticeState::Refused);
        clock_.advance(std::chrono::days(5));
    }
    EXPECT_THAT(dead(), ElementsAre("lake@mail.test"));
}

TEST_F(BouncesTest, AFullMailboxOfStaffIsWrittenToAgainTheNextDay) {
    rulebook_.settings.notices.staff = {"Staff@office.test"};
    for (const char* id : {"one", "two", "three", "four"}) {
        const auto number = notice(id, {"staff@office.test"});
        take(bounce(id, "staff@office.test", "5.7.1"));
        EXPECT_EQ(state(number), NoticeState::Refused);
    }
    EXPECT_THAT(dead(), IsEmpty());
    notice("five", {"staff@office.test"});
    take(bounce("five", "staff@office.test", "5.1.1"));
    EXPECT_THAT(dead(), ElementsAre("staff@office.test"));
}

TEST_F(BouncesTest, FullNowAndThenIsNotDead) {
    for (const char* id : {"one", "two", "three", "four"}) {
        notice(id, {"lake@mail.test"});
        take(bounce(id, "lake@mail.test", "5.2.2"));
        clock_.advance(std::chrono::days(20));
    }
    EXPECT_THAT(dead(), IsEmpty());
}

TEST_F(BouncesTest, GivenUpForNowLosesTheNoticeNotTheAddress) {
    const auto id = notice("one", {"lake@mail.test"});
    take(bounce("one", "lake@mail.test", "4.4.7"));
    EXPECT_EQ(state(id), NoticeState::Refused);
    EXPECT_THAT(dead(), IsEmpty());
}

TEST_F(BouncesTest, OneOfSeveralRecipientsLeavesTheNoticeSent) {
    const auto id = notice("one", {"a@staff.test", "b@staff.test"});
    take(bounce("one", "b@staff.test", "5.1.1"));
    EXPECT_EQ(state(id), NoticeState::Sent);
    EXPECT_THAT(dead(), ElementsAre("b@staff.test"));
}

TEST_F(BouncesTest, ABounceShowsThatAnUncertainNoticeWasSent) {
    const auto lost = notice("one", {"lake@mail.test"}, NoticeState::Uncertain);
    const auto partly = notice("two", {"a@staff.test", "b@staff.test"}, NoticeState::Uncertain);
    take(bounce("one", "lake@mail.test", "5.1.1"));
    take(bounce("two", "b@staff.test", "5.1.1"));
    EXPECT_EQ(state(lost), NoticeState::Refused);
    EXPECT_EQ(state(partly), NoticeState::Sent);
}

TEST_F(BouncesTest, ItsOwnCopyOrAnAnswerShowsThatAnUncertainNoticeWasSent) {
    const auto copy = notice("one", {"lake@mail.test"}, NoticeState::Uncertain);
    const auto answered = notice("two", {"lake@mail.test"}, NoticeState::Uncertain);
    const auto other = notice("three", {"lake@mail.test"}, NoticeState::Uncertain);
    parsers::Parsed own;
    own.message_id = "<one@office.test>";
    take(own);
    parsers::Parsed reply;
    reply.message_id = "<r@mail.test>";
    add_header(reply, "References", "<x@mail.test> <two@office.test>");
    take(reply);
    EXPECT_EQ(state(copy), NoticeState::Sent);
    EXPECT_EQ(state(answered), NoticeState::Sent);
    EXPECT_EQ(state(other), NoticeState::Uncertain);
}

TEST_F(BouncesTest, EveryBounceIsJournalled) {
    notice("one", {"lake@mail.test"});
    const auto before = ledger().last_journal_number();
    take(bounce("one", "lake@mail.test", "5.1.1"));
    const auto entries = ledger().journal_after(*before, 10);
    ASSERT_TRUE(entries);
    ASSERT_THAT(*entries, SizeIs(2));  // the bounce, and the notice's new state
    EXPECT_THAT(entries->front().line, HasSubstr("\"bounce\":\"M7\""));
    EXPECT_THAT(entries->front().line, HasSubstr("\"dead\":true"));
}

TEST_F(BouncesTest, APersonRevivesAnAddress) {
    notice("one", {"lake@mail.test"});
    take(bounce("one", "lake@mail.test", "5.1.1"));
    ASSERT_TRUE(revive_address(*desk_, "LAKE@mail.test", "clerk"));
    EXPECT_THAT(dead(), IsEmpty());
    EXPECT_FALSE(revive_address(*desk_, "lake@mail.test", "clerk"));
}

TEST_F(BouncesTest, ConfirmingAnAddressRevivesIt) {
    notice("one", {"new@mail.test"});
    take(bounce("one", "new@mail.test", "5.1.1"));
    ASSERT_TRUE(confirm_address(*desk_, "new@mail.test", "lake", "clerk"));
    EXPECT_THAT(dead(), IsEmpty());
}

}  // namespace
}  // namespace pipeline
