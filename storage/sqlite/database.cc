#include "storage/sqlite/database.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <array>
#include <utility>

#include "base/unique_fd.h"

namespace storage::sqlite {

namespace {

// WAL with FULL: a commit that was acknowledged survives power loss
// (sqlite.org/pragma.html#pragma_synchronous). 2,000 pages of WAL (8 MiB) between checkpoints: a
// drain of thousands of mails checkpoints seldom, and the WAL stays small.
constexpr const char* kSettings =
    "PRAGMA busy_timeout = 5000;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA wal_autocheckpoint = 2000;"
    "PRAGMA journal_size_limit = 67108864;"
    "PRAGMA cache_size = -8192;"
    "PRAGMA temp_store = MEMORY;";

constexpr int kOpenTries = 250;
constexpr int kOpenPause = 20;  // milliseconds

struct Translation {
    int code;
    base::Kind kind;
    const char* text;
    const char* hint;
};

// Extended codes first: the first entry whose code or primary code matches decides.
constexpr std::array kTranslations{
    Translation{SQLITE_CONSTRAINT_UNIQUE, base::Kind::Conflict, "the ledger has this already", ""},
    Translation{SQLITE_CONSTRAINT_PRIMARYKEY, base::Kind::Conflict, "the ledger has this already",
                ""},
    Translation{SQLITE_CONSTRAINT_ROWID, base::Kind::Conflict, "the ledger has this already", ""},
    Translation{SQLITE_CONSTRAINT, base::Kind::Internal, "the ledger refuses this row", ""},
    Translation{SQLITE_BUSY, base::Kind::Conflict, "the ledger is in use by another process",
                "wait for the other filingd or filingctl to end, then try again"},
    Translation{SQLITE_LOCKED, base::Kind::Conflict, "the ledger is locked", "try again"},
    Translation{SQLITE_FULL, base::Kind::NoSpace, "no room for the ledger",
                "free space on the disk that holds the state directory"},
    Translation{SQLITE_IOERR_NOMEM, base::Kind::Transient, "no memory for the ledger", ""},
    Translation{SQLITE_IOERR_CORRUPTFS, base::Kind::Corrupt, "the ledger's file system is damaged",
                "check the disk, then restore the newest backup"},
    Translation{SQLITE_IOERR, base::Kind::Transient, "the ledger's disk reports an error",
                "check the disk that holds the state directory"},
    Translation{SQLITE_NOMEM, base::Kind::Transient, "no memory for the ledger", ""},
    Translation{SQLITE_CORRUPT, base::Kind::Corrupt, "the ledger is damaged",
                "stop filingd and put back the newest copy of ledger/; the archive and its journal "
                "are whole"},
    Translation{SQLITE_NOTADB, base::Kind::Corrupt, "the ledger's file is not a ledger",
                "stop filingd and put back the newest copy of ledger/; the archive and its journal "
                "are whole"},
    Translation{SQLITE_CANTOPEN, base::Kind::Denied, "the ledger can't be opened",
                "check that the state directory exists and belongs to the user filingd runs as"},
    Translation{SQLITE_PERM, base::Kind::Denied, "no permission for the ledger",
                "check who owns the state directory"},
    Translation{SQLITE_READONLY, base::Kind::Denied, "the ledger can't be written",
                "check who owns the state directory and whether its disk is mounted read-only"},
    Translation{SQLITE_AUTH, base::Kind::Denied, "the ledger refuses this operation", ""},
};

base::Error translated(int code, std::string cause) {
    for (const Translation& entry : kTranslations) {
        if (entry.code != code && entry.code != (code & 0xff)) continue;
        return {entry.kind, base::Scope::Process, entry.text, entry.hint, std::move(cause)};
    }
    return {base::Kind::Internal, base::Scope::Process, "the ledger failed", "", std::move(cause)};
}

}  // namespace

void Row::read(std::int64_t& value) { value = sqlite3_column_int64(statement_, column_++); }

void Row::read(std::uint64_t& value) {
    const std::int64_t number = sqlite3_column_int64(statement_, column_++);
    good_ = good_ && number >= 0;
    value = static_cast<std::uint64_t>(number);
}

void Row::read(std::uint32_t& value) {
    const std::int64_t number = sqlite3_column_int64(statement_, column_++);
    good_ = good_ && number >= 0 && number <= INT64_C(0xffffffff);
    value = static_cast<std::uint32_t>(number);
}

void Row::read(bool& value) { value = sqlite3_column_int64(statement_, column_++) != 0; }

void Row::read(double& value) { value = sqlite3_column_double(statement_, column_++); }

void Row::read(std::string& value) {
    const void* bytes = sqlite3_column_blob(statement_, column_);
    const int size = sqlite3_column_bytes(statement_, column_++);
    value.assign(static_cast<const char*>(bytes ? bytes : ""), static_cast<std::size_t>(size));
}

void Row::read(base::Instant& value) {
    value = base::Instant(std::chrono::milliseconds(sqlite3_column_int64(statement_, column_++)));
}

void Row::read(base::Date& value) {
    std::string text;
    read(text);
    const auto day = base::parse_date(text);
    good_ = good_ && day.has_value();
    if (day) value = *day;
}

bool Row::null() const { return sqlite3_column_type(statement_, column_) == SQLITE_NULL; }

Run::Run(Database& database, Sql sql) : database_(database), sql_(sql) {
    statement_ = database_.take(sql, failed_);
}

Run::~Run() {
    if (statement_) database_.give_back(sql_, statement_);
}

void Run::note(int code) {
    if (failed_ == SQLITE_OK) failed_ = code;
}

void Run::bind(std::int64_t value) { note(sqlite3_bind_int64(statement_, ++parameter_, value)); }
void Run::bind(double value) { note(sqlite3_bind_double(statement_, ++parameter_, value)); }
void Run::bind_null() { note(sqlite3_bind_null(statement_, ++parameter_)); }
void Run::bind(base::Instant at) { bind(std::int64_t{at.time_since_epoch().count()}); }

// The values outlive the run (they are arguments of the call that holds it), so SQLite need not
// copy them.
void Run::bind(std::string_view text) {
    note(sqlite3_bind_text64(statement_, ++parameter_, text.empty() ? "" : text.data(), text.size(),
                             SQLITE_STATIC, SQLITE_UTF8));
}

void Run::bind(Blob blob) {
    const std::string_view bytes = blob.bytes;
    note(sqlite3_bind_blob64(statement_, ++parameter_, bytes.empty() ? "" : bytes.data(),
                             bytes.size(), SQLITE_STATIC));
}

void Run::bind(base::Date day) {
    const std::string text = base::format_date(day);
    // SQLITE_TRANSIENT as its macro has it. NOLINTNEXTLINE(performance-no-int-to-ptr)
    const auto copied = reinterpret_cast<sqlite3_destructor_type>(-1);
    note(sqlite3_bind_text64(statement_, ++parameter_, text.data(), text.size(), copied,
                             SQLITE_UTF8));
}

base::Result<bool> Run::step() {
    const int code = failed_ == SQLITE_OK ? sqlite3_step(statement_) : failed_;
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return base::fail(database_.error(code, sql_.text()));
}

base::Result<std::unique_ptr<Database>> Database::open(const std::string& path) {
    // Made here, because SQLite would make it readable for others; its -wal and -shm take the same
    // mode. Only where there is none: closing a descriptor of a database that is in use drops this
    // process's locks on it (sqlite.org/howtocorrupt.html §2.2).
    base::UniqueFd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600)).reset();
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &handle,
                                     SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    std::unique_ptr<Database> database(new Database(handle));
    if (code != SQLITE_OK) {
        base::Error error =
            translated(code, handle ? sqlite3_errmsg(handle) : sqlite3_errstr(code));
        error.cause += ": " + path;
        return base::fail(std::move(error));
    }
    // Two processes that open a new ledger at once both want it in WAL mode; SQLite then says BUSY
    // without waiting.
    auto configured = database->configure();
    for (int i = 0;
         i < kOpenTries && !configured && configured.error().kind == base::Kind::Conflict; ++i) {
        sqlite3_sleep(kOpenPause);
        configured = database->configure();
    }
    TRY(configured);
    return database;
}

