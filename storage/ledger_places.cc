// Folders in their lives, and the places of messages in them.

#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

namespace {

#define FOLDER_COLUMNS "id, mailbox, name, uid_validity, first_seen, current"

void read_folder(sqlite::Row& row, Folder& folder) {
    row.into(folder.id, folder.mailbox, folder.name, folder.uid_validity, folder.first_seen,
             folder.current);
}

void read_place(sqlite::Row& row, Place& place) {
    row.into(place.id, place.folder, place.uid, place.message, place.received_at, place.size,
             place.gone, place.backfill, place.outcome, place.reason);
}

void read_refused(sqlite::Row& row, RefusedFetch& refused) {
    row.into(refused.uid, refused.count, refused.first_at, refused.last_at);
}

#define LONE_COLUMNS                                                                       \
    "f.mailbox, f.name, f.uid_validity, p.uid, p.received_at, p.size, p.gone, p.outcome, " \
    "CASE WHEN p.outcome IS NULL THEN r.cause ELSE p.reason END, "                         \
    "coalesce(r.first_at, p.settled_at), coalesce(r.count, 0) "

void read_lone(sqlite::Row& row, LonePlace& place) {
    row.into(place.mailbox, place.folder, place.uid_validity, place.uid, place.received_at,
             place.size, place.gone, place.outcome, place.reason, place.since, place.tries);
}

base::Result<> end_life(sqlite::Database& database, base::FolderId folder) {
    TRY(database.run("UPDATE folder SET current = 0 WHERE id = ?1", folder));
    return done(database.run("UPDATE place SET gone = 1 WHERE folder = ?1 AND gone = 0", folder));
}

/// The message of these bytes; made when they are new. One that is there keeps its state, whatever
/// it is: the place is a second one, or the first again in a new life of its folder.
base::Result<base::MessageId> message_of(sqlite::Database& database, const SpooledPlace& place,
                                         bool& known) {
    TRY_ASSIGN(const auto found, database.cell<base::MessageId>(
                                     "SELECT id FROM message WHERE sha256 = ?1", place.sha256));
    known = found.has_value();
    if (found) return *found;
    TRY(database.run("INSERT INTO message (sha256, size, received_at) VALUES (?1, ?2, ?3)",
                     place.sha256, place.size, place.received_at));
    return base::MessageId{database.last_id()};
}

// A place recorded again with the same bytes keeps what it is; only bytes known from elsewhere make
// it back-fill.
constexpr sqlite::Sql kPutPlace =
    "INSERT INTO place (folder, uid, message, received_at, size, backfill) VALUES (?1, ?2, ?3, ?4, "
    "?5, ?6) "
    "ON CONFLICT (folder, uid) DO UPDATE SET gone = 0, outcome = NULL, settled_at = NULL, "
    "reason = '', size = "
    "excluded.size, "
    "received_at = CASE excluded.received_at WHEN 0 THEN received_at ELSE excluded.received_at "
    "END, "
    "backfill = CASE WHEN message IS excluded.message THEN backfill ELSE excluded.backfill END, "
    "message = excluded.message";

base::Result<base::MessageId> put_spooled(sqlite::Database& database, base::FolderId folder,
                                          const SpooledPlace& place) {
    bool known = false;
    TRY_ASSIGN(const base::MessageId message, message_of(database, place, known));
    TRY(database.run(kPutPlace, folder, place.uid, message, place.received_at, place.size,
                     place.backfill || known));
    TRY(database.run("DELETE FROM refused_fetch WHERE folder = ?1 AND uid = ?2", folder,
                     place.uid));
    // Its bytes were lost, and here they are again.
    if (known)
        TRY(database.run(
            "UPDATE message SET state = 'spooled', outcome = NULL, reason = '', attempts = 0, "
            "waiting_cause = '', next_try = NULL WHERE id = ?1 AND outcome = 'failed'",
            message));
    return message;
}

}  // namespace

