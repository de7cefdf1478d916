#include "daemon/notices/digest_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "base/text.h"
#include "daemon/duties/matrix.h"
#include "daemon/notices/words.h"

namespace notices {
namespace {

using duties::Duty;
using duties::DutyState;
using nlohmann::json;

// What the missing list shows, in this order.
constexpr std::array<DutyState, 4> kListed{DutyState::Overdue, DutyState::Incomplete,
                                           DutyState::InReview, DutyState::DueSoon};

bool is_history(const DigestContent& content, const config::Rulebook& rulebook, const Duty& duty) {
    const auto from =
        content.history_before ? content.history_before : rulebook.settings.notices.remind_from;
    return from && duty.due && *duty.due < *from;
}

struct Group {
    const Duty* first = nullptr;
    std::vector<std::string> units;
};

std::string group_words(const config::Rulebook& rulebook, const Duty& duty) {
    std::string words =
        obligation_words(rulebook, duty.obligation, duty.period) + " " + period_words(duty.period);
    if (duty.due) words += "（截止 " + day_words(*duty.due) + "）";
    return words;
}

std::string unit_line(const config::Rulebook& rulebook, const Duty& duty) {
    std::string words = unit_words(rulebook, duty.unit);
    if (duty.state != DutyState::Incomplete || duty.missing.empty()) return words;
    std::vector<std::string> pieces;
    for (const std::string& piece : duty.missing) pieces.emplace_back(piece_words(piece));
    return words + "（缺" + base::join(pieces, "、") + "）";
}

/// Units that owe this obligation and period at all: where none of them filed, one word says so.
std::size_t owing(const DigestContent& content, const Duty& duty) {
    return static_cast<std::size_t>(std::ranges::count_if(content.duties, [&](const Duty& other) {
        return other.obligation == duty.obligation && other.period == duty.period &&
               other.state != DutyState::Exempt;
    }));
}

json group_values(const config::Rulebook& rulebook, const DigestContent& content,
                  const Group& group) {
    const std::size_t count = group.units.size();
    const bool all = count > 3 && count == owing(content, *group.first);
    const std::string units =
        all ? fmt::format("全部 {} 个应报单位", count) : base::join(group.units, "、");
    return {{"what", group_words(rulebook, *group.first)}, {"units", units}, {"count", count}};
}

json state_values(const config::Rulebook& rulebook, const DigestContent& content, DutyState state) {
    std::map<std::tuple<base::Date, std::string, std::string>, Group> groups;
    std::size_t count = 0;
    for (const Duty& duty : content.duties) {
        if (duty.state != state || is_history(content, rulebook, duty)) continue;
        Group& group = groups[{duty.due.value_or(base::Date::max()), duty.obligation, duty.period}];
        if (!group.first) group.first = &duty;
        group.units.push_back(unit_line(rulebook, duty));
        ++count;
    }
    json lines = json::array();
    for (const auto& [key, group] : groups) lines.push_back(group_values(rulebook, content, group));
    return {{"state", duties::label(state)}, {"count", count}, {"lines", lines}};
}

json missing_values(const config::Rulebook& rulebook, const DigestContent& content) {
    json states = json::array();
    for (const DutyState state : kListed)
        if (json values = state_values(rulebook, content, state); values["count"] != 0)
            states.push_back(std::move(values));
    return states;
}

std::string history_words(const config::Rulebook& rulebook, const DigestContent& content) {
    const auto count = std::ranges::count_if(content.duties, [&](const Duty& duty) {
        return is_history(content, rulebook, duty) &&
               (duty.state == DutyState::Overdue || duty.state == DutyState::Incomplete);
    });
    return count == 0 ? std::string()
                      : fmt::format("往期另有 {} 项未报或不全，不再逐一列出。", count);
}

json filed_values(const config::Rulebook& rulebook, const DigestContent& content) {
    json lines = json::array();
    for (const auto& filing : content.filed_since) {
        std::vector<std::string> missing;
        for (const std::string& piece : filing.missing) missing.emplace_back(piece_words(piece));
        std::string note(status_words(filing.status));
        if (!missing.empty()) note += "，缺" + base::join(missing, "、");
        if (filing.on_time && !*filing.on_time) note += "，迟报";
        lines.push_back({{"unit", unit_words(rulebook, filing.unit)},
                         {"what", obligation_words(rulebook, filing.obligation, filing.period)},
                         {"period", period_words(filing.period)},
                         {"note", note}});
    }
    return lines;
}

std::string guess_words(const config::Rulebook& rulebook, const storage::Candidate& candidate) {
    std::string words = unit_words(rulebook, candidate.unit) + "，" +
                        obligation_words(rulebook, candidate.obligation, candidate.period);
    if (!candidate.period.empty()) words += "，" + period_words(candidate.period);
    return words;
}

json review_values(const config::Rulebook& rulebook, const DigestContent& content) {
    json lines = json::array();
    for (const auto& item : content.review) {
        std::vector<std::string> guesses;
        for (const auto& candidate : item.candidates)
            guesses.push_back(guess_words(rulebook, candidate));
        lines.push_back({{"id", base::label(item.message)},
                         {"subject", shown_subject(item.subject)},
                         {"from", base::one_line(item.from, 60)},
                         {"reason", review_words(item.reason)},
                         {"has_guesses", !guesses.empty()},
                         {"guesses", base::join(guesses, "；")}});
    }
    return lines;
}

constexpr std::size_t kPlacesListed = 10;

/// What staff must do: first about mails that could not be had, then the rest.
std::vector<std::string> tasks_of(const DigestContent& content) {
    std::vector<std::string> tasks;
    for (const auto& place : content.not_had) {
        if (tasks.size() == kPlacesListed) break;
        tasks.push_back(place_words(place));
    }
    if (content.not_had.size() > kPlacesListed)
        tasks.push_back(fmt::format("另有 {} 封邮件取不到，请运行 filingctl status 查看。",
                                    content.not_had.size() - kPlacesListed));
    tasks.insert(tasks.end(), content.tasks.begin(), content.tasks.end());
    return tasks;
}

constexpr std::size_t kLinksListed = 20;

json link_values(const config::Rulebook& rulebook, const DigestContent& content) {
    json lines = json::array();
    for (const auto& item : content.links) {
        if (lines.size() == kLinksListed) break;
        lines.push_back({{"unit", unit_words(rulebook, item.unit)},
                         {"what", obligation_words(rulebook, item.obligation, item.period)},
                         {"period", period_words(item.period)},
                         {"url", base::one_line(item.link.url, 200)},
                         {"words", link_words(item.link)}});
    }
    return lines;
}

json strings(const std::vector<std::string>& texts) {
    json lines = json::array();
    for (const std::string& text : texts) lines.push_back({{"words", base::one_line(text, 500)}});
    return lines;
}

}  // namespace

std::string accounting_words(const storage::Accounting& row) {
    std::string words = fmt::format(
        "{}/{}：共 {} 封 = 归档 {} + 重复 {} + 非报送 {} + 范围外 {} + 待核 {} + 处理中 {} + 失败 "
        "{}",
        row.mailbox, row.folder, row.live, row.filed, row.duplicate, row.not_a_filing,
        row.out_of_scope, row.review, row.waiting, row.failed);
    if (row.gone != 0) words += fmt::format("（已从邮箱移走 {} 封，存档仍在）", row.gone);
    if (!row.balanced()) words += "（账目不平，请运行 filingctl reconcile）";
    return words;
}

std::string digest_subject(const DigestContent& content) {
    std::string subject = "报送汇总 " + day_words(content.day) + "：新收 " +
                          std::to_string(content.filed_since.size()) + " 件";
    if (!content.review.empty())
        subject += "，待核 " + std::to_string(content.review.size()) + " 件";
    return subject;
}

json digest_values(const config::Rulebook& rulebook, const DigestContent& content) {
    json values;
    values["day"] = day_words(content.day);
    values["health"] = base::one_line(content.health, 300);
    json accounting = json::array();
    for (const auto& row : content.accounting)
        accounting.push_back({{"words", accounting_words(row)}});
    values["accounting"] = accounting;
    values["filed"] = filed_values(rulebook, content);
    values["has_filed"] = !values["filed"].empty();
    values["filed_count"] = values["filed"].size();
    values["states"] = missing_values(rulebook, content);
    values["has_states"] = !values["states"].empty();
    values["history"] = history_words(rulebook, content);
    values["has_history"] = !values["history"].get_ref<const std::string&>().empty();
    values["review"] = review_values(rulebook, content);
    values["has_review"] = !values["review"].empty();
    values["review_count"] = values["review"].size();
    values["links"] = link_values(rulebook, content);
    values["has_links"] = !content.links.empty();
    values["link_count"] = content.links.size();
    values["has_more_links"] = content.links.size() > kLinksListed;
    values["tasks"] = strings(tasks_of(content));
    values["has_tasks"] = !values["tasks"].empty();
    values["calendar_unpublished"] = !content.calendar_published;
    values["year"] = std::to_string(base::year_of(content.day));
    return values;
}

}  // namespace notices
