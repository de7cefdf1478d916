// Reading alone: files read by the registry's readers in this process, warm and not confined.
//   bench_documents TIMES < PATHS
// Leaves the text of PATH in PATH.read; prints a line a file: path, media type, the median of TIMES
// readings in ms of CPU, the problems' codes; parted by tabs.

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "parsers/document/document_reader.h"

namespace {

std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

void one(const std::string& path, std::size_t times) {
    const std::string bytes = content(path);
    parsers::document::Input input;
    input.bytes = bytes;
    input.name = path;
    std::string type;
    parsers::document::Reading reading;
    std::vector<double> took;
    for (std::size_t i = 0; i < times; ++i) {
        const std::clock_t begun = std::clock();
        type = parsers::document::sniff(bytes, path);
        reading = parsers::document::read(type, input);
        took.push_back(1e3 * static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
    }
    std::sort(took.begin(), took.end());
    std::ofstream(path + ".read", std::ios::binary) << reading.text;
    std::string problems;
    for (const auto& each : reading.problems) problems += (problems.empty() ? "" : ",") + each.code;
    fmt::print("{}\t{}\t{:.4f}\t{}\n", path, type, took[took.size() / 2], problems);
}

}  // namespace

int main(int count, char** arguments) {
    const long times = count == 2 ? std::strtol(arguments[1], nullptr, 10) : 0;
    if (times < 1) return 64;
    parsers::document::warm_up();
    std::string path;
    while (std::getline(std::cin, path)) one(path, static_cast<std::size_t>(times));
    return 0;
}
