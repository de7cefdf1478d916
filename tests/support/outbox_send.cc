/// Drives pipeline::OutboxRunner with the real Mailer from the command line, for
/// tests/system/smtp_matrix_test.py:
///   outbox_send URL STATE_DIRECTORY receipt|reminder|digest RECIPIENT
/// One notice of that kind is queued and sent by a clock that jumps to whenever the next try is
/// due, for ten days; half way the runner is made anew, as by a restart. The password stands in
/// FILINGD_TEST_PASSWORD. Prints "STATE ATTEMPTS ANSWER".

#include <cstdio>
#include <cstdlib>
#include <string>

#include "base/error.h"
#include "daemon/pipeline/outbox_runner.h"
#include "daemon/pipeline/stores.h"

namespace {

class JumpClock final : public base::Clock {
 public:
    [[nodiscard]] base::Instant now() const override { return now_; }
    [[nodiscard]] base::Monotonic monotonic() const override {
        return base::Monotonic(now_.time_since_epoch());
    }
    void advance(std::chrono::milliseconds time) { now_ += time; }

 private:
    base::Instant now_ = *base::parse_instant("2024-07-08T10:00:00+08:00");
};

storage::Notice notice_of(const std::string& kind, const std::string& to, base::Instant now) {
    storage::Notice notice;
    notice.key = kind + ":1";
    notice.kind = storage::parse_notice_kind(kind).value_or(storage::NoticeKind::Receipt);
    notice.to = {to};
    notice.subject = kind;
    notice.message_id = "<" + kind + ".1@office.test>";
    notice.created_at = now;
    notice.rendered = "From: desk@office.test\r\nTo: " + to + "\r\nSubject: " + kind +
                      "\r\nMessage-ID: " + notice.message_id + "\r\n\r\n.text\r\n";
    if (notice.kind == storage::NoticeKind::Reminder) {
        notice.unit = "lake";
        notice.items.push_back({"lake", "monthly-report", "2024-06", "1"});
    }
    return notice;
}

/// A unit that owes the report the reminder is about: what is not owed is never sent.
void add_duty(config::Rulebook& rulebook) {
    config::Unit unit;
    unit.id = "lake";
    rulebook.units.push_back(unit);
    config::Obligation report;
    report.id = "monthly-report";
    report.who = {"town"};
    report.due.form = config::DueRule::Form::EveryMonth;
    report.due.day = 10;
    report.due.of_next = true;
    report.due.from = "2024-06";
    rulebook.obligations.push_back(report);
    rulebook.settings.notices.remind_from = base::parse_date("2024-06-17");
}

base::Result<> run(const std::vector<std::string>& arguments) {
    config::Rulebook rulebook;
    add_duty(rulebook);
    auto& smtp = rulebook.settings.smtp;
    smtp.url = arguments[0];
    smtp.from_address = smtp.user = "desk@office.test";
    smtp.insecure = true;
    smtp.password.kind = config::SecretSource::Kind::Environment;
    smtp.password.name = "FILINGD_TEST_PASSWORD";
    TRY(pipeline::make_state_directory(base::system_env(), arguments[1]));
    TRY_ASSIGN(auto stores, pipeline::open_stores(base::system_env(), arguments[1]));
    JumpClock clock;
    base::NoticeId id;
    const auto notice = notice_of(arguments[2], arguments[3], clock.now());
    TRY(stores.ledger->transaction([&]() -> base::Result<> {
        TRY_ASSIGN(id, stores.ledger->add_notice(notice));
        return {};
    }));
    smtp::Timeouts timeouts;
    timeouts.command = timeouts.final_answer = std::chrono::seconds(1);
    const auto end = clock.now() + std::chrono::days(10);
    const auto middle = clock.now() + std::chrono::days(5);
    for (const auto until : {middle, end}) {
        smtp::Mailer mailer(smtp, timeouts);
        pipeline::OutboxRunner runner(
            rulebook, *stores.ledger, *stores.journal, clock,
            [&](const std::vector<std::string>& to, const std::string& message,
                std::stop_token stop) { return mailer.send(to, message, std::move(stop)); });
        TRY(runner.recover());
        for (; clock.now() < until; clock.advance(std::chrono::minutes(5)))
            TRY(runner.send_next({}));
    }
    TRY_ASSIGN(const auto after, stores.ledger->notice(id));
    std::printf("%s %u %s\n", std::string(storage::name(after->state)).c_str(), after->attempts,
                after->answer.c_str());
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() != 4) return 64;
    const auto done = run(arguments);
    if (!done) std::fprintf(stderr, "%s\n", base::describe(done.error()).c_str());
    return done ? 0 : 70;
}
