/// Drives links::Fetcher and links::reach_page from the command line, for
/// tests/system/link_check_test.py:
///   link_check [--admit-loopback] [--port PORT]... [--host PATTERN]... [--resolve
///   HOST:PORT:ADDRESS]... [--ca FILE] [--stop-after MS] URL
/// The page is read by the confined parser as filingd does it. One JSON object: what came of it.

#include <algorithm>
#include <chrono>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "base/clock.h"
#include "daemon/links/check.h"
#include "daemon/links/page.h"
#include "daemon/links/public_address.h"

namespace {

struct Options {
    links::FetchPolicy policy = links::public_policy();
    std::vector<std::string> hosts;
    std::chrono::milliseconds stop_after{0};
    std::string url;
};

/// What the shipped policy refuses, the loopback excepted: for servers of the test.
std::string_view refused_but_loopback(const sockaddr& address) {
    const auto why = links::reason_not_public(address);
    return why.starts_with("loopback") ? std::string_view() : why;
}

Options read_options(const std::vector<std::string>& arguments) {
    Options options;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string& name = arguments[i];
        const auto value = [&] { return i + 1 < arguments.size() ? arguments[++i] : ""; };
        if (name == "--admit-loopback")
            options.policy.refused = refused_but_loopback;
        else if (name == "--port")
            options.policy.ports.push_back(static_cast<std::uint16_t>(std::stoi(value())));
        else if (name == "--host")
            options.hosts.push_back(value());
        else if (name == "--resolve")
            options.policy.resolve.push_back(value());
        else if (name == "--ca")
            options.policy.ca_file = value();
        else if (name == "--stop-after")
            options.stop_after = std::chrono::milliseconds(std::stoi(value()));
        else
            options.url = name;
    }
    return options;
}

nlohmann::ordered_json titles_in(const links::Page& page) {
    config::ParserSettings settings;
    settings.children = 1;
    const auto parser = pipeline::start_parser(settings);
    if (!parser) return base::describe(parser.error());
    const auto facts = links::read_page(**parser, page, {});
    if (!facts) return base::describe(facts.error());
    return *facts ? nlohmann::ordered_json((*facts)->titles) : nlohmann::ordered_json(nullptr);
}

}  // namespace

int main(int argc, char** argv) {
    const Options options = read_options(std::vector<std::string>(argv + 1, argv + argc));
    links::Fetcher fetcher(options.policy);
    std::stop_source stop;
    std::jthread stopper([&](const std::stop_token& over) {
        const auto end = std::chrono::steady_clock::now() + options.stop_after;
        while (options.stop_after.count() > 0 && !over.stop_requested()) {
            if (std::chrono::steady_clock::now() >= end) stop.request_stop();
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
    });
    const auto begun = std::chrono::steady_clock::now();
    const links::Page page = links::reach_page(
        options.url, options.hosts,
        [&](const links::PageUrl& url, std::chrono::milliseconds within, std::stop_token asked) {
            return fetcher.get(url, within, std::move(asked));
        },
        base::system_clock(), stop.get_token());
    nlohmann::ordered_json out;
    out["seconds"] =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    out["code"] = page.code;
    out["cause"] = page.cause;
    out["words"] = page.words;
    out["final_url"] = page.final_url;
    out["size"] = page.body.size();
    out["content_type"] = page.content_type;
    if (page.reached()) out["titles"] = titles_in(page);
    std::cout << out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << "\n";
    return 0;
}
