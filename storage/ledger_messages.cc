// Messages on their way from spooled to settled, and what was found in them.

#include <fmt/format.h>

#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

namespace {

// Back-fill is asked of the first live place; of a message without any, of its first place.
#define MESSAGE_COLUMNS                                                                         \
    "id, sha256, size, received_at, state, outcome, reason, attempts, pages_waiting, "          \
    "waiting_cause, next_try, "                                                                 \
    "message_id_header, date_header, from_text, from_address, subject, receipt_number, "        \
    "coalesce((SELECT backfill FROM place WHERE message = m.id ORDER BY gone, id LIMIT 1), 0) " \
    "FROM message m "

void read_message(sqlite::Row& row, Message& message) {
    row.into(message.id, message.sha256, message.size, message.received_at, message.state,
             message.outcome, message.reason, message.attempts, message.pages_waiting,
             message.waiting_cause, message.next_try, message.message_id_header,
             message.date_header, message.from, message.from_address, message.subject,
             message.receipt_number, message.backfill);
}

#define DOCUMENT_COLUMNS                                                                           \
    "id, message, position, part, name, sha256, size, media_type, role, text_source, pages, seal " \
    "FROM document "

void read_document(sqlite::Row& row, Document& document) {
    row.into(document.id, document.message, document.index, document.part, document.name,
             document.sha256, document.size, document.media_type, document.role,
             document.text_source, document.pages, document.seal_json);
}

constexpr sqlite::Sql kPutDocument =
    "INSERT INTO document (message, position, part, name, sha256, size, media_type, role, "
    "text_source, pages, seal) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (message, position) DO "
    "UPDATE SET "
    "part = excluded.part, name = excluded.name, sha256 = excluded.sha256, size = excluded.size, "
    "media_type = excluded.media_type, role = excluded.role, text_source = excluded.text_source, "
    "pages = excluded.pages, seal = excluded.seal RETURNING id";

base::Result<base::DocumentId> put_document(sqlite::Database& database, base::MessageId message,
                                            const Document& document) {
    TRY_ASSIGN(const auto id,
               database.cell<base::DocumentId>(
                   kPutDocument, message, document.index, document.part, document.name,
                   document.sha256, document.size, document.media_type, document.role,
                   document.text_source, document.pages, document.seal_json));
    return id.value_or(base::DocumentId{});
}

base::Result<> put_problem(sqlite::Database& database, base::MessageId message,
                           std::size_t position, const Problem& problem) {
    return done(database.run(
        "INSERT INTO problem (message, position, code, severity, part, detail) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        message, position, problem.code, problem.severity, problem.part, problem.detail));
}

base::Result<> put_parsed(sqlite::Database& database, const Message& headers) {
    return met(
        database.run(
            "UPDATE message SET state = 'parsed', outcome = NULL, reason = '', attempts = 0, "
            "waiting_cause = '', next_try = NULL, message_id_header = ?2, date_header = ?3, "
            "from_text = ?4, "
            "from_address = ?5, subject = ?6, pages_waiting = ?7 WHERE id = ?1",
            headers.id, headers.message_id_header, headers.date_header, headers.from,
            headers.from_address, headers.subject, headers.pages_waiting),
        "message", label(headers.id));
}

}  // namespace

base::Result<std::vector<Message>> Ledger::work(base::Instant now, std::size_t limit) {
    return database_->all<Message>(
        "SELECT " MESSAGE_COLUMNS
        "WHERE state <> 'settled' AND pages_waiting = 0 AND (next_try IS NULL OR next_try <= ?1) "
        "ORDER BY received_at, id LIMIT ?2",
        read_message, now, limit);
}

base::Result<std::vector<Message>> Ledger::pages_work(base::Instant now, std::size_t limit) {
    return database_->all<Message>(
        "SELECT " MESSAGE_COLUMNS
        "WHERE state = 'parsed' AND pages_waiting > 0 AND (next_try IS NULL OR next_try <= ?1) "
        "ORDER BY received_at, id LIMIT ?2",
        read_message, now, limit);
}

base::Result<std::uint64_t> Ledger::pages_waiting() {
    TRY_ASSIGN(const auto pages,
               database_->cell<std::uint64_t>("SELECT coalesce(sum(pages_waiting), 0) FROM message "
                                              "WHERE state = 'parsed' AND pages_waiting > 0"));
    return pages.value_or(0);
}

base::Result<> Ledger::forget_pages(base::MessageId message) {
    return met(
        database_->run("UPDATE message SET pages_waiting = 0, attempts = 0 WHERE id = ?1", message),
        "message", label(message));
}

base::Result<std::optional<base::Instant>> Ledger::next_try() {
    return database_->cell<base::Instant>(
        "SELECT next_try FROM message WHERE next_try IS NOT NULL ORDER BY next_try LIMIT 1");
}

base::Result<> Ledger::raise_attempts(std::span<const base::MessageId> messages) {
    return transaction([&]() -> base::Result<> {
        for (const base::MessageId message : messages)
            TRY(database_->run(
                "UPDATE message SET attempts = attempts + 1 WHERE id = ?1 AND state <> 'settled'",
                message));
        return {};
    });
}

base::Result<> Ledger::lower_attempts(std::span<const base::MessageId> messages) {
    return transaction([&]() -> base::Result<> {
        for (const base::MessageId message : messages)
            TRY(
                database_->run("UPDATE message SET attempts = attempts - 1 "
                               "WHERE id = ?1 AND state <> 'settled' AND attempts > 0",
                               message));
        return {};
    });
}

base::Result<std::vector<base::DocumentId>> Ledger::record_parsed(
    const Message& headers, std::span<const Document> documents, std::span<const Problem> problems,
    std::string_view parsed_blob) {
    std::vector<base::DocumentId> ids;
    TRY(transaction([&]() -> base::Result<> {
        TRY(put_parsed(*database_, headers));
        for (const Document& document : documents) {
            TRY_ASSIGN(const base::DocumentId id, put_document(*database_, headers.id, document));
            ids.push_back(id);
        }
        // Parsed anew with fewer documents: the rest goes, unless a filing holds it (a foreign key
        // says so).
        std::uint32_t end = 0;
        for (const Document& document : documents) end = std::max(end, document.index + 1);
        TRY(database_->run("DELETE FROM document WHERE message = ?1 AND position >= ?2", headers.id,
                           end));
        TRY(database_->run("DELETE FROM problem WHERE message = ?1", headers.id));
        for (std::size_t i = 0; i < problems.size(); ++i)
            TRY(put_problem(*database_, headers.id, i, problems[i]));
        return done(
            database_->run("INSERT INTO parse_result (message, bytes) VALUES (?1, ?2) "
                           "ON CONFLICT (message) DO UPDATE SET bytes = excluded.bytes",
                           headers.id, sqlite::Blob{parsed_blob}));
    }));
    return ids;
}

base::Result<std::string> Ledger::parsed_blob(base::MessageId message) {
    TRY_ASSIGN(auto bytes, database_->cell<std::string>(
                               "SELECT bytes FROM parse_result WHERE message = ?1", message));
    if (!bytes) return unknown("parse result", label(message));
    return std::move(*bytes);
}

base::Result<> Ledger::record_judged(base::MessageId message, std::string_view judgement_blob) {
    return transaction([&]() -> base::Result<> {
        TRY(met(
            database_->run(
                "UPDATE message SET state = 'judged', outcome = NULL, reason = '', attempts = 0, "
                "waiting_cause = '', next_try = NULL WHERE id = ?1",
                message),
            "message", label(message)));
        return done(
            database_->run("INSERT INTO judgement (message, bytes) VALUES (?1, ?2) "
                           "ON CONFLICT (message) DO UPDATE SET bytes = excluded.bytes",
                           message, sqlite::Blob{judgement_blob}));
    });
}

base::Result<std::string> Ledger::judgement_blob(base::MessageId message) {
    TRY_ASSIGN(auto bytes, database_->cell<std::string>(
                               "SELECT bytes FROM judgement WHERE message = ?1", message));
    if (!bytes) return unknown("judgement", label(message));
    return std::move(*bytes);
}

base::Result<> Ledger::record_settled(base::MessageId message, Outcome outcome,
                                      std::string_view reason) {
    return transaction([&] {
        return met(
            database_->run(
                "UPDATE message SET state = 'settled', outcome = ?2, reason = ?3, attempts = 0, "
                "waiting_cause = '', next_try = NULL WHERE id = ?1",
                message, outcome, reason),
            "message", label(message));
    });
}

// Waiting is a result: the step did not end filingd, so its attempts count anew.
base::Result<> Ledger::record_waiting(base::MessageId message, std::string_view cause,
                                      base::Instant next_try) {
    return transaction([&] {
        return met(
            database_->run("UPDATE message SET waiting_cause = ?2, next_try = ?3, attempts = 0 "
                           "WHERE id = ?1 AND state <> 'settled'",
                           message, cause, next_try),
            "unsettled message", label(message));
    });
}

base::Result<> Ledger::replace_candidates(base::MessageId message,
                                          std::span<const Candidate> candidates) {
    return transaction([&]() -> base::Result<> {
        TRY(database_->run("DELETE FROM candidate WHERE message = ?1", message));
        std::size_t position = 0;
        for (const Candidate& candidate : candidates)
            TRY(database_->run(
                "INSERT INTO candidate (message, position, unit, obligation, period, score) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                message, position++, candidate.unit, candidate.obligation, candidate.period,
                candidate.score));
        return {};
    });
}

base::Result<> Ledger::add_problem(base::MessageId message, const Problem& problem) {
    return transaction([&]() -> base::Result<> {
        TRY_ASSIGN(
            const auto position,
            database_->cell<std::uint64_t>(
                "SELECT coalesce(max(position) + 1, 0) FROM problem WHERE message = ?1", message));
        return put_problem(*database_, message, position.value_or(0), problem);
    });
}

base::Result<std::optional<Message>> Ledger::message(base::MessageId id) {
    return database_->one<Message>("SELECT " MESSAGE_COLUMNS "WHERE id = ?1", read_message, id);
}

base::Result<std::optional<Message>> Ledger::message_by_hash(std::string_view sha256) {
    return database_->one<Message>("SELECT " MESSAGE_COLUMNS "WHERE sha256 = ?1", read_message,
                                   sha256);
}

// One query for each leading condition, so that each finds its index; what is left is compared row
// by row.
base::Result<std::vector<Message>> Ledger::messages(const MessageFilter& filter) {
    const std::int64_t limit = filter.limit == 0 ? -1 : static_cast<std::int64_t>(filter.limit);
    const base::Instant since = filter.since.value_or(base::Instant::min());
    if (filter.outcome)
        return database_->all<Message>(
            "SELECT " MESSAGE_COLUMNS
            "WHERE outcome = ?1 AND received_at >= ?2 AND (?3 IS NULL OR state = ?3) "
            "ORDER BY received_at, id LIMIT ?4",
            read_message, *filter.outcome, since, filter.state, limit);
    if (filter.state && *filter.state != State::Settled)
        return database_->all<Message>(
            "SELECT " MESSAGE_COLUMNS
            "WHERE state <> 'settled' AND state = ?1 AND received_at >= ?2 "
            "ORDER BY received_at, id LIMIT ?3",
            read_message, *filter.state, since, limit);
    return database_->all<Message>("SELECT " MESSAGE_COLUMNS
                                   "WHERE received_at >= ?1 AND (?2 IS NULL OR state = ?2) "
                                   "ORDER BY received_at, id LIMIT ?3",
                                   read_message, since, filter.state, limit);
}

base::Result<std::vector<Document>> Ledger::documents(base::MessageId message) {
    return database_->all<Document>("SELECT " DOCUMENT_COLUMNS
                                    "WHERE message = ?1 AND former = 0 ORDER BY position",
                                    read_document, message);
}

base::Result<std::optional<Document>> Ledger::document(base::DocumentId id) {
    return database_->one<Document>("SELECT " DOCUMENT_COLUMNS "WHERE id = ?1", read_document, id);
}

base::Result<std::vector<Problem>> Ledger::problems(base::MessageId message) {
    return database_->all<Problem>(
        "SELECT code, severity, part, detail FROM problem WHERE message = ?1 ORDER BY position",
        [](sqlite::Row& row, Problem& problem) {
            row.into(problem.code, problem.severity, problem.part, problem.detail);
        },
        message);
}

base::Result<std::vector<Candidate>> Ledger::candidates(base::MessageId message) {
    return database_->all<Candidate>(
        "SELECT unit, obligation, period, score FROM candidate WHERE message = ?1 ORDER BY "
        "position",
        [](sqlite::Row& row, Candidate& candidate) {
            row.into(candidate.unit, candidate.obligation, candidate.period, candidate.score);
        },
        message);
}

base::Result<std::string> Ledger::receipt_number(base::MessageId message, base::Date day) {
    std::string number;
    TRY(transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto given,
                   database_->cell<std::optional<std::string>>(
                       "SELECT receipt_number FROM message WHERE id = ?1", message));
        if (!given) return unknown("message", label(message));
        if (*given) {
            number = **given;
            return {};
        }
        TRY_ASSIGN(const auto last,
                   database_->cell<std::int64_t>(
                       "INSERT INTO receipt_year (year, last) VALUES (?1, 1) "
                       "ON CONFLICT (year) DO UPDATE SET last = last + 1 RETURNING last",
                       base::year_of(day)));
        number = fmt::format("{:04}-{:06}", base::year_of(day), last.value_or(0));
        return done(database_->run("UPDATE message SET receipt_number = ?2 WHERE id = ?1", message,
                                   number));
    }));
    return number;
}

