#include "daemon/pipeline/bounces.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/notices/bounce.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

using notices::Harm;
using storage::NoticeState;

/// So many doubtful bounces of an address in so long a time, and it is dead.
constexpr std::uint64_t kDoubtfulBounces = 3;
constexpr std::chrono::days kDoubtfulFor{30};
/// Counted under this key and the address: "COUNT SECONDS", the second since when.
constexpr std::string_view kDoubtful = "doubtful_bounces:";

std::string key_of(std::string_view address) {
    return std::string(kDoubtful) + base::lowered(address);
}

/// Counts one more; true when there are enough.
base::Result<bool> enough_doubt(Desk& desk, const std::string& address) {
    const auto now =
        std::chrono::duration_cast<std::chrono::seconds>(desk.clock.now().time_since_epoch());
    std::uint64_t count = 0;
    auto since = now;
    TRY_ASSIGN(const auto noted, desk.ledger.value(key_of(address)));
    if (noted) {
        const auto words = base::split(*noted, ' ');
        const auto before = base::parse_number(words.front());
        const auto at = base::parse_number(words.back());
        if (before && at && now - std::chrono::seconds(*at) < kDoubtfulFor) {
            count = *before;
            since = std::chrono::seconds(*at);
        }
    }
    TRY(desk.ledger.put_value(key_of(address), fmt::format("{} {}", ++count, since.count())));
    return count >= kDoubtfulBounces;
}

class Returning {
 public:
    Returning(Desk& desk, const storage::Message& message, const notices::Bounce& bounce,
              const storage::Notice& notice)
        : desk_(desk), message_(message), bounce_(bounce), notice_(notice) {}

    base::Result<> run() {
        std::vector<std::string> addresses;
        for (const std::string& address : notice_.to) addresses.push_back(base::lowered(address));
        const auto returned = notices::returned_for(bounce_, addresses);
        for (const auto& each : returned) TRY(note(each));
        return conclude(returned, addresses.size());
    }

 private:
    base::Result<> note(const notices::Returned& each) {
        bool dead = each.harm == Harm::Permanent;
        if (each.harm == Harm::Doubtful && !is_of_staff(each.address)) {
            TRY_ASSIGN(dead, enough_doubt(desk_, each.address));
        }
        if (each.harm > Harm::Delayed) {
            ++lost_;
            words_ = each.words;
        }
        nlohmann::ordered_json line{{"notice", notice_.id.value},
                                    {"bounce", base::label(message_.id)},
                                    {"address", each.address},
                                    {"words", each.words},
                                    {"dead", dead}};
        if (dead) TRY(bury(each));
        TRY(desk_.ledger.add_journal("notice", base::json_line(line), desk_.clock.now()));
        return {};
    }

    /// The digest is how anybody hears of a dead address: a full mailbox, or a digest whose words
    /// are taken for spam (strangers' subjects stand in it), must not end it.
    [[nodiscard]] bool is_of_staff(const std::string& address) const {
        return std::ranges::any_of(
            desk_.rulebook.settings.notices.staff,
            [&](const std::string& each) { return base::equal_ignoring_case(each, address); });
    }

    base::Result<> bury(const notices::Returned& each) {
        TRY_ASSIGN(const bool known, desk_.ledger.is_dead_address(each.address));
        if (known) return {};
        service::warning("no more mail to {}: {}", each.address, each.words);
        storage::DeadAddress address;
        address.address = each.address;
        address.since = desk_.clock.now();
        address.notice = notice_.id;
        address.cause = each.words;
        return desk_.ledger.put_dead_address(address);
    }

    /// With several addresses the notice is refused only when nobody got it: sent again, it would
    /// go to all of them.
    base::Result<> conclude(const std::vector<notices::Returned>& returned, std::size_t addresses) {
        if (returned.empty()) return {};
        const auto now = desk_.clock.now();
        if (lost_ == addresses &&
            (notice_.state == NoticeState::Sent || notice_.state == NoticeState::Uncertain))
            return desk_.ledger.set_notice_state(notice_.id, NoticeState::Refused, words_, {}, now);
        // It came back, so it was sent.
        if (notice_.state == NoticeState::Uncertain)
            return desk_.ledger.set_notice_state(notice_.id, NoticeState::Sent,
                                                 "a bounce came back: " + words_, {}, now);
        return {};
    }

    Desk& desk_;
    const storage::Message& message_;
    const notices::Bounce& bounce_;
    const storage::Notice& notice_;
    std::size_t lost_ = 0;
    std::string words_;
};

/// Only whom it reached can know the random Message-ID: it was sent.
base::Result<> note_seen(Desk& desk, std::string_view message_id, std::string_view how) {
    TRY_ASSIGN(const auto notice, desk.ledger.notice_by_message_id(message_id));
    if (!notice || notice->state != NoticeState::Uncertain) return {};
    return desk.ledger.set_notice_state(notice->id, NoticeState::Sent, how, {}, desk.clock.now());
}

base::Result<> note_arrivals(Desk& desk, const parsers::Parsed& parsed) {
    if (!parsed.message_id.empty())
        TRY(note_seen(desk, parsed.message_id, "its copy stands in the mailbox"));
    for (const std::string& id : notices::answered_ids(parsed))
        TRY(note_seen(desk, id, "it was answered"));
    return {};
}

}  // namespace

base::Result<> note_returned(Desk& desk, const storage::Message& message,
                             const parsers::Parsed& parsed) {
    const auto bounce = notices::read_bounce(parsed);
    if (!bounce) return note_arrivals(desk, parsed);
    for (const std::string& id : bounce->message_ids) {
        TRY_ASSIGN(const auto notice, desk.ledger.notice_by_message_id(id));
        if (notice) return Returning(desk, message, *bounce, *notice).run();
    }
    return {};
}

base::Result<> forget_bounces(storage::Ledger& ledger, std::string_view address) {
    TRY(ledger.remove_dead_address(address));
    return ledger.put_value(key_of(address), "");
}

}  // namespace pipeline
