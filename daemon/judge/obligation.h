#pragma once
/// What a paper or a letter says about which obligation it answers. A paper's title and shape speak
/// first, its name after them, the letter last. Pure functions that only add evidence.

#include <set>
#include <string>

#include "daemon/judge/evidence.h"
#include "daemon/judge/material.h"

namespace judge {

/// `excluded`: obligations a look-alike rule takes this paper out of.
void weigh_obligation(const config::Rulebook& rulebook, const Paper& paper,
                      const std::set<std::string>& excluded, Question& question);

/// Subject, the sender's words and quoted subjects.
void weigh_obligation(const config::Rulebook& rulebook, const Letter& letter, Question& question);

/// The obligations whose words stand in this text: the longest word wins a place, `not` words veto.
/// Folded text.
struct Named {
    std::string obligation;
    std::string word;
};
enum class Words { Titles, FileNames };
std::vector<Named> obligations_named(const config::Rulebook& rulebook, std::string_view folded,
                                     Words words);

}  // namespace judge
