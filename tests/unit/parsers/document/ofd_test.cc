#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using parsers::SealFound;
using parsers::SealKind;
using samples::read;
using testing::Contains;
using testing::ElementsAre;

std::string object(const std::string& boundary, const std::string& code,
                   const std::string& more = {}) {
    return "<o:TextObject Size=\"4\" Boundary=\"" + boundary + "\" " + more + ">" + code +
           "</o:TextObject>";
}

/// An OFD of one page with these objects; `more` are further entries, `body` of OFD.xml's DocBody.
std::string ofd(const std::string& objects, const samples::Files& more = {},
                const std::string& body = {}) {
    samples::Files files = {
        {"OFD.xml", "<o:OFD><o:DocBody><o:DocRoot>Doc_0/Document.xml</o:DocRoot>" + body +
                        "</o:DocBody></o:OFD>"},
        {"Doc_0/Document.xml",
         "<o:Document><o:Pages><o:Page ID=\"7\" BaseLoc=\"Pages/P.xml\"/></o:Pages></o:Document>"},
        {"Doc_0/Pages/P.xml",
         "<o:Page><o:Content><o:Layer>" + objects + "</o:Layer></o:Content></o:Page>"}};
    files.insert(files.end(), more.begin(), more.end());
    return samples::zip(files);
}

std::string text_of(const std::string& objects) { return read(ofd(objects)).text; }

TEST(Ofd, GivesTheTextItWasMadeFrom) {
    for (const char* name : {"sealed.ofd", "sealed-absolute.ofd", "unsealed.ofd"}) {
        const auto reading = read(samples::data(name));
        EXPECT_EQ(reading.text, samples::data("sealed.ofd.txt")) << name;
        EXPECT_EQ(reading.pages, 2U);
        EXPECT_FALSE(reading.needs_eyes);
        EXPECT_THAT(samples::codes(reading), ElementsAre(parsers::code::kFormatNotPdf));
    }
}

TEST(Ofd, FindsTheSealAndItsPage) {
    const auto sealed = read(samples::data("sealed.ofd"));
    EXPECT_EQ(sealed.seal.found, SealFound::Yes);
    EXPECT_EQ(sealed.seal.kind, SealKind::Electronic);
    EXPECT_EQ(sealed.seal.page, 2U);
    EXPECT_EQ(read(samples::data("sealed-absolute.ofd")).seal.page, 1U);
}

TEST(Ofd, WordsAloneBearNoSeal) {
    const auto reading = read(samples::data("unsealed.ofd"));
    EXPECT_EQ(reading.seal.found, SealFound::No);
    EXPECT_EQ(reading.seal.kind, SealKind::None);
}

TEST(Ofd, APageOfAPictureNeedsEyes) {
    const auto reading = read(samples::data("scan.ofd"));
    EXPECT_TRUE(reading.needs_eyes);
    EXPECT_EQ(reading.seal.found, SealFound::Uncertain);
    ASSERT_EQ(reading.inner.size(), 1U);
    EXPECT_EQ(reading.inner[0].name, "Doc_0/Res/image_0.png");
}

TEST(Ofd, DoesNotTakeASignatureWithoutItsValueForASeal) {
    const std::string list = "<o:Signatures>Doc_0/S.xml</o:Signatures>";
    const samples::Files files = {
        {"Doc_0/S.xml", "<o:Signatures><o:Signature ID=\"1\" BaseLoc=\"One.xml\"/></o:Signatures>"},
        {"Doc_0/One.xml",
         "<o:Signature><o:SignedInfo><o:StampAnnot PageRef=\"7\"/></o:SignedInfo>"
         "<o:SignedValue>none.dat</o:SignedValue></o:Signature>"}};
    auto reading = read(ofd("", files, list));
    EXPECT_EQ(reading.seal.found, SealFound::Uncertain);
    EXPECT_EQ(reading.seal.kind, SealKind::Electronic);
    reading = read(ofd("", {}, list));
    EXPECT_EQ(reading.seal.found, SealFound::Uncertain);
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Ofd, OrdersWordsByTheirPlace) {
    EXPECT_EQ(text_of(object("10 60 50 5", "<o:TextCode X=\"0\" Y=\"4\">下</o:TextCode>") +
                      object("60 20 50 5", "<o:TextCode X=\"0\" Y=\"4\">右</o:TextCode>") +
                      object("10 20 50 5", "<o:TextCode X=\"0\" Y=\"4\">左</o:TextCode>")),
              "左\t右\n下\n");
}

