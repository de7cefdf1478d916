#include "parsers/fields/pattern.h"

#include <re2/re2.h>

#include <algorithm>
#include <atomic>
#include <cstring>

namespace parsers::fields {
namespace {

re2::RE2::Options quiet() {
    re2::RE2::Options options;
    options.set_log_errors(false);
    return options;
}

std::atomic<std::size_t> count = 0;

}  // namespace

Pattern::Pattern(std::string_view expression, std::initializer_list<std::string_view> holds)
    : compiled_(std::make_unique<re2::RE2>(re2::StringPiece(expression.data(), expression.size()),
                                           quiet())),
      holds_(holds) {
    ++count;
}

std::size_t Pattern::built() { return count; }

Pattern::~Pattern() = default;

/// memmem, as string_view::find stops at every first byte, which most characters of Chinese share.
bool Pattern::may_match(std::string_view text) const {
    return holds_.empty() || std::ranges::any_of(holds_, [&](std::string_view word) {
               return ::memmem(text.data(), text.size(), word.data(), word.size()) != nullptr;
           });
}

std::optional<Pattern::Match> Pattern::find(std::string_view text, std::size_t from) const {
    // Once for a text: from match to match it would be searched again and again.
    if (from > text.size() || (from == 0 && !may_match(text))) return {};
    if (!compiled_->ok()) return {};
    const auto groups = static_cast<std::size_t>(std::max(0, compiled_->NumberOfCapturingGroups()));
    std::vector<re2::StringPiece> found(groups + 1);
    if (!compiled_->Match(re2::StringPiece(text.data(), text.size()), from, text.size(),
                          re2::RE2::UNANCHORED, found.data(), static_cast<int>(found.size())))
        return {};
    Match match;
    match.begin = static_cast<std::size_t>(found[0].data() - text.data());
    match.end = match.begin + found[0].size();
    for (std::size_t i = 1; i < found.size(); ++i)
        match.groups.emplace_back(found[i].data() ? found[i].data() : text.data(), found[i].size());
    return match;
}

bool Pattern::in(std::string_view text) const {
    return compiled_->ok() && may_match(text) &&
           re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_);
}

std::vector<Pattern::Match> Pattern::all(std::string_view text) const {
    std::vector<Match> matches;
    for (std::size_t from = 0; from <= text.size();) {
        auto match = find(text, from);
        if (!match) break;
        // An empty match must still move on, over a whole code point.
        from = match->end > match->begin ? match->end : match->end + 1;
        while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U)
            ++from;
        matches.push_back(std::move(*match));
    }
    return matches;
}

}  // namespace parsers::fields
