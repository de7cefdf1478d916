#pragma once
/// The pipeline thread's work: every message that is not settled goes spooled → parsed → judged →
/// settled (design.md, One way through). Starting up is the same as going on. Attempts are counted
/// before a step: a message in whose step filingd itself ended goes alone the next time, and to
/// review as `poison` the third time. A stop that was asked for counts for nothing. What fails
/// otherwise waits with its cause and is tried again. A message with pages to be read from pictures
/// is left to the pages step (pages_step.h) between parse and judge.

#include <stop_token>
#include <unordered_set>

#include "base/result.h"
#include "daemon/pipeline/desk.h"
#include "daemon/pipeline/parser_process.h"

namespace pipeline {

class Pipeline {
 public:
    Pipeline(Desk& desk, ParserProcess& parser) : desk_(desk), parser_(parser) {}

    /// Once, before any other thread writes: what the last life left half done outside the ledger.
    base::Result<> start();
    /// One batch; false when nothing is to be done now.
    base::Result<bool> work_once(std::stop_token stop);
    /// Until nothing is left to do now, or stopped.
    base::Result<> drain(std::stop_token stop);
    /// What must happen from time to time: other processes' entries into the journal, the view, the
    /// digest, reminders.
    base::Result<> tick();

 private:
    base::Result<> process(std::vector<storage::Message> batch, std::stop_token stop);
    void forget_waiting_for_pages(std::vector<storage::Message>& batch);
    base::Result<> count_attempts(std::span<const storage::Message> batch);
    base::Result<> take_back_attempts();
    base::Result<> isolate(const std::vector<storage::Message>& batch, const base::Error& error,
                           std::stop_token stop);
    base::Result<> set_aside(const storage::Message& message, const base::Error& error);
    std::vector<storage::Message> next_batch(std::vector<storage::Message> work) const;

    Desk& desk_;
    ParserProcess& parser_;
    std::unordered_set<base::MessageId> counted_;  ///< attempts raised in this life of the process
};

}  // namespace pipeline
