#include "daemon/imap/folder_sync.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace imap {
namespace {

using Uids = std::vector<std::uint32_t>;

bool holds(const Uids& ascending, std::uint32_t uid) {
    return std::binary_search(ascending.begin(), ascending.end(), uid);
}

std::vector<Listed> without(const std::vector<Listed>& messages, const Uids& known) {
    std::vector<Listed> rest;
    std::copy_if(messages.begin(), messages.end(), std::back_inserter(rest),
                 [&](const Listed& message) { return !holds(known, message.uid); });
    return rest;
}

Uids missing_from(const Uids& live, const std::vector<Listed>& messages) {
    Uids listed, missing;
    for (const Listed& message : messages) listed.push_back(message.uid);
    std::set_difference(live.begin(), live.end(), listed.begin(), listed.end(),
                        std::back_inserter(missing));
    return missing;
}

}  // namespace

FolderSync::FolderSync(std::string name, const FolderRules& rules, Store& store,
                       const base::Clock& clock, Window& window)
    : name_(std::move(name)), rules_(rules), store_(&store), clock_(&clock), window_(&window) {}

base::Result<> FolderSync::open_and_take(Session& session, const Progress& progress) {
    TRY_ASSIGN(const auto examined, session.examine(name_));
    if (!examined) {
        missing_until_ = clock_->monotonic() + rules_.missing_again;
        return {};
    }
    missing_until_.reset();
    TRY_ASSIGN(id_, store_->observe(name_, examined->uid_validity));
    if (examined->uid_validity != uid_validity_) {  // a new life: nothing of the old one holds
        uid_validity_ = examined->uid_validity;
        last_uid_ = 0;
        pending_.clear();
        listed_at_.reset();
    }
    return take(session, progress);
}

base::Result<> FolderSync::take(Session& session, const Progress& progress) {
    session.clear_news();
    if (full_listing_due(session)) {
        TRY(list_all(session));
    } else {
        TRY(list_new(session));
        if (full_listing_due(session)) TRY(list_all(session));
    }
    TRY(drop_out_of_scope());
    return download(session, progress);
}

bool FolderSync::full_listing_due(const Session& session) const {
    if (!listed_at_) return true;
    const auto age = clock_->monotonic() - *listed_at_;
    // More than listed is new mail, which list_new() brings; fewer: something has gone.
    return age >= rules_.full_listing ||
           (session.exists() < known_ && age >= rules_.doubtful_listing);
}

base::Result<> FolderSync::list_all(Session& session) {
    std::vector<Listed> listed;
    if (session.exists() > 0) {
        TRY_ASSIGN(listed, session.list_from(1));
    }
    TRY_ASSIGN(const Uids live, store_->live_uids(id_));
    if (const auto fresh = without(listed, live); !fresh.empty())
        TRY(store_->record_listed(id_, fresh));
    // A listing shorter than the server's own count proves nothing about what it leaves out.
    const bool complete = listed.size() >= session.exists();
    if (const Uids lost = missing_from(live, listed); complete && !lost.empty())
        TRY(store_->gone(id_, lost));
    TRY_ASSIGN(const Uids settled, store_->settled_uids(id_));
    pending_.clear();
    await(without(listed, settled));
    TRY(recall_refusals());
    last_uid_ = std::max(
        {last_uid_, listed.empty() ? 0 : listed.back().uid, settled.empty() ? 0 : settled.back()});
    known_ = listed.size();
    listed_at_ = clock_->monotonic();
    return {};
}

base::Result<> FolderSync::list_new(Session& session) {
    if (session.exists() == 0 || last_uid_ == UINT32_MAX) return {};
    TRY_ASSIGN(const std::vector<Listed> listed, session.list_from(last_uid_ + 1));
    if (listed.empty()) return {};
    TRY(store_->record_listed(id_, listed));
    await(listed);
    last_uid_ = listed.back().uid;
    known_ += listed.size();
    return {};
}

void FolderSync::await(std::span<const Listed> messages) {
    for (const Listed& message : messages)
        pending_.insert_or_assign(message.uid, Pending{message, 0, {}});
}

base::Result<> FolderSync::drop_out_of_scope() {
    Uids early, large;
    for (const auto& [uid, pending] : pending_) {
        const auto& arrived = pending.message.internal_date;
        if (rules_.since && arrived && base::date_of(*arrived) < *rules_.since) {
            early.push_back(uid);
        } else if (pending.message.size > rules_.download.message) {
            large.push_back(uid);
        }
    }
    if (!early.empty())
        TRY(store_->out_of_scope(
            id_, early, fmt::format("arrived before {}", base::format_date(*rules_.since))));
    if (!large.empty())
        TRY(store_->out_of_scope(id_, large,
                                 fmt::format("larger than {} bytes", rules_.download.message)));
    for (const auto uid : early) pending_.erase(uid);
    for (const auto uid : large) pending_.erase(uid);
    return {};
}

