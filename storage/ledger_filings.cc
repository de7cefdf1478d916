// Filings: the sets of documents that answer duties.

#include "base/text.h"
#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

namespace {

// Fields that are no JSON say nothing; the database must not stumble over them. Only what holds the
// word at all is read as JSON: there are tens of thousands, and few are major.
#define ROW_COLUMNS                                                                                \
    "id, unit, obligation, period, status, missing, received_at, completed_at, due, due_nominal, " \
    "on_time, "                                                                                    \
    "coalesce(CASE WHEN instr(fields, '\"yes\"') AND json_valid(fields) "                          \
    "THEN json_extract(fields, '$.major') = 'yes' END, 0)"
#define FILING_COLUMNS ROW_COLUMNS ", fields, score FROM filing "

void split_missing(std::string_view missing, FilingRow& filing) {
    if (missing.empty()) return;
    for (const std::string_view piece : base::split(missing, ','))
        filing.missing.emplace_back(piece);
}

/// `more`: the columns after those of a row.
void read_columns(sqlite::Row& row, FilingRow& filing, auto&... more) {
    std::string missing;
    row.into(filing.id, filing.unit, filing.obligation, filing.period, filing.status, missing,
             filing.received_at, filing.completed_at, filing.due, filing.due_nominal,
             filing.on_time, filing.major, more...);
    split_missing(missing, filing);
}

void read_row(sqlite::Row& row, FilingRow& filing) { read_columns(row, filing); }

void read_stated(sqlite::Row& row, StatedFiling& filing) {
    read_columns(row, filing, filing.fields_json);
}

void read_filing(sqlite::Row& row, Filing& filing) {
    read_columns(row, filing, filing.fields_json, filing.score);
}

base::Result<> read_parts(sqlite::Database& database, Filing& filing) {
    TRY_ASSIGN(
        filing.messages,
        database.column<base::MessageId>(
            "SELECT message FROM filing_message WHERE filing = ?1 ORDER BY position", filing.id));
    TRY_ASSIGN(
        filing.documents,
        database.all<FilingDocument>(
            "SELECT document, piece, version, superseded FROM filing_document WHERE filing = ?1 "
            "ORDER BY position",
            [](sqlite::Row& row, FilingDocument& part) {
                row.into(part.document, part.piece, part.version, part.superseded);
            },
            filing.id));
    TRY_ASSIGN(filing.evidence, database.all<Evidence>(
                                    "SELECT about, points_to, origin, text, weight FROM evidence "
                                    "WHERE filing = ?1 ORDER BY position",
                                    [](sqlite::Row& row, Evidence& part) {
                                        row.into(part.about, part.points_to, part.from, part.text,
                                                 part.weight);
                                    },
                                    filing.id));
    return {};
}

base::Result<std::vector<Filing>> whole(sqlite::Database& database,
                                        base::Result<std::vector<Filing>> filings) {
    if (!filings) return filings;
    for (Filing& filing : *filings) TRY(read_parts(database, filing));
    return filings;
}

base::Result<std::optional<Filing>> whole(sqlite::Database& database,
                                          base::Result<std::optional<Filing>> filing) {
    if (filing && *filing) TRY(read_parts(database, **filing));
    return filing;
}

base::Result<> clear_parts(sqlite::Database& database, base::FilingId filing) {
    TRY(database.run("DELETE FROM filing_message WHERE filing = ?1", filing));
    TRY(database.run("DELETE FROM filing_document WHERE filing = ?1", filing));
    return done(database.run("DELETE FROM evidence WHERE filing = ?1", filing));
}

base::Result<> put_parts(sqlite::Database& database, base::FilingId id, const Filing& filing) {
    std::size_t position = 0;
    for (const base::MessageId message : filing.messages)
        TRY(database.run(
            "INSERT INTO filing_message (filing, position, message) VALUES (?1, ?2, ?3)", id,
            position++, message));
    position = 0;
    for (const FilingDocument& part : filing.documents)
        TRY(database.run(
            "INSERT INTO filing_document (filing, position, document, piece, version, superseded) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            id, position++, part.document, part.piece, part.version, part.superseded));
    position = 0;
    for (const Evidence& part : filing.evidence)
        TRY(database.run(
            "INSERT INTO evidence (filing, position, about, points_to, origin, text, weight) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            id, position++, part.about, part.points_to, part.from, part.text, part.weight));
    return {};
}

// Known while the write lock is held: the entry follows in the same transaction.
#define NEXT_ENTRY "(SELECT coalesce(max(number), 0) + 1 FROM journal)"
constexpr sqlite::Sql kInsert =
    "INSERT INTO filing (unit, obligation, period, status, missing, received_at, completed_at, "
    "due, due_nominal, "
    "on_time, fields, score, settled_in) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
    "?12, " NEXT_ENTRY ") RETURNING id";
constexpr sqlite::Sql kUpdate =
    "UPDATE filing SET unit = ?1, obligation = ?2, period = ?3, status = ?4, missing = ?5, "
    "received_at = ?6, "
    "completed_at = ?7, due = ?8, due_nominal = ?9, on_time = ?10, fields = ?11, score = ?12, "
    "settled_in = " NEXT_ENTRY
    " "
    "WHERE id = ?13 RETURNING id";
constexpr sqlite::Sql kRestore =
    "INSERT INTO filing (unit, obligation, period, status, missing, received_at, completed_at, "
    "due, due_nominal, on_time, fields, score, id, settled_in) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, " NEXT_ENTRY ") RETURNING id";
constexpr sqlite::Sql kChanged =
    "INSERT INTO view (filing) VALUES (?1) ON CONFLICT (filing) DO UPDATE SET change = change + 1, "
    "next_try = NULL";

base::Result<base::FilingId> put_row(sqlite::Database& database, const Filing& filing,
                                     sqlite::Sql with_id) {
    const std::string missing = base::join(filing.missing, ",");
    auto put = [&](sqlite::Sql sql, const auto&... id) {
        return database.cell<base::FilingId>(
            sql, filing.unit, filing.obligation, filing.period, filing.status, missing,
            filing.received_at, filing.completed_at, filing.due, filing.due_nominal, filing.on_time,
            filing.fields_json, filing.score, id...);
    };
    TRY_ASSIGN(const auto id, filing.id ? put(with_id, filing.id) : put(kInsert));
    if (!id) return unknown("filing", label(filing.id));
    return *id;
}

}  // namespace

// Of several filings of one duty the one in force comes first, then what waits for a person, then
// the newest past one.
base::Result<std::optional<Filing>> Ledger::find_filing(std::string_view unit,
                                                        std::string_view obligation,
                                                        std::string_view period) {
    return whole(*database_,
                 database_->one<Filing>(
                     "SELECT " FILING_COLUMNS
                     "WHERE unit = ?1 AND obligation = ?2 AND period = ?3 ORDER BY CASE status "
                     "WHEN 'complete' THEN 0 WHEN 'incomplete' THEN 0 WHEN 'review' THEN 1 "
                     "ELSE 2 END, id DESC LIMIT 1",
                     read_filing, unit, obligation, period));
}

base::Result<std::optional<Filing>> Ledger::filing(base::FilingId id) {
    return whole(*database_,
                 database_->one<Filing>("SELECT " FILING_COLUMNS "WHERE id = ?1", read_filing, id));
}

base::Result<std::vector<Filing>> Ledger::filings(const FilingFilter& filter) {
    if (!filter.obligation.empty())
        return whole(
            *database_,
            database_->all<Filing>(
                "SELECT " FILING_COLUMNS "WHERE obligation = ?1 AND (?2 = '' OR period = ?2) "
                "AND (?3 = '' OR unit = ?3) AND (?4 IS NULL OR status = ?4) ORDER BY id",
                read_filing, filter.obligation, filter.period, filter.unit, filter.status));
    if (!filter.unit.empty())
        return whole(*database_,
                     database_->all<Filing>(
                         "SELECT " FILING_COLUMNS "WHERE unit = ?1 AND (?2 = '' OR period = ?2) "
                         "AND (?3 IS NULL OR status = ?3) ORDER BY id",
                         read_filing, filter.unit, filter.period, filter.status));
    if (filter.status)
        return whole(*database_, database_->all<Filing>(
                                     "SELECT " FILING_COLUMNS
                                     "WHERE status = ?1 AND (?2 = '' OR period = ?2) ORDER BY id",
                                     read_filing, *filter.status, filter.period));
    if (!filter.period.empty())
        return whole(*database_, database_->all<Filing>("SELECT " FILING_COLUMNS
                                                        "WHERE period = ?1 ORDER BY id",
                                                        read_filing, filter.period));
    return whole(*database_,
                 database_->all<Filing>("SELECT " FILING_COLUMNS "ORDER BY id", read_filing));
}

base::Result<> Ledger::each_filing(const std::function<void(FilingRow&&)>& visit) {
    return database_->each("SELECT " ROW_COLUMNS " FROM filing ORDER BY id", [&](sqlite::Row& row) {
        FilingRow filing;
        read_row(row, filing);
        visit(std::move(filing));
    });
}

base::Result<> Ledger::each_filing(base::Instant since,
                                   const std::function<void(StatedFiling&&)>& visit) {
    return database_->each(
        "SELECT " ROW_COLUMNS
        ", CASE WHEN received_at >= ?1 THEN fields ELSE '{}' END FROM filing ORDER BY id",
        [&](sqlite::Row& row) {
            StatedFiling filing;
            read_stated(row, filing);
            visit(std::move(filing));
        },
        since);
}

base::Result<std::vector<StatedFiling>> Ledger::stated_filings(std::string_view obligation,
                                                               std::string_view period) {
    return database_->all<StatedFiling>(
        "SELECT " ROW_COLUMNS
        ", fields FROM filing WHERE obligation = ?1 AND period = ?2 ORDER BY id",
        read_stated, obligation, period);
}

base::Result<std::vector<FilingRow>> Ledger::filings_settled(base::JournalNumber after,
                                                             base::JournalNumber until) {
    return database_->all<FilingRow>(
        "SELECT " ROW_COLUMNS " FROM filing WHERE settled_in > ?1 AND settled_in <= ?2 ORDER BY id",
        read_row, after.value, until.value);
}

base::Result<std::vector<Filing>> Ledger::filings_of(base::MessageId message) {
    return whole(
        *database_,
        database_->all<Filing>(
            "SELECT " FILING_COLUMNS
            "WHERE id IN (SELECT filing FROM filing_message WHERE message = ?1) ORDER BY id",
            read_filing, message));
}

base::Result<base::FilingId> Ledger::put_filing(const Filing& filing) {
    base::FilingId id;
    TRY(transaction([&]() -> base::Result<> {
        TRY_ASSIGN(id, put_row(*database_, filing, kUpdate));
        TRY(database_->run(kChanged, id));
        if (filing.id) TRY(clear_parts(*database_, id));
        return put_parts(*database_, id, filing);
    }));
    return id;
}

base::Result<> Ledger::restore_filing(const Filing& filing) {
    return transaction([&]() -> base::Result<> {
        TRY(put_row(*database_, filing, kRestore));
        TRY(database_->run(kChanged, filing.id));
        return put_parts(*database_, filing.id, filing);
    });
}

base::Result<> Ledger::remove_filing(base::FilingId id) {
    return transaction([&]() -> base::Result<> {
        TRY(met(database_->run("DELETE FROM filing WHERE id = ?1", id), "filing", label(id)));
        return done(database_->run(kChanged, id));
    });
}

base::Result<std::vector<Filing>> Ledger::filings_with_document(std::string_view sha256) {
    return whole(
        *database_,
        database_->all<Filing>(
            "SELECT " FILING_COLUMNS "WHERE status NOT IN ('superseded', 'withdrawn') AND id IN "
            "(SELECT f.filing FROM document d JOIN filing_document f ON f.document = d.id "
            "WHERE d.sha256 = ?1 AND d.sha256 <> '') ORDER BY id",
            read_filing, sha256));
}

base::Result<std::vector<View>> Ledger::views_not_shown(base::Instant now, std::size_t limit) {
    return database_->all<View>(
        "SELECT filing, folder, change FROM view WHERE shown <> change "
        "AND (next_try IS NULL OR next_try <= ?1) ORDER BY filing LIMIT ?2",
        [](sqlite::Row& row, View& view) { row.into(view.filing, view.folder, view.change); }, now,
        limit);
}

base::Result<> Ledger::set_view_aside(base::FilingId filing, std::string_view cause,
                                      base::Instant next_try) {
    return transaction([&] {
        return done(database_->run("UPDATE view SET cause = ?2, next_try = ?3 WHERE filing = ?1",
                                   filing, cause, next_try));
    });
}

base::Result<FailedViews> Ledger::failed_views() {
    TRY_ASSIGN(
        const auto found,
        database_->one<FailedViews>(
            "SELECT count(*), coalesce(min(cause), '') FROM view WHERE cause <> ''",
            [](sqlite::Row& row, FailedViews& views) { row.into(views.count, views.cause); }));
    return found.value_or(FailedViews{});
}

base::Result<> Ledger::mark_shown(std::span<const View> views) {
    return transaction([&]() -> base::Result<> {
        for (const View& view : views) {
            // A folder that was left may have been shared: its other filing is shown anew.
            TRY(database_->run(
                "UPDATE view SET change = change + 1 WHERE folder <> '' AND filing <> ?1 AND "
                "folder = (SELECT folder FROM view WHERE filing = ?1 AND folder <> ?2)",
                view.filing, view.folder));
            TRY(
                database_->run("UPDATE view SET folder = ?2, shown = ?3, cause = '', next_try = "
                               "NULL WHERE filing = ?1",
                               view.filing, view.folder, view.change));
            if (view.folder.empty())
                TRY(database_->run("DELETE FROM view WHERE filing = ?1 AND change = ?2",
                                   view.filing, view.change));
        }
        return {};
    });
}

}  // namespace storage
