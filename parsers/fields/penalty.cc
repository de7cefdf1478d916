#include "parsers/fields/penalty.h"

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.h"
#include "parsers/fields/numbers.h"
#include "parsers/fields/pattern.h"

namespace parsers::fields {
namespace {

/// Code points; real ones have a few hundred, and the readings below are not linear.
constexpr std::size_t kLongestOperative = 5'000;

/// Quoted words and names of laws: they say what may be imposed, not what is.
std::string without_quotes(std::string_view plain) {
    struct Marks {
        std::string_view open;
        std::string_view close;
    };
    static constexpr std::array kMarks = {Marks{"“", "”"}, Marks{"《", "》"}, Marks{"「", "」"}};
    constexpr std::size_t kLongestQuote = 4'500;  // bytes; a mark left open quotes nothing
    std::string kept;
    for (std::size_t at = 0; at < plain.size();) {
        const auto* marks = std::ranges::find_if(
            kMarks, [&](const Marks& one) { return plain.substr(at).starts_with(one.open); });
        const auto close = marks == kMarks.end()
                               ? std::string_view::npos
                               : plain.substr(at, kLongestQuote).find(marks->close);
        if (close == std::string_view::npos) {
            kept += plain[at++];
        } else {
            at += close + marks->close.size();
        }
    }
    return kept;
}

/// Strong anchors first; a text without any of them may still decide in other words.
std::optional<std::size_t> operative_begin(std::string_view text) {
    static const Pattern strong(
        R"((?:决定|作出|给予|予以)?(?:处罚|行政处罚)(?:决定)?如下|作出(?:以下|如下)(?:行政)?处罚(?:的?决定)?|(?:作出)?(?:如下|以下)决定\s*[:：]|决定(?:如下|为)\s*[:：]|(?:现|局|关|府|会|位|队|并)\s*(?:决定|作出决定)\s*[:：])");
    static const Pattern weak(
        R"((?:现|局|关|府|会|位|队|经研究|,|，|。)\s*决定\s*(?:对|给予|处以|处|责令|没收|吊销|暂扣|降低|限制|予以)|决定对.{1,60}处|现责令|决定给予)");
    // "根据…规定,处…罚款": short decisions say it without 决定; 可以处 and 应当处 tell the law.
    static const Pattern bare(
        R"((?:根据|依据|依照|按照)[^。\n]{0,100}?[,，]\s*((?:对|现对)[^。,，\n]{2,40}(?:处|给予|作出)|并?处以?|给予|没收|吊销|暂扣|责令停产|责令关闭))");
    if (const auto match = strong.find(text)) return match->end;
    // The others are part of what they decide.
    if (const auto match = weak.find(text)) return match->begin;
    if (const auto match = bare.find(text))
        return static_cast<std::size_t>(match->groups[0].data() - text.data());
    return {};
}

const Pattern& operative_end() {
    static const Pattern pattern(
        R"((?:当事人|被处罚人|你单位|你公司|你|违法行为人|上述罚款|罚款)?(?:应当?|须|请|限)?(?:自|于|在)?(?:收到|接到|送达)(?:本|之日|行政处罚)|如不服|不服本|逾期不|到期不|履行(?:方式|期限)|缴款|缴纳罚款|申请行政复议|提起行政诉讼|加处罚款|本决定书?自送达)");
    return pattern;
}

struct KindWord {
    std::string_view kind;
    std::string_view expression;
};

// 行政处罚法 §9, in the words decisions use.
constexpr std::array kKinds = {
    KindWord{"warning", "警告"},
    KindWord{"criticism", "通报批评"},
    KindWord{"suspend-permit", "暂扣"},
    KindWord{"lower-qualification", "降低[^,，。;；]{0,10}(?:资质|等级)"},
    KindWord{"revoke-permit", "吊销"},
    KindWord{"restrict-operations", "限制(?:开展)?(?:生产|经营)"},
    KindWord{"order-suspend-business",
             "(?:责令|停止|处以?|给予)?(?:停产停业|停产整治|停产整顿|停业整顿|停业整治|停产治理)|"
             "责令停(?:产|业|止营业|止生产)"},
    KindWord{"order-close", "责令关闭|予以关闭"},
    KindWord{"bar-from-trade",
             "限制从业|禁止从业|(?:不得|禁止)(?:再)?从事|终身(?:禁|不得)|"
             "[0-9一二三四五六七八九十](?:年|个月)(?:以?内)?,?(?:不得|禁止)"},
    KindWord{"detention", "拘留"},
    KindWord{"fine", "罚款"},
};

struct Imposed {
    std::size_t at;
    std::string kind;
};

/// 不得从事 and 罚款 of surcharges and hypotheses are no penalty.
bool is_negated(std::string_view text, std::size_t at) {
    static const Pattern before("(?:不予|免予|免于|免除|不再|加处|拟|可以|可)$");
    constexpr std::size_t kWord = 12;  // bytes: the longest word asked for
    const std::size_t from = at > kWord ? at - kWord : 0;
    return before.in(text.substr(from, at - from));
}

/// What is confiscated is income or it is property, whatever the thing is called: no list of things
/// is complete, and a confiscation that is overlooked makes a major decision a minor one.
class Confiscation {
 public:
    explicit Confiscation(std::string_view text) : text_(text) {
        static const Pattern word("没收");
        for (const auto& match : word.all(text))
            if (!is_negated(text, match.begin)) take(match.begin, match.end);
    }
    [[nodiscard]] std::optional<std::size_t> income() const { return income_; }
    [[nodiscard]] std::optional<std::size_t> property() const { return property_; }