/// What an earlier run, or this one before its last full listing, asked for in vain.
base::Result<> FolderSync::recall_refusals() {
    TRY_ASSIGN(const auto refusals, store_->refusals(id_));
    for (const Refused& refused : refusals) {
        const auto found = pending_.find(refused.uid);
        if (found == pending_.end()) continue;
        found->second.vain = refused.count;
        const auto again = again_after(refused.count);
        // The clock may have been set back since.
        const auto wait =
            std::min<base::Instant::duration>(again, refused.last_at + again - clock_->now());
        if (wait.count() > 0) found->second.not_before = clock_->monotonic() + wait;
    }
    return {};
}

/// What was asked for in vain before comes last, and alone: it keeps no other from being taken, and
/// a connection that breaks then breaks at this one.
base::Result<> FolderSync::download(Session& session, const Progress& progress) {
    std::vector<Listed> wanted, doubtful;
    for (const auto& [uid, pending] : pending_)
        if (!pending.not_before || *pending.not_before <= clock_->monotonic())
            (pending.vain == 0 ? wanted : doubtful).push_back(pending.message);
    const std::size_t all = wanted.size() + doubtful.size();
    if (all == 0) return {};
    progress(0, all);
    TRY(fetch(session, wanted, [&](std::size_t done, std::size_t) { progress(done, all); }));
    for (const Listed& message : doubtful)
        TRY(fetch(session, std::span(&message, 1), [](std::size_t, std::size_t) {}));
    return {};
}

base::Result<> FolderSync::fetch(Session& session, std::span<const Listed> wanted,
                                 const Progress& progress) {
    if (wanted.empty()) return {};
    Downloader downloader(session, *store_, *window_, rules_.download);
    auto run =
        downloader.run(id_, wanted, [&](std::size_t done) { progress(done, wanted.size()); });
    TRY(conclude(downloader.outcome()));
    TRY(std::move(run));
    return resolve_silent(session, downloader.outcome().silent);
}

/// Settles what the answers alone decide.
base::Result<> FolderSync::conclude(const DownloadOutcome& outcome) {
    taken_ += outcome.taken.size();
    for (const auto uid : outcome.taken) pending_.erase(uid);
    if (!outcome.too_large.empty())
        TRY(store_->out_of_scope(id_, outcome.too_large,
                                 fmt::format("larger than {} bytes", rules_.download.message)));
    for (const auto uid : outcome.too_large) pending_.erase(uid);
    for (const auto& refusal : outcome.refused)
        TRY(note_refusal(refusal.uid, refusal.cause, rules_.refused_again));
    return outcome.broken ? note_break(*outcome.broken) : base::Result<>();
}

/// A UID without an answer has most likely gone. It is asked for once more before that is written
/// down.
base::Result<> FolderSync::resolve_silent(Session& session, Uids uids) {
    if (uids.empty()) return {};
    std::sort(uids.begin(), uids.end());
    TRY_ASSIGN(const Uids there, session.still_there(uids));
    Uids lost;
    std::set_difference(uids.begin(), uids.end(), there.begin(), there.end(),
                        std::back_inserter(lost));
    if (!lost.empty()) TRY(store_->gone(id_, lost));
    for (const auto uid : lost) pending_.erase(uid);
    known_ -= std::min(known_, lost.size());
    for (const auto uid : there)
        TRY(note_refusal(uid, "the server lists the message but does not give it",
                         rules_.refused_again));
    return {};
}

/// One break may be the line's fault: the message is asked for again at once, behind all others.
/// From the second one on it waits, so that the mailbox goes on without it.
base::Result<> FolderSync::note_break(const DownloadOutcome::Refusal& broken) {
    ++breaks_;
    return note_refusal(broken.uid, broken.cause, {});
}

std::chrono::minutes FolderSync::again_after(std::uint32_t vain) const {
    if (vain < 2) return std::chrono::minutes(0);
    const std::uint32_t doublings = std::min<std::uint32_t>(vain - 2, 8);
    return std::min(rules_.broken_again * (1U << doublings), rules_.refused_again);
}

/// Without `again`: as again_after() says.
base::Result<> FolderSync::note_refusal(std::uint32_t uid, std::string_view cause,
                                        std::optional<std::chrono::minutes> again) {
    TRY_ASSIGN(const Refused refused, store_->refused(id_, uid, cause));
    if (refused.given_up) {
        pending_.erase(uid);
        return {};
    }
    const auto found = pending_.find(uid);
    if (found == pending_.end()) return {};
    found->second.vain = refused.count;
    const auto wait = again.value_or(again_after(refused.count));
    found->second.not_before = clock_->monotonic() + wait;
    return {};
}

}  // namespace imap
