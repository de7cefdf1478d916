#include "parsers/fields/picture_text.h"

#include <gtest/gtest.h>

#include <string>

namespace parsers::fields {
namespace {

struct Case {
    const char* read;
    const char* meant;
};

TEST(PictureText, FiguresStandAloneWhereBothAreWritten) {
    const Case cases[] = {
        {"罚款215600.00元(大写:贰拾壹万伍仟陆佰元整)。", "罚款215600.00元。"},
        {"罚款800元（人民币捌佰元整）", "罚款800元（人民币捌佰元整）"},  // not folded yet: no match
        {"罚款800元(人民币捌佰元整)", "罚款800元"},
        {"罚款人民币捌佰元整(¥800.00元)。", "罚款800.00元。"},
        {"罚款人民币捌侗元整(Y800.00)。", "罚款800.00元。"},
        {"合计贰仟元正<2,000元>", "合计2,000元"},
    };
    for (const Case& one : cases) EXPECT_EQ(without_capital_twins(one.read), one.meant) << one.read;
}

TEST(PictureText, AnAmountWrittenOneWayStays) {
    for (const char* one : {"罚款捌佰元整。", "罚款800.00元。", "", "罚款(大写)", "元(大写:",
                            "罚款800元(大写:\n捌佰元整)", "没收违法所得5000元,罚款800元。"})
        EXPECT_EQ(without_capital_twins(one), one);
}

TEST(PictureText, TwoAmountsKeepTheirOwnFigures) {
    EXPECT_EQ(without_capital_twins("没收违法所得伍仟元整(¥5000.00),罚款捌佰元整(¥800.00)。"),
              "没收违法所得5000.00元,罚款800.00元。");
}

TEST(PictureText, TheRoundSignOfADateIsKnownByItsPlace) {
    const Case cases[] = {
        {"二O二四年六月十日\n", "二〇二四年六月十日\n"},
        {"二零二四年六月十日\n", "二〇二四年六月十日\n"},
        {"二全二四年六月十日\n", "二〇二四年六月十日\n"},
        {"〇二四年\n", "〇二四年\n"},
        {"  二口二五年十二月三十一日\n", "  二〇二五年十二月三十一日\n"},
        {"二四年六月十日\n", "二〇二四年六月十日\n"},
        {"二〇二四年六月十月\n", "二〇二四年六月十日\n"},
        {"二〇二四年六月十目", "二〇二四年六月十日\n"},
    };
    for (const Case& one : cases) EXPECT_EQ(with_dates_mended(one.read), one.meant) << one.read;
}

TEST(PictureText, WhatIsADateAlreadyStays) {
    for (const char* one :
         {"二〇二四年六月十日\n", "2024年6月10日\n", "二〇二四年六月\n", "自二〇二四年六月十日起\n",
          "第二四年级\n", "一二年\n", "", "\n\n", "二〇二四年六月至十月\n"})
        EXPECT_EQ(with_dates_mended(one), one);
}

TEST(PictureText, LinesAreNeitherLostNorJoined) {
    EXPECT_EQ(with_dates_mended("木港镇人民政府\n二O二四年六月十月\n附件\n"),
              "木港镇人民政府\n二〇二四年六月十日\n附件\n");
    EXPECT_EQ(with_dates_mended("二O二四年六月十月 盖章\n"), "二〇二四年六月十日\n盖章\n");
}

TEST(PictureText, APenaltyIsNamedBeforeItsAmount) {
    EXPECT_EQ(with_fines_mended("蚤款人民币5,000元。"), "罚款人民币5,000元。");
    EXPECT_EQ(with_fines_mended("一、警告；二、处以昼款36000元。"),
              "一、警告；二、处以罚款36000元。");
    EXPECT_EQ(with_fines_mended("阳医保昼决〔2025〕092号"), "阳医保罚决〔2025〕092号");
    for (const char* other : {"货款人民币5万元", "贷款5万元", "罚款人民币1元", "价款叁万元"})
        EXPECT_EQ(with_fines_mended(other), other);
}

TEST(PictureText, ADateInCharactersMayHoldOneStrangeSign) {
    EXPECT_EQ(with_dates_mended("二G〇二五年八月十四日"), "二〇二五年八月十四日");
    EXPECT_EQ(with_dates_mended("二〇二四年九月二有日"), "二〇二四年九月二有日")
        << "it may be the 20th";
}

TEST(PictureText, MendingTwiceIsMendingOnce) {
    const std::string once = with_dates_mended("二全二四年六月十日\n二四年六月十月\n");
    EXPECT_EQ(with_dates_mended(once), once);
}

TEST(PictureText, HostileLengthsTakeNoTime) {
    std::string many;
    for (int i = 0; i < 20000; ++i) many += "罚款二O";
    EXPECT_EQ(without_capital_twins(many), many);
    EXPECT_EQ(with_dates_mended(many), many);
}

TEST(PictureText, NoWordButPenaltyStandsThere) {
    const Case cases[] = {
        {"行政处昼决定书\n", "行政处罚决定书\n"},
        {"行政处罚诀定书\n", "行政处罚决定书\n"},
        {"某某县林业局行政处可诀定书\n", "某某县林业局行政处罚决定书\n"},
        {"《行政处加告知书》", "《行政处罚告知书》"},
        {"现决定给予如下行政\n处可:\n", "现决定给予如下行政\n处罚:\n"},
        {"避款人民币起拾万元整", "罚款人民币起拾万元整"},
    };
    for (const Case& one : cases) EXPECT_EQ(with_fines_mended(one.read), one.meant) << one.read;
    for (const char* other :
         {"行政处理决定书\n", "行政处分决定书\n", "行政处置决定书\n", "行政处罚决定书\n", "处理:\n",
          "处以:罚款1元\n", "赃款人民币伍万元整", "押款人民币伍万元整", "该处共决定书三份"})
        EXPECT_EQ(with_fines_mended(other), other);
}

TEST(PictureText, ThreePlacesOfYuanAreAGroup) {
    const Case cases[] = {
        {"罚款人民币200.000元。", "罚款人民币200,000元。"},
        {"12.500.00元", "12,500.00元"},
        {"(￥1.500元)", "(￥1,500元)"},
    };
    for (const Case& one : cases) EXPECT_EQ(with_sums_mended(one.read), one.meant) << one.read;
    for (const char* other : {"罚款12,500.00元。", "罚款500.00元", "罚没金额12.345万元",
                              "单价6.789元/升", "1.234.567元", "6.789元每升", "0.82元", "2024.123"})
        EXPECT_EQ(with_sums_mended(other), other);
}

}  // namespace
}  // namespace parsers::fields
