#include "parsers/fields/decision.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <span>
#include <string>

#include "base/text.h"
#include "parsers/fields/dates.h"
#include "parsers/fields/decision_number.h"
#include "parsers/fields/parties.h"
#include "parsers/fields/pattern.h"
#include "parsers/fields/penalty.h"
#include "parsers/fields/picture_text.h"
#include "parsers/fields/shapes.h"

namespace parsers::fields {
namespace {

using Section = std::span<const Line>;

constexpr std::size_t kHeaderLines = 16;
constexpr std::size_t kBeforeSignature = 4;  // lines of the head: no signature stands there
constexpr std::size_t kSignatureLines = 4;
constexpr std::size_t kLongestTitleLine = 50;
constexpr std::size_t kMostDecisions = 50;
constexpr std::size_t kShortest = 5;  // lines
constexpr std::size_t kMostText = 100'000;
constexpr double kDoubt = 0.4;

/// The line without the number that stands beside its words.
std::string without_number(const Line& line) {
    const auto numbers = find_decision_numbers(line.raw);
    if (numbers.size() != 1) return line.tight;
    std::string words(line.raw.substr(0, numbers[0].begin));
    words += line.raw.substr(numbers[0].end);
    const auto rest = lines_of(words);
    if (rest.size() != 1) return {};
    return base::replaced(rest[0].tight, "()", "");
}

/// "行政处罚决定书", with the authority before it, its number behind it, or its last word in the
/// next line.
bool is_decision_title(Section lines, std::size_t at) {
    static const Pattern pattern(
        "^[^:《》]*(?:罚[^,。;:《》]{0,12}|停[^,。:]{0,6})决定书(?:\\([^()]*\\))?$");
    static const Pattern upper("^[^:,。;《》]*处罚$");
    const Line& line = lines[at];
    if (line.cells || line.length > kLongestTitleLine) return false;
    if (line.tight == "决定书")
        return at > 0 && !lines[at - 1].cells && upper.in(lines[at - 1].tight);
    if (line.tight.find("决定书") == std::string::npos) return false;
    return pattern.in(without_number(line));
}

bool belongs_above_title(const Line& line) {
    return is_authority(line) || line.tight.ends_with("行政处罚") || line.tight == "处罚" ||
           (line.length <= kLongestTitleLine && !find_decision_numbers(line.raw).empty());
}

/// A file may hold several decisions; each begins at its title, or at the head lines right above
/// it.
std::vector<Section> split(Section lines) {
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < lines.size() && begins.size() < kMostDecisions; ++i) {
        if (!is_decision_title(lines, i)) continue;
        // A bare title needs its number near it, unless it is the first: bodies quote titles too.
        bool numbered = begins.empty();
        for (std::size_t k = i > 2 ? i - 2 : 0; k < std::min(lines.size(), i + 4) && !numbered; ++k)
            numbered = !find_decision_numbers(lines[k].raw).empty();
        if (numbered && (begins.empty() || i >= begins.back() + kShortest)) begins.push_back(i);
    }
    std::vector<Section> sections;
    for (std::size_t i = 0; i < begins.size(); ++i) {
        std::size_t from = begins[i];
        for (std::size_t up = 0; i == 0 ? from > 0 : up < 3; ++up) {
            if (i > 0 && !belongs_above_title(lines[from - 1])) break;
            --from;
        }
        sections.push_back(lines.subspan(from));
    }
    for (std::size_t i = 0; i + 1 < sections.size(); ++i)
        sections[i] = sections[i].first(
            static_cast<std::size_t>(sections[i + 1].data() - sections[i].data()));
    return sections;
}

/// Words around a seal: "(印章)" before or after a name.
std::string without_seal_words(std::string_view tight) {
    static const Pattern before(R"(^[(\[](?:加?盖?公?章|印章?|签章)[)\]])");
    static const Pattern behind(R"([(\[](?:加?盖?公?章|印章?|签章)[)\]]$)");
    if (const auto match = before.find(tight)) tight.remove_prefix(match->end);
    if (const auto match = behind.find(tight)) tight = tight.substr(0, match->begin);
    return std::string(tight);
}

/// A day written in a line that is no title, and the authority of its own line or of those right
/// above.
struct Signing {
    base::Date date;
    std::string_view written;  ///< the day's own words
    std::string authority;     ///< empty: none stands there
    double confidence = 1;
};

std::optional<Signing> signing_at(Section lines, std::size_t at) {
    const Line& line = lines[at];
    Signing signing;
    if (const auto date = date_line(line.tight)) {
        signing.date = *date;
        signing.written = line.raw;
        // Of a joint decision the first name leads.
        for (std::size_t k = at; k > 0 && at - k < kSignatureLines; --k) {
            if (is_authority(lines[k - 1]))
                signing.authority = without_seal_words(lines[k - 1].tight);
            else if (!signing.authority.empty())
                break;
        }
        return signing;
    }
    if (line.length > kLongestTitleLine) return {};
    const auto dates = find_dates(line.plain);
    if (dates.size() != 1 || dates[0].end + 3 < line.plain.size()) return {};
    const auto words = stripped(std::string_view(line.plain).substr(0, dates[0].begin));
    static const Pattern other("签收|送达|收到|领取|缴|印发|打印");
    if (other.in(words)) return {};
    signing.date = dates[0].date;
    signing.written = std::string_view(line.plain).substr(dates[0].begin);
    signing.confidence = 0.9;
    if (const auto named = lines_of(words); named.size() == 1 && is_authority(named[0]))
        signing.authority = without_seal_words(named[0].tight);
    return signing;
}

/// A line of running text that reaches the right margin of the paper and ends no sentence.
bool fills_its_line(const Line& line, std::size_t widest) {
    constexpr std::size_t kFewest = 15;
    static const Pattern ends("[。；;:：]$");
    return widest >= kFewest && line.length * 5 >= widest * 4 && !line.cells &&
           !ends.in(line.tight);
}

class Reader {
 public:
    Reader(Section lines, Document& document) : lines_(lines), document_(document) {
        // On a picture a line ends where the paper does.
        std::size_t widest = 0;
        if (document.text_source == TextSource::Ocr)
            for (const Line& line : lines_) widest = std::max(widest, line.length);
        for (std::size_t i = 0; i < lines_.size() && plain_.size() <= kMostText; ++i) {
            plain_.append(base::prefix(lines_[i].plain, kMostText));
            if (i + 1 == lines_.size() ||
                !(is_broken(lines_[i], lines_[i + 1]) || fills_its_line(lines_[i], widest)))
                plain_ += "\n";
        }
    }

