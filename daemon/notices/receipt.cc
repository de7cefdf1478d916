// The receipt: what was understood, what is missing, how to put it right. Its reserved form says
// only that something came.
#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "daemon/notices/completion.h"
#include "daemon/notices/notices.h"
#include "daemon/notices/receipt_values.h"
#include "daemon/notices/words.h"

namespace notices {
namespace {

using nlohmann::json;

/// "加盖公章的 PDF 扫描件 1 份": pieces that count, by kind. A document that is no piece of the
/// filing is not named.
json pieces_found(const storage::Filing& filing) {
    std::map<std::string, std::set<std::int64_t>> documents;
    for (const auto& document : filing.documents)
        if (!document.superseded && document.piece != "other")
            documents[document.piece].insert(document.document.value);
    json lines = json::array();
    for (const auto& [piece, ids] : documents)
        lines.push_back({{"words", std::string(piece_words(piece)) + " " +
                                       std::to_string(ids.size()) + " 份"}});
    return lines;
}

json pieces_missing(const storage::Filing& filing) {
    json lines = json::array();
    for (const std::string& piece : filing.missing)
        lines.push_back({{"words", piece_words(piece)}, {"how", how_to_send(piece)}});
    return lines;
}

std::string timeliness(const storage::Filing& filing) {
    if (!filing.due) return {};
    std::string words = "截止日期 " + day_words(*filing.due);
    if (filing.due_nominal && *filing.due_nominal != *filing.due)
        words += "（原定 " + day_words(*filing.due_nominal) + "，遇休息日顺延）";
    if (filing.on_time) words += *filing.on_time ? "，按时报送" : "，已逾期";
    return words;
}

json filing_values(const config::Rulebook& rulebook, const storage::Filing& filing) {
    json values;
    values["unit"] = unit_words(rulebook, filing.unit);
    values["obligation"] = obligation_words(rulebook, filing.obligation, filing.period);
    values["period"] = period_words(filing.period);
    values["status"] = status_words(filing.status);
    values["timeliness"] = timeliness(filing);
    values["has_timeliness"] = filing.due.has_value();
    values["pieces"] = pieces_found(filing);
    values["has_pieces"] = !values["pieces"].empty();
    values["missing"] = pieces_missing(filing);
    values["has_missing"] = !values["missing"].empty();
    return values;
}

/// "第 2 个附件" of a part below the second attachment; empty when it is in none.
std::string which_attachment(const ReceiptContent& content, const std::string& part) {
    const std::string number = part.substr(0, part.find_first_of("/!"));
    const auto place = std::ranges::find(content.attachments, number);
    if (number.empty() || place == content.attachments.end() || content.attachments.size() < 2)
        return {};
    return "第 " + std::to_string(place - content.attachments.begin() + 1) + " 个附件";
}

json problem_values(const ReceiptContent& content) {
    json lines = json::array();
    std::set<std::string> said;
    for (const auto& problem : content.problems) {
        // A note is for the ledger: nothing was lost and the sender can do nothing better, but for
        // the form of a stamped copy.
        if (problem.severity == "note" && problem.code != "format_not_pdf") continue;
        const std::string words =
            problem_words(problem.code, which_attachment(content, problem.part));
        if (said.insert(words).second) lines.push_back({{"words", words}});
    }
    return lines;
}

std::string joined(const std::set<std::string>& words) {
    return base::join(std::vector<std::string>(words.begin(), words.end()), "、");
}

/// 这是5月的: the month before the mail's arrival, as an example of an answer; another one where
/// that is what was understood.
std::string example_period(const ReceiptContent& content) {
    auto month = base::previous(base::month_containing(base::date_of(content.received_at)));
    const auto taken = [&](const auto& filing) {
        return filing.period == base::format_month(month);
    };
    if (std::ranges::any_of(content.filings, taken)) month = base::previous(month);
    return "这是" + std::to_string(month.month) + "月的";
}

/// 单位是富池镇: any unit but the one that was understood.
std::string example_unit(const config::Rulebook& rulebook, const ReceiptContent& content) {
    for (const auto& unit : rulebook.units)
        if (std::ranges::none_of(content.filings,
                                 [&](const auto& filing) { return filing.unit == unit.id; }))
            return "单位是" + short_unit_words(rulebook, unit.id);
    return "单位是" +
           (rulebook.units.empty() ? "某某镇" : short_unit_words(rulebook, rulebook.units[0].id));
}

bool has_month(const storage::FilingRow& filing) {
    return base::parse_month(filing.period).has_value();
}

/// What the sender can settle in one sentence when period or unit alone is in doubt; else nothing.
std::string question_words(const config::Rulebook& rulebook, const ReceiptContent& content) {
    std::set<std::string> periods;
    std::set<std::string> units;
    for (const auto& candidate : content.candidates) {
        if (base::parse_month(candidate.period)) periods.insert(period_words(candidate.period));
        if (!candidate.unit.empty()) units.insert(short_unit_words(rulebook, candidate.unit));
    }
    constexpr std::array<std::string_view, 2> kPeriod{"unsure_period", "month_of_arrival"};
    if (std::ranges::find(kPeriod, content.review_reason) != kPeriod.end())
        return (periods.size() > 1 ? "可能是" + joined(periods) + "。" : std::string()) +
               "请直接回复本邮件，只写一句说明是哪一期，例如“" + example_period(content) + "”；";
    if (content.review_reason == "unsure_unit")
        return (units.size() > 1 ? "可能是" + joined(units) + "。" : std::string()) +
               "请直接回复本邮件，只写一句说明是哪个单位，例如“" + example_unit(rulebook, content) +
               "”；";
    return {};
}

}  // namespace

json receipt_values(const config::Rulebook& rulebook, const ReceiptContent& content) {
    json values;
    values["number"] = base::one_line(content.receipt_number, 40);
    values["received_at"] = moment_words(content.received_at);
    values["office"] = office_words(rulebook);
    values["sender"] = rulebook.settings.smtp.from_name.empty()
                           ? rulebook.settings.smtp.from_address
                           : rulebook.settings.smtp.from_name;
    if (!content.known) return values;
    json filings = json::array();
    for (const auto& filing : content.filings) filings.push_back(filing_values(rulebook, filing));
    values["filings"] = filings;
    values["has_filings"] = !filings.empty();
    values["something_missing"] =
        std::ranges::any_of(content.filings, [](const auto& f) { return !f.missing.empty(); });
    values["problems"] = problem_values(content);
    values["has_problems"] = !values["problems"].empty();
    values["duplicate"] = content.duplicate;
    values["in_review"] = content.in_review;
    values["review_reason"] = review_words(content.review_reason);
    const std::string question = question_words(rulebook, content);
    values["question"] = question.empty() ? json() : json(question);
    values["example_unit"] = example_unit(rulebook, content);
    values["example_period"] =
        std::ranges::any_of(content.filings, has_month) ? json(example_period(content)) : json();
    return values;
}

namespace {

/// Built in code: header values never come from a template.
std::string subject_of(const config::Rulebook& rulebook, const ReceiptContent& content) {
    const std::string beginning = "回执 " + base::one_line(content.receipt_number, 40) + "：";
    if (!content.known) return beginning + "来件已收到";
    if (content.filings.size() == 1) {
        const auto& filing = content.filings.front();
        std::string subject =
            beginning + obligation_words(rulebook, filing.obligation, filing.period);
        if (base::parse_month(filing.period) || filing.period.size() == 4)
            subject += "（" + period_words(filing.period) + "）";
        return subject + "，" + std::string(status_words(filing.status));
    }
    if (!content.filings.empty())
        return beginning + "收到 " + std::to_string(content.filings.size()) + " 项报送";
    return beginning + (content.in_review ? "来件待工作人员核对" : "来件已收到");
}

}  // namespace

base::Result<Rendered> render_receipt(const config::Rulebook& rulebook,
                                      const ReceiptContent& content, base::Instant now) {
    Rendered rendered;
    TRY_ASSIGN(const Body body,
               render_body(rulebook, content.known ? "receipt" : "receipt-reserved",
                           receipt_values(rulebook, content), rendered.warnings));
    MimeMessage message = from_office(rulebook);
    MimeMessage::To to;
    to.name = base::one_line(content.to_name, 60);
    to.address = content.to_address;
    message.to = {to};
    message.subject = subject_of(rulebook, content);
    message.date = now;
    message.in_reply_to = content.in_reply_to;
    message.auto_submitted = "auto-replied";
    TRY(complete(message, body, rendered));
    return rendered;
}

}  // namespace notices
