#include <algorithm>
#include <iostream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/comparison.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/places.h"
#include "daemon/ctl/words.h"
#include "daemon/imap/inspect.h"
#include "daemon/pipeline/health.h"

namespace ctl {
namespace {

using nlohmann::ordered_json;

base::Result<std::optional<storage::Folder>> life_of(Office& office,
                                                     const storage::Accounting& line) {
    TRY_ASSIGN(const auto folders, office.ledger().folders());
    for (const auto& folder : folders)
        if (folder.mailbox == line.mailbox && folder.name == line.folder &&
            folder.uid_validity == line.uid_validity)
            return std::optional(folder);
    return std::optional<storage::Folder>();
}

base::Result<std::vector<std::uint32_t>> live_uids(Office& office,
                                                   const storage::Accounting& line) {
    TRY_ASSIGN(const auto folder, life_of(office, line));
    if (!folder) return std::vector<std::uint32_t>();
    return office.ledger().live_uids(folder->id);
}

std::vector<storage::LonePlace> places_in(const storage::Accounting& line,
                                          const std::vector<storage::LonePlace>& places) {
    std::vector<storage::LonePlace> found;
    std::ranges::copy_if(places, std::back_inserter(found), [&](const auto& place) {
        return place.mailbox == line.mailbox && place.folder == line.folder;
    });
    return found;
}

ordered_json to_json(const storage::Accounting& a, const Comparison& c,
                     const std::vector<storage::LonePlace>& not_had) {
    ordered_json row;
    row["mailbox"] = a.mailbox;
    row["folder"] = a.folder;
    row["uid_validity"] = a.uid_validity;
    if (c.on_server) row["on_server"] = *c.on_server;
    row["filed"] = a.filed;
    row["duplicate"] = a.duplicate;
    row["not_a_filing"] = a.not_a_filing;
    row["out_of_scope"] = a.out_of_scope;
    row["review"] = a.review;
    row["waiting"] = a.waiting;
    row["failed"] = a.failed;
    row["gone"] = a.gone;
    row["unexplained"] = c.unexplained + (a.balanced() ? 0 : 1);
    row["not_had"] = ordered_json::array();
    for (const auto& place : not_had) row["not_had"].push_back(place_json(place));
    return row;
}

/// Folders the server has and the ledger has never seen are unexplained as a whole.
std::vector<storage::Accounting> with_unseen(std::vector<storage::Accounting> lines,
                                             const std::string& mailbox,
                                             const std::vector<imap::FolderListing>& listings) {
    for (const auto& listing : listings) {
        const bool seen = std::ranges::any_of(lines, [&](const auto& line) {
            return line.mailbox == mailbox && line.folder == listing.folder;
        });
        if (seen || !listing.exists) continue;
        storage::Accounting line;
        line.mailbox = mailbox;
        line.folder = listing.folder;
        line.uid_validity = listing.uid_validity;
        lines.push_back(std::move(line));
    }
    return lines;
}

struct Listings {
    std::map<std::string, std::vector<imap::FolderListing>> of_mailbox;

    [[nodiscard]] const imap::FolderListing* find(const storage::Accounting& line) const {
        const auto mailbox = of_mailbox.find(line.mailbox);
        if (mailbox == of_mailbox.end()) return nullptr;
        for (const auto& listing : mailbox->second)
            if (listing.folder == line.folder) return &listing;
        return nullptr;
    }
};

base::Result<int> run(Office& office, bool json) {
    TRY_ASSIGN(auto lines, office.ledger().accounting());
    Listings listings;
    for (const auto& settings : office.rulebook().settings.mailboxes) {
        TRY_ASSIGN(auto found, imap::list_folders(settings, imap::connector_for(settings),
                                                  imap::account_for(settings), office.clock(), {}));
        lines = with_unseen(std::move(lines), settings.name, found);
        listings.of_mailbox.emplace(settings.name, std::move(found));
    }
    TRY_ASSIGN(const auto not_had, places_not_had(office.ledger()));
    bool explained = true;
    for (const auto& line : lines) {
        TRY_ASSIGN(const auto live, live_uids(office, line));
        const auto lone = places_in(line, not_had);
        const Comparison comparison = compare(line, live, listings.find(line));
        explained = explained && comparison.unexplained == 0 && line.balanced();
        if (json)
            std::cout << base::json_line(to_json(line, comparison, lone)) << "\n";
        else
            std::cout << pipeline::accounting_line(line)
                      << (comparison.on_server ? say(_("  on server {}, unexplained {}"),
                                                     *comparison.on_server, comparison.unexplained)
                                               : std::string())
                      << "\n";
        if (!json)
            for (const auto& place : lone) std::cout << place_line(place) << "\n";
    }
    return explained ? 0 : 1;
}

}  // namespace

void add_reconcile(CLI::App& cli, Invocation& invocation) {
    auto* command =
        cli.add_subcommand("reconcile", _("the server against the ledger, place by place"));
    auto json = std::make_shared<bool>(false);
    command->add_flag("--json", *json, _("one JSON object a line"));
    command->callback([&invocation, json] {
        invocation.chosen_in_office = [json](Office& office) { return run(office, *json); };
    });
}

}  // namespace ctl
