#pragma once
/// The archive (interfaces.md, Archive on disk): messages and objects by hash, the by-filing view
/// of hard links with filing.json. Adding what is there already is success: every call may be
/// repeated after a crash. One thread.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/env.h"
#include "base/result.h"
#include "storage/records.h"
#include "storage/spool.h"

namespace storage {

/// One document of a filing as the view shows it.
struct ViewedDocument {
    std::string name;  ///< original name; sanitised here, a second of the same name gets " (2)"
    std::string sha256;
    bool superseded = false;  ///< goes under 旧版/
};

class Archive {
 public:
    static base::Result<Archive> open(base::Env& env, const std::string& state_directory);

    /// Links spooled messages and objects to their places by hash and syncs the directories touched
    /// once. An archived file of another size than the spool's is replaced.
    base::Result<> keep(const Spool& spool, std::span<const std::string> message_hashes,
                        std::span<const std::string> object_hashes);
    [[nodiscard]] std::string message_path(std::string_view sha256) const;
    [[nodiscard]] std::string object_path(std::string_view sha256) const;
    /// Where a filing stands below archive/by-filing: <year>/<obligation title>/<period>/<unit
    /// name>, each made a safe name.
    [[nodiscard]] static std::string view_folder(std::string_view year,
                                                 std::string_view obligation_title,
                                                 std::string_view period,
                                                 std::string_view unit_name);
    /// Makes this folder hold exactly these files and filing.json. Not durable before sync(): a
    /// view is marked shown only after it, and made again after a crash.
    base::Result<> show_filing(const std::string& folder, std::span<const ViewedDocument> documents,
                               std::string_view filing_json);
    /// Removes what show_filing made there, and the folders left empty. Success when there is none.
    base::Result<> remove_view(const std::string& folder);
    /// One syncfs: everything linked and shown so far is durable.
    base::Result<> sync();
    [[nodiscard]] const std::string& root() const { return root_; }

 private:
    Archive(base::Env& env, std::string root) : env_(&env), root_(std::move(root)) {}
    base::Env* env_;
    std::string root_;
};

/// A file name safe for any disk and reader: no separators, controls, bidi marks, leading dots,
/// reserved names; at most 120 code points and 240 bytes, the extension kept; "未命名" when nothing
/// is left.
std::string safe_name(std::string_view name);

}  // namespace storage
