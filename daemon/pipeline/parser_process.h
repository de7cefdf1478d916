#pragma once
/// filingd's side of the fork server (parsers/confine): starts filing-parser, gives it messages,
/// reads what its children send as hostile, and keeps the message's budget. One thread; up to
/// `children` parses at once.
///
/// What can go wrong belongs to one of two:
///  - the message: its child crashed, hung, lied or outgrew its limits. A result:
///  ParseOutcome::died says how, what
///    arrived before is kept, and `problems` ends with parser_died.
///  - the parser: not found, can't be confined, its server died (a job is given to a new server
///  once). An error
///    with Scope::Service, Transient or Denied; nothing is said about the message.
/// An error of the object sink (no space …) ends the job with that error.

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "config/rulebook.h"
#include "parsers/limits.h"
#include "parsers/parsed.h"

namespace pipeline {

/// How a child ended that did not come to its end.
struct ChildDeath {
    enum class How { Signal, Exit, OutOfTime, OutOfMemory, BrokeProtocol };
    How how = How::Signal;
    int number = 0;     ///< of the signal or the exit code
    std::string words;  ///< "needed more memory than allowed", English, one line
};

struct ParseOutcome {
    /// documents[i] belongs to the object the sink began with index i; of a child that died those
    /// before its death.
    parsers::Parsed parsed;
    std::optional<ChildDeath> died;
    std::uint64_t max_rss_kib = 0;
    std::chrono::microseconds cpu{0};
};

class ParserProcess {
 public:
    /// Takes the documents' bytes as they come. An object that was begun and not finished when the
    /// job is over, or begun before restart(), is to be dropped.
    class Objects {
     public:
        virtual ~Objects() = default;
        virtual base::Result<> begin(std::size_t index, const parsers::Document& document) = 0;
        virtual base::Result<> write(std::string_view bytes) = 0;
        virtual base::Result<> finish() = 0;
        /// The job begins anew with a new server: all objects so far are void.
        virtual void restart() = 0;
    };

    struct Server {
        base::UniqueFd socket;
        pid_t process = 0;
    };
    /// Starts a fork server; tests give their own.
    using Launch = std::function<base::Result<Server>()>;

    using Ticket = std::uint64_t;
    struct Finished {
        Ticket ticket = 0;
        base::Result<ParseOutcome> outcome;
    };

    ParserProcess(Launch launch, std::uint32_t children, const base::Clock& clock);
    ~ParserProcess();
    ParserProcess(const ParserProcess&) = delete;
    ParserProcess& operator=(const ParserProcess&) = delete;

    /// Starts the server if none runs and waits until it is warm (at most 20 s).
    base::Result<> ensure_running();

    [[nodiscard]] bool has_room() const { return jobs_.size() < children_; }
    [[nodiscard]] std::size_t running() const { return jobs_.size(); }
    [[nodiscard]] std::uint32_t children() const { return children_; }
    /// Gives a message to a child. The descriptor is read from its beginning and may be closed at
    /// once; `objects` must live until the job is finished or cancelled. Conflict without room.
    base::Result<Ticket> start(int input, const parsers::Limits& limits, Objects& objects);
    /// Waits up to `wait` for something to arrive, handles it, and gives the jobs finished by now.
    std::vector<Finished> poll(std::chrono::milliseconds wait);
    /// Ends all jobs without a result; their children are killed.
    void cancel();

    /// One message, start to end; no other job may run.
    base::Result<ParseOutcome> parse(int input, const parsers::Limits& limits, Objects& objects);

    [[nodiscard]] const parsers::Limits& limits() const { return limits_; }
    void set_limits(const parsers::Limits& limits) { limits_ = limits; }

 private:
    struct Job;

    base::Result<> launch();
    base::Result<> greet();
    base::Result<> order(Job& job);
    void read_pipe(Job& job);
    void read_socket();
    void stop_child(Job& job);
    void check_deadlines();
    void server_died(const std::string& words);
    void drop_server();
    void give_up(Job& job, base::Error error);
    void collect(std::vector<Finished>& finished);
    [[nodiscard]] int wait_until(std::chrono::milliseconds wait) const;

    Launch launch_;
    std::uint32_t children_;
    const base::Clock& clock_;
    parsers::Limits limits_;
    Server server_;
    std::vector<std::unique_ptr<Job>> jobs_;
    Ticket last_ticket_ = 0;
    unsigned deaths_ = 0;  ///< of servers since a job was last finished
    base::Monotonic not_before_{};
};

/// The two servers a message may need.
struct Parsers {
    ParserProcess& mails;
    ParserProcess& pages;
};

/// The filing-parser to use: beside this program, else /usr/libexec/filingd. Denied when there is
/// none.
base::Result<std::string> parser_executable();

/// Starts `program MODE FD [MORE]` with a clean environment and nothing open but its socket, FD.
base::Result<ParserProcess::Server> launch_parser(const std::string& program,
                                                  std::string mode = "--serve",
                                                  std::vector<std::string> more = {});

/// The limits of one message as the configuration has them.
parsers::Limits limits_from(const config::ParserSettings& settings);

/// The light parser, running and warm.
base::Result<std::unique_ptr<ParserProcess>> start_parser(const config::ParserSettings& settings);

}  // namespace pipeline
