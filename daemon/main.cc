/// filingd: reads the command line, then hands over to the App.

#include <malloc.h>

#include <CLI/CLI.hpp>
#include <clocale>
#include <iostream>

#include "base/dates.h"
#include "config/load.h"
#include "daemon/app.h"
#include "daemon/notices/templates.h"
#include "daemon/service/exit_code.h"

namespace {

constexpr const char* kAbout =
    "filingd watches a work mailbox over IMAP, files what units send, answers and keeps the ledger "
    "of duties.\n"
    "It changes nothing in the mailbox. See filingd(1), filingctl(1).";

int check_configuration(const config::Rulebook& rulebook) {
    for (const auto& warning : rulebook.warnings) std::cerr << "warning: " << warning.text << "\n";
    for (const auto& mistake : notices::check_templates(rulebook))
        std::cerr << "warning: " << mistake << "\n";
    std::cout << "configuration in " << rulebook.directory << " is good: " << rulebook.units.size()
              << " units, " << rulebook.obligations.size() << " obligations, "
              << rulebook.settings.mailboxes.size() << " mailboxes\n";
    return service::kOk;
}

}  // namespace

int main(int argc, char** argv) {
    std::setlocale(LC_CTYPE, "C.UTF-8");
    // Else the allocator takes the texts of large mails into its heap and keeps their room.
    ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
    CLI::App cli(kAbout, "filingd");
    app::Options options;
    std::string as_of;
    bool check = false;
    cli.add_option("--config", options.config_directory, "directory of the configuration")
        ->type_name("DIR")
        ->default_val("/etc/filingd");
    cli.add_flag("--once", options.once,
                 "take everything new, carry every message to settled, send what is due, exit");
    cli.add_flag("--check-config", check,
                 "read the configuration, say what is wrong with it, exit");
    cli.add_option("--as-of", as_of, "the clock of duties, reminders and digests (rehearsals)")
        ->type_name("TIME");
    cli.add_flag("--hold", options.hold, "render and keep every notice, send nothing");
    cli.add_flag("--verbose", options.verbose, "log more");
    cli.set_version_flag("--version", "filingd " FILINGD_VERSION);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = cli.exit(error);
        return code == 0 ? service::kOk : service::kUsage;
    }
    if (!as_of.empty()) {
        options.as_of = base::parse_instant(as_of);
        if (!options.as_of) {
            std::cerr << "filingd: --as-of wants a time such as 2024-07-11T08:30:00+08:00\n";
            return service::kUsage;
        }
    }
    auto rulebook = config::load(options.config_directory, config::shipped_directory());
    if (!rulebook) {
        std::cerr << base::describe(rulebook.error()) << "\n";
        return service::kConfiguration;
    }
    if (check) return check_configuration(*rulebook);
    return app::run(options, std::move(*rulebook));
}
