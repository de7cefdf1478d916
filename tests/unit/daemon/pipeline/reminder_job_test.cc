#include "daemon/pipeline/reminder_job.h"

#include <gmock/gmock.h>

#include <deque>
#include <random>
#include <set>

#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/journal_lines.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/outbox_runner.h"
#include "daemon/pipeline/reminding.h"
#include "daemon/pipeline/settle_step.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using storage::NoticeState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using namespace std::chrono_literals;

/// Monday, 8 July 2024, 10:00. The monthly report of June is due on the 10th, the plan on the 15th.
class ReminderJobTest : public DeskTest {
 protected:
    void SetUp() override {
        DeskTest::SetUp();
        rulebook_.settings.notices.remind_from = *base::make_date(2024, 6, 17);
        config::Obligation plan;
        plan.id = "inspection-plan";
        plan.title = "行政检查计划";
        plan.who = {"town"};
        plan.due.form = config::DueRule::Form::On;
        plan.due.on = *base::make_date(2024, 7, 15);
        plan.requires_pieces = {config::Piece::Document};
        rulebook_.obligations.push_back(plan);
        runner_.emplace(rulebook_, ledger(), *stores_->journal, clock_,
                        [this](const auto& to, const std::string& text, std::stop_token) {
                            sent_.push_back(to);
                            texts_.push_back(text);
                            return answer();
                        });
    }

    base::Result<smtp::Delivery> answer() {
        smtp::Delivery delivery;
        delivery.fate = answers_.empty() ? smtp::Fate::Sent : answers_.front();
        if (!answers_.empty()) answers_.pop_front();
        return delivery;
    }

    void look() {
        const auto done = queue_reminders_if_due(*desk_);
        ASSERT_TRUE(done) << base::describe(done.error());
    }
    void send_all() {
        for (;;) {
            const auto sent = runner_->send_next({});
            ASSERT_TRUE(sent) << base::describe(sent.error());
            if (!*sent) return;
        }
    }

    /// "key state obligation/period/stage …" of every reminder.
    std::vector<std::string> reminders() {
        std::vector<std::string> lines;
        const auto notices = ledger().notices(std::nullopt);
        for (const auto& notice : *notices) {
            std::string line = notice.key + " " + std::string(storage::name(notice.state));
            for (const auto& item : notice.items) line += " " + item.obligation + "/" + item.stage;
            lines.push_back(line);
        }
        return lines;
    }
    std::vector<std::string> reasons() {
        std::vector<std::string> lines;
        const auto plan = reminder_plan(*desk_);
        EXPECT_TRUE(plan);
        for (const auto& each : *plan) lines.push_back(each.content.unit + " " + each.why);
        return lines;
    }
    void file(const std::string& unit, const std::string& obligation, const std::string& period) {
        storage::Filing filing;
        filing.unit = unit;
        filing.obligation = obligation;
        filing.period = period;
        filing.status = storage::FilingStatus::Complete;
        filing.received_at = clock_.now();
        filing.completed_at = clock_.now();
        ASSERT_TRUE(ledger().transaction([&]() -> base::Result<> {
            TRY(ledger().put_filing(filing));
            TRY(ledger().add_journal("settled", "{}", clock_.now()));
            return {};
        }));
    }
    void pause(const std::string& unit) { ASSERT_TRUE(pause_unit(*desk_, unit, {}, "a person")); }
    void to(const char* time) { clock_.advance(*base::parse_instant(time) - clock_.now()); }
    std::optional<storage::Notice> notice(const std::string& key) {
        return *ledger().notice_by_key(key);
    }

    std::optional<OutboxRunner> runner_;
    std::deque<smtp::Fate> answers_;
    std::vector<std::vector<std::string>> sent_;
    std::vector<std::string> texts_;
};

TEST_F(ReminderJobTest, SendsOneMailAUnitWithAllItOwesAndNoStageTwice) {
    look();
    EXPECT_THAT(reminders(), ElementsAre("reminder:lake:2024-07-08 queued monthly-report/before:5 "
                                         "inspection-plan/before:5",
                                         "reminder:hill:2024-07-08 queued monthly-report/before:5 "
                                         "inspection-plan/before:5"));
    send_all();
    EXPECT_THAT(sent_, ElementsAre(ElementsAre("lake@mail.test"), ElementsAre("hill@mail.test")));
    look();
    EXPECT_EQ(reminders().size(), 2U);
    to("2024-07-09T09:00:00+08:00");
    look();
    EXPECT_EQ(reminders()[2], "reminder:lake:2024-07-09 queued monthly-report/before:1");
}

