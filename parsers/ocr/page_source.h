#pragma once
/// The pages of one file, as far as they are pictures: a scan in a PDF as the scanner wrote it, any
/// other PDF page rendered, the pages of a TIFF, a picture by itself. One thread; throws only
/// bad_alloc.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/image/pix.h"
#include "parsers/limits.h"

namespace parsers::ocr {

class PageSource {
 public:
    /// None: nothing in it can be shown. `bytes` must outlive it.
    static std::unique_ptr<PageSource> open(std::string_view bytes, const Limits& limits);
    virtual ~PageSource() = default;

    [[nodiscard]] virtual std::size_t pages() const = 0;
    /// The words the page has as text; empty where it has too few to be a page of text.
    virtual std::string words(std::size_t page) = 0;
    /// Whether there is anything on the page besides its words.
    [[nodiscard]] virtual bool shows_something(std::size_t page) const = 0;
    /// To be read: in all its detail. None where it can't be shown.
    virtual std::optional<image::Picture> picture(std::size_t page) = 0;
    /// To be looked at for seals only: as much detail as that needs.
    virtual std::optional<image::Picture> glance(std::size_t page) { return picture(page); }
};

}  // namespace parsers::ocr
