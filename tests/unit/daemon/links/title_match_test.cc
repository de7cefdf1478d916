#include "daemon/links/title_match.h"

#include <gtest/gtest.h>

namespace links {
namespace {

config::Rulebook rulebook() {
    config::Rulebook book;
    for (const auto& [id, name, alias] : {std::tuple{"lake", "湖畔镇人民政府", "湖畔镇"},
                                          {"hill", "山前镇人民政府", "山前镇"},
                                          {"water", "甲县水利和湖泊局", "水利局"}}) {
        config::Unit unit;
        unit.id = id;
        unit.name = name;
        unit.aliases = {alias};
        book.units.push_back(unit);
    }
    config::Obligation list;
    list.id = "no-penalty-list";
    list.recognise.titles = {"免罚清单"};
    book.obligations.push_back(list);
    book.judging.look_alikes.push_back({"draft-for-comment", {"征求意见稿", "草案"}, {}, {}});
    return book;
}

std::string reason(std::vector<std::string> titles, const std::vector<std::string>& page) {
    return reason_other(rulebook(), {"lake", "no-penalty-list", "2026", std::move(titles)}, page);
}

TEST(TitleMatch, AcceptsTheTitleInWhateverClothes) {
    const std::string title = "湖畔镇轻微违法行为免罚清单（2026年版）";
    for (const char* page :
         {"湖畔镇轻微违法行为免罚清单(2026年版)",
          "湖畔镇人民政府关于印发《湖畔镇轻微违法行为免罚清单（２０２６年版）》的通知",
          "湖畔镇轻微违法行为免罚清单（2026年版）_甲县人民政府", "湖畔镇 轻微违法行为 免罚清单",
          "甲县湖畔镇轻微违法行为“免罚清单”2026"})
        EXPECT_EQ(reason({title}, {page}), "") << page;
    EXPECT_EQ(reason({title}, {"首页", title}), "");
    EXPECT_EQ(reason({"关于印发《轻微违法行为免罚清单》的通知"}, {"轻微违法行为免罚清单"}), "");
}

TEST(TitleMatch, RefusesOtherPagesAndSaysWhy) {
    const std::string title = "湖畔镇轻微违法行为免罚清单（2026年版）";
    EXPECT_EQ(reason({title}, {}), "no_title");
    EXPECT_EQ(reason({title}, {"页面不存在"}), "other_title");
    EXPECT_EQ(reason({title}, {"甲县人民政府门户网站"}), "other_title");
    EXPECT_EQ(reason({title}, {"清单"}), "other_title");
    EXPECT_EQ(reason({title}, {"湖畔镇重大行政执法决定法制审核目录清单"}), "other_title");
    EXPECT_EQ(reason({title}, {"山前镇轻微违法行为免罚清单（2026年版）"}), "other_unit");
    EXPECT_EQ(reason({title}, {"湖畔镇轻微违法行为免罚清单（2025年版）"}), "other_year");
    EXPECT_EQ(reason({title}, {"湖畔镇轻微违法行为免罚清单（2026年版征求意见稿）"}), "draft");
    EXPECT_EQ(reason({title}, {title, "湖畔镇轻微违法行为免罚清单草案"}), "draft");
}

TEST(TitleMatch, AFilingWithoutATitleIsKnownByItsItem) {
    EXPECT_EQ(reason({}, {"湖畔镇免罚清单"}), "");
    EXPECT_EQ(reason({}, {"山前镇免罚清单"}), "other_unit");
    EXPECT_EQ(reason({}, {"年度执法检查计划"}), "other_title");
}

TEST(TitleMatch, OverlapIsAShareOfTheShorter) {
    EXPECT_DOUBLE_EQ(overlap("一二三四五六", "一二三四五六"), 1);
    EXPECT_DOUBLE_EQ(overlap("一二三四五六", "零一二三四五六七八九"), 1);
    EXPECT_DOUBLE_EQ(overlap("一二三四五六", "甲乙丙丁戊己"), 0);
    EXPECT_DOUBLE_EQ(overlap("一二三四五六", "一二三甲四五六"), 0.8);
    EXPECT_DOUBLE_EQ(overlap("一二三四五", "一二三四五"), 0);  // too short to tell
    EXPECT_DOUBLE_EQ(overlap("", ""), 0);
}

}  // namespace
}  // namespace links
