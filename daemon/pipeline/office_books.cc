#include "daemon/pipeline/office_books.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace pipeline {
namespace {

std::string decision_number(const storage::Filing& filing) {
    const auto fields = nlohmann::json::parse(filing.fields_json, nullptr, false);
    if (!fields.is_object()) return {};
    const auto number = fields.find("decision_number");
    return number != fields.end() && number->is_string() ? number->get<std::string>()
                                                         : std::string();
}

std::size_t brought_by(const std::vector<storage::Document>& documents,
                       const storage::Filing& filing) {
    return static_cast<std::size_t>(
        std::ranges::count_if(filing.documents, [&](const storage::FilingDocument& part) {
            return std::ranges::find(documents, part.document, &storage::Document::id) !=
                   documents.end();
        }));
}

RegisterLine line_of(const storage::Message& message,
                     const std::vector<storage::Document>& documents,
                     const storage::Filing& filing) {
    RegisterLine line;
    line.number = message.receipt_number.value_or(base::label(message.id));
    line.message = message.id;
    line.received_at = message.received_at;
    line.from = message.from;
    line.subject = message.subject;
    line.filing = filing.id;
    line.unit = filing.unit;
    line.obligation = filing.obligation;
    line.period = filing.period;
    line.documents = brought_by(documents, filing);
    line.status = filing.status;
    line.decision_number = decision_number(filing);
    line.due = filing.due;
    line.on_time = filing.on_time;
    return line;
}

/// Mails with a document that took another's place.
base::Result<int> corrections_of(storage::Ledger& ledger, base::FilingId id) {
    TRY_ASSIGN(const auto filing, ledger.filing(id));
    std::set<base::MessageId> correcting;
    if (!filing) return 0;
    for (const auto& part : filing->documents) {
        if (part.version <= 1) continue;
        TRY_ASSIGN(const auto document, ledger.document(part.document));
        if (document) correcting.insert(document->message);
    }
    return static_cast<int>(correcting.size());
}

}  // namespace

base::Result<std::vector<RegisterLine>> register_of(storage::Ledger& ledger, int year) {
    std::vector<RegisterLine> lines;
    const auto first = base::make_date(year, 1, 1);
    if (!first) return lines;
    storage::MessageFilter filter;
    filter.outcome = storage::Outcome::Filed;
    filter.since = base::start_of(*first);
    TRY_ASSIGN(auto messages, ledger.messages(filter));
    std::erase_if(messages, [&](const storage::Message& message) {
        return base::year_of(base::date_of(message.received_at)) != year;
    });
    std::ranges::sort(messages, {}, [](const storage::Message& message) {
        return std::pair(message.received_at, message.id);
    });
    for (const auto& message : messages) {
        TRY_ASSIGN(const auto documents, ledger.documents(message.id));
        TRY_ASSIGN(const auto filings, ledger.filings_of(message.id));
        for (const auto& filing : filings) lines.push_back(line_of(message, documents, filing));
    }
    return lines;
}

base::Result<duties::Courses> courses_of(storage::Ledger& ledger, const duties::Snapshot& snapshot,
                                         const std::vector<duties::Duty>& duties, int year) {
    std::set<base::FilingId> wanted;
    for (const auto& duty : duties)
        if (duty.filing && duties::year_of(duty) == year) wanted.insert(duty.filing);
    duties::Courses courses;
    for (const auto& filing : snapshot.filings) {
        if (!wanted.contains(filing.id)) continue;
        duties::Course& course = courses[filing.id];
        course.received_at = filing.received_at;
        course.completed_at = filing.completed_at;
        TRY_ASSIGN(course.corrections, corrections_of(ledger, filing.id));
    }
    return courses;
}

}  // namespace pipeline
