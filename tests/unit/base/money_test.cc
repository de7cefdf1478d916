#include "base/money.h"

#include <gtest/gtest.h>

namespace base {
namespace {

TEST(Money, IsWrittenInYuanWithTwoPlaces) {
    EXPECT_EQ(format_money(yuan(200000)), "200000.00");
    EXPECT_EQ(format_money(Money{5}), "0.05");
    EXPECT_EQ(format_money(Money{-123}), "-1.23");
}

TEST(Money, ReadsBackWhatItWrites) {
    for (const std::int64_t fen : {0LL, 5LL, 100LL, 20000000LL, -123LL, 9223372036854775807LL})
        EXPECT_EQ(parse_money(format_money(Money{fen})), Money{fen}) << fen;
}

TEST(Money, RefusesWhatIsNoAmount) {
    for (const char* bad :
         {"", ".", "1.", "1.234", "12,000.00", "abc", "92233720368547758.08", "--1"})
        EXPECT_FALSE(parse_money(bad)) << bad;
}

}  // namespace
}  // namespace base
