#pragma once
/// The tables of a Word file of the binary kind ([MS-DOC]; Word 6 and 95 too, as far as they are
/// alike): where the characters of the text stand, which of them are hidden or deleted, which
/// paragraphs are cells and row ends. Every offset is bounded; what leads nowhere is left out.
/// Value types; views into the streams, which outlive them.
///
/// Characters are counted by CP, from 0 over all texts of the file (main text, footnotes, headers,
/// …, one after the other). Pieces say at which byte (FC) of the main stream a CP stands; FCs are
/// what the tables of properties are ordered by.

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace parsers::document {

struct WordStreams {
    std::string_view main;   ///< WordDocument
    std::string_view table;  ///< 0Table or 1Table; Word 6 keeps all in the main stream
    std::string_view data;   ///< Data
};

struct WordPiece {
    std::uint32_t first = 0;  ///< CP
    std::uint32_t count = 0;
    std::uint32_t at = 0;  ///< FC
    bool wide = false;     ///< two bytes a character
};

/// A stretch of bytes of the main stream whose characters are not shown, or are a picture.
struct WordRun {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    bool unseen = false;  ///< hidden, or deleted with changes tracked
    bool picture = false;
    std::uint32_t picture_at = 0;  ///< offset in the Data stream
};

struct WordParagraph {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t depth = 0;  ///< of tables in one another; 0: in none
    bool row_end = false;
    bool cell_end = false;    ///< of a table in a table, where the mark is an ordinary one
    std::uint32_t edges = 0;  ///< of the row's cells, one more than cells: where they stand
    std::uint8_t edge_count = 0;
};

/// The texts of a file, in the order of their CPs.
enum class WordText : std::uint8_t {
    Main,
    Footnotes,
    Headers,
    Macros,
    Comments,
    Endnotes,
    TextBoxes,
    HeaderBoxes,
};

class WordTables {
 public:
    explicit WordTables(const WordStreams& streams);

    [[nodiscard]] const std::vector<WordPiece>& pieces() const { return pieces_; }
    /// CPs of one of the texts.
    [[nodiscard]] std::uint32_t length(WordText text) const {
        return lengths_[static_cast<std::size_t>(text)];
    }
    [[nodiscard]] std::uint32_t start(WordText text) const;
    /// Starts of the single headers within the text of headers, the separators of notes left out.
    [[nodiscard]] const std::vector<std::uint32_t>& headers() const { return headers_; }
    /// Whether the paragraphs' properties could be read at all.
    [[nodiscard]] bool knows_paragraphs() const { return !paragraphs_.empty(); }
    [[nodiscard]] const WordParagraph* paragraph_at(std::uint32_t fc) const;
    /// The run at or behind `fc`: none when all further characters are plain.
    [[nodiscard]] const WordRun* run_from(std::uint32_t fc) const;
    /// Where the cells of a row begin and the last one ends, in twips.
    [[nodiscard]] std::span<const std::int16_t> edges(const WordParagraph& paragraph) const {
        return std::span(edges_).subspan(paragraph.edges, paragraph.edge_count);
    }
    [[nodiscard]] const std::vector<WordRun>& runs() const { return runs_; }
    /// Word 6 and 95: characters are bytes in code_page().
    [[nodiscard]] bool is_old() const { return old_; }
    [[nodiscard]] std::uint32_t code_page() const { return code_page_; }
    /// Something was out of bounds or missing.
    [[nodiscard]] bool is_damaged() const { return damaged_; }

 private:
    void read_head();
    void read_pieces(std::uint32_t at, std::uint32_t size);
    void add_piece(WordPiece piece);
    void read_headers(std::uint32_t at, std::uint32_t size);
    void read_runs(std::uint32_t at, std::uint32_t size);
    void read_paragraphs(std::uint32_t at, std::uint32_t size);
    [[nodiscard]] WordRun run_of(std::string_view properties) const;
    WordParagraph paragraph_of(std::string_view properties);
    void add_edges(std::string_view definition, WordParagraph& paragraph);

    WordStreams streams_;
    std::array<std::uint32_t, 8> lengths_{};
    std::vector<WordPiece> pieces_;
    std::vector<std::uint32_t> headers_;
    std::vector<WordRun> runs_;
    std::vector<WordParagraph> paragraphs_;
    std::vector<std::int16_t> edges_;
    std::uint32_t code_page_ = 0;
    bool old_ = false;
    bool damaged_ = false;
};

/// What the head of the main stream says before anything else is read ([MS-DOC] 2.5.1).
struct WordHead {
    bool word97 = false;
    bool old = false;  ///< Word 6 or 95
    bool encrypted = false;
    bool second_table = false;  ///< 1Table, not 0Table
};
WordHead word_head(std::string_view main);

}  // namespace parsers::document
