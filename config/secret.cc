#include "config/secret.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>

#include "base/text.h"
#include "base/unique_fd.h"

namespace config {
namespace {

using base::Kind;
using base::Scope;

constexpr std::size_t kLargestSecret = 4096;

/// systemd gives access to a credential by an access list, which shows as group bits: only plain
/// files are checked.
enum class Permissions { OwnerOnly, AsGiven };

base::Result<std::string> checked(std::string secret, std::string_view where) {
    while (secret.ends_with('\n') || secret.ends_with('\r')) secret.pop_back();
    if (secret.empty()) {
        return base::fail(
            Kind::Auth, Scope::Mailbox, fmt::format("the password in {} is empty", where),
            "write the password (163: the authorisation code) into that file, mode 0600");
    }
    if (base::has_control(secret)) {
        return base::fail(
            Kind::BadInput, Scope::Mailbox,
            fmt::format("the password in {} holds a control character", where),
            "write the password (163: the authorisation code) into that file, mode 0600");
    }
    return secret;
}

base::Result<> check_permissions(const struct stat& status, const std::string& path,
                                 Permissions permissions) {
    if (!S_ISREG(status.st_mode)) {
        return base::fail(Kind::BadInput, Scope::Mailbox, fmt::format("{} is no plain file", path),
                          "let password name the file that holds it");
    }
    if (permissions == Permissions::OwnerOnly && (status.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
        return base::fail(Kind::BadInput, Scope::Mailbox,
                          fmt::format("{} can be read by others than its owner", path),
                          fmt::format("chmod 600 {}", path));
    }
    return {};
}

base::Result<std::string> read_all(int fd, const std::string& path) {
    std::string secret;
    std::array<char, kLargestSecret + 1> buffer{};
    while (secret.size() <= kLargestSecret) {
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return base::fail(base::system_error(errno, path, Scope::Mailbox));
        if (count == 0) return secret;
        secret.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return base::fail(Kind::BadInput, Scope::Mailbox,
                      fmt::format("{} is too large for a password", path),
                      "let password name the file that holds nothing else");
}

base::Result<std::string> read_file(const std::string& path, Permissions permissions) {
    // O_NONBLOCK: a pipe in the file's place must not hold the login up.
    const base::UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    if (!fd && (errno == ENOENT || errno == ENOTDIR)) {
        return base::fail(
            Kind::Auth, Scope::Mailbox, fmt::format("there is no password file {}", path),
            "write the password (163: the authorisation code) into that file, mode 0600");
    }
    if (!fd) return base::fail(base::system_error(errno, path, Scope::Mailbox));
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0) {
        return base::fail(base::system_error(errno, path, Scope::Mailbox));
    }
    TRY(check_permissions(status, path, permissions));
    TRY_ASSIGN(std::string secret, read_all(fd.get(), path));
    return checked(std::move(secret), path);
}

base::Result<std::string> read_credential(const std::string& name) {
    const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
    if (directory == nullptr || *directory == '\0') {
        return base::fail(Kind::Auth, Scope::Mailbox,
                          fmt::format("there is no credential {}: systemd passed none", name),
                          fmt::format("add LoadCredential={}:… to the unit", name));
    }
    return read_file(std::string(directory) + "/" + name, Permissions::AsGiven);
}

base::Result<std::string> read_variable(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) {
        return base::fail(Kind::Auth, Scope::Mailbox,
                          fmt::format("the environment has no {}", name),
                          "set it where filingd is started, or let password name a file");
    }
    return checked(value, "$" + name);
}

}  // namespace

base::Result<std::string> read_secret(const SecretSource& source) {
    switch (source.kind) {
        case SecretSource::Kind::File:
            return read_file(source.name, Permissions::OwnerOnly);
        case SecretSource::Kind::Credential:
            return read_credential(source.name);
        case SecretSource::Kind::Environment:
            return read_variable(source.name);
        case SecretSource::Kind::None:
            break;
    }
    return base::fail(Kind::Auth, Scope::Mailbox, "no password is configured",
                      "add password = { file = \"…\" } to filingd.toml");
}

}  // namespace config
