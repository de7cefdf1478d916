#include <iostream>

#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/judgement_json.h"
#include "daemon/pipeline/records_json.h"

namespace ctl {
namespace {

void print_evidence(const std::string& about, const std::string& points_to, const std::string& from,
                    const std::string& text, double weight) {
    std::cout << say("    {:<10} {:<26} {:.2f}  {}  “{}”\n", about, points_to, weight, from,
                     base::one_line(text, 60));
}

void print_verdict(Office& office, const judge::Verdict& verdict) {
    std::cout << say("  {} · {} · {}  {}={:.3f}  {}{}\n", office.unit_name(verdict.unit),
                     office.obligation_title(verdict.obligation, verdict.period), verdict.period,
                     _("score"), verdict.score,
                     verdict.accepted ? _("accepted") : _("not accepted: "),
                     verdict.accepted ? "" : in_words(verdict.reason));
    for (const auto& e : verdict.evidence)
        print_evidence(e.about, e.points_to, e.kind + " · " + e.from, e.text, e.weight);
    for (const auto& c : verdict.candidates)
        std::cout << say(_("    candidate  {} / {} / {}  {:.3f}\n"), office.unit_name(c.unit),
                         c.obligation, c.period, c.score);
}

base::Result<> print_judgement(Office& office, base::MessageId id) {
    TRY_ASSIGN(const auto blob, office.ledger().judgement_blob(id));
    if (blob.empty()) return {};
    TRY_ASSIGN(const auto judgement, pipeline::decode_judgement(blob));
    std::cout << _("verdicts:") << "\n";
    for (const auto& verdict : judgement.verdicts) print_verdict(office, verdict);
    return {};
}

base::Result<> print_places(Office& office, base::MessageId id) {
    TRY_ASSIGN(const auto folders, office.ledger().folders());
    TRY_ASSIGN(const auto places, office.ledger().places_of(id));
    for (const auto& place : places)
        for (const auto& folder : folders)
            if (folder.id == place.folder)
                std::cout << say("  {}/{} {} uid {}{}\n", folder.mailbox, folder.name,
                                 folder.uid_validity, place.uid, place.gone ? _(" (gone)") : "");
    return {};
}

base::Result<> print_parts(Office& office, base::MessageId id) {
    TRY_ASSIGN(const auto documents, office.ledger().documents(id));
    std::cout << _("documents:") << "\n";
    std::vector<Row> rows;
    for (const auto& d : documents)
        rows.push_back({"  " + std::to_string(d.index + 1), base::one_line(d.part, 80),
                        d.media_type, std::to_string(d.size), d.role, d.text_source});
    std::cout << table(rows);
    TRY_ASSIGN(const auto problems, office.ledger().problems(id));
    if (!problems.empty()) std::cout << _("problems:") << "\n";
    for (const auto& p : problems)
        std::cout << say("  {} ({}) {} {}\n", p.code, p.severity, base::one_line(p.part, 60),
                         base::one_line(p.detail, 120));
    return {};
}

base::Result<> print_notices(Office& office, base::MessageId id) {
    TRY_ASSIGN(const auto notices, office.ledger().notices_about(id));
    for (const auto& n : notices)
        std::cout << say("  {} {} {} → {}\n", base::label(n.id), in_words(storage::name(n.kind)),
                         in_words(storage::name(n.state)), base::join(n.to, ", "));
    return {};
}

base::Result<int> show_message(Office& office, const storage::Message& m, bool json) {
    if (json) {
        TRY_ASSIGN(const auto line, pipeline::message_json(office.ledger(), m));
        std::cout << line << "\n";
        return 0;
    }
    std::cout << say("{}  {}  {}\n", base::label(m.id), base::format_instant(m.received_at),
                     m.sha256);
    std::cout << say(_("  from     {}\n  subject  {}\n"), base::one_line(m.from),
                     base::one_line(m.subject));
    std::cout << say(_("  outcome  {} {}\n"),
                     in_words(m.outcome ? storage::name(*m.outcome) : storage::name(m.state)),
                     in_words(m.reason));
    if (!m.waiting_cause.empty()) std::cout << say(_("  waits    {}\n"), m.waiting_cause);
    TRY(print_places(office, m.id));
    TRY(print_parts(office, m.id));
    TRY(print_judgement(office, m.id));
    TRY_ASSIGN(const auto filings, office.ledger().filings_of(m.id));
    for (const auto& f : filings)
        std::cout << say(_("filing {} {} / {} / {}  {}\n"), base::label(f.id),
                         office.unit_name(f.unit), office.obligation_title(f.obligation, f.period),
                         f.period, in_words(storage::name(f.status)));
    TRY(print_notices(office, m.id));
    return 0;
}

base::Result<int> show_filing(Office& office, const storage::Filing& f, bool json) {
    if (json) {
        TRY_ASSIGN(const auto line, pipeline::filing_json(office.ledger(), f));
        std::cout << line << "\n";
        return 0;
    }
    std::cout << say("{}  {} · {} · {}  {}\n", base::label(f.id), office.unit_name(f.unit),
                     office.obligation_title(f.obligation, f.period), f.period,
                     in_words(storage::name(f.status)));
    std::cout << say(_("  received {}  completed {}  due {}  missing {}\n"),
                     base::format_instant(f.received_at),
                     f.completed_at ? base::format_instant(*f.completed_at) : "-",
                     f.due ? base::format_date(*f.due) : "-", in_words(f.missing));
    for (const auto& entry : f.documents) {
        TRY_ASSIGN(const auto d, office.ledger().document(entry.document));
        if (d)
            std::cout << say("  {:<12} v{}{} {} {}\n", entry.piece, entry.version,
                             entry.superseded ? _(" (superseded)") : "", base::label(d->message),
                             base::one_line(d->part, 80));
    }
    std::cout << "  " << f.fields_json << "\n";
    for (const auto& e : f.evidence) print_evidence(e.about, e.points_to, e.from, e.text, e.weight);
    return 0;
}

base::Result<int> run(Office& office, const std::string& what, bool json) {
    const bool is_filing = !what.empty() && (what.front() == 'F' || what.front() == 'f');
    TRY_ASSIGN(const auto number, parse_id(what, is_filing ? 'F' : 'M'));
    const auto unknown =
        base::fail(base::Kind::BadInput, base::Scope::Process, say(_("there is no {}"), what),
                   "filingctl messages, filingctl filings");
    if (is_filing) {
        TRY_ASSIGN(const auto filing, office.ledger().filing(base::FilingId{number}));
        if (!filing) return unknown;
        return show_filing(office, *filing, json);
    }
    TRY_ASSIGN(const auto message, office.ledger().message(base::MessageId{number}));
    if (!message) return unknown;
    return show_message(office, *message, json);
}

}  // namespace

void add_show(CLI::App& cli, Invocation& invocation) {
    auto* command =
        cli.add_subcommand("show", _("everything known of a message (M12) or a filing (F3)"));
    auto what = std::make_shared<std::string>();
    auto json = std::make_shared<bool>(false);
    command->add_option("ID", *what, _("M12 or F3"))->required();
    command->add_flag("--json", *json, _("one JSON object a line"));
    command->callback([&invocation, what, json] {
        invocation.chosen_in_office = [what, json](Office& office) {
            return run(office, *what, *json);
        };
    });
}

}  // namespace ctl
