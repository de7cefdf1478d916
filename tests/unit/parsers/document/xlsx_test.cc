#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/document/cell_value.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using namespace parsers::document;

std::string book(const std::string& rows) {
    return samples::zip(
        {{"[Content_Types].xml", "<Types/>"},
         {"xl/workbook.xml",
          "<workbook><sheets><sheet name=\"表\" r:id=\"s\"/></sheets></workbook>"},
         {"xl/_rels/workbook.xml.rels",
          "<Relationships><Relationship Id=\"s\" Type=\"x/worksheet\" Target=\"s.xml\"/>"
          "</Relationships>"},
         {"xl/s.xml", "<worksheet><sheetData>" + rows + "</sheetData></worksheet>"}});
}

TEST(Xlsx, GivesTheTextItWasMadeFrom) {
    const auto reading = samples::read(samples::data("report.xlsx"));
    EXPECT_EQ(reading.text, samples::data("report.xlsx.txt"));
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://www.liuhe.example/zfgs.html");
    EXPECT_EQ(reading.links[0].text, "点击查看");
}

TEST(Xlsx, ReadsInlineStringsFormulaTextsAndErrors) {
    const auto reading = samples::read(
        book("<row><c t=\"inlineStr\"><is><r><t>甲</t></r><r><t>乙</t></r></is></c>"
             "<c t=\"str\"><f>HYPERLINK(\"http://a.example/\",\"看\")</f><v>看</v></c>"
             "<c t=\"e\"><v>#N/A</v></c><c t=\"s\"><v>7</v></c></row>"));
    EXPECT_EQ(reading.text, "表\n甲乙\t看\t#N/A\n");
    ASSERT_EQ(reading.links.size(), 1U);
    EXPECT_EQ(reading.links[0].url, "http://a.example/");
}

TEST(Xlsx, DoesNotWriteMillionsOfEmptyCells) {
    const auto reading = samples::read(book(
        samples::repeated("<row><c r=\"XFD1\" t=\"inlineStr\"><is><t>x</t></is></c></row>", 100)));
    EXPECT_LT(reading.text.size(), 10'000U);
}

TEST(CellValue, ShowsNumbersAsExcelDoes) {
    EXPECT_EQ(shown_number("123.45000000000002", NumberFormat::Plain, false), "123.45");
    EXPECT_EQ(shown_number("12500", NumberFormat::Plain, false), "12500");
    EXPECT_EQ(shown_number("1E3", NumberFormat::Plain, false), "1000");
    EXPECT_EQ(shown_number("420299000000000000", NumberFormat::Plain, false), "420299000000000000");
    EXPECT_EQ(shown_number("0.125", NumberFormat::Percent, false), "12.5%");
    EXPECT_EQ(shown_number("no number", NumberFormat::Plain, false), "no number");
}

TEST(CellValue, TurnsSerialsIntoDates) {
    EXPECT_EQ(shown_number("45478", NumberFormat::Date, false), "2024-07-05");
    EXPECT_EQ(shown_number("45478.5", NumberFormat::DateTime, false), "2024-07-05 12:00");
    EXPECT_EQ(shown_number("45444", NumberFormat::Month, false), "2024-06");
    EXPECT_EQ(shown_number("0.75", NumberFormat::Time, false), "18:00");
    EXPECT_EQ(shown_number("44016", NumberFormat::Date, true), "2024-07-05");
    EXPECT_EQ(shown_number("1", NumberFormat::Date, false), "1900-01-01");
    EXPECT_EQ(shown_number("61", NumberFormat::Date, false), "1900-03-01");
    EXPECT_EQ(shown_number("-5", NumberFormat::Date, false), "-5");
    EXPECT_EQ(shown_number("1e300", NumberFormat::Date, false), "1e+300");
}

TEST(CellValue, TellsDateFormatsFromNumbers) {
    EXPECT_EQ(format_of("General"), NumberFormat::Plain);
    EXPECT_EQ(format_of("#,##0.00_);[Red]\\(#,##0.00\\)"), NumberFormat::Plain);
    EXPECT_EQ(format_of("0.00\"元/d\""), NumberFormat::Plain);
    EXPECT_EQ(format_of("0.0%"), NumberFormat::Percent);
    EXPECT_EQ(format_of("yyyy\"年\"m\"月\"d\"日\";@"), NumberFormat::Date);
    EXPECT_EQ(format_of("yyyy\"年\"m\"月\""), NumberFormat::Month);
    EXPECT_EQ(format_of("[$-804]yyyy/m/d h:mm"), NumberFormat::DateTime);
    EXPECT_EQ(format_of("[h]:mm:ss"), NumberFormat::Time);
    EXPECT_EQ(format_of("m\"月\"d\"日\""), NumberFormat::Date);
    EXPECT_EQ(built_in_format(14), NumberFormat::Date);
    EXPECT_EQ(built_in_format(31), NumberFormat::Date);
    EXPECT_EQ(built_in_format(2), NumberFormat::Plain);
}

TEST(CellValue, FindsTheColumnOfAReference) {
    std::uint32_t column = 99;
    EXPECT_TRUE(column_of("A1", column));
    EXPECT_EQ(column, 0U);
    EXPECT_TRUE(column_of("AB12", column));
    EXPECT_EQ(column, 27U);
    EXPECT_TRUE(column_of("XFD1", column));
    EXPECT_FALSE(column_of("XFE1", column));
    EXPECT_FALSE(column_of("ZZZZZZZZZZZZ1", column));
    EXPECT_FALSE(column_of("1", column));
}

}  // namespace
