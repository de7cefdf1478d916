#include "daemon/pipeline/answer_step.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "daemon/answers/own_words.h"
#include "daemon/notices/notices.h"
#include "daemon/pipeline/answer_parts.h"
#include "parsers/fields/links.h"

namespace pipeline {
namespace {

constexpr std::size_t kMostIds = 50;     // of one header
constexpr std::size_t kLongestId = 200;  // ours are far shorter
constexpr std::chrono::days kAnswerable{30};

/// What the judge knows by other signs to be written by no person, or not to us.
constexpr std::array<std::string_view, 7> kNobodysWords = {
    "bounce", "read_receipt", "auto_reply", "calendar", "newsletter", "system_notice", "phishing"};

/// "<…>" after "<…>", as In-Reply-To and References list them.
std::vector<std::string> ids_in(std::string_view value) {
    std::vector<std::string> ids;
    for (std::size_t begin = value.find('<'); begin != std::string_view::npos;
         begin = value.find('<', begin + 1)) {
        const auto end = value.find('>', begin);
        if (end == std::string_view::npos) break;
        if (end - begin < kLongestId) ids.emplace_back(value.substr(begin, end - begin + 1));
    }
    if (ids.size() > kMostIds) ids.erase(ids.begin(), ids.end() - kMostIds);
    return ids;
}

bool brings_document(const parsers::Parsed& parsed) {
    return std::ranges::any_of(parsed.documents, [](const parsers::Document& document) {
        return document.role == parsers::Role::Attachment ||
               document.role == parsers::Role::Container;
    });
}

bool is_torn(const parsers::Parsed& parsed) {
    return std::ranges::any_of(parsed.problems, [](const parsers::Problem& problem) {
        return problem.severity == parsers::Severity::Lost;
    });
}

/// A person wrote it to us, as far as anything tells.
bool is_a_persons(const Desk& desk, const parsers::Parsed& parsed,
                  const judge::Judgement& judgement, bool to_digest) {
    const auto reason = notices::reason_not_to_answer(parsed, desk.rulebook);
    // Staff may read and answer their digest in the watched mailbox itself.
    if (!reason.empty() && !(to_digest && reason == "own_address")) return false;
    return judgement.kind != judge::Judgement::Kind::NotAFiling ||
           std::ranges::find(kNobodysWords, judgement.reason) == kNobodysWords.end();
}

bool contains(const std::vector<std::string>& addresses, const std::string& address) {
    return std::ranges::any_of(addresses, [&](const std::string& known) {
        return base::equal_ignoring_case(known, address);
    });
}

/// A letter that brings a link or was judged a filing is one; what is said in it the judge has
/// weighed.
bool is_plain_letter(const AnswerMail& mail) {
    return !mail.is_ordinary && mail.judgement.kind != judge::Judgement::Kind::Verdicts &&
           parsers::fields::find_links(base::join(mail.lines, "\n")).empty();
}

std::string why_not(const AnswerMail& mail) {
    if (mail.is_ordinary) return "答复带有附件或没有读全，按普通来件处理";
    if (mail.message.received_at > mail.notice.created_at + kAnswerable)
        return "这份汇总已超过30天，请答复最近的汇总";
    return {};
}

}  // namespace

base::Result<std::optional<storage::Notice>> answered_notice(storage::Ledger& ledger,
                                                             const parsers::Parsed& parsed) {
    std::optional<storage::Notice> last;
    for (const std::string_view name : {"References", "In-Reply-To"}) {
        const auto value = parsers::header(parsed, name);
        if (!value) continue;
        for (const auto& id : ids_in(*value)) {
            TRY_ASSIGN(const bool own, ledger.is_own_message_id(id));
            if (!own) continue;
            TRY_ASSIGN(auto notice, ledger.notice_by_message_id(id));
            if (notice) last = std::move(notice);
        }
    }
    return last;
}

bool is_disavowed(const parsers::Parsed& parsed) {
    const auto results = parsers::header(parsed, "Authentication-Results");
    if (!results) return false;
    const std::string said = base::lowered(*results);
    const auto says = [&](std::string_view result) {
        return said.find(result) != std::string::npos;
    };
    if (says("dmarc=fail")) return true;
    const bool vouched = says("spf=pass") || says("dkim=pass");
    return !vouched && (says("spf=fail") || says("spf=softfail") || says("dkim=fail"));
}

base::Result<std::optional<Answered>> take_answer(Desk& desk, const storage::Message& message,
                                                  const parsers::Parsed& parsed,
                                                  const judge::Judgement& judgement) {
    using Kind = storage::NoticeKind;
    TRY_ASSIGN(const auto notice, answered_notice(desk.ledger, parsed));
    if (!notice || (notice->kind != Kind::Receipt && notice->kind != Kind::Digest))
        return std::nullopt;
    const bool to_digest = notice->kind == Kind::Digest;
    AnswerMail mail{message,
                    parsed,
                    judgement,
                    *notice,
                    notices::answer_address(parsed),
                    {},
                    brings_document(parsed) || is_torn(parsed)};
    const auto& expected = to_digest ? desk.rulebook.settings.notices.staff : notice->to;
    if (mail.address.empty() || !contains(expected, mail.address) || is_disavowed(parsed) ||
        !is_a_persons(desk, parsed, judgement, to_digest))
        return std::nullopt;
    TRY_ASSIGN(const bool own, desk.ledger.is_own_message_id(parsed.message_id));
    if (own) return std::nullopt;
    mail.lines = answers::own_lines(parsed, desk.rulebook.judging.answers, notice->subject);
    if (to_digest) return take_staff_answer(desk, mail, why_not(mail));
    if (!is_plain_letter(mail)) return std::nullopt;
    TRY_ASSIGN(auto answered, take_unit_answer(desk, mail));
    return std::optional<Answered>(std::move(answered));
}

}  // namespace pipeline
