#include "config/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

const std::string kShipped = FILINGD_SOURCE "/config";

std::string text_of(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// A configuration directory that lives as long as the test.
class Directory : public testing::Test {
 protected:
    Directory() {
        std::string pattern = testing::TempDir() + "filingd-config-XXXXXX";
        path_ = ::mkdtemp(pattern.data());
    }
    ~Directory() override { std::filesystem::remove_all(path_); }

    void write(const std::string& name, const std::string& text) {
        const std::filesystem::path path = path_ + "/" + name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << text;
    }
    [[nodiscard]] base::Result<Rulebook> loaded() const { return load(path_, kShipped); }

    std::string path_;
};

std::vector<std::string> texts(const std::vector<Warning>& warnings) {
    std::vector<std::string> result;
    for (const Warning& warning : warnings) result.push_back(warning.text);
    return result;
}

const std::string kSettings =
    "[[mailbox]]\n"
    "name = \"work\"\n"
    "url = \"imaps://imap.office.example\"\n"
    "user = \"filing@office.example\"\n"
    "password = { env = \"MAIL_PASSWORD\" }\n"
    "[smtp]\n"
    "url = \"smtps://smtp.office.example\"\n"
    "from = \"司法局 <Filing@office.example>\"\n"
    "[notices]\n"
    "staff = [\"Desk@office.example\"]\n";

TEST(ShippedRules, LoadWithoutAWarning) {
    const auto rulebook = load(kShipped, kShipped);
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    EXPECT_THAT(texts(rulebook->warnings), IsEmpty());
}

TEST(ShippedRules, HaveTheTwentyFourItems) {
    const Rulebook rulebook = load(kShipped, kShipped).value();
    struct Row {
        const char* id;
        Nature nature;
        std::vector<std::string> who;
        std::vector<Piece> pieces;
    };
    const std::vector<std::string> all{"town", "department"};
    const std::vector<Piece> document{Piece::Document};
    const std::vector<Piece> and_link{Piece::Document, Piece::Link};
    const std::vector<Row> rows{
        {"enforcement-matters-list", Nature::Publication, {"department"}, {Piece::Link}},
        {"township-pilot", Nature::Office, {"town"}, document},
        {"qualification-cleanup", Nature::Performance, all, document},
        {"training-report", Nature::Filing, all, document},
        {"training-plan", Nature::Filing, all, document},
        {"rotation-training", Nature::Performance, all, document},
        {"rectification-report", Nature::Filing, all, document},
        {"rectification-inspection", Nature::Office, all, document},
        {"case-file-review", Nature::Office, all, document},
        {"commitment-list", Nature::Filing, all, and_link},
        {"minor-violation-plan",
         Nature::Filing,
         {"public-security", "health", "urban-management"},
         document},
        {"new-enforcement-modes", Nature::Performance, all, document},
        {"no-penalty-list", Nature::Performance, all, document},
        {"device-cleanup", Nature::Filing, all, document},
        {"device-additions", Nature::Filing, all, document},
        {"impact-assessment", Nature::Performance, all, document},
        {"coordination-mechanisms", Nature::Office, all, document},
        {"delegated-matters-review", Nature::Office, all, document},
        {"annual-assessment", Nature::Office, all, document},
        {"supervision-case-info", Nature::Office, all, document},
        {"discretion-benchmark", Nature::Filing, all, and_link},
        {"major-penalty-decision", Nature::Filing, all, {Piece::Decision}},
        {"inspection-plan", Nature::Filing, all, and_link},
        {"monthly-report", Nature::Filing, all, {Piece::Word, Piece::StampedPdf}},
    };
    ASSERT_EQ(rulebook.obligations.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const Obligation& obligation = rulebook.obligations[i];
        EXPECT_EQ(obligation.id, rows[i].id);
        EXPECT_EQ(obligation.nature, rows[i].nature) << obligation.id;
        EXPECT_EQ(obligation.who, rows[i].who) << obligation.id;
        EXPECT_EQ(obligation.requires_pieces, rows[i].pieces) << obligation.id;
        EXPECT_TRUE(obligation.rollover) << obligation.id;
        EXPECT_EQ(obligation.reminders, i != 0) << obligation.id;
        EXPECT_FALSE(obligation.recognise.titles.empty()) << obligation.id;
    }
}

TEST(ShippedRules, HaveEveryUnitAndNoAddress) {
    const Rulebook rulebook = load(kShipped, kShipped).value();
    const auto count = [&](UnitClass unit_class) {
        return std::ranges::count(rulebook.units, unit_class, &Unit::unit_class);
    };
    EXPECT_EQ(count(UnitClass::Town), 21);
    EXPECT_EQ(count(UnitClass::Department), 31);
    for (const Unit& unit : rulebook.units) {
        EXPECT_FALSE(unit.aliases.empty()) << unit.id;
        EXPECT_TRUE(unit.addresses.empty()) << unit.id;
        EXPECT_TRUE(unit.remind.empty()) << unit.id;
    }
    for (const char* id : {"xingguo", "wangying", "lvzhou", "chengdong", "public-security",
                           "ecology", "data-bureau", "meteorology"}) {
        EXPECT_NE(find_unit(rulebook, id), nullptr) << id;
    }
    EXPECT_EQ(find_unit(rulebook, "xingguo")->name, "兴国镇人民政府");
    EXPECT_EQ(find_unit(rulebook, "justice"), nullptr);
}

TEST(ShippedRules, OweWhatTheirClassOwes) {
    const Rulebook rulebook = load(kShipped, kShipped).value();
    const auto owing = [&](const char* id) {
        const Obligation& obligation = *find_obligation(rulebook, id);
        return std::ranges::count_if(rulebook.units,
                                     [&](const Unit& unit) { return owes(obligation, unit); });
    };
    EXPECT_EQ(owing("monthly-report"), 52);
    EXPECT_EQ(owing("enforcement-matters-list"), 31);
    EXPECT_EQ(owing("minor-violation-plan"), 3);
}

TEST(ShippedRules, JudgingHasWeightsLookAlikesAndWords) {
    const Rulebook rulebook = load(kShipped, kShipped).value();
    const JudgingRules& judging = rulebook.judging;
    for (const char* name : {"obligation.title", "unit.signature", "period.stated_range"}) {
        EXPECT_TRUE(judging.weights.contains(name)) << name;
    }
    EXPECT_DOUBLE_EQ(judging.weights.at("period.arrival"), 0.5);
    for (const auto& [name, weight] : judging.weights) {
        EXPECT_GT(weight, 0) << name;
        EXPECT_LE(weight, 1) << name;
    }
    EXPECT_FALSE(judging.look_alikes.empty());
    for (const LookAlike& look_alike : judging.look_alikes) {
        for (const std::string& id : look_alike.excludes) {
            EXPECT_NE(find_obligation(rulebook, id), nullptr) << look_alike.id << " " << id;
        }
    }
    EXPECT_THAT(judging.receiver_names, testing::Contains("县司法局"));
    EXPECT_THAT(judging.automatic_subjects, testing::Contains("自动回复"));
    EXPECT_FALSE(judging.automatic_bodies.empty());
    EXPECT_FALSE(judging.correction_words.empty());
    EXPECT_FALSE(judging.withdrawal_words.empty());
    for (const std::string_view id : kReportFigures) {
        const auto figure = std::ranges::find(judging.report.figures, id, &ReportFigure::id);
        ASSERT_NE(figure, judging.report.figures.end()) << id;
        EXPECT_FALSE(figure->words.empty()) << id;
        EXPECT_TRUE(judging.report.groups.contains(std::string(id.substr(0, id.find('.'))))) << id;
    }
}

TEST(ShippedRules, NoUnitIsCalledLikeTheOfficeItself) {
    const Rulebook rulebook = load(kShipped, kShipped).value();
    for (const Unit& unit : rulebook.units) {
        for (const std::string& name : rulebook.judging.receiver_names) {
            EXPECT_NE(unit.name, name);
            EXPECT_EQ(std::ranges::count(unit.aliases, name), 0) << unit.id << " " << name;
        }
    }
}

TEST(ShippedDirectory, OfABuildTreeIsTheSources) { EXPECT_EQ(shipped_directory(), kShipped); }

TEST(BrokenConfiguration, EachMistakeIsReportedWithItsPlaceAndCure) {
    int count = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(FILINGD_TEST_DATA "/config-broken")) {
        if (!entry.is_directory()) continue;
        const auto rulebook = load(entry.path().string(), kShipped);
        ASSERT_FALSE(rulebook) << entry.path();
        EXPECT_EQ(rulebook.error().kind, base::Kind::BadInput) << entry.path();
        EXPECT_EQ(rulebook.error().text + "\n", text_of(entry.path() / "expected.txt"))
            << entry.path();
        ++count;
    }
    EXPECT_GE(count, 88);
}

