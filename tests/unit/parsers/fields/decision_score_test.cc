// How well decisions are read that nobody tuned to: papers made by chance from tables of forms.
#include <gtest/gtest.h>

#include <map>

#include "base/text.h"
#include "parsers/fields/segments.h"
#include "tests/unit/parsers/fields/made_decisions.h"

namespace parsers::fields {
namespace {

constexpr std::uint64_t kPapers = 400;

std::string value_of(const Document& document, std::string_view name) {
    for (const Field& field : document.fields)
        if (field.name == name) return field.value;
    return "";
}

std::string joined(const Document& document, std::string_view name) {
    std::set<std::string> found;
    for (const Field& field : document.fields)
        if (field.name == name) found.insert(field.value);
    return base::join({found.begin(), found.end()}, " ");
}

class Score {
 public:
    void compare(std::uint64_t seed, const std::string& name, const std::string& truth,
                 const std::string& got) {
        auto& [right, of] = counts_[name];
        ++of;
        if (truth == got)
            ++right;
        else if (misses_++ < 40)
            shown_ += "  " + std::to_string(seed) + " " + name + ": expected \"" + truth +
                      "\", got \"" + got + "\"\n";
    }
    [[nodiscard]] double share() const {
        std::size_t right = 0;
        std::size_t of = 0;
        for (const auto& [name, count] : counts_) {
            right += count.first;
            of += count.second;
        }
        return static_cast<double>(right) / static_cast<double>(of);
    }
    [[nodiscard]] std::string told() const {
        std::string text;
        for (const auto& [name, count] : counts_)
            text += name + " " + std::to_string(count.first) + "/" + std::to_string(count.second) +
                    ", ";
        return text + std::to_string(share() * 100) + " %\n" + shown_;
    }

 private:
    std::map<std::string, std::pair<std::size_t, std::size_t>> counts_;
    std::size_t misses_ = 0;
    std::string shown_;
};

TEST(DecisionScore, ReadsDecisionsMadeByChance) {
    Score score;
    for (std::uint64_t seed = 1; seed <= kPapers; ++seed) {
        const auto made = test::made_decision(seed);
        Document document;
        document.text = made.text;
        read_fields(document);
        score.compare(seed, "decision_number", made.number, value_of(document, "decision_number"));
        score.compare(seed, "decision_number_normal", made.normal,
                      value_of(document, "decision_number_normal"));
        score.compare(seed, "authority", made.authority, value_of(document, "authority"));
        score.compare(seed, "party", base::join(made.parties, " "), joined(document, "party"));
        score.compare(seed, "party_id", base::join(made.ids, " "), joined(document, "party_id"));
        score.compare(seed, "fine", made.fine, value_of(document, "fine"));
        score.compare(seed, "confiscated", made.confiscated, value_of(document, "confiscated"));
        score.compare(seed, "kinds", base::join({made.kinds.begin(), made.kinds.end()}, " "),
                      joined(document, "kind"));
        score.compare(seed, "decision_date", made.date, value_of(document, "decision_date"));
    }
    std::cout << "decision fields: " << score.told();
    EXPECT_GE(score.share(), 0.99) << score.told();
}

}  // namespace
}  // namespace parsers::fields
