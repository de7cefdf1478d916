#include "daemon/ctl/mail_files.h"

#include <curl/curl.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "base/env.h"
#include "base/text.h"

namespace ctl {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestFile = 4ULL << 30;

base::Failure no_mail(const std::string& path, std::string why) {
    return base::fail(base::Kind::BadInput, base::Scope::Process, path + ": " + std::move(why),
                      "give .eml files, an mbox, a Maildir or a folder of them");
}

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

/// A Maildir's mails lie in cur and new; tmp holds unfinished ones.
bool is_maildir(const fs::path& path) {
    std::error_code error;
    return fs::is_directory(path / "cur", error) && fs::is_directory(path / "new", error);
}

base::Result<std::vector<fs::path>> files_below(const std::string& path) {
    std::error_code error;
    std::vector<fs::path> files;
    if (fs::is_regular_file(path, error)) return std::vector<fs::path>{path};
    if (!fs::is_directory(path, error)) return no_mail(path, "there is no such file or folder");
    const std::vector<fs::path> roots =
        is_maildir(path) ? std::vector<fs::path>{fs::path(path) / "cur", fs::path(path) / "new"}
                         : std::vector<fs::path>{path};
    for (const auto& root : roots) {
        for (auto entry = fs::recursive_directory_iterator(root, error);
             !error && entry != fs::recursive_directory_iterator(); entry.increment(error))
            if (entry->is_regular_file(error) && !is_hidden(entry->path()))
                files.push_back(entry->path());
    }
    if (error) return no_mail(path, error.message());
    std::ranges::sort(files);
    if (files.empty()) return no_mail(path, "the folder holds no mail");
    return files;
}

/// RFC 4155: each mail begins with a "From " line after an empty line; ">From " lines lose one ">".
std::vector<std::string> split_mbox(std::string_view bytes) {
    std::vector<std::string> mails;
    bool after_blank = true;
    while (!bytes.empty()) {
        const auto end = std::min(bytes.find('\n'), bytes.size() - 1) + 1;
        std::string_view line = bytes.substr(0, end);
        bytes.remove_prefix(end);
        if (after_blank && line.starts_with("From ")) {
            mails.emplace_back();
        } else if (!mails.empty()) {
            std::string_view unquoted = line;
            while (unquoted.starts_with('>')) unquoted.remove_prefix(1);
            if (unquoted.starts_with("From ") && line.starts_with('>')) line.remove_prefix(1);
            mails.back() += line;
        }
        after_blank = base::trimmed(line).empty();
    }
    return mails;
}

std::optional<base::Instant> file_time(const fs::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return {};
    return base::Instant(std::chrono::seconds(status.st_mtim.tv_sec));
}

base::Result<> read_one(const fs::path& path,
                        const std::function<base::Result<>(MailFile)>& found) {
    TRY_ASSIGN(auto bytes, base::system_env().read_file(path, kLargestFile));
    const auto time = file_time(path);
    if (!bytes.starts_with("From ")) return found({path, std::move(bytes), time});
    for (auto& mail : split_mbox(bytes)) TRY(found({path, std::move(mail), time}));
    return {};
}

/// The value of the first header of that name, unfolded; empty when there is none.
std::string first_header(std::string_view raw, std::string_view name) {
    std::string value;
    bool inside = false;
    for (const auto line : base::split(raw.substr(0, 1U << 20), '\n')) {
        if (base::trimmed(line).empty()) break;
        const bool folded = line.front() == ' ' || line.front() == '\t';
        if (inside && !folded) return value;
        const auto colon = line.find(':');
        if (inside) {
            value += line;
        } else if (!folded && colon != std::string_view::npos &&
                   base::equal_ignoring_case(base::trimmed(line.substr(0, colon)), name)) {
            inside = true;
            value = line.substr(colon + 1);
        }
    }
    return value;
}

}  // namespace

base::Result<std::size_t> count_mail_files(const std::string& path) {
    TRY_ASSIGN(const auto files, files_below(path));
    return files.size();
}

base::Result<> for_each_mail(const std::string& path,
                             const std::function<base::Result<>(MailFile)>& found) {
    TRY_ASSIGN(const auto files, files_below(path));
    for (const auto& file : files) TRY(read_one(file, found));
    return {};
}

bool reads_mailbox(const config::Rulebook& rulebook, std::string_view name) {
    const auto& mailboxes = rulebook.settings.mailboxes;
    return std::ranges::find(mailboxes, name, &config::MailboxSettings::name) != mailboxes.end();
}

std::string import_folder(const std::string& path) {
    std::string name = fs::path(path).lexically_normal().filename();
    if (name.empty() || name == ".") name = fs::absolute(path).parent_path().filename();
    return base::repaired_utf8(name);
}

std::optional<base::Instant> received_time(std::string_view raw) {
    const std::string value = first_header(raw, "Received");
    const auto semicolon = value.rfind(';');
    if (semicolon == std::string::npos) return {};
    const std::string date(base::trimmed(std::string_view(value).substr(semicolon + 1)));
    const auto seconds = ::curl_getdate(date.c_str(), nullptr);
    if (seconds < 0) return {};
    return base::Instant(std::chrono::seconds(seconds));
}

}  // namespace ctl
