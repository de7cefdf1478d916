#include "daemon/pipeline/receipts.h"

#include <algorithm>

#include "base/text.h"
#include "daemon/notices/notices.h"
#include "daemon/pipeline/answer_limits.h"
#include "daemon/service/log.h"

namespace pipeline {
namespace {

/// What a unit's own address sends and a person must look at was meant as a filing too; and so was,
/// from any address, a paper that is nearly what a duty asks for.
bool tried_to_file(const Settlement& settlement, bool known) {
    using storage::Outcome;
    if (settlement.outcome == Outcome::Review)
        return known || !settlement.candidates.empty() || !settlement.filings.empty() ||
               settlement.reason == "look_alike";
    return settlement.outcome == Outcome::Filed || settlement.outcome == Outcome::Duplicate;
}

/// One mail that a relay delivered more than once: its bytes differ, its Message-ID does not, and
/// the first copy was answered. A new mail with the same documents is answered.
base::Result<bool> is_second_copy(Desk& desk, const storage::Message& message,
                                  const Settlement& settlement) {
    if (settlement.outcome != storage::Outcome::Duplicate || message.message_id_header.empty())
        return false;
    for (const auto& filing : settlement.filings) {
        for (const auto& entry : filing.documents) {
            TRY_ASSIGN(const auto document, desk.ledger.document(entry.document));
            if (!document || document->message == message.id) continue;
            TRY_ASSIGN(const auto first, desk.ledger.message(document->message));
            if (first && first->message_id_header == message.message_id_header) return true;
        }
    }
    return false;
}

/// An address that units.toml or a person ties to a unit.
base::Result<bool> is_known(Desk& desk, std::string_view address) {
    for (const auto& unit : desk.rulebook.units)
        if (std::ranges::find(unit.addresses, address) != unit.addresses.end()) return true;
    TRY_ASSIGN(const auto confirmed, desk.ledger.confirmed_addresses());
    return std::ranges::any_of(confirmed, [&](const auto& c) { return c.address == address; });
}

/// Part numbers of what hangs on the mail itself, in its order; entries of an archive stand behind
/// its number.
base::Result<std::vector<std::string>> attachments_of(Desk& desk, base::MessageId message) {
    std::vector<std::string> numbers;
    TRY_ASSIGN(const auto documents, desk.ledger.documents(message));
    for (const auto& document : documents) {
        if (document.role == "body" || document.role == "inline_logo" ||
            document.role == "signature_card")
            continue;
        const std::string number = document.part.substr(0, document.part.find_first_of("/!"));
        if (!number.empty() && std::ranges::find(numbers, number) == numbers.end())
            numbers.push_back(number);
    }
    return numbers;
}

base::Result<notices::ReceiptContent> content_of(Desk& desk, const storage::Message& message,
                                                 const parsers::Parsed& parsed,
                                                 const Settlement& settlement, bool known) {
    notices::ReceiptContent content;
    content.to_address = notices::answer_address(parsed);
    if (!parsed.from.empty()) content.to_name = parsed.from.front().name;
    content.known = known;
    const auto& told = settlement.about ? *settlement.about : message;
    TRY_ASSIGN(content.receipt_number,
               desk.ledger.receipt_number(told.id, base::date_of(told.received_at)));
    content.received_at = told.received_at;
    content.in_reply_to = message.message_id_header;
    content.original_subject = message.subject;
    content.filings = settlement.filings;
    TRY_ASSIGN(content.problems, desk.ledger.problems(told.id));
    content.in_review = settlement.outcome == storage::Outcome::Review;
    content.duplicate = settlement.outcome == storage::Outcome::Duplicate;
    content.review_reason = settlement.reason;
    content.candidates = settlement.candidates;
    TRY_ASSIGN(content.attachments, attachments_of(desk, told.id));
    return content;
}

}  // namespace

base::Result<> queue_receipt(Desk& desk, const storage::Message& message,
                             const parsers::Parsed& parsed, const Settlement& settlement) {
    const auto& settings = desk.rulebook.settings;
    if (!settings.notices.receipts || settings.smtp.url.empty() || message.backfill) return {};
    if (!notices::reason_not_to_answer(parsed, desk.rulebook).empty()) return {};
    const std::string address = notices::answer_address(parsed);
    if (address.empty()) return {};
    TRY_ASSIGN(const bool known, is_known(desk, address));
    if (!tried_to_file(settlement, known)) return {};
    TRY_ASSIGN(const bool answered, is_second_copy(desk, message, settlement));
    if (answered) return {};
    TRY_ASSIGN(const auto existing, desk.ledger.notice_by_key("receipt:" + message.sha256));
    if (existing) return {};
    TRY_ASSIGN(const auto silent, reason_to_stay_silent(desk, parsed, settlement, address));
    if (!silent.empty()) {
        service::info("no receipt for {}: {}", base::label(message.id), silent);
        return {};
    }

    TRY_ASSIGN(const auto content, content_of(desk, message, parsed, settlement, known));
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
    notice.to = {address};
    notice.subject = std::move(rendered->subject);
    notice.message_id = std::move(rendered->message_id);
    notice.rendered = std::move(rendered->message);
    notice.created_at = now;
    notice.about = settlement.about ? settlement.about->id : message.id;
    TRY(desk.ledger.add_notice(notice));
    return {};
}

base::Result<notices::ReceiptContent> receipt_of(Desk& desk, const storage::Message& message) {
    notices::ReceiptContent content;
    content.to_address = message.from_address;
    TRY_ASSIGN(content.known, is_known(desk, message.from_address));
    // The number is given when a receipt is queued.
    content.receipt_number = message.receipt_number.value_or(
        std::to_string(base::year_of(base::date_of(message.received_at))) + "-000000");
    content.received_at = message.received_at;
    content.in_reply_to = message.message_id_header;
    content.in_review = message.outcome == storage::Outcome::Review;
    content.duplicate = message.outcome == storage::Outcome::Duplicate;
    content.review_reason = message.reason;
    TRY_ASSIGN(content.filings, desk.ledger.filings_of(message.id));
    TRY_ASSIGN(content.candidates, desk.ledger.candidates(message.id));
    TRY_ASSIGN(content.problems, desk.ledger.problems(message.id));
    TRY_ASSIGN(content.attachments, attachments_of(desk, message.id));
    return content;
}

}  // namespace pipeline
