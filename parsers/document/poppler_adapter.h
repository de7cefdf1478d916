#pragma once
/// The one file that meets poppler: the words of a PDF's pages with their places. Reads nothing but
/// the bytes and poppler-data's tables (/usr/share/poppler). One thread; what the library throws
/// ends here.

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

 private:
    std::unique_ptr<poppler::document> document_;
    State state_ = State::Broken;
    std::size_t pages_ = 0;
};

/// Opens a small PDF for good and reads text from it, so that the library's tables and the charset
/// conversions it needs are in memory before the process is confined. Call once.
void warm_up_pdf_text();

}  // namespace parsers::document
