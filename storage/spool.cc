#include "storage/spool.h"

#include <openssl/evp.h>
#include <sys/stat.h>

#include <array>
#include <atomic>
#include <cerrno>

#include "base/deleter.h"
#include "base/text.h"

namespace storage {

namespace {

constexpr std::size_t kBuffer = std::size_t{64} * 1024;
// From here on one syncfs is cheaper than an fdatasync for each file.
constexpr std::size_t kFewFiles = 3;

std::string temp_name() {
    static const std::string life = [] {
        const std::string bytes = base::random_bytes(8);
        return base::hex(bytes.data(), bytes.size());
    }();
    static std::atomic<std::uint64_t> number{0};
    return life + "-" + std::to_string(++number);
}

}  // namespace

struct Hasher::State {
    std::unique_ptr<EVP_MD_CTX, base::Deleter<EVP_MD_CTX_free>> context{EVP_MD_CTX_new()};
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
    EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr);
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) {
    EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size());
}

std::string Hasher::finish() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(state_->context.get(), digest.data(), &size);
    return base::hex(digest.data(), size);
}

std::string sha256(std::string_view bytes) {
    Hasher hasher;
    hasher.update(bytes);
    return hasher.finish();
}

Incoming::Incoming(base::Env* env, std::string path, base::UniqueFd fd)
    : env_(env), path_(std::move(path)), fd_(std::move(fd)) {}

Incoming& Incoming::operator=(Incoming&& other) noexcept {
    if (this == &other) return *this;
    std::swap(env_, other.env_);
    std::swap(path_, other.path_);
    std::swap(fd_, other.fd_);
    std::swap(hasher_, other.hasher_);
    std::swap(buffer_, other.buffer_);
    std::swap(size_, other.size_);
    std::swap(sha256_, other.sha256_);
    std::swap(failed_, other.failed_);
    return *this;
}

Incoming::~Incoming() {
    if (fd_) (void)env_->remove(path_);
}

base::Result<> Incoming::usable() const {
    if (!failed_ && fd_) return {};
    return base::fail(base::Kind::Conflict, base::Scope::Message,
                      "a file that failed or was committed takes no more calls", "", path_);
}

base::Result<> Incoming::flush() {
    auto written = env_->write_all(fd_.get(), buffer_, path_);
    failed_ = !written;
    buffer_.clear();
    return written;
}

base::Result<> Incoming::write(std::string_view bytes) {
    TRY(usable());
    if (!sha256_.empty())
        return base::fail(base::Kind::Conflict, base::Scope::Message, "the file is finished", "",
                          path_);
    hasher_.update(bytes);
    size_ += bytes.size();
    buffer_.append(bytes);
    if (buffer_.size() < kBuffer) return {};
    return flush();
}

base::Result<> Incoming::finish() {
    TRY(usable());
    if (!sha256_.empty()) return {};
    TRY(flush());
    buffer_.shrink_to_fit();
    sha256_ = hasher_.finish();
    return {};
}

base::Result<Spool> Spool::open(base::Env& env, std::string state_directory) {
    Spool spool(env, std::move(state_directory) + "/spool");
    for (const char* folder : {"/incoming", "/messages", "/objects"})
        TRY(env.make_directories(spool.root_ + folder, 0700));
    return spool;
}

base::Result<> Spool::clean_incoming() {
    TRY_ASSIGN(const auto left, env_->list(root_ + "/incoming"));
    for (const std::string& name : left) TRY(env_->remove(root_ + "/incoming/" + name));
    return {};
}

base::Result<Incoming> Spool::begin_message() {
    std::string path = root_ + "/incoming/" + temp_name();
    TRY_ASSIGN(base::UniqueFd fd, env_->create_file(path, 0600));
    Incoming incoming(env_, std::move(path), std::move(fd));
    // The mode it keeps in the archive, whatever the umask.
    if (::fchmod(incoming.fd_.get(), 0440) != 0)
        return base::fail(base::system_error(errno, "cannot set the mode of " + incoming.path_));
    return incoming;
}

base::Result<Incoming> Spool::begin_object() { return begin_message(); }

base::Result<> Spool::commit_messages(std::span<Incoming> batch) {
    return commit(batch, root_ + "/messages");
}
base::Result<> Spool::commit_objects(std::span<Incoming> batch) {
    return commit(batch, root_ + "/objects");
}

base::Result<> Spool::commit(std::span<Incoming> batch, const std::string& folder) {
    if (batch.empty()) return {};
    for (const Incoming& file : batch) TRY(file.usable());
    auto moved = move_in(batch, folder);
    // A failed sync leaves unknown content behind that a second sync would call good.
    if (!moved)
        for (Incoming& file : batch) file.failed_ = true;
    return moved;
}

base::Result<> Spool::move_in(std::span<Incoming> batch, const std::string& folder) {
    for (Incoming& file : batch) TRY(file.finish());
    if (batch.size() > kFewFiles) {
        TRY(env_->sync_file_system(batch.front().fd_.get(), folder));
    } else {
        for (Incoming& file : batch) TRY(env_->sync_data(file.fd_.get(), file.path_));
    }
    for (Incoming& file : batch) {
        TRY(env_->rename(file.path_, folder + "/" + file.sha256_));
        TRY(env_->close_file(std::move(file.fd_), file.path_));
    }
    return env_->sync_directory(folder);
}

std::string Spool::message_path(std::string_view sha256) const {
    return root_ + "/messages/" + std::string(sha256);
}
std::string Spool::object_path(std::string_view sha256) const {
    return root_ + "/objects/" + std::string(sha256);
}
base::Result<> Spool::remove_message(std::string_view sha256) {
    return env_->remove(message_path(sha256));
}
base::Result<> Spool::remove_object(std::string_view sha256) {
    return env_->remove(object_path(sha256));
}

}  // namespace storage
