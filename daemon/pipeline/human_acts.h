#pragma once
/// What a person decides: each act changes the ledger and is journalled in one transaction. The
/// same for filingctl and whatever else lets staff act. Belongs to the caller's thread.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "daemon/judge/judge.h"
#include "daemon/pipeline/desk.h"

namespace pipeline {

class ParserProcess;

/// What an act left: its number, by which it can be undone, and the filing it is about, if any.
struct Acted {
    base::JournalNumber journal;
    base::FilingId filing;
};

struct Assignment {
    base::MessageId message;
    std::string unit;
    std::string obligation;
    std::string period;    ///< empty: the candidate's, or the year or month the rule implies;
                           ///< BadInput when that is unclear, or not of the obligation's form
    std::string document;  ///< part path or its number in `show`; empty: every attachment, or the
                           ///< body where there is none
    std::string by;        ///< who decided
    std::string answered_in = {};  ///< the mail that said so: M45; empty: none did
};

/// Files documents of a message as this unit's answer to this obligation; takes them, and the links
/// of a mail that leaves a filing wholly, out of other filings. A message in review stays there
/// while an attachment of it belongs to no filing.
base::Result<Acted> assign(Desk& desk, const Assignment& assignment);

/// A verdict to be filed by somebody's word.
struct Ruling {
    base::MessageId message;
    judge::Verdict verdict;                    ///< accepted, its period known
    std::vector<storage::Document> documents;  ///< what it is about
    std::string document;                      ///< as the person named it; empty: all
    std::string by;
    std::string act = "assign";  ///< the act's kind: assign, answer
    std::string answered_in;     ///< the mail that said so: M45; empty: none did
};

/// Files what the ruling is about in its filing, and takes it out of others, as assign() does.
base::Result<Acted> file_ruling(Desk& desk, const Ruling& ruling);

/// The message, or what is left of it, is no filing.
base::Result<Acted> dismiss(Desk& desk, base::MessageId message, const std::string& reason,
                            const std::string& by, const std::string& answered_in = {});

/// A duty: who owes what for when.
struct DutyName {
    std::string unit;
    std::string obligation;
    std::string period;
};

/// BadInput with the cure when unit or obligation are unknown, the unit does not owe it, or the
/// period has not the form of the obligation's periods.
base::Result<> check_duty(const Desk& desk, const DutyName& duty);

/// The unit need not file this.
base::Result<Acted> exempt(Desk& desk, const DutyName& duty, const std::string& reason,
                           const std::string& by);

struct OnPaper {
    DutyName duty;
    std::string reason;                        ///< how it came: on paper, by WeChat
    std::optional<base::Instant> received_at;  ///< none: now
    std::string document_name;                 ///< of the file to keep; empty: none
    std::string document;                      ///< its bytes
    std::string by;
};

/// What came another way than by mail counts as filed, whatever pieces it has. A note of it with
/// the file goes into the archive as a message of its own, like any other evidence. Ended halfway
/// nothing is filed; the note then ends as no filing, and the act is done again.
base::Result<Acted> file_on_paper(Desk& desk, ParserProcess& parser, const OnPaper& filing);

/// The judgement's reason of such a note; it is never judged otherwise.
inline constexpr std::string_view kOnPaper = "on_paper";

/// Only a person makes an address a unit's: known for receipts, used for reminders where the
/// configuration names none.
base::Result<Acted> confirm_address(Desk& desk, const std::string& address, const std::string& unit,
                                    const std::string& by);
base::Result<Acted> revoke_address(Desk& desk, const std::string& address, const std::string& by);
/// Mail goes to an address again that bounces had stopped; confirming an address does so too.
base::Result<Acted> revive_address(Desk& desk, const std::string& address, const std::string& by);

/// No reminders to the unit, to the end of `until` or until it is resumed.
base::Result<Acted> pause_unit(Desk& desk, const std::string& unit, std::optional<base::Date> until,
                               const std::string& by);
base::Result<Acted> resume_unit(Desk& desk, const std::string& unit, const std::string& by);

}  // namespace pipeline
