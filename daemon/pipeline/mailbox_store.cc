#include "daemon/pipeline/mailbox_store.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json_line.h"

namespace pipeline {
namespace {

/// Room kept for the ledger and for telling somebody that the disk is full.
constexpr std::uint64_t kReserve = 16ULL << 20;
constexpr std::chrono::hours kFreshMail{72};
constexpr std::chrono::days kRefusalsBeforeFailed{7};
/// Seven days alone prove little where filingd hardly ran, or the line was down all week.
constexpr std::uint32_t kFewestRefusals = 5;

class SpoolWriter final : public imap::Writer {
 public:
    explicit SpoolWriter(storage::Incoming incoming) : incoming_(std::move(incoming)) {}
    base::Result<> write(std::string_view bytes) override { return incoming_.write(bytes); }
    base::Result<> finish() override { return incoming_.finish(); }
    storage::Incoming take() { return std::move(incoming_); }

 private:
    storage::Incoming incoming_;
};

/// "1:250,300": UIDs as IMAP writes a set of them.
std::string uid_set(std::span<const std::uint32_t> uids) {
    std::vector<std::uint32_t> sorted(uids.begin(), uids.end());
    std::ranges::sort(sorted);
    std::string text;
    for (std::size_t at = 0; at < sorted.size();) {
        std::size_t end = at + 1;
        while (end < sorted.size() && sorted[end] - sorted[end - 1] <= 1) ++end;
        if (!text.empty()) text += ',';
        text += std::to_string(sorted[at]);
        if (sorted[end - 1] != sorted[at]) text += ':' + std::to_string(sorted[end - 1]);
        at = end;
    }
    return text;
}

}  // namespace

MailboxStore::MailboxStore(std::string mailbox, std::string state_directory, World world)
    : mailbox_(std::move(mailbox)),
      state_directory_(std::move(state_directory)),
      world_(std::move(world)) {}

base::Result<base::FolderId> MailboxStore::observe(const std::string& folder,
                                                   std::uint32_t uid_validity) {
    base::FolderId id;
    TRY(world_.ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto life, world_.ledger.observe_folder(mailbox_, folder, uid_validity,
                                                                 world_.clock.now()));
        id = life.id;
        lives_[id] = life;
        return {};
    }));
    return id;
}

base::Result<std::vector<std::uint32_t>> MailboxStore::settled_uids(base::FolderId folder) {
    return world_.ledger.settled_uids(folder);
}

base::Result<std::vector<std::uint32_t>> MailboxStore::live_uids(base::FolderId folder) {
    return world_.ledger.live_uids(folder);
}

base::Result<> MailboxStore::record_listed(base::FolderId folder,
                                           std::span<const imap::Listed> messages) {
    std::vector<storage::ListedPlace> places;
    places.reserve(messages.size());
    for (const auto& message : messages) {
        storage::ListedPlace place;
        place.uid = message.uid;
        place.size = message.size;
        if (message.internal_date) place.received_at = *message.internal_date;
        places.push_back(place);
    }
    return world_.ledger.transaction([&] { return world_.ledger.record_listed(folder, places); });
}

base::Result<std::unique_ptr<imap::Writer>> MailboxStore::begin(std::uint64_t size) {
    TRY_ASSIGN(const auto room, world_.env.free_space(state_directory_));
    // Raw bytes, the documents inside, and their names.
    if (room < 2 * size + kReserve)
        return base::fail(base::Kind::NoSpace, base::Scope::Mailbox, "the disk is nearly full",
                          "磁盘空间不足，请清理磁盘；空间恢复后自动继续收信。");
    TRY_ASSIGN(auto incoming, world_.spool.begin_message());
    return std::unique_ptr<imap::Writer>(std::make_unique<SpoolWriter>(std::move(incoming)));
}

std::uint64_t MailboxStore::room() const {
    return world_.env.free_space(state_directory_).value_or(0);
}

