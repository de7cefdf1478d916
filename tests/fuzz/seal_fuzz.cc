// Pages for the finder of seals: an odd first byte, and the rest is a picture's file; an even one,
// and the rest draws a small page, six bytes a shape. What is found must be possible, and each mark
// gives a strip or none.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string_view>

#include "parsers/image/pix.h"
#include "parsers/picture.h"
#include "parsers/seal/ring_strip.h"
#include "parsers/seal/seal_finder.h"
#include "tests/unit/parsers/seal/drawn_page.h"

namespace {

using Page = parsers::image::Pix;
using namespace parsers::seal;

constexpr std::uint64_t kMostPixels = 400'000;  // more would only be slow

struct Shape {
    int kind, x, y, size, colour, strength;
};

void draw(DrawnPage& page, const Shape& shape) {
    constexpr Colour kColours[] = {kRedInk, kPurpleInk, kBlack, kGrayInk};
    const Colour colour = kColours[shape.colour % 4];
    const double x = shape.x - 60, y = shape.y - 60, size = 2 + shape.size / 4.0;
    const double strength = shape.strength / 255.0;
    std::mt19937 random(static_cast<unsigned>(shape.size));
    switch (shape.kind % 6) {
        case 0:
            return page.seal({.x = x,
                              .y = y,
                              .diameter = size,
                              .ratio = 0.5 + shape.colour / 512.0,
                              .colour = colour,
                              .strength = strength,
                              .letters = shape.colour % 23});
        case 1:
            return page.print(x, y, x + size, y + size, 3, colour);
        case 2:
            return page.frame(x, y, x + size, y + size, 1, colour);
        case 3:
            return page.rule(x, y, x + 3 * size, y + 0.5, colour);
        case 4:
            return page.around(x, y, size, 1, colour, strength, [&](double rho, double turn) {
                return std::sin(rho * shape.strength + std::sin(turn * 5)) > 0;
            });
        default:
            return page.ink(x, y, x + 2 * size, y + 2 * size, colour, 1, [&](double, double) {
                return static_cast<int>(random() % 256) < shape.strength;
            });
    }
}

Page drawn(std::string_view bytes, bool gray) {
    if (bytes.size() < 2) return {};
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    DrawnPage page(10 + byte(0) / 1.7, 10 + byte(1) / 1.7, 75);
    constexpr std::size_t kMostShapes = 24;
    for (std::size_t i = 0; i < kMostShapes && 2 + 6 * (i + 1) <= bytes.size(); ++i) {
        const std::size_t at = 2 + 6 * i;
        draw(page,
             {byte(at), byte(at + 1), byte(at + 2), byte(at + 3), byte(at + 4), byte(at + 5)});
    }
    return gray ? page.gray_picture() : page.colour_picture();
}

Page decoded(std::string_view bytes) {
    const parsers::PictureFacts facts = parsers::picture_facts(bytes);
    if (std::uint64_t{facts.width} * facts.height > kMostPixels) return {};
    auto picture = parsers::image::decode(bytes);
    if (!picture) return {};
    const auto width = static_cast<std::uint64_t>(pixGetWidth(picture->pix.get()));
    const auto height = static_cast<std::uint64_t>(pixGetHeight(picture->pix.get()));
    return width * height > kMostPixels ? Page() : std::move(picture->pix);
}

void check(const PIX* page, const Mark& mark) {
    if (!std::isfinite(mark.x) || !std::isfinite(mark.y) || !std::isfinite(mark.angle))
        std::abort();
    if (!(mark.radius_x > 0) || !(mark.radius_y > 0)) std::abort();
    if (!(mark.score >= 0 && mark.score <= 1)) std::abort();
    if (mark.kind != parsers::SealKind::Ink && mark.kind != parsers::SealKind::Copy) std::abort();
    if (mark.kind == parsers::SealKind::Copy && mark.certain) std::abort();
    if (!ring_strip(page, mark)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    parsers::image::silence();
    if (size < 2) return 0;
    const std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
    const Page page = data[0] % 2 == 1 ? decoded(rest) : drawn(rest, data[0] % 4 == 2);
    if (!page) return 0;
    constexpr double kDensities[] = {0, 75, 150, 300, 101};
    const Look look = find_seals(page.get(), kDensities[data[1] % 5]);
    if (look.marks.size() > 256) std::abort();
    for (const Mark& mark : look.marks) check(page.get(), mark);
    Mark odd{.x = double(data[1]), .y = double(size % 97), .radius_x = 1.0 + data[0]};
    odd.radius_y = odd.radius_x / 2;
    ring_strip(page.get(), odd);
    return 0;
}
