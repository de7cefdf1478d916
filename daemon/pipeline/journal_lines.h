#pragma once
/// What a line of the journal tells those who keep something of the ledger from one question to
/// the next. Pure functions; a line they cannot read may have changed anything.

#include "storage/records.h"

namespace pipeline {

/// What of the filings and of what is in review may have changed with a line.
enum class Touched {
    Nothing,   ///< notices; mail that was settled and is no filing
    Settled,   ///< what this line's settlement wrote; it removes nothing
    Anything,  ///< people's acts, and mail judged anew
};
Touched touched_by(const storage::JournalEntry& line);

/// A notice that was cancelled opens its stages again; an address that died gets no more.
bool frees_reminders(const storage::JournalEntry& line);

}  // namespace pipeline
