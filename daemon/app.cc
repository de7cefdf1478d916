#include "daemon/app.h"

#include <fmt/format.h>
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
#include "config/load.h"
#include "daemon/pipeline/health.h"
#include "daemon/service/exit_code.h"
#include "daemon/service/log.h"
#include "daemon/service/systemd.h"
#include "daemon/service/workers.h"
#include "storage/permissions.h"
#include "storage/state_lock.h"

namespace app {
namespace {

using namespace std::chrono_literals;

constexpr auto kStatusEvery = 10s;
constexpr rlim_t kDescriptors = 8192;
constexpr auto kForACommand = 2s;  ///< a filingctl holds the lock for a moment
constexpr std::size_t kReasonShown = 600;

bool is_loopback_url(const std::string& text) {
    const auto url = config::parse_server_url(text);
    return url && config::is_loopback(url->host);
}

/// A rehearsal clock must not send mail to anybody outside this machine.
base::Result<> check_rehearsal(const Options& options, const config::Rulebook& rulebook) {
    if (!options.as_of || options.hold || rulebook.settings.notices.hold ||
        rulebook.settings.smtp.url.empty() || is_loopback_url(rulebook.settings.smtp.url))
        return {};
    return base::fail(base::Kind::BadInput, base::Scope::Process,
                      "--as-of is for rehearsals: give --hold, or an SMTP server on this machine");
}

class Daemon {
 public:
    explicit Daemon(const Options& options) : options_(options) {
        // Before anything is opened: a reload that is asked for early must not end the process.
        if (!options_.once) signals_.add(SIGHUP);
    }

    base::Result<> open(config::Rulebook rulebook) {
        const std::string directory = rulebook.settings.state_directory;
        TRY(pipeline::make_state_directory(base::system_env(), directory));
        TRY(storage::check_state_directory(directory));
        TRY_ASSIGN(auto lock, storage::StateLock::take(directory, kForACommand));
        lock_.emplace(std::move(lock));
        TRY_ASSIGN(workers_, service::Workers::open(std::move(rulebook), mode()));
        TRY(remember_first_start());
        return workers_->note(pipeline::kRulesState, {});
    }

    /// Everything new, everything to settled, everything due, then the end.
    int once() {
        signals_.add(SIGTERM);
        signals_.add(SIGINT);
        signals_.async_wait([this](auto, auto) { workers_->request_stop(); });
        std::jthread signal_thread([this] { io_.run(); });
        const auto failure = workers_->once();
        io_.stop();
        print_accounting();
        if (!failure) return service::kOk;
        std::cerr << "filingd: " << base::describe(*failure) << "\n";
        return service::exit_code_of(*failure);
    }

    /// Until SIGTERM or SIGINT; at SIGHUP by new rules.
    int watch() {
        signals_.add(SIGTERM);
        signals_.add(SIGINT);
        await_signal();
        workers_->start();
        service::notify_ready();
        service::info("filingd watches {} mailbox(es)", workers_->mailboxes());
        show_status();
        if (const auto interval = service::watchdog_interval()) sign_of_life(*interval / 3);
        io_.run();
        service::notify_stopping();
        if (workers_) workers_->stop();
        if (failure_) {
            service::error("{}", base::describe(*failure_));
            return service::exit_code_of(*failure_);
        }
        service::info("stopped");
        return service::kOk;
    }

 private:
    [[nodiscard]] service::PipelineWorker::Mode mode() const {
        service::PipelineWorker::Mode mode;
        mode.hold = options_.hold;
        mode.as_of = options_.as_of;
        return mode;
    }

    void await_signal() {
        signals_.async_wait([this](auto error, int number) {
            if (error) return;
            if (number == SIGHUP)
                reload();
            else
                io_.stop();
            if (!io_.stopped()) await_signal();
        });
    }

    /// The rules as a whole: read and checked before anything is stopped, refused as a whole.
    void reload() {
        service::notify_reloading();
        service::info("the rules are read anew");
        auto rulebook = config::load(options_.config_directory, config::shipped_directory());
        if (!rulebook) {
            refuse(rulebook.error());
        } else if (const auto fit = check_reload(*rulebook); !fit) {
            refuse(fit.error());
        } else {
            exchange(std::move(*rulebook));
        }
        if (failure_) return;
        service::notify_ready();
        say_status();
    }

