#pragma once
/// Mail that must never be answered, as many as wanted: holiday answers of QQ, 163, Outlook and
/// Gmail and of auto-responders with headers of their own, bounces of many systems (tests/data/
/// bounces), lists, own notices sent again, read receipts, invitations, machines, and answers to
/// our notices that file nothing. They come from units' own addresses and speak of filings, so that
/// nothing but their nature keeps them from an answer. The n-th is always the same.

#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "base/text.h"

namespace pipeline {

class LoopBait {
 public:
    /// `senders`: addresses of units; `notices`: Message-IDs of notices that went to them.
    LoopBait(std::vector<std::string> senders, std::vector<std::string> notices, std::string office)
        : senders_(std::move(senders)), notices_(std::move(notices)), office_(std::move(office)) {
        fill_kinds();
    }

    [[nodiscard]] std::size_t kinds() const { return kinds_.size(); }
    /// What a person might write: the same words without any mark.
    [[nodiscard]] std::string of_a_person(std::size_t n) const {
        return raw(n, topic(n), words(n));
    }
    [[nodiscard]] std::string mail(std::size_t n) const {
        return kinds_[n % kinds_.size()](n / kinds_.size());
    }

 private:
    using Kind = std::function<std::string(std::size_t)>;

    [[nodiscard]] std::string sender(std::size_t n) const { return senders_[n % senders_.size()]; }
    [[nodiscard]] std::string notice(std::size_t n) const { return notices_[n % notices_.size()]; }
    static std::string topic(std::size_t n) {
        static const std::array<const char*, 5> kTopics{
            "【回执】行政执法工作月报", "6月份行政执法月报报送", "重大行政处罚决定书备案",
            "Re: 行政检查计划", "关于报送行政执法统计数据"};
        return kTopics[n % kTopics.size()] + std::string(" ") + std::to_string(n);
    }
    static std::string words(std::size_t n) {
        return "贵单位关于" + topic(n) + "的邮件收到，材料将尽快上报。第" + std::to_string(n) +
               "号";
    }
    [[nodiscard]] std::string raw(std::size_t n, const std::string& subject,
                                  const std::string& body, const std::string& headers = {},
                                  const std::string& from = {}) const {
        const std::string type = headers.find("Content-Type:") == std::string::npos
                                     ? "Content-Type: text/plain; charset=utf-8\n"
                                     : "";
        return "From: " + (from.empty() ? sender(n) : from) + "\nTo: " + office_ +
               "\nSubject: =?utf-8?B?" + base::base64(subject) + "?=\nMessage-ID: <bait." +
               std::to_string(++serial_) + "@town.example>\nMIME-Version: 1.0\n" + type + headers +
               "\n" + body + "\n";
    }
    static std::string part(const std::string& type, const std::string& body) {
        return "--B\nContent-Type: " + type + "\n\n" + body + "\n";
    }
    static std::string multipart(const std::string& type) {
        return "Content-Type: " + type + "; boundary=\"B\"\n";
    }
    static std::string encoded(const std::string& body) { return base::base64(body); }

    void with_header(const std::string& header) {
        kinds_.emplace_back(
            [this, header](std::size_t n) { return raw(n, topic(n), words(n), header + "\n"); });
    }
    void with_subject(const std::string& begin) {
        kinds_.emplace_back(
            [this, begin](std::size_t n) { return raw(n, begin + topic(n), words(n)); });
    }
    void with_body(const std::string& begin) {
        kinds_.emplace_back([this, begin](std::size_t n) {
            return raw(n, "Re: " + topic(n), begin + "\n" + words(n));
        });
    }
    void from(const std::string& address) {
        kinds_.emplace_back(
            [this, address](std::size_t n) { return raw(n, topic(n), words(n), "", address); });
    }

    void bounce(const std::string& name) {
        std::ifstream in(std::string(FILINGD_TEST_DATA) + "/bounces/" + name + ".eml",
                         std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(in), {}};
        kinds_.emplace_back([this, text](std::size_t n) {
            // Every third returns something that was never ours.
            const std::string id =
                n % 3 == 2 ? "<strange." + std::to_string(n) + "@x.example>" : notice(n);
            std::string mail = base::replaced(text, "<notice.1@office.example>", id);
            mail = base::replaced(mail, "lake@town.example", sender(n));
            mail = base::replaced(mail, "receipt", "receipt " + std::to_string(n));
            return base::replaced(mail, "office@office.example", office_);
        });
    }

