#pragma once
/// The ledger: what filingd knows, in one SQLite file (WAL, synchronous=FULL; docs/LEDGER.md). A
/// Ledger is one connection for one thread; several threads and processes hold one each. Writes
/// happen inside transaction(); its commit is a counted step. Reads may stand alone. Failures:
/// Conflict (busy too long), NoSpace, Corrupt, Transient.

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "storage/records.h"

namespace storage {

namespace sqlite {
class Database;
}

/// A message whose raw bytes are durable in the spool, ready to be recorded with its place.
struct SpooledPlace {
    std::uint32_t uid = 0;
    base::Instant received_at{};
    std::uint64_t size = 0;
    std::string sha256;
    bool backfill = false;
};

struct ListedPlace {
    std::uint32_t uid = 0;
    base::Instant received_at{};  ///< 0 when the listing did not say
    std::uint64_t size = 0;
};

struct MessageFilter {
    std::optional<State> state;
    std::optional<Outcome> outcome;
    std::optional<base::Instant> since;
    std::size_t limit = 0;  ///< 0: all
};

struct FilingFilter {
    std::string obligation;
    std::string unit;
    std::string period;
    std::optional<FilingStatus> status;
};

/// A filing with what it looked like at an earlier day is computed from its documents' arrival
/// times; this is one document's row for that.
struct FilingPieceRow {
    base::FilingId filing;
    std::string piece;
    base::Instant received_at{};
};

class Ledger {
 public:
    /// Opens or creates the ledger and brings it to the newest schema (one transaction). A newer
    /// schema than ours: Conflict.
    static base::Result<std::unique_ptr<Ledger>> open(const std::string& path);
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    /// BEGIN IMMEDIATE, `work`, COMMIT (a counted step). An error of `work` rolls back and is
    /// returned.
    base::Result<> transaction(const std::function<base::Result<>()>& work);

    // --- folders and places ---
    /// The life of this folder with this UIDVALIDITY; a new one ends the places of the old life.
    base::Result<Folder> observe_folder(std::string_view mailbox, std::string_view name,
                                        std::uint32_t uid_validity, base::Instant now);
    base::Result<std::vector<Folder>> folders();
    /// UIDs of this life that need no fetching: with a message, out of scope or failed; and those
    /// gone. Ascending.
    base::Result<std::vector<std::uint32_t>> settled_uids(base::FolderId folder);
    /// UIDs of live places of this life, ascending.
    base::Result<std::vector<std::uint32_t>> live_uids(base::FolderId folder);
    base::Result<> record_listed(base::FolderId folder, std::span<const ListedPlace> places);
    /// Adds messages that are new by their hash (state spooled) and their places. Returns their
    /// message ids, in order. Bytes known already (a second place, a new UIDVALIDITY) add a place
    /// to their message, which keeps its state; see settled_among.
    base::Result<std::vector<base::MessageId>> record_spooled(base::FolderId folder,
                                                              std::span<const SpooledPlace> places,
                                                              base::Instant now);
    base::Result<> mark_gone(base::FolderId folder, std::span<const std::uint32_t> uids);
    /// A place that gets no message: out_of_scope, failed.
    base::Result<> settle_place(base::FolderId folder, std::uint32_t uid, Outcome outcome,
                                std::string_view reason, base::Instant now);
    /// Counts a refused fetch of this UID, over all runs, until it is fetched.
    base::Result<RefusedFetch> note_refused_fetch(base::FolderId folder, std::uint32_t uid,
                                                  std::string_view cause, base::Instant now);
    /// Refused so far, and still to be asked for. By UID.
    base::Result<std::vector<RefusedFetch>> refused_fetches(base::FolderId folder);
    /// Places with this outcome and no message, gone ones too; none: those refused so far.
    base::Result<std::vector<LonePlace>> lone_places(std::optional<Outcome> outcome);
    /// Live places out of scope, by folder and reason.
    base::Result<std::vector<OutOfScope>> out_of_scope();
    base::Result<std::vector<Place>> places_of(base::MessageId message);
    base::Result<std::uint32_t> next_import_uid(base::FolderId folder);

