#include "daemon/pipeline/pipeline.h"

#include <gmock/gmock.h>

#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using storage::Outcome;
using storage::State;

class PipelineTest : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        auto parser = start_parser(rulebook_.settings.parser);
        ASSERT_TRUE(parser) << base::describe(parser.error());
        parser_ = std::move(*parser);
    }

    /// A mail as the mailbox leaves it: bytes in the spool, nothing read.
    base::MessageId spooled(const std::string& bytes) {
        auto incoming = stores_->spool.begin_message();
        EXPECT_TRUE(incoming->write(bytes));
        EXPECT_TRUE(incoming->finish());
        storage::SpooledPlace place;
        place.uid = ++uid_;
        place.received_at = clock_.now();
        place.size = bytes.size();
        place.sha256 = incoming->sha256();
        EXPECT_TRUE(stores_->spool.commit_messages(std::span(&*incoming, 1)));
        const auto folder = ledger().observe_folder("work", "INBOX", 1, clock_.now());
        const auto ids = ledger().record_spooled(folder->id, std::span(&place, 1), clock_.now());
        return ids->front();
    }
    static std::string mail(const std::string& words) {
        return "From: lake@mail.test\r\nSubject: note\r\n\r\n" + words + "\r\n";
    }
    /// What a life of the process does that ends in this message's step.
    void end_in_step(base::MessageId id) {
        ASSERT_TRUE(ledger().raise_attempts(std::span(&id, 1)));
    }

    std::unique_ptr<ParserProcess> parser_;
    std::uint32_t uid_ = 100;
};

TEST_F(PipelineTest, AMailThatEndedFilingdInThreeRunsGoesToAPersonAndTheOthersGoOn) {
    const auto bad = spooled(mail("bad"));
    for (int run = 0; run < 3; ++run) end_in_step(bad);
    const auto good = spooled(mail("good"));
    Pipeline later(*desk_, *parser_);
    ASSERT_TRUE(later.drain({}));
    EXPECT_EQ(row(bad).outcome, Outcome::Review);
    EXPECT_EQ(row(bad).reason, "poison");
    EXPECT_TRUE(base::system_env().exists(desk_->archive.message_path(row(bad).sha256)));
    EXPECT_EQ(row(good).state, State::Settled);
    EXPECT_NE(row(good).reason, "poison");
}

TEST_F(PipelineTest, TwoEndsAreNotEnough) {
    const auto id = spooled(mail("slow"));
    end_in_step(id);
    end_in_step(id);
    Pipeline later(*desk_, *parser_);
    ASSERT_TRUE(later.drain({}));
    EXPECT_EQ(row(id).state, State::Settled);
    EXPECT_NE(row(id).reason, "poison");
}

TEST_F(PipelineTest, AStopThatWasAskedForIsHeldAgainstNoMail) {
    const auto id = spooled(mail("slow"));
    std::stop_source stop;
    stop.request_stop();
    for (int run = 0; run < 5; ++run) {
        Pipeline life(*desk_, *parser_);
        ASSERT_TRUE(life.work_once(stop.get_token()));
        EXPECT_EQ(row(id).state, State::Spooled);
        EXPECT_EQ(row(id).attempts, 0U);
    }
    Pipeline later(*desk_, *parser_);
    ASSERT_TRUE(later.drain({}));
    EXPECT_NE(row(id).reason, "poison");
}

}  // namespace
}  // namespace pipeline
