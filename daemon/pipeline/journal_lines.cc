#include "daemon/pipeline/journal_lines.h"

#include <nlohmann/json.hpp>

namespace pipeline {
namespace {

using nlohmann::json;

json parsed(const storage::JournalEntry& line) { return json::parse(line.line, nullptr, false); }

bool names_no_filing(const json& line) {
    const auto filings = line.find("filings");
    return filings != line.end() && filings->empty();
}

}  // namespace

Touched touched_by(const storage::JournalEntry& line) {
    if (line.kind == "notice") return Touched::Nothing;
    if (line.kind != "settled") return Touched::Anything;
    const auto told = parsed(line);
    if (!told.is_object() || told.contains("reprocessed")) return Touched::Anything;
    const bool in_review = told.value("outcome", json()) == storage::name(storage::Outcome::Review);
    return names_no_filing(told) && !in_review ? Touched::Nothing : Touched::Settled;
}

bool frees_reminders(const storage::JournalEntry& line) {
    if (line.kind != "notice") return false;
    const auto told = parsed(line);
    if (!told.is_object()) return true;
    return told.value("state", json()) == storage::name(storage::NoticeState::Cancelled) ||
           told.value("dead", json()) == true;
}

}  // namespace pipeline
