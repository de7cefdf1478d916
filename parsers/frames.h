#pragma once
/// The child's answer on its pipe: frames, one after another, until `end`.
///
///   frame    = type (1 byte) · length of the payload (4 bytes, least first) · payload
///   stream   = *( header ) message *( document ) end       with `problem` anywhere before `end`
///   document = part *( chunk ) *( text | field ) document  (a container's entries follow after its
///   end)
///
///   type       payload, coded as codec.h says                                   longest
///   header     one header field: name, value                                    4 MiB
///   message    version, then Message-ID, subject, date, From and Reply-To       4 MiB
///   part       a document begins: part, name, declared type, role             256 KiB
///   chunk      the next bytes of its content, as they are                      64 KiB
///   text       the next bytes of its text, as they are                         64 KiB
///   field      a link, a segment or a field: which (0, 1, 2), then the value    1 MiB
///   document   the document ends: all its facts                               256 KiB
///   problem    a problem                                                        4 KiB
///   end        how many documents and problems there were, and bytes in chunks  64 B
///
/// The writer keeps within the caps: what is too long or too much is cut, and a problem says so.
/// The reader takes every byte for hostile: an unknown type, a length over its cap, an empty chunk
/// or text, a frame out of order, a count or sum over what the limits allow, a payload that does
/// not decode or an end that does not add up is a fault, and nothing is read after it. Strings it
/// hands on are well-formed UTF-8. One thread each; nothing throws.

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "parsers/limits.h"
#include "parsers/parsed.h"
#include "parsers/sink.h"

namespace parsers {

enum class FrameType : std::uint8_t {
    Header = 1,
    Message,
    Part,
    Chunk,
    Text,
    Field,
    Document,
    Problem,
    End,
};

/// What one message may bring over the pipe.
struct FrameCaps {
    FrameCaps(const Limits& limits, std::uint64_t raw_bytes);
    std::uint64_t header_bytes;  ///< payload of all header frames
    std::uint64_t documents;
    std::uint64_t problems;
    std::uint64_t chunk_bytes;  ///< what containers gave (opened_bytes) and the message itself
    std::uint64_t text_bytes;
    std::uint64_t document_bytes;  ///< payload of all part and document frames
    std::uint64_t field_bytes;  ///< payload of all field frames, each with what it costs in memory
};

/// Writes a parse as frames, in pieces of about 64 KiB.
class FrameWriter : public Sink {
 public:
    /// `write` takes all of the bytes or says false; after that nothing more is written.
    using Write = std::function<bool(std::string_view)>;
    FrameWriter(const FrameCaps& caps, Write write) : left_(caps), write_(std::move(write)) {}

    void headers(const Parsed& parsed) override;
    void begin_document(const Document& document) override;
    void bytes(std::string_view chunk) override;
    void end_document(const Document& document) override;
    void problem(const Problem& problem) override;
    /// Writes `end` and what is still held back. False when a write failed.
    bool finish();

 private:
    void put(FrameType type, std::string_view payload);
    template <class Fill>
    void put_coded(FrameType type, const std::string& part, Fill&& fill);
    template <class Item>
    void put_field(std::uint32_t which, const std::string& part, const Item& item);
    void put_text(const Document& document);
    void note(const char* code, const std::string& part, const char* detail);
    void flush();

    FrameCaps left_;
    Write write_;
    std::string buffer_;
    bool broken_ = false;
    bool fields_cut_ = false;
    std::uint64_t documents_ = 0;
    std::uint64_t problems_ = 0;
    std::uint64_t chunk_bytes_ = 0;
};

/// Reads frames as they arrive and plays them to a sink.
class FrameReader {
 public:
    FrameReader(const FrameCaps& caps, Sink& sink) : left_(caps), sink_(sink) {}

    /// False once something was wrong: now or earlier.
    bool feed(std::string_view bytes);
    /// The end frame was read, and nothing came after it.
    [[nodiscard]] bool complete() const { return state_ == State::Ended && fault_.empty(); }
    /// What was wrong, for a log; empty while all is well.
    [[nodiscard]] const std::string& fault() const { return fault_; }

 private:
    enum class State : std::uint8_t { Head, Between, Content, Facts, Ended };

    std::size_t take_frame(std::string_view bytes);
    void handle(FrameType type, std::string_view payload);
    void on_header(std::string_view payload);
    void on_message(std::string_view payload);
    void on_part(std::string_view payload);
    void on_chunk(std::string_view payload);
    void on_text(std::string_view payload);
    void on_field(std::string_view payload);
    void on_document(std::string_view payload);
    void on_problem(std::string_view payload);
    void on_end(std::string_view payload);
    bool spend(std::uint64_t& left, std::uint64_t amount, std::string_view what);
    void fail(std::string_view what);

    FrameCaps left_;
    Sink& sink_;
    State state_ = State::Head;
    std::string held_;  ///< an incomplete frame
    Parsed parsed_;     ///< headers until `message`
    Document document_;
    std::uint64_t documents_ = 0;
    std::uint64_t problems_ = 0;
    std::uint64_t chunk_bytes_ = 0;
    std::string fault_;
};

}  // namespace parsers
