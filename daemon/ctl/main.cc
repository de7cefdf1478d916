/// filingctl: reads the command line and runs one command.

#include <iostream>

#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/words.h"
#include "daemon/service/exit_code.h"
#include "daemon/service/log.h"

namespace ctl {

base::Result<std::int64_t> parse_id(std::string_view text, char letter) {
    std::string_view digits = text;
    if (!digits.empty() && (digits.front() == letter || digits.front() == letter - 'A' + 'a'))
        digits.remove_prefix(1);
    const auto value = base::parse_number(digits);
    if (!value || *value == 0 || *value > (1ULL << 62))
        return base::fail(
            base::Kind::BadInput, base::Scope::Process,
            say(_("\"{}\" is no id of the form {}123"), base::one_line(text, 40), letter));
    return static_cast<std::int64_t>(*value);
}

namespace {

base::Result<int> run(const Invocation& invocation) {
    if (invocation.chosen) return invocation.chosen();
    TRY_ASSIGN(const auto office, Office::open(invocation.config_directory));
    return invocation.chosen_in_office(*office);
}

}  // namespace
}  // namespace ctl

int main(int argc, char** argv) {
    ctl::start_words();
    service::start_log(service::Level::Warning, false);
    CLI::App cli(_("filingctl shows and corrects what filingd has filed. See filingctl(1)."),
                 "filingctl");
    ctl::Invocation invocation;
    cli.add_option("--config", invocation.config_directory, _("directory of the configuration"))
        ->type_name("DIR")
        ->default_val("/etc/filingd");
    cli.set_version_flag("--version", "filingctl " FILINGD_VERSION);
    cli.require_subcommand(1);
    for (const auto add :
         {ctl::add_doctor,    ctl::add_status,     ctl::add_import,    ctl::add_messages,
          ctl::add_show,      ctl::add_filings,    ctl::add_duties,    ctl::add_matrix,
          ctl::add_review,    ctl::add_acts,       ctl::add_unit,      ctl::add_address,
          ctl::add_reprocess, ctl::add_search,     ctl::add_reconcile, ctl::add_verify,
          ctl::add_outbox,    ctl::add_links,      ctl::add_remind,    ctl::add_statistics,
          ctl::add_preview,   ctl::add_assessment, ctl::add_export})
        add(cli, invocation);
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error) == 0 ? service::kOk : service::kUsage;
    }
    const auto code = ctl::run(invocation);
    if (code) return *code;
    std::cerr << "filingctl: " << base::describe(code.error()) << "\n";
    return service::exit_code_of(code.error());
}
