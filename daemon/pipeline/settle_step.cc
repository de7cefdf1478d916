#include "daemon/pipeline/settle_step.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json_line.h"
#include "daemon/duties/statistics.h"
#include "daemon/judge/verdicts.h"
#include "daemon/pipeline/answer_step.h"
#include "daemon/pipeline/bounces.h"
#include "daemon/pipeline/filer.h"
#include "daemon/pipeline/judgement_json.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/receipts.h"
#include "daemon/pipeline/search_step.h"
#include "daemon/pipeline/views.h"
#include "parsers/encode.h"

namespace pipeline {
namespace {

using storage::Outcome;

/// The first that applies decides for a mixed message (design.md, One way through).
Outcome weightier(Outcome a, Outcome b) {
    constexpr std::array kOrder{Outcome::Review, Outcome::Failed, Outcome::Filed,
                                Outcome::Duplicate, Outcome::NotAFiling};
    const auto rank = [&](Outcome o) { return std::ranges::find(kOrder, o) - kOrder.begin(); };
    return rank(a) <= rank(b) ? a : b;
}

void add_candidates(const judge::Verdict& verdict, Settlement& settlement) {
    for (const auto& c : verdict.candidates) {
        storage::Candidate candidate;
        candidate.unit = c.unit;
        candidate.obligation = c.obligation;
        candidate.period = c.period;
        candidate.score = c.score;
        settlement.candidates.push_back(std::move(candidate));
    }
}

class Settling {
 public:
    Settling(Desk& desk, const storage::Message& message) : desk_(desk), message_(message) {}

    base::Result<> run() {
        TRY_ASSIGN(documents_, desk_.ledger.documents(message_.id));
        TRY_ASSIGN(const auto judgement_blob, desk_.ledger.judgement_blob(message_.id));
        TRY_ASSIGN(const auto judgement, decode_judgement(judgement_blob));
        TRY_ASSIGN(const auto blob, desk_.ledger.parsed_blob(message_.id));
        const auto parsed = parsers::decode(blob);
        if (parsed) {
            TRY_ASSIGN(answered_, take_answer(desk_, message_, *parsed, judgement));
        }
        if (answered_ && answered_->outcome) {
            settlement_.outcome = *answered_->outcome;
            settlement_.reason = answered_->reason;
        } else {
            TRY(settle(judgement));
        }
        TRY(desk_.ledger.replace_candidates(message_.id, settlement_.candidates));
        TRY(desk_.ledger.record_settled(message_.id, settlement_.outcome, settlement_.reason));
        TRY(write_journal(judgement));
        if (!parsed) return {};
        TRY(index_message(desk_, message_.id, *parsed));
        TRY(note_returned(desk_, message_, *parsed));
        return answer(*parsed);
    }

 private:
    base::Result<> settle(const judge::Judgement& judgement) {
        settlement_.reason = judgement.reason;
        if (judgement.kind == judge::Judgement::Kind::NotAFiling) {
            settlement_.outcome = Outcome::NotAFiling;
            return {};
        }
        settlement_.outcome = judgement.kind == judge::Judgement::Kind::Review
                                  ? Outcome::Review
                                  : Outcome::NotAFiling;
        for (const auto& verdict : judgement.verdicts) TRY(settle_verdict(verdict));
        return {};
    }

    /// A person decides about it.
    base::Result<> ask(const judge::Verdict& verdict) {
        settlement_.outcome = Outcome::Review;
        if (settlement_.reason.empty()) settlement_.reason = verdict.reason;
        add_candidates(verdict, settlement_);
        return {};
    }

    base::Result<> settle_verdict(judge::Verdict verdict) {
        if (!verdict.accepted) return ask(verdict);
        if (verdict.period.empty()) verdict.period = event_period(verdict, documents_);
        TRY_ASSIGN(const auto existing,
                   desk_.ledger.find_filing(verdict.unit, verdict.obligation, verdict.period));
        if (verdict.is_withdrawal && !(existing && duties::in_force(*existing) &&
                                       existing->received_at <= message_.received_at)) {
            // Nothing of that name to withdraw: a person looks for what is meant.
            verdict.reason = "withdrawal";
            return ask(verdict);
        }
        TRY_ASSIGN(const auto known, known_documents(desk_.ledger, existing));
        const FilingQuestion question{desk_.rulebook,
                                      existing,
                                      known,
                                      message_,
                                      documents_,
                                      verdict,
                                      base::date_of(desk_.duty_time())};
        if (copies_differ(question)) {
            judge::refuse(verdict, kCopiesDiffer);
            return ask(verdict);
        }
        auto filing = file_verdict(question);
        settlement_.outcome =
            weightier(settlement_.outcome, filing ? Outcome::Filed : Outcome::Duplicate);
        if (!filing) {
            if (existing) settlement_.filings.push_back(*existing);
            return {};
        }
        TRY_ASSIGN(filing->id, desk_.ledger.put_filing(*filing));
        settlement_.filings.push_back(std::move(*filing));
        return {};
    }

