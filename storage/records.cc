#include "storage/records.h"

#include <array>
#include <cstddef>

namespace storage {

namespace {

constexpr std::array<std::string_view, 4> kStates{"spooled", "parsed", "judged", "settled"};
constexpr std::array<std::string_view, 6> kOutcomes{"filed",        "duplicate", "not_a_filing",
                                                    "out_of_scope", "review",    "failed"};
constexpr std::array<std::string_view, 5> kFilingStatuses{"complete", "incomplete", "review",
                                                          "superseded", "withdrawn"};
constexpr std::array<std::string_view, 4> kNoticeKinds{"receipt", "reminder", "digest", "alarm"};
constexpr std::array<std::string_view, 7> kNoticeStates{"held",      "queued",  "sending",  "sent",
                                                        "uncertain", "refused", "cancelled"};
constexpr std::array<std::string_view, 4> kLinkStatuses{"unchecked", "verified", "dead",
                                                        "unverified"};
constexpr std::array<std::string_view, 4> kLinkFound{"good", "gone", "other_page", "nothing"};

static_assert(kStates.size() == static_cast<std::size_t>(State::Settled) + 1);
static_assert(kOutcomes.size() == static_cast<std::size_t>(Outcome::Failed) + 1);
static_assert(kFilingStatuses.size() == static_cast<std::size_t>(FilingStatus::Withdrawn) + 1);
static_assert(kNoticeKinds.size() == static_cast<std::size_t>(NoticeKind::Alarm) + 1);
static_assert(kNoticeStates.size() == static_cast<std::size_t>(NoticeState::Cancelled) + 1);
static_assert(kLinkStatuses.size() == static_cast<std::size_t>(LinkStatus::Unverified) + 1);
static_assert(kLinkFound.size() == static_cast<std::size_t>(LinkFound::Nothing) + 1);

template <class E, std::size_t size>
std::optional<E> find(const std::array<std::string_view, size>& words, std::string_view text) {
    for (std::size_t i = 0; i < size; ++i) {
        if (words[i] == text) return static_cast<E>(i);
    }
    return {};
}

}  // namespace

std::string_view name(State state) { return kStates[static_cast<std::size_t>(state)]; }
std::string_view name(Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }
std::string_view name(FilingStatus status) {
    return kFilingStatuses[static_cast<std::size_t>(status)];
}
std::string_view name(NoticeKind kind) { return kNoticeKinds[static_cast<std::size_t>(kind)]; }
std::string_view name(NoticeState state) { return kNoticeStates[static_cast<std::size_t>(state)]; }
std::string_view name(LinkStatus status) { return kLinkStatuses[static_cast<std::size_t>(status)]; }
std::string_view name(LinkFound found) { return kLinkFound[static_cast<std::size_t>(found)]; }

std::optional<State> parse_state(std::string_view text) { return find<State>(kStates, text); }
std::optional<Outcome> parse_outcome(std::string_view text) {
    return find<Outcome>(kOutcomes, text);
}
std::optional<FilingStatus> parse_filing_status(std::string_view text) {
    return find<FilingStatus>(kFilingStatuses, text);
}
std::optional<NoticeKind> parse_notice_kind(std::string_view text) {
    return find<NoticeKind>(kNoticeKinds, text);
}
std::optional<NoticeState> parse_notice_state(std::string_view text) {
    return find<NoticeState>(kNoticeStates, text);
}
std::optional<LinkStatus> parse_link_status(std::string_view text) {
    return find<LinkStatus>(kLinkStatuses, text);
}
std::optional<LinkFound> parse_link_found(std::string_view text) {
    return find<LinkFound>(kLinkFound, text);
}

}  // namespace storage
