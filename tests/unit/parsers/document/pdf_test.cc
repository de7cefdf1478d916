#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "parsers/document/page_lines.h"
#include "parsers/document/warm_pdf.h"
#include "parsers/problem_codes.h"
#include "parsers/text/charset.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using parsers::SealFound;
using testing::Contains;
using testing::IsEmpty;

parsers::document::PdfWord word(std::string text, double left, double top, double right) {
    parsers::document::PdfWord word;
    word.text = std::move(text);
    word.left = left;
    word.right = right;
    word.top = top;
    word.bottom = top + 10;
    return word;
}

TEST(Pdf, GivesTheTextItWasMadeFrom) {
    const auto reading = samples::read(samples::data("text.pdf"));
    EXPECT_EQ(reading.text, samples::data("text.pdf.txt"));
    EXPECT_EQ(reading.pages, 1U);
    EXPECT_EQ(reading.seal.found, SealFound::No);
    EXPECT_FALSE(reading.needs_eyes);
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Pdf, LeavesTheSealOpenWhereThereIsAPicture) {
    const auto reading = samples::read(samples::data("sealed.pdf"));
    EXPECT_EQ(reading.seal.found, SealFound::Uncertain);
    EXPECT_EQ(reading.seal.kind, parsers::SealKind::None);
    EXPECT_TRUE(reading.needs_eyes) << "it may be a seal";
}

TEST(Pdf, AsksForEyesWhereAPageIsAPicture) {
    const auto reading = samples::read(samples::data("scan.pdf"));
    EXPECT_TRUE(reading.needs_eyes);
    EXPECT_EQ(reading.text_source, parsers::TextSource::None);
    EXPECT_EQ(reading.seal.found, SealFound::Uncertain);
}

std::string with_form(const std::string& field) {
    return base::replaced(std::string(parsers::document::warm_pdf()), "/Type /Catalog",
                          "/AcroForm << /Fields [" + field + "] >> /Type /Catalog");
}

TEST(Pdf, FindsASignatureField) {
    const auto reading = samples::read(
        with_form("<< /FT /Sig /T (a) /Kids [<< /T (s) /V << /Type /Sig /SubFilter /x >> >>] >>"));
    EXPECT_EQ(reading.seal.found, SealFound::Uncertain);
    EXPECT_EQ(reading.seal.kind, parsers::SealKind::Electronic);
}

TEST(Pdf, GivesTheAddressesBehindTheWords) {
    const std::string link = "<< /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (";
    const auto reading = samples::read(
        base::replaced(std::string(parsers::document::warm_pdf()), "/Type /Page /",
                       "/Annots [" + link + "http://x.example/a?b=1&c=\\(2\\)) >> >> " + link +
                           "javascript:x) >> >> << /Subtype /Link /A << /S /GoTo /D [0] >> >> " +
                           link + "http://x.example/\xFF) >> >>] /Type /Page /"));
    ASSERT_EQ(reading.links.size(), 2U);
    EXPECT_EQ(reading.links[0].url, "http://x.example/a?b=1&c=(2)");
    EXPECT_TRUE(base::is_utf8(reading.links[1].url));
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Pdf, TakesACertifiedFileForSigned) {
    const auto reading =
        samples::read(base::replaced(std::string(parsers::document::warm_pdf()), "/Type /Catalog",
                                     "/Perms << /DocMDP << /Type /Sig >> >> /Type /Catalog"));
    EXPECT_EQ(reading.seal.kind, parsers::SealKind::Electronic);
    EXPECT_EQ(reading.seal.page, 0U) << "nothing is seen of it";
}

TEST(Pdf, NamesThePageOnWhichASignatureIsSeen) {
    const auto reading = samples::read(samples::data("signed.pdf"));
    EXPECT_EQ(reading.pages, 3U);
    EXPECT_EQ(reading.seal.found, SealFound::Yes);
    EXPECT_EQ(reading.seal.kind, parsers::SealKind::Electronic);
    EXPECT_EQ(reading.seal.page, 2U);
    EXPECT_EQ(samples::read(samples::data("signed-unseen.pdf")).seal.page, 0U);
    EXPECT_EQ(samples::read(samples::data("signed-unseen.pdf")).seal.kind,
              parsers::SealKind::Electronic);
}

TEST(Pdf, ReadsHalfWidthDigitsOfEveryGb1Encoding) {
    const std::string text = samples::data("gb1.pdf.txt");
    const std::string read = samples::read(samples::data("gb1.pdf")).text;
    EXPECT_EQ(parsers::text::nfkc(read), parsers::text::nfkc(text));
}

TEST(Pdf, TakesAnEmptySignatureFieldForNone) {
    const auto reading = samples::read(with_form("<< /FT /Sig /T (s) >>"));
    EXPECT_EQ(reading.seal.found, SealFound::No);
}

