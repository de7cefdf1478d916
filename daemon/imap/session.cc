#include "daemon/imap/session.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "daemon/imap/responses.h"
#include "daemon/imap/troubles.h"

namespace imap {
namespace {

using std::chrono::milliseconds;

/// Codes of RFC 5530 that say "not now" rather than "not you".
constexpr std::array<std::string_view, 4> kPassing = {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG"};

bool is_passing(const Response& answer) {
    return std::find(kPassing.begin(), kPassing.end(), answer.code) != kPassing.end();
}

bool is_unsafe(const Response& answer) {
    return base::lowered(answer.text).find("unsafe login") != std::string::npos;
}

/// What a NO or BAD means when nothing better is known.
base::Error refusal(const Response& answer) {
    return error_of(is_unsafe(answer) ? Trouble::UnsafeLogin : Trouble::CommandRefused,
                    words_of(answer));
}

}  // namespace

Session::Session(std::unique_ptr<Wire> wire, const base::Clock& clock, const Patience& patience)
    : connection_(std::move(wire), clock), patience_(patience) {}

base::Result<std::unique_ptr<Session>> Session::open(std::unique_ptr<Wire> wire,
                                                     const Account& account,
                                                     const base::Clock& clock,
                                                     const Patience& patience) {
    std::unique_ptr<Session> session(new Session(std::move(wire), clock, patience));
    TRY(session->greet());
    TRY(session->identify(account));
    TRY(session->log_in(account));
    TRY_ASSIGN(const Response answer, session->run(plain("CAPABILITY")));
    static_cast<void>(answer);
    TRY(session->identify(account));
    return session;
}

base::Result<> Session::greet() {
    const std::string& greeting = connection_.greeting();
    const std::string start = uppered(std::string_view(greeting).substr(0, 9));
    if (start.starts_with("* BYE"))
        return fail_with(Trouble::SessionEnded, base::one_line(greeting));
    if (start.starts_with("* PREAUTH")) {
        logged_in_ = true;
    } else if (!start.starts_with("* OK")) {
        return fail_with(Trouble::NotImap, base::one_line(greeting));
    }
    return {};
}

/// A server without ID says BAD; that is all right.
base::Result<> Session::identify(const Account& account) {
    const bool is_address = account.user.find('@') != std::string::npos;
    TRY_ASSIGN(const Response answer, run(id(is_address ? account.user : "")));
    static_cast<void>(answer);
    return {};
}

base::Result<> Session::log_in(const Account& account) {
    if (logged_in_) return {};
    if (has("LOGINDISABLED")) return fail_with(Trouble::LoginDisabled);
    TRY_ASSIGN(const std::string password, account.password());
    TRY_ASSIGN(const Command command, login(account.user, password));
    TRY_ASSIGN(const Response answer,
               connection_.command(command, patience_.login,
                                   [&](const Response& response) { observe(response); }));
    if (answer.status == Status::Ok) {
        logged_in_ = true;
        return {};
    }
    if (is_unsafe(answer)) return fail_with(Trouble::UnsafeLogin, words_of(answer));
    return fail_with(is_passing(answer) ? Trouble::CommandRefused : Trouble::LoginRefused,
                     words_of(answer));
}

base::Result<Response> Session::run(const Command& command) {
    return run(command, [](const Response&) {});
}

base::Result<Response> Session::run(const Command& command, const Connection::Untagged& untagged) {
    return connection_.command(command, patience_.command, [&](const Response& response) {
        observe(response);
        untagged(response);
    });
}

void Session::observe(const Response& response) {
    if (auto names = as_capabilities(response)) capabilities_ = std::move(*names);
    if (const auto exists = as_number(response, "EXISTS")) {
        news_ = news_ || *exists > exists_;
        exists_ = *exists;
    }
    if (as_number(response, "EXPUNGE") && exists_ > 0) --exists_;
}

bool Session::has(std::string_view capability) const {
    return std::find(capabilities_.begin(), capabilities_.end(), capability) != capabilities_.end();
}

base::Result<std::optional<Examined>> Session::examine(const std::string& folder) {
    TRY_ASSIGN(const Command command, imap::examine(folder));
    Examined examined;
    exists_ = 0;
    TRY_ASSIGN(const Response answer, run(command, [&](const Response& response) {
                   const auto number = base::parse_number(response.code_argument);
                   if (!number) return;
                   if (response.code == "UIDVALIDITY")
                       examined.uid_validity = static_cast<std::uint32_t>(*number);
                   if (response.code == "UIDNEXT")
                       examined.uid_next = static_cast<std::uint32_t>(*number);
               }));
    if (answer.status != Status::Ok) {
        if (is_unsafe(answer) || is_passing(answer)) return base::fail(refusal(answer));
        TRY_ASSIGN(const bool listed, is_listed(folder));
        if (listed) return base::fail(refusal(answer));
        return std::optional<Examined>();
    }
    if (examined.uid_validity == 0) return fail_with(Trouble::Garbled, "no UIDVALIDITY");
    examined.exists = exists_;
    news_ = false;
    return std::optional(examined);
}

/// INBOX is always there, also where LIST does not say so.
base::Result<bool> Session::is_listed(const std::string& folder) {
    if (base::equal_ignoring_case(folder, "INBOX")) return true;
    TRY_ASSIGN(const Command command, list_folder(folder));
    bool found = false;
    TRY_ASSIGN(const Response answer, run(command, [&](const Response& response) {
                   found = found || as_listed_folder(response).has_value();
               }));
    if (answer.status != Status::Ok) return base::fail(refusal(answer));
    return found;
}

base::Result<std::vector<Listed>> Session::list_from(std::uint32_t first) {
    std::vector<Listed> listed;
    TRY_ASSIGN(const Response answer, run(imap::list_from(first), [&](const Response& response) {
                   const auto fetch = as_fetch(response);
                   if (!fetch || !fetch->uid || *fetch->uid < first || !fetch->size) return;
                   listed.push_back({*fetch->uid, *fetch->size, fetch->internal_date});
               }));
    if (answer.status != Status::Ok) return base::fail(refusal(answer));
    std::sort(listed.begin(), listed.end(),
              [](const Listed& a, const Listed& b) { return a.uid < b.uid; });
    const auto same = [](const Listed& a, const Listed& b) { return a.uid == b.uid; };
    listed.erase(std::unique(listed.begin(), listed.end(), same), listed.end());
    return listed;
}

base::Result<std::vector<std::uint32_t>> Session::still_there(std::span<const std::uint32_t> uids) {
    std::vector<std::uint32_t> there;
    constexpr std::size_t kAtOnce = 100;  // keeps the command line short
    for (std::size_t at = 0; at < uids.size(); at += kAtOnce) {
        const auto some = uids.subspan(at, std::min(kAtOnce, uids.size() - at));
        TRY_ASSIGN(const Response answer, run(list_these(some), [&](const Response& response) {
                       const auto fetch = as_fetch(response);
                       if (fetch && fetch->uid &&
                           std::binary_search(some.begin(), some.end(), *fetch->uid))
                           there.push_back(*fetch->uid);
                   }));
        if (answer.status != Status::Ok) return base::fail(refusal(answer));
    }
    std::sort(there.begin(), there.end());
    there.erase(std::unique(there.begin(), there.end()), there.end());
    return there;
}

void Session::logout() {
    connection_.send(connection_.next_tag() + " LOGOUT\r\n");
    // The answer is not awaited long: nothing depends on it.
    const auto until = connection_.clock().monotonic() + patience_.goodbye;
    class Ignore : public ResponseParser::Receiver {
        base::Result<bool> literal_begins(const Response&, std::uint64_t) override { return true; }
        base::Result<> literal_bytes(std::string_view) override { return {}; }
        base::Result<> response(Response&& response) override {
            if (response.kind == Response::Kind::Tagged) return fail_with(Trouble::SessionEnded);
            return {};
        }
    } ignore;
    while (connection_.clock().monotonic() < until && connection_.pump(ignore, patience_.goodbye)) {
    }
}

namespace {

/// What arrives while the server idles on our behalf.
class IdleReceiver : public ResponseParser::Receiver {
 public:
    IdleReceiver(Session& session, std::string tag) : session_(session), tag_(std::move(tag)) {}
    base::Result<bool> literal_begins(const Response&, std::uint64_t) override { return false; }
    base::Result<> literal_bytes(std::string_view) override { return {}; }
    base::Result<> response(Response&& response) override {
        if (response.status == Status::Bye) return base::fail(goodbye(response));
        if (response.kind == Response::Kind::Continuation) idling = true;
        if (response.kind == Response::Kind::Tagged && response.tag == tag_)
            answer = std::move(response);
        else
            session_.observe(response);
        return {};
    }
    bool idling = false;
    std::optional<Response> answer;

