#include <iostream>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/ctl/acting.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/records_json.h"

namespace ctl {
namespace {

std::string or_unknown(std::string text) { return text.empty() ? _("unknown") : std::move(text); }

base::Result<int> list(Office& office, bool json) {
    storage::MessageFilter filter;
    filter.outcome = storage::Outcome::Review;
    TRY_ASSIGN(const auto messages, office.ledger().messages(filter));
    for (const auto& m : messages) {
        TRY_ASSIGN(const auto candidates, office.ledger().candidates(m.id));
        if (json) {
            TRY_ASSIGN(const auto text, pipeline::message_json(office.ledger(), m));
            auto line = nlohmann::ordered_json::parse(text);
            line["candidates"] = nlohmann::ordered_json::array();
            for (const auto& c : candidates)
                line["candidates"].push_back({{"unit", c.unit},
                                              {"obligation", c.obligation},
                                              {"period", c.period},
                                              {"score", c.score}});
            std::cout << base::json_line(line) << "\n";
            continue;
        }
        std::cout << say("{}  {}  {}  {}  [{}]\n", base::label(m.id),
                         base::format_instant(m.received_at).substr(0, 16),
                         base::one_line(m.from, 40), base::one_line(m.subject, 40),
                         in_words(m.reason));
        for (const auto& c : candidates)
            std::cout << say(
                _("      candidate: {} · {} · {}\n"), or_unknown(office.unit_name(c.unit)),
                or_unknown(office.obligation_title(c.obligation, c.period)), or_unknown(c.period));
    }
    if (!json && messages.empty()) std::cout << _("nothing waits for a decision\n");
    return 0;
}

base::Result<int> assign(Office& office, const std::string& message,
                         pipeline::Assignment assignment, bool json) {
    TRY_ASSIGN(const auto number, parse_id(message, 'M'));
    assignment.message = base::MessageId{number};
    assignment.by = actor();
    TRY_ASSIGN(const auto acted, pipeline::assign(office.desk(), assignment));
    TRY(office.follow_up());
    report(
        acted,
        say(_("{} is filed as {}\n"), base::label(assignment.message), base::label(acted.filing)),
        json);
    if (json) return 0;
    TRY_ASSIGN(const auto row, office.ledger().message(assignment.message));
    if (row && row->outcome == storage::Outcome::Review)
        std::cout << say(_("{} stays in review: other documents of it belong to no filing\n"),
                         base::label(assignment.message));
    TRY_ASSIGN(const auto sentences, lessons(office, assignment.message, assignment.unit));
    for (const auto& sentence : sentences) std::cout << "  " << sentence << "\n";
    return 0;
}

base::Result<int> dismiss(Office& office, const std::string& message, const std::string& reason,
                          bool json) {
    TRY_ASSIGN(const auto number, parse_id(message, 'M'));
    TRY_ASSIGN(const auto acted,
               pipeline::dismiss(office.desk(), base::MessageId{number}, reason, actor()));
    TRY(office.follow_up());
    report(acted, say(_("M{} is dismissed\n"), number), json);
    return 0;
}

}  // namespace

void add_review(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand("review", _("what a person must decide"));
    command->require_subcommand(0, 1);
    auto json = std::make_shared<bool>(false);
    auto message = std::make_shared<std::string>();
    auto reason = std::make_shared<std::string>();
    auto assignment = std::make_shared<pipeline::Assignment>();
    command->add_flag("--json", *json, _("one JSON object a line"));
    command->callback([&invocation, json] {
        if (!invocation.chosen_in_office)
            invocation.chosen_in_office = [json](Office& office) { return list(office, *json); };
    });
    auto* to = command->add_subcommand("assign", _("file a message, or one document of it"));
    to->add_option("MESSAGE", *message)->required();
    to->add_option("--unit", assignment->unit)->type_name("U")->required();
    to->add_option("--obligation", assignment->obligation)->type_name("O")->required();
    to->add_option("--period", assignment->period)->type_name("P");
    to->add_option("--document", assignment->document, _("a part, or its number in show"))
        ->type_name("PART");
    to->add_flag("--json", *json, _("one JSON object a line"));
    to->callback([&invocation, message, assignment, json] {
        invocation.chosen_in_office = [message, assignment, json](Office& office) {
            return assign(office, *message, *assignment, *json);
        };
    });
    auto* away = command->add_subcommand("dismiss", _("it is no filing"));
    away->add_option("MESSAGE", *message)->required();
    away->add_option("--reason", *reason)->type_name("TEXT")->required();
    away->add_flag("--json", *json, _("one JSON object a line"));
    away->callback([&invocation, message, reason, json] {
        invocation.chosen_in_office = [message, reason, json](Office& office) {
            return dismiss(office, *message, *reason, *json);
        };
    });
}

}  // namespace ctl
