#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using samples::paragraph;
using samples::read;
using testing::Contains;
using testing::IsEmpty;

TEST(WordXml, GivesTheTextItWasMadeFrom) {
    const auto reading = read(samples::data("report2.word.xml"), "report.doc");
    EXPECT_EQ(reading.text, samples::data("report2.docx.txt"));
    EXPECT_THAT(reading.problems, IsEmpty());
    EXPECT_EQ(reading.inner.size(), 2U);
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].text, "公示网址");
}

TEST(WordXml, ReadsAPackageInOneFile) {
    const auto reading = read(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?>"
        "<pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\">"
        "<pkg:part pkg:name=\"/_rels/.rels\"><pkg:xmlData><Relationships><Relationship Id=\"r1\" "
        "Type=\"http://x/officeDocument\" Target=\"word/document.xml\"/></Relationships>"
        "</pkg:xmlData></pkg:part><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData>"
        "<w:document><w:body>" +
        paragraph("一个 &amp; 文件") +
        "</w:body></w:document></pkg:xmlData></pkg:part>"
        "<pkg:part pkg:name=\"/word/media/image1.jpg\"><pkg:binaryData>/9j/\n4AA=</pkg:binaryData>"
        "</pkg:part></pkg:package>");
    EXPECT_EQ(reading.text, "一个 & 文件\n");
    ASSERT_EQ(reading.inner.size(), 1U);
    EXPECT_EQ(reading.inner[0].name, "word/media/image1.jpg");
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(WordXml, LeavesOutWhatWasDeleted) {
    const auto reading = read(
        "<?xml version=\"1.0\"?><w:wordDocument "
        "xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:body><w:p>"
        "<aml:annotation w:type=\"Word.Deletion\"><aml:content><w:r><w:delText>旧</w:delText></w:r>"
        "</aml:content></aml:annotation><w:r><w:t>新</w:t></w:r></w:p></w:body></w:wordDocument>");
    EXPECT_EQ(reading.text, "新\n");
}

TEST(ExcelXml, GivesTheCellsItWasMadeFrom) {
    const auto reading = read(samples::data("ledger.xml.xls"), "ledger.xls");
    EXPECT_EQ(reading.text, samples::data("ledger.txt"));
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(ExcelXml, KeepsCellsInTheirColumns) {
    const auto reading = read(
        "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
        "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet "
        "ss:Name=\"表\"><Table>"
        "<Row><Cell ss:MergeAcross=\"1\"><Data ss:Type=\"String\">甲</Data></Cell>"
        "<Cell ss:HRef=\"http://a.example/\"><Data "
        "ss:Type=\"String\"><B>乙</B>丙</Data></Cell></Row>"
        "<Row><Cell ss:Index=\"3\"><Data ss:Type=\"Number\">1.50</Data></Cell></Row>"
        "</Table></Worksheet></Workbook>");
    EXPECT_EQ(reading.text.substr(0, 4), "表\n");
    EXPECT_NE(reading.text.find("甲\t\t"), std::string::npos) << reading.text;
    EXPECT_NE(reading.text.find("\n\t\t1.5\n"), std::string::npos) << reading.text;
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://a.example/");
}

TEST(AnyXml, GivesTheWordsOfItsElements) {
    EXPECT_EQ(
        read("<?xml version=\"1.0\"?><!DOCTYPE r [<!ENTITY x \"y\">]><r><a>一</a><b>二<c>三</c></b>"
             "</r>")
            .text,
        "一\n二\n三\n");
    EXPECT_EQ(read("<svg xmlns=\"http://www.w3.org/2000/svg\"><style>p{}</style><text>图上字</text>"
                   "</svg>")
                  .text,
              "图上字\n");
}

TEST(AnyXml, IsDecodedByTheEncodingItNames) {
    EXPECT_EQ(read("<?xml version=\"1.0\" encoding=\"GB2312\"?><r>\xD4\xC2\xB1\xA8</r>").text,
              "月报\n");
}

TEST(AnyXml, ExpandsNoEntities) {
    std::string laughs = "<?xml version=\"1.0\"?><!DOCTYPE l [<!ENTITY a \"ha\">";
    for (char c = 'b'; c < 'l'; ++c)
        laughs += std::string("<!ENTITY ") + c + " \"" +
                  samples::repeated(std::string("&") + static_cast<char>(c - 1) + ";", 10) + "\">";
    EXPECT_LT(read(laughs + "]><l>&k;</l>").text.size(), 100U);
}

TEST(AnyXml, SurvivesTwoMillionNestedTags) {
    const auto reading = read("<?xml version=\"1.0\"?><r>字" + samples::repeated("<a>", 2'000'000));
    EXPECT_EQ(reading.text, "字\n");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

}  // namespace
