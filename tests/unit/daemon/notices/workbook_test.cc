#include "daemon/notices/workbook.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "parsers/document/archive_adapter.h"
#include "parsers/document/document_reader.h"

namespace notices {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr base::Instant kNoon{std::chrono::milliseconds(1'720'000'000'000)};  // 2024-07-03

std::string made(const std::vector<Sheet>& sheets) {
    auto bytes = workbook(sheets, kNoon);
    EXPECT_TRUE(bytes) << (bytes ? "" : base::describe(bytes.error()));
    return bytes ? *bytes : std::string();
}

/// The files inside, by name.
std::map<std::string, std::string> opened(const std::string& bytes) {
    using parsers::document::Archive;
    std::map<std::string, std::string> files;
    Archive archive(bytes, Archive::Formats::ZipOnly);
    while (archive.next() == Archive::Step::Entry)
        archive.copy(files[archive.raw_name()], 1U << 24);
    return files;
}

/// What filingd's own reader of spreadsheets finds in it.
std::string shown(const std::string& bytes) {
    parsers::document::warm_up();
    parsers::document::Input input;
    input.bytes = bytes;
    input.name = "a.xlsx";
    return parsers::document::read(parsers::document::sniff(bytes, "a.xlsx"), input).text;
}

std::vector<std::string> sheet_names(const std::vector<std::string>& wanted) {
    std::vector<Sheet> sheets;
    for (const std::string& name : wanted) sheets.emplace_back().name = name;
    const std::string book = opened(made(sheets)).at("xl/workbook.xml");
    std::vector<std::string> names;
    constexpr std::string_view kMark = "<sheet name=\"";
    for (auto at = book.find(kMark); at != std::string::npos; at = book.find(kMark, at + 1))
        names.push_back(
            book.substr(at + kMark.size(), book.find('"', at + kMark.size()) - at - kMark.size()));
    return names;
}

TEST(Workbook, KeepsEveryKindOfCell) {
    Sheet sheet;
    sheet.name = "统计";
    sheet.title = "行政执法工作月报 2024-06";
    sheet.heads = {"单位", "办结", "罚没金额", "报送日期"};
    sheet.rows = {{Cell("兴国镇人民政府"), Cell(std::int64_t{12}), Cell(1234567.5),
                   Cell(*base::make_date(2024, 7, 5))},
                  {Cell("富池镇人民政府"), Cell(), Cell(0.0), Cell()}};
    EXPECT_EQ(shown(made({sheet})),
              "统计\n行政执法工作月报 2024-06\n单位\t办结\t罚没金额\t报送日期\n"
              "兴国镇人民政府\t12\t1234567.5\t2024-07-05\n富池镇人民政府\t\t0\n");
}

TEST(Workbook, NeverTurnsTextIntoAFormulaOrALink) {
    const std::vector<std::string> hostile = {"=1+1",
                                              "=cmd|' /C calc'!A0",
                                              "@SUM(A1)",
                                              "+1",
                                              "-",
                                              "-2+3",
                                              "\t=1+1",
                                              "\r=1+1",
                                              "\n=1+1",
                                              "＝1+1",
                                              "{=1+1}",
                                              "http://a.example/",
                                              "#internal!",
                                              "mailto:a@b.example",
                                              "external:c.xlsx",
                                              "00123",
                                              "1e5",
                                              "2024-07-05"};
    Sheet sheet;
    sheet.name = "=1+1";
    sheet.title = "=1+1";
    for (const std::string& text : hostile) {
        sheet.heads.push_back(text);
        sheet.rows.push_back({Cell(text), Cell("=A1&" + text)});
    }
    const auto files = opened(made({sheet}));
    const std::string& cells = files.at("xl/worksheets/sheet1.xml");
    EXPECT_THAT(cells, Not(HasSubstr("<f>")));
    EXPECT_THAT(cells, Not(HasSubstr("<f ")));
    EXPECT_THAT(cells, Not(HasSubstr("hyperlink")));
    EXPECT_THAT(cells, Not(HasSubstr("<c r=\"A3\"><v>")));
    std::size_t strings = 0;
    for (auto at = cells.find("t=\"s\""); at != std::string::npos;
         at = cells.find("t=\"s\"", at + 1))
        ++strings;
    EXPECT_EQ(strings, 3 * hostile.size() + 1);
    const std::string& texts = files.at("xl/sharedStrings.xml");
    EXPECT_THAT(texts, HasSubstr("<t>=1+1</t>"));
    EXPECT_THAT(texts, HasSubstr("<t>@SUM(A1)</t>"));
    EXPECT_THAT(texts, HasSubstr("<t xml:space=\"preserve\">\t=1+1</t>"));
    EXPECT_FALSE(files.contains("xl/worksheets/_rels/sheet1.xml.rels"));
}

TEST(Workbook, KeepsTextPlainAndWhole) {
    Sheet sheet;
    sheet.heads = {"a"};
    sheet.rows = {{Cell("a\x01\x1B"
                        "b\x7F"
                        "c\r\nd")},
                  {Cell("\xE2\x80\xAE"
                        "cod.exe")},  // right-to-left override
                  {Cell("\xFF"
                        "bad")},
                  {Cell("_x0041_ <&> \"q\"")},
                  {Cell(std::string(40'000, 'y'))}};
    const auto files = opened(made({sheet}));
    const std::string& texts = files.at("xl/sharedStrings.xml");
    EXPECT_THAT(texts, HasSubstr("<t>abc\nd</t>"));
    EXPECT_THAT(texts, HasSubstr("<t>cod.exe</t>"));
    EXPECT_THAT(texts, HasSubstr("<t>\xEF\xBF\xBD"
                                 "bad</t>"));
    EXPECT_THAT(texts, HasSubstr("<t>_x005F_x0041_ &lt;&amp;&gt; \"q\"</t>"));
    EXPECT_THAT(texts, HasSubstr("<t>" + std::string(32'767, 'y') + "</t>"));
}

TEST(Workbook, WritesWhatASpreadsheetCannotCountAsText) {
    Sheet sheet;
    sheet.heads = {"a"};
    sheet.rows = {{Cell(std::int64_t{420'299'000'000'000'001})},
                  {Cell(std::int64_t{999'999'999'999'999})},
                  {Cell(std::numeric_limits<double>::quiet_NaN())},
                  {Cell(std::numeric_limits<double>::infinity())},
                  {Cell(*base::make_date(1899, 12, 31))}};
    const auto files = opened(made({sheet}));
    EXPECT_THAT(files.at("xl/sharedStrings.xml"), HasSubstr("<t>420299000000000001</t>"));
    EXPECT_THAT(files.at("xl/sharedStrings.xml"), HasSubstr("<t>1899-12-31</t>"));
    const std::string& cells = files.at("xl/worksheets/sheet1.xml");
    EXPECT_THAT(cells, HasSubstr("<v>999999999999999</v>"));
    EXPECT_THAT(cells, Not(HasSubstr("r=\"A4\"")));
    EXPECT_THAT(cells, Not(HasSubstr("r=\"A5\"")));
}

TEST(Workbook, MakesSheetNamesFitAndUnique) {
    const auto names = sheet_names(
        {"月报", "月报", "a/b[c]:d*e?f\\g", "", "history", "'quoted'",
         "行政规范性文件和行政执法证件以及执法辅助人员统一清理结果报送",
         "行政规范性文件和行政执法证件以及执法辅助人员统一清理结果报送甲乙丙丁", "SUM", "sum"});
    EXPECT_EQ(names, (std::vector<std::string>{
                         "月报", "月报 (2)", "abcdefg", "Sheet (2)", "history (2)", "quoted",
                         "行政规范性文件和行政执法证件以及执法辅助人员统一清理结果报送",
                         "行政规范性文件和行政执法证件以及执法辅助人员统一清理结果报送甲", "SUM",
                         "sum (2)"}));
}

TEST(Workbook, CutsALongNameBeforeItsNumber) {
    const std::string longest(40, 'x');
    EXPECT_EQ(sheet_names({longest, longest}),
              (std::vector<std::string>{std::string(31, 'x'), std::string(27, 'x') + " (2)"}));
}

TEST(Workbook, KeepsHeadsInSightWithAFilter) {
    Sheet sheet;
    sheet.title = "title";
    sheet.heads = {"a", "b", "c"};
    sheet.frozen_columns = 2;
    sheet.rows = {{Cell("x")}, {Cell("y")}};
    const auto files = opened(made({sheet}));
    const std::string& cells = files.at("xl/worksheets/sheet1.xml");
    EXPECT_THAT(cells, HasSubstr("<autoFilter ref=\"A2:C4\"/>"));
    EXPECT_THAT(cells, HasSubstr("<pane xSplit=\"2\" ySplit=\"2\" topLeftCell=\"C3\""));
    EXPECT_THAT(files.at("xl/styles.xml"), HasSubstr("wrapText=\"1\""));
}

TEST(Workbook, MeasuresHanCharactersTwice) {
    Sheet sheet;
    sheet.heads = {"单位", "b", "c", "d"};
    sheet.widths = {0, 0, 30};
    sheet.rows = {{Cell("阳新县人力资源和社会保障局"), Cell(std::int64_t{1}), Cell("x"),
                   Cell(std::string(500, 'w'))}};
    const std::string cells = opened(made({sheet})).at("xl/worksheets/sheet1.xml");
    EXPECT_THAT(cells, HasSubstr("<col min=\"1\" max=\"1\" width=\"28.7109375\""));
    EXPECT_THAT(cells, HasSubstr("<col min=\"2\" max=\"2\" width=\"6.7109375\""));
    EXPECT_THAT(cells, HasSubstr("<col min=\"3\" max=\"3\" width=\"30.7109375\""));
    EXPECT_THAT(cells, HasSubstr("<col min=\"4\" max=\"4\" width=\"48.7109375\""));
}

TEST(Workbook, IsTheSameForTheSameInput) {
    Sheet sheet;
    sheet.heads = {"单位"};
    for (int i = 0; i < 300; ++i)
        sheet.rows.push_back({Cell("row " + std::to_string(i)), Cell(i / 3.0)});
    EXPECT_EQ(made({sheet}), made({sheet}));
    EXPECT_THAT(opened(made({sheet})).at("docProps/core.xml"), HasSubstr("2024-07-03T09:46:40Z"));
    const auto epoch = workbook({sheet}, base::Instant{});
    ASSERT_TRUE(epoch);
    EXPECT_THAT(opened(*epoch).at("docProps/core.xml"), HasSubstr("1970-01-01T00:00:01Z"));
}

TEST(Workbook, RefusesWhatNoSheetHolds) {
    EXPECT_FALSE(workbook({}, kNoon));
    Sheet wide;
    wide.rows = {std::vector<Cell>(16'385)};
    EXPECT_FALSE(workbook({wide}, kNoon));
    Sheet high;
    high.rows.resize(1'048'576);
    const auto refused = workbook({high}, kNoon);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, base::Kind::BadInput);
}

}  // namespace
}  // namespace notices