 private:
    void take(std::size_t begin, std::size_t end) {
        // A clause, and no more of it than anybody writes.
        constexpr std::size_t kClause = 240;
        static const Pattern paper("^(?:决定|清单|凭证|票据|收据|物品(?:清单|凭证)|款|通知)");
        static const Pattern income(R"(^[^,，。;；、和及]{0,40}?所得)");
        static const Pattern nothing(
            R"(^(?:上缴|归公|充公|处理|的|国库|入库|行政处罚|处罚|\s)*(?:[,，。;；、\n]|$))");
        static const Pattern more(
            R"(^[^,，。;；、和及]{0,40}?所得[^,，。;；]{0,60}?(?:和|及|以及|、)\s*(?:[^,，。;；、\s0-9¥罚处并警责吊暂降限停没通拘共合计元]))");
        const auto behind = text_.substr(end, kClause);
        if (paper.in(behind)) return;
        if (nothing.in(behind)) return take_before(begin);
        if (!income.in(behind)) {
            static const Pattern also(
                R"(^[^,，。;；]{0,60}?(?:和|及|、)[^,，。;；、]{0,12}?(?:违法|非法)所得)");
            note(property_, begin);
            if (also.in(behind)) note(income_, begin);
            return;
        }
        note(income_, begin);
        if (more.in(behind)) note(property_, begin);
    }
    /// "将违法所得8600元予以没收", "对涉案原木依法没收": the thing stands before the verb.
    void take_before(std::size_t begin) {
        constexpr std::size_t kClause = 240;
        const auto before =
            text_.substr(begin > kClause ? begin - kClause : 0, std::min(begin, kClause));
        std::size_t from = 0;
        for (const std::string_view mark : {"。", "；", ";", "，", ",", "\n"})
            if (const auto at = before.rfind(mark); at != std::string_view::npos)
                from = std::max(from, at + mark.size());
        const auto clause = before.substr(from);
        static const Pattern joined("所得[^。]{0,40}(?:和|及|、|连同)");
        const bool is_income = clause.find("所得") != std::string_view::npos;
        if (is_income) note(income_, begin);
        if (!is_income || joined.in(clause)) note(property_, begin);
    }
    static void note(std::optional<std::size_t>& first, std::size_t at) {
        if (!first) first = at;
    }

    std::string_view text_;
    std::optional<std::size_t> income_;
    std::optional<std::size_t> property_;
};

std::vector<std::string> kinds_in(std::string_view text) {
    static const std::vector<std::unique_ptr<Pattern>> patterns = [] {
        std::vector<std::unique_ptr<Pattern>> made;
        for (const KindWord& word : kKinds)
            made.push_back(std::make_unique<Pattern>(word.expression));
        return made;
    }();
    std::vector<Imposed> imposed;
    for (std::size_t i = 0; i < patterns.size(); ++i)
        for (const auto& match : patterns[i]->all(text))
            if (!is_negated(text, match.begin)) {
                imposed.push_back({match.begin, std::string(kKinds[i].kind)});
                break;
            }
    const Confiscation confiscation(text);
    if (const auto at = confiscation.income()) imposed.push_back({*at, "confiscate-income"});
    if (const auto at = confiscation.property()) imposed.push_back({*at, "confiscate-property"});
    std::ranges::stable_sort(imposed, {}, &Imposed::at);
    std::vector<std::string> kinds;
    for (Imposed& one : imposed) kinds.push_back(std::move(one.kind));
    return kinds;
}

/// 10万元以上, 5万元至, 20万元的2%, 违法所得1.5倍, 每平方米300元: not an amount that is imposed.
bool is_bound_or_base(std::string_view text, const Amount& amount) {
    static const Pattern after(
        R"(^\s*(?:以上|以下|以内|至|到|-|—|~|不等|(?:的|\s)*(?:[0-9.]+\s*%|百分之|[0-9.]+\s*倍|[一二两三四五六七八九十]{1,3}倍)|的标准|/))");
    static const Pattern before(
        R"((?:不足|不满|超过|高于|低于|价款|价值|货值(?:金额)?|合同价|总价|工程款|造价|每(?:平方米|立方米|亩|公顷|件|条|只|个|公斤|千克|吨|台|辆|头|人|次|日|天|户|处|瓶|盒|株|平方))(?:罚款|处|为|计|共计|人民币|约|达|是|[:：]|\s)*$)");
    constexpr std::size_t kBefore = 60;
    return after.in(text.substr(amount.end, 32)) ||
           before.in(text.substr(amount.begin > kBefore ? amount.begin - kBefore : 0,
                                 std::min<std::size_t>(amount.begin, kBefore)));
}

/// The amounts of a text and to which words each belongs.
class Money {
 public:
    explicit Money(std::string_view text) : text_(text), amounts_(find_amounts(text)) {}

