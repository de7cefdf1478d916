#pragma once
/// The records an Excel workbook stream is made of ([MS-XLS] 2.1.4: a number, a size, that many
/// bytes; what is longer than 8224 bytes goes on in CONTINUE records), and the strings in them.
/// Views into the stream. Nothing fails: what is cut off reads as zeros and empty.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parsers::document {

struct BiffRecord {
    std::uint16_t id = 0;
    std::string_view data;
    std::vector<std::string_view> more;  ///< of its CONTINUE records
};

class BiffStream {
 public:
    BiffStream(std::string_view bytes, std::uint64_t at) : bytes_(bytes), at_(at) {}
    /// The next record with its CONTINUEs; none at the end of the stream.
    std::optional<BiffRecord> next();
    /// A record says it is longer than the stream.
    [[nodiscard]] bool is_cut() const { return cut_; }
    [[nodiscard]] std::uint64_t position() const { return at_; }

 private:
    std::string_view bytes_;
    std::uint64_t at_;
    bool cut_ = false;
};

/// Reads the strings of BIFF8 ([MS-XLS] 2.5.293-294) out of a record and what continues it. A
/// string may be split between two characters; the rest then begins with a byte of its own that
/// says whether characters have one or two bytes from there on.
class BiffText {
 public:
    /// From byte `at` of the record on.
    BiffText(const BiffRecord& record, std::size_t at);

    [[nodiscard]] bool at_end();
    std::uint32_t number(std::size_t bytes);
    /// A string of `count` characters: flags, sizes of formatting and phonetics, characters.
    std::string string(std::size_t count);

 private:
    std::string_view rest();
    void skip(std::uint64_t size);

    const BiffRecord& record_;
    std::size_t segment_ = 0;  ///< 0: the record itself
    std::string_view left_;
};

/// The number packed in four bytes ([MS-XLS] 2.5.217).
double rk_number(std::uint32_t packed);

}  // namespace parsers::document
