#include "parsers/confine/child.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <exception>
#include <new>

#include "parsers/confine/messages.h"
#include "parsers/frames.h"

namespace parsers::confine {
namespace {

[[noreturn]] void end(ChildExit exit) { ::_exit(static_cast<int>(exit)); }

[[noreturn]] void end_with_exception() noexcept {
    try {
        if (const auto thrown = std::current_exception()) std::rethrow_exception(thrown);
    } catch (const std::bad_alloc&) {
        end(ChildExit::OutOfMemory);
    } catch (...) {
        end(ChildExit::Threw);
    }
    end(ChildExit::Threw);
}

bool write_all(std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(kOutput, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        // Nobody reads any more: what is left to parse is for nobody.
        if (written <= 0) end(ChildExit::PipeBroken);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

std::string_view map_input(const Limits& limits) {
    struct stat facts {};
    if (::fstat(kInput, &facts) != 0 || facts.st_size < 0) end(ChildExit::InputUnreadable);
    const auto size = static_cast<std::uint64_t>(facts.st_size);
    if (size > limits.message_bytes) end(ChildExit::InputTooLarge);
    if (size == 0) return {};
    void* bytes = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, kInput, 0);
    if (bytes == MAP_FAILED) {
        end(errno == ENOMEM ? ChildExit::OutOfMemory : ChildExit::InputUnreadable);
    }
    return {static_cast<const char*>(bytes), size};
}

}  // namespace

void live_as_child(const Confinement& confinement, const Work& work, const Limits& limits,
                   int input, int output, pid_t parent) {
    if (const auto missing = confinement.enter(limits, input, output, parent)) {
        ::_exit(static_cast<int>(ChildExit::NotConfined) + static_cast<int>(*missing));
    }
    std::set_terminate(
        end_with_exception);  // from a noexcept function, abort() would hide the reason
    try {
        const std::string_view bytes = map_input(limits);
        FrameWriter writer(FrameCaps(limits, bytes.size()), write_all);
        work.parse(bytes, limits, writer);
        writer.finish();
    } catch (...) {
        end_with_exception();
    }
    end(ChildExit::Done);
}

}  // namespace parsers::confine
