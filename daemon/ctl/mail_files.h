#pragma once
/// Mails on disk: a file, an mbox, a Maildir, or a folder of them, read one at a time. One thread.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/dates.h"
#include "base/result.h"
#include "config/rulebook.h"

namespace ctl {

struct MailFile {
    std::string path;
    std::string bytes;
    std::optional<base::Instant> file_time;
};

/// How many mails `path` holds, as far as can be told without reading them (an mbox counts as one).
base::Result<std::size_t> count_mail_files(const std::string& path);

/// Calls `found` for each mail, in the order of the file names. BadInput where there is no such
/// path or it holds no mail.
base::Result<> for_each_mail(const std::string& path,
                             const std::function<base::Result<>(MailFile)>& found);

/// Whether filingd reads a mailbox of this name from a server: an import can't give it places.
bool reads_mailbox(const config::Rulebook& rulebook, std::string_view name);

/// The name an import's folder gets: the last of the path's names, as UTF-8.
std::string import_folder(const std::string& path);

/// The time in the topmost Received: header (RFC 5322 §3.6.7), when it has one that can be read.
std::optional<base::Instant> received_time(std::string_view raw);

}  // namespace ctl
