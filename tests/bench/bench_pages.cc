// Reading pictures alone: the libraries of pages in this process, warm and not confined.
//   bench_pages WORK... < PATHS        WORK: seals, upright-seals, lines, layout, contrast
// Prints a JSON line a picture: {file, width, height, dpi, decode_ms} and, as asked,
//   seals           [{kind, x, y, radius_x, radius_y, score, certain}] of the picture as it is,
//   seals_ms, colour upright_seals   the same of the page made ready prepare_ms, upright_width,
//   upright_height, and a pass each: {text, ms}
// All ms are of CPU. OMP_THREAD_LIMIT=1 must stand in the environment.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <fstream>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/json_line.h"
#include "parsers/image/pix.h"
#include "parsers/ocr/page.h"
#include "parsers/seal/seal_finder.h"

namespace {

using nlohmann::json;
using parsers::ocr::Pass;
using parsers::ocr::Recogniser;

constexpr std::array<std::pair<const char*, Pass>, 3> kPasses{
    {{"lines", Pass::Lines}, {"layout", Pass::Layout}, {"contrast", Pass::Contrast}}};

class Stopwatch {
 public:
    [[nodiscard]] double ms() const {
        return 1e3 * static_cast<double>(std::clock() - begun_) / CLOCKS_PER_SEC;
    }

 private:
    std::clock_t begun_ = std::clock();
};

std::string content(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream bytes;
    bytes << in.rdbuf();
    return bytes.str();
}

json seals_of(const PIX* picture, double dpi, json& told, const std::string& name) {
    const Stopwatch watch;
    const parsers::seal::Look look = parsers::seal::find_seals(picture, dpi);
    told[name + "_ms"] = watch.ms();
    told["colour"] = look.colour;
    json marks = json::array();
    for (const auto& mark : look.marks) {
        marks.push_back({{"kind", mark.kind == parsers::SealKind::Copy ? "copy" : "ink"},
                         {"x", mark.x},
                         {"y", mark.y},
                         {"radius_x", mark.radius_x},
                         {"radius_y", mark.radius_y},
                         {"score", mark.score},
                         {"certain", mark.certain}});
    }
    return marks;
}

bool asked(const std::vector<std::string>& work, const char* what) {
    return std::find(work.begin(), work.end(), what) != work.end();
}

void read(const PIX* picture, double dpi, const std::vector<std::string>& work,
          Recogniser& recogniser, json& told) {
    const Stopwatch watch;
    const auto page = parsers::ocr::Page::prepare(picture, dpi, recogniser);
    told["prepare_ms"] = watch.ms();
    if (!page) {
        told["problem"] = "no page";
        return;
    }
    told["upright_width"] = pixGetWidth(page->colour());
    told["upright_height"] = pixGetHeight(page->colour());
    for (const auto& [name, pass] : kPasses) {
        if (!asked(work, name)) continue;
        const Stopwatch reading;
        auto text = page->read(pass, recogniser).text;
        told[name] = {{"text", std::move(text)}, {"ms", reading.ms()}};
    }
    if (asked(work, "upright-seals")) {
        told["upright_seals"] = seals_of(page->colour(), page->dpi(), told, "upright_seals");
    }
}

void one(const std::string& path, const std::vector<std::string>& work, Recogniser* recogniser) {
    json told{{"file", path}};
    const std::string bytes = content(path);
    const Stopwatch watch;
    const auto picture = parsers::image::decode(bytes);
    told["decode_ms"] = watch.ms();
    if (picture) {
        const PIX* pix = picture->pix.get();
        told["width"] = pixGetWidth(pix);
        told["height"] = pixGetHeight(pix);
        told["dpi"] = picture->dpi;
        if (asked(work, "seals")) told["seals"] = seals_of(pix, picture->dpi, told, "seals");
        if (recogniser != nullptr) read(pix, picture->dpi, work, *recogniser, told);
    } else {
        told["problem"] = "not decoded";
    }
    fmt::print("{}\n", base::json_line(told));
    std::fflush(stdout);
}

}  // namespace

int main(int count, char** arguments) {
    const std::vector<std::string> work(arguments + 1, arguments + count);
    if (work.empty()) return 64;
    parsers::image::silence();
    std::unique_ptr<Recogniser> recogniser;
    if (work != std::vector<std::string>{"seals"}) {
        auto loaded = Recogniser::load("");
        if (!loaded) {
            fmt::print(stderr, "bench_pages: {}\n", base::describe(loaded.error()));
            return 1;
        }
        recogniser = std::move(*loaded);
    }
    std::string path;
    while (std::getline(std::cin, path)) one(path, work, recogniser.get());
    return 0;
}
