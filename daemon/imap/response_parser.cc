#include "daemon/imap/response_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace imap {
namespace {

struct StatusWord {
    std::string_view word;
    Status status;
};
constexpr std::array kStatusWords = {
    StatusWord{"OK", Status::Ok},           StatusWord{"NO", Status::No},
    StatusWord{"BAD", Status::Bad},         StatusWord{"BYE", Status::Bye},
    StatusWord{"PREAUTH", Status::Preauth},
};

base::Failure broken(std::string text) {
    return base::fail(base::Kind::Transient, base::Scope::Mailbox, std::move(text));
}

/// "[UIDVALIDITY 5] words" becomes code, argument and words.
void split_code(Response& response) {
    if (!response.text.starts_with('[')) return;
    const auto close = response.text.find(']');
    if (close == std::string::npos) return;
    const std::string inside = response.text.substr(1, close - 1);
    const auto blank = inside.find(' ');
    response.code = uppered(std::string_view(inside).substr(0, blank));
    if (blank != std::string::npos) response.code_argument = inside.substr(blank + 1);
    response.text = std::string(base::trimmed(std::string_view(response.text).substr(close + 1)));
}

bool opens_section(std::string_view atom) {
    return base::equal_ignoring_case(atom, "BODY") || base::equal_ignoring_case(atom, "BINARY");
}

}  // namespace

std::string uppered(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return out;
}

base::Result<> ResponseParser::feed(std::string_view bytes, Receiver& receiver) {
    while (!bytes.empty()) {
        if (state_ == State::Literal) {
            TRY_ASSIGN(const std::size_t taken, take_literal(bytes, receiver));
            bytes.remove_prefix(taken);
            continue;
        }
        TRY(take(bytes.front(), receiver));
        bytes.remove_prefix(1);
    }
    return {};
}

base::Result<> ResponseParser::take(char byte, Receiver& receiver) {
    if (++line_ > caps_.line) return broken("the server sent a line that never ends");
    if (byte == '\n') {
        carriage_return_ = false;
        return end_line(receiver);
    }
    if (carriage_return_) {  // a CR inside a line is a byte like others
        carriage_return_ = false;
        TRY(take_data('\r'));
    }
    if (byte == '\r') {
        carriage_return_ = true;
        return {};
    }
    return take_data(byte);
}

base::Result<> ResponseParser::take_data(char byte) {
    switch (state_) {
        case State::Tag:
        case State::Word:
            take_word(byte);
            return {};
        case State::Text:
            response_.text += byte;
            return {};
        case State::Between:
            return take_between(byte);
        case State::Quoted:
        case State::Escape:
            take_quoted(byte);
            if (state_ == State::Between) return push(Token::Kind::Quoted);
            return {};
        case State::LiteralSize:
        case State::LiteralReady:
            take_literal_size(byte);
            return {};
        case State::Atom:
            if (brackets_ == 0 && (byte == ' ' || byte == '(' || byte == ')')) {
                TRY(push(Token::Kind::Atom));
                return take_between(byte);
            }
            take_atom(byte);
            return {};
        case State::Literal:
            break;
    }
    return {};
}

void ResponseParser::take_word(char byte) {
    if (byte != ' ') {
        word_ += byte;
        return;
    }
    if (!word_.empty()) end_word();
}

/// The tag, or the word behind it that says what sort of response this is.
void ResponseParser::end_word() {
    std::string word = std::exchange(word_, {});
    if (state_ == State::Tag) {
        state_ = State::Word;
        if (word == "+") {
            response_.kind = Response::Kind::Continuation;
            state_ = State::Text;
        } else if (word != "*") {
            response_.kind = Response::Kind::Tagged;
            response_.tag = std::move(word);
        }
        return;
    }
    state_ = State::Between;
    const auto* found =
        std::find_if(kStatusWords.begin(), kStatusWords.end(),
                     [&](const auto& row) { return base::equal_ignoring_case(row.word, word); });
    if (found != kStatusWords.end()) {
        response_.status = found->status;
        state_ = State::Text;
    } else {
        response_.tokens.push_back({Token::Kind::Atom, std::move(word), 0});
    }
}

