/// The simulated year: the real pipeline and outbox over a plan of mails, on a clock that jumps
/// from one look into the mailbox to the next (tests/sim/README.md has the timeline).
///   year_sim --config DIR --plan FOLDER --schedule FILE --out FOLDER [--every MINUTES]
/// Writes FOLDER/sends.jsonl, what went out and when; the rest of the answer is the ledger.
/// One thread; exit 0, or 1 with what failed.

#include <fmt/format.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "config/load.h"
#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/mailbox_store.h"
#include "daemon/pipeline/outbox_runner.h"
#include "daemon/pipeline/pages_step.h"
#include "daemon/pipeline/parser_process.h"
#include "daemon/pipeline/pipeline.h"
#include "daemon/pipeline/stores.h"
#include "daemon/service/log.h"

namespace {

using namespace std::chrono_literals;
using base::Instant;
using base::Result;
using nlohmann::json;

constexpr std::size_t kBatch = 50;
constexpr std::uint32_t kUidValidity = 1;
/// Mail is taken every so many minutes, and at these times, at which there is always something to
/// do: the digest, the reminders, and a quiet hour.
constexpr std::array<std::chrono::minutes, 3> kLooks{8h + 30min, 9h, 20h + 30min};

class SimulatedClock final : public base::Clock {
 public:
    [[nodiscard]] Instant now() const override { return now_; }
    [[nodiscard]] base::Monotonic monotonic() const override {
        return base::Monotonic(now_.time_since_epoch());
    }
    void set(Instant now) { now_ = now; }

 private:
    Instant now_{};
};

struct Mail {
    Instant at;
    std::string file;
    int places = 1;
};

struct Act {
    Instant at;
    json what;
};

struct Life {
    Instant start;
    Instant stop;
};

struct Plan {
    std::string folder;
    std::vector<Mail> mails;  ///< in order of arrival
    std::vector<Act> acts;    ///< in order
    std::vector<Life> lives;
    std::chrono::minutes every{60};
};

std::string text_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

Instant instant_of(const json& text) {
    return base::parse_instant(text.get<std::string>()).value();
}

Plan read_plan(const std::string& folder, const std::string& schedule, int every) {
    Plan plan;
    plan.every = std::chrono::minutes(every);
    plan.folder = folder;
    std::ifstream mails(folder + "/plan.jsonl");
    for (std::string line; std::getline(mails, line);) {
        const auto row = json::parse(line);
        plan.mails.push_back({instant_of(row["at"]), row["file"], row["places"]});
    }
    std::ifstream acts(folder + "/acts.jsonl");
    for (std::string line; std::getline(acts, line);) {
        auto row = json::parse(line);
        const auto at = instant_of(row["at"]);
        plan.acts.push_back({at, std::move(row)});
    }
    for (const auto& life : json::parse(text_of(schedule)))
        plan.lives.push_back({instant_of(life["start"]), instant_of(life["stop"])});
    return plan;
}

/// The folders of the office's mailbox: the second holds copies of some mails.
constexpr std::array<const char*, 2> kFolders{"INBOX", "垃圾邮件"};

/// One run of the program, from its start to its stop.
class Run {
 public:
    struct World {
        const config::Rulebook& rulebook;
        SimulatedClock& clock;
        const Plan& plan;
        std::ostream& sends;
    };

    static Result<std::unique_ptr<Run>> open(const World& world) {
        const auto& directory = world.rulebook.settings.state_directory;
        TRY(pipeline::make_state_directory(base::system_env(), directory));
        TRY_ASSIGN(auto stores, pipeline::open_stores(base::system_env(), directory));
        TRY_ASSIGN(auto mailer, storage::Ledger::open(pipeline::ledger_path(directory)));
        TRY_ASSIGN(auto mailbox, storage::Ledger::open(pipeline::ledger_path(directory)));
        TRY_ASSIGN(auto parser, pipeline::start_parser(world.rulebook.settings.parser));
        TRY_ASSIGN(auto page_reader, pipeline::make_page_reader(world.rulebook.settings.parser));
        std::unique_ptr<Run> run(new Run(world, std::move(stores), std::move(mailer),
                                         std::move(mailbox), std::move(parser),
                                         std::move(page_reader)));
        TRY(run->begin());
        return run;
    }

