#include "daemon/pipeline/sent_evidence.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "daemon/imap/troubles.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

using std::chrono::milliseconds;
using storage::NoticeState;

constexpr std::chrono::minutes kFirst{2};
constexpr std::chrono::hours kAgain{1};
constexpr std::uint64_t kMostTries = 5;
/// What an office sends in the time until an uncertain notice is looked for, many times over.
constexpr std::uint32_t kNewest = 500;
/// Tries made and the time of the next, under this key and the notice's label: "COUNT TIME".
constexpr std::string_view kKey = "sent_lookup:";

std::string key_of(const storage::Notice& notice) {
    return std::string(kKey) + base::label(notice.id);
}

}  // namespace

bool sends_for(const config::MailboxSettings& mailbox, const config::SmtpSettings& smtp) {
    const std::string& account = smtp.user.empty() ? smtp.from_address : smtp.user;
    return !smtp.url.empty() && base::equal_ignoring_case(mailbox.user, account);
}

/// Noted when it is first seen to be uncertain, so that the first look comes after the server's own
/// copy had its time.
base::Result<SentEvidence::Try> SentEvidence::try_of(const storage::Notice& notice) {
    TRY_ASSIGN(const auto noted, ledger_.value(key_of(notice)));
    const std::size_t blank = noted ? noted->find(' ') : std::string::npos;
    if (blank != std::string::npos) {
        const auto made = base::parse_number(noted->substr(0, blank));
        const auto next = base::parse_instant(noted->substr(blank + 1));
        if (made && next) return Try{*made, *next};
    }
    const Try first{0, clock_.now() + kFirst};
    TRY(ledger_.transaction([&] {
        return ledger_.put_value(key_of(notice),
                                 fmt::format("0 {}", base::format_instant(first.next)));
    }));
    return first;
}

base::Result<std::vector<storage::Notice>> SentEvidence::open_notices() {
    TRY_ASSIGN(const auto ids, ledger_.notices_until(NoticeState::Uncertain, base::Instant::max()));
    std::vector<storage::Notice> open;
    for (const base::NoticeId id : ids) {
        TRY_ASSIGN(auto notice, ledger_.notice(id));
        if (!notice) continue;
        TRY_ASSIGN(const Try tries, try_of(*notice));
        if (tries.made < kMostTries) open.push_back(std::move(*notice));
    }
    return open;
}

base::Result<std::optional<base::Instant>> SentEvidence::earliest() {
    std::optional<base::Instant> at;
    TRY_ASSIGN(const auto notices, open_notices());
    for (const auto& notice : notices) {
        TRY_ASSIGN(const Try tries, try_of(notice));
        at = at ? std::min(*at, tries.next) : tries.next;
    }
    return at;
}

std::optional<milliseconds> SentEvidence::due_in() {
    if (!applies_) return {};
    const auto at = earliest();
    if (!at) service::warning("uncertain notices: {}", base::describe(at.error()));
    if (!at || !*at) return {};
    return std::max(milliseconds(0), std::chrono::ceil<milliseconds>(**at - clock_.now()));
}

base::Result<> SentEvidence::count_tries() {
    const auto now = clock_.now();
    TRY_ASSIGN(const auto notices, open_notices());
    return ledger_.transaction([&]() -> base::Result<> {
        for (const auto& notice : notices) {
            TRY_ASSIGN(const Try tries, try_of(notice));
            if (tries.next > now) continue;
            TRY(ledger_.put_value(key_of(notice), fmt::format("{} {}", tries.made + 1,
                                                              base::format_instant(now + kAgain))));
        }
        return {};
    });
}

base::Result<> SentEvidence::conclude(const std::vector<std::string>& ids) {
    TRY_ASSIGN(const auto uncertain,
               ledger_.notices_until(NoticeState::Uncertain, base::Instant::max()));
    return ledger_.transaction([&]() -> base::Result<> {
        for (const base::NoticeId id : uncertain) {
            TRY_ASSIGN(const auto notice, ledger_.notice(id));
            // A person may have decided meanwhile.
            if (!notice || notice->state != NoticeState::Uncertain) continue;
            if (std::ranges::find(ids, notice->message_id) == ids.end()) continue;
            service::info("{} was sent: it stands in the folder of sent mail", base::label(id));
            TRY(ledger_.set_notice_state(id, NoticeState::Sent, "found in the folder of sent mail",
                                         {}, clock_.now()));
        }
        return {};
    });
}

/// A server that has no such folder, or won't open it, is no reason to end the session.
base::Result<> SentEvidence::run(imap::Session& session) {
    TRY(count_tries());
    const auto folder = imap::find_sent_folder(session);
    if (!folder && imap::is(imap::Trouble::CommandRefused, folder.error())) return {};
    if (!folder) return base::fail(folder.error());
    if (!*folder) return {};
    const auto ids = imap::newest_message_ids(session, **folder, kNewest);
    if (!ids && imap::is(imap::Trouble::CommandRefused, ids.error())) return {};
    if (!ids) return base::fail(ids.error());
    return conclude(*ids);
}

}  // namespace pipeline
