#include "parsers/seal/components.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

namespace parsers::seal {
namespace {

using image::Pix;

constexpr int pixels(double millimetres) { return nearest(millimetres * kPixelsAMillimetre); }

constexpr double kBridged = 1.8;     // millimetres between parts of one piece
constexpr double kLeastLonger = 17;  // a seal is larger; a part of one may be less high
constexpr double kLeastShorter = 11;
constexpr double kMostBoth = 200;  // a page's background, not something on it
constexpr double kRule = 28;       // no ring is so straight for so long
constexpr double kThick = 2.5;     // a rule is thinner

bool blank(const Plane& mask, int y) {
    return std::memchr(&mask.values[mask.index(0, y)], 1, std::size_t(mask.width)) == nullptr;
}

Pix bits_of(const Plane& mask) {
    Pix bits(pixCreate(mask.width, mask.height, 1));
    if (!bits) return {};
    const int words = pixGetWpl(bits.get());
    for (int y = 0; y < mask.height; ++y) {
        if (blank(mask, y)) continue;
        l_uint32* row = pixGetData(bits.get()) + std::ptrdiff_t{y} * words;
        for (int x = 0; x < mask.width; ++x)
            if (mask.at(x, y) != 0) row[x / 32] |= 0x80000000U >> (x % 32);
    }
    return bits;
}

l_uint32 word_at(const Pix& bits, int x, int y) {
    return pixGetData(bits.get())[std::ptrdiff_t{y} * pixGetWpl(bits.get()) + x / 32];
}

bool bit_at(const Pix& bits, int x, int y) {
    return (word_at(bits, x, y) >> (31 - x % 32) & 1) != 0;
}

Pix closed(const Plane& mask) {
    const Pix bits = bits_of(mask);
    if (!bits) return {};
    return Pix(pixCloseSafeBrick(nullptr, bits.get(), pixels(kBridged), pixels(kBridged)));
}

/// Thin straight stretches along one direction: those a long line fits in and a square does not.
Pix rules_along(const Pix& bits, int across, int down) {
    // A rule a little askew climbs a pixel in forty: made thicker, a straight line fits in.
    const Pix thicker(pixDilateBrick(nullptr, bits.get(), down > 1 ? 3 : 1, across > 1 ? 3 : 1));
    if (!thicker) return {};
    return Pix(pixOpenBrick(nullptr, thicker.get(), across, down));
}

/// Whether anything is as long as a rule, in rows or columns made three pixels thick.
bool has_rule(const Plane& mask) {
    std::vector<int> down(static_cast<std::size_t>(mask.width));
    for (int y = 1; y + 1 < mask.height; ++y) {
        const std::uint8_t* row = &mask.values[mask.index(0, y)];
        if (blank(mask, y)) {
            std::fill(down.begin(), down.end(), 0);
            continue;
        }
        int across = 0;
        for (int x = 1; x + 1 < mask.width; ++x) {
            const bool row_on = row[x - mask.width] | row[x] | row[x + mask.width];
            const bool column_on = row[x - 1] | row[x] | row[x + 1];
            int& length = down[static_cast<std::size_t>(x)];
            across = row_on ? across + 1 : 0;
            length = column_on ? length + 1 : 0;
            if (across >= pixels(kRule) || length >= pixels(kRule)) return true;
        }
    }
    return false;
}

/// Groups of touching pixels under construction: each label leads to an older one, or to itself.
class Labels {
 public:
    int make() {
        older_.push_back(static_cast<int>(older_.size()));
        return older_.back();
    }
    int root(int label) {
        while (older_[at(label)] != label) {
            older_[at(label)] = older_[at(older_[at(label)])];
            label = older_[at(label)];
        }
        return label;
    }
    int join(int one, int other) {
        one = root(one);
        other = root(other);
        const int kept = std::min(one, other);
        older_[at(std::max(one, other))] = kept;
        return kept;
    }
    std::size_t size() const { return older_.size(); }

 private:
    static std::size_t at(int label) { return static_cast<std::size_t>(label); }
    std::vector<int> older_;
};

constexpr int kNone = -1;

/// For each pixel the label of its 8-connected group.
std::vector<int> label_groups(const Pix& bits, int width, int height, Labels& labels) {
    std::vector<int> groups(std::size_t(width) * std::size_t(height), kNone);
    const auto group = [&](int x, int y) {
        return x < 0 || y < 0 || x >= width
                   ? kNone
                   : groups[std::size_t(y) * std::size_t(width) + std::size_t(x)];
    };
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            if (x % 32 == 0 && word_at(bits, x, y) == 0) {
                x += 31;
                continue;
            }
            if (!bit_at(bits, x, y)) continue;
            int label = kNone;
            for (const int neighbour :
                 {group(x - 1, y), group(x - 1, y - 1), group(x, y - 1), group(x + 1, y - 1)}) {
                if (neighbour == kNone) continue;
                label = label == kNone ? neighbour : labels.join(label, neighbour);
            }
            groups[std::size_t(y) * std::size_t(width) + std::size_t(x)] =
                label == kNone ? labels.make() : label;
        }
    }
    for (int& label : groups)
        if (label != kNone) label = labels.root(label);
    return groups;
}

