#include "storage/archive.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>
#include <set>

#include "base/steps.h"
#include "base/text.h"

namespace storage {

namespace {

constexpr unsigned kFolderMode = 0750;
constexpr std::size_t kMaxPoints = 120;
constexpr std::size_t kMaxBytes = 240;
constexpr std::size_t kMaxExtension = 16;
constexpr std::string_view kUnnamed = "未命名";
constexpr std::string_view kOld = "旧版";
constexpr std::string_view kFiling = "filing.json";
constexpr std::array<std::string_view, 4> kDevices{"con", "prn", "aux", "nul"};

std::string shard(std::string_view root, std::string_view sha256) {
    return std::string(root) + "/" + std::string(sha256.substr(0, 2));
}

bool dropped(char32_t c) {
    return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

bool replaced(char32_t c) {
    return c < 0x80 &&
           std::string_view("/\\:*?\"<>|").find(static_cast<char>(c)) != std::string_view::npos;
}

bool device(std::string_view name) {
    const std::string stem = base::lowered(name.substr(0, name.find('.')));
    if (std::ranges::find(kDevices, stem) != kDevices.end()) return true;
    return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
           stem[3] >= '1' && stem[3] <= '9';
}

std::string stripped(std::string_view text) {
    const auto first = text.find_first_not_of(" .");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" .") - first + 1));
}

std::size_t extension_at(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == std::string_view::npos || dot == 0 || name.size() - dot > kMaxExtension
               ? name.size()
               : dot;
}

std::string shortened(std::string_view name) {
    const std::size_t dot = extension_at(name);
    const std::string_view extension = name.substr(dot);
    std::string_view stem =
        base::prefix(name.substr(0, dot), kMaxPoints - base::count_code_points(extension));
    while (stem.size() + extension.size() > kMaxBytes)
        stem = base::prefix(stem, base::count_code_points(stem) - 1);
    return std::string(stem) + std::string(extension);
}

/// The name, or the name with the first free number before its extension. Names differ without
/// regard to case.
std::string free_name(const std::string& wanted, std::set<std::string>& taken) {
    std::string name = wanted;
    for (int number = 2; !taken.insert(base::lowered(name)).second; ++number) {
        const std::size_t dot = extension_at(wanted);
        name = wanted.substr(0, dot) + " (" + std::to_string(number) + ")" + wanted.substr(dot);
    }
    return name;
}

/// Name -> hash, of the folder itself or of 旧版.
std::map<std::string, std::string> wanted_files(std::span<const ViewedDocument> documents,
                                                bool superseded) {
    std::map<std::string, std::string> files;
    std::set<std::string> taken;
    if (!superseded) taken = {std::string(kFiling), std::string(kOld)};
    for (const ViewedDocument& document : documents) {
        if (document.superseded == superseded && !document.sha256.empty())
            files[free_name(safe_name(document.name), taken)] = document.sha256;
    }
    return files;
}

/// Links one file to its archived bytes. A link that is there already is success, and so are the
/// same bytes kept before; after a crash the source may be gone. A file of another size was damaged
/// and gives way at once to the good one.
base::Result<> keep_one(base::Env& env, const std::string& from, const std::string& to) {
    auto linked = env.link(from, to);
    if (linked || !env.exists(to)) return linked;
    if (!env.exists(from)) return {};
    TRY_ASSIGN(const std::uint64_t good, env.size_of(from));
    TRY_ASSIGN(const std::uint64_t kept, env.size_of(to));
    if (good == kept) return {};
    const std::string beside = to + ".new";
    TRY(env.remove(beside));
    TRY(env.link(from, beside));
    return env.rename(beside, to);
}

bool is_folder(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

/// A folder of the view, with its parents. Unlike Env::make_directories it syncs nothing:
/// Archive::sync does, once for all.
base::Result<> make_view_folder(const std::string& path) {
    if (is_folder(path)) return {};
    TRY(make_view_folder(path.substr(0, path.rfind('/'))));
    return base::step(base::StepKind::MakeDirectory, path, [&]() -> base::Result<> {
        if (::mkdir(path.c_str(), kFolderMode) == 0 || errno == EEXIST) return {};
        return base::fail(base::system_error(errno, "cannot make directory " + path));
    });
}

base::Result<> remove_folder_if_empty(const std::string& path) {
    return base::step(base::StepKind::Remove, path, [&]() -> base::Result<> {
        if (::rmdir(path.c_str()) == 0 || errno == ENOENT || errno == ENOTEMPTY) return {};
        return base::fail(base::system_error(errno, "cannot remove " + path));
    });
}

/// Removes every file of a folder but those wanted and the one named `kept`. Folders are left
/// alone.
base::Result<> clear(base::Env& env, const std::string& folder,
                     const std::map<std::string, std::string>& wanted, std::string_view kept = {}) {
    if (!env.exists(folder)) return {};
    TRY_ASSIGN(const auto present, env.list(folder));
    for (const std::string& name : present) {
        const std::string path = folder + "/" + name;
        if (!wanted.contains(name) && name != kept && !is_folder(path)) TRY(env.remove(path));
    }
    return {};
}

base::Result<> fill(base::Env& env, const Archive& archive, const std::string& folder,
                    const std::map<std::string, std::string>& files) {
    for (const auto& [name, sha256] : files) {
        const std::string path = folder + "/" + name;
        const std::string object = archive.object_path(sha256);
        if (env.link(object, path)) continue;
        TRY(env.remove(path));
        // Lost bytes are what verify reports; they must not keep every other view from being made.
        if (env.exists(object)) TRY(env.link(object, path));
    }
    return {};
}

base::Result<> write_unsynced(base::Env& env, const std::string& path, std::string_view bytes) {
    const std::string temp = path + ".new";
    TRY(env.remove(temp));
    TRY_ASSIGN(base::UniqueFd fd, env.create_file(temp, 0640));
    TRY(env.write_all(fd.get(), bytes, temp));
    TRY(env.close_file(std::move(fd), temp));
    return env.rename(temp, path);
}

}  // namespace

