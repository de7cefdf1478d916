#pragma once
/// The bytes of one RTF picture as they come: hexadecimal digits, or raw after \bin. Beyond the
/// room given none are kept.

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "parsers/document/rtf_tokens.h"

namespace parsers::document {

class HexPicture {
 public:
    void begin(std::uint64_t room) {
        room_ = room;
        bytes_.clear();
        high_ = -1;
        wanted_ = true;
        cut_ = false;
    }
    /// It is of a kind nobody looks at: keep nothing of it.
    void drop() {
        wanted_ = false;
        bytes_ = {};
    }
    void append(std::string_view raw) {
        if (!wanted_) return;
        const std::uint64_t left = room_ - bytes_.size();
        bytes_ +=
            raw.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(raw.size(), left)));
        cut_ = cut_ || raw.size() > left;
    }
    void append_hex(std::string_view digits) {
        if (!wanted_) return;
        for (const char c : digits) {
            const int value = hex_digit(c);
            if (value < 0) continue;
            if (high_ < 0) {
                high_ = value;
            } else {
                if (bytes_.size() < room_)
                    bytes_ += static_cast<char>(high_ * 16 + value);
                else
                    cut_ = true;
                high_ = -1;
            }
        }
    }
    [[nodiscard]] bool too_large() const { return wanted_ && cut_; }
    std::string take() { return std::exchange(bytes_, {}); }

 private:
    std::string bytes_;
    std::uint64_t room_ = 0;
    int high_ = -1;
    bool wanted_ = false;
    bool cut_ = false;
};

}  // namespace parsers::document
