#pragma once
/// The table both ends of the frames share (frames.h): types, caps, and where a frame may stand.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "parsers/frames.h"

namespace parsers::frames {

inline constexpr std::size_t kHeadSize = 5;
inline constexpr std::size_t kPiece = 64U << 10;          ///< longest chunk or text frame
inline constexpr std::size_t kLongestString = 16U << 10;  ///< names, paths, words around a value
inline constexpr std::size_t kLongestInProblem = 1U << 10;
inline constexpr std::size_t kLongestSegment = 256U << 10;
inline constexpr std::size_t kLongestHeader = 3U << 20;
inline constexpr std::size_t kMostMailboxes = 50;  ///< of From and of Reply-To
inline constexpr std::uint32_t kVersion = 2;
inline constexpr std::uint64_t kMostProblems = 4'000;
inline constexpr std::uint64_t kItemCost = 128;  ///< memory of a small value beside its bytes

struct FrameRule {
    FrameType type;
    std::string_view name;
    std::uint32_t longest;
};

inline constexpr std::array<FrameRule, 9> kRules{{
    {FrameType::Header, "header", 4U << 20},
    {FrameType::Message, "message", 4U << 20},
    {FrameType::Part, "part", 256U << 10},
    {FrameType::Chunk, "chunk", kPiece},
    {FrameType::Text, "text", kPiece},
    {FrameType::Field, "field", 1U << 20},
    {FrameType::Document, "document", 256U << 10},
    {FrameType::Problem, "problem", 4U << 10},
    {FrameType::End, "end", 64},
}};

/// The rule of a type byte, or none.
constexpr const FrameRule* rule_of(unsigned char type) {
    return type >= 1 && type <= kRules.size() ? &kRules[type - 1U] : nullptr;
}

constexpr const FrameRule& rule_of(FrameType type) {
    return kRules[static_cast<std::size_t>(type) - 1U];
}

constexpr bool in_order() {
    for (std::size_t i = 0; i < kRules.size(); ++i) {
        if (static_cast<std::size_t>(kRules[i].type) != i + 1) return false;
    }
    return true;
}
static_assert(in_order());

}  // namespace parsers::frames
