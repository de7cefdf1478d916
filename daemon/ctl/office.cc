#include "daemon/ctl/office.h"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "config/load.h"
#include "daemon/pipeline/views.h"

namespace ctl {
namespace {

base::Result<> become_owner(const std::string& directory) {
    struct stat status {};
    if (::geteuid() != 0 || ::stat(directory.c_str(), &status) != 0 || status.st_uid == 0)
        return {};
    if (::setgroups(0, nullptr) != 0 || ::setgid(status.st_gid) != 0 ||
        ::setuid(status.st_uid) != 0)
        return base::fail(base::system_error(errno, "cannot become the owner of " + directory));
    return {};
}

}  // namespace

base::Result<std::unique_ptr<Office>> Office::open(const std::string& config_directory) {
    TRY_ASSIGN(auto rulebook, config::load(config_directory, config::shipped_directory()));
    const std::string directory = rulebook.settings.state_directory;
    TRY(become_owner(directory));
    TRY(pipeline::make_state_directory(base::system_env(), directory));
    TRY_ASSIGN(auto stores, pipeline::open_stores(base::system_env(), directory));
    return std::unique_ptr<Office>(new Office(std::move(rulebook), std::move(stores)));
}

Office::Office(config::Rulebook rulebook, pipeline::Stores stores)
    : rulebook_(std::move(rulebook)),
      stores_(std::move(stores)),
      desk_(stores_.desk(rulebook_, base::system_env(), base::system_clock())) {
    desk_.hold = rulebook_.settings.notices.hold;
}

std::optional<storage::StateLock> Office::try_lock() {
    auto lock = storage::StateLock::take(rulebook_.settings.state_directory);
    if (!lock) return {};
    return std::move(*lock);
}

base::Result<> Office::follow_up() {
    const auto lock = try_lock();
    return lock ? follow_up_under_lock() : base::Result<>();
}

base::Result<> Office::follow_up_under_lock() {
    TRY(stores_.journal->catch_up(ledger()));
    return pipeline::refresh_views(desk_);
}

std::string Office::unit_name(std::string_view id) const {
    const auto* unit = config::find_unit(rulebook_, id);
    return unit ? unit->name : std::string(id);
}

std::string Office::obligation_title(std::string_view id, std::string_view period) const {
    const auto* obligation = config::find_obligation(rulebook_, id, period);
    return obligation ? obligation->title : std::string(id);
}

}  // namespace ctl
