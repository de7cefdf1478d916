// What came another way than by mail: a note of it becomes a message like any other evidence.

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_line.h"
#include "base/text.h"
#include "daemon/notices/mime_message.h"
#include "daemon/pipeline/act_images.h"
#include "daemon/pipeline/act_words.h"
#include "daemon/pipeline/filer.h"
#include "daemon/pipeline/human_acts.h"
#include "daemon/pipeline/judgement_json.h"
#include "daemon/pipeline/ledger_lookups.h"
#include "daemon/pipeline/parse_step.h"
#include "daemon/pipeline/person_verdict.h"
#include "daemon/pipeline/search_step.h"
#include "daemon/pipeline/settle_step.h"
#include "parsers/encode.h"

namespace pipeline {
namespace {

using nlohmann::ordered_json;
using storage::Outcome;

// Where notes stand in the accounting, as imported mail does (interfaces.md, import).
constexpr std::string_view kMailbox = "filingctl";
constexpr std::string_view kFolder = "paper";
constexpr std::string_view kNoteName = "登记说明.txt";
constexpr std::size_t kLine = 76;  // RFC 2045 §6.8

std::string dumped(const ordered_json& value) { return base::json_line(value); }

std::string base64_lines(std::string_view bytes) {
    const std::string text = base::base64(bytes);
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += kLine)
        lines += text.substr(at, kLine) + "\r\n";
    return lines;
}

std::string part(std::string_view boundary, std::string_view type, std::string_view disposition,
                 std::string_view name, std::string_view bytes) {
    const std::string encoded =
        notices::encoded_header(base::replaced(std::string(name), "\"", ""));
    return fmt::format(
        "--{}\r\nContent-Type: {}; name=\"{}\"\r\nContent-Transfer-Encoding: base64\r\n"
        "Content-Disposition: {}; filename=\"{}\"\r\n\r\n{}",
        boundary, type, encoded, disposition, encoded, base64_lines(bytes));
}

/// The note in the words of the office, for whoever opens the folder later.
std::string note_text(const Desk& desk, const OnPaper& filing, base::Instant received_at) {
    const auto* unit = config::find_unit(desk.rulebook, filing.duty.unit);
    const auto* obligation =
        config::find_obligation(desk.rulebook, filing.duty.obligation, filing.duty.period);
    return fmt::format(
        "人工登记\n单位：{}\n事项：{}\n期次：{}\n收到：{}\n说明：{}\n登记人：{}\n登记时间：{}\n",
        unit->name, obligation->title, filing.duty.period, base::format_instant(received_at),
        base::one_line(filing.reason, 1000), filing.by, base::format_instant(desk.clock.now()));
}

std::string note_mail(const Desk& desk, const OnPaper& filing, base::Instant received_at) {
    const auto& from = desk.rulebook.settings.smtp.from_address;
    const std::string address = from.empty() ? "filingctl@localhost" : from;
    const std::string id = notices::random_message_id(address);
    const std::string boundary = "=_" + storage::sha256(id).substr(0, 32);
    std::string mail = fmt::format(
        "From: <{0}>\r\nTo: <{0}>\r\nSubject: {1}\r\nMessage-ID: {2}\r\nDate: {4}\r\nMIME-Version: "
        "1.0\r\n"
        "Content-Type: multipart/mixed; boundary=\"{3}\"\r\n\r\n",
        address,
        notices::encoded_header(fmt::format("人工登记 {} {} {}", filing.duty.unit,
                                            filing.duty.obligation, filing.duty.period)),
        id, boundary, base::format_mail_date(desk.clock.now()));
    mail += fmt::format(
        "--{}\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n{}",
        boundary, base64_lines(note_text(desk, filing, received_at)));
    if (!filing.document_name.empty())
        mail += part(boundary, "application/octet-stream", "attachment", filing.document_name,
                     filing.document);
    return mail + "--" + boundary + "--\r\n";
}

/// The note's own text is called what it is.
void name_note(std::vector<storage::Document>& documents) {
    for (auto& d : documents)
        if (d.role == "body" && d.name.empty()) d.name = kNoteName;
}

/// The note in the spool, recorded as judged to be no filing by itself.
base::Result<storage::Message> take_in(Desk& desk, ParserProcess& parser, const std::string& mail,
                                       base::Instant received_at) {
    TRY_ASSIGN(auto incoming, desk.spool.begin_message());
    TRY(incoming.write(mail));
    TRY(incoming.finish());
    storage::SpooledPlace place;
    place.received_at = received_at;
    place.size = incoming.size();
    place.sha256 = incoming.sha256();
    place.backfill = true;
    TRY(desk.spool.commit_messages(std::span(&incoming, 1)));
    storage::Message message;
    message.sha256 = place.sha256;
    TRY_ASSIGN(auto reading, read_message(desk, parser, message, true, {}));
    if (!reading)
        return base::fail(base::Kind::Transient, base::Scope::Message, "the note could not be read",
                          "do it again");
    judge::Judgement judgement;
    judgement.kind = judge::Judgement::Kind::NotAFiling;
    judgement.reason = kOnPaper;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(const auto folder,
                   desk.ledger.observe_folder(kMailbox, kFolder, 0, desk.clock.now()));
        TRY_ASSIGN(place.uid, desk.ledger.next_import_uid(folder.id));
        TRY_ASSIGN(const auto ids,
                   desk.ledger.record_spooled(folder.id, std::span(&place, 1), desk.clock.now()));
        reading->headers.id = ids.front();
        name_note(reading->documents);
        for (auto& document : reading->documents) document.message = ids.front();
        TRY(desk.ledger.record_parsed(reading->headers, reading->documents, reading->problems,
                                      parsers::encode(reading->parsed)));
        return desk.ledger.record_judged(ids.front(), encode_judgement(judgement));
    }));
    TRY_ASSIGN(const auto row, desk.ledger.message(reading->headers.id));
    return row.value_or(storage::Message{});
}

