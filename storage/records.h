#pragma once
/// Rows of the ledger as plain values: what storage gives and takes. Words in enums are those of
/// interfaces.md.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "base/ids.h"

namespace storage {

enum class State { Spooled, Parsed, Judged, Settled };
enum class Outcome { Filed, Duplicate, NotAFiling, OutOfScope, Review, Failed };
enum class FilingStatus { Complete, Incomplete, Review, Superseded, Withdrawn };
enum class NoticeKind { Receipt, Reminder, Digest, Alarm };
enum class NoticeState { Held, Queued, Sending, Sent, Uncertain, Refused, Cancelled };

/// What a publication link came to: not looked at yet, leads to the document, 404 or 410 for days,
/// or anything else.
enum class LinkStatus { Unchecked, Verified, Dead, Unverified };
/// What one visit found: the document's page; 404 or 410; a page that is not (or not surely) the
/// document's; no page at all.
enum class LinkFound { Good, Gone, OtherPage, Nothing };

std::string_view name(State state);
std::string_view name(Outcome outcome);
std::string_view name(FilingStatus status);
std::string_view name(NoticeKind kind);
std::string_view name(NoticeState state);
std::string_view name(LinkStatus status);
std::string_view name(LinkFound found);
std::optional<State> parse_state(std::string_view text);
std::optional<Outcome> parse_outcome(std::string_view text);
std::optional<FilingStatus> parse_filing_status(std::string_view text);
std::optional<NoticeKind> parse_notice_kind(std::string_view text);
std::optional<NoticeState> parse_notice_state(std::string_view text);
std::optional<LinkStatus> parse_link_status(std::string_view text);
std::optional<LinkFound> parse_link_found(std::string_view text);

/// A folder of a mailbox in one life (UIDVALIDITY).
struct Folder {
    base::FolderId id;
    std::string mailbox;
    std::string name;
    std::uint32_t uid_validity = 0;
    base::Instant first_seen{};  ///< when filingd first saw this folder, in any life
    bool current = true;         ///< false once the UIDVALIDITY changed
};

/// A message on a server. Without a message yet: listed, not fetched.
struct Place {
    base::PlaceId id;
    base::FolderId folder;
    std::uint32_t uid = 0;
    base::MessageId message;      ///< none until its bytes are safe
    base::Instant received_at{};  ///< INTERNALDATE; of a place only listed: 0
    std::uint64_t size = 0;
    bool gone = false;
    bool backfill =
        false;  ///< arrived before the folder was first seen, over 72 h old, or re-listed
    std::optional<Outcome>
        outcome;  ///< out_of_scope and failed places without a message carry it themselves
    std::string reason;
};

/// A place that no message explains: settled on its own (out_of_scope, failed), or refused by the
/// server so far (no outcome).
struct LonePlace {
    std::string mailbox;
    std::string folder;
    std::uint32_t uid_validity = 0;
    std::uint32_t uid = 0;
    base::Instant received_at{};  ///< 0 when the listing did not say
    std::uint64_t size = 0;
    bool gone = false;
    std::optional<Outcome> outcome;
    std::string reason;
    std::optional<base::Instant> since;  ///< first refused, else settled; none: not noted then
    std::uint32_t tries = 0;             ///< how often the server refused it
};

/// Places out of scope, by folder and reason.
struct OutOfScope {
    std::string mailbox;
    std::string folder;
    std::string reason;
    std::uint64_t count = 0;
    std::uint32_t first_uid = 0;
    std::uint32_t last_uid = 0;
};

/// A UID that the server would not give.
struct RefusedFetch {
    std::uint32_t uid = 0;
    std::uint32_t count = 0;
    base::Instant first_at{};
    base::Instant last_at{};
};

struct Message {
    base::MessageId id;
    std::string sha256;
    std::uint64_t size = 0;
    base::Instant received_at{};  ///< of the first place
    State state = State::Spooled;
    std::optional<Outcome> outcome;
    std::string reason;
    std::uint32_t attempts = 0;
    std::uint32_t pages_waiting = 0;  ///< pages of pictures to be read before it can be judged
    std::string waiting_cause;        ///< transient failure; empty when none
    std::optional<base::Instant> next_try;
    std::string message_id_header;
    std::string date_header;
    std::string from;          ///< "name <address>"
    std::string from_address;  ///< lower case
    std::string subject;
    std::optional<std::string> receipt_number;  ///< 2024-000123
    bool backfill = false;                      ///< its first live place is
};

struct Document {
    base::DocumentId id;
    base::MessageId message;
    std::uint32_t index = 0;  ///< position in Parsed::documents
    std::string part;
    std::string name;
    std::string sha256;  ///< of the decoded bytes; empty when the object could not be kept
    std::uint64_t size = 0;
    std::string media_type;
    std::string role;         ///< body, attachment, inline_logo, signature_card, container, picture
    std::string text_source;  ///< text, ocr, none
    std::uint32_t pages = 0;
    std::string seal_json;  ///< the `seal` object of interfaces.md
};

struct Problem {
    std::string code;
    std::string severity;  ///< note, degraded, lost
    std::string part;
    std::string detail;
};

struct Evidence {
    std::string about;  ///< obligation, unit, period, piece
    std::string points_to;
    std::string from;  ///< the kind of evidence, and where it stood
    std::string text;
    double weight = 0;
};

/// A document's place in a filing.
struct FilingDocument {
    base::DocumentId document;
    std::string piece;  ///< word, stamped-pdf, decision, link, document, other
    std::uint32_t version = 1;
    bool superseded = false;
};

/// What lists and duties ask of a filing, without its fields, documents and evidence: there are
/// tens of thousands.
struct FilingRow {
    base::FilingId id;
    std::string unit;
    std::string obligation;
    std::string period;
    FilingStatus status = FilingStatus::Incomplete;
    std::vector<std::string> missing;
    base::Instant received_at{};
    std::optional<base::Instant> completed_at;
    std::optional<base::Date> due;
    std::optional<base::Date> due_nominal;
    std::optional<bool> on_time;
    bool major = false;  ///< its fields say `"major": "yes"`; read, never written
};

/// A filing by what its documents state.
struct StatedFiling : FilingRow {
    std::string fields_json = "{}";
};

struct Filing : StatedFiling {
    double score = 0;
    std::vector<base::MessageId> messages;
    std::vector<FilingDocument> documents;
    std::vector<Evidence> evidence;
};

/// The by-filing view of one filing that must be made anew.
struct View {
    base::FilingId filing;
    std::string folder;       ///< where it stands, below archive/by-filing; empty: nowhere
    std::int64_t change = 0;  ///< the change of the filing that it shows
};

struct FailedViews {
    std::uint64_t count = 0;
    std::string cause;
};

/// What a message in review may be about, as the judge left it.
struct Candidate {
    std::string unit;
    std::string obligation;
    std::string period;
    double score = 0;
};

struct NoticeItem {
    std::string unit;
    std::string obligation;
    std::string period;
    std::string stage;
};

struct Notice {
    base::NoticeId id;
    std::string key;  ///< receipt:<sha>, reminder:<unit>:<date>, digest:<date>, alarm:<what>:<date>
    NoticeKind kind = NoticeKind::Receipt;
    NoticeState state = NoticeState::Queued;
    std::vector<std::string> to;
    std::string unit;
    std::string subject;
    std::string message_id;  ///< random, fixed before the first try
    std::string rendered;    ///< the whole message, RFC 5322, CRLF
    base::Instant created_at{};
    std::optional<base::Instant> send_after;
    std::uint32_t attempts = 0;
    std::string answer;     ///< the server's last words
    base::MessageId about;  ///< a receipt's message
    std::vector<NoticeItem> items;
};

/// A stage that counts as reminded, and the notice that does it.
struct RemindedItem : NoticeItem {
    base::NoticeId notice;
    NoticeState state = NoticeState::Queued;
    base::Instant created_at{};
};

/// An address that mail no longer reaches: a permanent bounce came back from it.
struct DeadAddress {
    std::string address;
    base::Instant since{};
    base::NoticeId notice;  ///< the one that came back
    std::string cause;      ///< the server's words
};

/// A question of a digest to staff, under the number it has there.
struct DigestQuestion {
    std::uint32_t number = 0;
    base::MessageId message;
    std::vector<Candidate> proposals;  ///< the first is what `同意` agrees to
};

/// What became of a line somebody answered to a notice.
struct Answer {
    std::int64_t id = 0;
    base::NoticeId notice;    ///< the answered one
    base::MessageId message;  ///< the mail it stands in
    std::string line;
    bool applied = false;
    std::string words;        ///< what was done, or why nothing was, in a sentence for staff
    base::JournalNumber act;  ///< none when nothing was done
};

/// One line of the accounting, per folder in all its lives (interfaces.md, reconcile).
struct Accounting {
    std::string mailbox;
    std::string folder;
    std::uint32_t uid_validity = 0;
    std::uint64_t live = 0;
    std::uint64_t filed = 0;
    std::uint64_t duplicate = 0;
    std::uint64_t not_a_filing = 0;
    std::uint64_t out_of_scope = 0;
    std::uint64_t review = 0;
    std::uint64_t waiting = 0;
    std::uint64_t failed = 0;
    std::uint64_t gone = 0;
    /// live = filed + … + failed: the identity that holds at every commit.
    [[nodiscard]] bool balanced() const {
        return live == filed + duplicate + not_a_filing + out_of_scope + review + waiting + failed;
    }
};

struct Exemption {
    std::string unit;
    std::string obligation;
    std::string period;
    std::string reason;
};

struct ConfirmedAddress {
    std::string address;
    std::string unit;
};

/// A unit that gets no reminders, to the end of `until` or, without, until it is resumed.
struct Pause {
    std::string unit;
    std::optional<base::Date> until;
};

struct JournalEntry {
    base::JournalNumber number;
    base::Instant at{};
    std::string kind;  ///< settled, act, notice
    std::string line;  ///< the JSON object without frame and chain
};

/// Something a person did, under its journal number.
struct Act {
    base::JournalNumber number;
    std::string kind;
    std::string json;
    base::JournalNumber undone;  ///< the act that undid it; none while it counts
};

/// One thing that an act changed; `before` and `after` are its images, empty where there was none.
struct ActChange {
    std::string what;  ///< message, filing, exemption, address, pause
    std::string key;   ///< M1, F2, "unit obligation period", an address, a unit
    std::string before;
    std::string after;
};

/// A publication link of a filing.
struct Link {
    std::int64_t id = 0;
    base::FilingId filing;
    std::string url;
    LinkStatus status = LinkStatus::Unchecked;
    std::string cause;     ///< of one that is not verified: a word of docs/LINKS.md
    std::string title;     ///< of the page when it was last had
    std::string snapshot;  ///< sha256 of that page
    std::optional<base::Instant> checked_at;
    std::optional<base::Instant> next_check;  ///< none: at once
};

/// A day's last visit to a link.
struct LinkVisit {
    base::Date day;
    LinkFound found = LinkFound::Nothing;
    std::int64_t code = 0;  ///< of HTTP; 0: no answer
    std::string cause;
};

/// A page kept as evidence, in archive/objects.
struct Snapshot {
    std::string sha256;
    std::uint64_t size = 0;
    std::string media_type;
    std::string url;  ///< where it stood
    base::Instant taken_at{};
    bool kept = false;  ///< in the archive; else its bytes are in the spool
};

/// Bytes that the archive (settled) or the spool must hold.
struct Kept {
    base::MessageId message;
    std::string sha256;
    std::uint64_t size = 0;
    bool settled = false;
};

}  // namespace storage
