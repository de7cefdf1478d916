#include "daemon/app.h"

#include <sys/resource.h>
#include <sys/stat.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <csignal>
#include <iostream>
#include <thread>

#include "base/text.h"
#include "config/address.h"
#include "daemon/imap/troubles.h"
#include "daemon/pipeline/health.h"
#include "daemon/pipeline/views.h"
#include "daemon/service/exit_code.h"
#include "daemon/service/link_worker.h"
#include "daemon/service/log.h"
#include "daemon/service/mailbox_worker.h"
#include "daemon/service/mailer_worker.h"
#include "daemon/service/pipeline_worker.h"
#include "daemon/service/systemd.h"
#include "storage/permissions.h"
#include "storage/state_lock.h"

namespace app {
namespace {

using namespace std::chrono_literals;

constexpr auto kStatusEvery = 10s;
constexpr rlim_t kDescriptors = 8192;
constexpr auto kForACommand = 2s;  ///< a filingctl holds the lock for a moment

class Daemon {
 public:
    Daemon(const Options& options, const config::Rulebook& rulebook)
        : options_(options), rulebook_(rulebook) {}

    base::Result<> open() {
        const std::string& directory = rulebook_.settings.state_directory;
        TRY(pipeline::make_state_directory(base::system_env(), directory));
        TRY(storage::check_state_directory(directory));
        TRY_ASSIGN(auto lock, storage::StateLock::take(directory, kForACommand));
        lock_.emplace(std::move(lock));
        service::PipelineWorker::Mode mode;
        mode.hold =
            options_.hold || rulebook_.settings.notices.hold || rulebook_.settings.smtp.url.empty();
        mode.as_of = options_.as_of;
        TRY_ASSIGN(pipeline_,
                   service::PipelineWorker::open(rulebook_, mode, pipeline_wake_, mailer_wake_));
        if (const auto& group = rulebook_.settings.staff_group; !group.empty())
            TRY(storage::apply_staff_group(directory, group));
        TRY(remember_first_start());
        for (const auto& settings : rulebook_.settings.mailboxes) {
            TRY_ASSIGN(auto mailbox,
                       service::MailboxWorker::open(rulebook_, settings, pipeline_->spool(),
                                                    [this] { pipeline_wake_.signal(); }));
            mailboxes_.push_back(std::move(mailbox));
        }
        if (!rulebook_.settings.smtp.url.empty()) {
            TRY_ASSIGN(mailer_,
                       service::MailerWorker::open(rulebook_, pipeline_->journal(), mailer_wake_));
        }
        if (rulebook_.settings.links.check) {
            TRY_ASSIGN(links_, service::LinkWorker::open(rulebook_, pipeline_->spool(),
                                                         pipeline_->journal()));
        }
        return {};
    }

    /// Everything new, everything to settled, everything due, then the end.
    int once() {
        boost::asio::io_context io;
        boost::asio::signal_set signals(io, SIGTERM, SIGINT);
        signals.async_wait([this](auto, auto) { stop_.request_stop(); });
        std::jthread signal_thread([&io] { io.run(); });

        std::optional<base::Error> failure;
        std::jthread working([this] { pipeline_->run(stop_.get_token()); });
        for (const auto& mailbox : mailboxes_)
            if (const auto done = mailbox->once(stop_.get_token());
                !done && !imap::is(imap::Trouble::Stopping, done.error()))
                failure = done.error();
        pipeline_->finish();
        working.join();
        if (!failure) failure = pipeline_->failure();
        if (mailer_ && !stop_.stop_requested())
            if (const auto sent = mailer_->drain(stop_.get_token()); !sent && !failure)
                failure = sent.error();
        if (links_ && !stop_.stop_requested())
            if (const auto looked = look_at_links(); !looked && !failure) failure = looked.error();
        io.stop();
        print_accounting();
        if (!failure) return service::kOk;
        std::cerr << "filingd: " << base::describe(*failure) << "\n";
        return service::exit_code_of(*failure);
    }

    /// Until SIGTERM or SIGINT.
    int watch() {
        std::vector<std::jthread> threads;
        const auto token = stop_.get_token();
        threads.emplace_back([this, token] { pipeline_->run(token); });
        for (const auto& mailbox : mailboxes_)
            threads.emplace_back([&mailbox = *mailbox, token] { mailbox.run(token); });
        if (mailer_) threads.emplace_back([this, token] { mailer_->run(token); });
        if (links_) threads.emplace_back([this, token] { links_->run(token); });
        service::notify_ready();
        service::info("filingd watches {} mailbox(es)", mailboxes_.size());
        main_loop();
        service::notify_stopping();
        stop_.request_stop();
        threads.clear();
        service::info("stopped");
        return service::kOk;
    }

