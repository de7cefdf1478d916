#include "parsers/fields/body.h"

#include <algorithm>
#include <optional>
#include <string>

#include "parsers/fields/pattern.h"
#include "parsers/fields/shapes.h"

namespace parsers::fields {
namespace {

constexpr std::size_t kHeaderLines = 12;
constexpr std::size_t kCardLines = 8;
constexpr std::size_t kMostQuoted = 400;

void add(Document& document, SegmentKind kind, std::string text, std::uint32_t line) {
    Segment segment;
    segment.kind = kind;
    segment.text = std::move(text);
    segment.line = line;
    document.segments.push_back(std::move(segment));
}

/// Lines that programs put before what they quote.
bool is_separator(const Line& line) {
    static const Pattern dashes(
        R"(^[>\s]*[-—_=*]{2,}\s*(?:原始邮件|邮件原件|原邮件|转发邮件信息|转发的(?:原)?邮件|回复的原邮件|回复邮件|已转发邮件|转发邮件|转发信件|原始信件|Original Message|Original|Forwarded message|Forwarded Message|Begin forwarded message|Reply message)[^-—]*[-—_=*]{2,})");
    static const Pattern wrote(
        R"(^(?:At|On|在)\s.{4,200}(?:wrote|写道|写到)\s*[:：]$|^.{2,120}(?:于|在).{4,60}写道\s*[:：]$|^Begin forwarded message:|^(?:开始|以下)(?:转发的邮件|为转发内容))",
        {"wrote", "写", "Begin", "转发"});
    return dashes.in(line.plain) || wrote.in(line.plain);
}

struct HeaderLine {
    std::string label;
    std::string value;
};

/// "发件人: …" in any program's words, with the label made one.
std::optional<HeaderLine> header_line(const Line& line) {
    static const Pattern pattern(
        R"((?i)^[>|\s]*\*?(发件人|发信人|寄件人|寄件者|发送人|from|发送时间|发送日期|发件时间|日期|时间|date|sent|收件人|收信人|to|抄送|抄送人|cc|主题|主旨|标题|subject)\*?\s*(?:[:：|\t]|\s)\s*[|]?\s*(.+?)[|\s]*$)");
    struct Name {
        std::string_view written;
        std::string_view label;
    };
    static constexpr Name kNames[] = {
        {"发件人", "发件人"}, {"发信人", "发件人"}, {"寄件人", "发件人"}, {"寄件者", "发件人"},
        {"发送人", "发件人"}, {"from", "发件人"},   {"收件人", "收件人"}, {"收信人", "收件人"},
        {"to", "收件人"},     {"抄送", "抄送"},     {"抄送人", "抄送"},   {"cc", "抄送"},
        {"主题", "主题"},     {"主旨", "主题"},     {"标题", "主题"},     {"subject", "主题"}};
    const auto match = pattern.find(line.plain);
    if (!match) return {};
    std::string written(match->groups[0]);
    std::ranges::transform(written, written.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    std::string label = "日期";
    for (const Name& name : kNames)
        if (name.written == written) label = std::string(name.label);
    return HeaderLine{std::move(label), std::string(match->groups[1])};
}

/// Outlook without a separator: 发件人 followed within a few lines by 主题 and a time.
bool begins_header_block(const std::vector<Line>& lines, std::size_t at) {
    const auto first = header_line(lines[at]);
    if (!first || first->label != "发件人") return false;
    bool subject = false;
    bool other = false;
    for (std::size_t i = at + 1; i < std::min(lines.size(), at + 7); ++i) {
        const auto header = header_line(lines[i]);
        if (!header) continue;
        subject = subject || header->label == "主题";
        other = other || header->label == "日期" || header->label == "收件人";
    }
    return subject && other;
}

std::size_t quote_begin(const std::vector<Line>& lines) {
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (is_separator(lines[i]) || lines[i].plain.starts_with(">") ||
            begins_header_block(lines, i))
            return i;
    return lines.size();
}

bool is_card_line(const Line& line) {
    static const Pattern pattern(
        R"((?i)(?:电话|手机|传真|邮编|地址|邮箱|职务|微信|QQ|tel|mobile|fax|e-?mail)\s*[:：]|^[-_]{2,}\s*$|发自我的|来自我的|sent from|^\s*0[0-9]{2,3}-?[0-9]{7,8}$|^\s*1[0-9]{10}$)");
    return line.length <= 60 && pattern.in(line.plain);
}

}  // namespace

std::size_t read_quotes(const std::vector<Line>& lines, Document& document) {
    const std::size_t begin = quote_begin(lines);
    std::size_t quoted = 0;
    std::size_t since_separator = kHeaderLines;
    for (std::size_t i = begin; i < lines.size() && quoted < kMostQuoted;
         ++i, ++quoted, ++since_separator) {
        if (is_separator(lines[i]) || begins_header_block(lines, i)) since_separator = 0;
        const auto header = since_separator < kHeaderLines ? header_line(lines[i]) : std::nullopt;
        if (header)
            add(document, SegmentKind::QuotedHeader, header->label + ": " + header->value,
                lines[i].number);
        else
            add(document, SegmentKind::Quote, std::string(lines[i].raw), lines[i].number);
    }
    return begin;
}

std::size_t read_greeting(const std::vector<Line>& lines, Document& document) {
    if (lines.empty()) return 0;
    const Line& line = lines[0];
    if (is_addressee(line)) {
        add(document, SegmentKind::Addressee, std::string(line.raw), line.number);
        return 1;
    }
    static const Pattern leading(
        R"(^([^:：。,，;；!！]{2,30}(?:局|办|委|府|所|科|室|处|领导|同志|单位|公司|队))\s*[:：])");
    if (const auto match = leading.find(line.raw))
        add(document, SegmentKind::Addressee, std::string(match->groups[0]), line.number);
    return 0;
}

void read_card(const std::vector<Line>& lines, Document& document) {
    const std::size_t stop = lines.size() > kCardLines ? lines.size() - kCardLines : 0;
    std::size_t first = lines.size();
    for (std::size_t i = stop; i < lines.size(); ++i)
        if (is_card_line(lines[i])) {
            first = i;
            break;
        }
    if (first == lines.size()) return;
    // A name and an office stand right above the telephone.
    while (first > stop && first > 1 && lines[first - 1].length <= 24 &&
           !is_prose(lines[first - 1]) && !is_addressee(lines[first - 1]))
        --first;
    for (std::size_t i = first; i < lines.size(); ++i)
        add(document, SegmentKind::SignatureCard, std::string(lines[i].raw), lines[i].number);
}

}  // namespace parsers::fields
