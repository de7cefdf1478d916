#include "parsers/document/registry.h"

#include <algorithm>
#include <array>

#include "parsers/document/media_types.h"
#include "parsers/document/reading.h"

namespace parsers::document {
namespace {

constexpr std::array<Format, 66> kFormats = {{
    {type::kDocx, read_docx, false},
    {type::kDocm, read_docx, false},
    {type::kDotx, read_docx, false},
    {type::kXlsx, read_xlsx, false},
    {type::kXlsm, read_xlsx, false},
    {type::kXltx, read_xlsx, false},
    {type::kPdf, read_pdf, false},
    {type::kHtml, read_html, false},
    {type::kXhtml, read_html, false},
    {type::kText, read_plain_text, false},
    {type::kCsv, read_csv, false},
    {type::kVcard, read_plain_text, false},
    {"text/x-vcard", read_plain_text, false},
    {type::kCalendar, read_plain_text, false},
    {"text/markdown", read_plain_text, false},
    {"text/enriched", read_plain_text, false},
    {"text/rfc822-headers", read_plain_text, false},
    {"message/delivery-status", read_plain_text, false},
    {"message/disposition-notification", read_plain_text, false},
    {type::kJson, read_plain_text, false},
    {type::kOfd, read_ofd, false},
    {type::kPng, read_image, false},
    {type::kJpeg, read_image, false},
    {"image/jpg", read_image, false},
    {type::kGif, read_image, false},
    {type::kBmp, read_image, false},
    {type::kTiff, read_image, false},
    {type::kWebp, read_image, false},
    {type::kHeic, read_heic, false},
    {type::kProtectedOffice, read_encrypted, false},
    {type::kOwnerFile, read_container, false},
    {type::kEmpty, read_empty, false},
    {type::kProgram, read_executable, false},
    {type::kElf, read_executable, false},
    {type::kShortcut, read_executable, false},
    {type::kScript, read_executable, false},
    {type::kJava, read_executable, false},
    {type::kAndroid, read_executable, false},
    {type::kInstaller, read_executable, false},
    {type::kZip, read_container, true},
    {type::kRar, read_container, true},
    {type::kSevenZip, read_container, true},
    {type::kTar, read_container, true},
    {type::kGzip, read_container, true},
    {type::kBzip2, read_container, true},
    {type::kXz, read_container, true},
    {type::kMessage, read_container, true},
    {type::kTnef, read_tnef, false},
    {type::kMht, read_mht, false},
    {type::kDoc, read_doc, false},
    {type::kXls, read_xls, false},
    {type::kPpt, read_ppt, false},
    {type::kMsg, read_msg, false},
    {type::kWorks, read_unsupported, false},
    {type::kOle, read_unsupported, false},
    {type::kPptx, read_pptx, false},
    {type::kOdt, read_open_document, false},
    {type::kOds, read_open_document, false},
    {"application/vnd.oasis.opendocument.text-template", read_open_document, false},
    {"application/vnd.oasis.opendocument.presentation", read_open_document, false},
    {type::kRtf, read_rtf, false},
    {type::kXml, read_xml, false},
    {type::kWordXml, read_word_xml, false},
    {type::kExcelXml, read_excel_xml, false},
    {type::kSvg, read_xml, false},
    {type::kUnknown, read_unsupported, false},
}};

constexpr bool each_once() {
    for (std::size_t i = 0; i < kFormats.size(); ++i)
        for (std::size_t j = i + 1; j < kFormats.size(); ++j)
            if (kFormats[i].media_type == kFormats[j].media_type) return false;
    return true;
}
static_assert(each_once(), "a media type has one reader");

}  // namespace

const Format* format_of_type(std::string_view media_type) {
    const auto* const found =
        std::find_if(kFormats.begin(), kFormats.end(),
                     [&](const Format& format) { return format.media_type == media_type; });
    return found == kFormats.end() ? nullptr : &*found;
}

bool is_container(std::string_view media_type) {
    const Format* const format = format_of_type(media_type);
    return format && format->container;
}

Reading read(std::string_view media_type, const Input& input) {
    const Format* const format = format_of_type(media_type);
    if (input.bytes.empty() && !media_type.starts_with("text/")) return read_empty(input);
    return format ? format->reader(input) : read_unsupported(input);
}

}  // namespace parsers::document
