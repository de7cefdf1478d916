#include "parsers/fields/penalty.h"

#include <gtest/gtest.h>

#include "base/text.h"
#include "parsers/text/charset.h"

namespace parsers::fields {
namespace {

struct Case {
    const char* operative;
    const char* kinds;
    const char* fine;  ///< "" for none
    const char* confiscated;
};

std::string shown(const std::optional<base::Money>& money) {
    return money ? base::format_money(*money) : "";
}

TEST(Penalty, ReadsKindsAndAmounts) {
    const Case cases[] = {
        {"罚款人民币199,999.00元。", "fine", "199999.00", ""},
        {"罚款人民币贰拾万元整（￥200000.00）。", "fine", "200000.00", ""},
        {"处罚款人民币陆佰元整(¥600.00)。", "fine", "600.00", ""},
        {"处以15万元人民币罚款。", "fine", "150000.00", ""},
        {"处以人民币贰拾万元整（￥200000.00）的罚款。", "fine", "200000.00", ""},
        {"罚款人民币（大写）：贰拾万元整（￥200000.00）。", "fine", "200000.00", ""},
        {"1.没收违法所得人民币捌仟陆佰元整（￥8600.00）；\n2.罚款人民币叁万元整（￥30000.00）。",
         "confiscate-income fine", "30000.00", "8600.00"},
        {"没收违法所得22万元、罚款167.2万元。", "confiscate-income fine", "1672000.00",
         "220000.00"},
        {"（一）没收非法采砂设备一套；\n（二）罚款人民币叁仟元整（￥3000.00）。",
         "confiscate-property fine", "3000.00", ""},
        {"没收在非法占用的土地上新建的建筑物和其他设施。", "confiscate-property", "", ""},
        {"警告，并处罚款人民币贰仟元整（￥2000.00）。", "warning fine", "2000.00", ""},
        {"处工程合同价款贰拾万元的2%的罚款，共计人民币肆仟元整（￥4000.00）。", "fine", "4000.00",
         ""},
        {"对违法行为人处行政拘留五日。", "detention", "", ""},
        {"吊销机动车驾驶证。", "revoke-permit", "", ""},
        {"责令停产整治，并处罚款18万元。", "order-suspend-business fine", "180000.00", ""},
        {"责令停业整顿三个月，罚款10万元。", "order-suspend-business fine", "100000.00", ""},
        {"责令关闭。", "order-close", "", ""},
        {"暂扣安全生产许可证30日。", "suspend-permit", "", ""},
        {"终身不得从事食品生产经营管理工作。", "bar-from-trade", "", ""},
        {"某某三年内不得担任药品经营企业负责人。", "bar-from-trade", "", ""},
        {"在一年内禁止参加政府采购活动。", "bar-from-trade", "", ""},
        {"责令三十日内不得擅自启封。", "", "", ""},
        {"给予通报批评。", "criticism", "", ""},
        {"对行为一罚款2万元；对行为二罚款3万元；合计罚款5万元。", "fine", "50000.00", ""},
        {"对行为一罚款2万元；对行为二罚款3万元。", "fine", "50000.00", ""},
        {"责令限期改正。", "", "", ""},
    };
    for (const Case& one : cases) {
        const Penalty penalty = read_penalty(text::nfkc(one.operative));
        EXPECT_EQ(base::join(penalty.kinds, " "), one.kinds) << one.operative;
        EXPECT_EQ(shown(penalty.fine), one.fine) << one.operative;
        EXPECT_EQ(shown(penalty.confiscated), one.confiscated) << one.operative;
    }
}

TEST(Penalty, ARangeIsNoFine) {
    const Penalty penalty = read_penalty("处二十万元以上一百万元以下的罚款。");
    EXPECT_FALSE(penalty.fine);
    EXPECT_TRUE(penalty.fine_unread);
}

TEST(Penalty, FindsTheOperativePartBetweenLawAndAppeal) {
    const std::string text = text::nfkc(
        "经查，货值金额18,181."
        "73元。依据《食品安全法》第一百二十四条的规定：“并处五万元以上十万元以下罚款”，决定处罚如下"
        "：\n"
        "罚款人民币陆万元整。\n当事人应当自收到本决定书之日起十五日内缴纳罚款。到期不缴纳罚款的，每"
        "日按罚款数额的百分之三加处罚款。");
    const std::string operative = operative_part(text);
    EXPECT_NE(operative.find("陆万元"), std::string::npos);
    EXPECT_EQ(operative.find("百分之三"), std::string::npos);
    EXPECT_EQ(operative.find("五万元"), std::string::npos);
    EXPECT_EQ(shown(read_penalty(operative).fine), "60000.00");
}

TEST(Penalty, KnowsTheAnchorsOfADecision) {
    for (const char* text :
         {"本局决定处罚如下：罚款1万元。", "现作出如下行政处罚：罚款1万元。",
          "决定作出以下处罚决定：罚款1万元。", "经研究，本机关决定对你单位处以罚款1万元。",
          "现决定：\n罚款1万元。", "我局决定给予罚款1万元的行政处罚。",
          "经集体讨论，作出如下决定：罚款1万元。", "决定如下：对其罚款1万元。",
          "根据《水法》第六十九条的规定，处罚款1万元。",
          "依据该条例第八条，对某某洗车行处1万元罚款。"})
        EXPECT_EQ(shown(read_penalty(operative_part(text::nfkc(text))).fine), "10000.00") << text;
    EXPECT_TRUE(operative_part("根据该法第九条的规定，可以处1万元以下罚款。").empty());
    EXPECT_TRUE(operative_part("本局拟对你单位作出罚款48万元的行政处罚").empty());
}

}  // namespace
}  // namespace parsers::fields
