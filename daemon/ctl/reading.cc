#include "daemon/ctl/reading.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iostream>

#include "base/text.h"
#include "daemon/ctl/table.h"
#include "daemon/ctl/words.h"
#include "parsers/encode.h"
#include "parsers/words.h"

namespace ctl {
namespace {

using parsers::SegmentKind;

constexpr std::size_t kLongest = 70;
constexpr std::size_t kMostLines = 12;   // of one kind of segment in one document
constexpr std::size_t kMostFields = 40;  // of one document, on a screen

// In the order of SegmentKind; the words are of the catalogue.
constexpr std::array<const char*, 13> kSegmentNames{
    "red_head",  "title",         "number",        "addressee", "operative",
    "signature", "date_line",     "table_head",    "form_unit", "form_period",
    "quote",     "quoted_header", "signature_card"};
static_assert(kSegmentNames.size() == static_cast<std::size_t>(SegmentKind::SignatureCard) + 1);

const char* name_of(SegmentKind kind) { return kSegmentNames[static_cast<std::size_t>(kind)]; }

/// How deep a part lies: containers and multiparts it is in.
std::size_t depth_of(std::string_view part) {
    std::size_t depth = 0;
    for (std::size_t at = part.find("!/"); at != std::string_view::npos;
         at = part.find("!/", at + 1))
        ++depth;
    const auto number = part.substr(0, part.find('/'));
    return depth + static_cast<std::size_t>(std::ranges::count(number, '.'));
}

std::string_view last_name(std::string_view part) {
    const auto at = part.rfind("!/");
    return at == std::string_view::npos ? part : part.substr(at + 2);
}

void print_line(std::size_t depth, const std::string& what, const std::string& text) {
    std::cout << std::string(8 + 2 * depth, ' ') << what << "  " << text << "\n";
}

void print_segments(const parsers::Document& document, std::size_t depth) {
    std::array<std::size_t, kSegmentNames.size()> printed{};
    for (const auto& segment : document.segments) {
        auto& count = printed[static_cast<std::size_t>(segment.kind)];
        if (segment.kind == SegmentKind::Quote || segment.kind == SegmentKind::Operative ||
            count++ >= kMostLines)
            continue;
        print_line(depth, in_words(name_of(segment.kind)),
                   "“" + base::one_line(segment.text, kLongest) + "”");
    }
}

void print_document(const parsers::Document& document, std::size_t depth) {
    print_segments(document, depth);
    std::size_t printed = 0;
    for (const auto& field : document.fields) {
        if (printed++ >= kMostFields) break;
        print_line(depth, field.name,
                   say("{}  {:.2f}  “{}”", base::one_line(field.value, kLongest), field.confidence,
                       base::one_line(field.text, kLongest)));
    }
    if (document.fields.size() > kMostFields)
        print_line(depth, "…",
                   say(_("{} more fields: --json"), document.fields.size() - kMostFields));
    if (document.seal.found != parsers::SealFound::No)
        print_line(depth, _("seal"),
                   say("{}  {:.2f}  {}", in_words(parsers::name(document.seal.found)),
                       document.seal.score, base::one_line(document.seal.text, kLongest)));
    for (const auto& link : document.links)
        print_line(depth, in_words("link"), base::one_line(link.url, kLongest));
}

/// Millimetres on the page.
nlohmann::ordered_json place_json(const parsers::Box& place) {
    const auto rounded = [](double mm) { return std::round(mm * 10) / 10; };
    return {{"left", rounded(place.left)},
            {"top", rounded(place.top)},
            {"right", rounded(place.right)},
            {"bottom", rounded(place.bottom)}};
}

}  // namespace

std::optional<parsers::Parsed> parsed_of(Office& office, base::MessageId message) {
    const auto blob = office.ledger().parsed_blob(message);
    return blob ? parsers::decode(*blob) : std::nullopt;
}

void print_parts(const std::vector<storage::Document>& documents,
                 const std::optional<parsers::Parsed>& parsed) {
    std::cout << _("parts, and what was read of them:") << "\n";
    for (const auto& d : documents) {
        const auto depth = depth_of(d.part);
        std::cout << say("  {:>3}  {}{}  {}  {}  {}  {}\n", d.index + 1,
                         std::string(2 * depth, ' '), base::one_line(last_name(d.part), 80),
                         d.media_type, d.size, in_words(d.role), in_words(d.text_source));
        if (parsed && d.index < parsed->documents.size())
            print_document(parsed->documents[d.index], depth);
    }
}

nlohmann::ordered_json reading_json(const parsers::Parsed& parsed) {
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& document : parsed.documents) {
        nlohmann::ordered_json row;
        row["part"] = document.part;
        row["segments"] = nlohmann::ordered_json::array();
        for (const auto& s : document.segments)
            row["segments"].push_back({{"kind", name_of(s.kind)},
                                       {"line", s.line},
                                       {"text", s.text},
                                       {"confidence", s.confidence}});
        row["fields"] = nlohmann::ordered_json::array();
        for (const auto& f : document.fields)
            row["fields"].push_back({{"name", f.name},
                                     {"value", f.value},
                                     {"confidence", f.confidence},
                                     {"text", f.text}});
        for (std::size_t i = 0; i < document.fields.size(); ++i)
            if (document.fields[i].page != 0) {
                row["fields"][i]["page"] = document.fields[i].page;
                row["fields"][i]["place"] = place_json(document.fields[i].place);
            }
        row["links"] = nlohmann::ordered_json::array();
        for (const auto& link : document.links) row["links"].push_back(link.url);
        row["seal"] = {{"found", parsers::name(document.seal.found)},
                       {"score", document.seal.score},
                       {"text", document.seal.text},
                       {"page", document.seal.page},
                       {"place", place_json(document.seal.place)}};
        out.push_back(std::move(row));
    }
    return out;
}

}  // namespace ctl
