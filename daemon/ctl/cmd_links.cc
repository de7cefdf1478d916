#include <iostream>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"

namespace ctl {
namespace {

struct Options {
    std::string status;
    bool json = false;
};

using nlohmann::ordered_json;

ordered_json or_null(const std::optional<base::Instant>& at) {
    return at ? ordered_json(base::format_instant(*at)) : ordered_json(nullptr);
}

ordered_json or_null(const std::string& text) {
    return text.empty() ? ordered_json(nullptr) : ordered_json(text);
}

base::Result<std::string> json_of(storage::Ledger& ledger, const storage::Link& link,
                                  const storage::Filing& filing) {
    TRY_ASSIGN(const auto visits, ledger.link_visits(link.id));
    ordered_json out;
    out["filing"] = base::label(filing.id);
    out["unit"] = filing.unit;
    out["obligation"] = filing.obligation;
    out["period"] = filing.period;
    out["url"] = link.url;
    out["status"] = storage::name(link.status);
    out["cause"] = or_null(link.cause);
    out["checked_at"] = or_null(link.checked_at);
    out["next_check"] = or_null(link.next_check);
    out["title"] = or_null(link.title);
    out["snapshot_sha256"] = or_null(link.snapshot);
    out["visits"] = ordered_json::array();
    for (const auto& visit : visits)
        out["visits"].push_back({{"day", base::format_date(visit.day)},
                                 {"found", storage::name(visit.found)},
                                 {"code", visit.code},
                                 {"cause", or_null(visit.cause)}});
    return base::json_line(out);
}

base::Result<int> run(Office& office, const Options& options) {
    std::optional<storage::LinkStatus> status;
    if (!options.status.empty()) {
        status = storage::parse_link_status(options.status);
        if (!status)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              say(_("there is no {} \"{}\""), "status", options.status),
                              say(_("one of: {}"), "unchecked verified dead unverified"));
    }
    TRY(office.ledger().collect_links());
    TRY_ASSIGN(const auto links, office.ledger().links(status));
    std::vector<Row> rows{
        {_("filing"), _("unit"), _("item"), _("status"), _("cause"), _("checked"), _("address")}};
    for (const auto& link : links) {
        TRY_ASSIGN(const auto filing, office.ledger().filing(link.filing));
        if (!filing) continue;
        if (options.json) {
            TRY_ASSIGN(const auto line, json_of(office.ledger(), link, *filing));
            std::cout << line << "\n";
            continue;
        }
        rows.push_back({base::label(filing->id), office.unit_name(filing->unit),
                        office.obligation_title(filing->obligation, filing->period),
                        in_words(storage::name(link.status)), in_words(link.cause),
                        link.checked_at ? base::format_date(base::date_of(*link.checked_at)) : "-",
                        base::one_line(link.url, 200)});
    }
    if (!options.json) std::cout << table(rows);
    return 0;
}

}  // namespace

void add_links(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand("links", _("list publication links and what they came to"));
    auto options = std::make_shared<Options>();
    command->add_option("--status", options->status, "unchecked|verified|dead|unverified");
    command->add_flag("--json", options->json, _("one JSON object a line"));
    command->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
