#include "daemon/ctl/acting.h"

#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <set>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/ctl/words.h"
#include "parsers/encode.h"

namespace ctl {
namespace {

constexpr std::size_t kLongestName = 40;  // code points; a longer line is no unit's name

bool is_name_of(const config::Unit& unit, std::string_view text) {
    return text == unit.name || std::ranges::find(unit.aliases, text) != unit.aliases.end();
}

/// Whether the rulebook knows this address, or a person confirmed it.
base::Result<bool> is_known(Office& office, std::string_view address) {
    for (const auto& unit : office.rulebook().units)
        if (std::ranges::find(unit.addresses, address) != unit.addresses.end()) return true;
    TRY_ASSIGN(const auto confirmed, office.ledger().confirmed_addresses());
    return std::ranges::any_of(confirmed, [&](const auto& c) { return c.address == address; });
}

void learn_names(const config::Unit& unit, const parsers::Document& document,
                 std::set<std::string>& names) {
    for (const auto& segment : document.segments) {
        const bool names_unit = segment.kind == parsers::SegmentKind::Signature ||
                                segment.kind == parsers::SegmentKind::FormUnit;
        const auto text = std::string(base::trimmed(segment.text));
        if (names_unit && !text.empty() && base::count_code_points(text) <= kLongestName &&
            !is_name_of(unit, text))
            names.insert(text);
    }
}

/// "阳市监处罚" of "阳市监处罚|2024|25", where the unit has no such prefix.
void learn_prefixes(const config::Unit& unit, const parsers::Document& document,
                    std::set<std::string>& prefixes) {
    for (const auto& field : document.fields) {
        if (field.name != "decision_number_normal") continue;
        const auto prefix = field.value.substr(0, field.value.find('|'));
        if (!prefix.empty() &&
            std::ranges::find(unit.number_prefixes, prefix) == unit.number_prefixes.end())
            prefixes.insert(prefix);
    }
}

}  // namespace

std::string actor() {
    const char* login = ::getlogin();
    return login ? login : "uid " + std::to_string(::getuid());
}

std::string dumped(const nlohmann::ordered_json& value) { return base::json_line(value); }

void report(const pipeline::Acted& acted, const std::string& sentence, bool json) {
    if (json) {
        nlohmann::ordered_json out;
        out["journal"] = base::label(acted.journal);
        out["filing"] = acted.filing ? nlohmann::ordered_json(base::label(acted.filing)) : nullptr;
        std::cout << dumped(out) << "\n";
        return;
    }
    std::cout << sentence
              << say(_("  to take it back: filingctl undo {}\n"), base::label(acted.journal));
}

base::Result<std::vector<std::string>> lessons(Office& office, base::MessageId message,
                                               const std::string& unit_id) {
    std::vector<std::string> sentences;
    const auto* unit = config::find_unit(office.rulebook(), unit_id);
    TRY_ASSIGN(const auto row, office.ledger().message(message));
    if (!unit || !row) return sentences;
    if (!row->from_address.empty()) {
        TRY_ASSIGN(const bool known, is_known(office, row->from_address));
        if (!known)
            sentences.push_back(say(_("the sender is not known; if the address is the unit's: "
                                      "filingctl address confirm {} {}"),
                                    row->from_address, unit_id));
    }
    const auto blob = office.ledger().parsed_blob(message);
    const auto parsed = blob ? parsers::decode(*blob) : std::nullopt;
    if (!parsed) return sentences;
    std::set<std::string> names;
    std::set<std::string> prefixes;
    for (const auto& document : parsed->documents) {
        learn_names(*unit, document, names);
        learn_prefixes(*unit, document, prefixes);
    }
    for (const auto& name : names)
        sentences.push_back(
            say(_("signed “{}”; if that is a name of the unit, add it to the aliases "
                  "of {} in units.toml"),
                base::one_line(name), unit_id));
    for (const auto& prefix : prefixes)
        sentences.push_back(say(_("its number begins with “{}”; if that is the unit's, add it to "
                                  "number_prefixes of {} in units.toml"),
                                base::one_line(prefix), unit_id));
    return sentences;
}

}  // namespace ctl
