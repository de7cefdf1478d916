#include "daemon/notices/digest_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "daemon/duties/matrix.h"
#include "daemon/notices/digest_tasks.h"
#include "daemon/notices/words.h"

namespace notices {
namespace {

using duties::Duty;
using duties::DutyState;
using nlohmann::json;

// How much a mail shows before it points to its workbook, or to filingctl.
constexpr std::size_t kRows = 30;
constexpr std::size_t kReviews = 30;
constexpr std::size_t kUnitsInRow = 40;
constexpr std::size_t kUnitsInMonth = 100;
constexpr std::size_t kGuesses = 3;
constexpr std::size_t kLinks = 20;
constexpr std::size_t kSentences = 30;

/// A list with how much of it was left out; null where there is nothing, so that a template's
/// section is not there.
json listed(json rows, std::size_t count, std::size_t left_out, const std::string& where) {
    if (rows.empty()) return {};
    json values;
    values["count"] = count;
    values["rows"] = std::move(rows);
    values["more"] =
        left_out == 0 ? json() : json(fmt::format("另有 {} 项未列出，{}。", left_out, where));
    return values;
}

class Writer {
 public:
    Writer(const config::Rulebook& rulebook, const DigestContent& content, bool attached)
        : rulebook_(rulebook),
          content_(content),
          rest_(attached ? "见附件" : "请运行 filingctl duties 查看") {}

    json state(DutyState wanted) const { return rows(rows_in_state(rulebook_, content_, wanted)); }
    json late() const { return rows(late_rows(rulebook_, content_)); }

    json near() const {
        json lines = json::array();
        const auto items = near_items(rulebook_, content_);
        for (const NearItem& item : items) {
            if (lines.size() == kRows) break;
            lines.push_back(near_line(item));
        }
        const auto shown = lines.size();
        return listed(std::move(lines), items.size(), items.size() - shown, rest_);
    }

    json months() const {
        json reports = json::array();
        for (const MonthReport& report : month_reports(rulebook_, content_))
            reports.push_back({{"what", month_title(rulebook_, report)},
                               {"due", day_words(report.due)},
                               {"balance", month_balance(report)},
                               {"rows", month_rows(report)}});
        return reports.empty() ? json() : reports;
    }

    json reviews() const {
        json lines = json::array();
        for (const auto& item : content_.review) {
            if (lines.size() == kReviews) break;
            lines.push_back(review_line(item));
        }
        const auto shown = lines.size();
        json values =
            listed(std::move(lines), content_.review.size(), content_.review.size() - shown,
                   "见附件“待核来件”，可照附件中的编号回复");
        if (!values.is_null()) values["example"] = example();
        return values;
    }

    json filed() const {
        json lines = json::array();
        for (const auto& filing : content_.filed_since) {
            if (lines.size() == kRows) break;
            std::string note(status_words(filing.status));
            if (!filing.missing.empty()) note += "，缺" + missing_words(filing.missing);
            if (filing.on_time && !*filing.on_time) note += "，迟报";
            lines.push_back(
                {{"unit", short_unit_words(rulebook_, filing.unit)},
                 {"what", obligation_words(rulebook_, filing.obligation, filing.period)},
                 {"period", period_words(filing.period)},
                 {"note", note}});
        }
        const auto count = content_.filed_since.size();
        const auto left = count - lines.size();
        return listed(std::move(lines), count, left, "请运行 filingctl filings 查看");
    }

    json links() const {
        json lines = json::array();
        for (const auto& item : content_.links) {
            if (lines.size() == kLinks) break;
            lines.push_back({{"unit", short_unit_words(rulebook_, item.unit)},
                             {"what", obligation_words(rulebook_, item.obligation, item.period)},
                             {"period", period_words(item.period)},
                             {"url", base::one_line(item.link.url, 200)},
                             {"words", link_words(item.link)}});
        }
        const auto count = content_.links.size();
        const auto left = count - lines.size();
        return listed(std::move(lines), count, left, "请运行 filingctl links 查看");
    }

    json answers() const {
        json lines = json::array();
        for (const auto& answer : content_.answers)
            lines.push_back({{"line", shown_subject(answer.line)},
                             {"words", base::one_line(answer.words, 200)},
                             {"applied", answer.applied}});
        const auto count = lines.size();
        return listed(std::move(lines), count, 0, rest_);
    }

