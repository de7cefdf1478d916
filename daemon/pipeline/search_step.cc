#include "daemon/pipeline/search_step.h"

#include <algorithm>
#include <unordered_set>

#include "base/text.h"
#include "parsers/encode.h"
#include "storage/search_text.h"

namespace pipeline {
namespace {

constexpr std::size_t kOfDocument = 4000;  // code points
constexpr std::size_t kOfMessage = 16000;
constexpr std::size_t kMostFields = 200;
constexpr std::size_t kBytesOfPoint = 4;  // UTF-8

/// Lines, each once, to a limit.
class Collected {
 public:
    void add(std::string_view line) {
        line = base::trimmed(line);
        if (left_ == 0 || line.empty() || !seen_.insert(std::string(line)).second) return;
        const auto taken = base::prefix(line, std::min(left_, left_of_document_));
        const auto count = base::count_code_points(taken);
        left_ -= count;
        left_of_document_ -= count;
        text_.append(taken).push_back('\n');
    }
    void begin_document() { left_of_document_ = kOfDocument; }
    [[nodiscard]] bool full() const { return left_ == 0 || left_of_document_ == 0; }
    std::string take() { return std::move(text_); }

 private:
    std::string text_;
    std::unordered_set<std::string> seen_;
    std::size_t left_ = kOfMessage;
    std::size_t left_of_document_ = kOfDocument;
};

void add_document(const parsers::Document& document, Collected& collected) {
    collected.begin_document();
    collected.add(document.name);
    std::size_t fields = 0;
    for (const auto& field : document.fields)
        if (fields++ < kMostFields) collected.add(field.value);
    // More bytes than may be taken need not be looked at.
    std::string_view text = document.text;
    text = text.substr(0, 2 * kBytesOfPoint * kOfDocument);
    while (!text.empty() && !collected.full()) {
        const auto end = text.find('\n');
        collected.add(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
}

}  // namespace

std::string text_to_index(const parsers::Parsed& parsed) {
    Collected collected;
    collected.add(parsed.subject);
    for (const auto& from : parsed.from) {
        collected.add(from.name);
        collected.add(from.address);
    }
    for (const auto& document : parsed.documents) add_document(document, collected);
    return collected.take();
}

base::Result<> index_message(Desk& desk, base::MessageId message, const parsers::Parsed& parsed) {
    return desk.ledger.index_text(message, storage::searchable(text_to_index(parsed)));
}

base::Result<> index_message(Desk& desk, base::MessageId message) {
    const auto blob = desk.ledger.parsed_blob(message);
    if (!blob) return {};
    const auto parsed = parsers::decode(*blob);
    return parsed ? index_message(desk, message, *parsed) : base::Result<>();
}

}  // namespace pipeline