    /// The amount that belongs to the words at [begin, end): right behind them, right before them,
    /// or the sum ("共计…") their clause ends in.
    [[nodiscard]] const Amount* of(std::size_t begin, std::size_t end, bool backwards) const {
        if (const auto* behind = directly_behind(end)) return behind;
        if (backwards)
            if (const auto* before = directly_before(begin)) return before;
        return sum_in_clause(begin, end);
    }
    /// The same amount said again behind it, in the other numerals: 贰拾万元整(¥200,000.00).
    [[nodiscard]] const Amount* twin_of(const Amount& amount) const {
        static const Pattern between(
            R"(^[\s,]*(?:\(|\[|/)\s*(?:人民币|大写|小写|金额|即|[:：\s¥])*$)");
        const auto* const next = &amount + 1;
        if (next >= amounts_.data() + amounts_.size() || next->begin < amount.end) return nullptr;
        if (next->begin - amount.end > 40 ||
            !between.in(text_.substr(amount.end, next->begin - amount.end)))
            return nullptr;
        return next;
    }

 private:
    [[nodiscard]] const Amount* directly_behind(std::size_t end) const {
        static const Pattern filler(
            R"(^(?:金额|数额|总额|计|为|共计|合计|总计|即|人民币|共|的|(?:\((?:大写|人民币|人民币大写|小写)\))|大写|小写|[:：,，\s¥])*$)");
        const auto amount = std::ranges::lower_bound(amounts_, end, {},
                                                     [](const Amount& one) { return one.begin; });
        if (amount == amounts_.end() || amount->begin - end > 60 ||
            !filler.in(text_.substr(end, amount->begin - end)) || is_bound_or_base(text_, *amount))
            return nullptr;
        return &*amount;
    }
    [[nodiscard]] const Amount* directly_before(std::size_t begin) const {
        static const Pattern filler(R"(^(?:人民币|整|正|的|行政|\s|\([^()]{0,40}\))*$)");
        // 贰拾万元整(¥200000.00)的罚款: the one in brackets ends last, its twin stands before it.
        const Amount* nearest = nullptr;
        auto amount = std::ranges::lower_bound(amounts_, begin, {},
                                               [](const Amount& one) { return one.end; });
        if (amount != amounts_.end() && amount->end == begin) ++amount;
        while (amount != amounts_.begin()) {
            --amount;
            if (begin - amount->end > 80) break;
            if (filler.in(text_.substr(amount->end, begin - amount->end)) &&
                !is_bound_or_base(text_, *amount)) {
                nearest = &*amount;
                break;
            }
        }
        return nearest;
    }
    [[nodiscard]] const Amount* sum_in_clause(std::size_t begin, std::size_t end) const {
        static const Pattern sum(
            R"((?:共计|合计|总计|计|即|为)\s*(?:处以?)?(?:罚款)?\s*(?:金额|数额)?\s*(?:人民币)?\s*(?:\(大写\))?\s*[:：]?\s*$)");
        constexpr std::size_t kSumWords = 64;
        const auto [from, to] = clause_around(begin, end);
        auto amount = std::ranges::lower_bound(amounts_, from, {},
                                               [](const Amount& one) { return one.begin; });
        for (; amount != amounts_.end() && amount->end <= to; ++amount) {
            if (is_bound_or_base(text_, *amount)) continue;
            const std::size_t head = std::max(
                from, amount->begin > kSumWords ? amount->begin - kSumWords : std::size_t{0});
            if (sum.in(text_.substr(head, amount->begin - head))) return &*amount;
        }
        return nullptr;
    }
    [[nodiscard]] std::pair<std::size_t, std::size_t> clause_around(std::size_t begin,
                                                                    std::size_t end) const {
        std::size_t from = 0;
        for (const std::string_view mark : {"。", "；", ";", "\n"})
            if (const auto at = text_.rfind(mark, begin); at != std::string_view::npos)
                from = std::max(from, at + mark.size());
        std::size_t to = text_.size();
        for (const std::string_view mark : {"。", "；", ";", "\n"})
            to = std::min(to, text_.find(mark, end));
        return {std::min(from, begin), to};
    }

