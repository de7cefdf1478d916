#include "config/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>

#include "base/env.h"
#include "config/form.h"
#include "config/readers.h"

namespace config {
namespace {

constexpr std::uint64_t kLargestFile = 4U << 20;

bool is_directory(const std::string& path) {
    std::error_code error;
    return std::filesystem::is_directory(path, error);
}

bool is_file(const std::string& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error);
}

/// A file to be read: where it is, and what messages call it.
struct Source {
    std::string path;
    std::string label;
    bool is_own = true;  ///< stands in the configuration directory
};

class Loader {
 public:
    Loader(std::string own, std::string shipped)
        : own_(std::move(own)), shipped_(std::move(shipped)) {}

    base::Result<Rulebook> load();

 private:
    [[nodiscard]] Source own(const std::string& name) const {
        return Source{own_ + "/" + name, name, true};
    }
    [[nodiscard]] Source shipped(const std::string& name) const {
        return Source{shipped_ + "/" + name, shipped_ + "/" + name, own_ == shipped_};
    }
    [[nodiscard]] Source own_or_shipped_file(const std::string& name) const {
        return is_file(own_ + "/" + name) ? own(name) : shipped(name);
    }
    std::vector<Source> files_of(const std::string& folder);
    std::optional<Value> read(const Source& source);

    void read_units_file();
    void check_successor(const Placed<Unit>& unit, const UnitFile& file);
    void check_claims(const std::vector<Claim>& claims);
    void read_obligation_files();
    void check_entries(const std::vector<Placed<Obligation>>& entries);
    void check_forms(const std::vector<Placed<Obligation>>& entries);
    void order_entries();
    void read_calendar_files();
    void read_judging_files();
    void check_excludes();