base::Result<> Database::configure() {
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    // One plan a statement: without it SQLite prepares it anew for many a value that is bound.
    sqlite3_db_config(handle_, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
    return script(kSettings);
}

Database::~Database() {
    for (const auto& [text, statement] : idle_) sqlite3_finalize(statement);
    sqlite3_close_v2(handle_);
}

base::Result<> Database::script(const std::string& sql) {
    const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return base::fail(error(code, "script"));
    return {};
}

std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }
std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle_); }
bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

base::Failure Database::unreadable(Sql sql) {
    return base::fail(base::Kind::Corrupt, base::Scope::Process,
                      "a row of the ledger holds what it can't hold", "run `filingctl verify`",
                      sql.text());
}

base::Error Database::error(int code, std::string_view what) const {
    std::string cause = sqlite3_errmsg(handle_);
    cause.append(" in ").append(what.substr(0, 120));
    return translated(code, std::move(cause));
}

sqlite3_stmt* Database::take(Sql sql, int& code) {
    const auto found = idle_.find(sql.text());
    if (found != idle_.end() && found->second) return std::exchange(found->second, nullptr);
    sqlite3_stmt* statement = nullptr;
    code = sqlite3_prepare_v3(handle_, sql.text(), static_cast<int>(sql.size()),
                              SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return statement;
}

void Database::give_back(Sql sql, sqlite3_stmt* statement) {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    sqlite3_stmt*& place = idle_[sql.text()];
    if (place) {
        sqlite3_finalize(statement);
    } else {
        place = statement;
    }
}

}  // namespace storage::sqlite
