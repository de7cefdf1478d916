#include "daemon/smtp/classify.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

namespace smtp {
namespace {

struct Token {
    std::string_view token;
    Limit limit;
};

/// NetEase's tokens (help.163.com, 退信代码说明). Limits come with 5xx codes too and pass by
/// themselves; DT:SPM with 451 is worth another try, with 550 or 554 it is not.
constexpr std::array<Token, 23> kTokens{{
    {"MI:SFQ", Limit::Pace},     // a sender's mails in 15 minutes
    {"MI:DMC", Limit::Pace},     // mails of one connection
    {"RP:QRC", Limit::Pace},     // recipients in a short time
    {"RP:DRC", Limit::Pace},     // recipients of one connection
    {"MI:CEL", Limit::Pace},     // faulty commands
    {"MI:CCL", Limit::Pace},     // commands
    {"RP:CEL", Limit::Pace},     //
    {"RP:CCL", Limit::Pace},     //
    {"HL:ICC", Limit::Pace},     // connections at a time
    {"HL:IFC", Limit::Pace},     // mails of an address in a short time
    {"HL:REP", Limit::Pace},     // too many unknown recipients; closed for now
    {"HL:MEP", Limit::Pace},     // too many forged domains; closed for now
    {"HL:IHU", Limit::Pace},     // suspended for now
    {"MI:STC", Limit::Day},      // a sender's mails of a day
    {"RP:TRC", Limit::Day},      // a sender's recipients of a day
    {"MI:SPB", Limit::Account},  // the user is none of those who may send
    {"WM:BLU", Limit::Account},  //
    {"WM:BLI", Limit::Account},  // the address is none of those that may send
    {"HL:IPB", Limit::Account},  //
    {"DT:RBL", Limit::Account},  // the address is on a block list
    {"MI:SPF", Limit::Account},  // the address may not send for this domain
    {"MI:DMA", Limit::Account},  //
    {"DT:SPM", Limit::Content},
}};
/// The server wants a login, or another one (RFC 4954 §6).
constexpr std::array<int, 3> kLoginCodes{530, 534, 535};

Limit limit_in(std::string_view text) {
    const auto* const found = std::ranges::find_if(kTokens, [&](const Token& each) {
        return text.find(each.token) != std::string_view::npos;
    });
    return found == kTokens.end() ? Limit::None : found->limit;
}

/// About the sender, whoever the recipient is: what is asked tomorrow may be granted.
bool passes(Limit limit) { return limit != Limit::None && limit != Limit::Content; }

bool is_temporary(const Reply& reply) { return reply.code < 500 || passes(limit_in(reply.text)); }

Fate fate_of_refusal(const Reply& reply) {
    if (is_temporary(reply)) return Fate::Later;
    const bool login = reply.stage == Stage::Login ||
                       std::ranges::find(kLoginCodes, reply.code) != kLoginCodes.end();
    return login ? Fate::Login : Fate::Refused;
}

/// Every recipient was refused: worth another try when one of them was refused for now only.
Fate fate_without_recipients(const std::vector<Reply>& answers) {
    return std::ranges::any_of(answers, is_temporary) ? Fate::Later : Fate::Refused;
}

bool accepted(const Reply& reply) { return reply.code >= 200 && reply.code < 300; }

Fate fate_of(const ReplyTracker& tracker, std::size_t recipients) {
    const Reply& final_answer = tracker.final_answer();
    if (final_answer.code != 0)
        return accepted(final_answer) ? Fate::Sent : fate_of_refusal(final_answer);
    // Before the last byte was given, the final dot can't have been sent: nothing was delivered.
    if (tracker.stage() == Stage::Body)
        return tracker.is_body_given() ? Fate::Uncertain : Fate::Later;
    const auto& answers = tracker.recipients();
    if (recipients > 0 && answers.size() == recipients && std::ranges::none_of(answers, accepted))
        return fate_without_recipients(answers);
    if (tracker.last().code >= 400) return fate_of_refusal(tracker.last());
    return Fate::Later;
}

/// The reply a person should read: of a refusal in the dialogue, the one that refused.
const Reply& telling_reply(const ReplyTracker& tracker) {
    return tracker.final_answer().code != 0 ? tracker.final_answer() : tracker.last();
}

}  // namespace

Delivery classify(const ReplyTracker& tracker, const std::vector<std::string>& recipients,
                  const std::string& transport) {
    Delivery delivery;
    delivery.fate = fate_of(tracker, recipients.size());
    const Reply& reply = telling_reply(tracker);
    delivery.code = reply.code;
    if (delivery.fate == Fate::Later || delivery.fate == Fate::Refused)
        delivery.limit = limit_in(reply.text);
    const bool server_decided = tracker.final_answer().code != 0 || reply.code >= 400;
    delivery.answer = server_decided ? reply.text : base::one_line(transport, 300);
    for (std::size_t i = 0; i < recipients.size(); ++i) {
        RecipientAnswer answer;
        answer.address = recipients[i];
        if (i < tracker.recipients().size()) {
            answer.code = tracker.recipients()[i].code;
            answer.text = tracker.recipients()[i].text;
        }
        delivery.recipients.push_back(std::move(answer));
    }
    return delivery;
}

}  // namespace smtp