base::Result<> MailboxStore::commit(base::FolderId folder, std::vector<imap::Fetched> batch) {
    std::vector<storage::Incoming> files;
    std::vector<storage::SpooledPlace> places;
    const auto now = world_.clock.now();
    for (auto& fetched : batch) {
        // Every writer here came from begin().
        auto incoming = static_cast<SpoolWriter&>(*fetched.writer).take();
        storage::SpooledPlace place;
        place.uid = fetched.uid;
        place.received_at = fetched.internal_date.value_or(now);
        place.size = incoming.size();
        place.sha256 = incoming.sha256();
        place.backfill = is_backfill(folder, place.received_at);
        places.push_back(std::move(place));
        files.push_back(std::move(incoming));
    }
    TRY(world_.spool.commit_messages(files));
    TRY(world_.ledger.transaction([&]() -> base::Result<> {
        TRY(world_.ledger.record_spooled(folder, places, now));
        return {};
    }));
    // Known mail, listed anew: the archive has its bytes. What fails here goes at the next start.
    if (const auto known = world_.ledger.settled_among(places))
        for (const auto& sha256 : *known) (void)world_.spool.remove_message(sha256);
    world_.arrived();
    return {};
}

/// Mail of before filingd watched this folder, or old when first seen, is filed but never answered.
bool MailboxStore::is_backfill(base::FolderId folder, base::Instant received_at) const {
    const auto life = lives_.find(folder);
    // INTERNALDATE knows whole seconds only.
    if (life == lives_.end() ||
        received_at < std::chrono::floor<std::chrono::seconds>(life->second.first_seen))
        return true;
    return world_.clock.now() - received_at > kFreshMail;
}

base::Result<> MailboxStore::gone(base::FolderId folder, std::span<const std::uint32_t> uids) {
    return world_.ledger.transaction([&] { return world_.ledger.mark_gone(folder, uids); });
}

/// One entry of the journal tells of all places that one rule settles at once.
base::Result<> MailboxStore::settle(base::FolderId folder, std::span<const std::uint32_t> uids,
                                    storage::Outcome outcome, std::string_view reason,
                                    std::optional<base::Instant> since) {
    if (uids.empty()) return {};
    const auto now = world_.clock.now();
    for (const auto uid : uids) TRY(world_.ledger.settle_place(folder, uid, outcome, reason, now));
    const auto life = lives_.find(folder);
    nlohmann::ordered_json line;
    line["places"] = {{"mailbox", mailbox_},
                      {"folder", life == lives_.end() ? "" : life->second.name},
                      {"uid_validity", life == lives_.end() ? 0 : life->second.uid_validity},
                      {"uids", uid_set(uids)}};
    line["outcome"] = storage::name(outcome);
    line["reason"] = reason;
    if (since) line["since"] = base::format_instant(*since);
    TRY(world_.ledger.add_journal("settled", base::json_line(line), now));
    return {};
}

base::Result<> MailboxStore::out_of_scope(base::FolderId folder,
                                          std::span<const std::uint32_t> uids,
                                          std::string_view reason) {
    return world_.ledger.transaction(
        [&] { return settle(folder, uids, storage::Outcome::OutOfScope, reason, {}); });
}

base::Result<imap::Refused> MailboxStore::refused(base::FolderId folder, std::uint32_t uid,
                                                  std::string_view cause) {
    imap::Refused refused;
    TRY(world_.ledger.transaction([&]() -> base::Result<> {
        const auto now = world_.clock.now();
        TRY_ASSIGN(const auto noted, world_.ledger.note_refused_fetch(folder, uid, cause, now));
        refused.uid = uid;
        refused.count = noted.count;
        refused.last_at = noted.last_at;
        refused.given_up =
            now - noted.first_at >= kRefusalsBeforeFailed && noted.count >= kFewestRefusals;
        if (!refused.given_up) return {};
        return settle(folder, std::span(&uid, 1), storage::Outcome::Failed, cause, noted.first_at);
    }));
    return refused;
}

base::Result<std::vector<imap::Refused>> MailboxStore::refusals(base::FolderId folder) {
    TRY_ASSIGN(const auto noted, world_.ledger.refused_fetches(folder));
    std::vector<imap::Refused> refusals;
    for (const auto& row : noted) {
        imap::Refused refused;
        refused.uid = row.uid;
        refused.count = row.count;
        refused.last_at = row.last_at;
        refusals.push_back(refused);
    }
    return refusals;
}

}  // namespace pipeline
