#include "storage/verify.h"

#include <unistd.h>

#include <functional>

namespace storage {

namespace {

constexpr std::size_t kBatch = 1000;

base::Result<std::string> hash_of(base::Env& env, const std::string& path, Verification& result) {
    TRY_ASSIGN(const base::UniqueFd fd, env.open_for_read(path));
    Hasher hasher;
    std::string chunk(1 << 16, '\0');
    while (true) {
        const ssize_t size = ::read(fd.get(), chunk.data(), chunk.size());
        if (size < 0) return base::fail(base::system_error(errno, "cannot read " + path));
        if (size == 0) break;
        hasher.update({chunk.data(), static_cast<std::size_t>(size)});
        result.bytes += static_cast<std::uint64_t>(size);
    }
    ++result.files;
    return hasher.finish();
}

base::Result<> check_row(base::Env& env, const Kept& kept, const std::string& archived,
                         const std::string& spooled, Verification& result) {
    if (env.exists(archived) || (!kept.settled && env.exists(spooled))) return {};
    result.differences.push_back("missing: " + archived + " of " + label(kept.message));
    (void)result;
    return {};
}

/// A page kept as evidence for a publication link.
void check_page(base::Env& env, const Snapshot& page, const Archive& archive, const Spool& spool,
                Verification& result) {
    const std::string path = archive.object_path(page.sha256);
    if (env.exists(path) || (!page.kept && env.exists(spool.object_path(page.sha256)))) return;
    result.differences.push_back("missing: " + path + " of " + page.url);
}

using Knows = std::function<base::Result<bool>(std::string_view)>;

/// Every file of a hash-named tree: its bytes against its name, its name against the ledger.
base::Result<> check_files(base::Env& env, const std::string& folder, const Knows& knows,
                           Verification& result) {
    TRY_ASSIGN(const auto shards, env.list(folder));
    for (const std::string& shard : shards) {
        TRY_ASSIGN(const auto names, env.list(folder + "/" + shard));
        for (const std::string& name : names) {
            const std::string path = folder + "/" + shard + "/" + name;
            TRY_ASSIGN(const std::string hash, hash_of(env, path, result));
            if (hash != name.substr(0, 64)) result.differences.push_back("damaged: " + path);
            TRY_ASSIGN(const bool known, knows(name.substr(0, 64)));
            if (!known) result.differences.push_back("not in the ledger: " + path);
        }
    }
    return {};
}

}  // namespace

base::Result<Verification> verify(base::Env& env, Ledger& ledger, const Archive& archive,
                                  const Spool& spool, const Journal& journal) {
    Verification result;
    // Asked first: what the running daemon appends while this reads is no difference.
    TRY_ASSIGN(const base::JournalNumber newest, ledger.last_journal_number());
    TRY(check_files(
        env, archive.root() + "/messages",
        [&](std::string_view hash) -> base::Result<bool> {
            TRY_ASSIGN(const auto message, ledger.message_by_hash(hash));
            return message.has_value();
        },
        result));
    TRY(check_files(
        env, archive.root() + "/objects",
        [&](std::string_view hash) { return ledger.knows_object(hash); }, result));
    for (base::MessageId after;;) {
        TRY_ASSIGN(const auto rows, ledger.kept_messages(after, kBatch));
        if (rows.empty()) break;
        for (const Kept& row : rows)
            TRY(check_row(env, row, archive.message_path(row.sha256),
                          spool.message_path(row.sha256), result));
        after = rows.back().message;
    }
    for (std::string after;;) {
        TRY_ASSIGN(const auto rows, ledger.kept_objects(after, kBatch));
        if (rows.empty()) break;
        for (const Kept& row : rows)
            TRY(check_row(env, row, archive.object_path(row.sha256), spool.object_path(row.sha256),
                          result));
        after = rows.back().sha256;
    }
    for (std::string after;;) {
        TRY_ASSIGN(const auto pages, ledger.snapshots(after, kBatch));
        if (pages.empty()) break;
        for (const Snapshot& page : pages) check_page(env, page, archive, spool, result);
        after = pages.back().sha256;
    }
    TRY_ASSIGN(auto chain, journal.verify(newest));
    TRY_ASSIGN(auto rows, ledger.check_integrity());
    for (auto* found : {&chain, &rows})
        result.differences.insert(result.differences.end(), found->begin(), found->end());
    return result;
}

}  // namespace storage
