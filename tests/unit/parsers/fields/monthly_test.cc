#include "parsers/fields/monthly.h"

#include <gtest/gtest.h>

#include "parsers/text/charset.h"

namespace parsers::fields {
namespace {

/// "2024-06", "06" without a year, "2024-01..06" for several, "a:07" for the month of sending,
/// "d:2024-06" for days.
std::string shown(const char* text) {
    std::string all;
    for (const MonthMention& one : find_months(text::nfkc(text))) {
        all += all.empty() ? "" : " ";
        if (one.act) all += "a:";
        if (one.days) all += "d:";
        if (one.year) all += std::to_string(*one.year) + "-";
        const auto two = [](unsigned month) {
            return (month < 10 ? "0" : "") + std::to_string(month);
        };
        all += two(one.first) + (one.first == one.last ? "" : ".." + two(one.last));
    }
    return all;
}

TEST(Monthly, ReadsMonthsAsPeopleWriteThem) {
    struct Case {
        const char* text;
        const char* months;
    };
    const Case cases[] = {
        {"兴国镇2024年6月行政执法工作月报", "2024-06"},
        {"6月月报", "06"},
        {"【富池镇】6月份行政执法工作月报", "06"},
        {"六月份月报", "06"},
        {"陆月月报", "06"},
        {"24年6月", "2024-06"},
        {"二〇二四年十月份", "2024-10"},
        {"月报2024.06", "2024-06"},
        {"月报202406", "2024-06"},
        {"2024-6月报", "2024-06"},
        {"十二月", "12"},
        {"8月、9月行政执法工作月报", "08 09"},
        {"8、9月月报", "08 09"},
        {"12月报送11月行政执法工作月报", "a:12 11"},
        {"7月上报6月", "a:07 06"},
        {"2024年6月1日—6月30日", "d:2024-06"},
        {"2024年6月1日至2024年6月30日", "d:2024-06"},
        {"6月1日-30日", "d:06"},
        {"2024年5月26日—6月25日", "d:2024-06"},
        {"2024-06-01至2024-06-30", "d:2024-06"},
        {"2024.6.1-2024.6.30", "d:2024-06"},
        {"2024年1-6月", "2024-01..06"},
        {"1月至6月", "01..06"},
        {"2024年一季度", "2024-01..03"},
        {"上半年行政执法情况", "01..06"},
        {"2024年4月至6月组织培训", "2024-04..06"},
        {"2025年元月份月报", "2025-01"},
        {"元月执法情况", "01"},
        {"元月1日至31日", "d:01"},
    };
    for (const Case& one : cases) EXPECT_EQ(shown(one.text), one.months) << one.text;
}

TEST(Monthly, ADayIsNoMonth) {
    for (const char* text :
         {"请于7月10日前报送", "2024年7月5日", "20240705", "IMG_20240910", "mmexport1730981112345",
          "第6号", "1个月内", "2024年版", "13月", "罚款3万元月底前缴清"})
        EXPECT_EQ(shown(text), "") << text;
}

TEST(Monthly, ReadsYears) {
    EXPECT_EQ(find_years("阳新县卫生健康局2024年度行政执法人员培训计划"), std::vector<int>{2024});
    EXPECT_EQ(find_years("行政处罚裁量权基准(2024年版)"), std::vector<int>{2024});
    EXPECT_TRUE(find_years("20240705").empty());
}

}  // namespace
}  // namespace parsers::fields
