#include <iostream>
#include <nlohmann/json.hpp>
#include <span>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/places.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/health.h"

namespace ctl {
namespace {

using nlohmann::ordered_json;
using storage::NoticeState;

base::Result<ordered_json> queues(Office& office) {
    ordered_json out;
    for (const auto state :
         {storage::State::Spooled, storage::State::Parsed, storage::State::Judged}) {
        storage::MessageFilter filter;
        filter.state = state;
        TRY_ASSIGN(const auto messages, office.ledger().messages(filter));
        out[std::string(storage::name(state))] = messages.size();
    }
    TRY_ASSIGN(out["pages"], office.ledger().pages_waiting());
    for (const auto state : {NoticeState::Held, NoticeState::Queued, NoticeState::Sending,
                             NoticeState::Uncertain, NoticeState::Refused}) {
        TRY_ASSIGN(const auto notices, office.ledger().notices(state));
        out["notices_" + std::string(storage::name(state))] = notices.size();
    }
    return out;
}

ordered_json to_json(const storage::Accounting& a) {
    return {{"mailbox", a.mailbox},
            {"folder", a.folder},
            {"uid_validity", a.uid_validity},
            {"live", a.live},
            {"filed", a.filed},
            {"duplicate", a.duplicate},
            {"not_a_filing", a.not_a_filing},
            {"out_of_scope", a.out_of_scope},
            {"review", a.review},
            {"waiting", a.waiting},
            {"failed", a.failed},
            {"gone", a.gone}};
}

std::string moment(base::Instant at) {
    return base::replaced(base::format_instant(at).substr(0, 16), "T", " ");
}

base::Result<ordered_json> value_or_null(Office& office, const std::string& key) {
    TRY_ASSIGN(const auto value, office.ledger().value(key));
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

/// The sentence of the digest, in the reader's language; a trouble stands as it was recorded.
base::Result<std::string> sentence_for_reader(Office& office,
                                              std::span<const storage::Accounting> accounting) {
    auto& ledger = office.ledger();
    std::string text = pipeline::disk_trouble(office.desk());
    for (const auto& mailbox : office.rulebook().settings.mailboxes) {
        TRY_ASSIGN(const auto trouble,
                   ledger.value(std::string(pipeline::kMailboxState) + mailbox.name));
        TRY_ASSIGN(const auto sync, ledger.value(std::string(pipeline::kLastSync) + mailbox.name));
        const auto at = sync ? base::parse_instant(*sync) : std::nullopt;
        if (trouble && !trouble->empty())
            text += *trouble;
        else if (at)
            text += say(_("Mailbox {} was last read at {}"), mailbox.name, moment(*at));
        else
            text += say(_("Mailbox {} has not been read yet"), mailbox.name);
        text += _("; ");
    }
    for (const auto key : {pipeline::kRulesState, pipeline::kPipelineState, pipeline::kPagesState,
                           pipeline::kMailerState}) {
        TRY_ASSIGN(const auto trouble, ledger.value(key));
        if (trouble && !trouble->empty()) text += *trouble + _("; ");
    }
    TRY_ASSIGN(const auto views, pipeline::views_trouble(office.desk()));
    text += views;
    std::uint64_t waiting = 0;
    std::uint64_t review = 0;
    for (const auto& line : accounting) {
        waiting += line.waiting;
        review += line.review;
    }
    return text + say(_("{} waiting, {} in review."), waiting, review);
}

base::Result<int> run(Office& office, bool json) {
    TRY_ASSIGN(const auto accounting, office.ledger().accounting());
    TRY_ASSIGN(const auto waiting, queues(office));
    TRY_ASSIGN(const auto not_had, places_not_had(office.ledger()));
    TRY_ASSIGN(const auto left_out, office.ledger().out_of_scope());
    const bool running = !office.try_lock();
    bool balanced = true;
    for (const auto& line : accounting) balanced = balanced && line.balanced();
    if (json) {
        ordered_json out;
        TRY_ASSIGN(out["sentence"], pipeline::health_sentence(office.desk(), accounting));
        out["running"] = running;
        out["accounting"] = ordered_json::array();
        for (const auto& line : accounting) out["accounting"].push_back(to_json(line));
        out["queues"] = waiting;
        out["not_had"] = ordered_json::array();
        for (const auto& place : not_had) out["not_had"].push_back(place_json(place));
        out["out_of_scope"] = ordered_json::array();
        for (const auto& places : left_out)
            out["out_of_scope"].push_back(out_of_scope_json(places));
        for (const auto& mailbox : office.rulebook().settings.mailboxes) {
            TRY_ASSIGN(out["last_sync"][mailbox.name],
                       value_or_null(office, std::string(pipeline::kLastSync) + mailbox.name));
        }
        TRY_ASSIGN(out["last_backup"], value_or_null(office, "last_backup"));
        TRY_ASSIGN(out["last_verify"], value_or_null(office, "last_verify"));
        std::cout << base::json_line(out) << "\n";
        return balanced ? 0 : 1;
    }
    TRY_ASSIGN(const auto sentence, sentence_for_reader(office, accounting));
    std::cout << (running ? _("filingd is running. ") : _("filingd is not running. ")) << sentence
              << "\n";
    for (const auto& [name, count] : waiting.items())
        if (count.get<std::size_t>() > 0) std::cout << in_words(name) << ": " << count << "\n";
    for (const auto& line : accounting) std::cout << pipeline::accounting_line(line) << "\n";
    for (const auto& place : not_had) std::cout << place_line(place) << "\n";
    for (const auto& places : left_out) std::cout << out_of_scope_line(places) << "\n";
    return balanced ? 0 : 1;
}

}  // namespace

void add_status(CLI::App& cli, Invocation& invocation) {
    auto* command =
        cli.add_subcommand("status", _("how filingd is, in one sentence; the accounting"));
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, _("one JSON object a line"));
    command->callback([&invocation, json] {
        invocation.chosen_in_office = [json](Office& office) { return run(office, *json); };
    });
}

}  // namespace ctl
