#include "daemon/pipeline/filer.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/json_line.h"
#include "config/due.h"
#include "daemon/duties/lives.h"
#include "daemon/duties/statistics.h"
#include "daemon/judge/pieces.h"
#include "daemon/judge/report_numbers.h"

namespace pipeline {
namespace {

using config::Piece;
using nlohmann::json;

constexpr std::size_t kMostEvidence = 60;

/// A later half takes the place of an earlier one; other documents only do so when the mail says it
/// corrects.
bool replaces_by_itself(std::string_view piece) {
    return piece == "word" || piece == "stamped-pdf";
}

json object_or_empty(std::string_view text) {
    json value = json::parse(text, nullptr, false);
    return value.is_object() ? value : json::object();
}

const storage::Document* at_index(std::span<const storage::Document> documents, std::size_t index) {
    const auto found =
        std::ranges::find_if(documents, [&](const auto& d) { return d.index == index; });
    return found == documents.end() ? nullptr : &*found;
}

/// Puts one document into the filing; the newer arrival of one piece is the current one.
void add_document(const FilingQuestion& q, const judge::PieceOf& piece,
                  const storage::Document& document, storage::Filing& filing) {
    storage::FilingDocument added;
    added.document = document.id;
    added.piece = piece.piece;
    if (replaces_by_itself(piece.piece) || q.verdict.is_correction) {
        for (auto& other : filing.documents) {
            const auto known = q.known.find(other.document);
            if (other.piece != piece.piece || known == q.known.end()) continue;
            added.version = std::max(added.version, other.version + 1);
            if (known->second.received_at <= q.message.received_at)
                other.superseded = true;
            else
                added.superseded = true;
        }
    }
    filing.documents.push_back(added);
}

struct NewPiece {
    const judge::PieceOf* piece = nullptr;
    const storage::Document* document = nullptr;
};

/// What the mail brings that the filing has not, by its bytes.
std::vector<NewPiece> new_pieces(const FilingQuestion& q) {
    std::set<std::string> have;
    for (const auto& [id, document] : q.known) have.insert(document.sha256);
    std::vector<NewPiece> pieces;
    for (const auto& piece : q.verdict.pieces) {
        const auto* document = at_index(q.documents, piece.document);
        if (!document || q.known.contains(document->id)) continue;
        if (!document->sha256.empty() && !have.insert(document->sha256).second) continue;
        pieces.push_back({&piece, document});
    }
    return pieces;
}

/// Adds what is new, and notes it in `known`.
bool add_documents(const FilingQuestion& q, storage::Filing& filing, KnownDocuments& known) {
    bool changed = false;
    for (const auto& [piece, document] : new_pieces(q)) {
        if (known.contains(document->id)) continue;
        add_document(q, *piece, *document, filing);
        known[document->id] = {document->sha256, q.message.id, q.message.received_at,
                               document->text_source};
        changed = true;
    }
    return changed;
}

std::string text_in(const json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// Publication links stand in the fields, each with the mail that brought it first and its arrival;
/// under "again" those that brought it later. Only a new address is a change.
bool add_links(const FilingQuestion& q, json& fields) {
    const json bringer{{"message", base::label(q.message.id)},
                       {"received_at", base::format_instant(q.message.received_at)}};
    bool changed = false;
    for (const auto& url : q.verdict.links) {
        json& links = fields["links"];
        if (!links.is_array()) links = json::array();
        const auto known = std::ranges::find_if(
            links, [&](const json& link) { return text_in(link, "url") == url; });
        if (known == links.end()) {
            json link{{"url", url}, {"status", "unchecked"}};
            link.update(bringer);
            links.push_back(std::move(link));
            changed = true;
        } else if (text_in(*known, "message") != text_in(bringer, "message")) {
            (*known)["again"].push_back(bringer);
        }
    }
    return changed;
}

/// Whether the link is still anybody's without this mail; the next that brought it steps in.
bool outlives(json& link, const std::string& message) {
    json again = link.value("again", json::array());
    if (!again.is_array()) again = json::array();
    std::erase_if(again.get_ref<json::array_t&>(),
                  [&](const json& other) { return text_in(other, "message") == message; });
    link.erase("again");
    if (text_in(link, "message") == message) {
        if (again.empty()) return false;
        link.update(again.front());
        again.erase(again.begin());
    }
    if (!again.empty()) link["again"] = std::move(again);
    return true;
}

/// A later mail tells what earlier ones left open, in the groups of a report too.
void fill_nulls(const json& read, json& known) {
    if (known.is_null())
        known = read;
    else if (known.is_object() && read.is_object())
        for (const auto& [key, value] : read.items())
            if (!known.contains(key) || known[key].is_null()) known[key] = value;
}

bool is_told(const json& fields, const char* pointer) {
    const json::json_pointer at(pointer);
    return fields.contains(at) && !fields.at(at).is_null();
}

/// What a report says of its figures as a whole must stay true of those a later mail filled in.
void restate_report(const json& read, const json& before, json& fields) {
    if (fields == before) return;
    if (fields.value("zero_report", json()) == true && read.value("zero_report", json()) == false)
        fields["zero_report"] = false;
    constexpr const char* kAmount = "/cases/penalty_amount";
    if (!is_told(before, kAmount) && is_told(fields, kAmount) &&
        read.value("unit_doubt", json()) == true)
        fields["unit_doubt"] = true;
}

/// "cases.closed" of every figure that both tell, and differently.
std::vector<std::string> told_otherwise(const json& read, const json& known, std::size_t& common) {
    std::vector<std::string> ids;
    for (const std::string_view id : config::kReportFigures) {
        const auto point = id.find('.');
        const json::json_pointer at("/" + std::string(id.substr(0, point)) + "/" +
                                    std::string(id.substr(point + 1)));
        if (!read.contains(at) || !known.contains(at)) continue;
        if (read.at(at).is_null() || known.at(at).is_null()) continue;
        ++common;
        if (read.at(at) != known.at(at)) ids.emplace_back(id);
    }
    return ids;
}

/// Whether one of the copies to compare was read by OCR: of the filed ones, those of halves that
/// the mail does not bring anew.
bool is_read_by_ocr(const FilingQuestion& q) {
    const auto is_scan = [&](const storage::FilingDocument& entry) {
        const auto known = q.known.find(entry.document);
        return !entry.superseded && known != q.known.end() && known->second.text_source == "ocr" &&
               std::ranges::find(q.verdict.pieces, entry.piece, &judge::PieceOf::piece) ==
                   q.verdict.pieces.end();
    };
    return std::ranges::any_of(q.verdict.pieces,
                               [&](const judge::PieceOf& piece) {
                                   const auto* document = at_index(q.documents, piece.document);
                                   return document && document->text_source == "ocr";
                               }) ||
           (q.existing && std::ranges::any_of(q.existing->documents, is_scan));
}

/// The figures by which what the mail says is another report than the one filed; none when it is
/// the same, by the rule for copies in one mail.
std::vector<std::string> differing_figures(const FilingQuestion& q, const json& read,
                                           const json& filed) {
    std::size_t common = 0;
    auto ids = told_otherwise(read, filed, common);
    if (!judge::is_another_report(ids.size(), common, is_read_by_ocr(q))) ids.clear();
    return ids;
}

/// A half came again with other numbers, or a person filed a copy that tells others: the first
/// stay, and the difference is kept for people to see.
void note_differing_copies(const FilingQuestion& q, const json& read, const json& before,
                           json& fields) {
    if (q.verdict.is_correction) {
        if (!read.contains("copies_differ")) fields.erase("copies_differ");
        return;
    }
    const auto ids = differing_figures(q, read, before);
    if (!ids.empty()) fields["copies_differ"] = ids;
}

void merge_fields(const FilingQuestion& q, json& fields) {
    const json read = object_or_empty(q.verdict.fields_json);
    const json before = fields;
    for (const auto& [key, value] : read.items()) {
        if (key == "links") continue;
        if (!fields.contains(key) || q.verdict.is_correction)
            fields[key] = value;
        else
            fill_nulls(value, fields[key]);
    }
    restate_report(read, before, fields);
    note_differing_copies(q, read, before, fields);
    if (q.verdict.decision_date &&
        (!fields.contains("decision_date") || fields["decision_date"].is_null()))
        fields["decision_date"] = base::format_date(*q.verdict.decision_date);
}

/// When each piece first arrived; a superseded version still counts: a correction changes no
/// punctuality.
std::map<Piece, base::Instant> first_arrivals(const KnownDocuments& known,
                                              const storage::Filing& filing, const json& fields) {
    std::map<Piece, base::Instant> first;
    const auto note = [&](Piece piece, base::Instant at) {
        const auto [entry, added] = first.emplace(piece, at);
        if (!added) entry->second = std::min(entry->second, at);
    };
    for (const auto& d : filing.documents) {
        const auto piece = config::parse_piece(d.piece);
        const auto document = known.find(d.document);
        if (!piece || document == known.end()) continue;
        note(*piece, document->second.received_at);
        note(Piece::Document, document->second.received_at);
    }
    if (const auto links = fields.find("links"); links != fields.end() && links->is_array()) {
        for (const auto& link : *links) {
            const auto at = base::parse_instant(link.value("received_at", std::string()));
            note(Piece::Link, at.value_or(filing.received_at));
        }
    }
    return first;
}

/// Whether the filing answers a duty: only then has it a due date. A decision makes one when it is
/// major.
bool answers_duty(const config::Rulebook& rulebook, const config::Obligation& obligation,
                  const storage::Filing& filing, const json& fields) {
    const duties::Lives lives(rulebook);
    const auto unit = lives.find(filing.unit);
    if (!unit || !config::makes_duty(obligation, filing.period)) return false;
    if (obligation.due.form == config::DueRule::Form::AfterDecision)
        return lives.is_named(obligation, *unit) && fields.value("major", json()) == "yes";
    const auto due = config::due_dates(obligation, rulebook.calendar, filing.period);
    return lives.owes(
        obligation, *unit,
        duties::span_of(filing.period, due ? std::optional(due->nominal) : std::nullopt));
}

std::optional<base::Date> decision_date(const json& fields) {
    const auto date = fields.find("decision_date");
    if (date == fields.end() || !date->is_string()) return {};
    return base::parse_date(date->get<std::string>());
}

void decide_due(const config::Rulebook& rulebook, const config::Obligation& obligation,
                const json& fields, storage::Filing& filing) {
    filing.due.reset();
    filing.due_nominal.reset();
    if (!answers_duty(rulebook, obligation, filing, fields)) return;
    const auto due =
        config::due_dates(obligation, rulebook.calendar, filing.period, decision_date(fields));
    if (!due) return;
    filing.due = due->rolled;
    filing.due_nominal = due->nominal;
}

void add_evidence(const judge::Verdict& verdict, storage::Filing& filing) {
    for (const auto& e : verdict.evidence) {
        if (filing.evidence.size() >= kMostEvidence) return;
        storage::Evidence kept;
        kept.about = e.about;
        kept.points_to = e.points_to;
        kept.from = e.kind.empty() ? e.from : e.kind + ": " + e.from;
        kept.text = e.text;
        kept.weight = e.weight;
        filing.evidence.push_back(std::move(kept));
    }
}

storage::Filing begun(const FilingQuestion& q) {
    if (q.existing) return *q.existing;
    storage::Filing filing;
    filing.unit = q.verdict.unit;
    filing.obligation = q.verdict.obligation;
    filing.period = q.verdict.period;
    filing.received_at = q.message.received_at;
    filing.score = q.verdict.score;
    return filing;
}

std::string dumped(const json& fields) { return base::json_line(fields); }

/// A place in the order of arrivals: documents of one mail share it.
using Arrival = std::tuple<base::Instant, base::MessageId>;

struct Standing {
    storage::FilingDocument* document = nullptr;
    Arrival arrival;
};

/// One piece's documents; see renumber. Those that only a correction replaces are told by their
/// versions, which grow with each correction.
void renumber_piece(std::vector<Standing>& standing, bool by_itself) {
    const auto versions_below = [&](auto of, const auto& limit) {
        std::set<std::decay_t<decltype(limit)>> below;
        for (const auto& one : standing)
            if (of(one) < limit) below.insert(of(one));
        return static_cast<std::uint32_t>(below.size());
    };
    const auto arrival = [](const Standing& one) { return one.arrival; };
    const auto version = [](const Standing& one) { return one.document->version; };
    std::vector<storage::FilingDocument> anew;
    for (const auto& one : standing) {
        auto document = *one.document;
        const bool replaced = std::ranges::any_of(standing, [&](const Standing& other) {
            return other.arrival > one.arrival && (by_itself || version(other) != version(one));
        });
        document.superseded = replaced && (by_itself || document.superseded);
        document.version = 1 + (by_itself ? versions_below(arrival, one.arrival)
                                          : versions_below(version, version(one)));
        anew.push_back(std::move(document));
    }
    for (std::size_t i = 0; i < standing.size(); ++i) *standing[i].document = anew[i];
}

/// When it came on paper, if a person said so: then it is complete, whatever else it has.
std::optional<base::Instant> filed_by_hand(const storage::Filing& filing, const json& fields) {
    const auto by_hand = fields.find("by_hand");
    if (by_hand == fields.end() || !by_hand->is_object()) return {};
    return base::parse_instant(text_in(*by_hand, "received_at")).value_or(filing.received_at);
}

}  // namespace

std::vector<std::string> drop_links(base::MessageId message, storage::Filing& filing) {
    json fields = object_or_empty(filing.fields_json);
    std::vector<std::string> dropped;
    const auto links = fields.find("links");
    if (links == fields.end() || !links->is_array()) return dropped;
    json kept = json::array();
    for (auto& link : *links) {
        if (!link.is_object() || outlives(link, base::label(message)))
            kept.push_back(link);
        else
            dropped.push_back(text_in(link, "url"));
    }
    *links = std::move(kept);
    filing.fields_json = dumped(fields);
    return dropped;
}

void renumber(const KnownDocuments& known, storage::Filing& filing) {
    std::map<std::string, std::vector<Standing>> pieces;
    for (auto& document : filing.documents)
        if (const auto row = known.find(document.document); row != known.end())
            pieces[document.piece].push_back(
                {&document, {row->second.received_at, row->second.message}});
    for (auto& [piece, standing] : pieces) renumber_piece(standing, replaces_by_itself(piece));
}

void restate(const config::Rulebook& rulebook, const KnownDocuments& known, base::Date today,
             storage::Filing& filing) {
    const auto* obligation = config::find_obligation(rulebook, filing.obligation, filing.period);
    if (!obligation) return;
    const json fields = object_or_empty(filing.fields_json);
    const auto first = first_arrivals(known, filing, fields);
    std::vector<Piece> have;
    for (const auto& [piece, at] : first) have.push_back(piece);
    const auto missing = judge::missing_pieces(obligation->requires_pieces, have);
    filing.missing.clear();
    for (const auto piece : missing) filing.missing.emplace_back(config::name(piece));
    filing.completed_at.reset();
    const auto by_hand = filed_by_hand(filing, fields);
    if (by_hand) filing.missing.clear();
    if (missing.empty()) {
        base::Instant completed = filing.received_at;
        for (const auto piece : obligation->requires_pieces)
            if (const auto at = first.find(piece); at != first.end())
                completed = std::max(completed, at->second);
        filing.completed_at = completed;
    }
    if (by_hand) filing.completed_at = std::min(filing.completed_at.value_or(*by_hand), *by_hand);
    if (filing.status != storage::FilingStatus::Withdrawn)
        filing.status = filing.completed_at ? storage::FilingStatus::Complete
                                            : storage::FilingStatus::Incomplete;
    decide_due(rulebook, *obligation, fields, filing);
    filing.on_time = judge::on_time(filing.completed_at, filing.due, today);
}

bool copies_differ(const FilingQuestion& q) {
    if (!q.existing || q.verdict.is_correction || q.verdict.is_withdrawal) return false;
    if (!duties::in_force(*q.existing)) return false;
    std::set<std::string> filed;
    for (const auto& entry : q.existing->documents)
        if (replaces_by_itself(entry.piece)) filed.insert(entry.piece);
    std::set<std::string> brought;
    for (const auto& one : new_pieces(q))
        if (replaces_by_itself(one.piece->piece)) brought.insert(one.piece->piece);
    const bool anew = std::ranges::any_of(
        brought, [&](const std::string& piece) { return filed.contains(piece); });
    if (filed.empty() || brought.empty() || anew) return false;
    return !differing_figures(q, object_or_empty(q.verdict.fields_json),
                              object_or_empty(q.existing->fields_json))
                .empty();
}

std::optional<storage::Filing> file_verdict(const FilingQuestion& q) {
    if (!config::find_obligation(q.rulebook, q.verdict.obligation, q.verdict.period)) return {};
    // What came after it, a withdrawal does not mean.
    if (q.verdict.is_withdrawal && (!q.existing || q.existing->received_at > q.message.received_at))
        return {};
    storage::Filing filing = begun(q);
    KnownDocuments known = q.known;
    json fields = object_or_empty(filing.fields_json);
    const bool new_documents = add_documents(q, filing, known);
    const bool new_links = add_links(q, fields);
    // What was withdrawn and comes again, the same or not, is in force again.
    const bool revived = q.existing && q.existing->status == storage::FilingStatus::Withdrawn;
    if (!new_documents && !new_links && !q.verdict.is_withdrawal && q.existing && !revived)
        return {};
    merge_fields(q, fields);
    filing.fields_json = dumped(fields);
    filing.received_at = std::min(filing.received_at, q.message.received_at);
    filing.score = q.existing ? std::min(filing.score, q.verdict.score) : q.verdict.score;
    if (std::ranges::find(filing.messages, q.message.id) == filing.messages.end())
        filing.messages.push_back(q.message.id);
    add_evidence(q.verdict, filing);
    filing.status = q.verdict.is_withdrawal ? storage::FilingStatus::Withdrawn
                                            : storage::FilingStatus::Incomplete;
    restate(q.rulebook, known, q.today, filing);
    return filing;
}

std::string event_period(const judge::Verdict& verdict,
                         std::span<const storage::Document> documents) {
    for (const auto& piece : verdict.pieces) {
        const auto* document = at_index(documents, piece.document);
        if (document && !document->sha256.empty()) return "sha:" + document->sha256.substr(0, 12);
    }
    return {};
}

}  // namespace pipeline
