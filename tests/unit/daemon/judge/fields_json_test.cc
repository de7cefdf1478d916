#include "daemon/judge/fields_json.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "tests/unit/daemon/judge/mail.h"

namespace judge {
namespace {

using Json = nlohmann::json;

/// What the child reads in such a decision.
DecisionFields read(const std::string& parties, const std::string& imposed) {
    parsers::Document document;
    document.text =
        "某某县林业局\n行政处罚决定书\n某林罚决字〔2024〕7号\n" + parties +
        "经查，违法事实清楚。\n决定处罚如下：\n" + imposed +
        "\n当事人应当自收到本决定书之日起十五日内缴纳罚款。\n某某县林业局\n2024年6月20日\n";
    parsers::fields::read_fields(document);
    return DecisionFields{document.fields};
}

std::string weighed(const DecisionFields& decision, std::optional<std::int64_t> threshold = {}) {
    config::Rulebook rulebook = test::rules();
    rulebook.settings.judge.confiscation_threshold_fen = threshold;
    const Importance importance = importance_of(rulebook, decision);
    const char* major = importance.major == Major::Yes  ? "yes"
                        : importance.major == Major::No ? "no"
                                                        : "uncertain";
    return base::join({major, base::join(importance.reasons, " ")}, ": ");
}

constexpr char kOne[] = "当事人：某某木业有限公司\n";
constexpr char kTwo[] = "当事人：某某木业有限公司\n当事人：丙某\n";
constexpr std::int64_t kReadingB = 200'000LL * 100;

struct Case {
    const char* parties;
    const char* imposed;
    const char* reading_a;
    const char* reading_b;
};

TEST(Importance, FollowsThePlansListByBothReadings) {
    const Case cases[] = {
        {kOne, "罚款人民币贰拾万元整（￥200000.00）。", "yes: fine_ge_200k", "yes: fine_ge_200k"},
        {kOne, "罚款人民币199,999.99元。", "no: ", "no: "},
        {kOne, "没收违法所得300元，并处罚款1万元。", "yes: confiscation", "no: "},
        {kOne, "没收违法所得20万元。", "yes: confiscation", "yes: confiscation"},
        {kOne, "没收违法所得199999元。", "yes: confiscation", "no: "},
        {kOne, "没收木材3立方米等违法财物。", "yes: confiscation", "uncertain: "},
        {kOne, "没收违法建筑物和其他设施，并处罚款25万元。", "yes: fine_ge_200k confiscation",
         "yes: fine_ge_200k"},
        {kOne, "警告。", "no: ", "no: "},
        {kOne, "通报批评，并处5000元罚款。", "no: ", "no: "},
        {kOne, "行政拘留五日。", "no: ", "no: "},
        {kOne, "吊销机动车驾驶证。", "yes: licence_revocation", "yes: licence_revocation"},
        {kOne, "暂扣林木采伐许可证六十日。", "yes: licence_suspension", "yes: licence_suspension"},
        {kOne, "责令停产停业，罚款2万元。", "yes: business_suspension", "yes: business_suspension"},
        {kOne, "责令限期恢复植被，罚款2万元。", "no: ", "no: "},
        {kOne, "处五万元以上十万元以下的罚款。", "uncertain: ", "uncertain: "},
        {kOne, "罚款人民币贰拾万元整（￥20000.00）。", "uncertain: ", "uncertain: "},
        {kTwo, "对某某木业有限公司罚款12万元；对丙某罚款9万元。", "uncertain: only_total_ge_200k",
         "uncertain: only_total_ge_200k"},
        {kTwo, "对某某木业有限公司罚款20万元；对丙某罚款9万元。", "yes: fine_ge_200k",
         "yes: fine_ge_200k"},
        {kTwo, "对某某木业有限公司、丙某各处罚款10万元。", "uncertain: only_total_ge_200k",
         "uncertain: only_total_ge_200k"},
        {kTwo, "对某某木业有限公司、丙某各处罚款2万元。", "no: ", "no: "},
    };
    for (const Case& one : cases) {
        const DecisionFields decision = read(one.parties, one.imposed);
        EXPECT_EQ(weighed(decision), one.reading_a) << one.imposed;
        EXPECT_EQ(weighed(decision, kReadingB), one.reading_b) << one.imposed;
    }
}

TEST(FieldsJson, TellsPartiesWithCodesAndHowSureTheyAre) {
    const auto& rules = test::rules();
    const auto* obligation = config::find_obligation(rules, "major-penalty-decision");
    ASSERT_NE(obligation, nullptr);
    const auto json = Json::parse(decision_json(
        rules, *obligation, "某林罚决字|2024|7",
        read("当事人：某某早餐店\n经营者：丁某\n统一社会信用代码：91420299MA49000345\n",
             "没收违法所得300元，并处罚款1万元。")));
    EXPECT_EQ(json["party"], "某某早餐店");
    EXPECT_EQ(json["party_id"], "91420299MA49000345");
    EXPECT_EQ(json["parties"][0]["operator"], "丁某");
    EXPECT_EQ(json["parties"][0]["fine"], "10000.00");
    EXPECT_EQ(json["parties"][0]["confiscated"], "300.00");
    EXPECT_LT(json["field_confidence"]["party_id"], 0.5) << "the check digit is wrong";
    EXPECT_EQ(json["field_confidence"]["fine"], 1.0);
    EXPECT_EQ(json["filing_due_nominal"], "2024-07-05");
}

TEST(FieldsJson, EveryFigureOfTheReportHasItsPlace) {
    ReportNumbers numbers;
    numbers.counts = {{"cases.opened", 3}, {"cases.penalty_amount", 1'260'050}};
    numbers.unit_doubt = true;
    const auto json = Json::parse(monthly_json("2024-06", numbers, {"cases.opened"}));
    EXPECT_EQ(json["cases"]["opened"], 3);
    EXPECT_EQ(json["cases"]["penalty_amount"], "12600.50");
    EXPECT_TRUE(json["cases"]["closed"].is_null());
    EXPECT_TRUE(json["zero_report"].is_null());
    EXPECT_EQ(json["unit_doubt"], true);
    EXPECT_EQ(json["copies_differ"], Json::array({"cases.opened"}));
    for (const std::string_view id : config::kReportFigures) {
        const std::string group(id.substr(0, id.find('.')));
        EXPECT_TRUE(json[group].contains(std::string(id.substr(id.find('.') + 1)))) << id;
    }
}

TEST(FieldsJson, AnAnnouncementIsJudgedByTheDecisionItCarries) {
    const std::string announcement =
        "关于公布行政处罚决定的公告\n现予公布。\n附件：行政处罚决定书（阳市监处罚〔2024〕41号）\n";
    const std::string decision =
        test::decision("阳新县市场监督管理局", "阳市监处罚〔2024〕41号", "罚款人民币贰拾万元整。");
    EXPECT_EQ(test::shown(test::Mail("a@private.test", "报送", "")
                              .word("公告.docx", announcement)
                              .word("附件.docx", decision)
                              .judged()),
              "market-supervision major-penalty-decision 阳市监处罚|2024|41");
    EXPECT_EQ(
        test::Mail("a@private.test", "报送", "").word("公告.docx", announcement).judged().kind,
        Judgement::Kind::Review);
    EXPECT_EQ(test::Mail("a@private.test", "报送", "")
                  .word("送达公告.docx", "行政处罚决定书送达公告\n某某：\n" + decision)
                  .judged()
                  .kind,
              Judgement::Kind::Review);
}

}  // namespace
}  // namespace judge
