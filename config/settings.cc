#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/money.h"
#include "base/text.h"
#include "config/address.h"
#include "config/fields.h"
#include "config/quantity.h"
#include "config/readers.h"

namespace config {
namespace {

constexpr std::uint64_t kLeastMemoryKiB = 128 << 10;
constexpr std::uint64_t kLeastMessageKiB = 64;
constexpr std::string_view kTimezone = "Asia/Shanghai";

void read_path(const Slot& slot, std::string& target, bool may_be_empty) {
    const auto text = read_text(slot);
    if (!text) return;
    if (!text->starts_with('/') && !(may_be_empty && text->empty())) {
        slot.mistake(fmt::format("\"{}\" is no absolute path", *text), "begin it with /");
        return;
    }
    target = *text;
}

/// A path that must lead somewhere already, or be empty.
void read_existing(const Slot& slot, std::string& target) {
    read_path(slot, target, true);
    std::error_code error;
    if (target.empty() || std::filesystem::exists(target, error)) return;
    slot.mistake(fmt::format("there is no \"{}\"", target), "correct the path, or write \"\"");
}

void read_size_within(const Slot& slot, std::uint64_t& target, std::uint64_t least_kib) {
    std::uint64_t size = target;
    read_size(slot, size);
    if (size < least_kib << 10) {
        slot.mistake(fmt::format("{} bytes are too few", size),
                     fmt::format("give at least \"{}KiB\"", least_kib));
        return;
    }
    target = size;
}

void read_share(const Slot& slot, double& target, bool zero_allowed) {
    double number = target;
    read_value(slot, number);
    const bool fits = number <= 1 && (number > 0 || (zero_allowed && number >= 0));
    if (!fits) {
        slot.mistake(fmt::format("{} is out of range", number), "write a number from 0 to 1");
        return;
    }
    target = number;
}

void read_one_line(const Slot& slot, std::string& target) {
    if (const auto text = read_text(slot)) target = std::string(base::trimmed(*text));
}

// [state]

void read_timezone(const Slot& slot, Settings&) {
    const auto text = read_text(slot);
    if (!text || *text == kTimezone) return;
    slot.mistake(fmt::format("\"{}\" is not the county's time zone", *text),
                 "write \"Asia/Shanghai\": every due date and day is counted there");
}

void read_group(const Slot& slot, Settings& settings) {
    const auto text = read_text(slot);
    if (!text) return;
    const bool fits =
        text->size() <= 32 && std::ranges::all_of(*text, [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        });
    if (!fits) {
        slot.mistake(fmt::format("\"{}\" is no group name", *text),
                     "write the name of a system group, as in /etc/group");
        return;
    }
    settings.staff_group = *text;
}

constexpr std::array kStateFields{
    Field<Settings>{"directory",
                    [](const Slot& slot, Settings& settings) {
                        read_path(slot, settings.state_directory, false);
                    }},
    Field<Settings>{"timezone", read_timezone},
    Field<Settings>{"staff_group", read_group},
};

// [[mailbox]]

constexpr std::array kMailboxFields{
    Field<MailboxSettings>{"name", into<&MailboxSettings::name>, Presence::Required},
    Field<MailboxSettings>{"url", into<&MailboxSettings::url>, Presence::Required},
    Field<MailboxSettings>{"user", into<&MailboxSettings::user>, Presence::Required},
    Field<MailboxSettings>{"password", into<&MailboxSettings::password>, Presence::Required},
    Field<MailboxSettings>{"folders", into<&MailboxSettings::folders>},
    Field<MailboxSettings>{"poll", into<&MailboxSettings::poll>},
    Field<MailboxSettings>{"idle", into<&MailboxSettings::idle>},
    Field<MailboxSettings>{"insecure", into<&MailboxSettings::insecure>},
    Field<MailboxSettings>{
        "ca_file",
        [](const Slot& slot, MailboxSettings& mailbox) { read_existing(slot, mailbox.ca_file); }},
    Field<MailboxSettings>{"since", into<&MailboxSettings::since>},
};

/// The URL's scheme, and that clear text stays on this machine.
void check_url(const Value& table, const std::string& url, std::string_view protocol, bool insecure,
               FileReport& report) {
    if (url.empty()) return;  // reported as missing
    const Value& value = *table.find("url");
    const auto parsed = parse_server_url(url);
    const Slot slot{value, "url", report};
    if (!parsed) {
        slot.mistake(fmt::format("\"{}\" is no server address", url),
                     fmt::format("write {}s://host or {}s://host:port", protocol, protocol));
        return;
    }
    if (parsed->scheme != protocol && parsed->scheme != std::string(protocol) + "s") {
        slot.mistake(
            fmt::format("scheme \"{}\" is not {}s or {}", parsed->scheme, protocol, protocol),
            fmt::format("write {}s:// (TLS) or {}:// (STARTTLS)", protocol, protocol));
    }
    if (insecure && !is_loopback(parsed->host)) {
        report.mistake(
            table.line_of("insecure"),
            fmt::format("insecure: clear text to {} would show the password to the network",
                        parsed->host),
            "take insecure out; only localhost, 127.x.x.x and [::1] may be spoken to so");
    }
}

void check_mailbox(const Value& table, const MailboxSettings& mailbox, FileReport& report) {
    check_url(table, mailbox.url, "imap", mailbox.insecure, report);
    if (mailbox.folders.empty()) {
        report.mistake(table.line_of("folders"), "folders: no folder is named",
                       "write [\"INBOX\"], or leave the key out");
    }
    if (mailbox.name == "import") {
        report.mistake(table.line_of("name"), "name: \"import\" is where imported mail is listed",
                       "give the mailbox another name");
    }
    if (mailbox.name.find('/') != std::string::npos) {
        report.mistake(table.line_of("name"), "name: a / stands in it", "take it out");
    }
}

void read_mailboxes(const Slot& slot, Settings& settings) {
    for (const Value& table : tables_of(slot)) {
        MailboxSettings mailbox;
        read_record(table, "[[mailbox]]", kMailboxFields, mailbox, slot.report);
        if (table.type != Value::Type::Table) continue;
        check_mailbox(table, mailbox, slot.report);
        const bool is_known = std::ranges::find(settings.mailboxes, mailbox.name,
                                                &MailboxSettings::name) != settings.mailboxes.end();
        if (is_known && !mailbox.name.empty()) {
            slot.report.mistake(table.line_of("name"),
                                fmt::format("mailbox \"{}\" is named twice", mailbox.name),
                                "give the second another name");
        }
        settings.mailboxes.push_back(std::move(mailbox));
    }
}

// [smtp]

void read_from(const Slot& slot, SmtpSettings& smtp) {
    const auto text = read_text(slot);
    if (!text) return;
    auto from = parse_named_address(*text);
    if (!from) {
        slot.mistake(fmt::format("\"{}\" is no sender", *text),
                     "write \"Name <name@domain>\" or \"name@domain\"");
        return;
    }
    smtp.from_name = std::move(from->name);
    smtp.from_address = std::move(from->address);
}

constexpr std::array kRateFields{
    Field<SmtpSettings>{"per_15_minutes", into<&SmtpSettings::per_15_minutes>},
    Field<SmtpSettings>{"per_day", into<&SmtpSettings::per_day>},
};

constexpr std::array kSmtpFields{
    Field<SmtpSettings>{"url", into<&SmtpSettings::url>, Presence::Required},
    Field<SmtpSettings>{"user", into<&SmtpSettings::user>},
    Field<SmtpSettings>{"password", into<&SmtpSettings::password>},
    Field<SmtpSettings>{"from", read_from, Presence::Required},
    Field<SmtpSettings>{"rate",
                        [](const Slot& slot, SmtpSettings& smtp) {
                            read_record(slot.value, "rate", kRateFields, smtp, slot.report);
                        }},
    Field<SmtpSettings>{"insecure", into<&SmtpSettings::insecure>},
    Field<SmtpSettings>{
        "ca_file", [](const Slot& slot, SmtpSettings& smtp) { read_existing(slot, smtp.ca_file); }},
};

void read_smtp(const Slot& slot, Settings& settings) {
    SmtpSettings& smtp = settings.smtp;
    read_record(slot.value, "[smtp]", kSmtpFields, smtp, slot.report);
    if (slot.value.type != Value::Type::Table) return;
    check_url(slot.value, smtp.url, "smtp", smtp.insecure, slot.report);
    if (!smtp.user.empty() && slot.value.find("password") == nullptr) {
        slot.report.mistake(slot.value.line_of("user"), "[smtp] has a user and no password",
                            "add password = { file = \"…\" }, or take user out: no authentication");
    }
    if (smtp.user.empty() && slot.value.find("password") != nullptr) {
        slot.report.warn(slot.value.line_of("password"), "[smtp] has a password and no user",
                         "nobody logs in there; add user, or take password out");
    }
}

// [notices], [links], [parser], [judge], [retention]

/// "20:00-08:00"; "": at any hour.
void read_quiet(const Slot& slot, NoticeSettings& notices) {
    if (slot.value.type == Value::Type::String && slot.value.text.empty()) {
        notices.quiet_to = notices.quiet_from;
        return;
    }
    const auto text = read_text(slot);
    if (!text) return;
    const std::size_t dash = text->find('-');
    const auto from = parse_time_of_day(std::string_view(*text).substr(0, dash));
    const auto to = dash == std::string::npos
                        ? std::nullopt
                        : parse_time_of_day(std::string_view(*text).substr(dash + 1));
    if (!from || !to) {
        slot.mistake(fmt::format("\"{}\" is no part of the day", *text),
                     "write \"20:00-08:00\", or \"\" for none");
        return;
    }
    notices.quiet_from = *from;
    notices.quiet_to = *to;
}

constexpr std::array kNoticeFields{
    Field<NoticeSettings>{
        "staff",
        [](const Slot& slot, NoticeSettings& notices) { read_addresses(slot, notices.staff); }},
    Field<NoticeSettings>{"receipts", into<&NoticeSettings::receipts>},
    Field<NoticeSettings>{"reminders", into<&NoticeSettings::reminders>},
    Field<NoticeSettings>{"remind_from", into<&NoticeSettings::remind_from>},
    Field<NoticeSettings>{"digest_at", into<&NoticeSettings::digest_at>},
    Field<NoticeSettings>{"remind_at", into<&NoticeSettings::remind_at>},
    Field<NoticeSettings>{"quiet", read_quiet},
    Field<NoticeSettings>{"escalate_after", into<&NoticeSettings::escalate_after>},
    Field<NoticeSettings>{"hold", into<&NoticeSettings::hold>},
    Field<NoticeSettings>{
        "office",
        [](const Slot& slot, NoticeSettings& notices) { read_one_line(slot, notices.office); }},
};

bool is_host_pattern(std::string_view text) {
    if (text.starts_with("*.")) text.remove_prefix(2);
    return text.find('*') == std::string_view::npos && text.find(':') == std::string_view::npos &&
           parse_server_url("https://" + std::string(text)).has_value();
}

void read_hosts(const Slot& slot, LinkSettings& links) {
    read_value(slot, links.hosts);
    for (std::string& host : links.hosts) {
        if (!is_host_pattern(host)) {
            slot.mistake(fmt::format("\"{}\" is no host", host),
                         "write www.example.cn or *.example.cn");
        }
        host = base::lowered(host);
    }
}

constexpr std::array kLinkFields{
    Field<LinkSettings>{"check", into<&LinkSettings::check>},
    Field<LinkSettings>{"hosts", read_hosts},
    Field<LinkSettings>{"title_overlap",
                        [](const Slot& slot, LinkSettings& links) {
                            read_share(slot, links.title_overlap, false);
                        }},
};

constexpr std::array kChildFields{
    Field<ParserSettings::Child>{"memory",
                                 [](const Slot& slot, ParserSettings::Child& child) {
                                     read_size_within(slot, child.memory, kLeastMemoryKiB);
                                 }},
    Field<ParserSettings::Child>{"cpu", into<&ParserSettings::Child::cpu>},
};

constexpr std::array kParserFields{
    Field<ParserSettings>{
        "tessdata",
        [](const Slot& slot, ParserSettings& parser) { read_existing(slot, parser.tessdata); }},
    Field<ParserSettings>{"children",
                          [](const Slot& slot, ParserSettings& parser) {
                              if (const auto number = read_whole(slot, 1, 64)) {
                                  parser.children = static_cast<std::uint32_t>(*number);
                              }
                          }},
    Field<ParserSettings>{"light",
                          [](const Slot& slot, ParserSettings& parser) {
                              read_record(slot.value, "light", kChildFields, parser.light,
                                          slot.report);
                          }},
    Field<ParserSettings>{"ocr",
                          [](const Slot& slot, ParserSettings& parser) {
                              read_record(slot.value, "ocr", kChildFields, parser.ocr, slot.report);
                          }},
    Field<ParserSettings>{"message",
                          [](const Slot& slot, ParserSettings& parser) {
                              read_size_within(slot, parser.message, kLeastMessageKiB);
                          }},
};

/// In 元: a whole number, or a text with two places.
void read_threshold(const Slot& slot, JudgeSettings& judge) {
    std::optional<base::Money> amount;
    if (slot.value.type == Value::Type::Integer) {
        amount = base::parse_money(std::to_string(slot.value.integer));
    } else if (slot.value.type == Value::Type::String) {
        amount = base::parse_money(slot.value.text);
    }
    if (!amount || amount->fen <= 0) {
        slot.mistake("this is no amount", "write 元 as 200000 or \"200000.00\"");
        return;
    }
    judge.confiscation_threshold_fen = amount->fen;
}

constexpr std::array kJudgeFields{
    Field<JudgeSettings>{
        "accept",
        [](const Slot& slot, JudgeSettings& judge) { read_share(slot, judge.accept, false); }},
    Field<JudgeSettings>{
        "margin",
        [](const Slot& slot, JudgeSettings& judge) { read_share(slot, judge.margin, true); }},
    Field<JudgeSettings>{"confiscation_threshold", read_threshold},
};

constexpr std::array kRetentionWords{Word<std::string_view>{"keep", "keep"}};
constexpr std::array kRetentionFields{
    Field<Settings>{"not_a_filing",
                    [](const Slot& slot, Settings& settings) {
                        if (const auto word = read_word(slot, kRetentionWords)) {
                            settings.retention_not_a_filing = std::string(*word);
                        }
                    }},
};

constexpr std::array kSections{
    Field<Settings>{"state",
                    [](const Slot& slot, Settings& settings) {
                        read_record(slot.value, "[state]", kStateFields, settings, slot.report);
                    }},
    Field<Settings>{"mailbox", read_mailboxes},
    Field<Settings>{"smtp", read_smtp},
    Field<Settings>{"notices",
                    [](const Slot& slot, Settings& settings) {
                        read_record(slot.value, "[notices]", kNoticeFields, settings.notices,
                                    slot.report);
                    }},
    Field<Settings>{"links",
                    [](const Slot& slot, Settings& settings) {
                        read_record(slot.value, "[links]", kLinkFields, settings.links,
                                    slot.report);
                    }},
    Field<Settings>{"parser",
                    [](const Slot& slot, Settings& settings) {
                        read_record(slot.value, "[parser]", kParserFields, settings.parser,
                                    slot.report);
                    }},
    Field<Settings>{"judge",
                    [](const Slot& slot, Settings& settings) {
                        read_record(slot.value, "[judge]", kJudgeFields, settings.judge,
                                    slot.report);
                    }},
    Field<Settings>{"retention",
                    [](const Slot& slot, Settings& settings) {
                        read_record(slot.value, "[retention]", kRetentionFields, settings,
                                    slot.report);
                    }},
};

}  // namespace

void read_settings(const Value& root, Settings& settings, FileReport& report) {
    read_record(root, "filingd.toml", kSections, settings, report);
    if (root.find("mailbox") == nullptr) {
        report.warn(0, "no [[mailbox]] is given: nothing is fetched",
                    "add one, or use import only");
    }
    if (root.find("smtp") == nullptr) {
        report.warn(0, "no [smtp] is given: nothing is sent",
                    "add it; notices stay held until then");
    }
    if (settings.notices.staff.empty()) {
        report.warn(root.line_of("notices"), "[notices] names no staff: nobody gets the digest",
                    "add staff = [\"name@domain\"]");
    }
}

}  // namespace config
