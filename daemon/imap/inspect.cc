#include "daemon/imap/inspect.h"

#include <fmt/format.h>

#include "config/secret.h"
#include "daemon/imap/transport.h"
#include "daemon/imap/troubles.h"

namespace imap {
namespace {

base::Result<std::unique_ptr<Session>> open(const Connector& connector, const Account& account,
                                            const base::Clock& clock, std::stop_token stop) {
    TRY_ASSIGN(auto wire, connector(std::move(stop)));
    return Session::open(std::move(wire), account, clock, Patience());
}

CheckStep check_folder(Session& session, const std::string& folder) {
    CheckStep step{"folder " + folder, {}, {}};
    auto examined = session.examine(folder);
    if (!examined) {
        step.error = examined.error();
    } else if (!*examined) {
        step.error = base::Error{base::Kind::BadInput,
                                 base::Scope::Mailbox,
                                 "the server has no such folder",
                                 "服务器上没有这个文件夹，请核对 folders 中的名称。",
                                 {}};
    } else {
        step.detail = fmt::format("{} messages", (*examined)->exists);
    }
    return step;
}

}  // namespace

std::vector<CheckStep> check(const config::MailboxSettings& settings, const Connector& connector,
                             const Account& account, const base::Clock& clock,
                             std::stop_token stop) {
    std::vector<CheckStep> steps;
    auto wire = connector(stop);
    steps.push_back({"connection", {}, settings.url});
    if (!wire) {
        steps.back().error = wire.error();
        return steps;
    }
    auto session = Session::open(std::move(*wire), account, clock, Patience());
    steps.push_back({"login", {}, {}});
    if (!session) {
        steps.back().error = session.error();
        return steps;
    }
    steps.back().detail = (*session)->has("IDLE")
                              ? "IDLE"
                              : fmt::format("no IDLE, asked every {} s", settings.poll.count());
    for (const std::string& folder : settings.folders) {
        steps.push_back(check_folder(**session, folder));
        const auto& error = steps.back().error;
        if (error && error->kind != base::Kind::BadInput && !is(Trouble::CommandRefused, *error))
            return steps;
    }
    (*session)->logout();
    return steps;
}

base::Result<std::vector<FolderListing>> list_folders(const config::MailboxSettings& settings,
                                                      const Connector& connector,
                                                      const Account& account,
                                                      const base::Clock& clock,
                                                      std::stop_token stop) {
    TRY_ASSIGN(const auto session, open(connector, account, clock, std::move(stop)));
    std::vector<FolderListing> listings;
    for (const std::string& folder : settings.folders) {
        FolderListing& listing = listings.emplace_back();
        listing.folder = folder;
        TRY_ASSIGN(const auto examined, session->examine(folder));
        if (!examined) continue;
        listing.exists = true;
        listing.uid_validity = examined->uid_validity;
        if (examined->exists == 0) continue;
        TRY_ASSIGN(listing.messages, session->list_from(1));
    }
    session->logout();
    return listings;
}

Connector connector_for(const config::MailboxSettings& settings) {
    Endpoint endpoint;
    endpoint.url = settings.url;
    endpoint.insecure = settings.insecure;
    endpoint.ca_file = settings.ca_file;
    return connector_for(std::move(endpoint));
}

Account account_for(const config::MailboxSettings& settings) {
    return {settings.user, [source = settings.password] { return config::read_secret(source); }};
}

}  // namespace imap
