#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using samples::read;
using testing::Contains;
using testing::IsEmpty;

std::string file(const std::string& kind, const std::string& body, const std::string& more = {}) {
    return samples::zip(
        {{"mimetype", "application/vnd.oasis.opendocument." + kind},
         {"content.xml", "<o:document-content>" + more + "<o:body><o:" + kind + ">" + body +
                             "</o:" + kind + "></o:body></o:document-content>"}});
}
std::string odt(const std::string& body) { return read(file("text", body)).text; }
std::string ods(const std::string& rows) {
    return read(file("spreadsheet", "<t:table t:name=\"表\">" + rows + "</t:table>")).text;
}

TEST(OpenDocument, GivesTheTextItWasMadeFrom) {
    const auto reading = read(samples::data("report2.odt"));
    EXPECT_EQ(reading.text, samples::data("report2.docx.txt"));
    EXPECT_THAT(reading.problems, IsEmpty());
    EXPECT_EQ(reading.inner.size(), 2U);
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://www.shiqiao.example/gongshi/2024/0802.html?a=1&b=2");
    EXPECT_EQ(reading.links[0].text, "公示网址");
}

TEST(OpenDocument, GivesTheCellsASheetWasMadeFrom) {
    const auto reading = read(samples::data("ledger.ods"));
    EXPECT_EQ(reading.text, samples::data("ledger.txt"));
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(OpenDocument, GivesTheSlidesOfAPresentation) {
    const auto reading = read(samples::data("slides.odp"));
    EXPECT_EQ(reading.text, samples::data("slides.txt"));
    EXPECT_EQ(reading.pages, 3U);
}

TEST(OpenDocument, WritesSpacesTabsAndBreaks) {
    EXPECT_EQ(
        odt("<x:p>一 \n <x:s x:c=\"2\"/>二<x:tab/>三<x:line-break/><x:span>四</x:span>五</x:p>"),
        "一   二\t三\n四五\n");
}

TEST(OpenDocument, LeavesOutCommentsAndDeletions) {
    EXPECT_EQ(odt("<x:tracked-changes><x:deletion><x:p>删</x:p></x:deletion></x:tracked-changes>"
                  "<x:p>留<o:annotation><x:p>批注</x:p></o:annotation></x:p>"),
              "留\n");
}

TEST(OpenDocument, PutsNotesAtTheEndAndBoxesBehindTheirParagraph) {
    EXPECT_EQ(
        odt("<x:p>甲<x:note><x:note-citation>1</x:note-citation><x:note-body><x:p>注</x:p>"
            "</x:note-body></x:note><d:frame><d:text-box><x:p>框</x:p></d:text-box></d:frame>乙"
            "</x:p><x:p>丙</x:p>"),
        "甲乙\n框\n丙\n注\n");
}

TEST(OpenDocument, WritesCountedRowsAndCells) {
    EXPECT_EQ(
        ods("<t:table-row t:number-rows-repeated=\"2\"><t:table-cell/>"
            "<t:table-cell o:value-type=\"float\" o:value=\"1.5\" "
            "t:number-columns-repeated=\"2\"><x:p>1.50</x:p></t:table-cell></t:table-row>"
            "<t:table-row t:number-rows-repeated=\"1048000\"><t:table-cell "
            "t:number-columns-repeated=\"16384\"/></t:table-row>"
            "<t:table-row><t:table-cell o:value-type=\"date\" "
            "o:date-value=\"2024-08-02T09:30:00\"><x:p>八月</x:p></t:table-cell></t:table-row>"),
        "表\n\t1.5\t1.5\n\t1.5\t1.5\n2024-08-02 09:30\n");
}

TEST(OpenDocument, LeavesOutHiddenSheets) {
    const auto reading = read(
        file("spreadsheet",
             "<t:table t:name=\"隐\" t:style-name=\"h\"><t:table-row><t:table-cell><x:p>1</x:p>"
             "</t:table-cell></t:table-row></t:table>",
             "<o:automatic-styles><s:style s:name=\"h\"><s:table-properties t:display=\"false\"/>"
             "</s:style></o:automatic-styles>"));
    EXPECT_EQ(reading.text, "");
}

TEST(OpenDocument, WritesNestedTables) {
    EXPECT_EQ(odt("<t:table><t:table-row><t:table-cell><x:p>外</x:p><t:table><t:table-row>"
                  "<t:table-cell><x:p>内1</x:p></t:table-cell><t:table-cell><x:p>内2</x:p>"
                  "</t:table-cell></t:table-row></t:table></t:table-cell></t:table-row></t:table>"
                  "<x:p>完</x:p>"),
              "外\n内1\t内2\n完\n");
}

TEST(OpenDocument, RefusesADoctypeAndSaysWhatIsMissing) {
    EXPECT_THAT(samples::codes(read(
                    samples::zip({{"mimetype", "application/vnd.oasis.opendocument.text"},
                                  {"content.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"}}))),
                Contains(parsers::code::kDamaged));
    EXPECT_THAT(samples::codes(
                    read(samples::zip({{"mimetype", "application/vnd.oasis.opendocument.text"}}))),
                Contains(parsers::code::kDamaged));
}

TEST(OpenDocument, SurvivesDeepTablesAndManyRepeats) {
    EXPECT_EQ(
        odt(samples::repeated("<t:table><t:table-row><t:table-cell>", 200'000) + "<x:p>深</x:p>" +
            samples::repeated("</t:table-cell></t:table-row></t:table>", 200'000)),
        "深\n");
    const auto reading = read(file(
        "spreadsheet",
        "<t:table>" +
            samples::repeated("<t:table-row t:number-rows-repeated=\"4000000000\"><t:table-cell "
                              "t:number-columns-repeated=\"4000000000\"><x:p>一二三四</x:p>"
                              "</t:table-cell></t:table-row>",
                              100) +
            "</t:table>"));
    EXPECT_LE(reading.text.size(), parsers::Limits().text_bytes);
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kTextTruncated));
}

}  // namespace
