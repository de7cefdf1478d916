#pragma once
/// The pages as they were read, character by character: where the words of a field stand, and how
/// sure the recogniser is of the least sure of their characters. Passes share one model, and agree
/// on a character it does not know; that it does not know it shows here. Pure.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/ocr/page.h"
#include "parsers/parsed.h"

namespace parsers::ocr {

class Printed {
 public:
    /// A page in one pass. `page` is counted from 1.
    void add(std::uint32_t page, const PageText& text);

    struct Found {
        std::uint32_t page = 0;
        Box place;        ///< of the lines the words stand in, where they were found first
        double sure = 0;  ///< of the least sure character, in the pass that is surest of it; 0…1
    };
    /// None: too few characters to find anything by, or not on any page.
    [[nodiscard]] std::optional<Found> find(std::string_view words) const;

 private:
    struct Reading {
        std::uint32_t page = 0;
        std::u32string characters;
        std::vector<double> confidences;  ///< of each
        std::vector<Box> places;          ///< of the line of each
    };
    std::vector<Reading> readings_;
};

}  // namespace parsers::ocr
