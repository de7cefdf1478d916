#pragma once
/// Turns the bytes of an IMAP server into responses (RFC 3501 §7), however they are cut into
/// pieces. A state machine over single bytes: literals may stand anywhere and are handed on in
/// chunks while they arrive, so a response is never whole in memory; everything else of it is small
/// and capped. The input is hostile: whatever arrives, the parser ends in a response or in an
/// error, after which the connection is to be dropped. One parser belongs to one connection.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace imap {

struct Token {
    enum class Kind { Atom, Quoted, Literal, Open, Close };
    Kind kind = Kind::Atom;
    std::string text;  ///< of a literal: its bytes when it was kept, empty when it was streamed
    std::uint64_t size = 0;  ///< octets of a literal
};

enum class Status { Ok, No, Bad, Bye, Preauth };

struct Response {
    enum class Kind { Untagged, Tagged, Continuation };
    Kind kind = Kind::Untagged;
    std::string tag;               ///< of a tagged response
    std::optional<Status> status;  ///< of a status response; then text follows, else tokens
    std::string code;              ///< upper case: UIDVALIDITY, ALERT, ...; empty when none
    std::string code_argument;
    std::string text;           ///< the human words of a status response or a continuation
    std::vector<Token> tokens;  ///< of a data response: 12 FETCH ( UID 5 ... )
};

class ResponseParser {
 public:
    class Receiver {
     public:
        virtual ~Receiver() = default;
        /// A literal of `size` bytes begins behind what `so_far` holds. True: stream it to
        /// literal_bytes(); false: keep it in its token (at most Caps::kept_literal bytes of it).
        virtual base::Result<bool> literal_begins(const Response& so_far, std::uint64_t size) = 0;
        virtual base::Result<> literal_bytes(std::string_view bytes) = 0;
        virtual base::Result<> response(Response&& response) = 0;
    };

    struct Caps {
        std::size_t line = 1U << 20;  ///< bytes of a response outside its literals
        std::size_t tokens = 100'000;
        std::size_t depth = 32;  ///< of parentheses
        std::size_t kept_literal =
            64U << 10;  ///< more of a literal nobody streams is counted, not kept
    };

    ResponseParser() = default;
    explicit ResponseParser(const Caps& caps) : caps_(caps) {}

    /// Takes the next bytes. Fails with the receiver's error, or with one of its own over a cap.
    base::Result<> feed(std::string_view bytes, Receiver& receiver);

 private:
    enum class State {
        Tag,
        Word,
        Text,
        Between,
        Atom,
        Quoted,
        Escape,
        LiteralSize,
        LiteralReady,
        Literal
    };

    base::Result<> take(char byte, Receiver& receiver);
    base::Result<> take_data(char byte);
    base::Result<> take_between(char byte);
    void take_atom(char byte);
    void take_quoted(char byte);
    void take_literal_size(char byte);
    void take_word(char byte);
    base::Result<std::size_t> take_literal(std::string_view bytes, Receiver& receiver);
    base::Result<> end_line(Receiver& receiver);
    base::Result<> begin_literal(Receiver& receiver);
    base::Result<> end_response(Receiver& receiver);
    base::Result<> push(Token::Kind kind);
    void end_word();

    Caps caps_;
    State state_ = State::Tag;
    Response response_;
    std::string word_;      ///< the token being read
    std::size_t line_ = 0;  ///< bytes of this response so far, literals apart
    std::size_t depth_ = 0;
    std::size_t brackets_ = 0;      ///< open [ of a section: BODY[HEADER.FIELDS (TO)]
    bool carriage_return_ = false;  ///< a CR that waits for its LF
    bool streaming_ = false;
    std::uint64_t literal_left_ = 0;
};

/// Upper-cases ASCII letters.
std::string uppered(std::string_view text);

}  // namespace imap
