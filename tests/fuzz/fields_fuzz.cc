// Any text as any kind of document: segments and fields come back well-formed, in every role.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "parsers/fields/decision_number.h"
#include "parsers/fields/segments.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    parsers::Document document;
    document.role = (data[0] & 1U) != 0 ? parsers::Role::Body : parsers::Role::Attachment;
    document.text = base::repaired_utf8(input.substr(1));
    parsers::fields::read_fields(document);
    for (const parsers::Segment& segment : document.segments)
        if (!base::is_utf8(segment.text)) std::abort();
    for (const parsers::Field& field : document.fields)
        if (!base::is_utf8(field.value) || !base::is_utf8(field.text)) std::abort();
    for (const auto& number : parsers::fields::find_decision_numbers(document.text))
        if (!base::is_utf8(number.written) || number.end > document.text.size()) std::abort();
    return 0;
}
