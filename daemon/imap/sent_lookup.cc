#include "daemon/imap/sent_lookup.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "daemon/imap/modified_utf7.h"
#include "daemon/imap/responses.h"
#include "daemon/imap/troubles.h"

namespace imap {
namespace {

constexpr std::size_t kMostFolders = 1000;

/// Where sent mail is kept on servers that mark no folder: 163, QQ, Outlook, Dovecot.
constexpr std::array<std::string_view, 5> kUsualNames = {"已发送", "Sent Messages", "Sent Items",
                                                         "Sent", "已发送邮件"};

struct SomeFolder {
    std::string name;  ///< UTF-8
    bool marked = false;
};

std::optional<SomeFolder> as_folder(const Response& response) {
    const auto written = as_listed_folder(response);
    const auto name = written ? decode_folder(*written) : std::nullopt;
    if (!name) return {};
    SomeFolder folder;
    folder.name = *name;
    // LIST ( attributes ) delimiter name
    for (const Token& token : response.tokens) {
        if (token.kind == Token::Kind::Close) break;
        folder.marked = folder.marked || base::equal_ignoring_case(token.text, "\\Sent");
    }
    return folder;
}

/// The last part of a folder's path: "Sent" of "INBOX.Sent".
std::string_view leaf_of(std::string_view name) {
    const std::size_t at = name.find_last_of("/.");
    return at == std::string_view::npos ? name : name.substr(at + 1);
}

/// The id in the header block of a FETCH response that asked for nothing but Message-ID.
std::optional<std::string> as_message_id(const Response& response) {
    if (!as_fetch(response)) return {};
    for (std::size_t at = 0; at + 1 < response.tokens.size(); ++at) {
        if (!uppered(response.tokens[at].text).starts_with("BODY[HEADER.FIELDS")) continue;
        const std::string& block = response.tokens[at + 1].text;
        const std::size_t begin = block.find('<');
        const std::size_t end = block.find('>', begin == std::string::npos ? 0 : begin);
        if (begin != std::string::npos && end != std::string::npos)
            return block.substr(begin, end + 1 - begin);
    }
    return {};
}

base::Result<> run(Session& session, std::string_view command, const Connection::Untagged& take) {
    TRY_ASSIGN(const Response answer,
               session.connection().command(plain(command), session.patience().command,
                                            [&](const Response& response) {
                                                session.observe(response);
                                                take(response);
                                            }));
    if (answer.status == Status::Ok) return {};
    return fail_with(Trouble::CommandRefused, words_of(answer));
}

}  // namespace

base::Result<std::optional<std::string>> find_sent_folder(Session& session) {
    std::vector<SomeFolder> folders;
    TRY(run(session, R"(LIST "" "*")", [&](const Response& response) {
        if (auto folder = as_folder(response); folder && folders.size() < kMostFolders)
            folders.push_back(std::move(*folder));
    }));
    const auto marked = std::ranges::find_if(folders, &SomeFolder::marked);
    if (marked != folders.end()) return std::optional(marked->name);
    for (const std::string_view usual : kUsualNames)
        for (const SomeFolder& folder : folders)
            if (base::equal_ignoring_case(leaf_of(folder.name), usual))
                return std::optional(folder.name);
    return std::optional<std::string>();
}

base::Result<std::vector<std::string>> newest_message_ids(Session& session,
                                                          const std::string& folder,
                                                          std::uint32_t at_most) {
    std::vector<std::string> ids;
    TRY_ASSIGN(const auto examined, session.examine(folder));
    if (!examined || examined->exists == 0) return ids;
    const std::uint32_t first = examined->exists > at_most ? examined->exists - at_most + 1 : 1;
    TRY(run(session, fmt::format("FETCH {}:* (BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])", first),
            [&](const Response& response) {
                if (ids.size() >= at_most) return;
                if (auto id = as_message_id(response)) ids.push_back(std::move(*id));
            }));
    return ids;
}

}  // namespace imap
