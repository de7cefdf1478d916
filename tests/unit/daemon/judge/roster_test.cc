#include "daemon/judge/roster.h"

#include <gtest/gtest.h>

#include "tests/unit/daemon/judge/mail.h"

namespace judge {
namespace {

std::string named(std::string_view text) {
    std::string all;
    for (const UnitMention& mention : Roster(test::rules()).named_in(text))
        all += (all.empty() ? "" : " ") + mention.unit;
    return all;
}

struct Case {
    const char* text;
    const char* units;
};

TEST(Roster, NamesUnitsByTheirLongestAlias) {
    const Case cases[] = {
        {"兴国镇人民政府", "xingguo"},
        {"阳新县兴国镇人民政府", "xingguo"},
        {"兴国镇司法所", "xingguo"},
        {"兴国镇综合执法中心", "xingguo"},
        {"金海8月月报", "jinhai"},
        {"12月报送11月行政执法工作月报（黄颡口）", "huangsangkou"},
        {"县公安局8月行政执法工作月报", "public-security"},
        {"阳新县公安局交通警察大队", "public-security"},
        {"县城管执法局", "urban-management"},
        {"黄石市生态环境局阳新县分局", "ecology"},
        {"黄颡口镇、龙港镇8月月报", "huangsangkou longgang"},
        {"现报县公安局月报", "public-security"},
    };
    for (const Case& one : cases) EXPECT_EQ(named(one.text), one.units) << one.text;
}

TEST(Roster, TheOfficeItselfIsNoUnit) {
    for (const char* text :
         {"县司法局", "阳新县司法局：", "县政府行政执法监督局", "县委文明办、县司法局："})
        EXPECT_EQ(named(text), "") << text;
}

TEST(Roster, WhatBelongsToADepartmentCountsForIt) {
    EXPECT_EQ(named("阳新县市场监督管理局兴国市场监管所"), "market-supervision");
    EXPECT_EQ(named("阳新县公安局富池派出所"), "public-security");
    EXPECT_EQ(named("兴国镇派出所"), "") << "whose it is, the name does not say";
}

TEST(Roster, UnitsOfOtherPlacesAreNotOurs) {
    for (const char* text : {"大冶市市场监督管理局", "湖北省公安厅", "黄石市公安局", "通山县公安局",
                             "黄石市城市管理执法局", "大冶市金牛镇人民政府"})
        EXPECT_EQ(named(text), "") << text;
    EXPECT_EQ(named("阳新县市场监督管理局"), "market-supervision");
}

TEST(Roster, AListNamesNobody) { EXPECT_EQ(named("兴国镇、富池镇、龙港镇、三溪镇："), ""); }

TEST(Roster, ANumberPrefixIsWhole) {
    const Roster roster(test::rules());
    EXPECT_EQ(roster.of_number_prefix("阳市监处罚"), "market-supervision");
    EXPECT_EQ(roster.of_number_prefix("阳公（治）行罚决字"), "public-security");
    EXPECT_EQ(roster.of_number_prefix("沈阳市监处罚"), "");
}

TEST(Roster, AMisreadNameIsTheOneUnitItResembles) {
    const Roster roster(test::rules());
    EXPECT_EQ(roster.resembling("兴囯镇人民政府", 0.75), "xingguo");
    EXPECT_EQ(roster.resembling("阳新县城市菅理执法局", 0.75), "urban-management");
    EXPECT_EQ(roster.resembling("兴国镇人民政府", 1), "xingguo");
    EXPECT_EQ(roster.resembling("兴囯镇人民政府", 0.95), "");
}

TEST(Roster, WhatResemblesTwoUnitsAlikeIsNeither) {
    const Roster roster(test::rules());
    for (const char* text : {"口口镇人民政府", "镇人民政府", "阳新县", "阳新县局", "局", "", " "})
        EXPECT_EQ(roster.resembling(text, 0.5), "") << text;
}

TEST(Roster, TheCountysNameMakesNoLikeness) {
    const Roster roster(test::rules());
    EXPECT_EQ(roster.resembling("阳新县某工厂", 0.5), "");
    EXPECT_EQ(roster.resembling("阳新县兴囯镇人民政府", 0.75), "xingguo");
}

}  // namespace
}  // namespace judge
