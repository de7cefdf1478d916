#include <unistd.h>

#include <iostream>

#include "daemon/ctl/commands.h"
#include "daemon/ctl/mail_files.h"
#include "daemon/ctl/office.h"
#include "daemon/ctl/words.h"
#include "daemon/pipeline/health.h"
#include "daemon/pipeline/pages_step.h"
#include "daemon/pipeline/pipeline.h"

namespace ctl {
namespace {

constexpr std::size_t kBatch = 100;

struct Options {
    std::vector<std::string> paths;
    std::string received_at;
    std::string mailbox = "import";
};

/// A counter on a terminal, nothing elsewhere.
class Progress {
 public:
    explicit Progress(std::size_t of) : of_(of), shown_(::isatty(STDERR_FILENO) == 1) {}
    ~Progress() {
        if (shown_) std::cerr << "\r\033[K";
    }
    void step() {
        ++done_;
        if (shown_ && done_ % 10 == 0)
            std::cerr << "\r" << done_ << "/" << std::max(of_, done_) << std::flush;
    }

 private:
    std::size_t of_;
    std::size_t done_ = 0;
    bool shown_;
};

/// Takes the mails of one path into the spool and the ledger, as places of the folder named for it.
class Import {
 public:
    Import(Office& office, storage::Folder folder, std::optional<base::Instant> received_at)
        : office_(office), folder_(std::move(folder)), received_at_(received_at) {}

    base::Result<> add(const MailFile& mail) {
        TRY_ASSIGN(auto incoming, office_.stores().spool.begin_message());
        TRY(incoming.write(mail.bytes));
        TRY(incoming.finish());
        storage::SpooledPlace place;
        place.received_at = arrival(mail);
        place.size = incoming.size();
        place.sha256 = incoming.sha256();
        place.backfill = true;
        places_.push_back(std::move(place));
        files_.push_back(std::move(incoming));
        ++count_;
        return places_.size() >= kBatch ? commit() : base::Result<>();
    }

    base::Result<> commit() {
        if (places_.empty()) return {};
        TRY(office_.stores().spool.commit_messages(files_));
        TRY(office_.ledger().transaction([&]() -> base::Result<> {
            TRY_ASSIGN(std::uint32_t uid, office_.ledger().next_import_uid(folder_.id));
            for (auto& place : places_) place.uid = uid++;
            TRY(office_.ledger().record_spooled(folder_.id, places_, office_.clock().now()));
            return {};
        }));
        // Known mail: the archive has its bytes.
        TRY_ASSIGN(const auto known, office_.ledger().settled_among(places_));
        for (const auto& sha256 : known) TRY(office_.stores().spool.remove_message(sha256));
        files_.clear();
        places_.clear();
        return {};
    }

    [[nodiscard]] std::size_t count() const { return count_; }

 private:
    [[nodiscard]] base::Instant arrival(const MailFile& mail) const {
        if (received_at_) return *received_at_;
        if (const auto received = received_time(mail.bytes)) return *received;
        return mail.file_time.value_or(office_.clock().now());
    }

    Office& office_;
    storage::Folder folder_;
    std::optional<base::Instant> received_at_;
    std::vector<storage::Incoming> files_;
    std::vector<storage::SpooledPlace> places_;
    std::size_t count_ = 0;
};

base::Result<std::size_t> import_path(Office& office, const Options& options,
                                      const std::string& path,
                                      std::optional<base::Instant> received_at) {
    const std::string name = import_folder(path);
    storage::Folder folder;
    TRY(office.ledger().transaction([&]() -> base::Result<> {
        TRY_ASSIGN(folder,
                   office.ledger().observe_folder(options.mailbox, name, 0, office.clock().now()));
        return {};
    }));
    TRY_ASSIGN(const auto expected, count_mail_files(path));
    Progress progress(expected);
    Import import(office, folder, received_at);
    TRY(for_each_mail(path, [&](const MailFile& mail) {
        progress.step();
        return import.add(mail);
    }));
    TRY(import.commit());
    return import.count();
}

/// With no daemon running, the work is done here; else the daemon finds it in the ledger.
base::Result<> settle(Office& office, bool alone) {
    if (!alone) {
        std::cout << _("filingd is running and goes on with them\n");
        return {};
    }
    TRY_ASSIGN(const auto parser, pipeline::start_parser(office.rulebook().settings.parser));
    pipeline::Pipeline pipeline(office.desk(), *parser);
    TRY(pipeline.start());
    TRY(pipeline.drain({}));
    TRY_ASSIGN(const auto page_reader,
               pipeline::make_page_reader(office.rulebook().settings.parser));
    TRY(pipeline::Pages(office.desk(), *page_reader).drain({}));
    TRY(pipeline.drain({}));
    TRY_ASSIGN(const auto accounting, office.ledger().accounting());
    for (const auto& line : accounting) std::cout << pipeline::accounting_line(line) << "\n";
    return {};
}

base::Result<int> run(Office& office, const Options& options) {
    // Its places are the server's; imported ones would be missed there.
    if (reads_mailbox(office.rulebook(), options.mailbox))
        return base::fail(base::Kind::BadInput, base::Scope::Process,
                          say(_("\"{}\" is a mailbox that filingd reads"), options.mailbox),
                          "--mailbox import");
    std::optional<base::Instant> received_at;
    if (!options.received_at.empty()) {
        received_at = base::parse_instant(options.received_at);
        if (!received_at)
            return base::fail(base::Kind::BadInput, base::Scope::Process,
                              say(_("\"{}\" is no time"), options.received_at),
                              "--received-at 2024-07-08T10:00:00+08:00");
    }
    // Held until the end: a filingd that starts meanwhile would take the files not yet recorded for
    // leavings.
    const auto lock = office.try_lock();
    std::size_t count = 0;
    for (const auto& path : options.paths) {
        TRY_ASSIGN(const auto imported, import_path(office, options, path, received_at));
        count += imported;
    }
    std::cout << say(_("{} mails taken in\n"), count);
    TRY(settle(office, lock.has_value()));
    return 0;
}

}  // namespace

void add_import(CLI::App& cli, Invocation& invocation) {
    auto* command =
        cli.add_subcommand("import", _("take in mails from disk, the same way as from a server"));
    auto options = std::make_shared<Options>();
    command
        ->add_option("PATH", options->paths,
                     _(".eml files, an mbox, a Maildir, or a folder of them"))
        ->required();
    command->add_option("--received-at", options->received_at, _("when they arrived"))
        ->type_name("T");
    command->add_option("--mailbox", options->mailbox, _("the mailbox they are places of"))
        ->type_name("NAME")
        ->default_val("import");
    command->callback([&invocation, options] {
        invocation.chosen_in_office = [options](Office& office) { return run(office, *options); };
    });
}

}  // namespace ctl
