#pragma once
/// The one file that meets qpdf: what a PDF is made of besides its words (pictures, signatures,
/// links). One thread; what the library throws ends here.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace parsers::document {

struct PdfPage {
    std::uint64_t picture_area = 0;   ///< pixels of all pictures together
    std::uint64_t content_bytes = 0;  ///< of the page's own drawing, packed
    bool picture = false;             ///< one large enough to hold a seal, or a stamp annotation
};

struct PdfStructure {
    bool readable = false;  ///< false: the rest says nothing
    bool locked = false;
    bool signature = false;            ///< a signature field that holds one, or a certified file
    std::uint32_t signature_page = 0;  ///< where such a field is seen; 0: nowhere
    std::vector<PdfPage> pages;
    std::vector<std::string> links;  ///< as the file has them: any bytes
};

/// The one JPEG a scanned page consists of, as the scanner wrote it.
struct PdfScan {
    std::string jpeg;          ///< empty: the page is no such scan
    std::uint32_t turned = 0;  ///< quarters the page is to be turned by to the right (/Rotate)
};
PdfScan pdf_scan(std::string_view bytes, std::size_t page);

/// At most `pages` pages are looked at.
PdfStructure pdf_structure(std::string_view bytes, std::size_t pages);

}  // namespace parsers::document
