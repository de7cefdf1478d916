#include "parsers/fields/decision.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>

#include "base/text.h"
#include "parsers/fields/dates.h"
#include "parsers/fields/decision_number.h"
#include "parsers/fields/pattern.h"
#include "parsers/fields/penalty.h"
#include "parsers/fields/shapes.h"

namespace parsers::fields {
namespace {

using Section = std::span<const Line>;

constexpr std::size_t kHeaderLines = 16;
constexpr std::size_t kPartyLines = 40;
constexpr std::size_t kMostDecisions = 50;
constexpr std::size_t kMostParties = 50;
constexpr std::size_t kMostText = 100'000;

bool is_decision_title(const Line& line) {
    static const Pattern pattern(
        "罚[^,，。;；:：《》]{0,12}决定书(?:\\([^()]*\\))?$|停[^,，。]{0,6}决定书$");
    return line.length <= 40 && !line.cells && is_title_like(line) && pattern.in(line.tight);
}

/// A file may hold several decisions; each begins at its title, or at the head lines right above
/// it.
std::vector<Section> split(Section lines) {
    std::vector<std::size_t> begins;
    for (std::size_t i = 0; i < lines.size() && begins.size() < kMostDecisions; ++i) {
        if (!is_decision_title(lines[i])) continue;
        // A bare title needs its number near it, unless it is the first: bodies quote titles too.
        bool numbered = begins.empty();
        for (std::size_t k = i > 2 ? i - 2 : 0; k < std::min(lines.size(), i + 4) && !numbered; ++k)
            numbered = !find_decision_numbers(lines[k].raw).empty();
        if (numbered && (begins.empty() || i >= begins.back() + 8)) begins.push_back(i);
    }
    std::vector<Section> sections;
    for (std::size_t i = 0; i < begins.size(); ++i) {
        std::size_t from = begins[i];
        for (std::size_t up = 0; i == 0 ? from > 0 : up < 3; ++up) {
            if (i > 0 && (!is_authority(lines[from - 1]) &&
                          find_decision_numbers(lines[from - 1].raw).empty()))
                break;
            --from;
        }
        sections.push_back(lines.subspan(from));
    }
    for (std::size_t i = 0; i + 1 < sections.size(); ++i)
        sections[i] = sections[i].first(
            static_cast<std::size_t>(sections[i + 1].data() - sections[i].data()));
    return sections;
}

class Reader {
 public:
    Reader(Section lines, Document& document) : lines_(lines), document_(document) {
        for (const Line& line : lines_) {
            if (plain_.size() > kMostText) break;
            plain_.append(base::prefix(line.plain, kMostText)).append("\n");
        }
    }

