#include "parsers/ocr/agreement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace parsers::ocr {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

using Values = std::vector<std::pair<std::string, std::string>>;

Document reading_of(const Values& fields, std::string text = "") {
    Document document;
    document.text = std::move(text);
    document.text_source = TextSource::Ocr;
    for (const auto& [name, value] : fields) {
        Field field;
        field.name = name;
        field.value = value;
        document.fields.push_back(std::move(field));
    }
    return document;
}

Document with_segment(SegmentKind kind, std::string text, std::uint32_t line = 1) {
    Document document;
    Segment segment;
    segment.kind = kind;
    segment.text = std::move(text);
    segment.line = line;
    document.segments.push_back(std::move(segment));
    return document;
}

std::vector<std::pair<std::string, double>> sure(const Document& document) {
    std::vector<std::pair<std::string, double>> all;
    for (const Field& field : document.fields) all.emplace_back(field.value, field.confidence);
    return all;
}

std::vector<std::pair<std::string, double>> segments_of(const Document& document) {
    std::vector<std::pair<std::string, double>> all;
    for (const Segment& segment : document.segments)
        all.emplace_back(segment.text, segment.confidence);
    return all;
}

TEST(Agreement, WhatTwoReadAlikeIsSure) {
    EXPECT_THAT(sure(agreed({reading_of({{"fine", "800.00"}}), reading_of({{"fine", "800.00"}})})),
                ElementsAre(Pair("800.00", kAgreed)));
}

TEST(Agreement, WhatOneReadAloneIsNot) {
    EXPECT_THAT(sure(agreed({reading_of({{"fine", "800.00"}})})),
                ElementsAre(Pair("800.00", kAlone)));
    EXPECT_THAT(sure(agreed({reading_of({{"fine", "800.00"}}), reading_of({})})),
                ElementsAre(Pair("800.00", kAlone)));
}

TEST(Agreement, WhatTwoReadDifferentlyIsDisputed) {
    const auto both = agreed({reading_of({{"fine", "800.00"}}), reading_of({{"fine", "300.00"}})});
    ASSERT_THAT(both.fields, SizeIs(1));
    EXPECT_LT(both.fields.front().confidence, kDisputed);
}

TEST(Agreement, AMajorityOutvotesTheFirst) {
    EXPECT_THAT(sure(agreed({reading_of({{"fine", "300.00"}}), reading_of({{"fine", "800.00"}}),
                             reading_of({{"fine", "800.00"}})})),
                ElementsAre(Pair("800.00", kAgreed)));
}

TEST(Agreement, ThreeThatDifferSettleNothing) {
    const auto all = agreed({reading_of({{"fine", "1.00"}}), reading_of({{"fine", "2.00"}}),
                             reading_of({{"fine", "3.00"}})});
    EXPECT_THAT(sure(all), ElementsAre(Pair("1.00", kDifferent)));
}

TEST(Agreement, AReadersOwnDoubtIsKept) {
    Document doubtful = reading_of({{"fine", "800.00"}});
    doubtful.fields.front().confidence = 0.3;
    EXPECT_THAT(sure(agreed({doubtful, doubtful})), ElementsAre(Pair("800.00", 0.3)));
}

TEST(Agreement, FieldsOfOneNameAreComparedInTheirOrder) {
    const Values both{{"party", "甲"}, {"party", "乙"}};
    EXPECT_THAT(sure(agreed({reading_of(both), reading_of({{"party", "甲"}, {"party", "丙"}})})),
                ElementsAre(Pair("甲", kAgreed), Pair("乙", kDifferent)));
}

TEST(Agreement, WhatOnlyALaterPassFoundIsAdded) {
    const auto both = agreed({reading_of({{"decision", "1"}, {"authority", "甲局"}}),
                              reading_of({{"decision", "1"}, {"fine", "800.00"}})});
    EXPECT_THAT(sure(both),
                ElementsAre(Pair("1", kAgreed), Pair("甲局", kAlone), Pair("800.00", kAlone)));
}

TEST(Agreement, NothingIsAddedWhereSeveralDecisionsWouldMixIt) {
    const auto both = agreed(
        {reading_of({{"decision", "1"}, {"decision", "2"}}), reading_of({{"fine", "800.00"}})});
    EXPECT_THAT(sure(both), ElementsAre(Pair("1", kAlone), Pair("2", kAlone)));
}

TEST(Agreement, AnAmountThatAnyPassReadIsNotUnread) {
    const auto both = agreed({reading_of({{"decision", "1"}, {"fine_unread", "罚款"}}),
                              reading_of({{"decision", "1"}, {"fine", "800.00"}})});
    EXPECT_THAT(sure(both), ElementsAre(Pair("1", kAgreed), Pair("800.00", kAlone)));
}

TEST(Agreement, TextAndSealAreTheFirsts) {
    Document first = reading_of({}, "first\n");
    first.seal.found = SealFound::Yes;
    const auto both = agreed({first, reading_of({{"fine", "1.00"}, {"party", "甲"}}, "second\n")});
    EXPECT_EQ(both.text, "first\n");
    EXPECT_EQ(both.seal.found, SealFound::Yes);
    EXPECT_EQ(both.text_source, TextSource::Ocr);
}

TEST(Agreement, SegmentsAreTheSameWhateverTheirBlanks) {
    EXPECT_THAT(segments_of(agreed({with_segment(SegmentKind::Signature, "柳树镇 人民政府"),
                                    with_segment(SegmentKind::Signature, "柳树镇人民政府")})),
                ElementsAre(Pair("柳树镇 人民政府", kAgreed)));
}