    std::string history() const {
        const auto count = std::ranges::count_if(content_.duties, [&](const Duty& duty) {
            return is_history(rulebook_, content_, duty) &&
                   (duty.state == DutyState::Overdue || duty.state == DutyState::Incomplete);
        });
        return count == 0 ? std::string()
                          : fmt::format("往期另有 {} 项未报或不全，不再逐一列出。", count);
    }

 private:
    json rows(const std::vector<DutyRow>& found) const {
        json lines = json::array();
        std::size_t count = 0;
        std::size_t left = 0;
        for (const DutyRow& row : found) {
            count += row.duties.size();
            if (lines.size() < kRows)
                lines.push_back(row_values(row));
            else
                left += row.duties.size();
        }
        return listed(std::move(lines), count, left, rest_);
    }

    json row_values(const DutyRow& row) const {
        const Duty& first = row.first();
        json values;
        const bool all = is_all(row);
        values["units"] = all ? fmt::format("全部 {} 个应报单位", row.duties.size())
                              : names(row.duties, kUnitsInRow);
        values["count"] = row.duties.size();
        values["several"] = row.duties.size() > 1 && !all;
        values["what"] = obligation_words(rulebook_, first.obligation, first.period);
        values["period"] = period_words(first.period);
        values["due"] = first.due ? short_day_words(*first.due, content_.day) : std::string();
        values["days"] = first.due ? days_words(*first.due, content_.day) : std::string();
        values["missing"] = missing_words(first.missing);
        values["past"] = first.due && *first.due < content_.day;
        return values;
    }

    /// Where none of many filed, one word says so.
    bool is_all(const DutyRow& row) const {
        return row.duties.size() > 3 && row.first().state != DutyState::FiledLate &&
               row.duties.size() == owing(content_, row.first());
    }

    std::string names(const std::vector<const Duty*>& duties, std::size_t most,
                      bool with_missing = false) const {
        std::vector<std::string> words;
        for (const Duty* duty : duties) {
            if (words.size() == most) break;
            words.push_back(short_unit_words(rulebook_, duty->unit));
            if (duty->state == DutyState::FiledLate)
                words.back() += fmt::format("（迟{}天）", days_late(content_, *duty));
            else if (with_missing && duty->state == DutyState::Incomplete)
                words.back() += "（缺" + missing_words(duty->missing) + "）";
        }
        const std::string all = base::join(words, "、");
        return words.size() == duties.size() ? all : fmt::format("{} 等（名单{}）", all, rest_);
    }

    json near_line(const NearItem& item) const {
        json values;
        if (item.duty) {
            values["unit"] = short_unit_words(rulebook_, item.duty->unit);
            values["what"] = obligation_words(rulebook_, item.duty->obligation, item.duty->period);
            values["period"] = period_words(item.duty->period);
            values["words"] = item.duty->state == DutyState::Incomplete
                                  ? "不全，缺" + missing_words(item.duty->missing)
                                  : std::string(duties::label(item.duty->state));
        } else {
            const auto& candidates = item.review->candidates;
            values["unit"] = candidates.empty()
                                 ? std::string("（单位不详）")
                                 : short_unit_words(rulebook_, candidates.front().unit);
            values["what"] = obligation_words(rulebook_, item.review->due_obligation);
            values["period"] = candidates.empty() || candidates.front().period.empty()
                                   ? std::string("（文号不详）")
                                   : period_words(candidates.front().period);
            values["words"] = fmt::format("待核，编号 {}", item.review->number);
        }
        values["due"] = short_day_words(item.due, content_.day);
        values["days"] = days_words(item.due, content_.day);
        values["past"] = item.due < content_.day;
        return values;
    }

    json review_line(const DigestContent::ReviewItem& item) const {
        json values;
        values["number"] = item.number;
        values["id"] = base::label(item.message);
        values["received"] = short_day_words(base::date_of(item.received_at), content_.day);
        values["subject"] = shown_subject(item.subject);
        values["from"] = base::one_line(item.from, 60);
        values["reason"] = review_words(item.reason);
        const bool proposes = can_agree(rulebook_, item.candidates);
        std::vector<std::string> words;
        for (const auto& candidate : item.candidates)
            if (words.size() <= kGuesses) words.push_back(proposal_words(rulebook_, candidate));
        values["proposal"] = proposes ? json(words.front()) : json();
        const std::vector<std::string> others(words.begin() + (proposes ? 1 : 0), words.end());
        values["guesses"] = others.empty() ? json() : json(base::join(others, "；"));
        return values;
    }

