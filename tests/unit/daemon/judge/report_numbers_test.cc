#include "daemon/judge/report_numbers.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "daemon/judge/words.h"
#include "tests/unit/daemon/judge/made_reports.h"
#include "tests/unit/daemon/judge/mail.h"

namespace judge {
namespace {

ReportNumbers read(const std::string& text, const char* period = "2024-06") {
    parsers::Document document;
    document.text = text;
    parsers::fields::read_fields(document);
    return report_numbers(test::rules().judging.report, period, document, fold(text));
}

std::string shown(const ReportNumbers& numbers) {
    std::string text;
    for (const auto& [id, value] : numbers.counts)
        text +=
            (text.empty() ? "" : " ") + id.substr(id.find('.') + 1) + "=" + std::to_string(value);
    return text;
}

class Score {
 public:
    void compare(std::uint64_t seed, const std::string& layout, const std::string& name,
                 const std::string& truth, const std::string& got) {
        auto& [right, of] = counts_[layout];
        ++of;
        ++of_;
        if (truth == got) {
            ++right;
            ++right_;
        } else if (misses_++ < 40) {
            shown_ += "  " + std::to_string(seed) + " " + layout + ", " + name + ": expected " +
                      truth + ", got " + got + "\n";
        }
    }
    [[nodiscard]] double share() const {
        return static_cast<double>(right_) / static_cast<double>(of_);
    }
    [[nodiscard]] std::string told() const {
        std::string text;
        for (const auto& [name, count] : counts_)
            text += name + " " + std::to_string(count.first) + "/" + std::to_string(count.second) +
                    ", ";
        return text + std::to_string(share() * 100) + " %\n" + shown_;
    }