TEST(Pdf, SaysThatAFileNeedsAPassword) {
    EXPECT_THAT(samples::codes(samples::read(samples::data("locked.pdf"))),
                Contains(parsers::code::kEncrypted));
    const auto reading = samples::read(samples::data("owner-locked.pdf"));
    EXPECT_THAT(reading.problems, IsEmpty());
    EXPECT_EQ(reading.text, samples::data("text.pdf.txt"));
}

TEST(Pdf, TellsATruncatedFileFromAWholeOne) {
    const std::string whole = samples::data("text.pdf");
    const auto reading = samples::read(whole.substr(0, 300));
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
    EXPECT_EQ(reading.seal.found, SealFound::Uncertain);
}

TEST(Pdf, ReadsAtMostTheAllowedPages) {
    parsers::document::warm_up();
    parsers::Limits limits;
    limits.pdf_pages = 0;
    const std::string bytes = samples::data("text.pdf");
    parsers::document::Input input;
    input.bytes = bytes;
    input.limits = &limits;
    const auto reading = parsers::document::read("application/pdf", input);
    EXPECT_EQ(reading.text, "");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kLimitExceeded));
}

TEST(Pdf, ReadsTheLibrariesCjkTables) {
    const auto reading = samples::read(std::string(parsers::document::warm_pdf()));
    EXPECT_EQ(reading.text, "filingd\n月报\n月报\n月报\n");
}

TEST(PageLines, OrdersWordsByLineAndPlace) {
    EXPECT_EQ(parsers::document::lines_of({word("二", 10, 31, 20), word("乙", 100, 10, 110),
                                           word("甲", 10, 12, 20), word("一", 10, 30, 20)})
                  .substr(0, 8),
              "甲\t乙\n");
}

TEST(PageLines, TakesANarrowGapForAColumnWhereOneBegins) {
    EXPECT_EQ(parsers::document::lines_of({word("很长的一格", 10, 10, 92), word("右", 100, 10, 110),
                                           word("短", 10, 30, 20), word("右", 100, 30, 110)}),
              "很长的一格\t右\n短\t右\n");
}

TEST(PageLines, KeepsTheColumnsOfCellsWithoutWords) {
    // The figures are centred, the first column goes on over two rows, a middle cell is empty.
    EXPECT_EQ(parsers::document::lines_of(
                  {word("类别", 10, 10, 30), word("指标", 100, 10, 120), word("数量", 200, 10, 220),
                   word("备注", 300, 10, 320), word("清单", 10, 30, 30),
                   word("办件数", 95, 30, 125), word("17", 205, 30, 215), word("无", 300, 30, 310),
                   word("从轻", 100, 50, 120), word("3", 208, 50, 212), word("合计", 10, 70, 30),
                   word("1,200", 198, 70, 222), word("完", 300, 70, 310)}),
              "类别\t指标\t数量\t备注\n清单\t办件数\t17\t无\n\t从轻\t3\n合计\t\t1,200\t完\n");
}

TEST(PageLines, TakesNoColumnsFromAnotherTable) {
    const auto row = [](double top, const std::vector<double>& lefts) {
        std::vector<parsers::document::PdfWord> words;
        words.reserve(lefts.size());
        for (const double left : lefts) words.push_back(word("字", left, top, left + 10));
        return words;
    };
    auto words = row(10, {10, 100, 200, 300});
    for (auto& each : row(100, {10, 300})) words.push_back(each);
    EXPECT_EQ(parsers::document::lines_of(words), "字\t字\t字\t字\n字\t字\n") << "far below";
    words = row(10, {10, 100, 200, 300});
    words.push_back(word("一行字", 10, 22, 40));
    for (auto& each : row(34, {10, 300})) words.push_back(each);
    EXPECT_EQ(parsers::document::lines_of(words), "字\t字\t字\t字\n一行字\n字\t字\n");
}

TEST(PageLines, WritesNoMoreEmptyColumnsThanAnyTableHas) {
    std::vector<parsers::document::PdfWord> words;
    for (int i = 0; i < 1000; ++i) words.push_back(word("x", 30.0 * i, 10, 30.0 * i + 5));
    words.push_back(word("a", 0, 22, 5));
    words.push_back(word("b", 29'970, 22, 29'975));
    const std::string text = parsers::document::lines_of(words);
    EXPECT_EQ(text.substr(text.find('\n') + 1), "a" + std::string(64, '\t') + "b\n");
}

TEST(PageLines, PutsSpacesOnlyBetweenLatinWords) {
    auto year = word("2024", 10, 10, 30);
    year.space_after = true;
    EXPECT_EQ(parsers::document::lines_of({year, word("年", 32, 10, 42)}), "2024年\n");
    EXPECT_EQ(parsers::document::lines_of({year, word("June", 32, 10, 42)}), "2024 June\n");
}

}  // namespace
