#include "daemon/pipeline/parse_step.h"

#include <map>
#include <memory>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/pipeline/pages_step.h"
#include "daemon/pipeline/spooled_objects.h"
#include "daemon/service/log.h"
#include "parsers/encode.h"
#include "parsers/words.h"

namespace pipeline {
namespace {

using storage::Message;

constexpr std::chrono::milliseconds kPoll{200};
constexpr std::size_t kKeptText =
    64U << 20;  ///< of one batch, in memory; the rest of it waits its turn

std::size_t kept_size(const parsers::Parsed& parsed) {
    std::size_t size = 0;
    for (const auto& document : parsed.documents) size += document.text.size();
    return size;
}

std::string seal_json(const parsers::Seal& seal) {
    nlohmann::ordered_json out;
    out["found"] = parsers::name(seal.found);
    const auto kind = parsers::name(seal.kind);
    out["kind"] = kind.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(kind);
    out["text"] = seal.text;
    out["page"] =
        seal.page == 0 ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(seal.page);
    out["score"] = seal.score;
    return base::json_line(out);
}

struct Job {
    const Message* message = nullptr;
    SpooledObjects objects;
    std::optional<ParseOutcome> outcome;
    bool bytes_gone = false;
};

std::vector<storage::Document> document_rows(const Job& job) {
    std::vector<storage::Document> rows;
    for (std::size_t i = 0; i < job.outcome->parsed.documents.size(); ++i)
        rows.push_back(document_row(job.message->id, i, job.outcome->parsed.documents[i],
                                    job.objects.hash_of(i)));
    return rows;
}

Message with_headers(const Message& message, const parsers::Parsed& parsed) {
    Message row = message;
    row.message_id_header = parsed.message_id;
    row.date_header = parsed.date_header;
    row.subject = parsed.subject;
    if (!parsed.from.empty()) {
        const auto& from = parsed.from.front();
        row.from = from.name.empty() ? from.address : from.name + " <" + from.address + ">";
        row.from_address = base::lowered(from.address);
    }
    return row;
}

class Parsing {
 public:
    Parsing(Desk& desk, ParserProcess& parser, std::span<const Message> batch)
        : desk_(desk),
          parser_(parser),
          objects_(desk.spool),
          limits_(limits_from(desk.rulebook.settings.parser)) {
        for (const auto& message : batch) {
            Job job{&message, SpooledObjects(desk.spool, objects_), {}, false};
            jobs_.push_back(std::make_unique<Job>(std::move(job)));
        }
    }
    ~Parsing() {
        if (parser_.running() > 0) parser_.cancel();
    }
    Parsing(const Parsing&) = delete;
    Parsing& operator=(const Parsing&) = delete;

    /// Keeps as many children busy as there may be.
    base::Result<> parse(std::stop_token stop) {
        std::size_t next = 0;
        const auto more = [&] { return next < jobs_.size() && kept_ < kKeptText; };
        while (more() || !running_.empty()) {
            if (stop.stop_requested()) return {};
            while (more() && parser_.has_room()) TRY(start(*jobs_[next++]));
            for (auto& finished : parser_.poll(kPoll)) TRY(take(finished));
        }
        return {};
    }

    /// Objects first, then the rows that speak of them; the same transaction counts the attempt at
    /// the judge step.
    base::Result<> record() {
        TRY(objects_.commit());
        return desk_.ledger.transaction([&]() -> base::Result<> {
            std::vector<base::MessageId> ids;
            for (const auto& job : jobs_) {
                if (job->bytes_gone) TRY(give_up(*job->message));
                if (!job->outcome) continue;
                TRY(record(*job));
                if (pages_to_read(job->outcome->parsed) == 0) ids.push_back(job->message->id);
            }
            return desk_.ledger.raise_attempts(ids);
        });
    }

    /// The only message's reading, if it has one.
    base::Result<std::optional<Reading>> reading(bool keep) {
        Job& job = *jobs_.front();
        if (!job.outcome) return std::optional<Reading>{};
        if (keep) TRY(objects_.commit());
        Reading reading;
        reading.headers = with_headers(*job.message, job.outcome->parsed);
        reading.documents = document_rows(job);
        reading.problems = problem_rows(job.outcome->parsed);
        reading.parsed = std::move(job.outcome->parsed);
        return std::optional<Reading>(std::move(reading));
    }

