#include "daemon/pipeline/parser_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/futex.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <new>

#include "base/text.h"
#include "parsers/confine/messages.h"
#include "parsers/problem_codes.h"
#include "tests/unit/daemon/pipeline/parser_fixture.h"

namespace pipeline {
namespace {

using How = ChildDeath::How;

/// What the scripted child does is written in its message: one letter.
void scripted(std::string_view input, const parsers::Limits&, parsers::Sink& sink) {
    sink.headers(parsers::Parsed());
    parsers::Document document;
    document.part = "1";
    sink.begin_document(document);
    sink.bytes(input);
    sink.end_document(document);
    switch (input.empty() ? '.' : input.front()) {
        case 's':
            ::raise(SIGSEGV);  // may not even signal itself: ends with SIGSYS
            break;
        case 'n': {
            volatile int* nowhere = nullptr;
            *nowhere = 1;
            break;
        }
        case 'h':
            for (;;) (void)::getpid();
        case 'x':
            ::signal(SIGXCPU, SIG_IGN);
            for (;;) (void)::getpid();
        case 'w':
            for (int nobody = 0;;) {  // uses no CPU: only the wall clock ends it
                ::syscall(SYS_futex, &nobody, FUTEX_WAIT, 0, nullptr, nullptr, 0);
            }
        case 'm': {
            const std::size_t much = std::size_t{4} << 30;
            ::operator delete(::operator new(much));
            break;
        }
        case 't':
            throw 1;
        case 'e':
            ::_exit(0);
        case 'g':
            (void)!::write(parsers::confine::kOutput, "\xee\xee\xee", 3);
            for (;;) (void)::getpid();
        case 'o':
            for (int i = 0; i < 100; ++i) {
                sink.begin_document(document);
                sink.bytes(std::string(1 << 20, 'x'));
                sink.end_document(document);
            }
            break;
        default:
            break;
    }
}

base::Result<ParseOutcome> run(std::string_view message, Memory& memory,
                               const parsers::Limits& limits = quick()) {
    ParserProcess parser(server_of(scripted), 1, base::system_clock());
    return parser.parse(file_with(message).get(), limits, memory);
}

ChildDeath death_of(std::string_view message) {
    Memory memory;
    auto outcome = run(message, memory);
    if (!outcome || !outcome->died) {
        ADD_FAILURE() << "the child did not die";
        return {};
    }
    EXPECT_EQ(outcome->parsed.problems.back().code, parsers::code::kParserDied);
    EXPECT_EQ(outcome->parsed.problems.back().severity, parsers::Severity::Lost);
    return *outcome->died;
}

/// The direct children of a process, from /proc.
std::vector<pid_t> children_of(pid_t parent) {
    std::vector<pid_t> found;
    std::ifstream list("/proc/" + std::to_string(parent) + "/task/" + std::to_string(parent) +
                       "/children");
    for (pid_t each = 0; list >> each;) found.push_back(each);
    return found;
}

TEST(ParserProcess, ReadsAnOrdinaryMailThroughTheRealParser) {
    ParserProcess parser([] { return launch_parser(FILINGD_BIN "/filing-parser"); }, 2,
                         base::system_clock());
    Memory memory;
    const auto outcome = parser.parse(file_with("From: a@unit.example\r\nSubject: June\r\n"
                                                "Content-Type: text/plain\r\n\r\nhello\r\n")
                                          .get(),
                                      parsers::Limits(), memory);
    ASSERT_TRUE(outcome) << base::describe(outcome.error());
    EXPECT_FALSE(outcome->died) << outcome->died->words;
    EXPECT_EQ(outcome->parsed.subject, "June");
    ASSERT_EQ(outcome->parsed.documents.size(), 1U);
    EXPECT_EQ(memory.finished, 1U);
    EXPECT_EQ(memory.begun[0], "hello\r\n");
    EXPECT_GT(outcome->max_rss_kib, 0U);
}

/// A mail with one attachment.
std::string mail_with(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), {});
    std::string encoded = base::base64(bytes);
    for (std::size_t at = 76; at < encoded.size(); at += 78) encoded.insert(at, "\r\n");
    return "From: a@unit.example\r\nSubject: June\r\nContent-Type: application/octet-stream\r\n"
           "Content-Disposition: attachment; filename=\"" +
           file.filename().string() + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + encoded +
           "\r\n";
}

