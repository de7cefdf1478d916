#pragma once
/// How much may be asked of a server at once: by count and by bytes. Careful at first, quickly
/// wider while all goes well, half as wide after a reset or a BYE, and from then on growing slowly
/// (AIMD). Kept over reconnects, so a server that drops us over large requests gets smaller ones.
/// Plain value, no clock.

#include <cstddef>
#include <cstdint>

namespace imap {

class Window {
 public:
    struct Limits {
        std::size_t start = 10;
        std::size_t most = 500;
        std::uint64_t bytes = 8U << 20;
        std::uint64_t fewest_bytes = 256U << 10;
    };

    Window() = default;
    explicit Window(const Limits& limits)
        : limits_(limits), count_(limits.start), threshold_(limits.most), bytes_(limits.bytes) {}

    /// Whether a message of `size` bytes may be asked for beside what is under way; one always may.
    [[nodiscard]] bool admits(std::size_t under_way, std::uint64_t bytes_under_way,
                              std::uint64_t size) const {
        if (under_way == 0) return true;
        return under_way < count_ && bytes_under_way + size <= bytes_;
    }
    /// A message came whole.
    void succeed();
    /// The connection broke, or the server complained.
    void shrink();

    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
    Limits limits_;
    std::size_t count_ = Limits{}.start;
    std::size_t threshold_ = Limits{}.most;  ///< above it the window grows by one a round
    std::size_t since_growth_ = 0;
    std::uint64_t bytes_ = Limits{}.bytes;
};

}  // namespace imap
