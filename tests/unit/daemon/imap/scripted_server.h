#pragma once
/// A mail server in memory for unit tests: answers each command line by a function, over a Wire
/// that cuts its bytes as the test likes and can end after any number of them. Time moves only when
/// nothing is left to read.

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "daemon/imap/pause.h"
#include "daemon/imap/store.h"
#include "daemon/imap/troubles.h"
#include "daemon/imap/wire.h"

namespace imap::test {

class FakeClock : public base::Clock {
 public:
    [[nodiscard]] base::Instant now() const override { return base::Instant(time_); }
    [[nodiscard]] base::Monotonic monotonic() const override { return base::Monotonic(time_); }
    void advance(std::chrono::milliseconds time) { time_ += time; }

 private:
    std::chrono::milliseconds time_{1'718'000'000'000};
};

/// Moves the clock instead of sleeping; calls `between` at each wait.
class FakePause : public Pause {
 public:
    explicit FakePause(FakeClock& clock) : clock_(clock) {}
    bool wait(std::chrono::milliseconds time, std::stop_token) override {
        waits.push_back(time);
        clock_.advance(time);
        return between ? between() : false;
    }
    std::vector<std::chrono::milliseconds> waits;
    std::function<bool()> between;

 private:
    FakeClock& clock_;
};

/// What all connections to the server share.
struct Server {
    std::string greeting = "* OK ready";
    std::string capabilities = "IMAP4rev1 ID";
    std::uint32_t uid_validity = 1;
    bool says_uid_next = false;
    bool uid_last = false;   ///< the UID stands behind the literal
    bool backwards = false;  ///< answers each flight in reverse order
    std::map<std::uint32_t, std::string> mails;
    std::set<std::string> folders = {"INBOX"};
    std::set<std::uint32_t> refuses;  ///< NO
    /// The connection ends after so many bytes of the answer for this UID.
    std::map<std::uint32_t, std::size_t> breaks;
    std::set<std::string> shut;        ///< folders that are listed but answer NO
    std::set<std::uint32_t> vanished;  ///< listed, but OK without a message
    std::string login_answer = "OK welcome";
    std::string examine_answer = "OK [READ-ONLY] done";
    std::size_t cut = 0;                  ///< bytes a receive; 0: as many as fit
    std::vector<std::size_t> ends_after;  ///< bytes after which connection 1, 2, ... breaks
    std::function<void(const std::string& line)> before;  ///< called with each command line
    std::vector<std::string> transcript;
    std::size_t connections = 0;

    [[nodiscard]] std::size_t commands(const std::string& word) const {
        return static_cast<std::size_t>(
            std::count_if(transcript.begin(), transcript.end(),
                          [&](const auto& line) { return line.find(word) != std::string::npos; }));
    }
};

class ServerWire : public Wire {
 public:
    ServerWire(Server& server, FakeClock& clock) : server_(server), clock_(clock) {
        const std::size_t number = server.connections++;
        if (number < server.ends_after.size()) left_ = server.ends_after[number];
    }
    [[nodiscard]] const std::string& greeting() const override { return server_.greeting; }
    [[nodiscard]] std::size_t queued() const override { return 0; }
    void send(std::string_view bytes) override {
        in_ += bytes;
        for (auto end = in_.find("\r\n"); end != std::string::npos; end = in_.find("\r\n")) {
            const std::string line = in_.substr(0, end);
            in_.erase(0, end + 2);
            server_.transcript.push_back(line);
            if (server_.before) server_.before(line);
            answer(line);
        }
    }
    base::Result<std::size_t> receive(std::span<char> buffer,
                                      std::chrono::milliseconds wait) override {
        if (server_.backwards && out_.empty()) flush_backwards();
        if (left_ == 0) return fail_with(Trouble::ConnectionLost, "script");
        if (out_.empty()) {
            clock_.advance(wait);
            return std::size_t{0};
        }
        std::size_t size = std::min({buffer.size(), out_.size(), left_});
        if (server_.cut > 0) size = std::min(size, server_.cut);
        std::copy_n(out_.begin(), size, buffer.begin());
        out_.erase(0, size);
        left_ -= size;
        return size;
    }

