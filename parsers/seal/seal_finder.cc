#include "parsers/seal/seal_finder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <random>
#include <vector>

#include "parsers/seal/components.h"
#include "parsers/seal/copied_seals.h"
#include "parsers/seal/ellipse.h"
#include "parsers/seal/page_view.h"
#include "parsers/seal/ring_features.h"
#include "parsers/seal/ring_judgement.h"
#include "parsers/seal/ring_votes.h"

// Red ink, from strong to faint:
//
//   for each threshold of redness
//     drop long straight rules; join what gaps under 1.8 mm part into pieces
//     for each piece of a seal's size
//       fit an ellipse to its outline, measure, judge; take the points inside it away; again
//   let the slopes of redness vote for rings, which finds those that are in many pieces
//   a place found more than once keeps its best mark
//
// A lower threshold finds faded seals; a higher one keeps strong seals apart from what is faintly
// red around them. Where no red ring is found at all, rings without colour are looked for.
namespace parsers::seal {
namespace {

constexpr std::array kThresholds{0.14, 0.084, 0.05};  // of redness
/// Pictures that say 72 or 96 dots an inch say nothing: programs write that by default.
constexpr double kScreenDpi = 100;
constexpr double kLongestPage = 18;         // inches: A3 and a margin
constexpr double kPhotographedPage = 12.6;  // inches: A4's longer side and what is around it
constexpr double kPageWidth = 8.6;          // A4's shorter side
constexpr double kSealInches = 42 / image::kMillimetresAnInch;
constexpr double kMostViewPixels = 4e6;
constexpr std::ptrdiff_t kLeastInk = 60;  // pixels of the view: less is no ring
constexpr double kRingWorthALook = 0.4;   // share of the turn with slopes

struct Sides {
    double longer = 0;
    double shorter = 0;
    bool square() const { return longer <= 1.35 * shorter; }
    /// A4 and its photographs: 1.41, give or take a margin.
    bool like_a_page() const { return longer >= 1.25 * shorter && longer <= 1.6 * shorter; }
};

/// The densities under which the picture makes sense, the likeliest first.
std::vector<double> densities_of(const PIX* page, double dpi) {
    constexpr double kSmall = 1000;  // pixels: a seal as a picture of its own, no page
    const double width = pixGetWidth(page), height = pixGetHeight(page);
    const Sides sides{std::max(width, height), std::min(width, height)};
    std::vector<double> densities;
    if (dpi > kScreenDpi && sides.longer <= kLongestPage * dpi) densities.push_back(dpi);
    // The seal fills between 60 and 100 % of it.
    if (sides.square() && sides.longer <= kSmall)
        densities.push_back(0.8 * sides.longer / kSealInches);
    if (!densities.empty()) return densities;
    densities.push_back(sides.longer / kPhotographedPage);
    if (!sides.like_a_page()) densities.push_back(sides.longer / kPageWidth);
    return densities;
}

/// The search on one view.
class Search {
 public:
    explicit Search(const PageView& view) : view_(view) {}

    std::vector<Mark> marks() {
        if (view_.colour) look_for_ink();
        if (marks_.empty()) look_for_copies();
        std::stable_sort(marks_.begin(), marks_.end(), better);
        return std::move(marks_);
    }

 private:
    static bool better(const Mark& one, const Mark& other) {
        return one.certain != other.certain ? one.certain : one.score > other.score;
    }

    void look_for_ink() {
        std::vector<Plane> masks;
        for (const double threshold : kThresholds) {
            Plane mask = above(view_.red, threshold * 255);
            if (count(mask) < kLeastInk) continue;
            masks.push_back(without_rules(mask));
            for (Piece& piece : pieces_of(masks.back())) look_at(piece, masks.back());
        }
        if (masks.empty()) return;
        for (const VotedRing& ring : find_rings(redness_as_dark(), random_)) {
            if (ring.covered < kRingWorthALook) continue;
            try_ink(ring.ellipse, above(view_.red, threshold_of(ring.ellipse)));
            for (const Plane& mask : masks) try_ink(ring.ellipse, mask);
        }
    }

    static std::ptrdiff_t count(const Plane& mask) {
        return std::count(mask.values.begin(), mask.values.end(), 1);
    }

