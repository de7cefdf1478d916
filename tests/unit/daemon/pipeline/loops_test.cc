// No mail of a machine is answered, however many come: parsed in process, then the pipeline's own
// steps (judge, settle, receipts, outbox) on a real ledger with the rules that ship.
#include <gmock/gmock.h>

#include "config/load.h"
#include "daemon/pipeline/judge_step.h"
#include "daemon/pipeline/outbox_runner.h"
#include "daemon/pipeline/settle_step.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"
#include "tests/unit/daemon/pipeline/loop_bait.h"
#include "tests/unit/daemon/read_mail.h"

namespace pipeline {
namespace {

constexpr std::size_t kBatch = 64;
constexpr std::size_t kBait = 10'000;

class Loops : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        const std::string shipped = std::string(FILINGD_SOURCE) + "/config";
        auto loaded = config::load(shipped, shipped);
        ASSERT_TRUE(loaded) << base::describe(loaded.error());
        auto settings = rulebook_.settings;
        rulebook_ = std::move(*loaded);
        settings.judge = rulebook_.settings.judge;
        settings.smtp.from_address = "office@mail.test";
        settings.smtp.per_15_minutes = settings.smtp.per_day = 1'000'000;
        config::MailboxSettings mailbox;
        mailbox.user = "office@mail.test";
        settings.mailboxes = {mailbox};
        rulebook_.settings = settings;
        rulebook_.shipped_directory = shipped;
        for (config::Unit& unit : rulebook_.units) {
            unit.addresses = {unit.id + "@unit.test"};
            senders_.push_back(unit.addresses.front());
        }
        for (int i = 0; i < 20; ++i) sent_notice(i);
    }

    void sent_notice(int i) {
        storage::Notice notice;
        notice.key = "receipt:" + std::to_string(i);
        notice.to = {senders_[static_cast<std::size_t>(i) % senders_.size()]};
        notice.message_id = "<n" + std::to_string(i) + "@office.test>";
        notice.created_at = clock_.now();
        ASSERT_TRUE(ledger().add_notice(notice));
        notices_.push_back(notice.message_id);
    }

    storage::SpooledPlace place_of(const storage::Incoming& incoming) {
        storage::SpooledPlace place;
        place.uid = ++uid_;
        place.received_at = clock_.now();
        place.size = incoming.size();
        place.sha256 = incoming.sha256();
        return place;
    }

    base::Result<std::vector<storage::Message>> spool(const std::vector<std::string>& mails) {
        std::vector<storage::Incoming> incoming;
        std::vector<storage::SpooledPlace> places;
        for (const std::string& mail : mails) {
            TRY_ASSIGN(auto one, desk_->spool.begin_message());
            TRY(one.write(mail));
            TRY(one.finish());
            places.push_back(place_of(one));
            incoming.push_back(std::move(one));
        }
        TRY(desk_->spool.commit_messages(incoming));
        std::vector<storage::Message> rows;
        TRY(ledger().transaction([&]() -> base::Result<> {
            TRY_ASSIGN(const auto folder,
                       ledger().observe_folder("work", "INBOX", 1, clock_.now()));
            TRY_ASSIGN(const auto ids, ledger().record_spooled(folder.id, places, clock_.now()));
            for (const auto id : ids) rows.push_back(row(id));
            return {};
        }));
        return rows;
    }

    base::Result<> record_parsed(storage::Message& message, const std::string& mail) {
        const auto parsed = parsers::read_mail(mail);
        message.message_id_header = parsed.message_id;
        message.subject = parsed.subject;
        if (!parsed.from.empty()) message.from_address = base::lowered(parsed.from.front().address);
        std::vector<storage::Document> documents;
        for (const auto& document : parsed.documents) {
            storage::Document one;
            one.message = message.id;
            one.index = static_cast<std::uint32_t>(documents.size());
            one.part = document.part;
            one.role = document.role == parsers::Role::Body ? "body" : "attachment";
            one.text_source = "text";
            documents.push_back(one);
        }
        TRY(ledger().record_parsed(message, documents, {}, parsers::encode(parsed)));
        return {};
    }

    /// The whole road of these mails, the confined child left out.
    base::Result<> arrive(const std::vector<std::string>& mails) {
        TRY_ASSIGN(auto messages, spool(mails));
        TRY(ledger().transaction([&]() -> base::Result<> {
            for (std::size_t i = 0; i < mails.size(); ++i)
                TRY(record_parsed(messages[i], mails[i]));
            return {};
        }));
        TRY(judge_parsed(*desk_, messages));
        for (auto& message : messages) message = row(message.id);
        return settle_judged(*desk_, messages);
    }

    /// Receipts beside those the test began with.
    std::vector<storage::Notice> answers() {
        std::vector<storage::Notice> about;
        auto all = ledger().notices(std::nullopt).value();
        for (auto& notice : all)
            if (notice.about) about.push_back(std::move(notice));
        return about;
    }

