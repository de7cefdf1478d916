#include "storage/ledger.h"

#include <fmt/format.h>

#include "storage/migrations.h"
#include "storage/rows.h"
#include "storage/step.h"

namespace storage {

namespace {

base::Result<std::int64_t> schema_version(sqlite::Database& database) {
    TRY_ASSIGN(const auto version, database.cell<std::int64_t>("PRAGMA user_version"));
    return version.value_or(0);
}

base::Result<> migrate(Ledger& ledger, sqlite::Database& database) {
    const std::vector<Migration> steps = migrations();
    const auto newest = static_cast<std::int64_t>(steps.size());
    TRY_ASSIGN(const std::int64_t before, schema_version(database));
    if (before > newest)
        return base::fail(
            base::Kind::Conflict, base::Scope::Process,
            fmt::format("the ledger has schema {}, this filingd knows up to {}", before, newest),
            "install the newer filingd again, or restore the backup made before its upgrade");
    if (before == newest) return {};
    return ledger.transaction([&]() -> base::Result<> {
        // Asked again under the lock: another process may have been first.
        TRY_ASSIGN(const std::int64_t version, schema_version(database));
        for (std::int64_t next = version; next < newest; ++next)
            TRY(database.script(steps[static_cast<std::size_t>(next)].sql));
        TRY_ASSIGN(const std::int64_t after, schema_version(database));
        if (after != newest)
            return base::fail(base::Kind::Internal, base::Scope::Process,
                              "a migration does not set its version");
        return {};
    });
}

// Ends what is open, whatever its state: SQLite itself may have rolled back already (disk full, I/O
// error).
void undo(sqlite::Database& database, sqlite::Sql rollback) {
    if (database.in_transaction()) (void)database.run(rollback);
}

base::Result<> inner(sqlite::Database& database, const std::function<base::Result<>()>& work) {
    TRY(database.run("SAVEPOINT inner_work"));
    auto worked = work();
    if (!worked) undo(database, "ROLLBACK TO inner_work");
    if (database.in_transaction()) TRY(database.run("RELEASE inner_work"));
    return worked;
}

}  // namespace

Ledger::Ledger(std::unique_ptr<sqlite::Database> database) : database_(std::move(database)) {}
Ledger::~Ledger() = default;

base::Result<std::unique_ptr<Ledger>> Ledger::open(const std::string& path) {
    TRY_ASSIGN(auto database, sqlite::Database::open(path));
    std::unique_ptr<Ledger> ledger(new Ledger(std::move(database)));
    TRY(migrate(*ledger, *ledger->database_));
    return ledger;
}

base::Result<> Ledger::transaction(const std::function<base::Result<>()>& work) {
    if (database_->in_transaction()) return inner(*database_, work);
    TRY(database_->run("BEGIN IMMEDIATE"));
    auto worked = work();
    if (worked) {
        // An inner failure that made SQLite roll back everything must not pass for success.
        if (!database_->in_transaction())
            return base::fail(base::Kind::Transient, base::Scope::Process,
                              "the ledger rolled back");
        worked = commit_step("ledger", [&] { return done(database_->run("COMMIT")); });
    }
    if (!worked) undo(*database_, "ROLLBACK");
    return worked;
}

base::Result<std::optional<std::string>> Ledger::value(std::string_view key) {
    return database_->cell<std::string>("SELECT value FROM value WHERE key = ?1", key);
}

base::Result<> Ledger::put_value(std::string_view key, std::string_view value) {
    return transaction([&] {
        return done(
            database_->run("INSERT INTO value (key, value) VALUES (?1, ?2) "
                           "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                           key, value));
    });
}

base::Result<std::vector<std::string>> Ledger::check_integrity() {
    std::vector<std::string> differences;
    TRY(database_->each("PRAGMA integrity_check", [&](sqlite::Row& row) {
        std::string text;
        row.into(text);
        if (text != "ok") differences.push_back("ledger: " + text);
    }));
    TRY(database_->each("PRAGMA foreign_key_check", [&](sqlite::Row& row) {
        std::string table;
        std::int64_t id = 0;
        std::string parent;
        row.into(table, id, parent);
        differences.push_back(
            fmt::format("ledger: row {} of {} points to a missing {}", id, table, parent));
    }));
    TRY_ASSIGN(const auto lines, accounting());
    for (const Accounting& line : lines) {
        if (!line.balanced())
            differences.push_back(
                fmt::format("ledger: {} {} does not balance", line.mailbox, line.folder));
    }
    return differences;
}

}  // namespace storage
