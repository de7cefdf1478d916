#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/document/media_types.h"
#include "parsers/document/registry.h"
#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using namespace std::string_literals;
using parsers::document::is_container;
using parsers::document::sniff;
namespace type = parsers::document::type;

/// An OLE2 file with nothing but a directory: header, one FAT sector, one directory sector.
std::string ole(const std::vector<std::string>& names) {
    std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"s + std::string(22, '\0');
    header += samples::little(9, 2) + samples::little(6, 2) + std::string(10, '\0');
    header += samples::little(1, 4) + samples::little(1, 4);  // one FAT sector; directory at 1
    header.resize(68, '\0');
    header += samples::little(0xFFFFFFFE, 4) + samples::little(0, 4) + samples::little(0, 4);
    while (header.size() < 512) header += samples::little(0xFFFFFFFF, 4);
    std::string fat = samples::little(0xFFFFFFFD, 4) + samples::little(0xFFFFFFFE, 4);
    while (fat.size() < 512) fat += samples::little(0xFFFFFFFF, 4);
    std::string directory;
    for (const std::string& name : names) {
        std::string entry;
        for (const char c : name) entry += c + "\0"s;
        const auto length = static_cast<std::uint32_t>(entry.size() + 2);
        entry.resize(64, '\0');
        entry += samples::little(length, 2);
        entry.resize(128, '\0');
        directory += entry;
    }
    directory.resize(512, '\0');
    return header + fat + directory;
}

struct Sample {
    const char* what;
    std::string bytes;
    std::string_view media_type;
    const char* name = "";
};

std::vector<Sample> sample_files() {
    const std::string types = "[Content_Types].xml";
    return {
        {"nothing", "", type::kEmpty},
        {"pdf", "%PDF-1.7\n1 0 obj", type::kPdf},
        {"pdf behind rubbish", std::string(900, '\n') + "%PDF-1.7\n", type::kPdf},
        {"docx", samples::zip({{types, "x"}, {"word/document.xml", "x"}}), type::kDocx},
        {"docm",
         samples::zip({{types, "x"}, {"word/document.xml", "x"}, {"word/vbaProject.bin", "x"}}),
         type::kDocm},
        {"xlsx", samples::zip({{types, "x"}, {"xl/workbook.xml", "x"}}), type::kXlsx},
        {"pptx", samples::zip({{types, "x"}, {"ppt/presentation.xml", "x"}}), type::kPptx},
        {"ofd", samples::zip({{"OFD.xml", "x"}, {"Doc_0/Document.xml", "x"}}), type::kOfd},
        {"odt", samples::zip({{"mimetype", "application/vnd.oasis.opendocument.text"}}),
         type::kOdt},
        {"jar", samples::zip({{"META-INF/MANIFEST.MF", "x"}}), type::kJava},
        {"zip", samples::zip({{"a.txt", "x"}}), type::kZip},
        {"zip with a folder word", samples::zip({{"word/a.txt", "x"}}), type::kZip},
        {"empty zip", samples::zip({}), type::kZip},
        {"doc", ole({"Root Entry", "1Table", "WordDocument"}), type::kDoc},
        {"xls", ole({"Root Entry", "Workbook"}), type::kXls},
        {"msg", ole({"Root Entry", "__properties_version1.0"}), type::kMsg},
        {"docx with a password", ole({"Root Entry", "EncryptionInfo", "EncryptedPackage"}),
         type::kProtectedOffice},
        {"other ole", ole({"Root Entry", "Contents"}), type::kOle},
        {"torn ole", ole({"Root Entry", "WordDocument"}).substr(0, 600), type::kOle},
        {"rtf", "{\\rtf1\\ansi 文}", type::kRtf},
        {"rar4", "Rar!\x1A\x07\0rest"s, type::kRar},
        {"rar5", "Rar!\x1A\x07\x01\0rest"s, type::kRar},
        {"7z", "7z\xBC\xAF\x27\x1C\0\4"s, type::kSevenZip},
        {"gz", "\x1F\x8B\x08\0\0"s, type::kGzip},
        {"tar", std::string(257, 'a') + "ustar\0"s + "00", type::kTar},
        {"png", "\x89PNG\r\n\x1A\n\0\0"s, type::kPng},
        {"jpeg", "\xFF\xD8\xFF\xE0", type::kJpeg},
        {"bmp",
         "BM"s + samples::little(100, 4) + samples::little(0, 4) + samples::little(54, 4) +
             samples::little(40, 4) + std::string(40, '\0'),
         type::kBmp},
        {"text BM", "BM is no bitmap, only a text of two lines\n and more", type::kText},
        {"tiff", "II*\0rest"s, type::kTiff},
        {"webp", "RIFF\x10\0\0\0WEBPVP8 "s, type::kWebp},
        {"heic",
         "\0\0\0\x18"
         "ftypheic"s,
         type::kHeic},
        {"tnef", "\x78\x9F\x3E\x22rest", type::kTnef},
        {"exe", "MZ"s + std::string(58, '\0') + samples::little(64, 4) + "PE\0\0"s, type::kProgram},
        {"text MZ", "MZ is two letters; this is a sentence that goes on for more than sixty bytes.",
         type::kText},
        {"elf",
         "\x7F"
         "ELF\x02",
         type::kElf},
        {"lnk", "L\0\0\0\x01\x14\x02\0\0\0"s, type::kShortcut},
        {"script", "#!/bin/sh\necho", type::kScript},
        {"visual basic", "MsgBox \"x\"", type::kScript, "月报.vbs"},
        {"vcard", "BEGIN:VCARD\nVERSION:3.0", type::kVcard},
        {"calendar", "BEGIN:VCALENDAR\n", type::kCalendar},
        {"xml", "<?xml version=\"1.0\"?><a/>", type::kXml},
        {"html", "\n<!DOCTYPE html><html></html>", type::kHtml},
        {"html as xls", "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><table></table>",
         type::kHtml, "月报.xls"},
        {"mail", "Received: by x\r\nFrom: a@b.test\r\nSubject: x\r\n\r\nbody", type::kMessage},
        {"mbox", "From a@b.test Mon Jun 17\nFrom: a@b.test\nSubject: x\n\nbody", type::kMessage},
        {"mht",
         "From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: "
         "multipart/related;\r\n\tboundary=x\r\n\r\n",
         type::kMht},
        {"word mht", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n",
         type::kMht},
        {"utf-8", "六月月报", type::kText},
        {"gbk", "\xC1\xF9\xD4\xC2\xD4\xC2\xB1\xA8", type::kText},
        {"utf-16", "\xFF\xFE\x08\x67"s, type::kText},
        {"csv", "甲,乙\n1,2\n", type::kCsv, "月报.CSV"},
        {"memo with colons", "标题: 月报\n内容: 无\n\n", type::kText},
        {"noise", "\x01\x02\x03\xFF\xFE\x80\x80"s, type::kUnknown},
    };
}