 private:
    void answer(const std::string& line) {
        if (!idle_tag_.empty()) {
            say(idle_tag_ + " OK idle done");
            idle_tag_.clear();
            return;
        }
        const auto blank = line.find(' ');
        const std::string tag = line.substr(0, blank), command = line.substr(blank + 1);
        if (command.starts_with("LOGIN")) return say(tag + " " + server_.login_answer);
        if (command.starts_with("CAPABILITY")) say("* CAPABILITY " + server_.capabilities);
        if (command.starts_with("EXAMINE"))
            return examine(tag, command.substr(9, command.size() - 10));
        if (command.starts_with("UID FETCH")) return fetch(tag, command.substr(10));
        if (command.starts_with("NOOP"))
            say("* " + std::to_string(server_.mails.size()) + " EXISTS");
        if (command == "IDLE") {
            idle_tag_ = tag;
            return say("+ idling");
        }
        say(tag + " OK done");
    }
    void examine(const std::string& tag, const std::string& folder) {
        if (server_.shut.contains(folder)) return say(tag + " NO [INUSE] not now");
        if (!server_.folders.contains(folder)) return say(tag + " NO no such folder");
        say("* " + std::to_string(server_.mails.size()) + " EXISTS");
        say("* OK [UIDVALIDITY " + std::to_string(server_.uid_validity) + "] life");
        if (server_.says_uid_next) say("* OK [UIDNEXT 999] next");
        say(tag + " " + server_.examine_answer);
    }
    void fetch(const std::string& tag, const std::string& what) {
        const auto first = static_cast<std::uint32_t>(std::stoul(what));
        if (what.find("BODY.PEEK[]") != std::string::npos) return body(tag, first);
        const bool range = what.find(":*") != std::string::npos;
        for (const auto& [uid, mail] : server_.mails) {
            const bool last =
                uid == server_.mails.rbegin()->first;  // n:* always answers the last mail
            if (range ? uid < first && !last : what.find(std::to_string(uid)) == std::string::npos)
                continue;
            say("* 1 FETCH (UID " + std::to_string(uid) + " RFC822.SIZE " +
                std::to_string(mail.size()) + " INTERNALDATE \"10-Jun-2024 14:13:20 +0800\")");
        }
        say(tag + " OK done");
    }
    void body(const std::string& tag, std::uint32_t uid) {
        if (server_.refuses.contains(uid)) return say(tag + " NO not this one");
        const auto mail = server_.mails.find(uid);
        std::string text;
        if (mail != server_.mails.end() && !server_.vanished.contains(uid)) {
            const std::string literal =
                "BODY[] {" + std::to_string(mail->second.size()) + "}\r\n" + mail->second;
            const std::string number = "UID " + std::to_string(uid);
            const std::string rest = "FLAGS (\\Seen) INTERNALDATE \"10-Jun-2024 14:13:20 +0800\" ";
            text = "* 7 FETCH (" + rest +
                   (server_.uid_last ? literal + " " + number : number + " " + literal) + ")\r\n";
        }
        if (const auto broken = server_.breaks.find(uid); broken != server_.breaks.end())
            left_ = std::min(left_, out_.size() + broken->second);
        text += tag + " OK done\r\n";
        if (server_.backwards) {
            held_.push_back(text);
        } else {
            out_ += text;
        }
    }
    void flush_backwards() {
        for (auto text = held_.rbegin(); text != held_.rend(); ++text) out_ += *text;
        held_.clear();
    }
    void say(const std::string& line) { out_ += line + "\r\n"; }