TEST_F(Directory, AbsentIsAMistakeOfItsOwn) {
    const auto rulebook = load(path_ + "/none", kShipped);
    ASSERT_FALSE(rulebook);
    EXPECT_THAT(rulebook.error().text, HasSubstr("there is no such directory"));
}

TEST_F(Directory, WithoutSettingsIsAMistake) {
    const auto rulebook = loaded();
    ASSERT_FALSE(rulebook);
    EXPECT_THAT(rulebook.error().text, HasSubstr("filingd.toml: "));
}

TEST_F(Directory, WhatItLacksIsReadFromTheShippedOne) {
    write("filingd.toml", kSettings);
    const auto rulebook = loaded();
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    EXPECT_EQ(rulebook->units.size(), 52U);
    EXPECT_EQ(rulebook->obligations.size(), 24U);
    EXPECT_EQ(rulebook->calendar.years.size(), 3U);
    EXPECT_EQ(rulebook->directory, path_);
    EXPECT_EQ(rulebook->shipped_directory, kShipped);
    EXPECT_EQ(rulebook->templates_directory, "");
    ASSERT_EQ(rulebook->warnings.size(), 1U);
    EXPECT_THAT(rulebook->warnings[0].text, HasSubstr("units.toml: it is absent"));
}

TEST_F(Directory, WhatItHasStandsAlone) {
    write("filingd.toml", kSettings);
    write("units.toml",
          "[[unit]]\nid = \"east\"\nname = \"东山镇人民政府\"\nclass = \"town\"\n"
          "addresses = [\"A@East.example\"]\n"
          "[[unit]]\nid = \"west\"\nname = \"西河镇人民政府\"\nclass = \"town\"\n"
          "addresses = [\"b@west.example\"]\nremind = [\"c@west.example\"]\n");
    write("obligations/2025.toml",
          "[[obligation]]\nid = \"plan\"\ntitle = \"计划\"\nnature = \"filing\"\n"
          "who = [\"east\", \"north\"]\ndue = { on = 2025-03-01 }\n");
    write("obligations/notes.txt", "not read");
    write("calendar/2024.toml", "year = 2024\noff = []\nworking = []\n");
    write("templates/receipt.mustache", "");
    const auto rulebook = loaded();
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    ASSERT_EQ(rulebook->units.size(), 2U);
    EXPECT_THAT(rulebook->units[0].addresses, ElementsAre("a@east.example"));
    EXPECT_THAT(rulebook->units[0].remind, ElementsAre("a@east.example"));
    EXPECT_THAT(rulebook->units[1].remind, ElementsAre("c@west.example"));
    ASSERT_EQ(rulebook->obligations.size(), 1U);
    EXPECT_THAT(rulebook->obligations[0].requires_pieces, ElementsAre(Piece::Document));
    EXPECT_EQ(rulebook->calendar.years.size(), 1U);
    EXPECT_EQ(rulebook->templates_directory, path_ + "/templates");
    EXPECT_THAT(
        texts(rulebook->warnings),
        ElementsAre("obligations/2025.toml:5: who: units.toml has no unit \"north\"; add the "
                    "unit, or take it out here; nobody owes it in its place"));
}