    // --- messages on their way ---
    /// Messages not settled whose next_try has come, oldest arrival first.
    base::Result<std::vector<Message>> work(base::Instant now, std::size_t limit);
    /// Messages whose pages are to be read from pictures before they are judged; the oldest first.
    base::Result<std::vector<Message>> pages_work(base::Instant now, std::size_t limit);
    base::Result<std::uint64_t> pages_waiting();  ///< of all messages
    /// The judge takes it with its pages unread.
    base::Result<> forget_pages(base::MessageId message);
    /// The earliest next_try of waiting messages.
    base::Result<std::optional<base::Instant>> next_try();
    base::Result<> raise_attempts(std::span<const base::MessageId> messages);
    /// Takes back what was raised for a step that filingd left because it was asked to stop.
    base::Result<> lower_attempts(std::span<const base::MessageId> messages);
    /// Result of the parse step: documents, problems and the encoded Parsed; state parsed, attempts
    /// 0.
    base::Result<std::vector<base::DocumentId>> record_parsed(const Message& headers,
                                                              std::span<const Document> documents,
                                                              std::span<const Problem> problems,
                                                              std::string_view parsed_blob);
    base::Result<std::string> parsed_blob(base::MessageId message);
    /// Result of the judge step: the encoded judgement; state judged, attempts 0.
    base::Result<> record_judged(base::MessageId message, std::string_view judgement_blob);
    base::Result<std::string> judgement_blob(base::MessageId message);
    base::Result<> record_settled(base::MessageId message, Outcome outcome,
                                  std::string_view reason);
    /// A transient failure: the message waits until next_try; attempts go back to 0, for filingd
    /// itself did not end.
    base::Result<> record_waiting(base::MessageId message, std::string_view cause,
                                  base::Instant next_try);
    base::Result<> replace_candidates(base::MessageId message,
                                      std::span<const Candidate> candidates);
    base::Result<> add_problem(base::MessageId message, const Problem& problem);

    base::Result<std::optional<Message>> message(base::MessageId id);
    base::Result<std::optional<Message>> message_by_hash(std::string_view sha256);
    base::Result<std::vector<Message>> messages(const MessageFilter& filter);
    base::Result<std::vector<Document>> documents(base::MessageId message);
    base::Result<std::optional<Document>> document(base::DocumentId id);
    base::Result<std::vector<Problem>> problems(base::MessageId message);
    base::Result<std::vector<Candidate>> candidates(base::MessageId message);
    /// Next receipt number of the year of `day` ("2024-000123"); kept with the message, the same
    /// each time it is asked.
    base::Result<std::string> receipt_number(base::MessageId message, base::Date day);

    /// What the archive must hold, for verify and for clearing the spool: messages by id, objects
    /// by hash.
    base::Result<std::vector<Kept>> kept_messages(base::MessageId after, std::size_t limit);
    base::Result<std::vector<Kept>> kept_objects(std::string_view after, std::size_t limit);
    base::Result<bool> knows_object(std::string_view sha256);
    base::Result<bool> settled(std::string_view sha256);
    /// Of the places just recorded, the hashes whose message is settled already: their bytes are in
    /// the archive, so the spool's copy can go.
    base::Result<std::vector<std::string>> settled_among(std::span<const SpooledPlace> places);

    // --- filings ---
    base::Result<std::optional<Filing>> find_filing(std::string_view unit,
                                                    std::string_view obligation,
                                                    std::string_view period);
    base::Result<std::optional<Filing>> filing(base::FilingId id);
    base::Result<std::vector<Filing>> filings(const FilingFilter& filter);
    /// Every filing, one at a time, without its parts.
    base::Result<> each_filing(const std::function<void(FilingRow&&)>& visit);
    /// The same, with the fields of those that arrived at `since` or later.
    base::Result<> each_filing(base::Instant since,
                               const std::function<void(StatedFiling&&)>& visit);
    base::Result<std::vector<StatedFiling>> stated_filings(std::string_view obligation,
                                                           std::string_view period);
    /// Filings that entries of the journal after `after` and up to `until` settled last.
    base::Result<std::vector<FilingRow>> filings_settled(base::JournalNumber after,
                                                         base::JournalNumber until);
    base::Result<std::vector<Filing>> filings_of(base::MessageId message);
    /// Inserts (id 0) or replaces a filing as a whole: documents, evidence, messages. Returns its
    /// id. The next entry of the journal is taken for the one that tells of it.
    base::Result<base::FilingId> put_filing(const Filing& filing);
    base::Result<> remove_filing(base::FilingId id);
    /// Puts a filing back under the id it had.
    base::Result<> restore_filing(const Filing& filing);
    /// Filings (not superseded or withdrawn) that hold a document with these bytes.
    base::Result<std::vector<Filing>> filings_with_document(std::string_view sha256);

