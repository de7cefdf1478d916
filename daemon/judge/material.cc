#include "daemon/judge/material.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "daemon/judge/words.h"
#include "parsers/text/charset.h"

namespace judge {
namespace {

using parsers::Document;
using parsers::Role;
using parsers::SegmentKind;

constexpr std::size_t kTextRead = 200'000;
constexpr std::uint32_t kHeadGap = 3;

constexpr std::array<std::string_view, 14> kReplyMarks = {
    "回复:",  "答复:",  "回覆:",  "re:",  "reply:",  "答覆:",  "回信:",
    "回复：", "答复：", "回覆：", "re：", "reply：", "答覆：", "回信："};
constexpr std::array<std::string_view, 14> kForwardMarks = {
    "转发:",  "转寄:",  "轉寄:",  "fw:",  "fwd:",  "forward:",  "轉發:",
    "转发：", "转寄：", "轉寄：", "fw：", "fwd：", "forward：", "轉發："};

/// Words that tell one copy of a paper from another.
constexpr std::array<std::string_view, 24> kCopyWords = {
    "加盖公章", "盖章版", "盖章件", "盖章", "扫描件", "扫描版", "扫描", "电子版",
    "签字版",   "签章版", "已盖章", "公章", "word版", "pdf版",  "word", "pdf",
    "复印件",   "最终版", "终稿",   "定稿", "副本",   "(1)",    "(2)",  "版"};
/// Names a scanner, a telephone or a word processor gives by itself.
constexpr std::array<std::string_view, 12> kMachineNames = {
    "img",      "mmexport", "微信图片", "camscanner", "扫描全能王", "新建",
    "untitled", "document", "scan",     "图片",       "doc",        "未命名"};

bool starts_with_any(std::string_view text, const auto& marks, std::size_t& length) {
    for (const std::string_view mark : marks)
        if (text.starts_with(mark)) {
            length = mark.size();
            return true;
        }
    return false;
}

/// A number, alone or behind a device's few letters (ccf20240806): nobody gave that name.
bool is_counter(std::string_view stem) {
    constexpr std::size_t kDeviceLetters = 6;
    constexpr std::size_t kDigits = 3;
    if (stem.starts_with("image")) return false;  // a mail program's picture: image001.png
    std::size_t letters = 0;
    std::size_t digits = 0;
    for (const char c : stem) {
        if (c >= '0' && c <= '9')
            ++digits;
        else if (c >= 'a' && c <= 'z')
            ++letters;
        else
            return false;
    }
    return letters == 0 || (letters <= kDeviceLetters && digits >= kDigits);
}

std::string_view after_last(std::string_view text, std::string_view mark) {
    const auto at = text.rfind(mark);
    return at == std::string_view::npos ? text : text.substr(at + mark.size());
}

/// "2/转发.eml!/3/盖章.pdf" -> the names before each "!/", innermost first.
std::vector<std::string> names_around(std::string_view part) {
    std::vector<std::string> names;
    for (auto at = part.rfind("!/"); at != std::string_view::npos; at = part.rfind("!/", at - 1)) {
        auto path = part.substr(0, at);
        const auto outer = path.rfind("!/");
        auto own = outer == std::string_view::npos ? path : path.substr(outer + 2);
        if (auto name = base_name(after_last(own, "/")); !name.empty())
            names.push_back(std::move(name));
        if (at == 0) break;
    }
    return names;
}

void read_titles(Paper& paper) {
    std::uint32_t last = 0;
    bool head = true;
    for (const parsers::Segment& segment : paper.document->segments) {
        if (segment.kind != SegmentKind::Title) continue;
        // Parts of one title stand close together, parted by no more than the number.
        head = head && (last == 0 || segment.line <= last + kHeadGap);
        last = segment.line;
        paper.titles.push_back({segment.text, fold(segment.text), head});
    }
}

Paper make_paper(const Document& document, std::size_t index) {
    Paper paper;
    paper.index = index;
    paper.document = &document;
    paper.from = document.part;
    paper.name = base_name(document.name);
    paper.outer_names = names_around(document.part);
    const auto container = document.part.rfind("!/");
    if (container != std::string::npos) paper.container = document.part.substr(0, container);
    paper.stem = stem_of(document.name);
    paper.readable = !base::trimmed(document.text).empty();
    paper.folded = parsers::text::folded(base::prefix(document.text, kTextRead));
    read_titles(paper);
    return paper;
}

std::vector<DecisionFields> decisions_of(const Document& document) {
    std::vector<DecisionFields> decisions;
    for (const parsers::Field& field : document.fields) {
        if (field.name == "decision") decisions.emplace_back();
        if (!decisions.empty()) decisions.back().fields.push_back(field);
    }
    return decisions;
}

/// Programs' own files that nobody meant to send.
bool is_litter(const Document& document) {
    const auto name = after_last(document.name, "/");
    return name.starts_with("~$") || name == ".DS_Store" || name == "Thumbs.db" ||
           document.part.find("__MACOSX/") != std::string::npos ||
           document.media_type == "application/x-ms-owner" ||
           document.media_type == "text/calendar" || document.media_type == "text/vcard" ||
           document.media_type == "message/disposition-notification" ||
           document.media_type == "message/delivery-status";
}

void add_papers(const Document& document, std::size_t index, Material& material) {
    const auto decisions = decisions_of(document);
    if (decisions.empty()) {
        material.papers.push_back(make_paper(document, index));
        return;
    }
    for (const DecisionFields& decision : decisions) {
        material.papers.push_back(make_paper(document, index));
        material.papers.back().decision = decision;
    }
}

/// The lines before the quote, without the greeting.
std::string own_words(const Document& body) {
    std::uint32_t quote = 0;
    std::vector<std::uint32_t> greeting;
    std::string greeting_text;
    for (const parsers::Segment& segment : body.segments) {
        const bool quoted =
            segment.kind == SegmentKind::Quote || segment.kind == SegmentKind::QuotedHeader;
        if (quoted && (quote == 0 || segment.line < quote)) quote = segment.line;
        if (segment.kind == SegmentKind::Addressee) {
            greeting.push_back(segment.line);
            greeting_text = segment.text;
        }
    }
    std::string own;
    std::uint32_t number = 0;
    for (std::string_view line : base::split(body.text, '\n')) {
        ++number;
        if (quote != 0 && number >= quote) break;
        if (std::ranges::find(greeting, number) != greeting.end())
            if (const auto at = line.find(greeting_text); at != std::string_view::npos)
                line = line.substr(at + greeting_text.size());
        own.append(line).append("\n");
    }
    return own;
}

/// Words of attached mails beyond this are not looked at.
constexpr std::size_t kMostAttachedText = 1U << 20;

void read_body(const parsers::Parsed& parsed, Material& material) {
    for (std::size_t i = 0; i < parsed.documents.size(); ++i) {
        const Document& document = parsed.documents[i];
        if (document.role != Role::Body || document.part.find("!/") != std::string::npos) continue;
        if (base::trimmed(document.text).empty()) continue;
        material.letter.body = i;
        material.letter.own_from = document.part;
        material.letter.own_text = own_words(document);
        for (const parsers::Segment& segment : document.segments) {
            if (segment.kind == SegmentKind::SignatureCard)
                material.letter.card.push_back(segment.text);
            if (segment.kind != SegmentKind::QuotedHeader) continue;
            const std::string_view text = segment.text;
            if (text.starts_with("发件人: "))
                material.letter.quoted_senders.emplace_back(after_last(text, "发件人: "));
            if (text.starts_with("主题: "))
                material.letter.quoted_subjects.push_back(bare_subject(after_last(text, "主题: ")));
        }
        material.body = make_paper(document, i);
        material.body->is_body = true;
        material.body->folded = fold(material.letter.own_text);
        if (const auto decisions = decisions_of(document); !decisions.empty())
            material.body->decision = decisions[0];
        return;
    }
}

}  // namespace

const parsers::Field* DecisionFields::find(std::string_view name) const {
    const auto found = std::ranges::find(fields, name, &parsers::Field::name);
    return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string_view> Paper::segments(parsers::SegmentKind kind) const {
    std::vector<std::string_view> texts;
    for (const parsers::Segment& segment : document->segments)
        if (segment.kind == kind && segment.confidence >= parsers::kDisputed)
            texts.emplace_back(segment.text);
    return texts;
}

std::string bare_subject(std::string_view subject, bool* is_reply, bool* is_forward) {
    std::string_view rest = base::trimmed(subject);
    for (int depth = 0; depth < 20; ++depth) {
        const std::string start = base::lowered(rest.substr(0, 24));
        std::size_t length = 0;
        if (starts_with_any(start, kReplyMarks, length)) {
            if (is_reply) *is_reply = true;
        } else if (starts_with_any(start, kForwardMarks, length)) {
            if (is_forward) *is_forward = true;
        } else {
            break;
        }
        rest = base::trimmed(rest.substr(length));
    }
    return std::string(rest);
}

std::string base_name(std::string_view name) {
    for (const std::string_view slash : {"/", "\\"}) name = after_last(name, slash);
    const auto dot = name.rfind('.');
    // An extension is short and has letters; "第1.2号" has none.
    if (dot != std::string_view::npos && dot > 0 && name.size() - dot <= 6 &&
        std::ranges::all_of(name.substr(dot + 1), [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        }))
        name = name.substr(0, dot);
    return std::string(base::trimmed(name));
}

std::string stem_of(std::string_view name) {
    std::string stem = parsers::text::folded(base_name(name));
    for (const std::string_view word : kCopyWords) stem = base::replaced(std::move(stem), word, "");
    stem = base::replaced(std::move(stem), "()", "");
    for (const char mark : std::string_view("-_,.")) std::erase(stem, mark);
    for (const std::string_view machine : kMachineNames)
        if (stem.starts_with(machine)) return {};
    return is_counter(stem) ? std::string{} : stem;
}

Material sort_out(const parsers::Parsed& parsed) {
    Material material;
    Letter& letter = material.letter;
    letter.raw_subject = parsed.subject;
    letter.subject = bare_subject(parsed.subject, &letter.is_reply, &letter.is_forward);
    if (!parsed.from.empty()) {
        letter.sender_address = base::lowered(parsed.from[0].address);
        letter.sender_name = parsed.from[0].name;
    }
    read_body(parsed, material);
    for (std::size_t i = 0; i < parsed.documents.size(); ++i) {
        const Document& document = parsed.documents[i];
        if (document.role == Role::Body && document.part.find("!/") != std::string::npos &&
            letter.attached_text.size() < kMostAttachedText)
            letter.attached_text += own_words(document);
        if (document.role == Role::Attachment && !is_litter(document))
            add_papers(document, i, material);
    }
    return material;
}

}  // namespace judge
