#include "daemon/notices/digest_tasks.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/text.h"
#include "daemon/notices/words.h"

namespace notices {
namespace {

constexpr std::size_t kListed = 10;
constexpr std::size_t kNamed = 8;

/// The first of `sentences`, and one that counts the others.
void add_some(std::vector<std::string>& tasks, const std::vector<std::string>& sentences,
              std::string_view others) {
    const std::size_t shown = std::min(sentences.size(), kListed);
    tasks.insert(tasks.end(), sentences.begin(),
                 sentences.begin() + static_cast<std::ptrdiff_t>(shown));
    if (sentences.size() > shown)
        tasks.push_back(fmt::format(fmt::runtime(others), sentences.size() - shown));
}

void add_places(std::vector<std::string>& tasks, const DigestContent& content) {
    std::vector<std::string> sentences;
    for (const auto& place : content.not_had) sentences.push_back(place_words(place));
    add_some(tasks, sentences, "另有 {} 封邮件取不到，请运行 filingctl status 查看。");
}

std::string unsent_words(const storage::Notice& notice) {
    const std::string name =
        fmt::format("通知 {}（{}）", base::label(notice.id), base::one_line(notice.subject, 60));
    if (notice.state == storage::NoticeState::Uncertain)
        return name +
               "是否已送达不确定。请在“已发送”里核对：对方没有收到的，运行 filingctl outbox "
               "resend；已收到的，运行 filingctl outbox drop。";
    return name + "被对方服务器拒收：" + base::one_line(notice.answer, 100) +
           "。请核对地址后运行 filingctl outbox 处理。";
}

/// Held ones are many and alike: they are counted.
void add_unsent(std::vector<std::string>& tasks, const DigestContent& content) {
    using storage::NoticeState;
    std::vector<std::string> sentences;
    for (const auto state : {NoticeState::Uncertain, NoticeState::Refused})
        for (const auto& notice : content.unsent)
            if (notice.state == state) sentences.push_back(unsent_words(notice));
    add_some(tasks, sentences, "另有 {} 件通知没有送达，请运行 filingctl outbox 查看。");
    const auto held =
        std::ranges::count(content.unsent, NoticeState::Held, &storage::Notice::state);
    if (held != 0)
        tasks.push_back(fmt::format(
            "有 {} 件通知暂存未发（[notices] hold 已打开，或没有配置 [smtp]），超过三天即作废。",
            held));
}

std::string unit_of_address(const config::Rulebook& rulebook, const DigestContent& content,
                            const std::string& address) {
    for (const auto& unit : rulebook.units)
        for (const auto* list : {&unit.remind, &unit.addresses, &unit.escalate})
            if (std::ranges::find(*list, address) != list->end()) return unit.name;
    const auto known =
        std::ranges::find(content.confirmed, address, &storage::ConfirmedAddress::address);
    return known == content.confirmed.end() ? std::string() : unit_words(rulebook, known->unit);
}

void add_dead(std::vector<std::string>& tasks, const config::Rulebook& rulebook,
              const DigestContent& content) {
    std::vector<std::string> sentences;
    for (const auto& dead : content.dead) {
        const std::string unit = unit_of_address(rulebook, content, dead.address);
        sentences.push_back(fmt::format(
            "地址退信：{}{}自 {} 起收不到邮件（{}），已停止向它发信。请向该单位核实：邮箱已换的，"
            "更正登记；仍可用的，运行 filingctl address revive 恢复。",
            base::one_line(dead.address, 100), unit.empty() ? unit : "（" + unit + "）",
            day_words(base::date_of(dead.since)), base::one_line(dead.cause, 80)));
    }
    add_some(tasks, sentences, "另有 {} 个地址退信。");
}

void add_unaddressed(std::vector<std::string>& tasks, const config::Rulebook& rulebook,
                     const DigestContent& content) {
    std::set<std::string> dead;
    for (const auto& row : content.dead) dead.insert(row.address);
    std::set<std::string> reachable;
    for (const auto& row : content.confirmed)
        if (!dead.contains(row.address)) reachable.insert(row.unit);
    std::vector<std::string> names;
    for (const auto& unit : rulebook.units) {
        const bool reached = std::ranges::any_of(
            unit.remind, [&](const std::string& address) { return !dead.contains(address); });
        if (!reached && !reachable.contains(unit.id) && config::exists(unit, content.day))
            names.push_back(short_unit_words(rulebook, unit.id));
    }
    if (names.empty()) return;
    const std::size_t count = names.size();
    names.resize(std::min(count, kNamed));
    tasks.push_back(
        fmt::format("{} 个单位没有可用的邮箱地址，无法催报：{}{}。请在 units.toml "
                    "中登记地址。",
                    count, base::join(names, "、"), count > kNamed ? " 等" : ""));
}

}  // namespace

std::vector<std::string> tasks_of(const config::Rulebook& rulebook, const DigestContent& content) {
    std::vector<std::string> tasks;
    add_places(tasks, content);
    add_unsent(tasks, content);
    add_dead(tasks, rulebook, content);
    add_unaddressed(tasks, rulebook, content);
    tasks.insert(tasks.end(), content.tasks.begin(), content.tasks.end());
    return tasks;
}

}  // namespace notices
