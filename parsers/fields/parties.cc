#include "parsers/fields/parties.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "parsers/fields/pattern.h"
#include "parsers/fields/shapes.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kPartyLines = 60;
constexpr std::size_t kMostParties = 50;
constexpr std::size_t kLongestLabel = 30;  // code points
constexpr std::size_t kLongestName = 60;

/// "当 事 人(单位)名称: …" as label and value; the label may stand in a cell of its own.
struct Labelled {
    std::string label;  ///< without blanks
    std::string_view value;
};

std::optional<Labelled> labelled(std::string_view plain) {
    const auto at = plain.find_first_of(":\t");
    if (at == std::string_view::npos) return {};
    Labelled found{without_blanks(plain.substr(0, at)), stripped(plain.substr(at + 1))};
    if (base::count_code_points(found.label) > kLongestLabel) return {};
    return found;
}

/// Labels that open a party, and those that name one only where none is open yet.
bool opens_party(std::string_view label) {
    static const Pattern pattern(
        R"(^(?:[一二三四五六七八九]、|[0-9][.、]|\([一二三四五六七八九0-9]\))?(?:当事人|被处罚(?:当事人|人|单位|者|对象)|受处罚(?:人|单位)|处罚对象|违法行为人|违法单位|行政相对人|处罚相对人|相对人)(?:[一二三四五六七八九0-9]|(?:\([^()]{0,12}\)))?(?:\(?(?:名称|姓名|单位|个人|基本情况)\)?(?:或者?|及|和|/|、)?){0,3}$)");
    return pattern.in(label);
}
bool names_party(std::string_view label) {
    static const Pattern pattern(
        R"(^(?:单位名称|企业名称|字号名称|字号|个体工商户(?:名称|字号)?|名称|姓名|名称\(姓名\)|姓名\(名称\)|名称或姓名|姓名或名称|当事人)$)");
    return pattern.in(label);
}

/// The name at the beginning of a value: up to what tells more of the party.
std::string cut_name(std::string_view value) {
    static const Pattern end(
        R"(\s{2,}|\t|[,;。]|\s*\((?:以下|下称|个体|经营者|系|统一|法定|简称|曾用名|又名|社会信用|信用代码|纳税人|税号|身份证|[0-9A-Z*]{15,18}\))|\s*(?:统一社会|社会信用|身份证|公民身份|证件号|住所|住址|地址|现住|法定代表|负责人|经营者|性别|证照|主体资格|营业执照|年龄|出生|联系|电话|职务|邮编|邮政)|\s+[男女](?:\s|$))");
    static const Pattern label(
        R"(^(?:单位名称|企业名称|姓名或名称|名称或姓名|姓名|名称)(?:\([^()]{0,8}\))?\s*[:\t ]\s*)");
    if (const auto match = label.find(value)) value.remove_prefix(match->end);
    const auto match = end.find(value);
    return without_blanks(
        base::prefix(match ? value.substr(0, match->begin) : value, kLongestName));
}

/// "当事人签名:" and the like: where somebody is to sign.
bool is_place_to_sign(std::string_view name) {
    static const Pattern pattern(
        R"((?:签名|签字|签章|签收|捺印|按印|手印)(?:或(?:者)?(?:盖章|捺印|按印))?(?:\([^()]*\))?$)");
    return pattern.in(name);
}

/// "甲某、乙某" are two; the 、 inside one name (化工、建材有限公司) parts nothing.
std::vector<std::string> separate(const std::string& names) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from <= names.size();) {
        const std::size_t at = std::min(names.find("、", from), names.size());
        parts.push_back(names.substr(from, at - from));
        from = at + std::string_view("、").size();
    }
    // An organisation goes before the persons it is punished with.
    bool person = false;
    const bool all = std::ranges::all_of(parts, [&](const std::string& part) {
        if (is_organisation(part)) return !person;
        person = true;
        const auto length = base::count_code_points(part);
        return length >= 2 && length <= 4;
    });
    return all ? parts : std::vector<std::string>{names};
}

std::optional<std::string> operator_in(std::string_view plain) {
    static const Pattern pattern(R"(经\s*营\s*者\s*(?:姓名)?\s*[:\t]\s*([\p{Han}·]{2,12}))");
    const auto match = pattern.find(plain);
    return match ? std::optional(std::string(match->groups[0])) : std::nullopt;
}

