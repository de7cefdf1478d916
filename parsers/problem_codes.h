#pragma once
/// The codes of parsers::Problem. Fixed words: they stand in JSON, templates and tests.

namespace parsers::code {

inline constexpr char kUnsupportedFormat[] = "unsupported_format";
inline constexpr char kDamaged[] = "damaged";      ///< a format we read, but these bytes are broken
inline constexpr char kEncrypted[] = "encrypted";  ///< needs a password
inline constexpr char kEmptyFile[] = "empty_file";
inline constexpr char kLimitExceeded[] =
    "limit_exceeded";  ///< a budget of limits.h; detail names it
inline constexpr char kFormatNotPdf[] =
    "format_not_pdf";                                   ///< image or OFD where a PDF was asked for
inline constexpr char kHeicPicture[] = "heic_picture";  ///< a telephone's format no reader here has
inline constexpr char kMimeRepaired[] =
    "mime_repaired";  ///< the pre-flight scan mended the structure
inline constexpr char kMimeMismatch[] =
    "mime_mismatch";  ///< parts and delimiter lines or bytes differ
inline constexpr char kHeaderTruncated[] = "header_truncated";
inline constexpr char kCharsetGuessed[] = "charset_guessed";
inline constexpr char kTextTruncated[] = "text_truncated";
inline constexpr char kNameSanitised[] =
    "name_sanitised";                                ///< path, control or bidi characters in a name
inline constexpr char kExecutable[] = "executable";  ///< a program or script in a mail
inline constexpr char kHugeAttachmentLink[] =
    "huge_attachment_link";  ///< 超大附件: the file itself is elsewhere
inline constexpr char kParserDied[] = "parser_died";    ///< crashed, hung or outgrew its limits
inline constexpr char kMultiVolume[] = "multi_volume";  ///< one volume of a split archive
inline constexpr char kPasswordUsed[] =
    "password_used";  ///< opened with a password that stands in the mail
inline constexpr char kEntrySkipped[] =
    "entry_skipped";  ///< an archive's entry that is no document: a link, a file manager's own
inline constexpr char kMessagePartial[] = "message_partial";  ///< RFC 2046 message/partial

}  // namespace parsers::code
