#pragma once
/// The rulebook: everything an office can change without touching code. Loaded once (load.h),
/// immutable afterwards and shared by const reference between threads. Plain data; meanings are
/// interfaces.md's.

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/dates.h"

namespace config {

/// Where a secret stands; it is read anew at each login (secret.h), never kept.
struct SecretSource {
    enum class Kind { None, File, Credential, Environment } kind = Kind::None;
    std::string name;  ///< path, credential name or variable
};

struct MailboxSettings {
    std::string name;
    std::string url;
    std::string user;
    SecretSource password;
    std::vector<std::string> folders = {"INBOX"};
    std::chrono::seconds poll{120};
    bool idle = true;
    bool insecure = false;
    std::string ca_file;
    std::optional<base::Date> since;
};

struct SmtpSettings {
    std::string url;  ///< empty: nothing is sent, notices stay held
    std::string user;
    SecretSource password;
    std::string from_name;
    std::string from_address;
    bool insecure = false;
    std::string ca_file;
    std::uint32_t per_15_minutes = 20;
    std::uint32_t per_day = 300;
};

struct NoticeSettings {
    std::vector<std::string> staff;
    bool receipts = true;
    bool reminders = true;
    std::optional<base::Date> remind_from;
    std::chrono::minutes digest_at{8 * 60 + 30};  ///< after midnight, county time
    std::chrono::minutes remind_at{9 * 60};       ///< of a working day
    /// No reminder leaves from `quiet_from` on until `quiet_to`, over midnight or not; the same
    /// time twice: it may leave at any hour.
    std::chrono::minutes quiet_from{20 * 60};
    std::chrono::minutes quiet_to{8 * 60};
    /// From this reminder of one item after its due date on, the unit's `escalate` is told too.
    std::uint32_t escalate_after = 3;
    bool hold = false;
    std::string office = {};  ///< how to reach the office, one line in every notice
};

struct ParserSettings {
    struct Child {
        std::uint64_t memory = 0;  ///< bytes
        std::chrono::seconds cpu{0};
    };
    std::string tessdata;
    std::uint32_t children = 2;
    Child light{1ULL << 30, std::chrono::seconds(20)};
    Child ocr{1536ULL << 20, std::chrono::seconds(120)};
    std::uint64_t message = 72ULL << 20;
};

struct JudgeSettings {
    double accept = 0.85;
    double margin = 0.15;
    std::optional<std::int64_t> confiscation_threshold_fen;  ///< reading B; absent: reading A
};

struct LinkSettings {
    bool check = false;
    std::vector<std::string> hosts;
    double title_overlap = 0.8;  ///< of a page's title with its document's, to be the same
};

struct Settings {
    std::string state_directory = "/var/lib/filingd";
    std::string staff_group;
    std::vector<MailboxSettings> mailboxes;
    SmtpSettings smtp;
    NoticeSettings notices;
    LinkSettings links;
    ParserSettings parser;
    JudgeSettings judge;
    std::string retention_not_a_filing = "keep";
};

enum class UnitClass { Town, Department };

struct Unit {
    std::string id;
    std::string name;
    UnitClass unit_class = UnitClass::Town;
    std::vector<std::string> aliases;
    std::vector<std::string> number_prefixes;
    std::vector<std::string> decides_as;  ///< authorities above in whose name it decides
    std::vector<std::string> addresses;   ///< lower case
    std::vector<std::string> remind;
    std::vector<std::string> escalate;  ///< told too when reminders have no effect
    /// The first and the last day on which the unit exists: it owes what falls due between them.
    std::optional<base::Date> valid_from;
    std::optional<base::Date> valid_to;
    std::string successor;  ///< the unit that took over its work; what it filed stays its own
};

enum class Nature { Filing, Publication, Performance, Office };
enum class Piece { Word, StampedPdf, Link, Decision, Document };

/// When it is due: exactly one of the forms of interfaces.md.
struct DueRule {
    enum class Form { None, On, EveryMonth, EveryYear, AfterDecision, Year } form = Form::None;
    std::optional<base::Date> on;  ///< On
    unsigned month = 0;            ///< EveryYear: 1…12
    unsigned day = 0;              ///< EveryMonth, EveryYear: 1…31; 0 is "last"
    bool of_next = false;          ///< EveryMonth: the day stands in the month after the period
    int days = 0;                  ///< AfterDecision: calendar days, the decision's day not counted
    int year = 0;                  ///< Year: undated, one duty a unit
    std::string from;              ///< first period the rule governs; empty: all
};

struct Recognise {
    std::vector<std::string> titles;
    std::vector<std::string> strong;
    std::vector<std::string> file_names;
    std::vector<std::string> not_words;  ///< key `not`
    std::vector<std::string> encloses;  ///< items whose papers lie in its mails without being filed
};

/// When a unit is reminded of a duty (design.md, Notices). Days are working days.
struct Reminding {
    std::vector<std::uint32_t> before = {5, 1};  ///< before the nominal date, descending
    bool on_due = true;         ///< on the nominal date, or the working day before it
    std::uint32_t every = 2;    ///< after the rolled date
    std::uint32_t at_most = 5;  ///< times after it
};

/// One entry of an obligation; a later entry of the same id governs from its `from` on.
struct Obligation {
    std::string id;
    std::string title;
    std::string clause;
    Nature nature = Nature::Filing;
    std::vector<std::string> who;  ///< class names or unit ids
    DueRule due;
    bool rollover = true;
    bool reminders = true;
    Reminding remind;
    std::string template_file;  ///< key `template`: the office's form, a file in templates/
    std::vector<Piece> requires_pieces;
    Recognise recognise;
    std::string from;  ///< first period this entry governs; empty: all
};

struct CalendarYear {
    int year = 0;
    std::set<base::Date> off;      ///< holidays, weekends among them or not
    std::set<base::Date> working;  ///< 调休: weekend days on which one works
};

struct Calendar {
    std::map<int, CalendarYear> years;
};

/// A document that looks like a filing and is not (domain.md §2.8): recognised by its title or
/// number.
struct LookAlike {
    std::string id;
    std::vector<std::string> titles;    ///< in a title line, folded
    std::vector<std::string> numbers;   ///< words inside the 文号
    std::vector<std::string> excludes;  ///< obligation ids it takes the document out of; empty: all
};

/// The numbers a monthly report can have: group and name in JSON (interfaces.md).
inline constexpr std::array<std::string_view, 15> kReportFigures{
    "commitment.matters",     "commitment.handled",         "commitment.verified",
    "commitment.dishonest",   "four_lists.no_penalty",      "four_lists.lighter",
    "four_lists.mitigated",   "four_lists.no_coercion",     "impact_assessment.due",
    "impact_assessment.done", "impact_assessment.measures", "cases.opened",
    "cases.closed",           "cases.penalty_amount",       "cases.transferred"};

/// A number of the monthly report and the words it stands under. Words are compared folded.
struct ReportFigure {
    std::string id;                   ///< one of kReportFigures
    std::vector<std::string> words;   ///< name it wherever they stand
    std::vector<std::string> within;  ///< name it under words of its group only
    std::vector<std::string> never;   ///< beside which it is another figure
    bool standing = false;  ///< a state, not a month's doing: a cumulative figure may tell it
};
struct ReportRules {
    std::vector<ReportFigure> figures;
    std::map<std::string, std::vector<std::string>> groups;  ///< group -> words that head it
    std::vector<std::string> this_month;                     ///< 本月, 当月
    std::vector<std::string> until_now;  ///< 累计, 今年以来: of more than the month
    std::vector<std::string> compared;   ///< 同比, 上月: another time's, or a change
    std::vector<std::string> neutral;    ///< 数量, 合计: say nothing of their own
    std::vector<std::string> zero;       ///< 零报告: the whole report is one
};

/// Words by which a reply to a notice is read (docs/ANSWERS.md). Compared folded, the longest
/// first.
struct AnswerRules {
    std::vector<std::string> quote_begins;  ///< from a line that holds one on, others' words stand
    std::vector<std::string> tails;         ///< a line that begins so is a card or a program's
    std::vector<std::string> agree;         ///< staff: as proposed
    std::vector<std::string> dismiss;       ///< staff: no filing
    std::vector<std::string> deny;          ///< what follows is not meant: 不是
    std::vector<std::string> become;        ///< what stands before it was wrong: 应为, 改为
    std::vector<std::string> object;        ///< the same, without saying what is right: 有误
    std::vector<std::string> ask;           ///< leaves open what is meant: 是否, 上月
    std::vector<std::string> around;  ///< may stand beside a unit or a period: 这是, 的, 月报
    std::vector<std::string> salutations;  ///< a name of one or two letters may stand before it
};

/// Weights of evidence by kind, and words the judge needs that are no obligation's (judging.toml).
struct JudgingRules {
    std::map<std::string, double> weights;  ///< "obligation.title" -> 0.9 …
    std::vector<LookAlike> look_alikes;
    std::vector<std::string> receiver_names;      ///< the office itself: never a filing unit
    std::vector<std::string> automatic_subjects;  ///< beginnings of automatic replies
    std::vector<std::string> automatic_bodies;
    std::vector<std::string> system_senders;  ///< provider's own notices
    std::vector<std::string> correction_words;
    std::vector<std::string> withdrawal_words;
    std::vector<std::string> courtesy_words;  ///< an answer of nothing but these files nothing
    std::vector<std::string> bait_words;      ///< of mail that is after the mailbox's password
    ReportRules report;
    AnswerRules answers;
};

struct Warning {
    std::string text;
};

struct Rulebook {
    Settings settings;
    std::vector<Unit> units;
    std::vector<Obligation> obligations;  ///< in file order; entries of one id in order of `from`
    Calendar calendar;
    JudgingRules judging;
    std::string directory;            ///< as given
    std::string templates_directory;  ///< DIR/templates where present, else empty
    std::string shipped_directory;    ///< where the shipped rules were found
    std::vector<Warning> warnings;
};

/// Whether the unit's life (valid_from, valid_to) holds this day.
bool exists(const Unit& unit, base::Date day);
const Unit* find_unit(const Rulebook& rulebook, std::string_view id);
/// The entry of `id` that governs `period` (a month, a year or a decision's number: then the newest
/// entry); the oldest for a period before all of them. Null only for an unknown id.
const Obligation* find_obligation(const Rulebook& rulebook, std::string_view id,
                                  std::string_view period = {});
bool owes(const Obligation& obligation, const Unit& unit);

std::string_view name(Piece piece);  ///< word, stamped-pdf, link, decision, document
std::string_view name(Nature nature);
std::string_view name(UnitClass unit_class);
std::optional<Piece> parse_piece(std::string_view text);

}  // namespace config
