#include "daemon/imap/mailbox.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>

#include "daemon/imap/troubles.h"
#include "daemon/service/log.h"

namespace imap {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kAfterUnsafeLogin = std::chrono::minutes(30);
constexpr milliseconds kAfterNoSpace = std::chrono::minutes(5);
constexpr milliseconds kRoomLook = std::chrono::seconds(5);
constexpr std::uint64_t kRoomWorthATry = 16ULL << 20;
constexpr milliseconds kSecretLook = std::chrono::minutes(1);
constexpr milliseconds kStandsFirm = std::chrono::minutes(1);  // a session this old was no accident
constexpr std::size_t kMostConnections = 12;                   // of one run that ends by itself
constexpr std::array<std::string_view, 9> kPhaseNames = {
    "connecting",    "syncing",      "idle",     "polling", "waiting",
    "login refused", "unsafe login", "no space", "stopped"};

Phase phase_after(const base::Error& error) {
    if (is(Trouble::UnsafeLogin, error)) return Phase::UnsafeLogin;
    if (error.kind == base::Kind::Auth) return Phase::LoginRefused;
    if (error.kind == base::Kind::NoSpace) return Phase::NoSpace;
    return Phase::Waiting;
}

}  // namespace

std::string_view name(Phase phase) { return kPhaseNames[static_cast<std::size_t>(phase)]; }

Mailbox::Mailbox(const config::MailboxSettings& settings, World world, const Options& options)
    : settings_(settings),
      world_(std::move(world)),
      options_(options),
      window_(options.window),
      backoff_(world_.seed) {
    FolderRules rules;
    rules.since = settings_.since;
    rules.download = options_.download;
    for (const std::string& folder : settings_.folders)
        folders_.push_back(
            std::make_unique<FolderSync>(folder, rules, world_.store, world_.clock, window_));
    status_.mailbox = settings_.name;
}

void Mailbox::publish(Phase phase) {
    status_.phase = phase;
    status_.missing_folders.clear();
    for (const auto& folder : folders_)
        if (folder->was_missing()) status_.missing_folders.push_back(folder->name());
    if (world_.publish) world_.publish(status_);
}

base::Result<std::string> Mailbox::read_secret() {
    auto secret = world_.secret();
    if (secret) secret_hash_ = std::hash<std::string>()(*secret);
    return secret;
}

base::Result<std::unique_ptr<Session>> Mailbox::open(std::stop_token stop) {
    publish(Phase::Connecting);
    TRY_ASSIGN(auto wire, world_.connector(std::move(stop)));
    const Account account{settings_.user, [this] { return read_secret(); }};
    TRY_ASSIGN(auto session,
               Session::open(std::move(wire), account, world_.clock, options_.patience));
    service::info("mailbox {}: logged in", settings_.name);
    opened_at_ = world_.clock.monotonic();
    return session;
}

base::Result<> Mailbox::take_everything(std::stop_token stop) {
    TRY_ASSIGN(const auto session, open(std::move(stop)));
    TRY(sync_all(*session));
    session->logout();
    return {};
}

std::uint64_t Mailbox::breaks() const {
    return std::accumulate(folders_.begin(), folders_.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& f) { return sum + f->breaks(); });
}

/// A message that breaks the connection is stepped over: each break is noted against one, and the
/// next connection takes what stands behind it. Any other failure ends the run.
base::Result<> Mailbox::once(std::stop_token stop) {
    for (std::size_t tries = 1;; ++tries) {
        const std::uint64_t before = breaks();
        auto taken = take_everything(stop);
        if (taken || is(Trouble::Stopping, taken.error())) break;
        if (breaks() == before || tries == kMostConnections) return taken;
        service::warning("mailbox {}: {}; going on without the message it broke at", settings_.name,
                         base::describe(taken.error()));
        world_.pause.wait(backoff_.jittered(Backoff::kLeast), stop);
        if (stop.stop_requested()) break;
    }
    publish(Phase::Stopped);
    return {};
}

base::Result<> Mailbox::watch(std::stop_token stop) {
    opened_at_.reset();
    TRY_ASSIGN(const auto session, open(stop));
    TRY(sync_all(*session));
    while (!stop.stop_requested()) TRY(wait_for_news(*session, stop));
    session->logout();
    return {};
}

void Mailbox::run(std::stop_token stop) {
    while (!stop.stop_requested()) {
        auto watched = watch(stop);
        if (!watched && !stop.stop_requested()) recover(watched.error(), stop);
    }
    publish(Phase::Stopped);
}

/// The first folder last, so that it is the one left open for IDLE.
base::Result<> Mailbox::sync_all(Session& session) {
    const bool idles = settings_.idle && session.has("IDLE");
    for (const auto& folder : folders_) TRY(sync_folder(*folder, session, true));
    if (idles && folders_.size() > 1) TRY(sync_folder(*folders_.front(), session, true));
    logins_.succeeded();
    status_.last_sync = world_.clock.now();
    status_.cause.reset();
    status_.next_try.reset();
    return {};
}

