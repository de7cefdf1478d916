/// winmail.dat (application/ms-tnef, [MS-OXTNEF]): what Outlook and Exchange make of a mail in rich
/// text. The letter's text (plain, else HTML, else packed RTF), and its attachments as inner files;
/// an embedded message is a TNEF stream of its own, a .msg or another OLE object a file. Names:
/// MAPI's Unicode name, else the short title in the stream's code page, which Chinese mail mostly
/// leaves undeclared.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "parsers/document/media_types.h"
#include "parsers/document/packed_rtf.h"
#include "parsers/document/reading.h"
#include "parsers/text/charset.h"

namespace parsers::document {
namespace {

constexpr std::string_view kSignature{"\x78\x9F\x3E\x22", 4};
constexpr std::size_t kMostProperties = 20'000;
constexpr std::size_t kMostAttachments = 2'000;
constexpr std::size_t kObjectId = 16;  ///< a GUID stands before an embedded message

// Attributes, their type in the upper half.
constexpr std::uint32_t kBody = 0x0002800C;
constexpr std::uint32_t kAttachmentData = 0x0006800F;
constexpr std::uint32_t kAttachmentTitle = 0x00018010;
constexpr std::uint32_t kAttachmentStart = 0x00069002;
constexpr std::uint32_t kMessageProperties = 0x00069003;
constexpr std::uint32_t kAttachmentProperties = 0x00069005;
constexpr std::uint32_t kCodePage = 0x00069007;

// MAPI properties [MS-OXPROPS].
constexpr std::uint32_t kPropertyBody = 0x1000;
constexpr std::uint32_t kPropertyRtf = 0x1009;
constexpr std::uint32_t kPropertyHtml = 0x1013;
constexpr std::uint32_t kPropertyDisplayName = 0x3001;
constexpr std::uint32_t kPropertyData = 0x3701;
constexpr std::uint32_t kPropertyShortName = 0x3704;
constexpr std::uint32_t kPropertyLongName = 0x3707;

constexpr std::uint32_t kMany = 0x1000;
constexpr std::uint32_t kObject = 0x000D;
constexpr std::uint32_t kString8 = 0x001E;
constexpr std::uint32_t kUnicode = 0x001F;
constexpr std::uint32_t kBinary = 0x0102;
constexpr std::uint32_t kNamedProperty = 0x8000;

/// Little-endian values off the front of a stretch of bytes; past the end it is spent for good.
class Bytes {
 public:
    explicit Bytes(std::string_view bytes) : bytes_(bytes) {}

    std::uint32_t number(std::size_t size) {
        std::uint32_t value = 0;
        const std::string_view taken = take(size);
        for (std::size_t i = taken.size(); i-- > 0;)
            value = value << 8U | static_cast<unsigned char>(taken[i]);
        return value;
    }
    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) {
            short_ = true;
            bytes_ = {};
            return {};
        }
        const std::string_view taken = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return taken;
    }
    /// `size` bytes and what fills them up to a multiple of four.
    std::string_view take_padded(std::size_t size) {
        const std::string_view taken = take(size);
        bytes_.remove_prefix(std::min<std::size_t>((4 - size % 4) % 4, bytes_.size()));
        return taken;
    }
    /// What is left of a value that is longer than the file.
    std::string_view rest() { return std::exchange(bytes_, {}); }

    [[nodiscard]] bool is_short() const { return short_; }
    [[nodiscard]] bool empty() const { return bytes_.empty(); }
    [[nodiscard]] std::size_t size() const { return bytes_.size(); }

 private:
    std::string_view bytes_;
    bool short_ = false;
};

std::string label_of(std::uint32_t code_page) {
    switch (code_page) {
        case 936:
        case 54936:
            return "gb18030";
        case 950:
            return "big5";
        case 65001:
            return "utf-8";
        default:
            return {};  // 1252 and 0 say nothing about a Chinese mail
    }
}

std::string_view without_nul(std::string_view text) { return text.substr(0, text.find('\0')); }

