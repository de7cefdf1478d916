#pragma once
/// What a parse gives: plain data, read from a hostile message by the confined child and carried
/// over the pipe (frames.h). All strings are well-formed UTF-8. Nothing here is trusted to be true,
/// only to be well formed and within limits. Value types.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parsers {

enum class Severity { Note, Degraded, Lost };

/// Something that could not be read as it should: `code` from problem_codes.h, `part` the
/// document's path or empty for the message, `detail` one line for a person.
struct Problem {
    std::string code;
    Severity severity = Severity::Note;
    std::string part;
    std::string detail;
};

/// A header field of the message, decoded (RFC 2047, charset repair) and unfolded; `name` as
/// written.
struct Header {
    std::string name;
    std::string value;
};

struct Mailbox {
    std::string name;     ///< display name, decoded
    std::string address;  ///< local@domain, domain in lower case; empty when there is none
};

enum class Role {
    Body,           ///< text shown as the mail itself
    Attachment,     ///< whatever has bytes and is none of the others
    InlineLogo,     ///< a small picture the HTML body refers to, or a mail program's decoration
    SignatureCard,  ///< a name card picture or vCard of a mail program
    Container,  ///< an archive or attached message whose entries follow as documents of their own
    Picture,    ///< a picture or other piece inside an office file: kept, never a paper of its own
};

enum class TextSource { Text, Ocr, None };
enum class SealFound { Yes, No, Uncertain };
enum class SealKind { None, Ink, Electronic, Copy };

/// Where something stands on a page: millimetres from its top left corner, as it is read.
struct Box {
    double left = 0;
    double top = 0;
    double right = 0;
    double bottom = 0;
};

struct Seal {
    SealFound found = SealFound::No;
    SealKind kind = SealKind::None;
    std::string text;
    std::uint32_t page = 0;
    Box place;  ///< on that page; all zero where nobody looked
    double score = 0;
};

struct Link {
    std::string url;
    std::string text;  ///< what the reader saw; empty when only the URL stood there
};

/// What a stretch of a document is, found by its shape (parsers/fields/segments.h).
enum class SegmentKind {
    RedHead,        ///< letterhead line: an authority's name, …文件
    Title,          ///< one title line
    Number,         ///< 文号 line or its place in the text
    Addressee,      ///< 主送 line, ends in a colon
    Operative,      ///< the part of a decision that decides
    Signature,      ///< unit name above the date at the end
    DateLine,       ///< the date under the signature
    TableHeader,    ///< the cells of a table's first row, joined by blanks
    FormUnit,       ///< value of 填报单位 / 报送单位 …
    FormPeriod,     ///< value of 统计期间 / 报告期 …, or a range of months stated in words
    Quote,          ///< what a reply or forward quotes (mail bodies only)
    QuotedHeader,   ///< 发件人/主题/… lines of the quoted mail; text "发件人: …"
    SignatureCard,  ///< closing lines of a mail body: name, office, telephone
};

struct Segment {
    SegmentKind kind = SegmentKind::Title;
    std::string text;
    std::uint32_t line = 0;  ///< 1-based line in Document::text
    double confidence = 1;   ///< below 1 only where it was read from a picture
};

/// A value read from a document: `name` as in interfaces.md (decision_number, fine, …), or
/// page_title, what a web page calls itself, or message_id, of an attached mail;
/// `confidence` 0…1.
struct Field {
    std::string name;
    std::string value;
    double confidence = 1;
    std::string text;        ///< the words it was read from
    std::uint32_t page = 0;  ///< of a field read from a picture
    Box place;               ///< on that page
};

/// Below it something read from a picture is disputed between readings: it settles nothing by
/// itself.
inline constexpr double kDisputed = 0.5;

/// Name of the field that tells how many pages of a document were read from pictures.
inline constexpr char kPagesRead[] = "pages_read";

/// One leaf found in the message (attachment, archive entry, part of a nested message, the body),
/// or a container that was opened.
struct Document {
    std::string part;           ///< "2/月报.zip!/6月.docx" (interfaces.md)
    std::string name;           ///< decoded original name, may be empty
    std::string declared_type;  ///< Content-Type of the part, lower case; empty inside archives
    std::string media_type;     ///< sniffed from the content
    std::uint64_t size = 0;
    Role role = Role::Attachment;
    std::string
        text;  ///< in reading order, lines end in \n, table cells are parted by \t; NFC as written
    TextSource text_source = TextSource::None;
    std::uint32_t pages = 0;
    Seal seal;
    bool needs_eyes = false;  ///< a page without usable text: for the OCR server
    std::vector<Link> links;
    std::vector<Segment> segments;
    std::vector<Field> fields;
};

struct Parsed {
    std::vector<Header> headers;  ///< of the top message, in order
    std::string message_id;       ///< with angle brackets, as written; empty when absent
    std::string subject;
    std::vector<Mailbox> from;
    std::vector<Mailbox> reply_to;
    std::string date_header;          ///< as written
    std::vector<Document> documents;  ///< in order of appearance
    std::vector<Problem> problems;
};

/// The first header of that name (ASCII case ignored), or none.
std::optional<std::string> header(const Parsed& parsed, std::string_view name);

}  // namespace parsers
