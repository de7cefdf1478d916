#include "daemon/pipeline/parser_process.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "base/error.h"
#include "daemon/pipeline/parse_receiver.h"
#include "parsers/confine/messages.h"
#include "parsers/frames.h"
#include "parsers/problem_codes.h"

namespace pipeline {
namespace {

using base::Kind;
using base::Scope;
using std::chrono::milliseconds;
namespace confine = parsers::confine;

constexpr std::chrono::seconds kWarmUp{20};
constexpr std::chrono::seconds kGrace{5};  ///< for the server to end a late child itself
constexpr int kPipeSize = 256 << 10;
constexpr milliseconds kFirstPause{100};
constexpr milliseconds kLongestPause{30'000};
constexpr unsigned kMostReads = 16;  ///< of one pipe before the others have their turn

base::Failure dead(std::string words) {
    return base::fail(Kind::Transient, Scope::Service, "the parser's server died",
                      "the message is tried again; if it stays so, run filing-parser --probe",
                      std::move(words));
}

}  // namespace

struct ParserProcess::Job {
    Job(Ticket number, base::UniqueFd file, std::uint64_t size, const parsers::Limits& wanted,
        Objects& sink)
        : ticket(number), input(std::move(file)), bytes(size), limits(wanted), objects(sink) {
        begin();
    }
    void begin() {
        receiver = std::make_unique<ParseReceiver>(objects);
        reader =
            std::make_unique<parsers::FrameReader>(parsers::FrameCaps(limits, bytes), *receiver);
        stopped = false;
    }
    [[nodiscard]] bool over() const { return failure || (report && !pipe); }

    Ticket ticket;
    base::UniqueFd input;
    std::uint64_t bytes;
    parsers::Limits limits;
    Objects& objects;
    base::UniqueFd pipe;  ///< none once it is read to its end
    std::unique_ptr<ParseReceiver> receiver;
    std::unique_ptr<parsers::FrameReader> reader;
    std::optional<confine::Report> report;
    std::optional<base::Error> failure;
    base::Monotonic deadline{};
    bool stopped = false;  ///< asked to be killed by us
    bool late = false;
    bool tried_again = false;

