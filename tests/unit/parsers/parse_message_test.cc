#include "parsers/parse_message.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.h"
#include "parsers/document/document_reader.h"
#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"
#include "tests/unit/parsers/document/tnef_samples.h"

namespace parsers {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Collector : public Sink {
 public:
    void headers(const Parsed& parsed) override { headers_ = parsed; }
    void begin_document(const Document& document) override {
        EXPECT_TRUE(open_.empty()) << "documents don't overlap";
        open_ = document.part;
        bytes_.emplace_back();
    }
    void bytes(std::string_view chunk) override { bytes_.back() += chunk; }
    void end_document(const Document& document) override {
        EXPECT_EQ(open_, document.part);
        EXPECT_EQ(bytes_.back().size(), document.size);
        open_.clear();
        documents_.push_back(document);
    }
    void problem(const Problem& problem) override { problems_.push_back(problem); }

    [[nodiscard]] std::vector<std::string> paths() const {
        std::vector<std::string> out;
        for (const Document& each : documents_) out.push_back(each.part);
        return out;
    }
    [[nodiscard]] std::vector<std::string> codes() const {
        std::vector<std::string> out;
        for (const Problem& each : problems_) out.push_back(each.code + " " + each.part);
        return out;
    }

    Parsed headers_;
    std::vector<Document> documents_;
    std::vector<std::string> bytes_;
    std::vector<Problem> problems_;