TEST_F(Directory, AnEmptyFolderIsAWarning) {
    write("filingd.toml", kSettings);
    write("obligations/.keep", "");
    const auto rulebook = loaded();
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    EXPECT_THAT(rulebook->obligations, IsEmpty());
    EXPECT_THAT(texts(rulebook->warnings),
                testing::Contains(HasSubstr("obligations: no .toml file")));
}

TEST_F(Directory, ALaterPlanReplacesAnEntryFromItsFirstPeriod) {
    write("filingd.toml", kSettings);
    const std::string entry =
        "[[obligation]]\nid = \"plan\"\ntitle = \"计划\"\nnature = \"filing\"\nwho = [\"town\"]\n";
    write("obligations/2024.toml", entry + "due = { on = 2024-08-15 }\n");
    write("obligations/2026.toml", entry + "due = { on = 2026-08-15 }\nfrom = \"2026\"\n");
    write("obligations/2025.toml", entry + "due = { on = 2025-09-01 }\nfrom = \"2025\"\n");
    const auto rulebook = loaded();
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    const auto governing = [&](const char* period) {
        return find_obligation(*rulebook, "plan", period)->from;
    };
    EXPECT_EQ(governing("2023"), "");
    EXPECT_EQ(governing("2024"), "");
    EXPECT_EQ(governing("2025"), "2025");
    EXPECT_EQ(governing("2026"), "2026");
    EXPECT_EQ(governing("2030"), "2026");
    EXPECT_EQ(governing(""), "2026");
    EXPECT_EQ(governing("阳市监处罚|2024|25"), "2026");
    EXPECT_EQ(find_obligation(*rulebook, "other"), nullptr);
}

