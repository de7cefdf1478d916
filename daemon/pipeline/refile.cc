#include "daemon/pipeline/refile.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/json_line.h"
#include "daemon/judge/verdicts.h"
#include "daemon/pipeline/filer.h"
#include "daemon/pipeline/judgement_json.h"

namespace pipeline {
namespace {

using nlohmann::json;

constexpr std::string_view kPerson = "person: ";  // filer.cc: kind, then where it stood

json fields_of(const storage::Filing& filing) {
    auto fields = json::parse(filing.fields_json, nullptr, false);
    return fields.is_object() ? fields : json::object();
}

std::vector<std::string> links_of(const json& fields, base::MessageId message) {
    std::vector<std::string> urls;
    const auto links = fields.find("links");
    if (links == fields.end() || !links->is_array()) return urls;
    for (const auto& link : *links)
        if (link.is_object() && link.value("message", "") == base::label(message))
            urls.push_back(link.value("url", ""));
    return urls;
}

/// The accepted verdicts about a duty of the mail's judgement as it was kept.
std::vector<judge::Verdict> own_verdicts(Desk& desk, const DutyName& duty,
                                         const std::vector<storage::Document>& documents,
                                         base::MessageId message) {
    const auto blob = desk.ledger.judgement_blob(message);
    if (!blob) return {};
    const auto judgement = decode_judgement(*blob);
    if (!judgement) return {};
    auto verdicts = accepted_verdicts(*judgement, documents);
    std::erase_if(verdicts, [&](const judge::Verdict& said) {
        return said.unit != duty.unit || said.obligation != duty.obligation ||
               said.period != duty.period;
    });
    return verdicts;
}

/// What stands in the filing from this mail, as it is: a person's word, or that of a mail whose
/// judgement is not known any more.
base::Result<Contribution> as_it_stands(Desk& desk, const storage::Filing& filing,
                                        const storage::Message& message) {
    Contribution kept{message, {}, {}};
    judge::Verdict verdict;
    verdict.unit = filing.unit;
    verdict.obligation = filing.obligation;
    verdict.period = filing.period;
    verdict.score = filing.score;
    verdict.accepted = true;
    for (const auto& entry : filing.documents) {
        TRY_ASSIGN(const auto document, desk.ledger.document(entry.document));
        if (!document || document->message != message.id) continue;
        kept.documents.push_back(*document);
        verdict.pieces.push_back({document->index, entry.piece});
    }
    TRY_ASSIGN(const auto documents, desk.ledger.documents(message.id));
    const DutyName duty{filing.unit, filing.obligation, filing.period};
    add_own_words(desk, duty, documents, message.id, verdict);
    verdict.is_withdrawal =
        filing.status == storage::FilingStatus::Withdrawn &&
        std::ranges::any_of(own_verdicts(desk, duty, documents, message.id),
                            [](const judge::Verdict& said) { return said.is_withdrawal; });
    const auto fields = fields_of(filing);
    verdict.links = links_of(fields, message.id);
    if (const auto by_hand = fields.find("by_hand"); by_hand != fields.end()) {
        auto all = json::parse(verdict.fields_json, nullptr, false);
        if (!all.is_object()) all = json::object();
        all["by_hand"] = *by_hand;
        verdict.fields_json = base::json_line(all);
    }
    for (const auto& e : filing.evidence) {
        if (!e.from.starts_with(kPerson)) continue;
        judge::Evidence evidence;
        evidence.about = e.about;
        evidence.kind = "person";
        evidence.points_to = e.points_to;
        evidence.from = e.from.substr(kPerson.size());
        evidence.text = e.text;
        evidence.weight = e.weight;
        verdict.evidence.push_back(std::move(evidence));
    }
    kept.verdicts.push_back(std::move(verdict));
    return kept;
}

base::Result<Contribution> contribution_of(Desk& desk, const storage::Filing& filing,
                                           const storage::Message& message) {
    TRY_ASSIGN(const bool decided, desk.ledger.decided_by_person(message.id));
    if (decided) return as_it_stands(desk, filing, message);
    const auto blob = desk.ledger.judgement_blob(message.id);
    if (!blob) return as_it_stands(desk, filing, message);
    const auto judgement = decode_judgement(*blob);
    if (!judgement) return as_it_stands(desk, filing, message);
    Contribution said{message, {}, {}};
    TRY_ASSIGN(said.documents, desk.ledger.documents(message.id));
    for (auto& verdict : accepted_verdicts(*judgement, said.documents))
        if (names(verdict, filing)) said.verdicts.push_back(std::move(verdict));
    if (said.verdicts.empty()) return as_it_stands(desk, filing, message);
    return said;
}

/// A person's word stands in the filing once, whichever of its mails it was said about.
void drop_repeated(std::vector<storage::Evidence>& evidence) {
    std::set<std::tuple<std::string, std::string, std::string, std::string, double>> seen;
    std::erase_if(evidence, [&](const storage::Evidence& e) {
        return e.from.starts_with(kPerson) &&
               !seen.emplace(e.about, e.points_to, e.from, e.text, e.weight).second;
    });
}

/// Takes what one mail says into the filing as it grows.
void fold(Desk& desk, const Contribution& said, base::FilingId id,
          std::optional<storage::Filing>& filing, KnownDocuments& known) {
    for (const auto& verdict : said.verdicts) {
        auto next = file_verdict({desk.rulebook, filing, known, said.message, said.documents,
                                  verdict, base::date_of(desk.duty_time())});
        if (!next) continue;
        next->id = id;
        filing = std::move(next);
        for (const auto& entry : filing->documents)
            for (const auto& d : said.documents)
                if (d.id == entry.document)
                    known[d.id] = {d.sha256, said.message.id, said.message.received_at,
                                   d.text_source};
    }
}

/// When a message was settled first; none: never.
base::Result<base::JournalNumber> first_settled(Desk& desk, base::MessageId message) {
    TRY_ASSIGN(const auto entries, desk.ledger.history(base::label(message)));
    const auto first = std::ranges::find(entries, "settled", &storage::JournalEntry::kind);
    return first == entries.end() ? base::JournalNumber{} : first->number;
}

/// The mails of a filing that were settled before this one, whether it is of the filing or not.
base::Result<std::vector<base::MessageId>> settled_before(Desk& desk, const storage::Filing& filing,
                                                          base::MessageId message) {
    const auto own = std::ranges::find(filing.messages, message);
    if (own != filing.messages.end())
        return std::vector<base::MessageId>(filing.messages.begin(), own);
    TRY_ASSIGN(const auto settled, first_settled(desk, message));
    std::vector<base::MessageId> earlier;
    for (const auto other : filing.messages) {
        TRY_ASSIGN(const auto number, first_settled(desk, other));
        if (!settled || number < settled) earlier.push_back(other);
    }
    return earlier;
}

/// Whether a person must compare the copies before the verdict is filed in its turn.
base::Result<bool> must_be_compared(Desk& desk, const storage::Message& message,
                                    const std::vector<storage::Document>& documents,
                                    const judge::Verdict& verdict) {
    TRY_ASSIGN(const auto filing,
               desk.ledger.find_filing(verdict.unit, verdict.obligation, verdict.period));
    if (!filing) return false;
    TRY_ASSIGN(const auto earlier, settled_before(desk, *filing, message.id));
    std::optional<storage::Filing> before;
    KnownDocuments known;
    for (const auto id : earlier) {
        TRY_ASSIGN(const auto other, desk.ledger.message(id));
        if (!other) continue;
        TRY_ASSIGN(const auto said, contribution_of(desk, *filing, *other));
        fold(desk, said, filing->id, before, known);
    }
    return copies_differ({desk.rulebook, before, known, message, documents, verdict,
                          base::date_of(desk.duty_time())});
}

}  // namespace

void add_own_words(Desk& desk, const DutyName& duty,
                   const std::vector<storage::Document>& documents, base::MessageId message,
                   judge::Verdict& verdict) {
    json fields = json::object();
    for (const auto& said : own_verdicts(desk, duty, documents, message)) {
        const auto read = json::parse(said.fields_json, nullptr, false);
        if (read.is_object()) fields.update(read);
        if (said.decision_date) verdict.decision_date = said.decision_date;
        verdict.is_correction = verdict.is_correction || said.is_correction;
    }
    verdict.fields_json = base::json_line(fields);
}

base::Result<judge::Judgement> as_settled(Desk& desk, const storage::Message& message,
                                          const std::vector<storage::Document>& documents,
                                          judge::Judgement judgement) {
    if (judgement.kind == judge::Judgement::Kind::NotAFiling) return judgement;
    for (auto& verdict : judgement.verdicts) {
        if (!verdict.accepted || verdict.period.empty()) continue;
        TRY_ASSIGN(const bool compare, must_be_compared(desk, message, documents, verdict));
        if (compare) judge::refuse(verdict, kCopiesDiffer);
    }
    return judgement;
}

bool names(const judge::Verdict& verdict, const storage::Filing& filing) {
    return verdict.unit == filing.unit && verdict.obligation == filing.obligation &&
           verdict.period == filing.period;
}

std::vector<judge::Verdict> accepted_verdicts(const judge::Judgement& judgement,
                                              const std::vector<storage::Document>& documents) {
    std::vector<judge::Verdict> accepted;
    if (judgement.kind == judge::Judgement::Kind::NotAFiling) return accepted;
    for (auto verdict : judgement.verdicts) {
        if (!verdict.accepted) continue;
        if (verdict.period.empty()) verdict.period = event_period(verdict, documents);
        accepted.push_back(std::move(verdict));
    }
    return accepted;
}

base::Result<std::optional<storage::Filing>> refiled(Desk& desk, const storage::Filing& filing,
                                                     const Contribution& changed) {
    std::optional<storage::Filing> anew;
    KnownDocuments known;
    for (const auto id : filing.messages) {
        if (id == changed.message.id) {
            fold(desk, changed, filing.id, anew, known);
            continue;
        }
        TRY_ASSIGN(const auto message, desk.ledger.message(id));
        if (!message) continue;
        TRY_ASSIGN(const auto said, contribution_of(desk, filing, *message));
        fold(desk, said, filing.id, anew, known);
    }
    if (anew) drop_repeated(anew->evidence);
    return anew;
}

}  // namespace pipeline
