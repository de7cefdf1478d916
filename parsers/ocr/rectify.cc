/// The picture is looked at small, in the least of its three colours: paper is bright in all of
/// them, wood and cloth are not. At several brightness levels what is brighter is a mask; its
/// largest connected part is a sheet if it is a quadrilateral:
///   - for each side, the outermost points of the mask seen from there (of each row for left and
///     right, of each column for top and bottom) lie on one straight line. The line is the one
///     through two of the points that has the most others near it, then fitted to those.
///   - the four lines meet at angles of about 90 degrees, enclose the mask and little else, a
///     quarter of the picture or more, and not all of it;
///   - what lies outside is darker than the sheet.
/// The level whose sides hold most of their points wins. The sheet is taken to be of the A series,
/// as official paper is (GB/T 148), when its sides are anywhere near that.

#include "parsers/ocr/rectify.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "parsers/ocr/raster.h"

namespace parsers::ocr {
namespace {

using image::Pix;

constexpr int kSmallSide = 480;        // pixels of the picture that is looked at
constexpr double kNearLine = 0.008;    // of kSmallSide: a bent sheet's edge
constexpr double kLeastShare = 0.6;    // of a side's points on its line
constexpr double kLeastArea = 0.25;    // of the picture
constexpr double kMostArea = 0.95;     // more: a scan that fills its picture
constexpr double kLeastFilled = 0.93;  // of the quadrilateral by the mask
constexpr double kSharpest = 0.5;      // cosine of the angle between sides that meet
constexpr double kLeastContrast = 25;  // of 255, between sheet and ground
constexpr int kLevels[] = {90, 110, 130, 150, 170, 190, 210};
constexpr double kSeries = 1.41421356;  // long side to short side
constexpr double kNearSeries = 1.25;    // more or less by this factor is another paper
constexpr double kFlatSide = 2920;      // pixels of the long side made: A4 at 250 dpi
constexpr double kInset = 0.01;         // of the way to the middle: a millimetre of A4
constexpr int kSeeds = 36;              // points of a side that lines are drawn through

/// a·x + b·y = c with a² + b² = 1.
struct Line {
    double a = 0;
    double b = 0;
    double c = 0;
    [[nodiscard]] double off(const Corner& p) const { return std::abs(a * p.x + b * p.y - c); }
};

struct Side {
    Line line;
    double share = 0;
};

struct Found {
    Sheet sheet;
    double share = 0;
};

using Points = std::vector<Corner>;

Line through(const Corner& p, const Corner& q) {
    const double length = std::hypot(q.x - p.x, q.y - p.y);
    if (length <= 0) return {};
    const double a = (q.y - p.y) / length;
    const double b = (p.x - q.x) / length;
    return {a, b, a * p.x + b * p.y};
}

/// Total least squares of the points near `line`.
Line fitted(const Points& points, const Line& line, double near) {
    double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;
    for (const Corner& p : points) {
        if (line.off(p) > near) continue;
        n += 1;
        x += p.x;
        y += p.y;
        xx += p.x * p.x;
        xy += p.x * p.y;
        yy += p.y * p.y;
    }
    if (n < 2) return line;
    const double spread_x = xx - x * x / n;
    const double spread_y = yy - y * y / n;
    const double along = 0.5 * std::atan2(2 * (xy - x * y / n), spread_x - spread_y);
    const double a = -std::sin(along);
    const double b = std::cos(along);
    return {a, b, a * x / n + b * y / n};
}

double share_near(const Points& points, const Line& line, double near) {
    const auto count = std::count_if(points.begin(), points.end(),
                                     [&](const Corner& p) { return line.off(p) <= near; });
    return static_cast<double>(count) / static_cast<double>(points.size());
}

Side side_of(const Points& points, double near) {
    Side best;
    if (points.size() < 8) return best;
    const std::size_t step = std::max<std::size_t>(1, points.size() / kSeeds);
    for (std::size_t i = 0; i < points.size(); i += step) {
        for (std::size_t j = i + 4 * step; j < points.size(); j += step) {
            const Line line = through(points[i], points[j]);
            const double share = share_near(points, line, near);
            if (share > best.share) best = {line, share};
        }
    }
    best.line = fitted(points, best.line, near);
    return best;
}

std::optional<Corner> meeting(const Line& one, const Line& other) {
    const double turn = one.a * other.b - one.b * other.a;
    if (std::abs(turn) < 0.5) return {};
    return Corner{(one.c * other.b - one.b * other.c) / turn,
                  (one.a * other.c - one.c * other.a) / turn};
}

double area_of(const Sheet& sheet) {
    double twice = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const Corner& p = sheet[i];
        const Corner& q = sheet[(i + 1) % 4];
        twice += p.x * q.y - q.x * p.y;
    }
    return twice / 2;
}

bool square_cornered(const Sheet& sheet) {
    for (std::size_t i = 0; i < 4; ++i) {
        const Corner& at = sheet[i];
        const Corner& next = sheet[(i + 1) % 4];
        const Corner& last = sheet[(i + 3) % 4];
        const double dot = (next.x - at.x) * (last.x - at.x) + (next.y - at.y) * (last.y - at.y);
        const double lengths =
            std::hypot(next.x - at.x, next.y - at.y) * std::hypot(last.x - at.x, last.y - at.y);
        if (lengths <= 0 || std::abs(dot) > kSharpest * lengths) return false;
    }
    return true;
}

/// The outermost points of the mask from the left, right, top and bottom.
struct Outline {
    Points left, right, top, bottom;
    double area = 0;
};

Outline outline_of(PIX* mask) {
    Outline out;
    const int width = pixGetWidth(mask);
    const int height = pixGetHeight(mask);
    std::vector<int> first(static_cast<std::size_t>(width), -1), last(first);
    for (int y = 0; y < height; ++y) {
        const l_uint32* row = pixGetData(mask) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(mask);
        int from = -1, to = -1;
        for (int x = 0; x < width; ++x) {
            if (GET_DATA_BIT(row, x) == 0) continue;
            if (from < 0) from = x;
            to = x;
            auto& top = first[static_cast<std::size_t>(x)];
            if (top < 0) top = y;
            last[static_cast<std::size_t>(x)] = y;
            out.area += 1;
        }
        if (from < 0) continue;
        out.left.push_back({static_cast<double>(from), static_cast<double>(y)});
        out.right.push_back({to + 1.0, static_cast<double>(y)});
    }
    for (int x = 0; x < width; ++x) {
        const int top = first[static_cast<std::size_t>(x)];
        if (top < 0) continue;
        out.top.push_back({static_cast<double>(x), static_cast<double>(top)});
        out.bottom.push_back({static_cast<double>(x), last[static_cast<std::size_t>(x)] + 1.0});
    }
    return out;
}

/// The largest connected part of what is brighter than `level`, without the holes that print makes.
Pix largest_bright(const PIX* small, int level) {
    const Pix dark = thresholded(small, level);
    if (!dark) return {};
    pixInvert(dark.get(), dark.get());
    const Pix opened(pixOpenBrick(nullptr, dark.get(), 5, 5));
    const Pix closed(opened ? pixCloseSafeBrick(nullptr, opened.get(), 7, 7) : nullptr);
    if (!closed) return {};
    Rect best;
    for (const Rect& box : components(closed.get(), 4))
        if (std::int64_t{box.width()} * box.height() > std::int64_t{best.width()} * best.height())
            best = box;
    Pix mask(pixSelectBySize(closed.get(), best.width() - 1, best.height() - 1, 4, L_SELECT_IF_BOTH,
                             L_SELECT_IF_GTE, nullptr));
    const Pix holes(mask ? pixHolesByFilling(mask.get(), 4) : nullptr);
    if (holes) pixOr(mask.get(), mask.get(), holes.get());
    return mask;
}

/// How much brighter the mask is than the rest, on average.
double contrast(const PIX* small, PIX* mask) {
    PIX* source = const_cast<PIX*>(small);
    const Pix rest(pixInvert(nullptr, mask));
    l_float32 inside = 0, outside = 255;
    if (pixGetAverageMasked(source, mask, 0, 0, 2, L_MEAN_ABSVAL, &inside) != 0) return 0;
    if (!rest || pixGetAverageMasked(source, rest.get(), 0, 0, 2, L_MEAN_ABSVAL, &outside) != 0)
        return 0;
    return double{inside} - double{outside};
}

std::optional<Found> sheet_at(const PIX* small, int level) {
    const Pix mask = largest_bright(small, level);
    if (!mask) return {};
    const Outline outline = outline_of(mask.get());
    const double all = double(pixGetWidth(small)) * pixGetHeight(small);
    if (outline.area < kLeastArea * all || outline.area > kMostArea * all) return {};
    const double near = kNearLine * kSmallSide;
    const Side left = side_of(outline.left, near), right = side_of(outline.right, near);
    const Side top = side_of(outline.top, near), bottom = side_of(outline.bottom, near);
    const double share = std::min({left.share, right.share, top.share, bottom.share});
    if (share < kLeastShare) return {};
    const auto a = meeting(top.line, left.line), b = meeting(top.line, right.line);
    const auto c = meeting(bottom.line, right.line), d = meeting(bottom.line, left.line);
    if (!a || !b || !c || !d) return {};
    const Sheet sheet{*a, *b, *c, *d};
    const double area = area_of(sheet);
    if (area < kLeastArea * all || area > kMostArea * all || !square_cornered(sheet)) return {};
    if (outline.area < kLeastFilled * area || area < kLeastFilled * outline.area) return {};
    if (contrast(small, mask.get()) < kLeastContrast) return {};
    return Found{sheet, share};
}

struct PtaDelete {
    void operator()(PTA* points) const { ptaDestroy(&points); }
};

std::unique_ptr<PTA, PtaDelete> points_of(const Sheet& sheet) {
    std::unique_ptr<PTA, PtaDelete> points(ptaCreate(4));
    for (const Corner& corner : sheet)
        if (points)
            ptaAddPt(points.get(), static_cast<float>(corner.x), static_cast<float>(corner.y));
    return points;
}

double distance(const Corner& p, const Corner& q) { return std::hypot(p.x - q.x, p.y - q.y); }

Sheet scaled(Sheet sheet, double factor) {
    for (Corner& corner : sheet) corner = {corner.x * factor, corner.y * factor};
    return sheet;
}

/// The edge itself, with what shows behind it, is left out.
Sheet inset(const Sheet& sheet) {
    Corner middle;
    for (const Corner& corner : sheet) middle = {middle.x + corner.x / 4, middle.y + corner.y / 4};
    Sheet out = sheet;
    for (Corner& corner : out)
        corner = {corner.x + kInset * (middle.x - corner.x),
                  corner.y + kInset * (middle.y - corner.y)};
    return out;
}

/// Width and height of the flat sheet, in pixels of the picture.
struct Size {
    double width = 0;
    double height = 0;
};
Size flat_size(const Sheet& sheet) {
    Size size{std::max(distance(sheet[0], sheet[1]), distance(sheet[3], sheet[2])),
              std::max(distance(sheet[0], sheet[3]), distance(sheet[1], sheet[2]))};
    double& longer = size.width > size.height ? size.width : size.height;
    double& shorter = size.width > size.height ? size.height : size.width;
    const double by = longer / shorter / kSeries;
    if (by < kNearSeries && by > 1 / kNearSeries) {
        longer = std::max(longer, shorter * kSeries);
        shorter = longer / kSeries;
    }
    return size;
}

}  // namespace