 private:
    /// Last, so that no mail waits for a site. The pipeline's thread has ended: its desk is free.
    base::Result<> look_at_links() {
        TRY(links_->drain(stop_.get_token()));
        return pipeline::refresh_views(pipeline_->desk());
    }

    void main_loop() {
        boost::asio::io_context io;
        boost::asio::signal_set signals(io, SIGTERM, SIGINT);
        signals.async_wait([&io](auto, auto) { io.stop(); });
        boost::asio::steady_timer status(io);
        boost::asio::steady_timer watchdog(io);
        show_status(status);
        if (const auto interval = service::watchdog_interval())
            sign_of_life(watchdog, *interval / 3);
        io.run();
    }

    void show_status(boost::asio::steady_timer& timer) {
        if (const auto sentence = sentence_now()) service::notify_status(*sentence);
        timer.expires_after(kStatusEvery);
        timer.async_wait([this, &timer](auto error) {
            if (!error) show_status(timer);
        });
    }

    /// The main thread has a ledger connection of its own for this.
    base::Result<std::string> sentence_now() {
        if (!status_ledger_) {
            TRY_ASSIGN(
                status_ledger_,
                storage::Ledger::open(pipeline::ledger_path(rulebook_.settings.state_directory)));
        }
        auto& worker = pipeline_->desk();
        pipeline::Desk desk{rulebook_,       worker.env,   worker.clock,
                            *status_ledger_, worker.spool, worker.archive,
                            worker.journal,  false,        {}};
        return pipeline::health_sentence(desk);
    }

    static void sign_of_life(boost::asio::steady_timer& timer, std::chrono::microseconds interval) {
        service::notify_alive();
        timer.expires_after(interval);
        timer.async_wait([&timer, interval](auto error) {
            if (!error) sign_of_life(timer, interval);
        });
    }

    base::Result<> remember_first_start() {
        auto& ledger = pipeline_->desk().ledger;
        TRY_ASSIGN(const auto first, ledger.value("first_start"));
        if (first) return {};
        return ledger.transaction([&] {
            return ledger.put_value("first_start",
                                    base::format_instant(base::system_clock().now()));
        });
    }

    void print_accounting() {
        const auto accounting = pipeline_->desk().ledger.accounting();
        if (!accounting) return;
        for (const auto& line : *accounting) std::cout << pipeline::accounting_line(line) << "\n";
    }

    const Options& options_;
    const config::Rulebook& rulebook_;
    std::stop_source stop_;
    service::Wake pipeline_wake_;
    service::Wake mailer_wake_;
    std::optional<storage::StateLock> lock_;
    std::unique_ptr<service::PipelineWorker> pipeline_;
    std::vector<std::unique_ptr<service::MailboxWorker>> mailboxes_;
    std::unique_ptr<service::MailerWorker> mailer_;
    std::unique_ptr<service::LinkWorker> links_;
    std::unique_ptr<storage::Ledger> status_ledger_;
};

/// A batch of mails with many documents holds many files open.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, kDescriptors);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

bool is_loopback_url(const std::string& text) {
    const auto url = config::parse_server_url(text);
    return url && config::is_loopback(url->host);
}

/// A rehearsal clock must not send mail to anybody outside this machine.
bool rehearsal_is_safe(const Options& options, const config::Rulebook& rulebook) {
    return !options.as_of || options.hold || rulebook.settings.notices.hold ||
           rulebook.settings.smtp.url.empty() || is_loopback_url(rulebook.settings.smtp.url);
}

}  // namespace

int run(const Options& options, const config::Rulebook& rulebook) {
    std::signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();
    ::umask(0027);
    service::start_log(options.verbose ? service::Level::Debug : service::Level::Info,
                       !service::logs_to_journal());
    for (const auto& each : rulebook.warnings) service::warning("{}", each.text);
    if (!rehearsal_is_safe(options, rulebook)) {
        std::cerr << "filingd: --as-of is for rehearsals: give --hold, or an SMTP server on this "
                     "machine\n";
        return service::kConfiguration;
    }
    Daemon daemon(options, rulebook);
    if (const auto opened = daemon.open(); !opened) {
        std::cerr << "filingd: " << base::describe(opened.error()) << "\n";
        return service::exit_code_of(opened.error());
    }
    return options.once ? daemon.once() : daemon.watch();
}

}  // namespace app