    /// Views of filings that were put or removed since they were last made, by filing.
    /// Those that could not be made stand aside until their next try.
    base::Result<std::vector<View>> views_not_shown(base::Instant now, std::size_t limit);
    /// This view cannot be made; it keeps no other from being made.
    base::Result<> set_view_aside(base::FilingId filing, std::string_view cause,
                                  base::Instant next_try);
    /// Views that could not be made: how many, and why the first.
    base::Result<FailedViews> failed_views();
    /// After Archive::show_filing (remove_view for a filing that is gone) and Archive::sync: each
    /// view's folder is where it stands now. What changed meanwhile stays to be shown.
    base::Result<> mark_shown(std::span<const View> views);

    // --- publication links (docs/LINKS.md) ---
    /// Brings the links up to what the filings say that were settled since this was last asked.
    /// True when there are new ones.
    base::Result<bool> collect_links();
    /// Links of filings in force whose next check has come, longest due first.
    base::Result<std::vector<Link>> due_links(base::Instant now, std::size_t limit);
    base::Result<std::vector<Link>> links_of(base::FilingId filing);
    /// Links of filings in force, of one status or of all.
    base::Result<std::vector<Link>> links(std::optional<LinkStatus> status);
    /// Oldest first.
    base::Result<std::vector<LinkVisit>> link_visits(std::int64_t link);
    /// The day's last visit stands for the day.
    base::Result<> put_link_visit(std::int64_t link, const LinkVisit& visit);
    /// Writes status, cause, title, snapshot and times; the filing's view is made anew. A link that
    /// is gone meanwhile is no error.
    base::Result<> put_link(const Link& link);
    base::Result<> set_next_check(std::int64_t link, base::Instant next_check);
    /// A page known already stays as it is.
    base::Result<> add_snapshot(const Snapshot& snapshot);
    base::Result<> mark_snapshot_kept(std::string_view sha256);
    base::Result<std::vector<Snapshot>> snapshots_in_spool();
    base::Result<std::vector<Snapshot>> snapshots(std::string_view after, std::size_t limit);

    // --- people ---
    base::Result<> confirm_address(std::string_view address, std::string_view unit);
    base::Result<> revoke_address(std::string_view address);
    base::Result<std::vector<ConfirmedAddress>> confirmed_addresses();
    base::Result<std::vector<Exemption>> exemptions();
    base::Result<> put_exemption(const Exemption& exemption);
    base::Result<> remove_exemption(std::string_view unit, std::string_view obligation,
                                    std::string_view period);
    base::Result<> put_pause(const Pause& pause);
    base::Result<> remove_pause(std::string_view unit);
    base::Result<std::vector<Pause>> pauses();

    // --- full text (storage/search_text.h) ---
    /// Makes the message found by this text alone; the same text again costs nothing.
    base::Result<> index_text(base::MessageId message, std::string_view searchable);
    /// Messages that a query of search_query() finds, newest first.
    base::Result<std::vector<base::MessageId>> found_by(std::string_view query, std::size_t limit);

    // --- reading anew ---
    /// What a settled message's bytes give today takes the place of what they gave before; state,
    /// outcome and filings stay. A document that is there no longer keeps its row as a former one.
    base::Result<> replace_parsed(const Message& headers, std::span<const Document> documents,
                                  std::span<const Problem> problems, std::string_view parsed_blob);
    /// Objects that the archive may hold before replace_parsed() records their documents.
    base::Result<> expect_objects(std::span<const std::string> hashes);
    base::Result<> replace_judgement(base::MessageId message, std::string_view judgement_blob);
    /// Messages other than this one that hold a document with these bytes.
    base::Result<std::vector<base::MessageId>> messages_with_document(std::string_view sha256,
                                                                      base::MessageId but);