base::Result<> ResponseParser::take_between(char byte) {
    state_ = State::Between;
    switch (byte) {
        case ' ':
            return {};
        case '(':
            if (++depth_ > caps_.depth) return broken("the server nests too many parentheses");
            return push(Token::Kind::Open);
        case ')':
            if (depth_ > 0) --depth_;
            return push(Token::Kind::Close);
        case '"':
            state_ = State::Quoted;
            return {};
        case '{':
            state_ = State::LiteralSize;
            return {};
        default:
            state_ = State::Atom;
            take_atom(byte);
            return {};
    }
}

void ResponseParser::take_atom(char byte) {
    if (byte == '[' && (brackets_ > 0 || opens_section(word_))) ++brackets_;
    if (byte == ']' && brackets_ > 0) --brackets_;
    word_ += byte;
}

void ResponseParser::take_quoted(char byte) {
    if (state_ == State::Escape) {
        word_ += byte;
        state_ = State::Quoted;
    } else if (byte == '\\') {
        state_ = State::Escape;
    } else if (byte == '"') {
        state_ = State::Between;
    } else {
        word_ += byte;
    }
}

/// "{123}" or "{123+}" at the end of a line announces a literal; anything else was an atom.
void ResponseParser::take_literal_size(char byte) {
    const bool digit = byte >= '0' && byte <= '9';
    const bool plus = !word_.empty() && word_.back() == '+';
    if (state_ == State::LiteralSize) {
        if ((digit && !plus) || (byte == '+' && !word_.empty() && !plus)) {
            word_ += byte;
            return;
        }
        if (byte == '}' && !word_.empty()) {
            state_ = State::LiteralReady;
            return;
        }
        word_ = fmt::format("{{{}{}", word_, byte);
    } else {
        word_ = fmt::format("{{{}}}{}", word_, byte);
    }
    state_ = State::Atom;
}

base::Result<> ResponseParser::push(Token::Kind kind) {
    if (response_.tokens.size() >= caps_.tokens) return broken("the server sent an endless list");
    response_.tokens.push_back({kind, std::exchange(word_, {}), 0});
    brackets_ = 0;
    return {};
}

base::Result<> ResponseParser::end_line(Receiver& receiver) {
    switch (state_) {
        case State::LiteralReady:
            return begin_literal(receiver);
        case State::Tag:
            if (word_.empty()) {  // an empty line means nothing
                line_ = 0;
                return {};
            }
            end_word();
            break;
        case State::Word:
            if (!word_.empty()) end_word();
            break;
        case State::Atom:
            TRY(push(Token::Kind::Atom));
            break;
        case State::Quoted:
        case State::Escape:
            TRY(push(Token::Kind::Quoted));
            break;
        case State::LiteralSize:
            word_ = fmt::format("{{{}", word_);
            TRY(push(Token::Kind::Atom));
            break;
        default:
            break;
    }
    return end_response(receiver);
}

base::Result<> ResponseParser::begin_literal(Receiver& receiver) {
    if (word_.ends_with('+')) word_.pop_back();
    const auto size = base::parse_number(word_);
    if (!size || *size > (std::uint64_t{1} << 62))
        return broken("the server announced an impossible length");
    word_.clear();
    TRY_ASSIGN(streaming_, receiver.literal_begins(response_, *size));
    TRY(push(Token::Kind::Literal));
    response_.tokens.back().size = *size;
    literal_left_ = *size;
    state_ = *size == 0 ? State::Between : State::Literal;
    return {};
}

base::Result<std::size_t> ResponseParser::take_literal(std::string_view bytes, Receiver& receiver) {
    const auto size =
        static_cast<std::size_t>(std::min<std::uint64_t>(literal_left_, bytes.size()));
    bytes = bytes.substr(0, size);
    if (streaming_) {
        TRY(receiver.literal_bytes(bytes));
    } else {
        std::string& kept = response_.tokens.back().text;
        kept += bytes.substr(0, caps_.kept_literal - std::min(caps_.kept_literal, kept.size()));
    }
    literal_left_ -= size;
    if (literal_left_ == 0) state_ = State::Between;
    return size;
}

base::Result<> ResponseParser::end_response(Receiver& receiver) {
    if (response_.status) split_code(response_);
    Response done = std::exchange(response_, {});
    state_ = State::Tag;
    word_.clear();
    line_ = depth_ = brackets_ = 0;
    return receiver.response(std::move(done));
}

}  // namespace imap
