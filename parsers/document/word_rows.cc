#include "parsers/document/word_rows.h"

#include <algorithm>
#include <span>

#include "parsers/document/binary_text.h"
#include "parsers/document/table_grid.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxRows = 20'000;
constexpr std::uint16_t kCell = 0x07;
constexpr std::uint16_t kParagraph = 0x0D;

using Edges = std::span<const std::int16_t>;

}  // namespace

std::vector<std::vector<std::uint32_t>> row_columns(const WordStreams& streams,
                                                    const WordTables& tables, std::uint32_t first,
                                                    std::uint32_t count) {
    std::vector<std::vector<std::uint32_t>> placed;
    std::vector<Edges> open;
    const auto take = [&](std::uint32_t fc) {
        const WordParagraph* const paragraph = tables.paragraph_at(fc);
        if (!paragraph || paragraph->depth == 0) {
            place_rows(open, placed);
            open.clear();
        } else if (paragraph->depth == 1 && paragraph->row_end) {
            open.push_back(tables.edges(*paragraph));
        }
        return placed.size() + open.size() < kMaxRows;
    };
    const std::uint64_t last = std::uint64_t{first} + count;
    std::uint64_t left = streams.main.size();  // pieces that share their bytes end here
    bool more = tables.knows_paragraphs();
    for (const WordPiece& piece : tables.pieces()) {
        if (piece.first >= last || !more) break;
        const std::uint64_t begin = std::max<std::uint64_t>(piece.first, first);
        const std::uint64_t end =
            std::min<std::uint64_t>(std::uint64_t{piece.first} + piece.count, last);
        const std::uint32_t width = piece.wide ? 2 : 1;
        for (std::uint64_t cp = begin; cp < end && left > 0 && more; ++cp, --left) {
            const auto fc = static_cast<std::uint32_t>(piece.at + (cp - piece.first) * width);
            const std::uint16_t unit = piece.wide ? u16(streams.main, fc) : u8(streams.main, fc);
            if (unit == kCell || unit == kParagraph) more = take(fc);
        }
    }
    place_rows(open, placed);
    return placed;
}

}  // namespace parsers::document
