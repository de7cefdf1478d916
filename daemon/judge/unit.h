#pragma once
/// What a paper or a letter says about which unit files. An addressee never counts; a list of units
/// names nobody. Pure functions that only add evidence.

#include "daemon/judge/evidence.h"
#include "daemon/judge/material.h"
#include "daemon/judge/roster.h"

namespace judge {

void weigh_unit(const Roster& roster, const Paper& paper, Question& question);

/// Address, sender's name, subject, own words, card, quoted header.
void weigh_unit(const Roster& roster, const Letter& letter, const Context& context,
                Question& question);

}  // namespace judge
