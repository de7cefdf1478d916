#include <algorithm>
#include <array>
#include <filesystem>
#include <iostream>

#include "base/text.h"
#include "daemon/ctl/commands.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/words.h"
#include "daemon/notices/notices.h"
#include "daemon/pipeline/digest_job.h"
#include "daemon/pipeline/receipts.h"
#include "daemon/pipeline/reminder_job.h"

namespace ctl {
namespace {

/// Stands where a unit has no address yet.
constexpr std::string_view kInventedAddress = "unit@mail.example";

struct Wishes {
    std::string kind;
    std::string message;
    std::string as_of;
    std::string folder;
};

/// A notice under the name of its files.
struct Shown {
    std::string name;
    notices::Rendered rendered;
};

/// Where no [smtp] is configured yet, nobody is the sender: a look needs one.
config::Rulebook with_sender(const Office& office) {
    config::Rulebook rulebook = office.rulebook();
    if (rulebook.settings.smtp.from_address.empty())
        rulebook.settings.smtp.from_address = "filingd@mail.example";
    return rulebook;
}

/// Before the first mail a template can be looked at too: a unit and an obligation of the rulebook,
/// of whose pieces the last is missing.
notices::ReceiptContent invented_receipt(const Office& office, base::Instant now) {
    notices::ReceiptContent content;
    content.known = true;
    content.to_address = kInventedAddress;
    content.received_at = now;
    content.receipt_number = std::to_string(base::year_of(base::date_of(now))) + "-000000";
    storage::Filing filing;
    if (!office.rulebook().units.empty()) filing.unit = office.rulebook().units.front().id;
    for (const auto& obligation : office.rulebook().obligations) {
        if (obligation.requires_pieces.size() < 2) continue;
        filing.obligation = obligation.id;
        filing.missing = {std::string(config::name(obligation.requires_pieces.back()))};
        storage::FilingDocument document;
        document.document = base::DocumentId{1};
        document.piece = config::name(obligation.requires_pieces.front());
        filing.documents = {document};
        break;
    }
    filing.period = base::format_month(base::previous(base::month_containing(base::date_of(now))));
    content.filings = {filing};
    return content;
}

base::Result<std::optional<storage::Message>> message_to_show(Office& office,
                                                              const std::string& wanted) {
    if (!wanted.empty()) {
        TRY_ASSIGN(const auto id, parse_id(wanted, 'M'));
        TRY_ASSIGN(auto message, office.ledger().message(base::MessageId{id}));
        if (!message)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              say(_("there is no message {}"), wanted));
        return message;
    }
    for (const auto outcome : {storage::Outcome::Filed, storage::Outcome::Review}) {
        storage::MessageFilter filter;
        filter.outcome = outcome;
        TRY_ASSIGN(auto messages, office.ledger().messages(filter));
        if (!messages.empty()) return std::optional(std::move(messages.back()));
    }
    return std::optional<storage::Message>();
}

base::Result<std::vector<Shown>> receipts(Office& office, const Wishes& wishes) {
    const auto now = office.desk().duty_time();
    TRY_ASSIGN(const auto message, message_to_show(office, wishes.message));
    auto content = invented_receipt(office, now);
    if (message) {
        TRY_ASSIGN(content, pipeline::receipt_of(office.desk(), *message));
        if (content.to_address.empty()) content.to_address = kInventedAddress;
    } else {
        std::cerr << _("nothing has been filed yet: an invented receipt is shown\n");
    }
    TRY_ASSIGN(auto rendered, notices::render_receipt(with_sender(office), content, now));
    std::vector<Shown> shown;
    shown.push_back({"receipt", std::move(rendered)});
    return shown;
}

base::Result<std::vector<Shown>> digests(Office& office, const Wishes&) {
    TRY_ASSIGN(const auto content, pipeline::digest_content(office.desk()));
    TRY_ASSIGN(auto rendered,
               notices::render_digest(with_sender(office), content, office.desk().duty_time()));
    std::vector<Shown> shown;
    shown.push_back({"digest", std::move(rendered)});
    return shown;
}

base::Result<std::vector<Shown>> reminders(Office& office, const Wishes&) {
    const auto now = office.desk().duty_time();
    TRY_ASSIGN(const auto plan, pipeline::reminder_plan(office.desk()));
    std::vector<Shown> shown;
    for (const auto& planned : plan) {
        if (planned.content.due.empty()) continue;  // what is history needs no mail
        auto content = planned.content;
        if (content.to.empty()) content.to = {std::string(kInventedAddress)};
        TRY_ASSIGN(auto rendered, notices::render_reminder(with_sender(office), content, now));
        shown.push_back({"reminder-" + content.unit, std::move(rendered)});
    }
    if (shown.empty()) std::cerr << _("nobody would be reminded at this time\n");
    return shown;
}

struct Kind {
    const char* name;
    base::Result<std::vector<Shown>> (*render)(Office& office, const Wishes& wishes);
};
constexpr std::array kKinds{Kind{"receipt", receipts}, Kind{"reminder", reminders},
                            Kind{"digest", digests}};

std::string kinds() {
    std::vector<std::string> names;
    for (const Kind& kind : kKinds) names.emplace_back(kind.name);
    return base::join(names, ", ");
}

base::Result<> write_file(const std::filesystem::path& path, const std::string& bytes) {
    TRY(base::system_env().replace_file(path.string(), bytes, 0640));
    std::cout << path.string() << "\n";
    return {};
}

base::Result<> write(const std::filesystem::path& folder, const Shown& shown) {
    for (const auto& words : shown.rendered.warnings) std::cerr << words << "\n";
    TRY(write_file(folder / (shown.name + ".txt"), shown.rendered.text));
    TRY(write_file(folder / (shown.name + ".html"), shown.rendered.html));
    for (const auto& attachment : shown.rendered.attachments)
        TRY(write_file(folder / attachment.name, attachment.bytes));
    return write_file(folder / (shown.name + ".eml"), shown.rendered.message);
}

base::Result<int> run(Office& office, const Wishes& wishes) {
    if (!wishes.as_of.empty()) {
        office.desk().as_of = base::parse_instant(wishes.as_of);
        if (!office.desk().as_of)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              say(_("\"{}\" is no time such as 2024-07-11T08:30:00+08:00"),
                                  base::one_line(wishes.as_of, 40)));
    }
    const auto kind = std::ranges::find(kKinds, wishes.kind, &Kind::name);
    if (kind == kKinds.end())
        return base::fail(
            base::Kind::BadInput, base::Scope::Process,
            say(_("there is no notice of the kind \"{}\""), base::one_line(wishes.kind, 40)),
            kinds());
    TRY_ASSIGN(const auto all, kind->render(office, wishes));
    std::error_code error;
    const auto folder = std::filesystem::absolute(wishes.folder, error);
    if (!error) std::filesystem::create_directories(folder, error);
    if (error) return base::fail(base::system_error(error.value(), "cannot make " + wishes.folder));
    for (const auto& shown : all) TRY(write(folder, shown));
    return 0;
}

}  // namespace

void add_preview(CLI::App& cli, Invocation& invocation) {
    auto* command =
        cli.add_subcommand("preview", _("a notice as it would be sent now, as files to look at"));
    auto wishes = std::make_shared<Wishes>();
    command->add_option("kind", wishes->kind, kinds())->type_name("KIND")->required();
    command->add_option("message", wishes->message, _("the mail the receipt is for; else the last"))
        ->type_name("MESSAGE");
    command->add_option("--as-of", wishes->as_of, _("as it would be at that time"))->type_name("T");
    command->add_option("--to", wishes->folder, _("folder for the files"))
        ->type_name("DIR")
        ->required();
    command->callback([&invocation, wishes] {
        invocation.chosen_in_office = [wishes](Office& office) { return run(office, *wishes); };
    });
}

}  // namespace ctl