std::string from_utf16(std::string_view bytes) {
    std::string text;
    const auto unit = [&](std::size_t at) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at]) |
                                          static_cast<unsigned char>(bytes[at + 1]) << 8U);
    };
    for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
        std::uint32_t value = unit(at);
        if (value == 0) break;
        const bool high = value >= 0xD800 && value < 0xDC00 && at + 3 < bytes.size();
        if (high && unit(at + 2) >= 0xDC00 && unit(at + 2) < 0xE000) {
            value = 0x10000 + ((value - 0xD800) << 10U) + (unit(at + 2) - 0xDC00);
            at += 2;
        } else if (value >= 0xD800 && value < 0xE000) {
            value = 0xFFFD;
        }
        base::append_utf8(text, value);
    }
    return text;
}

/// Bytes of one value of a property's type, where that is fixed; 0 where each value has a length.
std::size_t fixed_size(std::uint32_t type) {
    switch (type) {
        case 0x0002:  // 16-bit values are padded when they stand alone
        case 0x0003:
        case 0x0004:
        case 0x000A:
        case 0x000B:
            return 4;
        case 0x0005:
        case 0x0006:
        case 0x0007:
        case 0x0014:
        case 0x0040:
            return 8;
        case 0x0048:
            return 16;
        default:
            return 0;
    }
}

struct Property {
    std::uint32_t id = 0;
    std::uint32_t type = 0;
    std::string_view value;  ///< the first, where there are several
};

/// The next property, or none at the end or where the bytes make no sense.
std::optional<Property> next_property(Bytes& bytes) {
    Property property;
    property.type = bytes.number(2);
    property.id = bytes.number(2);
    if (property.id >= kNamedProperty) {
        static_cast<void>(bytes.take(16));
        if (bytes.number(4) == 1) static_cast<void>(bytes.take_padded(bytes.number(4)));
    }
    const bool many = (property.type & kMany) != 0;
    property.type &= ~kMany;
    const std::size_t fixed = fixed_size(property.type);
    const bool sized = property.type == kString8 || property.type == kUnicode ||
                       property.type == kBinary || property.type == kObject;
    if (fixed == 0 && !sized) return {};
    const std::uint32_t count = many || sized ? bytes.number(4) : 1;
    const std::size_t each = many && property.type == 0x0002 ? 2 : fixed;
    for (std::uint32_t i = 0; i < count && !bytes.is_short(); ++i) {
        const std::string_view value =
            sized ? bytes.take_padded(bytes.number(4)) : bytes.take(each);
        if (i == 0) property.value = value;
    }
    if (many && property.type == 0x0002 && count % 2 == 1) static_cast<void>(bytes.take(2));
    if (bytes.is_short()) return {};
    return property;
}

class Tnef {
 public:
    Tnef(const Input& input, Reading& reading) : input_(input), reading_(reading) {}

    void read() {
        Bytes stream(input_.bytes);
        static_cast<void>(stream.take(kSignature.size()));
        static_cast<void>(stream.number(2));  // the stream's key
        while (!stream.empty()) {
            static_cast<void>(
                stream.number(1));  // message or attachment; the attribute says it too
            const std::uint32_t attribute = stream.number(4);
            const std::size_t length = stream.number(4);
            if (stream.is_short()) return end(true);
            const bool cut = length > stream.size();
            take(attribute, cut ? stream.rest() : stream.take(length));
            if (cut) return end(true);
            static_cast<void>(stream.number(2));  // the sum, which writers get wrong
        }
        end(stream.is_short());
    }

 private:
    struct Attachment {
        std::string title;
        std::string short_name;
        std::string long_name;
        std::string display_name;
        std::string bytes;
        bool is_message = false;
    };

    void take(std::uint32_t attribute, std::string_view value) {
        if (attribute == kCodePage) charset_ = label_of(Bytes(value).number(4));
        if (attribute == kBody && text_.empty()) text_ = decoded(value);
        if (attribute == kMessageProperties) properties(value, nullptr);
        if (attribute == kAttachmentStart) start_attachment();
        if (attribute != kAttachmentTitle && attribute != kAttachmentData &&
            attribute != kAttachmentProperties)
            return;
        if (!open_) start_attachment();
        if (attribute == kAttachmentTitle) attachment_.title = decoded(value);
        if (attribute == kAttachmentData && attachment_.bytes.empty()) attachment_.bytes = value;
        if (attribute == kAttachmentProperties) properties(value, &attachment_);
    }

