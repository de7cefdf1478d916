#include "daemon/judge/evidence.h"

#include <algorithm>
#include <map>

#include "base/text.h"

namespace judge {
namespace {

constexpr std::size_t kMostEvidence = 400;
constexpr std::size_t kLongestText = 120;
/// Decimal weights are not exact in binary: 0.85 - 0.70 is a margin of 0.15.
constexpr double kRounding = 1e-9;

}  // namespace

void Question::add(std::string_view kind, std::string points_to, std::string from,
                   std::string_view text, double most) {
    const std::string name = about_ + "." + std::string(kind);
    const auto weight = rules_->weights.find(name);
    if (weight == rules_->weights.end() || weight->second <= 0 || evidence_.size() >= kMostEvidence)
        return;
    for (const Evidence& known : evidence_)
        if (known.kind == name && known.points_to == points_to && known.from == from) return;
    Evidence one;
    one.about = about_;
    one.kind = name;
    one.points_to = std::move(points_to);
    one.from = std::move(from);
    one.text = base::one_line(text, kLongestText);
    one.weight = std::min(weight->second, most);
    evidence_.push_back(std::move(one));
}

void Question::add(const Question& other) {
    for (const Evidence& one : other.evidence_)
        if (evidence_.size() < kMostEvidence) evidence_.push_back(one);
}

std::vector<Scored> Question::scored() const {
    std::map<std::string, std::map<std::string, double>> kinds;  // candidate -> kind -> weight
    for (const Evidence& one : evidence_) {
        double& weight = kinds[one.points_to][one.kind];
        weight = std::max(weight, one.weight);
    }
    std::vector<Scored> scores;
    for (const auto& [candidate, weights] : kinds) {
        Scored scored;
        scored.points_to = candidate;
        double doubt = 1;
        for (const auto& [kind, weight] : weights) {
            doubt *= 1 - weight;
            scored.strongest = std::max(scored.strongest, weight);
        }
        scored.score = 1 - doubt;
        scores.push_back(std::move(scored));
    }
    std::ranges::stable_sort(scores, std::greater{}, &Scored::score);
    return scores;
}

std::optional<Scored> Question::leading() const {
    auto scores = scored();
    if (scores.empty()) return {};
    if (scores.size() > 1 && scores[0].score - scores[1].score < kRounding) return {};
    return std::move(scores[0]);
}

bool Question::has(std::string_view kind, std::string_view points_to) const {
    const std::string name = about_ + "." + std::string(kind);
    return std::ranges::any_of(evidence_, [&](const Evidence& one) {
        return one.kind == name && one.points_to == points_to;
    });
}

Answer answer(const Question& question, const config::JudgeSettings& settings) {
    const auto scores = question.scored();
    Answer result;
    if (scores.empty()) {
        result.reason = "none";
        return result;
    }
    result.points_to = scores[0].points_to;
    result.score = scores[0].score;
    const bool contradicted =
        std::any_of(scores.begin() + 1, scores.end(),
                    [](const Scored& other) { return other.strongest >= kSpeaks - kRounding; });
    if (result.score < settings.accept - kRounding)
        result.reason = "low";
    else if (contradicted)
        result.reason = "contradiction";
    else if (scores.size() > 1 && scores[0].score - scores[1].score < settings.margin - kRounding)
        result.reason = "close";
    result.accepted = result.reason.empty();
    return result;
}

}  // namespace judge
