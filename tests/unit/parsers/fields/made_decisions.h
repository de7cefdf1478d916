#pragma once
/// Decisions written by chance out of tables of forms, each with what it truly says: agency, place
/// and form of the number, title, party block, basis with its traps, wording of every penalty,
/// notation of every amount, date line, and what follows the date. The same seed gives the same
/// paper. Everything in them is invented.

#include <array>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"
#include "base/money.h"
#include "base/text.h"

namespace parsers::fields::test {

/// splitmix64: the same everywhere.
class Dice {
 public:
    explicit Dice(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return low + static_cast<std::int64_t>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }
    template <class Table>
    const auto& pick(const Table& table) {
        return table[static_cast<std::size_t>(next() % std::size(table))];
    }

 private:
    std::uint64_t state_;
};

inline std::string filled(std::string text, std::string_view hole, std::string_view value) {
    return base::replaced(std::move(text), hole, value);
}

inline std::string full_width(std::string_view text) {
    std::string wide;
    for (const char c : text) {
        if (c >= '0' && c <= '9')
            base::append_utf8(wide, static_cast<char32_t>(0xFF10 + (c - '0')));
        else
            wide += c;
    }
    return wide;
}

/// 205300 in the numerals given: 贰拾万伍仟叁佰.
inline std::string han_number(std::int64_t value, const std::array<std::string_view, 10>& digits,
                              const std::array<std::string_view, 4>& units) {
    static constexpr std::array<std::string_view, 3> kSections = {"", "万", "亿"};
    std::string text;
    bool gap = false;
    for (int section = 2; section >= 0; --section) {
        std::int64_t scale = 1;
        for (int i = 0; i < section; ++i) scale *= 10'000;
        std::int64_t part = value / scale % 10'000;
        if (part == 0) {
            gap = gap || !text.empty();
            continue;
        }
        std::int64_t unit = 1000;
        for (int place = 3; place >= 0; --place, unit /= 10) {
            const auto digit = static_cast<std::size_t>(part / unit % 10);
            if (digit == 0) {
                gap = gap || !text.empty();
                continue;
            }
            if (gap && !text.empty()) text += digits[0];
            gap = false;
            text +=
                std::string(digits[digit]) + std::string(units[static_cast<std::size_t>(place)]);
        }
        gap = part % 10 == 0 && gap;
        text += kSections[static_cast<std::size_t>(section)];
    }
    return text.empty() ? std::string(digits[0]) : text;
}

inline std::string capital(std::int64_t yuan) {
    return han_number(yuan, {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"},
                      {"", "拾", "佰", "仟"});
}
inline std::string everyday(std::int64_t yuan) {
    return han_number(yuan, {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"},
                      {"", "十", "百", "千"});
}

inline std::string with_commas(std::int64_t value) {
    std::string text = std::to_string(value);
    for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
    return text;
}

/// 16.72万: at most two places are needed, since every amount is a multiple of a hundred.
inline std::string in_ten_thousands(std::int64_t yuan) {
    std::string text = std::to_string(yuan / 10'000);
    std::int64_t rest = yuan % 10'000 / 100;
    if (rest == 0) return text + "万";
    text += "." + std::to_string(rest / 10);
    if (rest % 10 != 0) text += std::to_string(rest % 10);
    return text + "万";
}

/// An amount in one of its notations, its 元 among them.
inline std::string amount_words(std::int64_t yuan, Dice& dice) {
    const std::string plain = std::to_string(yuan);
    switch (dice.between(0, 11)) {
        case 0:
            return plain + "元";
        case 1:
            return with_commas(yuan) + ".00元";
        case 2:
            return in_ten_thousands(yuan) + "元";
        case 3:
            return capital(yuan) + "元整";
        case 4:
            return capital(yuan) + "圆整（￥" + with_commas(yuan) + ".00）";
        case 5:
            return capital(yuan) + "元整（¥" + plain + ".00元）";
        case 6:
            return full_width(plain) + "元";
        case 7:
            return everyday(yuan) + "元";
        case 8:
            return plain + ".00元（大写：" + capital(yuan) + "元正）";
        case 9:
            return plain + "元（" + capital(yuan) + "元整）";
        case 10:
            return "￥" + plain + ".00";
        default:
            return " " + plain + " 元整";
    }
}

struct MadeDecision {
    std::string text;
    std::string number;
    std::string normal;
    std::string authority;
    std::vector<std::string> parties;
    std::vector<std::string> ids;
    std::string fine;         ///< "" for none
    std::string confiscated;  ///< "" for none
    std::set<std::string> kinds;
    std::string date;
};

struct Agency {
    const char* name;
    const char* prefix;
    const char* normal;
};

inline constexpr Agency kAgencies[] = {
    {"阳新县市场监督管理局", "阳市监罚处", "阳市监罚处"},
    {"阳新县市场监督管理局", "（阳新）市监处罚", "(阳新)市监处罚"},
    {"阳新县市场监督管理局", "阳市监价处字", "阳市监价处字"},
    {"黄石市生态环境局阳新县分局", "黄环阳罚决字", "黄环阳罚决字"},
    {"黄石市生态环境局阳新县分局", "鄂 0222 环罚决字", "鄂0222环罚决字"},
    {"阳新县应急管理局", "(鄂阳)应急罚", "(鄂阳)应急罚"},
    {"阳新县自然资源和规划局", "阳自然资规罚决", "阳自然资规罚决"},
    {"阳新县农业农村局", "阳农（渔政）罚", "阳农(渔政)罚"},
    {"阳新县城市管理执法局", "阳综执罚决字", "阳综执罚决字"},
    {"阳新县公安局", "阳公(网安)行罚决字", "阳公(网安)行罚决字"},
    {"浮屠镇人民政府", "浮府执法决字", "浮府执法决字"},
    {"阳新县商务局", "阳商法函", "阳商法函"},
    {"阳新县卫生健康局", "阳卫公罚", "阳卫公罚"},
    {"阳新县文化和旅游局", "(阳)文综罚字", "(阳)文综罚字"},
    {"阳新县烟草专卖局", "阳烟处", "阳烟处"},
    {"阳新县消防救援大队", "阳（消）行罚决字", "阳(消)行罚决字"},
    {"国家税务总局阳新县税务局", "阳税稽罚", "阳税稽罚"},
    {"阳新县水利和湖泊局", "阳水罚决字", "阳水罚决字"},
    {"阳新县住房和城乡建设局", "阳建罚决宇", "阳建罚决字"},
    {"金海开发区管理委员会", "金管综执罚", "金管综执罚"},
};

inline void make_number(MadeDecision& made, const Agency& agency, int year, Dice& dice) {
    static constexpr const char* kYears[] = {"〔Y〕", "[Y]",   "（Y）", "(Y)",   "【Y】",   "﹝Y﹞",
                                             "［Y］", "〈Y〉", "《Y》", "「Y」", "〔 Y 〕", "〔Y]"};
    struct Serial {
        const char* form;
        const char* normal;
    };
    static constexpr Serial kSerials[] = {{"N号", "N"},      {"第N号", "N"},     {"第 N 号", "N"},
                                          {"00N号", "N"},    {"N 号", "N"},      {" N号", "N"},
                                          {"N-2号", "N-2"},  {"N号之一", "N-1"}, {"N呈", "N"},
                                          {"第000N号", "N"}, {"N", "N"}};
    const std::string digits = std::to_string(year);
    const std::string serial = dice.chance(6)
                                   ? "42022210" + std::to_string(dice.between(1'000'000, 9'999'999))
                                   : std::to_string(dice.between(1, 999));
    const Serial& form = dice.pick(kSerials);
    const std::string shown = dice.chance(12) ? full_width(digits) : digits;
    made.number = agency.prefix + filled(dice.pick(kYears), "Y", shown) +
                  filled(form.form, "N", dice.chance(8) ? full_width(serial) : serial);
    made.normal =
        std::string(agency.normal) + "|" + digits + "|" + filled(form.normal, "N", serial);
}

inline std::string head(const MadeDecision& made, Dice& dice) {
    static constexpr const char* kTitles[] = {"行政处罚决定书", "行 政 处 罚 决 定 书",
                                              "处 罚 决 定 书", "行政处罚\n决定书",
                                              "行　政　处　罚　决　定　书"};
    static constexpr const char* kOrders[] = {
        "A\nT\nN", "A\nN\nT",       "A T\nN",     "A\nT\n文号：N", "A\nT\n                编号：N",
        "N\nA\nT", "A\nT\n案号: N", "A\nT\n（N）"};
    std::string text = dice.pick(kOrders);
    text = filled(text, "T", dice.pick(kTitles));
    text = filled(text, "A", made.authority);
    return filled(text, "N", made.number) + "\n";
}

/// A code of GB 32100 with a right check digit.
inline std::string credit_code(Dice& dice) {
    static constexpr std::string_view kSigns = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    std::string code = "91420299MA";
    while (code.size() < 17) code += kSigns[static_cast<std::size_t>(dice.between(0, 30))];
    int sum = 0;
    int weight = 1;
    for (const char c : code) {
        sum += static_cast<int>(kSigns.find(c)) * weight;
        weight = weight * 3 % 31;
    }
    return code + kSigns[static_cast<std::size_t>((31 - sum % 31) % 31)];
}

inline std::string company(Dice& dice) {
    static constexpr const char* kPlaces[] = {"阳新", "黄石", "湖北", "阳新县", "富川"};
    static constexpr const char* kNames[] = {"清泉", "宏顺", "百禾", "金穗", "云岭", "四海"};
    static constexpr const char* kTrades[] = {
        "食品有限公司", "建材有限责任公司",       "大药房", "新材料股份有限公司", "养殖专业合作社",
        "酒店",         "矿业有限公司第二分公司", "便利店"};
    return std::string(dice.pick(kPlaces)) + dice.pick(kNames) + dice.pick(kTrades);
}

inline std::string party_block(MadeDecision& made, Dice& dice) {
    struct Block {
        const char* text;
        char id;  ///< c: credit code, m: masked code, i: identity number, -: none
        bool person;
    };
    static constexpr Block kBlocks[] = {
        {"当事人：P\n统一社会信用代码：I\n住所：阳新县某某路1号\n法定代表人：钱某\n", 'c', false},
        {"当 事 人：P\n主体资格证照名称：营业执照\n统一社会信用代码：I\n住所（住址）：某某村\n"
         "法定代表人（负责人、经营者）：孙某\n",
         'c', false},
        {"被处罚单位：P    统一社会信用代码：I\n地址：某某工业园\n", 'c', false},
        {"被处罚人：P，男，1980年1月5日出生，公民身份号码：I，住某某镇某某村。\n", 'i', true},
        {"P：\n统一社会信用代码：I\n地址：某某镇某某村三组\n", 'c', false},
        {"单位名称：P\n社会信用代码（注册号）：I\n邮政编码：000000\n", 'm', false},
        {"当事人\tP\n统一社会信用代码\tI\n住址\t某某街道\n", 'c', false},
        {"当事人名称或姓名：P\n身份证（其他有效证件）号码：I\n联系电话：0000-0000000\n", 'i', true},
        {"当事人（单位）名称：P\n组织机构代码（统一社会信用代码）：I\n", 'c', false},
        {"违法行为人：P，女，公民身份证号码I，现住某某镇。\n", 'i', true},
        {"当事人：P（个体工商户）\n经营者：吴某\n统一社会信用代码：I\n", 'c', false},
    };
    static constexpr const char* kPersons[] = {"赵某", "周某某", "郑某甲", "欧阳某"};
    const Block& block = dice.pick(kBlocks);
    std::string id;
    if (block.id == 'c') id = credit_code(dice);
    if (block.id == 'm') id = "91420222XXXXXXXXXX";
    if (block.id == 'i') id = dice.chance(50) ? "420299198001050019" : "420299********0019";
    made.parties = {block.person ? std::string(dice.pick(kPersons)) : company(dice)};
    made.ids = {id};
    return filled(filled(block.text, "P", made.parties[0]), "I", id);
}

/// Facts and law: every amount in them is a trap.
inline std::string basis(Dice& dice) {
    static constexpr const char* kFacts[] = {
        "经查，当事人销售标签不合格商品，货值金额18,181.73元，违法所得8600元。\n",
        "2023年3月2日，我局立案调查。经查明，该工程合同价款为叁佰贰拾万元，未办理施工许可。\n",
        "2023年2月11日现场检查发现，当事人未经批准占用土地1200平方米。\n",
        "当事人于2023年1月15日开工建设，至检查时已投资46万元。另欠缴费用及滞纳金3200元。\n",
        "2021年当事人曾因同类行为被处以罚款5万元。本次经营额为2.4万元。\n"};
    static constexpr const char* kLaws[] = {
        "上述行为违反了《某某条例》第三十三条。依据该条例第五十五条“可以并处五万元以上二十万元以下"
        "的罚"
        "款；情节严重的，责令停产停业，吊销许可证”的规定，",
        "根据《某某法》第六十八条规定：“没收违法所得，并处违法所得一倍以上三倍以下罚款，"
        "对责任人处一万元以下罚款。”\n",
        "我局于2023年5月6日送达了《行政处罚听证告知书》（阳某罚听告〔2023〕88号），拟对你单位处30万"
        "元罚"
        "款，当事人未提出陈述申辩。\n",
        "参照《某某裁量权基准》，该行为应处10万元以上15万元以下罚款。\n"};
    return std::string(dice.pick(kFacts)) + dice.pick(kLaws);
}

struct Clause {
    const char* words;
    const char* kinds;
};

inline constexpr Clause kFines[] = {
    {"罚款人民币A", "fine"},
    {"处以A罚款", "fine"},
    {"处A的罚款", "fine"},
    {"罚款：A", "fine"},
    {"处以人民币A罚款", "fine"},
    {"处货值金额18000元五倍的罚款，计A", "fine"},
    {"对非法占用的土地按每平方米300元的标准处以罚款，共计人民币A", "fine"},
    {"处违法所得1.5倍罚款计A", "fine"},
    {"处工程合同价款叁佰贰拾万元2%的罚款，即人民币A", "fine"},
    {"处以罚款，罚款金额为A", "fine"},
    {"警告，并处罚款A", "warning fine"},
    {"通报批评，并处A罚款", "criticism fine"},
    {"责令停产停业，并处罚款人民币A", "order-suspend-business fine"},
    {"责令限期改正违法行为，并处罚款A", "fine"},
};
inline constexpr Clause kTakings[] = {
    {"没收违法所得A", "confiscate-income"},
    {"没收违法所得人民币A，上缴国库", "confiscate-income"},
    {"没收非法所得共计A", "confiscate-income"},
    {"没收当事人的违法所得A", "confiscate-income"},
};
inline constexpr Clause kOthers[] = {
    {"没收在非法占用的土地上新建的建筑物和其他设施", "confiscate-property"},
    {"没收用于违法经营的工具三件", "confiscate-property"},
    {"没收违法经营的卷烟35条", "confiscate-property"},
    {"吊销食品经营许可证", "revoke-permit"},
    {"暂扣安全生产许可证三十日", "suspend-permit"},
    {"降低资质等级", "lower-qualification"},
    {"责令关闭", "order-close"},
    {"限制开展生产经营活动六个月", "restrict-operations"},
    {"五年内禁止从事食品生产经营活动", "bar-from-trade"},
    {"责令退还非法占用的土地，限期拆除", ""},
};

inline std::string money_text(std::int64_t yuan) { return base::format_money(base::yuan(yuan)); }

inline void add_kinds(MadeDecision& made, std::string_view kinds) {
    for (const std::string_view kind : base::split(kinds, ' '))
        if (!kind.empty()) made.kinds.emplace(kind);
}

inline std::int64_t some_amount(Dice& dice) {
    static constexpr std::int64_t kEdges[] = {200'000, 199'900, 200'100, 500, 1'000'000, 10'500};
    return dice.chance(25) ? dice.pick(kEdges) : dice.between(5, 9'999) * 100;
}

inline std::string operative(MadeDecision& made, Dice& dice) {
    static constexpr const char* kAnchors[] = {"决定处罚如下：\n",
                                               "现作出如下行政处罚：\n",
                                               "本机关决定对当事人作出以下行政处罚：\n",
                                               "我局决定给予当事人行政处罚如下：\n",
                                               "本局决定对你单位作出如下处罚决定：\n",
                                               "经集体讨论，决定给予以下行政处罚：\n",
                                               "决定作出如下处罚：\n"};
    static constexpr const char* kMarks[] = {"1.", "一、", "（一）", "1、", "①"};
    static constexpr const char* kSeconds[] = {"2.", "二、", "（二）", "2、", "②"};
    static constexpr const char* kThirds[] = {"3.", "三、", "（三）", "3、", "③"};
    std::vector<std::string> clauses;
    if (dice.chance(35)) {
        const std::int64_t taken = some_amount(dice);
        const Clause& clause = dice.pick(kTakings);
        clauses.push_back(filled(clause.words, "A", amount_words(taken, dice)));
        made.confiscated = money_text(taken);
        add_kinds(made, clause.kinds);
    }
    if (dice.chance(35)) {
        const Clause& clause = dice.pick(kOthers);
        clauses.emplace_back(clause.words);
        add_kinds(made, clause.kinds);
    }
    if (clauses.empty() || made.kinds.empty() || dice.chance(80)) {
        const std::int64_t fine = some_amount(dice);
        const Clause& clause = dice.pick(kFines);
        clauses.push_back(filled(clause.words, "A", amount_words(fine, dice)));
        made.fine = money_text(fine);
        add_kinds(made, clause.kinds);
    }
    std::string text = dice.pick(kAnchors);
    if (clauses.size() == 1) return text + clauses[0] + "。\n";
    const auto style = static_cast<std::size_t>(dice.between(0, std::ssize(kMarks) - 1));
    for (std::size_t i = 0; i < clauses.size(); ++i) {
        text += (i == 0 ? kMarks : i == 1 ? kSeconds : kThirds)[style];
        text += clauses[i] + (i + 1 == clauses.size() ? "。\n" : "；\n");
    }
    if (!made.fine.empty() && !made.confiscated.empty() && dice.chance(20)) {
        const auto sum = *base::parse_money(made.fine) + *base::parse_money(made.confiscated);
        text += "以上罚没款合计" + std::to_string(sum.fen / 100) + "元。\n";
    }
    return text;
}

inline std::string tail(MadeDecision& made, base::Date date, Dice& dice) {
    static constexpr const char* kAppeals[] = {
        "当事人应当自收到本决定书之日起十五日内缴纳罚款。逾期不缴纳的，每日按罚款数额的百分之三加处"
        "罚款。"
        "如不服本决定，可在六十日内申请行政复议。\n",
        "限你单位自收到本处罚决定书之日起15日内将罚款缴至指定银行。到期不缴纳的，加处罚款的数额不超"
        "过罚款"
        "本数。\n",
        "履行方式和期限：当事人应于接到本决定书之日起十五日内将罚没款缴入财政专户。\n"};
    static constexpr const char* kZeros[] = {"〇", "○", "零", "O", "0", "◯"};
    static constexpr const char* kDigits[] = {"",   "一", "二", "三", "四",
                                              "五", "六", "七", "八", "九"};
    const int year = base::year_of(date);
    const auto month = base::month_of(date);
    const auto day = base::day_of(date);
    std::string words;
    switch (dice.between(0, 5)) {
        case 0:
        case 1: {
            std::string zero = dice.pick(kZeros);
            for (const char c : std::to_string(year)) words += c == '0' ? zero : kDigits[c - '0'];
            std::string m = everyday(month);
            std::string d = everyday(day);
            if (month >= 10 && month < 20) m = m.substr(std::string("一").size());
            if (day >= 10 && day < 20) d = d.substr(std::string("一").size());
            words += "年" + m + "月" + d + "日";
            break;
        }
        case 2:
            words = std::to_string(year) + " 年 " + std::to_string(month) + " 月 " +
                    std::to_string(day) + " 日";
            break;
        case 3:
            words = full_width(std::to_string(year) + "年" + std::to_string(month) + "月" +
                               std::to_string(day) + "日");
            break;
        default:
            words = std::to_string(year) + "年" + std::to_string(month) + "月" +
                    std::to_string(day) + "日";
            break;
    }
    static constexpr const char* kSigns[] = {"A\nD\n",        "A（印章）\nD\n", "A\nD（公章）\n",
                                             "A  D\n",        "（盖章）A\nD\n", "A\n（印 章）\nD\n",
                                             "A\n    D    \n"};
    static constexpr const char* kAfter[] = {"",
                                             "",
                                             "",
                                             "本决定书一式三份，一份送达，一份归档，一份交财政。\n",
                                             "当事人签收：          2024年12月30日\n",
                                             "（联系人：某某，联系电话：0000-0000000）\n",
                                             "附件：1.缴款须知\n",
                                             "抄送：某某县财政局\n",
                                             "- 3 -\n"};
    std::string text = std::string(dice.pick(kAppeals)) + "\n" + dice.pick(kSigns);
    text = filled(filled(text, "A", made.authority), "D", words);
    made.date = base::format_date(date);
    return text + dice.pick(kAfter);
}

inline MadeDecision made_decision(std::uint64_t seed) {
    Dice dice(seed);
    MadeDecision made;
    const Agency& agency = dice.pick(kAgencies);
    made.authority = agency.name;
    const auto date = *base::make_date(static_cast<int>(dice.between(2023, 2025)),
                                       static_cast<unsigned>(dice.between(1, 12)),
                                       static_cast<unsigned>(dice.between(1, 28)));
    make_number(made, agency, base::year_of(date), dice);
    made.text = head(made, dice);
    made.text += party_block(made, dice);
    made.text += basis(dice);
    made.text += operative(made, dice);
    made.text += tail(made, date, dice);
    return made;
}

}  // namespace parsers::fields::test