TEST_F(ReminderJobTest, WaitsForItsHourTheWorkingDayAndTheEndOfQuietHours) {
    to("2024-07-09T08:59:59+08:00");
    look();
    EXPECT_THAT(reasons(), ElementsAre("lake before_remind_at", "hill before_remind_at"));
    to("2024-07-09T20:00:00+08:00");
    look();
    EXPECT_THAT(reasons(), ElementsAre("lake quiet_hours", "hill quiet_hours"));
    to("2024-07-13T10:00:00+08:00");
    look();
    EXPECT_THAT(reasons(), ElementsAre("lake not_a_working_day", "hill not_a_working_day"));
    EXPECT_THAT(reminders(), IsEmpty());
    const auto plan = reminder_plan(*desk_);
    EXPECT_EQ(base::format_instant(*plan->front().send_at), "2024-07-15T09:00:00+08:00");
}

TEST_F(ReminderJobTest, AfterADowntimeOnlyTheLatestStageOfEachDutyGoesInOneMail) {
    look();
    send_all();
    to("2024-08-08T10:00:00+08:00");
    look();
    EXPECT_EQ(reminders()[2],
              "reminder:lake:2024-08-08 queued monthly-report/after:5 monthly-report/before:5 "
              "inspection-plan/after:5");
    send_all();
    to("2024-08-20T10:00:00+08:00");
    look();
    for (const auto& line : reminders())
        EXPECT_THAT(line, Not(HasSubstr("08-20 queued inspection")));
}

TEST_F(ReminderJobTest, WhatIsFiledBetweenQueueAndSendingTakesTheMailBackAndTheRestGetsAnother) {
    look();
    file("lake", "monthly-report", "2024-06");
    send_all();
    EXPECT_THAT(sent_, ElementsAre(ElementsAre("hill@mail.test")));
    look();
    EXPECT_THAT(reminders(),
                ::testing::Contains("reminder:lake:2024-07-08 queued inspection-plan/before:5"));
    send_all();
    EXPECT_EQ(sent_.size(), 2U);
}

TEST_F(ReminderJobTest, TheJobItselfTakesBackWhatWaitsForItsTurnOrIsHeld) {
    desk_->hold = true;
    look();
    file("lake", "monthly-report", "2024-06");
    file("hill", "monthly-report", "2024-06");
    file("hill", "inspection-plan", "2024");
    look();
    EXPECT_THAT(
        reminders(),
        ElementsAre("reminder:lake:2024-07-08:cancelled:1 cancelled monthly-report/before:5 "
                    "inspection-plan/before:5",
                    "reminder:hill:2024-07-08:cancelled:2 cancelled monthly-report/before:5 "
                    "inspection-plan/before:5",
                    "reminder:lake:2024-07-08 held inspection-plan/before:5"));
}

TEST_F(ReminderJobTest, APauseOrAnExemptionAfterQueueingCancelsToo) {
    look();
    pause("lake");
    ASSERT_TRUE(
        exempt(*desk_, DutyName{"hill", "monthly-report", "2024-06"}, "merged", "a person"));
    send_all();
    EXPECT_THAT(sent_, IsEmpty());
    EXPECT_THAT(reasons(), ElementsAre("lake paused", "hill due"));
    look();
    send_all();
    EXPECT_THAT(sent_, ElementsAre(ElementsAre("hill@mail.test")));
}

TEST_F(ReminderJobTest, PacingPastTheQuietHoursLeavesItToTheNextWorkingDay) {
    to("2024-07-08T19:59:00+08:00");
    look();
    to("2024-07-08T20:01:00+08:00");
    send_all();
    EXPECT_THAT(sent_, IsEmpty());
    look();
    to("2024-07-09T09:00:00+08:00");
    look();
    EXPECT_EQ(reminders()[2],
              "reminder:lake:2024-07-09 queued monthly-report/before:1 inspection-plan/before:5");
}

