#include "parsers/document/warm_pdf.h"

#include <array>
#include <string>
#include <vector>

namespace parsers::document {
namespace {

// Two characters each in hexadecimal, in the three codings of fonts that are not embedded: the
// library needs its CJK tables for them. It keeps four of these in memory.
constexpr std::string_view kContent =
    "BT /F1 12 Tf 20 150 Td (filingd) Tj ET BT /F2 12 Tf 20 100 Td <D4C2B1A8> Tj ET "
    "BT /F3 12 Tf 20 50 Td <670862A5> Tj ET BT /F4 12 Tf 20 20 Td <670862A5> Tj ET\n";

constexpr std::array<std::string_view, 10> kObjects = {
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 10 0 R "
    "/Resources << /Font << /F1 4 0 R /F2 5 0 R /F3 6 0 R /F4 7 0 R >> >> >>",
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /GBK-EUC-H "
    "/DescendantFonts [8 0 R] >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [8 0 R] >>",
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H "
    "/DescendantFonts [8 0 R] >>",
    "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
    "<< /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 9 0 R >>",
    "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] "
    "/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    "",  // the page's content, a stream
};

std::string built() {
    std::string pdf = "%PDF-1.4\n";
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < kObjects.size(); ++i) {
        places.push_back(pdf.size());
        pdf += std::to_string(i + 1) + " 0 obj\n";
        if (i + 1 < kObjects.size())
            pdf += kObjects[i];
        else
            pdf += "<< /Length " + std::to_string(kContent.size()) + " >>\nstream\n" +
                   std::string(kContent) + "endstream";
        pdf += "\nendobj\n";
    }
    const std::size_t table = pdf.size();
    pdf += "xref\n0 " + std::to_string(places.size() + 1) + "\n0000000000 65535 f \n";
    for (const std::size_t place : places) {
        const std::string digits = std::to_string(place);
        pdf += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
    }
    pdf += "trailer\n<< /Size " + std::to_string(places.size() + 1) +
           " /Root 1 0 R >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
    return pdf;
}

}  // namespace

std::string_view warm_pdf() {
    static const std::string kPdf = built();
    return kPdf;
}

}  // namespace parsers::document
