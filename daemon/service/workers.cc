#include "daemon/service/workers.h"

#include "daemon/imap/troubles.h"
#include "daemon/pipeline/health.h"
#include "daemon/pipeline/views.h"
#include "daemon/service/log.h"
#include "storage/permissions.h"

namespace service {

base::Result<std::unique_ptr<Workers>> Workers::open(config::Rulebook rulebook,
                                                     PipelineWorker::Mode mode) {
    std::unique_ptr<Workers> workers(new Workers(std::move(rulebook)));
    TRY(workers->open_all(mode));
    return workers;
}

/// What the workers before these left in the ledger need not hold any more; what still does is said
/// anew.
base::Result<> Workers::forget_troubles() {
    auto& ledger = pipeline_->desk().ledger;
    return ledger.transaction([&]() -> base::Result<> {
        for (const auto key :
             {pipeline::kPipelineState, pipeline::kPagesState, pipeline::kMailerState})
            TRY(ledger.put_value(key, ""));
        for (const auto& each : rulebook_.settings.mailboxes)
            TRY(ledger.put_value(std::string(pipeline::kMailboxState) + each.name, ""));
        return {};
    });
}

base::Result<> Workers::open_all(PipelineWorker::Mode mode) {
    const auto& settings = rulebook_.settings;
    mode.hold = mode.hold || settings.notices.hold || settings.smtp.url.empty();
    TRY_ASSIGN(pipeline_, PipelineWorker::open(rulebook_, mode, pipeline_wake_, mailer_wake_));
    // A full disk passes, and must not keep filingd from starting.
    if (const auto done = forget_troubles(); !done)
        warning("status not recorded: {}", base::describe(done.error()));
    if (const auto& group = settings.staff_group; !group.empty())
        TRY(storage::apply_staff_group(settings.state_directory, group));
    for (const auto& each : settings.mailboxes) {
        TRY_ASSIGN(auto mailbox, MailboxWorker::open(rulebook_, each, pipeline_->spool(),
                                                     [this] { pipeline_wake_.signal(); }));
        mailboxes_.push_back(std::move(mailbox));
    }
    TRY_ASSIGN(pages_, PagesWorker::open(rulebook_, pipeline_->spool(), pipeline_->journal(),
                                         pipeline_wake_));
    if (!settings.smtp.url.empty()) {
        TRY_ASSIGN(mailer_, MailerWorker::open(rulebook_, pipeline_->journal(), mailer_wake_));
    }
    if (settings.links.check) {
        TRY_ASSIGN(links_, LinkWorker::open(rulebook_, pipeline_->spool(), pipeline_->journal()));
    }
    return {};
}

void Workers::start() {
    const auto token = stop_.get_token();
    threads_.emplace_back([this, token] { pipeline_->run(token); });
    for (const auto& mailbox : mailboxes_)
        threads_.emplace_back([&mailbox = *mailbox, token] { mailbox.run(token); });
    threads_.emplace_back([this, token] { pages_->run(token); });
    if (mailer_) threads_.emplace_back([this, token] { mailer_->run(token); });
    if (links_) threads_.emplace_back([this, token] { links_->run(token); });
}

void Workers::stop() {
    stop_.request_stop();
    threads_.clear();
}

std::optional<base::Error> Workers::once() {
    std::optional<base::Error> failure;
    std::jthread working([this] { pipeline_->run(stop_.get_token()); });
    for (const auto& mailbox : mailboxes_)
        if (const auto done = mailbox->once(stop_.get_token());
            !done && !imap::is(imap::Trouble::Stopping, done.error()))
            failure = done.error();
    pipeline_->finish();
    working.join();
    if (!failure) failure = pipeline_->failure();
    if (const auto read = read_pages(); !read && !failure) failure = read.error();
    if (mailer_ && !stop_.stop_requested())
        if (const auto sent = mailer_->drain(stop_.get_token()); !sent && !failure)
            failure = sent.error();
    if (links_ && !stop_.stop_requested())
        if (const auto looked = look_at_links(); !looked && !failure) failure = looked.error();
    return failure;
}

/// Scans after everything that has words. The pipeline's thread has ended: its work is done here.
base::Result<> Workers::read_pages() {
    TRY(pages_->drain(stop_.get_token()));
    return pipeline_->drain(stop_.get_token());
}

/// Last, so that no mail waits for a site. The pipeline's thread has ended: its desk is free.
base::Result<> Workers::look_at_links() {
    TRY(links_->drain(stop_.get_token()));
    return pipeline::refresh_views(pipeline_->desk());
}

base::Result<storage::Ledger*> Workers::main_ledger() {
    if (!main_ledger_) {
        TRY_ASSIGN(main_ledger_, storage::Ledger::open(
                                     pipeline::ledger_path(rulebook_.settings.state_directory)));
    }
    return main_ledger_.get();
}

base::Result<std::string> Workers::sentence() {
    TRY_ASSIGN(auto* ledger, main_ledger());
    auto& worker = pipeline_->desk();
    pipeline::Desk desk{rulebook_,      worker.env,     worker.clock, *ledger, worker.spool,
                        worker.archive, worker.journal, false,        {}};
    TRY_ASSIGN(const auto accounting, ledger->accounting());
    return pipeline::health_sentence(desk, accounting);
}

base::Result<> Workers::note(std::string_view key, const std::string& value) {
    TRY_ASSIGN(auto* ledger, main_ledger());
    TRY_ASSIGN(const auto known, ledger->value(key));
    if (known.value_or("") == value) return {};
    return ledger->transaction([&] { return ledger->put_value(key, value); });
}

}  // namespace service
