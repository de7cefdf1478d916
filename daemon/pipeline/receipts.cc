#include "daemon/pipeline/receipts.h"

#include <algorithm>

#include "base/text.h"
#include "daemon/notices/notices.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

bool tried_to_file(const Settlement& settlement) {
    using storage::Outcome;
    return settlement.outcome == Outcome::Filed ||
           (settlement.outcome == Outcome::Review &&
            (!settlement.candidates.empty() || !settlement.filings.empty()));
}

/// An address that units.toml or a person ties to a unit.
base::Result<bool> is_known(Desk& desk, std::string_view address) {
    for (const auto& unit : desk.rulebook.units)
        if (std::ranges::find(unit.addresses, address) != unit.addresses.end()) return true;
    TRY_ASSIGN(const auto confirmed, desk.ledger.confirmed_addresses());
    return std::ranges::any_of(confirmed, [&](const auto& c) { return c.address == address; });
}

base::Result<notices::ReceiptContent> content_of(Desk& desk, const storage::Message& message,
                                                 const parsers::Parsed& parsed,
                                                 const Settlement& settlement) {
    notices::ReceiptContent content;
    content.to_address = notices::answer_address(parsed);
    if (!parsed.from.empty()) content.to_name = parsed.from.front().name;
    TRY_ASSIGN(content.known, is_known(desk, content.to_address));
    TRY_ASSIGN(content.receipt_number,
               desk.ledger.receipt_number(message.id, base::date_of(message.received_at)));
    content.received_at = message.received_at;
    content.in_reply_to = message.message_id_header;
    content.original_subject = message.subject;
    content.filings = settlement.filings;
    TRY_ASSIGN(content.problems, desk.ledger.problems(message.id));
    content.in_review = settlement.outcome == storage::Outcome::Review;
    content.review_reason = settlement.reason;
    return content;
}

}  // namespace

base::Result<> queue_receipt(Desk& desk, const storage::Message& message,
                             const parsers::Parsed& parsed, const Settlement& settlement) {
    const auto& settings = desk.rulebook.settings;
    if (!settings.notices.receipts || settings.smtp.url.empty() || message.backfill) return {};
    if (!tried_to_file(settlement)) return {};
    if (!notices::reason_not_to_answer(parsed, desk.rulebook).empty()) return {};
    if (notices::answer_address(parsed).empty()) return {};
    TRY_ASSIGN(const auto existing, desk.ledger.notice_by_key("receipt:" + message.sha256));
    if (existing) return {};

    TRY_ASSIGN(const auto content, content_of(desk, message, parsed, settlement));
    const auto now = desk.clock.now();
    auto rendered = notices::render_receipt(desk.rulebook, content, now);
    if (!rendered) {
        // A receipt that can't be written must not keep a filing from being settled.
        service::error("no receipt for {}: {}", base::label(message.id),
                       base::describe(rendered.error()));
        return {};
    }
    for (const auto& words : rendered->warnings) service::warning("receipt template: {}", words);
    storage::Notice notice;
    notice.key = "receipt:" + message.sha256;
    notice.kind = storage::NoticeKind::Receipt;
    notice.state = desk.hold ? storage::NoticeState::Held : storage::NoticeState::Queued;
    notice.to = {content.to_address};
    notice.subject = std::move(rendered->subject);
    notice.message_id = std::move(rendered->message_id);
    notice.rendered = std::move(rendered->message);
    notice.created_at = now;
    notice.about = message.id;
    TRY(desk.ledger.add_notice(notice));
    return {};
}

}  // namespace pipeline
