#include "parsers/ocr/printed.h"

#include <algorithm>

#include "parsers/ocr/characters.h"

namespace parsers::ocr {
namespace {

constexpr std::size_t kFewest = 3;
constexpr std::size_t kEnough = 36;  ///< characters of a field's words: its sentence may go on

Box both(const Box& a, const Box& b) {
    return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
            std::max(a.bottom, b.bottom)};
}

}  // namespace

void Printed::add(std::uint32_t page, const PageText& text) {
    Reading reading;
    reading.page = page;
    for (const Line& line : text.lines) {
        // Where none was lost the normalised text has them as the fields do.
        const std::u32string told = telling_characters(line.text);
        const bool whole = told.size() == line.characters.size();
        for (std::size_t i = 0; i < line.characters.size(); ++i) {
            reading.characters += whole ? told[i] : line.characters[i].value;
            reading.confidences.push_back(line.characters[i].confidence);
            reading.places.push_back(line.place);
        }
    }
    readings_.push_back(std::move(reading));
}

std::optional<Printed::Found> Printed::find(std::string_view words) const {
    const std::u32string wanted = telling_characters(words).substr(0, kEnough);
    if (wanted.size() < kFewest) return {};
    std::optional<Found> found;
    for (const Reading& reading : readings_) {
        const auto at = reading.characters.find(wanted);
        if (at == std::u32string::npos || (found && found->page != reading.page)) continue;
        double least = 1;
        Box place = reading.places[at];
        for (std::size_t i = at; i < at + wanted.size(); ++i) {
            least = std::min(least, reading.confidences[i]);
            place = both(place, reading.places[i]);
        }
        if (!found) found = Found{reading.page, place, 0};
        found->sure = std::max(found->sure, least);
    }
    return found;
}

}  // namespace parsers::ocr