    std::string_view text_;
    std::vector<Amount> amounts_;  ///< from left to right, none overlapping
};

struct Sum {
    std::optional<base::Money> total;
    bool unread = false;
    bool numerals_differ = false;
};

/// Adds up every amount the words are about, each once ("处以罚款,罚款金额为…"); a stated total
/// ("合计罚款…") stands in place of its parts.
Sum sum_of(std::string_view text, const Pattern& words, bool backwards) {
    static const Pattern total_before(
        R"((?:合计|合并|总计|共计|以上(?:各|两|三|四)?项|两项|以上)[^。;；\n]{0,12}$)");
    const Money money(text);
    Sum sum;
    std::vector<const Amount*> counted;
    for (const auto& match : words.all(text)) {
        if (is_negated(text, match.begin)) continue;
        const Amount* amount = money.of(match.begin, match.end, backwards);
        if (!amount) {
            sum.unread = true;
            continue;
        }
        if (std::ranges::find(counted, amount) != counted.end()) continue;
        counted.push_back(amount);
        const Amount* twin = money.twin_of(*amount);
        if (twin) counted.push_back(twin);
        sum.numerals_differ = sum.numerals_differ || (twin && twin->value != amount->value);
        const auto head = text.substr(match.begin > 48 ? match.begin - 48 : 0,
                                      std::min<std::size_t>(match.begin, 48));
        if (total_before.in(head) && sum.total) return {amount->value, false, sum.numerals_differ};
        sum.total = sum.total.value_or(base::Money{}) + amount->value;
    }
    if (sum.total) sum.unread = false;
    return sum;
}

}  // namespace

std::string operative_part(std::string_view plain) {
    const std::string text = without_quotes(plain);
    const auto begin = operative_begin(text);
    if (!begin) return {};
    const auto end = operative_end().find(text, *begin);
    const std::string part = text.substr(*begin, end ? end->begin - *begin : std::string::npos);
    return std::string(base::prefix(part, kLongestOperative));
}

Penalty read_penalty(std::string_view operative) {
    static const Pattern fine("罚款");
    static const Pattern income("没收[^,，。;；、和及]{0,40}?所得(?:的)?");
    Penalty penalty;
    penalty.kinds = kinds_in(operative);
    const Sum fines = sum_of(operative, fine, true);
    penalty.fine = fines.total;
    penalty.fine_unread = fines.unread;
    const Sum incomes = sum_of(operative, income, false);
    penalty.income_unread = incomes.unread;
    penalty.confiscated = incomes.total;
    penalty.numerals_differ = fines.numerals_differ || incomes.numerals_differ;
    if (penalty.numerals_differ) penalty.confidence = 0.4;
    return penalty;
}

bool imposes_on_each(std::string_view clause) {
    static const Pattern pattern("(?:各|分别各?)(?:处以?|罚|给予)[^。;；]{0,40}");
    return pattern.in(clause);
}

std::size_t addressed_in(std::string_view operative) {
    static const Pattern pattern(
        R"(对([\p{Han}()A-Za-z0-9·]{2,40}?)(?:处以?|给予|作出|罚款|予以|科处|并处))");
    static const Pattern other("行为|违法|情形|问题|的|当事人|单位|上述|以上|你|其");
    std::vector<std::string> addressed;
    for (const auto& match : pattern.all(operative)) {
        std::string who(match.groups[0]);
        if (!other.in(who) && std::ranges::find(addressed, who) == addressed.end())
            addressed.push_back(std::move(who));
    }
    return addressed.size();
}

std::string clauses_about(std::string_view operative, std::string_view party) {
    std::string found;
    if (party.empty()) return found;
    std::size_t from = 0;
    while (from < operative.size()) {
        std::size_t end = operative.size();
        std::size_t next = end;
        for (const std::string_view mark : {"。", "；", ";", "\n"})
            if (const auto at = operative.find(mark, from); at < end) {
                end = at;
                next = at + mark.size();
            }
        const auto clause = operative.substr(from, end - from);
        if (clause.find(party) != std::string_view::npos) found += std::string(clause) + ";";
        from = next;
    }
    return found;
}

}  // namespace parsers::fields
