#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "parsers/codec.h"
#include "parsers/frame_table.h"
#include "parsers/frames.h"

namespace parsers {

bool FrameReader::feed(std::string_view bytes) {
    if (!fault_.empty()) return false;
    // A frame is at most a few MiB, and feeds are small: what is held stays within one frame and
    // one feed.
    const bool joined = !held_.empty();
    if (joined) held_.append(bytes);
    std::string_view rest = joined ? std::string_view(held_) : bytes;
    while (fault_.empty()) {
        const std::size_t taken = take_frame(rest);
        if (taken == 0) break;
        rest.remove_prefix(taken);
    }
    if (!fault_.empty()) rest = {};
    if (joined) {
        held_.erase(0, held_.size() - rest.size());
    } else {
        held_.assign(rest);
    }
    return fault_.empty();
}

/// Handles the frame at the beginning of `bytes`; 0 while it is incomplete or at a fault.
std::size_t FrameReader::take_frame(std::string_view bytes) {
    if (bytes.empty()) return 0;
    const auto* rule = frames::rule_of(static_cast<unsigned char>(bytes[0]));
    if (state_ == State::Ended || !rule) {
        fail(rule ? "bytes after the end" : "unknown frame type");
        return 0;
    }
    if (bytes.size() < frames::kHeadSize) return 0;
    std::uint32_t length = 0;
    for (unsigned i = 0; i < 4; ++i) {
        length |= std::uint32_t{static_cast<unsigned char>(bytes[i + 1])} << (8 * i);
    }
    if (length > rule->longest) {
        fail(fmt::format("{} frame of {} bytes", rule->name, length));
        return 0;
    }
    if (bytes.size() - frames::kHeadSize < length) return 0;
    handle(rule->type, bytes.substr(frames::kHeadSize, length));
    return frames::kHeadSize + length;
}

void FrameReader::handle(FrameType type, std::string_view payload) {
    static constexpr auto kAt = [](auto... states) {
        return (0U | ... | (1U << static_cast<unsigned>(states)));
    };
    struct Step {
        unsigned allowed;
        std::optional<State> then;  ///< none: stays
        void (FrameReader::*handler)(std::string_view);
    };
    using enum State;
    static constexpr std::array<Step, frames::kRules.size()> kSteps{{
        {kAt(Head), {}, &FrameReader::on_header},
        {kAt(Head), Between, &FrameReader::on_message},
        {kAt(Between), Content, &FrameReader::on_part},
        {kAt(Content), {}, &FrameReader::on_chunk},
        {kAt(Content, Facts), Facts, &FrameReader::on_text},
        {kAt(Content, Facts), Facts, &FrameReader::on_field},
        {kAt(Content, Facts), Between, &FrameReader::on_document},
        {kAt(Head, Between, Content, Facts), {}, &FrameReader::on_problem},
        {kAt(Between), Ended, &FrameReader::on_end},
    }};
    const Step& step = kSteps[static_cast<std::size_t>(type) - 1];
    if ((step.allowed & kAt(state_)) == 0) {
        return fail(fmt::format("{} frame out of order", frames::rule_of(type).name));
    }
    (this->*step.handler)(payload);
    if (fault_.empty()) state_ = step.then.value_or(state_);
}

void FrameReader::on_header(std::string_view payload) {
    if (!spend(left_.header_bytes, payload.size() + frames::kItemCost, "header bytes")) return;
    codec::Decoder decoder(payload);
    Header header;
    codec::code(decoder, header);
    if (!decoder.complete()) return fail("damaged header frame");
    parsed_.headers.push_back(std::move(header));
}

void FrameReader::on_message(std::string_view payload) {
    codec::Decoder decoder(payload);
    std::uint32_t version = 0;
    decoder(version);
    codec::code_envelope(decoder, parsed_);
    if (version != frames::kVersion) return fail("frames of another version");
    if (!decoder.complete()) return fail("damaged message frame");
    sink_.headers(parsed_);
    parsed_ = Parsed();
}

void FrameReader::on_part(std::string_view payload) {
    if (!spend(left_.documents, 1, "documents")) return;
    if (!spend(left_.document_bytes, payload.size(), "bytes about documents")) return;
    document_ = Document();
    codec::Decoder decoder(payload);
    codec::code_beginning(decoder, document_);
    if (!decoder.complete()) return fail("damaged part frame");
    ++documents_;
    sink_.begin_document(document_);
}

void FrameReader::on_chunk(std::string_view payload) {
    if (payload.empty()) return fail("empty chunk frame");  // it would cost nothing, for ever
    if (!spend(left_.chunk_bytes, payload.size(), "bytes of documents")) return;
    chunk_bytes_ += payload.size();
    document_.size += payload.size();
    sink_.bytes(payload);
}

void FrameReader::on_text(std::string_view payload) {
    if (payload.empty()) return fail("empty text frame");
    if (!spend(left_.text_bytes, payload.size(), "bytes of text")) return;
    document_.text.append(payload);
}

void FrameReader::on_field(std::string_view payload) {
    if (!spend(left_.field_bytes, payload.size() + frames::kItemCost, "bytes of fields")) return;
    codec::Decoder decoder(payload);
    std::uint32_t which = 0;
    decoder(which);
    if (which == 0) codec::code(decoder, document_.links.emplace_back());
    if (which == 1) codec::code(decoder, document_.segments.emplace_back());
    if (which == 2) codec::code(decoder, document_.fields.emplace_back());
    if (!decoder.complete()) return fail("damaged field frame");
    if (which > 2) return fail("unknown kind of field");
    const auto within = [](double& confidence) { confidence = std::clamp(confidence, 0.0, 1.0); };
    if (which == 1) within(document_.segments.back().confidence);
    if (which == 2) within(document_.fields.back().confidence);
}

void FrameReader::on_document(std::string_view payload) {
    if (!spend(left_.document_bytes, payload.size(), "bytes about documents")) return;
    Document facts;
    codec::Decoder decoder(payload);
    codec::code_facts(decoder, facts);
    if (!decoder.complete()) return fail("damaged document frame");
    if (facts.part != document_.part) return fail("a document ends that did not begin");
    facts.seal.score = std::clamp(facts.seal.score, 0.0, 1.0);
    facts.size = document_.size;  // what came counts, not what is claimed
    facts.text = std::move(document_.text);
    if (!base::is_utf8(facts.text)) facts.text = base::repaired_utf8(facts.text);
    facts.links = std::move(document_.links);
    facts.segments = std::move(document_.segments);
    facts.fields = std::move(document_.fields);
    sink_.end_document(facts);
    document_ = Document();
}

void FrameReader::on_problem(std::string_view payload) {
    if (!spend(left_.problems, 1, "problems")) return;
    codec::Decoder decoder(payload);
    Problem problem;
    codec::code(decoder, problem);
    if (!decoder.complete()) return fail("damaged problem frame");
    ++problems_;
    sink_.problem(problem);
}

void FrameReader::on_end(std::string_view payload) {
    codec::Decoder decoder(payload);
    std::uint64_t documents = 0;
    std::uint64_t problems = 0;
    std::uint64_t chunk_bytes = 0;
    decoder(documents);
    decoder(problems);
    decoder(chunk_bytes);
    if (!decoder.complete()) return fail("damaged end frame");
    if (documents != documents_ || problems != problems_ || chunk_bytes != chunk_bytes_) {
        fail("the end does not add up");
    }
}

bool FrameReader::spend(std::uint64_t& left, std::uint64_t amount, std::string_view what) {
    if (amount > left) {
        fail(fmt::format("more {} than allowed", what));
        return false;
    }
    left -= amount;
    return true;
}

void FrameReader::fail(std::string_view what) {
    if (fault_.empty()) fault_ = what;
}

}  // namespace parsers
