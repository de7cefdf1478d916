#include "parsers/document/pictures.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "parsers/document/media_types.h"

namespace parsers::document {
namespace {

constexpr std::size_t kMaxPictures = 200;
constexpr std::uint64_t kAllPictures = 128U << 20;  ///< they are held in memory together

/// Drawings (EMF, WMF, SVG) show no page; they are part of how the text looks.
bool is_picture(std::string_view media_type) {
    return media_type.starts_with("image/") && media_type != type::kSvg;
}

std::string ending_of(std::string_view media_type) {
    const std::string_view kind = media_type.substr(media_type.find('/') + 1);
    return kind == "jpeg" ? "jpg" : std::string(kind);
}

}  // namespace

Pictures::Pictures(const Limits& limits, Reading& reading)
    : limits_(limits), reading_(reading), left_(std::min(limits.opened_bytes, kAllPictures)) {}

std::uint64_t Pictures::room() const {
    return count_ < kMaxPictures ? std::min(limits_.entry_bytes, left_) : 0;
}

void Pictures::add(std::string name, std::string bytes) {
    if (bytes.empty()) return;
    const std::string media_type = sniff(bytes, name);
    if (!is_picture(media_type)) return;
    if (bytes.size() > room()) return refuse();
    left_ -= bytes.size();
    ++count_;
    if (name.empty()) name = "picture" + std::to_string(count_) + "." + ending_of(media_type);
    reading_.inner.push_back({std::move(name), std::move(bytes)});
}

void Pictures::refuse() {
    add_problem(reading_, code::kLimitExceeded, Severity::Degraded,
                "more or larger pictures in the file than are looked at");
}

}  // namespace parsers::document
