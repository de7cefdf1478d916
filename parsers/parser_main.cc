// filing-parser: the confined side of filingd. Started by filingd as a fork server; by a person to
// try it.

#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/text.h"
#include "parsers/confine/fork_server.h"
#include "parsers/confine/parse_file.h"
#include "parsers/confine/probes.h"
#include "parsers/parse_message.h"
#include "parsers/warm_up.h"

#ifndef FILINGD_VERSION
#define FILINGD_VERSION "0.1.0"
#endif

namespace {

using parsers::confine::Confinement;

constexpr int kUsage = 64;
constexpr parsers::confine::Work kWork{parsers::warm_up, parsers::parse_message};

constexpr char kHelp[] =
    "filing-parser: reads mails for filingd in a confined process\n"
    "usage: filing-parser --parse FILE   confine a child, read FILE as a mail, print what was "
    "found\n"
    "       filing-parser --probe        try what a confined child must not be able to do\n"
    "       filing-parser --serve FD     serve filingd on an inherited socket (filingd starts it "
    "so)\n"
    "       filing-parser --version | --help\n"
    "exit: 0 done; 1 --probe found something not in force, or FILE could not be read; 64 usage; 69 "
    "cannot serve\n";

int complain(const base::Error& error) {
    std::fprintf(stderr, "filing-parser: %s\n", base::describe(error).c_str());
    return 1;
}

int show_version(const char*) {
#ifdef FILINGD_INSTRUMENTED
    std::printf("filing-parser %s (instrumented build: %s)\n", FILINGD_VERSION,
                FILINGD_INSTRUMENTED);
#else
    std::printf("filing-parser %s\n", FILINGD_VERSION);
#endif
    return 0;
}

int show_help(const char*) {
    std::fputs(kHelp, stdout);
    return 0;
}

int probe(const char*) {
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

int parse(const char* path) {
    auto read = parsers::confine::parse_file(path, kWork, parsers::Limits());
    if (!read) return complain(read.error());
    std::fputs(read->words.c_str(), stdout);
    return read->complete ? 0 : 1;
}

int serve(const char* number) {
    const auto fd = base::parse_number(number);
    if (!fd || *fd > 1024) return kUsage;
    return parsers::confine::serve(base::UniqueFd(static_cast<int>(*fd)), kWork);
}

struct Mode {
    std::string_view option;
    bool has_argument;
    int (*run)(const char* argument);
};

constexpr std::array kModes{
    Mode{"--serve", true, serve},     Mode{"--parse", true, parse},
    Mode{"--probe", false, probe},    Mode{"--version", false, show_version},
    Mode{"--help", false, show_help},
};

}  // namespace

int main(int count, char** arguments) {
    for (const Mode& mode : kModes) {
        const int wanted = mode.has_argument ? 3 : 2;
        if (count == wanted && arguments[1] == mode.option) return mode.run(arguments[wanted - 1]);
    }
    std::fputs(kHelp, stderr);
    return kUsage;
}
