#include "daemon/pipeline/act_images.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"

namespace pipeline {
namespace {

using nlohmann::ordered_json;

std::string dumped(const ordered_json& value) { return base::json_line(value); }

base::Failure unreadable() {
    return base::fail(base::Kind::Corrupt, base::Scope::Process,
                      "the image of an act in the ledger cannot be read",
                      "the ledger is damaged: filingctl verify");
}

template <class Id>
Id id_of(std::string_view label) {
    const auto number = base::parse_number(label.substr(std::min<std::size_t>(1, label.size())));
    return Id{static_cast<std::int64_t>(number.value_or(0))};
}

// Messages: what a person's decision changes of them.

ordered_json candidates_json(const std::vector<storage::Candidate>& candidates) {
    ordered_json out = ordered_json::array();
    for (const auto& c : candidates) out.push_back({c.unit, c.obligation, c.period, c.score});
    return out;
}

base::Result<std::string> message_image(storage::Ledger& ledger, base::MessageId id) {
    TRY_ASSIGN(const auto message, ledger.message(id));
    if (!message || !message->outcome) return std::string();
    TRY_ASSIGN(const auto candidates, ledger.candidates(id));
    return dumped({{"outcome", storage::name(*message->outcome)},
                   {"reason", message->reason},
                   {"candidates", candidates_json(candidates)}});
}

base::Result<> restore_message(storage::Ledger& ledger, base::MessageId id,
                               const ordered_json& image) {
    const auto outcome = storage::parse_outcome(image.at("outcome").get<std::string>());
    if (!outcome) return unreadable();
    std::vector<storage::Candidate> candidates;
    for (const auto& entry : image.at("candidates")) {
        storage::Candidate c;
        c.unit = entry.at(0);
        c.obligation = entry.at(1);
        c.period = entry.at(2);
        c.score = entry.at(3);
        candidates.push_back(std::move(c));
    }
    TRY(ledger.record_settled(id, *outcome, image.at("reason").get<std::string>()));
    return ledger.replace_candidates(id, candidates);
}

// Filings, whole.

template <class T>
ordered_json or_null(const std::optional<T>& value, std::string (*format)(T)) {
    return value ? ordered_json(format(*value)) : ordered_json(nullptr);
}

ordered_json filing_to_json(const storage::Filing& f) {
    const auto milliseconds = [](base::Instant at) { return at.time_since_epoch().count(); };
    ordered_json out;
    out["unit"] = f.unit;
    out["obligation"] = f.obligation;
    out["period"] = f.period;
    out["status"] = storage::name(f.status);
    out["missing"] = f.missing;
    out["received_at"] = milliseconds(f.received_at);
    out["completed_at"] = f.completed_at ? ordered_json(milliseconds(*f.completed_at)) : nullptr;
    out["due"] = or_null(f.due, base::format_date);
    out["due_nominal"] = or_null(f.due_nominal, base::format_date);
    out["on_time"] = f.on_time ? ordered_json(*f.on_time) : ordered_json(nullptr);
    out["fields"] = f.fields_json;
    out["score"] = f.score;
    out["messages"] = ordered_json::array();
    for (const auto id : f.messages) out["messages"].push_back(id.value);
    out["documents"] = ordered_json::array();
    for (const auto& d : f.documents)
        out["documents"].push_back({d.document.value, d.piece, d.version, d.superseded});
    out["evidence"] = ordered_json::array();
    for (const auto& e : f.evidence)
        out["evidence"].push_back({e.about, e.points_to, e.from, e.text, e.weight});
    return out;
}

std::optional<base::Date> date_in(const ordered_json& image, const char* key) {
    const auto& value = image.at(key);
    return value.is_string() ? base::parse_date(value.get<std::string>()) : std::nullopt;
}

base::Instant instant_of(const ordered_json& value) {
    return base::Instant(std::chrono::milliseconds(value.get<std::int64_t>()));
}

storage::Filing filing_from(base::FilingId id, const ordered_json& image) {
    storage::Filing f;
    f.id = id;
    f.unit = image.at("unit");
    f.obligation = image.at("obligation");
    f.period = image.at("period");
    f.status = storage::parse_filing_status(image.at("status").get<std::string>())
                   .value_or(storage::FilingStatus::Incomplete);
    f.missing = image.at("missing").get<std::vector<std::string>>();
    f.received_at = instant_of(image.at("received_at"));
    if (!image.at("completed_at").is_null()) f.completed_at = instant_of(image.at("completed_at"));
    f.due = date_in(image, "due");
    f.due_nominal = date_in(image, "due_nominal");
    if (!image.at("on_time").is_null()) f.on_time = image.at("on_time").get<bool>();
    f.fields_json = image.at("fields");
    f.score = image.at("score");
    for (const auto& entry : image.at("messages"))
        f.messages.push_back(base::MessageId{entry.get<std::int64_t>()});
    for (const auto& entry : image.at("documents")) {
        storage::FilingDocument d;
        d.document = base::DocumentId{entry.at(0).get<std::int64_t>()};
        d.piece = entry.at(1);
        d.version = entry.at(2);
        d.superseded = entry.at(3);
        f.documents.push_back(std::move(d));
    }
    for (const auto& entry : image.at("evidence")) {
        storage::Evidence e;
        e.about = entry.at(0);
        e.points_to = entry.at(1);
        e.from = entry.at(2);
        e.text = entry.at(3);
        e.weight = entry.at(4);
        f.evidence.push_back(std::move(e));
    }
    return f;
}

base::Result<> restore_filing(storage::Ledger& ledger, base::FilingId id,
                              const ordered_json& image) {
    const auto filing = filing_from(id, image);
    TRY_ASSIGN(const auto there, ledger.filing(id));
    if (!there) return ledger.restore_filing(filing);
    TRY(ledger.put_filing(filing));
    return {};
}

// Small facts.

storage::Exemption exemption_at(const std::string& key) {
    const auto parts = base::split(key, ' ');
    storage::Exemption exemption;
    if (parts.size() < 3) return exemption;
    exemption.unit = parts[0];
    exemption.obligation = parts[1];
    exemption.period = key.substr(parts[0].size() + parts[1].size() + 2);
    return exemption;
}

base::Result<std::string> exemption_image(storage::Ledger& ledger, const std::string& key) {
    TRY_ASSIGN(const auto all, ledger.exemptions());
    for (const auto& e : all)
        if (exemption_subject(e.unit, e.obligation, e.period).key == key)
            return dumped({{"reason", e.reason}});
    return std::string();
}

base::Result<std::string> address_image(storage::Ledger& ledger, const std::string& address) {
    TRY_ASSIGN(const auto all, ledger.confirmed_addresses());
    for (const auto& entry : all)
        if (entry.address == address) return dumped({{"unit", entry.unit}});
    return std::string();
}

base::Result<std::string> pause_image(storage::Ledger& ledger, const std::string& unit) {
    TRY_ASSIGN(const auto all, ledger.pauses());
    for (const auto& pause : all)
        if (pause.unit == unit) return dumped({{"until", or_null(pause.until, base::format_date)}});
    return std::string();
}

base::Result<> put(storage::Ledger& ledger, const storage::ActChange& change,
                   const ordered_json& image) {
    if (change.what == "message")
        return restore_message(ledger, id_of<base::MessageId>(change.key), image);
    if (change.what == "filing")
        return restore_filing(ledger, id_of<base::FilingId>(change.key), image);
    if (change.what == "address")
        return ledger.confirm_address(change.key, image.at("unit").get<std::string>());
    if (change.what == "pause") return ledger.put_pause({change.key, date_in(image, "until")});
    auto exemption = exemption_at(change.key);
    exemption.reason = image.at("reason");
    return ledger.put_exemption(exemption);
}

base::Result<> remove(storage::Ledger& ledger, const storage::ActChange& change) {
    TRY_ASSIGN(const auto now, image_of(ledger, {change.what, change.key}));
    if (now.empty()) return {};
    if (change.what == "filing") return ledger.remove_filing(id_of<base::FilingId>(change.key));
    if (change.what == "address") return ledger.revoke_address(change.key);
    if (change.what == "pause") return ledger.remove_pause(change.key);
    if (change.what != "exemption") return unreadable();  // a message never goes
    const auto exemption = exemption_at(change.key);
    return ledger.remove_exemption(exemption.unit, exemption.obligation, exemption.period);
}

}  // namespace

Subject subject(base::MessageId message) { return {"message", base::label(message)}; }
Subject subject(base::FilingId filing) { return {"filing", base::label(filing)}; }
Subject exemption_subject(std::string_view unit, std::string_view obligation,
                          std::string_view period) {
    return {"exemption",
            std::string(unit) + " " + std::string(obligation) + " " + std::string(period)};
}

base::Result<std::string> image_of(storage::Ledger& ledger, const Subject& subject) {
    if (subject.what == "message")
        return message_image(ledger, id_of<base::MessageId>(subject.key));
    if (subject.what == "exemption") return exemption_image(ledger, subject.key);
    if (subject.what == "address") return address_image(ledger, subject.key);
    if (subject.what == "pause") return pause_image(ledger, subject.key);
    TRY_ASSIGN(const auto filing, ledger.filing(id_of<base::FilingId>(subject.key)));
    return filing ? dumped(filing_to_json(*filing)) : std::string();
}

base::Result<> restore(storage::Ledger& ledger, const std::vector<storage::ActChange>& images) {
    for (const auto& change : images)
        if (change.after.empty()) TRY(remove(ledger, change));
    for (const auto& change : images) {
        if (change.after.empty()) continue;
        const auto image = ordered_json::parse(change.after, nullptr, false);
        if (!image.is_object()) return unreadable();
        try {
            TRY(put(ledger, change, image));
        } catch (const ordered_json::exception&) {
            return unreadable();
        }
    }
    return {};
}

base::Result<> ActScope::watch(const Subject& subject) {
    const bool known = std::ranges::any_of(changes_, [&](const storage::ActChange& change) {
        return change.what == subject.what && change.key == subject.key;
    });
    if (known) return {};
    TRY_ASSIGN(auto before, image_of(desk_.ledger, subject));
    made(subject, std::move(before));
    return {};
}

void ActScope::made(const Subject& subject, std::string before) {
    changes_.push_back({subject.what, subject.key, std::move(before), {}});
}

base::Result<base::JournalNumber> ActScope::record(std::string_view kind, std::string_view json) {
    for (auto& change : changes_) {
        TRY_ASSIGN(change.after, image_of(desk_.ledger, {change.what, change.key}));
    }
    // What stayed is none of the act's business; but that a person decided about the message is.
    std::erase_if(changes_, [](const storage::ActChange& change) {
        return change.what != "message" && change.before == change.after;
    });
    TRY_ASSIGN(const auto number, desk_.ledger.record_act(kind, json, desk_.clock.now()));
    TRY(desk_.ledger.record_changes(number, changes_));
    return number;
}

std::string undone_message_image() {
    return dumped({{"outcome", storage::name(storage::Outcome::NotAFiling)},
                   {"reason", "act_undone"},
                   {"candidates", ordered_json::array()}});
}

}  // namespace pipeline
