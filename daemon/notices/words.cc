#include "daemon/notices/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"

namespace notices {
namespace {

struct Word {
    std::string_view code;
    std::string_view words;
};

template <std::size_t count>
std::string_view look_up(const std::array<Word, count>& table, std::string_view code,
                         std::string_view otherwise) {
    for (const Word& row : table)
        if (row.code == code) return row.words;
    return otherwise;
}

constexpr std::array<Word, 6> kPieces{{
    {"word", "可编辑的 Word（或 Excel）文件"},
    {"stamped-pdf", "加盖公章的 PDF 扫描件"},
    {"link", "网站公示链接"},
    {"decision", "行政处罚决定书"},
    {"document", "正文文件"},
    {"other", "其他附件"},
}};

constexpr std::array<Word, 5> kShortPieces{{
    {"word", "Word 文件"},
    {"stamped-pdf", "盖章 PDF"},
    {"link", "公示链接"},
    {"decision", "决定书"},
    {"document", "正文文件"},
}};

constexpr std::array<Word, 5> kHowToSend{{
    {"word", "请把原始的 Word 或 Excel 文件作为附件发来，不要只发扫描件或截图。"},
    {"stamped-pdf", "请把文件打印盖章后扫描成 PDF，作为附件发来，公章须清晰可见。"},
    {"link", "请把公示网页的完整网址（以 http 开头）写在邮件正文里发来。"},
    {"decision", "请把行政处罚决定书的 Word 或 PDF 文件作为附件发来。"},
    {"document", "请把报告或材料本身作为附件发来。"},
}};

constexpr std::array<Word, 19> kProblems{{
    {"unsupported_format", "有的附件格式暂时不能自动阅读，已原样保存，将由人工查看。"},
    {"damaged", "有的附件已损坏，打不开，请重新生成后再发一次。"},
    {"encrypted", "有的附件设有密码，打不开，请取消密码后再发一次。"},
    {"empty_file", "有的附件是空文件，请检查后再发一次。"},
    {"limit_exceeded", "来件过大或压缩层数过多，只读取了一部分，请拆分后再发一次。"},
    {"format_not_pdf", "盖章件不是 PDF 格式，已按盖章件登记，以后请扫描成 PDF 发送。"},
    {"heic_picture", "有的图片是手机的 HEIC 格式，打不开，请转成 PDF 或 JPG 后再发一次。"},
    {"mime_repaired", "邮件格式不规范，已修复后读取，请核对以上登记是否齐全。"},
    {"mime_mismatch", "邮件格式有误，可能有附件没有读到，请核对以上登记是否齐全。"},
    {"header_truncated", "邮件头过长，只读取了一部分。"},
    {"charset_guessed", "有的文字编码标注不清，已按内容推断。"},
    {"text_truncated", "有的文件文字过多，只读取了一部分。"},
    {"name_sanitised", "有的附件名含有不能使用的字符，保存时已去掉。"},
    {"executable", "邮件里有程序文件，没有打开；请不要发送程序。"},
    {"huge_attachment_link",
     "邮件里是“超大附件”的下载链接，文件本身没有收到，请改用普通附件再发一次。"},
    {"multi_volume", "压缩包是分卷压缩的，不能打开，请压成一个文件后再发一次。"},
    {"password_used", "压缩包设有密码，已用邮件里写明的密码打开。"},
    {"entry_skipped", "压缩包里有链接等不是文件的内容，没有读取，请把文件本身放进去再发一次。"},
    {"message_partial", "邮件被拆成了几封，没有收齐，请合成一封再发一次。"},
}};

constexpr std::array<Word, 24> kReviews{{
    {"unsure_obligation", "看不出是哪一项报送"},
    {"unsure_unit", "看不出是哪个单位报送的"},
    {"unsure_period", "看不出是哪一期的"},
    {"month_of_arrival", "写明的期次就是收件当月，可能有误"},
    {"belongs_to_several", "看不出附件属于哪一项报送"},
    {"too_many_groups", "附件太多太杂，分不清各属哪一项报送"},
    {"copies_differ", "Word版与盖章件的数字不一致"},
    {"answer_unclear", "对回执的答复没有说清，或与材料不一致"},
    {"contradiction", "材料中的单位、事项或期次前后不一致"},
    {"look_alike", "与报送材料相近，但不是应报的文书"},
    {"encrypted", "附件设有密码"},
    {"damaged", "附件打不开"},
    {"unsupported_format", "附件的格式不能自动阅读"},
    {"heic_picture", "图片是 HEIC 格式，打不开"},
    {"huge_attachment_link", "只有超大附件的链接"},
    {"multi_volume", "附件是分卷压缩包，不能打开"},
    {"message_partial", "邮件被拆成了几封，没有收齐"},
    {"parser_died", "附件不能自动阅读"},
    {"damaged_parse_result", "附件不能自动阅读"},
    {"poison", "多次自动处理没有成功"},
    {"no_document", "邮件里没有可以登记的材料"},
    {"unread_decision", "行政处罚决定书的内容没有读全"},
    {"major_uncertain", "是否属于重大行政处罚需要核定"},
    {"disputed", "来信是对处罚决定提出异议，不像是单位报备"},
}};

/// What a sentence of kProblems may begin with; the attachment itself takes its place.
constexpr std::array<std::string_view, 3> kSubjects{"有的附件", "有的图片", "压缩包"};

constexpr std::size_t kLongRun =
    11;  // telephone numbers are this long, ID numbers and credit codes longer

/// Names stand in header lines and tables: one line, whatever the configuration holds.
constexpr std::size_t kName = 60;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string decision_words(std::string_view period) {
    const auto parts = base::split(period, '|');
    if (parts.size() != 3) return std::string(period);
    return fmt::format("{}〔{}〕{}号", parts[0], parts[1], parts[2]);
}

}  // namespace

std::string period_words(std::string_view period) {
    if (const auto month = base::parse_month(period))
        return fmt::format("{}年{}月", month->year, month->month);
    if (period.size() == 4 && base::parse_number(period)) return std::string(period) + "年";
    if (period.starts_with("sha:")) return "（无文号）";
    return base::one_line(decision_words(period), 60);
}

std::string day_words(base::Date day) {
    return fmt::format("{}年{}月{}日", base::year_of(day), base::month_of(day), base::day_of(day));
}

std::string short_day_words(base::Date day, base::Date near) {
    if (base::year_of(day) != base::year_of(near)) return day_words(day);
    return fmt::format("{}月{}日", base::month_of(day), base::day_of(day));
}

std::string days_words(base::Date due, base::Date day) {
    const auto left = (due - day).count();
    if (left == 0) return "今天截止";
    return left > 0 ? fmt::format("还剩{}天", left) : fmt::format("逾期{}天", -left);
}

std::string moment_words(base::Instant at) {
    return day_words(base::date_of(at)) + " " + base::format_instant(at).substr(11, 5);
}

std::string unit_words(const config::Rulebook& rulebook, std::string_view id) {
    const config::Unit* unit = config::find_unit(rulebook, id);
    return unit         ? base::one_line(unit->name, kName)
           : id.empty() ? std::string("（单位不详）")
                        : base::one_line(id, kName);
}

std::string short_unit_words(const config::Rulebook& rulebook, std::string_view id) {
    const config::Unit* unit = config::find_unit(rulebook, id);
    if (!unit || unit->aliases.empty()) return unit_words(rulebook, id);
    const std::string& daily = unit->aliases.front();
    const bool shorter = base::count_code_points(daily) < base::count_code_points(unit->name);
    return base::one_line(shorter ? daily : unit->name, kName);
}

std::string obligation_words(const config::Rulebook& rulebook, std::string_view id,
                             std::string_view period) {
    const config::Obligation* obligation = config::find_obligation(rulebook, id, period);
    if (!obligation) obligation = config::find_obligation(rulebook, id);
    return obligation   ? base::one_line(obligation->title, kName)
           : id.empty() ? std::string("（事项不详）")
                        : base::one_line(id, kName);
}

std::string_view piece_words(std::string_view piece) { return look_up(kPieces, piece, "材料"); }
std::string_view how_to_send(std::string_view piece) {
    return look_up(kHowToSend, piece, "请补发。");
}

std::string missing_words(const std::vector<std::string>& pieces) {
    std::vector<std::string> words;
    for (const std::string& piece : pieces)
        words.emplace_back(look_up(kShortPieces, piece, "材料"));
    return base::join(words, "、");
}

std::string problem_words(std::string_view code, std::string_view which) {
    std::string words(look_up(kProblems, code, "有的内容不能自动阅读，已原样保存，将由人工查看。"));
    if (which.empty()) return words;
    for (const std::string_view subject : kSubjects)
        if (words.starts_with(subject))
            return std::string(which) + std::string(words.substr(subject.size()));
    return words;
}

std::string_view review_words(std::string_view reason) {
    return look_up(kReviews, reason, "内容需要人工确认");
}

std::string_view status_words(storage::FilingStatus status) {
    switch (status) {
        case storage::FilingStatus::Complete:
            return "材料齐全";
        case storage::FilingStatus::Incomplete:
            return "材料不全";
        case storage::FilingStatus::Review:
            return "待工作人员核对";
        case storage::FilingStatus::Superseded:
            return "已被更正件替代";
        case storage::FilingStatus::Withdrawn:
            return "已撤回";
    }
    return "";
}

std::string_view place_cure(const storage::LonePlace& place) {
    if (place.outcome == storage::Outcome::OutOfScope)
        return "如需归档，请在网页邮箱中把它另存为 .eml 文件，再用 filingctl import 导入。";
    return "请在网页邮箱中打开这封邮件；能打开的，另存为 .eml 文件后用 filingctl import "
           "导入，或请发件人重发；打不开的，请联系邮箱服务商。";
}

std::string place_words(const storage::LonePlace& place) {
    std::string words =
        fmt::format("邮箱 {}/{} 中编号（UID）{} 的邮件", place.mailbox, place.folder, place.uid);
    if (place.received_at != base::Instant{})
        words += "（" + moment_words(place.received_at) + " 到达）";
    if (place.since) words += "自 " + moment_words(*place.since) + " 起";
    words += place.outcome ? "无法取得，已不再重试" : "取不到，仍在重试";
    return words + "：" + base::one_line(place.reason, 120) + "。" + std::string(place_cure(place));
}

std::string proposal_words(const config::Rulebook& rulebook, const storage::Candidate& proposal) {
    const std::string period =
        proposal.period.empty() ? "（期次不详）" : period_words(proposal.period);
    return (proposal.unit.empty() ? "（单位不详）" : short_unit_words(rulebook, proposal.unit)) +
           " " + period + " " + obligation_words(rulebook, proposal.obligation, proposal.period);
}

std::string masked(std::string_view text, std::size_t count) {
    std::string kept;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && is_digit(text[end])) ++end;
        if (end - at >= kLongRun) {
            kept += "…";
        } else {
            end = std::max(end, at + 1);
            kept += text.substr(at, end - at);
        }
        at = end;
    }
    return base::one_line(kept, count);
}

