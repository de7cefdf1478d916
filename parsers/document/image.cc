/// Pictures: what their header says. They hold no words until somebody looks at them; one that is
/// too large to be decoded is not looked at.
#include <string>

#include "parsers/document/media_types.h"
#include "parsers/document/reading.h"
#include "parsers/picture.h"

namespace parsers::document {
namespace {

constexpr std::uint64_t kMaxPixels = 80'000'000;

/// A picture of a page, or something like one, stands where a PDF was asked for.
Reading page_picture() {
    Reading reading;
    reading.pages = 1;
    reading.seal.found = SealFound::Uncertain;
    add_problem(reading, code::kFormatNotPdf, Severity::Note, "not a PDF");
    return reading;
}

}  // namespace

Reading read_image(const Input& input) {
    Reading reading = page_picture();
    const PictureFacts facts = picture_facts(input.bytes);
    if (facts.width == 0 || facts.height == 0) {
        add_problem(reading, code::kDamaged, Severity::Degraded,
                    "the picture's header does not give its size");
        return reading;
    }
    reading.pages = facts.pages;
    if (std::uint64_t{facts.width} * facts.height > kMaxPixels) {
        add_problem(reading, code::kLimitExceeded, Severity::Lost,
                    "a picture of " + std::to_string(facts.width) + " x " +
                        std::to_string(facts.height) + " pixels is not opened");
        return reading;
    }
    reading.needs_eyes = true;
    return reading;
}

Reading read_heic(const Input& /*input*/) {
    Reading reading = page_picture();
    add_problem(reading, code::kHeicPicture, Severity::Lost,
                "a HEIC picture is not readable: ask for a PDF or JPG");
    return reading;
}

}  // namespace parsers::document