    void properties(std::string_view value, Attachment* attachment) {
        Bytes bytes(value);
        const std::size_t count = std::min<std::size_t>(bytes.number(4), kMostProperties);
        for (std::size_t i = 0; i < count; ++i) {
            const std::optional<Property> property = next_property(bytes);
            if (!property) {
                broken_ = true;
                return;
            }
            if (attachment)
                attachment_property(*property, *attachment);
            else
                message_property(*property);
        }
    }

    void message_property(const Property& property) {
        if (property.id == kPropertyBody && !words(property).empty()) text_ = words(property);
        if (property.id == kPropertyHtml) html_ = property.value;
        if (property.id == kPropertyRtf) rich_ = property.value;
    }

    void attachment_property(const Property& property, Attachment& attachment) {
        if (property.id == kPropertyLongName) attachment.long_name = words(property);
        if (property.id == kPropertyShortName) attachment.short_name = words(property);
        if (property.id == kPropertyDisplayName) attachment.display_name = words(property);
        if (property.id != kPropertyData) return;
        std::string_view data = property.value;
        if (property.type == kObject && data.size() > kObjectId) {
            data.remove_prefix(kObjectId);
            attachment.is_message = data.starts_with(kSignature);
        }
        if (attachment.is_message || attachment.bytes.empty()) attachment.bytes = data;
    }

    [[nodiscard]] std::string words(const Property& property) const {
        return property.type == kUnicode ? from_utf16(property.value) : decoded(property.value);
    }
    [[nodiscard]] std::string decoded(std::string_view bytes) const {
        return text::decode(without_nul(bytes), charset_).text;
    }

    void start_attachment() {
        keep_attachment();
        open_ = true;
    }

    void keep_attachment() {
        if (!std::exchange(open_, false)) return;
        Attachment attachment = std::exchange(attachment_, {});
        if (reading_.inner.size() >= kMostAttachments) {
            add_problem(reading_, code::kLimitExceeded, Severity::Lost,
                        "more attachments than are kept");
            return;
        }
        Inner inner;
        for (std::string* name : {&attachment.long_name, &attachment.title,
                                  &attachment.display_name, &attachment.short_name})
            if (inner.name.empty()) inner.name = std::move(*name);
        if (inner.name.empty())
            inner.name = "attachment" + std::to_string(reading_.inner.size() + 1);
        inner.bytes = std::move(attachment.bytes);
        reading_.inner.push_back(std::move(inner));
    }

    void end(bool cut) {
        keep_attachment();
        if (cut || broken_)
            add_problem(reading_, code::kDamaged, Severity::Degraded,
                        cut ? "the file ends in the middle" : "properties that cannot be read");
        if (!html_.empty()) {
            Input page = input_;
            page.bytes = html_;
            other_form(document::read(type::kHtml, page));
        }
        if (base::trimmed(text_).empty() && !rich_.empty())
            other_form(read_packed_rtf(rich_, limits_of(input_)));
        set_text(reading_, limits_of(input_), unix_lines(text_));
    }

    /// The letter's words unless there are some; its links always, they stand in this form alone.
    void other_form(Reading form) {
        for (const Link& link : form.links) add_link(reading_, link.url, link.text);
        if (!base::trimmed(text_).empty()) return;
        text_ = std::move(form.text);
        for (Inner& picture : form.inner)
            if (reading_.inner.size() < kMostAttachments)
                reading_.inner.push_back(std::move(picture));
        for (Problem& each : form.problems)
            add_problem(reading_, each.code, each.severity, std::move(each.detail));
    }

    static std::string unix_lines(const std::string& text) {
        return base::replaced(base::replaced(text, "\r\n", "\n"), "\r", "\n");
    }

    const Input& input_;
    Reading& reading_;
    std::string charset_;
    std::string text_;
    std::string_view html_;
    std::string_view rich_;  ///< packed
    Attachment attachment_;
    bool open_ = false;
    bool broken_ = false;
};

}  // namespace

Reading read_tnef(const Input& input) {
    Reading reading;
    if (!input.bytes.starts_with(kSignature)) {
        add_problem(reading, code::kDamaged, Severity::Lost, "no TNEF file");
        return reading;
    }
    Tnef(input, reading).read();
    return reading;
}

}  // namespace parsers::document
