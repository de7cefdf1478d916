#pragma once
/// The journal's one writer, shared by the threads that must see their entries on disk before they
/// go on: the pipeline after a settlement, the mailer before a send. Each brings its own ledger
/// connection.

#include <mutex>

#include "storage/journal.h"

namespace pipeline {

class JournalKeeper {
 public:
    explicit JournalKeeper(storage::Journal journal) : journal_(std::move(journal)) {}

    base::Result<> catch_up(storage::Ledger& ledger) {
        const std::scoped_lock lock(mutex_);
        return journal_.catch_up(ledger);
    }

 private:
    std::mutex mutex_;
    storage::Journal journal_;
};

}  // namespace pipeline
