#include "storage/archive.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

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

/// Links one file to its archived bytes. A link that is there already is success; after a crash the
/// source may be gone.
base::Result<> keep_one(base::Env& env, const std::string& from, const std::string& to) {
    auto linked = env.link(from, to);
    if (linked || env.exists(to)) return {};
    return linked;
}

base::Result<> fill(base::Env& env, const Archive& archive, const std::string& folder,
                    const std::map<std::string, std::string>& files) {
    TRY_ASSIGN(const auto present, env.list(folder));
    for (const std::string& name : present) {
        if (!files.contains(name) && name != kFiling && name != kOld)
            TRY(env.remove(folder + "/" + name));
    }
    for (const auto& [name, sha256] : files) {
        const std::string path = folder + "/" + name;
        if (env.link(archive.object_path(sha256), path)) continue;
        TRY(env.remove(path));
        TRY(env.link(archive.object_path(sha256), path));
    }
    return {};
}

}  // namespace

base::Result<Archive> Archive::open(base::Env& env, std::string state_directory) {
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

base::Result<> Archive::show_filing(std::string_view year, std::string_view obligation_title,
                                    std::string_view period, std::string_view unit_name,
                                    std::span<const ViewedDocument> documents,
                                    std::string_view filing_json) {
    std::string folder = root_ + "/by-filing";
    for (const std::string_view part : {year, obligation_title, period, unit_name})
        folder += "/" + safe_name(part);
    TRY(env_->make_directories(folder, kFolderMode));
    TRY(fill(*env_, *this, folder, wanted_files(documents, false)));
    const auto old = wanted_files(documents, true);
    const std::string old_folder = folder + "/" + std::string(kOld);
    if (!old.empty()) TRY(env_->make_directories(old_folder, kFolderMode));
    if (env_->exists(old_folder)) TRY(fill(*env_, *this, old_folder, old));
    return env_->replace_file(folder + "/" + std::string(kFiling), filing_json, 0640);
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
