#include "parsers/ocr/read_pages.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "parsers/image/pix.h"
#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace parsers::ocr {
namespace {

class Kept final : public Sink {
 public:
    void headers(const Parsed& /*parsed*/) override {}
    void begin_document(const Document& /*document*/) override {}
    void bytes(std::string_view /*chunk*/) override {}
    void end_document(const Document& document) override { parsed.documents.push_back(document); }
    void problem(const Problem& problem) override { parsed.problems.push_back(problem); }
    Parsed parsed;
};

Parsed read(const std::string& bytes, const Limits& limits = {}) {
    static const bool ready = static_cast<bool>(warm_up_pages(""));
    EXPECT_TRUE(ready) << "tesseract-ocr-chi-sim";
    Kept kept;
    read_pages(bytes, limits, kept);
    return std::move(kept.parsed);
}

std::string blank() { return samples::data("../pages/samples/blank.jpg"); }

TEST(ReadPages, ABlankPageHasNoSeal) {
    const Parsed parsed = read(blank());
    ASSERT_EQ(parsed.documents.size(), 1U);
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::No);
    EXPECT_EQ(parsed.documents[0].text_source, TextSource::None) << "it has no words";
    EXPECT_TRUE(parsed.problems.empty());
}

TEST(ReadPages, NoSealIsDeniedOnAPageThatCantBeShown) {
    const Parsed parsed = read(blank().substr(0, 700));
    ASSERT_EQ(parsed.documents.size(), 1U);
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::Uncertain);
    EXPECT_EQ(parsed.documents[0].text_source, TextSource::None);
    ASSERT_EQ(parsed.problems.size(), 1U);
    EXPECT_EQ(parsed.problems[0].code, code::kDamaged);
}

TEST(ReadPages, NoSealIsDeniedOnAPageThatIsLeftOut) {
    Limits limits;
    limits.cpu_seconds = 0;  // no time for any
    const Parsed parsed = read(blank(), limits);
    ASSERT_EQ(parsed.documents.size(), 1U);
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::Uncertain);
    ASSERT_EQ(parsed.problems.size(), 1U);
    EXPECT_EQ(parsed.problems[0].code, code::kLimitExceeded);
}

TEST(ReadPages, AnIconIsNoDamagedPage) {
    const image::Pix icon(pixCreate(16, 16, 32));
    const Parsed parsed = read(image::encode_png(icon.get()));
    ASSERT_EQ(parsed.documents.size(), 1U);
    EXPECT_EQ(parsed.documents[0].seal.found, SealFound::No);
    EXPECT_TRUE(parsed.problems.empty());
}

TEST(ReadPages, WhatHasNoPagesIsDamaged) {
    for (const char* bytes : {"", "hello", "%PDF-1.4\n%%EOF\n"}) {
        const Parsed parsed = read(bytes);
        EXPECT_TRUE(parsed.documents.empty()) << bytes;
        ASSERT_EQ(parsed.problems.size(), 1U) << bytes;
        EXPECT_EQ(parsed.problems[0].severity, Severity::Lost) << bytes;
    }
}

}  // namespace
}  // namespace parsers::ocr
