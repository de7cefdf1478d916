#include "daemon/pipeline/undo.h"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/pipeline/act_images.h"

namespace pipeline {
namespace {

using nlohmann::ordered_json;

ordered_json object_in(std::string_view text) {
    auto value = ordered_json::parse(text, nullptr, false);
    return value.is_object() ? value : ordered_json::object();
}

std::string text_in(const ordered_json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

/// "J15 (assign M3)"
std::string named(base::JournalNumber number, std::string_view kind, const ordered_json& entry) {
    std::string about = text_in(entry, "message");
    if (about.empty()) about = text_in(entry, "unit");
    if (about.empty()) about = text_in(entry, "undoes");
    return base::label(number) + " (" + std::string(kind) + (about.empty() ? "" : " " + about) +
           ")";
}

/// The filing that answers by now a duty whose filing the act took away, if there is one.
base::Result<base::FilingId> in_its_place(Desk& desk, const storage::ActChange& change) {
    if (change.what != "filing" || change.before.empty() || !change.after.empty())
        return base::FilingId{};
    const auto image = object_in(change.before);
    TRY_ASSIGN(const auto other,
               desk.ledger.find_filing(text_in(image, "unit"), text_in(image, "obligation"),
                                       text_in(image, "period")));
    return other ? other->id : base::FilingId{};
}

base::Failure refused(base::JournalNumber act, const storage::ActChange& change,
                      base::FilingId instead) {
    return base::fail(base::Kind::Conflict, base::Scope::Message,
                      base::label(act) + " cannot be undone: " + base::label(instead) +
                          " answers the duty of " + change.key + " by now",
                      "filingctl show " + base::label(instead) +
                          "; assign the message anew: filingctl review assign");
}

/// Acts and settlements after the act that touched what it changed, by number.
base::Result<std::map<base::JournalNumber, std::string>> built_on(
    Desk& desk, base::JournalNumber act, const std::vector<storage::ActChange>& changed) {
    std::map<base::JournalNumber, std::string> later;
    for (const auto& change : changed) {
        TRY_ASSIGN(const auto acts, desk.ledger.acts_about(change.what, change.key, act));
        for (const auto& one : acts)
            later[one.number] = named(one.number, one.kind, object_in(one.json));
        TRY_ASSIGN(const auto entries, desk.ledger.history(change.key));
        for (const auto& entry : entries)
            if (entry.number > act && entry.kind == "settled")
                later[entry.number] = named(entry.number, entry.kind, object_in(entry.line));
    }
    return later;
}

base::Failure refused(base::JournalNumber act,
                      const std::map<base::JournalNumber, std::string>& later) {
    std::vector<std::string> names;
    for (const auto& [number, name] : later) names.push_back(name);
    const std::string by = names.empty() ? "something else" : base::join(names, ", ");
    return base::fail(
        base::Kind::Conflict, base::Scope::Message,
        base::label(act) + " cannot be undone: what it changed was changed again by " + by,
        names.empty() ? "filingctl show tells how it stands"
                      : "undo the later acts first, the last one first; after a later mail, assign "
                        "the message anew");
}

base::Result<storage::Act> act_to_undo(Desk& desk, base::JournalNumber number) {
    TRY_ASSIGN(const auto act, desk.ledger.act(number));
    if (!act)
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          base::label(number) + " is no act of a person",
                          "filingctl show M12 lists the acts about a message");
    if (act->undone)
        return base::fail(
            base::Kind::BadInput, base::Scope::Process,
            base::label(number) + " is undone already, by " + base::label(act->undone),
            "filingctl undo " + base::label(act->undone) + " does it again");
    return *act;
}

/// Whether an act after this one counts for the same thing, even where that looks the same again:
/// confirmed, revoked, and confirmed once more.
base::Result<bool> is_decided_later(Desk& desk, base::JournalNumber act,
                                    const storage::ActChange& change) {
    TRY_ASSIGN(const auto later, desk.ledger.acts_about(change.what, change.key, act));
    return std::ranges::any_of(later, [](const storage::Act& one) { return one.kind != "undo"; });
}

base::Result<> check_untouched(Desk& desk, base::JournalNumber act,
                               const std::vector<storage::ActChange>& changes) {
    std::vector<storage::ActChange> touched;
    for (const auto& change : changes) {
        TRY_ASSIGN(const auto instead, in_its_place(desk, change));
        if (instead) return refused(act, change, instead);
        TRY_ASSIGN(const auto now, image_of(desk.ledger, {change.what, change.key}));
        TRY_ASSIGN(const bool decided, is_decided_later(desk, act, change));
        if (decided || now != change.after) touched.push_back(change);
    }
    if (touched.empty()) return {};
    TRY_ASSIGN(const auto later, built_on(desk, act, touched));
    return refused(act, later);
}

base::Result<base::JournalNumber> undo_now(Desk& desk, base::JournalNumber number,
                                           const std::string& by) {
    TRY_ASSIGN(const auto act, act_to_undo(desk, number));
    TRY_ASSIGN(auto changes, desk.ledger.changes_of(number));
    if (changes.empty())
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          base::label(number) + " (" + act.kind + ") changed nothing to undo",
                          "what was decided about a notice is decided again: filingctl outbox");
    TRY(check_untouched(desk, number, changes));
    for (auto& change : changes) std::swap(change.before, change.after);
    TRY(restore(desk.ledger, changes));
    const auto what = object_in(act.json);
    ordered_json line{{"act", "undo"}, {"by", by}, {"undoes", base::label(number)}};
    for (const char* key : {"message", "filing", "unit"})
        if (const auto text = text_in(what, key); !text.empty()) line[key] = text;
    TRY_ASSIGN(const auto undo,
               desk.ledger.record_act("undo", base::json_line(line), desk.clock.now()));
    TRY(desk.ledger.record_changes(undo, changes));
    TRY(desk.ledger.mark_undone(number, undo));
    // Undoing an undo: the act counts again.
    if (act.kind == "undo") {
        const std::string label = text_in(what, "undoes");
        const auto first =
            base::parse_number(std::string_view(label).substr(label.empty() ? 0 : 1));
        TRY(desk.ledger.mark_redone(
            base::JournalNumber{static_cast<std::int64_t>(first.value_or(0))}));
    }
    return undo;
}

}  // namespace

base::Result<base::JournalNumber> undo(Desk& desk, base::JournalNumber act, const std::string& by) {
    base::JournalNumber number;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(number, undo_now(desk, act, by));
        return {};
    }));
    return number;
}

}  // namespace pipeline
