// Journal rows: committed here first, written to the files by storage/journal.h.

#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

namespace {

/// The messages and filings an entry names, by its keys "message", "filing" and "filings".
std::set<std::string> subjects_of(const nlohmann::ordered_json& entry) {
    std::set<std::string> subjects;
    const auto take = [&](const nlohmann::ordered_json& object, const char* key) {
        const auto found = object.find(key);
        if (found != object.end() && found->is_string()) subjects.insert(found->get<std::string>());
    };
    take(entry, "message");
    take(entry, "filing");
    if (const auto filings = entry.find("filings"); filings != entry.end() && filings->is_array())
        for (const auto& filing : *filings)
            if (filing.is_object()) take(filing, "filing");
    return subjects;
}

}  // namespace

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
        for (const auto& subject : subjects_of(json))
            TRY(database_->run("INSERT INTO journal_about (subject, number) VALUES (?1, ?2)",
                               subject, number));
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

base::Result<std::vector<JournalEntry>> Ledger::history(std::string_view label) {
    return database_->all<JournalEntry>(
        "SELECT j.number, j.at, j.kind, j.line FROM journal_about a JOIN journal j ON j.number = "
        "a.number WHERE a.subject = ?1 ORDER BY a.number",
        [](sqlite::Row& row, JournalEntry& entry) {
            row.into(entry.number, entry.at, entry.kind, entry.line);
        },
        label);
}

base::Result<base::JournalNumber> Ledger::last_journal_number() {
    TRY_ASSIGN(const auto last,
               database_->cell<std::int64_t>("SELECT coalesce(max(number), 0) FROM journal"));
    return base::JournalNumber{last.value_or(0)};
}

}  // namespace storage
