/// Outlook's .msg ([MS-OXMSG]) to text: sender, recipients, subject and date as lines, then the
/// body. Attached files become inner documents; a message within the message follows as text, its
/// files as inner documents too. Properties are 16 bytes each in one stream, longer values in
/// streams named after number and type.
#include <array>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/dates.h"
#include "base/text.h"
#include "parsers/document/binary_text.h"
#include "parsers/document/line_writer.h"
#include "parsers/document/ole_adapter.h"
#include "parsers/document/packed_rtf.h"
#include "parsers/document/reading.h"

namespace parsers::document {
namespace {

constexpr std::string_view kAttachment = "__attach_version1.0_";
constexpr std::size_t kMaxRows = 4096;

constexpr std::uint16_t kSubject = 0x0037;
constexpr std::uint16_t kSubmitTime = 0x0039;
constexpr std::uint16_t kOnBehalfName = 0x0042;
constexpr std::uint16_t kOnBehalfAddress = 0x0065;
constexpr std::uint16_t kSenderName = 0x0C1A;
constexpr std::uint16_t kSenderAddress = 0x0C1F;
constexpr std::uint16_t kDisplayTo = 0x0E04;
constexpr std::uint16_t kDeliveryTime = 0x0E06;
constexpr std::uint16_t kBody = 0x1000;
constexpr std::uint16_t kPackedRtf = 0x1009;
constexpr std::uint16_t kHtml = 0x1013;
constexpr std::uint16_t kDisplayName = 0x3001;
constexpr std::uint16_t kAttachedData = 0x3701;
constexpr std::uint16_t kShortName = 0x3704;
constexpr std::uint16_t kAttachMethod = 0x3705;
constexpr std::uint16_t kLongName = 0x3707;
constexpr std::uint16_t kLongPath = 0x370D;
constexpr std::uint16_t kInternetCodePage = 0x3FDE;
constexpr std::uint16_t kMessageCodePage = 0x3FFD;
constexpr std::uint16_t kSenderSmtp = 0x5D01;
constexpr std::uint16_t kOnBehalfSmtp = 0x5D02;

constexpr std::uint16_t kText8 = 0x1E;
constexpr std::uint16_t kText16 = 0x1F;
constexpr std::uint16_t kObject = 0x0D;
constexpr std::uint16_t kBinary = 0x102;

/// How an attachment is attached ([MS-OXCMSG] 2.2.2.9).
constexpr std::uint16_t kByValue = 1;
constexpr std::uint16_t kEmbedded = 5;
constexpr std::uint16_t kByLink = 7;

/// Bytes of streams that may still be read. No honest file gives more than it has; one whose
/// streams share their sectors would.
struct Effort {
    std::uint64_t left = 0;
    bool exhausted = false;
};

std::string stream_name(std::uint16_t id, std::uint16_t type) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string name = "__substg1.0_";
    for (const std::uint16_t number : {id, type})
        for (int shift = 12; shift >= 0; shift -= 4)
            name += kDigits[static_cast<std::size_t>(number >> shift & 15)];
    return name;
}

/// The properties of a message or an attachment.
class Properties {
 public:
    /// `head`: bytes before the first property: 32 for the file's message, 24 for one inside, 8 for
    /// an attachment.
    Properties(const OleStorage& storage, std::size_t head, Effort& effort)
        : storage_(storage), effort_(effort) {
        const std::string rows = take("__properties_version1.0");
        for (std::size_t at = head; at + 16 <= rows.size() && numbers_.size() < kMaxRows; at += 16)
            numbers_[u16(rows, at + 2)] = u64(rows, at + 8);
    }

    [[nodiscard]] std::uint64_t number(std::uint16_t id) const {
        const auto found = numbers_.find(id);
        return found == numbers_.end() ? 0 : found->second;
    }

    [[nodiscard]] std::uint32_t code_page(std::uint16_t id) const {
        return static_cast<std::uint32_t>(number(id));
    }