    base::Result<ParseOutcome> outcome();
    [[nodiscard]] std::optional<ChildDeath> death() const;
};

std::optional<ChildDeath> ParserProcess::Job::death() const {
    ChildDeath death;
    const int status = static_cast<int>(report->status);
    if (!reader->fault().empty()) {
        death.how = ChildDeath::How::BrokeProtocol;
        death.words = "sent what it may not: " + reader->fault();
        return death;
    }
    if (status == 0 && !report->out_of_time && !stopped) {
        if (reader->complete()) return {};
        death.how = ChildDeath::How::BrokeProtocol;
        death.words = "ended before its end";
        return death;
    }
    const bool exited = WIFEXITED(status);
    death.number = exited ? WEXITSTATUS(status) : WTERMSIG(status);
    death.how = exited ? ChildDeath::How::Exit : ChildDeath::How::Signal;
    // One that catches SIGXCPU is killed a second later.
    const bool by_cpu =
        !exited && (death.number == SIGXCPU ||
                    (death.number == SIGKILL &&
                     report->cpu_us >= std::uint64_t{limits.cpu_seconds} * 1'000'000U));
    const bool by_time = report->out_of_time || late || by_cpu;
    if (by_time) death.how = ChildDeath::How::OutOfTime;
    if (exited && death.number == static_cast<int>(confine::ChildExit::OutOfMemory)) {
        death.how = ChildDeath::How::OutOfMemory;
    }
    death.words = by_cpu ? confine::words_of_end(SIGXCPU, false)
                         : confine::words_of_end(report->status, report->out_of_time || late);
    return death;
}

base::Result<ParseOutcome> ParserProcess::Job::outcome() {
    if (failure) return base::fail(std::move(*failure));
    if (auto& trouble = receiver->trouble()) return base::fail(std::move(*trouble));
    if (const auto control = confine::missing_control(report->status)) {
        return base::fail(Kind::Denied, Scope::Service, "the parser's child could not be confined",
                          "run filing-parser --probe; nothing is parsed unconfined",
                          std::string(confine::name(*control)));
    }
    ParseOutcome outcome;
    outcome.died = death();
    outcome.parsed = receiver->take();
    if (outcome.died) {
        outcome.parsed.problems.push_back(parsers::Problem{
            parsers::code::kParserDied, parsers::Severity::Lost, "", outcome.died->words});
    }
    outcome.max_rss_kib = report->max_rss_kib;
    outcome.cpu = std::chrono::microseconds(report->cpu_us);
    return outcome;
}

ParserProcess::ParserProcess(Launch launch, std::uint32_t children, const base::Clock& clock)
    : launch_(std::move(launch)), children_(std::max(children, 1U)), clock_(clock) {}

ParserProcess::~ParserProcess() { drop_server(); }

base::Result<> ParserProcess::ensure_running() {
    if (server_.socket) return {};
    if (clock_.monotonic() < not_before_) return dead("it is started again after a pause");
    auto launched = launch();
    if (launched) return {};
    drop_server();
    not_before_ =
        clock_.monotonic() + std::min(kLongestPause, kFirstPause * (1 << std::min(deaths_, 10U)));
    ++deaths_;
    return launched;
}

base::Result<> ParserProcess::launch() {
    TRY_ASSIGN(server_, launch_());
    return greet();
}

base::Result<> ParserProcess::greet() {
    pollfd event{server_.socket.get(), POLLIN, 0};
    int ready = 0;
    do ready = ::poll(&event, 1, static_cast<int>(milliseconds(kWarmUp).count()));
    while (ready < 0 && errno == EINTR);
    if (ready <= 0) return dead("it does not become ready");
    TRY_ASSIGN(const auto packet, confine::receive_packet(server_.socket.get()));
    if (!packet || packet->bytes.empty()) return dead("it ended while it was started");
    const auto hello = confine::decode_hello(packet->bytes);
    if (!hello || hello->version != confine::kConversation) {
        return base::fail(Kind::Denied, Scope::Service, "filing-parser is of another version",
                          "install filingd and filing-parser of one version and restart filingd");
    }
    if (!hello->trouble.empty()) {
        return base::fail(Kind::Denied, Scope::Service, "the parser refuses to serve", hello->cure,
                          hello->trouble);
    }
    const int flags = ::fcntl(server_.socket.get(), F_GETFL);
    ::fcntl(server_.socket.get(), F_SETFL, flags | O_NONBLOCK);
    return {};
}

base::Result<ParserProcess::Ticket> ParserProcess::start(int input, const parsers::Limits& limits,
                                                         Objects& objects) {
    if (!has_room()) {
        return base::fail(Kind::Conflict, Scope::Service, "all children of the parser are busy");
    }
    TRY(ensure_running());
    base::UniqueFd file(::fcntl(input, F_DUPFD_CLOEXEC, 3));
    struct stat facts {};
    if (!file || ::fstat(input, &facts) != 0) {
        return base::fail(base::system_error(errno, "the message's file", Scope::Message));
    }
    auto job = std::make_unique<Job>(++last_ticket_, std::move(file),
                                     static_cast<std::uint64_t>(facts.st_size), limits, objects);
    if (!order(*job)) {
        // It died since: once more with a new one.
        job->tried_again = true;
        server_died("it took no order");
        TRY(ensure_running());
        TRY(order(*job));
    }
    jobs_.push_back(std::move(job));
    return last_ticket_;
}

base::Result<> ParserProcess::order(Job& job) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return base::fail(base::system_error(errno, "pipe", Scope::Service));
    }
    base::UniqueFd reading(ends[0]);
    const base::UniqueFd writing(ends[1]);
    ::fcntl(reading.get(), F_SETFL, O_NONBLOCK);
    ::fcntl(reading.get(), F_SETPIPE_SZ, kPipeSize);  // a smaller one works too
    confine::Order order;
    order.id = job.ticket;
    order.limits = job.limits;
    const std::array<int, 2> descriptors{job.input.get(), writing.get()};
    TRY(confine::send_packet(server_.socket.get(), confine::encode(order), descriptors));
    job.pipe = std::move(reading);
    job.report.reset();
    job.deadline = clock_.monotonic() + std::chrono::seconds(2 * job.limits.cpu_seconds) + kGrace;
    return {};
}

std::vector<ParserProcess::Finished> ParserProcess::poll(milliseconds wait) {
    std::vector<Finished> finished;
    collect(finished);
    if (!finished.empty() || jobs_.empty()) return finished;
    std::vector<pollfd> events{{server_.socket.get(), POLLIN, 0}};
    for (const auto& job : jobs_) events.push_back({job->pipe.get(), POLLIN, 0});
    if (::poll(events.data(), events.size(), wait_until(wait)) > 0) {
        for (std::size_t i = 1; i < events.size(); ++i) {
            if (events[i].revents != 0) read_pipe(*jobs_[i - 1]);
        }
        if (events[0].revents != 0) read_socket();
    }
    check_deadlines();
    collect(finished);
    return finished;
}

