#include <iostream>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/words.h"
#include "storage/verify.h"

namespace ctl {
namespace {

base::Result<int> run(Office& office, bool json) {
    TRY_ASSIGN(const auto journal,
               storage::Journal::open(base::system_env(), office.stores().archive.root()));
    TRY_ASSIGN(const auto found,
               storage::verify(base::system_env(), office.ledger(), office.stores().archive,
                               office.stores().spool, journal));
    TRY(office.ledger().transaction([&] {
        return office.ledger().put_value("last_verify", base::format_instant(office.clock().now()));
    }));
    if (json) {
        nlohmann::ordered_json out;
        out["files"] = found.files;
        out["bytes"] = found.bytes;
        out["differences"] = found.differences;
        std::cout << base::json_line(out) << "\n";
    } else {
        std::cout << say(_("{} files, {} bytes read; {} differences\n"), found.files, found.bytes,
                         found.differences.size());
        for (const auto& difference : found.differences) std::cout << difference << "\n";
    }
    return found.differences.empty() ? 0 : 1;
}

}  // namespace

void add_verify(CLI::App& cli, Invocation& invocation) {
    auto* command =
        cli.add_subcommand("verify", _("re-hash the archive and hold it against the ledger"));
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, _("one JSON object a line"));
    command->callback([&invocation, json] {
        invocation.chosen_in_office = [json](Office& office) { return run(office, *json); };
    });
}

}  // namespace ctl
