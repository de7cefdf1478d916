// Judging alone: mails are read once, made several of by putting other units and arrivals into
// them, and judged in turn on one thread until so many documents were.
//   bench_judge CONFIG LIST DOCUMENTS...
// LIST has a line a mail: its arrival, a tab, its file. Prints a line for each of DOCUMENTS (all
// from the start, ascending): documents, mails, filings accepted, seconds, seconds of CPU, resident
// MiB.

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <vector>

#include "base/env.h"
#include "base/text.h"
#include "config/load.h"
#include "daemon/judge/judge.h"
#include "daemon/judge/roster.h"
#include "parsers/parse_message.h"
#include "parsers/warm_up.h"

namespace {

constexpr std::size_t kVariants = 4;

struct Mail {
    parsers::Parsed parsed;
    base::Instant received_at{};
    std::size_t documents = 0;  ///< what the judge has to tell apart: attachments, or the letter
};

class Collector : public parsers::Sink {
 public:
    void headers(const parsers::Parsed& parsed) override { parsed_ = parsed; }
    void begin_document(const parsers::Document&) override {}
    void bytes(std::string_view) override {}
    void end_document(const parsers::Document& document) override {
        parsed_.documents.push_back(document);
    }
    void problem(const parsers::Problem& problem) override { parsed_.problems.push_back(problem); }
    parsers::Parsed take() { return std::move(parsed_); }

 private:
    parsers::Parsed parsed_;
};

std::size_t documents_in(const parsers::Parsed& parsed) {
    const auto papers =
        std::ranges::count(parsed.documents, parsers::Role::Attachment, &parsers::Document::role);
    return std::max<std::size_t>(1, static_cast<std::size_t>(papers));
}

base::Result<std::vector<Mail>> read_mails(const std::string& list) {
    parsers::warm_up();
    std::ifstream lines(list);
    std::vector<Mail> mails;
    for (std::string line; std::getline(lines, line);) {
        const auto tab = line.find('\t');
        const auto at = base::parse_instant(line.substr(0, tab));
        if (tab == std::string::npos || !at)
            return base::fail(base::Kind::BadInput, base::Scope::Process, "no line: " + line);
        TRY_ASSIGN(const auto raw, base::system_env().read_file(line.substr(tab + 1)));
        Collector collector;
        parsers::parse_message(raw, parsers::Limits{}, collector);
        Mail& mail = mails.emplace_back();
        mail.parsed = collector.take();
        mail.received_at = *at;
        mail.documents = documents_in(mail.parsed);
    }
    return mails;
}

/// The same mail from another unit.
void rename_unit(const config::Unit& from, const config::Unit& to, parsers::Parsed& parsed) {
    const auto change = [&](std::string& text) {
        text = base::replaced(std::move(text), from.name, to.name);
        for (const std::string& alias : from.aliases)
            if (base::count_code_points(alias) > 2 && !to.aliases.empty())
                text = base::replaced(std::move(text), alias, to.aliases.front());
    };
    change(parsed.subject);
    for (auto& sender : parsed.from) change(sender.name);
    for (auto& document : parsed.documents) {
        change(document.name);
        change(document.text);
        for (auto& segment : document.segments) change(segment.text);
        for (auto& field : document.fields) {
            change(field.value);
            change(field.text);
        }
    }
}

/// Each mail, and some of it from other units at other times.
std::vector<Mail> varied(const config::Rulebook& rulebook, const std::vector<Mail>& mails) {
    std::vector<Mail> all;
    const auto& units = rulebook.units;
    for (std::size_t variant = 0; variant < kVariants; ++variant)
        for (const Mail& mail : mails) {
            Mail& made = all.emplace_back(mail);
            made.received_at += std::chrono::hours(variant);
            if (variant == 0) continue;
            const std::string all_text =
                mail.parsed.documents.empty() ? std::string() : mail.parsed.documents.back().text;
            for (std::size_t i = 0; i < units.size(); ++i)
                if (all_text.find(units[i].name) != std::string::npos) {
                    rename_unit(units[i], units[(i + variant) % units.size()], made.parsed);
                    break;
                }
        }
    return all;
}

double cpu_seconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double resident_mib() {
    std::ifstream statm("/proc/self/statm");
    std::size_t size = 0;
    std::size_t resident = 0;
    statm >> size >> resident;
    return static_cast<double>(resident) * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1048576;
}

int run(const std::string& config_directory, const std::string& list,
        const std::vector<std::uint64_t>& counts) {
    const auto rulebook = config::load(config_directory, config::shipped_directory());
    if (!rulebook)
        return std::fprintf(stderr, "%s\n", base::describe(rulebook.error()).c_str()), 78;
    const auto read = read_mails(list);
    if (!read) return std::fprintf(stderr, "%s\n", base::describe(read.error()).c_str()), 66;
    if (read->empty()) return 66;
    const auto mails = varied(*rulebook, *read);
    const judge::Roster roster(*rulebook);
    judge::Context context;
    context.roster = &roster;
    context.confirmed_unit = [](std::string_view) { return std::string(); };
    context.is_own_message = [](std::string_view) { return false; };
    const auto begun = std::chrono::steady_clock::now();
    const double cpu_before = cpu_seconds();
    std::uint64_t documents = 0;
    std::uint64_t judged = 0;
    std::uint64_t accepted = 0;
    for (const std::uint64_t wanted : counts) {
        for (; documents < wanted; ++judged) {
            const Mail& mail = mails[judged % mails.size()];
            context.received_at = mail.received_at;
            const auto judgement = judge::judge(*rulebook, mail.parsed, context);
            accepted += static_cast<std::uint64_t>(
                std::ranges::count(judgement.verdicts, true, &judge::Verdict::accepted));
            documents += mail.documents;
        }
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
        fmt::print("{} {} {} {:.3f} {:.3f} {:.1f}\n", documents, judged, accepted, took.count(),
                   cpu_seconds() - cpu_before, resident_mib());
    }
    return 0;
}

}  // namespace

int main(int count, char** arguments) {
    if (count < 4) return 64;
    std::vector<std::uint64_t> counts;
    for (int i = 3; i < count; ++i) {
        const auto number = base::parse_number(arguments[i]);
        if (!number) return 64;
        counts.push_back(*number);
    }
    return run(arguments[1], arguments[2], counts);
}
