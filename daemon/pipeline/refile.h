#pragma once
/// A filing made anew from the mails that brought it, in the order in which they were settled: what
/// a mail that is read or judged otherwise now leaves of it. What a person put there stays as it
/// is. Belongs to the caller's thread and transaction.

#include <optional>
#include <vector>

#include "base/result.h"
#include "daemon/judge/judge.h"
#include "daemon/pipeline/desk.h"
#include "daemon/pipeline/human_acts.h"

namespace pipeline {

/// What one mail says about one duty.
struct Contribution {
    storage::Message message;
    std::vector<storage::Document> documents;
    std::vector<judge::Verdict> verdicts;
};

/// The accepted verdicts of a judgement that name a duty, their periods filled in.
std::vector<judge::Verdict> accepted_verdicts(const judge::Judgement& judgement,
                                              const std::vector<storage::Document>& documents);

bool names(const judge::Verdict& verdict, const storage::Filing& filing);

/// The filing with `changed` in place of what that mail said before (nothing, when it says nothing
/// about it any more); none when nothing is left of it. Not recorded.
base::Result<std::optional<storage::Filing>> refiled(Desk& desk, const storage::Filing& filing,
                                                     const Contribution& changed);

/// The judgement as settlement takes it in its turn: a copy that tells other numbers than what was
/// filed before it came is a question (filer.h, copies_differ), whatever was filed since.
base::Result<judge::Judgement> as_settled(Desk& desk, const storage::Message& message,
                                          const std::vector<storage::Document>& documents,
                                          judge::Judgement judgement);

/// Adds to a person's verdict about a duty what the mail's own words brought for it.
void add_own_words(Desk& desk, const DutyName& duty,
                   const std::vector<storage::Document>& documents, base::MessageId message,
                   judge::Verdict& verdict);

}  // namespace pipeline
