#include "daemon/smtp/classify.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text.h"

namespace smtp {
namespace {

/// NetEase's tokens for rate and quota limits; they come with 5xx codes too and pass by themselves.
constexpr std::array<std::string_view, 9> kQuotaWords{
    "MI:STC", "MI:DMC", "MI:SFQ", "RP:QRC", "RP:TRC", "RP:DRC", "HL:ICC", "HL:IFC", "HL:REP"};
/// The server wants a login, or another one (RFC 4954 §6).
constexpr std::array<int, 3> kLoginCodes{530, 534, 535};

bool is_quota(std::string_view text) {
    return std::ranges::any_of(
        kQuotaWords, [&](auto word) { return text.find(word) != std::string_view::npos; });
}

bool is_temporary(const Reply& reply) { return reply.code < 500 || is_quota(reply.text); }

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