base::Result<> Mailbox::sync_folder(FolderSync& folder, Session& session, bool open) {
    if (folder.is_missing()) return {};
    status_.folder = folder.name();
    status_.done = status_.of = 0;
    publish(Phase::Syncing);
    const auto progress = [&](std::size_t done, std::size_t of) {
        if (done == status_.done && of == status_.of) return;
        status_.done = done;
        status_.of = of;
        publish(Phase::Syncing);
    };
    const std::uint64_t before = folder.taken();
    auto synced = open ? folder.open_and_take(session, progress) : folder.take(session, progress);
    if (folder.taken() != before) {
        backoff_.reset();  // whatever comes now, we got on
        service::info("mailbox {}: {} new in {}", settings_.name, folder.taken() - before,
                      folder.name());
    }
    if (folder.is_missing())
        service::warning("mailbox {}: the server has no folder {}; asking again tomorrow",
                         settings_.name, folder.name());
    std::erase(status_.refused_folders, folder.name());
    // The server refuses this folder, the session stands: the others go on.
    if (!synced && is(Trouble::CommandRefused, synced.error()) &&
        &folder != folders_.front().get()) {
        service::warning("mailbox {}: folder {}: {}", settings_.name, folder.name(),
                         base::describe(synced.error()));
        status_.refused_folders.push_back(folder.name());
        return {};
    }
    return synced;
}

milliseconds Mailbox::until_errand(milliseconds at_most) {
    if (!world_.errand) return at_most;
    return std::min(at_most, world_.errand->due_in().value_or(at_most));
}

/// True when it was run: another folder is open then.
base::Result<bool> Mailbox::run_errand(Session& session) {
    if (!world_.errand) return false;
    const auto due = world_.errand->due_in();
    if (!due || due->count() > 0) return false;
    TRY(world_.errand->run(session));
    return true;
}

base::Result<> Mailbox::wait_for_news(Session& session, std::stop_token stop) {
    TRY_ASSIGN(const bool elsewhere, run_errand(session));
    if (elsewhere) return sync_all(session);
    const bool idles = settings_.idle && session.has("IDLE") && !folders_.front()->is_missing();
    auto waited = idles ? idle(session) : poll(session, std::move(stop));
    if (world_.clock.monotonic() - *opened_at_ >= kStandsFirm) backoff_.reset();
    return waited;
}

base::Result<> Mailbox::idle(Session& session) {
    publish(Phase::Idle);
    // The other folders are asked as often as without IDLE.
    const bool alone = folders_.size() == 1;
    TRY_ASSIGN(const bool news,
               session.idle(until_errand(alone ? options_.patience.idle
                                               : backoff_.jittered(settings_.poll))));
    if (!news && !alone) return sync_all(session);
    TRY(sync_folder(*folders_.front(), session, false));
    status_.last_sync = world_.clock.now();
    return {};
}

base::Result<> Mailbox::poll(Session& session, std::stop_token stop) {
    publish(Phase::Polling);
    world_.pause.wait(until_errand(backoff_.jittered(settings_.poll)), stop);
    if (stop.stop_requested()) return {};
    return sync_all(session);
}

milliseconds Mailbox::delay_after(const base::Error& error) {
    switch (phase_after(error)) {
        case Phase::UnsafeLogin:
            return kAfterUnsafeLogin;
        case Phase::LoginRefused:
            return logins_.refused();
        case Phase::NoSpace:
            return kAfterNoSpace;
        default:
            return base::retryable(error.kind) ? backoff_.next() : Backoff::kMost;
    }
}

void Mailbox::recover(const base::Error& error, std::stop_token stop) {
    const milliseconds delay = delay_after(error);
    status_.cause = error;
    status_.next_try = world_.clock.now() + delay;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(delay).count();
    service::warning("mailbox {}: {}; next try in {} s", settings_.name, base::describe(error),
                     seconds);
    publish(phase_after(error));
    if (status_.phase == Phase::LoginRefused) {
        wait_for_secret(delay, std::move(stop));
    } else if (status_.phase == Phase::NoSpace) {
        wait_for_room(delay, std::move(stop));
    } else {
        world_.pause.wait(delay, std::move(stop));
    }
}

/// Room that somebody made ends the wait: it is looked for without a login.
void Mailbox::wait_for_room(milliseconds time, std::stop_token stop) {
    const auto until = world_.clock.monotonic() + time;
    const std::uint64_t before = world_.store.room();
    while (!stop.stop_requested()) {
        const auto left = std::chrono::ceil<milliseconds>(until - world_.clock.monotonic());
        if (left.count() <= 0 || world_.pause.wait(std::min(left, kRoomLook), stop)) return;
        if (world_.store.room() >= before + kRoomWorthATry) return;
    }
}

/// A new secret ends the wait: it is looked at every minute, without a login.
void Mailbox::wait_for_secret(milliseconds time, std::stop_token stop) {
    const auto until = world_.clock.monotonic() + time;
    const std::size_t refused = secret_hash_;
    while (!stop.stop_requested()) {
        const auto left = std::chrono::ceil<milliseconds>(until - world_.clock.monotonic());
        if (left.count() <= 0 || world_.pause.wait(std::min(left, kSecretLook), stop)) return;
        const auto secret = world_.secret();
        if (secret && std::hash<std::string>()(*secret) != refused) return;
    }
}

}  // namespace imap
