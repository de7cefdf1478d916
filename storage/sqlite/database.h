#pragma once
/// The one adapter to SQLite. A Database is one connection for one thread. Statements are constants
/// of the program (Sql accepts nothing else), values are only bound; prepared statements are kept
/// by their text's address. SQLite's codes become base::Error here: busy -> Conflict, full ->
/// NoSpace, damage -> Corrupt, a broken unique key -> Conflict, I/O -> Transient, no permission ->
/// Denied, anything else -> Internal.

#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "base/dates.h"
#include "base/ids.h"
#include "base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace storage::sqlite {

/// SQL text fixed at compile time.
class Sql {
 public:
    template <std::size_t size>
    // NOLINTNEXTLINE(google-explicit-constructor): a literal is meant to pass as it is
    consteval Sql(const char (&text)[size]) : text_(text), size_(size - 1) {}
    [[nodiscard]] const char* text() const { return text_; }
    [[nodiscard]] std::size_t size() const { return size_; }

 private:
    const char* text_;
    std::size_t size_;
};

/// Bytes bound as a BLOB.
struct Blob {
    std::string_view bytes;
};

/// An enum of the records with its word: name(E) and read_word(string_view, E&) are found by its
/// namespace.
template <class E>
concept Word = std::is_enum_v<E> && requires(E value) {
    { name(value) } -> std::convertible_to<std::string_view>;
    { read_word(std::string_view{}, value) } -> std::same_as<bool>;
};

/// The columns of the current row, read in order. A column that does not hold what is asked for is
/// an error of the row.
class Row {
 public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

    template <class... Values>
    void into(Values&... values) {
        (read(values), ...);
    }
    [[nodiscard]] bool good() const { return good_; }

 private:
    void read(std::int64_t& value);
    void read(std::uint64_t& value);
    void read(std::uint32_t& value);
    void read(bool& value);
    void read(double& value);
    void read(std::string& value);
    void read(base::Instant& value);
    void read(base::Date& value);
    template <class Tag>
    void read(base::Id<Tag>& id) {
        read(id.value);
    }
    template <Word E>
    void read(E& value) {
        std::string text;
        read(text);
        good_ = good_ && read_word(text, value);
    }
    template <class T>
    void read(std::optional<T>& value) {
        if (null()) {
            ++column_;
            value.reset();
        } else {
            read(value.emplace());
        }
    }
    [[nodiscard]] bool null() const;

    sqlite3_stmt* statement_;
    int column_ = 0;
    bool good_ = true;
};

/// One run of a prepared statement; handed back to its Database when it ends.
class Run {
 public:
    Run(Run&&) = delete;
    ~Run();
    /// True while there is a row.
    base::Result<bool> step();
    [[nodiscard]] Row row() const { return Row(statement_); }

 private:
    friend class Database;
    Run(class Database& database, Sql sql);

    template <class... Values>
    void bind_all(const Values&... values) {
        (bind(values), ...);
    }
    void bind(std::int64_t value);
    void bind(double value);
    void bind(std::string_view text);
    void bind(Blob blob);
    void bind(base::Instant at);
    void bind(base::Date day);
    void bind_null();
    template <std::integral I>
    void bind(I value) {
        bind(static_cast<std::int64_t>(value));
    }
    void bind(const std::string& text) { bind(std::string_view(text)); }
    void bind(const char* text) { bind(std::string_view(text)); }
    template <class Tag>
    void bind(base::Id<Tag> id) {  // 0 is none
        id ? bind(id.value) : bind_null();
    }
    template <Word E>
    void bind(E value) {
        bind(std::string_view(name(value)));
    }
    template <class T>
    void bind(const std::optional<T>& value) {
        value ? bind(*value) : bind_null();
    }
    void note(int code);

    class Database& database_;
    Sql sql_;
    sqlite3_stmt* statement_ = nullptr;
    int parameter_ = 0;
    int failed_ = 0;
};

class Database {
 public:
    /// Opens or creates (0600) the file with the settings of docs/LEDGER.md.
    static base::Result<std::unique_ptr<Database>> open(const std::string& path);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs the statements of a script, one after another. For migrations.
    base::Result<> script(const std::string& sql);

    /// Runs a statement without rows; the number of rows it changed.
    template <class... Values>
    base::Result<std::int64_t> run(Sql sql, const Values&... values) {
        Run query(*this, sql);
        query.bind_all(values...);
        TRY_ASSIGN(const bool row, query.step());
        return row ? 0 : changes();
    }

    /// Calls visit(Row&) for every row.
    template <class Visit, class... Values>
    base::Result<> each(Sql sql, Visit&& visit, const Values&... values) {
        Run query(*this, sql);
        query.bind_all(values...);
        while (true) {
            TRY_ASSIGN(const bool more, query.step());
            if (!more) return {};
            Row row = query.row();
            visit(row);
            if (!row.good()) return unreadable(sql);
        }
    }

    /// Every row as a T; `read` fills one from a row.
    template <class T, class Read, class... Values>
    base::Result<std::vector<T>> all(Sql sql, Read&& read, const Values&... values) {
        std::vector<T> rows;
        TRY(each(
            sql, [&](Row& row) { read(row, rows.emplace_back()); }, values...));
        return rows;
    }
    /// The rows' only column.
    template <class T, class... Values>
    base::Result<std::vector<T>> column(Sql sql, const Values&... values) {
        return all<T>(
            sql, [](Row& row, T& value) { row.into(value); }, values...);
    }

    /// The first row as a T, or none.
    template <class T, class Read, class... Values>
    base::Result<std::optional<T>> one(Sql sql, Read&& read, const Values&... values) {
        Run query(*this, sql);
        query.bind_all(values...);
        TRY_ASSIGN(const bool found, query.step());
        std::optional<T> value;
        if (!found) return value;
        Row row = query.row();
        read(row, value.emplace());
        if (!row.good()) return unreadable(sql);
        return value;
    }
    /// The first row's only column, or none.
    template <class T, class... Values>
    base::Result<std::optional<T>> cell(Sql sql, const Values&... values) {
        return one<T>(
            sql, [](Row& row, T& value) { row.into(value); }, values...);
    }

    [[nodiscard]] std::int64_t last_id() const;
    [[nodiscard]] bool in_transaction() const;

 private:
    friend class Run;
    explicit Database(sqlite3* handle) : handle_(handle) {}
    [[nodiscard]] std::int64_t changes() const;
    static base::Failure unreadable(Sql sql);
    base::Error error(int code, std::string_view what) const;
    base::Result<> configure();
    sqlite3_stmt* take(Sql sql, int& code);
    void give_back(Sql sql, sqlite3_stmt* statement);

    sqlite3* handle_;
    std::unordered_map<const char*, sqlite3_stmt*> idle_;
};

}  // namespace storage::sqlite
