#include "parsers/ocr/line_reader.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "parsers/ocr/lines.h"
#include "parsers/ocr/page_text.h"

namespace parsers::ocr {
namespace {

using image::Pix;

constexpr int kInk = 150;  // of a picture whose levels are stretched
// Pixels of a line, as the recogniser reads it best (docs/PAGES.md).
constexpr int kTextHeight = 30;
constexpr int kCellHeight = 40;     // lone digits
constexpr double kPadAcross = 0.3;  // of the line's height
constexpr double kPadAlong = 0.18;
constexpr int kWidestLine = 20'000;  // pixels given to the recogniser

constexpr double kDigitHeight = 0.88;  // of the usual line height, at most
constexpr double kDigitWidth = 0.85;   // of its own height
constexpr double kLongestNumber = 6;   // line heights
constexpr double kSureNumber = 0.9;

constexpr double kHopeless = 0.15;   // confidence: more wrong than right, whatever it is
constexpr double kSureLetter = 0.6;  // of letters and marks alone
constexpr double kMargin = 0.05;     // of a page's width: nobody prints there

constexpr int kStrokesOfAnEdge = 6;
constexpr double kWidestStroke = 1.5;  // mm
constexpr double kSlender = 0.7;       // of its height, the width of a stroke
constexpr double kStroke = 0.35;       // of the usual line height: characters fill a square
constexpr std::size_t kProbes = 2;     // lines read to see which end is up
constexpr int kProbeWidth = 9;         // line heights
constexpr double kReadsWell = 0.80;    // confidence of an upright line
constexpr double kContrastDpi = 300;
constexpr int kWindow = 15;  // half of Sauvola's, pixels at 300 dpi
constexpr float kSauvola = 0.3F;

Pix line_picture(const PIX* gray, const Rect& line, const Rect& bounds, int line_height,
                 int read_height) {
    const int high = std::max({line.height(), line_height * 3 / 4, 8});
    const int across = std::max(4, static_cast<int>(high * kPadAcross));
    const int along = std::max(2, static_cast<int>(high * kPadAlong));
    const Pix part = clipped(gray, within(widened(line, across, along), bounds));
    if (!part) return {};
    const float factor = static_cast<float>(read_height) / static_cast<float>(high);
    if (static_cast<float>(pixGetWidth(part.get())) * factor > kWidestLine) return {};
    const Pix scaled(pixScale(part.get(), factor, factor));
    if (!scaled) return {};
    return Pix(pixAddBorder(scaled.get(), read_height / 2, 255));
}

std::string joined(const std::vector<Word>& words) {
    std::string text;
    for (const Word& word : words) {
        if (!text.empty() && (word.blank_before || word.line_begins)) text += ' ';
        text += word.text;
    }
    return text;
}

/// Of its characters: a long word counts for more.
double confidence_of(const std::vector<Word>& words) {
    double sum = 0, weight = 0;
    for (const Word& word : words) {
        const auto count = static_cast<double>(base::count_code_points(word.text));
        sum += word.confidence * count;
        weight += count;
    }
    return weight > 0 ? sum / weight : 0;
}

Rect place_of(const std::vector<Word>& words) {
    Rect place{words.front().left, words.front().top, words.front().right, words.front().bottom};
    for (const Word& word : words)
        place = {std::min(place.left, word.left), std::min(place.top, word.top),
                 std::max(place.right, word.right), std::max(place.bottom, word.bottom)};
    return place;
}

ReadPiece piece_of(const std::vector<Word>& words, const Rect& place) {
    ReadPiece piece;
    piece.text = normalised(joined(words));
    piece.confidence = confidence_of(words);
    for (const Word& word : words)
        piece.characters.insert(piece.characters.end(), word.characters.begin(),
                                word.characters.end());
    piece.place = place;
    return piece;
}

bool is_letter(char32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= 0xc0 && c < 0x2000);
}

/// A speck, a streak, the edge of a seal, read as a letter or two that nobody printed; marks alone
/// are no words however well they are read. A cell may hold as little.
bool says_nothing(const ReadPiece& piece, const PIX* page) {
    if (piece.confidence < kHopeless) return true;
    bool letters = false;
    for (std::size_t at = 0; at < piece.text.size();) {
        const base::CodePoint point = base::code_point_at(piece.text, at);
        if (is_telling(point.value)) return false;
        letters = letters || is_letter(point.value);
        at += std::max<std::size_t>(point.length, 1);
    }
    const int margin = static_cast<int>(kMargin * pixGetWidth(page));
    const bool outside =
        piece.place.right < margin || piece.place.left > pixGetWidth(page) - margin;
    return !letters || outside || piece.confidence < kSureLetter;
}

/// Upright strokes and nothing else.
bool is_of_strokes(const Row& row) {
    return std::ranges::all_of(row.pieces, [](const Piece& piece) {
        return !piece.cell && std::ranges::all_of(piece.lines, [&](const Rect& line) {
            return line.width() < kStroke * piece.line_height;
        });
    });
}

/// Upright strokes to the left or the right of all else: the edge of a photographed sheet, which
/// breaks into dashes.
std::vector<Rect> strokes_outside(const std::vector<Row>& rows, const Rect& page, double dpi) {
    const double widest = kWidestStroke * dpi / image::kMillimetresAnInch;
    std::vector<Rect> strokes;
    int left = page.right;
    int right = page.left;
    for (const Row& row : rows)
        for (const Piece& piece : row.pieces)
            for (const Rect& line : piece.lines) {
                if (!piece.cell && line.width() < std::min(widest, kSlender * line.height())) {
                    strokes.push_back(line);
                    continue;
                }
                left = std::min(left, line.left);
                right = std::max(right, line.right);
            }
    std::erase_if(strokes,
                  [&](const Rect& line) { return line.right > left && line.left < right; });
    return strokes;
}

Rect bounds_of(const Piece& piece) {
    Rect all = piece.lines.front();
    for (const Rect& line : piece.lines)
        all = {std::min(all.left, line.left), std::min(all.top, line.top),
               std::max(all.right, line.right), std::max(all.bottom, line.bottom)};
    return all;
}

/// Digits are lower and narrower than Chinese characters, which fill a square: in a cell whose ink
/// is that low, and made of parts that narrow, stands a number.
bool like_a_number(const PIX* gray, const Rect& line, int line_height) {
    if (line.height() > kDigitHeight * line_height || line.height() < 0.5 * line_height)
        return false;
    if (line.width() > kLongestNumber * line_height) return false;
    const Pix part = thresholded(clipped(gray, line).get(), kInk);
    const std::vector<Span> glyphs = stretches(ink_of_columns(part.get()), 1, 1);
    return std::all_of(glyphs.begin(), glyphs.end(), [&](const Span& glyph) {
        return glyph.size() <= kDigitWidth * line.height();
    });
}

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || c == '.' || c == ',' || c == '-' || c == '%';
    });
}

