#include "daemon/pipeline/pages_step.h"

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <thread>

#include "daemon/pipeline/merge_pages.h"
#include "daemon/pipeline/spooled_objects.h"
#include "daemon/service/log.h"
#include "parsers/encode.h"
#include "parsers/problem_codes.h"

namespace pipeline {
namespace {

using storage::Message;

constexpr std::chrono::milliseconds kPoll{200};
constexpr std::uint32_t kMostAttempts = 3;
constexpr std::chrono::minutes kRetry{1};

/// Crops a child cuts out of a page; the document itself, the first, brings no bytes.
class Crops final : public ParserProcess::Objects {
 public:
    Crops(storage::Spool& spool, ObjectBatch& batch) : objects_(spool, batch) {}

    base::Result<> begin(std::size_t index, const parsers::Document& document) override {
        open_ = index > 0;
        return open_ ? objects_.begin(index, document) : base::Result<>();
    }
    base::Result<> write(std::string_view bytes) override {
        return open_ ? objects_.write(bytes) : base::Result<>();
    }
    base::Result<> finish() override { return open_ ? objects_.finish() : base::Result<>(); }
    void restart() override { objects_.restart(); }
    [[nodiscard]] std::string hash_of(std::size_t index) const { return objects_.hash_of(index); }

 private:
    SpooledObjects objects_;
    bool open_ = false;
};

/// One message's documents go one after the other, so that its budget of pages is kept exactly.
struct Job {
    Job(Reading& to_read, std::uint32_t budget) : reading(to_read), pages_left(budget) {}
    Reading& reading;
    std::uint32_t pages_left;
    std::deque<std::size_t> documents;
    std::unique_ptr<Crops> crops;  ///< of the document that is being read
};

/// Reads the pages of some messages, as many documents at once as there are children.
class PageReading {
 public:
    PageReading(Desk& desk, ParserProcess& page_reader)
        : desk_(desk),
          page_reader_(page_reader),
          limits_(page_limits_from(desk.rulebook.settings.parser)),
          batch_(desk.spool) {}
    ~PageReading() {
        if (page_reader_.running() > 0) page_reader_.cancel();
    }
    PageReading(const PageReading&) = delete;
    PageReading& operator=(const PageReading&) = delete;

    void add(Reading& reading) {
        auto job = std::make_unique<Job>(reading, limits_.ocr_pages);
        for (std::size_t i = 0; i < reading.parsed.documents.size(); ++i)
            if (shows_pages(reading.parsed.documents[i])) job->documents.push_back(i);
        jobs_.push_back(std::move(job));
    }

    base::Result<> run(bool keep, std::stop_token stop) {
        for (;;) {
            if (stop.stop_requested()) return {};
            for (const auto& job : jobs_)
                while (!job->crops && !job->documents.empty() && page_reader_.has_room())
                    TRY(start(*job));
            if (running_.empty()) break;
            for (auto& finished : page_reader_.poll(kPoll)) TRY(take(finished));
        }
        for (const auto& job : jobs_) lift_pictures(job->reading.parsed);
        for (const auto& job : jobs_) renew_rows(job->reading);
        return keep ? batch_.commit() : base::Result<>();
    }

 private:
    base::Result<> start(Job& job) {
        const std::size_t index = job.documents.front();
        const std::string path = object_of(job.reading.documents[index].sha256);
        if (path.empty()) {
            job.documents.pop_front();
            return {};
        }
        TRY_ASSIGN(const auto input, desk_.env.open_for_read(path));
        const auto& document = job.reading.parsed.documents[index];
        auto limits = limits_;
        limits.ocr_pages = only_seals(job.reading.parsed, document) ? 0 : job.pages_left;
        job.crops = std::make_unique<Crops>(desk_.spool, batch_);
        TRY_ASSIGN(const auto ticket, page_reader_.start(input.get(), limits, *job.crops));
        running_[ticket] = &job;
        return {};
    }

