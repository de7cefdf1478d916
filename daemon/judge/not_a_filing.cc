#include "daemon/judge/not_a_filing.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "daemon/judge/obligation.h"
#include "daemon/judge/roster.h"
#include "daemon/judge/words.h"
#include "parsers/fields/links.h"
#include "parsers/problem_codes.h"

namespace judge {
namespace {

/// Words of a filing's letter. One of them, and a person had better look.
const std::vector<std::string> kFilingWords = {
    "报送", "报告",   "上报", "备案", "报备", "呈报",   "填报",     "零报", "月报", "附件", "处罚",
    "执法", "清单",   "台账", "方案", "计划", "总结",   "材料",     "盖章", "公章", "案件", "案卷",
    "裁量", "培训",   "整治", "评估", "公示", "网址",   "链接",     "补报", "更正", "重报", "作废",
    "撤回", "决定书", "报表", "统计", "情况", "无新增", "监控设备", "扫描"};

const std::vector<std::string> kBounceSubjects = {"系统退信",       "退信",
                                                  "undeliver",      "delivery status notification",
                                                  "returned mail",  "mail delivery failed",
                                                  "failure notice", "无法投递",
                                                  "投递失败",       "邮件被退回"};
const std::vector<std::string> kReceiptSubjects = {
    "已读:", "已读回执", "read:", "已读：", "not read:", "已阅读"};

std::string header_in(const parsers::Parsed& parsed, std::string_view name) {
    return base::lowered(parsers::header(parsed, name).value_or(""));
}

bool begins_with_any(std::string_view folded, const std::vector<std::string>& words) {
    return std::ranges::any_of(words, [&](const std::string& word) {
        const std::string start = fold(word);
        return !start.empty() && folded.starts_with(start);
    });
}

/// postmaster@ (a local part), @service.example (a domain), a whole address.
bool is_system_sender(const config::JudgingRules& rules, std::string_view address) {
    return std::ranges::any_of(rules.system_senders, [&](const std::string& written) {
        const std::string sender = base::lowered(written);
        if (sender.ends_with('@')) return address.starts_with(sender);
        return sender.starts_with('@') ? address.ends_with(sender) : address == sender;
    });
}

bool is_delivery_agent(std::string_view address) {
    return address.starts_with("postmaster@") || address.starts_with("mailer-daemon@") ||
           address.empty();
}

bool has_filing_words(const config::Rulebook& rulebook, const Letter& letter) {
    const std::string words = fold(letter.subject) + "\n" + fold(letter.own_text);
    return any_in(words, kFilingWords) ||
           !obligations_named(rulebook, {words, {}}, Words::Titles).empty() ||
           !obligations_named(rulebook, {words, {}}, Words::FileNames).empty() ||
           !parsers::fields::find_links(letter.own_text).empty();
}

/// Letters or digits of any script; marks and blanks are none.
bool has_letters(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto point = base::code_point_at(text, at);
        if ((point.value >= U'0' && point.value <= U'9') ||
            (point.value >= U'a' && point.value <= U'z') ||
            (point.value >= 0x3400 && point.value <= 0x9FFF))
            return true;
        at += point.length;
    }
    return false;
}

class Examination {
 public:
    Examination(const config::Rulebook& rulebook, const parsers::Parsed& parsed,
                const Material& material, const Context& context)
        : rulebook_(rulebook),
          parsed_(parsed),
          material_(material),
          letter_(material.letter),
          context_(context),
          subject_(fold(letter_.raw_subject)),
          own_(fold(letter_.own_text)) {}

