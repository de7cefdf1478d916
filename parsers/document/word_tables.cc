#include "parsers/document/word_tables.h"

#include <algorithm>
#include <optional>

#include "parsers/document/binary_text.h"

namespace parsers::document {
namespace {

constexpr std::size_t kPage = 512;  ///< a page of properties (FKP)
constexpr std::size_t kMaxHeaders = 4096;
constexpr std::size_t kMaxEdges = 1U << 20;
constexpr std::uint32_t kMaxDepth = 64;
constexpr std::uint32_t kCompressed = 0x40000000;

/// Where the head keeps the start and size of a table. Word 6 and 95 have the same, elsewhere.
struct Places {
    std::size_t lengths;
    std::size_t headers;
    std::size_t runs;
    std::size_t paragraphs;
    std::size_t pieces;
};
constexpr Places kWord97{0x4C, 0xF2, 0xFA, 0x102, 0x1A2};
constexpr Places kWord95{0x34, 0xB0, 0xB8, 0xC0, 0x160};

struct Language {
    std::uint16_t primary;  ///< the low ten bits of a language code
    std::uint32_t code_page;
};
constexpr std::array<Language, 3> kLanguages = {{{0x11, 932}, {0x12, 949}, {0x19, 1251}}};

/// The Windows code page of a language; 0 (guess) where documents of it are usually mixed.
std::uint32_t code_page_of(std::uint16_t language) {
    if (language == 0x0404 || language == 0x0C04 || language == 0x1404) return 950;
    if ((language & 0x3FFU) == 0x04) return 936;
    for (const Language& each : kLanguages)
        if ((language & 0x3FFU) == each.primary) return each.code_page;
    return 0;
}

/// One property after the other ([MS-DOC] 2.6: a code that tells the operand's size, then that).
struct Property {
    std::uint16_t code = 0;
    std::string_view operand;
};

std::size_t operand_size(std::uint16_t code, std::string_view rest, std::size_t& prefix) {
    constexpr std::array<std::size_t, 8> kSizes = {1, 1, 2, 4, 2, 2, 0, 3};
    if (code >> 13U != 6) return kSizes[code >> 13U];
    if (code == 0xD608) {  // sprmTDefTable: two bytes of size, one too large
        prefix = 2;
        return u16(rest, 0) == 0 ? 0 : u16(rest, 0) - 1U;
    }
    prefix = 1;
    const std::size_t size = u8(rest, 0);
    if (code != 0xC615 || size != 255) return size;
    // sprmPChgTabs: its size is to be counted.
    const std::size_t deleted = u8(rest, 1);
    const std::size_t added = u8(rest, 2 + 4 * deleted);
    return 2 + 4 * deleted + 3 * added;
}

std::optional<Property> next_property(std::string_view& list) {
    if (list.size() < 3) return {};
    Property property;
    property.code = u16(list, 0);
    const std::string_view rest = list.substr(2);
    std::size_t prefix = 0;
    const std::size_t size = operand_size(property.code, rest, prefix);
    property.operand = slice(rest, prefix, size);
    list = slice(rest, prefix + size);
    return property;
}

bool is_on(const Property& property) {
    const std::uint8_t value = u8(property.operand, 0);
    return value == 1 || value == 0x81;  // 0x80: as the style, 0x81: not as the style
}

/// The entries of a page of properties: limits of a stretch of bytes, and where its list stands.
template <class Entry>
void each_entry(std::string_view page, std::size_t entry_size, Entry entry) {
    const std::size_t count = u8(page, kPage - 1);
    const std::size_t entries = 4 * (count + 1);
    if (entries + entry_size * count > kPage - 1) return;
    for (std::size_t i = 0; i < count; ++i)
        entry(u32(page, 4 * i), u32(page, 4 * i + 4), u8(page, entries + entry_size * i) * 2U);
}

/// The numbers of the pages a table names; no more than the file has pages.
std::vector<std::string_view> pages_of(std::string_view plc, std::string_view main,
                                       std::size_t number_size) {
    std::vector<std::string_view> pages;
    if (plc.size() < 4) return pages;
    const std::size_t count = std::min((plc.size() - 4) / (4 + number_size), main.size() / kPage);
    const std::size_t start = 4 * ((plc.size() - 4) / (4 + number_size) + 1);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = start + number_size * i;
        const std::uint32_t number = number_size == 4 ? u32(plc, at) & 0x3FFFFFU : u16(plc, at);
        const std::string_view page = slice(main, std::uint64_t{number} * kPage, kPage);
        if (page.size() == kPage) pages.push_back(page);
    }
    return pages;
}

template <class Stretch>
void order(std::vector<Stretch>& list) {
    std::stable_sort(list.begin(), list.end(),
                     [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
}

}  // namespace

WordHead word_head(std::string_view main) {
    WordHead head;
    const std::uint16_t mark = u16(main, 0);
    const std::uint16_t version = u16(main, 2);
    const std::uint16_t flags = u16(main, 10);
    head.word97 = mark == 0xA5EC || (mark == 0xA5DC && version >= 0xC1);
    head.old = !head.word97 && mark == 0xA5DC;
    head.encrypted = (flags & 0x0100U) != 0;
    head.second_table = (flags & 0x0200U) != 0;
    return head;
}

WordTables::WordTables(const WordStreams& streams) : streams_(streams) {
    old_ = word_head(streams_.main).old;
    if (old_) streams_.table = streams_.main;
    code_page_ = code_page_of(u16(streams_.main, 6));
    read_head();
}

void WordTables::read_head() {
    const std::string_view main = streams_.main;
    const Places& places = old_ ? kWord95 : kWord97;
    for (std::size_t i = 0; i < lengths_.size(); ++i)
        lengths_[i] = u32(main, places.lengths + 4 * i);
    const auto table = [&](std::size_t place, auto read) {
        (this->*read)(u32(main, place), u32(main, place + 4));
    };
    table(places.pieces, &WordTables::read_pieces);
    table(places.headers, &WordTables::read_headers);
    table(places.runs, &WordTables::read_runs);
    table(places.paragraphs, &WordTables::read_paragraphs);
}

std::uint32_t WordTables::start(WordText text) const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(text); ++i) sum += lengths_[i];
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, UINT32_MAX));
}

