#include <algorithm>

#include "parsers/codec.h"
#include "parsers/frame_table.h"
#include "parsers/frames.h"
#include "parsers/problem_codes.h"

namespace parsers {

using frames::kPiece;

void FrameWriter::put(FrameType type, std::string_view payload) {
    buffer_.push_back(static_cast<char>(type));
    for (unsigned shift = 0; shift < 32; shift += 8) {
        buffer_.push_back(static_cast<char>((payload.size() >> shift) & 0xffU));
    }
    buffer_.append(payload);
    if (buffer_.size() >= kPiece) flush();
}

template <class Fill>
void FrameWriter::put_coded(FrameType type, const std::string& part, Fill&& fill) {
    std::string payload;
    codec::Encoder encoder(payload, frames::kLongestString);
    fill(encoder);
    if (encoder.clamped()) note(code::kLimitExceeded, part, "a name or value was cut at 16 KiB");
    put(type, payload);
}

void FrameWriter::headers(const Parsed& parsed) {
    bool cut = false;
    for (const Header& header : parsed.headers) {
        std::string payload;
        codec::Encoder encoder(payload, frames::kLongestHeader);
        codec::code(encoder, header);
        const std::uint64_t cost = payload.size() + frames::kItemCost;
        const bool fits = cost <= left_.header_bytes &&
                          payload.size() <= frames::rule_of(FrameType::Header).longest;
        cut = cut || !fits || encoder.clamped();
        if (!fits) continue;
        left_.header_bytes -= cost;
        put(FrameType::Header, payload);
    }
    Parsed envelope;
    envelope.message_id = parsed.message_id;
    envelope.subject = parsed.subject;
    envelope.date_header = parsed.date_header;
    const auto first = [](const std::vector<Mailbox>& all) {
        const auto count = std::min(all.size(), frames::kMostMailboxes);
        return std::vector<Mailbox>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    };
    envelope.from = first(parsed.from);
    envelope.reply_to = first(parsed.reply_to);
    cut = cut || envelope.from.size() < parsed.from.size() ||
          envelope.reply_to.size() < parsed.reply_to.size();
    if (cut) note(code::kHeaderTruncated, "", "the message's header is larger than can be kept");
    put_coded(FrameType::Message, "", [&](codec::Encoder& encoder) {
        encoder(frames::kVersion);
        codec::code_envelope(encoder, envelope);
    });
}

void FrameWriter::begin_document(const Document& document) {
    ++documents_;
    put_coded(FrameType::Part, document.part,
              [&](codec::Encoder& encoder) { codec::code_beginning(encoder, document); });
}

void FrameWriter::bytes(std::string_view chunk) {
    chunk_bytes_ += chunk.size();
    for (; !chunk.empty(); chunk.remove_prefix(std::min(chunk.size(), kPiece))) {
        put(FrameType::Chunk, chunk.substr(0, kPiece));
    }
}

void FrameWriter::put_text(const Document& document) {
    std::string_view text = codec::cut(document.text, left_.text_bytes);
    left_.text_bytes -= text.size();
    if (text.size() < document.text.size()) {
        note(code::kTextTruncated, document.part, "the message's text is larger than can be kept");
    }
    for (; !text.empty(); text.remove_prefix(std::min(text.size(), kPiece))) {
        put(FrameType::Text, text.substr(0, kPiece));
    }
}

template <class Item>
void FrameWriter::put_field(std::uint32_t which, const std::string& part, const Item& item) {
    std::string payload;
    codec::Encoder encoder(payload, frames::kLongestSegment);
    encoder(which);
    codec::code(encoder, item);
    const std::uint64_t cost = payload.size() + frames::kItemCost;
    const bool fits =
        cost <= left_.field_bytes && payload.size() <= frames::rule_of(FrameType::Field).longest;
    if ((!fits || encoder.clamped()) && !fields_cut_) {
        fields_cut_ = true;
        note(code::kLimitExceeded, part, "the fields read are larger than can be kept");
    }
    if (!fits) return;
    left_.field_bytes -= cost;
    put(FrameType::Field, payload);
}

void FrameWriter::end_document(const Document& document) {
    put_text(document);
    for (const Link& link : document.links) put_field(0, document.part, link);
    for (const Segment& segment : document.segments) put_field(1, document.part, segment);
    for (const Field& field : document.fields) put_field(2, document.part, field);
    put_coded(FrameType::Document, document.part,
              [&](codec::Encoder& encoder) { codec::code_facts(encoder, document); });
}

void FrameWriter::problem(const Problem& problem) {
    if (problems_ >= left_.problems) return;
    ++problems_;
    // The last one that fits says that there were more.
    Problem said = problem;
    if (problems_ == left_.problems) {
        said =
            Problem{code::kLimitExceeded, Severity::Degraded, "", "more problems than can be kept"};
    }
    std::string payload;
    codec::Encoder encoder(payload, frames::kLongestInProblem);
    codec::code(encoder, said);
    put(FrameType::Problem, payload);
}

void FrameWriter::note(const char* code, const std::string& part, const char* detail) {
    problem(Problem{code, Severity::Degraded, part, detail});
}

bool FrameWriter::finish() {
    put_coded(FrameType::End, "", [&](codec::Encoder& encoder) {
        encoder(documents_);
        encoder(problems_);
        encoder(chunk_bytes_);
    });
    flush();
    return !broken_;
}

void FrameWriter::flush() {
    if (!broken_ && !buffer_.empty()) broken_ = !write_(buffer_);
    buffer_.clear();
}

}  // namespace parsers