TEST_F(ReminderJobTest, OneThatWasTriedWaitsForTheMorningAndNoOtherGoesBeside) {
    to("2024-07-08T19:59:00+08:00");
    answers_ = {smtp::Fate::Later, smtp::Fate::Later};
    look();
    ASSERT_TRUE(*runner_->send_next({}));
    ASSERT_TRUE(*runner_->send_next({}));
    to("2024-07-08T20:30:00+08:00");
    send_all();
    EXPECT_EQ(sent_.size(), 2U);
    to("2024-07-09T09:00:00+08:00");
    look();
    EXPECT_EQ(reminders().size(), 2U);
    send_all();
    EXPECT_EQ(sent_.size(), 4U);
    // Another one would be due, but the unit has had its mail of the day.
    EXPECT_THAT(reasons(), ElementsAre("lake reminded_today", "hill reminded_today"));
    look();
    EXPECT_EQ(reminders().size(), 2U);
    to("2024-07-10T09:00:00+08:00");
    look();
    EXPECT_EQ(reminders()[2], "reminder:lake:2024-07-10 queued monthly-report/due");
}

TEST_F(ReminderJobTest, WhatWasDueBeforeTheFirstStartIsHistory) {
    rulebook_.settings.notices.remind_from.reset();
    ASSERT_TRUE(ledger().transaction(
        [&] { return ledger().put_value("first_start", "2024-07-12T10:00:00+08:00"); }));
    to("2024-07-12T10:00:00+08:00");
    look();
    EXPECT_THAT(reminders(),
                ElementsAre("reminder:lake:2024-07-12 queued inspection-plan/before:1",
                            "reminder:hill:2024-07-12 queued inspection-plan/before:1"));
    EXPECT_THAT(reasons(), ElementsAre("lake before_remind_from", "hill before_remind_from"));
}

TEST_F(ReminderJobTest, AnAddressThatCameBackIsNotWrittenTo) {
    rulebook_.units[0].remind = {"lake@mail.test", "office@lake.test"};
    storage::DeadAddress dead;
    for (const char* address : {"lake@mail.test", "hill@mail.test"}) {
        dead.address = address;
        dead.since = clock_.now();
        ASSERT_TRUE(ledger().transaction([&]() -> base::Result<> {
            storage::Notice bounced;
            bounced.key = std::string("digest:") + address;
            bounced.kind = storage::NoticeKind::Digest;
            bounced.state = NoticeState::Held;
            bounced.to = {address};
            bounced.message_id = "<" + bounced.key + "@mail.test>";
            TRY_ASSIGN(dead.notice, ledger().add_notice(bounced));
            return ledger().put_dead_address(dead);
        }));
    }
    const auto plan = reminder_plan(*desk_);
    ASSERT_EQ(plan->size(), 2U);
    EXPECT_THAT(plan->front().content.to, ElementsAre("office@lake.test"));
    EXPECT_EQ(plan->back().why, "no_address");
}

TEST_F(ReminderJobTest, TheThirdReminderAfterTheDueDateIsToldFurtherUp) {
    rulebook_.units[0].escalate = {"head@mail.test", "lake@mail.test"};
    for (const char* morning :
         {"2024-07-12T09:00:00+08:00", "2024-07-16T09:00:00+08:00", "2024-07-18T09:00:00+08:00"}) {
        to(morning);
        look();
        const auto made = notice(std::string("reminder:lake:") + std::string(morning, 10));
        ASSERT_TRUE(made);
        const bool third = std::string_view(morning).starts_with("2024-07-18");
        EXPECT_EQ(made->to.size(), third ? 2U : 1U) << morning;
        EXPECT_EQ(made->rendered.find("Cc: <head@mail.test>") != std::string::npos, third);
        send_all();
    }
    EXPECT_THAT(sent_[sent_.size() - 2], ElementsAre("lake@mail.test", "head@mail.test"));
}

TEST_F(ReminderJobTest, ARehearsalIsHeldAndSpendsNothing) {
    desk_->as_of = *base::parse_instant("2024-07-09T10:00:00+08:00");
    look();
    look();
    EXPECT_THAT(reminders(), ElementsAre("reminder:lake:2024-07-09:rehearsal held",
                                         "reminder:hill:2024-07-09:rehearsal held"));
    desk_->as_of.reset();
    look();
    EXPECT_EQ(reminders().size(), 4U);
    EXPECT_EQ(reminders()[2],
              "reminder:lake:2024-07-08 queued monthly-report/before:5 inspection-plan/before:5");
}

