// filingd's side of a child that lies: whatever bytes come over the pipe, in pieces of any size,
// what filingd keeps of them is what its rows, objects and the judge may rely on. The first byte is
// the size of the pieces less one, the second the object operation that fails (0: none). The bytes
// as packets of the server's socket, too.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "daemon/judge/material.h"
#include "daemon/pipeline/parse_receiver.h"
#include "parsers/confine/messages.h"
#include "parsers/encode.h"
#include "parsers/frames.h"
#include "parsers/words.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// The spool as the receiver may use it: one object at a time, in order, none after an error.
class Objects : public pipeline::ParserProcess::Objects {
 public:
    explicit Objects(unsigned fails_at) : fails_at_(fails_at) {}

    base::Result<> begin(std::size_t index, const parsers::Document&) override {
        require(!open_ && index == sizes.size());
        open_ = true;
        size_ = 0;
        return step();
    }
    base::Result<> write(std::string_view bytes) override {
        require(open_);
        size_ += bytes.size();
        total += bytes.size();
        return step();
    }
    base::Result<> finish() override {
        require(open_);
        open_ = false;
        TRY(step());
        sizes.push_back(size_);
        return {};
    }
    void restart() override { std::abort(); }

    std::vector<std::uint64_t> sizes;
    std::uint64_t total = 0;

 private:
    base::Result<> step() {
        require(!failed_);
        failed_ = fails_at_ != 0 && ++steps_ == fails_at_;
        if (failed_) return base::fail(base::Kind::NoSpace, base::Scope::Process, "no room");
        return {};
    }
    unsigned fails_at_;
    unsigned steps_ = 0;
    bool open_ = false;
    bool failed_ = false;
    std::uint64_t size_ = 0;
};

void check(const parsers::Parsed& parsed, const Objects& objects, const parsers::FrameCaps& caps,
           std::size_t read) {
    require(parsed.documents.size() == objects.sizes.size());
    require(parsed.documents.size() <= caps.documents && parsed.problems.size() <= caps.problems);
    require(objects.total <= caps.chunk_bytes);
    std::uint64_t text = 0;
    for (std::size_t i = 0; i < parsed.documents.size(); ++i) {
        const parsers::Document& each = parsed.documents[i];
        require(each.size == objects.sizes[i]);
        require(base::is_utf8(each.text) && base::is_utf8(each.name) && base::is_utf8(each.part));
        require(!parsers::name(each.role).empty() && !parsers::name(each.text_source).empty() &&
                !parsers::name(each.seal.found).empty());
        text += each.text.size();
    }
    require(text <= 3 * caps.text_bytes);  // each ill-formed byte becomes a sign of three
    for (const parsers::Problem& each : parsed.problems) {
        require(base::is_utf8(each.detail) && !parsers::name(each.severity).empty());
    }
    const std::string row = parsers::encode(parsed);
    require(row.size() <= 3 * read + 4096 + 64 * parsed.documents.size());
    const auto back = parsers::decode(row);
    require(back && parsers::encode(*back) == row);
    (void)judge::sort_out(parsed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data + 2), size - 2);
    parsers::Limits limits;
    limits.text_bytes = 4096;
    limits.opened_bytes = 4096;
    limits.header_block = 4096;
    limits.parts = 20;
    limits.entries = 20;
    const parsers::FrameCaps caps(limits, 100);
    Objects objects(data[1]);
    pipeline::ParseReceiver receiver(objects);
    parsers::FrameReader reader(caps, receiver);
    const std::size_t step = data[0] + 1U;
    // As ParserProcess does: nothing is read after a fault or an error of the objects.
    for (std::size_t at = 0; at < bytes.size(); at += step) {
        if (!reader.feed(bytes.substr(at, step)) || receiver.trouble()) break;
    }
    if (!receiver.trouble()) check(receiver.take(), objects, caps, bytes.size());

    namespace confine = parsers::confine;
    (void)confine::decode_hello(bytes);
    (void)confine::decode_order(bytes);
    if (const auto report = confine::decode_report(bytes)) {
        const std::string words = confine::words_of_end(report->status, report->out_of_time);
        require(words.size() < 200 && base::is_utf8(words));
        require(!confine::missing_control(report->status) || !words.empty());
    }
    return 0;
}
