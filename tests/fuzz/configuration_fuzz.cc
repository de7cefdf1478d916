// Any text as each file of the configuration: every mistake is one line of UTF-8 with its place in
// the file and a cure, and what was read without one keeps the limits its users rely on.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "config/address.h"
#include "config/due.h"
#include "config/readers.h"
#include "config/toml.h"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

/// One file as read, its mistakes checked.
class File {
 public:
    explicit File(std::string_view text)
        : lines_(base::split(text, '\n').size()), parsed_(config::parse_toml(text)) {
        require(parsed_.errors.size() <= 1);
        for (const config::SyntaxError& error : parsed_.errors) {
            require(error.line >= 1 && error.line <= lines_ + 1);
            require(!error.what.empty() && base::is_utf8(error.what));
        }
    }

    [[nodiscard]] bool is_toml() const { return parsed_.errors.empty(); }

    /// Whether `read` found nothing wrong.
    template <class Read>
    bool read_with(Read read) const {
        config::Report report;
        config::FileReport file(report, "file.toml");
        read(parsed_.root, file);
        for (const config::Warning& warning : report.warnings()) check_note(warning.text);
        if (report.clean()) return true;
        const std::string mistakes = report.mistakes();
        for (const std::string_view line : base::split(mistakes, '\n')) check_note(line);
        return false;
    }

 private:
    /// file.toml: what; cure — or with a line, which the file has.
    void check_note(std::string_view note) const {
        constexpr std::string_view kFile = "file.toml:";
        require(base::is_utf8(note) && !base::has_control(note) && note.starts_with(kFile));
        note.remove_prefix(kFile.size());
        const auto line = base::parse_number(note.substr(0, note.find(':')));
        require(line ? *line >= 1 && *line <= lines_ + 1 : note.starts_with(' '));
    }

    std::size_t lines_;
    config::ParsedToml parsed_;
};

void check_settings(const config::Settings& settings) {
    require(settings.state_directory.starts_with('/'));
    for (const config::MailboxSettings& mailbox : settings.mailboxes) {
        require(!mailbox.name.empty() && !mailbox.user.empty() && !mailbox.folders.empty());
        require(mailbox.password.kind != config::SecretSource::Kind::None);
        require(config::parse_server_url(mailbox.url).has_value());
        require(mailbox.poll.count() > 0);
    }
    for (const std::string& address : settings.notices.staff)
        require(config::parse_address(address) == address);
    for (const auto time : {settings.notices.digest_at, settings.notices.remind_at,
                            settings.notices.quiet_from, settings.notices.quiet_to})
        require(time >= std::chrono::minutes(0) && time < std::chrono::hours(24));
    require(settings.judge.accept > 0 && settings.judge.accept <= 1);
    require(settings.judge.margin >= 0 && settings.judge.margin <= 1);
    require(settings.judge.confiscation_threshold_fen.value_or(1) > 0);
    require(settings.parser.children >= 1 && settings.parser.children <= 64);
    require(settings.parser.light.memory > 0 && settings.parser.ocr.memory > 0);
}

void check_units(const config::UnitFile& file) {
    for (const auto& [unit, place] : file.units) {
        require(config::is_id(unit.id) && !unit.name.empty());
        for (const auto* addresses : {&unit.addresses, &unit.remind, &unit.escalate})
            for (const std::string& address : *addresses)
                require(config::parse_address(address) == address);
        if (unit.valid_from && unit.valid_to) require(*unit.valid_from <= *unit.valid_to);
    }
}

/// Dates that can be had, for every period that has begun.
void check_dates(const config::Obligation& obligation) {
    config::Rulebook rulebook;
    rulebook.obligations = {obligation};
    const base::Date today = *base::parse_date("2026-11-27");
    for (const std::string& period : config::periods_begun(rulebook, obligation.id, today)) {
        require(config::makes_duty(obligation, period));
        const auto due = config::due_dates(obligation, rulebook.calendar, period);
        require(!due || due->nominal <= due->rolled);
    }
    const auto after = config::due_dates(obligation, rulebook.calendar, "一号", today);
    require(!after || after->nominal > today);
}

void check_obligations(const config::ObligationFiles& files) {
    for (const auto& [obligation, place] : files.obligations) {
        require(config::is_id(obligation.id) && !obligation.title.empty());
        check_dates(obligation);
    }
}

void check_years(const std::vector<config::Placed<config::CalendarYear>>& years) {
    for (const auto& [year, place] : years) {
        for (const auto* days : {&year.off, &year.working})
            for (const base::Date day : *days) require(base::year_of(day) == year.year);
    }
}

void check_judging(const config::JudgingRules& rules) {
    for (const auto& [name, weight] : rules.weights) require(weight > 0 && weight <= 1);
    for (const config::LookAlike& look_alike : rules.look_alikes)
        require(!look_alike.titles.empty() || !look_alike.numbers.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const File file({reinterpret_cast<const char*>(data), size});
    if (!file.is_toml()) return 0;

    config::Settings settings;
    if (file.read_with(
            [&](const auto& root, auto& report) { config::read_settings(root, settings, report); }))
        check_settings(settings);

    config::UnitFile units;
    if (file.read_with(
            [&](const auto& root, auto& report) { config::read_units(root, units, report); }))
        check_units(units);

    config::ObligationFiles obligations;
    obligations.unit_ids = {"lake", "hill"};
    if (file.read_with([&](const auto& root, auto& report) {
            config::read_obligations(root, obligations, report);
        }))
        check_obligations(obligations);

    std::vector<config::Placed<config::CalendarYear>> years;
    if (file.read_with(
            [&](const auto& root, auto& report) { config::read_calendar(root, years, report); }))
        check_years(years);

    config::JudgingRules shipped;
    if (!file.read_with([&](const auto& root, auto& report) {
            config::read_judging(root, nullptr, shipped, report);
        }))
        return 0;
    check_judging(shipped);
    // An office's own file may say what the shipped one says.
    config::JudgingRules own = shipped;
    require(file.read_with([&](const auto& root, auto& report) {
        config::read_judging(root, &shipped, own, report);
    }));
    check_judging(own);
    return 0;
}