    std::vector<std::string> senders_;
    std::vector<std::string> notices_;
    std::uint32_t uid_ = 0;
};

TEST_F(Loops, TenThousandMailsOfMachinesGetNoAnswer) {
    const LoopBait bait(senders_, notices_, "office@mail.test");
    EXPECT_GE(bait.kinds(), 60U);
    for (std::size_t n = 0; n < kBait; n += kBatch) {
        std::vector<std::string> mails;
        for (std::size_t i = n; i < std::min(n + kBatch, kBait); ++i) mails.push_back(bait.mail(i));
        const auto arrived = arrive(mails);
        ASSERT_TRUE(arrived) << base::describe(arrived.error());
    }
    for (const auto& answer : answers())
        ADD_FAILURE() << answer.to.front() << " was answered: " << row(answer.about).subject;
    storage::MessageFilter filter;
    filter.state = storage::State::Settled;
    EXPECT_EQ(ledger().messages(filter)->size(), kBait);
    // It was their nature, not their words.
    ASSERT_TRUE(arrive({bait.of_a_person(0), bait.of_a_person(1)}));
    EXPECT_EQ(answers().size(), 2U);
}

/// Answers every mail it gets, after some minutes, with a text of its own.
class Robot : public Loops {
 protected:
    enum class Shape { Bare, Threads, Attaches };

    std::string mail(Shape shape, const std::string& answered, int number) {
        const std::string body =
            "您好！贵局" + std::to_string(number) +
            "号来信收悉，我单位报送的行政执法工作月报材料正在办理，请耐心等待。";
        std::string headers;
        if (shape != Shape::Bare) headers = "In-Reply-To: " + answered + "\n";
        std::string type = "Content-Type: text/plain; charset=utf-8\n";
        std::string content = body;
        if (shape == Shape::Attaches) {
            type = "Content-Type: multipart/mixed; boundary=B\n";
            content = "--B\nContent-Type: text/plain; charset=utf-8\n\n" + body +
                      "\n--B\nContent-Type: text/plain; charset=utf-8; name=\"说明.txt\"\n"
                      "Content-Disposition: attachment; filename=\"说明.txt\"\n\n联系我们" +
                      std::to_string(number) + "\n--B--";
        }
        return "From: " + senders_.front() + "\nTo: office@mail.test\nSubject: =?utf-8?B?" +
               base::base64("来信收悉 " + std::to_string(number)) + "?=\nMessage-ID: <robot." +
               std::to_string(number) + "@unit.test>\nMIME-Version: 1.0\n" + type + headers + "\n" +
               content + "\n";
    }

    /// How many notices the robot got in 24 hours that began with one mail of a person.
    int notices_in_a_day(Shape shape) {
        int got = 0;
        int written = 0;
        std::vector<std::string> unanswered;
        OutboxRunner runner(rulebook_, ledger(), desk_->journal, clock_,
                            [&](const auto& to, const std::string& message, std::stop_token) {
                                const auto parsed = parsers::read_mail(message);
                                if (to.front() == senders_.front())
                                    unanswered.push_back(parsed.message_id);
                                smtp::Delivery delivery;
                                delivery.fate = smtp::Fate::Sent;
                                return base::Result<smtp::Delivery>(delivery);
                            });
        const auto before = ledger().notices(std::nullopt).value();
        for (const auto& notice : before)
            EXPECT_TRUE(ledger().set_notice_state(notice.id, storage::NoticeState::Cancelled, "",
                                                  {}, clock_.now()));
        unanswered.emplace_back("<a.person@unit.test>");
        for (int round = 0; round < 24 * 12; ++round) {
            for (const std::string& answered : std::exchange(unanswered, {})) {
                const auto arrived = arrive({mail(shape, answered, ++written)});
                EXPECT_TRUE(arrived) << base::describe(arrived.error());
            }
            clock_.advance(std::chrono::minutes(5));
            while (runner.send_next({}).value_or(false)) {
            }
            got += static_cast<int>(unanswered.size());
        }
        return got;
    }
};

TEST_F(Robot, WithoutAnyHeaderGetsOneAnswerADay) {
    EXPECT_EQ(notices_in_a_day(Shape::Bare), 1);
    storage::MessageFilter filter;
    filter.outcome = storage::Outcome::Review;
    EXPECT_EQ(ledger().messages(filter)->size(), 2U) << "its mail is none of a machine's by itself";
}

TEST_F(Robot, ThatThreadsIsNotAnsweredAgain) { EXPECT_LE(notices_in_a_day(Shape::Threads), 1); }

TEST_F(Robot, ThatAttachesSomethingIsAnsweredOnceADay) {
    EXPECT_LE(notices_in_a_day(Shape::Attaches), 2);
}

}  // namespace
}  // namespace pipeline
