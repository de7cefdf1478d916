#pragma once
/// Strong identifiers: a MessageId can't be passed where a FilingId is meant. Value types; 0 is
/// none.

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace base {

template <class Tag>
struct Id {
    std::int64_t value = 0;
    auto operator<=>(const Id&) const = default;  // NOLINT(modernize-use-nullptr): its own 0
    explicit operator bool() const { return value != 0; }
};

using MessageId = Id<struct MessageTag>;
using PlaceId = Id<struct PlaceTag>;
using FolderId = Id<struct FolderTag>;
using DocumentId = Id<struct DocumentTag>;
using FilingId = Id<struct FilingTag>;
using NoticeId = Id<struct NoticeTag>;
using JournalNumber = Id<struct JournalTag>;

/// The forms people see and type: M123, F45, N67, J89.
inline std::string label(MessageId id) { return "M" + std::to_string(id.value); }
inline std::string label(FilingId id) { return "F" + std::to_string(id.value); }
inline std::string label(NoticeId id) { return "N" + std::to_string(id.value); }
inline std::string label(JournalNumber id) { return "J" + std::to_string(id.value); }

}  // namespace base

template <class Tag>
struct std::hash<base::Id<Tag>> {
    std::size_t operator()(const base::Id<Tag>& id) const noexcept {
        return std::hash<std::int64_t>{}(id.value);
    }
};