    /// Does what people decided until now, takes what came, works, and sends.
    Result<> look(std::size_t& mails, std::vector<Act>& acts, bool always) {
        const auto now = world_.clock.now();
        const auto first = mails;
        while (mails < world_.plan.mails.size() && world_.plan.mails[mails].at <= now) ++mails;
        TRY_ASSIGN(const bool acted, act_until(acts));
        if (mails != first || acted || always) {
            for (std::size_t folder = 0; folder < kFolders.size(); ++folder)
                TRY(take(folder, first, mails));
            TRY(settle());
        }
        for (;;) {
            TRY_ASSIGN(const bool sent, outbox_.send_next({}));
            if (!sent) return {};
        }
    }

 private:
    Run(const World& world, pipeline::Stores stores, std::unique_ptr<storage::Ledger> mailer,
        std::unique_ptr<storage::Ledger> mailbox, std::unique_ptr<pipeline::ParserProcess> parser,
        std::unique_ptr<pipeline::ParserProcess> page_reader)
        : world_(world),
          stores_(std::move(stores)),
          mailer_ledger_(std::move(mailer)),
          mailbox_ledger_(std::move(mailbox)),
          parser_(std::move(parser)),
          page_reader_(std::move(page_reader)),
          desk_(stores_.desk(world.rulebook, base::system_env(), world.clock)),
          pipeline_(desk_, *parser_),
          pages_(desk_, *page_reader_),
          outbox_(world.rulebook, *mailer_ledger_, *stores_.journal, world.clock,
                  [this](const auto& to, const auto& message, const std::stop_token&) {
                      return send(to, message);
                  }),
          store_("work", world.rulebook.settings.state_directory,
                 {base::system_env(), world.clock, *mailbox_ledger_, stores_.spool, [] {}}) {}

    /// Digest and reminders come last: what came is known then, its pages too.
    Result<> settle() {
        for (;;) {
            TRY_ASSIGN(const bool worked, pipeline_.work_once({}));
            if (!worked) break;
        }
        TRY(pages_.drain({}));
        return pipeline_.drain({});
    }

    /// As the daemon does it (daemon/app.cc), by the simulated clock.
    Result<> begin() {
        TRY(pipeline_.start());
        TRY(outbox_.recover());
        TRY_ASSIGN(const auto first, desk_.ledger.value("first_start"));
        if (!first) {
            TRY(desk_.ledger.transaction([&] {
                return desk_.ledger.put_value("first_start",
                                              base::format_instant(world_.clock.now()));
            }));
        }
        for (std::size_t i = 0; i < kFolders.size(); ++i) {
            TRY_ASSIGN(folders_.at(i), store_.observe(kFolders.at(i), kUidValidity));
        }
        return {};
    }

    Result<> take(std::size_t folder, std::size_t first, std::size_t end) {
        std::vector<std::size_t> here;
        for (std::size_t i = first; i < end; ++i)
            if (folder == 0 || world_.plan.mails[i].places > 1) here.push_back(i);
        for (std::size_t at = 0; at < here.size(); at += kBatch) {
            const auto count = std::min(kBatch, here.size() - at);
            TRY(take_batch(folder, std::span(here).subspan(at, count)));
        }
        return {};
    }

    Result<> take_batch(std::size_t folder, std::span<const std::size_t> numbers) {
        std::vector<imap::Fetched> batch;
        std::vector<imap::Listed> listed;
        for (const auto number : numbers) {
            const auto& mail = world_.plan.mails[number];
            const std::string bytes = text_of(world_.plan.folder + "/" + mail.file);
            imap::Fetched fetched;
            fetched.uid = static_cast<std::uint32_t>(number + 1);
            fetched.internal_date = mail.at;
            fetched.size = bytes.size();
            TRY_ASSIGN(fetched.writer, store_.begin(bytes.size()));
            TRY(fetched.writer->write(bytes));
            TRY(fetched.writer->finish());
            listed.push_back({fetched.uid, fetched.size, mail.at});
            batch.push_back(std::move(fetched));
        }
        TRY(store_.record_listed(folders_.at(folder), listed));
        return store_.commit(folders_.at(folder), std::move(batch));
    }

    /// False where the mail it is about has not come yet: a person sees it an hour later.
    Result<bool> apply(const json& act) {
        const std::string kind = act["act"];
        const std::string unit = act["unit"];
        const std::string by = "simulation";
        if (kind == "pause") {
            std::optional<base::Date> until;
            if (act["until"].is_string()) until = base::parse_date(act["until"].get<std::string>());
            TRY(pipeline::pause_unit(desk_, unit, until, by));
        } else if (kind == "resume") {
            TRY(pipeline::resume_unit(desk_, unit, by));
        } else if (kind == "confirm") {
            TRY(pipeline::confirm_address(desk_, act["address"], unit, by));
        } else if (kind == "dismiss" || kind == "assign") {
            const std::string sha256 = act["sha256"];
            TRY_ASSIGN(const auto message, desk_.ledger.message_by_hash(sha256));
            if (!message || message->state != storage::State::Settled) return false;
            if (kind == "dismiss") {
                TRY(pipeline::dismiss(desk_, message->id, act["reason"], by));
            } else {
                TRY(pipeline::assign(
                    desk_, {message->id, unit, act["obligation"], act["period"], "", by}));
            }
        } else {
            TRY(pipeline::exempt(desk_, {unit, act["obligation"], act["period"]}, act["reason"],
                                 by));
        }
        return true;
    }

