#include "parsers/ocr/agreement.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "parsers/text/charset.h"

namespace parsers::ocr {
namespace {

/// Which field it is: its name, and the how-manieth of that name.
using FieldKey = std::pair<std::string, std::size_t>;

std::map<FieldKey, const Field*> by_key(const Document& document) {
    std::map<std::string, std::size_t> counts;
    std::map<FieldKey, const Field*> keyed;
    for (const Field& field : document.fields)
        keyed.emplace(FieldKey{field.name, counts[field.name]++}, &field);
    return keyed;
}

/// How many other readings have a field's value, and how many another one.
struct Votes {
    std::size_t alike = 0;
    std::size_t otherwise = 0;
};

double confidence_of(Votes votes) {
    if (votes.alike > 0 && votes.alike >= votes.otherwise) return kAgreed;
    return votes.otherwise > 0 ? kDifferent : kAlone;
}

/// A 文号 is the same whatever became of its brackets.
std::string compared(const Field& field) {
    if (field.name != "decision_number") return field.value;
    std::string bare = text::folded(field.value);
    for (const std::string_view mark :
         {" ", "(", ")", "[", "]", "〔", "〕", "【", "】", "〖", "〗", "《", "》", "〈", "〉"})
        bare = base::replaced(bare, mark, "");
    return bare;
}

/// The value most readings have; the earliest of them where several are as many. A reading that
/// doubts its own value counts against another value only, as long as any does not.
const Field& chosen(const std::vector<const Field*>& values, Votes& votes) {
    const auto doubts = [](const Field* one) { return one->confidence < kDisputed; };
    const bool all_doubt = std::ranges::all_of(values, doubts);
    const Field* best = nullptr;
    std::size_t most = 0;
    for (const Field* one : values) {
        if (doubts(one) && !all_doubt) continue;
        const auto alike =
            static_cast<std::size_t>(std::ranges::count_if(values, [&](const Field* other) {
                return (all_doubt || !doubts(other)) && compared(*other) == compared(*one);
            }));
        if (best != nullptr && alike <= most) continue;
        most = alike;
        best = one;
    }
    const auto otherwise = std::ranges::count_if(
        values, [&](const Field* other) { return compared(*other) != compared(*best); });
    votes = {most - 1, static_cast<std::size_t>(otherwise)};
    return *best;
}

std::vector<Field> agreed_fields(const Document& base, const std::vector<Document>& readings) {
    std::vector<std::map<FieldKey, const Field*>> keyed;
    for (const Document& reading : readings) keyed.push_back(by_key(reading));
    std::map<std::string, std::size_t> counts;
    std::vector<Field> fields;
    for (const Field& field : base.fields) {
        const FieldKey key{field.name, counts[field.name]++};
        std::vector<const Field*> values;
        for (const auto& reading : keyed)
            if (const auto found = reading.find(key); found != reading.end())
                values.push_back(found->second);
        Votes votes;
        Field one = chosen(values, votes);
        one.confidence = std::min(one.confidence, confidence_of(votes));
        fields.push_back(std::move(one));
    }
    // What only another reading found, where that needs no place among the others: single
    // decisions.
    const auto decisions = std::ranges::count(base.fields, "decision", &Field::name);
    for (const auto& reading : keyed) {
        if (decisions > 1) break;
        for (const auto& entry : reading) {
            const Field& field = *entry.second;
            const bool known = std::ranges::count(fields, field.name, &Field::name) > 0;
            if (known || entry.first.second > 0) continue;
            fields.push_back(field);
            fields.back().confidence = std::min(field.confidence, kAlone);
        }
    }
    return fields;
}

constexpr double kVariant = 0.6;  ///< so much in common: the same words, read differently

constexpr std::string_view kFineUnread = "fine_unread";

/// Not that something could not be read.
bool says_something(const Field& field) {
    return field.name != kFineUnread && field.name != "amounts_differ";
}

std::string folded_tight(std::string_view text) {
    std::string tight = text::folded(text);
    std::erase_if(tight, [](char c) { return c == ' ' || c == '\t' || c == '\n'; });
    return tight;
}

/// Kinds of which a document has one: another text in another pass is another reading of the same.
constexpr std::array kSingle{SegmentKind::Number, SegmentKind::DateLine, SegmentKind::FormUnit,
                             SegmentKind::FormPeriod, SegmentKind::Signature};

bool is_single(SegmentKind kind) { return std::ranges::find(kSingle, kind) != kSingle.end(); }

std::vector<Segment> agreed_segments(const std::vector<Document>& readings) {
    struct Found {
        Segment segment;
        std::string tight;
        std::size_t readings = 0;
    };
    std::vector<Found> all;
    for (std::size_t i = 0; i < readings.size(); ++i) {
        std::vector<std::string> counted;
        for (const Segment& segment : readings[i].segments) {
            const std::string tight = folded_tight(segment.text);
            const auto same = std::ranges::find_if(all, [&](const Found& have) {
                return have.segment.kind == segment.kind && have.tight == tight;
            });
            const std::string mark = std::to_string(static_cast<int>(segment.kind)) + tight;
            const bool again = std::ranges::find(counted, mark) != counted.end();
            counted.push_back(mark);
            if (same == all.end()) {
                all.push_back({segment, tight, 1});
                // Lines are the first reading's; what it has not stands nowhere in it.
                if (i > 0) all.back().segment.line = 0;
            } else if (!again) {
                ++same->readings;
            }
        }
    }
    std::vector<Segment> segments;
    for (const Found& found : all) {
        // Outvoted: more readings have the same words another way.
        const bool outvoted = std::ranges::any_of(all, [&](const Found& other) {
            return other.segment.kind == found.segment.kind && other.readings > found.readings &&
                   base::likeness(other.tight, found.tight) >= kVariant;
        });
        if (outvoted) continue;
        const bool rivals =
            is_single(found.segment.kind) && std::ranges::any_of(all, [&](const Found& other) {
                return other.segment.kind == found.segment.kind && other.tight != found.tight &&
                       other.readings >= found.readings;
            });
        Segment segment = found.segment;
        segment.confidence = found.readings > 1 ? kAgreed : rivals ? kDifferent : kAlone;
        segments.push_back(std::move(segment));
    }
    return segments;
}

bool has_field(const Document& document, std::string_view name) {
    return std::ranges::any_of(document.fields, [&](const Field& field) {
        return field.name == name && field.confidence > kAlone;
    });
}

bool has_segment(const Document& document, SegmentKind kind) {
    return std::ranges::any_of(document.segments, [&](const Segment& segment) {
        return segment.kind == kind && segment.confidence > kAlone;
    });
}

}  // namespace

Document agreed(std::vector<Document> readings) {
    const auto most = std::ranges::max_element(readings, {}, [](const Document& reading) {
        return std::ranges::count_if(reading.fields, says_something);
    });
    std::vector<Field> fields = agreed_fields(*most, readings);
    // Another reading found the amount.
    if (std::ranges::count(fields, "fine", &Field::name) > 0)
        std::erase_if(fields, [](const Field& field) { return field.name == kFineUnread; });
    std::vector<Segment> segments = agreed_segments(readings);
    Document document = std::move(readings.front());
    document.fields = std::move(fields);
    document.segments = std::move(segments);
    return document;
}

bool wants_more(const Document& document) {
    const bool decision = std::ranges::any_of(
        document.fields, [](const Field& field) { return field.name == "decision"; });
    const bool fine_alone = std::ranges::any_of(document.fields, [](const Field& field) {
        return field.name == "fine" && field.confidence <= kAlone;
    });
    if (decision)
        return fine_alone || !(has_field(document, "decision_number_normal") &&
                               has_field(document, "decision_date") &&
                               has_field(document, "authority") && has_field(document, "party") &&
                               (has_field(document, "fine") || has_field(document, "kind")));
    const bool unit = has_segment(document, SegmentKind::Signature) ||
                      has_segment(document, SegmentKind::FormUnit);
    const bool date = has_segment(document, SegmentKind::DateLine) ||
                      has_segment(document, SegmentKind::FormPeriod);
    return !(has_segment(document, SegmentKind::Title) && unit && date);
}

}  // namespace parsers::ocr
