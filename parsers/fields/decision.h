#pragma once
/// What a penalty decision says (domain.md §2): number, date, authority, parties, kinds of penalty,
/// fines and confiscations, from its operative part only. Fields come in groups: each decision in
/// the document opens one with `decision` ("1", "2", …); `party` is followed by that party's
/// party_id, party_fine, party_confiscated. Pure, linear.

#include <vector>

#include "parsers/fields/lines.h"
#include "parsers/parsed.h"

namespace parsers::fields {

/// Adds Operative segments and fields: decision, decision_number, decision_number_normal,
/// decision_date, authority, party…, kind, fine, confiscated; `template` where a blank form was
/// found. Adds nothing to other documents.
void read_decisions(const std::vector<Line>& lines, Document& document);

}  // namespace parsers::fields
