#include "parsers/confine/parse_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/error.h"
#include "base/text.h"
#include "base/unique_fd.h"
#include "parsers/confine/messages.h"
#include "parsers/frames.h"
#include "parsers/words.h"

namespace parsers::confine {
namespace {

using base::Scope;

/// Writes down what arrives. Everything is made safe for a terminal first.
class Printer : public Sink {
 public:
    explicit Printer(std::string& out) : out_(out) {}

    void headers(const Parsed& parsed) override {
        for (const Header& each : parsed.headers) line("header", each.name + ": " + each.value);
        line("subject", parsed.subject);
        for (const Mailbox& from : parsed.from) line("from", from.name + " <" + from.address + ">");
    }
    void begin_document(const Document& /*document*/) override {}
    void bytes(std::string_view /*chunk*/) override {}
    void end_document(const Document& document) override {
        line("document", fmt::format("{} ({}, {} bytes, {} pages)", document.part,
                                     document.media_type, document.size, document.pages));
        for (const Link& link : document.links) line("  link", link.url);
        for (const Segment& each : document.segments) {
            line("  segment",
                 fmt::format("{} line {}: {}", static_cast<int>(each.kind), each.line, each.text));
        }
        for (const Field& field : document.fields)
            line("  field", fmt::format("{} = {} (confidence {:.2f})", field.name, field.value,
                                        field.confidence));
        line("  seal", fmt::format("{} {} page {} score {:.2f} {}", name(document.seal.found),
                                   name(document.seal.kind), document.seal.page,
                                   document.seal.score, document.seal.text));
        for (const auto text : base::split(document.text, '\n')) line("  |", text);
    }
    void problem(const Problem& problem) override {
        line("problem", problem.code + " " + problem.part + " " + problem.detail);
    }
    void line(std::string_view what, std::string_view words) {
        out_ += fmt::format("{} {}\n", what, base::one_line(words, 500));
    }

 private:
    std::string& out_;
};

void read_frames(int pipe, FrameReader& reader) {
    std::string buffer(64U << 10, '\0');
    for (;;) {
        const ssize_t size = ::read(pipe, buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0 || !reader.feed({buffer.data(), static_cast<std::size_t>(size)})) return;
    }
}

}  // namespace

base::Result<FileWords> parse_file(const std::string& path, const Work& work,
                                   const Limits& limits) {
    const base::UniqueFd input(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat facts {};
    if (!input || ::fstat(input.get(), &facts) != 0) {
        return base::fail(base::system_error(errno, path, Scope::Message));
    }
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return base::fail(base::system_error(errno, "pipe", Scope::Process));
    }
    base::UniqueFd pipe(ends[0]);
    base::UniqueFd output(ends[1]);
    TRY_ASSIGN(const Confinement confinement, Confinement::prepare());
    TRY(work.warm_up());
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) return base::fail(base::system_error(errno, "fork", Scope::Process));
    if (child == 0) {
        live_as_child(confinement, work, limits, input.get(), output.get(), parent);
    }
    output.reset();
    FileWords found;
    Printer printer(found.words);
    FrameReader reader(FrameCaps(limits, static_cast<std::uint64_t>(facts.st_size)), printer);
    read_frames(pipe.get(), reader);
    pipe.reset();
    int status = 0;
    ::waitpid(child, &status, 0);
    found.complete = reader.complete() && status == 0;
    if (!reader.fault().empty()) printer.line("fault", reader.fault());
    if (status != 0) printer.line("died", words_of_end(static_cast<std::uint32_t>(status), false));
    return found;
}

}  // namespace parsers::confine
