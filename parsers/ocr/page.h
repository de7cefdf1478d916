#pragma once
/// The picture of one page made ready, and what is read from it. Ready means: perspective of a
/// photograph taken out, upright, skew taken out, red ink taken out of the gray picture that is
/// read and kept in the colour one (documents.md §2). A page can be read in several ways (passes)
/// whose mistakes are not the same. One thread; throws only bad_alloc.

#include <optional>
#include <string>
#include <vector>

#include "parsers/image/pix.h"
#include "parsers/ocr/lines.h"
#include "parsers/ocr/recogniser.h"
#include "parsers/ocr/upright.h"
#include "parsers/parsed.h"

namespace parsers::ocr {

/// A line, or a cell of a table, as it was read. Its text is normalised (page_text.h).
struct Line {
    std::string text;
    double confidence = 0;  ///< 0…1, of its characters
    Box place;              ///< millimetres on the upright page
    bool red = false;       ///< read from the red ink alone: a red head
    std::vector<Character> characters;
};

struct PageText {
    std::string text;  ///< as Document::text: lines end in \n, cells of a row are parted by \t
    std::vector<Line> lines;  ///< in the order of the text
};

enum class Pass {
    Lines,    ///< own lines and cells, one by one: the first
    Layout,   ///< the recogniser's own layout on the page without red
    Contrast  ///< enlarged, locally thresholded: pale print
};

class Page {
 public:
    /// `dpi` 0: unknown. None: not a picture of anything.
    static std::optional<Page> prepare(const PIX* picture, double dpi, Recogniser& recogniser);

    [[nodiscard]] PageText read(Pass pass, Recogniser& recogniser) const;
    [[nodiscard]] const PIX* colour() const { return colour_.get(); }  ///< upright, straight
    [[nodiscard]] double dpi() const { return dpi_; }                  ///< of colour(); never 0
    [[nodiscard]] Box millimetres(int left, int top, int right, int bottom) const;

 private:
    Page() = default;
    bool lay(const image::Pix& gray, const Lie& lie);
    double turn_upright(Recogniser& recogniser);

    image::Pix colour_;
    image::Pix gray_;  ///< without red, even background
    image::Pix red_;   ///< red ink alone, black on white; empty without colour
    std::vector<Row> rows_;
    double dpi_ = 200;
};

}  // namespace parsers::ocr
