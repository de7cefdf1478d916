#include <gmock/gmock.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"
#include "tests/unit/parsers/document/tnef_samples.h"

namespace {

using parsers::document::Reading;
using samples::tnef::attribute;
using samples::tnef::properties;
using samples::tnef::property;
using samples::tnef::stream;
using samples::tnef::utf16;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kGbkName[] = "\xC1\xF9\xD4\xC2.docx";  // 六月.docx

std::vector<std::string> names(const Reading& reading) {
    std::vector<std::string> all;
    for (const auto& inner : reading.inner) all.push_back(inner.name);
    return all;
}

TEST(Tnef, GivesAttachmentsWithNamesInRawGbk) {
    const Reading reading = samples::read(stream(
        {attribute(0x69002, "render"), attribute(0x18010, kGbkName), attribute(0x6800F, "bytes")}));
    EXPECT_THAT(names(reading), ElementsAre("六月.docx"));
    EXPECT_EQ(reading.inner[0].bytes, "bytes");
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Tnef, PrefersTheUnicodeNameOfMapi) {
    const std::string props = properties({property(0x3707, 0x1F, utf16(u"县局六月月报.docx")),
                                          property(0x3704, 0x1E, "XIANJU~1.DOC"),
                                          property(0x3705, 0x03, std::string("\x01\0\0\0", 4))});
    const Reading reading = samples::read(stream(
        {attribute(0x69002, "r"), attribute(0x18010, "XIANJU~1.DOC"), attribute(0x6800F, "one"),
         attribute(0x69005, props), attribute(0x69002, "r"), attribute(0x6800F, "two")}));
    EXPECT_THAT(names(reading), ElementsAre("县局六月月报.docx", "attachment2"));
    EXPECT_EQ(reading.inner[1].bytes, "two");
}

TEST(Tnef, ReadsTheLetterFromPlainTextOrHtml) {
    EXPECT_EQ(samples::read(stream({attribute(0x2800C, "\xD4\xC2\xB1\xA8\r\nok")})).text,
              "月报\nok");
    EXPECT_EQ(samples::read(stream({attribute(
                                0x69003, properties({property(0x1000, 0x1F, utf16(u"请查收"))}))}))
                  .text,
              "请查收");
    const Reading page = samples::read(stream({attribute(
        0x69003, properties({property(
                     0x1013, 0x102,
                     "<meta charset=utf-8><p>正文 <a href='http://x.example/a'>公示</a>")}))}));
    EXPECT_EQ(page.text.find("正文"), 0U);
    ASSERT_EQ(page.links.size(), 1U);
}

/// RTF in the wrapping of PR_RTF_COMPRESSED, stored.
std::string wrapped(std::string_view rtf) {
    const auto size = static_cast<std::uint32_t>(rtf.size());
    return samples::little(size + 12, 4) + samples::little(size, 4) +
           samples::little(0x414C454D, 4) + samples::little(0, 4) + std::string(rtf);
}

std::string letter(const std::vector<std::string>& all) {
    return stream({attribute(0x69003, properties(all))});
}

TEST(Tnef, ReadsALetterInRichTextAlone) {
    const std::string rich =
        property(0x1009, 0x102,
                 wrapped("{\\rtf1\\ansi\\ansicpg936\\fromtext "
                         "\\'d4\\'c2\\'b1\\'a8{\\field{\\*\\fldinst HYPERLINK "
                         "\"http://x.example/a\"}{\\fldrslt \\'b9\\'ab\\'ca\\'be}}\\par ok}"));
    const Reading only = samples::read(letter({rich}));
    EXPECT_EQ(only.text, "月报公示\nok\n");
    ASSERT_EQ(only.links.size(), 1U);
    EXPECT_EQ(only.links[0].url, "http://x.example/a");
    EXPECT_THAT(only.inner, IsEmpty());
    EXPECT_THAT(only.problems, IsEmpty());
    const Reading both = samples::read(letter({property(0x1000, 0x1F, utf16(u"请查收")), rich}));
    EXPECT_EQ(both.text, "请查收");
    const Reading cut =
        samples::read(letter({property(0x1009, 0x102,
                                       samples::little(90, 4) + samples::little(99, 4) +
                                           samples::little(0x414C454D, 4) + "....{\\rtf1 part}")}));
    EXPECT_EQ(cut.text, "part\n");
    EXPECT_EQ(samples::codes(cut), std::vector<std::string>{parsers::code::kDamaged});
}

/// The text of Outlook's RTF made of HTML: what stands for the HTML alone is not shown twice.
TEST(Tnef, ReadsTheWordsOfHtmlInRichText) {
    const Reading reading = samples::read(letter({property(
        0x1009, 0x102,
        wrapped("{\\rtf1\\ansi\\fromhtml1 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 "
                "one{\\*\\htmltag72 </p>}\\htmlrtf \\par}\\htmlrtf0 "
                "{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 two\\htmlrtf\\par}\\htmlrtf0}"))}));
    EXPECT_EQ(reading.text, "one\ntwo\n");
}

TEST(Tnef, KeepsTheLinksOfHtmlBesideAPlainLetter) {
    const Reading reading = samples::read(
        letter({property(0x1000, 0x1F, utf16(u"请看公示")),
                property(0x1013, 0x102, "<p>other <a href='http://x.example/a'>x</a></p>")}));
    EXPECT_EQ(reading.text, "请看公示");
    ASSERT_EQ(reading.links.size(), 1U);
}

TEST(Tnef, GivesAnOutlookMessageInItAsAFile) {
    const std::string inner = samples::data("report.msg");
    const std::string props = properties({property(0x3707, 0x1F, utf16(u"转发.msg")),
                                          property(0x3701, 0x0D, std::string(16, 'g') + inner)});
    const Reading reading =
        samples::read(stream({attribute(0x69002, "r"), attribute(0x69005, props)}));
    EXPECT_THAT(names(reading), ElementsAre("转发.msg"));
    EXPECT_EQ(samples::read(reading.inner[0].bytes).text, samples::data("report.msg.txt"));
}

TEST(Tnef, FindsAnEmbeddedMessage) {
    const std::string inner = stream({attribute(0x2800C, "inner letter")});
    const std::string props = properties({property(0x3001, 0x1F, utf16(u"转发的邮件")),
                                          property(0x3701, 0x0D, std::string(16, 'g') + inner)});
    const Reading reading =
        samples::read(stream({attribute(0x69002, "r"), attribute(0x69005, props)}));
    EXPECT_THAT(names(reading), ElementsAre("转发的邮件"));
    EXPECT_EQ(reading.inner[0].bytes, inner);
}

TEST(Tnef, SkipsNamedAndMultipleProperties) {
    std::string named = samples::little(0x1F, 2) + samples::little(0x8001, 2) +
                        std::string(16, 'g') + samples::little(1, 4) + samples::little(6, 4) +
                        std::string("n\0m\0\0\0\0\0", 8) + samples::little(1, 4) +
                        samples::little(4, 4) + std::string("x\0\0\0", 4);
    std::string many = samples::little(0x1002, 2) + samples::little(0x1234, 2) +
                       samples::little(3, 4) + std::string(8, 'v');
    const Reading reading = samples::read(
        stream({attribute(0x69003, properties({named, many, property(0x1000, 0x1E, "text")}))}));
    EXPECT_EQ(reading.text, "text");
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Tnef, KeepsWhatCameBeforeTheCut) {
    const std::string whole =
        stream({attribute(0x2800C, "letter"), attribute(0x69002, "r"), attribute(0x18010, "a.txt"),
                attribute(0x6800F, std::string(100, 'x'))});
    for (std::size_t size = 6; size < whole.size() - 2; ++size) {
        const Reading reading = samples::read(whole.substr(0, size));
        const bool at_border = reading.problems.empty();
        EXPECT_TRUE(at_border || samples::codes(reading)[0] == parsers::code::kDamaged) << size;
        if (size > whole.size() - 50) {
            EXPECT_EQ(names(reading), std::vector<std::string>{"a.txt"}) << size;
        }
    }
    EXPECT_EQ(samples::codes(samples::read(whole.substr(0, whole.size() - 30))),
              std::vector<std::string>{parsers::code::kDamaged});
}

}  // namespace
