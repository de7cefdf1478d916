/// Readers that need no file of their own: plain text, and the formats that are only recognised so
/// far.
#include <string>

#include "parsers/document/reading.h"
#include "parsers/text/charset.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxText = 32U << 20;  ///< bytes of one text file that are read

/// \n only, no NUL, no byte order mark.
std::string unix_lines(const std::string& text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            if (i + 1 < text.size() && text[i + 1] == '\n') continue;
            out += '\n';
        } else if (text[i] != '\0') {
            out += text[i];
        }
    }
    return out;
}

Reading only(std::string_view code, Severity severity, std::string detail) {
    Reading reading;
    add_problem(reading, code, severity, std::move(detail));
    return reading;
}

}  // namespace

Reading read_plain_text(const Input& input) {
    Reading reading;
    const text::Decoded decoded = text::decode(input.bytes.substr(0, kMaxText), input.charset);
    if (decoded.guessed && !input.charset.empty())
        add_problem(reading, code::kCharsetGuessed, Severity::Note, "another charset than stated");
    if (decoded.damaged)
        add_problem(reading, code::kDamaged, Severity::Degraded, "bytes outside the charset");
    set_text(reading, limits_of(input), unix_lines(decoded.text), input.bytes.size() > kMaxText);
    return reading;
}

Reading read_encrypted(const Input& /*input*/) {
    Reading reading = only(code::kEncrypted, Severity::Lost, "the file needs a password");
    reading.seal.found = SealFound::Uncertain;
    return reading;
}

Reading read_executable(const Input& /*input*/) {
    return only(code::kExecutable, Severity::Note, "a program or script");
}

Reading read_empty(const Input& /*input*/) {
    return only(code::kEmptyFile, Severity::Lost, "the file has no bytes");
}

Reading read_unsupported(const Input& input) {
    return only(code::kUnsupportedFormat, Severity::Degraded,
                "no reader for this format: " + std::string(input.name));
}

Reading read_container(const Input& /*input*/) { return {}; }

}  // namespace parsers::document
