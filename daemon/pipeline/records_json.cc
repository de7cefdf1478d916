#include "daemon/pipeline/records_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"

namespace pipeline {
namespace {

using nlohmann::ordered_json;

template <class T>
ordered_json or_null(const std::optional<T>& value, std::string (*format)(T)) {
    return value ? ordered_json(format(*value)) : ordered_json(nullptr);
}

ordered_json parsed_or(std::string_view text, ordered_json otherwise) {
    ordered_json value = ordered_json::parse(text, nullptr, false);
    return value.is_discarded() ? std::move(otherwise) : value;
}

std::string dumped(const ordered_json& value) { return base::json_line(value); }

ordered_json no_seal() {
    return {{"found", "no"}, {"kind", nullptr}, {"text", ""}, {"page", nullptr}, {"score", 0}};
}

/// The first live place carries the message's outcome, every further one counts as duplicate.
base::Result<ordered_json> places_json(storage::Ledger& ledger, const storage::Message& message) {
    TRY_ASSIGN(const auto folders, ledger.folders());
    TRY_ASSIGN(const auto places, ledger.places_of(message.id));
    ordered_json out = ordered_json::array();
    std::optional<storage::Outcome> outcome = message.outcome;
    for (const auto& place : places) {
        ordered_json row;
        for (const auto& folder : folders) {
            if (folder.id != place.folder) continue;
            row["mailbox"] = folder.mailbox;
            row["folder"] = folder.name;
            row["uid_validity"] = folder.uid_validity;
        }
        row["uid"] = place.uid;
        row["gone"] = place.gone;
        row["outcome"] =
            outcome && !place.gone ? ordered_json(storage::name(*outcome)) : ordered_json(nullptr);
        if (outcome && !place.gone) outcome = storage::Outcome::Duplicate;
        out.push_back(std::move(row));
    }
    return out;
}

base::Result<ordered_json> documents_json(storage::Ledger& ledger, const storage::Filing& filing) {
    ordered_json out = ordered_json::array();
    for (const auto& entry : filing.documents) {
        TRY_ASSIGN(const auto document, ledger.document(entry.document));
        if (!document) continue;
        ordered_json row;
        row["message"] = base::label(document->message);
        row["part"] = document->part;
        row["name"] = document->name;
        row["sha256"] = document->sha256;
        row["size"] = document->size;
        row["media_type"] = document->media_type;
        row["piece"] = entry.piece;
        row["version"] = entry.version;
        row["superseded"] = entry.superseded;
        row["pages"] = document->pages;
        row["text_source"] = document->text_source;
        row["seal"] = parsed_or(document->seal_json, no_seal());
        out.push_back(std::move(row));
    }
    return out;
}

std::string date_text(base::Date day) { return base::format_date(day); }
std::string instant_text(base::Instant at) { return base::format_instant(at); }

ordered_json text_or_null(const std::string& text) {
    return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

/// Links as the last visits left them; how each came to the filing stays as its fields say.
base::Result<ordered_json> fields_json(storage::Ledger& ledger, const storage::Filing& filing) {
    ordered_json fields = parsed_or(filing.fields_json, ordered_json::object());
    const auto links = fields.find("links");
    if (links == fields.end() || !links->is_array()) return fields;
    TRY_ASSIGN(const auto checked, ledger.links_of(filing.id));
    for (auto& link : *links) {
        if (!link.is_object()) continue;
        const auto url = link.find("url");
        const auto known = std::ranges::find_if(checked, [&](const storage::Link& each) {
            return url != link.end() && *url == each.url;
        });
        const storage::Link found = known == checked.end() ? storage::Link() : *known;
        link["status"] = storage::name(found.status);
        link["cause"] = text_or_null(found.cause);
        link["checked_at"] = or_null(found.checked_at, instant_text);
        link["title"] = text_or_null(found.title);
        link["snapshot_sha256"] = text_or_null(found.snapshot);
    }
    return fields;
}

}  // namespace

base::Result<std::string> message_json(storage::Ledger& ledger, const storage::Message& message) {
    TRY_ASSIGN(const auto places, places_json(ledger, message));
    TRY_ASSIGN(const auto filings, ledger.filings_of(message.id));
    TRY_ASSIGN(const auto documents, ledger.documents(message.id));
    TRY_ASSIGN(const auto problems, ledger.problems(message.id));
    ordered_json out;
    out["id"] = base::label(message.id);
    out["places"] = places;
    out["message_id"] = message.message_id_header;
    out["received_at"] = base::format_instant(message.received_at);
    out["date_header"] = message.date_header;
    out["from"] = message.from;
    out["subject"] = message.subject;
    out["size"] = message.size;
    out["sha256"] = message.sha256;
    out["state"] = storage::name(message.state);
    out["waiting"] = nullptr;
    if (!message.waiting_cause.empty())
        out["waiting"] = {{"cause", message.waiting_cause},
                          {"next_try", or_null(message.next_try, instant_text)}};
    out["outcome"] =
        message.outcome ? ordered_json(storage::name(*message.outcome)) : ordered_json(nullptr);
    out["reason"] = message.reason;
    out["filings"] = ordered_json::array();
    for (const auto& filing : filings) out["filings"].push_back(base::label(filing.id));
    out["documents"] = ordered_json::array();
    for (const auto& d : documents)
        out["documents"].push_back({{"part", d.part},
                                    {"name", d.name},
                                    {"sha256", d.sha256},
                                    {"size", d.size},
                                    {"media_type", d.media_type},
                                    {"text_source", d.text_source}});
    out["problems"] = ordered_json::array();
    for (const auto& p : problems)
        out["problems"].push_back(
            {{"code", p.code}, {"severity", p.severity}, {"part", p.part}, {"detail", p.detail}});
    return dumped(out);
}

base::Result<std::string> filing_json(storage::Ledger& ledger, const storage::Filing& filing) {
    TRY_ASSIGN(const auto documents, documents_json(ledger, filing));
    TRY_ASSIGN(const auto fields, fields_json(ledger, filing));
    ordered_json out;
    out["id"] = base::label(filing.id);
    out["message_ids"] = ordered_json::array();
    for (const auto id : filing.messages) out["message_ids"].push_back(base::label(id));
    out["unit"] = filing.unit;
    out["obligation"] = filing.obligation;
    out["period"] = filing.period;
    out["status"] = storage::name(filing.status);
    out["missing"] = filing.missing;
    out["received_at"] = base::format_instant(filing.received_at);
    out["completed_at"] = or_null(filing.completed_at, instant_text);
    out["due"] = or_null(filing.due, date_text);
    out["due_nominal"] = or_null(filing.due_nominal, date_text);
    out["on_time"] = filing.on_time ? ordered_json(*filing.on_time) : ordered_json(nullptr);
    out["documents"] = documents;
    out["fields"] = fields;
    out["evidence"] = ordered_json::array();
    for (const auto& e : filing.evidence)
        out["evidence"].push_back({{"about", e.about},
                                   {"points_to", e.points_to},
                                   {"from", e.from},
                                   {"text", e.text},
                                   {"weight", e.weight}});
    out["score"] = filing.score;
    return dumped(out);
}

}  // namespace pipeline
