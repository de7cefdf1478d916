#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using samples::docx;
using samples::paragraph;
using samples::read;
using testing::Contains;
using testing::IsEmpty;

TEST(Docx, GivesTheTextItWasMadeFrom) {
    const auto reading = read(samples::data("report.docx"));
    EXPECT_EQ(reading.text, samples::data("report.docx.txt"));
    EXPECT_EQ(reading.text_source, parsers::TextSource::Text);
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Docx, JoinsRunsAndKeepsTabsAndBreaks) {
    const auto reading = read(docx(
        "<w:p><w:r><w:t>月</w:t></w:r><w:r><w:t xml:space=\"preserve\"> </w:t><w:tab/><w:t>报</w:t>"
        "<w:br/><w:t>二</w:t></w:r></w:p>"));
    EXPECT_EQ(reading.text, "月 \t报\n二\n");
}

TEST(Docx, LeavesOutDeletedAndHiddenWords) {
    const auto reading = read(docx(
        "<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins><w:r><w:t>新</w:t></w:r>"
        "</w:ins><w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:moveFrom><w:r><w:t>移</w:t></w:r></w:moveFrom></w:p>"));
    EXPECT_EQ(reading.text, "新\n");
}

TEST(Docx, KeepsMergedCellsInTheirColumns) {
    const auto cell = [](const std::string& properties, const std::string& text) {
        return "<w:tc><w:tcPr>" + properties + "</w:tcPr>" + paragraph(text) + "</w:tc>";
    };
    const auto reading =
        read(docx("<w:tbl><w:tr>" + cell("<w:gridSpan w:val=\"2\"/>", "甲") + cell("", "乙") +
                  "</w:tr><w:tr>" + cell("<w:vMerge w:val=\"restart\"/>", "丙") + cell("", "1") +
                  cell("", "2") + "</w:tr><w:tr>" + cell("<w:vMerge/>", "不见") + cell("", "3") +
                  cell("", "4") + "</w:tr></w:tbl>"));
    EXPECT_EQ(reading.text, "甲\t\t乙\n丙\t1\t2\n\t3\t4\n");
}

TEST(Docx, WritesEveryRowOfANestedTableAsALine) {
    const std::string inner = "<w:tbl><w:tr><w:tc>" + paragraph("内1") + "</w:tc><w:tc>" +
                              paragraph("内2") + "</w:tc></w:tr></w:tbl>";
    const auto reading = read(docx("<w:tbl><w:tr><w:tc>" + paragraph("外") + inner +
                                   "<w:p/></w:tc></w:tr></w:tbl>" + paragraph("完")));
    EXPECT_EQ(reading.text, "外\n内1\t内2\n完\n");
}

TEST(Docx, JoinsTheParagraphsOfACell) {
    const auto reading = read(docx("<w:tbl><w:tr><w:tc>" + paragraph("一") + paragraph("二") +
                                   "</w:tc><w:tc>" + paragraph("三") + "</w:tc></w:tr></w:tbl>"));
    EXPECT_EQ(reading.text, "一 二\t三\n");
}

TEST(Docx, ReadsATextBoxOnceAndAfterItsParagraph) {
    const std::string box = "<w:txbxContent>" + paragraph("框中字") + "</w:txbxContent>";
    const auto reading = read(
        docx("<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires=\"wps\">" + box +
             "</mc:Choice><mc:Fallback>" + box +
             "</mc:Fallback></mc:AlternateContent><w:t>后</w:t></w:r></w:p>" + paragraph("下")));
    EXPECT_EQ(reading.text, "前后\n框中字\n下\n");
}

TEST(Docx, GivesLinksOfRelationshipsAndFieldCodes) {
    const auto reading = read(docx(
        "<w:p><w:hyperlink r:id=\"h1\"><w:r><w:t>基准</w:t></w:r></w:hyperlink></w:p>"
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText> HYPERLINK </w:instrText>"
        "<w:instrText>\"https://b.example/2\" </w:instrText><w:fldChar w:fldCharType=\"separate\"/>"
        "<w:t>清单</w:t><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>"
        "<w:p><w:fldSimple w:instr='HYPERLINK \"http://c.example/\"'><w:r><w:t>三</w:t></w:r>"
        "</w:fldSimple></w:p>",
        {{"word/_rels/document.xml.rels",
          "<Relationships><Relationship Id=\"h1\" Type=\"http://x/hyperlink\" "
          "TargetMode=\"External\" Target=\"http://a.example/1?a=1&amp;b=2\"/></Relationships>"}}));
    ASSERT_EQ(reading.links.size(), 3U);
    EXPECT_EQ(reading.links[0].url, "http://a.example/1?a=1&b=2");
    EXPECT_EQ(reading.links[0].text, "基准");
    EXPECT_EQ(reading.links[1].url, "https://b.example/2");
    EXPECT_EQ(reading.links[1].text, "清单");
    EXPECT_EQ(reading.links[2].url, "http://c.example/");
    EXPECT_EQ(reading.text, "基准\n清单\n三\n");
}

TEST(Docx, AppendsNotesAndFooters) {
    const std::string note = std::string("<w:footnotes ") + samples::kWordNames +
                             "><w:footnote w:type=\"separator\">" + paragraph("线") +
                             "</w:footnote><w:footnote w:id=\"2\">" + paragraph("注") +
                             "</w:footnote></w:footnotes>";
    const std::string footer =
        std::string("<w:ftr ") + samples::kWordNames + ">" + paragraph("页脚") + "</w:ftr>";
    const auto reading =
        read(docx(paragraph("正文"),
                  {{"word/_rels/document.xml.rels",
                    "<Relationships><Relationship Id=\"a\" Type=\"http://x/footnotes\" "
                    "Target=\"footnotes.xml\"/><Relationship Id=\"b\" Type=\"http://x/footer\" "
                    "Target=\"/word/footer1.xml\"/></Relationships>"},
                   {"word/footnotes.xml", note},
                   {"word/footer1.xml", footer}}));
    EXPECT_EQ(reading.text, "正文\n注\n页脚\n");
}

