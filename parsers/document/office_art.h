#pragma once
/// Pictures in the drawings of Word and Excel files ([MS-ODRAW]): records in records, of which the
/// BLIPs hold a whole JPEG or PNG file. A seal pasted into a document is one. Other kinds of
/// pictures (metafiles) are passed over. Pure.

#include <cstdint>
#include <string_view>
#include <vector>

#include "parsers/document/document_reader.h"

namespace parsers::document {

/// Collects the pictures of one file as image1.png, image2.jpg …
class PictureCollector {
 public:
    /// `limit`: bytes of all pictures. No honest file has more than itself.
    PictureCollector(std::vector<Inner>& inner, std::uint64_t limit)
        : inner_(inner), left_(limit), steps_(limit / 8) {}

    /// Pictures in `records`, and those of which only the place in `elsewhere` is said.
    void collect(std::string_view records, std::string_view elsewhere);

 private:
    void take(std::string_view blip);

    std::vector<Inner>& inner_;
    std::uint64_t left_;
    std::uint64_t steps_;  ///< records that may still be looked at
    std::size_t count_ = 0;
};

}  // namespace parsers::document
