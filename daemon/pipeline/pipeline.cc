#include "daemon/pipeline/pipeline.h"

#include <algorithm>

#include "daemon/links/snapshots.h"
#include "daemon/pipeline/digest_job.h"
#include "daemon/pipeline/judge_step.h"
#include "daemon/pipeline/parse_step.h"
#include "daemon/pipeline/reminder_job.h"
#include "daemon/pipeline/settle_step.h"
#include "daemon/pipeline/views.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

using storage::Message;
using storage::State;

constexpr std::size_t kBatch = 64;
constexpr std::uint64_t kBatchBytes = 32ULL << 20;
constexpr std::uint32_t kMostAttempts = 3;
constexpr std::chrono::minutes kRetry{1};

std::vector<Message> in_state(const std::vector<Message>& messages, State state) {
    std::vector<Message> chosen;
    std::ranges::copy_if(messages, std::back_inserter(chosen),
                         [&](const Message& m) { return m.state == state; });
    return chosen;
}

/// The batch as the ledger has it after a step.
base::Result<std::vector<Message>> reloaded(storage::Ledger& ledger,
                                            const std::vector<Message>& batch) {
    std::vector<Message> fresh;
    for (const auto& message : batch) {
        TRY_ASSIGN(auto now, ledger.message(message.id));
        if (now) fresh.push_back(std::move(*now));
    }
    return fresh;
}

}  // namespace

base::Result<> Pipeline::start() {
    TRY(desk_.spool.clean_incoming());
    // Their rows are in the ledger; what is left in the spool afterwards nobody asks for.
    TRY(links::keep_snapshots(desk_));
    TRY(clean_spool(desk_));
    // Without it they are looked at two hours later.
    if (const auto done = look_at_reminders_anew(desk_); !done)
        service::warning("reminders: {}", base::describe(done.error()));
    // A full disk passes: tick() tries these again, and nothing goes out before the journal is
    // written.
    if (const auto done = desk_.journal.catch_up(desk_.ledger); !done)
        service::warning("journal left for later: {}", base::describe(done.error()));
    else if (const auto shown = refresh_views(desk_); !shown)
        service::warning("views left for later: {}", base::describe(shown.error()));
    return {};
}

base::Result<> Pipeline::tick() {
    // The digest is the heartbeat: neither journal nor view may keep it back.
    const auto digest = queue_digest_if_due(desk_);
    auto reminders = queue_reminders_if_due(desk_);
    TRY(desk_.journal.catch_up(desk_.ledger));
    TRY(refresh_views(desk_));
    TRY(digest);
    return reminders;
}

base::Result<> Pipeline::drain(std::stop_token stop) {
    while (!stop.stop_requested()) {
        TRY_ASSIGN(const bool worked, work_once(stop));
        if (!worked) break;
    }
    return tick();
}

/// A message in whose step filingd ended before goes alone; the others share syncs and
/// transactions.
std::vector<Message> Pipeline::next_batch(std::vector<Message> work) const {
    const auto suspicious = [&](const Message& m) {
        return m.attempts > 0 && !counted_.contains(m.id);
    };
    if (suspicious(work.front())) {
        work.resize(1);
        return work;
    }
    std::uint64_t bytes = 0;
    const auto end = std::ranges::find_if(work, [&](const Message& m) {
        bytes += m.size;
        return suspicious(m) || (bytes > kBatchBytes && &m != &work.front());
    });
    work.erase(end, work.end());
    return work;
}

base::Result<bool> Pipeline::work_once(std::stop_token stop) {
    TRY_ASSIGN(auto work, desk_.ledger.work(desk_.clock.now(), kBatch));
    if (work.empty()) return false;
    auto batch = next_batch(std::move(work));
    const auto& first = batch.front();
    if (first.attempts >= kMostAttempts && !counted_.contains(first.id)) {
        service::warning("{} ended filingd {} times: set aside for a person", base::label(first.id),
                         first.attempts);
        TRY(settle_in_review(desk_, first, "poison"));
        return true;
    }
    if (const auto done = process(batch, stop); !done) TRY(isolate(batch, done.error(), stop));
    if (stop.stop_requested()) TRY(take_back_attempts());
    return true;
}

/// One message's failure is not the others': after a failed batch each goes alone.
base::Result<> Pipeline::isolate(const std::vector<Message>& batch, const base::Error& error,
                                 std::stop_token stop) {
    if (batch.size() == 1) return set_aside(batch.front(), error);
    service::warning("a batch of {} is done one by one: {}", batch.size(), base::describe(error));
    for (const auto& message : batch) {
        if (stop.stop_requested()) return {};
        TRY_ASSIGN(const auto now, desk_.ledger.message(message.id));
        if (!now || now->state == State::Settled) continue;
        if (const auto done = process({*now}, stop); !done) TRY(set_aside(*now, done.error()));
    }
    return {};
}

base::Result<> Pipeline::process(std::vector<Message> batch, std::stop_token stop) {
    TRY(count_attempts(batch));
    if (const auto spooled = in_state(batch, State::Spooled); !spooled.empty()) {
        TRY(parse_spooled(desk_, parser_, spooled, stop));
        TRY_ASSIGN(batch, reloaded(desk_.ledger, batch));
    }
    if (stop.stop_requested()) return {};
    forget_waiting_for_pages(batch);
    if (const auto parsed = in_state(batch, State::Parsed); !parsed.empty()) {
        TRY(judge_parsed(desk_, parsed));
        TRY_ASSIGN(batch, reloaded(desk_.ledger, batch));
    }
    const auto judged = in_state(batch, State::Judged);
    if (!judged.empty()) TRY(settle_judged(desk_, judged));
    for (const auto& message : judged) counted_.erase(message.id);
    return {};
}

/// Their next attempt is at their pages, which another thread counts.
void Pipeline::forget_waiting_for_pages(std::vector<Message>& batch) {
    std::erase_if(batch, [&](const Message& m) {
        if (m.pages_waiting == 0) return false;
        counted_.erase(m.id);
        return true;
    });
}

base::Result<> Pipeline::count_attempts(std::span<const Message> batch) {
    std::vector<base::MessageId> ids;
    for (const auto& message : batch)
        if (counted_.insert(message.id).second) ids.push_back(message.id);
    if (ids.empty()) return {};
    return desk_.ledger.transaction([&] { return desk_.ledger.raise_attempts(ids); });
}

/// A stop that was asked for is nothing to hold against the messages it found on their way.
base::Result<> Pipeline::take_back_attempts() {
    const std::vector<base::MessageId> ids(counted_.begin(), counted_.end());
    counted_.clear();
    if (ids.empty()) return {};
    return desk_.ledger.transaction([&] { return desk_.ledger.lower_attempts(ids); });
}

/// A failure that passes, or is not the message's own, makes it wait with its cause; any other is a
/// person's to look at.
base::Result<> Pipeline::set_aside(const Message& message, const base::Error& error) {
    service::warning("{} waits: {}", base::label(message.id), base::describe(error));
    const bool its_own = error.kind == base::Kind::Corrupt || error.kind == base::Kind::BadInput ||
                         error.kind == base::Kind::Internal;
    if (its_own && error.scope != base::Scope::Service)
        return settle_in_review(desk_, message, "failed_step: " + error.text);
    const auto next_try = desk_.clock.now() + kRetry;
    TRY(desk_.ledger.transaction(
        [&] { return desk_.ledger.record_waiting(message.id, base::describe(error), next_try); }));
    counted_.erase(message.id);
    return {};
}

}  // namespace pipeline
