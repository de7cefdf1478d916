/// Drives smtp::Mailer from the command line, for tests/system/smtp_test.py:
///   smtp_send URL SENDER USER INSECURE CA_FILE COMMAND_SECONDS STOP_AFTER_MS COUNT RECIPIENT... <
///   message
/// The password stands in FILINGD_TEST_PASSWORD. COUNT messages go over one Mailer (0: only the
/// login is tried). One line a message: "FATE CODE ANSWER | RECIPIENT CODE | …", or "error KIND
/// TEXT". The time a send took stands in front, in ms.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "daemon/smtp/mailer.h"

namespace {

using Clock = std::chrono::steady_clock;

const char* fate_name(smtp::Fate fate) {
    switch (fate) {
        case smtp::Fate::Sent:
            return "sent";
        case smtp::Fate::Later:
            return "later";
        case smtp::Fate::Refused:
            return "refused";
        case smtp::Fate::Uncertain:
            return "uncertain";
        case smtp::Fate::Login:
            return "login";
    }
    return "?";
}

std::string line_of(const base::Result<smtp::Delivery>& result) {
    if (!result)
        return "error " + std::string(base::name(result.error().kind)) + " " +
               base::describe(result.error());
    std::string line = std::string(fate_name(result->fate)) + " " + std::to_string(result->code) +
                       " " + result->answer;
    for (const auto& recipient : result->recipients)
        line += " | " + recipient.address + " " + std::to_string(recipient.code);
    return line;
}

void print(Clock::time_point since, const std::string& line) {
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - since).count();
    std::printf("%lld %s\n", static_cast<long long>(took), line.c_str());
    std::fflush(stdout);
}

std::string login_line(const base::Result<>& result) {
    if (result) return "login ok";
    return "error " + std::string(base::name(result.error().kind)) + " " +
           base::describe(result.error());
}

int run(const std::vector<std::string>& arguments) {
    config::SmtpSettings settings;
    settings.url = arguments[0];
    settings.from_address = arguments[1];
    settings.user = arguments[2];
    settings.password.kind = config::SecretSource::Kind::Environment;
    settings.password.name = "FILINGD_TEST_PASSWORD";
    settings.insecure = arguments[3] == "1";
    settings.ca_file = arguments[4];
    smtp::Timeouts timeouts;
    timeouts.command = std::chrono::seconds(std::atoi(arguments[5].c_str()));
    timeouts.final_answer = timeouts.command;
    const std::chrono::milliseconds stop_after(std::atoi(arguments[6].c_str()));
    const int count = std::atoi(arguments[7].c_str());
    const std::vector<std::string> recipients(arguments.begin() + 8, arguments.end());
    const std::string message(std::istreambuf_iterator<char>(std::cin), {});

    std::stop_source stop;
    std::jthread stopper([&](const std::stop_token& over) {
        const auto end = Clock::now() + stop_after;
        while (stop_after.count() > 0 && Clock::now() < end && !over.stop_requested())
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        if (stop_after.count() > 0 && !over.stop_requested()) stop.request_stop();
    });
    auto since = Clock::now();
    {
        smtp::Mailer mailer(settings, timeouts);
        if (count == 0) print(since, login_line(mailer.try_login(stop.get_token())));
        for (int i = 0; i < count; ++i) {
            since = Clock::now();
            print(since, line_of(mailer.send(recipients, message, stop.get_token())));
        }
        since = Clock::now();
    }
    print(since, "closed");
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() < 8) return 64;
    return run(arguments);
}
