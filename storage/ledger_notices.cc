// Notices with their items and states. Every transition is journalled with it.

#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "storage/ledger.h"
#include "storage/notice_states.h"
#include "storage/rows.h"

namespace storage {

namespace {

using Json = nlohmann::ordered_json;

#define NOTICE_COLUMNS                                                                    \
    "id, key, kind, state, unit, subject, message_id, rendered, created_at, send_after, " \
    "attempts, answer, "                                                                  \
    "about FROM notice "

void read_notice(sqlite::Row& row, Notice& notice) {
    row.into(notice.id, notice.key, notice.kind, notice.state, notice.unit, notice.subject,
             notice.message_id, notice.rendered, notice.created_at, notice.send_after,
             notice.attempts, notice.answer, notice.about);
}

void read_item(sqlite::Row& row, NoticeItem& item) {
    row.into(item.unit, item.obligation, item.period, item.stage);
}

base::Result<> read_parts(sqlite::Database& database, Notice& notice) {
    TRY_ASSIGN(
        notice.to,
        database.column<std::string>(
            "SELECT address FROM notice_recipient WHERE notice = ?1 ORDER BY position", notice.id));
    TRY_ASSIGN(notice.items,
               database.all<NoticeItem>("SELECT unit, obligation, period, stage FROM notice_item "
                                        "WHERE notice = ?1 ORDER BY position",
                                        read_item, notice.id));
    return {};
}

base::Result<std::vector<Notice>> whole(sqlite::Database& database,
                                        base::Result<std::vector<Notice>> notices) {
    if (!notices) return notices;
    for (Notice& notice : *notices) TRY(read_parts(database, notice));
    return notices;
}

base::Result<std::optional<Notice>> whole(sqlite::Database& database,
                                          base::Result<std::optional<Notice>> notice) {
    if (notice && *notice) TRY(read_parts(database, **notice));
    return notice;
}

base::Result<> put_parts(sqlite::Database& database, base::NoticeId id, const Notice& notice) {
    std::size_t position = 0;
    for (const std::string& address : notice.to)
        TRY(database.run(
            "INSERT INTO notice_recipient (notice, position, address) VALUES (?1, ?2, ?3)", id,
            position++, address));
    position = 0;
    for (const NoticeItem& item : notice.items)
        TRY(database.run(
            "INSERT INTO notice_item (notice, position, unit, obligation, period, stage) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            id, position++, item.unit, item.obligation, item.period, item.stage));
    return {};
}

std::string journal_line(const Notice& notice, NoticeState state, std::string_view answer) {
    Json line{
        {"notice", notice.id.value},    {"key", notice.key}, {"kind", name(notice.kind)},
        {"state", name(state)},         {"to", notice.to},   {"message_id", notice.message_id},
        {"answer", std::string(answer)}};
    Json items = Json::array();
    for (const NoticeItem& item : notice.items)
        items.push_back({item.unit, item.obligation, item.period, item.stage});
    line["items"] = std::move(items);
    return base::json_line(line);
}

}  // namespace

base::Result<base::NoticeId> Ledger::add_notice(const Notice& notice) {
    if (notice.state != NoticeState::Held && notice.state != NoticeState::Queued)
        return base::fail(base::Kind::Conflict, base::Scope::Message,
                          "a new notice is held or queued");
    Notice added = notice;
    TRY(transaction([&]() -> base::Result<> {
        TRY(database_->run(
            "INSERT INTO notice (key, kind, state, unit, subject, message_id, rendered, "
            "created_at, "
            "send_after, about, changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?8)",
            notice.key, notice.kind, notice.state, notice.unit, notice.subject, notice.message_id,
            sqlite::Blob{notice.rendered}, notice.created_at, notice.send_after, notice.about));
        added.id = base::NoticeId{database_->last_id()};
        TRY(put_parts(*database_, added.id, notice));
        TRY(add_journal("notice", journal_line(added, notice.state, ""), notice.created_at));
        return {};
    }));
    return added.id;
}

base::Result<std::optional<Notice>> Ledger::notice(base::NoticeId id) {
    return whole(*database_,
                 database_->one<Notice>("SELECT " NOTICE_COLUMNS "WHERE id = ?1", read_notice, id));
}

base::Result<std::optional<Notice>> Ledger::notice_by_key(std::string_view key) {
    return whole(*database_, database_->one<Notice>("SELECT " NOTICE_COLUMNS "WHERE key = ?1",
                                                    read_notice, key));
}

base::Result<bool> Ledger::is_own_message_id(std::string_view message_id) {
    TRY_ASSIGN(const auto found, database_->cell<std::int64_t>(
                                     "SELECT 1 FROM notice WHERE message_id = ?1", message_id));
    return found.has_value();
}

base::Result<std::vector<Notice>> Ledger::notices(std::optional<NoticeState> state) {
    if (state)
        return whole(*database_, database_->all<Notice>("SELECT " NOTICE_COLUMNS
                                                        "WHERE state = ?1 ORDER BY created_at, id",
                                                        read_notice, *state));
    return whole(*database_,
                 database_->all<Notice>("SELECT " NOTICE_COLUMNS "ORDER BY id", read_notice));
}

base::Result<std::optional<Notice>> Ledger::next_queued(base::Instant now) {
    return whole(
        *database_,
        database_->one<Notice>(
            "SELECT " NOTICE_COLUMNS "INDEXED BY notice_queue "
            "WHERE state = 'queued' AND (send_after IS NULL OR send_after <= ?1) ORDER BY "
            "CASE kind WHEN 'receipt' THEN 2 WHEN 'reminder' THEN 1 ELSE 0 END, id LIMIT 1",
            read_notice, now));
}

base::Result<std::vector<base::NoticeId>> Ledger::notices_until(NoticeState state,
                                                                base::Instant created_until) {
    return database_->column<base::NoticeId>(
        "SELECT id FROM notice WHERE state = ?1 AND created_at <= ?2 ORDER BY created_at, id",
        state, created_until);
}

base::Result<std::vector<Notice>> Ledger::notices_about(base::MessageId message) {
    return whole(*database_,
                 database_->all<Notice>("SELECT " NOTICE_COLUMNS "WHERE about = ?1 ORDER BY id",
                                        read_notice, message));
}

base::Result<std::optional<Notice>> Ledger::notice_by_message_id(std::string_view message_id) {
    return whole(*database_,
                 database_->one<Notice>("SELECT " NOTICE_COLUMNS "WHERE message_id = ?1",
                                        read_notice, message_id));
}

base::Result<std::vector<RemindedItem>> Ledger::reminded_items() {
    return database_->all<RemindedItem>(
        "SELECT i.unit, i.obligation, i.period, i.stage, n.id, n.state, n.created_at "
        // Else SQLite takes the row itself, and walks over the mail to created_at behind it.
        "FROM notice_item i JOIN notice n INDEXED BY notice_made ON n.id = i.notice "
        "WHERE i.counts = 1 "
        "ORDER BY i.notice, i.position",
        [](sqlite::Row& row, RemindedItem& item) {
            row.into(item.unit, item.obligation, item.period, item.stage, item.notice, item.state,
                     item.created_at);
        });
}

base::Result<> Ledger::free_key(base::NoticeId cancelled) {
    return transaction([&] {
        return met(database_->run("UPDATE notice SET key = key || ':cancelled:' || id WHERE id = "
                                  "?1 AND state = 'cancelled' AND attempts = 0",
                                  cancelled),
                   "cancelled notice", label(cancelled));
    });
}

base::Result<std::uint64_t> Ledger::count_sent_since(base::Instant since, std::string_view to) {
    TRY_ASSIGN(const auto count,
               database_->cell<std::uint64_t>(
                   // + keeps SQLite from walking through all that was ever sent.
                   "SELECT count(*) FROM notice n WHERE begun_at >= ?1 AND +state "
                   "IN ('sending', 'sent', 'uncertain') "
                   "AND (?2 = '' OR EXISTS (SELECT 1 FROM notice_recipient WHERE "
                   "notice = n.id AND address = ?2))",
                   since, to));
    return count.value_or(0);
}

base::Result<> Ledger::set_notice_state(base::NoticeId id, NoticeState state,
                                        std::string_view answer,
                                        std::optional<base::Instant> send_after,
                                        base::Instant now) {
    return transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto before, notice(id));
        if (!before) return unknown("notice", label(id));
        if (!may_follow(before->state, state))
            return base::fail(base::Kind::Conflict, base::Scope::Message,
                              label(id) + " is " + std::string(name(before->state)) +
                                  " and can't become " + std::string(name(state)));
        TRY(database_->run(
            "UPDATE notice SET state = ?2, answer = ?3, send_after = ?4, changed_at = ?5, "
            "attempts = attempts + (?2 = 'sending'), "
            "begun_at = CASE ?2 WHEN 'sending' THEN ?5 ELSE begun_at END WHERE id = ?1",
            id, state, answer, send_after, now));
        // Cancelled before it was ever tried: its stages are open again.
        if (state == NoticeState::Cancelled && before->attempts == 0)
            TRY(database_->run("UPDATE notice_item SET counts = 0 WHERE notice = ?1", id));
        TRY(add_journal("notice", journal_line(*before, state, answer), now));
        return {};
    });
}

}  // namespace storage
