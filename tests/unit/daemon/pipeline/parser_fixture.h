#pragma once
/// For tests of filingd's side of the fork server: objects kept in memory, a message in a file, and
/// a fork server whose children do what the test says.

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "base/error.h"
#include "daemon/pipeline/parser_process.h"
#include "parsers/confine/fork_server.h"

namespace pipeline {

inline base::UniqueFd file_with(std::string_view bytes) {
    base::UniqueFd fd(::memfd_create("message", MFD_CLOEXEC));
    EXPECT_EQ(::write(fd.get(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    return fd;
}

/// Keeps objects in memory; fails at one of them when told to.
struct Memory : ParserProcess::Objects {
    base::Result<> begin(std::size_t index, const parsers::Document&) override {
        if (index == fail_at) {
            return base::fail(base::Kind::NoSpace, base::Scope::Process, "no room");
        }
        begun[index].clear();
        current = index;
        return {};
    }
    base::Result<> write(std::string_view bytes) override {
        begun[current].append(bytes);
        return {};
    }
    base::Result<> finish() override {
        ++finished;
        return {};
    }
    void restart() override {
        ++restarts;
        finished = 0;
        begun.clear();
    }
    std::map<std::size_t, std::string> begun;
    std::size_t current = 0;
    std::size_t finished = 0;
    std::size_t fail_at = static_cast<std::size_t>(-1);
    int restarts = 0;
};

/// A fork server in a process of its own that parses as `work` says.
inline ParserProcess::Launch server_of(void (*parse)(std::string_view, const parsers::Limits&,
                                                     parsers::Sink&),
                                       int* started = nullptr) {
    return [=]() -> base::Result<ParserProcess::Server> {
        if (started) ++*started;
        std::array<int, 2> ends{};
        ::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data());
        ParserProcess::Server server;
        server.process = ::fork();
        if (server.process == 0) {
            ::close(ends[0]);
            const parsers::confine::Work work{[]() -> base::Result<> { return {}; }, parse};
            ::_exit(parsers::confine::serve(base::UniqueFd(ends[1]), work));
        }
        ::close(ends[1]);
        server.socket.reset(ends[0]);
        return server;
    };
}

inline parsers::Limits quick() {
    parsers::Limits limits;
    limits.cpu_seconds = 1;
    return limits;
}

}  // namespace pipeline
