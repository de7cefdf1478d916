#include "daemon/notices/bounce.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace notices {
namespace {

constexpr std::size_t kMostIds = 32;
constexpr std::size_t kMostRecipients = 200;
constexpr std::size_t kLongestText = 256U << 10;
constexpr std::size_t kWords = 200;

/// Subjects under which mail systems return mail, in lower case, found anywhere.
constexpr std::array<std::string_view, 16> kSubjects{"退信",
                                                     "undeliver",
                                                     "delivery status notification",
                                                     "returned mail",
                                                     "delivery fail",
                                                     "failure notice",
                                                     "delivery has failed",
                                                     "returned to sender",
                                                     "mail delivery",
                                                     "delivery notification",
                                                     "nondeliver",
                                                     "non-deliver",
                                                     "无法投递",
                                                     "投递失败",
                                                     "邮件被退回",
                                                     "未送达"};

/// Local parts of mail systems.
constexpr std::array<std::string_view, 4> kAgents{"postmaster@", "mailer-daemon@", "mailmaster@",
                                                  "mailerdaemon@"};

struct StatusRule {
    std::string_view begins;
    Harm harm;
};

/// RFC 3463 §3: the first that fits. X.1.7 and X.1.8 are about the sender; X.4.1 is how Exchange
/// Online refuses an unknown user; X.4.4 a domain without a mail host. What is not listed here is
/// told by the words.
constexpr std::array<StatusRule, 14> kStatusRules{{
    {"4.", Harm::Passing},
    {"5.1.7", Harm::Doubtful},
    {"5.1.8", Harm::Doubtful},
    {"5.1.", Harm::Permanent},
    {"5.2.1", Harm::Permanent},
    {"5.2.2", Harm::Doubtful},
    {"5.2.3", Harm::Doubtful},
    {"5.2.4", Harm::Doubtful},
    {"5.3.", Harm::Doubtful},
    {"5.4.1", Harm::Permanent},
    {"5.4.4", Harm::Permanent},
    {"5.4.", Harm::Doubtful},
    {"5.6.", Harm::Doubtful},
    {"5.7.", Harm::Doubtful},
}};

/// A full mailbox is emptied some day; asked first, for "user is over quota" names a user too.
constexpr std::array<std::string_view, 8> kFullWords{
    "quota", "mailbox full", "mailbox is full", "is full", "已满", "空间不足", "容量", "超容"};
/// Nobody is there. What the help pages of 163, QQ, 263 and Coremail list, and Postfix, Exim,
/// qmail, Exchange and Gmail say.
constexpr std::array<std::string_view, 34> kNobodyWords{"user unknown",
                                                        "unknown user",
                                                        "no such user",
                                                        "no such recipient",
                                                        "no such mailbox",
                                                        "user not found",
                                                        "user is not found",
                                                        "mailbox not found",
                                                        "recipient not found",
                                                        "user not exist",
                                                        "not exist",
                                                        "doesn't exist",
                                                        "unknown recipient",
                                                        "invalid recipient",
                                                        "invalid user",
                                                        "invalid mailbox",
                                                        "not a valid mailbox",
                                                        "no mailbox here",
                                                        "user not known",
                                                        "unavailable mail user",
                                                        "not user of this",
                                                        "unrouteable address",
                                                        "host not found",
                                                        "host unknown",
                                                        "domain not found",
                                                        "account is disabled",
                                                        "user disabled",
                                                        "account inactive",
                                                        "user suspended",
                                                        "不存在",
                                                        "没有这个用户",
                                                        "无此用户",
                                                        "未开通",
                                                        "被禁用"};

/// A warning that the server still tries, in the letter's subject or text.
constexpr std::array<std::string_view, 8> kDelayWords{
    "(delay)",    "delayed mail",  "still being retried",   "will be retried",
    "will retry", "will continue", "do not need to resend", "继续尝试"};

bool has_any(std::string_view text, const auto& words) {
    return std::ranges::any_of(
        words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Up to three digits at `at`; 0 when there are none.
std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t count = 0;
    while (count < 3 && at + count < text.size() && is_digit(text[at + count])) ++count;
    return count;
}

/// The first enhanced status code in free text: 5.1.1, no part of an IP address or version.
std::string_view status_in(std::string_view text) {
    for (std::size_t at = 0; at + 4 < text.size(); ++at) {
        if (text[at] != '4' && text[at] != '5') continue;
        if (at > 0 && (is_digit(text[at - 1]) || text[at - 1] == '.')) continue;
        if (text[at + 1] != '.') continue;
        const std::size_t subject = digits_at(text, at + 2);
        const std::size_t dot = at + 2 + subject;
        if (subject == 0 || dot >= text.size() || text[dot] != '.') continue;
        const std::size_t detail = digits_at(text, dot + 1);
        const std::size_t end = dot + 1 + detail;
        const bool goes_on = end < text.size() && (is_digit(text[end]) ||
                                                   (text[end] == '.' && digits_at(text, end + 1)));
        if (detail != 0 && !goes_on) return text.substr(at, end - at);
    }
    return {};
}

/// The first reply code of a refusal in free text ("550", "451"), its first digit; 0: none.
char refusal_in(std::string_view text) {
    const auto apart = [&](std::size_t at) {
        const char c = at < text.size() ? text[at] : ' ';
        return !is_digit(c) && c != '.' && !(c >= 'a' && c <= 'z');
    };
    for (std::size_t at = 0; at + 2 < text.size(); ++at)
        if ((text[at] == '4' || text[at] == '5') && text[at + 1] >= '0' && text[at + 1] <= '5' &&
            is_digit(text[at + 2]) && apart(at + 3) && (at == 0 || apart(at - 1)))
            return text[at];
    return 0;
}

std::string from_of(const parsers::Parsed& parsed) {
    return parsed.from.empty() ? std::string() : base::lowered(parsed.from.front().address);
}

bool is_report(const parsers::Parsed& parsed) {
    const std::string type = base::lowered(parsers::header(parsed, "Content-Type").value_or(""));
    return type.starts_with("multipart/report") &&
           type.find("disposition-notification") == std::string::npos;
}

bool is_system_letter(const parsers::Parsed& parsed) {
    if (parsers::header(parsed, "X-Failed-Recipients")) return true;
    const std::string from = from_of(parsed);
    const bool agent = from.empty() || std::ranges::any_of(kAgents, [&](std::string_view local) {
                           return from.starts_with(local);
                       });
    const auto return_path = parsers::header(parsed, "Return-Path");
    const bool nobody = return_path && base::trimmed(*return_path) == "<>";
    return (agent || nobody) && has_any(base::lowered(parsed.subject), kSubjects);
}

/// Inside what is returned, and so no word of the system that returns it.
bool is_returned(const parsers::Document& document) {
    return document.part.find("!/") != std::string::npos ||
           document.declared_type == "text/rfc822-headers";
}

class Ids {
 public:
    /// Every <id@host> of a header field or of words.
    void take(std::string_view text) {
        for (std::size_t at = text.find('<'); at != std::string_view::npos;
             at = text.find('<', at + 1)) {
            const std::size_t end = text.find_first_of("<> \t\r\n", at + 1);
            if (end == std::string_view::npos || text[end] != '>') continue;
            add(text.substr(at, end + 1 - at));
        }
    }
    /// The ids behind "Message-ID:" in a returned header block or in words that quote one.
    void take_named(std::string_view text) {
        constexpr std::string_view kName = "message-id:";
        const std::string low = base::lowered(text);
        for (std::size_t at = low.find(kName); at != std::string::npos;
             at = low.find(kName, at + 1)) {
            const std::size_t value = at + kName.size();
            const std::size_t end = text.find('>', value);
            if (end != std::string_view::npos) take(text.substr(value, end + 1 - value));
        }
    }
    std::vector<std::string> ids;

 private:
    void add(std::string_view id) {
        if (id.size() < 5 || id.find('@') == std::string_view::npos || ids.size() >= kMostIds)
            return;
        if (std::ranges::find(ids, id) == ids.end()) ids.emplace_back(id);
    }
};

std::vector<std::string> ids_of(const parsers::Parsed& parsed) {
    Ids found;
    for (const auto& document : parsed.documents)
        for (const auto& field : document.fields)
            if (field.name == "message_id") found.take(field.value);
    for (const char* name : {"In-Reply-To", "References", "X-Original-Message-ID"})
        if (const auto value = parsers::header(parsed, name)) found.take(*value);
    for (const auto& document : parsed.documents)
        found.take_named(std::string_view(document.text).substr(0, kLongestText));
    return std::move(found.ids);
}

/// One group of fields of a delivery-status (RFC 3464 §2.3).
struct Group {
    std::string recipient;
    std::string original;
    std::string action;
    std::string status;
    std::string diagnostic;
};

/// "rfc822; a@b.example" without its type, without brackets, in lower case.
std::string address_in(std::string_view value) {
    value = base::trimmed(value.substr(value.find(';') + 1));
    if (value.starts_with('<') && value.ends_with('>')) value = value.substr(1, value.size() - 2);
    return base::lowered(base::trimmed(value));
}

void take_field(Group& group, std::string_view line) {
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const std::string name = base::lowered(base::trimmed(line.substr(0, colon)));
    const std::string_view value = base::trimmed(line.substr(colon + 1));
    if (name == "final-recipient") group.recipient = address_in(value);
    if (name == "original-recipient") group.original = address_in(value);
    if (name == "action") group.action = base::lowered(value.substr(0, value.find_first_of(" (;")));
    if (name == "status") group.status = value.substr(0, value.find_first_of(" (;"));
    if (name == "diagnostic-code")
        group.diagnostic = base::trimmed(value.substr(value.find(';') + 1));
}

std::vector<Group> groups_in(std::string_view text) {
    std::vector<Group> groups(1);
    std::string line;
    const auto end_line = [&] {
        if (!line.empty()) take_field(groups.back(), line);
        line.clear();
    };
    for (const std::string_view each : base::split(text.substr(0, kLongestText), '\n')) {
        if (base::trimmed(each).empty()) {
            end_line();
            if (!groups.back().recipient.empty() && groups.size() < kMostRecipients)
                groups.emplace_back();
        } else if (each.starts_with(' ') || each.starts_with('\t')) {
            line += ' ';
            line += base::trimmed(each);
        } else {
            end_line();
            line = each;
        }
    }
    end_line();
    std::erase_if(groups, [](const Group& group) { return group.recipient.empty(); });
    return groups;
}

void take_group(const Group& group, std::vector<Returned>& reported) {
    if (group.action != "failed" && group.action != "delayed") return;
    Returned returned;
    returned.words =
        base::one_line(group.diagnostic.empty() ? group.status : group.diagnostic, kWords);
    returned.harm =
        group.action == "delayed" ? Harm::Delayed : harm_of(group.status, group.diagnostic);
    returned.address = group.recipient;
    reported.push_back(returned);
    // A recipient whose mail is forwarded is known to us by the address we wrote to.
    if (group.original.empty() || group.original == group.recipient) return;
    returned.address = group.original;
    reported.push_back(returned);
}

/// Where `address` stands in `text` as a whole, both in lower case.
std::size_t find_address(std::string_view text, std::string_view address) {
    constexpr std::string_view kInside = "abcdefghijklmnopqrstuvwxyz0123456789.-_+@";
    const auto inside = [&](char c) { return kInside.find(c) != std::string_view::npos; };
    for (std::size_t at = text.find(address); at != std::string_view::npos;
         at = text.find(address, at + 1)) {
        const std::size_t end = at + address.size();
        const bool ends = end >= text.size() || !inside(text[end]) ||
                          (text[end] == '.' && (end + 1 >= text.size() || !inside(text[end + 1])));
        if ((at == 0 || !inside(text[at - 1])) && ends) return at;
    }
    return std::string_view::npos;
}

/// The line that says why: the first with a refusal's code, else the first with words of one.
std::string reason_in(std::string_view text) {
    std::string_view worded;
    for (const std::string_view line : base::split(text, '\n')) {
        const std::string low = base::lowered(line);
        if (!status_in(low).empty() || refusal_in(low) != 0)
            return base::one_line(base::trimmed(line), kWords);
        if (worded.empty() && (has_any(low, kFullWords) || has_any(low, kNobodyWords)))
            worded = line;
    }
    return base::one_line(base::trimmed(worded), kWords);
}

}  // namespace

std::vector<std::string> answered_ids(const parsers::Parsed& parsed) {
    Ids found;
    for (const char* name : {"In-Reply-To", "References"})
        if (const auto value = parsers::header(parsed, name)) found.take(*value);
    return std::move(found.ids);
}

Harm harm_of(std::string_view status, std::string_view words) {
    const std::string low = base::lowered(words);
    if (status.empty()) status = status_in(low);
    for (const StatusRule& rule : kStatusRules)
        if (status.starts_with(rule.begins)) return rule.harm;
    if (status.empty() && refusal_in(low) == '4') return Harm::Passing;
    if (has_any(low, kFullWords)) return Harm::Doubtful;
    return has_any(low, kNobodyWords) ? Harm::Permanent : Harm::Doubtful;
}

std::optional<Bounce> read_bounce(const parsers::Parsed& parsed) {
    if (!is_report(parsed) && !is_system_letter(parsed)) return {};
    Bounce bounce;
    bounce.message_ids = ids_of(parsed);
    for (const auto& document : parsed.documents) {
        if (is_returned(document)) continue;
        if (document.declared_type == "message/delivery-status" ||
            document.declared_type == "message/global-delivery-status") {
            for (const Group& group : groups_in(document.text)) take_group(group, bounce.reported);
        } else if (bounce.text.size() + document.text.size() <= kLongestText) {
            bounce.text += document.text + "\n";
        }
    }
    if (!bounce.reported.empty()) bounce.text.clear();
    bounce.still_tried =
        has_any(base::lowered(parsed.subject) + "\n" + base::lowered(bounce.text), kDelayWords);
    return bounce;
}

std::vector<Returned> returned_for(const Bounce& bounce,
                                   const std::vector<std::string>& addresses) {
    std::vector<Returned> found;
    for (const Returned& each : bounce.reported) {
        const bool known =
            std::ranges::find(found, each.address, &Returned::address) != found.end();
        if (!known && std::ranges::find(addresses, each.address) != addresses.end())
            found.push_back(each);
    }
    if (bounce.text.empty()) return found;
    const std::string low = base::lowered(bounce.text);
    for (const std::string& address : addresses) {
        const std::size_t at = find_address(low, address);
        if (at == std::string::npos) continue;
        Returned returned;
        returned.address = address;
        returned.words = reason_in(bounce.text);
        returned.harm = bounce.still_tried ? Harm::Delayed : harm_of({}, returned.words);
        found.push_back(std::move(returned));
    }
    return found;
}

}  // namespace notices
