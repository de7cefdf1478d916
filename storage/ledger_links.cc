// Publication links: found in the fields of filings, with what visits to them said.

#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

namespace {

/// The journal number up to which filings were asked for their links.
constexpr std::string_view kCollectedUntil = "links_collected_until";

#define LINK_COLUMNS                                                                             \
    "l.id, l.filing, l.url, l.status, l.cause, l.title, l.snapshot, l.checked_at, l.next_check " \
    "FROM link l "
#define IN_FORCE "JOIN filing f ON f.id = l.filing AND f.status NOT IN ('superseded', 'withdrawn') "
#define SNAPSHOT_COLUMNS "sha256, size, media_type, url, taken_at, kept FROM snapshot "

void read_link(sqlite::Row& row, Link& link) {
    row.into(link.id, link.filing, link.url, link.status, link.cause, link.title, link.snapshot,
             link.checked_at, link.next_check);
}

void read_snapshot(sqlite::Row& row, Snapshot& page) {
    row.into(page.sha256, page.size, page.media_type, page.url, page.taken_at, page.kept);
}

std::set<std::string> urls_in(std::string_view fields) {
    std::set<std::string> urls;
    const auto json = nlohmann::json::parse(fields, nullptr, false);
    if (!json.is_object()) return urls;
    const auto links = json.find("links");
    if (links == json.end() || !links->is_array()) return urls;
    for (const auto& link : *links) {
        if (!link.is_object()) continue;
        const auto url = link.find("url");
        if (url != link.end() && url->is_string()) urls.insert(url->get<std::string>());
    }
    return urls;
}

struct Fields {
    base::FilingId filing;
    std::string json;
};

/// Makes the rows of one filing those its fields name; how many are new.
base::Result<std::int64_t> collect(sqlite::Database& database, const Fields& fields) {
    std::set<std::string> urls = urls_in(fields.json);
    TRY_ASSIGN(const auto known, database.column<std::string>(
                                     "SELECT url FROM link WHERE filing = ?1", fields.filing));
    for (const std::string& url : known) {
        if (urls.erase(url) != 0) continue;
        TRY(database.run("DELETE FROM link WHERE filing = ?1 AND url = ?2", fields.filing, url));
    }
    for (const std::string& url : urls)
        TRY(database.run("INSERT INTO link (filing, url) VALUES (?1, ?2)", fields.filing, url));
    return static_cast<std::int64_t>(urls.size());
}

}  // namespace

base::Result<bool> Ledger::collect_links() {
    TRY_ASSIGN(const auto told, value(kCollectedUntil));
    TRY_ASSIGN(const auto newest, last_journal_number());
    if (told && *told == std::to_string(newest.value)) return false;
    bool found = false;
    TRY(transaction([&]() -> base::Result<> {
        // Filings of before the number was noted have 0: the first time asks them all.
        const auto number = told ? base::parse_number(*told) : std::nullopt;
        const auto after = number ? static_cast<std::int64_t>(*number) : std::int64_t{-1};
        TRY_ASSIGN(const auto until, last_journal_number());
        TRY_ASSIGN(
            const auto filings,
            database_->all<Fields>(
                "SELECT id, fields FROM filing WHERE settled_in > ?1 AND "
                "(instr(fields, '\"links\"') > 0 OR id IN (SELECT filing FROM link))",
                [](sqlite::Row& row, Fields& fields) { row.into(fields.filing, fields.json); },
                after));
        for (const Fields& fields : filings) {
            TRY_ASSIGN(const std::int64_t added, collect(*database_, fields));
            found = found || added != 0;
        }
        return put_value(kCollectedUntil, std::to_string(until.value));
    }));
    return found;
}

base::Result<std::vector<Link>> Ledger::due_links(base::Instant now, std::size_t limit) {
    return database_->all<Link>("SELECT " LINK_COLUMNS IN_FORCE
                                "WHERE l.next_check IS NULL OR l.next_check <= ?1 "
                                "ORDER BY l.next_check, l.id LIMIT ?2",
                                read_link, now, limit);
}

base::Result<std::vector<Link>> Ledger::links_of(base::FilingId filing) {
    return database_->all<Link>("SELECT " LINK_COLUMNS "WHERE l.filing = ?1 ORDER BY l.id",
                                read_link, filing);
}

base::Result<std::vector<Link>> Ledger::links(std::optional<LinkStatus> status) {
    return database_->all<Link>("SELECT " LINK_COLUMNS IN_FORCE
                                "WHERE ?1 IS NULL OR l.status = ?1 ORDER BY l.filing, l.id",
                                read_link, status);
}

base::Result<std::vector<LinkVisit>> Ledger::link_visits(std::int64_t link) {
    return database_->all<LinkVisit>(
        "SELECT day, found, code, cause FROM link_visit WHERE link = ?1 ORDER BY day",
        [](sqlite::Row& row, LinkVisit& visit) {
            row.into(visit.day, visit.found, visit.code, visit.cause);
        },
        link);
}

base::Result<> Ledger::put_link_visit(std::int64_t link, const LinkVisit& visit) {
    return transaction([&] {
        return done(database_->run(
            "INSERT INTO link_visit (link, day, found, code, cause) "
            "SELECT id, ?2, ?3, ?4, ?5 FROM link WHERE id = ?1 "
            "ON CONFLICT (link, day) DO UPDATE SET found = excluded.found, code = excluded.code, "
            "cause = excluded.cause",
            link, visit.day, visit.found, visit.code, visit.cause));
    });
}

base::Result<> Ledger::put_link(const Link& link) {
    return transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto changed,
                   database_->run("UPDATE link SET status = ?2, cause = ?3, title = ?4, "
                                  "snapshot = ?5, checked_at = ?6, next_check = ?7 WHERE id = ?1",
                                  link.id, link.status, link.cause, link.title, link.snapshot,
                                  link.checked_at, link.next_check));
        if (changed == 0) return {};
        return done(database_->run(
            "UPDATE view SET change = change + 1, next_try = NULL WHERE filing = ?1", link.filing));
    });
}

base::Result<> Ledger::set_next_check(std::int64_t link, base::Instant next_check) {
    return transaction([&] {
        return done(
            database_->run("UPDATE link SET next_check = ?2 WHERE id = ?1", link, next_check));
    });
}

base::Result<> Ledger::add_snapshot(const Snapshot& snapshot) {
    return transaction([&] {
        return done(
            database_->run("INSERT INTO snapshot (sha256, size, media_type, url, taken_at, kept) "
                           "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
                           snapshot.sha256, snapshot.size, snapshot.media_type, snapshot.url,
                           snapshot.taken_at, snapshot.kept));
    });
}

base::Result<> Ledger::mark_snapshot_kept(std::string_view sha256) {
    return transaction([&] {
        return done(database_->run("UPDATE snapshot SET kept = 1 WHERE sha256 = ?1", sha256));
    });
}

base::Result<std::vector<Snapshot>> Ledger::snapshots_in_spool() {
    return database_->all<Snapshot>("SELECT " SNAPSHOT_COLUMNS "WHERE kept = 0 ORDER BY sha256",
                                    read_snapshot);
}

base::Result<std::vector<Snapshot>> Ledger::snapshots(std::string_view after, std::size_t limit) {
    return database_->all<Snapshot>("SELECT " SNAPSHOT_COLUMNS
                                    "WHERE sha256 > ?1 ORDER BY sha256 LIMIT ?2",
                                    read_snapshot, after, limit);
}

}  // namespace storage
