#include "daemon/ctl/comparison.h"

#include <gtest/gtest.h>

#include <vector>

namespace ctl {
namespace {

using Uids = std::vector<std::uint32_t>;

class ComparisonTest : public testing::Test {
 protected:
    ComparisonTest() {
        line.uid_validity = 7;
        line.live = 3;
        listing.exists = true;
        listing.uid_validity = 7;
    }
    void list(const Uids& uids) {
        for (const auto uid : uids) listing.messages.emplace_back().uid = uid;
    }
    storage::Accounting line;
    imap::FolderListing listing;
    Uids live = {1, 2, 3};
};

TEST_F(ComparisonTest, ExplainsWhatBothHave) {
    list({1, 2, 3});
    const auto found = compare(line, live, &listing);
    EXPECT_EQ(found.on_server, 3U);
    EXPECT_EQ(found.unexplained, 0U);
}

TEST_F(ComparisonTest, CountsWhatOnlyOneSideHas) {
    list({2, 3, 4, 5});
    EXPECT_EQ(compare(line, live, &listing).unexplained, 3U);  // 1 here, 4 and 5 there
}

TEST_F(ComparisonTest, CountsEverythingInAnotherLifeOfTheFolder) {
    list({1, 2});
    listing.uid_validity = 8;
    EXPECT_EQ(compare(line, live, &listing).unexplained, 2U);
}

TEST_F(ComparisonTest, LeavesThePlacesOfAFolderUnexplainedThatTheServerNoLongerHas) {
    listing.exists = false;
    listing.uid_validity = 0;
    const auto found = compare(line, live, &listing);
    EXPECT_EQ(found.on_server, 0U);
    EXPECT_EQ(found.unexplained, 3U);
}

TEST_F(ComparisonTest, SaysNothingOfAFolderWithoutAServer) {
    const auto found = compare(line, live, nullptr);
    EXPECT_FALSE(found.on_server);
    EXPECT_EQ(found.unexplained, 0U);
}

}  // namespace
}  // namespace ctl
