// Who may be answered, and where (RFC 3834; domain.md §8.5).
#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/text.h"
#include "daemon/notices/notices.h"

namespace notices {
namespace {

struct HeaderRule {
    std::string_view header;
    std::string_view
        value;  ///< found anywhere in it, in lower case; empty: the header's presence is enough
    std::string_view reason;
};

constexpr std::array<HeaderRule, 17> kHeaderRules{{
    {"Precedence", "bulk", "bulk"},
    {"Precedence", "list", "list"},
    {"Precedence", "junk", "bulk"},
    {"Precedence", "auto_reply", "auto_reply"},
    {"X-Autoreply", "", "auto_reply"},
    {"X-Autorespond", "", "auto_reply"},
    {"X-Auto-Response-Suppress", "all", "asked_for_silence"},
    {"X-Auto-Response-Suppress", "autoreply", "asked_for_silence"},
    {"X-Auto-Response-Suppress", "oof", "asked_for_silence"},
    {"X-Failed-Recipients", "", "bounce"},
    {"Content-Type", "multipart/report", "report"},
    {"Content-Type", "message/disposition-notification", "report"},
    {"Content-Type", "message/delivery-status", "bounce"},
    {"Content-Type", "text/calendar", "calendar"},
    {"Feedback-Id", "", "bulk"},
    {"X-Loop", "", "loop"},
    {"Feedback-Type", "", "report"},
}};

/// Local parts nobody reads (beginnings).
constexpr std::array<std::string_view, 9> kMachines{"noreply",    "no-reply",     "no_reply",
                                                    "donotreply", "do-not-reply", "mailer-daemon",
                                                    "postmaster", "bounce",       "daemon"};

std::string lowered_header(const parsers::Header& header) { return base::lowered(header.value); }

std::string reason_in_header(const parsers::Header& header) {
    const std::string name = base::lowered(header.name);
    const std::string value = lowered_header(header);
    if (name.starts_with("list-")) return "list";
    // RFC 3834 §2: "no", with or without a comment or parameter, is the only value that may be
    // answered.
    if (name == "auto-submitted" &&
        base::trimmed(value.substr(0, value.find_first_of(";("))) != "no")
        return "auto_submitted";
    if (name == "return-path" && base::trimmed(value) == "<>") return "empty_return_path";
    for (const HeaderRule& rule : kHeaderRules)
        if (name == base::lowered(rule.header) && value.find(rule.value) != std::string::npos)
            return std::string(rule.reason);
    return {};
}

bool begins_with_any(std::string_view text, const std::vector<std::string>& beginnings) {
    const std::string begin = base::lowered(base::trimmed(text));
    return std::ranges::any_of(beginnings, [&](const std::string& word) {
        return !word.empty() && begin.starts_with(base::lowered(word));
    });
}

std::string_view body_of(const parsers::Parsed& parsed) {
    for (const auto& document : parsed.documents)
        if (document.role == parsers::Role::Body && !document.text.empty()) return document.text;
    return {};
}

bool is_own(const config::Rulebook& rulebook, const std::string& address) {
    if (address == base::lowered(rulebook.settings.smtp.from_address)) return true;
    if (address == base::lowered(rulebook.settings.smtp.user)) return true;
    return std::ranges::any_of(rulebook.settings.mailboxes, [&](const auto& mailbox) {
        return address == base::lowered(mailbox.user);
    });
}

/// A row of judging.toml's system_senders: "local@", "@domain" or a whole address.
bool matches_sender(std::string_view address, const std::string& row) {
    const std::string pattern = base::lowered(row);
    if (pattern.empty()) return false;
    if (pattern.back() == '@') return address.starts_with(pattern);
    if (pattern.front() == '@') return address.ends_with(pattern);
    return address == pattern;
}

bool is_machine(const config::Rulebook& rulebook, const std::string& address) {
    if (std::ranges::any_of(kMachines,
                            [&](std::string_view word) { return address.starts_with(word); }))
        return true;
    return std::ranges::any_of(rulebook.judging.system_senders, [&](const std::string& row) {
        return matches_sender(address, row);
    });
}

bool is_sane(std::string_view address) {
    const auto bad = [](char c) {
        return c <= 0x20 || c >= 0x7f ||
               std::string_view("<>()[],;:\\\"").find(c) != std::string_view::npos;
    };
    const std::size_t at = address.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || address.size() > 254 ||
        address.rfind('@') != at)
        return false;
    const std::string_view domain = address.substr(at + 1);
    if (domain.find('.') == std::string_view::npos || domain.front() == '.' || domain.back() == '.')
        return false;
    return std::ranges::none_of(address, bad);
}

}  // namespace

std::string answer_address(const parsers::Parsed& parsed) {
    // Several authors: whom to answer is a guess. Reply-To is not followed: it would let anybody
    // have our receipts sent to others.
    if (parsed.from.size() != 1 || !is_sane(parsed.from.front().address)) return {};
    return base::lowered(parsed.from.front().address);
}

std::string reason_not_to_answer(const parsers::Parsed& parsed, const config::Rulebook& rulebook) {
    for (const auto& header : parsed.headers)
        if (std::string reason = reason_in_header(header); !reason.empty()) return reason;
    const std::string address = answer_address(parsed);
    if (address.empty()) return "no_usable_address";
    if (is_own(rulebook, address)) return "own_address";
    if (is_machine(rulebook, address)) return "machine_sender";
    // QQ's holiday answers carry no header that says so.
    if (begins_with_any(parsed.subject, rulebook.judging.automatic_subjects)) return "auto_reply";
    if (begins_with_any(body_of(parsed), rulebook.judging.automatic_bodies)) return "auto_reply";
    const auto return_path = parsers::header(parsed, "Return-Path");
    if (return_path && is_own(rulebook, base::lowered(base::replaced(
                                            base::replaced(*return_path, "<", ""), ">", ""))))
        return "own_address";
    return {};
}

}  // namespace notices