base::Result<Folder> Ledger::observe_folder(std::string_view mailbox, std::string_view name,
                                            std::uint32_t uid_validity, base::Instant now) {
    Folder folder;
    TRY(transaction([&]() -> base::Result<> {
        TRY_ASSIGN(
            const auto current,
            database_->one<Folder>("SELECT " FOLDER_COLUMNS
                                   " FROM folder WHERE mailbox = ?1 AND name = ?2 AND current = 1",
                                   read_folder, mailbox, name));
        if (current && current->uid_validity == uid_validity) {
            folder = *current;
            return {};
        }
        if (current) TRY(end_life(*database_, current->id));
        TRY_ASSIGN(const auto first,
                   database_->cell<std::optional<base::Instant>>(
                       "SELECT min(first_seen) FROM folder WHERE mailbox = ?1 AND name = ?2",
                       mailbox, name));
        folder.mailbox = mailbox;
        folder.name = name;
        folder.uid_validity = uid_validity;
        folder.first_seen = first.value_or(std::nullopt).value_or(now);
        TRY(database_->run(
            "INSERT INTO folder (mailbox, name, uid_validity, first_seen) VALUES (?1, ?2, ?3, ?4)",
            mailbox, name, uid_validity, folder.first_seen));
        folder.id = base::FolderId{database_->last_id()};
        return {};
    }));
    return folder;
}

base::Result<std::vector<Folder>> Ledger::folders() {
    return database_->all<Folder>("SELECT " FOLDER_COLUMNS " FROM folder ORDER BY id", read_folder);
}

base::Result<std::vector<std::uint32_t>> Ledger::settled_uids(base::FolderId folder) {
    return database_->column<std::uint32_t>(
        "SELECT uid FROM place WHERE folder = ?1 AND (gone = 1 OR message IS NOT NULL OR outcome "
        "IS NOT NULL) "
        "ORDER BY uid",
        folder);
}

base::Result<std::vector<std::uint32_t>> Ledger::live_uids(base::FolderId folder) {
    return database_->column<std::uint32_t>(
        "SELECT uid FROM place WHERE folder = ?1 AND gone = 0 ORDER BY uid", folder);
}

base::Result<> Ledger::record_listed(base::FolderId folder, std::span<const ListedPlace> places) {
    return transaction([&]() -> base::Result<> {
        for (const ListedPlace& place : places)
            TRY(database_->run(
                "INSERT INTO place (folder, uid, received_at, size) VALUES (?1, ?2, ?3, ?4) "
                "ON CONFLICT (folder, uid) DO UPDATE SET gone = 0, "
                "received_at = CASE WHEN place.received_at = 0 THEN excluded.received_at ELSE "
                "place.received_at END, "
                "size = CASE WHEN place.size = 0 THEN excluded.size ELSE place.size END",
                folder, place.uid, place.received_at, place.size));
        return {};
    });
}

base::Result<std::vector<base::MessageId>> Ledger::record_spooled(
    base::FolderId folder, std::span<const SpooledPlace> places, base::Instant) {
    std::vector<base::MessageId> messages;
    messages.reserve(places.size());
    TRY(transaction([&]() -> base::Result<> {
        for (const SpooledPlace& place : places) {
            TRY_ASSIGN(const base::MessageId message, put_spooled(*database_, folder, place));
            messages.push_back(message);
        }
        return {};
    }));
    return messages;
}

base::Result<> Ledger::mark_gone(base::FolderId folder, std::span<const std::uint32_t> uids) {
    return transaction([&]() -> base::Result<> {
        for (const std::uint32_t uid : uids)
            TRY(database_->run("UPDATE place SET gone = 1 WHERE folder = ?1 AND uid = ?2", folder,
                               uid));
        return {};
    });
}

