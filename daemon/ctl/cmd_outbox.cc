#include <iostream>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"

namespace ctl {
namespace {

using storage::NoticeState;

base::Result<int> list(Office& office, bool json) {
    TRY_ASSIGN(const auto notices, office.ledger().notices(std::nullopt));
    std::vector<Row> rows{{_("id"), _("kind"), _("state"), _("to"), _("subject"), _("answer")}};
    for (const auto& n : notices) {
        if (json) {
            nlohmann::ordered_json row;
            row["id"] = base::label(n.id);
            row["kind"] = storage::name(n.kind);
            row["state"] = storage::name(n.state);
            row["to"] = n.to;
            row["subject"] = n.subject;
            row["message_id"] = n.message_id;
            row["created_at"] = base::format_instant(n.created_at);
            row["attempts"] = n.attempts;
            row["answer"] = n.answer;
            std::cout << base::json_line(row) << "\n";
            continue;
        }
        rows.push_back({base::label(n.id), in_words(storage::name(n.kind)),
                        in_words(storage::name(n.state)),
                        base::one_line(base::join(n.to, ", "), 40), base::one_line(n.subject, 40),
                        base::one_line(n.answer, 60)});
    }
    if (!json) std::cout << table(rows);
    return 0;
}

/// `resend` queues an uncertain, refused or held notice again; `drop` ends it without sending.
base::Result<int> decide(Office& office, const std::string& word, NoticeState to) {
    TRY_ASSIGN(const auto number, parse_id(word, 'N'));
    const base::NoticeId id{number};
    TRY_ASSIGN(const auto notice, office.ledger().notice(id));
    if (!notice)
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          say(_("there is no notice {}"), base::label(id)),
                          "filingctl outbox list");
    const auto now = office.clock().now();
    nlohmann::ordered_json act;
    act["act"] = to == NoticeState::Queued ? "outbox_resend" : "outbox_drop";
    act["notice"] = base::label(id);
    act["from_state"] = storage::name(notice->state);
    TRY(office.ledger().transaction([&]() -> base::Result<> {
        TRY(office.ledger().set_notice_state(id, to, notice->answer, {}, now));
        const auto text = base::json_line(act);
        TRY(office.ledger().record_act(act["act"].get<std::string>(), text, now));
        return {};
    }));
    TRY(office.follow_up());
    std::cout << say(_("{} is now {}\n"), base::label(id), in_words(storage::name(to)));
    return 0;
}

}  // namespace

void add_outbox(CLI::App& cli, Invocation& invocation) {
    auto* command =
        cli.add_subcommand("outbox", _("notices; what is uncertain or refused is decided here"));
    command->require_subcommand(0, 1);
    auto json = std::make_shared<bool>(false);
    auto id = std::make_shared<std::string>();
    command->add_flag("--json", *json, _("one JSON object a line"));
    const auto as_list = [&invocation, json] {
        invocation.chosen_in_office = [json](Office& office) { return list(office, *json); };
    };
    command->callback([&invocation, as_list] {
        if (!invocation.chosen_in_office) as_list();
    });
    auto* listing = command->add_subcommand("list", _("all notices"));
    listing->add_flag("--json", *json, _("one JSON object a line"));
    listing->callback(as_list);
    const auto decision = [&](const char* name, const char* about, NoticeState to) {
        auto* sub = command->add_subcommand(name, about);
        sub->add_option("ID", *id)->required();
        sub->callback([&invocation, id, to] {
            invocation.chosen_in_office = [id, to](Office& office) {
                return decide(office, *id, to);
            };
        });
    };
    decision("resend", _("send it again, with the same Message-ID"), NoticeState::Queued);
    decision("drop", _("end it without sending"), NoticeState::Cancelled);
}

}  // namespace ctl