struct Bounds {
    int label = kNone;
    int left = 0, top = 0, right = -1, bottom = -1;

    void take(int x, int y) {
        if (right < 0) {
            left = right = x;
            top = bottom = y;
            return;
        }
        left = std::min(left, x);
        right = std::max(right, x);
        bottom = y;
    }
    double width() const { return (right - left + 1) / kPixelsAMillimetre; }
    double height() const { return (bottom - top + 1) / kPixelsAMillimetre; }
    bool of_a_seal() const {
        return std::max(width(), height()) >= kLeastLonger &&
               std::min(width(), height()) >= kLeastShorter &&
               std::min(width(), height()) <= kMostBoth;
    }
};

std::vector<Bounds> bounds_of(const std::vector<int>& groups, int width, std::size_t count) {
    std::vector<Bounds> all(count);
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (groups[i] == kNone) continue;
        Bounds& bounds = all[static_cast<std::size_t>(groups[i])];
        bounds.label = groups[i];
        bounds.take(static_cast<int>(i % std::size_t(width)),
                    static_cast<int>(i / std::size_t(width)));
    }
    std::erase_if(all, [](const Bounds& bounds) { return !bounds.of_a_seal(); });
    std::stable_sort(all.begin(), all.end(), [](const Bounds& one, const Bounds& other) {
        return one.width() * one.height() > other.width() * other.height();
    });
    if (all.size() > kMostPieces) all.resize(kMostPieces);
    return all;
}

/// Collects the outline of one group: only what is in the mask itself counts, not what closing
/// added, and nothing at the edge of the picture, where a cut would look like a straight side.
class OutlineWalk {
 public:
    OutlineWalk(const Plane& mask, const std::vector<int>& groups, const Bounds& bounds)
        : mask_(mask), groups_(groups), bounds_(bounds) {}

    std::vector<Point> points() {
        for (int y = bounds_.top; y <= bounds_.bottom; ++y)
            ends(bounds_.left, bounds_.right, [y](int x) { return Point{double(x), double(y)}; });
        for (int x = bounds_.left; x <= bounds_.right; ++x)
            ends(bounds_.top, bounds_.bottom, [x](int y) { return Point{double(x), double(y)}; });
        return std::move(points_);
    }

 private:
    bool on(const Point& point) const {
        const std::size_t i = mask_.index(static_cast<int>(point.x), static_cast<int>(point.y));
        return groups_[i] == bounds_.label && mask_.values[i] != 0;
    }
    void add(const Point& point) {
        if (point.x >= 2 && point.y >= 2 && point.x < mask_.width - 2 && point.y < mask_.height - 2)
            points_.push_back(point);
    }
    template <class PointOf>
    void ends(int first, int last, const PointOf& point_of) {
        while (first <= last && !on(point_of(first))) ++first;
        while (last > first && !on(point_of(last))) --last;
        if (first > last) return;
        add(point_of(first));
        add(point_of(last));
    }

    const Plane& mask_;
    const std::vector<int>& groups_;
    const Bounds& bounds_;
    std::vector<Point> points_;
};

}  // namespace

double Piece::longer_side() const { return std::max(right - left, bottom - top) + 1; }

Plane without_rules(const Plane& mask) {
    if (!has_rule(mask)) return mask;
    const Pix bits = bits_of(mask);
    if (!bits) return mask;
    const Pix across = rules_along(bits, pixels(kRule), 1);
    const Pix down = rules_along(bits, 1, pixels(kRule));
    const Pix solid(pixOpenBrick(nullptr, bits.get(), pixels(kThick), pixels(kThick)));
    if (!across || !down || !solid) return mask;
    const Pix around(pixDilateBrick(nullptr, solid.get(), 5, 5));
    if (!around) return mask;
    Plane rest = mask;
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x)
            if ((bit_at(across, x, y) || bit_at(down, x, y)) && !bit_at(around, x, y))
                rest.at(x, y) = 0;
    return rest;
}

std::vector<Piece> pieces_of(const Plane& mask) {
    const Pix bits = closed(mask);
    if (!bits) return {};
    Labels labels;
    const std::vector<int> groups = label_groups(bits, mask.width, mask.height, labels);
    std::vector<Piece> pieces;
    for (const Bounds& bounds : bounds_of(groups, mask.width, labels.size()))
        pieces.push_back({bounds.left, bounds.top, bounds.right, bounds.bottom,
                          OutlineWalk(mask, groups, bounds).points()});
    return pieces;
}

}  // namespace parsers::seal