    /// A text; the body comes in the code page of the Internet message, the rest in the message's.
    [[nodiscard]] std::string text(std::uint16_t id) const {
        std::string value = utf16_text(take(stream_name(id, kText16)));
        if (value.empty()) {
            std::uint32_t page = code_page(kMessageCodePage);
            if (page == 0 || (id == kBody && code_page(kInternetCodePage) != 0))
                page = code_page(kInternetCodePage);
            value = code_page_text(take(stream_name(id, kText8)), page);
        }
        std::erase(value, '\0');
        return value;
    }

    [[nodiscard]] std::string binary(std::uint16_t id) const {
        return take(stream_name(id, kBinary));
    }
    [[nodiscard]] OleStorage object(std::uint16_t id) const {
        return storage_.storage(stream_name(id, kObject));
    }
    [[nodiscard]] bool has_damage() const { return damaged_; }

 private:
    std::string take(const std::string& name) const {
        OleStorage::Stream stream = storage_.stream(name, effort_.left);
        effort_.left -= stream.bytes.size();
        if (stream.whole) return std::move(stream.bytes);
        if (effort_.left == 0) effort_.exhausted = true;
        damaged_ = true;
        return std::move(stream.bytes);
    }

    const OleStorage& storage_;
    Effort& effort_;
    std::map<std::uint16_t, std::uint64_t> numbers_;
    mutable bool damaged_ = false;
};

struct Sender {
    std::uint16_t name;
    std::uint16_t smtp;
    std::uint16_t address;
};
constexpr std::array<Sender, 2> kSenders = {
    {{kOnBehalfName, kOnBehalfSmtp, kOnBehalfAddress}, {kSenderName, kSenderSmtp, kSenderAddress}}};

/// Addresses of Exchange ("/o=…") say nothing to a person.
std::string sender_of(const Properties& message) {
    for (const Sender& each : kSenders) {
        const std::string name = message.text(each.name);
        std::string address = message.text(each.smtp);
        if (address.empty()) address = message.text(each.address);
        if (address.find('@') == std::string::npos) address.clear();
        if (name.empty() || name == address) {
            if (!address.empty()) return address;
            continue;
        }
        return address.empty() ? name : base::join({name, "<" + address + ">"}, " ");
    }
    return {};
}

/// 100 ns since 1601 as a minute of the county.
std::string moment(std::uint64_t filetime) {
    constexpr std::int64_t kEpoch = 11'644'473'600'000;
    const auto milliseconds = static_cast<std::int64_t>(filetime / 10'000) - kEpoch;
    constexpr std::int64_t kYear9999 = 253'370'764'800'000;
    if (filetime == 0 || milliseconds < 0 || milliseconds > kYear9999) return {};
    const std::string text =
        base::format_instant(base::Instant(std::chrono::milliseconds(milliseconds)));
    return text.substr(0, 10) + " " + text.substr(11, 5);
}

class MessageReader {
 public:
    MessageReader(const Limits& limits, Effort& effort, LineWriter& out, Reading& reading)
        : limits_(limits), effort_(effort), out_(out), reading_(reading) {}

    void read(OleStorage root) {
        waiting_.push_back({std::move(root), 32, 1});
        while (!waiting_.empty() && !out_.truncated() && !effort_.exhausted) {
            const Waiting next = std::move(waiting_.front());
            waiting_.pop_front();
            read_message(next);
        }
        if (effort_.exhausted) damage("parts of the message share their bytes");
    }

 private:
    struct Waiting {
        OleStorage storage;
        std::size_t head = 0;
        std::uint32_t depth = 0;
    };

    void damage(const char* detail) {
        add_problem(reading_, code::kDamaged, Severity::Degraded, detail);
    }

    void read_message(const Waiting& place) {
        const Properties message(place.storage, place.head, effort_);
        if (out_.size() > 0) out_.break_line();
        std::string date = moment(message.number(kSubmitTime));
        if (date.empty()) date = moment(message.number(kDeliveryTime));
        line("发件人: ", sender_of(message));
        line("收件人: ", message.text(kDisplayTo));
        line("主题: ", message.text(kSubject));
        line("日期: ", date);
        out_.break_line();
        read_body(message);
        for (const std::string& name : place.storage.names())
            if (name.starts_with(kAttachment) && !effort_.exhausted)
                read_attachment(place.storage.storage(name), place.depth);
        if (message.has_damage()) damage("the message is cut short");
    }

    void line(std::string_view label, std::string_view value) {
        out_.text(label);
        out_.text(base::one_line(value, 2000));
        out_.break_line();
    }

    /// The plain body, else what HTML or RTF shows; links stand in HTML alone.
    void read_body(const Properties& message) {
        const std::string plain = message.text(kBody);
        write_lines(plain);
        std::string html = message.binary(kHtml);
        std::string charset = code_page_label(message.code_page(kInternetCodePage));
        if (html.empty()) {
            html = message.text(kHtml);
            charset = "utf-8";
        }
        if (!html.empty()) {
            Input page;
            page.bytes = html;
            page.charset = charset;
            page.limits = &limits_;
            const Reading shown = read_html(page);
            if (base::trimmed(plain).empty()) write_lines(shown.text);
            for (const Link& link : shown.links) add_link(reading_, link.url, link.text);
        } else if (base::trimmed(plain).empty()) {
            read_rtf_body(message.binary(kPackedRtf));
        }
    }

    void read_rtf_body(const std::string& packed) {
        if (packed.empty()) return;
        Reading letter = read_packed_rtf(packed, limits_);
        write_lines(letter.text);
        for (const Link& link : letter.links) add_link(reading_, link.url, link.text);
        for (Inner& picture : letter.inner) reading_.inner.push_back(std::move(picture));
        for (Problem& each : letter.problems)
            add_problem(reading_, each.code, each.severity, std::move(each.detail));
    }

    void write_lines(std::string_view text) {
        for (std::string_view each : base::split(text, '\n')) {
            while (each.ends_with('\r')) each.remove_suffix(1);
            out_.text(each);
            out_.break_line();
        }
    }

    void read_attachment(const OleStorage& storage, std::uint32_t depth) {
        const Properties attachment(storage, 8, effort_);
        const std::uint64_t method = attachment.number(kAttachMethod);
        std::string name = attachment.text(kLongName);
        if (name.empty()) name = attachment.text(kShortName);
        if (name.empty()) name = attachment.text(kDisplayName);
        if (method == kEmbedded) return read_embedded(attachment, name, depth);
        if (method == kByLink) return add_link(reading_, attachment.text(kLongPath), name);
        std::string bytes = attachment.binary(kAttachedData);
        if (attachment.has_damage()) damage("an attachment is cut short");
        if (bytes.empty() && method != kByValue)
            return add_problem(reading_, code::kUnsupportedFormat, Severity::Degraded,
                               "an attachment is not in the message: " + name);
        reading_.inner.push_back({std::move(name), std::move(bytes)});
    }

    void read_embedded(const Properties& attachment, const std::string& name, std::uint32_t depth) {
        OleStorage inner = attachment.object(kAttachedData);
        if (!inner.is_open()) return damage("a message inside the message cannot be read");
        if (depth >= limits_.container_depth)
            return add_problem(reading_, code::kLimitExceeded, Severity::Lost,
                               "messages too deep in one another: " + name);
        waiting_.push_back({std::move(inner), 24, depth + 1});
    }

    const Limits& limits_;
    Effort& effort_;
    LineWriter& out_;
    Reading& reading_;
    std::deque<Waiting> waiting_;
};

}  // namespace

Reading read_msg(const Input& input) {
    Reading reading;
    const Limits& limits = limits_of(input);
    OleStorage root(input.bytes);
    if (!root.is_open()) {
        add_problem(reading, code::kDamaged, Severity::Lost, "the Outlook message cannot be read");
        return reading;
    }
    Effort effort{input.bytes.size(), false};
    LineWriter out(limits.text_bytes, 1);
    MessageReader(limits, effort, out, reading).read(std::move(root));
    const bool truncated = out.truncated();
    set_text(reading, limits, out.take(), truncated);
    return reading;
}

}  // namespace parsers::document
