#include "daemon/pipeline/health.h"

#include <fmt/format.h>

#include "daemon/notices/words.h"

namespace pipeline {
namespace {

/// Below this the ledger may be unable to take a note of it: it is looked at when asked.
constexpr std::uint64_t kScarce = 32ULL << 20;

base::Result<std::string> mailbox_words(Desk& desk, const std::string& name) {
    TRY_ASSIGN(const auto state, desk.ledger.value(std::string(kMailboxState) + name));
    TRY_ASSIGN(const auto sync, desk.ledger.value(std::string(kLastSync) + name));
    if (state && !state->empty()) return *state;
    const auto at = sync ? base::parse_instant(*sync) : std::nullopt;
    if (!at) return fmt::format("邮箱 {} 尚未同步", name);
    return fmt::format("邮箱 {} 已同步到 {}", name, notices::moment_words(*at));
}

}  // namespace

std::string disk_trouble(const Desk& desk) {
    const auto room = desk.env.free_space(desk.rulebook.settings.state_directory);
    if (!room || *room >= kScarce) return {};
    return fmt::format("磁盘空间不足（只剩 {} MiB），请清理磁盘，空间恢复后程序自动继续；",
                       *room >> 20U);
}

base::Result<std::string> health_sentence(Desk& desk) {
    std::string sentence = disk_trouble(desk);
    for (const auto& mailbox : desk.rulebook.settings.mailboxes) {
        TRY_ASSIGN(const auto words, mailbox_words(desk, mailbox.name));
        sentence += words + "；";
    }
    for (const auto key : {kPipelineState, kMailerState}) {
        TRY_ASSIGN(const auto trouble, desk.ledger.value(key));
        if (trouble && !trouble->empty()) sentence += *trouble + "；";
    }
    std::uint64_t waiting = 0;
    std::uint64_t review = 0;
    TRY_ASSIGN(const auto accounting, desk.ledger.accounting());
    for (const auto& line : accounting) {
        waiting += line.waiting;
        review += line.review;
    }
    return sentence + fmt::format("待处理 {} 封，待核 {} 封。", waiting, review);
}

std::string accounting_line(const storage::Accounting& a) {
    return fmt::format(
        "{}/{}: {} = filed {} + duplicate {} + not_a_filing {} + out_of_scope {} + review {} + "
        "waiting {} + "
        "failed {} (gone {}){}",
        a.mailbox, a.folder, a.live, a.filed, a.duplicate, a.not_a_filing, a.out_of_scope, a.review,
        a.waiting, a.failed, a.gone, a.balanced() ? "" : "  UNBALANCED");
}

}  // namespace pipeline
