#include "parsers/mime/transfer.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace parsers::mime {
namespace {

TEST(Transfer, MechanismIsTrimmedAndItsCaseIgnored) {
    for (const char* name : {"base64", " BASE64 ", "Base64;", "\"base64\"", "B"})
        EXPECT_EQ(undo_transfer("aGVsbG8=", name).bytes, "hello") << name;
    for (const char* name : {"", "7bit", "8BIT", "binary", "x-unknown"})
        EXPECT_EQ(undo_transfer("aGVsbG8=", name).bytes, "aGVsbG8=") << name;
}

TEST(Transfer, Base64RoundTripsEveryLength) {
    std::string bytes;
    for (int size = 0; size < 300; ++size) {
        std::string encoded = base::base64(bytes);
        for (std::size_t at = 76; at < encoded.size(); at += 78) encoded.insert(at, "\r\n");
        const Unpacked unpacked = from_base64(encoded);
        EXPECT_EQ(unpacked.bytes, bytes);
        EXPECT_FALSE(unpacked.damaged);
        bytes += static_cast<char>(size * 7);
    }
}

TEST(Transfer, ForeignLinesInBase64DoNotShiftTheRest) {
    const Unpacked unpacked = from_base64("aGVs\nThis mail was checked. All is well!\nbG8=\n");
    EXPECT_EQ(unpacked.bytes, "hello");
    EXPECT_TRUE(unpacked.repaired);
    EXPECT_FALSE(unpacked.damaged);
    EXPECT_EQ(from_base64("aGVs \t!bG8g\nd29ybGQ=").bytes, "hello world");
    EXPECT_TRUE(from_base64("aG!").damaged);
}

TEST(Transfer, QuotedPrintableKeepsLineEndsAndJoinsSoftBreaks) {
    EXPECT_EQ(from_quoted_printable("a \t\r\nb=\r\nc= \nd=3D=\xE4").bytes, "a\r\nbcd==\xE4");
    EXPECT_EQ(from_quoted_printable("=e4=BD=a0").bytes, "你");
    EXPECT_EQ(from_quoted_printable("").bytes, "");
    EXPECT_EQ(from_quoted_printable("=").bytes, "");
}

TEST(Transfer, UuencodeWithoutItsFirstLineStaysAsItIs) {
    EXPECT_EQ(from_uuencode("begin 644 x\n%:&5L;&\\\n`\nend\n").bytes, "hello");
    const Unpacked bare = from_uuencode("no uuencode");
    EXPECT_EQ(bare.bytes, "no uuencode");
    EXPECT_TRUE(bare.damaged);
}

}  // namespace
}  // namespace parsers::mime
