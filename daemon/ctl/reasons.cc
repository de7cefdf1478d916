#include "daemon/ctl/reasons.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "daemon/ctl/words.h"
#include "daemon/judge/evidence.h"

namespace ctl {
namespace {

constexpr double kRounding = 1e-9;  // as in judge/evidence.cc
constexpr std::size_t kQuoted = 60;

/// 1 - Π(1 - w) over distinct kinds (docs/JUDGING.md).
double score_of(const std::vector<judge::Evidence>& evidence) {
    std::map<std::string, double> kinds;
    for (const auto& e : evidence) kinds[e.kind] = std::max(kinds[e.kind], e.weight);
    double doubt = 1;
    for (const auto& [kind, weight] : kinds) doubt *= 1 - weight;
    return 1 - doubt;
}

const judge::Evidence* speaker_against(const Question& question) {
    const judge::Evidence* strongest = nullptr;
    for (std::size_t i = 1; i < question.candidates.size(); ++i)
        for (const auto& e : question.candidates[i].evidence)
            if (!strongest || e.weight > strongest->weight) strongest = &e;
    return strongest;
}

std::string why(const Question& question, const config::JudgeSettings& settings) {
    const auto& candidates = question.candidates;
    if (candidates.empty()) return "none";
    if (candidates[0].score < settings.accept - kRounding) return "low";
    const auto* against = speaker_against(question);
    if (against && against->weight >= judge::kSpeaks - kRounding) return "contradiction";
    if (candidates.size() > 1 &&
        candidates[0].score - candidates[1].score < settings.margin - kRounding)
        return "close";
    return "accepted";
}

}  // namespace

std::vector<Question> questions_of(const judge::Verdict& verdict,
                                   const config::JudgeSettings& settings) {
    std::vector<Question> questions;
    for (const char* about : {"obligation", "unit", "period"}) {
        Question question;
        question.about = about;
        std::map<std::string, Weighed> found;
        for (const auto& e : verdict.evidence)
            if (e.about == about) found[e.points_to].evidence.push_back(e);
        for (auto& [points_to, weighed] : found) {
            weighed.points_to = points_to;
            weighed.score = score_of(weighed.evidence);
            std::ranges::stable_sort(weighed.evidence, std::greater{}, &judge::Evidence::weight);
            question.candidates.push_back(std::move(weighed));
        }
        std::ranges::stable_sort(question.candidates, std::greater{}, &Weighed::score);
        question.why = why(question, settings);
        questions.push_back(std::move(question));
    }
    return questions;
}

std::string in_a_sentence(const Question& question, const config::JudgeSettings& settings,
                          const Naming& name) {
    if (question.why == "none") return _("nothing speaks for any");
    const auto& best = question.candidates.front();
    const auto called = [&](const std::string& id) { return name(question.about, id); };
    if (question.why == "low")
        return say(_("{} has {:.2f}, accepted from {:.2f} on"), called(best.points_to), best.score,
                   settings.accept);
    if (question.why == "contradiction") {
        const auto* against = speaker_against(question);
        return say(_("{} has {:.2f}, but “{}” ({}) speaks for {} with {:.2f}"),
                   called(best.points_to), best.score, base::one_line(against->text, kQuoted),
                   against->from, called(against->points_to), against->weight);
    }
    if (question.why == "close")
        return say(_("{} has {:.2f}, {} has {:.2f}: less than {:.2f} ahead"),
                   called(best.points_to), best.score, called(question.candidates[1].points_to),
                   question.candidates[1].score, settings.margin);
    return say(_("{} with {:.2f}"), called(best.points_to), best.score);
}

}  // namespace ctl
