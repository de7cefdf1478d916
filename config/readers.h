#pragma once
/// One reader a kind of configuration file: from its tree to the rulebook's types. Each reports
/// every mistake it finds and leaves out, or at its default, what it could not read. Checks across
/// files are in load.cc.

#include <set>
#include <string>
#include <vector>

#include "config/report.h"
#include "config/rulebook.h"
#include "config/toml.h"

namespace config {

/// A record with the place of its id, for checks across files.
template <class Record>
struct Placed {
    Record record;
    Place place;
};

/// What a unit alone may be called: a name or alias, a 文号 prefix, an address.
struct Claim {
    std::string_view kind;
    std::string text;
    std::string unit;
    Place place;
};

struct UnitFile {
    std::vector<Placed<Unit>> units;
    std::vector<Claim> claims;
};

struct ObligationFiles {
    std::set<std::string> unit_ids;  ///< known ones: `who` may name them
    std::vector<Placed<Obligation>> obligations;
};

void read_settings(const Value& root, Settings& settings, FileReport& report);
void read_units(const Value& root, UnitFile& file, FileReport& report);
void read_obligations(const Value& root, ObligationFiles& files, FileReport& report);
void read_due(const Value& value, DueRule& due, FileReport& report);
void read_calendar(const Value& root, std::vector<Placed<CalendarYear>>& years, FileReport& report);

/// `known`: the rules an own file builds upon and whose weights' names it may use; null for the
/// shipped file.
void read_judging(const Value& root, const JudgingRules* known, JudgingRules& rules,
                  FileReport& report);

/// Ids: lower-case letters, digits and hyphens.
bool is_id(std::string_view text);
/// A period with its form: YYYY or YYYY-MM.
bool is_year(std::string_view text);
bool is_month(std::string_view text);
/// Years a rule or a calendar may name: a mistyped one would make duties of centuries.
inline constexpr int kFirstYear = 2000;
inline constexpr int kLastYear = 2200;
/// Whether a year, month or date (YYYY…) is of these years.
bool is_of_our_time(std::string_view when);

}  // namespace config
