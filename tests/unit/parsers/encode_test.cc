#include "parsers/encode.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/text.h"
#include "parsers/codec.h"

namespace parsers {
namespace {

/// A Parsed in which every member differs from its default.
Parsed full() {
    Parsed parsed;
    parsed.headers = {{"Subject", "六月月报"}, {"X-Empty", ""}};
    parsed.message_id = "<1@unit.example>";
    parsed.subject = "六月月报";
    parsed.from = {{"办公室", "office@unit.example"}};
    parsed.reply_to = {{"", "reply@unit.example"}};
    parsed.date_header = "Mon, 17 Jun 2024 08:30:00 +0800";
    Document document;
    document.part = "2/月报.zip!/6月.docx";
    document.name = "6月.docx";
    document.declared_type = "application/octet-stream";
    document.media_type = "application/zip";
    document.size = 1ULL << 40;
    document.role = Role::Container;
    document.text = "行政执法工作月报\n一\t二\n";
    document.text_source = TextSource::Text;
    document.pages = 3;
    document.seal.found = SealFound::Uncertain;
    document.seal.kind = SealKind::Copy;
    document.seal.text = "某镇人民政府";
    document.seal.page = 2;
    document.seal.place = {10, 20, 52, 62.5};
    document.seal.score = 0.25;
    document.needs_eyes = true;
    document.links = {{"https://news.example/1", "公示"}};
    Segment segment;
    segment.kind = SegmentKind::SignatureCard;
    segment.text = "行政执法工作月报";
    segment.line = 1;
    segment.confidence = 0.75;
    document.segments = {segment};
    Field field;
    field.name = "fine";
    field.value = "200000.00";
    field.confidence = 0.5;
    field.text = "罚款贰拾万元";
    field.page = 3;
    field.place = {30, 40, 90, 46};
    document.fields = {field};
    parsed.documents = {document, Document()};
    parsed.problems = {{"damaged", Severity::Lost, "2", "不完整"}};
    return parsed;
}

TEST(Encode, GivesBackEveryMember) {
    const std::string bytes = encode(full());
    const auto back = decode(bytes);
    ASSERT_TRUE(back);
    EXPECT_EQ(encode(*back), bytes);
    ASSERT_EQ(back->documents.size(), 2U);
    const Document& document = back->documents[0];
    EXPECT_EQ(document.part, "2/月报.zip!/6月.docx");
    EXPECT_EQ(document.size, 1ULL << 40);
    EXPECT_EQ(document.role, Role::Container);
    EXPECT_EQ(document.text_source, TextSource::Text);
    EXPECT_EQ(document.seal.found, SealFound::Uncertain);
    EXPECT_EQ(document.seal.kind, SealKind::Copy);
    EXPECT_EQ(document.seal.page, 2U);
    EXPECT_EQ(document.seal.place.bottom, 62.5);
    EXPECT_EQ(document.seal.score, 0.25);
    EXPECT_TRUE(document.needs_eyes);
    EXPECT_EQ(document.links.at(0).text, "公示");
    EXPECT_EQ(document.segments.at(0).kind, SegmentKind::SignatureCard);
    EXPECT_EQ(document.segments.at(0).confidence, 0.75);
    EXPECT_EQ(document.fields.at(0).value, "200000.00");
    EXPECT_EQ(document.fields.at(0).page, 3U);
    EXPECT_EQ(document.fields.at(0).place.left, 30);
    EXPECT_EQ(back->reply_to.at(0).address, "reply@unit.example");
    EXPECT_EQ(back->headers.at(0).value, "六月月报");
    EXPECT_EQ(back->problems.at(0).severity, Severity::Lost);
    EXPECT_EQ(back->date_header, full().date_header);
}

/// As a program of that version wrote it: coded so, with a sum of its own.
std::string written_in(std::uint32_t version) {
    std::string bytes = "FPRS";
    bytes += static_cast<char>(version);
    codec::Encoder encoder(bytes, std::numeric_limits<std::size_t>::max(), version);
    codec::code(encoder, full());
    std::uint64_t sum = 0xcbf29ce484222325ULL;
    for (const char c : bytes) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    for (unsigned shift = 0; shift < 64; shift += 8)
        bytes.push_back(static_cast<char>((sum >> shift) & 0xffU));
    return bytes;
}

TEST(Encode, ReadsWhatAnEarlierVersionWrote) {
    EXPECT_EQ(written_in(codec::kVersion), encode(full()));
    const auto old = decode(written_in(1));
    ASSERT_TRUE(old);
    const Document& document = old->documents.at(0);
    EXPECT_EQ(document.fields.at(0).value, "200000.00");
    EXPECT_EQ(document.fields.at(0).page, 0U) << "nobody wrote it down";
    EXPECT_EQ(document.segments.at(0).confidence, 1);
    EXPECT_EQ(document.seal.score, 0.25);
    EXPECT_EQ(old->problems.at(0).detail, "不完整");
    EXPECT_FALSE(decode(written_in(3))) << "of a later program";
}

TEST(Encode, RefusesEveryCutAndEveryChangedByte) {
    const std::string bytes = encode(full());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        EXPECT_FALSE(decode(bytes.substr(0, size))) << size;
    }
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string changed = bytes;
        changed[at] = static_cast<char>(changed[at] ^ 0x20);
        EXPECT_FALSE(decode(changed)) << at;
    }
    EXPECT_FALSE(decode(bytes + "x"));
}

TEST(Encode, MakesIllFormedTextWellFormed) {
    Parsed parsed;
    parsed.subject = "a\xff";
    const auto back = decode(encode(parsed));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->subject, "a\xEF\xBF\xBD");
}

TEST(Encode, KeepsNumbersThatAreNotFiniteOut) {
    Parsed parsed;
    parsed.documents.emplace_back().seal.score = std::nan("");
    const auto back = decode(encode(parsed));
    ASSERT_TRUE(back);
    EXPECT_EQ(back->documents.at(0).seal.score, 0.0);
}

TEST(Codec, ReservesNothingForACountTheBytesCannotHold) {
    std::string bytes;
    codec::Encoder encoder(bytes);
    encoder(std::uint64_t{1} << 60);
    codec::Decoder decoder(bytes);
    std::vector<Link> links;
    decoder.list(links);
    EXPECT_TRUE(decoder.failed());
    EXPECT_TRUE(links.empty());
}

TEST(Codec, RefusesNumbersOfMoreThan64Bits) {
    const std::string longest = std::string(9, '\xff') + '\x01';
    std::uint64_t number = 0;
    codec::Decoder good(longest);
    good(number);
    EXPECT_TRUE(good.complete());
    EXPECT_EQ(number, ~0ULL);
    const std::string longer = std::string(9, '\xff') + '\x02';
    codec::Decoder bad(longer);
    bad(number);
    EXPECT_TRUE(bad.failed());
    EXPECT_EQ(number, 0U);
}

TEST(Codec, RefusesAnEnumeratorThatDoesNotExist) {
    const std::string bytes(1, '\x03');
    codec::Decoder decoder(bytes);
    Severity severity = Severity::Note;
    decoder.choice(severity, Severity::Lost);
    EXPECT_TRUE(decoder.failed());
}

TEST(Codec, CutsAtTheEndOfACharacter) {
    EXPECT_EQ(codec::cut("月报", 5), "月");
    EXPECT_EQ(codec::cut("月报", 6), "月报");
    EXPECT_EQ(codec::cut("月报", 2), "");
    EXPECT_EQ(codec::cut("\x80\x80\x80\x80\x80\x80", 5).size(), 1U);
}

}  // namespace
}  // namespace parsers