TEST(ParserProcess, EveryFormatIsReadUnderTheConfinement) {
    ParserProcess parser([] { return launch_parser(FILINGD_BIN "/filing-parser"); }, 2,
                         base::system_clock());
    int read = 0;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(FILINGD_TEST_DATA "/documents")) {
        if (!entry.is_regular_file()) continue;
        Memory memory;
        const auto outcome =
            parser.parse(file_with(mail_with(entry.path())).get(), parsers::Limits(), memory);
        ASSERT_TRUE(outcome) << base::describe(outcome.error());
        EXPECT_FALSE(outcome->died) << entry.path() << ": " << outcome->died->words;
        ++read;
    }
    EXPECT_GT(read, 10);
}

TEST(ParserProcess, KeepsSeveralChildrenBusyFromOneThread) {
    ParserProcess parser(server_of(scripted), 3, base::system_clock());
    std::array<Memory, 10> memories;
    std::map<ParserProcess::Ticket, std::size_t> tickets;
    std::size_t next = 0;
    std::size_t done = 0;
    std::size_t most = 0;
    while (done < memories.size()) {
        while (next < memories.size() && parser.has_room()) {
            const std::string message = "." + std::to_string(next);
            const auto ticket = parser.start(file_with(message).get(), quick(), memories[next]);
            ASSERT_TRUE(ticket);
            tickets[*ticket] = next++;
        }
        most = std::max(most, parser.running());
        for (auto& each : parser.poll(std::chrono::seconds(5))) {
            ASSERT_TRUE(each.outcome);
            EXPECT_EQ(memories[tickets[each.ticket]].begun[0],
                      "." + std::to_string(tickets[each.ticket]));
            ++done;
        }
    }
    EXPECT_EQ(most, 3U);
}

TEST(ParserProcess, RefusesMoreJobsThanChildren) {
    ParserProcess parser(server_of(scripted), 1, base::system_clock());
    Memory memory;
    const auto file = file_with("w");
    ASSERT_TRUE(parser.start(file.get(), quick(), memory));
    const auto second = parser.start(file.get(), quick(), memory);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, base::Kind::Conflict);
}

TEST(ParserProcess, ACrashIsAResultAndWhatCameBeforeIsKept) {
    Memory memory;
    const auto outcome = run(".", memory);
    ASSERT_TRUE(outcome);
    EXPECT_FALSE(outcome->died);
    EXPECT_EQ(death_of("s").number, SIGSYS);
#ifndef FILINGD_INSTRUMENTED
    // A sanitizer turns these into an end of its own.
    EXPECT_EQ(death_of("n").number, SIGSEGV);
    EXPECT_EQ(death_of("m").how, How::OutOfMemory);
#endif
    EXPECT_EQ(death_of("t").how, How::Exit);
    EXPECT_EQ(death_of("e").how, How::BrokeProtocol);
}

