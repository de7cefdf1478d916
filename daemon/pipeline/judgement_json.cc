#include "daemon/pipeline/judgement_json.h"

#include <nlohmann/json.hpp>

#include "base/json_line.h"

namespace pipeline {
namespace {

using nlohmann::json;

json to_json(const judge::Evidence& e) {
    return {{"about", e.about}, {"kind", e.kind}, {"points_to", e.points_to},
            {"from", e.from},   {"text", e.text}, {"weight", e.weight}};
}

judge::Evidence evidence_from(const json& j) {
    judge::Evidence e;
    e.about = j.at("about");
    e.kind = j.at("kind");
    e.points_to = j.at("points_to");
    e.from = j.at("from");
    e.text = j.at("text");
    e.weight = j.at("weight");
    return e;
}

json to_json(const judge::Verdict& v) {
    json evidence = json::array();
    for (const auto& e : v.evidence) evidence.push_back(to_json(e));
    json candidates = json::array();
    for (const auto& c : v.candidates)
        candidates.push_back({c.obligation, c.unit, c.period, c.score});
    json pieces = json::array();
    for (const auto& p : v.pieces) pieces.push_back({p.document, p.piece});
    json out = {{"obligation", v.obligation},
                {"unit", v.unit},
                {"period", v.period},
                {"score", v.score},
                {"accepted", v.accepted},
                {"reason", v.reason},
                {"evidence", evidence},
                {"candidates", candidates},
                {"pieces", pieces},
                {"links", v.links},
                {"fields", v.fields_json},
                {"correction", v.is_correction},
                {"withdrawal", v.is_withdrawal}};
    if (v.decision_date) out["decision_date"] = base::format_date(*v.decision_date);
    return out;
}

judge::Verdict verdict_from(const json& j) {
    judge::Verdict v;
    v.obligation = j.at("obligation");
    v.unit = j.at("unit");
    v.period = j.at("period");
    v.score = j.at("score");
    v.accepted = j.at("accepted");
    v.reason = j.at("reason");
    for (const auto& e : j.at("evidence")) v.evidence.push_back(evidence_from(e));
    for (const auto& c : j.at("candidates")) {
        judge::Verdict::Candidate candidate;
        candidate.obligation = c.at(0);
        candidate.unit = c.at(1);
        candidate.period = c.at(2);
        candidate.score = c.at(3);
        v.candidates.push_back(std::move(candidate));
    }
    for (const auto& p : j.at("pieces")) {
        judge::PieceOf piece;
        piece.document = p.at(0);
        piece.piece = p.at(1);
        v.pieces.push_back(std::move(piece));
    }
    v.links = j.at("links").get<std::vector<std::string>>();
    v.fields_json = j.at("fields");
    v.is_correction = j.at("correction");
    v.is_withdrawal = j.at("withdrawal");
    if (j.contains("decision_date"))
        v.decision_date = base::parse_date(j.at("decision_date").get<std::string>());
    return v;
}

}  // namespace

std::string encode_judgement(const judge::Judgement& judgement) {
    json verdicts = json::array();
    for (const auto& v : judgement.verdicts) verdicts.push_back(to_json(v));
    const json out = {{"kind", static_cast<int>(judgement.kind)},
                      {"reason", judgement.reason},
                      {"verdicts", verdicts}};
    return base::json_line(out);
}

base::Result<judge::Judgement> decode_judgement(std::string_view bytes) {
    try {
        const json j = json::parse(bytes);
        judge::Judgement judgement;
        judgement.kind = static_cast<judge::Judgement::Kind>(j.at("kind").get<int>());
        judgement.reason = j.at("reason");
        for (const auto& v : j.at("verdicts")) judgement.verdicts.push_back(verdict_from(v));
        return judgement;
    } catch (const json::exception& error) {
        return base::fail(base::Kind::Corrupt, base::Scope::Message,
                          "a judgement in the ledger cannot be read",
                          "the ledger is damaged: filingctl verify", error.what());
    }
}

}  // namespace pipeline