/// Only characters that stand in the file are counted.
void WordTables::add_piece(WordPiece piece) {
    const std::uint64_t width = piece.wide ? 2 : 1;
    const std::uint64_t room =
        piece.at < streams_.main.size() ? (streams_.main.size() - piece.at) / width : 0;
    if (piece.count > room) damaged_ = true;
    piece.count = static_cast<std::uint32_t>(std::min<std::uint64_t>(piece.count, room));
    if (piece.count > 0) pieces_.push_back(piece);
}

/// [MS-DOC] 2.9.38: blocks of properties (1), then the table of pieces (2).
void WordTables::read_pieces(std::uint32_t at, std::uint32_t size) {
    std::string_view list = slice(streams_.table, at, size);
    while (u8(list, 0) == 1) list = slice(list, 3U + u16(list, 1));
    const bool wide_old = old_ && (u16(streams_.main, 10) & 0x1000U) != 0;
    if (u8(list, 0) != 2 || list.size() < 5 + 16) {
        // Word 6 writes none when the text stands in one piece; for Word 97 it is a guess.
        const std::uint32_t first = u32(streams_.main, 0x18);
        const std::uint32_t last = u32(streams_.main, 0x1C);
        damaged_ = !old_ || last < first;
        if (last < first) return;
        WordPiece all{0, last - first, first, wide_old};
        if (wide_old) all.count /= 2;
        return add_piece(all);
    }
    const std::uint32_t stated = u32(list, 1);
    list = slice(list, 5, stated);
    if (list.size() < stated) damaged_ = true;
    const std::size_t count = list.size() < 4 ? 0 : (list.size() - 4) / 12;
    std::uint32_t last = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint32_t begin = u32(list, 4 * i);
        const std::uint32_t end = u32(list, 4 * i + 4);
        const std::uint32_t place = u32(list, 4 * (count + 1) + 8 * i + 2);
        if (begin < last || end < begin) {
            damaged_ = true;
            break;
        }
        last = end;
        const bool narrow = old_ ? !wide_old : (place & kCompressed) != 0;
        const std::uint32_t byte = place & (kCompressed - 1);
        add_piece({begin, end - begin, narrow && !old_ ? byte / 2 : byte, !narrow});
    }
}

/// PlcfHdd: six separators of notes, then the headers and footers of each section.
void WordTables::read_headers(std::uint32_t at, std::uint32_t size) {
    const std::string_view list = slice(streams_.table, at, size);
    const std::size_t count = std::min(list.size() / 4, kMaxHeaders);
    const std::size_t separators = old_ ? 0 : 6;
    for (std::size_t i = separators; i < count; ++i) {
        const std::uint32_t start = u32(list, 4 * i);
        if (start > length(WordText::Headers) || (!headers_.empty() && start < headers_.back()))
            break;
        headers_.push_back(start);
    }
}

WordRun WordTables::run_of(std::string_view properties) const {
    WordRun run;
    while (const auto property = next_property(properties)) {
        switch (property->code) {
            case 0x0800:  // sprmCFRMarkDel
            case 0x083C:  // sprmCFVanish
                run.unseen = run.unseen || is_on(*property);
                break;
            case 0x6A03:  // sprmCPicLocation
                run.picture = true;
                run.picture_at = u32(property->operand, 0);
                break;
            default:
                break;
        }
    }
    return run;
}

