#include "parsers/fields/dates.h"

#include <gtest/gtest.h>

#include "parsers/fields/lines.h"
#include "parsers/text/charset.h"

namespace parsers::fields {
namespace {

TEST(Dates, ReadsTheDateLineInEveryForm) {
    struct Case {
        const char* text;
        const char* date;
    };
    const Case cases[] = {{"二〇二四年六月十七日", "2024-06-17"},
                          {"二○一四年十一月二十一日", "2014-11-21"},
                          {"二零二四年六月十七日", "2024-06-17"},
                          {"二O二四年六月十七日", "2024-06-17"},
                          {"二0二四年六月十七日", "2024-06-17"},
                          {"二◯二四年十月十日", "2024-10-10"},
                          {"2024年6月17日", "2024-06-17"},
                          {"2024 年 6 月 17 日", "2024-06-17"},
                          {"２０２４年６月１７日", "2024-06-17"},
                          {"2024729日", "2024-07-29"},
                          {"二〇二四年七月廿九日", "2024-07-29"},
                          {"2024-06-17", "2024-06-17"},
                          {"2024.6.17", "2024-06-17"},
                          {"2024年6月17日（公章）", "2024-06-17"},
                          {"二 〇 二 四 年 六 月 十 七 日", "2024-06-17"}};
    for (const Case& one : cases) {
        const auto date = date_line(without_blanks(text::nfkc(one.text)));
        ASSERT_TRUE(date) << one.text;
        EXPECT_EQ(base::format_date(*date), one.date) << one.text;
    }
}

TEST(Dates, ALineThatSaysMoreIsNoDateLine) {
    for (const char* text : {"2024年6月17日向当事人送达", "2024年2月30日", "2024年6月",
                             "截至2024年6月17日", "2024111日"})
        EXPECT_FALSE(date_line(without_blanks(text::nfkc(text)))) << text;
}

TEST(Dates, FindsEveryDayOfASentence) {
    const auto dates = find_dates("2024年4月11日检查,2024年6月4日告知,二〇二四年六月十二日决定");
    ASSERT_EQ(dates.size(), 3U);
    EXPECT_EQ(base::format_date(dates[2].date), "2024-06-12");
}

}  // namespace
}  // namespace parsers::fields
