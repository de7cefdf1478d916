#include "daemon/smtp/reply_tracker.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace smtp {
namespace {

struct Verb {
    std::string_view word;
    Stage stage;
};

constexpr std::array<Verb, 7> kVerbs{{
    {"EHLO", Stage::Hello},
    {"HELO", Stage::Hello},
    {"STARTTLS", Stage::StartTls},
    {"AUTH", Stage::Login},
    {"MAIL", Stage::Sender},
    {"RCPT", Stage::Recipient},
    {"DATA", Stage::Data},
}};

constexpr std::size_t kReplyLimit = 4096;

std::string_view without_line_end(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
    return line;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The code of a reply line (RFC 5321 §4.2), 0 when it is none.
int code_of(std::string_view line) {
    if (line.size() < 3 || !is_digit(line[0]) || !is_digit(line[1]) || !is_digit(line[2])) return 0;
    if (line.size() > 3 && line[3] != ' ' && line[3] != '-') return 0;
    return (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
}

}  // namespace

void ReplyTracker::command(std::string_view line) {
    line = without_line_end(line);
    const std::string_view word = line.substr(0, line.find(' '));
    // Whatever the server says to QUIT decides nothing, least of all a message whose answer is
    // still due.
    if (word == "QUIT") leaving_ = true;
    for (const Verb& verb : kVerbs) {
        if (word != verb.word) continue;
        // A SASL answer is base64 and could spell a verb.
        if (stage_ == Stage::Login && last_.code == 334) return;
        stage_ = verb.stage;
        return;
    }
}

void ReplyTracker::reply_line(std::string_view line) {
    line = without_line_end(line);
    const int code = code_of(line);
    if (code == 0) return;
    if (line.size() > 4 && lines_.size() < kReplyLimit) {
        if (!lines_.empty()) lines_ += ' ';
        lines_ += line.substr(4);
    }
    if (line.size() > 3 && line[3] == '-') return;
    complete(code);
}

void ReplyTracker::complete(int code) {
    if (leaving_) {
        lines_.clear();
        return;
    }
    last_.stage = stage_;
    last_.code = code;
    last_.text = base::one_line(std::exchange(lines_, {}), 300);
    if (stage_ == Stage::Recipient) recipients_.push_back(last_);
    if (stage_ == Stage::Body) {
        final_answer_ = last_;
        stage_ = Stage::Done;
    }
    if (stage_ == Stage::Data && code == 354) stage_ = Stage::Body;
}

}  // namespace smtp