TEST(Agreement, AWordReadTwiceInOnePassIsNoAgreement) {
    Document twice = with_segment(SegmentKind::Title, "月报");
    twice.segments.push_back(twice.segments.front());
    EXPECT_THAT(segments_of(agreed({twice})), ElementsAre(Pair("月报", kAlone)));
}

TEST(Agreement, RivalSignaturesAreDisputed) {
    EXPECT_THAT(
        segments_of(agreed({with_segment(SegmentKind::Signature, "木港镇人民政府"),
                            with_segment(SegmentKind::Signature, "太子镇人民政府")})),
        ElementsAre(Pair("木港镇人民政府", kDifferent), Pair("太子镇人民政府", kDifferent)));
}

TEST(Agreement, AMisreadSegmentIsOutvoted) {
    const auto good = with_segment(SegmentKind::Signature, "木港镇人民政府");
    const auto bad = with_segment(SegmentKind::Signature, "木巷镇人民政府");
    EXPECT_THAT(segments_of(agreed({bad, good, good})),
                ElementsAre(Pair("木港镇人民政府", kAgreed)));
}

TEST(Agreement, WhatTheFirstTextHasNotStandsOnNoLineOfIt) {
    const auto both = agreed({with_segment(SegmentKind::Title, "月报", 3),
                              with_segment(SegmentKind::DateLine, "2024年6月3日", 9)});
    ASSERT_THAT(both.segments, SizeIs(2));
    EXPECT_EQ(both.segments[0].line, 3U);
    EXPECT_EQ(both.segments[1].line, 0U);
}

TEST(Agreement, OfNothingReadComesNothing) {
    const auto none = agreed({Document(), Document()});
    EXPECT_THAT(none.fields, IsEmpty());
    EXPECT_THAT(none.segments, IsEmpty());
}

TEST(WantsMore, ADecisionThatSaysAllTwiceIsEnough) {
    const Values all{{"decision", "1"},     {"decision_number_normal", "甲罚〔2025〕1号"},
                     {"authority", "甲局"}, {"decision_date", "2025-06-10"},
                     {"party", "某公司"},   {"fine", "800.00"}};
    EXPECT_TRUE(wants_more(agreed({reading_of(all)})));
    EXPECT_FALSE(wants_more(agreed({reading_of(all), reading_of(all)})));
    for (std::size_t missing = 1; missing < all.size(); ++missing) {
        Values fewer = all;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(missing));
        EXPECT_TRUE(wants_more(agreed({reading_of(fewer), reading_of(fewer)})))
            << all[missing].first;
        Values other = all;
        other[missing].second = "misread";
        EXPECT_TRUE(wants_more(agreed({reading_of(all), reading_of(other)}))) << all[missing].first;
    }
}

TEST(WantsMore, AReportNeedsATitleAUnitAndADate) {
    Document report = with_segment(SegmentKind::Title, "行政执法工作月报表");
    for (const auto& [kind, text] :
         {std::pair{SegmentKind::FormUnit, "木港镇"}, {SegmentKind::FormPeriod, "2024年6月"}}) {
        EXPECT_TRUE(wants_more(agreed({report, report})));
        report.segments.push_back(with_segment(kind, text).segments.front());
    }
    EXPECT_TRUE(wants_more(agreed({report})));
    EXPECT_FALSE(wants_more(agreed({report, report})));
}

TEST(Agreement, WhoDoubtsHisOwnReadingIsSetAside) {
    Document doubtful = reading_of({{"decision_number", "某上水罚〔2025〕9号"}});
    doubtful.fields.front().confidence = kDifferent;
    const Document other = reading_of({{"decision_number", "某水罚〔2025〕9号"}});
    EXPECT_THAT(sure(agreed({doubtful, doubtful, other})),
                ElementsAre(Pair("某水罚〔2025〕9号", kDifferent)));
    Document same = doubtful;
    same.fields.front().confidence = 1;
    EXPECT_THAT(sure(agreed({doubtful, same})), ElementsAre(Pair("某上水罚〔2025〕9号", kAlone)));
}

TEST(Agreement, BracketsMakeNoOtherNumber) {
    EXPECT_THAT(sure(agreed({reading_of({{"decision_number", "某水罚〔2025〕9号"}}),
                             reading_of({{"decision_number", "某水罚【2025] 9号"}})})),
                ElementsAre(Pair("某水罚〔2025〕9号", kAgreed)));
    EXPECT_THAT(sure(agreed({reading_of({{"decision_number", "某水罚〔2025〕9号"}}),
                             reading_of({{"decision_number", "某水罚〔2025〕6号"}})})),
                ElementsAre(Pair("某水罚〔2025〕9号", kDifferent)));
}

TEST(WantsMore, AnAmountOnlyOneReadIsReadAgain) {
    const Values rest{{"decision", "1"},     {"decision_number_normal", "甲罚〔2025〕1号"},
                      {"authority", "甲局"}, {"decision_date", "2025-06-10"},
                      {"party", "某公司"},   {"kind", "warning"}};
    Values with_fine = rest;
    with_fine.emplace_back("fine", "800.00");
    EXPECT_FALSE(wants_more(agreed({reading_of(rest), reading_of(rest)})));
    EXPECT_TRUE(wants_more(agreed({reading_of(rest), reading_of(with_fine)})));
    EXPECT_FALSE(wants_more(agreed({reading_of(with_fine), reading_of(with_fine)})));
}

}  // namespace
}  // namespace parsers::ocr
