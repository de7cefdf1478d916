#pragma once
/// The pages step, between parse and judge: documents that show pages without words (scans,
/// photographs, pictures that may be a seal) go from the store to a child of the page reader each,
/// and what it read joins what the light parser found. Beside the pipeline, so that no mail without
/// such pages waits for one with them. A message's reading is recorded in one transaction; ended in
/// the middle, it begins anew. Attempts are counted as in the pipeline: a message in whose pages
/// filingd itself ended goes alone the next time, and the third time its pages stay unread, which a
/// person then sees in review.

#include <memory>
#include <span>
#include <stop_token>
#include <unordered_set>

#include "base/result.h"
#include "daemon/pipeline/desk.h"
#include "daemon/pipeline/parse_step.h"
#include "daemon/pipeline/parser_process.h"
#include "parsers/parsed.h"

namespace pipeline {

/// How many pages of the message need eyes, no more than one message may have read.
std::uint32_t pages_to_read(const parsers::Parsed& parsed);

/// Reads the pages of a message that was just parsed into `reading`. Pages whose bytes are in no
/// store stay unread. Without `keep` pieces cut out of pages are told by their hashes only.
base::Result<> read_pages_of(Desk& desk, ParserProcess& page_reader, Reading& reading, bool keep,
                             std::stop_token stop);

class Pages {
 public:
    Pages(Desk& desk, ParserProcess& page_reader) : desk_(desk), page_reader_(page_reader) {}

    /// One message, or several at once while there are children; false when none waits for its
    /// pages.
    base::Result<bool> work_once(std::stop_token stop);
    /// Until none waits, or stopped.
    base::Result<> drain(std::stop_token stop);

 private:
    base::Result<> read(std::span<const storage::Message> batch, std::stop_token stop);
    base::Result<> leave_unread(const storage::Message& message);
    base::Result<> set_aside(const storage::Message& message, const base::Error& error);

    Desk& desk_;
    ParserProcess& page_reader_;
    std::unordered_set<base::MessageId> counted_;  ///< attempts raised in this life of the process
};

/// The page reader: the parser's second server, with the recogniser's model loaded; started when it
/// is first needed, with a child a core.
base::Result<std::unique_ptr<ParserProcess>> make_page_reader(
    const config::ParserSettings& settings);

/// Its limits for one document.
parsers::Limits page_limits_from(const config::ParserSettings& settings);

}  // namespace pipeline