TEST(Sniff, KnowsFilesByTheirContent) {
    for (const Sample& sample : sample_files())
        EXPECT_EQ(sniff(sample.bytes, sample.name), sample.media_type) << sample.what;
}

TEST(Sniff, IsNotFooledByAName) {
    EXPECT_EQ(sniff(samples::data("report.docx"), "月报.doc"), type::kDocx);
    EXPECT_EQ(sniff(samples::data("text.pdf"), "月报.docx"), type::kPdf);
    EXPECT_EQ(sniff("MZ"s + std::string(70, '\0'), "月报.pdf"), type::kProgram);
}

TEST(Sniff, SurvivesEveryTruncation) {
    for (const std::string& whole :
         {samples::data("report.docx").substr(0, 2000), ole({"Root Entry", "WordDocument"}),
          samples::zip({{"[Content_Types].xml", "x"}, {"xl/workbook.xml", "x"}})})
        for (std::size_t size = 0; size < whole.size(); size += 7)
            EXPECT_FALSE(sniff(whole.substr(0, size), "").empty());
}

TEST(Registry, SaysWhatIsAContainer) {
    for (const std::string_view media_type :
         {type::kZip, type::kRar, type::kSevenZip, type::kTar, type::kGzip, type::kMessage})
        EXPECT_TRUE(is_container(media_type)) << media_type;
    for (const std::string_view media_type : {type::kDocx, type::kPdf, type::kOle, type::kUnknown})
        EXPECT_FALSE(is_container(media_type)) << media_type;
    EXPECT_FALSE(is_container("application/nothing-we-know"));
}

TEST(Registry, GivesEachFormatItsProblem) {
    const auto problem = [](const std::string& bytes) {
        const auto codes = samples::codes(samples::read(bytes));
        return codes.empty() ? std::string() : codes.front();
    };
    EXPECT_EQ(problem(""), parsers::code::kEmptyFile);
    EXPECT_EQ(problem(ole({"Root Entry", "MatOST"})), parsers::code::kUnsupportedFormat);
    EXPECT_EQ(problem(ole({"Root Entry", "WordDocument"})), parsers::code::kDamaged);
    EXPECT_EQ(problem(ole({"Root Entry", "EncryptedPackage"})), parsers::code::kEncrypted);
    EXPECT_EQ(problem("MZ"s + std::string(70, '\0')), parsers::code::kExecutable);
    EXPECT_EQ(problem("\xFF\xD8\xFF\xE0"), parsers::code::kFormatNotPdf);
    EXPECT_EQ(problem("\x01\x02\xFF\xFF\x80"), parsers::code::kUnsupportedFormat);
    EXPECT_EQ(problem("六月月报"), "");
}

TEST(Registry, LetsAPictureWaitForEyes) {
    const auto reading =
        samples::read("\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x02"s);
    EXPECT_TRUE(reading.needs_eyes);
    EXPECT_EQ(reading.seal.found, parsers::SealFound::Uncertain);
}

TEST(Registry, ReadsByContentWhateverTheName) {
    EXPECT_EQ(samples::read(samples::data("report2.docx"), "月报.doc").text,
              samples::data("report2.docx.txt"));
    EXPECT_EQ(samples::read(samples::data("report2.rtf"), "月报.doc").text,
              samples::data("report2.docx.txt"));
    EXPECT_EQ(samples::read(samples::data("ledger.xlsx")).text, samples::data("ledger.txt"));
    EXPECT_EQ(samples::read("<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><head><meta "
                            "charset=\"gb2312\"><!--[if gte mso 9]><xml><x:Name>表</x:Name></xml>"
                            "<![endif]--></head><body><table><tr><td>\xD4\xC2</td><td x:num>1</td>"
                            "</tr></table></body></html>",
                            "台账.xls")
                  .text,
              "月\t1\n");
    const std::string wide("\xFF\xFE<\0p\0>\0\x08\x67<\0/\0p\0>\0", 18);
    EXPECT_EQ(parsers::document::sniff(wide, "1.xls"), type::kHtml);
    EXPECT_EQ(samples::read(wide).text, "月\n");
}

TEST(PlainText, ReadsUtf8AndGbkAndUnixLines) {
    EXPECT_EQ(samples::read("\xEF\xBB\xBF六月\r\n月报\r").text, "六月\n月报\n");
    EXPECT_EQ(samples::read("\xC1\xF9\xD4\xC2\r\n").text, "六月\n");
}

}  // namespace
