#pragma once
/// The one coding of parsed values into bytes, shared by frames.h and encode.h. Numbers are LEB128
/// (7 bits a byte, least first), a string is its length and its bytes, a real its IEEE bits in 8
/// bytes (least first), a list its count and its items. Each type is described once, by code(), for
/// both directions. The decoder trusts nothing: it never reads beyond its input, never reserves
/// more than the input can hold, gives well-formed UTF-8 only, and after the first fault stays
/// failed and gives empty values. One thread.

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "parsers/limits.h"
#include "parsers/parsed.h"

namespace parsers::codec {

/// What is written today. Version 1 had neither confidence of segments nor places on pages.
inline constexpr std::uint32_t kVersion = 2;

class Encoder {
 public:
    static constexpr bool kDecodes = false;
    [[nodiscard]] std::uint32_t version() const { return version_; }
    /// Strings longer than `longest` bytes are cut at a character's end, which clamped() tells.
    explicit Encoder(std::string& out,
                     std::size_t longest = std::numeric_limits<std::size_t>::max(),
                     std::uint32_t version = kVersion)
        : out_(out), longest_(longest), version_(version) {}

    void operator()(const std::string& text);
    void operator()(std::uint64_t number);
    void operator()(std::uint32_t number) { (*this)(std::uint64_t{number}); }
    void operator()(bool value) { (*this)(std::uint64_t{value}); }
    void operator()(double real);
    template <class Choice>
    void choice(Choice value, Choice /*last*/) {
        (*this)(static_cast<std::uint64_t>(value));
    }
    template <class Item>
    void list(const std::vector<Item>& items) {
        (*this)(std::uint64_t{items.size()});
        for (const Item& item : items) code(*this, item);
    }
    [[nodiscard]] bool clamped() const { return clamped_; }

 private:
    std::string& out_;
    std::size_t longest_;
    std::uint32_t version_;
    bool clamped_ = false;
};

class Decoder {
 public:
    static constexpr bool kDecodes = true;
    /// `version`: as which the bytes were written.
    explicit Decoder(std::string_view bytes, std::uint32_t version = kVersion)
        : bytes_(bytes), version_(version) {}
    [[nodiscard]] std::uint32_t version() const { return version_; }

    void operator()(std::string& text);
    void operator()(std::uint64_t& number);
    void operator()(std::uint32_t& number);
    void operator()(bool& value);
    void operator()(double& real);  ///< not finite: failed
    template <class Choice>
    void choice(Choice& value, Choice last) {
        std::uint64_t number = 0;
        (*this)(number);
        if (number > static_cast<std::uint64_t>(last)) number = fail();
        value = static_cast<Choice>(number);
    }
    template <class Item>
    void list(std::vector<Item>& items) {
        std::uint64_t count = 0;
        (*this)(count);
        if (count > bytes_.size()) count = fail();  // every item takes at least one byte
        for (; count > 0 && !failed_; --count) code(*this, items.emplace_back());
        if (failed_) items.clear();
    }
    [[nodiscard]] bool failed() const { return failed_; }
    /// Everything was read and nothing was wrong.
    [[nodiscard]] bool complete() const { return !failed_ && bytes_.empty(); }

 private:
    std::uint64_t fail() {
        failed_ = true;
        bytes_ = {};
        return 0;
    }
    std::string_view bytes_;
    std::uint32_t version_;
    bool failed_ = false;
};

template <class Coder, class Value>
using Of = std::conditional_t<Coder::kDecodes, Value, const Value>;

template <class Coder>
void code(Coder& c, Of<Coder, Problem>& problem) {
    c(problem.code);
    c.choice(problem.severity, Severity::Lost);
    c(problem.part);
    c(problem.detail);
}

template <class Coder>
void code(Coder& c, Of<Coder, Header>& header) {
    c(header.name);
    c(header.value);
}

template <class Coder>
void code(Coder& c, Of<Coder, Mailbox>& mailbox) {
    c(mailbox.name);
    c(mailbox.address);
}

template <class Coder>
void code(Coder& c, Of<Coder, Link>& link) {
    c(link.url);
    c(link.text);
}

template <class Coder>
void code(Coder& c, Of<Coder, Box>& box) {
    c(box.left);
    c(box.top);
    c(box.right);
    c(box.bottom);
}

template <class Coder>
void code(Coder& c, Of<Coder, Segment>& segment) {
    c.choice(segment.kind, SegmentKind::SignatureCard);
    c(segment.text);
    c(segment.line);
    if (c.version() >= 2) c(segment.confidence);
}

template <class Coder>
void code(Coder& c, Of<Coder, Field>& field) {
    c(field.name);
    c(field.value);
    c(field.confidence);
    c(field.text);
    if (c.version() < 2) return;
    c(field.page);
    code(c, field.place);
}

template <class Coder>
void code(Coder& c, Of<Coder, Seal>& seal) {
    c.choice(seal.found, SealFound::Uncertain);
    c.choice(seal.kind, SealKind::Copy);
    c(seal.text);
    c(seal.page);
    if (c.version() >= 2) code(c, seal.place);
    c(seal.score);
}

/// What is known when a document begins.
template <class Coder>
void code_beginning(Coder& c, Of<Coder, Document>& document) {
    c(document.part);
    c(document.name);
    c(document.declared_type);
    c.choice(document.role, Role::Picture);
}

/// Everything but text, links, segments and fields.
template <class Coder>
void code_facts(Coder& c, Of<Coder, Document>& document) {
    code_beginning(c, document);
    c(document.media_type);
    c(document.size);
    c.choice(document.text_source, TextSource::None);
    c(document.pages);
    code(c, document.seal);
    c(document.needs_eyes);
}

template <class Coder>
void code(Coder& c, Of<Coder, Document>& document) {
    code_facts(c, document);
    c(document.text);
    c.list(document.links);
    c.list(document.segments);
    c.list(document.fields);
}

/// What the header says about the message, without the list of its fields.
template <class Coder>
void code_envelope(Coder& c, Of<Coder, Parsed>& parsed) {
    c(parsed.message_id);
    c(parsed.subject);
    c(parsed.date_header);
    c.list(parsed.from);
    c.list(parsed.reply_to);
}

template <class Coder>
void code(Coder& c, Of<Coder, Parsed>& parsed) {
    c.list(parsed.headers);
    code_envelope(c, parsed);
    c.list(parsed.documents);
    c.list(parsed.problems);
}

template <class Coder>
void code(Coder& c, Of<Coder, Limits>& limits) {
    c(limits.message_bytes);
    c(limits.memory_bytes);
    c(limits.cpu_seconds);
    c(limits.container_depth);
    c(limits.multipart_depth);
    c(limits.parts);
    c(limits.entries);
    c(limits.opened_bytes);
    c(limits.entry_bytes);
    c(limits.ratio);
    c(limits.ratio_after);
    c(limits.header_block);
    c(limits.header_line);
    c(limits.text_bytes);
    c(limits.pdf_pages);
    c(limits.ocr_pages);
}

/// The longest beginning of `text` of at most `longest` bytes that ends with a whole character.
std::string_view cut(std::string_view text, std::size_t longest);

}  // namespace parsers::codec
