#include "daemon/links/title_match.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "daemon/judge/words.h"

namespace links {
namespace {

constexpr std::size_t kFewestPairs = 5;
/// The look-alike of judging.toml whose titles tell a draft from the formal text.
constexpr std::string_view kDraft = "draft-for-comment";

/// Letters, digits and Han characters only: 《》, dashes and dots are written as one likes.
std::vector<char32_t> letters_of(std::string_view text) {
    const std::string folded = judge::fold(text);
    std::vector<char32_t> letters;
    for (std::size_t at = 0; at < folded.size();) {
        const auto point = base::code_point_at(folded, at);
        at += point.length;
        const char32_t c = point.value;
        const bool ascii = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
        const bool mark = c < 0x80 ? !ascii : (c >= 0x2000 && c <= 0x303F) || c == 0xB7;
        if (!mark) letters.push_back(c);
    }
    return letters;
}

std::set<std::pair<char32_t, char32_t>> pairs_of(std::string_view text) {
    const auto letters = letters_of(text);
    std::set<std::pair<char32_t, char32_t>> pairs;
    for (std::size_t i = 1; i < letters.size(); ++i) pairs.emplace(letters[i - 1], letters[i]);
    return pairs;
}

/// Years from 2000 on that stand in it.
std::set<std::string> years_in(std::string_view text) {
    const std::string folded = judge::fold(text);
    std::set<std::string> years;
    const auto digit = [&](std::size_t i) {
        return i < folded.size() && folded[i] >= '0' && folded[i] <= '9';
    };
    for (std::size_t i = 0; i < folded.size();) {
        std::size_t end = i;
        while (digit(end)) ++end;
        if (end - i == 4 && folded[i] == '2' && folded[i + 1] == '0')
            years.insert(folded.substr(i, 4));
        i = std::max(end, i + 1);
    }
    return years;
}

bool names(std::string_view folded_title, const config::Unit& unit) {
    const auto stands = [&](const std::string& name) {
        return folded_title.find(judge::fold(name)) != std::string_view::npos;
    };
    return stands(unit.name) || std::ranges::any_of(unit.aliases, stands);
}

bool names_another(const config::Rulebook& rulebook, const std::string& own,
                   std::string_view folded_title) {
    const auto* unit = config::find_unit(rulebook, own);
    if (unit && names(folded_title, *unit)) return false;
    return std::ranges::any_of(rulebook.units, [&](const config::Unit& other) {
        return other.id != own && names(folded_title, other);
    });
}

bool is_draft(const config::Rulebook& rulebook, std::string_view folded_title) {
    const auto found =
        std::ranges::find(rulebook.judging.look_alikes, kDraft, &config::LookAlike::id);
    return found != rulebook.judging.look_alikes.end() &&
           judge::any_in(folded_title, found->titles);
}

bool are_apart(const std::set<std::string>& some, const std::set<std::string>& others) {
    return !some.empty() && !others.empty() &&
           std::ranges::none_of(some, [&](const auto& year) { return others.contains(year); });
}

/// A filing without a readable title is known by its item: any of the words its documents would
/// be recognised by.
bool speaks_of_item(const config::Rulebook& rulebook, const Publication& publication,
                    std::string_view folded_title) {
    const auto* item =
        config::find_obligation(rulebook, publication.obligation, publication.period);
    return item && judge::any_in(folded_title, item->recognise.titles);
}

std::string reason_for(const config::Rulebook& rulebook, const Publication& publication,
                       const std::string& page) {
    const std::string folded = judge::fold(page);
    if (is_draft(rulebook, folded)) return "draft";
    if (names_another(rulebook, publication.unit, folded)) return "other_unit";
    if (publication.titles.empty())
        return speaks_of_item(rulebook, publication, folded) ? "" : "other_title";
    std::string reason = "other_title";
    for (const std::string& title : publication.titles) {
        if (overlap(title, page) < rulebook.settings.links.title_overlap) continue;
        if (!are_apart(years_in(title), years_in(page))) return {};
        reason = "other_year";
    }
    return reason;
}

}  // namespace

bool is_telling(std::string_view title) { return pairs_of(title).size() >= kFewestPairs; }

double overlap(std::string_view one, std::string_view other) {
    const auto some = pairs_of(one);
    const auto others = pairs_of(other);
    const std::size_t fewest = std::min(some.size(), others.size());
    if (fewest < kFewestPairs) return 0;
    const auto shared =
        std::ranges::count_if(some, [&](const auto& pair) { return others.contains(pair); });
    return static_cast<double>(shared) / static_cast<double>(fewest);
}

std::string reason_other(const config::Rulebook& rulebook, const Publication& publication,
                         const std::vector<std::string>& page_titles) {
    if (page_titles.empty()) return "no_title";
    bool matched = false;
    std::string first;
    for (const std::string& page : page_titles) {
        std::string reason = reason_for(rulebook, publication, page);
        // Any of its names says that it is a draft; for the rest one good name is enough.
        if (reason == "draft") return reason;
        matched = matched || reason.empty();
        if (first.empty()) first = std::move(reason);
    }
    return matched ? std::string() : first;
}

}  // namespace links
