#include <clocale>
#include <cstdlib>
#include <ctime>
#include <string>

#include "parsers/document/archive_adapter.h"
#include "parsers/document/document_reader.h"
#include "parsers/document/html_adapter.h"
#include "parsers/document/ole_adapter.h"
#include "parsers/document/poppler_adapter.h"
#include "parsers/document/qpdf_adapter.h"
#include "parsers/document/warm_pdf.h"
#include "parsers/text/charset.h"

namespace parsers::document {

void warm_up() {
    // libarchive gives no names from archives that declare UTF-8 in the "C" locale.
    std::setlocale(LC_CTYPE, "C.UTF-8");
    // Else mktime() looks at /etc/localtime again and again.
    ::setenv("TZ", "UTC0", 1);
    ::tzset();
    for (const char* label : {"utf-8", "gb18030", "big5", "utf-16", "utf-16le", "utf-16be",
                              "hz-gb-2312", "iso-2022-jp", "windows-1252", "iso-8859-1"})
        text::decode("\xD4\xC2\xB1\xA8", label);
    text::folded("\xEF\xBC\x92");
    warm_up_html();
    Input page;
    page.bytes = "<p>filingd &nbsp; <a href=\"http://host.example/\">a</a></p>";
    read("text/html", page);
    Archive(std::string_view("PK\x05\x06", 4), Archive::Formats::Packed).next();
    warm_up_ole();
    warm_up_pdf_text();
    pdf_structure(warm_pdf(), 1);
}

}  // namespace parsers::document
