#include "parsers/mime/preflight.h"

#include <gtest/gtest.h>

namespace parsers::mime {
namespace {

TEST(Preflight, LeafBodiesAreViewsOfTheRawBytes) {
    const std::string raw =
        "Content-Type: multipart/mixed; "
        "boundary=B\r\n\r\npreamble\r\n--B\r\n\r\none\r\n\r\n--B\r\n\r\ntwo"
        "\r\n--B--\r\nepilogue";
    const Preflight preflight = inspect(raw, Limits());
    ASSERT_EQ(preflight.outline.parts.size(), 2U);
    EXPECT_EQ(preflight.parts, 2U);
    EXPECT_EQ(preflight.outline.parts[0].body, "one\r\n");
    EXPECT_EQ(preflight.outline.parts[1].body, "two");
    EXPECT_EQ(preflight.outline.parts[1].body.data(), raw.data() + raw.find("two"));
    EXPECT_EQ(preflight.outline.loose, std::string("preambleepilogue").size());
    EXPECT_TRUE(preflight.problems.empty());
}

TEST(Preflight, CopyHoldsNoLineThatLooksLikeAnotherBoundary) {
    const std::string raw = "Content-Type: multipart/mixed; boundary=B\n\n--B\n\n--Bob\n--B--\n";
    const Preflight preflight = inspect(raw, Limits());
    const std::string copy = repaired_copy(raw, preflight.outline);
    EXPECT_EQ(copy.find("\n--B\n"), std::string::npos);
    EXPECT_NE(copy.find("--Bob"), std::string::npos);
    EXPECT_EQ(copy, repaired_copy(raw, preflight.outline)) << "the same mail gives the same copy";
}

TEST(Preflight, InnerBoundaryThatBeginsWithTheOuterOneIsKeptApart) {
    const std::string raw =
        "Content-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: multipart/mixed; "
        "boundary=B--\n\n--B--\n\ninner\n--B----\n--B\n\nouter\n--B--\n";
    const Preflight preflight = inspect(raw, Limits());
    ASSERT_EQ(preflight.outline.parts.size(), 2U);
    ASSERT_EQ(preflight.outline.parts[0].parts.size(), 1U);
    EXPECT_EQ(preflight.outline.parts[0].parts[0].body, "inner");
    EXPECT_EQ(preflight.outline.parts[1].body, "outer");
}

}  // namespace
}  // namespace parsers::mime