    /// What only a new process can change.
    base::Result<> check_reload(const config::Rulebook& rulebook) const {
        if (rulebook.settings.state_directory != workers_->rulebook().settings.state_directory)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              "filingd.toml: [state] directory is another one than before",
                              "restart filingd: systemctl restart filingd");
        return check_rehearsal(options_, rulebook);
    }

    void refuse(const base::Error& error) {
        const std::string reason = base::describe(error);
        service::warning("the new rules are refused, the old ones stay in force: {}", reason);
        const auto noted =
            workers_->note(pipeline::kRulesState,
                           fmt::format("新规则有误，未采用，仍按原规则运行，改正后请重新加载（{}）",
                                       base::one_line(reason, kReasonShown)));
        if (!noted) service::warning("status not recorded: {}", base::describe(noted.error()));
    }

    /// The state lock stays ours meanwhile. Rules that cannot be worked by (a group that does not
    /// exist, no parser) give way to the old ones.
    void exchange(config::Rulebook rulebook) {
        workers_->stop();
        config::Rulebook old = workers_->rulebook();
        workers_.reset();
        auto opened = service::Workers::open(std::move(rulebook), mode());
        const auto refused = opened ? std::nullopt : std::optional(opened.error());
        if (refused) opened = service::Workers::open(std::move(old), mode());
        if (!opened) {
            failure_ = opened.error();
            io_.stop();
            return;
        }
        workers_ = std::move(*opened);
        if (refused)
            refuse(*refused);
        else
            tell_new_rules();
        workers_->start();
    }

    void tell_new_rules() {
        const auto& rulebook = workers_->rulebook();
        for (const auto& each : rulebook.warnings) service::warning("{}", each.text);
        service::info("the new rules are in force: {} units, {} obligations, {} mailbox(es)",
                      rulebook.units.size(), rulebook.obligations.size(),
                      rulebook.settings.mailboxes.size());
        if (const auto noted = workers_->note(pipeline::kRulesState, {}); !noted)
            service::warning("status not recorded: {}", base::describe(noted.error()));
    }

    void say_status() {
        if (const auto sentence = workers_->sentence()) service::notify_status(*sentence);
    }

    void show_status() {
        say_status();
        status_.expires_after(kStatusEvery);
        status_.async_wait([this](auto error) {
            if (!error) show_status();
        });
    }

    void sign_of_life(std::chrono::microseconds interval) {
        service::notify_alive();
        watchdog_.expires_after(interval);
        watchdog_.async_wait([this, interval](auto error) {
            if (!error) sign_of_life(interval);
        });
    }

    base::Result<> remember_first_start() {
        auto& ledger = workers_->pipeline().desk().ledger;
        TRY_ASSIGN(const auto first, ledger.value("first_start"));
        if (first) return {};
        return ledger.transaction([&] {
            return ledger.put_value("first_start",
                                    base::format_instant(base::system_clock().now()));
        });
    }

    void print_accounting() {
        const auto accounting = workers_->pipeline().desk().ledger.accounting();
        if (!accounting) return;
        for (const auto& line : *accounting) std::cout << pipeline::accounting_line(line) << "\n";
    }

    const Options& options_;
    boost::asio::io_context io_;
    boost::asio::signal_set signals_{io_};
    boost::asio::steady_timer status_{io_};
    boost::asio::steady_timer watchdog_{io_};
    std::optional<storage::StateLock> lock_;
    std::unique_ptr<service::Workers> workers_;
    std::optional<base::Error> failure_;  ///< neither the new rules nor the old can be worked by
};

/// A batch of mails with many documents holds many files open.
void raise_descriptor_limit() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, kDescriptors);
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int run(const Options& options, config::Rulebook rulebook) {
    std::signal(SIGPIPE, SIG_IGN);
    raise_descriptor_limit();
    ::umask(0027);
    service::start_log(options.verbose ? service::Level::Debug : service::Level::Info,
                       !service::logs_to_journal());
    for (const auto& each : rulebook.warnings) service::warning("{}", each.text);
    if (const auto safe = check_rehearsal(options, rulebook); !safe) {
        std::cerr << "filingd: " << base::describe(safe.error()) << "\n";
        return service::kConfiguration;
    }
    Daemon daemon(options);
    if (const auto opened = daemon.open(std::move(rulebook)); !opened) {
        std::cerr << "filingd: " << base::describe(opened.error()) << "\n";
        return service::exit_code_of(opened.error());
    }
    return options.once ? daemon.once() : daemon.watch();
}

}  // namespace app
