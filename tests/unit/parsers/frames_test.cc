#include "parsers/frames.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

#include "base/text.h"
#include "parsers/encode.h"
#include "parsers/frame_table.h"

namespace parsers {
namespace {

/// Collects what arrives; bytes of documents one after another.
struct Collector : Sink {
    void headers(const Parsed& given) override {
        auto problems = std::move(parsed.problems);
        parsed = given;
        parsed.problems = std::move(problems);
    }
    void begin_document(const Document& document) override { begun.push_back(document.part); }
    void bytes(std::string_view chunk) override { content.append(chunk); }
    void end_document(const Document& document) override { parsed.documents.push_back(document); }
    void problem(const Problem& problem) override { parsed.problems.push_back(problem); }

    Parsed parsed;
    std::vector<std::string> begun;
    std::string content;
};

struct Stream {
    explicit Stream(const FrameCaps& caps)
        : writer(caps, [this](std::string_view piece) {
              bytes.append(piece);
              return true;
          }) {}
    std::string bytes;
    FrameWriter writer;
};

FrameCaps caps(std::uint64_t raw_bytes = 1000) { return FrameCaps(Limits(), raw_bytes); }

Document document(const std::string& part, const std::string& text) {
    Document made;
    made.part = part;
    made.name = part + ".txt";
    made.media_type = "text/plain";
    made.text = text;
    made.text_source = TextSource::Text;
    made.links.push_back({"https://news.example/", ""});
    Segment title;
    title.text = "月报";
    made.segments.push_back(title);
    Field fine;
    fine.name = "fine";
    made.fields.push_back(fine);
    return made;
}

std::string ordinary() {
    Stream stream(caps(1 << 20));
    Parsed head;
    head.subject = "六月";
    head.headers = {{"Subject", "六月"}};
    stream.writer.problem({"mime_repaired", Severity::Note, "", "early"});
    stream.writer.headers(head);
    for (const char* part : {"1", "2"}) {
        const Document made = document(part, std::string(200'000, 'x') + "月");
        stream.writer.begin_document(made);
        stream.writer.bytes(std::string(100'000, part[0]));
        stream.writer.end_document(made);
    }
    stream.writer.problem({"damaged", Severity::Lost, "2", "late"});
    EXPECT_TRUE(stream.writer.finish());
    return stream.bytes;
}

/// What the reader says of a stream: its fault, "" for a complete one, "unfinished" else.
std::string read(std::string_view bytes, const FrameCaps& limits, Collector& collector,
                 std::size_t step = 1 << 20) {
    FrameReader reader(limits, collector);
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        if (!reader.feed(bytes.substr(at, step))) break;
    }
    if (!reader.fault().empty()) return reader.fault();
    return reader.complete() ? "" : "unfinished";
}

std::string fault_of(std::string_view bytes) {
    Collector collector;
    return read(bytes, caps(), collector);
}

std::string frame(FrameType type, std::string_view payload) {
    std::string out(1, static_cast<char>(type));
    for (unsigned shift = 0; shift < 32; shift += 8) {
        out.push_back(static_cast<char>((payload.size() >> shift) & 0xffU));
    }
    return out + std::string(payload);
}

const std::string kMessage = frame(FrameType::Message, std::string("\x02\0\0\0\0\0", 6));
const std::string kPart = frame(FrameType::Part, std::string("\0\0\0\0", 4));

TEST(Frames, CarryAWholeParseInAnyPieces) {
    const std::string bytes = ordinary();
    std::string first;
    for (const std::size_t step :
         {std::size_t{1}, std::size_t{7}, std::size_t{65'536}, bytes.size()}) {
        Collector collector;
        ASSERT_EQ(read(bytes, caps(1 << 20), collector, step), "") << step;
        const std::string all = encode(collector.parsed);
        if (first.empty()) first = all;
        EXPECT_EQ(all, first) << step;
        ASSERT_EQ(collector.parsed.documents.size(), 2U);
        EXPECT_EQ(collector.parsed.documents[1].size, 100'000U);
        EXPECT_EQ(collector.parsed.documents[1].text.size(), 200'003U);
        EXPECT_EQ(collector.parsed.documents[1].fields.at(0).name, "fine");
        EXPECT_EQ(collector.content, std::string(100'000, '1') + std::string(100'000, '2'));
        EXPECT_EQ(collector.parsed.problems.size(), 2U);
        EXPECT_EQ(collector.parsed.subject, "六月");
    }
}

TEST(Frames, EveryCutStreamIsUnfinished) {
    Stream stream(caps());
    stream.writer.headers(Parsed());
    stream.writer.begin_document(document("1", "月报"));
    stream.writer.end_document(document("1", "月报"));
    ASSERT_TRUE(stream.writer.finish());
    for (std::size_t size = 0; size < stream.bytes.size(); ++size) {
        EXPECT_EQ(fault_of(stream.bytes.substr(0, size)), "unfinished") << size;
    }
    EXPECT_EQ(fault_of(stream.bytes), "");
}

TEST(Frames, NothingMayFollowTheEnd) {
    EXPECT_EQ(fault_of(kMessage + frame(FrameType::End, std::string(3, '\0')) + '\x04'),
              "bytes after the end");
}

TEST(Frames, AGiantLengthIsRefusedBeforeItsBytesCome) {
    for (const auto& rule : frames::kRules) {
        std::string head(1, static_cast<char>(rule.type));
        head += std::string("\xff\xff\xff\xff", 4);
        EXPECT_NE(fault_of(head).find("frame of 4294967295 bytes"), std::string::npos) << rule.name;
    }
}

TEST(Frames, AnUnknownTypeIsRefused) {
    EXPECT_EQ(fault_of(std::string(1, '\0')), "unknown frame type");
    EXPECT_EQ(fault_of("\x0a"), "unknown frame type");
}

TEST(Frames, FramesOutOfOrderAreRefused) {
    const std::string chunk = frame(FrameType::Chunk, "x");
    const std::string text = frame(FrameType::Text, "x");
    EXPECT_EQ(fault_of(chunk), "chunk frame out of order");
    EXPECT_EQ(fault_of(kPart), "part frame out of order");
    EXPECT_EQ(fault_of(kMessage + kMessage), "message frame out of order");
    EXPECT_EQ(fault_of(kMessage + frame(FrameType::Header, std::string(2, '\0'))),
              "header frame out of order");
    EXPECT_EQ(fault_of(kMessage + chunk), "chunk frame out of order");
    EXPECT_EQ(fault_of(kMessage + kPart + kPart), "part frame out of order");
    EXPECT_EQ(fault_of(kMessage + kPart + text + chunk), "chunk frame out of order");
    EXPECT_EQ(fault_of(kMessage + kPart + frame(FrameType::End, std::string(3, '\0'))),
              "end frame out of order");
}

TEST(Frames, AnEndThatDoesNotAddUpIsRefused) {
    EXPECT_EQ(fault_of(kMessage + frame(FrameType::End, std::string("\x01\0\0", 3))),
              "the end does not add up");
    EXPECT_EQ(fault_of(kMessage + frame(FrameType::End, std::string("\0\0\x01", 3))),
              "the end does not add up");
}

TEST(Frames, MoreThanTheBudgetIsRefused) {
    Limits limits;
    limits.opened_bytes = 10;
    limits.text_bytes = 10;
    limits.parts = 1;
    limits.entries = 0;
    const FrameCaps small(limits, 5);
    const auto fault = [&](const std::string& bytes) {
        Collector collector;
        return read(bytes, small, collector);
    };
    EXPECT_EQ(fault(kMessage + kPart + frame(FrameType::Chunk, std::string(15, 'x'))),
              "unfinished");
    EXPECT_EQ(fault(kMessage + kPart + frame(FrameType::Chunk, std::string(16, 'x'))),
              "more bytes of documents than allowed");
    EXPECT_EQ(fault(kMessage + kPart + frame(FrameType::Text, std::string(11, 'x'))),
              "more bytes of text than allowed");
    const std::string empty = frame(FrameType::Document, std::string(53, '\0'));
    EXPECT_EQ(fault(kMessage + kPart + empty + kPart + empty + kPart),
              "more documents than allowed");
    std::string problems;
    for (std::uint64_t i = 0; i <= frames::kMostProblems; ++i) {
        problems += frame(FrameType::Problem, std::string(4, '\0'));
    }
    EXPECT_EQ(fault(problems), "more problems than allowed");
}

TEST(Frames, ManyTinyValuesCostMoreThanTheirBytes) {
    Limits limits;
    limits.text_bytes = 1000;
    Collector collector;
    std::string bytes = kMessage + kPart;
    for (int i = 0; i < 20'000; ++i) bytes += frame(FrameType::Field, std::string(3, '\0'));
    EXPECT_EQ(read(bytes, FrameCaps(limits, 0), collector), "more bytes of fields than allowed");
}

TEST(Frames, TheWriterKeepsWithinWhatTheReaderAllows) {
    Limits limits;
    limits.text_bytes = 100;
    limits.header_block = 1000;
    const FrameCaps small(limits, 0);
    Stream stream(small);
    Parsed head;
    head.subject = std::string(1 << 20, 's');
    for (int i = 0; i < 100; ++i) head.headers.push_back({"X-Long", std::string(50'000, 'h')});
    for (int i = 0; i < 100; ++i) head.from.push_back({"n", "a@unit.example"});
    stream.writer.headers(head);
    Document large =
        document(std::string(100'000, 'p'), std::string(50, 't') + std::string(100, 'u'));
    Segment segment;
    segment.text = std::string(1 << 20, 's');
    large.segments.assign(50, segment);
    stream.writer.begin_document(large);
    stream.writer.end_document(large);
    for (int i = 0; i < 10'000; ++i) stream.writer.problem({"damaged", Severity::Note, "", "x"});
    ASSERT_TRUE(stream.writer.finish());
    Collector collector;
    ASSERT_EQ(read(stream.bytes, small, collector), "");
    EXPECT_EQ(collector.parsed.documents.at(0).text.size(), 100U);
    EXPECT_EQ(collector.parsed.problems.size(), frames::kMostProblems);
    EXPECT_EQ(collector.parsed.problems.back().code, "limit_exceeded");
    std::set<std::string> codes;
    for (const auto& problem : collector.parsed.problems) codes.insert(problem.code);
    EXPECT_TRUE(codes.contains("text_truncated"));
    EXPECT_TRUE(codes.contains("header_truncated"));
}

TEST(Frames, WhatTheChildClaimsIsMended) {
    Stream stream(caps());
    stream.writer.headers(Parsed());
    Document lying = document("1", "月\xff");
    lying.size = 1ULL << 50;
    lying.fields[0].confidence = 1e9;
    lying.seal.score = -3;
    stream.writer.begin_document(lying);
    stream.writer.bytes("abc");
    stream.writer.end_document(lying);
    ASSERT_TRUE(stream.writer.finish());
    Collector collector;
    ASSERT_EQ(read(stream.bytes, caps(), collector), "");
    const Document& document = collector.parsed.documents.at(0);
    EXPECT_EQ(document.size, 3U);
    EXPECT_EQ(document.fields.at(0).confidence, 1.0);
    EXPECT_EQ(document.seal.score, 0.0);
    EXPECT_TRUE(base::is_utf8(document.text));
}

TEST(Frames, RandomBytesAndChangedStreamsNeverGetPastTheReader) {
    std::mt19937 random(7);
    Stream stream(caps());
    stream.writer.headers(Parsed());
    stream.writer.begin_document(document("1", "月报"));
    stream.writer.bytes("content");
    stream.writer.end_document(document("1", "月报"));
    ASSERT_TRUE(stream.writer.finish());
    for (int run = 0; run < 20'000; ++run) {
        std::string bytes = stream.bytes;
        for (int change = 0; change < 3; ++change) {
            bytes[random() % bytes.size()] = static_cast<char>(random());
        }
        Collector collector;
        (void)read(bytes, caps(), collector, 1 + random() % 64);
        for (const Document& each : collector.parsed.documents) {
            ASSERT_TRUE(base::is_utf8(each.text + each.name + each.part));
        }
    }
}

TEST(Frames, AWriterWhoseReaderIsGoneStops) {
    int calls = 0;
    FrameWriter writer(caps(), [&](std::string_view) {
        ++calls;
        return false;
    });
    writer.headers(Parsed());
    writer.begin_document(Document());
    for (int i = 0; i < 10; ++i) writer.bytes(std::string(70'000, 'x'));
    EXPECT_FALSE(writer.finish());
    EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace parsers