    /// A third of what the rim has: letters have finer strokes. A strong ring needs no lower one.
    double threshold_of(const Ellipse& ellipse) const {
        constexpr double kFaintest = 0.03 * 255;
        return std::clamp(rim_value(view_.red, ellipse) / 3, kFaintest, kThresholds[0] * 255);
    }

    /// Faint ink made as dark as print.
    Plane redness_as_dark() const {
        constexpr int kStronger = 4;
        Plane light = view_.red;
        for (std::uint8_t& value : light.values)
            value = static_cast<std::uint8_t>(255 - std::min(255, kStronger * value));
        return light;
    }

    void try_ink(const Ellipse& ellipse, const Plane& mask) {
        const RingFeatures features = measure_ring(mask, ellipse);
        const Verdict verdict = judge_ink(features);
        if (verdict != Verdict::None)
            add(ellipse, SealKind::Ink, verdict == Verdict::Seal, features.ring * features.thin);
    }

    void look_at(Piece& piece, const Plane& mask) {
        constexpr int kRings = 3;  // seals that touch are one piece
        constexpr std::size_t kLeastPoints = 30;
        constexpr double kBig = 70 * kPixelsAMillimetre;
        const int attempts = piece.longer_side() > kBig ? 1500 : 500;
        std::vector<Point>& points = piece.outline;
        thin_out(points);
        for (int i = 0; i < kRings && points.size() >= kLeastPoints; ++i) {
            if (attempts > attempts_left_) return;
            attempts_left_ -= attempts;
            const auto ellipse = find_ellipse(points, kSizes, attempts, random_);
            if (!ellipse) return;
            try_ink(*ellipse, mask);
            constexpr double kInside = 1.04;
            std::erase_if(points, [&](const Point& point) {
                return ellipse->rho_squared(point) < kInside * kInside;
            });
        }
    }

    /// No outline needs more points than a page has edges: the rest would only cost time.
    static void thin_out(std::vector<Point>& points) {
        constexpr std::size_t kMostPoints = 1200;
        if (points.size() <= kMostPoints) return;
        const std::size_t step = points.size() / kMostPoints + 1;
        std::size_t kept = 0;
        for (std::size_t i = 0; i < points.size(); i += step) points[kept++] = points[i];
        points.resize(kept);
    }

    void look_for_copies() {
        for (const VotedRing& ring : find_copied_seals(view_, random_))
            add(ring.ellipse, SealKind::Copy, false, ring.covered);
    }

    void add(const Ellipse& ellipse, SealKind kind, bool certain, double drawn) {
        const double scale = view_.scale;
        Mark mark{.kind = kind,
                  .x = (ellipse.centre().x + 0.5) / scale,
                  .y = (ellipse.centre().y + 0.5) / scale,
                  .radius_x = ellipse.a() / scale,
                  .radius_y = ellipse.b() / scale,
                  .angle = ellipse.angle(),
                  .score = certain ? 0.5 + 0.5 * drawn : 0.5 * drawn,
                  .certain = certain};
        for (Mark& known : marks_) {
            const double radius = std::max({known.radius_x, known.radius_y, mark.radius_x});
            if (std::hypot(known.x - mark.x, known.y - mark.y) > radius / 2) continue;
            if (better(mark, known)) known = mark;
            return;
        }
        marks_.push_back(mark);
    }

    static constexpr EllipseLimits kSizes{.least_axis = 10.5 * kPixelsAMillimetre,
                                          .most_axis = 33 * kPixelsAMillimetre,
                                          .least_ratio = 0.6};

    const PageView& view_;
    std::mt19937 random_{1};  // the same page gives the same marks
    int attempts_left_ = 24'000;
    std::vector<Mark> marks_;
};

}  // namespace

Look find_seals(const PIX* page, double dpi) {
    Look look;
    for (const double density : densities_of(page, dpi)) {
        const double pixels = double(pixGetWidth(page)) * pixGetHeight(page);
        if (pixels * kViewDpi / density * kViewDpi / density > kMostViewPixels) continue;
        const auto view = view_of(page, density);
        if (!view) continue;
        look.colour = look.colour || view->colour;
        std::vector<Mark> marks = Search(*view).marks();
        if (look.marks.empty() || (!marks.empty() && marks.front().certain))
            look.marks = std::move(marks);
        if (!look.marks.empty() && look.marks.front().certain) break;
    }
    return look;
}

}  // namespace parsers::seal