base::Result<Archive> Archive::open(base::Env& env, const std::string& state_directory) {
    Archive archive(env, state_directory + "/archive");
    for (const char* folder : {"/messages", "/objects", "/journal", "/by-filing"})
        TRY(env.make_directories(archive.root_ + folder, kFolderMode));
    return archive;
}

base::Result<> Archive::keep(const Spool& spool, std::span<const std::string> message_hashes,
                             std::span<const std::string> object_hashes) {
    std::set<std::string> folders;
    auto link = [&](const std::string& from, const std::string& to) -> base::Result<> {
        const std::string folder = to.substr(0, to.rfind('/'));
        if (folders.insert(folder).second) TRY(env_->make_directories(folder, kFolderMode));
        return keep_one(*env_, from, to);
    };
    for (const std::string& hash : message_hashes)
        TRY(link(spool.message_path(hash), message_path(hash)));
    for (const std::string& hash : object_hashes)
        TRY(link(spool.object_path(hash), object_path(hash)));
    if (folders.size() > 3) return sync();
    for (const std::string& folder : folders) TRY(env_->sync_directory(folder));
    return {};
}

base::Result<> Archive::sync() {
    TRY_ASSIGN(const base::UniqueFd fd, env_->open_for_read(root_));
    return env_->sync_file_system(fd.get(), root_);
}

std::string Archive::message_path(std::string_view sha256) const {
    return shard(root_ + "/messages", sha256) + "/" + std::string(sha256) + ".eml";
}

std::string Archive::object_path(std::string_view sha256) const {
    return shard(root_ + "/objects", sha256) + "/" + std::string(sha256);
}

std::string Archive::view_folder(std::string_view year, std::string_view obligation_title,
                                 std::string_view period, std::string_view unit_name) {
    return safe_name(year) + "/" + safe_name(obligation_title) + "/" + safe_name(period) + "/" +
           safe_name(unit_name);
}

base::Result<> Archive::show_filing(const std::string& folder,
                                    std::span<const ViewedDocument> documents,
                                    std::string_view filing_json) {
    const std::string path = root_ + "/by-filing/" + folder;
    const std::string old_path = path + "/" + std::string(kOld);
    const auto current = wanted_files(documents, false);
    const auto old = wanted_files(documents, true);
    TRY(make_view_folder(old.empty() ? path : old_path));
    TRY(clear(*env_, path, current, kFiling));
    TRY(clear(*env_, old_path, old));
    TRY(fill(*env_, *this, path, current));
    TRY(fill(*env_, *this, old_path, old));
    if (old.empty()) TRY(remove_folder_if_empty(old_path));
    return write_unsynced(*env_, path + "/" + std::string(kFiling), filing_json);
}

base::Result<> Archive::remove_view(const std::string& folder) {
    const std::string top = root_ + "/by-filing";
    std::string path = top + "/" + folder;
    const std::string old_path = path + "/" + std::string(kOld);
    TRY(clear(*env_, old_path, {}));
    TRY(remove_folder_if_empty(old_path));
    TRY(clear(*env_, path, {}));
    for (; path.size() > top.size(); path.resize(path.rfind('/')))
        TRY(remove_folder_if_empty(path));
    return {};
}

std::string safe_name(std::string_view name) {
    const std::string text = base::repaired_utf8(name);
    std::string safe;
    for (std::size_t at = 0; at < text.size();) {
        const base::CodePoint point = base::code_point_at(text, at);
        at += point.length;
        if (dropped(point.value)) continue;
        base::append_utf8(safe, replaced(point.value) ? U'_' : point.value);
    }
    safe = stripped(shortened(stripped(safe)));
    if (safe.empty()) return std::string(kUnnamed);
    return device(safe) ? "_" + safe : safe;
}

}  // namespace storage