    void fill_kinds() {
        for (const char* header : {"Auto-Submitted: auto-replied",
                                   "Auto-Submitted: auto-generated; x=y",
                                   "auto-submitted: auto-notified",
                                   "Precedence: bulk",
                                   "Precedence: list",
                                   "Precedence: junk",
                                   "Precedence: auto_reply",
                                   "X-Precedence: auto_reply",
                                   "X-Autoreply: yes",
                                   "X-Autorespond: yes",
                                   "X-AutoReply-From: a@town.example",
                                   "X-Mail-Autoreply: 1",
                                   "X-Autogenerated: Reply",
                                   "X-FC-MachineGenerated: true",
                                   "X-POST-MessageClass: 9; Autoresponder",
                                   "Delivered-To: Autoresponder",
                                   "X-Auto-Response-Suppress: All",
                                   "X-Auto-Response-Suppress: DR, OOF, AutoReply",
                                   "X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent",
                                   "List-Id: <news.list.example>",
                                   "List-Unsubscribe: <https://list.example/u>",
                                   "List-Help: <https://list.example/h>",
                                   "Feedback-ID: 1:2:3:list",
                                   "X-Loop: desk",
                                   "Return-Path: <>",
                                   "X-Failed-Recipients: a@town.example"})
            with_header(header);
        for (const char* begin :
             {"自动回复: ", "自动回复：", "自动答复: ", "自動回覆: ", "Automatic reply: ",
              "Out of Office: ", "Auto-Reply: ", "系统自动回复：", "【自动回复】",
              "已读: ", "已读：", "已读回执：", "Read: ", "Not read: ", "读取: "})
            with_subject(begin);
        for (const char* begin :
             {"这是来自QQ邮箱的假期自动回复邮件。",
              "您好，我最近正在休假中，无法亲自回复您的邮件。", "这是一封自动回复邮件。",
              "此邮件为系统自动回复，请勿直接回复。", "This is an automatic reply. I am away.",
              "I am out of the office until Monday."})
            with_body(begin);
        for (const char* address :
             {"noreply@bank.example", "no-reply@shop.example", "postmaster@town.example",
              "MAILER-DAEMON@mx.town.example", "notifications@app.example", "\"\" <>",
              "a@town.example, b@town.example"})
            from(address);
        from(office_);
        for (const char* name : {"postfix_unknown", "exchange_headers_only", "postfix_delayed",
                                 "given_up", "netease_text", "qq_text", "qmail_text", "exim_text"})
            bounce(name);
        fill_shapes();
    }

    void fill_shapes() {
        kinds_.emplace_back([this](std::size_t n) {  // encoded as web mail does
            return raw(n, "自动回复: " + topic(n), encoded(words(n)),
                       "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: "
                       "base64\n");
        });
        kinds_.emplace_back([this](std::size_t n) {  // in HTML only
            return raw(n, topic(n),
                       "<div>这是来自QQ邮箱的假期自动回复邮件。</div><p>" + words(n) + "</p>",
                       "Content-Type: text/html; charset=utf-8\n");
        });
        kinds_.emplace_back([this](std::size_t n) {  // RFC 8098
            return raw(n, "Read: " + topic(n),
                       part("text/plain; charset=utf-8", words(n)) +
                           part("message/disposition-notification",
                                "Final-Recipient: rfc822; " + sender(n) +
                                    "\nOriginal-Message-ID: " + notice(n) +
                                    "\nDisposition: manual-action/MDN-sent-manually; displayed") +
                           "--B--",
                       multipart("multipart/report; report-type=disposition-notification"));
        });
        kinds_.emplace_back([this](std::size_t n) {
            return raw(n, topic(n), "BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR",
                       "Content-Type: text/calendar; method=REPLY; charset=utf-8\n");
        });
        kinds_.emplace_back([this](std::size_t n) {
            return raw(n, "接受: " + topic(n),
                       part("text/plain; charset=utf-8", words(n)) +
                           part("text/calendar; method=REPLY; charset=utf-8",
                                "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nEND:VEVENT\n"
                                "END:VCALENDAR") +
                           "--B--",
                       multipart("multipart/alternative"));
        });
        kinds_.emplace_back([this](std::size_t n) {  // our own notice, sent to us again
            std::string mail = raw(n, topic(n), words(n));
            const std::size_t at = mail.find("<bait.");
            return mail.replace(at, mail.find('>', at) + 1 - at, notice(n));
        });
        kinds_.emplace_back([this](std::size_t n) {  // forwarded by a rule, with our headers kept
            std::string mail = raw(n, topic(n), words(n), "Auto-Submitted: auto-generated\n");
            const std::size_t at = mail.find("<bait.");
            return mail.replace(at, mail.find('>', at) + 1 - at, notice(n));
        });
        for (const char* header : {"In-Reply-To: ", "References: <x@town.example> "})
            kinds_.emplace_back([this, header](std::size_t n) {  // a robot that threads
                return raw(n, "回复: " + topic(n), words(n), header + notice(n) + "\n");
            });
        kinds_.emplace_back([this](std::size_t n) {
            return raw(n, "回复: " + topic(n), "收到，谢谢！", "In-Reply-To: " + notice(n) + "\n");
        });
    }

    std::vector<std::string> senders_;
    std::vector<std::string> notices_;
    std::string office_;
    std::vector<Kind> kinds_;
    mutable std::size_t serial_ = 0;
};

}  // namespace pipeline
