#pragma once
/// What a paper or a letter says about which obligation it answers. A paper's title and shape speak
/// first, its name after them, the letter last. Pure functions that only add evidence.

#include <set>
#include <string>

#include "daemon/judge/evidence.h"
#include "daemon/judge/material.h"
#include "daemon/judge/roster.h"
#include "daemon/judge/words.h"

namespace judge {

/// `excluded`: obligations a look-alike rule takes this paper out of.
void weigh_obligation(const config::Rulebook& rulebook, const Roster& roster, const Paper& paper,
                      const std::set<std::string>& excluded, Question& question);

/// Subject, the sender's words and quoted subjects.
void weigh_obligation(const config::Rulebook& rulebook, const Roster& roster, const Letter& letter,
                      Question& question);

/// The obligations whose words stand in this text: the longest word wins a place, `not` words veto.
/// Folded text.
struct Named {
    std::string obligation;
    std::string word;
};
enum class Words { Titles, FileNames };
std::vector<Named> obligations_named(const config::Rulebook& rulebook, const Text& text,
                                     Words words);

/// Whether what a readable paper itself contains speaks for this obligation: its title, number,
/// form or words.
bool has_content_for(const Question& question, std::string_view obligation);

}  // namespace judge
