#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "parsers/document/container.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

/// Reads what the confined child reads; 0 when every text is what it should be, else which one was
/// not.
int read_everything(const std::vector<std::pair<std::string, std::string>>& files,
                    const std::string& archive) {
    int number = 0;
    for (const auto& [bytes, text] : files) {
        ++number;
        if (samples::read(bytes).text != text) return number;
    }
    std::string name;
    const parsers::Limits limits;
    parsers::document::Budget budget(limits);
    parsers::document::ArchiveFile file;
    file.bytes = archive;
    parsers::document::open_archive(
        file, limits, budget, [&](const parsers::document::Entry& entry) { name = entry.name; },
        [](const parsers::Problem&) {});
    return name == "六月.txt" ? 0 : 100;
}

TEST(WarmUp, LeavesNothingToBeOpenedLater) {
    parsers::document::warm_up();
    const std::vector<std::pair<std::string, std::string>> files = {
        {samples::data("report.docx"), samples::data("report.docx.txt")},
        {samples::data("report.xlsx"), samples::data("report.xlsx.txt")},
        {samples::data("report.doc"), samples::data("report.doc.txt")},
        {samples::data("word95.doc"), samples::data("word95.doc.txt")},
        {samples::data("report.xls"), samples::data("report.xls.txt")},
        {samples::data("report.ppt"), samples::data("report.ppt.txt")},
        {samples::data("report.msg"), samples::data("report.msg.txt")},
        {samples::data("text.pdf"), samples::data("text.pdf.txt")},
        {"<meta charset=big5><p>\xA4\xEB\xB3\xF8</p>", "月報\n"},
        {"\xC1\xF9\xD4\xC2\n", "六月\n"},
    };
    const std::string archive = samples::packed("7zip", {{"六月.txt", "x"}});
    const pid_t child = fork();
    if (child == 0) {
        const rlimit none{0, 0};
        if (setrlimit(RLIMIT_NOFILE, &none) != 0) _exit(99);
        _exit(read_everything(files, archive));
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status));
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

std::string threads() {
    std::ifstream status("/proc/self/status");
    std::string line;
    while (std::getline(status, line))
        if (line.starts_with("Threads:")) return line;
    return {};
}

TEST(WarmUp, StartsNoThread) {
    const std::string before = threads();
    parsers::document::warm_up();
    EXPECT_NE(before, "");
    EXPECT_EQ(threads(), before);
}

}  // namespace
