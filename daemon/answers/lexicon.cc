#include "daemon/answers/lexicon.h"

#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "daemon/judge/words.h"
#include "parsers/fields/monthly.h"

namespace answers {
namespace {

using parsers::fields::MonthMention;

/// Behind a month they make it that of the sending: 5月上报的 is of which month?
constexpr std::array<std::string_view, 9> kSending = {"上报", "报送", "补报", "填报", "呈报",
                                                      "提交", "发送", "发来", "发的"};
constexpr std::size_t kLongestName = 9;  // bytes: a surname or a given name before 科长

/// Letters or digits of any script: what must be explained. Marks, blanks and pictures say nothing.
bool is_telling(char32_t point) {
    return (point >= U'0' && point <= U'9') || (point >= U'a' && point <= U'z') ||
           (point >= 0x00C0 && point <= 0x1FFF) || (point >= 0x3040 && point <= 0x30FF) ||
           (point >= 0x3400 && point <= 0x9FFF) || (point >= 0xA000 && point <= 0xD7FF) ||
           (point >= 0x20000 && point <= 0x3FFFF) || point == 0x3007;
}

bool ends_clause(char32_t point) {
    constexpr std::u32string_view kMarks = U"。,;!?、…";
    return kMarks.find(point) != std::u32string_view::npos;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Four digits that are a year, and no part of a longer number.
std::optional<int> year_at(std::string_view text, std::size_t at) {
    constexpr std::size_t kDigits = 4;
    if (at > 0 && is_digit(text[at - 1])) return {};
    const auto digits = text.substr(at, kDigits);
    if (digits.size() < kDigits || !std::ranges::all_of(digits, is_digit)) return {};
    if (at + kDigits < text.size() && is_digit(text[at + kDigits])) return {};
    const auto year = base::parse_number(digits);
    if (!year || *year < 2000 || *year > 2099) return {};
    return static_cast<int>(*year);
}

}  // namespace

void Reading::add(const Reading& other) {
    units.insert(other.units.begin(), other.units.end());
    periods.insert(other.periods.begin(), other.periods.end());
    denied_units.insert(other.denied_units.begin(), other.denied_units.end());
    denied_periods.insert(other.denied_periods.begin(), other.denied_periods.end());
    items.insert(items.end(), other.items.begin(), other.items.end());
    agrees = agrees || other.agrees;
    nods = nods || other.nods;
    dismisses = dismisses || other.dismisses;
    denies = denies || other.denies;
    objects = objects || other.objects;
    asks = asks || other.asks;
    several = several || other.several;
    talks = talks || other.talks;
    unexplained += other.unexplained;
}

/// Goes through one line. Within a clause, what stands behind 不是 is denied, and what stands
/// before 应为 or 有误 was wrong.
class Lexicon::Reader {
 public:
    Reader(const Lexicon& lexicon, std::string_view text) : lexicon_(lexicon), text_(text) {
        for (const auto& mention : parsers::fields::find_months(text_))
            months_.emplace(mention.begin, mention);
        for (auto& mention : lexicon_.roster_.find(text_))
            units_.emplace(mention.begin, std::move(mention));
    }

    Reading run() {
        while (at_ < text_.size()) {
            const auto month = months_.find(at_);
            const auto unit = units_.find(at_);
            const Word* word = lexicon_.longest_at(text_, at_);
            const std::size_t month_end = month == months_.end() ? 0 : month->second.end;
            const std::size_t unit_end = unit == units_.end() ? 0 : unit->second.end;
            const std::size_t word_end = word ? at_ + word->folded.size() : 0;
            if (unit_end > at_ && unit_end >= std::max(month_end, word_end))
                take_unit(unit->second.unit, unit_end);
            else if (month_end > at_ && month_end >= word_end)
                take_month(month->second);
            else if (word)
                take_word(*word);
            else if (const auto year = year_at(text_, at_))
                take_period({year, 0}, at_ + 4);
            else
                take_letter();
        }
        end_clause();
        return std::move(reading_);
    }

 private:
    void take_unit(const std::string& unit, std::size_t end) {
        (denying_ ? reading_.denied_units : clause_units_).insert(unit);
        at_ = end;
    }
    void take_month(const MonthMention& mention) {
        if (mention.first != mention.last) reading_.several = true;
        if (mention.act || mention.first != mention.last) {
            at_ = mention.end;
            return;
        }
        take_period({mention.year, mention.last}, mention.end);
        auto rest = text_.substr(at_);
        if (rest.starts_with("份")) rest.remove_prefix(std::string_view("份").size());
        if (std::ranges::any_of(kSending, [&](auto verb) { return rest.starts_with(verb); }))
            reading_.asks = true;
    }
    void take_period(Period period, std::size_t end) {
        (denying_ ? reading_.denied_periods : clause_periods_).insert(period);
        at_ = end;
    }

