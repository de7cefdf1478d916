#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json_line.h"
#include "base/text.h"
#include "config/load.h"
#include "config/working_days.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/words.h"
#include "daemon/duties/stages.h"
#include "daemon/imap/inspect.h"
#include "daemon/notices/templates.h"
#include "daemon/pipeline/pages_step.h"
#include "daemon/pipeline/parser_process.h"
#include "daemon/smtp/mailer.h"

namespace ctl {
namespace {

enum class Health { Ok, Warn, Fail };

struct Finding {
    std::string what;
    Health health = Health::Ok;
    std::string detail;
};

constexpr std::array<std::string_view, 3> kWords{"ok", "warn", "fail"};

Finding failed(std::string what, const base::Error& error) {
    return {std::move(what), Health::Fail, base::describe(error)};
}

Finding finding_of(const imap::CheckStep& step, const std::string& mailbox) {
    std::string what = "IMAP " + mailbox + ": " + step.what;
    if (!step.error) return {std::move(what), Health::Ok, step.detail};
    // Of a good session only a folder that isn't there: filingd goes on without it.
    const bool only_missing =
        step.what.starts_with("folder ") && step.error->kind == base::Kind::BadInput;
    return {std::move(what), only_missing ? Health::Warn : Health::Fail,
            base::describe(*step.error)};
}

/// systemd hands a credential to the service alone: here a login with it cannot be tried.
std::optional<Finding> untried(std::string what, const config::SecretSource& secret) {
    if (secret.kind != config::SecretSource::Kind::Credential ||
        std::getenv("CREDENTIALS_DIRECTORY"))
        return {};
    return Finding{std::move(what), Health::Warn,
                   say(_("not tried: only the service is given the credential {}; see systemctl "
                         "status filingd"),
                       secret.name)};
}

void examine_mailboxes(const config::Rulebook& rulebook, std::vector<Finding>& findings) {
    for (const auto& settings : rulebook.settings.mailboxes) {
        if (auto finding = untried("IMAP " + settings.name, settings.password)) {
            findings.push_back(std::move(*finding));
            continue;
        }
        for (const auto& step : imap::check(settings, imap::connector_for(settings),
                                            imap::account_for(settings), base::system_clock(), {}))
            findings.push_back(finding_of(step, settings.name));
    }
}

void examine_smtp(const config::Rulebook& rulebook, std::vector<Finding>& findings) {
    if (rulebook.settings.smtp.url.empty()) {
        findings.push_back(
            {"SMTP", Health::Warn, _("no [smtp] is configured: every notice is held")});
        return;
    }
    if (auto finding = untried("SMTP", rulebook.settings.smtp.password)) {
        findings.push_back(std::move(*finding));
        return;
    }
    smtp::Mailer mailer(rulebook.settings.smtp);
    const auto tried = mailer.try_login({});
    findings.push_back(tried ? Finding{"SMTP", Health::Ok, rulebook.settings.smtp.url}
                             : failed("SMTP", tried.error()));
}

/// Runs filing-parser --probe: it confines itself and tries what must be refused.
Finding examine_confinement() {
    const auto program = pipeline::parser_executable();
    if (!program) return failed(_("parser confinement"), program.error());
    std::string output;
    std::array<char, 512> buffer{};
    const std::string command = "'" + *program + "' --probe 2>&1";
    FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe) return {_("parser confinement"), Health::Fail, _("filing-parser cannot be started")};
    while (const auto count = std::fread(buffer.data(), 1, buffer.size(), pipe))
        output.append(buffer.data(), count);
    const int status = ::pclose(pipe);
    const bool good = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    return {_("parser confinement"), good ? Health::Ok : Health::Fail, base::one_line(output, 300)};
}

/// Starts the page reader, which loads its model and confines a child.
Finding examine_page_reader(const config::Rulebook& rulebook) {
    const auto& settings = rulebook.settings.parser;
    const auto page_reader = pipeline::make_page_reader(settings);
    if (!page_reader) return failed(_("OCR data"), page_reader.error());
    if (const auto started = (*page_reader)->ensure_running(); !started)
        return failed(_("OCR data"), started.error());
    return {_("OCR data"), Health::Ok,
            settings.tessdata.empty() ? _("the packaged chi_sim") : settings.tessdata};
}

Finding examine_disk(const config::Rulebook& rulebook) {
    constexpr std::uint64_t kComfortable = 1ULL << 30;
    const auto room = base::system_env().free_space(rulebook.settings.state_directory);
    if (!room) return failed(_("disk"), room.error());
    return {_("disk"), *room < kComfortable ? Health::Warn : Health::Ok,
            say(_("{} MiB free under {}"), *room >> 20U, rulebook.settings.state_directory)};
}

/// A clock before this program was written is wrong: every date would be.
Finding examine_clock() {
    const auto now = base::system_clock().now();
    const bool sane = now > *base::parse_instant("2024-06-17");
    return {_("clock"), sane ? Health::Ok : Health::Fail, base::format_instant(now)};
}

Finding examine_calendar(const config::Rulebook& rulebook) {
    const int year = base::year_of(base::date_of(base::system_clock().now()));
    const bool published = config::is_published(rulebook.calendar, year);
    return {_("calendar"), published ? Health::Ok : Health::Warn,
            published ? std::to_string(year)
                      : say(_("{} is not in calendar/: weekends and fixed holidays only"), year)};
}

Finding examine_addresses(Office& office) {
    std::set<std::string> reachable;
    if (const auto confirmed = office.ledger().confirmed_addresses())
        for (const auto& address : *confirmed) reachable.insert(address.unit);
    std::size_t without = 0;
    for (const auto& unit : office.rulebook().units)
        if (unit.remind.empty() && !reachable.contains(unit.id)) ++without;
    return {_("units"), without == 0 ? Health::Ok : Health::Warn,
            say(_("{} units, {} without an address"), office.rulebook().units.size(), without)};
}

/// Quiet hours can leave reminders no time at all.
Finding examine_reminders(const config::Rulebook& rulebook) {
    const auto next = duties::next_leaving(rulebook, base::system_clock().now());
    if (next)
        return {_("reminders"), Health::Ok,
                say(_("the next ones may leave at {}"), base::format_instant(*next))};
    return {_("reminders"), Health::Warn,
            _("none can ever leave: [notices] quiet covers everything from remind_at on")};
}

void print(const std::vector<Finding>& findings, bool json) {
    for (const auto& finding : findings) {
        const auto word = kWords[static_cast<std::size_t>(finding.health)];
        if (json) {
            nlohmann::ordered_json row;
            row["what"] = finding.what;
            row["health"] = word;
            row["detail"] = finding.detail;
            std::cout << base::json_line(row) << "\n";
        } else {
            std::cout << say("{:<5} {}: {}\n", word, finding.what, finding.detail);
        }
    }
}

base::Result<int> run(const std::string& directory, bool json) {
    std::vector<Finding> findings;
    auto office = Office::open(directory);
    if (!office) {
        findings.push_back(failed(_("configuration"), office.error()));
    } else {
        const auto& rulebook = (*office)->rulebook();
        findings.push_back({_("configuration"), Health::Ok, directory});
        for (const auto& warning : rulebook.warnings)
            findings.push_back({_("configuration"), Health::Warn, warning.text});
        for (const auto& mistake : notices::check_templates(rulebook))
            findings.push_back({_("templates"), Health::Warn, mistake});
        examine_mailboxes(rulebook, findings);
        examine_smtp(rulebook, findings);
        findings.push_back(examine_confinement());
        findings.push_back(examine_page_reader(rulebook));
        findings.push_back(examine_disk(rulebook));
        findings.push_back(examine_clock());
        findings.push_back(examine_calendar(rulebook));
        findings.push_back(examine_addresses(**office));
        if (rulebook.settings.notices.reminders) findings.push_back(examine_reminders(rulebook));
    }
    print(findings, json);
    const bool good =
        std::ranges::none_of(findings, [](const auto& f) { return f.health == Health::Fail; });
    return good ? 0 : 1;
}

}  // namespace

void add_doctor(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand(
        "doctor", _("look at everything filingd needs; each line is ok, warn or fail"));
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, _("one JSON object a line"));
    command->callback([&invocation, json] {
        invocation.chosen = [&invocation, json] { return run(invocation.config_directory, *json); };
    });
}

}  // namespace ctl
