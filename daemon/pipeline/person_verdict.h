#pragma once
/// A person's word in the form of a verdict, so that it is filed the same way as the judge's.

#include <span>

#include "base/result.h"
#include "daemon/judge/judge.h"
#include "daemon/pipeline/desk.h"
#include "daemon/pipeline/human_acts.h"

namespace pipeline {

/// These documents of the message answer the duty; each serves as the first of its kinds that the
/// obligation asks for.
base::Result<judge::Verdict> verdict_by_person(Desk& desk, const DutyName& duty,
                                               base::MessageId message,
                                               std::span<const storage::Document> documents,
                                               const std::string& by);

}  // namespace pipeline
