#include "daemon/judge/unit.h"

#include <algorithm>

#include "base/text.h"
#include "parsers/fields/decision_number.h"

namespace judge {
namespace {

using parsers::SegmentKind;

/// How much of a unit's name must have been read: a printed line, and the ring of a seal, whose
/// letters are turned and small.
constexpr double kMisread = 0.75;
constexpr double kMisreadRing = 0.5;

void add_named(const Roster& roster, std::string_view text, std::string_view kind,
               const std::string& from, Question& question) {
    for (const UnitMention& mention : roster.named_in(text))
        question.add(kind, mention.unit, from, text);
}

/// The name of a unit where one stands alone. What was read from a picture may name it almost
/// right.
void add_name(const Roster& roster, const Paper& paper, std::string_view name,
              std::string_view kind, Question& question) {
    add_named(roster, name, kind, paper.from, question);
    const bool picture = paper.document->text_source == parsers::TextSource::Ocr;
    if (!picture || !roster.named_in(name).empty()) return;
    if (const auto unit = roster.resembling(name, kMisread); !unit.empty())
        question.add("read_alike", unit, paper.from, name);
}

/// A title is who, about what, and what kind of paper: the name that begins it is its author's. A
/// place's bare name says less than an office's.
void add_title(const Roster& roster, const Title& title, const std::string& from,
               Question& question) {
    static const std::vector<std::string> kOffices = {"局", "政府", "委员会", "分局", "大队"};
    const auto mentions = roster.find(title.folded);
    const auto named = roster.named_in(title.text);
    const bool begins =
        named.size() == 1 && !mentions.empty() && mentions[0].unit == named[0].unit &&
        roster.is_own_place(std::string_view(title.folded).substr(0, mentions[0].begin)) &&
        std::ranges::any_of(kOffices, [&](const std::string& office) {
            return mentions[0].words.ends_with(office);
        });
    add_named(roster, title.text, begins ? "title_author" : "title", from, question);
}

void add_number(const Roster& roster, std::string_view text, std::string_view kind,
                const std::string& from, Question& question) {
    for (const auto& number : parsers::fields::find_decision_numbers(text))
        if (const auto unit = roster.of_number_prefix(number.prefix); !unit.empty())
            question.add(kind, unit, from, number.written);
}

/// A branch decides in the name of the authority above it, which has branches elsewhere too: a
/// decision about this county is our branch's.
void add_higher_authority(const Roster& roster, const Paper& paper, Question& question) {
    if (!paper.decision) return;
    const bool here = roster.names_county(paper.folded);
    for (const SegmentKind kind : {SegmentKind::Signature, SegmentKind::RedHead})
        for (const std::string_view name : paper.segments(kind))
            if (const auto unit = roster.deciding_as(name); !unit.empty())
                question.add(here ? "signature" : "higher_authority", unit, paper.from, name);
}

/// The text of a seal's ring: what resembles one unit's name, and no other's as much.
void add_ring(const Roster& roster, const Paper& paper, Question& question) {
    const std::string& ring = paper.document->seal.text;
    if (const auto unit = roster.resembling(ring, kMisreadRing); !unit.empty())
        question.add("seal", unit, paper.from, ring);
}

}  // namespace

void weigh_unit(const Roster& roster, const Paper& paper, Question& question) {
    for (const std::string_view name : paper.segments(SegmentKind::Signature))
        add_name(roster, paper, name, "signature", question);
    for (const std::string_view name : paper.segments(SegmentKind::FormUnit))
        add_name(roster, paper, name, "table_head", question);
    for (const std::string_view name : paper.segments(SegmentKind::RedHead))
        add_named(roster, name, "title", paper.from, question);
    for (const Title& title : paper.titles)
        if (title.head) add_title(roster, title, paper.from, question);
    if (paper.document->seal.found == parsers::SealFound::Yes) add_ring(roster, paper, question);
    add_higher_authority(roster, paper, question);
    if (paper.decision)
        if (const auto* number = paper.decision->find("decision_number"))
            add_number(roster, number->value, "number_prefix", paper.from, question);
    if (paper.is_body) return;
    add_named(roster, paper.name, "file_name", paper.from, question);
    add_number(roster, paper.name, "file_name", paper.from, question);
    for (const std::string& outer : paper.outer_names)
        if (!question.leading()) add_named(roster, outer, "file_name", paper.from, question);
}

void weigh_unit(const Roster& roster, const Letter& letter, const Context& context,
                Question& question) {
    std::string known = roster.of_address(letter.sender_address);
    std::string_view kind = "address";
    if (known.empty() && context.confirmed_unit && !letter.sender_address.empty()) {
        known = context.confirmed_unit(letter.sender_address);
        kind = "confirmed_address";
    }
    if (!known.empty()) question.add(kind, known, "address", letter.sender_address);
    add_named(roster, letter.sender_name, "sender_name", "sender name", question);
    add_named(roster, letter.subject, letter.subject_kind(), "subject", question);
    add_number(roster, letter.subject, letter.subject_kind(), "subject", question);
    add_named(roster, letter.own_text, "body", letter.own_from, question);
    for (const std::string& line : letter.card)
        add_named(roster, line, "signature_card", letter.own_from, question);
    for (const std::string& sender : letter.quoted_senders)
        add_named(roster, sender, "forwarded", "quoted header", question);
    for (const std::string& subject : letter.quoted_subjects)
        add_named(roster, subject, "forwarded", "quoted header", question);
}

}  // namespace judge
