#pragma once
/// The media types this program knows, as constants: those of IANA where there is one.

#include <string_view>

namespace parsers::document::type {

inline constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
inline constexpr std::string_view kDotx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template";
inline constexpr std::string_view kDocm = "application/vnd.ms-word.document.macroenabled.12";
inline constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
inline constexpr std::string_view kXltx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template";
inline constexpr std::string_view kXlsm = "application/vnd.ms-excel.sheet.macroenabled.12";
inline constexpr std::string_view kPptx =
    "application/vnd.openxmlformats-officedocument.presentationml.presentation";
inline constexpr std::string_view kOdt = "application/vnd.oasis.opendocument.text";
inline constexpr std::string_view kOds = "application/vnd.oasis.opendocument.spreadsheet";
inline constexpr std::string_view kOfd = "application/ofd";
inline constexpr std::string_view kPdf = "application/pdf";
inline constexpr std::string_view kRtf = "application/rtf";
inline constexpr std::string_view kDoc = "application/msword";        ///< Word 97 and Kingsoft .wps
inline constexpr std::string_view kXls = "application/vnd.ms-excel";  ///< Excel 97 and Kingsoft .et
inline constexpr std::string_view kPpt = "application/vnd.ms-powerpoint";
inline constexpr std::string_view kMsg = "application/vnd.ms-outlook";
inline constexpr std::string_view kWorks = "application/vnd.ms-works";
inline constexpr std::string_view kOle = "application/x-ole-storage";
inline constexpr std::string_view kProtectedOffice = "application/x-ooxml-protected";
inline constexpr std::string_view kOwnerFile =
    "application/x-ms-owner";  ///< ~$name.docx: who has it open
inline constexpr std::string_view kInstaller = "application/x-msi";

inline constexpr std::string_view kText = "text/plain";
inline constexpr std::string_view kCsv = "text/csv";
inline constexpr std::string_view kHtml = "text/html";
inline constexpr std::string_view kXhtml = "application/xhtml+xml";
inline constexpr std::string_view kXml = "application/xml";
inline constexpr std::string_view kWordXml = "application/x-word-xml";    ///< 2003, or Flat OPC
inline constexpr std::string_view kExcelXml = "application/x-excel-xml";  ///< 2003
inline constexpr std::string_view kSvg = "image/svg+xml";
inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kVcard = "text/vcard";
inline constexpr std::string_view kCalendar = "text/calendar";

inline constexpr std::string_view kMessage = "message/rfc822";
inline constexpr std::string_view kMht = "application/x-mimearchive";
inline constexpr std::string_view kTnef = "application/ms-tnef";

inline constexpr std::string_view kZip = "application/zip";
inline constexpr std::string_view kRar = "application/vnd.rar";
inline constexpr std::string_view kSevenZip = "application/x-7z-compressed";
inline constexpr std::string_view kTar = "application/x-tar";
inline constexpr std::string_view kGzip = "application/gzip";
inline constexpr std::string_view kBzip2 = "application/x-bzip2";
inline constexpr std::string_view kXz = "application/x-xz";

inline constexpr std::string_view kPng = "image/png";
inline constexpr std::string_view kJpeg = "image/jpeg";
inline constexpr std::string_view kGif = "image/gif";
inline constexpr std::string_view kBmp = "image/bmp";
inline constexpr std::string_view kTiff = "image/tiff";
inline constexpr std::string_view kWebp = "image/webp";
inline constexpr std::string_view kHeic = "image/heic";

inline constexpr std::string_view kProgram = "application/vnd.microsoft.portable-executable";
inline constexpr std::string_view kElf = "application/x-executable";
inline constexpr std::string_view kShortcut = "application/x-ms-shortcut";
inline constexpr std::string_view kScript = "application/x-script";
inline constexpr std::string_view kJava = "application/java-archive";
inline constexpr std::string_view kAndroid = "application/vnd.android.package-archive";

inline constexpr std::string_view kEmpty = "application/x-empty";
inline constexpr std::string_view kUnknown = "application/octet-stream";

}  // namespace parsers::document::type
