#include "daemon/service/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <memory>

#include "base/text.h"

namespace service {
namespace {

constexpr std::size_t kLongestLine = 2000;
constexpr std::array kLevels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                             spdlog::level::err};

spdlog::logger& logger() {
    static const auto the_logger = [] {
        auto made = std::make_shared<spdlog::logger>(
            "filingd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->flush_on(spdlog::level::info);
        return made;
    }();
    return *the_logger;
}

}  // namespace

void start_log(Level least, bool timestamps) {
    logger().set_level(kLevels[static_cast<std::size_t>(least)]);
    logger().set_pattern(timestamps ? "%Y-%m-%d %H:%M:%S.%e %^%l%$ %v" : "%l %v");
}

void log(Level level, std::string_view line) {
    logger().log(kLevels[static_cast<std::size_t>(level)], base::one_line(line, kLongestLine));
}

}  // namespace service
