#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"
#include "tests/unit/parsers/document/stored_ole.h"

namespace {

using samples::little;
using samples::read;
using samples::wide;
using testing::Contains;
using testing::IsEmpty;

std::string record(std::uint16_t kind, const std::string& body, std::uint16_t head = 0) {
    return little(head, 2) + little(kind, 2) + little(body.size(), 4) + body;
}

std::string user(std::size_t edit, std::uint32_t token = 0xE391C05F) {
    return std::string(12, '\0') + little(token, 4) + little(edit, 4);
}

/// One whose box refers to the outline.
std::string slide_of_outline() {
    return record(0x03EE, record(0x0F9E, little(0, 4)) + record(0x0FA8, "box"), 0x0F);
}

/// A presentation of one slide; its outline says one text.
std::string presentation(const std::string& slide = slide_of_outline()) {
    const std::string list = record(0x0FF0,
                                    record(0x03F3, little(1, 4) + std::string(16, '\0')) +
                                        record(0x0FA0, wide(u"标题\r第二行")),
                                    0x0F);
    const std::string document = record(0x03E8, list, 0x0F);
    const std::string directory =
        record(0x1772, little((2U << 20U) | 1U, 4) + little(0, 4) + little(slide.size(), 4));
    const std::size_t directory_at = slide.size() + document.size();
    const std::string edit =
        record(0x0FF5, std::string(8, '\0') + little(0, 4) + little(directory_at, 4) +
                           little(2, 4) + std::string(8, '\0'));
    return slide + document + directory + edit;
}

std::size_t edit_of(const std::string& stream) { return stream.size() - 36; }

TEST(Ppt, GivesTheTextItWasMadeFrom) {
    const auto reading = read(samples::data("report.ppt"));
    EXPECT_EQ(reading.text, samples::data("report.ppt.txt"));
    EXPECT_THAT(reading.problems, IsEmpty());
}

TEST(Ppt, TakesTextsOfTheOutlineWhereASlideRefersToThem) {
    const std::string stream = presentation();
    const auto reading = read(
        samples::ole({{"Current User", user(edit_of(stream))}, {"PowerPoint Document", stream}}));
    EXPECT_EQ(reading.text, "标题\n第二行\nbox\n");
    EXPECT_THAT(reading.problems, IsEmpty());
}

std::string table_box(std::uint32_t left, std::uint32_t top, const std::string& text) {
    return record(0xF004,
                  record(0xF00F, little(left, 4) + little(top, 4) + little(left + 90, 4) +
                                     little(top + 9, 4)) +
                      (text.empty() ? "" : record(0xF00D, record(0x0FA8, text), 0x0F)),
                  0x0F);
}

TEST(Ppt, WritesTheRowsOfATable) {
    const std::string marked =
        record(0xF004, record(0xF122, little(0x39F, 2) + little(1, 4), 0x13), 0x0F);
    const std::string boxes = table_box(200, 20, "b2") + table_box(100, 10, "a1") +
                              table_box(200, 10, "a2\vmore") + table_box(100, 20, "") +
                              table_box(300, 20, "b3") + table_box(0, 500, "");
    const auto slide = [&](const std::string& first) {
        return record(0x03EE, record(0xF003, first + boxes, 0x0F) + record(0x0FA8, "after"), 0x0F);
    };
    const auto text = [&](const std::string& first) {
        const std::string stream = presentation(slide(first));
        return read(samples::ole(
                        {{"Current User", user(edit_of(stream))}, {"PowerPoint Document", stream}}))
            .text;
    };
    EXPECT_EQ(text(marked), "a1\ta2 more\n\tb2\tb3\nafter\n");
    EXPECT_EQ(text(record(0xF004, "", 0x0F)), "b2\na1\na2\nmore\nb3\nafter\n") << "a plain group";
}

TEST(Ppt, GivesAllTextsWhenTheDirectoryIsBroken) {
    const auto reading =
        read(samples::ole({{"Current User", user(7)}, {"PowerPoint Document", presentation()}}));
    EXPECT_EQ(reading.text, "box\n标题\n第二行\n");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

TEST(Ppt, SaysThatAPresentationIsEncrypted) {
    const auto reading = read(samples::ole(
        {{"Current User", user(0, 0xF3D1C4DF)}, {"PowerPoint Document", presentation()}}));
    EXPECT_EQ(samples::codes(reading), std::vector<std::string>{parsers::code::kEncrypted});
}

TEST(Ppt, SurvivesCutAndBrokenFiles) {
    const std::string whole = samples::data("report.ppt");
    const std::string text = read(whole).text;
    for (std::size_t size = 512; size < whole.size(); size += 303) {
        const auto reading = read(whole.substr(0, size), "x.ppt");
        EXPECT_TRUE(!reading.problems.empty() || reading.text == text) << size;
    }
    for (std::size_t at = 24; at < whole.size(); at += 53) {
        std::string broken = whole;
        broken.replace(at, 4, "\xFF\xFF\xFF\x7F");
        EXPECT_LE(read(broken).text.size(), whole.size() * 3);
    }
}

}  // namespace