TEST(ParserProcess, AChildThatWritesNonsenseIsKilledAtOnce) {
    const ChildDeath death = death_of(std::string(200'000, 'g'));
    EXPECT_EQ(death.how, How::BrokeProtocol);
}

TEST(ParserProcess, AChildThatSendsMoreThanTheBudgetIsStopped) {
    Memory memory;
    parsers::Limits limits = quick();
    limits.opened_bytes = 3 << 20;
    const auto outcome = run("o", memory, limits);
    ASSERT_TRUE(outcome);
    ASSERT_TRUE(outcome->died);
    EXPECT_EQ(outcome->died->how, How::BrokeProtocol);
    EXPECT_NE(outcome->died->words.find("more bytes of documents"), std::string::npos);
    EXPECT_EQ(outcome->parsed.documents.size(), memory.finished);
}

TEST(ParserProcess, EndlessWorkEndsByItsCpuLimit) { EXPECT_EQ(death_of("h").how, How::OutOfTime); }

TEST(ParserProcess, IgnoringTheCpuLimitHelpsForASecond) {
    const ChildDeath death = death_of("x");
    EXPECT_EQ(death.how, How::OutOfTime);
    EXPECT_EQ(death.number, SIGKILL);
}

TEST(ParserProcess, EndlessWaitingEndsByTheWallClock) {
    const ChildDeath death = death_of("w");
    EXPECT_EQ(death.how, How::OutOfTime);
    EXPECT_EQ(death.number, SIGKILL);
}

TEST(ParserProcess, AMessageLargerThanAllowedIsNotRead) {
    Memory memory;
    parsers::Limits limits = quick();
    limits.message_bytes = 3;
    const auto outcome = run("....", memory, limits);
    ASSERT_TRUE(outcome);
    ASSERT_TRUE(outcome->died);
    EXPECT_EQ(outcome->died->words, "was given more than it may read");
}

TEST(ParserProcess, AnErrorOfTheObjectsEndsTheJobWithIt) {
    Memory memory;
    memory.fail_at = 0;
    const auto outcome = run(".", memory);
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, base::Kind::NoSpace);
}

TEST(ParserProcess, AChildKilledFromOutsideCostsOnlyItsMessage) {
    const auto real = server_of(scripted);
    pid_t server = 0;
    ParserProcess parser(
        [&]() -> base::Result<ParserProcess::Server> {
            auto made = real();
            server = made->process;
            return made;
        },
        1, base::system_clock());
    Memory memory;
    parsers::Limits limits;
    ASSERT_TRUE(parser.start(file_with("w").get(), limits, memory));
    std::vector<pid_t> children;
    while (children.empty()) children = children_of(server);
    ::kill(children.front(), SIGKILL);
    std::vector<ParserProcess::Finished> finished;
    while (finished.empty()) finished = parser.poll(std::chrono::seconds(5));
    ASSERT_TRUE(finished[0].outcome);
    ASSERT_TRUE(finished[0].outcome->died);
    EXPECT_EQ(finished[0].outcome->died->number, SIGKILL);
    EXPECT_TRUE(parser.parse(file_with(".").get(), limits, memory));
}

TEST(ParserProcess, AServerThatDiesOnceIsReplacedAndTheJobBeginsAnew) {
    int started = 0;
    const auto real = server_of(scripted, &started);
    pid_t server = 0;
    ParserProcess parser(
        [&]() -> base::Result<ParserProcess::Server> {
            auto made = real();
            server = made->process;
            return made;
        },
        1, base::system_clock());
    Memory memory;
    ASSERT_TRUE(parser.start(file_with("w").get(), quick(), memory));
    ::kill(server, SIGKILL);
    std::vector<ParserProcess::Finished> finished;
    while (finished.empty()) finished = parser.poll(std::chrono::seconds(5));
    EXPECT_EQ(started, 2);
    EXPECT_EQ(memory.restarts, 1);
    ASSERT_TRUE(finished[0].outcome);
    EXPECT_EQ(finished[0].outcome->died->how, How::OutOfTime);
}

TEST(ParserProcess, AServerThatDiesTwiceIsTheServicesTrouble) {
    int started = 0;
    // The message makes its own server die: a child may not, so the server is killed each time it
    // starts a child.
    const auto real = server_of(scripted, &started);
    pid_t server = 0;
    ParserProcess parser(
        [&]() -> base::Result<ParserProcess::Server> {
            auto made = real();
            server = made->process;
            return made;
        },
        1, base::system_clock());
    Memory memory;
    ASSERT_TRUE(parser.start(file_with("w").get(), parsers::Limits(), memory));
    std::vector<ParserProcess::Finished> finished;
    while (finished.empty()) {
        ::kill(server, SIGKILL);
        finished = parser.poll(std::chrono::seconds(5));
    }
    ASSERT_FALSE(finished[0].outcome);
    EXPECT_EQ(finished[0].outcome.error().kind, base::Kind::Transient);
    EXPECT_EQ(finished[0].outcome.error().scope, base::Scope::Service);
    EXPECT_EQ(started, 2);
}

TEST(ParserProcess, AProgramThatIsNotAParserIsAnErrorOfTheService) {
    ParserProcess parser([] { return launch_parser("/bin/true"); }, 1, base::system_clock());
    const auto running = parser.ensure_running();
    ASSERT_FALSE(running);
    EXPECT_EQ(running.error().scope, base::Scope::Service);
    EXPECT_FALSE(launch_parser("/nowhere/filing-parser"));
}

/// A server that says hello with these words, and nothing more.
ParserProcess::Launch server_that_says(const std::string& hello) {
    return [=]() -> base::Result<ParserProcess::Server> {
        std::array<int, 2> ends{};
        ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data());
        ParserProcess::Server server;
        server.socket.reset(ends[0]);
        EXPECT_TRUE(parsers::confine::send_packet(ends[1], hello));
        ::close(ends[1]);
        return server;
    };
}