std::optional<Sheet> find_sheet(const PIX* picture) {
    if (!picture) return {};
    PIX* source = const_cast<PIX*>(picture);
    const int longest = std::max(pixGetWidth(picture), pixGetHeight(picture));
    const double factor = std::min(1.0, static_cast<double>(kSmallSide) / longest);
    const Pix shrunk(
        pixScaleBySampling(source, static_cast<float>(factor), static_cast<float>(factor)));
    if (!shrunk) return {};
    const Pix small(pixGetDepth(shrunk.get()) == 32
                        ? pixConvertRGBToGrayMinMax(shrunk.get(), L_CHOOSE_MIN)
                        : pixConvertTo8(shrunk.get(), 0));
    if (!small) return {};
    std::optional<Found> best;
    for (const int level : kLevels) {
        const auto found = sheet_at(small.get(), level);
        if (found && (!best || found->share > best->share)) best = found;
    }
    if (!best) return {};
    return inset(scaled(best->sheet, 1 / factor));
}

Pix rectified(const PIX* picture, const Sheet& sheet) {
    if (!picture) return {};
    const Size size = flat_size(sheet);
    const double factor = std::min(1.0, kFlatSide / std::max(size.width, size.height));
    const auto scale = static_cast<float>(factor);
    Pix source(factor < 1 ? pixScale(const_cast<PIX*>(picture), scale, scale)
                          : pixCopy(nullptr, picture));
    if (!source) return {};
    const int width = static_cast<int>(size.width * factor);
    const int height = static_cast<int>(size.height * factor);
    // The library makes a picture as large as the one it is given.
    const int right = std::max(0, width - pixGetWidth(source.get()));
    const int bottom = std::max(0, height - pixGetHeight(source.get()));
    if (right > 0 || bottom > 0)
        source.reset(pixAddBorderGeneral(source.get(), 0, right, 0, bottom, 0));
    const Sheet flat{Corner{0, 0}, Corner{double(width), 0}, Corner{double(width), double(height)},
                     Corner{0, double(height)}};
    const auto from = points_of(scaled(sheet, factor));
    const auto to = points_of(flat);
    if (!source || !from || !to) return {};
    const Pix straight(pixProjectivePta(source.get(), to.get(), from.get(), L_BRING_IN_WHITE));
    return clipped(straight.get(), {0, 0, width, height});
}

}  // namespace parsers::ocr
