#include "daemon/imap/downloader.h"

#include <algorithm>
#include <utility>

#include "daemon/imap/commands.h"
#include "daemon/imap/troubles.h"

namespace imap {
namespace {

// Commands beyond this would wait in our own memory.
constexpr std::size_t kQueueLimit = 256U << 10;

}  // namespace

Downloader::Downloader(Session& session, Store& store, Window& window, const DownloadLimits& limits)
    : session_(session), store_(store), window_(window), limits_(limits) {}

base::Result<> Downloader::run(base::FolderId folder, std::span<const Listed> wanted,
                               const std::function<void(std::size_t)>& progress) {
    folder_ = folder;
    auto result = transfer(wanted, progress);
    writer_.reset();  // a body that broke off is dropped
    if (result || store_failed_) return result;
    if (!is(Trouble::Stopping, result.error())) window_.shrink();
    if (bye_ && !is(Trouble::Stopping, result.error())) result = base::fail(goodbye(*bye_));
    note_break(result.error());
    if (auto kept = commit_if(true); !kept) return kept;
    return result;
}

void Downloader::note_break(const base::Error& error) {
    if (is(Trouble::Stopping, error)) return;
    if (arriving_uid_) {
        outcome_.broken = {*arriving_uid_, "the message did not arrive whole: " + error.text};
    } else if (const auto next = next_answer()) {
        outcome_.broken = {*next, "no byte of the message arrived: " + error.text};
    }
}

base::Result<> Downloader::transfer(std::span<const Listed> wanted,
                                    const std::function<void(std::size_t)>& progress) {
    Connection& connection = session_.connection();
    auto last_byte = connection.clock().monotonic();
    std::size_t asked = 0;
    while (asked < wanted.size() || !requests_.empty()) {
        asked += ask(wanted.subspan(asked));
        const auto wait = batch_.empty() ? std::chrono::milliseconds(1000) : limits_.batch_quiet;
        TRY_ASSIGN(const bool moved, connection.pump(*this, wait));
        const auto now = connection.clock().monotonic();
        if (moved) last_byte = now;
        if (now - last_byte >= session_.patience().command) return fail_with(Trouble::NoAnswer);
        const bool full =
            batch_.size() >= limits_.batch_count || batch_bytes_ >= limits_.batch_bytes;
        const bool last = asked == wanted.size() && requests_.empty();
        TRY(commit_if(full || last || !moved));
        progress(outcome_.taken.size());
    }
    return {};
}

/// Sends commands as far as the window goes; returns how many.
std::size_t Downloader::ask(std::span<const Listed> wanted) {
    Connection& connection = session_.connection();
    std::size_t sent = 0;
    for (const Listed& message : wanted) {
        if (!window_.admits(requests_.size(), bytes_under_way_, message.size)) break;
        if (connection.queued() > kQueueLimit) break;
        ++sent;
        if (!requests_.try_emplace(message.uid, Request{message.size, ++asked_, false}).second)
            continue;
        bytes_under_way_ += message.size;
        std::string tag = connection.next_tag();
        connection.send(tag + " " + fetch(message.uid));
        uid_of_tag_.emplace(std::move(tag), message.uid);
    }
    return sent;
}

base::Result<bool> Downloader::literal_begins(const Response& so_far, std::uint64_t size) {
    if (!awaits_body(so_far)) return false;
    arriving_ = size;
    arriving_uid_ = uid_arriving(so_far);
    oversized_ = size > limits_.message;
    writer_.reset();
    if (oversized_) return true;  // counted, not kept
    auto begun = store_.begin(size);
    store_failed_ = !begun;
    if (!begun) return base::failure_of(begun);
    writer_ = std::move(*begun);
    return true;
}

/// A server may name the UID behind the body: then it is taken to answer in the order asked.
std::optional<std::uint32_t> Downloader::uid_arriving(const Response& so_far) const {
    if (const auto fetch = as_fetch(so_far); fetch && fetch->uid)
        return requests_.contains(*fetch->uid) ? fetch->uid : std::nullopt;
    return next_answer();
}

/// Servers work off commands in the order they come.
std::optional<std::uint32_t> Downloader::next_answer() const {
    std::optional<std::uint32_t> first;
    std::size_t number = SIZE_MAX;
    for (const auto& [uid, request] : requests_) {
        if (request.answered || request.number > number) continue;
        first = uid;
        number = request.number;
    }
    return first;
}

base::Result<> Downloader::literal_bytes(std::string_view bytes) {
    if (!writer_) return {};
    auto written = writer_->write(bytes);
    store_failed_ = !written;
    return written;
}

base::Result<> Downloader::response(Response&& response) {
    arriving_uid_.reset();
    if (response.kind == Response::Kind::Tagged) {
        take_answer(response);
        return {};
    }
    if (response.status == Status::Bye) bye_ = response;
    auto fetch = as_fetch(response);
    if (!fetch) {
        session_.observe(response);
        return {};
    }
    return fetch->body == Fetch::Body::None && !writer_ ? base::Result<>()
                                                        : take_message(std::move(*fetch));
}

base::Result<> Downloader::take_message(Fetch&& fetch) {
    const bool oversized = std::exchange(oversized_, false);
    const auto found = fetch.uid ? requests_.find(*fetch.uid) : requests_.end();
    if (found == requests_.end() || found->second.answered || fetch.body == Fetch::Body::Nil) {
        writer_.reset();  // nobody asked for it, or it says nothing
        return {};
    }
    found->second.answered = true;
    if (oversized) {
        outcome_.too_large.push_back(*fetch.uid);
        return {};
    }
    if (!writer_) {
        auto taken = take_inline(fetch.inline_body);
        store_failed_ = !taken;
        TRY(std::move(taken));
    }
    auto handed = hand_over(fetch);
    store_failed_ = !handed;
    return handed;
}

/// A short body may come as a quoted string.
base::Result<> Downloader::take_inline(const std::string& body) {
    TRY_ASSIGN(writer_, store_.begin(body.size()));
    arriving_ = body.size();
    return writer_->write(body);
}

base::Result<> Downloader::hand_over(const Fetch& fetch) {
    TRY(writer_->finish());
    batch_.push_back({*fetch.uid, fetch.internal_date, arriving_, std::move(writer_)});
    batch_bytes_ += arriving_;
    window_.succeed();
    return {};
}

void Downloader::take_answer(const Response& response) {
    const auto tag = uid_of_tag_.find(response.tag);
    if (tag == uid_of_tag_.end()) return;
    const std::uint32_t uid = tag->second;
    const auto request = requests_.find(uid);
    if (response.status != Status::Ok) {
        if (!request->second.answered) outcome_.refused.push_back({uid, words_of(response)});
        window_.shrink();
    } else if (!request->second.answered) {
        outcome_.silent.push_back(uid);
    }
    bytes_under_way_ -= request->second.size;
    requests_.erase(request);
    uid_of_tag_.erase(tag);
}

base::Result<> Downloader::commit_if(bool due) {
    if (!due || batch_.empty()) return {};
    std::vector<std::uint32_t> uids;
    for (const Fetched& message : batch_) uids.push_back(message.uid);
    batch_bytes_ = 0;
    auto committed = store_.commit(folder_, std::exchange(batch_, {}));
    store_failed_ = !committed;
    if (committed) outcome_.taken.insert(outcome_.taken.end(), uids.begin(), uids.end());
    return committed;
}

}  // namespace imap
