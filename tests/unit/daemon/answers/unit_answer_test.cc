#include "daemon/answers/unit_answer.h"

#include <gmock/gmock.h>

#include "tests/unit/daemon/answers/answers_fixture.h"

namespace answers {
namespace {

struct Phrase {
    const char* body;
    const char* expected;
};

void expect_all(const std::vector<Phrase>& phrases) {
    for (const auto& [body, expected] : phrases) EXPECT_EQ(said(body), expected) << body;
}

TEST(UnitAnswer, TakesAPeriod) {
    expect_all({
        {"这是5月的", "- ?/5"},
        {"这是5月的。", "- ?/5"},
        {"这是５月份的", "- ?/5"},
        {"这是五月份的月报", "- ?/5"},
        {"5月的", "- ?/5"},
        {"5月份", "- ?/5"},
        {"应为2024年5月", "- 2024/5"},
        {"应为2024年5月份。", "- 2024/5"},
        {"期次应该是2024年5月", "- 2024/5"},
        {"月份有误，应为5月", "- ?/5"},
        {"月份写错了，是5月的", "- ?/5"},
        {"不对，是5月", "- ?/5"},
        {"这是5月的，不是6月的", "- ?/5"},
        {"不是6月，是5月的月报。", "- ?/5"},
        {"6月应为5月", "- ?/5"},
        {"请将期次由6月改为5月", "- ?/5"},
        {"麻烦把6月更正为2024年5月，谢谢", "- 2024/5"},
        {"您好！这份月报是5月的，麻烦更正一下，谢谢！", "- ?/5"},
        {"王科长：\n您好，附件是5月份的行政执法工作月报，请更正。", "- ?/5"},
        {"领导好，这个是24年5月的报表", "- 2024/5"},
        {"统计期是2024-05", "- 2024/5"},
        {"所属期：202405", "- 2024/5"},
        {"报送期次：2024年5月", "- 2024/5"},
        {"7月上报的6月月报", "- ?/6"},
        {"这是2025年度的检查计划", "- 2025"},
        {"2025年的", "- 2025"},
        {"抱歉，上面写错了，实际是4月。", "- ?/4"},
        {"OK，这是5月的", "- ?/5"},
        {"请将此件登记为5月", "- ?/5"},
        {"把月份改一下，是5月的", "- ?/5"},
        {"打错了，以5月为准", "- ?/5"},
        {"此件为五月份月报，登记错了", "- ?/5"},
        {"执法监督股：\n您好，这是5月的", "- ?/5"},
        {"县执法监督股：您好，这是5月的", "- ?/5"},
    });
}

TEST(UnitAnswer, TakesAUnit) {
    expect_all({
        {"单位是富池镇", "fuchi -"},
        {"我们是兴国镇", "xingguo -"},
        {"我们是兴国镇的", "xingguo -"},
        {"我单位为兴国镇人民政府。", "xingguo -"},
        {"报送单位：富池镇人民政府", "fuchi -"},
        {"填报单位应为富池镇", "fuchi -"},
        {"不是兴国镇，是富池镇", "fuchi -"},
        {"这是富池镇的材料，请更正，谢谢！", "fuchi -"},
        {"单位名称有误，应该是富池镇人民政府", "fuchi -"},
    });
}

TEST(UnitAnswer, TakesBothTogether) {
    expect_all({
        {"我们是兴国镇，这是5月的", "xingguo ?/5"},
        {"兴国镇5月", "xingguo ?/5"},
        {"兴国镇2024年5月行政执法工作月报", "xingguo 2024/5"},
        {"单位是富池镇。\n期次是2024年5月。", "fuchi 2024/5"},
    });
}

TEST(UnitAnswer, KnowsWhoSigns) {
    expect_all({
        {"这是5月的。\n兴国镇司法所", "- ?/5"},
        {"这是5月的。\n张三", "- ?/5"},
        {"这是5月的。\n兴国镇司法所 张三 07140000000", "- ?/5"},
        {"这是5月的。\n\n兴国镇综合执法中心\n李小明\n2024年6月10日", "- ?/5"},
        {"这是5月的。\n兴国镇党政办王五", "- ?/5"},
        {"您好\n我们是兴国镇", "xingguo -"},
        {"单位是富池镇。\n富池镇司法所", "fuchi -"},
        {"单位是富池镇。\n兴国镇司法所", "unclear"},
        {"这是5月的。\n兴国镇作废", "unclear"},
        {"这是5月的。\n作废", "unclear"},
    });
}

TEST(UnitAnswer, LeavesWhatIsNotClearToAPerson) {
    expect_all({
        {"这是5月还是6月的？", "unclear"},
        {"请问这是5月的吗", "unclear"},
        {"是5月的吗？", "unclear"},
        {"5月、6月的都在里面", "unclear"},
        {"这是5月和6月的", "unclear"},
        {"这是一季度的", "unclear"},
        {"这是1-5月的", "unclear"},
        {"不是5月的", "unclear"},
        {"5月有误", "unclear"},
        {"登记错了", "unclear"},
        {"单位不对", "unclear"},
        {"6月应为", "unclear"},
        {"好像是5月的", "unclear"},
        {"可能是5月", "unclear"},
        {"这是5月的，6月的下周再报", "unclear"},
        {"5月份没有案件", "unclear"},
        {"5月的请作废", "unclear"},
        {"这是5月上报的", "unclear"},
        {"请将5月更正一下", "unclear"},
        {"把5月改了", "unclear"},
        {"这是5月的，发错了", "unclear"},
        {"这是5月的，请暂缓登记", "unclear"},
        {"不要改成5月", "unclear"},
        {"原来是5月的", "unclear"},
        {"5月的月报由富池镇代报", "unclear"},
        {"我们是兴国镇，代富池镇报送", "unclear"},
        {"5月份报送的", "unclear"},
        {"把6月写成了5月", "unclear"},
        {"这是上月的", "unclear"},
        {"兴国镇和富池镇的", "unclear"},
        {"我们是大冶市公安局", "nothing"},
        {"这是兴国镇派出所5月的", "unclear"},
        {"为什么显示逾期？", "unclear"},
        {"公章要盖在哪里", "unclear"},
        {"不是兴国镇5月，是富池镇5月", "unclear"},
        {"是5月，不是5月", "unclear"},
        {"6月5日发的是5月的", "unclear"},
    });
}

TEST(UnitAnswer, HearsCourtesy) {
    expect_all({
        {"谢谢", "courtesy"},
        {"收到，谢谢！", "courtesy"},
        {"好的，知道了", "courtesy"},
        {"收到。\n张三", "courtesy"},
        {"👍", "courtesy"},
        {"辛苦领导了", "courtesy"},
    });
}

TEST(UnitAnswer, IsNoneInOtherLetters) {
    expect_all({
        {"", "nothing"},
        {"我们明天补发盖章件", "nothing"},
        {"月报已重新发送，请查看附件", "nothing"},
        {"我们镇领导说再核实一次数据", "nothing"},
    });
}

}  // namespace
}  // namespace answers
