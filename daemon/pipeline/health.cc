#include "daemon/pipeline/health.h"

#include <fmt/format.h>

#include "base/text.h"
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

base::Result<std::string> health_sentence(Desk& desk,
                                          const std::vector<storage::Accounting>& accounting) {
    std::string sentence = disk_trouble(desk);
    for (const auto& mailbox : desk.rulebook.settings.mailboxes) {
        TRY_ASSIGN(const auto words, mailbox_words(desk, mailbox.name));
        sentence += words + "；";
    }
    for (const auto key : {kRulesState, kPipelineState, kPagesState, kMailerState}) {
        TRY_ASSIGN(const auto trouble, desk.ledger.value(key));
        if (trouble && !trouble->empty()) sentence += *trouble + "；";
    }
    TRY_ASSIGN(const auto views, views_trouble(desk));
    sentence += views;
    std::uint64_t waiting = 0;
    std::uint64_t review = 0;
    std::uint64_t failed = 0;
    for (const auto& line : accounting) {
        waiting += line.waiting;
        review += line.review;
        failed += line.failed;
    }
    sentence += fmt::format("待处理 {} 封，待核 {} 封", waiting, review);
    if (failed != 0) sentence += fmt::format("，无法取得 {} 封（见 filingctl status）", failed);
    TRY_ASSIGN(const auto pages, desk.ledger.pages_waiting());
    if (pages != 0) sentence += fmt::format("，扫描件待识别 {} 页", pages);
    return sentence + "。";
}

base::Result<std::string> views_trouble(Desk& desk) {
    TRY_ASSIGN(const auto views, desk.ledger.failed_views());
    if (views.count == 0) return std::string();
    return fmt::format(
        "有 {} 件报送的归档目录未能更新（{}），请检查 archive/by-filing "
        "下的同名文件和权限，程序每 10 分钟自动重试；",
        views.count, base::one_line(views.cause, 120));
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
