#include "daemon/links/round.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/links/schedule.h"
#include "daemon/links/snapshots.h"
#include "daemon/links/title_match.h"
#include "daemon/service/log.h"
#include "parsers/encode.h"

namespace links {
namespace {

using storage::LinkFound;
using storage::LinkStatus;

constexpr std::chrono::hours kDay{24};
constexpr std::chrono::minutes kSoon{10};

/// Nobody was asked: the address itself, or the operator's list, says no.
bool is_unopened(const Page& page) {
    return page.cause == "bad_address" || page.cause == "not_listed" || page.cause == "port";
}

/// Titles of the documents that stand in the filing now, as the child read them.
base::Result<Publication> publication_of(storage::Ledger& ledger, const storage::Filing& filing) {
    Publication publication{filing.unit, filing.obligation, filing.period, {}};
    for (const auto& entry : filing.documents) {
        if (entry.superseded) continue;
        TRY_ASSIGN(const auto document, ledger.document(entry.document));
        if (!document) continue;
        TRY_ASSIGN(const auto blob, ledger.parsed_blob(document->message));
        const auto parsed = parsers::decode(blob);
        if (!parsed) continue;
        for (std::string& title : titles_of(*parsed, document->index))
            if (is_telling(title)) publication.titles.push_back(std::move(title));
    }
    return publication;
}

}  // namespace

base::Result<std::size_t> Round::run(std::size_t most, base::Monotonic until,
                                     const std::stop_token& stop) {
    url_.clear();
    TRY(desk_.ledger.collect_links());
    TRY_ASSIGN(auto due, desk_.ledger.due_links(desk_.clock.now(), most));
    std::ranges::stable_sort(due, {}, &storage::Link::url);
    std::size_t visited = 0;
    for (const storage::Link& link : due) {
        if (stop.stop_requested() || desk_.clock.monotonic() >= until) break;
        // Written before anything is opened: should this link end filingd, it does so once a day.
        TRY(desk_.ledger.set_next_check(link.id, desk_.clock.now() + kDay));
        auto done = visit(link, stop);
        if (!done || stop.stop_requested()) {
            TRY(desk_.ledger.set_next_check(link.id,
                                            desk_.clock.now() + (done ? kSoon * 0 : kSoon)));
            if (!done) return base::failure_of(done);
            break;
        }
        ++visited;
    }
    page_ = {};
    return visited;
}

base::Result<> Round::reach(const std::string& url, const std::stop_token& stop) {
    if (url == url_) return {};
    url_.clear();
    facts_.reset();
    page_ = reach_page(url, desk_.rulebook.settings.links.hosts, get_, desk_.clock, stop);
    if (stop.stop_requested()) return {};
    if (page_.reached()) {
        TRY_ASSIGN(facts_, reader_(page_));
        if (!facts_) page_.cause = "unreadable";
    }
    url_ = url;
    return {};
}

base::Result<> Round::visit(const storage::Link& link, const std::stop_token& stop) {
    TRY(reach(link.url, stop));
    if (stop.stop_requested()) return {};
    TRY_ASSIGN(const auto filing, desk_.ledger.filing(link.filing));
    if (!filing) return {};
    storage::Link now = link;
    now.checked_at = desk_.clock.now();
    now.cause = page_.cause;
    if (is_unopened(page_)) return record_unopened(std::move(now), *filing);
    storage::LinkVisit visit;
    visit.day = base::date_of(*now.checked_at);
    visit.code = page_.code;
    visit.found = page_.gone() ? LinkFound::Gone : LinkFound::Nothing;
    if (facts_) {
        TRY_ASSIGN(const auto publication, publication_of(desk_.ledger, *filing));
        now.cause = reason_other(desk_.rulebook, publication, facts_->titles);
        now.title = facts_->titles.empty() ? std::string() : facts_->titles.front();
        visit.found = now.cause.empty() ? LinkFound::Good : LinkFound::OtherPage;
    }
    visit.cause = now.cause;
    service::info("link {}: {} {} {}", base::one_line(link.url, 200), storage::name(visit.found),
                  visit.cause, page_.words);
    const bool new_page =
        facts_ && (link.snapshot.empty() || now.title != link.title || now.cause != link.cause);
    if (new_page) {
        TRY_ASSIGN(now.snapshot, spool_page(desk_.spool, page_.body));
    }
    TRY(record(std::move(now), *filing, std::move(visit)));
    return keep_snapshots(desk_);
}

base::Result<> Round::record(storage::Link link, const storage::Filing& filing,
                             storage::LinkVisit visit) {
    TRY(desk_.ledger.transaction([&]() -> base::Result<> {
        TRY(desk_.ledger.put_link_visit(link.id, visit));
        TRY_ASSIGN(const auto visits, desk_.ledger.link_visits(link.id));
        link.status = visits.empty() ? link.status : status_of(visits);
        link.next_check = next_visit(visits, *link.checked_at);
        if (facts_) {
            storage::Snapshot snapshot;
            snapshot.sha256 = link.snapshot;
            snapshot.size = page_.body.size();
            snapshot.media_type = facts_->media_type;
            snapshot.url = page_.final_url;
            snapshot.taken_at = *link.checked_at;
            TRY(desk_.ledger.add_snapshot(snapshot));
        }
        TRY(desk_.ledger.put_link(link));
        return write_journal(link, filing, &visit);
    }));
    return desk_.journal.catch_up(desk_.ledger);
}

base::Result<> Round::record_unopened(storage::Link link, const storage::Filing& filing) {
    const bool news = link.status != LinkStatus::Unverified;
    link.status = LinkStatus::Unverified;
    link.next_check = *link.checked_at + kDay;  // the operator may have listed it by then
    link.checked_at.reset();
    TRY(desk_.ledger.transaction([&]() -> base::Result<> {
        TRY(desk_.ledger.put_link(link));
        return news ? write_journal(link, filing, nullptr) : base::Result<>();
    }));
    return desk_.journal.catch_up(desk_.ledger);
}

base::Result<> Round::write_journal(const storage::Link& link, const storage::Filing& filing,
                                    const storage::LinkVisit* visit) {
    nlohmann::ordered_json line;
    line["link"] = link.url;
    line["filing"] = base::label(filing.id);
    line["unit"] = filing.unit;
    line["obligation"] = filing.obligation;
    line["period"] = filing.period;
    line["status"] = storage::name(link.status);
    line["cause"] = link.cause;
    line["title"] = link.title;
    line["snapshot_sha256"] = link.snapshot;
    if (visit)
        line["visit"] = {{"day", base::format_date(visit->day)},
                         {"found", storage::name(visit->found)},
                         {"code", visit->code}};
    TRY(desk_.ledger.add_journal("settled", base::json_line(line), desk_.clock.now()));
    return {};
}

}  // namespace links
