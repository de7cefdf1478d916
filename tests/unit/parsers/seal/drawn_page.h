#pragma once
/// Pages with seals and what is none, drawn by formula: what lies inside a shape is inked as stamps
/// ink, so that print below shows through. Millimetres throughout. Letters are patterns of five by
/// five cells, other ones for each place.

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <vector>

#include "parsers/image/pix.h"

namespace parsers::seal {

struct Colour {
    double red = 1;  ///< share of light that stays
    double green = 1;
    double blue = 1;
};
inline constexpr Colour kRedInk{0.83, 0.10, 0.14};
inline constexpr Colour kPurpleInk{0.58, 0.13, 0.41};
inline constexpr Colour kBlack{0.1, 0.1, 0.1};
inline constexpr Colour kGrayInk{0.45, 0.45, 0.45};

struct DrawnSeal {
    double x = 0;
    double y = 0;
    double diameter = 42;
    double ratio = 1;  ///< height to width
    Colour colour = kRedInk;
    double strength = 1;  ///< 0: nothing
    int letters = 11;
};

class DrawnPage {
 public:
    DrawnPage(double width, double height, double dpi)
        : dpi_(dpi),
          across_(static_cast<int>(pixels(width))),
          down_(static_cast<int>(pixels(height))),
          light_(static_cast<std::size_t>(across_) * static_cast<std::size_t>(down_)) {}

    double dpi() const { return dpi_; }
    double pixels(double millimetres) const {
        return millimetres / image::kMillimetresAnInch * dpi_;
    }

    /// Inks the points of a box for which `inside(x, y)`.
    template <class Inside>
    void ink(double left, double top, double right, double bottom, Colour colour, double strength,
             const Inside& inside) {
        const int first_x = std::clamp(static_cast<int>(pixels(left)), 0, across_);
        const int last_x = std::clamp(static_cast<int>(pixels(right)) + 1, 0, across_);
        const int first_y = std::clamp(static_cast<int>(pixels(top)), 0, down_);
        const int last_y = std::clamp(static_cast<int>(pixels(bottom)) + 1, 0, down_);
        for (int y = first_y; y < last_y; ++y)
            for (int x = first_x; x < last_x; ++x)
                if (inside(millimetres(x), millimetres(y))) darken(x, y, colour, strength);
    }

    void seal(const DrawnSeal& seal) {
        const double radius = seal.diameter / 2;
        around(seal.x, seal.y, radius, seal.ratio, seal.colour, seal.strength,
               [&](double rho, double turn) {
                   return rho > 1 - 1.1 / radius || is_star(rho / 0.36, turn) ||
                          is_letter(rho, turn, seal.letters);
               });
    }
    /// A shape given by its distance from the centre (1: `radius`) and turn from the top.
    template <class Inside>
    void around(double x, double y, double radius, double ratio, Colour colour, double strength,
                const Inside& inside) {
        ink(x - radius, y - radius, x + radius, y + radius, colour, strength,
            [&](double px, double py) {
                const double dx = (px - x) / radius, dy = (py - y) / radius / ratio;
                const double rho = std::hypot(dx, dy);
                return rho <= 1 && inside(rho, std::atan2(dx, -dy));
            });
    }
    /// Rows of print.
    void print(double left, double top, double right, double bottom, double size,
               Colour colour = kBlack) {
        ink(left, top, right, bottom, colour, 1, [&](double x, double y) {
            const double column = (x - left) / size, row = (y - top) / (size * 1.7);
            const double in_row = (row - std::floor(row)) * 1.7;
            return in_row < 1 && is_cell(static_cast<int>(column) + 31 * static_cast<int>(row),
                                         (column - std::floor(column)) * 1.15, in_row);
        });
    }
    void frame(double left, double top, double right, double bottom, double thick,
               Colour colour = kRedInk) {
        ink(left, top, right, bottom, colour, 1, [&](double x, double y) {
            return x < left + thick || x > right - thick || y < top + thick || y > bottom - thick;
        });
    }
    void rule(double left, double top, double right, double bottom, Colour colour = kRedInk) {
        ink(left, top, right, bottom, colour, 1,
            [&](double x, double y) { return x >= left && x <= right && y >= top && y <= bottom; });
    }

    static bool is_star(double rho, double turn) { return rho < 0.55 + 0.45 * std::cos(5 * turn); }
    static bool is_letter(double rho, double turn, int count) {
        constexpr double kInside = 0.62, kOutside = 0.87;
        const double span = 300 * std::numbers::pi / 180;
        if (count <= 0 || rho < kInside || rho > kOutside || std::fabs(turn) > span / 2)
            return false;
        const double place = (turn + span / 2) / span * count;
        return is_cell(static_cast<int>(place), (place - std::floor(place)) * 1.4,
                       (kOutside - rho) / (kOutside - kInside));
    }

    image::Pix colour_picture() const {
        return picture(32, [this](l_uint32* row, int x, int y) {
            const Colour& light = light_[index(x, y)];
            row[x] = byte(light.red) << L_RED_SHIFT | byte(light.green) << L_GREEN_SHIFT |
                     byte(light.blue) << L_BLUE_SHIFT;
        });
    }
    image::Pix gray_picture() const {
        return picture(8, [this](l_uint32* row, int x, int y) {
            const Colour& light = light_[index(x, y)];
            SET_DATA_BYTE(row, x, static_cast<l_uint8>(byte(light.green)));
        });
    }

 private:
    /// Whether a letter has ink at a point of its square; beyond 1 there is a gap.
    static bool is_cell(int letter, double across, double down) {
        if (across < 0 || across >= 1 || down < 0 || down >= 1) return false;
        const int row = static_cast<int>(down * 5);
        if (row == 2) return true;  // each letter holds together
        const auto cell = static_cast<std::uint32_t>(static_cast<int>(across * 5) + 5 * row);
        const std::uint32_t pattern = static_cast<std::uint32_t>(letter) * 2654435761U + 97;
        return (pattern >> cell & pattern >> (cell + 6) & 1) != 0;
    }
    static l_uint32 byte(double share) {
        return static_cast<l_uint32>(std::clamp(share, 0.0, 1.0) * 255);
    }
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(across_) +
               static_cast<std::size_t>(x);
    }
    double millimetres(int pixel) const { return (pixel + 0.5) / dpi_ * image::kMillimetresAnInch; }
    void darken(int x, int y, Colour colour, double strength) {
        Colour& light = light_[index(x, y)];
        light.red *= 1 - strength * (1 - colour.red);
        light.green *= 1 - strength * (1 - colour.green);
        light.blue *= 1 - strength * (1 - colour.blue);
    }
    template <class Put>
    image::Pix picture(int depth, const Put& put) const {
        image::Pix pix(pixCreate(across_, down_, depth));
        for (int y = 0; pix && y < down_; ++y) {
            l_uint32* row = pixGetData(pix.get()) + std::ptrdiff_t{y} * pixGetWpl(pix.get());
            for (int x = 0; x < across_; ++x) put(row, x, y);
        }
        return pix;
    }

    double dpi_;
    int across_;
    int down_;
    std::vector<Colour> light_;
};

}  // namespace parsers::seal
