#include "parsers/fields/numbers.h"

#include <gtest/gtest.h>

#include "parsers/text/charset.h"

namespace parsers::fields {
namespace {

TEST(Numbers, ReadsNumeralsOfEveryNotation) {
    struct Case {
        const char* text;
        std::int64_t value;
    };
    const Case cases[] = {{"25", 25},
                          {"二十五", 25},
                          {"贰拾伍", 25},
                          {"廿三", 23},
                          {"十", 10},
                          {"十一", 11},
                          {"一百零五", 105},
                          {"二〇二四", 2024},
                          {"二○二四", 2024},
                          {"二0二四", 2024},
                          {"二十万", 200000},
                          {"伍万贰仟壹佰贰拾", 52120},
                          {"一亿二千万", 120000000},
                          {"两千", 2000},
                          {"卅一", 31},
                          {"叁仟零伍", 3005}};
    for (const Case& one : cases) EXPECT_EQ(parse_numeral(one.text), one.value) << one.text;
}

TEST(Numbers, RefusesWhatIsNoNumeral) {
    for (const char* text : {"", "甲", "十年", "1a", "百", "万", "99999999999999999999"})
        EXPECT_FALSE(parse_numeral(text)) << text;
}

std::vector<std::string> amounts(const char* text) {
    std::vector<std::string> found;
    for (const Amount& amount : find_amounts(text::nfkc(text)))
        found.push_back(base::format_money(amount.value));
    return found;
}

TEST(Numbers, ReadsAmountsInEveryNotationOfTheDecisions) {
    struct Case {
        const char* text;
        const char* amount;
    };
    const Case cases[] = {{"罚款2432700元", "2432700.00"},
                          {"处以15万元人民币罚款", "150000.00"},
                          {"罚款人民币伍万贰仟壹佰贰拾元整", "52120.00"},
                          {"没收违法所得人民币12,000.00元整", "12000.00"},
                          {"罚款167.2万元", "1672000.00"},
                          {"16.72万元", "167200.00"},
                          {"贰拾万元整", "200000.00"},
                          {"二十万元", "200000.00"},
                          {"２０万元", "200000.00"},
                          {"￥600.00", "600.00"},
                          {"人民币陆佰元整", "600.00"},
                          {"12元5角", "12.50"},
                          {"壹佰元伍角贰分", "100.52"},
                          {"12345.67元", "12345.67"},
                          {"20 万 元", "200000.00"}};
    for (const Case& one : cases) {
        const auto found = amounts(one.text);
        ASSERT_EQ(found.size(), 1U) << one.text;
        EXPECT_EQ(found[0], one.amount) << one.text;
    }
}

TEST(Numbers, ABareNumberIsNoMoney) {
    for (const char* text :
         {"2024年6月", "第25号", "共3件", "罚没金额(万元)", "第五十五条", "每日3%"})
        EXPECT_TRUE(amounts(text).empty()) << text;
}

}  // namespace
}  // namespace parsers::fields
