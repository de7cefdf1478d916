#include "daemon/judge/look_alike.h"

#include <algorithm>

#include "daemon/judge/words.h"

namespace judge {
namespace {

void exclude(const config::Rulebook& rulebook, const std::vector<std::string>& ids,
             Likeness& likeness) {
    if (!ids.empty()) {
        likeness.excluded.insert(ids.begin(), ids.end());
        return;
    }
    for (const config::Obligation& obligation : rulebook.obligations)
        likeness.excluded.insert(obligation.id);
}

void apply(const config::Rulebook& rulebook, std::string_view text, bool number,
           Likeness& likeness) {
    const std::string folded = fold(text);
    for (const config::LookAlike& rule : rulebook.judging.look_alikes) {
        if (!any_in(folded, number ? rule.numbers : rule.titles)) continue;
        exclude(rulebook, rule.excludes, likeness);
        likeness.rule = rule.id;
        likeness.text = std::string(text);
    }
}

}  // namespace

Likeness look_alike(const config::Rulebook& rulebook, const Paper& paper) {
    Likeness likeness;
    std::string title;
    for (const Title& one : paper.titles)
        if (one.head) title += one.text;
    if (!title.empty()) apply(rulebook, title, false, likeness);
    const auto numbers = paper.segments(parsers::SegmentKind::Number);
    if (!numbers.empty() && !paper.titles.empty()) apply(rulebook, numbers[0], true, likeness);
    // A name speaks where the document does not, and says 模板 or 征求意见稿 where the title may
    // leave it out.
    if (title.empty() && !paper.is_body) {
        apply(rulebook, paper.name, false, likeness);
        apply(rulebook, paper.name, true, likeness);
    }
    if (paper.decision && paper.decision->find("template")) {
        exclude(rulebook, {}, likeness);
        likeness.rule = "template";
        likeness.text = paper.decision->find("template")->text;
    }
    return likeness;
}

}  // namespace judge