    void take_word(const Word& word) {
        at_ += word.folded.size();
        const unsigned kinds = word.kinds;
        if (kinds & Item) reading_.items.push_back(word.items);
        if (kinds & (Around | Item)) reading_.talks = true;
        if (kinds & Agree) (kinds & (Around | Courtesy) ? reading_.nods : reading_.agrees) = true;
        if (kinds & Dismiss) reading_.dismisses = true;
        if ((kinds & Ask) && !(kinds & Dismiss)) reading_.asks = true;
        if (kinds & Salutation) forget_name();
        if (kinds & Object) object();
        if (kinds & Become) become();
        if (kinds & Deny) reading_.denies = denying_ = true;
    }
    /// 王科长, at the beginning of a clause: nobody the office must know.
    void forget_name() {
        auto& rest = reading_.unexplained;
        if (rest.size() - clause_rest_ <= kLongestName) rest.resize(clause_rest_);
    }
    /// 6月有误: what stands before it was wrong.
    void object() {
        reading_.objects = true;
        if (clause_periods_.empty()) reading_.denied_units.merge(clause_units_);
        reading_.denied_periods.merge(clause_periods_);
        clause_units_.clear();
        clause_periods_.clear();
    }
    /// 6月应为5月: of the kinds that follow, what stands before it was wrong.
    void become() {
        became_ = true;
        denying_ = false;
        old_units_.merge(clause_units_);
        old_periods_.merge(clause_periods_);
        clause_units_.clear();
        clause_periods_.clear();
    }
    void settle_old() {
        const bool nothing = clause_units_.empty() && clause_periods_.empty();
        (nothing || !clause_units_.empty() ? reading_.denied_units : clause_units_)
            .merge(old_units_);
        (nothing || !clause_periods_.empty() ? reading_.denied_periods : clause_periods_)
            .merge(old_periods_);
        old_units_.clear();
        old_periods_.clear();
        became_ = false;
    }
    void take_letter() {
        const auto point = base::code_point_at(text_, at_);
        if (ends_clause(point.value)) end_clause();
        if (is_telling(point.value)) reading_.unexplained += text_.substr(at_, point.length);
        at_ += point.length;
    }
    void end_clause() {
        if (became_) settle_old();
        reading_.units.merge(clause_units_);
        reading_.periods.merge(clause_periods_);
        clause_units_.clear();
        clause_periods_.clear();
        clause_rest_ = reading_.unexplained.size();
        denying_ = false;
    }

    const Lexicon& lexicon_;
    std::string_view text_;
    std::map<std::size_t, MonthMention> months_;
    std::map<std::size_t, judge::UnitMention> units_;
    std::size_t at_ = 0;
    Reading reading_;
    std::set<std::string> clause_units_;
    std::set<Period> clause_periods_;
    std::set<std::string> old_units_;  ///< before 应为
    std::set<Period> old_periods_;
    bool became_ = false;
    std::size_t clause_rest_ = 0;  ///< where the clause's unexplained letters begin
    bool denying_ = false;
};

Lexicon::Lexicon(const config::Rulebook& rulebook) : rulebook_(rulebook), roster_(rulebook) {
    const auto& rules = rulebook.judging.answers;
    add(rules.agree, Agree);
    add(rules.dismiss, Dismiss);
    add(rules.deny, Deny);
    add(rules.become, Become);
    add(rules.object, Object);
    add(rules.ask, Ask);
    add(rules.around, Around);
    add(rules.salutations, Salutation);
    add(rulebook.judging.courtesy_words, Courtesy);
    add_items();
    std::ranges::sort(words_, [](const Word& a, const Word& b) {
        if (a.first != b.first) return a.first < b.first;
        return a.folded.size() != b.folded.size() ? a.folded.size() > b.folded.size()
                                                  : a.folded < b.folded;
    });
    // One word of several lists is one with several meanings.
    std::vector<Word> merged;
    for (auto& word : words_) {
        if (merged.empty() || merged.back().folded != word.folded) {
            merged.push_back(std::move(word));
            continue;
        }
        merged.back().kinds |= word.kinds;
        merged.back().items.merge(word.items);
    }
    words_ = std::move(merged);
}

void Lexicon::add(const std::vector<std::string>& words, Kind kind) {
    for (const auto& word : words) add(word, kind);
}

void Lexicon::add(std::string_view written, unsigned kind, const std::string& item) {
    Word word;
    word.folded = judge::fold(written);
    word.kinds = kind;
    if (!item.empty()) word.items.insert(item);
    if (word.folded.empty()) return;
    word.first = base::code_point_at(word.folded, 0).value;
    words_.push_back(std::move(word));
}

void Lexicon::add_items() {
    for (const auto& obligation : rulebook_.obligations) {
        add(obligation.title, Item, obligation.id);
        for (const auto* words : {&obligation.recognise.titles, &obligation.recognise.file_names})
            for (std::string_view word : *words) {
                if (word.find("…") != std::string_view::npos) continue;
                if (word.starts_with("=")) word.remove_prefix(1);
                add(word, Item, obligation.id);
            }
    }
}

const Lexicon::Word* Lexicon::longest_at(std::string_view text, std::size_t at) const {
    const auto rest = text.substr(at);
    const char32_t first = base::code_point_at(text, at).value;
    auto word = std::ranges::lower_bound(words_, first, {}, &Word::first);
    for (; word != words_.end() && word->first == first; ++word)
        if (rest.starts_with(word->folded)) return &*word;
    return nullptr;
}

Reading Lexicon::read(std::string_view line) const {
    const std::string folded = judge::fold(line);
    return Reader(*this, folded).run();
}

}  // namespace answers
