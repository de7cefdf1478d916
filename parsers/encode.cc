#include "parsers/encode.h"

#include <cstdint>

#include "parsers/codec.h"

namespace parsers {
namespace {

// Behind it stands a character, the version: raised whenever code() of any type in Parsed changes.
// Old ones are still read: what was parsed once is shown for years.
constexpr std::string_view kBeginning = "FPRS";
constexpr std::size_t kSumSize = 8;

std::uint64_t fnv1a(std::string_view bytes) {
    std::uint64_t sum = 0xcbf29ce484222325ULL;
    for (const char c : bytes) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return sum;
}

std::string sum_of(std::string_view bytes) {
    const std::uint64_t sum = fnv1a(bytes);
    std::string out;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        out.push_back(static_cast<char>((sum >> shift) & 0xffU));
    }
    return out;
}

}  // namespace

std::string encode(const Parsed& parsed) {
    std::string out(kBeginning);
    out += static_cast<char>(codec::kVersion);
    codec::Encoder encoder(out);
    codec::code(encoder, parsed);
    out += sum_of(out);
    return out;
}

std::optional<Parsed> decode(std::string_view bytes) {
    if (bytes.size() < kBeginning.size() + 1 + kSumSize) return {};
    const std::string_view body = bytes.substr(0, bytes.size() - kSumSize);
    if (!body.starts_with(kBeginning)) return {};
    const auto version = static_cast<unsigned char>(body[kBeginning.size()]);
    if (version == 0 || version > codec::kVersion) return {};
    if (sum_of(body) != bytes.substr(body.size())) return {};
    codec::Decoder decoder(body.substr(kBeginning.size() + 1), version);
    Parsed parsed;
    codec::code(decoder, parsed);
    if (!decoder.complete()) return {};
    return parsed;
}

}  // namespace parsers
