#pragma once
/// The tokens of Rich Text Format (RTF 1.9.1, "Syntax"): groups, control words, symbols and bytes.
/// A view over the file; nothing is copied, no state but the place. Throws nothing.

#include <cstddef>
#include <string_view>

namespace parsers::document {

struct RtfToken {
    enum class Kind {
        End,
        Open,    ///< {
        Close,   ///< }
        Word,    ///< \word, with a number where one stands behind it
        Symbol,  ///< \ and a character that is no letter: in `text`
        Byte,    ///< \'hh: in `byte`
        Plain,   ///< bytes as they stand, without line ends: in `text`
        Binary,  ///< what \bin announces: in `text`, shorter than announced at the file's end
    };
    Kind kind = Kind::End;
    std::string_view word;
    std::string_view text;
    bool has_number = false;
    int number = 0;
    char byte = 0;

    /// A switch such as \v or \v0.
    [[nodiscard]] bool on() const { return !has_number || number != 0; }
};

/// The value of a hexadecimal digit, -1 for any other byte.
int hex_digit(char c);

class RtfTokens {
 public:
    explicit RtfTokens(std::string_view bytes) : bytes_(bytes) {}

    RtfToken next();
    /// Whether \bin announced more bytes than the file has.
    [[nodiscard]] bool cut() const { return cut_; }

 private:
    RtfToken control();
    RtfToken word();
    RtfToken binary(int size);

    std::string_view bytes_;
    std::size_t at_ = 0;
    bool cut_ = false;
};

}  // namespace parsers::document