    void read(std::size_t number) {
        add("decision", std::to_string(number), "");
        read_number();
        read_date_and_authority();
        std::string operative = operative_part(plain_);
        if (document_.text_source == TextSource::Ocr) operative = without_capital_twins(operative);
        if (!operative.empty()) add_segment(operative);
        read_parties(operative);
        read_sums(operative);
        read_template();
    }

 private:
    void add(std::string name, std::string value, std::string_view text, double confidence = 1) {
        Field field;
        field.name = std::move(name);
        field.value = std::move(value);
        field.confidence = confidence;
        field.text = std::string(base::prefix(text, 200));
        document_.fields.push_back(std::move(field));
    }
    void add_segment(const std::string& operative) {
        Segment segment;
        segment.kind = SegmentKind::Operative;
        segment.text = std::string(base::prefix(operative, 4000));
        segment.line = lines_.empty() ? 0 : lines_[0].number;
        document_.segments.push_back(std::move(segment));
    }

    /// The number in the head: on a line of its own, of several the one that says 罚 or 处 (a case
    /// has a number too); else the first beside the title.
    void read_number() {
        std::optional<DecisionNumber> best;
        int rank = 0;
        for (std::size_t i = 0; i < std::min(lines_.size(), kHeaderLines) && rank < 3; ++i) {
            if (is_prose(lines_[i]) && lines_[i].length > 40) break;
            auto numbers = find_decision_numbers(lines_[i].raw);
            if (numbers.size() != 1) continue;
            const bool alone = numbers[0].written.size() + 30 > lines_[i].raw.size();
            if (!alone && announces(numbers[0])) continue;
            const int own = !alone ? 1 : imposes(numbers[0]) ? 3 : 2;
            if (own <= rank) continue;
            rank = own;
            best = std::move(numbers[0]);
        }
        if (!best) return read_strange_number();
        const bool doubtful = best->guessed || differs_from_its_notice(*best);
        add("decision_number", best->written, best->written, doubtful ? kDoubt : 1);
        add("decision_number_normal", best->normal(), best->written, doubtful ? kDoubt : 1);
    }
    /// 阳市监罚告〔2024〕7号: the notice that goes before a decision.
    static bool announces(const DecisionNumber& number) {
        return number.prefix.ends_with("告") || number.prefix.ends_with("告字");
    }
    /// The notice quoted in the text has the same 字头 with 告 in it. Where that of the decision
    /// has another letter, or one more, one of the two was misread: two passes may agree in that,
    /// they read with one model.
    [[nodiscard]] bool differs_from_its_notice(const DecisionNumber& number) const {
        if (document_.text_source != TextSource::Ocr) return false;
        for (const DecisionNumber& other : find_decision_numbers(plain_))
            if (announces(other) && is_misread_of(stem(number.prefix), stem(other.prefix)))
                return true;
        return false;
    }
    static std::string stem(std::string prefix) {
        for (const std::string_view word : {"罚", "处", "决", "字", "先", "告", "(", ")"})
            prefix = base::replaced(prefix, word, "");
        return prefix;
    }
    static bool is_misread_of(std::string_view own, std::string_view notice) {
        constexpr std::size_t kFewest = 2;
        constexpr double kSameWords = 0.6;
        const auto count = base::count_code_points(own);
        const auto other = base::count_code_points(notice);
        return own != notice && other >= kFewest && (count == other || count == other + 1) &&
               base::likeness(own, notice) >= kSameWords;
    }
    /// A line that is a number and could not be read as one: the decision has one all the same.
    void read_strange_number() {
        static const Pattern pattern(
            R"([罚处决]\p{Han}{0,2}\s*[〔\[【(（﹝〈]\s*(?:20[0-9]{2}|二[〇○零0].{1,9})\s*年?\s*[〕\]】)）﹞〉].{1,30}号)");
        for (std::size_t i = 0; i < std::min(lines_.size(), kHeaderLines); ++i) {
            if (is_prose(lines_[i]) && lines_[i].length > 40) break;
            if (pattern.in(lines_[i].plain) && !has_blank_number(lines_[i].raw))
                return add("number_unread", "yes", lines_[i].raw, 0.3);
        }
    }
    static bool imposes(const DecisionNumber& number) {
        return number.prefix.find("罚") != std::string::npos ||
               number.prefix.find("处") != std::string::npos ||
               number.prefix.find("决") != std::string::npos;
    }

