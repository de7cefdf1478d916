#pragma once
/// The commands of filingctl (interfaces.md). Each registers itself with its options and leaves the
/// work to be run in `chosen`: the function that runs it and gives the exit code.

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "base/result.h"

namespace ctl {

class Office;

/// What main knows once the command line is read.
struct Invocation {
    std::string config_directory = "/etc/filingd";
    std::function<base::Result<int>()> chosen;  ///< commands that open what they need themselves
    std::function<base::Result<int>(Office&)> chosen_in_office;
};

void add_doctor(CLI::App& cli, Invocation& invocation);
void add_status(CLI::App& cli, Invocation& invocation);
void add_import(CLI::App& cli, Invocation& invocation);
void add_messages(CLI::App& cli, Invocation& invocation);
void add_show(CLI::App& cli, Invocation& invocation);
void add_filings(CLI::App& cli, Invocation& invocation);
void add_links(CLI::App& cli, Invocation& invocation);
void add_duties(CLI::App& cli, Invocation& invocation);
void add_matrix(CLI::App& cli, Invocation& invocation);
void add_remind(CLI::App& cli, Invocation& invocation);
void add_review(CLI::App& cli, Invocation& invocation);
void add_reconcile(CLI::App& cli, Invocation& invocation);
void add_verify(CLI::App& cli, Invocation& invocation);
void add_outbox(CLI::App& cli, Invocation& invocation);
void add_preview(CLI::App& cli, Invocation& invocation);
void add_acts(CLI::App& cli, Invocation& invocation);  ///< exempt, file, undo
void add_unit(CLI::App& cli, Invocation& invocation);
void add_address(CLI::App& cli, Invocation& invocation);
void add_reprocess(CLI::App& cli, Invocation& invocation);
void add_search(CLI::App& cli, Invocation& invocation);
void add_statistics(CLI::App& cli, Invocation& invocation);
void add_assessment(CLI::App& cli, Invocation& invocation);
void add_export(CLI::App& cli, Invocation& invocation);

/// "M12" or "12" to 12; BadInput with the cure otherwise.
base::Result<std::int64_t> parse_id(std::string_view text, char letter);

}  // namespace ctl