std::string shown_subject(std::string_view subject) {
    const std::string line = masked(subject, 40);
    return line.empty() ? "（无主题）" : line;
}

std::string office_words(const config::Rulebook& rulebook) {
    const std::string& office = rulebook.settings.notices.office;
    return office.empty() ? "如有疑问，请直接回复本邮件。" : base::one_line(office, 200);
}

std::string link_words(const storage::Link& link) {
    struct Sentence {
        std::string_view cause;
        std::string_view words;
    };
    constexpr std::array kSentences{
        Sentence{"gone", "网站答复页面不存在，将连续七天每天再看"},
        Sentence{"draft", "打开的是征求意见稿，不是正式文本"},
        Sentence{"other_title", "网页标题与报送的文件不一致，请打开核对"},
        Sentence{"other_unit", "网页标题写的是别的单位，请打开核对"},
        Sentence{"other_year", "网页标题的年份与报送的文件不一致，请打开核对"},
        Sentence{"no_title", "网页没有可读的标题，请打开核对"},
        Sentence{"unreadable", "网页内容无法安全读取，请打开核对"},
        Sentence{"bad_address", "网址写法有误，没有打开"},
        Sentence{"bad_redirect", "网页转到了写法有误的地址，没有打开"},
        Sentence{"not_listed", "网站不在允许核对的名单里（[links] hosts），没有打开"},
        Sentence{"redirect_not_listed", "网页转到了名单以外的网站，没有打开"},
        Sentence{"redirects", "网页转来转去，打不开"},
        Sentence{"port", "网址的端口不是网站常用的端口，没有打开"},
        Sentence{"not_public", "网址指向内部网络，没有打开"},
        Sentence{"certificate", "网站证书无效，没有打开"},
        Sentence{"too_large", "网页过大，没有读完"},
        Sentence{"timeout", "网站响应超时"},
        Sentence{"empty", "网页是空的"},
    };
    if (link.status == storage::LinkStatus::Dead)
        return "链接已失效：七天里有三天网站答复页面不存在";
    const auto known = std::ranges::find(kSentences, link.cause, &Sentence::cause);
    return std::string(known == kSentences.end() ? "网站暂时打不开" : known->words);
}

}  // namespace notices