    base::Result<> write_journal(const judge::Judgement& judgement) {
        nlohmann::ordered_json line;
        line["message"] = base::label(message_.id);
        line["sha256"] = message_.sha256;
        line["received_at"] = base::format_instant(message_.received_at);
        line["outcome"] = storage::name(settlement_.outcome);
        line["reason"] = settlement_.reason;
        line["filings"] = nlohmann::ordered_json::array();
        for (const auto& filing : settlement_.filings)
            line["filings"].push_back({{"filing", base::label(filing.id)},
                                       {"unit", filing.unit},
                                       {"obligation", filing.obligation},
                                       {"period", filing.period},
                                       {"status", storage::name(filing.status)},
                                       {"missing", filing.missing}});
        line["verdicts"] = judgement.verdicts.size();
        const auto text = base::json_line(line);
        TRY(desk_.ledger.add_journal("settled", text, desk_.clock.now()));
        return {};
    }

    /// What answers a notice of ours gets a receipt of what it changed, and none otherwise: two
    /// programs would answer each other for ever.
    base::Result<> answer(const parsers::Parsed& parsed) {
        if (!answered_) return queue_receipt(desk_, message_, parsed, settlement_);
        if (answered_->filings.empty()) return {};
        Settlement told{Outcome::Filed, answered_->reason, answered_->filings, {}, {}};
        told.about = answered_->about;
        return queue_receipt(desk_, message_, parsed, told);
    }

    Desk& desk_;
    const storage::Message& message_;
    std::vector<storage::Document> documents_;
    Settlement settlement_;
    std::optional<Answered> answered_;
};

base::Result<> keep_bytes(Desk& desk, std::span<const storage::Message> batch) {
    std::vector<std::string> messages;
    std::set<std::string> objects;
    for (const auto& message : batch) {
        messages.push_back(message.sha256);
        TRY_ASSIGN(const auto documents, desk.ledger.documents(message.id));
        for (const auto& d : documents)
            if (!d.sha256.empty()) objects.insert(d.sha256);
    }
    return desk.archive.keep(desk.spool, messages,
                             std::vector<std::string>(objects.begin(), objects.end()));
}

/// A note that a person files (paper.cc) comes judged; they may have settled it since it was read.
base::Result<bool> still_open(Desk& desk, const storage::Message& message) {
    TRY_ASSIGN(const auto now, desk.ledger.message(message.id));
    return now && now->state != storage::State::Settled;
}

}  // namespace

base::Result<> settle_judged(Desk& desk, std::span<const storage::Message> batch) {
    TRY(keep_bytes(desk, batch));
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        for (const auto& message : batch) {
            TRY_ASSIGN(const bool open, still_open(desk, message));
            if (open) TRY(Settling(desk, message).run());
        }
        return {};
    }));
    return follow_up(desk, batch);
}

base::Result<> settle_in_review(Desk& desk, const storage::Message& message,
                                std::string_view reason) {
    const std::span<const storage::Message> alone(&message, 1);
    auto kept = keep_bytes(desk, alone);
    if (!kept && base::retryable(kept.error().kind)) return kept;
    const Outcome outcome = kept ? Outcome::Review : Outcome::Failed;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const bool open, still_open(desk, message));
        if (!open) return {};
        TRY(desk.ledger.record_settled(message.id, outcome, kept ? reason : "bytes_gone"));
        TRY(index_message(desk, message.id));
        nlohmann::ordered_json line;
        line["message"] = base::label(message.id);
        line["sha256"] = message.sha256;
        line["outcome"] = storage::name(outcome);
        line["reason"] = kept ? reason : "bytes_gone";
        TRY(desk.ledger.add_journal("settled", base::json_line(line), desk.clock.now()));
        return {};
    }));
    return follow_up(desk, alone);
}

base::Result<> follow_up(Desk& desk, std::span<const storage::Message> settled) {
    TRY(desk.journal.catch_up(desk.ledger));
    TRY(refresh_views(desk));
    return forget_spooled(desk, settled);
}

base::Result<> forget_spooled(Desk& desk, std::span<const storage::Message> settled) {
    for (const auto& message : settled) {
        TRY_ASSIGN(const auto documents, desk.ledger.documents(message.id));
        TRY(desk.spool.remove_message(message.sha256));
        for (const auto& d : documents)
            if (!d.sha256.empty()) TRY(desk.spool.remove_object(d.sha256));
    }
    return {};
}

}  // namespace pipeline