    [[nodiscard]] std::optional<std::string> reason() const {
        if (context_.is_own_message && !parsed_.message_id.empty() &&
            context_.is_own_message(parsed_.message_id))
            return "own_mail";
        if (is_torn()) return {};
        if (auto report = report_kind()) return report;
        if (is_bounce() && returns_our_notice()) return "bounce";
        // A document outweighs every sign below: a unit's office system may send filings
        // "automatically".
        if (!material_.papers.empty() || has_unopened()) return {};
        if (is_auto_reply()) return "auto_reply";
        if (is_bounce()) return "bounce";
        if (begins_with_any(subject_, kReceiptSubjects)) return "read_receipt";
        if (is_calendar()) return "calendar";
        if (is_answer_to_us() || is_courtesy()) return "answer_to_notice";
        // Whoever writes for a unit by name may be filing for it, through whatever machine.
        if (names_unit()) return {};
        if (is_bulk()) return "newsletter";
        if (is_system_sender(rulebook_.judging, letter_.sender_address)) return "system_notice";
        if (is_bait()) return "phishing";
        if (is_office_writing()) return "own_mail";
        if (!has_filing_words(rulebook_, letter_) && can_be_read()) return "personal";
        return {};
    }

 private:
    /// The parser did not come to the end of the message: what it would have found nobody knows.
    [[nodiscard]] bool is_torn() const {
        return std::ranges::any_of(parsed_.problems, [](const parsers::Problem& problem) {
            return problem.part.empty() && problem.severity == parsers::Severity::Lost;
        });
    }
    /// There are words, and they are words: an empty mail or one of garbage says nothing about
    /// itself.
    [[nodiscard]] bool can_be_read() const {
        if (base::trimmed(subject_).empty() && base::trimmed(own_).empty()) return false;
        if (!letter_.body) return true;
        const std::string& part = parsed_.documents[*letter_.body].part;
        return std::ranges::none_of(parsed_.problems, [&](const parsers::Problem& problem) {
            return problem.part == part && problem.code == parsers::code::kDamaged;
        });
    }
    /// multipart/report names itself (RFC 6522).
    [[nodiscard]] std::optional<std::string> report_kind() const {
        const std::string type = header_in(parsed_, "Content-Type");
        if (!type.starts_with("multipart/report")) return {};
        return type.find("disposition-notification") != std::string::npos ? "read_receipt"
                                                                          : "bounce";
    }
    /// An archive that could not be opened holds documents nobody has seen.
    [[nodiscard]] bool has_unopened() const {
        return std::ranges::any_of(parsed_.documents, [](const parsers::Document& document) {
            return document.role == parsers::Role::Container;
        });
    }
    [[nodiscard]] bool is_auto_reply() const {
        const std::string submitted = header_in(parsed_, "Auto-Submitted");
        if (submitted.starts_with("auto-replied") || !header_in(parsed_, "X-Autoreply").empty() ||
            !header_in(parsed_, "X-Autorespond").empty() ||
            header_in(parsed_, "Precedence") == "auto_reply")
            return true;
        return begins_with_any(subject_, rulebook_.judging.automatic_subjects) ||
               begins_with_any(own_, rulebook_.judging.automatic_bodies);
    }
    [[nodiscard]] bool is_bounce() const {
        return is_delivery_agent(letter_.sender_address) && any_in(subject_, kBounceSubjects);
    }
    /// A mail system attaches what it returns, which is no paper of a filing.
    [[nodiscard]] bool returns_our_notice() const {
        if (!context_.is_own_message) return false;
        for (const parsers::Document& document : parsed_.documents)
            for (const parsers::Field& field : document.fields)
                if (field.name == "message_id" && context_.is_own_message(field.value)) return true;
        return false;
    }
    [[nodiscard]] bool is_calendar() const {
        return std::ranges::any_of(parsed_.documents, [](const parsers::Document& document) {
            return document.media_type == "text/calendar" ||
                   document.declared_type == "text/calendar";
        });
    }
    [[nodiscard]] bool is_bulk() const {
        const std::string precedence = header_in(parsed_, "Precedence");
        return !header_in(parsed_, "List-Unsubscribe").empty() ||
               !header_in(parsed_, "List-Id").empty() || precedence == "bulk" ||
               precedence == "list" || precedence == "junk";
    }
    /// From the watched account, as it claims, without a document or a link: staff write to
    /// themselves or to the units. Our notices are known by their Message-ID; of any other mail the
    /// address proves nothing. Words of a filing make it a question, unless the letter is addressed
    /// to all units: it then asks for filings, and who files addresses the office.
    [[nodiscard]] bool is_office_writing() const {
        const bool own =
            std::ranges::any_of(rulebook_.settings.mailboxes, [&](const auto& mailbox) {
                return base::lowered(mailbox.user) == letter_.sender_address &&
                       !letter_.sender_address.empty();
            });
        if (!own || !parsers::fields::find_links(letter_.own_text).empty()) return false;
        return !has_filing_words(rulebook_, letter_) || is_to_all_units();
    }
    /// "各单位：", "各镇人民政府、各相关部门：" as the salutation.
    [[nodiscard]] bool is_to_all_units() const {
        const std::string_view text = base::trimmed(letter_.own_text);
        const std::string_view line = text.substr(0, text.find('\n'));
        return line.starts_with("各") && (line.find("：") != std::string_view::npos ||
                                          line.find(':') != std::string_view::npos);
    }
    [[nodiscard]] bool names_unit() const {
        if (!has_filing_words(rulebook_, letter_)) return false;
        const std::string words = letter_.subject + "\n" + letter_.own_text;
        return context_.roster ? !context_.roster->named_in(words).empty()
                               : !Roster(rulebook_).named_in(words).empty();
    }
    /// "收到，谢谢" in answer to a notice of ours.
    [[nodiscard]] bool is_answer_to_us() const {
        const auto answered = parsers::header(parsed_, "In-Reply-To");
        if (!answered || !context_.is_own_message ||
            !context_.is_own_message(base::trimmed(*answered)))
            return false;
        return !any_in(own_, kFilingWords) && parsers::fields::find_links(letter_.own_text).empty();
    }

