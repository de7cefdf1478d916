// filing-parser: the confined side of filingd. Started by filingd as a fork server; by a person to
// try it.

#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/text.h"
#include "parsers/confine/fork_server.h"
#include "parsers/confine/parse_file.h"
#include "parsers/confine/probes.h"
#include "parsers/ocr/read_pages.h"
#include "parsers/parse_message.h"
#include "parsers/warm_up.h"

#ifndef FILINGD_VERSION
#define FILINGD_VERSION "0.1.0"
#endif

namespace {

using parsers::confine::Confinement;

constexpr int kUsage = 64;
constexpr int kPageReaderNiceness = 10;  ///< digital mail goes first

parsers::confine::Work mails() {
    return {[]() -> base::Result<> {
                parsers::warm_up();
                return {};
            },
            parsers::parse_message};
}

/// `tessdata`: empty for the packaged model.
parsers::confine::Work pages(const std::string& tessdata) {
    return {[tessdata] { return parsers::ocr::warm_up_pages(tessdata); }, parsers::ocr::read_pages,
            kPageReaderNiceness};
}

constexpr char kHelp[] =
    "filing-parser: reads mails for filingd in a confined process\n"
    "usage: filing-parser --parse FILE   confine a child, read FILE as a mail, print what was "
    "found\n"
    "       filing-parser --read-pages FILE  the same of a scan or picture, with the page reader\n"
    "       filing-parser --probe        try what a confined child must not be able to do\n"
    "       filing-parser --serve FD | --serve-pages FD TESSDATA\n"
    "                                    serve filingd on an inherited socket (filingd starts it "
    "so)\n"
    "       filing-parser --version | --help\n"
    "exit: 0 done; 1 --probe found something not in force, or FILE could not be read; 64 usage; 69 "
    "cannot serve\n";

int complain(const base::Error& error) {
    std::fprintf(stderr, "filing-parser: %s\n", base::describe(error).c_str());
    return 1;
}

int show_version(char**) {
#ifdef FILINGD_INSTRUMENTED
    std::printf("filing-parser %s (instrumented build: %s)\n", FILINGD_VERSION,
                FILINGD_INSTRUMENTED);
#else
    std::printf("filing-parser %s\n", FILINGD_VERSION);
#endif
    return 0;
}

int show_help(char**) {
    std::fputs(kHelp, stdout);
    return 0;
}

int probe(char**) {
    using How = parsers::confine::ProbeOutcome::How;
    auto confinement = Confinement::prepare();
    if (!confinement) return complain(confinement.error());
    const auto all = parsers::confine::probes();
    std::string open;
    for (const auto& each : all) {
        auto outcome = parsers::confine::try_probe(each, *confinement);
        if (!outcome) return complain(outcome.error());
        if (outcome->how == How::NotConfined) {
            std::puts("not confined: a control could not be put in force");
            return 1;
        }
        if (!outcome->refused()) open += (open.empty() ? "" : ", ") + std::string(each.name);
    }
    if (!open.empty()) {
        std::printf("not refused: %s\n", open.c_str());
        return 1;
    }
    std::printf("ok: %zu of %zu attempts refused\n", all.size(), all.size());
    return 0;
}

int parse_as(const char* path, const parsers::confine::Work& work, const parsers::Limits& limits) {
    auto read = parsers::confine::parse_file(path, work, limits);
    if (!read) return complain(read.error());
    std::fputs(read->words.c_str(), stdout);
    return read->complete ? 0 : 1;
}

int parse(char** arguments) { return parse_as(arguments[0], mails(), parsers::Limits()); }

/// The recogniser's threads would hang a forked child, and are told so before the program's start.
int begin_without_threads(const char* path) {
    ::setenv("OMP_THREAD_LIMIT", "1", 1);
    const std::array arguments{"filing-parser", "--read-pages", path,
                               static_cast<const char*>(nullptr)};
    ::execv("/proc/self/exe", const_cast<char* const*>(arguments.data()));
    return complain(base::system_error(errno, "/proc/self/exe", base::Scope::Process));
}

int read_pages(char** arguments) {
    if (!std::getenv("OMP_THREAD_LIMIT")) return begin_without_threads(arguments[0]);
    parsers::Limits limits;
    limits.memory_bytes = 1536ULL << 20;
    limits.cpu_seconds = 120;
    return parse_as(arguments[0], pages({}), limits);
}

int serve_with(const char* number, const parsers::confine::Work& work) {
    const auto fd = base::parse_number(number);
    if (!fd || *fd > 1024) return kUsage;
    return parsers::confine::serve(base::UniqueFd(static_cast<int>(*fd)), work);
}

int serve(char** arguments) { return serve_with(arguments[0], mails()); }

int serve_pages(char** arguments) { return serve_with(arguments[0], pages(arguments[1])); }

struct Mode {
    std::string_view option;
    int count;  ///< of its arguments
    int (*run)(char** arguments);
};

constexpr std::array kModes{
    Mode{"--serve", 1, serve},    Mode{"--serve-pages", 2, serve_pages},
    Mode{"--parse", 1, parse},    Mode{"--read-pages", 1, read_pages},
    Mode{"--probe", 0, probe},    Mode{"--version", 0, show_version},
    Mode{"--help", 0, show_help},
};

}  // namespace

int main(int count, char** arguments) {
    for (const Mode& mode : kModes) {
        if (count == mode.count + 2 && arguments[1] == mode.option) return mode.run(arguments + 2);
    }
    std::fputs(kHelp, stderr);
    return kUsage;
}
