// What people decided: confirmed addresses, exemptions, pauses, acts and what they changed.

#include "base/text.h"
#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

base::Result<> Ledger::confirm_address(std::string_view address, std::string_view unit) {
    const std::string lower = base::lowered(address);
    return transaction([&] {
        return done(
            database_->run("INSERT INTO address (address, unit) VALUES (?1, ?2) "
                           "ON CONFLICT (address) DO UPDATE SET unit = excluded.unit",
                           lower, unit));
    });
}

base::Result<> Ledger::revoke_address(std::string_view address) {
    const std::string lower = base::lowered(address);
    return transaction([&] {
        return met(database_->run("DELETE FROM address WHERE address = ?1", lower),
                   "confirmed address", lower);
    });
}

base::Result<std::vector<ConfirmedAddress>> Ledger::confirmed_addresses() {
    return database_->all<ConfirmedAddress>(
        "SELECT address, unit FROM address ORDER BY address",
        [](sqlite::Row& row, ConfirmedAddress& entry) { row.into(entry.address, entry.unit); });
}

base::Result<std::vector<Exemption>> Ledger::exemptions() {
    return database_->all<Exemption>(
        "SELECT unit, obligation, period, reason FROM exemption ORDER BY unit, obligation, period",
        [](sqlite::Row& row, Exemption& entry) {
            row.into(entry.unit, entry.obligation, entry.period, entry.reason);
        });
}

base::Result<> Ledger::put_exemption(const Exemption& exemption) {
    return transaction([&] {
        return done(database_->run(
            "INSERT INTO exemption (unit, obligation, period, reason) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT DO UPDATE SET reason = excluded.reason",
            exemption.unit, exemption.obligation, exemption.period, exemption.reason));
    });
}

base::Result<> Ledger::remove_exemption(std::string_view unit, std::string_view obligation,
                                        std::string_view period) {
    return transaction([&] {
        return met(database_->run(
                       "DELETE FROM exemption WHERE unit = ?1 AND obligation = ?2 AND period = ?3",
                       unit, obligation, period),
                   "exemption", std::string(unit));
    });
}

base::Result<base::JournalNumber> Ledger::record_act(std::string_view kind, std::string_view json,
                                                     base::Instant now) {
    base::JournalNumber number;
    TRY(transaction([&]() -> base::Result<> {
        TRY_ASSIGN(number, add_journal("act", json, now));
        return done(database_->run("INSERT INTO act (number, kind, json) VALUES (?1, ?2, ?3)",
                                   number, kind, json));
    }));
    return number;
}

base::Result<std::optional<Act>> Ledger::act(base::JournalNumber number) {
    return database_->one<Act>(
        "SELECT number, kind, json, coalesce(undone, 0) FROM act WHERE number = ?1",
        [](sqlite::Row& row, Act& act) { row.into(act.number, act.kind, act.json, act.undone); },
        number);
}

base::Result<> Ledger::mark_undone(base::JournalNumber number, base::JournalNumber by) {
    return transaction([&]() -> base::Result<> {
        auto changed = database_->run(
            "UPDATE act SET undone = ?2 WHERE number = ?1 AND undone IS NULL", number, by);
        if (changed && *changed == 0)
            return base::fail(base::Kind::Conflict, base::Scope::Message,
                              label(number) + " is no act, or undone already");
        return done(changed);
    });
}

base::Result<> Ledger::mark_redone(base::JournalNumber number) {
    return transaction([&] {
        return met(database_->run("UPDATE act SET undone = NULL WHERE number = ?1", number), "act",
                   label(number));
    });
}

base::Result<> Ledger::record_changes(base::JournalNumber act, std::span<const ActChange> changes) {
    return transaction([&]() -> base::Result<> {
        std::size_t position = 0;
        for (const ActChange& change : changes)
            TRY(database_->run(
                "INSERT INTO act_change (act, position, what, key, before, after) "
                "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                act, position++, change.what, change.key, change.before, change.after));
        return {};
    });
}

base::Result<std::vector<ActChange>> Ledger::changes_of(base::JournalNumber act) {
    return database_->all<ActChange>(
        "SELECT what, key, before, after FROM act_change WHERE act = ?1 ORDER BY position",
        [](sqlite::Row& row, ActChange& change) {
            row.into(change.what, change.key, change.before, change.after);
        },
        act);
}

base::Result<std::vector<Act>> Ledger::acts_about(std::string_view what, std::string_view key,
                                                  base::JournalNumber after) {
    return database_->all<Act>(
        "SELECT a.number, a.kind, a.json, coalesce(a.undone, 0) FROM act_change c JOIN act a ON "
        "a.number = c.act WHERE c.what = ?1 AND c.key = ?2 AND c.act > ?3 AND a.undone IS NULL "
        "ORDER BY a.number",
        [](sqlite::Row& row, Act& act) { row.into(act.number, act.kind, act.json, act.undone); },
        what, key, after);
}

base::Result<bool> Ledger::decided_by_person(base::MessageId message) {
    TRY_ASSIGN(
        const auto found,
        database_->cell<std::int64_t>(
            "SELECT 1 FROM act_change c JOIN act a ON a.number = c.act WHERE c.what = 'message' "
            "AND c.key = ?1 AND a.undone IS NULL AND a.kind <> 'undo' LIMIT 1",
            label(message)));
    return found.has_value();
}

base::Result<> Ledger::put_pause(const Pause& pause) {
    return transaction([&] {
        return done(
            database_->run("INSERT INTO pause (unit, until) VALUES (?1, ?2) "
                           "ON CONFLICT (unit) DO UPDATE SET until = excluded.until",
                           pause.unit, pause.until));
    });
}

base::Result<> Ledger::remove_pause(std::string_view unit) {
    return transaction([&] {
        return met(database_->run("DELETE FROM pause WHERE unit = ?1", unit), "pause",
                   std::string(unit));
    });
}

base::Result<std::vector<Pause>> Ledger::pauses() {
    return database_->all<Pause>(
        "SELECT unit, until FROM pause ORDER BY unit",
        [](sqlite::Row& row, Pause& pause) { row.into(pause.unit, pause.until); });
}

}  // namespace storage
