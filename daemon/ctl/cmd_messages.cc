#include <iostream>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/places.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/records_json.h"

namespace ctl {
namespace {

struct Options {
    std::string state;
    std::string outcome;
    std::string since;
    bool json = false;
};

base::Failure unknown_word(const char* what, const std::string& word, const char* words) {
    return base::fail(base::Kind::BadInput, base::Scope::Process,
                      say(_("there is no {} \"{}\""), what, word), say(_("one of: {}"), words));
}

base::Result<storage::MessageFilter> filter_of(const Options& options) {
    storage::MessageFilter filter;
    if (!options.state.empty()) {
        filter.state = storage::parse_state(options.state);
        if (!filter.state)
            return unknown_word("state", options.state, "spooled parsed judged settled");
    }
    if (!options.outcome.empty()) {
        filter.outcome = storage::parse_outcome(options.outcome);
        if (!filter.outcome)
            return unknown_word("outcome", options.outcome,
                                "filed duplicate not_a_filing out_of_scope review failed");
    }
    if (!options.since.empty()) {
        filter.since = base::parse_instant(options.since);
        if (!filter.since)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              say(_("\"{}\" is no date"), options.since), "--since 2024-06-17");
    }
    return filter;
}

/// Mails that stand on the server and in no message of ours, as far as the question is about them.
base::Result<std::vector<storage::LonePlace>> lone_places(storage::Ledger& ledger,
                                                          const storage::MessageFilter& filter) {
    std::vector<storage::LonePlace> all;
    const bool settled = !filter.state || filter.state == storage::State::Settled;
    for (const auto outcome :
         {std::optional(storage::Outcome::Failed), std::optional(storage::Outcome::OutOfScope),
          std::optional<storage::Outcome>()}) {
        const bool wanted = outcome ? settled && (!filter.outcome || filter.outcome == outcome)
                                    : !filter.state && !filter.outcome;
        if (!wanted) continue;
        TRY_ASSIGN(const auto places, ledger.lone_places(outcome));
        for (const auto& place : places)
            if (!filter.since || place.received_at >= *filter.since) all.push_back(place);
    }
    return all;
}

/// A listing need not say when a mail arrived.
std::string arrival(base::Instant at) {
    return at == base::Instant{} ? "-" : base::format_instant(at).substr(0, 16);
}

base::Result<int> run(Office& office, const Options& options) {
    TRY_ASSIGN(const auto filter, filter_of(options));
    TRY_ASSIGN(const auto messages, office.ledger().messages(filter));
    TRY_ASSIGN(const auto places, lone_places(office.ledger(), filter));
    if (options.json) {
        for (const auto& message : messages) {
            TRY_ASSIGN(const auto line, pipeline::message_json(office.ledger(), message));
            std::cout << line << "\n";
        }
        for (const auto& place : places) std::cout << base::json_line(message_json(place)) << "\n";
        return 0;
    }
    std::vector<Row> rows{{_("id"), _("received"), _("outcome"), _("from"), _("subject")}};
    for (const auto& m : messages)
        rows.push_back({base::label(m.id), arrival(m.received_at),
                        in_words(m.outcome ? storage::name(*m.outcome) : storage::name(m.state)),
                        base::one_line(m.from_address, 32), base::one_line(m.subject, 40)});
    for (const auto& p : places)
        rows.push_back({"-", arrival(p.received_at),
                        p.outcome ? in_words(storage::name(*p.outcome)) : _("not had so far"),
                        say("{}/{} {}", p.mailbox, p.folder, p.uid), base::one_line(p.reason, 40)});
    std::cout << table(rows);
    return 0;
}

}  // namespace

void add_messages(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand("messages", _("list messages"));
    auto options = std::make_shared<Options>();
    command->add_option("--state", options->state, "spooled|parsed|judged|settled");
    command->add_option("--outcome", options->outcome,
                        "filed|duplicate|not_a_filing|out_of_scope|review|failed");
    command->add_option("--since", options->since, _("received on this day or later"))
        ->type_name("D");
    command->add_flag("--json", options->json, _("one JSON object a line"));
    command->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