TEST(Ofd, JoinsGlyphsPlacedOneByOne) {
    EXPECT_EQ(text_of(object("0 0 210 297",
                             "<o:TextCode X=\"10\" Y=\"9\">月</o:TextCode>"
                             "<o:TextCode X=\"14\">报</o:TextCode>"
                             "<o:TextCode X=\"10\" Y=\"20\" DeltaX=\"2 2\">123</o:TextCode>")),
              "月报\n123\n");
}

TEST(Ofd, FollowsTheMatrixOfAnObject) {
    EXPECT_EQ(text_of(object("10 50 1 1", "<o:TextCode X=\"0\" Y=\"2\">下</o:TextCode>") +
                      object("10 10 1 1", "<o:TextCode X=\"0\" Y=\"2\">上</o:TextCode>",
                             "CTM=\"2 0 0 2 0 0\"") +
                      object("10 10 1 1", "<o:TextCode X=\"3\" Y=\"2\">面</o:TextCode>",
                             "CTM=\"2 0 0 2 0 0\"")),
              "上面\n下\n");
}

TEST(Ofd, LeavesOutWhatIsNotVisible) {
    EXPECT_EQ(text_of(object("0 0 9 9", "<o:TextCode>隐</o:TextCode>", "Visible=\"false\"") +
                      "<o:PageBlock>" + object("0 0 9 9", "<o:TextCode>见</o:TextCode>") +
                      "</o:PageBlock>"),
              "见\n");
}

TEST(Ofd, SaysWhatIsMissing) {
    const auto no_page = read(samples::zip(
        {{"OFD.xml", "<o:OFD><o:DocBody><o:DocRoot>D.xml</o:DocRoot></o:DocBody></o:OFD>"},
         {"D.xml",
          "<o:Document><o:Pages><o:Page ID=\"1\" BaseLoc=\"no.xml\"/></o:Pages></o:Document>"}}));
    EXPECT_THAT(samples::codes(no_page), Contains(parsers::code::kDamaged));
    EXPECT_EQ(no_page.seal.found, SealFound::Uncertain);
    const auto empty = read(samples::zip({{"OFD.xml", "<o:OFD/>"}}));
    EXPECT_THAT(samples::codes(empty), Contains(parsers::code::kDamaged));
    EXPECT_EQ(empty.seal.found, SealFound::Uncertain);
}

TEST(Ofd, RefusesADoctype) {
    const auto reading = read(samples::zip(
        {{"OFD.xml",
          "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><o:OFD>&b;</o:OFD>"}}));
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Ofd, SurvivesDeepBlocksAndHugeNumbers) {
    const auto deep = samples::repeated("<o:PageBlock>", 300'000) +
                      object("1e400 nan -1e9 x",
                             "<o:TextCode X=\"inf\" DeltaX=\"g 1e99 1e99 g g\">深"
                             "</o:TextCode>") +
                      samples::repeated("</o:PageBlock>", 300'000);
    EXPECT_EQ(text_of(deep), "深\n");
}

TEST(Ofd, StopsAtThePageLimit) {
    std::string pages;
    for (int i = 0; i < 3000; ++i) pages += "<o:Page ID=\"1\" BaseLoc=\"P.xml\"/>";
    const auto reading = read(samples::zip(
        {{"OFD.xml", "<o:OFD><o:DocBody><o:DocRoot>D.xml</o:DocRoot></o:DocBody></o:OFD>"},
         {"D.xml", "<o:Document><o:Pages>" + pages + "</o:Pages></o:Document>"},
         {"P.xml", "<o:Page/>"}}));
    EXPECT_EQ(reading.pages, 3000U);
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kLimitExceeded));
}

}  // namespace
