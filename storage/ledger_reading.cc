// A settled message read anew: documents keep their rows by what they are, not by where they stood,
// since filings name them.

#include <algorithm>

#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

namespace {

/// Rows out of the way of the new numbering: far behind any document of a message.
constexpr std::int64_t kAside = 1'000'000'000;

struct KnownRow {
    base::DocumentId id;
    std::string part;
    std::string sha256;
    bool taken = false;
};

/// The row of the same bytes at the same part, else of the same bytes anywhere in the message.
KnownRow* row_for(std::vector<KnownRow>& rows, const Document& document) {
    const auto find = [&](bool part, bool bytes) {
        const auto found = std::ranges::find_if(rows, [&](const KnownRow& row) {
            return !row.taken && (!part || row.part == document.part) &&
                   (!bytes || row.sha256 == document.sha256);
        });
        return found == rows.end() ? nullptr : &*found;
    };
    if (auto* same = find(true, true)) return same;
    if (!document.sha256.empty()) return find(false, true);
    return nullptr;
}

base::Result<> put_over(sqlite::Database& database, base::DocumentId id, const Document& d) {
    return done(database.run(
        "UPDATE document SET position = ?2, part = ?3, name = ?4, sha256 = ?5, size = ?6, "
        "media_type = ?7, role = ?8, text_source = ?9, pages = ?10, seal = ?11, former = 0 "
        "WHERE id = ?1",
        id, d.index, d.part, d.name, d.sha256, d.size, d.media_type, d.role, d.text_source, d.pages,
        d.seal_json));
}

base::Result<> put_new(sqlite::Database& database, base::MessageId message, const Document& d) {
    return done(database.run(
        "INSERT INTO document (message, position, part, name, sha256, size, media_type, role, "
        "text_source, pages, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        message, d.index, d.part, d.name, d.sha256, d.size, d.media_type, d.role, d.text_source,
        d.pages, d.seal_json));
}

base::Result<> replace_documents(sqlite::Database& database, base::MessageId message,
                                 std::span<const Document> documents) {
    TRY_ASSIGN(auto rows, database.all<KnownRow>(
                              "SELECT id, part, sha256 FROM document WHERE message = ?1 "
                              "ORDER BY former, position",
                              [](sqlite::Row& row, KnownRow& known) {
                                  row.into(known.id, known.part, known.sha256);
                              },
                              message));
    TRY(database.run("UPDATE document SET position = ?2 + id, former = 1 WHERE message = ?1",
                     message, kAside));
    for (const Document& document : documents) {
        KnownRow* row = row_for(rows, document);
        if (row) row->taken = true;
        TRY(row ? put_over(database, row->id, document) : put_new(database, message, document));
    }
    // Without bytes and without a filing a former row says nothing any more.
    return done(database.run(
        "DELETE FROM document WHERE message = ?1 AND former = 1 AND sha256 = '' AND id NOT IN "
        "(SELECT document FROM filing_document WHERE document = document.id)",
        message));
}

base::Result<> replace_problems(sqlite::Database& database, base::MessageId message,
                                std::span<const Problem> problems) {
    TRY(database.run("DELETE FROM problem WHERE message = ?1", message));
    std::size_t position = 0;
    for (const Problem& p : problems)
        TRY(
            database.run("INSERT INTO problem (message, position, code, severity, part, detail) "
                         "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                         message, position++, p.code, p.severity, p.part, p.detail));
    return {};
}

}  // namespace

base::Result<> Ledger::replace_parsed(const Message& headers, std::span<const Document> documents,
                                      std::span<const Problem> problems,
                                      std::string_view parsed_blob) {
    return transaction([&]() -> base::Result<> {
        TRY(met(database_->run(
                    "UPDATE message SET message_id_header = ?2, date_header = ?3, from_text = ?4, "
                    "from_address = ?5, subject = ?6 WHERE id = ?1 AND state = 'settled'",
                    headers.id, headers.message_id_header, headers.date_header, headers.from,
                    headers.from_address, headers.subject),
                "settled message", label(headers.id)));
        TRY(replace_documents(*database_, headers.id, documents));
        for (const Document& document : documents)
            TRY(database_->run("DELETE FROM expected_object WHERE sha256 = ?1", document.sha256));
        TRY(replace_problems(*database_, headers.id, problems));
        return done(
            database_->run("INSERT INTO parse_result (message, bytes) VALUES (?1, ?2) "
                           "ON CONFLICT (message) DO UPDATE SET bytes = excluded.bytes",
                           headers.id, sqlite::Blob{parsed_blob}));
    });
}

base::Result<> Ledger::expect_objects(std::span<const std::string> hashes) {
    return transaction([&]() -> base::Result<> {
        for (const std::string& hash : hashes)
            TRY(database_->run("INSERT OR IGNORE INTO expected_object (sha256) VALUES (?1)", hash));
        return {};
    });
}

base::Result<> Ledger::replace_judgement(base::MessageId message, std::string_view judgement_blob) {
    return transaction([&] {
        return done(
            database_->run("INSERT INTO judgement (message, bytes) VALUES (?1, ?2) "
                           "ON CONFLICT (message) DO UPDATE SET bytes = excluded.bytes",
                           message, sqlite::Blob{judgement_blob}));
    });
}

base::Result<std::vector<base::MessageId>> Ledger::messages_with_document(std::string_view sha256,
                                                                          base::MessageId but) {
    return database_->column<base::MessageId>(
        "SELECT DISTINCT message FROM document WHERE sha256 <> '' AND sha256 = ?1 AND message <> "
        "?2 ORDER BY message",
        sha256, but);
}

}  // namespace storage