TEST_F(Directory, AnObligationSaysWhenOneIsRemindedAndWithWhichForm) {
    write("filingd.toml", kSettings);
    write("obligations/2024.toml",
          "[[obligation]]\nid = \"plan\"\ntitle = \"计划\"\nnature = \"filing\"\n"
          "who = [\"town\"]\ndue = { on = 2024-08-15 }\ntemplate = \"计划.docx\"\n"
          "[obligation.remind]\nbefore = [2, 10, 2]\non_due = false\nevery = 3\nat_most = 0\n"
          "[[obligation]]\nid = \"other\"\ntitle = \"报告\"\nnature = \"filing\"\n"
          "who = [\"town\"]\ndue = { on = 2024-08-15 }\n");
    write("templates/计划.docx", "the office's form");
    const auto rulebook = loaded();
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    const Obligation& plan = rulebook->obligations.at(0);
    EXPECT_EQ(plan.template_file, "计划.docx");
    EXPECT_THAT(plan.remind.before, ElementsAre(10U, 2U));
    EXPECT_FALSE(plan.remind.on_due);
    EXPECT_EQ(plan.remind.every, 3U);
    EXPECT_EQ(plan.remind.at_most, 0U);
    const Obligation& other = rulebook->obligations.at(1);
    EXPECT_THAT(other.remind.before, ElementsAre(5U, 1U));
    EXPECT_TRUE(other.remind.on_due);
    EXPECT_EQ(other.remind.every, 2U);
    EXPECT_EQ(other.remind.at_most, 5U);
}

TEST_F(Directory, AUnitHasItsLifeAndWhomToTellWhenItDoesNotAnswer) {
    write("filingd.toml", kSettings);
    write("units.toml",
          "[[unit]]\nid = \"east\"\nname = \"东乡\"\nclass = \"town\"\n"
          "valid_from = 2024-03-01\nvalid_to = 2024-09-30\nsuccessor = \"west\"\n"
          "escalate = [\"Head@East.example\"]\n"
          "[[unit]]\nid = \"west\"\nname = \"西镇\"\nclass = \"town\"\n");
    const auto rulebook = loaded();
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    const Unit& east = rulebook->units.at(0);
    EXPECT_EQ(east.valid_from, base::make_date(2024, 3, 1));
    EXPECT_EQ(east.valid_to, base::make_date(2024, 9, 30));
    EXPECT_EQ(east.successor, "west");
    EXPECT_THAT(east.escalate, ElementsAre("head@east.example"));
    EXPECT_FALSE(rulebook->units.at(1).valid_to);
}