    json month_rows(const MonthReport& report) const {
        const std::array<std::pair<const std::vector<const Duty*>*, const char*>, 5> lists{
            {{&report.missing, "未报"},
             {&report.incomplete, "不全"},
             {&report.in_review, "待核"},
             {&report.late, "迟报"},
             {&report.on_time, "按时"}}};
        json lines = json::array();
        for (const auto& [list, words] : lists)
            if (!list->empty())
                lines.push_back({{"state", words},
                                 {"count", list->size()},
                                 {"units", names(*list, kUnitsInMonth, true)}});
        return lines;
    }

    /// A unit by its name in daily use, for the example of an answer.
    std::string example() const {
        for (const auto& item : content_.review)
            if (!item.candidates.empty() && !item.candidates.front().unit.empty())
                return short_unit_words(rulebook_, item.candidates.front().unit);
        return rulebook_.units.empty() ? std::string()
                                       : short_unit_words(rulebook_, rulebook_.units.front().id);
    }

    const config::Rulebook& rulebook_;
    const DigestContent& content_;
    std::string rest_;
};

json sentences(const std::vector<std::string>& texts, const std::string& where) {
    json lines = json::array();
    for (const std::string& text : texts)
        if (lines.size() < kSentences) lines.push_back({{"words", base::one_line(text, 500)}});
    const auto left = texts.size() - lines.size();
    return listed(std::move(lines), texts.size(), left, where);
}

std::size_t count_of(const json& section) {
    return section.is_null() ? 0 : section["count"].get<std::size_t>();
}

/// "待核 3 件，任务 2 项，逾期 23 项": what the reader will find, in one line.
std::string overview(const json& values) {
    struct Part {
        const char* section;
        const char* before;
        const char* after;
    };
    constexpr std::array kParts{
        Part{"review", "待核", "件"},         Part{"tasks", "待办", "项"},
        Part{"near", "决定书临近期限", "件"}, Part{"overdue", "逾期", "项"},
        Part{"incomplete", "不全", "项"},     Part{"due_soon", "将到期", "项"},
        Part{"filed", "新收", "件"}};
    std::vector<std::string> words;
    for (const Part& part : kParts)
        if (const auto count = count_of(values[part.section]); count != 0)
            words.push_back(fmt::format("{} {} {}", part.before, count, part.after));
    return words.empty() ? "今天没有需要办理的事项" : base::join(words, "，");
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

std::string month_title(const config::Rulebook& rulebook, const MonthReport& report) {
    return obligation_words(rulebook, report.obligation, report.period) + " " +
           period_words(report.period);
}

std::string month_balance(const MonthReport& report) {
    return fmt::format("应报 {} = 按时 {} + 迟报 {} + 不全 {} + 待核 {} + 未报 {}（已报 {}）",
                       report.owed(), report.on_time.size(), report.late.size(),
                       report.incomplete.size(), report.in_review.size(), report.missing.size(),
                       report.on_time.size() + report.late.size());
}

json digest_values(const config::Rulebook& rulebook, const DigestContent& content,
                   const std::string& attachment) {
    const Writer writer(rulebook, content, !attachment.empty());
    json values;
    values["day"] = day_words(content.day);
    values["year"] = std::to_string(base::year_of(content.day));
    values["calendar_unpublished"] = !content.calendar_published;
    values["health"] = base::one_line(content.health, 300);
    json accounting = json::array();
    for (const auto& row : content.accounting)
        accounting.push_back({{"words", base::one_line(accounting_words(row), 300)}});
    values["accounting"] = accounting;
    values["review"] = writer.reviews();
    values["answers"] = writer.answers();
    values["tasks"] = sentences(tasks_of(rulebook, content), "请运行 filingctl status 查看");
    values["near"] = writer.near();
    values["months"] = writer.months();
    values["overdue"] = writer.state(DutyState::Overdue);
    values["incomplete"] = writer.state(DutyState::Incomplete);
    values["due_soon"] = writer.state(DutyState::DueSoon);
    values["nothing_due"] = values["overdue"].is_null() && values["incomplete"].is_null() &&
                            values["due_soon"].is_null();
    const std::string history = writer.history();
    values["history"] = history.empty() ? json() : json(history);
    values["late"] = writer.late();
    values["cross_checks"] = sentences(content.cross_checks, "请运行 filingctl statistics 查看");
    values["links"] = writer.links();
    values["filed"] = writer.filed();
    values["overview"] = overview(values);
    values["attachment"] = attachment.empty() ? json() : json(attachment);
    return values;
}

}  // namespace notices
