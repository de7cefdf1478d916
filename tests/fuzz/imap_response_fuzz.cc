// The IMAP response parser and the readers of its tokens, fed in pieces whose sizes come from the
// input.

#include <cstdint>
#include <cstdlib>

#include "daemon/imap/modified_utf7.h"
#include "daemon/imap/responses.h"

namespace {

class Reader : public imap::ResponseParser::Receiver {
 public:
    base::Result<bool> literal_begins(const imap::Response& so_far, std::uint64_t) override {
        return imap::awaits_body(so_far);
    }
    base::Result<> literal_bytes(std::string_view) override { return {}; }
    base::Result<> response(imap::Response&& response) override {
        const auto fetch = imap::as_fetch(response);
        if (fetch && fetch->uid && *fetch->uid == 0) std::abort();
        (void)imap::as_capabilities(response);
        (void)imap::as_number(response, "EXISTS");
        if (const auto folder = imap::as_listed_folder(response)) {
            const auto name = imap::decode_folder(*folder);
            if (name && !imap::encode_folder(*name)) std::abort();
        }
        return {};
    }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.empty()) return 0;
    const std::size_t piece = static_cast<unsigned char>(bytes.front()) + 1U;
    bytes.remove_prefix(1);
    Reader reader;
    imap::ResponseParser parser;
    for (std::size_t at = 0; at < bytes.size(); at += piece)
        if (!parser.feed(bytes.substr(at, piece), reader)) return 0;
    return 0;
}
