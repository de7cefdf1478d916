#include "parsers/seal/copied_seals.h"

#include "parsers/seal/ring_features.h"
#include "parsers/seal/ring_judgement.h"

namespace parsers::seal {
namespace {

/// The page as a copier would have it: red ink is another search's.
Plane without_red(const PageView& view) {
    constexpr double kRed = 0.04 * 255;
    Plane light = view.light;
    for (std::size_t i = 0; i < view.red.values.size(); ++i)
        if (view.red.values[i] > kRed) light.values[i] = 255;
    return light;
}

Plane inverse(Plane plane) {
    for (std::uint8_t& value : plane.values) value = static_cast<std::uint8_t>(255 - value);
    return plane;
}

}  // namespace

std::vector<VotedRing> find_copied_seals(const PageView& view, std::mt19937& random) {
    const Plane light = without_red(view);
    std::vector<VotedRing> seals = find_rings(light, random);
    const Plane darkness = inverse(light);
    std::erase_if(seals, [&](const VotedRing& ring) {
        const Plane dark = above(darkness, rim_value(darkness, ring.ellipse) / 2);
        return judge_copy(measure_ring(dark, ring.ellipse), ring.covered) == Verdict::None;
    });
    return seals;
}

}  // namespace parsers::seal