class Block {
 public:
    std::vector<FoundParty> read(std::span<const Line> lines) {
        lines = lines.first(std::min(lines.size(), kPartyLines));
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const Line& line = lines[i];
            const bool opened = read_name(line);
            const auto identity = identity_in(lines, i);
            if (identity) keep(*identity, line);
            if (!parties_.empty())
                if (auto name = operator_in(line.plain);
                    name && parties_.back().operator_name.empty())
                    parties_.back().operator_name = std::move(*name);
            if (is_over(line, opened || identity.has_value())) break;
        }
        return std::move(parties_);
    }

 private:
    bool read_name(const Line& line) {
        if (waiting_) {
            // "当事人：" alone: the name stands in the next line, or the next label names it.
            waiting_ = false;
            if (!labelled(line.plain) && !is_prose(line)) return open(cut_name(line.plain));
        }
        if (const auto found = labelled(line.plain)) {
            if (opens_party(found->label)) {
                if (found->value.empty()) waiting_ = true;
                return found->value.empty() || open(cut_name(found->value));
            }
            if (parties_.empty() && names_party(found->label) && !found->value.empty())
                return open(cut_name(found->value));
        }
        // "当事人某某，男，": a person introduced in a sentence.
        static const Pattern person(
            R"(^(?:当事人|被处罚人|违法行为人)([\p{Han}·]{2,12})[,，](?:性别:?)?[男女][,，])");
        if (parties_.empty())
            if (const auto match = person.find(line.tight))
                return open(std::string(match->groups[0]));
        // "某公司(纳税人识别号:…):" is an addressee with its code.
        static const Pattern coded(
            R"(^([^:,。;()]{4,60})\((?:统一社会信用代码|社会信用代码|信用代码|纳税人识别号|税号):[0-9A-Z*]{15,20}\):$)");
        if (parties_.empty())
            if (const auto match = coded.find(line.tight)) {
                addressed_ = true;
                return open(std::string(match->groups[0]));
            }
        if (is_addressee(line)) {
            auto name = cut_name(std::string_view(line.plain).substr(0, line.plain.size() - 1));
            // A second one has to be a name by itself, as 住址 alone in its line is none.
            const bool opens = parties_.empty() || (addressed_ && is_organisation(name));
            if (parties_.empty()) addressed_ = true;
            if (opens) return open(name);
        }
        return false;
    }
    bool open(const std::string& names) {
        if (names.empty() || is_place_to_sign(names)) return false;
        for (std::string& name : separate(names))
            if (parties_.size() < kMostParties) {
                FoundParty party;
                party.name = std::move(name);
                parties_.push_back(std::move(party));
            }
        return true;
    }
    /// A number that a page's edge broke is taken with its rest where the check digit agrees.
    static std::optional<FoundIdentity> identity_in(std::span<const Line> lines, std::size_t at) {
        auto found = find_identity(lines[at].plain);
        if (!found || found->check != Check::Unknown || at + 1 == lines.size()) return found;
        static const Pattern rest("^[0-9A-Za-z]{1,10}");
        const auto match = rest.find(lines[at + 1].plain);
        if (!match) return found;
        auto whole = find_identity(lines[at].plain + lines[at + 1].plain.substr(0, match->end));
        return whole && whole->check == Check::Right ? whole : found;
    }
    /// A person's number under an organisation is that of whoever speaks for it.
    void keep(const FoundIdentity& identity, const Line& line) {
        if (parties_.empty() || !parties_.back().id.empty()) return;
        FoundParty& party = parties_.back();
        static const Pattern of_others("法定代表人|负责人|经营者|联系人|委托代理");
        if (!identity.organisation &&
            (is_organisation(party.name) || (of_others.in(line.plain) && !waiting_)))
            return;
        party.id = identity.value;
        party.check = identity.check;
    }
    /// Running text that names nobody ends the block.
    [[nodiscard]] bool is_over(const Line& line, bool told) const {
        return is_prose(line) && !parties_.empty() && !told && line.length > 30;
    }

    std::vector<FoundParty> parties_;
    bool waiting_ = false;
    bool addressed_ = false;  ///< the first party has no label: its name alone in a line
};

}  // namespace

bool is_organisation(std::string_view name) {
    static const Pattern pattern(
        "(?:公司|合作社|合作联社|企业|工厂|厂|矿|场|店|铺|社|行|馆|城|部|院|所|站|中心|酒店|宾馆|"
        "酒楼|餐厅|"
        "饭店|超市|商行|药房|诊室|诊所|门诊|学校|学院|幼儿园|协会|委员会|村|局|政府|大队|队|吧|屋|"
        "坊|园|"
        "工作室|经营户|摊|食府|庄|楼|号|厅|室|集团)(?:\\([^()]*\\))?$");
    return base::count_code_points(name) > 3 && pattern.in(name);
}

std::vector<FoundParty> find_parties(std::span<const Line> lines) { return Block().read(lines); }

}  // namespace parsers::fields
