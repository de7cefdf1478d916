#include "parsers/document/rtf_rows.h"

#include <cstddef>
#include <utility>

#include "parsers/document/rtf_tokens.h"
#include "parsers/document/table_grid.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxRows = 20'000;
constexpr std::size_t kMaxEdges = 65;  // Word's own limit of columns, and one

class Scan {
 public:
    explicit Scan(std::string_view rtf) : tokens_(rtf) {}

    std::vector<std::vector<std::uint32_t>> columns() {
        for (RtfToken token = tokens_.next(); token.kind != RtfToken::Kind::End;
             token = tokens_.next()) {
            if (placed_.size() + table_.size() >= kMaxRows) break;
            if (token.kind == RtfToken::Kind::Open) groups_.push_back(in_table_);
            if (token.kind == RtfToken::Kind::Close && !groups_.empty()) {
                in_table_ = groups_.back();
                groups_.pop_back();
            }
            if (token.kind == RtfToken::Kind::Word) word(token);
        }
        end_table();
        return std::move(placed_);
    }

 private:
    void word(const RtfToken& token) {
        if (token.word == "nesttableprops") nested_ = true;
        if (token.word == "nestrow") nested_ = false;
        if (token.word == "pard") in_table_ = false;
        if (token.word == "intbl") in_table_ = true;
        if (token.word == "par" && !in_table_) end_table();
        if (token.word == "row") {
            table_.push_back(edges_);
            nested_ = false;
        }
        if (nested_) return;
        if (token.word == "trowd") edges_.assign(1, 0);
        if (edges_.empty()) return;
        if (token.word == "trleft") edges_.front() = token.number;
        if (token.word == "cellx" && edges_.size() < kMaxEdges) edges_.push_back(token.number);
    }

    void end_table() {
        if (!table_.empty()) place_rows(std::exchange(table_, {}), placed_);
    }

    RtfTokens tokens_;
    std::vector<bool> groups_;
    bool in_table_ = false;
    bool nested_ = false;     ///< in the definition of a row of a table in a table
    std::vector<int> edges_;  ///< of the row that is defined
    std::vector<std::vector<int>> table_;
    std::vector<std::vector<std::uint32_t>> placed_;
};

}  // namespace

std::vector<std::vector<std::uint32_t>> rtf_row_columns(std::string_view rtf) {
    if (rtf.find("\\cellx") == std::string_view::npos) return {};
    return Scan(rtf).columns();
}

}  // namespace parsers::document