 private:
    base::Result<> start(Job& job) {
        std::string path = desk_.spool.message_path(job.message->sha256);
        if (!desk_.env.exists(path)) path = desk_.archive.message_path(job.message->sha256);
        job.bytes_gone = !desk_.env.exists(path);
        if (job.bytes_gone) return {};
        TRY_ASSIGN(const auto input, desk_.env.open_for_read(path));
        TRY_ASSIGN(const auto ticket, parser_.start(input.get(), limits_, job.objects));
        running_[ticket] = &job;
        return {};
    }

    base::Result<> take(ParserProcess::Finished& finished) {
        const auto found = running_.find(finished.ticket);
        if (found == running_.end()) return {};
        Job& job = *found->second;
        running_.erase(found);
        if (!finished.outcome) return base::failure_of(finished.outcome);
        job.outcome = std::move(*finished.outcome);
        kept_ += kept_size(job.outcome->parsed);
        if (job.outcome->died)
            service::warning("{}: the parser child died: {}", base::label(job.message->id),
                             job.outcome->died->words);
        return {};
    }

    /// The store is damaged: neither spool nor archive has the message's bytes.
    base::Result<> give_up(const Message& message) {
        service::error("{}: its bytes are gone from the store", base::label(message.id));
        TRY(desk_.ledger.record_settled(message.id, storage::Outcome::Failed, "bytes_gone"));
        const nlohmann::ordered_json line = {{"message", base::label(message.id)},
                                             {"sha256", message.sha256},
                                             {"outcome", storage::name(storage::Outcome::Failed)},
                                             {"reason", "bytes_gone"}};
        TRY(desk_.ledger.add_journal("settled", base::json_line(line), desk_.clock.now()));
        return {};
    }

    base::Result<> record(const Job& job) {
        const auto& parsed = job.outcome->parsed;
        auto headers = with_headers(*job.message, parsed);
        headers.pages_waiting = pages_to_read(parsed);
        TRY(desk_.ledger.record_parsed(headers, document_rows(job), problem_rows(parsed),
                                       parsers::encode(parsed)));
        return {};
    }

    Desk& desk_;
    ParserProcess& parser_;
    ObjectBatch objects_;
    std::size_t kept_ = 0;
    parsers::Limits limits_;
    std::vector<std::unique_ptr<Job>> jobs_;
    std::map<ParserProcess::Ticket, Job*> running_;
};

}  // namespace

storage::Document document_row(base::MessageId message, std::size_t index,
                               const parsers::Document& document, std::string sha256) {
    storage::Document row;
    row.message = message;
    row.index = static_cast<std::uint32_t>(index);
    row.part = document.part;
    row.name = document.name;
    row.sha256 = std::move(sha256);
    row.size = document.size;
    row.media_type = document.media_type;
    row.role = parsers::name(document.role);
    row.text_source = parsers::name(document.text_source);
    row.pages = document.pages;
    row.seal_json = seal_json(document.seal);
    return row;
}

std::vector<storage::Problem> problem_rows(const parsers::Parsed& parsed) {
    std::vector<storage::Problem> rows;
    for (const auto& problem : parsed.problems) {
        storage::Problem row;
        row.code = problem.code;
        row.severity = parsers::name(problem.severity);
        row.part = problem.part;
        row.detail = problem.detail;
        rows.push_back(std::move(row));
    }
    return rows;
}

base::Result<> parse_spooled(Desk& desk, ParserProcess& parser, std::span<const Message> batch,
                             std::stop_token stop) {
    Parsing parsing(desk, parser, batch);
    TRY(parsing.parse(stop));
    if (stop.stop_requested()) return {};
    return parsing.record();
}

base::Result<std::optional<Reading>> read_message(Desk& desk, ParserProcess& parser,
                                                  const Message& message, bool keep,
                                                  std::stop_token stop) {
    Parsing parsing(desk, parser, std::span(&message, 1));
    TRY(parsing.parse(stop));
    return parsing.reading(keep);
}

}  // namespace pipeline
