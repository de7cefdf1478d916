#pragma once
/// The seals of one document's pages, and which of them answers "is it stamped": a certain one
/// before an uncertain one; one whose ring says it is for contracts, accounts or invoices is none
/// (domain.md §6). A page without colour can't say no: a copier takes the red away.

#include <cstdint>
#include <optional>
#include <string>

#include "parsers/ocr/recogniser.h"
#include "parsers/parsed.h"

namespace parsers::ocr {

class SealFacts {
 public:
    /// `scanned`: the page is a picture; one with words of its own can be black and white and still
    /// say no.
    void look(const PIX* page, double dpi, std::uint32_t number, bool scanned,
              Recogniser& recogniser);

    [[nodiscard]] Seal seal() const;

    struct Crop {
        std::uint32_t page = 0;
        std::string png;
    };
    /// The piece of the page around a seal that is uncertain.
    [[nodiscard]] const std::optional<Crop>& crop() const { return crop_; }

 private:
    Seal best_;
    bool without_colour_ = false;
    std::uint32_t page_without_colour_ = 0;
    std::optional<Crop> crop_;
};

}  // namespace parsers::ocr