base::Error trouble_with(const std::string& hello) {
    ParserProcess parser(server_that_says(hello), 1, base::system_clock());
    const auto running = parser.ensure_running();
    EXPECT_FALSE(running);
    return running ? base::Error{} : running.error();
}

TEST(ParserProcess, AParserOfAnotherVersionOrInTroubleIsNamedWithTheCure) {
    const auto other = trouble_with(encode(parsers::confine::Hello{2, "", ""}));
    EXPECT_EQ(other.kind, base::Kind::Denied);
    EXPECT_EQ(other.text, "filing-parser is of another version");
    EXPECT_NE(other.hint.find("of one version"), std::string::npos);
    const auto nonsense = trouble_with("SSH-2.0-nonsense");
    EXPECT_EQ(nonsense.text, other.text);
    const auto refuses =
        trouble_with(encode(parsers::confine::Hello{1, "no Landlock", "boot one"}));
    EXPECT_EQ(refuses.kind, base::Kind::Denied);
    EXPECT_EQ(refuses.hint, "boot one");
    EXPECT_EQ(refuses.cause, "no Landlock");
}

TEST(ParserProcess, AServerThatTalksNonsenseIsReplacedAndTheJobBeginsAnew) {
    const std::string hello = encode(parsers::confine::Hello{1, "", ""});
    const auto real = server_of(scripted);
    int started = 0;
    base::UniqueFd other_end;
    ParserProcess parser(
        [&]() -> base::Result<ParserProcess::Server> {
            if (++started > 1) return real();
            std::array<int, 2> ends{};
            ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data());
            ParserProcess::Server server;
            server.socket.reset(ends[0]);
            other_end.reset(ends[1]);
            EXPECT_TRUE(parsers::confine::send_packet(ends[1], hello));
            // A report for a child that was never asked for is passed over, nonsense is not.
            parsers::confine::Report stray;
            stray.id = 77;
            EXPECT_TRUE(parsers::confine::send_packet(ends[1], encode(stray)));
            EXPECT_TRUE(parsers::confine::send_packet(ends[1], "nonsense"));
            return server;
        },
        1, base::system_clock());
    Memory memory;
    const auto outcome = parser.parse(file_with(".").get(), quick(), memory);
    ASSERT_TRUE(outcome) << base::describe(outcome.error());
    EXPECT_FALSE(outcome->died);
    EXPECT_EQ(started, 2);
    EXPECT_EQ(memory.restarts, 1);
}

TEST(ParserProcess, LeavesNoProcessBehind) {
    pid_t server = 0;
    std::vector<pid_t> children;
    const auto real = server_of(scripted);
    {
        ParserProcess parser(
            [&]() -> base::Result<ParserProcess::Server> {
                auto made = real();
                server = made->process;
                return made;
            },
            1, base::system_clock());
        Memory memory;
        ASSERT_TRUE(parser.start(file_with("w").get(), parsers::Limits(), memory));
        while (children.empty()) children = children_of(server);
    }
    EXPECT_NE(::kill(server, 0), 0);
    // The child is init's by now; it dies of PDEATHSIG, which takes a moment.
    for (int i = 0; i < 2000 && ::kill(children.front(), 0) == 0; ++i) {
        std::ifstream stat("/proc/" + std::to_string(children.front()) + "/stat");
        std::string line;
        std::getline(stat, line);
        if (line.find(") Z ") != std::string::npos) return;
        ::poll(nullptr, 0, 1);
    }
    EXPECT_NE(::kill(children.front(), 0), 0);
}

}  // namespace
}  // namespace pipeline