void ParserProcess::read_pipe(Job& job) {
    thread_local std::array<char, 128U << 10> buffer;
    for (unsigned i = 0; i < kMostReads && job.pipe; ++i) {
        const ssize_t size = ::read(job.pipe.get(), buffer.data(), buffer.size());
        if (size < 0 && errno == EAGAIN) return;
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) {
            job.pipe.reset();
            return;
        }
        const bool good = job.reader->feed({buffer.data(), static_cast<std::size_t>(size)});
        if (!good || job.receiver->trouble()) stop_child(job);
    }
}

/// Nothing more is wanted of this child.
void ParserProcess::stop_child(Job& job) {
    job.pipe.reset();
    job.stopped = true;
    if (job.report) return;
    confine::Order order;
    order.what = confine::Order::What::Kill;
    order.id = job.ticket;
    // Refused only when the server is dying: then the child dies with it.
    (void)confine::send_packet(server_.socket.get(), confine::encode(order));
}

void ParserProcess::read_socket() {
    for (;;) {
        auto packet = confine::receive_packet(server_.socket.get());
        if (!packet) return server_died(base::describe(packet.error()));
        if (!*packet) return;
        if ((*packet)->bytes.empty()) return server_died("its socket closed");
        const auto report = confine::decode_report((*packet)->bytes);
        if (!report) return server_died("it sent nonsense");
        for (auto& job : jobs_) {
            if (job->ticket == report->id) job->report = report;
        }
    }
}

void ParserProcess::check_deadlines() {
    const auto now = clock_.monotonic();
    bool hung = false;
    for (auto& job : jobs_) {
        if (job->over() || job->deadline > now) continue;
        hung = hung || job->late;
        job->late = true;
        job->deadline = now + kGrace;
        stop_child(*job);
    }
    if (hung) server_died("it does not answer");
}

void ParserProcess::server_died(const std::string& words) {
    drop_server();
    ++deaths_;
    // The first death may be chance: the next start is at once. More of them wait longer and
    // longer.
    if (deaths_ > 1) {
        not_before_ = clock_.monotonic() +
                      std::min(kLongestPause, kFirstPause * (1 << std::min(deaths_, 10U)));
    }
    for (auto& job : jobs_) {
        if (job->over()) continue;
        job->pipe.reset();
        if (job->tried_again) {
            give_up(*job, dead(words).value());
            continue;
        }
        job->tried_again = true;
        job->late = false;
        job->objects.restart();
        job->begin();
        auto again = ensure_running();
        if (again) again = order(*job);
        if (!again) give_up(*job, std::move(again.error()));
    }
}

void ParserProcess::give_up(Job& job, base::Error error) {
    job.pipe.reset();
    job.failure = std::move(error);
}

void ParserProcess::drop_server() {
    server_.socket.reset();
    if (server_.process <= 0) return;
    // It ends by itself when the socket closes; one that hangs is not waited for.
    ::kill(server_.process, SIGKILL);
    ::waitpid(server_.process, nullptr, 0);
    server_.process = 0;
}

void ParserProcess::collect(std::vector<Finished>& finished) {
    std::erase_if(jobs_, [&](std::unique_ptr<Job>& job) {
        if (!job->over()) return false;
        if (!job->failure) deaths_ = 0;
        finished.push_back(Finished{job->ticket, job->outcome()});
        return true;
    });
}

void ParserProcess::cancel() {
    jobs_.clear();
    // The children are known to the server only: it takes them along.
    drop_server();
}

int ParserProcess::wait_until(milliseconds wait) const {
    auto left = wait;
    for (const auto& job : jobs_) {
        const auto until = std::chrono::ceil<milliseconds>(job->deadline - clock_.monotonic());
        left = std::min(left, std::max(until, milliseconds(0)));
    }
    return static_cast<int>(left.count());
}

base::Result<ParseOutcome> ParserProcess::parse(int input, const parsers::Limits& limits,
                                                Objects& objects) {
    TRY_ASSIGN(const Ticket ticket, start(input, limits, objects));
    for (;;) {
        for (Finished& each : poll(std::chrono::seconds(1))) {
            if (each.ticket == ticket) return std::move(each.outcome);
        }
    }
}

}  // namespace pipeline