    [[nodiscard]] std::string object_of(const std::string& sha256) const {
        if (sha256.empty()) return {};
        for (const auto& path :
             {desk_.spool.object_path(sha256), desk_.archive.object_path(sha256)})
            if (desk_.env.exists(path)) return path;
        return {};
    }

    base::Result<> take(ParserProcess::Finished& finished) {
        const auto found = running_.find(finished.ticket);
        if (found == running_.end()) return {};
        Job& job = *found->second;
        running_.erase(found);
        if (!finished.outcome) return base::failure_of(finished.outcome);
        const std::size_t index = job.documents.front();
        job.documents.pop_front();
        const auto crops = std::move(job.crops);
        if (finished.outcome->died)
            service::warning("{}: the page reader's child died: {}",
                             base::label(job.reading.headers.id), finished.outcome->died->words);
        const std::size_t before = job.reading.parsed.documents.size();
        job.pages_left -=
            std::min(job.pages_left,
                     merge_pages(job.reading.parsed, index, std::move(finished.outcome->parsed)));
        for (std::size_t i = before; i < job.reading.parsed.documents.size(); ++i)
            job.reading.documents.push_back(document_row(job.reading.headers.id, i,
                                                         job.reading.parsed.documents[i],
                                                         crops->hash_of(i - before + 1)));
        return {};
    }

    static void renew_rows(Reading& reading) {
        for (std::size_t i = 0; i < reading.documents.size(); ++i) {
            const auto& old = reading.documents[i];
            auto row = document_row(old.message, i, reading.parsed.documents[i], old.sha256);
            row.id = old.id;
            row.name = old.name;
            reading.documents[i] = std::move(row);
        }
        reading.problems = problem_rows(reading.parsed);
    }

