/// exempt, file, undo: what a person says about a duty, and taking an act back.

#include <fstream>
#include <iostream>
#include <sstream>

#include "base/text.h"
#include "daemon/ctl/acting.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/parser_process.h"
#include "daemon/pipeline/undo.h"

namespace ctl {
namespace {

struct Options {
    pipeline::DutyName duty;
    std::string reason;
    std::string document;
    std::string received_at;
    std::string act;
    bool json = false;
};

std::string duty_in_words(Office& office, const pipeline::DutyName& duty) {
    return office.unit_name(duty.unit) + " · " +
           office.obligation_title(duty.obligation, duty.period) + " · " + duty.period;
}

base::Result<int> exempt(Office& office, const Options& options) {
    TRY_ASSIGN(const auto acted,
               pipeline::exempt(office.desk(), options.duty, options.reason, actor()));
    TRY(office.follow_up());
    report(acted, say(_("exempt: {}\n"), duty_in_words(office, options.duty)), options.json);
    return 0;
}

base::Result<std::string> bytes_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream bytes;
    if (!file || !(bytes << file.rdbuf()))
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          say(_("cannot read {}"), path), "--document FILE");
    return bytes.str();
}

base::Result<int> file(Office& office, const Options& options) {
    pipeline::OnPaper filing;
    filing.duty = options.duty;
    filing.reason = options.reason;
    filing.by = actor();
    if (!options.received_at.empty()) {
        filing.received_at = base::parse_instant(options.received_at);
        if (!filing.received_at)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              say(_("\"{}\" is no time"), options.received_at),
                              "--received-at 2024-07-08");
    }
    if (!options.document.empty()) {
        TRY_ASSIGN(filing.document, bytes_of(options.document));
        filing.document_name = options.document.substr(options.document.find_last_of('/') + 1);
    }
    // Held until the end, as for an import: a filingd that starts meanwhile would take the note's
    // file for a leaving.
    const auto lock = office.try_lock();
    TRY_ASSIGN(const auto parser, pipeline::start_parser(office.rulebook().settings.parser));
    TRY_ASSIGN(const auto acted, pipeline::file_on_paper(office.desk(), *parser, filing));
    if (lock) TRY(office.follow_up_under_lock());
    report(acted,
           say(_("filed by hand as {}: {}\n"), base::label(acted.filing),
               duty_in_words(office, options.duty)),
           options.json);
    return 0;
}

base::Result<int> undo(Office& office, const Options& options) {
    TRY_ASSIGN(const auto number, parse_id(options.act, 'J'));
    const auto by = pipeline::undo(office.desk(), base::JournalNumber{number}, actor());
    // Also when it is refused: an undo that was interrupted may have left journal and view behind.
    TRY(office.follow_up());
    if (!by) return base::fail(by.error());
    report({*by, {}}, say(_("J{} is undone\n"), number), options.json);
    return 0;
}

void add_duty(CLI::App& command, const std::shared_ptr<Options>& options) {
    command.add_option("UNIT", options->duty.unit, _("a unit's id (filingctl unit list)"))
        ->required();
    command.add_option("OBLIGATION", options->duty.obligation, _("an item's id"))->required();
    command.add_option("PERIOD", options->duty.period, _("2024-06, 2024, or a decision's number"))
        ->required();
    command.add_option("--reason", options->reason, _("why, for the journal"))
        ->type_name("TEXT")
        ->required();
    command.add_flag("--json", options->json, _("one JSON object a line"));
}

}  // namespace

void add_acts(CLI::App& cli, Invocation& invocation) {
    const auto options = std::make_shared<Options>();
    const auto runs = [&invocation, options](CLI::App& command, auto work) {
        command.callback([&invocation, options, work] {
            invocation.chosen_in_office = [options, work](Office& office) {
                return work(office, *options);
            };
        });
    };
    auto* excused = cli.add_subcommand("exempt", _("a unit need not file this"));
    add_duty(*excused, options);
    runs(*excused, exempt);
    auto* by_hand = cli.add_subcommand(
        "file", _("it came another way: on paper, by WeChat; it counts as filed"));
    add_duty(*by_hand, options);
    by_hand->add_option("--document", options->document, _("its file, kept in the archive"))
        ->type_name("FILE");
    by_hand->add_option("--received-at", options->received_at, _("when it came; now"))
        ->type_name("T");
    runs(*by_hand, file);
    auto* back = cli.add_subcommand(
        "undo", _("take back an act of a person, or an undo; numbers stand in show"));
    back->add_option("JOURNAL-NUMBER", options->act, "J12")->required();
    back->add_flag("--json", options->json, _("one JSON object a line"));
    runs(*back, undo);
}

}  // namespace ctl
