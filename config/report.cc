#include "config/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace config {

std::string describe(const Place& place) {
    return place.line == 0 ? place.file : fmt::format("{}:{}", place.file, place.line);
}

std::size_t Report::index_of(const std::string& file) {
    const auto found = std::ranges::find(files_, file);
    if (found != files_.end()) return static_cast<std::size_t>(found - files_.begin());
    files_.push_back(file);
    return files_.size() - 1;
}

Report::Note Report::note(const Place& place, std::string_view what, std::string_view cure) {
    Note result;
    result.place = place;
    result.file = index_of(place.file);
    result.text = base::one_line(fmt::format("{}: {}; {}", describe(place), what, cure), 600);
    return result;
}

void Report::mistake(const Place& place, std::string_view what, std::string_view cure) {
    mistakes_.push_back(note(place, what, cure));
}

void Report::warn(const Place& place, std::string_view what, std::string_view cure) {
    warnings_.push_back(note(place, what, cure));
}

std::string Report::mistakes() const {
    std::vector<Note> sorted = mistakes_;
    std::ranges::stable_sort(
        sorted, {}, [](const Note& note) { return std::tuple(note.file, note.place.line); });
    std::string text;
    for (const Note& note : sorted) {
        if (!text.empty()) text += '\n';
        text += note.text;
    }
    return text;
}

std::vector<Warning> Report::warnings() const {
    std::vector<Warning> result;
    for (const Note& note : warnings_) result.push_back(Warning{note.text});
    return result;
}

}  // namespace config
