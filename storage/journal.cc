#include "storage/journal.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

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

std::string text_of(const nlohmann::json& object, const char* key) {
    const auto found = object.find(key);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
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
    line.prev = text_of(json, "prev");
    line.hash = text_of(json, "sha256");
    if (line.hash != sha256(body)) return {};
    return line;
}

/// Calls visit(line or none, its text) for each line of a file.
template <class Visit>
void each_line(std::string_view text, Visit&& visit) {
    while (!text.empty()) {
        const std::string_view line =
            text.substr(0, std::min(text.find('\n'), text.size() - 1) + 1);
        visit(read_line(line), line);
        text.remove_prefix(line.size());
    }
}

/// What an interrupted append leaves: no line end, or not the length it says.
bool torn(std::string_view line) {
    if (line.back() != '\n') return true;
    if (line.size() < kLengthAt + kLengthDigits) return true;
    return base::parse_number(line.substr(kLengthAt, kLengthDigits)) != line.size();
}

base::Failure damaged(const std::string& path, std::size_t row) {
    return base::fail(base::Kind::Corrupt, base::Scope::Process,
                      fmt::format("the journal {} is damaged in line {}", path, row),
                      "run `filingctl verify`, then put the file back from the newest backup");
}

/// Where a file of whole, chained lines ends, and its last one.
struct Tail {
    std::size_t whole = 0;
    std::size_t rows = 0;
    std::optional<Line> last;
    bool damaged = false;  ///< something other than a torn last line follows
};

Tail tail_of(std::string_view text) {
    Tail tail;
    each_line(text, [&](const std::optional<Line>& line, std::string_view bytes) {
        if (tail.damaged) return;
        const bool at_end = bytes.data() + bytes.size() == text.data() + text.size();
        const bool follows = !line || !tail.last || line->prev == tail.last->hash;
        if (line && follows) {
            tail.whole += bytes.size();
            tail.last = line;
            ++tail.rows;
        } else {
            tail.damaged = line || !at_end || !torn(bytes);
        }
    });
    return tail;
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
    return Journal(env, std::move(archive_directory) + "/journal");
}

/// Brings last_ and its kin to what the files hold now.
base::Result<> Journal::look() {
    TRY(undo_append());
    TRY_ASSIGN(const auto names, month_files(*env_, directory_));
    if (known_) {
        if (names.empty() && last_file_.empty()) return {};
        if (!names.empty() && names.back() == last_file_) {
            TRY_ASSIGN(const std::uint64_t size, env_->size_of(path_of(last_file_)));
            if (size == size_) return {};
        }
    }
    known_ = false;
    last_ = {};
    last_hash_ = kNoHash;
    last_file_ = names.empty() ? "" : names.back();
    size_ = 0;
    for (auto name = names.rbegin(); name != names.rend() && !last_; ++name)
        TRY(resume(*name, name == names.rbegin()));
    known_ = true;
    return {};
}

/// Takes up the last line of a file. A torn one at the end of the newest file is an append that was
/// interrupted; the ledger has its entries.
base::Result<> Journal::resume(const std::string& name, bool newest) {
    const std::string path = path_of(name);
    TRY_ASSIGN(const std::string text, env_->read_file(path));
    const Tail tail = tail_of(text);
    const bool cut = tail.whole < text.size();
    if (tail.damaged || (cut && !newest)) return damaged(path, tail.rows + 1);
    if (cut) TRY(env_->replace_file(path, std::string_view(text).substr(0, tail.whole), 0640));
    if (newest) size_ = tail.whole;
    if (!tail.last) return {};
    last_ = base::JournalNumber{tail.last->number};
    last_hash_ = tail.last->hash;
    return {};
}

/// After a failed write or sync nobody knows what stands behind the last synced line, even where it
/// reads well: the file is made anew up to there.
base::Result<> Journal::undo_append() {
    if (failed_file_.empty()) return {};
    const std::string path = path_of(failed_file_);
    const std::uint64_t keep = failed_file_ == last_file_ ? size_ : 0;
    if (env_->exists(path)) {
        TRY_ASSIGN(const std::string text, env_->read_file(path));
        TRY(env_->replace_file(path, std::string_view(text).substr(0, keep), 0640));
    }
    failed_file_.clear();
    known_ = false;
    return {};
}

base::Result<> Journal::catch_up(Ledger& ledger) {
    // The files first: a line stands there only after its row was committed.
    TRY(look());
    TRY_ASSIGN(const base::JournalNumber newest, ledger.last_journal_number());
    if (newest < last_)
        return base::fail(
            base::Kind::Conflict, base::Scope::Process, "the journal is newer than the ledger",
            "the ledger is older than its journal: put back the newest copy of ledger/");
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
    const std::string path = path_of(name);
    std::string bytes;
    std::string hash = last_hash_;
    base::JournalNumber last = last_;
    for (; at < entries.size() && file_of(entries[at]) == name; ++at) {
        bytes += framed(entries[at], std::string(hash), hash);
        last = entries[at].number;
    }
    const bool made = !env_->exists(path);
    failed_file_ = name;  // until it is known to be there
    TRY_ASSIGN(const base::UniqueFd fd, env_->open_for_append(path, 0640));
    TRY(append_step(*env_, fd.get(), bytes, path));
    if (made) TRY(env_->sync_directory(directory_));
    failed_file_.clear();
    size_ = (name == last_file_ ? size_ : 0) + bytes.size();
    last_file_ = name;
    last_ = last;
    last_hash_ = hash;
    return at;
}

base::Result<std::vector<std::string>> Journal::verify(base::JournalNumber until) const {
    std::vector<std::string> differences;
    TRY_ASSIGN(const auto names, month_files(*env_, directory_));
    std::int64_t number = 0;
    std::string prev = kNoHash;
    for (const std::string& name : names) {
        TRY_ASSIGN(const std::string text, env_->read_file(path_of(name)));
        std::size_t row = 0;
        each_line(text, [&](const std::optional<Line>& line, std::string_view bytes) {
            ++row;
            if (number >= until.value) return;
            const bool at_end = bytes.data() + bytes.size() == text.data() + text.size();
            if (!line) {
                if (at_end && name == names.back() && torn(bytes)) return;
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
