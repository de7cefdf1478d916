#include "daemon/imap/commands.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "daemon/imap/modified_utf7.h"

namespace imap {
namespace {

bool is_7bit(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return (c & 0x80) != 0; });
}

std::string escaped(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') out += '\\';
        out += c;
    }
    return out + '"';
}

base::Failure has_controls(std::string_view what) {
    return base::fail(base::Kind::BadInput, base::Scope::Mailbox,
                      fmt::format("the {} holds control characters", what),
                      "配置中的用户名、授权码或文件夹名含有换行等控制字符，请重新填写。");
}

/// Appends one argument to the command, as a literal where it must be.
void add_argument(Command& command, std::string_view text) {
    if (is_7bit(text)) {
        command.pieces.back() += escaped(text);
        return;
    }
    command.pieces.back() += fmt::format("{{{}}}\r\n", text.size());
    command.pieces.emplace_back(text);
}

base::Result<Command> about_folder(std::string_view verb, std::string_view folder) {
    const auto name = encode_folder(folder);
    if (!name) return has_controls("folder name");
    return plain(fmt::format("{} {}", verb, escaped(*name)));
}

}  // namespace

Command plain(std::string_view text) {
    Command command;
    command.pieces.push_back(std::string(text) + "\r\n");
    return command;
}

base::Result<std::string> quoted(std::string_view text) {
    if (base::has_control(text) || !is_7bit(text)) return has_controls("text");
    return escaped(text);
}

base::Result<Command> login(std::string_view user, std::string_view password) {
    if (base::has_control(user)) return has_controls("user name");
    if (base::has_control(password)) return has_controls("password");
    Command command;
    command.secret = true;
    command.pieces.emplace_back("LOGIN ");
    add_argument(command, user);
    command.pieces.back() += ' ';
    add_argument(command, password);
    command.pieces.back() += "\r\n";
    return command;
}

Command id(std::string_view support_address) {
    const auto address = quoted(support_address);
    return plain(fmt::format(
        R"(ID ("name" "filingd" "version" "0.1.0" "vendor" "filingd" "support-email" {}))",
        address && !support_address.empty() ? *address : "NIL"));
}

base::Result<Command> examine(std::string_view folder) { return about_folder("EXAMINE", folder); }

base::Result<Command> list_folder(std::string_view folder) {
    return about_folder("LIST \"\"", folder);
}

Command list_from(std::uint32_t first) {
    return plain(fmt::format("UID FETCH {}:* (UID RFC822.SIZE INTERNALDATE)", first));
}

Command list_these(std::span<const std::uint32_t> uids) {
    return plain(fmt::format("UID FETCH {} (UID)", fmt::join(uids, ",")));
}

std::string fetch(std::uint32_t uid) {
    return fmt::format("UID FETCH {} (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])\r\n", uid);
}

}  // namespace imap