 private:
    std::string open_;
};

Collector parse(std::string_view raw, const Limits& limits = Limits()) {
    document::warm_up();
    Collector collector;
    parse_message(raw, limits, collector);
    return collector;
}

std::string multipart(const std::string& kind, const std::string& boundary,
                      const std::vector<std::string>& parts) {
    std::string out = "Content-Type: multipart/" + kind + "; boundary=" + boundary + "\r\n\r\n";
    for (const std::string& part : parts) out += "--" + boundary + "\r\n" + part + "\r\n";
    return out + "--" + boundary + "--\r\n";
}

std::string part(const std::string& type, const std::string& more, const std::string& body) {
    return "Content-Type: " + type + "\r\n" + more + "\r\n" + body;
}

std::string text_part(const std::string& body) {
    return part("text/plain; charset=utf-8", "", body);
}
std::string html_part(const std::string& body) {
    return part("text/html; charset=utf-8", "", body);
}

/// The header of a PNG of that size; no picture behind it.
std::string png(unsigned width, unsigned height) {
    std::string out("\x89PNG\r\n\x1A\n\0\0\0\rIHDR", 16);
    for (const unsigned side : {width, height})
        for (int shift = 24; shift >= 0; shift -= 8)
            out += static_cast<char>((side >> static_cast<unsigned>(shift)) & 0xFFU);
    return out + std::string("\x08\x02\0\0\0\0\0\0\0", 9);
}

std::string base64_part(const std::string& type, const std::string& more,
                        const std::string& bytes) {
    return part(type, more + "Content-Transfer-Encoding: base64\r\n", base::base64(bytes));
}

TEST(ParseMessage, PlainAndHtmlOfOneAlternativeAreOneBody) {
    const Collector got = parse(multipart(
        "alternative", "A",
        {text_part("请查收月报。"),
         html_part("<p>请查收月报。<a href=\"http://www.unit.example/gs.html\">公示</a></p>")}));
    ASSERT_THAT(got.paths(), ElementsAre("1"));
    const Document& body = got.documents_[0];
    EXPECT_EQ(body.role, Role::Body);
    EXPECT_EQ(body.media_type, "text/plain");
    EXPECT_EQ(base::trimmed(body.text), "请查收月报。");
    EXPECT_EQ(got.bytes_[0], "请查收月报。");
    ASSERT_EQ(body.links.size(), 1U);
    EXPECT_EQ(body.links[0].url, "http://www.unit.example/gs.html");
    EXPECT_EQ(body.links[0].text, "公示");
}

TEST(ParseMessage, BlankPlainFormGivesWayToTheHtml) {
    const Collector got =
        parse(multipart("alternative", "A", {text_part(" \r\n"), html_part("<p>正文</p>")}));
    ASSERT_THAT(got.paths(), ElementsAre("2"));
    EXPECT_EQ(got.documents_[0].media_type, "text/html");
    EXPECT_EQ(base::trimmed(got.documents_[0].text), "正文");
}

TEST(ParseMessage, HtmlAloneIsTheBody) {
    const Collector got = parse("Subject: x\r\nContent-Type: text/html\r\n\r\n<b>hello</b>");
    ASSERT_THAT(got.paths(), ElementsAre("1"));
    EXPECT_EQ(got.documents_[0].role, Role::Body);
    EXPECT_EQ(base::trimmed(got.documents_[0].text), "hello");
}

TEST(ParseMessage, TextBetweenAttachmentsIsABodyOfItsOwn) {
    const Collector got = parse(multipart(
        "mixed", "M",
        {text_part("one"), part("text/plain; name=list.txt", "", "named"), text_part("two")}));
    ASSERT_THAT(got.paths(), ElementsAre("1", "2/list.txt", "3"));
    EXPECT_EQ(got.documents_[1].role, Role::Attachment);
    EXPECT_EQ(got.documents_[2].role, Role::Body);
}

TEST(ParseMessage, FileWithoutNameAndTypeIsNotTakenForText) {
    const Collector got = parse(multipart(
        "mixed", "M", {text_part("x"), "Content-Disposition: inline\r\n\r\n%PDF-1.4 broken"}));
    ASSERT_THAT(got.paths(), ElementsAre("1", "2"));
    EXPECT_EQ(got.documents_[1].role, Role::Attachment);
    EXPECT_EQ(got.documents_[1].media_type, "application/pdf");
}

TEST(ParseMessage, EmptyBodyIsNoDocumentButAnEmptyAttachmentIs) {
    const Collector got = parse(multipart(
        "mixed", "M",
        {text_part(""),
         part("application/pdf", "Content-Disposition: attachment; filename=a.pdf\r\n", "")}));
    ASSERT_THAT(got.paths(), ElementsAre("2/a.pdf"));
    EXPECT_THAT(got.codes(), testing::Contains("empty_file 2/a.pdf"));
}

TEST(ParseMessage, SmallPictureOfTheTextIsALogo) {
    const std::string inline_logo =
        "Content-ID: <logo@x>\r\nContent-Disposition: inline; filename=image001.png\r\n";
    const Collector got = parse(multipart(
        "related", "R",
        {html_part("<img src=\"cid:logo@x\"><img src='cid:page@x'>"),
         base64_part("image/png", inline_logo, png(120, 40)),
         base64_part("image/png", "Content-ID: <page@x>\r\n", png(1200, 1700)),
         base64_part("image/png", "Content-ID: <big@x>\r\n",
                     png(100, 100) + std::string(70'000, 'x')),
         base64_part("image/png", "Content-Disposition: attachment; filename=small.png\r\n",
                     png(90, 90)),
         base64_part("image/png; name=\"=?utf-8?B?5ZCN54mHLnBuZw==?=\"", "Content-ID: <card@x>\r\n",
                     png(300, 90))}));
    ASSERT_EQ(got.documents_.size(), 6U);
    EXPECT_EQ(got.documents_[1].role, Role::InlineLogo);
    EXPECT_EQ(got.documents_[1].part, "2/image001.png");
    EXPECT_EQ(got.documents_[2].role, Role::Attachment) << "could be the photograph of a page";
    EXPECT_EQ(got.documents_[3].role, Role::Attachment) << "is too large for a logo";
    EXPECT_EQ(got.documents_[4].role, Role::Attachment) << "was attached by name";
    EXPECT_EQ(got.documents_[5].role, Role::SignatureCard);
}

TEST(ParseMessage, VcardIsASignatureCard) {
    const Collector got = parse(multipart(
        "mixed", "M",
        {text_part("x"), part("text/x-vcard; name=me.vcf", "", "BEGIN:VCARD\r\nEND:VCARD\r\n")}));
    ASSERT_EQ(got.documents_.size(), 2U);
    EXPECT_EQ(got.documents_[1].role, Role::SignatureCard);
}

TEST(ParseMessage, AttachedMessageIsEnteredAndCountsFromOneAgain) {
    const std::string inner =
        "Subject: inner\r\n" +
        multipart("mixed", "IN",
                  {text_part("inner body"), part("text/plain",
                                                 "Content-Disposition: attachment; "
                                                 "filename=\"盖章.txt\"\r\n",
                                                 "stamped")});
    for (const std::string& attached :
         {part("message/rfc822; name=\"转发.eml\"", "", inner),
          base64_part("message/rfc822; name=\"转发.eml\"", "", inner),
          base64_part("application/octet-stream; name=\"转发.eml\"", "", inner)}) {
        const Collector got =
            parse("Subject: outer\r\n" + multipart("mixed", "OUT", {text_part("x"), attached}));
        ASSERT_THAT(got.paths(),
                    ElementsAre("1", "2/转发.eml", "2/转发.eml!/1", "2/转发.eml!/2/盖章.txt"));
        EXPECT_EQ(got.documents_[1].role, Role::Container);
        EXPECT_EQ(got.documents_[1].media_type, "message/rfc822");
        EXPECT_EQ(got.documents_[2].role, Role::Body);
        EXPECT_EQ(got.documents_[3].name, "盖章.txt");
        EXPECT_EQ(got.headers_.subject, "outer");
    }
}

TEST(ParseMessage, NamelessAttachedMessageHasItsSectionForAPath) {
    const Collector got = parse(
        multipart("mixed", "OUT",
                  {text_part("x"), part("message/rfc822", "", "Subject: inner\r\n\r\nhello")}));
    EXPECT_THAT(got.paths(), ElementsAre("1", "2", "2!/1"));
}

TEST(ParseMessage, ContainersAreEnteredToTheirDepthOnly) {
    std::string mail = "Subject: 0\r\n\r\ninnermost";
    for (int i = 1; i <= 6; ++i)
        mail = "Subject: " + std::to_string(i) + "\r\nContent-Type: message/rfc822\r\n\r\n" + mail;
    Limits limits;
    limits.container_depth = 2;
    const Collector got = parse(mail, limits);
    EXPECT_THAT(got.paths(), ElementsAre("1", "1!/1", "1!/1!/1"));
    EXPECT_THAT(got.codes(), ElementsAre("limit_exceeded 1!/1!/1"));
}

TEST(ParseMessage, NamesLoseOnlyWhatDeceivesTheEye) {
    const Collector got = parse(multipart(
        "mixed", "M",
        {text_part("x"),
         part("application/octet-stream",
              "Content-Disposition: attachment; filename*=utf-8''%E6%9C%88%E2%80%AEcod.exe%00\r\n",
              "y"),
         part("application/octet-stream",
              "Content-Disposition: attachment; filename=\"../../a b.doc\"\r\n", "y")}));
    ASSERT_EQ(got.documents_.size(), 3U);
    EXPECT_EQ(got.documents_[1].name, "月cod.exe");
    EXPECT_THAT(got.codes(), testing::Contains("name_sanitised 2/月cod.exe"));
    EXPECT_THAT(got.codes(), testing::Contains("executable 2/月cod.exe"));
    EXPECT_EQ(got.documents_[2].name, "../../a b.doc");
}

TEST(ParseMessage, ProgramsAreToldByNameAndByContent) {
    for (const char* name : {"a.exe", "A.SCR", "run.vbs", "link.lnk"}) {
        const Collector got =
            parse(part("application/octet-stream; name=" + std::string(name), "", "x"));
        EXPECT_THAT(got.codes(), testing::Contains("executable 1/" + std::string(name)));
    }
    const Collector got = parse(part("application/pdf; name=a.pdf", "", "MZ\x90 program"));
    EXPECT_THAT(got.codes(), testing::Contains("executable 1/a.pdf"));
}

TEST(ParseMessage, HugeAttachmentLinkIsAProblem) {
    const Collector got = parse(part("text/html; charset=utf-8", "",
                                     "<a "
                                     "href=\"https://mail.163.com/large-attachment-download/"
                                     "index.html?p=X-NETEASE-HUGE-ATTACHMENT&amp;file=abc\">"
                                     "扫描件.pdf</a>"));
    ASSERT_FALSE(got.problems_.empty());
    EXPECT_EQ(got.problems_[0].code, code::kHugeAttachmentLink);
    EXPECT_THAT(got.problems_[0].detail, HasSubstr("扫描件.pdf"));
    EXPECT_THAT(got.problems_[0].detail, HasSubstr("mail.163.com"));
}

TEST(ParseMessage, TextIsCutAtTheBudgetOfTheMessage) {
    Limits limits;
    limits.text_bytes = 20;
    const Collector got =
        parse(multipart("mixed", "M", {text_part("一二三四"), text_part("五六七八")}), limits);
    ASSERT_EQ(got.documents_.size(), 2U);
    EXPECT_EQ(got.documents_[0].text.size() + got.documents_[1].text.size(), 18U)
        << "cut between characters";
    EXPECT_THAT(got.codes(), testing::Contains("text_truncated 2"));
    EXPECT_EQ(got.bytes_[1], "五六七八") << "the bytes stay whole";
}

TEST(ParseMessage, MessageBeyondTheLimitIsAProblemAndNothingElse) {
    Limits limits;
    limits.message_bytes = 10;
    const Collector got = parse("Subject: far too long\r\n\r\nx", limits);
    EXPECT_THAT(got.paths(), IsEmpty());
    EXPECT_THAT(got.codes(), ElementsAre("limit_exceeded "));
}

TEST(ParseMessage, PartsOfAllLevelsShareOneLimit) {
    std::vector<std::string> many;
    for (int i = 0; i < 20; ++i) many.push_back(part("application/octet-stream; name=a", "", "x"));
    const std::string inner = part("message/rfc822", "", multipart("mixed", "IN", many));
    Limits limits;
    limits.parts = 30;
    const Collector got = parse(multipart("mixed", "OUT", {inner, inner, inner}), limits);
    EXPECT_LE(got.documents_.size(), 35U);
    EXPECT_THAT(got.codes(), testing::Contains(HasSubstr("limit_exceeded")));
}

TEST(ParseMessage, WhatIsNoMailAtAllIsStillRead) {
    for (const std::string& raw : {std::string(), std::string("\r\n"), std::string(1000, '\0'),
                                   std::string("\xFF\xFE garbage"), std::string("--\r\n--\r\n")})
        EXPECT_NO_THROW(parse(raw));
}

TEST(ParseMessage, WinmailIsEnteredAndItsFilesAreAttachments) {
    using namespace samples::tnef;
    const std::string embedded = stream({attribute(0x2800C, "inner"), attribute(0x69002, "r"),
                                         attribute(0x18010, "in.txt"), attribute(0x6800F, "x")});
    const std::string winmail =
        stream({attribute(0x2800C, "\xC7\xEB\xB2\xE9\xCA\xD5"), attribute(0x69002, "r"),
                attribute(0x18010, "\xC1\xF9\xD4\xC2.txt"), attribute(0x6800F, "content"),
                attribute(0x69002, "r"), attribute(0x18010, "image001.png"),
                attribute(0x6800F, png(40, 40)), attribute(0x69002, "r"), attribute(0x18010, "fw"),
                attribute(0x69005,
                          properties({property(0x3701, 0x0D, std::string(16, 'g') + embedded)}))});
    const std::string raw = multipart(
        "mixed", "M",
        {text_part("x"), base64_part("application/ms-tnef; name=winmail.dat", "", winmail)});
    const Collector got = parse(raw);
    ASSERT_THAT(got.paths(), ElementsAre("1", "2/winmail.dat", "2/winmail.dat!/六月.txt",
                                         "2/winmail.dat!/image001.png", "2/winmail.dat!/fw",
                                         "2/winmail.dat!/fw!/in.txt"));
    EXPECT_EQ(got.documents_[1].role, Role::Container);
    EXPECT_EQ(got.documents_[1].text, "请查收");
    EXPECT_EQ(got.documents_[2].role, Role::Attachment);
    EXPECT_EQ(got.bytes_[2], "content");
    EXPECT_EQ(got.documents_[3].role, Role::InlineLogo);
    EXPECT_THAT(got.problems_, IsEmpty());
    Limits limits;
    limits.container_depth = 1;
    EXPECT_THAT(parse(raw, limits).codes(), ElementsAre("limit_exceeded 2/winmail.dat!/fw"));
}

/// A file of tests/data/documents as an attachment of this name.
std::string with_file(const std::string& file, const std::string& name) {
    std::ifstream in(std::string(FILINGD_TEST_DATA) + "/documents/" + file, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return "Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
           "Content-Disposition: attachment; filename=" +
           name + "\r\n\r\n" + base::base64(bytes.str());
}

TEST(ParseMessage, PicturesOfAnOfficeFileAreKeptAndNoPapers) {
    const auto found = parse(with_file("report2.docx", "report.docx"));
    ASSERT_GE(found.documents_.size(), 3U);
    EXPECT_EQ(found.documents_[0].part, "1/report.docx");
    EXPECT_EQ(found.documents_[0].role, Role::Attachment);
    for (std::size_t i = 1; i < found.documents_.size(); ++i) {
        EXPECT_THAT(found.documents_[i].part, HasSubstr("1/report.docx!/word/media/image"));
        EXPECT_EQ(found.documents_[i].role, Role::Picture) << found.documents_[i].part;
        EXPECT_TRUE(found.documents_[i].media_type.starts_with("image/"));
    }
}

TEST(ParseMessage, AnOutlookMessageIsEnteredAndItsFilesAreAttachments) {
    const auto found = parse(with_file("report.msg", "report.msg"));
    ASSERT_GE(found.documents_.size(), 2U);
    EXPECT_EQ(found.documents_[0].role, Role::Container);
    EXPECT_FALSE(found.documents_[0].text.empty());
    EXPECT_EQ(found.documents_[1].role, Role::Attachment);
    EXPECT_TRUE(found.documents_[1].part.starts_with("1/report.msg!/"));
}

TEST(ParseMessage, InnerFilesSpendTheBudgetOfTheMessage) {
    using namespace samples::tnef;
    const std::string winmail = stream(
        {attribute(0x69002, "r"), attribute(0x18010, "a.txt"), attribute(0x6800F, "content"),
         attribute(0x69002, "r"), attribute(0x18010, "b.txt"), attribute(0x6800F, "content")});
    const std::string raw = base64_part("application/ms-tnef; name=winmail.dat", "", winmail);
    Limits limits;
    limits.entries = 1;
    EXPECT_THAT(parse(raw, limits).paths(), ElementsAre("1/winmail.dat", "1/winmail.dat!/a.txt"));
    EXPECT_THAT(parse(raw, limits).codes(), ElementsAre("limit_exceeded 1/winmail.dat"));
    limits = Limits();
    limits.opened_bytes = 10;
    EXPECT_THAT(parse(raw, limits).codes(), ElementsAre("limit_exceeded 1/winmail.dat"));
}

TEST(ParseMessage, AZipIsOpenedWithThePasswordOfTheMail) {
    const std::string zip = samples::stored_archive("aes.zip");
    for (const std::string& told : {text_part("附件解压密码：yxfz@2024。"), text_part("见后")}) {
        const std::string raw =
            "Subject: =?utf-8?B?5pyI5oql?=\r\n" +
            multipart("mixed", "M",
                      {told, base64_part("application/zip; name=a.zip", "", zip),
                       part("message/rfc822", "", "Subject: pw yxfz@2024\r\n\r\nx")});
        const Collector got = parse(raw);
        EXPECT_THAT(got.codes(), ElementsAre("password_used 2/a.zip"));
        EXPECT_THAT(got.paths(), testing::Contains("2/a.zip!/月报.txt"));
        for (const Problem& problem : got.problems_)
            EXPECT_THAT(problem.detail, testing::Not(HasSubstr("yxfz")));
    }
}

TEST(ParseMessage, AVolumeIsNamedAndNoPaper) {
    for (const char* file : {"split.7z.001", "split.7z.002", "split.z01", "split.zip",
                             "rar4_volume.part1.rar", "rar5_volume.part01.rar"}) {
        const Collector got =
            parse(base64_part("application/octet-stream; name=" + std::string(file), "",
                              samples::stored_archive(file)));
        ASSERT_FALSE(got.documents_.empty());
        EXPECT_EQ(got.documents_[0].role, Role::Container) << file;
        EXPECT_THAT(got.codes(), testing::Contains("multi_volume 1/" + std::string(file)));
    }
}

TEST(ParseMessage, FilesWrittenIntoTheTextAreDocuments) {
    const Collector got = parse(
        "Content-Type: text/plain; charset=gb2312\r\n\r\n\xC7\xEB\xB2\xE9\xCA\xD5\r\n"
        "begin 644 \xC1\xF9\xD4\xC2.txt\r\n+<V5C;VYD('!A<G0\r\n`\r\nend\r\n\xD0\xBB\xD0\xBB\r\n");
    ASSERT_THAT(got.paths(), ElementsAre("1", "1!/六月.txt"));
    EXPECT_EQ(got.documents_[0].role, Role::Body);
    EXPECT_EQ(base::trimmed(got.documents_[0].text), "请查收\n谢谢");
    EXPECT_EQ(got.documents_[1].role, Role::Attachment);
    EXPECT_EQ(got.bytes_[1], "second part");
    EXPECT_THAT(got.problems_, IsEmpty());
}

TEST(ParseMessage, SealedMailIsNamed) {
    const std::string enveloped("\x30\x80\x06\x09\x2A\x86\x48\x86\xF7\x0D\x01\x07\x03\xA0\x80", 15);
    EXPECT_THAT(parse(base64_part("application/pkcs7-mime; name=smime.p7m", "", enveloped)).codes(),
                ElementsAre("encrypted 1/smime.p7m"));
    std::string inside = enveloped;
    inside[12] = '\x02';
    EXPECT_THAT(parse(base64_part("application/pkcs7-mime; name=smime.p7m", "", inside)).codes(),
                ElementsAre("unsupported_format 1/smime.p7m"));
    EXPECT_THAT(parse("Subject: x\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n").codes(),
                ElementsAre("encrypted 1"));
    EXPECT_THAT(parse(multipart("encrypted", "E",
                                {part("application/pgp-encrypted", "", "Version: 1\r\n"),
                                 part("application/octet-stream; name=encrypted.asc", "",
                                      "-----BEGIN PGP MESSAGE-----\r\n\r\nhQEM\r\n")}))
                    .codes(),
                testing::Contains("encrypted 2/encrypted.asc"));
}

TEST(ParseMessage, SignaturesAndResourceForksAreListedAndNoPapers) {
    const Collector got = parse(
        multipart("signed", "S",
                  {multipart("appledouble", "A",
                             {base64_part("application/applefile; name=\"月报.txt\"", "",
                                          std::string("\0\x05\x16\x07\0\x02\0\0", 8)),
                              part("text/plain; name=\"月报.txt\"", "", "the file")}),
                   base64_part("application/pkcs7-signature; name=smime.p7s", "", "\x30\x80")}));
    ASSERT_THAT(got.paths(), ElementsAre("1.1/月报.txt", "1.2/月报.txt", "2/smime.p7s"));
    EXPECT_EQ(got.documents_[0].role, Role::InlineLogo);
    EXPECT_EQ(got.documents_[1].role, Role::Attachment);
    EXPECT_EQ(got.documents_[2].role, Role::InlineLogo);
    EXPECT_THAT(got.problems_, IsEmpty());
}

TEST(ParseMessage, ACalendarIsADocumentOfItsType) {
    const Collector got =
        parse(multipart("alternative", "A",
                        {text_part("开会"), part("text/calendar; method=REQUEST", "",
                                                 "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")}));
    ASSERT_EQ(got.documents_.size(), 2U);
    EXPECT_EQ(got.documents_[1].media_type, "text/calendar");
}

TEST(ParseMessage, MailsInMailsAreFoundAtEveryDepth) {
    std::string mail = "Subject: 0\r\n\r\ninnermost";
    for (const bool eml : {false, true, false, true})
        mail = multipart(
            "mixed", "B" + std::to_string(mail.size()),
            {text_part("x"), eml ? base64_part("application/octet-stream; name=a.eml", "", mail)
                                 : base64_part("message/rfc822", "", mail)});
    const Collector got = parse(mail);
    EXPECT_THAT(got.paths(), testing::Contains("2/a.eml!/2!/2/a.eml!/2!/1"));
    EXPECT_THAT(got.problems_, IsEmpty());
}

TEST(ParseMessage, OneLongLineOfHtmlTakesLinearTime) {
    // Quadratic work on 8 MB would take minutes.
    std::string body;
    while (body.size() < 8'000'000) body += "<span>\xE6\x9C\x88 a</span>";
    const Collector got = parse(html_part(body));
    ASSERT_EQ(got.documents_.size(), 1U);
    EXPECT_GT(got.documents_[0].text.size(), 1'000'000U);
}

std::string mail(const std::string& name) {
    std::ifstream in(std::string(FILINGD_TEST_DATA) + "/mime/" + name, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    EXPECT_FALSE(bytes.str().empty()) << name;
    return bytes.str();
}

std::vector<std::string> contents(const Collector& got) {
    std::vector<std::string> all;
    for (std::size_t i = 0; i < got.documents_.size(); ++i) {
        const std::string bytes = base::replaced(got.bytes_[i], "\r\n", "\n");
        all.push_back(got.documents_[i].part + '|' + std::string(base::trimmed(bytes)));
    }
    return all;
}

TEST(ParseMessage, FilesInTheTextAreFoundWithEveryLineEnd) {
    for (const char* file : {"uuencode_text.eml", "uuencode_letter.eml", "yenc_text.eml"})
        for (const char* end : {"\n", "\r\n"}) {
            const Collector got = parse(base::replaced(mail(file), "\n", end));
            ASSERT_EQ(got.documents_.size(), 2U) << file;
            EXPECT_EQ(got.documents_[1].part, "1!/a.bin") << file;
            EXPECT_EQ(got.bytes_[1], "second part") << file;
            EXPECT_THAT(got.documents_[0].text, HasSubstr("first part"));
            EXPECT_THAT(got.documents_[0].text, HasSubstr("last words"));
            EXPECT_THAT(got.documents_[0].text, testing::Not(HasSubstr("begin")));
            EXPECT_THAT(got.problems_, IsEmpty()) << file;
        }
}

TEST(ParseMessage, EveryMailOfTheTestsGivesTheSameDocumentsWithBothLineEnds) {
    std::size_t mails = 0;
    for (const auto& file :
         std::filesystem::directory_iterator(std::string(FILINGD_TEST_DATA) + "/mime")) {
        if (file.path().extension() != ".eml") continue;
        ++mails;
        const std::string lines = mail(file.path().filename());
        const Collector plain = parse(lines);
        const Collector dressed = parse(base::replaced(lines, "\n", "\r\n"));
        EXPECT_EQ(contents(plain), contents(dressed)) << file.path();
        EXPECT_EQ(plain.codes(), dressed.codes()) << file.path();
    }
    EXPECT_GE(mails, 30U);
}

TEST(ParseMessage, APieceOfASplitMailIsKeptAndNamed) {
    const Collector got = parse(mail("partial.eml"));
    EXPECT_THAT(got.codes(), testing::Contains("message_partial "));
    ASSERT_EQ(got.documents_.size(), 1U);
    EXPECT_THAT(got.bytes_[0], HasSubstr("first part"));
}

}  // namespace
}  // namespace parsers
