#include "daemon/answers/own_words.h"

#include <gmock/gmock.h>

#include "tests/unit/daemon/answers/answers_fixture.h"

namespace answers {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(OwnWords, EndWhereAProgramBeginsItsQuote) {
    const std::string dashes = "------------------";
    const std::vector<std::string> quotes = {
        "---- 回复的原邮件 ----\n| 发件人 | 县司法局 |\n13 不是报送",
        dashes + " 原始邮件 " + dashes + "\n发件人: 县司法局<office@mail.test>;\n13 不是报送",
        "-----邮件原件-----\n发件人:县司法局\n13 不是报送",
        "发件人：县司法局\n发送时间：2024年6月9日 8:30\n收件人：兴国镇\n主题：汇总\n\n13 不是报送",
        "发件人：县司法局\n主题：汇总\n13 不是报送",
        "From: office@mail.test\nSent: Sunday\nTo: staff@mail.test\n13 不是报送",
        "On Sun, Jun 9, 2024 at 8:30 AM office <office@mail.test> wrote:\n13 不是报送",
        "-----Original Message-----\n13 不是报送",
        "> 13 不是报送\n> 14 同意",
        "在 2024年6月9日，08:30，县司法局 <office@mail.test> 写道：\n\n> 13 不是报送",
        "回执 2024-000012：来件已收到\n13 不是报送",
        "回执 2024-000012\n13 不是报送",
        "主题：Re: 回执 2024-000012：来件已收到\n13 不是报送",
    };
    for (const auto& quote : quotes)
        EXPECT_THAT(lines_of("12 同意\n\n" + quote), ElementsAre("12 同意")) << quote;
}

TEST(OwnWords, StandBelowAndBetweenMarkedLinesToo) {
    EXPECT_THAT(lines_of("> 12 待核\n12 同意\n> 13 待核\n13 不是\n"),
                ElementsAre("12 同意", "13 不是"));
    EXPECT_THAT(
        lines_of("在 2024年6月9日，县司法局 <office@mail.test> 写道：\n> 12 待核\n\n12 同意"),
        ElementsAre("12 同意"));
}

TEST(OwnWords, LeaveOutCardsOfPrograms) {
    for (const char* card : {"发自我的iPhone", "发自我的 iPhone", "Sent from my iPhone",
                             "来自QQ邮箱", "发自网易邮箱大师", "联系电话：0714-0000000",
                             "手机：13800000000", "-- \n兴国镇司法所\n富池镇"})
        EXPECT_THAT(lines_of(std::string("这是5月的。\n\n") + card), ElementsAre("这是5月的。"))
            << card;
}

TEST(OwnWords, KeepLimits) {
    std::string many;
    for (int i = 0; i < 3000; ++i) many += "好\n";
    EXPECT_THAT(lines_of(many), SizeIs(kMostLines));
    std::string line;
    for (std::size_t i = 0; i < kLongestLine; ++i) line += "好";
    EXPECT_THAT(lines_of(line), SizeIs(1));
    EXPECT_THAT(lines_of(line + "的\n12 同意"), ElementsAre("12 同意"));
}

TEST(OwnWords, AreNoneOfAnEmptyMail) {
    EXPECT_THAT(lines_of(""), IsEmpty());
    EXPECT_THAT(lines_of(" \n\t\n"), IsEmpty());
    EXPECT_THAT(own_lines({}, {}, ""), IsEmpty());
}

}  // namespace
}  // namespace answers
