#include "parsers/fields/pattern.h"

#include <gtest/gtest.h>

namespace parsers::fields {
namespace {

TEST(Pattern, FindsGroupsFromAPlaceOn) {
    const Pattern pattern(R"(([0-9]+)\s*(件)?)");
    const std::string_view text = "办结3件,立案12";
    const auto first = pattern.find(text);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->groups[0], "3");
    EXPECT_EQ(first->groups[1], "件");
    const auto second = pattern.find(text, first->end);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->groups[0], "12");
    EXPECT_EQ(second->groups[1], "") << "took no part";
    EXPECT_FALSE(pattern.find(text, second->end));
    EXPECT_FALSE(pattern.find(text, text.size() + 1));
    EXPECT_EQ(pattern.all(text).size(), 2U);
}

TEST(Pattern, SearchesOnlyWhatHoldsAWordOfEveryMatch) {
    const Pattern pattern("[0-9]{1,2}(?:月|季度)", {"月", "季"});
    EXPECT_TRUE(pattern.in("2024年6月"));
    EXPECT_TRUE(pattern.in("2季度"));
    EXPECT_FALSE(pattern.in("2024年")) << "neither word";
    EXPECT_FALSE(pattern.in("六月")) << "a word, but no match";
    const std::string_view text = "6月和7日";
    const auto match = pattern.find(text);
    ASSERT_TRUE(match);
    EXPECT_FALSE(pattern.find(text, match->end)) << "the word stands before";
    EXPECT_FALSE(pattern.find("", 0));
}

TEST(Pattern, AWordThatIsNotThereKeepsAPatternFromMatching) {
    EXPECT_FALSE(Pattern("[0-9]+", {"号"}).in("12")) << "what `holds` promises is believed";
}

TEST(Pattern, AWrongExpressionNeverMatches) {
    const Pattern wrong("(");
    EXPECT_FALSE(wrong.in("("));
    EXPECT_FALSE(wrong.find("("));
    EXPECT_TRUE(wrong.all("(").empty());
}

TEST(Pattern, EmptyMatchesMoveOnByWholeCharacters) {
    EXPECT_EQ(Pattern("x*").all("年月").size(), 3U);
}

}  // namespace
}  // namespace parsers::fields