base::Result<> Ledger::settle_place(base::FolderId folder, std::uint32_t uid, Outcome outcome,
                                    std::string_view reason, base::Instant now) {
    return transaction([&]() -> base::Result<> {
        auto changed = database_->run(
            "INSERT INTO place (folder, uid, outcome, reason, settled_at) "
            "VALUES (?1, ?2, ?3, ?4, ?5) "
            "ON CONFLICT (folder, uid) DO UPDATE SET outcome = excluded.outcome, reason = "
            "excluded.reason, settled_at = excluded.settled_at "
            "WHERE message IS NULL",
            folder, uid, outcome, reason, now);
        if (changed && *changed == 0)
            return base::fail(base::Kind::Conflict, base::Scope::Message,
                              "a place whose message is kept is settled by the message");
        return done(changed);
    });
}

base::Result<RefusedFetch> Ledger::note_refused_fetch(base::FolderId folder, std::uint32_t uid,
                                                      std::string_view cause, base::Instant now) {
    RefusedFetch refused;
    TRY(transaction([&]() -> base::Result<> {
        TRY(
            database_->run("INSERT INTO refused_fetch (folder, uid, first_at, last_at, cause) "
                           "VALUES (?1, ?2, ?3, ?3, ?4) ON CONFLICT (folder, uid) DO UPDATE SET "
                           "count = count + 1, last_at = excluded.last_at, cause = excluded.cause",
                           folder, uid, now, cause));
        TRY_ASSIGN(const auto row, database_->one<RefusedFetch>(
                                       "SELECT uid, count, first_at, last_at FROM refused_fetch "
                                       "WHERE folder = ?1 AND uid = ?2",
                                       read_refused, folder, uid));
        if (row) refused = *row;
        return {};
    }));
    return refused;
}

base::Result<std::vector<RefusedFetch>> Ledger::refused_fetches(base::FolderId folder) {
    return database_->all<RefusedFetch>(
        "SELECT r.uid, r.count, r.first_at, r.last_at FROM refused_fetch r "
        "JOIN place p ON p.folder = r.folder AND p.uid = r.uid "
        "WHERE r.folder = ?1 AND p.message IS NULL AND p.outcome IS NULL ORDER BY r.uid",
        read_refused, folder);
}

base::Result<std::vector<LonePlace>> Ledger::lone_places(std::optional<Outcome> outcome) {
    if (!outcome)
        return database_->all<LonePlace>(
            "SELECT " LONE_COLUMNS
            "FROM refused_fetch r JOIN place p ON p.folder = r.folder AND p.uid = r.uid "
            "JOIN folder f ON f.id = p.folder "
            "WHERE p.message IS NULL AND p.outcome IS NULL ORDER BY p.folder, p.uid",
            read_lone);
    return database_->all<LonePlace>(
        "SELECT " LONE_COLUMNS
        "FROM place p JOIN folder f ON f.id = p.folder "
        "LEFT JOIN refused_fetch r ON r.folder = p.folder AND r.uid = p.uid "
        "WHERE p.outcome = ?1 ORDER BY p.folder, p.uid",
        read_lone, *outcome);
}

base::Result<std::vector<OutOfScope>> Ledger::out_of_scope() {
    return database_->all<OutOfScope>(
        "SELECT f.mailbox, f.name, p.reason, count(*), min(p.uid), max(p.uid) "
        "FROM place p JOIN folder f ON f.id = p.folder "
        "WHERE p.outcome = 'out_of_scope' AND p.gone = 0 GROUP BY f.id, p.reason "
        "ORDER BY f.id, p.reason",
        [](sqlite::Row& row, OutOfScope& places) {
            row.into(places.mailbox, places.folder, places.reason, places.count, places.first_uid,
                     places.last_uid);
        });
}

base::Result<std::vector<Place>> Ledger::places_of(base::MessageId message) {
    return database_->all<Place>(
        "SELECT id, folder, uid, message, received_at, size, gone, backfill, outcome, reason FROM "
        "place "
        "WHERE message = ?1 ORDER BY id",
        read_place, message);
}

base::Result<std::uint32_t> Ledger::next_import_uid(base::FolderId folder) {
    TRY_ASSIGN(const auto last,
               database_->cell<std::uint32_t>(
                   "SELECT coalesce(max(uid), 0) FROM place WHERE folder = ?1", folder));
    return last.value_or(0) + 1;
}

}  // namespace storage
