#include "parsers/document/packed_rtf.h"

#include "parsers/document/lzfu.h"
#include "parsers/document/reading.h"

namespace parsers::document {

Reading read_packed_rtf(std::string_view packed, const Limits& limits) {
    const UnpackedRtf rtf = unpack_rtf(packed, limits.entry_bytes);
    Reading reading;
    if (!rtf.bytes.empty()) {
        Input letter;
        letter.bytes = rtf.bytes;
        letter.limits = &limits;
        reading = read_rtf(letter);
    }
    if (!rtf.whole)
        add_problem(reading, code::kDamaged, Severity::Degraded, "the RTF body is cut short");
    return reading;
}

}  // namespace parsers::document