void WordTables::read_runs(std::uint32_t at, std::uint32_t size) {
    if (old_) return;  // other property codes, for hidden text only
    for (const std::string_view page :
         pages_of(slice(streams_.table, at, size), streams_.main, 4)) {
        each_entry(page, 1, [&](std::uint32_t begin, std::uint32_t end, std::size_t place) {
            if (place == 0 || end <= begin) return;
            WordRun run = run_of(slice(page.substr(0, kPage - 1), place + 1, u8(page, place)));
            if (!run.unseen && !run.picture) return;
            run.begin = begin;
            run.end = end;
            runs_.push_back(run);
        });
    }
    order(runs_);
}

/// sprmTDefTable: the number of cells, then their edges ([MS-DOC] 2.9.318).
void WordTables::add_edges(std::string_view definition, WordParagraph& paragraph) {
    constexpr std::size_t kMaxCells = 63;
    const std::size_t count = u8(definition, 0) + std::size_t{1};
    if (count > kMaxCells + 1 || definition.size() < 1 + 2 * count) return;
    if (edges_.size() > kMaxEdges) return;
    paragraph.edges = static_cast<std::uint32_t>(edges_.size());
    paragraph.edge_count = static_cast<std::uint8_t>(count);
    for (std::size_t i = 0; i < count; ++i)
        edges_.push_back(static_cast<std::int16_t>(u16(definition, 1 + 2 * i)));
}

WordParagraph WordTables::paragraph_of(std::string_view properties) {
    WordParagraph paragraph;
    bool in_table = false;
    bool moved = false;
    while (const auto property = next_property(properties)) {
        switch (property->code) {
            case 0x2416:  // sprmPFInTable
                in_table = is_on(*property);
                break;
            case 0x2417:  // sprmPFTtp
            case 0x244C:  // sprmPFInnerTtp
                paragraph.row_end = paragraph.row_end || is_on(*property);
                break;
            case 0x244B:  // sprmPFInnerTableCell
                paragraph.cell_end = is_on(*property);
                break;
            case 0x6649:  // sprmPItap
                paragraph.depth = std::min(u32(property->operand, 0), kMaxDepth);
                break;
            case 0xD608:  // sprmTDefTable
                add_edges(property->operand, paragraph);
                break;
            case 0x6645:  // sprmPHugePapx: the list goes on in the Data stream
            case 0x6646:
                if (moved) break;
                moved = true;
                properties = slice(streams_.data, u32(property->operand, 0) + std::uint64_t{2},
                                   u16(streams_.data, u32(property->operand, 0)));
                break;
            default:
                break;
        }
    }
    if (!in_table && paragraph.depth == 0) paragraph.row_end = false;
    if (in_table && paragraph.depth == 0) paragraph.depth = 1;
    return paragraph;
}

void WordTables::read_paragraphs(std::uint32_t at, std::uint32_t size) {
    if (old_) return;
    for (const std::string_view page :
         pages_of(slice(streams_.table, at, size), streams_.main, 4)) {
        const std::string_view body = page.substr(0, kPage - 1);
        each_entry(page, 13, [&](std::uint32_t begin, std::uint32_t end, std::size_t place) {
            if (end <= begin) return;
            WordParagraph paragraph;
            if (place != 0) {
                const bool even = u8(body, place) == 0;  // the size stands in the next byte
                const std::size_t bytes =
                    even ? u8(body, place + 1) * 2U : u8(body, place) * 2U - 1U;
                // The list begins with the paragraph's style, two bytes.
                paragraph = paragraph_of(slice(slice(body, place + (even ? 2 : 1), bytes), 2));
            }
            paragraph.begin = begin;
            paragraph.end = end;
            paragraphs_.push_back(paragraph);
        });
    }
    order(paragraphs_);
}

const WordParagraph* WordTables::paragraph_at(std::uint32_t fc) const {
    auto found =
        std::upper_bound(paragraphs_.begin(), paragraphs_.end(), fc,
                         [](std::uint32_t at, const WordParagraph& p) { return at < p.begin; });
    if (found == paragraphs_.begin()) return nullptr;
    --found;
    return fc < found->end ? &*found : nullptr;
}

const WordRun* WordTables::run_from(std::uint32_t fc) const {
    const auto found = std::partition_point(runs_.begin(), runs_.end(),
                                            [&](const WordRun& run) { return run.end <= fc; });
    return found == runs_.end() ? nullptr : &*found;
}

}  // namespace parsers::document
