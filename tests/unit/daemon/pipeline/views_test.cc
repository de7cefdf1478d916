#include "daemon/pipeline/views.h"

#include <gmock/gmock.h>

#include <fstream>

#include "daemon/pipeline/health.h"
#include "daemon/pipeline/settle_step.h"
#include "tests/unit/daemon/pipeline/desk_fixture.h"

namespace pipeline {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ViewsTest : public DeskTest {
 protected:
    std::string view_of(const std::string& unit) {
        return folder_ + "/archive/by-filing/2024/行政执法工作月报/2024-06/" + unit;
    }
    void settle(const std::string& bytes, const std::string& unit) {
        const auto id = message(bytes, accepted(verdict(unit, "2024-06")));
        const std::vector<storage::Message> batch{row(id)};
        const auto done = settle_judged(*desk_, batch);
        ASSERT_TRUE(done) << base::describe(done.error());
    }
};

TEST_F(ViewsTest, AViewThatCannotBeMadeKeepsNoOtherFromBeingMade) {
    // Somebody put a file where the folder of the first filing must stand.
    std::filesystem::create_directories(view_of(""));
    const std::string blocked = view_of("湖畔镇人民政府");
    std::ofstream(blocked) << "x";
    settle("mail one", "lake");
    settle("mail two", "hill");
    EXPECT_TRUE(std::filesystem::exists(view_of("山前镇人民政府") + "/filing.json"));
    EXPECT_EQ(ledger().failed_views()->count, 1U);
    EXPECT_THAT(*health_sentence(*desk_, *ledger().accounting()),
                HasSubstr("有 1 件报送的归档目录未能更新"));
    EXPECT_THAT(*ledger().views_not_shown(clock_.now(), 9), IsEmpty()) << "not tried all the time";

    std::filesystem::remove(blocked);
    clock_.advance(std::chrono::minutes(11));
    ASSERT_TRUE(refresh_views(*desk_));
    EXPECT_TRUE(std::filesystem::exists(blocked + "/filing.json"));
    EXPECT_EQ(*views_trouble(*desk_), "");
}

}  // namespace
}  // namespace pipeline
