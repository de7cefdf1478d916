// Any text as any kind of document: segments and fields come back well-formed, in every role; what
// is found in a line lies inside it, and a table gives no more figures than were asked for.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "parsers/fields/decision_number.h"
#include "parsers/fields/identity.h"
#include "parsers/fields/lines.h"
#include "parsers/fields/numbers.h"
#include "parsers/fields/parties.h"
#include "parsers/fields/segments.h"
#include "parsers/fields/table_cells.h"
#include "parsers/text/charset.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void read_document(std::string text, parsers::Role role) {
    parsers::Document document;
    document.role = role;
    document.text = std::move(text);
    parsers::fields::read_fields(document);
    for (const parsers::Segment& segment : document.segments) require(base::is_utf8(segment.text));
    for (const parsers::Field& field : document.fields)
        require(base::is_utf8(field.value) && base::is_utf8(field.text));
}

void read_parts(const std::string& text) {
    constexpr std::size_t kMostFigures = 50;
    for (const auto& number : parsers::fields::find_decision_numbers(text))
        require(base::is_utf8(number.written) && number.begin <= number.end &&
                number.end <= text.size());
    const std::string plain = parsers::text::nfkc(text);
    std::size_t end = 0;
    for (const auto& amount : parsers::fields::find_amounts(plain)) {
        require(amount.begin >= end && amount.begin < amount.end && amount.end <= plain.size());
        require(amount.value.fen >= 0);
        end = amount.end;
    }
    const auto lines = parsers::fields::lines_of(text);
    for (const auto& party : parsers::fields::find_parties(lines))
        require(base::is_utf8(party.name) && base::is_utf8(party.id) && !party.name.empty());
    const auto figures = parsers::fields::figures_of_table(lines, kMostFigures);
    require(figures.size() <= kMostFigures);
    for (const auto& figure : figures)
        require(!figure.value.empty() && base::is_utf8(figure.value));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::string text = base::repaired_utf8(input.substr(1));
    read_document(text, (data[0] & 1U) != 0 ? parsers::Role::Body : parsers::Role::Attachment);
    read_parts(text);
    return 0;
}