    // --- notices (the outbox's tables; storage/outbox.h moves them) ---
    /// Inserts a notice with its items; Conflict when the key or an item exists.
    base::Result<base::NoticeId> add_notice(const Notice& notice);
    base::Result<std::optional<Notice>> notice(base::NoticeId id);
    base::Result<std::optional<Notice>> notice_by_key(std::string_view key);
    base::Result<bool> is_own_message_id(std::string_view message_id);
    base::Result<std::vector<Notice>> notices(std::optional<NoticeState> state);
    /// The queued notice that goes first: digest and alarm, then reminder, then receipt; none whose
    /// send_after lies ahead.
    base::Result<std::optional<Notice>> next_queued(base::Instant now);
    base::Result<std::vector<base::NoticeId>> notices_until(NoticeState state,
                                                            base::Instant created_until);
    base::Result<std::vector<Notice>> notices_about(base::MessageId message);
    base::Result<std::optional<Notice>> notice_by_message_id(std::string_view message_id);
    /// Stages that count: of every reminder but those cancelled before they could go out.
    base::Result<std::vector<RemindedItem>> reminded_items();
    /// A reminder that was cancelled before it was ever tried frees its day's key for another one.
    base::Result<> free_key(base::NoticeId cancelled);
    /// Sends recorded since `since` (states sending, sent, uncertain), for pacing; `to` empty: all.
    base::Result<std::uint64_t> count_sent_since(base::Instant since, std::string_view to);
    base::Result<> set_notice_state(base::NoticeId id, NoticeState state, std::string_view answer,
                                    std::optional<base::Instant> send_after, base::Instant now);

    // --- what comes back (bounces, answers) ---
    /// The first bounce counts; a later one changes nothing.
    base::Result<> put_dead_address(const DeadAddress& address);
    base::Result<> remove_dead_address(std::string_view address);
    base::Result<std::vector<DeadAddress>> dead_addresses();
    base::Result<bool> is_dead_address(std::string_view address);
    base::Result<> put_digest_questions(base::NoticeId digest,
                                        std::span<const DigestQuestion> questions);
    base::Result<std::vector<DigestQuestion>> digest_questions(base::NoticeId digest);
    base::Result<> add_answer(const Answer& answer);
    base::Result<std::vector<Answer>> answers_in(base::MessageId message);
    /// Answers that no digest has told of yet, oldest first.
    base::Result<std::vector<Answer>> untold_answers();
    /// That digest tells of every answer up to `last`.
    base::Result<> mark_answers_told(std::int64_t last, base::NoticeId digest);

    // --- journal rows (storage/journal.h writes the files) ---
    /// Adds an entry inside the running transaction; `line` is one JSON object.
    base::Result<base::JournalNumber> add_journal(std::string_view kind, std::string_view line,
                                                  base::Instant now);
    base::Result<std::vector<JournalEntry>> journal_after(base::JournalNumber number,
                                                          std::size_t limit);

    base::Result<base::JournalNumber> last_journal_number();
    /// A human act: a journal row of kind `act` and its row; undo marks it with the number of the
    /// undoing act.
    base::Result<base::JournalNumber> record_act(std::string_view kind, std::string_view json,
                                                 base::Instant now);
    base::Result<std::optional<Act>> act(base::JournalNumber number);
    /// Conflict when it is undone already.
    base::Result<> mark_undone(base::JournalNumber number, base::JournalNumber by);
    base::Result<> mark_redone(base::JournalNumber number);
    base::Result<> record_changes(base::JournalNumber act, std::span<const ActChange> changes);
    base::Result<std::vector<ActChange>> changes_of(base::JournalNumber act);
    /// Acts after `after` that count and changed this thing.
    base::Result<std::vector<Act>> acts_about(std::string_view what, std::string_view key,
                                              base::JournalNumber after);
    /// Whether a person decided about this message, and it still counts.
    base::Result<bool> decided_by_person(base::MessageId message);
    /// Journal entries about a message or a filing (M1, F2), oldest first.
    base::Result<std::vector<JournalEntry>> history(std::string_view label);

    // --- the whole ---
    base::Result<std::vector<Accounting>> accounting();
    base::Result<std::optional<std::string>> value(
        std::string_view key);  ///< small facts: first_start, last_sync:…
    base::Result<> put_value(std::string_view key, std::string_view value);
    /// PRAGMA integrity_check and foreign_key_check; each line is a difference.
    base::Result<std::vector<std::string>> check_integrity();

 private:
    explicit Ledger(std::unique_ptr<sqlite::Database> database);
    std::unique_ptr<sqlite::Database> database_;
};

}  // namespace storage
