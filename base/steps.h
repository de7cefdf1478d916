#pragma once
/// The choke point every durable or outward step passes: syncs, renames, links, removals, commits,
/// journal appends, sends. Steps are numbered from 1 in the order they begin, over all threads.
/// Builds with FILINGD_CRASH_STEPS read two variables at the first step:
///   FILINGD_CRASH_AT=<n>[:before|in|after]  end the process (SIGKILL) before, in the middle of, or
///   after step n FILINGD_STEPS_LOG=<file>                append "n kind what" for every step that
///   begins
/// Other builds only count. Usable from every thread.

#include <cstdint>
#include <string_view>
#include <type_traits>
#include <utility>

namespace base {

enum class StepKind { Sync, Rename, Link, Remove, MakeDirectory, Commit, Journal, Send, File };

std::string_view name(StepKind kind);

namespace steps {

/// Announces a step; returns its number. Dies here when the step is to die before it is done.
std::uint64_t begin(StepKind kind, std::string_view what);
/// Whether step `number` is to die half done; a writer that can, does half of its work and calls
/// die().
bool torn(std::uint64_t number);
[[noreturn]] void die();
/// The step is done. Dies here when it is to die after.
void end(std::uint64_t number);
std::uint64_t count();

}  // namespace steps

/// Runs `work` as one counted step; `work` may be anything that returns a value or nothing.
template <class Work>
auto step(StepKind kind, std::string_view what, Work&& work) {
    const std::uint64_t number = steps::begin(kind, what);
    if (steps::torn(number)) steps::die();
    if constexpr (std::is_void_v<decltype(work())>) {
        std::forward<Work>(work)();
        steps::end(number);
    } else {
        auto result = std::forward<Work>(work)();
        steps::end(number);
        return result;
    }
}

}  // namespace base
