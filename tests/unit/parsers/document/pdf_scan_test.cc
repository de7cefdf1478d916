#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "parsers/document/poppler_adapter.h"
#include "parsers/document/qpdf_adapter.h"
#include "parsers/limits.h"
#include "parsers/ocr/page_source.h"
#include "tests/unit/parsers/document/samples.h"

namespace parsers::document {
namespace {

const std::string& jpeg() {  // 744 x 1052
    static const std::string bytes = samples::data("../pages/samples/blank.jpg");
    return bytes;
}

/// A PDF of one page with one picture on it, as scanners write it.
struct Scan {
    std::string page = "/MediaBox[0 0 595 842]";
    std::string all_pages;
    std::string picture = "/Filter/DCTDecode";
    std::string others;  ///< among the page's pictures
    std::string drawing = "q 595 0 0 842 0 0 cm /Scan Do Q\n";

    [[nodiscard]] std::string bytes() const {
        const std::vector<std::string> objects{
            "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1" + all_pages + ">>",
            "<</Type/Page/Parent 2 0 R" + page +
                "/Contents 4 0 R/Resources<</XObject<</Scan 5 0 R" + others + ">>>>>>",
            stream("", drawing),
            stream("/Type/XObject/Subtype/Image/Width 744/Height 1052/ColorSpace/DeviceRGB"
                   "/BitsPerComponent 8" +
                       picture,
                   jpeg())};
        std::string out = "%PDF-1.5\n";
        std::string table = "0000000000 65535 f \n";
        for (std::size_t i = 0; i < objects.size(); ++i) {
            std::string place = std::to_string(out.size());
            table += std::string(10 - place.size(), '0') + place + " 00000 n \n";
            out += std::to_string(i + 1) + " 0 obj\n" + objects[i] + "\nendobj\n";
        }
        const std::string start = std::to_string(out.size());
        return out + "xref\n0 6\n" + table + "trailer<</Size 6/Root 1 0 R>>\nstartxref\n" + start +
               "\n%%EOF\n";
    }

