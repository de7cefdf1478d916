#pragma once
/// The control words of RTF that a reader of text must know; all others change how the text looks,
/// or name destinations without text.

#include <string_view>

namespace parsers::document {

/// What a control word does.
enum class Does {
    Open,    ///< names a destination that is read like the text around it
    Skip,    ///< names a destination that is not text
    Insert,  ///< stands for the characters in `text`
    EndLine,
    BreakLine,
    Cell,
    Row,
    NestedCell,
    NestedRow,
    Other,  ///< has a number or a destination of its own
};

struct RtfControl {
    std::string_view word;
    Does does;
    std::string_view text = {};
};

/// The entry of a control word, null where nothing need be known of it.
const RtfControl* rtf_control(std::string_view word);

}  // namespace parsers::document
