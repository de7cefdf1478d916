#include "storage/journal.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.h"
#include "storage/spool.h"
#include "storage/step.h"

namespace storage {

namespace {

// {"length":"00000210","n":1,…,"prev":"<64>","sha256":"<64>"}\n : length counts the whole line with
// its end, sha256 covers everything before ,"sha256".
constexpr std::size_t kLengthAt = 11;
constexpr std::size_t kLengthDigits = 8;
constexpr std::size_t kTail = 10 + 1 + 64 + 3;  // ,"sha256":"…"}\n
constexpr std::size_t kBatch = 1000;
const std::string kNoHash(64, '0');

struct Line {
    std::int64_t number = 0;
    std::string prev;
    std::string hash;
};

std::string framed(const JournalEntry& entry, const std::string& prev, std::string& hash) {
    std::string body =
        fmt::format(R"("n":{},"at":"{}","kind":"{}","data":{},"prev":"{}")", entry.number.value,
                    base::format_instant(entry.at), entry.kind, entry.line, prev);
    const std::size_t length = kLengthAt + kLengthDigits + 2 + body.size() + kTail;
    body = fmt::format(R"({{"length":"{:08}",)", length) + body;
    hash = sha256(body);
    return body + R"(,"sha256":")" + hash + "\"}\n";
}

/// The line, when its frame and its own hash are whole.
std::optional<Line> read_line(std::string_view text) {
    if (text.size() < kLengthAt + kLengthDigits + kTail || text.back() != '\n') return {};
    const auto length = base::parse_number(text.substr(kLengthAt, kLengthDigits));
    if (!length || *length != text.size()) return {};
    const std::string_view body = text.substr(0, text.size() - kTail);
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object() || !json.contains("n") || !json["n"].is_number_integer()) return {};
    Line line;
    line.number = json["n"].get<std::int64_t>();
    line.prev = json.value("prev", "");
    line.hash = json.value("sha256", "");
    if (line.hash != sha256(body)) return {};
    return line;
}

/// Calls visit(line or none, end offset) for each line of a file.
template <class Visit>
void each_line(std::string_view text, Visit&& visit) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
        visit(read_line(text.substr(at, end - at)), end);
        at = end;
    }
}

base::Result<std::vector<std::string>> month_files(const base::Env& env,
                                                   const std::string& directory) {
    TRY_ASSIGN(auto names, env.list(directory));
    std::erase_if(names, [](const std::string& name) {
        return name.size() != 13 || !name.ends_with(".jsonl");
    });
    return names;
}

}  // namespace

base::Result<Journal> Journal::open(base::Env& env, std::string archive_directory) {
    Journal journal(env, archive_directory + "/journal");
    journal.last_hash_ = kNoHash;
    TRY(env.make_directories(journal.directory_, 0750));
    TRY_ASSIGN(const auto names, month_files(env, journal.directory_));
    if (!names.empty()) journal.last_file_ = names.back();
    for (auto name = names.rbegin(); name != names.rend() && !journal.last_; ++name)
        TRY(journal.resume(*name));
    return journal;
}

base::Result<> Journal::resume(const std::string& name) {
    const std::string path = directory_ + "/" + name;
    TRY_ASSIGN(const std::string text, env_->read_file(path));
    std::size_t whole = 0;
    each_line(text, [&](const std::optional<Line>& line, std::size_t end) {
        if (!line) return;
        whole = end;
        last_ = base::JournalNumber{line->number};
        last_hash_ = line->hash;
    });
    // What follows the last whole line is a torn append; the ledger has its entries.
    if (whole < text.size())
        return env_->replace_file(path, std::string_view(text).substr(0, whole), 0640);
    return {};
}

base::Result<> Journal::catch_up(Ledger& ledger) {
    TRY_ASSIGN(const base::JournalNumber newest, ledger.last_journal_number());
    if (newest < last_)
        return base::fail(base::Kind::Conflict, base::Scope::Process,
                          "the journal is newer than the ledger",
                          "the ledger was restored from a backup: run `filingctl rebuild`");
    while (last_ < newest) {
        TRY_ASSIGN(const auto entries, ledger.journal_after(last_, kBatch));
        if (entries.empty()) return {};
        for (std::size_t at = 0; at < entries.size();) {
            TRY_ASSIGN(at, append(entries, at));
        }
    }
    return {};
}

/// Appends the entries from `at` on that go to one file; returns the index after them. An entry
/// never goes to a file before the last one, whatever the clock said.
base::Result<std::size_t> Journal::append(const std::vector<JournalEntry>& entries,
                                          std::size_t at) {
    auto file_of = [&](const JournalEntry& entry) {
        return std::max(last_file_,
                        base::format_date(base::date_of(entry.at)).substr(0, 7) + ".jsonl");
    };
    const std::string name = file_of(entries[at]);
    const std::string path = directory_ + "/" + name;
    std::string bytes;
    std::string hash = last_hash_;
    base::JournalNumber last = last_;
    for (; at < entries.size() && file_of(entries[at]) == name; ++at) {
        bytes += framed(entries[at], std::string(hash), hash);
        last = entries[at].number;
    }
    const bool made = !env_->exists(path);
    TRY_ASSIGN(const base::UniqueFd fd, env_->open_for_append(path, 0640));
    if (auto appended = append_step(*env_, fd.get(), bytes, path); !appended) {
        // Some of the bytes may stand there: back to the last whole line, so that the next try
        // starts clean.
        (void)resume(name);
        return base::fail(appended.error());
    }
    if (made) TRY(env_->sync_directory(directory_));
    last_file_ = name;
    last_ = last;
    last_hash_ = hash;
    return at;
}

base::Result<std::vector<std::string>> Journal::verify() const {
    std::vector<std::string> differences;
    TRY_ASSIGN(const auto names, month_files(*env_, directory_));
    std::int64_t number = 0;
    std::string prev = kNoHash;
    for (const std::string& name : names) {
        TRY_ASSIGN(const std::string text, env_->read_file(directory_ + "/" + name));
        std::size_t row = 0;
        each_line(text, [&](const std::optional<Line>& line, std::size_t) {
            ++row;
            if (!line) {
                differences.push_back(fmt::format("journal: {} line {} is damaged", name, row));
                return;
            }
            if (line->prev != prev || line->number <= number)
                differences.push_back(
                    fmt::format("journal: {} line {} does not follow J{}", name, row, number));
            number = line->number;
            prev = line->hash;
        });
    }
    return differences;
}

}  // namespace storage
