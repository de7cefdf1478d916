// Journal rows: committed here first, written to the files by storage/journal.h.

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

base::Result<base::JournalNumber> Ledger::add_journal(std::string_view kind, std::string_view line,
                                                      base::Instant now) {
    const auto json = nlohmann::ordered_json::parse(line, nullptr, false);
    if (!json.is_object())
        return base::fail(base::Kind::Internal, base::Scope::Process,
                          "a journal entry is one JSON object");
    const std::string text = base::has_control(line) ? json.dump() : std::string(line);
    base::JournalNumber number;
    TRY(transaction([&]() -> base::Result<> {
        TRY(database_->run("INSERT INTO journal (at, kind, line) VALUES (?1, ?2, ?3)", now, kind,
                           text));
        number = base::JournalNumber{database_->last_id()};
        return {};
    }));
    return number;
}

base::Result<std::vector<JournalEntry>> Ledger::journal_after(base::JournalNumber number,
                                                              std::size_t limit) {
    return database_->all<JournalEntry>(
        "SELECT number, at, kind, line FROM journal WHERE number > ?1 ORDER BY number LIMIT ?2",
        [](sqlite::Row& row, JournalEntry& entry) {
            row.into(entry.number, entry.at, entry.kind, entry.line);
        },
        std::int64_t{number.value}, limit);
}

base::Result<base::JournalNumber> Ledger::last_journal_number() {
    TRY_ASSIGN(const auto last,
               database_->cell<std::int64_t>("SELECT coalesce(max(number), 0) FROM journal"));
    return base::JournalNumber{last.value_or(0)};
}

}  // namespace storage
