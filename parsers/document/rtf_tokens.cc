#include "parsers/document/rtf_tokens.h"

#include <algorithm>
#include <climits>

namespace parsers::document {
namespace {

constexpr std::size_t kMaxWord = 32;  // the specification's own limit of letters
constexpr std::size_t kMaxDigits = 10;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

RtfToken of(RtfToken::Kind kind, std::string_view text = {}) {
    RtfToken token;
    token.kind = kind;
    token.text = text;
    return token;
}

}  // namespace

int hex_digit(char c) {
    if (is_digit(c)) return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

RtfToken RtfTokens::next() {
    while (at_ < bytes_.size()) {
        const char c = bytes_[at_];
        if (c == '\r' || c == '\n' || c == '\0') {
            ++at_;
            continue;
        }
        if (c == '{' || c == '}') {
            ++at_;
            return of(c == '{' ? RtfToken::Kind::Open : RtfToken::Kind::Close);
        }
        if (c == '\\') return control();
        const std::size_t end = bytes_.find_first_of(std::string_view("{}\\\r\n\0", 6), at_);
        const std::string_view text = bytes_.substr(at_, end - at_);
        at_ += text.size();
        return of(RtfToken::Kind::Plain, text);
    }
    return {};
}

RtfToken RtfTokens::control() {
    ++at_;
    if (at_ >= bytes_.size()) return {};
    if (is_letter(bytes_[at_])) return word();
    const bool escape = bytes_[at_] == '\'';
    if (escape && at_ + 2 < bytes_.size()) {
        const int high = hex_digit(bytes_[at_ + 1]);
        const int low = hex_digit(bytes_[at_ + 2]);
        if (high >= 0 && low >= 0) {
            at_ += 3;
            RtfToken token = of(RtfToken::Kind::Byte);
            token.byte = static_cast<char>(high * 16 + low);
            return token;
        }
    }
    return of(RtfToken::Kind::Symbol, bytes_.substr(at_++, 1));
}

RtfToken RtfTokens::word() {
    RtfToken token = of(RtfToken::Kind::Word);
    const std::size_t start = at_;
    while (at_ < bytes_.size() && is_letter(bytes_[at_]) && at_ - start < kMaxWord) ++at_;
    token.word = bytes_.substr(start, at_ - start);
    const bool minus = at_ + 1 < bytes_.size() && bytes_[at_] == '-' && is_digit(bytes_[at_ + 1]);
    if (minus) ++at_;
    long long value = 0;
    for (std::size_t i = 0; at_ < bytes_.size() && is_digit(bytes_[at_]) && i < kMaxDigits; ++i) {
        value = value * 10 + (bytes_[at_++] - '0');
        token.has_number = true;
    }
    token.number = static_cast<int>(std::min<long long>(value, INT_MAX));
    if (minus) token.number = -token.number;
    if (at_ < bytes_.size() && bytes_[at_] == ' ') ++at_;
    return token.word == "bin" ? binary(token.number) : token;
}

RtfToken RtfTokens::binary(int size) {
    const auto wanted = static_cast<std::size_t>(std::max(size, 0));
    const std::string_view text = bytes_.substr(at_, wanted);
    cut_ = cut_ || text.size() < wanted;
    at_ += text.size();
    return of(RtfToken::Kind::Binary, text);
}

}  // namespace parsers::document
