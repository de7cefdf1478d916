#include <iostream>

#include "base/text.h"
#include "daemon/ctl/acting.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/reading.h"
#include "daemon/ctl/reasons.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/judgement_json.h"
#include "daemon/pipeline/records_json.h"

namespace ctl {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kShown = 60;

/// The judgement, where the ledger has one: none of a message that was never judged.
std::optional<judge::Judgement> judgement_of(Office& office, base::MessageId id) {
    const auto blob = office.ledger().judgement_blob(id);
    if (!blob || blob->empty()) return {};
    auto judgement = pipeline::decode_judgement(*blob);
    if (!judgement) return {};
    return std::move(*judgement);
}

void print_question(Office& office, const Question& question) {
    const auto name = [&office](const std::string& about, const std::string& points_to) {
        if (about == "unit") return office.unit_name(points_to);
        return about == "obligation" ? office.obligation_title(points_to) : points_to;
    };
    std::cout << say("    {}: {}{}\n", in_words(question.about),
                     question.why == "accepted" ? "" : _("not sure: "),
                     in_a_sentence(question, office.rulebook().settings.judge, name));
    for (const auto& candidate : question.candidates) {
        std::cout << say("      {:.3f}  {}\n", candidate.score,
                         name(question.about, candidate.points_to));
        for (const auto& e : candidate.evidence)
            std::cout << say("             {:.2f}  {} · {}  “{}”\n", e.weight, in_words(e.kind),
                             in_words(e.from), base::one_line(e.text, kShown));
    }
}

void print_verdict(Office& office, const judge::Verdict& verdict) {
    const auto& settings = office.rulebook().settings.judge;
    const auto or_unknown = [](const std::string& text) {
        return text.empty() ? std::string(_("unknown")) : text;
    };
    std::cout << say("  {} · {} · {}  {} {:.3f}  {}{}\n",
                     or_unknown(office.unit_name(verdict.unit)),
                     or_unknown(office.obligation_title(verdict.obligation, verdict.period)),
                     or_unknown(verdict.period), _("score"), verdict.score,
                     verdict.accepted ? _("accepted") : _("not accepted: "),
                     verdict.accepted ? "" : in_words(verdict.reason));
    for (const auto& question : questions_of(verdict, settings)) print_question(office, question);
    for (const auto& c : verdict.candidates)
        std::cout << say(_("    candidate  {} / {} / {}  {:.3f}\n"),
                         or_unknown(office.unit_name(c.unit)),
                         or_unknown(office.obligation_title(c.obligation, c.period)),
                         or_unknown(c.period), c.score);
}

void print_judgement(Office& office, base::MessageId id) {
    const auto judgement = judgement_of(office, id);
    if (!judgement) return;
    std::cout << _("verdicts:");
    if (!judgement->reason.empty()) std::cout << " " << in_words(judgement->reason);
    std::cout << "\n";
    for (const auto& verdict : judgement->verdicts) print_verdict(office, verdict);
}

ordered_json question_json(const Question& question) {
    ordered_json out{{"about", question.about}, {"why", question.why}};
    out["candidates"] = ordered_json::array();
    for (const auto& candidate : question.candidates) {
        ordered_json evidence = ordered_json::array();
        for (const auto& e : candidate.evidence)
            evidence.push_back(
                {{"kind", e.kind}, {"from", e.from}, {"text", e.text}, {"weight", e.weight}});
        out["candidates"].push_back({{"points_to", candidate.points_to},
                                     {"score", candidate.score},
                                     {"evidence", evidence}});
    }
    return out;
}

ordered_json verdicts_json(Office& office, base::MessageId id) {
    ordered_json out = ordered_json::array();
    const auto judgement = judgement_of(office, id);
    if (!judgement) return out;
    for (const auto& v : judgement->verdicts) {
        ordered_json row;
        row["unit"] = v.unit;
        row["obligation"] = v.obligation;
        row["period"] = v.period;
        row["score"] = v.score;
        row["accepted"] = v.accepted;
        row["reason"] = v.reason;
        row["questions"] = ordered_json::array();
        for (const auto& question : questions_of(v, office.rulebook().settings.judge))
            row["questions"].push_back(question_json(question));
        row["candidates"] = ordered_json::array();
        for (const auto& c : v.candidates)
            row["candidates"].push_back({{"unit", c.unit},
                                         {"obligation", c.obligation},
                                         {"period", c.period},
                                         {"score", c.score}});
        out.push_back(std::move(row));
    }
    return out;
}

// History: the journal's lines about a message or a filing.

std::string text_in(const ordered_json& entry, const char* key) {
    const auto found = entry.find(key);
    return found != entry.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// One entry in words: what happened, by whom, why, and whether it still counts.
base::Result<std::string> entry_in_words(Office& office, const storage::JournalEntry& entry) {
    const auto line = ordered_json::parse(entry.line, nullptr, false);
    if (!line.is_object()) return std::string();
    std::string words;
    if (entry.kind != "act") {
        words = in_words(text_in(line, "outcome")) + " " + in_words(text_in(line, "reason"));
        if (line.value("reprocessed", false)) words += std::string(" ") + _("(read anew)");
        return words;
    }
    words = in_words(text_in(line, "act"));
    for (const char* key : {"undoes", "unit", "obligation", "period", "reason", "by"})
        if (const auto text = text_in(line, key); !text.empty())
            words += " " + base::one_line(text, kShown);
    TRY_ASSIGN(const auto act, office.ledger().act(entry.number));
    if (act && act->undone) words += say(_("  (undone by {})"), base::label(act->undone));
    return words;
}

base::Result<> print_history(Office& office, const std::string& label) {
    TRY_ASSIGN(const auto entries, office.ledger().history(label));
    if (entries.empty()) return {};
    std::cout << _("history:") << "\n";
    for (const auto& entry : entries) {
        TRY_ASSIGN(const auto words, entry_in_words(office, entry));
        std::cout << say("  {}  {}  {}  {}\n", base::label(entry.number),
                         base::format_instant(entry.at).substr(0, 16), in_words(entry.kind), words);
    }
    return {};
}

base::Result<ordered_json> history_json(Office& office, const std::string& label) {
    ordered_json out = ordered_json::array();
    TRY_ASSIGN(const auto entries, office.ledger().history(label));
    for (const auto& entry : entries) {
        ordered_json row{{"journal", base::label(entry.number)},
                         {"at", base::format_instant(entry.at)},
                         {"kind", entry.kind},
                         {"data", ordered_json::parse(entry.line, nullptr, false)},
                         {"undone_by", nullptr}};
        if (entry.kind == "act") {
            TRY_ASSIGN(const auto act, office.ledger().act(entry.number));
            if (act && act->undone) row["undone_by"] = base::label(act->undone);
        }
        out.push_back(std::move(row));
    }
    return out;
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

base::Result<> print_problems(Office& office, base::MessageId id) {
    TRY_ASSIGN(const auto problems, office.ledger().problems(id));
    if (!problems.empty()) std::cout << _("problems:") << "\n";
    for (const auto& p : problems)
        std::cout << say("  {} ({}) {} {}\n", p.code, p.severity, base::one_line(p.part, kShown),
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

/// What the mail answered to a notice, line by line, and what became of it.
base::Result<> print_answers(Office& office, base::MessageId id) {
    TRY_ASSIGN(const auto answers, office.ledger().answers_in(id));
    if (!answers.empty()) std::cout << _("answers:") << "\n";
    for (const auto& a : answers)
        std::cout << say("  {} {} {}  “{}”  {}\n", base::label(a.notice),
                         in_words(a.applied ? "applied" : "not_applied"),
                         a.act ? base::label(a.act) : std::string("-"),
                         base::one_line(a.line, kShown), a.words);
    return {};
}

base::Result<ordered_json> answers_json(Office& office, base::MessageId id) {
    ordered_json out = ordered_json::array();
    TRY_ASSIGN(const auto answers, office.ledger().answers_in(id));
    for (const auto& a : answers)
        out.push_back({{"notice", base::label(a.notice)},
                       {"line", a.line},
                       {"applied", a.applied},
                       {"words", a.words},
                       {"act", a.act ? ordered_json(base::label(a.act)) : ordered_json(nullptr)}});
    return out;
}

base::Result<int> message_as_json(Office& office, const storage::Message& m) {
    TRY_ASSIGN(const auto line, pipeline::message_json(office.ledger(), m));
    auto out = ordered_json::parse(line, nullptr, false);
    const auto parsed = parsed_of(office, m.id);
    out["reading"] = parsed ? reading_json(*parsed) : ordered_json::array();
    out["verdicts"] = verdicts_json(office, m.id);
    out["notices"] = ordered_json::array();
    TRY_ASSIGN(const auto notices, office.ledger().notices_about(m.id));
    for (const auto& n : notices)
        out["notices"].push_back({{"id", base::label(n.id)},
                                  {"kind", storage::name(n.kind)},
                                  {"state", storage::name(n.state)},
                                  {"to", n.to}});
    TRY_ASSIGN(out["answers"], answers_json(office, m.id));
    TRY_ASSIGN(out["history"], history_json(office, base::label(m.id)));
    std::cout << dumped(out) << "\n";
    return 0;
}

base::Result<int> show_message(Office& office, const storage::Message& m) {
    std::cout << say("{}  {}  {}\n", base::label(m.id), base::format_instant(m.received_at),
                     m.sha256);
    std::cout << say(_("  from     {}\n  subject  {}\n"), base::one_line(m.from),
                     base::one_line(m.subject));
    std::cout << say(_("  outcome  {} {}\n"),
                     in_words(m.outcome ? storage::name(*m.outcome) : storage::name(m.state)),
                     in_words(m.reason));
    if (!m.waiting_cause.empty()) std::cout << say(_("  waits    {}\n"), m.waiting_cause);
    TRY(print_places(office, m.id));
    TRY_ASSIGN(const auto documents, office.ledger().documents(m.id));
    print_parts(documents, parsed_of(office, m.id));
    TRY(print_problems(office, m.id));
    print_judgement(office, m.id);
    TRY_ASSIGN(const auto filings, office.ledger().filings_of(m.id));
    for (const auto& f : filings)
        std::cout << say(_("filing {} {} / {} / {}  {}\n"), base::label(f.id),
                         office.unit_name(f.unit), office.obligation_title(f.obligation, f.period),
                         f.period, in_words(storage::name(f.status)));
    TRY(print_notices(office, m.id));
    TRY(print_answers(office, m.id));
    TRY(print_history(office, base::label(m.id)));
    return 0;
}

base::Result<int> filing_as_json(Office& office, const storage::Filing& f) {
    TRY_ASSIGN(const auto line, pipeline::filing_json(office.ledger(), f));
    auto out = ordered_json::parse(line, nullptr, false);
    TRY_ASSIGN(out["history"], history_json(office, base::label(f.id)));
    std::cout << dumped(out) << "\n";
    return 0;
}

base::Result<> print_documents(Office& office, const storage::Filing& f) {
    std::vector<Row> rows;
    for (const auto& entry : f.documents) {
        TRY_ASSIGN(const auto d, office.ledger().document(entry.document));
        if (!d) continue;
        std::string version = "v" + std::to_string(entry.version);
        if (entry.superseded) version += _(" (superseded)");
        rows.push_back({"  " + in_words(entry.piece), version, base::label(d->message),
                        base::one_line(d->part, 80)});
    }
    std::cout << table(rows);
    return {};
}

void print_fields(const storage::Filing& f) {
    const auto fields = ordered_json::parse(f.fields_json, nullptr, false);
    if (!fields.is_object()) return;
    std::vector<Row> rows;
    for (const auto& [key, value] : fields.items())
        rows.push_back({"  " + key, value.is_string() ? base::one_line(value.get<std::string>())
                                                      : base::one_line(dumped(value))});
    std::cout << table(rows);
}

base::Result<int> show_filing(Office& office, const storage::Filing& f) {
    std::cout << say("{}  {} · {} · {}  {}\n", base::label(f.id), office.unit_name(f.unit),
                     office.obligation_title(f.obligation, f.period), f.period,
                     in_words(storage::name(f.status)));
    std::cout << say(_("  received {}  completed {}  due {}  missing {}\n"),
                     base::format_instant(f.received_at),
                     f.completed_at ? base::format_instant(*f.completed_at) : "-",
                     f.due ? base::format_date(*f.due) : "-", in_words(f.missing));
    TRY(print_documents(office, f));
    print_fields(f);
    for (const auto& e : f.evidence)
        std::cout << say("    {}  {}  {:.2f}  {}  “{}”\n", in_words(e.about), e.points_to, e.weight,
                         e.from, base::one_line(e.text, kShown));
    TRY(print_history(office, base::label(f.id)));
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
        return json ? filing_as_json(office, *filing) : show_filing(office, *filing);
    }
    TRY_ASSIGN(const auto message, office.ledger().message(base::MessageId{number}));
    if (!message) return unknown;
    return json ? message_as_json(office, *message) : show_message(office, *message);
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
