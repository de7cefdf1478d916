#include "daemon/links/schedule.h"

#include <algorithm>

namespace links {
namespace {

using storage::LinkFound;
using storage::LinkStatus;
using storage::LinkVisit;

constexpr std::chrono::days kWindow{7};
constexpr std::chrono::days kMonth{30};
constexpr std::chrono::days kDay{1};
constexpr std::ptrdiff_t kDaysGone = 3;

/// Days of the window that ends with the last visit on which the page was gone.
std::ptrdiff_t days_gone(std::span<const LinkVisit> visits) {
    const auto last = visits.back().day;
    return std::ranges::count_if(visits, [&](const LinkVisit& visit) {
        return visit.found == LinkFound::Gone && last - visit.day < kWindow;
    });
}

/// The first of the failures that lead up to the last visit without a good one or a pause between.
base::Date failing_since(std::span<const LinkVisit> visits) {
    base::Date since = visits.back().day;
    for (auto visit = visits.rbegin(); visit != visits.rend(); ++visit) {
        if (visit->found == LinkFound::Good || since - visit->day >= kWindow) break;
        since = visit->day;
    }
    return since;
}

}  // namespace

LinkStatus status_of(std::span<const LinkVisit> visits) {
    LinkStatus status = LinkStatus::Unchecked;
    for (std::size_t i = 0; i < visits.size(); ++i) {
        const bool was_dead = status == LinkStatus::Dead;
        switch (visits[i].found) {
            case LinkFound::Good:
                status = LinkStatus::Verified;
                break;
            case LinkFound::OtherPage:
                status = LinkStatus::Unverified;
                break;
            case LinkFound::Gone:
                if (was_dead || days_gone(visits.first(i + 1)) >= kDaysGone)
                    status = LinkStatus::Dead;
                else
                    status = LinkStatus::Unverified;
                break;
            case LinkFound::Nothing:
                if (!was_dead) status = LinkStatus::Unverified;
                break;
        }
    }
    return status;
}

base::Instant next_visit(std::span<const LinkVisit> visits, base::Instant now) {
    if (visits.empty()) return now;
    const LinkVisit& last = visits.back();
    if (last.found == LinkFound::Good) return now + kMonth;
    return now + (last.day - failing_since(visits) < kWindow - kDay ? kDay : kMonth);
}

}  // namespace links