TEST_F(Directory, AnOwnJudgingFileReplacesWhatItNames) {
    write("filingd.toml", kSettings);
    write("judging.toml",
          "[weights.period]\narrival = 0.25\n"
          "[words]\nreceiver_names = [\"县司法局\"]\n"
          "[[look_alike]]\nid = \"draft\"\ntitles = [\"草稿\"]\nexcludes = [\"no-such-item\"]\n"
          "[[report.figure]]\nid = \"cases.opened\"\nwords = [\"受理立案\"]\n");
    const auto rulebook = loaded();
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    const JudgingRules& judging = rulebook->judging;
    const JudgingRules shipped = load(kShipped, kShipped).value().judging;
    EXPECT_DOUBLE_EQ(judging.weights.at("period.arrival"), 0.25);
    EXPECT_EQ(judging.weights.size(), shipped.weights.size());
    EXPECT_THAT(judging.receiver_names, ElementsAre("县司法局"));
    EXPECT_EQ(judging.automatic_subjects, shipped.automatic_subjects);
    ASSERT_EQ(judging.report.figures.size(), kReportFigures.size());
    for (const ReportFigure& figure : judging.report.figures)
        if (figure.id == "cases.opened") {
            EXPECT_THAT(figure.words, ElementsAre("受理立案"));
        }
    EXPECT_EQ(judging.report.groups, shipped.report.groups);
    ASSERT_EQ(judging.look_alikes.size(), 1U);
    EXPECT_THAT(texts(rulebook->warnings), testing::Contains(HasSubstr("no-such-item")));
}

