#include <unistd.h>

#include <csignal>
#include <iostream>

#include "base/text.h"
#include "daemon/ctl/acting.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/pages_step.h"
#include "daemon/pipeline/parser_process.h"
#include "daemon/pipeline/reprocess.h"

namespace ctl {
namespace {

struct Options {
    std::string message;
    bool all = false;
    bool failed = false;
    bool dry_run = false;
    bool json = false;
};

/// Set by SIGINT: the message in hand is finished first.
volatile std::sig_atomic_t interrupted = 0;

constexpr std::size_t kFollowUpEvery = 200;

base::Result<std::vector<base::MessageId>> chosen(Office& office, const Options& options) {
    if (int{!options.message.empty()} + int{options.all} + int{options.failed} != 1)
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          _("which messages? One of MESSAGE, --all, --failed"),
                          "filingctl reprocess M12");
    if (options.failed) return pipeline::failed_messages(office.ledger());
    std::vector<base::MessageId> ids;
    if (!options.all) {
        TRY_ASSIGN(const auto number, parse_id(options.message, 'M'));
        ids.push_back(base::MessageId{number});
        return ids;
    }
    TRY_ASSIGN(const auto messages, office.ledger().messages({}));
    for (const auto& m : messages) ids.push_back(m.id);
    return ids;
}

nlohmann::ordered_json to_json(const pipeline::Reprocessed& done) {
    nlohmann::ordered_json out;
    out["message"] = base::label(done.message);
    out["skipped"] = nullptr;
    if (!done.skipped.empty()) out["skipped"] = done.skipped;
    out["decided_by_person"] = done.decided;
    out["changes"] = nlohmann::ordered_json::array();
    for (const auto& d : done.differences)
        out["changes"].push_back({{"what", d.what}, {"before", d.before}, {"after", d.after}});
    return out;
}

/// "field F3 fine": the first word is of the catalogue, the rest are names.
std::string what_in_words(const std::string& what) {
    const auto blank = what.find(' ');
    return in_words(what.substr(0, blank)) + (blank == std::string::npos ? "" : what.substr(blank));
}

void add_rows(const pipeline::Reprocessed& done, std::vector<Row>& rows) {
    if (!done.skipped.empty())
        rows.push_back({base::label(done.message), _("left alone"), in_words(done.skipped), ""});
    for (const auto& d : done.differences)
        rows.push_back({base::label(done.message), what_in_words(d.what),
                        base::one_line(in_words(d.before), 60),
                        base::one_line(in_words(d.after), 60)});
}

class Running {
 public:
    Running(Office& office, const Options& options, const pipeline::Parsers& parsers, bool alone)
        : office_(office), options_(options), parsers_(parsers), alone_(alone) {}

    base::Result<int> run(const std::vector<base::MessageId>& ids) {
        for (const auto id : ids) {
            if (interrupted) break;
            const auto done = pipeline::reprocess(office_.desk(), parsers_, id, options_.dry_run);
            if (!done && ids.size() == 1) return base::fail(done.error());
            if (done)
                TRY(take(*done, ids.size()));
            else
                fail(id, done.error());
        }
        if (tell_) std::cerr << "\r\033[K";
        if (!options_.dry_run && alone_) TRY(office_.follow_up_under_lock());
        finish(ids.size());
        return interrupted || failed_ > 0 ? 1 : 0;
    }

 private:
    /// One message's trouble is not the others'.
    void fail(base::MessageId id, const base::Error& error) {
        ++failed_;
        if (tell_) std::cerr << "\r\033[K";
        std::cerr << base::label(id) << ": " << base::describe(error) << "\n";
    }

    base::Result<> take(const pipeline::Reprocessed& done, std::size_t of) {
        ++done_;
        changed_ += done.differences.empty() ? 0U : 1U;
        kept_ += done.decided ? 1U : 0U;
        if (tell_) std::cerr << "\r" << done_ << "/" << of << std::flush;
        if (options_.json)
            std::cout << dumped(to_json(done)) << "\n";
        else
            add_rows(done, rows_);
        if (!options_.dry_run && alone_ && done_ % kFollowUpEvery == 0)
            TRY(office_.follow_up_under_lock());
        return {};
    }

    void finish(std::size_t of) {
        if (options_.json) return;
        if (rows_.size() > 1) std::cout << table(rows_);
        std::cout << say(options_.dry_run
                             ? _("{} of {} messages read; {} would change, {} keep a person's "
                                 "decision\n")
                             : _("{} of {} messages read; {} changed, {} keep a person's "
                                 "decision\n"),
                         done_, of, changed_, kept_);
        if (failed_ > 0) std::cout << say(_("{} could not be done; run it again\n"), failed_);
    }

    Office& office_;
    const Options& options_;
    pipeline::Parsers parsers_;
    bool alone_;
    bool tell_ = ::isatty(STDERR_FILENO) == 1;
    std::vector<Row> rows_{{_("message"), _("what"), _("before"), _("after")}};
    std::size_t done_ = 0;
    std::size_t changed_ = 0;
    std::size_t kept_ = 0;
    std::size_t failed_ = 0;
};

base::Result<int> run(Office& office, const Options& options) {
    TRY_ASSIGN(const auto ids, chosen(office, options));
    const auto lock = office.try_lock();
    TRY_ASSIGN(const auto parser, pipeline::start_parser(office.rulebook().settings.parser));
    TRY_ASSIGN(const auto pages, pipeline::make_page_reader(office.rulebook().settings.parser));
    std::signal(SIGINT, [](int) { interrupted = 1; });
    return Running(office, options, {*parser, *pages}, lock.has_value()).run(ids);
}

}  // namespace

void add_reprocess(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand(
        "reprocess", _("read and judge kept mails anew by today's rules; people's decisions stay"));
    auto options = std::make_shared<Options>();
    command->add_option("MESSAGE", options->message, "M12");
    command->add_flag("--all", options->all, _("every message"));
    command->add_flag("--failed", options->failed, _("those that could not be read or kept"));
    command->add_flag("--dry-run", options->dry_run, _("only show what would change"));
    command->add_flag("--json", options->json, _("one JSON object a line"));
    command->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