 private:
    static std::string stream(const std::string& keys, const std::string& data) {
        return "<<" + keys + "/Length " + std::to_string(data.size()) + ">>\nstream\n" + data +
               "\nendstream";
    }
};

TEST(PdfScan, GivesTheScannersOwnBytes) {
    const auto scan = pdf_scan(Scan().bytes(), 0);
    EXPECT_EQ(scan.jpeg, jpeg());
    EXPECT_EQ(scan.turned, 0U);
}

TEST(PdfScan, SaysHowThePageIsTurned) {
    for (const auto& [rotate, quarters] :
         {std::pair{"90", 1U}, {"180", 2U}, {"270", 3U}, {"-90", 3U}, {"360", 0U}, {"450", 1U}}) {
        Scan turned;
        turned.page += std::string("/Rotate ") + rotate;
        const auto scan = pdf_scan(turned.bytes(), 0);
        EXPECT_EQ(scan.turned, quarters) << rotate;
    }
}

TEST(PdfScan, APagesOwnTurnGoesBeforeThatOfAllPages) {
    Scan all;
    all.all_pages = "/Rotate 90";
    EXPECT_EQ(pdf_scan(all.bytes(), 0).turned, 1U);
    all.page += "/Rotate 0";
    EXPECT_EQ(pdf_scan(all.bytes(), 0).turned, 0U);
}

TEST(PdfScan, APageThatIsMoreThanItsScanIsRendered) {
    Scan two;
    two.others = "/More 5 0 R";
    EXPECT_EQ(pdf_scan(two.bytes(), 0).jpeg, "");
    Scan drawn;
    for (int i = 0; i < 2000; ++i) drawn.drawing += std::to_string(i) + " 0 m 9 9 l S\n";
    EXPECT_EQ(pdf_scan(drawn.bytes(), 0).jpeg, "");
    Scan negative;
    negative.picture += "/Decode[1 0 1 0 1 0]";
    EXPECT_EQ(pdf_scan(negative.bytes(), 0).jpeg, "");
    Scan wide;
    wide.page = "/MediaBox[0 0 842 595]";
    EXPECT_EQ(pdf_scan(wide.bytes(), 0).jpeg, "") << "it covers a part of the page, or is squeezed";
}

TEST(PdfScan, HostileFilesHaveNone) {
    const std::string whole = Scan().bytes();
    EXPECT_EQ(pdf_scan(whole, 1).jpeg, "");
    EXPECT_EQ(pdf_scan(whole, SIZE_MAX).jpeg, "");
    EXPECT_EQ(pdf_scan("", 0).jpeg, "");
    EXPECT_EQ(pdf_scan("%PDF-1.5\n", 0).jpeg, "");
    for (const char* box : {"/MediaBox[0 0 0 0]", "/MediaBox[0 0 -5 -5]", "/MediaBox 7", ""}) {
        Scan odd;
        odd.page = box;
        pdf_scan(odd.bytes(), 0);
        pdf_structure(odd.bytes(), 500);
    }
    Scan itself;
    itself.others = "/More 3 0 R";  // the page among its own pictures
    EXPECT_EQ(pdf_scan(itself.bytes(), 0).jpeg, "");
}

TEST(PdfRender, GivesThePageAsItIsShown) {
    const std::string bytes = Scan().bytes();
    const PdfText text(bytes);
    ASSERT_EQ(text.state(), PdfText::State::Open);
    const Pixels pixels = text.render(0, 36);
    EXPECT_NEAR(pixels.width, 298, 1);
    EXPECT_NEAR(pixels.height, 421, 1);
    EXPECT_EQ(pixels.rgb.size(), std::size_t{pixels.width} * pixels.height * 3);
}

TEST(PdfRender, GivesNoPageOfAHugeOrNoSize) {
    Scan huge;
    huge.page = "/MediaBox[0 0 14400 14400]";
    const std::string many = huge.bytes();
    EXPECT_TRUE(PdfText(many).render(0, 200).rgb.empty());
    const std::string bytes = Scan().bytes();
    const PdfText text(bytes);
    for (const double dpi : {0.0, -1.0, 1e300}) EXPECT_TRUE(text.render(0, dpi).rgb.empty()) << dpi;
    EXPECT_TRUE(text.render(1, 100).rgb.empty());
    EXPECT_TRUE(text.render(SIZE_MAX, 100).rgb.empty());
}

TEST(PageSource, AScanIsItsPictureWithThePagesMeasure) {
    const std::string bytes = Scan().bytes();
    const Limits limits;
    const auto source = ocr::PageSource::open(bytes, limits);
    ASSERT_TRUE(source);
    ASSERT_EQ(source->pages(), 1U);
    EXPECT_EQ(source->words(0), "");
    EXPECT_TRUE(source->shows_something(0));
    const auto picture = source->picture(0);
    ASSERT_TRUE(picture);
    EXPECT_EQ(pixGetWidth(picture->pix.get()), 744);
    EXPECT_NEAR(picture->dpi, 744 / 595.0 * 72, 0.1);
    EXPECT_FALSE(source->picture(1));
}

TEST(PageSource, ATurnedScanIsTurned) {
    Scan turned;
    turned.page += "/Rotate 90";
    const std::string bytes = turned.bytes();
    const Limits limits;
    const auto picture = ocr::PageSource::open(bytes, limits)->picture(0);
    ASSERT_TRUE(picture);
    EXPECT_GT(pixGetWidth(picture->pix.get()), pixGetHeight(picture->pix.get()));
    EXPECT_NEAR(picture->dpi, 744 / 595.0 * 72, 1);
}

TEST(PageSource, AFileWithoutPagesHasNoSource) {
    const Limits limits;
    for (const char* bytes : {"", "hello", "%PDF-1.5\n%%EOF\n", "PK\3\4"})
        EXPECT_FALSE(ocr::PageSource::open(bytes, limits)) << bytes;
}

TEST(PageSource, AHeaderOfAPictureAloneShowsNothing) {
    const Limits limits;
    const std::string half = jpeg().substr(0, 300);
    const auto source = ocr::PageSource::open(half, limits);
    ASSERT_TRUE(source);
    EXPECT_EQ(source->pages(), 1U);
    EXPECT_FALSE(source->picture(7).has_value() && source->pages() > 7);
}

TEST(PageSource, LooksAtNoMorePagesThanAllowed) {
    std::string bytes = samples::data("scan.pdf");
    Limits limits;
    limits.pdf_pages = 1;
    EXPECT_EQ(ocr::PageSource::open(bytes, limits)->pages(), 1U);
}

}  // namespace
}  // namespace parsers::document
