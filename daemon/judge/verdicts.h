#pragma once
/// From three answers to a verdict: acceptance, candidates, pieces, fields; and what several
/// verdicts of one mail say about each other. Pure functions.

#include <optional>
#include <string>
#include <vector>

#include "config/due.h"
#include "daemon/judge/evidence.h"
#include "daemon/judge/groups.h"
#include "daemon/judge/judge.h"

namespace judge {

/// A group with its three answers.
struct Decided {
    explicit Decided(const config::JudgingRules& rules)
        : obligation_question("obligation", rules),
          unit_question("unit", rules),
          period_question("period", rules) {}

    const Group* group = nullptr;
    Question obligation_question;
    Question unit_question;
    Question period_question;
    Answer obligation;
    Answer unit;
    Answer period;
    config::PeriodForm form = config::PeriodForm::Month;
};

struct Facts {
    const config::Rulebook& rulebook;
    const parsers::Parsed& parsed;
    const Material& material;
    base::Date arrived;
};

Verdict make_verdict(const Facts& facts, const Decided& decided);

/// Verdicts of one duty become one.
void merge_same(std::vector<Verdict>& verdicts);

/// One half says this month (or unit), the other half that: no two filings but one contradiction.
void doubt_torn_halves(const config::Rulebook& rulebook, std::vector<Verdict>& verdicts);

/// A document that may belong to several filings of its mail.
Verdict orphan_verdict(const Witness& witness);

void refuse(Verdict& verdict, std::string_view reason);

bool asks_for_link(const config::Rulebook& rulebook, const Verdict& verdict);
void add_link(Verdict& verdict, const std::string& url);
/// Writes the links into the verdict's fields.
void finish_links(const config::Rulebook& rulebook, Verdict& verdict);

}  // namespace judge