    std::string own_;
    std::string shipped_;
    Report report_;
    Rulebook rulebook_;
};

/// The .toml files of a folder, in order of their names: DIR's own where it has the folder, else
/// the shipped ones.
std::vector<Source> Loader::files_of(const std::string& folder) {
    const Source source = is_directory(own_ + "/" + folder) ? own(folder) : shipped(folder);
    auto names = base::system_env().list(source.path);
    if (!names) {
        report_.mistake({source.label, 0}, base::describe(names.error()),
                        "install the package again, or correct the folder's permissions");
        return {};
    }
    std::vector<Source> files;
    for (const std::string& name : *names) {
        if (!name.ends_with(".toml") || name.starts_with('.')) continue;
        files.push_back({source.path + "/" + name, source.label + "/" + name, source.is_own});
    }
    if (files.empty()) {
        report_.warn({source.label, 0}, "no .toml file stands in it: nothing of it is known",
                     "remove the folder to use the one that ships");
    }
    return files;
}

std::optional<Value> Loader::read(const Source& source) {
    const auto text = base::system_env().read_file(source.path, kLargestFile);
    if (!text) {
        report_.mistake({source.label, 0}, base::describe(text.error()),
                        "put the file there, readable by filingd");
        return {};
    }
    ParsedToml parsed = parse_toml(*text);
    for (const SyntaxError& error : parsed.errors) {
        report_.mistake({source.label, error.line}, error.what,
                        "correct it; the rest was not read");
    }
    if (!parsed.errors.empty()) return {};
    return std::move(parsed.root);
}

void Loader::read_units_file() {
    const Source source = own_or_shipped_file("units.toml");
    if (!source.is_own) {
        report_.warn({"units.toml", 0},
                     "it is absent: the shipped units, without addresses, are read",
                     fmt::format("copy {} here and add addresses", source.path));
    }
    const auto root = read(source);
    if (!root) return;
    UnitFile file;
    FileReport report(report_, source.label);
    read_units(*root, file, report);
    std::map<std::string, Place> known;
    for (Placed<Unit>& unit : file.units) {
        const auto [first, is_new] = known.emplace(unit.record.id, unit.place);
        if (!is_new) {
            report_.mistake(unit.place,
                            fmt::format("unit \"{}\" is named twice, first at {}", unit.record.id,
                                        describe(first->second)),
                            "give the second another id");
        }
        check_successor(unit, file);
        rulebook_.units.push_back(unit.record);
    }
    check_claims(file.claims);
}

void Loader::check_successor(const Placed<Unit>& unit, const UnitFile& file) {
    const std::string& successor = unit.record.successor;
    const auto is_it = [&](const Placed<Unit>& other) { return other.record.id == successor; };
    if (successor.empty() || std::ranges::any_of(file.units, is_it)) return;
    report_.mistake(
        unit.place,
        fmt::format("successor of unit \"{}\": there is no unit \"{}\"", unit.record.id, successor),
        "correct the id, or add the unit");
}

void Loader::check_claims(const std::vector<Claim>& claims) {
    std::map<std::pair<std::string_view, std::string_view>, const Claim*> known;
    for (const Claim& claim : claims) {
        const auto [first, is_new] =
            known.emplace(std::pair(claim.kind, std::string_view(claim.text)), &claim);
        if (is_new || first->second->unit == claim.unit) continue;
        report_.mistake(claim.place,
                        fmt::format("{} \"{}\" of unit \"{}\" is already unit \"{}\"'s, at {}",
                                    claim.kind, claim.text, claim.unit, first->second->unit,
                                    describe(first->second->place)),
                        "leave it with one of them");
    }
}

void Loader::read_obligation_files() {
    ObligationFiles files;
    for (const Unit& unit : rulebook_.units) files.unit_ids.insert(unit.id);
    for (const Source& source : files_of("obligations")) {
        const auto root = read(source);
        FileReport report(report_, source.label);
        if (root) read_obligations(*root, files, report);
    }
    check_entries(files.obligations);
    check_forms(files.obligations);
    for (Placed<Obligation>& entry : files.obligations) {
        rulebook_.obligations.push_back(std::move(entry.record));
    }
    order_entries();
}

void Loader::check_entries(const std::vector<Placed<Obligation>>& entries) {
    std::map<std::string_view, Place> first_of;
    std::map<std::pair<std::string_view, std::string_view>, Place> known;
    for (const Placed<Obligation>& entry : entries) {
        const Obligation& obligation = entry.record;
        const auto [first, is_first] = first_of.emplace(obligation.id, entry.place);
        if (!is_first && obligation.from.empty()) {
            report_.mistake(entry.place,
                            fmt::format("obligation \"{}\" is named twice, first at {}",
                                        obligation.id, describe(first->second)),
                            "give the second another id, or from = the first period it governs");
            continue;
        }
        const auto [same, is_new] = known.emplace(
            std::pair<std::string_view, std::string_view>(obligation.id, obligation.from),
            entry.place);
        if (is_new) continue;
        report_.mistake(entry.place,
                        fmt::format("obligation \"{}\" from \"{}\" is given twice, first at {}",
                                    obligation.id, obligation.from, describe(same->second)),
                        "take one of them out");
    }
}

/// A form that is not there, or cannot go out with a mail, would be found out at the first
/// reminder.
void Loader::check_forms(const std::vector<Placed<Obligation>>& entries) {
    for (const Placed<Obligation>& entry : entries) {
        const std::string& name = entry.record.template_file;
        if (name.empty()) continue;
        const std::string fault = form_fault(form_path(own_ + "/templates", shipped_, name));
        if (fault.empty()) continue;
        report_.mistake(
            entry.place,
            fmt::format("template \"{}\" of obligation \"{}\": {}", name, entry.record.id, fault),
            "put the form, at most 2 MiB, into templates/ beside filingd.toml, or take `template` "
            "out");
    }
}

/// Ids in the order they were met, the entries of one id in order of `from`.
void Loader::order_entries() {
    std::map<std::string, std::size_t> met;
    for (const Obligation& obligation : rulebook_.obligations)
        met.emplace(obligation.id, met.size());
    std::ranges::stable_sort(rulebook_.obligations, {}, [&](const Obligation& obligation) {
        return std::pair(met.at(obligation.id), obligation.from);
    });
}

void Loader::read_calendar_files() {
    std::vector<Placed<CalendarYear>> years;
    for (const Source& source : files_of("calendar")) {
        const auto root = read(source);
        FileReport report(report_, source.label);
        if (root) read_calendar(*root, years, report);
    }
    std::map<int, Place> known;
    for (Placed<CalendarYear>& year : years) {
        const auto [first, is_new] = known.emplace(year.record.year, year.place);
        if (!is_new) {
            report_.mistake(year.place,
                            fmt::format("year {} is given twice, first at {}", year.record.year,
                                        describe(first->second)),
                            "take one of them out");
        }
        rulebook_.calendar.years.emplace(year.record.year, std::move(year.record));
    }
}

/// The shipped file first; an own one replaces what it names.
void Loader::read_judging_files() {
    const bool has_own = is_file(own_ + "/judging.toml");
    const Source base_file = shipped("judging.toml");
    const bool has_shipped = is_file(base_file.path);
    if (has_shipped || !has_own) {
        const auto root = read(base_file);
        FileReport report(report_, base_file.label);
        if (root) read_judging(*root, nullptr, rulebook_.judging, report);
    }
    if (!has_own || own_ == shipped_) return;
    const Source source = own("judging.toml");
    const auto root = read(source);
    FileReport report(report_, source.label);
    const JudgingRules known = rulebook_.judging;
    if (root) read_judging(*root, has_shipped ? &known : nullptr, rulebook_.judging, report);
    check_excludes();
}

void Loader::check_excludes() {
    for (const LookAlike& look_alike : rulebook_.judging.look_alikes) {
        for (const std::string& id : look_alike.excludes) {
            if (find_obligation(rulebook_, id) != nullptr) continue;
            report_.warn({"judging.toml", 0},
                         fmt::format("look-alike \"{}\" excludes \"{}\", which is no obligation",
                                     look_alike.id, id),
                         "correct the id, or take it out");
        }
    }
}

base::Result<Rulebook> Loader::load() {
    if (!is_directory(own_)) {
        return base::fail(
            base::Kind::BadInput, base::Scope::Process,
            fmt::format("{}: there is no such directory; give --config the one that holds "
                        "filingd.toml",
                        own_));
    }
    if (const auto root = read(own("filingd.toml"))) {
        FileReport report(report_, "filingd.toml");
        read_settings(*root, rulebook_.settings, report);
    }
    read_units_file();
    read_obligation_files();
    read_calendar_files();
    read_judging_files();
    rulebook_.directory = own_;
    rulebook_.shipped_directory = shipped_;
    if (is_directory(own_ + "/templates")) rulebook_.templates_directory = own_ + "/templates";
    if (!report_.clean()) {
        return base::fail(base::Kind::BadInput, base::Scope::Process, report_.mistakes());
    }
    rulebook_.warnings = report_.warnings();
    return std::move(rulebook_);
}

}  // namespace

base::Result<Rulebook> load(const std::string& directory, const std::string& shipped_directory) {
    return Loader(directory, shipped_directory).load();
}

}  // namespace config