    /// The decision ends at the first day under its authority's name; papers bound in behind it
    /// (送达回证, 缴款通知) have days of their own. Without a name: the last day that stands alone.
    void read_date_and_authority() {
        std::optional<Signing> best;
        for (std::size_t i = std::min(lines_.size(), kBeforeSignature); i < lines_.size(); ++i) {
            auto signing = signing_at(lines_, i);
            if (!signing) continue;
            const bool named = !signing->authority.empty();
            best = std::move(signing);
            if (named) break;
        }
        if (best)
            add("decision_date", base::format_date(best->date), best->written, best->confidence);
        if (best && !best->authority.empty())
            return add_authority(as_printed_above(best->authority));
        read_authority_above();
    }
    /// A seal covers the name where a decision is signed, and none the same name in its head: of a
    /// picture the head's is the one to go by.
    [[nodiscard]] std::string as_printed_above(const std::string& signed_name) const {
        constexpr double kSameName = 0.5;
        if (document_.text_source != TextSource::Ocr) return signed_name;
        const auto count = static_cast<long>(base::count_code_points(signed_name));
        for (std::size_t i = 0; i < std::min(lines_.size(), kHeaderLines); ++i) {
            if (is_prose(lines_[i])) break;
            if (!is_authority(lines_[i])) continue;
            std::string name = without_seal_words(lines_[i].tight);
            const auto difference = static_cast<long>(base::count_code_points(name)) - count;
            if (std::abs(difference) <= 1 && base::likeness(name, signed_name) >= kSameName)
                return name;
        }
        return signed_name;
    }
    void add_authority(const std::string& name, double confidence = 1) {
        add("authority", name, name, confidence);
    }
    void read_authority_above() {
        static const Pattern before_title(R"(^(.{2,30}?)(?:税务)?(?:行政)?处罚决定书)");
        for (std::size_t i = 0; i < std::min(lines_.size(), kHeaderLines); ++i) {
            if (is_authority(lines_[i])) return add_authority(without_seal_words(lines_[i].tight));
            const auto match = before_title.find(lines_[i].tight);
            if (!match) continue;
            const auto named = lines_of(match->groups[0]);
            if (named.size() == 1 && is_authority(named[0]))
                return add_authority(named[0].tight, 0.9);
        }
    }

