#pragma once
/// The one file that meets poppler: the words of a PDF's pages with their places. Reads nothing but
/// the bytes and poppler-data's tables (/usr/share/poppler). One thread; what the library throws
/// ends here.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace poppler {
class document;
}

namespace parsers::document {

/// A word where it stands: points from the top left corner of the page.
struct PdfWord {
    std::string text;
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
    bool space_after = false;
    bool turned = false;  ///< not horizontal
};

/// A picture as it lies in memory: rows from the top, a pixel its red, green and blue byte.
struct Pixels {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::string rgb;
};

struct PageSize {
    double width = 0;  ///< points, as the page is shown
    double height = 0;
};

class PdfText {
 public:
    enum class State { Open, Locked, Broken };

    /// `bytes` must outlive the object.
    explicit PdfText(std::string_view bytes);
    ~PdfText();
    PdfText(const PdfText&) = delete;
    PdfText& operator=(const PdfText&) = delete;

    [[nodiscard]] State state() const { return state_; }
    [[nodiscard]] std::size_t pages() const { return pages_; }
    /// False when the page could not be read.
    bool words(std::size_t page, std::vector<PdfWord>& words) const;
    [[nodiscard]] PageSize size(std::size_t page) const;
    /// The page as it is shown; without pixels where it can't be, or would have more than 40
    /// million.
    [[nodiscard]] Pixels render(std::size_t page, double dpi) const;

 private:
    std::unique_ptr<poppler::document> document_;
    State state_ = State::Broken;
    std::size_t pages_ = 0;
};

/// Opens a small PDF for good and reads text from it, so that the library's tables and the charset
/// conversions it needs are in memory before the process is confined. Call once.
void warm_up_pdf_text();

}  // namespace parsers::document