    void read(std::size_t number) {
        add("decision", std::to_string(number), "");
        read_number();
        read_date_and_authority();
        const std::string operative = operative_part(plain_);
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

    /// The number in the head: on a line of its own, else the first beside the title.
    void read_number() {
        std::optional<DecisionNumber> best;
        const Line* where = nullptr;
        for (std::size_t i = 0; i < std::min(lines_.size(), kHeaderLines); ++i) {
            if (is_prose(lines_[i]) && lines_[i].length > 40) break;
            auto numbers = find_decision_numbers(lines_[i].raw);
            if (numbers.size() != 1) continue;
            const bool alone = numbers[0].written.size() + 30 > lines_[i].raw.size();
            if (best && !alone) continue;
            best = std::move(numbers[0]);
            where = &lines_[i];
            if (alone) break;
        }
        if (!best) return;
        add("decision_number", best->written, where->raw);
        add("decision_number_normal", best->normal(), where->raw);
    }

    void read_date_and_authority() {
        for (std::size_t i = lines_.size(); i > 0; --i) {
            const Line& line = lines_[i - 1];
            if (const auto date = date_line(line.tight)) {
                add("decision_date", base::format_date(*date), line.raw);
                for (std::size_t k = i - 1; k > 0 && i - k < 4; --k)
                    if (is_authority(lines_[k - 1])) return add_authority(lines_[k - 1]);
                break;
            }
            const auto dates = find_dates(line.plain);
            if (dates.size() == 1 && line.length <= 40 && dates[0].end + 3 >= line.plain.size()) {
                add("decision_date", base::format_date(dates[0].date), line.raw, 0.9);
                break;
            }
        }
        for (std::size_t i = 0; i < std::min(lines_.size(), kHeaderLines); ++i)
            if (is_authority(lines_[i])) return add_authority(lines_[i]);
    }
    void add_authority(const Line& line) { add("authority", line.tight, line.raw); }

    struct Party {
        std::string name;
        std::string id;
    };

    /// "当事人：…", "被处罚单位：…", or a name with a colon on its own line under the title.
    std::optional<std::string> party_name(const Line& line, bool unlabelled_allowed) const {
        static const Pattern label(
            R"(^(?:当\s*事\s*人|被\s*处\s*罚\s*(?:人|单\s*位|者|对象)|违法行为人|行政相对人|单位名称|当事人名称|被处罚人名称|字号名称)\s*(?:\([^()]{0,12}\))?\s*(?:名称|姓名|姓名或名称)?\s*[:：\t]\s*(.+)$)");
        if (const auto match = label.find(line.plain)) return cut_name(match->groups[0]);
        if (unlabelled_allowed && is_addressee(line))
            return line.tight.substr(0, line.tight.size() - 1);
        return {};
    }
    static std::string cut_name(std::string_view value) {
        static const Pattern end(
            R"(\s{2,}|\t|[,，;；。]|\s*(?:统一社会|身份证|公民身份|住所|住址|地址|法定代表|性别|[男女]\s*[,，]|证照|主体资格|年龄|出生|电话))");
        const auto match = end.find(value);
        return without_blanks(match ? value.substr(0, match->begin) : value);
    }
    static std::optional<std::string> party_id(const Line& line) {
        static const Pattern code(
            R"((?:统一社会信用代码|社会信用代码|信用代码|注册号)[^0-9A-Za-z*]{0,40}([0-9A-Z*]{15,20}))");
        static const Pattern card(
            R"((?:身份证(?:件)?(?:号码|号)?|公民身份号码|证件号码?)[^0-9*]{0,20}([0-9Xx*]{15,18}))");
        for (const Pattern* pattern : {&code, &card})
            if (const auto match = pattern->find(line.plain)) return std::string(match->groups[0]);
        return {};
    }

    void read_parties(const std::string& operative) {
        std::vector<Party> parties;
        for (std::size_t i = 0; i < std::min(lines_.size(), kPartyLines); ++i) {
            if (parties.size() < kMostParties)
                if (auto name = party_name(lines_[i], parties.empty()); name && !name->empty())
                    parties.push_back({std::move(*name), ""});
            if (auto id = party_id(lines_[i]); id && !parties.empty() && parties.back().id.empty())
                parties.back().id = std::move(*id);
            if (is_prose(lines_[i]) && !parties.empty() && !party_id(lines_[i]) &&
                lines_[i].length > 30)
                break;
        }
        for (const Party& party : parties) {
            add("party", party.name, party.name);
            if (!party.id.empty()) add("party_id", party.id, party.id);
            const auto own = parties.size() == 1 ? operative : clauses_about(operative, party.name);
            const Penalty penalty = read_penalty(own);
            if (penalty.fine) add("party_fine", base::format_money(*penalty.fine), own);
            if (penalty.confiscated)
                add("party_confiscated", base::format_money(*penalty.confiscated), own);
        }
    }

    void read_sums(const std::string& operative) {
        const Penalty penalty = read_penalty(operative);
        for (const std::string& kind : penalty.kinds) add("kind", kind, operative);
        if (penalty.fine) add("fine", base::format_money(*penalty.fine), operative);
        if (penalty.confiscated)
            add("confiscated", base::format_money(*penalty.confiscated), operative);
        if (penalty.fine_unread) add("fine_unread", "yes", operative, 0.3);
    }

    void read_template() {
        static const Pattern holes(
            R"(\{\{[^{}]{0,40}\}\}|[×xX]{4,}\s*(?:年|元|号|公司|条)|_{4,}\s*(?:年|元|号)|20[×xX]{2}年)");
        for (std::size_t i = 0; i < std::min<std::size_t>(lines_.size(), 60); ++i)
            if (has_blank_number(lines_[i].raw) || holes.in(lines_[i].plain))
                return add("template", "yes", lines_[i].raw);
    }

    Section lines_;
    Document& document_;
    std::string plain_;
};

}  // namespace

void read_decisions(const std::vector<Line>& lines, Document& document) {
    std::size_t number = 0;
    for (const Section section : split(lines)) Reader(section, document).read(++number);
}

}  // namespace parsers::fields