    void read_parties(const std::string& operative) {
        const auto parties = find_parties(lines_);
        for (const FoundParty& party : parties) {
            add("party", party.name, party.name);
            if (!party.id.empty()) add("party_id", party.id, party.id, confidence_of(party.check));
            if (!party.operator_name.empty())
                add("party_operator", party.operator_name, party.operator_name);
            // Of several who are addressed one may not have been introduced as a party.
            const bool alone = parties.size() == 1 && addressed_in(operative) < 2;
            const auto own = alone ? operative : clauses_about(operative, party.name);
            const Penalty penalty = read_penalty(own);
            if (penalty.fine) {
                add("party_fine", base::format_money(*penalty.fine), own, penalty.confidence);
                of_each_ = of_each_ + *penalty.fine;
            }
            if (penalty.confiscated)
                add("party_confiscated", base::format_money(*penalty.confiscated), own,
                    penalty.confidence);
        }
        const auto imposed_on = std::ranges::count_if(parties, [&](const FoundParty& party) {
            return imposes_on_each(clauses_about(operative, party.name));
        });
        each_ = imposed_on > 1;
    }
    static double confidence_of(Check check) {
        switch (check) {
            case Check::Right:
                return 1;
            case Check::Masked:
                return 0.9;
            case Check::Unknown:
                return 0.7;
            case Check::Wrong:
                return 0.4;
        }
        return 0.4;
    }

    void read_sums(const std::string& operative) {
        Penalty penalty = read_penalty(operative);
        // "对甲、乙各处罚款…": the amount is each one's, not theirs together.
        if (each_ && penalty.fine && of_each_.fen > penalty.fine->fen) penalty.fine = of_each_;
        for (const std::string& kind : penalty.kinds) add("kind", kind, operative);
        if (penalty.fine)
            add("fine", base::format_money(*penalty.fine), operative, penalty.confidence);
        if (penalty.confiscated)
            add("confiscated", base::format_money(*penalty.confiscated), operative,
                penalty.confidence);
        if (const auto addressed = addressed_in(operative); addressed > 1)
            add("addressed", std::to_string(addressed), operative, 0.9);
        if (penalty.fine_unread) add("fine_unread", "yes", operative, 0.3);
        if (penalty.numerals_differ) add("amounts_differ", "yes", operative, 0.3);
    }

    void read_template() {
        static const Pattern holes(
            R"(\{\{[^{}]{0,40}\}\}|[×xX]{4,}\s*(?:年|元|号|条)|_{4,}\s*(?:年|元|号)|20[×xX]{2}年)");
        for (std::size_t i = 0; i < std::min<std::size_t>(lines_.size(), 60); ++i)
            if (has_blank_number(lines_[i].raw) || holes.in(lines_[i].plain))
                return add("template", "yes", lines_[i].raw);
    }

    Section lines_;
    Document& document_;
    base::Money of_each_;  ///< sum of the fines found for single parties
    bool each_ = false;    ///< a clause imposes the same on each of several
    std::string plain_;
};

}  // namespace

void read_decisions(const std::vector<Line>& lines, Document& document) {
    std::size_t number = 0;
    for (const Section section : split(lines)) Reader(section, document).read(++number);
}

}  // namespace parsers::fields
