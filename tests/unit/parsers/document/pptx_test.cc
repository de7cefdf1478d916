#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using samples::read;
using testing::Contains;
using testing::IsEmpty;

std::string shape(const std::string& text, const std::string& properties = {}) {
    return "<p:sp><p:nvSpPr>" + properties + "</p:nvSpPr><p:txBody><a:p><a:r>" + text +
           "</a:r></a:p></p:txBody></p:sp>";
}

/// A presentation of the slides one.xml (first in the show) and two.xml.
std::string pptx(const std::string& one, const std::string& two, const samples::Files& more = {}) {
    const auto slide = [](const std::string& part, int id) {
        return "<Relationship Id=\"r" + std::to_string(id) +
               "\" Type=\"http://x/slide\" Target=\"" + part + "\"/>";
    };
    samples::Files files = {
        {"[Content_Types].xml", "<Types/>"},
        {"ppt/presentation.xml",
         "<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"r2\"/><p:sldId id=\"257\" "
         "r:id=\"r1\"/></p:sldIdLst></p:presentation>"},
        {"ppt/_rels/presentation.xml.rels",
         "<Relationships>" + slide("two.xml", 1) + slide("one.xml", 2) + "</Relationships>"},
        {"ppt/one.xml", one},
        {"ppt/two.xml", two}};
    files.insert(files.end(), more.begin(), more.end());
    return samples::zip(files);
}

TEST(Pptx, GivesTheTextItWasMadeFrom) {
    const auto reading = read(samples::data("slides.pptx"));
    EXPECT_EQ(reading.text, samples::data("slides.txt"));
    EXPECT_EQ(reading.pages, 3U);
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Pptx, FollowsTheOrderOfTheShow) {
    EXPECT_EQ(read(pptx("<p:sld>" + shape("<a:t>一</a:t>") + "</p:sld>",
                        "<p:sld>" + shape("<a:t>二</a:t>") + "</p:sld>"))
                  .text,
              "一\n二\n");
}

TEST(Pptx, LeavesOutHiddenSlidesAndShapes) {
    EXPECT_EQ(read(pptx("<p:sld show=\"0\">" + shape("<a:t>一</a:t>") + "</p:sld>",
                        "<p:sld>" + shape("<a:t>隐</a:t>", "<p:cNvPr hidden=\"1\"/>") +
                            shape("<a:t>二</a:t>") + "</p:sld>"))
                  .text,
              "二\n");
}

TEST(Pptx, WritesTablesLinksAndNotes) {
    const std::string cell = "<a:tc><a:txBody><a:p><a:r><a:t>";
    const auto reading = read(pptx(
        "<p:sld><p:graphicFrame><a:tbl><a:tr><a:tc "
        "gridSpan=\"2\"><a:p><a:r><a:t>甲</a:t></a:r></a:p>"
        "</a:tc><a:tc hMerge=\"1\"><a:p><a:r><a:t>不见</a:t></a:r></a:p></a:tc>" +
            cell + "乙</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>" +
            shape("<a:rPr><a:hlinkClick r:id=\"h\"/></a:rPr><a:t>点</a:t>") + "</p:sld>",
        "<p:sld/>",
        {{"ppt/_rels/one.xml.rels",
          "<Relationships><Relationship Id=\"h\" Type=\"http://x/hyperlink\" "
          "TargetMode=\"External\" "
          "Target=\"http://a.example/1\"/><Relationship Id=\"n\" Type=\"http://x/notesSlide\" "
          "Target=\"notes.xml\"/></Relationships>"},
         {"ppt/notes.xml",
          "<p:notes>" + shape("<a:t>讲稿</a:t>", "<p:nvPr><p:ph type=\"body\"/></p:nvPr>") +
              shape("<a:t>页脚</a:t>", "<p:nvPr><p:ph type=\"ftr\"/></p:nvPr>") + "</p:notes>"},
         {"ppt/media/image1.png", "\x89PNG\r\n\x1A\n..."}}));
    EXPECT_EQ(reading.text, "甲\t\t乙\n点\n讲稿\n");
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].text, "点");
    ASSERT_EQ(reading.inner.size(), 1U);
    EXPECT_EQ(reading.inner[0].name, "ppt/media/image1.png");
}

TEST(Pptx, SaysThatASlideIsMissing) {
    const auto reading = read(samples::zip(
        {{"[Content_Types].xml", "<Types/>"},
         {"ppt/presentation.xml",
          "<p:presentation><p:sldIdLst><p:sldId r:id=\"r\"/></p:sldIdLst></p:presentation>"},
         {"ppt/_rels/presentation.xml.rels",
          "<Relationships><Relationship Id=\"r\" Type=\"/slide\" Target=\"no.xml\"/>"
          "</Relationships>"}}));
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Pptx, SurvivesDeepNestingAndADoctype) {
    const auto deep =
        read(pptx("<p:sld>" + samples::repeated("<p:grpSp><a:r>", 300'000) + "<a:t>深</a:t>" +
                      samples::repeated("</a:r></p:grpSp>", 300'000) + "</p:sld>",
                  "<!DOCTYPE x [<!ENTITY a \"b\">]><p:sld>&a;</p:sld>"));
    EXPECT_EQ(deep.text, "深\n");
    EXPECT_THAT(samples::codes(deep), Contains(parsers::code::kDamaged));
}

}  // namespace
