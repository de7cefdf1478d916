#pragma once
/// What a paper or a letter says about which period is meant (domain.md §3.5): a stretch stated in
/// the document, then its title, file name, subject; the month before the mail came alone is a
/// question. Pure functions.

#include <optional>
#include <string>
#include <vector>

#include "config/due.h"
#include "daemon/judge/evidence.h"
#include "daemon/judge/material.h"

namespace judge {

/// What the reading of a period needs to know besides the text.
struct PeriodFrame {
    config::PeriodForm form = config::PeriodForm::Month;
    std::vector<const config::Obligation*> entries;  ///< all entries of the obligation
    base::Date arrived{};
};

PeriodFrame frame_of(const config::Rulebook& rulebook, std::string_view obligation,
                     base::Date arrived);

void weigh_period(const PeriodFrame& frame, const Paper& paper, Question& question);
void weigh_period(const PeriodFrame& frame, const Letter& letter, Question& question);
/// What holds without words: the one year a dated item has, the document's date, the arrival. Added
/// last, only where it agrees with what was named or nothing was.
void weigh_arrival(const PeriodFrame& frame, const std::vector<const Paper*>& papers,
                   Question& question);

/// A month without a year is the nearest past one.
base::Month resolved(unsigned month, std::optional<int> year, base::Date arrived);

/// A named month that has not ended when the mail came is doubtful unless a stated stretch ends in
/// it.
bool is_doubtful_month(const PeriodFrame& frame, const Question& question, std::string_view period);

/// A year before the first one this item was asked for in: what the paper names is another thing's.
bool is_before_the_plan(const PeriodFrame& frame, std::string_view period);

}  // namespace judge