 private:
    std::map<std::string, std::pair<std::size_t, std::size_t>> counts_;
    std::size_t right_ = 0;
    std::size_t of_ = 0;
    std::size_t misses_ = 0;
    std::string shown_;
};

TEST(ReportNumbersScore, ReadsReportsMadeByChance) {
    constexpr std::uint64_t kReports = 300;
    Score score;
    for (std::uint64_t seed = 1; seed <= kReports; ++seed) {
        const auto made = test::made_report(seed);
        const ReportNumbers numbers = read(made.text);
        for (const std::string_view id : config::kReportFigures) {
            const auto truth = made.numbers.find(std::string(id));
            const auto got = numbers.counts.find(std::string(id));
            score.compare(seed, made.layout, std::string(id),
                          truth == made.numbers.end() ? "null" : truth->second,
                          got == numbers.counts.end() ? "null" : std::to_string(got->second));
        }
        if (made.zero == "no")
            score.compare(seed, made.layout, "zero_report", "no",
                          !numbers.zero_report   ? "-"
                          : *numbers.zero_report ? "yes"
                                                 : "no");
        score.compare(seed, made.layout, "unit_doubt", "no", numbers.unit_doubt ? "yes" : "no");
    }
    std::cout << "monthly numbers: " << score.told();
    EXPECT_GE(score.share(), 0.98) << score.told();
}

struct Case {
    const char* text;
    const char* numbers;
};

TEST(ReportNumbers, JoinsALineWithTheRestOfItsFigureOnly) {
    const Case cases[] = {
        // An item's number is no digit of the figure before it.
        {"1.告知承诺：事项数4，办件数31，核查数12，失信数1\n2.四张清单：不予处罚3件；从轻2件\n",
         "dishonest=1 handled=31 matters=4 verified=12 lighter=2 no_penalty=3"},
        {"（一）本月全镇涉企行政执法案件共立案查处各类违法行为8，办结5\n3、移送司法机关案件2件。\n",
         "closed=5 opened=8 transferred=2"},
        {"（一）本月全镇涉企行政执法案件共立案8件，办结5件，移送司法机关1\n1.2 其他事项。\n",
         "closed=5 opened=8 transferred=1"},
        {"本月全镇综合行政执法队共办理涉企行政处罚案件情况如下，立案8件，罚没金额3\n"
         "20.50元，办结5件。\n",
         "closed=5 opened=8 penalty_amount=32050"},
        {"本月全镇综合行政执法队共办理涉企行政处罚案件情况如下，立案8件，罚没金额1\n"
         "2.5万元，办结5件。\n",
         "closed=5 opened=8 penalty_amount=12500000"},
    };
    for (const Case& one : cases) EXPECT_EQ(shown(read(one.text)), one.numbers) << one.text;
}

TEST(ReportNumbers, ReadsSentences) {
    const Case cases[] = {
        {"本月共立案3起，办结2起，罚没款1.2万元。", "closed=2 opened=3 penalty_amount=1200000"},
        {"本月立案三起、办结两起，罚没款壹万贰仟元整。",
         "closed=2 opened=3 penalty_amount=1200000"},
        {"今年以来累计立案25起、办结20起，其中本月立案3起、办结2起。", "closed=2 opened=3"},
        {"1-6月立案25起，办结20起；6月立案3起，办结2起。", "closed=2 opened=3"},
        {"本月立案3件（同比增加1件），办结2件，较上月减少1件。", "closed=2 opened=3"},
        {"不予处罚、从轻处罚、减轻处罚案件分别为3件、2件、1件。",
         "lighter=2 mitigated=1 no_penalty=3"},
        {"不予处罚、从轻处罚、减轻处罚案件均为0件。", "lighter=0 mitigated=0 no_penalty=0"},
        {"依法对3起轻微违法案件不予处罚，办结5起，未办结2起。", "closed=5 no_penalty=3"},
        {"本月立案4件，罚没金额合计：5,200元；移送案件：无。",
         "opened=4 penalty_amount=520000 transferred=0"},
        {"严格落实行政执法三项制度，开展培训2次，2024年6月17日召开会议1次。", ""},
        {"一、证明事项告知承诺制。事项12项，办理30件，抽查5件，不实1件。",
         "dishonest=1 handled=30 matters=12 verified=5"},
        {"四、涉企案件办结情况。不予处罚2件，办结3件。", "closed=3"},
        {"事项4项，发现不实承诺1件。", "dishonest=1"},
        {"依据《行政处罚法》第33条，移送公安机关1起，罚款0元。", "penalty_amount=0 transferred=1"},
    };
    for (const Case& one : cases) EXPECT_EQ(shown(read(one.text)), one.numbers) << one.text;
}

TEST(ReportNumbers, ANumberedSentenceAboveARowOfNamesIsNoHeading) {
    EXPECT_EQ(shown(read("4.涉企案件：立案8件；办结3件；罚没金额63012元；移送1件\n"
                         "填表人：甲\t审核人：乙\t联系电话：0714-0001369\n")),
              "closed=3 opened=8 penalty_amount=6301200 transferred=1");
}

TEST(ReportNumbers, ReadsTables) {
    const Case cases[] = {
        {"项目\t5月\t6月\n立案\t9\t3\n办结\t8\t2\n", "closed=2 opened=3"},
        {"项目\t本月数\t上年同期\t本年累计\n立案（起）\t3\t7\t25\n罚没金额（元）\t1,200."
         "00\t9\t80000\n",
         "opened=3 penalty_amount=120000"},
        {"\t立案\t\t办结\n\t本月\t累计\t本月\t累计\n某镇\t3\t25\t2\t20\n", "closed=2 opened=3"},
        {"事项\t内容\t数量\t单位\n案件办结\t立案\t3\t件\n\t罚没金额\t2.07\t万元\n\t移送\t0\t件\n",
         "opened=3 penalty_amount=2070000 transferred=0"},
        {"立案\t3\t办结\t2\n罚没款\t1.2万元\t移送\t/\n",
         "closed=2 opened=3 penalty_amount=1200000"},
        {"序号\t指标\t数值\n1\t立案\t3\n2\t办结\t\n3\t移送\t0\n", "opened=3 transferred=0"},
        {"四张清单\t不予处罚\t件数\t6\n\t\t金额（元）\t30000\n\t从轻处罚\t件数\t2\n",
         "lighter=2 no_penalty=6"},
        {"涉企案件\n立案\t办结\t罚没金额\t移送\n3\t2\t1200\t0\n",
         "closed=2 opened=3 transferred=0"},
        {"单位：件、万元\n立案\t办结\t罚没金额\t移送\n３\t２\t０．１２\t无\n",
         "closed=2 opened=3 penalty_amount=120000 transferred=0"},
        {"处罚种类\t宗数\n警告\t3\n罚款\t2\n", ""},
        // Labels wrapped by a PDF, and a row whose value was left out.
        {"类别\t指标\t累计\t本月\n一、证明事项告知承\t办件数\t90\t23\n诺制\n四、涉企行政执法案\t立"
         "案\t25\t3\n"
         "件办结情况\t（起）\n办结\t20\t2\n",
         "closed=2 opened=3 handled=23"},
        {"指标\t数量\n办件数\t23\n核查数\n失信数\t1\n", "dishonest=1 handled=23"},
        {"应评\t已评\t采取措施\n—\t—\t—\n", ""},
    };
    for (const Case& one : cases) EXPECT_EQ(shown(read(one.text)), one.numbers) << one.text;
}

TEST(ReportNumbers, DoubtsTheUnit) {
    struct Doubt {
        const char* text;
        bool doubt;
    };
    const Doubt cases[] = {
        {"立案\t罚没金额（万元）\n3\t1.2\n", false},
        {"立案\t罚没金额（万元）\n3\t126900\n", true},
        {"立案\t罚没金额（元）\n3\t126900\n", false},
        {"立案\t罚没金额（元）\n3\t1.26\n", true},
        {"立案\t罚没金额\n3\t12\n", true},
        {"立案\t罚没金额\n3\t0\n", false},
        {"本月罚没款126900万元。", true},
    };
    for (const Doubt& one : cases) EXPECT_EQ(read(one.text).unit_doubt, one.doubt) << one.text;
}

TEST(ReportNumbers, KnowsAZeroReport) {
    struct Zero {
        const char* text;
        std::optional<bool> zero;
    };
    const Zero cases[] = {
        {"行政执法工作月报\n本月无行政执法案件，实行零报告。", true},
        {"立案\t0\n办结\t0\n移送\t0\n失信数\t无\n", true},
        {"立案\t0\n办结\t2\n本月零报告\n", false},
        {"立案\t\n办结\t\n注：如无案件请实行零报告\n", std::nullopt},
        {"立案\t3\n办结\t0\n", false},
        {"行政执法工作月报\n情况正常。", std::nullopt},
    };
    for (const Zero& one : cases) EXPECT_EQ(read(one.text).zero_report, one.zero) << one.text;
}

TEST(ReportNumbers, AStandingFigureMayBeTheYearsSoFar) {
    EXPECT_EQ(shown(read("截至目前，实行告知承诺的证明事项累计19项；今年以来累计立案25起。")),
              "matters=19");
}

TEST(ReportNumbers, FindsWhereCopiesDiffer) {
    const auto a = read("立案\t3\n办结\t2\n");
    EXPECT_TRUE(differences(a, read("立案\t3\n移送\t1\n")).empty());
    EXPECT_EQ(differences(a, read("立案\t3\n办结\t1\n")),
              (std::vector<std::string>{"cases.closed"}));
}

test::Mail both(const std::string& word, const std::string& stamped) {
    test::Mail mail("clerk@unit.test", "报送材料", "请查收");
    mail.word("6月月报.docx", word);
    mail.word("6月月报盖章.pdf", stamped);
    auto& copy = mail.parsed().documents.back();
    copy.media_type = "application/pdf";
    copy.text_source = parsers::TextSource::Text;
    copy.seal.found = parsers::SealFound::Yes;
    return mail;
}

std::string with(const std::string& report, const std::string& from, const std::string& to) {
    return base::replaced(report, from, to);
}

TEST(ReportCopies, OnesThatDifferGoToAPerson) {
    const std::string report = test::report("三溪镇人民政府", "2024年6月1日—6月30日");
    EXPECT_EQ(test::shown(both(report, report).judged()), "sanxi monthly-report 2024-06");
    EXPECT_EQ(test::shown(both(report, with(report, "办件数\t23", "办件数\t32")).judged()),
              "? copies_differ");
    EXPECT_NE(test::shown(both(report, with(report, "6月", "5月")).judged()),
              "sanxi monthly-report 2024-06");
}

TEST(ReportCopies, AMisreadFigureOfAScanIsNoDifference) {
    const std::string report = test::report("三溪镇人民政府", "2024年6月1日—6月30日");
    auto mail = both(report, with(report, "办件数\t23", "办件数\t32"));
    mail.parsed().documents.back().text_source = parsers::TextSource::Ocr;
    EXPECT_EQ(test::shown(mail.judged()), "sanxi monthly-report 2024-06");
}

TEST(ReportCopies, TheNumbersAreTheWordFiles) {
    const std::string report = test::report("三溪镇人民政府", "2024年6月1日—6月30日");
    const auto judgement = both(report, report).judged();
    const auto json = nlohmann::json::parse(judgement.verdicts.at(0).fields_json);
    EXPECT_EQ(json["commitment"]["handled"], 23);
    EXPECT_EQ(json["four_lists"]["no_penalty"], 7);
    EXPECT_EQ(json["impact_assessment"]["done"], 4);
    EXPECT_TRUE(json["cases"]["opened"].is_null());
    EXPECT_EQ(json["zero_report"], false);
    EXPECT_EQ(json["unit_doubt"], false);
}

}  // namespace
}  // namespace judge