    Desk& desk_;
    ParserProcess& page_reader_;
    parsers::Limits limits_;
    ObjectBatch batch_;
    std::vector<std::unique_ptr<Job>> jobs_;
    std::map<ParserProcess::Ticket, Job*> running_;
};

/// What the light parser found, as the ledger has it.
base::Result<std::optional<Reading>> parsed_reading(Desk& desk, const Message& message) {
    TRY_ASSIGN(const auto blob, desk.ledger.parsed_blob(message.id));
    auto parsed = parsers::decode(blob);
    Reading reading;
    reading.headers = message;
    TRY_ASSIGN(reading.documents, desk.ledger.documents(message.id));
    if (!parsed || reading.documents.size() != parsed->documents.size())
        return std::optional<Reading>{};
    reading.parsed = std::move(*parsed);
    return std::optional<Reading>(std::move(reading));
}

base::Result<> record(Desk& desk, Reading& reading) {
    reading.headers.pages_waiting = 0;
    return desk.ledger.transaction([&]() -> base::Result<> {
        TRY(desk.ledger.record_parsed(reading.headers, reading.documents, reading.problems,
                                      parsers::encode(reading.parsed)));
        return {};
    });
}

}  // namespace

std::uint32_t pages_to_read(const parsers::Parsed& parsed) {
    std::uint32_t pages = 0;
    for (const auto& document : parsed.documents)
        if (shows_pages(document))
            pages += std::clamp(document.pages, 1U, parsers::Limits().ocr_pages);
    return std::min(pages, parsers::Limits().ocr_pages);
}

base::Result<> read_pages_of(Desk& desk, ParserProcess& page_reader, Reading& reading, bool keep,
                             std::stop_token stop) {
    if (pages_to_read(reading.parsed) == 0) return {};
    PageReading pages(desk, page_reader);
    pages.add(reading);
    return pages.run(keep, std::move(stop));
}

base::Result<> Pages::drain(std::stop_token stop) {
    while (!stop.stop_requested()) {
        TRY_ASSIGN(const bool worked, work_once(stop));
        if (!worked) break;
    }
    return {};
}

base::Result<bool> Pages::work_once(std::stop_token stop) {
    const std::size_t at_once = page_reader_.children();
    TRY_ASSIGN(auto work, desk_.ledger.pages_work(desk_.clock.now(), at_once));
    if (work.empty()) return false;
    const auto suspicious = [&](const Message& m) {
        return m.attempts > 0 && !counted_.contains(m.id);
    };
    if (suspicious(work.front()))
        work.resize(1);
    else
        work.erase(std::ranges::find_if(work, suspicious), work.end());
    const Message& first = work.front();
    if (suspicious(first) && first.attempts >= kMostAttempts) {
        TRY(leave_unread(first));
        return true;
    }
    TRY(page_reader_.ensure_running());
    if (const auto done = read(work, stop); !done) {
        if (work.size() > 1) {
            for (const auto& message : work)
                if (const auto alone = read(std::span(&message, 1), stop); !alone)
                    TRY(set_aside(message, alone.error()));
        } else {
            TRY(set_aside(first, done.error()));
        }
    }
    return true;
}

base::Result<> Pages::read(std::span<const Message> batch, std::stop_token stop) {
    std::vector<base::MessageId> ids;
    for (const auto& message : batch)
        if (counted_.insert(message.id).second) ids.push_back(message.id);
    TRY(desk_.ledger.raise_attempts(ids));
    std::deque<Reading> readings;  // stays where it is while it grows
    PageReading pages(desk_, page_reader_);
    for (const auto& message : batch) {
        TRY_ASSIGN(auto reading, parsed_reading(desk_, message));
        if (!reading) {
            TRY(leave_unread(message));
            continue;
        }
        pages.add(readings.emplace_back(std::move(*reading)));
    }
    TRY(pages.run(true, stop));
    if (stop.stop_requested()) {
        const std::vector<base::MessageId> counted(counted_.begin(), counted_.end());
        counted_.clear();
        return desk_.ledger.lower_attempts(counted);
    }
    for (auto& reading : readings) {
        TRY(record(desk_, reading));
        counted_.erase(reading.headers.id);
    }
    return {};
}

/// Its pages ended filingd again and again, or what was read of it is damaged: the judge takes it
/// as it is, and a person looks.
base::Result<> Pages::leave_unread(const Message& message) {
    service::warning("{}: its pages are left unread", base::label(message.id));
    counted_.erase(message.id);
    TRY_ASSIGN(auto reading, parsed_reading(desk_, message));
    if (!reading) {
        return desk_.ledger.transaction([&] { return desk_.ledger.forget_pages(message.id); });
    }
    reading->parsed.problems.push_back({parsers::code::kParserDied, parsers::Severity::Lost, "",
                                        "its pages ended the program again and again"});
    reading->problems = problem_rows(reading->parsed);
    return record(desk_, *reading);
}

base::Result<> Pages::set_aside(const Message& message, const base::Error& error) {
    service::warning("{} waits for its pages: {}", base::label(message.id), base::describe(error));
    counted_.erase(message.id);
    const auto next_try = desk_.clock.now() + kRetry;
    return desk_.ledger.transaction(
        [&] { return desk_.ledger.record_waiting(message.id, base::describe(error), next_try); });
}

parsers::Limits page_limits_from(const config::ParserSettings& settings) {
    parsers::Limits limits;
    limits.message_bytes = limits.entry_bytes;  // one document, however it was packed
    limits.memory_bytes = settings.ocr.memory;
    limits.cpu_seconds = static_cast<std::uint32_t>(settings.ocr.cpu.count());
    return limits;
}

base::Result<std::unique_ptr<ParserProcess>> make_page_reader(
    const config::ParserSettings& settings) {
    TRY_ASSIGN(std::string program, parser_executable());
    auto launch = [program = std::move(program), tessdata = settings.tessdata] {
        return launch_parser(program, "--serve-pages", {tessdata});
    };
    return std::make_unique<ParserProcess>(
        std::move(launch), std::max(1U, std::thread::hardware_concurrency()), base::system_clock());
}

}  // namespace pipeline
