#include <algorithm>
#include <iostream>

#include "base/text.h"
#include "daemon/ctl/acting.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/words.h"
#include "parsers/encode.h"
#include "storage/search_text.h"

namespace ctl {
namespace {

constexpr std::size_t kMostHits = 100;
constexpr std::size_t kAround = 24;  // code points of the snippet on each side

/// Where the words stood: the part (empty: the mail's head), and a snippet.
struct Place {
    std::string part;
    std::string snippet;
};

std::string last_points(std::string_view text, std::size_t count) {
    const auto all = base::count_code_points(text);
    const auto skipped = all > count ? base::prefix(text, all - count).size() : 0;
    return std::string(text.substr(skipped));
}

std::optional<std::string> snippet_of(std::string_view text, std::string_view typed) {
    const auto found = storage::find_typed(text, typed);
    if (!found) return {};
    const auto before = text.substr(0, found->at);
    const auto after = text.substr(found->at + found->length);
    const std::string words(text.substr(found->at, found->length));
    return base::one_line(last_points(before, kAround) + "【" + words + "】" +
                          std::string(base::prefix(after, kAround)));
}

Place place_of(const parsers::Parsed& parsed, std::string_view typed) {
    for (const auto& document : parsed.documents) {
        if (auto snippet = snippet_of(document.text, typed)) return {document.part, *snippet};
        if (auto snippet = snippet_of(document.name, typed)) return {document.part, *snippet};
        for (const auto& field : document.fields)
            if (auto snippet = snippet_of(field.value, typed)) return {document.part, *snippet};
    }
    if (auto snippet = snippet_of(parsed.subject, typed)) return {"", *snippet};
    for (const auto& from : parsed.from)
        if (auto snippet = snippet_of(from.name + " " + from.address, typed)) return {"", *snippet};
    return {};
}

base::Result<std::vector<std::string>> filings_with(Office& office, base::MessageId message) {
    std::vector<std::string> labels;
    TRY_ASSIGN(const auto filings, office.ledger().filings_of(message));
    for (const auto& filing : filings) labels.push_back(base::label(filing.id));
    return labels;
}

base::Result<> print_hit(Office& office, base::MessageId id, const std::string& typed, bool json) {
    TRY_ASSIGN(const auto message, office.ledger().message(id));
    if (!message) return {};
    const auto blob = office.ledger().parsed_blob(id);
    const auto parsed = blob ? parsers::decode(*blob) : std::nullopt;
    const Place place = parsed ? place_of(*parsed, typed) : Place{};
    TRY_ASSIGN(const auto filings, filings_with(office, id));
    if (json) {
        nlohmann::ordered_json out;
        out["message"] = base::label(id);
        out["received_at"] = base::format_instant(message->received_at);
        out["subject"] = message->subject;
        out["from"] = message->from;
        out["outcome"] = message->outcome ? storage::name(*message->outcome) : "";
        out["filings"] = filings;
        out["part"] = place.part;
        out["snippet"] = place.snippet;
        std::cout << dumped(out) << "\n";
        return {};
    }
    std::cout << say("{}  {}  {}  {}\n", base::label(id),
                     base::format_instant(message->received_at).substr(0, 10),
                     base::one_line(message->subject, 50), base::join(filings, " "));
    std::cout << say("      {}{}{}\n", base::one_line(place.part, 60),
                     place.part.empty() ? "" : ": ", place.snippet);
    return {};
}

base::Result<int> run(Office& office, const std::vector<std::string>& words, bool json) {
    const std::string typed = base::join(words, " ");
    const auto query = storage::search_query(typed);
    if (query.empty())
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          _("there is nothing to look for"), "filingctl search 月报");
    TRY_ASSIGN(const auto hits, office.ledger().found_by(query, kMostHits + 1));
    const auto shown = std::min(hits.size(), kMostHits);
    for (std::size_t i = 0; i < shown; ++i) TRY(print_hit(office, hits[i], typed, json));
    if (json) return 0;
    if (hits.empty()) std::cout << _("nothing was found\n");
    if (hits.size() > kMostHits)
        std::cout << say(_("the {} newest are shown; more words narrow it down\n"), kMostHits);
    return 0;
}

}  // namespace

void add_search(CLI::App& cli, Invocation& invocation) {
    auto* command = cli.add_subcommand(
        "search", _("mails and documents that hold these words, one Chinese character or more"));
    auto words = std::make_shared<std::vector<std::string>>();
    auto json = std::make_shared<bool>(false);
    command->add_option("TEXT", *words, _("several words must all be there"))->required();
    command->add_flag("--json", *json, _("one JSON object a line"));
    command->callback([&invocation, words, json] {
        invocation.chosen_in_office = [words, json](Office& office) {
            return run(office, *words, *json);
        };
    });
}

}  // namespace ctl