TEST_F(Directory, EverySettingIsRead) {
    write("ca.pem", "");
    write(
        "filingd.toml",
        "[state]\ndirectory = \"/srv/filingd\"\ntimezone = \"Asia/Shanghai\"\n"
        "staff_group = \"filingd-staff\"\n"
        "[[mailbox]]\nname = \"work\"\nurl = \"imap://127.0.0.1:10143\"\nuser = \"u\"\n"
        "password = { file = \"/etc/filingd/secrets/mail\" }\nfolders = [\"INBOX\", \"垃圾邮件\"]\n"
        "poll = \"90s\"\nidle = false\ninsecure = true\nca_file = \"" +
            path_ +
            "/ca.pem\"\nsince = 2024-06-01\n"
            "[smtp]\nurl = \"smtp://[::1]:10025\"\nuser = \"u\"\npassword = { credential = "
            "\"mail\" }\n"
            "from = \"司法局 <Filing@office.example>\"\nrate = { per_15_minutes = 5, per_day = 50 "
            "}\n"
            "insecure = true\n"
            "[notices]\nstaff = [\"Desk@office.example\"]\nreceipts = false\nreminders = false\n"
            "remind_from = 2024-06-17\ndigest_at = \"07:45\"\nremind_at = \"10:15\"\n"
            "quiet = \"18:30-07:00\"\nescalate_after = 2\nhold = true\noffice = \" 三楼 \"\n"
            "[links]\ncheck = true\nhosts = [\"*.GOV.example\"]\n"
            "[parser]\ntessdata = \"\"\nchildren = 3\nlight = { memory = \"512MiB\", cpu = \"10s\" "
            "}\n"
            "ocr = { memory = \"2GiB\", cpu = \"2m\" }\nmessage = \"80MiB\"\n"
            "[judge]\naccept = 0.9\nmargin = 0\nconfiscation_threshold = 200000\n"
            "[retention]\nnot_a_filing = \"keep\"\n");
    const auto rulebook = loaded();
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    const Settings& settings = rulebook->settings;
    EXPECT_EQ(settings.state_directory, "/srv/filingd");
    EXPECT_EQ(settings.staff_group, "filingd-staff");
    ASSERT_EQ(settings.mailboxes.size(), 1U);
    const MailboxSettings& mailbox = settings.mailboxes[0];
    EXPECT_EQ(mailbox.password.kind, SecretSource::Kind::File);
    EXPECT_EQ(mailbox.password.name, "/etc/filingd/secrets/mail");
    EXPECT_THAT(mailbox.folders, ElementsAre("INBOX", "垃圾邮件"));
    EXPECT_EQ(mailbox.poll, std::chrono::seconds(90));
    EXPECT_FALSE(mailbox.idle);
    EXPECT_TRUE(mailbox.insecure);
    EXPECT_EQ(mailbox.ca_file, path_ + "/ca.pem");
    EXPECT_EQ(mailbox.since, base::make_date(2024, 6, 1));
    EXPECT_EQ(settings.smtp.password.kind, SecretSource::Kind::Credential);
    EXPECT_EQ(settings.smtp.from_name, "司法局");
    EXPECT_EQ(settings.smtp.from_address, "filing@office.example");
    EXPECT_EQ(settings.smtp.per_15_minutes, 5U);
    EXPECT_EQ(settings.smtp.per_day, 50U);
    EXPECT_THAT(settings.notices.staff, ElementsAre("desk@office.example"));
    EXPECT_FALSE(settings.notices.receipts);
    EXPECT_FALSE(settings.notices.reminders);
    EXPECT_EQ(settings.notices.remind_from, base::make_date(2024, 6, 17));
    EXPECT_EQ(settings.notices.digest_at, std::chrono::minutes(7 * 60 + 45));
    EXPECT_EQ(settings.notices.remind_at, std::chrono::minutes(10 * 60 + 15));
    EXPECT_EQ(settings.notices.quiet_from, std::chrono::minutes(18 * 60 + 30));
    EXPECT_EQ(settings.notices.quiet_to, std::chrono::minutes(7 * 60));
    EXPECT_EQ(settings.notices.escalate_after, 2U);
    EXPECT_TRUE(settings.notices.hold);
    EXPECT_EQ(settings.notices.office, "三楼");
    EXPECT_TRUE(settings.links.check);
    EXPECT_THAT(settings.links.hosts, ElementsAre("*.gov.example"));
    EXPECT_EQ(settings.parser.children, 3U);
    EXPECT_EQ(settings.parser.light.memory, 512ULL << 20);
    EXPECT_EQ(settings.parser.light.cpu, std::chrono::seconds(10));
    EXPECT_EQ(settings.parser.ocr.memory, 2ULL << 30);
    EXPECT_EQ(settings.parser.ocr.cpu, std::chrono::seconds(120));
    EXPECT_EQ(settings.parser.message, 80ULL << 20);
    EXPECT_DOUBLE_EQ(settings.judge.accept, 0.9);
    EXPECT_DOUBLE_EQ(settings.judge.margin, 0);
    EXPECT_EQ(settings.judge.confiscation_threshold_fen, 20000000);
}

TEST_F(Directory, WithoutMailboxServerOrStaffThereAreWarnings) {
    write("filingd.toml", "");
    const auto rulebook = loaded();
    ASSERT_TRUE(rulebook) << rulebook.error().text;
    const Settings& settings = rulebook->settings;
    EXPECT_EQ(settings.state_directory, "/var/lib/filingd");
    EXPECT_EQ(settings.parser.message, 72ULL << 20);
    EXPECT_EQ(settings.smtp.url, "");
    EXPECT_THAT(texts(rulebook->warnings),
                UnorderedElementsAre(HasSubstr("nothing is fetched"), HasSubstr("nothing is sent"),
                                     HasSubstr("nobody gets the digest"), HasSubstr("units.toml")));
}

TEST(Names, ArePiecesNaturesAndClassesOfTheInterface) {
    for (const Piece piece :
         {Piece::Word, Piece::StampedPdf, Piece::Link, Piece::Decision, Piece::Document}) {
        EXPECT_EQ(parse_piece(name(piece)), piece);
    }
    EXPECT_EQ(name(Piece::StampedPdf), "stamped-pdf");
    EXPECT_EQ(name(Nature::Publication), "publication");
    EXPECT_EQ(name(UnitClass::Department), "department");
    EXPECT_FALSE(parse_piece("other"));
}

}  // namespace
}  // namespace config
