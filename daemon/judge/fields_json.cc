#include "daemon/judge/fields_json.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/money.h"
#include "base/text.h"
#include "config/due.h"

namespace judge {
namespace {

using Json = nlohmann::ordered_json;

constexpr base::Money kMajorFine = base::yuan(200'000);  // 以上 includes the number (民法典 §1259)

struct MajorKind {
    std::string_view kind;
    std::string_view reason;
};

// The plan's list: 行政处罚法 §9 (二)(三)(四), without 警告, 通报批评 and 拘留.
constexpr std::array kMajorKinds = {
    MajorKind{"suspend-permit", "licence_suspension"},
    MajorKind{"lower-qualification", "qualification_lowered"},
    MajorKind{"revoke-permit", "licence_revocation"},
    MajorKind{"restrict-operations", "operations_restricted"},
    MajorKind{"order-suspend-business", "business_suspension"},
    MajorKind{"order-close", "closure"},
    MajorKind{"bar-from-trade", "barred_from_trade"},
};

std::vector<std::string> values(const DecisionFields& decision, std::string_view name) {
    std::vector<std::string> found;
    for (const parsers::Field& field : decision.fields)
        if (field.name == name) found.push_back(field.value);
    return found;
}

std::optional<base::Money> money(const DecisionFields& decision, std::string_view name) {
    const parsers::Field* field = decision.find(name);
    return field ? base::parse_money(field->value) : std::nullopt;
}

Json text_or_null(const parsers::Field* field) {
    return field ? Json(field->value) : Json(nullptr);
}

/// Reading A: any confiscation is major. Reading B: one of at least the threshold; property without
/// a value is open.
void weigh_confiscation(const config::Rulebook& rulebook, const DecisionFields& decision,
                        const std::vector<std::string>& kinds, Importance& importance, bool& open) {
    const bool income = std::ranges::find(kinds, "confiscate-income") != kinds.end();
    const bool property = std::ranges::find(kinds, "confiscate-property") != kinds.end();
    if (!income && !property) return;
    const auto threshold = rulebook.settings.judge.confiscation_threshold_fen;
    const auto amount = money(decision, "confiscated");
    if (!threshold || (amount && amount->fen >= *threshold))
        importance.reasons.emplace_back("confiscation");
    else if (!amount || property)
        open = true;
}

/// One party's fine counts against the threshold; only the sum of several reaching it is a
/// question.
void weigh_fine(const DecisionFields& decision, const std::vector<std::string>& kinds,
                Importance& importance, bool& open) {
    const bool fined = std::ranges::find(kinds, "fine") != kinds.end();
    const auto total = money(decision, "fine");
    if (!fined && !total) return;
    // 大写 and figures of one amount that differ are a person's to read.
    if (!total || decision.find("fine_unread") || decision.find("amounts_differ")) {
        open = true;
        return;
    }
    const parsers::Field* addressed = decision.find("addressed");
    const auto parties =
        std::max<std::uint64_t>(values(decision, "party").size(),
                                addressed ? base::parse_number(addressed->value).value_or(0) : 0);
    bool one_reaches = false;
    for (const std::string& fine : values(decision, "party_fine")) {
        const auto amount = base::parse_money(fine);
        one_reaches = one_reaches || (amount && *amount >= kMajorFine);
    }
    if (*total < kMajorFine) return;
    if (parties <= 1 || one_reaches) {
        importance.reasons.emplace_back("fine_ge_200k");
    } else {
        importance.reasons.emplace_back("only_total_ge_200k");
        open = true;
    }
}

Json parties_json(const DecisionFields& decision) {
    Json parties = Json::array();
    for (const parsers::Field& field : decision.fields) {
        if (field.name == "party")
            parties.push_back({{"name", field.value},
                               {"id", nullptr},
                               {"fine", nullptr},
                               {"confiscated", nullptr}});
        if (parties.empty()) continue;
        if (field.name == "party_id") parties.back()["id"] = field.value;
        if (field.name == "party_operator") parties.back()["operator"] = field.value;
        if (field.name == "party_fine") parties.back()["fine"] = field.value;
        if (field.name == "party_confiscated") parties.back()["confiscated"] = field.value;
    }
    return parties;
}

Json confidence_json(const DecisionFields& decision) {
    Json confidence = Json::object();
    for (const parsers::Field& field : decision.fields)
        if (field.name != "decision" && field.name != "template" &&
            !confidence.contains(field.name))
            confidence[field.name] = field.confidence;
    return confidence;
}

std::string_view name(Major major) {
    switch (major) {
        case Major::Yes:
            return "yes";
        case Major::No:
            return "no";
        case Major::Uncertain:
            return "uncertain";
    }
    return "uncertain";
}

}  // namespace

Importance importance_of(const config::Rulebook& rulebook, const DecisionFields& decision) {
    Importance importance;
    bool open = false;
    const auto kinds = values(decision, "kind");
    weigh_fine(decision, kinds, importance, open);
    weigh_confiscation(rulebook, decision, kinds, importance, open);
    bool listed = false;
    for (const MajorKind& major : kMajorKinds)
        if (std::ranges::find(kinds, major.kind) != kinds.end()) {
            importance.reasons.emplace_back(major.reason);
            listed = true;
        }
    const bool certain =
        listed ||
        std::ranges::find(importance.reasons, "fine_ge_200k") != importance.reasons.end() ||
        std::ranges::find(importance.reasons, "confiscation") != importance.reasons.end();
    if (certain)
        importance.major = Major::Yes;
    else if (!open && !kinds.empty())
        importance.major = Major::No;
    return importance;
}

std::optional<base::Date> decision_date(const DecisionFields& decision) {
    const parsers::Field* field = decision.find("decision_date");
    return field ? base::parse_date(field->value) : std::nullopt;
}

std::string decision_json(const config::Rulebook& rulebook, const config::Obligation& obligation,
                          std::string_view period, const DecisionFields& decision) {
    const Importance importance = importance_of(rulebook, decision);
    const auto date = decision_date(decision);
    const auto due = config::due_dates(obligation, rulebook.calendar, period, date);
    const Json parties = parties_json(decision);
    Json json;
    json["decision_number"] = text_or_null(decision.find("decision_number"));
    json["decision_number_normal"] = text_or_null(decision.find("decision_number_normal"));
    json["authority"] = text_or_null(decision.find("authority"));
    json["party"] = text_or_null(decision.find("party"));
    json["party_id"] = parties.empty() ? Json(nullptr) : parties[0]["id"];
    json["parties"] = parties;
    json["fine"] = text_or_null(decision.find("fine"));
    json["confiscated"] = text_or_null(decision.find("confiscated"));
    json["kinds"] = values(decision, "kind");
    json["decision_date"] = text_or_null(decision.find("decision_date"));
    json["major"] = name(importance.major);
    json["major_reasons"] = importance.reasons;
    json["filing_due"] = due ? Json(base::format_date(due->rolled)) : Json(nullptr);
    json["filing_due_nominal"] = due ? Json(base::format_date(due->nominal)) : Json(nullptr);
    json["field_confidence"] = confidence_json(decision);
    return base::json_line(json);
}

std::string monthly_json(std::string_view period, const ReportNumbers& numbers,
                         const std::vector<std::string>& differing) {
    Json json;
    json["period"] = period;
    for (const std::string_view id : config::kReportFigures) {
        const std::string group(id.substr(0, id.find('.')));
        const std::string name(id.substr(id.find('.') + 1));
        const auto known = numbers.counts.find(std::string(id));
        if (known == numbers.counts.end())
            json[group][name] = nullptr;
        else if (name == "penalty_amount")
            json[group][name] = base::format_money(base::Money{known->second});
        else
            json[group][name] = known->second;
    }
    json["zero_report"] = numbers.zero_report ? Json(*numbers.zero_report) : Json(nullptr);
    // Null while nothing was read: a later mail's numbers may stand in its place.
    json["unit_doubt"] =
        numbers.empty() && !numbers.unit_doubt ? Json(nullptr) : Json(numbers.unit_doubt);
    if (!differing.empty()) json["copies_differ"] = differing;
    return base::json_line(json);
}

std::string links_json(const std::vector<std::string>& links) {
    Json json;
    json["links"] = Json::array();
    for (const std::string& url : links)
        json["links"].push_back({{"url", url},
                                 {"status", "unchecked"},
                                 {"checked_at", nullptr},
                                 {"title", nullptr},
                                 {"snapshot_sha256", nullptr}});
    return base::json_line(json);
}

}  // namespace judge
