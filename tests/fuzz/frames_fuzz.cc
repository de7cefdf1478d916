// FrameReader takes any bytes for hostile: in one feed or in many the same things arrive, in order
// and well formed, and what arrives can be written as frames and read again.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "parsers/encode.h"
#include "parsers/frames.h"

namespace {

/// Collects what arrives and ends the run where the order of sink.h is broken.
class Collector : public parsers::Sink {
 public:
    void headers(const parsers::Parsed& parsed) override {
        require(!seen_headers_);
        seen_headers_ = true;
        parsed_ = parsed;
        parsed_.problems = std::move(problems_);
    }
    void begin_document(const parsers::Document&) override {
        require(seen_headers_ && !open_);
        open_ = true;
    }
    void bytes(std::string_view chunk) override {
        require(open_);
        bytes_.append(chunk);
    }
    void end_document(const parsers::Document& document) override {
        require(open_ && base::is_utf8(document.text) && base::is_utf8(document.name));
        open_ = false;
        parsed_.documents.push_back(document);
    }
    void problem(const parsers::Problem& problem) override {
        require(base::is_utf8(problem.detail));
        (seen_headers_ ? parsed_.problems : problems_).push_back(problem);
    }
    [[nodiscard]] std::string all() const { return parsers::encode(parsed_) + bytes_; }
    [[nodiscard]] const parsers::Parsed& parsed() const { return parsed_; }

 private:
    static void require(bool holds) {
        if (!holds) std::abort();
    }
    bool seen_headers_ = false;
    bool open_ = false;
    parsers::Parsed parsed_;
    std::vector<parsers::Problem> problems_;
    std::string bytes_;
};

void write_and_read_again(const parsers::Parsed& parsed, const parsers::FrameCaps& caps) {
    std::string stream;
    parsers::FrameWriter writer(caps, [&](std::string_view piece) {
        stream.append(piece);
        return true;
    });
    for (const auto& problem : parsed.problems) writer.problem(problem);
    writer.headers(parsed);
    for (const auto& document : parsed.documents) {
        writer.begin_document(document);
        writer.end_document(document);
    }
    if (!writer.finish()) std::abort();
    Collector collector;
    parsers::FrameReader reader(caps, collector);
    if (!reader.feed(stream) || !reader.complete()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::size_t step = data[0] + 1U;
    const std::string_view bytes(reinterpret_cast<const char*>(data + 1), size - 1);
    parsers::Limits limits;
    limits.text_bytes = 4096;
    limits.opened_bytes = 4096;
    limits.header_block = 4096;
    limits.parts = 20;
    limits.entries = 20;
    const parsers::FrameCaps caps(limits, 100);

    Collector whole;
    parsers::FrameReader at_once(caps, whole);
    const bool good = at_once.feed(bytes);

    Collector pieces;
    parsers::FrameReader bit_by_bit(caps, pieces);
    for (std::size_t at = 0; at < bytes.size(); at += step) bit_by_bit.feed(bytes.substr(at, step));

    if (good != bit_by_bit.fault().empty() || at_once.fault() != bit_by_bit.fault()) std::abort();
    if (at_once.complete() != bit_by_bit.complete() || whole.all() != pieces.all()) std::abort();
    if (at_once.complete()) write_and_read_again(whole.parsed(), caps);
    return 0;
}