    /// "谢谢，辛苦了" in answer to whatever it quotes: the sender's own words are courtesy and
    /// nothing else, whatever the subject it answers says.
    [[nodiscard]] bool is_courtesy() const {
        if (!letter_.is_reply || own_.empty()) return false;
        std::string rest = own_;
        for (const std::string& line : letter_.card)
            rest = base::replaced(std::move(rest), fold(line), "");
        rest = context_.roster ? context_.roster->without_names(rest)
                               : Roster(rulebook_).without_names(rest);
        std::vector<std::string> words;
        for (const std::string& word : rulebook_.judging.courtesy_words)
            words.push_back(fold(word));
        std::ranges::sort(words, std::greater{}, &std::string::size);
        for (const std::string& word : words) rest = base::replaced(std::move(rest), word, "");
        return !has_letters(rest);
    }
    /// Mail that is after the mailbox's password: from nobody we know, about nothing of ours.
    [[nodiscard]] bool is_bait() const {
        const bool known =
            !(context_.roster ? context_.roster->of_address(letter_.sender_address)
                              : Roster(rulebook_).of_address(letter_.sender_address))
                 .empty() ||
            (context_.confirmed_unit && !context_.confirmed_unit(letter_.sender_address).empty());
        const std::string words = subject_ + "\n" + own_;
        return !known && any_in(words, rulebook_.judging.bait_words) &&
               obligations_named(rulebook_, {words, {}}, Words::Titles).empty() &&
               obligations_named(rulebook_, {words, {}}, Words::FileNames).empty();
    }

    const config::Rulebook& rulebook_;
    const parsers::Parsed& parsed_;
    const Material& material_;
    const Letter& letter_;
    const Context& context_;
    std::string subject_;
    std::string own_;
};

}  // namespace

std::optional<std::string> not_a_filing(const config::Rulebook& rulebook,
                                        const parsers::Parsed& parsed, const Material& material,
                                        const Context& context) {
    return Examination(rulebook, parsed, material, context).reason();
}

}  // namespace judge
