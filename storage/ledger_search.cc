// Full text: which messages hold these words (storage/search_text.h).

#include "storage/ledger.h"
#include "storage/rows.h"
#include "storage/spool.h"

namespace storage {

// The index can't take a text out again without being told it once more; so a message that changes
// gets a new row, and the old one finds no entry.
base::Result<> Ledger::index_text(base::MessageId message, std::string_view searchable) {
    const std::string digest = sha256(searchable).substr(0, 16);
    return transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto known,
                   database_->cell<std::string>(
                       "SELECT digest FROM search_entry WHERE message = ?1", message));
        if (known == digest) return {};
        if (known) TRY(database_->run("DELETE FROM search_entry WHERE message = ?1", message));
        TRY_ASSIGN(const auto row,
                   database_->cell<std::int64_t>("INSERT INTO search_entry (message, digest) "
                                                 "VALUES (?1, ?2) RETURNING id",
                                                 message, digest));
        return done(database_->run("INSERT INTO search (rowid, text) VALUES (?1, ?2)",
                                   row.value_or(0), searchable));
    });
}

base::Result<std::vector<base::MessageId>> Ledger::found_by(std::string_view query,
                                                            std::size_t limit) {
    if (query.empty()) return std::vector<base::MessageId>{};
    return database_->column<base::MessageId>(
        "SELECT e.message FROM search s JOIN search_entry e ON e.id = s.rowid "
        "WHERE s.search MATCH ?1 ORDER BY s.rowid DESC LIMIT ?2",
        query, limit);
}

}  // namespace storage