    Server& server_;
    FakeClock& clock_;
    std::string in_, out_, idle_tag_;
    std::vector<std::string> held_;
    std::size_t left_ = SIZE_MAX;
};

class MemoryWriter : public Writer {
 public:
    base::Result<> write(std::string_view more) override {
        bytes += more;
        return {};
    }
    base::Result<> finish() override { return {}; }
    std::string bytes;
};

/// The store as maps. Folder 1 is the first life seen, 2 the next, and so on.
class MemoryStore : public Store {
 public:
    base::Result<base::FolderId> observe(const std::string& folder,
                                         std::uint32_t uid_validity) override {
        return ids
            .try_emplace({folder, uid_validity},
                         base::FolderId{static_cast<std::int64_t>(ids.size()) + 1})
            .first->second;
    }
    base::Result<std::vector<std::uint32_t>> settled_uids(base::FolderId folder) override {
        std::vector<std::uint32_t> uids;
        for (const auto& [uid, state] : places[folder])
            if (state != "listed") uids.push_back(uid);
        return uids;
    }
    base::Result<std::vector<std::uint32_t>> live_uids(base::FolderId folder) override {
        std::vector<std::uint32_t> uids;
        for (const auto& [uid, state] : places[folder])
            if (state != "gone") uids.push_back(uid);
        return uids;
    }
    base::Result<> record_listed(base::FolderId folder, std::span<const Listed> messages) override {
        for (const auto& message : messages)
            places[folder][message.uid] = bytes.contains({folder, message.uid}) ? "safe" : "listed";
        return {};
    }
    base::Result<std::unique_ptr<Writer>> begin(std::uint64_t) override {
        if (full) return base::fail(base::Kind::NoSpace, base::Scope::Service, "full");
        return std::make_unique<MemoryWriter>();
    }
    [[nodiscard]] std::uint64_t room() const override { return full ? 0 : 1ULL << 30; }
    base::Result<> commit(base::FolderId folder, std::vector<Fetched> batch) override {
        batches.push_back(batch.size());
        for (auto& message : batch) {
            ++commits[message.uid];
            places[folder][message.uid] = "safe";
            bytes[{folder, message.uid}] = static_cast<MemoryWriter&>(*message.writer).bytes;
        }
        return {};
    }
    base::Result<> gone(base::FolderId folder, std::span<const std::uint32_t> uids) override {
        for (const auto uid : uids) places[folder][uid] = "gone";
        return {};
    }
    base::Result<> out_of_scope(base::FolderId folder, std::span<const std::uint32_t> uids,
                                std::string_view why) override {
        for (const auto uid : uids) places[folder][uid] = "out: " + std::string(why);
        return {};
    }
    base::Result<Refused> refused(base::FolderId folder, std::uint32_t uid,
                                  std::string_view cause) override {
        causes[uid].emplace_back(cause);
        Refused& noted = in_vain[folder][uid];
        noted.uid = uid;
        ++noted.count;
        if (clock) noted.last_at = clock->now();
        noted.given_up = noted.count >= patience;
        if (noted.given_up) places[folder][uid] = "failed";
        return noted;
    }
    base::Result<std::vector<Refused>> refusals(base::FolderId folder) override {
        std::vector<Refused> all;
        for (const auto& [uid, noted] : in_vain[folder])
            if (places[folder][uid] == "listed") all.push_back(noted);
        return all;
    }

    bool full = false;
    std::size_t patience = SIZE_MAX;  ///< refusals after which a message has failed
    std::map<std::pair<std::string, std::uint32_t>, base::FolderId> ids;
    std::map<base::FolderId, std::map<std::uint32_t, std::string>> places;
    std::map<std::pair<base::FolderId, std::uint32_t>, std::string> bytes;
    std::map<std::uint32_t, int> commits;
    std::map<std::uint32_t, std::vector<std::string>> causes;  ///< of what was refused
    std::map<base::FolderId, std::map<std::uint32_t, Refused>> in_vain;
    const base::Clock* clock = nullptr;
    std::vector<std::size_t> batches;
};

}  // namespace imap::test
