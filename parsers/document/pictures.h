#pragma once
/// The pictures inside an office file, on their way to be documents of their own: those in formats
/// that hold the picture of a page, within the message's limits. One document, one thread.

#include <cstdint>
#include <string>

#include "parsers/document/reading.h"

namespace parsers::document {

class Pictures {
 public:
    Pictures(const Limits& limits, Reading& reading);

    /// Bytes the next picture may have; 0 when no more are taken.
    [[nodiscard]] std::uint64_t room() const;
    /// Keeps the picture if it is one, by its content; an empty name becomes a numbered one.
    void add(std::string name, std::string bytes);
    /// Says that a picture was left out because there was no room.
    void refuse();

 private:
    const Limits& limits_;
    Reading& reading_;
    std::uint64_t left_;
    std::size_t count_ = 0;
};

}  // namespace parsers::document