 private:
    Session& session_;
    std::string tag_;
};

/// Pumps until `done` or the time is over; false when it is over.
template <class Done>
base::Result<bool> pump_until(Connection& connection, IdleReceiver& receiver, milliseconds at_most,
                              Done done) {
    const auto deadline = connection.clock().monotonic() + at_most;
    while (!done()) {
        const auto left =
            std::chrono::ceil<milliseconds>(deadline - connection.clock().monotonic());
        if (left.count() <= 0) return false;
        TRY_ASSIGN(const bool moved, connection.pump(receiver, left));
        static_cast<void>(moved);
    }
    return true;
}

}  // namespace

base::Result<bool> Session::idle(milliseconds at_most) {
    if (news_) return true;
    const std::string tag = connection_.next_tag();
    IdleReceiver receiver(*this, tag);
    connection_.send(tag + " IDLE\r\n");
    TRY_ASSIGN(const bool begun, pump_until(connection_, receiver, patience_.command,
                                            [&] { return receiver.idling || receiver.answer; }));
    if (!begun) return fail_with(Trouble::NoAnswer, "IDLE");
    if (receiver.answer) return base::fail(refusal(*receiver.answer));
    TRY_ASSIGN(const bool heard,
               pump_until(connection_, receiver, std::min(at_most, patience_.idle),
                          [&] { return news_ || receiver.answer; }));
    static_cast<void>(heard);
    connection_.send("DONE\r\n");
    TRY_ASSIGN(const bool ended, pump_until(connection_, receiver, patience_.command,
                                            [&] { return receiver.answer.has_value(); }));
    if (!ended) return fail_with(Trouble::NoAnswer, "DONE");
    return news_;
}

}  // namespace imap
