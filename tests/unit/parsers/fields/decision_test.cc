#include "parsers/fields/decision.h"

#include <gtest/gtest.h>

#include <map>

#include "base/text.h"
#include "parsers/fields/identity.h"
#include "parsers/fields/parties.h"
#include "parsers/fields/segments.h"

namespace parsers::fields {
namespace {

Document read(std::string_view text) {
    Document document;
    document.text = text;
    read_fields(document);
    return document;
}

std::string all(const Document& document, std::string_view name) {
    std::string found;
    for (const Field& field : document.fields)
        if (field.name == name) found += (found.empty() ? "" : " ") + field.value;
    return found;
}

double confidence(const Document& document, std::string_view name) {
    for (const Field& field : document.fields)
        if (field.name == name) return field.confidence;
    return 0;
}

std::string paper(std::string_view head, std::string_view party, std::string_view imposed,
                  std::string_view end = "某某县水利和湖泊局\n2025年3月4日\n") {
    return std::string(head) + std::string(party) +
           "经查，当事人擅自取水。\n上述事实有笔录为证。\n本机关决定处罚如下：\n" +
           std::string(imposed) + "\n当事人应当自收到本决定书之日起十五日内缴纳罚款。\n" +
           std::string(end);
}

constexpr char kHead[] = "某某县水利和湖泊局\n行政处罚决定书\n某水罚决字〔2025〕9号\n";
constexpr char kParty[] = "当事人：某某泵业有限公司\n";

struct Two {
    std::string text;
    const char* expected;
};

TEST(Decision, KnowsTheTitleInEveryLayout) {
    const Two cases[] = {
        {"某某县水利和湖泊局行政处罚决定书\n某水罚决字〔2025〕9号\n", "某水罚决字|2025|9"},
        {"行政处罚决定书（某水罚决字〔2025〕9号）\n", "某水罚决字|2025|9"},
        {"某某县水利和湖泊局\n行 政 处 罚\n决 定 书\n\n某水罚决字〔2025〕9号\n",
         "某水罚决字|2025|9"},
        {"某水罚决字〔2025〕9号\n某某县水利和湖泊局\n行政处罚决定书\n", "某水罚决字|2025|9"},
        {"某某县水利和湖泊局文件\n某水罚决字〔2025〕9号\n行政处罚决定书\n", "某水罚决字|2025|9"},
        {"行政处罚决定书\n(副本)\n某水罚决字〔2025〕9号\n", "某水罚决字|2025|9"},
        {"税务行政处罚决定书（简易）\n某税罚〔2025〕9号\n", "某税罚|2025|9"},
        {"案卷号：某水案〔2025〕3号\n行政处罚决定书\n某水罚决字〔2025〕9号\n", "某水罚决字|2025|9"},
    };
    for (const Two& one : cases)
        EXPECT_EQ(
            all(read(paper(one.text, kParty, "罚款人民币伍仟元整。")), "decision_number_normal"),
            one.expected)
            << one.text;
}

TEST(Decision, ANumberThatCannotBeReadIsNoLackOfOne) {
    const auto strange = read(paper(
        "某某县水利和湖泊局\n行政处罚决定书\n某水罚决字〔2025〕第?-壹号\n", kParty, "罚款1万元。"));
    EXPECT_EQ(all(strange, "decision_number_normal"), "");
    EXPECT_EQ(all(strange, "number_unread"), "yes");
    const auto none = read(paper("某某县水利和湖泊局\n行政处罚决定书\n", kParty, "罚款1万元。"));
    EXPECT_EQ(all(none, "number_unread"), "");
}

TEST(Decision, ACodeMayStandBehindTheNameAlone) {
    const std::string code = "91420299MA49000354";
    const char* const parties[] = {"当事人：某某泵业有限公司（91420299MA49000354）\n",
                                   "某某泵业有限公司（纳税人识别号：91420299MA49000354）：\n",
                                   "某某泵业有限公司（统一社会信用代码：91420299MA49000354）：\n"};
    for (const char* party : parties) {
        const auto document = read(paper(kHead, party, "罚款1万元。"));
        EXPECT_EQ(all(document, "party"), "某某泵业有限公司") << party;
        EXPECT_EQ(all(document, "party_id"), code) << party;
    }
    EXPECT_EQ(all(read(paper(kHead, "当事人阮某某，男，住某某镇。\n", "罚款1千元。")), "party"),
              "阮某某");
}

TEST(Decision, OtherPapersAreNone) {
    const char* cases[] = {
        "关于张贴公告的说明\n现公告送达。\n附件：行政处罚决定书（某市监处〔2025〕1号）\n",
        "送达回证\n送达文书名称：行政处罚决定书\n受送达人：某某\n2025年1月2日\n",
        "卷内目录\n序号\t文书\t页码\n1\t行政处罚决定书\t3\n",
        "情况说明\n我局已下达《行政处罚决定书》。\n",
        "关于行政处罚决定书送达情况的报告\n县司法局：\n现将情况报告如下。\n",
    };
    for (const char* text : cases) EXPECT_EQ(all(read(text), "decision"), "") << text;
}

TEST(Decision, ReadsPartiesInEveryBlock) {
    struct Case {
        const char* block;
        const char* parties;
        const char* ids;
    };
    const Case cases[] = {
        {"当事人：\n某某泵业有限公司\n统一社会信用代码：91420299MA49000354\n", "某某泵业有限公司",
         "91420299MA49000354"},
        {"当事人（单位）\n名称：某某泵业有限公司\n统一社会信用代码：9142 0299 MA49 0003 54\n",
         "某某泵业有限公司", "91420299MA49000354"},
        {"被处罚单位（人）：某某泵业有限公司（以下简称某某公司）\n", "某某泵业有限公司", ""},
        {"甲某、乙某：\n", "甲某 乙某", ""},
        {"当事人：某某化工、建材有限公司\n", "某某化工、建材有限公司", ""},
        {"当事人一：某某泵业有限公司\n统一社会信用代码：****************\n当事人二：丙某\n"
         "公民身份号码：420299198001050019\n",
         "某某泵业有限公司 丙某", "**************** 420299198001050019"},
        {"姓名\t丙某\t性别\t男\n身份证号\t420299198001050019\n", "丙某", "420299198001050019"},
        {"当事人：某某泵业有限公司\n法定代表人：丙某  身份证号码：420299198001050019\n",
         "某某泵业有限公司", ""},
        {"当事人：某某早餐店（经营者：丁某）\n注册号：420299600012345\n", "某某早餐店",
         "420299600012345"},
        {"某某镇某某村民委员会：\n", "某某镇某某村民委员会", ""},
        {"当事人签名：\n当事人：某某泵业有限公司\n", "某某泵业有限公司", ""},
        {"被处罚人\t当事人签字或盖章\n当事人\t某某早餐店\n", "某某早餐店", ""},
        {"被处罚人姓名：欧阳某 性别：女 年龄：41 身份证号：420299198001050019\n", "欧阳某",
         "420299198001050019"},
    };
    for (const Case& one : cases) {
        const Document document = read(paper(kHead, one.block, "罚款人民币伍仟元整。"));
        EXPECT_EQ(all(document, "party"), one.parties) << one.block;
        EXPECT_EQ(all(document, "party_id"), one.ids) << one.block;
    }
}

TEST(Decision, TheCheckDigitSaysHowSureACodeIs) {
    EXPECT_EQ(check_credit_code("91420299MA49000354"), Check::Right);
    EXPECT_EQ(check_credit_code("91420299MA49000345"), Check::Wrong);
    EXPECT_EQ(check_credit_code("91420299MAI9000354"), Check::Wrong) << "there is no I in a code";
    EXPECT_EQ(check_credit_code("91420299XXXXXXXXXX"), Check::Masked);
    EXPECT_EQ(check_credit_code("420299600012345"), Check::Unknown);
    EXPECT_EQ(check_identity_number("11010519491231002X"), Check::Right) << "GB 11643, annex";
    EXPECT_EQ(check_identity_number("110105194912310021"), Check::Wrong);
    const auto sure = [](const char* code) {
        return confidence(
            read(paper(kHead, std::string(kParty) + "统一社会信用代码：" + code + "\n",
                       "罚款1万元。")),
            "party_id");
    };
    EXPECT_GT(sure("91420299MA49000354"), sure("91420299XXXXXXXXXX"));
    EXPECT_GT(sure("91420299XXXXXXXXXX"), sure("91420299MA49000345"));
}

TEST(Decision, ACodeBrokenByAPagesEdgeIsWholeWhereItsCheckDigitAgrees) {
    const auto id = [](const char* party) {
        return all(read(paper(kHead, party, "罚款5000元。")), "party_id");
    };
    EXPECT_EQ(
        id("当事人：某某泵业有限公司，统一社会信用代码：91420299MA4900000\nH，住所：某路1号。\n"),
        "91420299MA4900000H");
    EXPECT_EQ(id("当事人：某某泵业有限公司，统一社会信用代码：91420299MA490\n0000H。\n"),
              "91420299MA4900000H");
    EXPECT_EQ(id("当事人：某某泵业有限公司，统一社会信用代码：91420299MA4900000\n9号楼。\n"),
              "91420299MA4900000");
}

TEST(Decision, AShopHasAnOperator) {
    EXPECT_EQ(all(read(paper(kHead, "当事人：某某早餐店\n经营者：丁某\n", "罚款500元。")),
                  "party_operator"),
              "丁某");
}

TEST(Decision, GivesEachPartyItsOwnFine) {
    struct Case {
        const char* imposed;
        const char* fines;
        const char* total;
    };
    const Case cases[] = {
        {"一、对某某泵业有限公司处以罚款12万元；\n二、对丙某处以罚款9万元。", "120000.00 90000.00",
         "210000.00"},
        {"对某某泵业有限公司、丙某各处罚款人民币壹万元整。", "10000.00 10000.00", "20000.00"},
        {"1.某某泵业有限公司罚款贰拾万元整（￥200000.00）；2.丙某罚款叁仟元整（￥3000.00）。",
         "200000.00 3000.00", "203000.00"},
    };
    for (const Case& one : cases) {
        const Document document =
            read(paper(kHead, "当事人：某某泵业有限公司\n当事人：丙某\n", one.imposed));
        EXPECT_EQ(all(document, "party_fine"), one.fines) << one.imposed;
        EXPECT_EQ(all(document, "fine"), one.total) << one.imposed;
    }
}

TEST(Decision, IsDatedByItsSigning) {
    const Two cases[] = {
        {"某某县水利和湖泊局\n二〇二五年三月四日\n", "2025-03-04"},
        {"某某县水利和湖泊局（印章）\n2025年3月4日\n当事人签收：丙某  2025年3月9日\n",
         "2025-03-04"},
        {"某某县水利和湖泊局\n2025年3月4日\n\n送达回证\n受送达人：丙某\n某某县水利和湖泊局\n2025年"
         "3"
         "月9日\n",
         "2025-03-04"},
        {"2025年3月4日\n", "2025-03-04"},
        {"某某县水利和湖泊局 2025年3月4日\n", "2025-03-04"},
        {"某某县水利和湖泊局\n某某县公安局\n二○二五年三月四日\n抄送：某某镇人民政府\n2025年3月9日"
         "印"
         "发\n",
         "2025-03-04"},
        {"（印章）\n某某县水利和湖泊局\n2025年 3 月 4 日（公章）\n", "2025-03-04"},
        {"某某县水利和湖泊局\n202534日\n", "2025-03-04"},
    };
    for (const Two& one : cases) {
        const Document document = read(paper(kHead, kParty, "罚款5000元。", one.text));
        EXPECT_EQ(all(document, "decision_date"), one.expected) << one.text;
        EXPECT_EQ(all(document, "authority").rfind("某某县水利和湖泊局", 0), 0U) << one.text;
    }
}

TEST(Decision, NumeralsThatDifferLowerTheConfidence) {
    const Document same = read(paper(kHead, kParty, "罚款人民币贰拾万元整（￥200000.00）。"));
    EXPECT_EQ(confidence(same, "fine"), 1);
    EXPECT_EQ(all(same, "amounts_differ"), "");
    const Document other = read(paper(kHead, kParty, "罚款人民币贰拾万元整（￥20000.00）。"));
    EXPECT_LT(confidence(other, "fine"), 0.5);
    EXPECT_EQ(all(other, "amounts_differ"), "yes");
    EXPECT_EQ(all(other, "fine"), "200000.00") << "the written-out numerals count";
}

TEST(Decision, ImposesWhatTheOperativePartSays) {
    struct Case {
        const char* imposed;
        const char* kinds;
        const char* fine;
        const char* confiscated;
    };
    const Case cases[] = {
        {"1.罚款人民币10万元，其中5万元暂缓执行。", "fine", "100000.00", ""},
        {"责令改正违法行为，处以罚款人民币¥50,000.00元（大写：伍万元整）。", "fine", "50000.00",
         ""},
        {"对你单位处以违法建设工程造价1,250,000元百分之六的罚款，即柒万伍仟元整。", "fine",
         "75000.00", ""},
        {"没收违法所得３，２００元，并处违法所得三倍罚款９，６００元，罚没款合计１２，８００元。",
         "confiscate-income fine", "9600.00", "3200.00"},
        {"没收在非法占用的368平方米土地上新建的厂房等建筑物和其他设施，并处非法占用耕地每平方米100"
         "元罚款，"
         "共计叁万陆仟捌佰元整。",
         "confiscate-property fine", "36800.00", ""},
        {"没收渔获物12公斤、三层刺网2张。", "confiscate-property", "", ""},
        {"给予警告，责令停业整顿七日。", "warning order-suspend-business", "", ""},
        {"行政拘留十日，并处五百元罚款。", "detention fine", "500.00", ""},
        {"吊销机动车驾驶证，且终生不得重新取得机动车驾驶证。", "revoke-permit", "", ""},
        {"罚款人民币廿万元整。", "fine", "200000.00", ""},
        {"罚款人民币两千元。", "fine", "2000.00", ""},
        {"罚款人民币贰拾万零伍佰元整。", "fine", "200500.00", ""},
        {"处罚款人民币壹佰零伍万元整。", "fine", "1050000.00", ""},
        {"责令退还非法占用的土地；自行拆除新建建筑物。", "", "", ""},
        {"免予罚款。没收违法所得500元。", "confiscate-income", "", "500.00"},
        {"处以罚款人民币（大写）叁仟圆整，（小写）3000元。", "fine", "3000.00", ""},
        {"罚款16.72万元。", "fine", "167200.00", ""},
        {"罚款人民币 25 000.00 元。", "fine", "25000.00", ""},
        {"没收违法所得人民币壹万贰仟元整（￥12000元）和违法物品，上缴国库。",
         "confiscate-income confiscate-property", "", "12000.00"},
    };
    for (const Case& one : cases) {
        const Document document = read(paper(kHead, kParty, one.imposed));
        EXPECT_EQ(all(document, "kind"), one.kinds) << one.imposed;
        EXPECT_EQ(all(document, "fine"), one.fine) << one.imposed;
        EXPECT_EQ(all(document, "confiscated"), one.confiscated) << one.imposed;
    }
}

TEST(Decision, ReadsSeveralOfOneFileWithTitlesOverTwoLines) {
    const std::string one = paper("某某县水利和湖泊局\n行政处罚\n决定书\n某水罚决字〔2025〕9号\n",
                                  kParty, "罚款1万元。");
    const std::string two = paper("某某县水利和湖泊局\n行政处罚\n决定书\n某水罚决字〔2025〕10号\n",
                                  "当事人：丙某\n", "罚款2万元。");
    const Document document = read(one + two);
    EXPECT_EQ(all(document, "decision_number_normal"), "某水罚决字|2025|9 某水罚决字|2025|10");
    EXPECT_EQ(all(document, "fine"), "10000.00 20000.00");
    EXPECT_EQ(all(document, "party"), "某某泵业有限公司 丙某");
    EXPECT_EQ(all(document, "decision_date"), "2025-03-04 2025-03-04");
}

Document scanned(std::string_view text) {
    Document document;
    document.text = text;
    document.text_source = TextSource::Ocr;
    read_fields(document);
    return document;
}

TEST(Decision, OfAPictureTheNameInTheHeadIsTheOneToGoBy) {
    const std::string text =
        paper(kHead, kParty, "罚款人民币5000元。", "虽某县水利和湖汩局\n2025年3月4日\n");
    EXPECT_EQ(all(scanned(text), "authority"), "某某县水利和湖泊局");
    EXPECT_EQ(all(read(text), "authority"), "虽某县水利和湖汩局") << "what is written is written";
    EXPECT_EQ(all(scanned(paper(kHead, kParty, "罚款人民币5000元。",
                                "某某县城市管理执法局\n2025年3月4日\n")),
                  "authority"),
              "某某县城市管理执法局")
        << "another name is no misreading";
}

TEST(Decision, ANumberThatIsNotQuiteItsNoticesIsDoubtful) {
    const auto of = [](std::string_view number, std::string_view notice) {
        return paper("某某县水利和湖泊局\n行政处罚决定书\n" + std::string(number) + "\n",
                     std::string(kParty) + "本机关送达了《行政处罚告知书》(" + std::string(notice) +
                         ")，当事人未陈述。\n",
                     "罚款人民币5000元。");
    };
    const Document made_up = scanned(of("某上水湖罚决字〔2025〕9号", "某水湖罚告〔2025〕8号"));
    EXPECT_EQ(all(made_up, "decision_number_normal"), "某上水湖罚决字|2025|9");
    EXPECT_LT(confidence(made_up, "decision_number_normal"), kDisputed);
    EXPECT_LT(confidence(made_up, "decision_number"), kDisputed);
    EXPECT_EQ(confidence(read(of("某上水湖罚决字〔2025〕9号", "某水湖罚告〔2025〕8号")),
                         "decision_number"),
              1);
    EXPECT_LT(confidence(scanned(of("杋水湖罚决字〔2025〕9号", "某水湖罚告〔2025〕8号")),
                         "decision_number"),
              kDisputed);
    for (const char* notice :
         {"某水湖罚告〔2025〕8号", "某水罚告字〔2025〕8号", "湖罚先告〔2025〕8号"})
        EXPECT_EQ(confidence(scanned(of("某水湖罚决字〔2025〕9号", notice)), "decision_number"),
                  std::string(notice) == "某水罚告字〔2025〕8号" ? 0.4 : 1)
            << notice;
}

TEST(Decision, TheNumberOfANoticeInASentenceIsNotItsOwn) {
    const std::string head =
        "某某县水利和湖泊局\n行政处罚决定书\n当事人：某某泵业有限公司\n2025年2月1日，"
        "本机关送达了《行政处罚告知书》(某水罚告〔2025〕8号)，当事人未陈述。\n";
    EXPECT_EQ(all(read(paper(head, "", "罚款人民币5000元。")), "decision_number"), "");
}

}  // namespace
}  // namespace parsers::fields