base::Result<> archive_note(Desk& desk, const storage::Message& message,
                            const std::vector<storage::Document>& documents) {
    std::vector<std::string> objects;
    for (const auto& d : documents)
        if (!d.sha256.empty()) objects.push_back(d.sha256);
    return desk.archive.keep(desk.spool, std::span(&message.sha256, 1), objects);
}

base::Result<judge::Verdict> word_of(Desk& desk, const OnPaper& filing,
                                     const storage::Message& message,
                                     const std::vector<storage::Document>& documents) {
    TRY_ASSIGN(auto verdict,
               verdict_by_person(desk, filing.duty, message.id, documents, filing.by));
    for (auto& piece : verdict.pieces)
        for (const auto& d : documents)
            if (d.index == piece.document && d.role == "body") piece.piece = "other";
    verdict.fields_json = dumped({{"by_hand",
                                   {{"reason", filing.reason},
                                    {"by", filing.by},
                                    {"received_at", base::format_instant(message.received_at)}}}});
    return verdict;
}

/// The act itself: the filing, the note's outcome, the journal entry, in the running transaction.
base::Result<Acted> put(Desk& desk, const OnPaper& filing, const storage::Message& message,
                        const std::vector<storage::Document>& documents) {
    TRY_ASSIGN(const auto verdict, word_of(desk, filing, message, documents));
    const auto& duty = filing.duty;
    TRY_ASSIGN(const auto target, desk.ledger.find_filing(duty.unit, duty.obligation, duty.period));
    ActScope scope(desk);
    scope.made(subject(message.id), undone_message_image());
    if (target) TRY(scope.watch(subject(target->id)));
    TRY_ASSIGN(const auto known, known_documents(desk.ledger, target));
    const auto filed = file_verdict({desk.rulebook, target, known, message, documents, verdict,
                                     base::date_of(desk.duty_time())});
    if (!filed) return bad("there is nothing to file");
    Acted acted;
    TRY_ASSIGN(acted.filing, desk.ledger.put_filing(*filed));
    if (!target) scope.made(subject(acted.filing));
    TRY(desk.ledger.record_settled(message.id, Outcome::Filed, std::string(kOnPaper)));
    TRY(index_message(desk, message.id));
    TRY_ASSIGN(acted.journal, scope.record("file", dumped({{"act", "file"},
                                                           {"by", filing.by},
                                                           {"message", base::label(message.id)},
                                                           {"sha256", message.sha256},
                                                           {"filing", base::label(acted.filing)},
                                                           {"unit", duty.unit},
                                                           {"obligation", duty.obligation},
                                                           {"period", duty.period},
                                                           {"document", filing.document_name},
                                                           {"reason", filing.reason}})));
    return acted;
}

}  // namespace

base::Result<Acted> file_on_paper(Desk& desk, ParserProcess& parser, const OnPaper& filing) {
    TRY(check_duty(desk, filing.duty));
    if (base::trimmed(filing.reason).empty())
        return bad("how did it come? A filing by hand needs a reason", "--reason TEXT");
    const auto received_at = filing.received_at.value_or(desk.clock.now());
    TRY_ASSIGN(const auto message,
               take_in(desk, parser, note_mail(desk, filing, received_at), received_at));
    TRY_ASSIGN(const auto documents, desk.ledger.documents(message.id));
    const bool whole = filing.document_name.empty() ||
                       std::ranges::any_of(documents, [&](const storage::Document& d) {
                           return d.sha256 == storage::sha256(filing.document);
                       });
    if (!whole)
        return bad("the file \"" + base::one_line(filing.document_name, 60) + "\" did not arrive",
                   "it may be too large: [parser] message");
    TRY(archive_note(desk, message, documents));
    Acted acted;
    TRY(desk.ledger.transaction([&]() -> base::Result<> {
        TRY_ASSIGN(acted, put(desk, filing, message, documents));
        return {};
    }));
    // Its spooled copies go; the journal and the view follow as after any act.
    TRY(forget_spooled(desk, std::span(&message, 1)));
    return acted;
}

}  // namespace pipeline
