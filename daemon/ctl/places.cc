#include "daemon/ctl/places.h"

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "daemon/ctl/words.h"
#include "daemon/notices/words.h"

namespace ctl {
namespace {

using nlohmann::ordered_json;
using storage::Outcome;

ordered_json outcome_json(const storage::LonePlace& place) {
    return place.outcome ? ordered_json(storage::name(*place.outcome)) : ordered_json(nullptr);
}

ordered_json moment_json(base::Instant at) {
    return at == base::Instant{} ? ordered_json(nullptr) : ordered_json(base::format_instant(at));
}

/// The cure in the reader's language.
const char* cure_words(const storage::LonePlace& place) {
    if (place.outcome == Outcome::OutOfScope)
        return _("to have it filed: save it as .eml in the web mail, then filingctl import");
    return _(
        "open it in the web mail; if it opens, save it as .eml and filingctl import, or ask the "
        "sender to send it again; if not, ask the mail provider");
}

}  // namespace

ordered_json place_json(const storage::LonePlace& place) {
    ordered_json out;
    out["mailbox"] = place.mailbox;
    out["folder"] = place.folder;
    out["uid_validity"] = place.uid_validity;
    out["uid"] = place.uid;
    out["outcome"] = outcome_json(place);
    out["reason"] = place.reason;
    out["since"] = place.since ? moment_json(*place.since) : ordered_json(nullptr);
    out["tries"] = place.tries;
    out["received_at"] = moment_json(place.received_at);
    out["size"] = place.size;
    out["cure"] = notices::place_cure(place);
    return out;
}

ordered_json message_json(const storage::LonePlace& place) {
    ordered_json out;
    out["id"] = nullptr;
    out["places"] = ordered_json::array({{{"mailbox", place.mailbox},
                                          {"folder", place.folder},
                                          {"uid_validity", place.uid_validity},
                                          {"uid", place.uid},
                                          {"gone", place.gone},
                                          {"outcome", outcome_json(place)}}});
    out["message_id"] = "";
    out["received_at"] = moment_json(place.received_at);
    out["date_header"] = "";
    out["from"] = "";
    out["subject"] = "";
    out["size"] = place.size;
    out["sha256"] = nullptr;
    out["state"] = place.outcome ? ordered_json("settled") : ordered_json(nullptr);
    out["waiting"] = nullptr;
    if (!place.outcome) out["waiting"] = {{"cause", place.reason}, {"next_try", nullptr}};
    out["outcome"] = outcome_json(place);
    out["reason"] = place.outcome ? place.reason : "";
    for (const char* empty : {"filings", "documents", "problems"})
        out[empty] = ordered_json::array();
    out["since"] = place.since ? moment_json(*place.since) : ordered_json(nullptr);
    out["cure"] = notices::place_cure(place);
    return out;
}

ordered_json out_of_scope_json(const storage::OutOfScope& places) {
    return {{"mailbox", places.mailbox},     {"folder", places.folder},
            {"reason", places.reason},       {"count", places.count},
            {"first_uid", places.first_uid}, {"last_uid", places.last_uid}};
}

std::string place_line(const storage::LonePlace& place) {
    const std::string since =
        place.since ? base::replaced(base::format_instant(*place.since).substr(0, 16), "T", " ")
                    : std::string("?");
    const char* format = place.outcome
                             ? _("{}/{} UID {}: {} since {}: {}\n    {}")
                             : _("{}/{} UID {}: not had so far, asked for since {}: {}\n    {}");
    const std::string reason = base::one_line(place.reason, 200);
    if (!place.outcome)
        return say(format, place.mailbox, place.folder, place.uid, since, reason,
                   cure_words(place));
    return say(format, place.mailbox, place.folder, place.uid,
               in_words(storage::name(*place.outcome)), since, reason, cure_words(place));
}

std::string out_of_scope_line(const storage::OutOfScope& places) {
    return say(_("{}/{}: {} out of scope, UID {} to {}: {}"), places.mailbox, places.folder,
               places.count, places.first_uid, places.last_uid, base::one_line(places.reason, 200));
}

base::Result<std::vector<storage::LonePlace>> places_not_had(storage::Ledger& ledger) {
    TRY_ASSIGN(auto places, ledger.lone_places(Outcome::Failed));
    TRY_ASSIGN(const auto refused, ledger.lone_places({}));
    places.insert(places.end(), refused.begin(), refused.end());
    std::erase_if(places, [](const auto& place) { return place.gone; });
    return places;
}

}  // namespace ctl
