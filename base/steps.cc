#include "base/steps.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>

#include "base/text.h"

namespace base {

std::string_view name(StepKind kind) {
    static constexpr std::array<std::string_view, 9> kNames{
        "sync", "rename", "link", "remove", "mkdir", "commit", "journal", "send", "file"};
    return kNames[static_cast<std::size_t>(kind)];
}

namespace steps {
namespace {

std::atomic<std::uint64_t> counter{0};

#ifdef FILINGD_CRASH_STEPS
enum class Moment { Never, Before, In, After };

struct Plan {
    std::uint64_t number = 0;
    Moment moment = Moment::Never;
    int log = -1;
};

Plan read_plan() {
    Plan plan;
    if (const char* log = std::getenv("FILINGD_STEPS_LOG"))
        plan.log = ::open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    const char* at = std::getenv("FILINGD_CRASH_AT");
    if (!at) return plan;
    const auto parts = split(at, ':');
    plan.number = parse_number(parts[0]).value_or(0);
    const std::string_view moment = parts.size() > 1 ? parts[1] : "before";
    plan.moment = moment == "in" ? Moment::In : moment == "after" ? Moment::After : Moment::Before;
    return plan;
}

const Plan& plan() {
    static const Plan the_plan = read_plan();
    return the_plan;
}

bool planned(std::uint64_t number, Moment moment) {
    return plan().number == number && plan().moment == moment;
}
#endif

}  // namespace

std::uint64_t begin([[maybe_unused]] StepKind kind, [[maybe_unused]] std::string_view what) {
    const std::uint64_t number = ++counter;
#ifdef FILINGD_CRASH_STEPS
    if (plan().log >= 0) {
        const std::string line =
            std::to_string(number) + " " + std::string(name(kind)) + " " + std::string(what) + "\n";
        [[maybe_unused]] const auto written = ::write(plan().log, line.data(), line.size());
    }
    if (planned(number, Moment::Before)) die();
#endif
    return number;
}

bool torn([[maybe_unused]] std::uint64_t number) {
#ifdef FILINGD_CRASH_STEPS
    return planned(number, Moment::In);
#else
    return false;
#endif
}

void die() {
    ::kill(::getpid(), SIGKILL);
    std::abort();
}

void end([[maybe_unused]] std::uint64_t number) {
#ifdef FILINGD_CRASH_STEPS
    if (planned(number, Moment::After)) die();
#endif
}

std::uint64_t count() { return counter; }

}  // namespace steps
}  // namespace base