/// A lone digit gives the recogniser no context: "8" comes as "&", "3" as "了".
ReadPiece read_cell_line(const PIX* gray, const Rect& line, const Piece& piece,
                         Recogniser& recogniser) {
    const Pix picture = line_picture(gray, line, *piece.cell, piece.line_height, kCellHeight);
    if (!picture) return {{}, 0, line, {}};
    ReadPiece read = piece_of(recogniser.read(picture.get(), Recogniser::Shape::Line), line);
    if (is_number(read.text) && read.confidence >= kSureNumber) return read;
    if (!like_a_number(gray, line, piece.line_height)) return read;
    ReadPiece number = piece_of(recogniser.read(picture.get(), Recogniser::Shape::Number), line);
    if (!is_number(number.text)) return read;
    if (is_number(read.text) && read.confidence >= number.confidence) return read;
    return number;
}

/// The lines of a cell are one text.
ReadPiece read_piece(const PIX* gray, const Piece& piece, Recogniser& recogniser) {
    ReadPiece out;
    if (piece.lines.empty()) return out;
    std::string text;
    double sum = 0, weight = 0;
    for (const Rect& line : piece.lines) {
        const ReadPiece part = piece.cell ? read_cell_line(gray, line, piece, recogniser)
                                          : read_line(gray, line, piece.line_height, recogniser);
        const auto count = static_cast<double>(base::count_code_points(part.text));
        if (!text.empty() && !part.text.empty()) text += ' ';
        text += part.text;
        sum += part.confidence * count;
        weight += count;
        out.characters.insert(out.characters.end(), part.characters.begin(), part.characters.end());
    }
    out.text = normalised(text);
    out.confidence = weight > 0 ? sum / weight : 0;
    out.place = bounds_of(piece);
    return out;
}

/// The middles of the longest lines that are not a heading's.
std::vector<Rect> probes(const std::vector<Row>& rows) {
    std::vector<Rect> lines;
    for (const Row& row : rows)
        for (const Piece& piece : row.pieces)
            for (const Rect& line : piece.lines)
                if (line.height() < 2 * piece.line_height) lines.push_back(line);
    const std::size_t count = std::min(kProbes, lines.size());
    std::partial_sort(lines.begin(), lines.begin() + static_cast<std::ptrdiff_t>(count),
                      lines.end(),
                      [](const Rect& a, const Rect& b) { return a.width() > b.width(); });
    lines.resize(count);
    for (Rect& line : lines) {
        const int spare = line.width() - kProbeWidth * line.height();
        if (spare > 0) line = widened(line, -spare / 2, 0);
    }
    return lines;
}

double mean_confidence(const PIX* gray, const std::vector<Rect>& lines, Recogniser& recogniser) {
    double sum = 0;
    for (const Rect& line : lines)
        sum += read_line(gray, line, line.height(), recogniser).confidence;
    return lines.empty() ? 0 : sum / static_cast<double>(lines.size());
}

}  // namespace

