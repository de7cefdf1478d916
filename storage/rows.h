#pragma once
/// How rows of the ledger become records: for the ledger_*.cc files only. The column lists stand
/// beside their readers.

#include <string_view>

#include "base/result.h"
#include "storage/records.h"
#include "storage/sqlite/database.h"

namespace storage {

template <class E>
bool take_word(std::optional<E> word, E& value) {
    if (word) value = *word;
    return word.has_value();
}

inline bool read_word(std::string_view text, State& value) {
    return take_word(parse_state(text), value);
}
inline bool read_word(std::string_view text, Outcome& value) {
    return take_word(parse_outcome(text), value);
}
inline bool read_word(std::string_view text, FilingStatus& value) {
    return take_word(parse_filing_status(text), value);
}
inline bool read_word(std::string_view text, NoticeKind& value) {
    return take_word(parse_notice_kind(text), value);
}
inline bool read_word(std::string_view text, NoticeState& value) {
    return take_word(parse_notice_state(text), value);
}
inline bool read_word(std::string_view text, LinkStatus& value) {
    return take_word(parse_link_status(text), value);
}
inline bool read_word(std::string_view text, LinkFound& value) {
    return take_word(parse_link_found(text), value);
}

inline base::Failure unknown(std::string_view what, std::string label) {
    return base::fail(base::Kind::BadInput, base::Scope::Message, "no such " + std::string(what),
                      "", std::move(label));
}

/// A write that must have met its row.
inline base::Result<> met(const base::Result<std::int64_t>& changed, std::string_view what,
                          std::string label) {
    if (!changed) return base::fail(changed.error());
    if (*changed == 0) return unknown(what, std::move(label));
    return {};
}

/// The outcome of a run whose number of rows does not matter.
inline base::Result<> done(const base::Result<std::int64_t>& changed) {
    if (!changed) return base::fail(changed.error());
    return {};
}

}  // namespace storage