base::Result<std::vector<Kept>> Ledger::kept_messages(base::MessageId after, std::size_t limit) {
    return database_->all<Kept>(
        "SELECT id, sha256, size, state = 'settled' FROM message WHERE id > ?1 ORDER BY id LIMIT "
        "?2",
        [](sqlite::Row& row, Kept& kept) {
            row.into(kept.message, kept.sha256, kept.size, kept.settled);
        },
        std::int64_t{after.value}, limit);
}

base::Result<std::vector<Kept>> Ledger::kept_objects(std::string_view after, std::size_t limit) {
    return database_->all<Kept>(
        "SELECT d.message, d.sha256, d.size, max(m.state = 'settled') FROM document d "
        "JOIN message m ON m.id = d.message WHERE d.sha256 <> '' AND d.sha256 > ?1 "
        "GROUP BY d.sha256 ORDER BY d.sha256 LIMIT ?2",
        [](sqlite::Row& row, Kept& kept) {
            row.into(kept.message, kept.sha256, kept.size, kept.settled);
        },
        after, limit);
}

base::Result<bool> Ledger::knows_object(std::string_view sha256) {
    TRY_ASSIGN(const auto found,
               database_->cell<std::int64_t>(
                   "SELECT 1 FROM document WHERE sha256 <> '' AND sha256 = ?1 UNION ALL "
                   "SELECT 1 FROM expected_object WHERE sha256 = ?1 UNION ALL "
                   "SELECT 1 FROM snapshot WHERE sha256 = ?1 LIMIT 1",
                   sha256));
    return found.has_value();
}

base::Result<bool> Ledger::settled(std::string_view sha256) {
    TRY_ASSIGN(
        const auto found,
        database_->cell<bool>("SELECT state = 'settled' FROM message WHERE sha256 = ?1", sha256));
    return found.value_or(false);
}

base::Result<std::vector<std::string>> Ledger::settled_among(std::span<const SpooledPlace> places) {
    std::vector<std::string> hashes;
    for (const SpooledPlace& place : places) {
        TRY_ASSIGN(const bool known, settled(place.sha256));
        if (known) hashes.push_back(place.sha256);
    }
    return hashes;
}

}  // namespace storage
