// The reminder: who owes what for which period, by when, what is missing and how to send it.
#include "daemon/notices/reminder.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <tuple>

#include "base/env.h"
#include "base/text.h"
#include "config/form.h"
#include "config/working_days.h"
#include "daemon/notices/completion.h"
#include "daemon/notices/words.h"

namespace notices {
namespace {

using duties::Duty;
using nlohmann::json;

constexpr std::string_view kDocx =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
constexpr std::string_view kXlsx =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
constexpr std::string_view kAnything = "application/octet-stream";

bool is_overdue(const ReminderContent& content, const Duty& duty) {
    return duty.due && *duty.due < content.day;
}

/// Overdue first, the longest first; then what is due next.
std::vector<Duty> in_order(const config::Rulebook& rulebook, const std::vector<Duty>& duties) {
    std::vector<Duty> sorted = duties;
    const auto place = [&](const Duty& duty) {
        const auto* entry = config::find_obligation(rulebook, duty.obligation, duty.period);
        return entry ? entry - rulebook.obligations.data() : 0;
    };
    std::ranges::stable_sort(sorted, {}, [&](const Duty& duty) {
        return std::tuple(duty.due.value_or(base::Date::max()), place(duty),
                          std::string_view(duty.period));
    });
    return sorted;
}

std::string due_words(const Duty& duty) {
    if (!duty.due) return {};
    std::string words = day_words(*duty.due);
    if (duty.due_nominal && *duty.due_nominal != *duty.due)
        words += "（原定 " + day_words(*duty.due_nominal) + "，遇休息日顺延）";
    return words;
}

/// "已逾期 3 个工作日", "今天截止", "还有 5 个工作日".
std::string distance_words(const config::Rulebook& rulebook, const ReminderContent& content,
                           const Duty& duty) {
    if (!duty.due) return {};
    if (*duty.due == content.day) return "今天截止";
    const bool late = is_overdue(content, duty);
    const int count = late
                          ? config::working_days_between(rulebook.calendar, *duty.due, content.day)
                          : config::working_days_between(rulebook.calendar, content.day, *duty.due);
    // Late by a weekend only: no working day has passed yet.
    if (late && count == 0) return "已逾期";
    return fmt::format("{} {} 个工作日", late ? "已逾期" : "还有", count);
}

bool is_incomplete(const Duty& duty) { return duty.state == duties::DutyState::Incomplete; }

const config::Obligation* entry_of(const config::Rulebook& rulebook, const Duty& duty) {
    return config::find_obligation(rulebook, duty.obligation, duty.period);
}

std::string what_words(const config::Rulebook& rulebook, const Duty& duty) {
    return obligation_words(rulebook, duty.obligation, duty.period) + "（" +
           period_words(duty.period) + "）";
}

json missing_values(const Duty& duty) {
    json lines = json::array();
    for (const std::string& piece : duty.missing)
        lines.push_back({{"words", piece_words(piece)}, {"how", how_to_send(piece)}});
    return lines;
}

json item_values(const config::Rulebook& rulebook, const ReminderContent& content, const Duty& duty,
                 const std::set<std::string>& forms) {
    json values;
    const auto* entry = entry_of(rulebook, duty);
    const std::string form = entry ? entry->template_file : std::string();
    values["obligation"] = obligation_words(rulebook, duty.obligation, duty.period);
    values["period"] = period_words(duty.period);
    values["due"] = due_words(duty);
    values["has_due"] = duty.due.has_value();
    values["distance"] = distance_words(rulebook, content, duty);
    values["overdue"] = is_overdue(content, duty);
    values["incomplete"] = is_incomplete(duty);
    values["state"] = is_incomplete(duty) ? "已收到一部分，材料不全" : "尚未收到";
    values["missing"] = missing_values(duty);
    values["has_missing"] = !duty.missing.empty();
    values["form"] = form;
    values["has_form"] = forms.contains(form);
    return values;
}

json also_values(const config::Rulebook& rulebook, const ReminderContent& content,
                 const Duty& duty) {
    std::vector<std::string> notes;
    if (duty.due)
        notes.push_back(due_words(duty) + " 截止，" + distance_words(rulebook, content, duty));
    if (is_incomplete(duty)) {
        std::vector<std::string> pieces;
        for (const std::string& piece : duty.missing) pieces.emplace_back(piece_words(piece));
        notes.push_back("材料不全，还缺" + base::join(pieces, "、"));
    }
    if (notes.empty()) notes.emplace_back("没有固定时限，请在本年度内报送");
    return {{"what", what_words(rulebook, duty)}, {"note", base::join(notes, "；")}};
}

std::string_view media_type_of(std::string_view name) {
    if (name.ends_with(".docx")) return kDocx;
    if (name.ends_with(".xlsx")) return kXlsx;
    if (name.ends_with(".doc")) return "application/msword";
    if (name.ends_with(".xls")) return "application/vnd.ms-excel";
    if (name.ends_with(".pdf")) return "application/pdf";
    return kAnything;
}

/// One copy of every form the items ask for.
std::vector<MimeMessage::Attachment> forms_of(const config::Rulebook& rulebook,
                                              const ReminderContent& content,
                                              std::vector<std::string>& warnings) {
    std::set<std::string> names;
    for (const Duty& duty : content.due)
        if (const auto* entry = entry_of(rulebook, duty); entry && !entry->template_file.empty())
            names.insert(entry->template_file);
    std::vector<MimeMessage::Attachment> attachments;
    for (const std::string& name : names) {
        auto bytes = base::system_env().read_file(
            config::form_path(rulebook.templates_directory, rulebook.shipped_directory, name),
            config::kLargestForm);
        if (bytes)
            attachments.push_back({name, std::string(media_type_of(name)), std::move(*bytes)});
        else
            warnings.push_back(base::describe(bytes.error()));
    }
    return attachments;
}

json values_of(const config::Rulebook& rulebook, const ReminderContent& content,
               const std::set<std::string>& forms) {
    const auto& smtp = rulebook.settings.smtp;
    json values;
    values["unit"] = unit_words(rulebook, content.unit);
    values["sender"] = smtp.from_name.empty() ? smtp.from_address : smtp.from_name;
    values["address"] = smtp.from_address;
    values["day"] = day_words(content.day);
    values["office"] = office_words(rulebook);
    json items = json::array();
    for (const Duty& duty : in_order(rulebook, content.due))
        items.push_back(item_values(rulebook, content, duty, forms));
    const auto overdue = std::ranges::count_if(
        content.due, [&](const Duty& duty) { return is_overdue(content, duty); });
    values["count"] = items.size();
    values["overdue_count"] = overdue;
    values["has_overdue"] = overdue > 0;
    values["something_incomplete"] = std::ranges::any_of(content.due, is_incomplete);
    values["items"] = std::move(items);
    json also = json::array();
    for (const Duty& duty : in_order(rulebook, content.also_owed))
        also.push_back(also_values(rulebook, content, duty));
    values["has_also"] = !also.empty();
    values["also"] = std::move(also);
    values["has_forms"] = !forms.empty();
    values["escalated"] = !content.cc.empty();
    return values;
}

/// Built in code: header values never come from a template.
std::string subject_of(const config::Rulebook& rulebook, const ReminderContent& content) {
    const auto overdue = std::ranges::count_if(
        content.due, [&](const Duty& duty) { return is_overdue(content, duty); });
    if (content.due.size() != 1) {
        std::string subject = fmt::format("催报：{} 项报送尚未完成", content.due.size());
        if (overdue > 0) subject += fmt::format("，其中 {} 项已逾期", overdue);
        return subject;
    }
    const Duty& duty = content.due.front();
    std::string subject = "催报：" + obligation_words(rulebook, duty.obligation, duty.period);
    if (base::parse_month(duty.period) || duty.period.size() == 4)
        subject += "（" + period_words(duty.period) + "）";
    if (is_incomplete(duty)) subject += "，材料不全";
    if (overdue > 0)
        subject += "，已逾期";
    else if (duty.due)
        subject += "，" + day_words(*duty.due) + "截止";
    return base::one_line(subject, 120);
}

std::vector<MimeMessage::To> recipients(const std::vector<std::string>& addresses) {
    std::vector<MimeMessage::To> list;
    for (const std::string& address : addresses) {
        MimeMessage::To to;
        to.address = address;
        list.push_back(std::move(to));
    }
    return list;
}

}  // namespace

base::Result<Rendered> render_reminder(const config::Rulebook& rulebook,
                                       const ReminderContent& content, base::Instant now) {
    Rendered rendered;
    MimeMessage message = from_office(rulebook);
    message.attachments = forms_of(rulebook, content, rendered.warnings);
    std::set<std::string> forms;
    for (const auto& attachment : message.attachments) forms.insert(attachment.name);
    TRY_ASSIGN(
        const Body body,
        render_body(rulebook, "reminder", values_of(rulebook, content, forms), rendered.warnings));
    message.to = recipients(content.to);
    message.cc = recipients(content.cc);
    message.subject = subject_of(rulebook, content);
    message.date = now;
    message.auto_submitted = "auto-generated";
    TRY(complete(message, body, rendered));
    return rendered;
}

}  // namespace notices
