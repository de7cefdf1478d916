#include "config/toml.h"

#include <gtest/gtest.h>

namespace config {
namespace {

TEST(Toml, EveryKeyAndValueKnowsItsLine) {
    const ParsedToml parsed = parse_toml(
        "top = 1\n"
        "\n"
        "[section]\n"
        "text = \"中文\"\n"
        "list = [\n"
        "    \"first\",\n"
        "    2024-06-17,\n"
        "]\n"
        "[[rows]]\n"
        "flag = true\n"
        "[[rows]]\n"
        "share = 0.5\n"
        "inner.key = { at = 08:30:00 }\n");
    ASSERT_TRUE(parsed.errors.empty());
    const Value& root = parsed.root;
    EXPECT_EQ(root.line_of("top"), 1U);
    EXPECT_EQ(root.find("top")->integer, 1);
    const Value& section = *root.find("section");
    EXPECT_EQ(section.line, 3U);
    EXPECT_EQ(section.find("text")->text, "中文");
    EXPECT_EQ(section.entries.at(1).key, "list");
    EXPECT_EQ(section.entries.at(1).line, 5U);
    const Value& list = *section.find("list");
    ASSERT_EQ(list.items.size(), 2U);
    EXPECT_EQ(list.items[0].line, 6U);
    EXPECT_EQ(list.items[1].line, 7U);
    EXPECT_EQ(list.items[1].type, Value::Type::Date);
    EXPECT_EQ(base::format_date(list.items[1].date), "2024-06-17");
    const Value& rows = *root.find("rows");
    ASSERT_EQ(rows.items.size(), 2U);
    EXPECT_EQ(rows.items[0].line, 9U);
    EXPECT_EQ(rows.items[1].line, 11U);
    EXPECT_TRUE(rows.items[0].find("flag")->boolean);
    EXPECT_DOUBLE_EQ(rows.items[1].find("share")->real, 0.5);
    EXPECT_EQ(rows.items[1].find("inner")->find("key")->find("at")->type, Value::Type::Other);
    EXPECT_EQ(rows.items[1].line_of("absent"), 11U);
    EXPECT_EQ(root.find("absent"), nullptr);
}

TEST(Toml, WhatIsNoTomlIsAnErrorWithItsLine) {
    for (const char* text :
         {"a = 1\nb = \n", "a = 1\na = 2\n", "a = 1\nb = \"x\n", "a = 1\n\xff = 2\n",
          "a = 1\nb = 2024-02-30\n", "a = 1\n[b\n", "a = 1\n[.b]\n", "a = 1\n[=]\n",
          "a = 1\n[[{]]\n", "a = 1\nb = 1、\n", "a = 1\nb = true·\n", "a = 1\nb = [1，2]\n"}) {
        const ParsedToml parsed = parse_toml(text);
        ASSERT_EQ(parsed.errors.size(), 1U) << text;
        EXPECT_EQ(parsed.errors[0].line, 2U) << text;
        EXPECT_FALSE(parsed.errors[0].what.empty()) << text;
    }
}

TEST(Toml, DeepNestingEndsInAnErrorOrAValueNotInACrash) {
    const std::string deep = "a = " + std::string(5000, '[') + std::string(5000, ']') + "\n";
    const ParsedToml parsed = parse_toml(deep);
    EXPECT_TRUE(!parsed.errors.empty() || parsed.root.find("a") != nullptr);
}

TEST(Toml, NothingIsAnEmptyTable) {
    const ParsedToml parsed = parse_toml("");
    EXPECT_TRUE(parsed.errors.empty());
    EXPECT_EQ(parsed.root.type, Value::Type::Table);
    EXPECT_TRUE(parsed.root.entries.empty());
}

}  // namespace
}  // namespace config