TEST_F(ReminderJobTest, LooksAgainOnlyWhenSomethingHappenedOrTheHourCame) {
    pause("lake");
    to("2024-07-08T08:00:00+08:00");
    look();
    EXPECT_THAT(reminders(), IsEmpty());
    to("2024-07-08T09:00:00+08:00");
    look();
    ASSERT_EQ(reminders().size(), 1U);
    // Without a line in the journal: whoever looks sees it, and so tells that it looked.
    ASSERT_TRUE(ledger().transaction([&] { return ledger().remove_pause("lake"); }));
    const auto line = [&](const char* kind, const char* text) {
        ASSERT_TRUE(ledger().add_journal(kind, text, clock_.now()));
        clock_.advance(1s);
        look();
    };
    send_all();  // what the mailer writes into the journal is no reason
    line("settled", R"({"outcome":"not_a_filing","reason":"newsletter","filings":[]})");
    EXPECT_EQ(reminders().size(), 1U);
    line("settled", R"({"outcome":"review","filings":[]})");
    EXPECT_EQ(reminders().size(), 2U);
}

TEST_F(ReminderJobTest, ALineGivesReasonToLookOrNone) {
    const auto reason = [](const char* kind, const char* line) {
        const storage::JournalEntry entry{{}, {}, kind, line};
        return touched_by(entry) != Touched::Nothing || frees_reminders(entry);
    };
    EXPECT_TRUE(reason("act", "{}"));
    EXPECT_TRUE(reason("settled", R"({"outcome":"filed","filings":[{"filing":"F1"}]})"));
    EXPECT_TRUE(reason("settled", R"({"outcome":"review","filings":[]})"));
    EXPECT_TRUE(reason("settled", R"({"outcome":"not_a_filing","filings":[],"reprocessed":true})"));
    EXPECT_TRUE(reason("settled", R"({"link":"https://a.test/","filing":"F1"})"));
    EXPECT_TRUE(reason("settled", "torn"));
    EXPECT_TRUE(reason("notice", R"({"notice":"N1","state":"cancelled"})"));
    EXPECT_TRUE(reason("notice", R"({"notice":1,"address":"a@mail.test","dead":true})"));
    EXPECT_FALSE(reason("notice", R"({"notice":1,"address":"a@mail.test","dead":false})"));
    EXPECT_FALSE(reason("notice", R"({"notice":"N1","state":"sent"})"));
    EXPECT_FALSE(reason("settled", R"({"outcome":"duplicate","filings":[]})"));
}

TEST_F(ReminderJobTest, NobodyIsRemindedBeforeAllMailIsRead) {
    rulebook_.settings.mailboxes.emplace_back().name = "work";
    const auto put = [&](const std::string& key, const std::string& value) {
        ASSERT_TRUE(ledger().transaction([&] { return ledger().put_value(key, value); }));
    };
    put("last_sync:work", "2024-07-08T09:59:00+08:00");
    put("reading_since:work", "2024-07-08T09:59:59+08:00");
    look();
    EXPECT_THAT(reminders(), IsEmpty());
    EXPECT_THAT(reasons(), ElementsAre("lake not_synced", "hill not_synced"));
    put("last_sync:work", "2024-07-08T10:00:00+08:00");
    const auto mail = message("a report", accepted(verdict("lake", "2024-06")));
    look();
    EXPECT_THAT(reminders(), IsEmpty());
    const std::vector<storage::Message> batch{row(mail)};
    ASSERT_TRUE(settle_judged(*desk_, batch));
    clock_.advance(1s);
    look();
    ASSERT_EQ(reminders().size(), 2U + 1U);  // and a receipt
    // A mailbox that cannot be reached any more: what waits is taken back.
    clock_.advance(2h);
    send_all();
    EXPECT_THAT(sent_, ElementsAre(ElementsAre("lake@mail.test")));
    EXPECT_THAT(texts_.front(), HasSubstr("auto-replied"));
    EXPECT_THAT(reminders(), ::testing::Contains(HasSubstr("lake:2024-07-08:cancelled:")));
}

TEST_F(ReminderJobTest, WhileMailIsBeingSettledNoReminderLeaves) {
    look();
    const auto mail = message("a report", accepted(verdict("lake", "2024-06")));
    send_all();
    EXPECT_THAT(sent_, IsEmpty());
    const std::vector<storage::Message> batch{row(mail)};
    ASSERT_TRUE(settle_judged(*desk_, batch));
    look();
    send_all();
    EXPECT_EQ(sent_.size(), 3U);  // a receipt, and the mails of both
}

TEST_F(ReminderJobTest, AClockThatIsSetBackSendsNothingTwiceAndStopsNothing) {
    to("2024-07-09T10:00:00+08:00");
    look();
    send_all();
    ASSERT_EQ(sent_.size(), 2U);
    to("2024-07-08T10:00:00+08:00");
    look();
    to("2024-07-05T10:00:00+08:00");
    look();
    send_all();
    EXPECT_EQ(sent_.size(), 2U);
}

TEST_F(ReminderJobTest, APartThatCameInMeanwhileIsNotAskedForAgain) {
    look();
    clock_.advance(1s);
    const auto mail = message("a report", accepted(verdict("lake", "2024-06")));
    const std::vector<storage::Message> batch{row(mail)};
    ASSERT_TRUE(settle_judged(*desk_, batch));
    send_all();
    EXPECT_EQ(sent_.size(), 2U);  // hill's reminder, lake's receipt
    clock_.advance(1s);
    look();
    send_all();
    EXPECT_THAT(reminders(),
                ::testing::Contains("reminder:lake:2024-07-08 sent "
                                    "monthly-report/before:5 inspection-plan/before:5"));
}

TEST_F(ReminderJobTest, TellsWhenTheNextReminderOfADutyLeaves) {
    const auto next = [&](std::size_t index) {
        const auto now = clock_.now();
        const auto snapshot = snapshot_at(ledger(), rulebook_, base::date_of(now));
        const auto duties = duties::duties_at(rulebook_, *snapshot, base::date_of(now));
        const auto reminding = reminding_at(ledger(), rulebook_, now);
        const auto at = next_reminder_at(rulebook_, *reminding, duties[index], now);
        return at ? base::format_instant(*at) : "never";
    };
    EXPECT_EQ(next(0), "2024-07-08T10:00:00+08:00");
    look();
    send_all();
    EXPECT_EQ(next(0), "2024-07-09T09:00:00+08:00");
    pause("lake");
    EXPECT_EQ(next(0), "never");
    rulebook_.units[1].addresses.clear();
    EXPECT_EQ(next(1), "never");
}

class ReminderWalk : public ReminderJobTest, public ::testing::WithParamInterface<unsigned> {};

/// Three months by chance: filingd runs on some days, the server puts mails off, units file, people
/// pause and resume.
TEST_P(ReminderWalk, NoUnitIsWrittenToTwiceADayNorAskedForWhatItFiled) {
    std::mt19937 dice(GetParam());
    const auto one_in = [&](unsigned sides) { return dice() % sides == 0; };
    std::set<std::string> filed;
    std::set<std::string> stages;
    std::set<std::string> days;  // unit and day
    std::set<std::int64_t> seen;
    const auto check_sent = [&] {
        const auto notices = ledger().notices(NoticeState::Sent);
        for (const auto& notice : *notices) {
            if (!seen.insert(notice.id.value).second) continue;
            const auto today = base::format_date(base::date_of(clock_.now()));
            EXPECT_TRUE(days.insert(notice.unit + today).second) << notice.key << today;
            for (const auto& item : notice.items) {
                const auto duty = item.unit + " " + item.obligation + " " + item.period;
                EXPECT_FALSE(filed.contains(duty)) << notice.key << " " << duty;
                EXPECT_TRUE(stages.insert(duty + " " + item.stage).second) << duty << item.stage;
            }
        }
    };
    const auto file_something = [&] {
        const auto today = base::date_of(clock_.now());
        const auto snapshot = snapshot_at(ledger(), rulebook_, today);
        const auto duties = duties::duties_at(rulebook_, *snapshot, today);
        const auto& duty = duties[dice() % duties.size()];
        if (filed.insert(duty.unit + " " + duty.obligation + " " + duty.period).second)
            file(duty.unit, duty.obligation, duty.period);
    };
    const auto end = *base::parse_instant("2024-10-01T00:00:00+08:00");
    while (clock_.now() < end) {
        if (one_in(3)) answers_ = {smtp::Fate::Later};
        look();
        if (one_in(8)) file_something();
        if (one_in(10)) static_cast<void>(pause_unit(*desk_, "lake", {}, "a person"));
        if (one_in(5)) static_cast<void>(resume_unit(*desk_, "lake", "a person"));
        send_all();
        check_sent();
        const auto hours = one_in(30) ? 24 * (dice() % 30) : 1 + dice() % 9;
        clock_.advance(std::chrono::hours(hours));
    }
    EXPECT_GT(seen.size(), 5U);
    EXPECT_GT(filed.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Seeds, ReminderWalk, ::testing::Range(1U, 5U));

}  // namespace
}  // namespace pipeline
