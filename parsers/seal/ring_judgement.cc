#include "parsers/seal/ring_judgement.h"

#include <algorithm>
#include <limits>
#include <span>

namespace parsers::seal {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

/// Between `sure_least` and `sure_most` it speaks for a seal, outside the doubtful ones against.
struct Limit {
    double RingFeatures::*measure;
    double doubtful_least;
    double sure_least;
    double sure_most;
    double doubtful_most;
};

// What each keeps out: corners and outside: square and rectangular stamps; thin: shapes that an
// ellipse crosses rather than follows; transitions and fill: discs, stars, bare rings, circles of a
// pen; letters: what is the same all around, as targets, wreaths of emblems, fingerprints; visible:
// a seal across the edges of several sheets (骑缝章), of which a sheet has half at most.
constexpr Limit kInk[] = {
    {&RingFeatures::diameter, 21, 24, 62, 66},
    {&RingFeatures::width, 19, 22, kNoLimit, kNoLimit},
    {&RingFeatures::ratio, 0.60, 0.62, kNoLimit, kNoLimit},
    {&RingFeatures::visible, 0.56, 0.595, kNoLimit, kNoLimit},
    {&RingFeatures::ring, 0.62, 0.70, kNoLimit, kNoLimit},
    {&RingFeatures::thin, 0.62, 0.70, kNoLimit, kNoLimit},
    {&RingFeatures::transitions, 15, 16, kNoLimit, kNoLimit},
    {&RingFeatures::fill, 0.015, 0.02, 0.62, 0.66},
    {&RingFeatures::outside, 0, 0, 0.40, 0.50},
    {&RingFeatures::corners, 0, 0, 0.045, 0.055},
    {&RingFeatures::letters, 0.66, 0.75, kNoLimit, kNoLimit},
};

// A ring drawn as with compasses needs fewer letters that can be told: faint ones lie under print.
constexpr Limit kDrawn[] = {
    {&RingFeatures::diameter, 24, 24, 62, 62},
    {&RingFeatures::ratio, 0.92, 0.92, kNoLimit, kNoLimit},
    {&RingFeatures::visible, 0.595, 0.595, kNoLimit, kNoLimit},
    {&RingFeatures::ring, 0.94, 0.94, kNoLimit, kNoLimit},
    {&RingFeatures::thin, 0.94, 0.94, kNoLimit, kNoLimit},
    {&RingFeatures::transitions, 8, 10, kNoLimit, kNoLimit},
    {&RingFeatures::fill, 0.02, 0.03, 0.62, 0.62},
    {&RingFeatures::letters, 1.0, 1.0, kNoLimit, kNoLimit},
};

// Black print stands around and across a copy's ring: what lies outside of it says nothing.
constexpr Limit kCopy[] = {
    {&RingFeatures::diameter, 26, 26, 50, 50},
    {&RingFeatures::visible, 0.595, 0.595, kNoLimit, kNoLimit},
    {&RingFeatures::ring, 0.75, 0.75, kNoLimit, kNoLimit},
    {&RingFeatures::transitions, 18, 18, kNoLimit, kNoLimit},
    {&RingFeatures::fill, 0.03, 0.03, 0.62, 0.62},
    {&RingFeatures::letters, 0.60, 0.60, kNoLimit, kNoLimit},
};
constexpr double kLeastCovered = 0.70;

Verdict judge(const RingFeatures& features, std::span<const Limit> limits) {
    constexpr int kMostDoubts = 2;
    int doubts = 0;
    for (const Limit& limit : limits) {
        const double measured = features.*limit.measure;
        if (!(measured >= limit.doubtful_least && measured <= limit.doubtful_most))
            return Verdict::None;
        doubts += measured < limit.sure_least || measured > limit.sure_most;
    }
    if (doubts == 0) return Verdict::Seal;
    return doubts <= kMostDoubts ? Verdict::Doubtful : Verdict::None;
}

}  // namespace

Verdict judge_ink(const RingFeatures& features) {
    return std::max(judge(features, kInk), judge(features, kDrawn));
}

Verdict judge_copy(const RingFeatures& features, double covered) {
    if (covered < kLeastCovered) return Verdict::None;
    return std::min(Verdict::Doubtful, judge(features, kCopy));
}

}  // namespace parsers::seal
