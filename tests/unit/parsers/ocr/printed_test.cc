#include "parsers/ocr/printed.h"

#include <gtest/gtest.h>

namespace parsers::ocr {
namespace {

Line line(std::string_view text, double confidence, double top) {
    Line made;
    made.text = std::string(text);
    made.place = {10, top, 100, top + 5};
    for (const char32_t c : telling_characters(text)) made.characters.push_back({c, confidence});
    return made;
}

PageText page(std::vector<Line> lines) {
    PageText text;
    text.lines = std::move(lines);
    return text;
}

TEST(TellingCharacters, LeavesOutMarksLettersAndBlanks) {
    EXPECT_EQ(telling_characters("样(市监) 罚〔2024〕 第０３号, A-b\t〇。"),
              U"样市监罚2024第03号〇");
    EXPECT_EQ(telling_characters("«--»"), U"");
}

TEST(Printed, FindsWordsWhateverBecameOfTheirMarks) {
    Printed printed;
    printed.add(1,
                page({line("样例县人民政府", 0.99, 20), line("样政罚决字[2024J第3号", 0.97, 40)}));
    const auto found = printed.find("样政罚决字〔2024〕第3号");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->page, 1U);
    EXPECT_DOUBLE_EQ(found->place.top, 40);
    EXPECT_DOUBLE_EQ(found->place.bottom, 45);
    EXPECT_DOUBLE_EQ(found->sure, 0.97);
}

TEST(Printed, HasCharactersAsTheNormalisedTextHasThem) {
    Line mended = line("枫政罚〔2024〕3号", 0.97, 20);
    mended.characters[2].value = U'蚤';
    Line shorter = line("枫政罚〔2024〕3号", 0.97, 20);
    shorter.characters.erase(shorter.characters.begin());
    Printed printed;
    printed.add(1, page({mended}));
    EXPECT_TRUE(printed.find("枫政罚〔2024〕3号"));
    Printed other;
    other.add(1, page({shorter}));
    EXPECT_FALSE(other.find("枫政罚〔2024〕3号")) << "which character is which is not known";
}

TEST(Printed, WordsMayGoOnInTheNextLine) {
    Printed printed;
    printed.add(2, page({line("决定处罚款人民币", 0.99, 20), line("叁仟元整", 0.91, 30)}));
    const auto found = printed.find("罚款人民币叁仟元");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->page, 2U);
    EXPECT_DOUBLE_EQ(found->place.top, 20);
    EXPECT_DOUBLE_EQ(found->place.bottom, 35);
    EXPECT_DOUBLE_EQ(found->sure, 0.91);
}

TEST(Printed, ThePassThatIsSurestOfAllItsCharactersCounts) {
    Printed printed;
    Line half = line("枫政罚", 0.99, 20);
    half.characters[0].confidence = 0.5;
    printed.add(1, page({half}));
    EXPECT_DOUBLE_EQ(printed.find("枫政罚")->sure, 0.5);
    printed.add(1, page({line("枫政罚", 0.8, 21)}));
    EXPECT_DOUBLE_EQ(printed.find("枫政罚")->sure, 0.8);
    EXPECT_DOUBLE_EQ(printed.find("枫政罚")->place.top, 20) << "where it was found first";
    printed.add(2, page({line("枫政罚", 1.0, 30)}));
    EXPECT_DOUBLE_EQ(printed.find("枫政罚")->sure, 0.8) << "another page is another place";
}

TEST(Printed, TooLittleToFindAndWhatIsNotThere) {
    Printed printed;
    EXPECT_FALSE(printed.find("样例镇"));
    printed.add(1, page({line("样例镇人民政府", 0.9, 20)}));
    EXPECT_FALSE(printed.find("样例")) << "two characters stand anywhere";
    EXPECT_FALSE(printed.find("样例县"));
    EXPECT_FALSE(printed.find(""));
}

TEST(Printed, OfALongTextItsBeginningIsEnough) {
    std::string text;
    for (int i = 0; i < 60; ++i) text += "字";
    Printed printed;
    printed.add(1, page({line(text.substr(0, 40UL * 3), 0.95, 20)}));
    EXPECT_TRUE(printed.find(text));
}

}  // namespace
}  // namespace parsers::ocr
