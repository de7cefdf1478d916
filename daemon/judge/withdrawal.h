#pragma once
/// Whether a letter that asks for something to be withdrawn says by itself, beyond doubt, which
/// filing it means. Pure.

#include "config/rulebook.h"
#include "daemon/judge/judge.h"
#include "daemon/judge/material.h"

namespace judge {

/// `verdict` is what the letter (a mail without papers) is about. True when its own words name
/// obligation, unit and period, its sender's address is one of that unit, nothing speaks for
/// another, and the sentence that asks for it speaks of what was filed. Whether there is such a
/// filing, the ledger knows.
bool names_its_filing(const config::Rulebook& rulebook, const Letter& letter,
                      const Verdict& verdict);

/// The letter's folded words without promises of what is to come: "核实后重报" corrects nothing
/// yet.
std::string without_promises(std::string folded_words);

/// Makes the verdict carry out the withdrawal: it brings no pieces, fields or links of its own.
void carry_out(Verdict& verdict);

}  // namespace judge
