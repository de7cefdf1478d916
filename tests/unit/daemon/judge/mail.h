#pragma once
/// Invented mails for the judge's tests: what a parse would have given, built from plain text. The
/// rulebook is the one that ships, with addresses of the test added.

#include <string>
#include <string_view>
#include <utility>

#include "config/load.h"
#include "daemon/judge/judge.h"
#include "parsers/fields/links.h"
#include "parsers/fields/segments.h"

namespace judge::test {

inline constexpr char kWord[] =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
inline constexpr char kPdf[] = "application/pdf";

inline config::Rulebook shipped_rulebook() {
    const std::string shipped = std::string(FILINGD_SOURCE) + "/config";
    auto loaded = config::load(shipped, shipped);
    config::Rulebook rulebook = loaded ? std::move(*loaded) : config::Rulebook{};
    for (config::Unit& unit : rulebook.units) unit.addresses.push_back(unit.id + "@unit.test");
    rulebook.settings.mailboxes.emplace_back().user = "office@mail.test";
    return rulebook;
}

inline const config::Rulebook& rules() {
    static const config::Rulebook rulebook = shipped_rulebook();
    return rulebook;
}

class Mail {
 public:
    Mail(std::string address, std::string subject, std::string body) {
        parsed_.subject = std::move(subject);
        parsed_.message_id = "<1@mail.test>";
        parsers::Mailbox from;
        from.address = std::move(address);
        parsed_.from.push_back(std::move(from));
        add("1", "", "text/plain", std::move(body), parsers::Role::Body);
    }
    Mail& header(std::string name, std::string value) {
        parsers::Header header;
        header.name = std::move(name);
        header.value = std::move(value);
        parsed_.headers.push_back(std::move(header));
        return *this;
    }
    Mail& sender_name(std::string name) {
        parsed_.from[0].name = std::move(name);
        return *this;
    }
    Mail& word(const std::string& name, std::string text) {
        return add(next_part(name), name, kWord, std::move(text), parsers::Role::Attachment);
    }
    /// A scan nobody has read yet.
    Mail& scan(const std::string& name) {
        add(next_part(name), name, kPdf, "", parsers::Role::Attachment);
        parsed_.documents.back().seal.found = parsers::SealFound::Uncertain;
        parsed_.documents.back().needs_eyes = true;
        return *this;
    }
    Mail& file(const std::string& name, std::string type) {
        return add(next_part(name), name, std::move(type), "", parsers::Role::Attachment);
    }
    /// A picture of the document added last.
    Mail& picture_in(const std::string& name) {
        const std::string around = parsed_.documents.back().part;
        return add(around + "!/" + name, name, "image/png", "", parsers::Role::Picture);
    }
    /// A mail attached to this one, by its words.
    Mail& attached_mail(const std::string& name, std::string body) {
        return add(next_part(name) + "!/1", "", "text/plain", std::move(body), parsers::Role::Body);
    }
    Mail& problem(std::string code, parsers::Severity severity) {
        parsers::Problem problem;
        problem.code = std::move(code);
        problem.severity = severity;
        problem.part = parsed_.documents.back().part;
        parsed_.problems.push_back(std::move(problem));
        return *this;
    }
    [[nodiscard]] Judgement judged(std::string_view received = "2024-07-05T09:00:00+08:00") const {
        Context context;
        context.received_at = *base::parse_instant(received);
        context.is_own_message = [](std::string_view id) { return id == "<notice@filingd.test>"; };
        context.confirmed_unit = [](std::string_view address) {
            return std::string(address == "confirmed@private.test" ? "sanxi" : "");
        };
        return judge(rules(), parsed_, context);
    }
    parsers::Parsed& parsed() { return parsed_; }

 private:
    std::string next_part(const std::string& name) const {
        return std::to_string(parsed_.documents.size() + 1) + "/" + name;
    }
    Mail& add(std::string part, std::string name, std::string type, std::string text,
              parsers::Role role) {
        parsers::Document document;
        document.part = std::move(part);
        document.name = std::move(name);
        document.media_type = std::move(type);
        document.role = role;
        document.text = std::move(text);
        parsers::fields::read_fields(document);
        parsed_.documents.push_back(std::move(document));
        return *this;
    }
    parsers::Parsed parsed_;
};

/// "unit obligation period" of every accepted verdict, "? reason" of the others, in order.
inline std::string shown(const Judgement& judgement) {
    if (judgement.kind == Judgement::Kind::NotAFiling) return "not_a_filing " + judgement.reason;
    std::string all;
    for (const Verdict& verdict : judgement.verdicts) {
        if (!all.empty()) all += "; ";
        all += verdict.accepted ? verdict.unit + " " + verdict.obligation + " " + verdict.period
                                : "? " + verdict.reason;
    }
    return all.empty() ? "? " + judgement.reason : all;
}

inline std::string report(const std::string& unit, const std::string& months) {
    return "行政执法工作月报表\n填报单位（盖章）：" + unit + "      统计期间：" + months +
           "\n类别\t指标\t数量\n一、证明事项告知承诺制\t办件数\t23\n二、四张清单\t不予处罚\t7\n三、"
           "经济影响评估\t已评\t4\n\n" +
           unit + "\n";
}

inline std::string decision(const std::string& authority, const std::string& number,
                            const std::string& imposed) {
    return authority + "\n行政处罚决定书\n" + number +
           "\n当事人：某某食品有限公司\n统一社会信用代码：91420299MA4900000H\n"
           "经查，当事人生产的糕点标签标注虚假生产日期，货值金额18,181.73元。\n决定处罚如下：\n" +
           imposed + "\n当事人应当自收到本决定书之日起十五日内缴纳罚款。\n\n" + authority +
           "\n2024年6月20日\n";
}

}  // namespace judge::test