ReadPiece read_line(const PIX* gray, const Rect& line, int line_height, Recogniser& recogniser) {
    const Pix picture = line_picture(gray, line, whole(gray), line_height, kTextHeight);
    if (!picture) return {{}, 0, line, {}};
    return piece_of(recogniser.read(picture.get(), Recogniser::Shape::Line), line);
}

std::vector<Row> rows_of(const PIX* gray, double dpi) {
    const Pix ink = thresholded(gray, kInk);
    std::vector<Row> rows = find_rows(ink.get(), dpi);
    const std::vector<Rect> edge = strokes_outside(rows, whole(gray), dpi);
    if (ink && edge.size() >= kStrokesOfAnEdge) {
        for (const Rect& stroke : edge) clear(ink.get(), stroke);
        rows = find_rows(ink.get(), dpi);
    }
    // Many rows of strokes are the edge of a sheet or a worn rule; a few may be figures.
    if (std::ranges::count_if(rows, is_of_strokes) >= kStrokesOfAnEdge)
        std::erase_if(rows, is_of_strokes);
    return rows;
}

std::vector<ReadRow> read_rows(const PIX* gray, const std::vector<Row>& rows,
                               Recogniser& recogniser) {
    std::vector<ReadRow> out;
    for (const Row& row : rows) {
        ReadRow read;
        read.top = row.top;
        for (const Piece& piece : row.pieces) {
            ReadPiece one = read_piece(gray, piece, recogniser);
            if (piece.cell || piece.lines.empty() || !says_nothing(one, gray))
                read.pieces.push_back(std::move(one));
        }
        if (!read.pieces.empty()) out.push_back(std::move(read));
    }
    return out;
}

std::vector<ReadRow> read_layout(const PIX* picture, Recogniser& recogniser) {
    std::vector<ReadRow> out;
    std::vector<Word> line;
    const auto end_line = [&] {
        if (line.empty()) return;
        const Rect place = place_of(line);
        ReadRow row;
        row.top = place.top;
        row.pieces.push_back(piece_of(line, place));
        if (!says_nothing(row.pieces.front(), picture)) out.push_back(std::move(row));
        line.clear();
    };
    for (Word& word : recogniser.read(picture, Recogniser::Shape::Page)) {
        if (word.line_begins) end_line();
        line.push_back(std::move(word));
    }
    end_line();
    return out;
}

Reads how_it_reads(const PIX* gray, const std::vector<Row>& rows, Recogniser& recogniser) {
    std::vector<Rect> lines = probes(rows);
    Reads reads{mean_confidence(gray, lines, recogniser), 0};
    if (lines.empty() || reads.upright >= kReadsWell) return reads;
    const Pix turned(pixRotate180(nullptr, const_cast<PIX*>(gray)));
    if (!turned) return reads;
    const Rect page = whole(gray);
    for (Rect& line : lines)
        line = {page.right - line.right, page.bottom - line.bottom, page.right - line.left,
                page.bottom - line.top};
    reads.upside_down = mean_confidence(turned.get(), lines, recogniser);
    return reads;
}

PageText page_text(std::vector<ReadRow> rows, double scale) {
    PageText out;
    const bool merged =
        std::any_of(rows.begin(), rows.end(), [](const ReadRow& r) { return r.red; });
    if (merged)
        std::stable_sort(rows.begin(), rows.end(),
                         [](const ReadRow& a, const ReadRow& b) { return a.top < b.top; });
    for (ReadRow& row : rows) {
        std::string text;
        bool any = false;
        for (ReadPiece& piece : row.pieces) {
            if (&piece != &row.pieces.front()) text += '\t';
            text += piece.text;
            if (piece.text.empty()) continue;
            any = true;
            const Rect& at = piece.place;
            out.lines.push_back(
                {std::move(piece.text),
                 piece.confidence,
                 {at.left * scale, at.top * scale, at.right * scale, at.bottom * scale},
                 row.red,
                 std::move(piece.characters)});
        }
        if (any) out.text += text + '\n';
    }
    return out;
}

Pix contrasted(const PIX* gray, double dpi) {
    if (!gray || dpi <= 0) return {};
    const auto factor = static_cast<float>(std::clamp(kContrastDpi / dpi, 0.25, 4.0));
    const Pix scaled(pixScale(const_cast<PIX*>(gray), factor, factor));
    if (!scaled) return {};
    PIX* bitmap = nullptr;
    if (pixSauvolaBinarize(scaled.get(), kWindow, kSauvola, 1, nullptr, nullptr, nullptr,
                           &bitmap) != 0)
        return {};
    if (bitmap)
        pixSetResolution(bitmap, static_cast<int>(kContrastDpi), static_cast<int>(kContrastDpi));
    return Pix(bitmap);
}

}  // namespace parsers::ocr
