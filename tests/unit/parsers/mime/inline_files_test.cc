#include "parsers/mime/inline_files.h"

#include <gmock/gmock.h>

#include "base/text.h"

namespace parsers::mime {
namespace {

using testing::IsEmpty;

const std::string kUu =
    "\xE8\xA7\x81\xE9\x99\x84\xE4\xBB\xB6\n\nbegin 644 \xE6\x9C\x88\xE6\x8A\xA5.txt\n"
    "+<V5C;VYD('!A<G0\n`\nend\nbye\n";

void expect_second_part(const std::string& text) {
    const InlineFiles taken = take_files(text);
    ASSERT_EQ(taken.files.size(), 1U);
    EXPECT_EQ(taken.files[0].name, "月报.txt");
    EXPECT_EQ(taken.files[0].bytes, "second part");
    EXPECT_FALSE(taken.files[0].damaged);
    EXPECT_EQ(base::replaced(taken.text, "\r\n", "\n"), "见附件\n\nbye\n");
}

TEST(InlineFiles, UuencodeIsTakenOutOfTheText) {
    EXPECT_TRUE(may_hold_files(kUu));
    expect_second_part(kUu);
    expect_second_part(base::replaced(kUu, "\n", "\r\n"));
}

TEST(InlineFiles, SeveralFilesStandInOrder) {
    const InlineFiles taken = take_files(kUu + kUu);
    ASSERT_EQ(taken.files.size(), 2U);
    EXPECT_EQ(taken.files[1].bytes, "second part");
    EXPECT_EQ(taken.text, "见附件\n\nbye\n见附件\n\nbye\n");
}

TEST(InlineFiles, AFileThatIsCutOffIsKeptAndDamaged) {
    const InlineFiles taken = take_files("begin 644 a.bin\n+<V5C;VYD('!A<G0\n");
    ASSERT_EQ(taken.files.size(), 1U);
    EXPECT_EQ(taken.files[0].bytes, "second part");
    EXPECT_TRUE(taken.files[0].damaged);
    const InlineFiles then = take_files(
        "begin 644 a.bin\n+<V5C;VYD('!A<G0\n\n\xE6\x9C\x88\n\xE6\x9C\x88\n\xE6\x9C\x88\n"
        "\xE6\x9C\x88\nlast\n");
    EXPECT_TRUE(then.files[0].damaged);
    EXPECT_EQ(then.text, "\n月\n月\n月\n月\nlast\n") << "text behind it stays text";
}

TEST(InlineFiles, AnEmptyFileIsOne) {
    const InlineFiles taken = take_files("begin 644 empty.txt\n`\nend\n");
    ASSERT_EQ(taken.files.size(), 1U);
    EXPECT_THAT(taken.files[0].bytes, IsEmpty());
}

TEST(InlineFiles, WordsThatOnlyBeginSoStayText) {
    for (const std::string text :
         {"begin 644 things\nto do today, said the clerk of the town\n", "begin \nend\n",
          "begin with\nfirst\nend\n", "begin 9999 x\n`\nend\n", "=ybegin line=128\nx\n"}) {
        const InlineFiles taken = take_files(text);
        EXPECT_THAT(taken.files, IsEmpty()) << text;
        EXPECT_EQ(taken.text, text);
    }
}

/// yEnc of these bytes, in lines of `width`.
std::string yenc(std::string_view bytes, std::size_t width, const std::string& end) {
    std::string out = "=ybegin line=" + std::to_string(width) +
                      " size=" + std::to_string(bytes.size()) + " name=六月 月报.bin\r\n";
    std::size_t column = 0;
    for (const char c : bytes) {
        const auto value = static_cast<char>((static_cast<unsigned char>(c) + 42U) & 0xFFU);
        const bool escape = value == '\0' || value == '\n' || value == '\r' || value == '=' ||
                            (value == '.' && column == 0);
        if (escape) out += '=';
        out +=
            escape ? static_cast<char>((static_cast<unsigned char>(value) + 64U) & 0xFFU) : value;
        if (++column == width) {
            out += "\r\n";
            column = 0;
        }
    }
    return out + "\r\n=yend " + end + "\r\nafter\r\n";
}

TEST(InlineFiles, YencIsDecodedAndCheckedByItsSum) {
    std::string bytes;
    for (int i = 0; i < 700; ++i) bytes += static_cast<char>(i * 7);
    const InlineFiles taken = take_files("before\r\n" + yenc(bytes, 128, "size=700"));
    ASSERT_EQ(taken.files.size(), 1U);
    EXPECT_EQ(taken.files[0].name, "六月 月报.bin");
    EXPECT_EQ(taken.files[0].bytes, bytes);
    EXPECT_FALSE(taken.files[0].damaged);
    EXPECT_EQ(taken.text, "before\r\nafter\r\n");
    EXPECT_TRUE(take_files(yenc(bytes, 128, "size=701")).files[0].damaged);
    EXPECT_TRUE(take_files(yenc(bytes, 128, "size=700 crc32=00000001")).files[0].damaged);
    // CRC-32 of "123456789".
    EXPECT_FALSE(take_files(yenc("123456789", 64, "size=9 crc32=CBF43926")).files[0].damaged);
}

TEST(InlineFiles, APartOfSeveralSaysSo) {
    const InlineFiles taken = take_files(
        "=ybegin part=1 line=128 size=9 name=a.bin\r\n=ypart begin=1 end=3\r\nabc\r\n"
        "=yend size=3 part=1\r\n");
    ASSERT_EQ(taken.files.size(), 1U);
    EXPECT_TRUE(taken.files[0].partial);
    EXPECT_FALSE(taken.files[0].damaged);
}

}  // namespace
}  // namespace parsers::mime
