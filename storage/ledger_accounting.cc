// The accounting identity: every live place is counted under exactly one word.

#include <array>

#include "storage/ledger.h"
#include "storage/rows.h"

namespace storage {

namespace {

struct Column {
    std::string_view word;
    std::uint64_t Accounting::*count;
};

constexpr std::array kColumns{
    Column{"filed", &Accounting::filed},
    Column{"duplicate", &Accounting::duplicate},
    Column{"not_a_filing", &Accounting::not_a_filing},
    Column{"out_of_scope", &Accounting::out_of_scope},
    Column{"review", &Accounting::review},
    Column{"waiting", &Accounting::waiting},
    Column{"failed", &Accounting::failed},
    Column{"gone", &Accounting::gone},
};

// A message is carried by its first live place; the others count as duplicates whatever the
// message's state. Places settled on their own carry their own word; what is listed and not fetched
// waits.
constexpr sqlite::Sql kCount =
    "SELECT f.id, "
    "CASE WHEN p.gone = 1 THEN 'gone' "
    "WHEN p.message IS NULL THEN coalesce(p.outcome, 'waiting') "
    "WHEN EXISTS (SELECT 1 FROM place q WHERE q.message = p.message AND q.gone = 0 AND q.id < "
    "p.id) THEN 'duplicate' "
    "ELSE coalesce(m.outcome, 'waiting') END AS word, count(*) "
    "FROM folder f JOIN place p ON p.folder = f.id LEFT JOIN message m ON m.id = p.message GROUP "
    "BY f.id, word";

struct Count {
    base::FolderId life;
    std::string word;
    std::uint64_t number = 0;
};

void add(Accounting& line, const Count& count) {
    if (count.word != "gone") line.live += count.number;
    for (const Column& column : kColumns) {
        if (column.word == count.word) line.*column.count += count.number;
    }
}

/// The line of a folder, one for all its lives.
Accounting& line_of(std::vector<Accounting>& lines, const Folder& folder) {
    for (Accounting& line : lines) {
        if (line.mailbox == folder.mailbox && line.folder == folder.name) return line;
    }
    Accounting& line = lines.emplace_back();
    line.mailbox = folder.mailbox;
    line.folder = folder.name;
    return line;
}

}  // namespace

base::Result<std::vector<Accounting>> Ledger::accounting() {
    std::vector<Folder> lives;
    std::vector<Count> counts;
    // Two reads that must see the same moment. BEGIN DEFERRED takes no write lock.
    const bool alone = !database_->in_transaction();
    if (alone) TRY(database_->run("BEGIN DEFERRED"));
    auto read = [&]() -> base::Result<> {
        TRY_ASSIGN(lives, folders());
        TRY_ASSIGN(counts, database_->all<Count>(kCount, [](sqlite::Row& row, Count& count) {
            row.into(count.life, count.word, count.number);
        }));
        return {};
    }();
    if (alone) TRY(database_->run("ROLLBACK"));
    TRY(read);
    std::vector<Accounting> lines;
    for (const Folder& life : lives) {
        Accounting& line = line_of(lines, life);
        if (life.current) line.uid_validity = life.uid_validity;
        for (const Count& count : counts) {
            if (count.life == life.id) add(line, count);
        }
    }
    return lines;
}

}  // namespace storage
