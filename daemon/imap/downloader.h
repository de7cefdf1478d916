#pragma once
/// Fetches messages by pipelined commands of one UID each (mail.md §3): as many at once as the
/// window admits, so a slow line costs no round trip a message, and a refusal concerns one message
/// only. Bodies stream into the store's writers as they arrive. An answer belongs to the UID it
/// names, whatever the order. Whole messages are handed over in batches that share their syncs.
/// Works on one session, in its thread.

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "daemon/imap/response_parser.h"
#include "daemon/imap/responses.h"
#include "daemon/imap/session.h"
#include "daemon/imap/store.h"
#include "daemon/imap/window.h"

namespace imap {

struct DownloadLimits {
    std::uint64_t message = 72ULL << 20;
    std::size_t batch_count = 200;
    std::uint64_t batch_bytes = 8ULL << 20;
    std::chrono::milliseconds batch_quiet{
        100};  ///< without new bytes a batch waits no longer than this
};

/// What became of each UID that was asked for. One in none of the lists was not answered.
struct DownloadOutcome {
    struct Refusal {
        std::uint32_t uid = 0;
        std::string cause;
    };
    std::vector<std::uint32_t> taken;
    std::vector<std::uint32_t> silent;  ///< answered OK without a message: gone, as it seems
    std::vector<std::uint32_t>
        too_large;  ///< its literal is larger than the listing said, and than the limit
    std::vector<Refusal> refused;
    /// The connection failed while this one was arriving, or was the next to be answered.
    std::optional<Refusal> broken;
};

class Downloader : private ResponseParser::Receiver {
 public:
    Downloader(Session& session, Store& store, Window& window, const DownloadLimits& limits);
    /// Fetches `wanted` from the folder that is open. After a failure outcome() still holds, and
    /// what had come whole is safe unless the store itself failed.
    base::Result<> run(base::FolderId folder, std::span<const Listed> wanted,
                       const std::function<void(std::size_t done)>& progress);
    [[nodiscard]] const DownloadOutcome& outcome() const { return outcome_; }

 private:
    struct Request {
        std::uint64_t size = 0;
        std::size_t number = 0;  ///< in the order asked
        bool answered = false;
    };

    base::Result<bool> literal_begins(const Response& so_far, std::uint64_t size) override;
    base::Result<> literal_bytes(std::string_view bytes) override;
    base::Result<> response(Response&& response) override;

    base::Result<> transfer(std::span<const Listed> wanted,
                            const std::function<void(std::size_t)>& progress);
    std::size_t ask(std::span<const Listed> wanted);
    base::Result<> take_message(Fetch&& fetch);
    base::Result<> take_inline(const std::string& body);
    base::Result<> hand_over(const Fetch& fetch);
    [[nodiscard]] std::optional<std::uint32_t> uid_arriving(const Response& so_far) const;
    [[nodiscard]] std::optional<std::uint32_t> next_answer() const;
    void note_break(const base::Error& error);
    void take_answer(const Response& response);
    base::Result<> commit_if(bool due);

    Session& session_;
    Store& store_;
    Window& window_;
    DownloadLimits limits_;
    DownloadOutcome outcome_;
    base::FolderId folder_;
    std::unordered_map<std::uint32_t, Request> requests_;  ///< under way, by UID
    std::unordered_map<std::string, std::uint32_t> uid_of_tag_;
    std::size_t asked_ = 0;
    std::uint64_t bytes_under_way_ = 0;
    std::unique_ptr<Writer> writer_;             ///< of the body that arrives now
    std::uint64_t arriving_ = 0;                 ///< its announced size
    std::optional<std::uint32_t> arriving_uid_;  ///< of the FETCH whose end has not come yet
    bool store_failed_ = false;
    bool oversized_ = false;
    std::vector<Fetched> batch_;
    std::uint64_t batch_bytes_ = 0;
    std::optional<Response> bye_;
};

}  // namespace imap