TEST(Docx, RefusesADoctype) {
    std::string laughs = "<!DOCTYPE lolz [<!ENTITY a \"ha\">";
    for (char c = 'b'; c < 'k'; ++c)
        laughs += std::string("<!ENTITY ") + c + " \"" +
                  samples::repeated(std::string("&") + static_cast<char>(c - 1) + ";", 10) + "\">";
    const std::string part =
        laughs + "]><w:document><w:body>" + paragraph("&j;") + "</w:body></w:document>";
    const auto reading =
        read(samples::zip({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", part}}));
    EXPECT_EQ(reading.text, "");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Docx, SurvivesDeepNesting) {
    constexpr std::size_t kDepth = 300'000;
    const auto reading =
        read(docx(samples::repeated("<w:tbl><w:tr><w:tc>", kDepth) + paragraph("深") +
                  samples::repeated("</w:tc></w:tr></w:tbl>", kDepth)));
    EXPECT_EQ(reading.text, "深\n");
}

TEST(Docx, KeepsWhatCameBeforeTheFault) {
    const auto reading = read(samples::zip(
        {{"[Content_Types].xml", "<Types/>"},
         {"word/document.xml", "<w:document><w:body>" + paragraph("前半") + "<w:p><w:r><w:t>后"}}));
    EXPECT_EQ(reading.text.substr(0, 7), "前半\n");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Docx, SaysThatATruncatedFileIsDamaged) {
    const std::string whole = samples::data("report.docx");
    for (const std::size_t size : {whole.size() / 4, whole.size() / 2, whole.size() - 30}) {
        const auto reading = read(whole.substr(0, size), "report.docx");
        EXPECT_TRUE(reading.text.size() > 300 || !reading.problems.empty()) << size;
    }
}

TEST(Docx, CutsTextAtTheLimit) {
    parsers::Limits limits;
    limits.text_bytes = 10;
    const std::string bytes = docx(paragraph("一二三四五六七八"));
    parsers::document::Input input;
    input.bytes = bytes;
    input.limits = &limits;
    const auto reading = parsers::document::read(parsers::document::sniff(bytes, {}), input);
    EXPECT_EQ(reading.text.substr(0, 9), "一二三");
    EXPECT_LE(reading.text.size(), 10U);
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kTextTruncated));
}

TEST(Docx, GivesItsPicturesAsFilesInside) {
    const auto reading = read(samples::data("report2.docx"));
    EXPECT_EQ(reading.text, samples::data("report2.docx.txt"));
    ASSERT_EQ(reading.inner.size(), 2U);
    EXPECT_EQ(reading.inner[0].name, "word/media/image1.png");
    EXPECT_EQ(reading.inner[0].bytes.substr(1, 3), "PNG");
    EXPECT_EQ(parsers::document::sniff(reading.inner[1].bytes, {}), "image/jpeg");
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Docx, TakesForAPictureOnlyWhatIsOne) {
    const auto reading =
        read(docx(paragraph("字"), {{"word/media/image1.png", "no picture at all"},
                                    {"word/media/image2.emf", "drawing"},
                                    {"word/media/image3.jpeg", "\xFF\xD8\xFF\xE0 picture"},
                                    {"docProps/thumbnail.jpeg", "\xFF\xD8\xFF\xE0 preview"}}));
    ASSERT_EQ(reading.inner.size(), 1U);
    EXPECT_EQ(reading.inner[0].name, "word/media/image3.jpeg");
}

TEST(Docx, TakesNoMorePicturesThanAllowed) {
    samples::Files pictures;
    for (int i = 0; i < 250; ++i)
        pictures.emplace_back("word/media/image" + std::to_string(i) + ".jpg", "\xFF\xD8\xFF\xE0");
    const auto reading = read(docx(paragraph("字"), pictures));
    EXPECT_EQ(reading.inner.size(), 200U);
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kLimitExceeded));
}

TEST(Docx, LeavesOutAPictureLargerThanAllowed) {
    parsers::Limits limits;
    limits.entry_bytes = 100;
    const std::string bytes =
        docx(paragraph("字"), {{"word/media/a.jpg", "\xFF\xD8\xFF\xE0" + std::string(200, 'x')},
                               {"word/media/b.jpg", "\xFF\xD8\xFF\xE0"}});
    parsers::document::Input input;
    input.bytes = bytes;
    input.limits = &limits;
    const auto reading = parsers::document::read(parsers::document::sniff(bytes, {}), input);
    ASSERT_EQ(reading.inner.size(), 1U);
    EXPECT_EQ(reading.inner[0].name, "word/media/b.jpg");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kLimitExceeded));
}

TEST(Docx, ReadsTheStrictForm) {
    const std::string strict =
        "<w:document xmlns:w=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><w:body>" +
        paragraph("严格") + "</w:body></w:document>";
    const auto reading = read(samples::zip(
        {{"[Content_Types].xml", "<Types/>"},
         {"_rels/.rels",
          "<Relationships><Relationship Id=\"r1\" Target=\"word/document.xml\" "
          "Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\"/>"
          "</Relationships>"},
         {"word/document.xml", strict}}));
    EXPECT_EQ(reading.text, "严格\n");
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Docx, NamesAnObjectThatIsNotOpened) {
    const auto reading = read(docx(paragraph("字"), {{"word/embeddings/oleObject1.bin", "x"}}));
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kUnsupportedFormat));
}

}  // namespace
