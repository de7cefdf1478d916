#include "parsers/mime/addresses.h"

#include <cstddef>
#include <string>

#include "base/text.h"
#include "parsers/text/charset.h"
#include "parsers/text/encoded_words.h"

namespace parsers::mime {
namespace {

constexpr std::size_t kMostMailboxes = 1000;

/// The pieces of one list element.
struct Element {
    std::string words;    ///< outside of <> and comments, quotes undone
    std::string angle;    ///< inside <>
    std::string comment;  ///< inside ()
    bool has_angle = false;
};

class Reader {
 public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::vector<Mailbox> read() {
        while (at_ < text_.size() && found_.size() < kMostMailboxes) step();
        finish();
        return std::move(found_);
    }

 private:
    void step() {
        const char c = text_[at_];
        switch (c) {
            case '"':
                return quoted();
            case '(':
                return comment();
            case '<':
                return angle();
            case ':':  // the name of a group (RFC 5322 §3.4) ends here; nobody is called so
                if (element_.words.find('@') == std::string::npos) element_ = {};
                break;
            case ',':
            case ';':
                finish();
                break;
            default:
                element_.words += c;
        }
        ++at_;
    }

    void quoted() {
        for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            element_.words += text_[at_];
        }
        ++at_;
    }

    void comment() {
        int depth = 0;
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '(' && ++depth == 1) continue;
            if (text_[at_] == ')' && --depth == 0) break;
            element_.comment += text_[at_];
        }
        ++at_;
    }

    void angle() {
        element_.has_angle = true;
        std::size_t end = text_.find('>', at_);
        if (end == std::string_view::npos) end = text_.size();
        element_.angle = base::trimmed(text_.substr(at_ + 1, end - at_ - 1));
        at_ = end + 1;
    }

    void finish() {
        Mailbox mailbox;
        std::string_view address =
            element_.has_angle ? std::string_view(element_.angle) : bare_address();
        mailbox.address = normal(address);
        std::string_view name = element_.has_angle || mailbox.address.empty()
                                    ? base::trimmed(element_.words)
                                    : std::string_view();
        if (name.empty()) name = base::trimmed(element_.comment);
        mailbox.name = base::one_line(base::trimmed(text::decode_header(name)), 500);
        if (!mailbox.name.empty() || !mailbox.address.empty()) found_.push_back(std::move(mailbox));
        element_ = {};
    }

    /// The word with an @ in an element without <>.
    std::string_view bare_address() {
        const std::string_view words = base::trimmed(element_.words);
        const std::size_t sign = words.rfind('@');
        if (sign == std::string_view::npos) return {};
        const std::size_t begin = words.find_last_of(" \t", sign);
        const std::size_t end = words.find_first_of(" \t", sign);
        const std::size_t from = begin == std::string_view::npos ? 0 : begin + 1;
        return words.substr(from, end == std::string_view::npos ? end : end - from);
    }

    /// local@domain with the domain in lower case; empty when it is no address.
    static std::string normal(std::string_view address) {
        if (address.starts_with("mailto:")) address.remove_prefix(7);
        const std::size_t sign = address.rfind('@');
        if (sign == std::string_view::npos || sign == 0 || sign + 1 == address.size()) return {};
        for (const char c : address)
            if (static_cast<unsigned char>(c) <= ' ' || c == 0x7F) return {};
        return std::string(address.substr(0, sign + 1)) + base::lowered(address.substr(sign + 1));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    Element element_;
    std::vector<Mailbox> found_;
};

}  // namespace

std::vector<Mailbox> parse_mailboxes(std::string_view field) {
    // Raw GBK bytes may look like syntax: convert first. Encoded words are ASCII and stay.
    const std::string text = text::decode(field, "").text;
    return Reader(text).read();
}

}  // namespace parsers::mime