    /// Those whose time has come, in order; what cannot be done yet waits. Whether any was done.
    Result<bool> act_until(std::vector<Act>& acts) {
        bool acted = false;
        for (auto at = acts.begin(); at != acts.end() && at->at <= world_.clock.now();) {
            TRY_ASSIGN(const bool done, apply(at->what));
            at = done ? acts.erase(at) : std::next(at);
            acted = acted || done;
        }
        return acted;
    }

    /// The server that takes everything.
    Result<smtp::Delivery> send(const std::vector<std::string>& to, const std::string& message) {
        json line;
        line["at"] = base::format_instant(world_.clock.now());
        line["to"] = to;
        line["message"] = message;
        world_.sends << line.dump(-1, ' ', false, json::error_handler_t::replace) << "\n";
        smtp::Delivery delivery;
        delivery.fate = smtp::Fate::Sent;
        delivery.code = 250;
        delivery.answer = "250 taken";
        for (const auto& address : to) delivery.recipients.push_back({address, 250, "ok"});
        return delivery;
    }

    World world_;
    pipeline::Stores stores_;
    std::unique_ptr<storage::Ledger> mailer_ledger_;
    std::unique_ptr<storage::Ledger> mailbox_ledger_;
    std::unique_ptr<pipeline::ParserProcess> parser_;
    std::unique_ptr<pipeline::ParserProcess> page_reader_;
    pipeline::Desk desk_;
    pipeline::Pipeline pipeline_;
    pipeline::Pages pages_;
    pipeline::OutboxRunner outbox_;
    pipeline::MailboxStore store_;
    std::array<base::FolderId, kFolders.size()> folders_;
};

bool is_look(Instant at) {
    const auto of_day = at - base::start_of(base::date_of(at));
    return std::ranges::any_of(kLooks, [&](auto look) { return of_day == look; });
}

double cpu_seconds(int who) {
    rusage used{};
    ::getrusage(who, &used);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

Result<> live(const Run::World& world) {
    std::size_t mails = 0;
    std::vector<Act> acts = world.plan.acts;
    for (const auto& life : world.plan.lives) {
        world.clock.set(life.start);
        TRY_ASSIGN(const auto run, Run::open(world));
        TRY(run->look(mails, acts, true));
        for (Instant at = std::chrono::floor<std::chrono::minutes>(life.start) + 1min;
             at < life.stop; at += 1min) {
            const bool always = is_look(at);
            if (!always && at.time_since_epoch() % world.plan.every != 0ms) continue;
            world.clock.set(at);
            TRY(run->look(mails, acts, always));
        }
    }
    // The parser has been waited for: the last life is over.
    std::cout << mails << " mails taken; CPU "
              << fmt::format("{:.1f} s of its own, {:.1f} s of the parser",
                             cpu_seconds(RUSAGE_SELF), cpu_seconds(RUSAGE_CHILDREN))
              << "\n";
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("The simulated year");
    std::string config;
    std::string folder;
    std::string schedule;
    std::string out;
    int every = 60;
    app.add_option("--config", config)->required();
    app.add_option("--plan", folder)->required();
    app.add_option("--schedule", schedule)->required();
    app.add_option("--out", out)->required();
    app.add_option("--every", every, "minutes between two looks into the mailbox")
        ->check(CLI::IsMember({5, 15, 30, 60}));
    CLI11_PARSE(app, argc, argv);
    service::start_log(service::Level::Warning, true);
    const auto rulebook = config::load(config, config::shipped_directory());
    if (!rulebook) {
        std::cerr << base::describe(rulebook.error()) << "\n";
        return 1;
    }
    const Plan plan = read_plan(folder, schedule, every);
    std::ofstream sends(out + "/sends.jsonl");
    SimulatedClock clock;
    if (const auto done = live({*rulebook, clock, plan, sends}); !done) {
        std::cerr << "year_sim: " << base::describe(done.error()) << "\n";
        return 1;
    }
    return 0;
}
