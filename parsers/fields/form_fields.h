#pragma once
/// Values of a form's labelled fields: 填报单位, 统计期间, in a line or in the cell beside the
/// label. Pure functions.

#include <string>
#include <vector>

#include "parsers/fields/lines.h"
#include "parsers/parsed.h"

namespace parsers::fields {

/// FormUnit and FormPeriod segments of these lines; a blank form ("    年  月") gives none.
std::vector<Segment> form_fields(const std::vector<Line>& lines);

}  // namespace parsers::fields
