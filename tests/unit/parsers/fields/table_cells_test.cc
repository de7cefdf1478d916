#include "parsers/fields/table_cells.h"

#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "parsers/fields/lines.h"

namespace parsers::fields {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

std::vector<CellFigure> figures(const std::string& text) {
    return figures_of_table(lines_of(text), 100);
}

TEST(TableCells, AFigureStandsUnderItsHead) {
    const auto found = figures("承诺\t事项数\t办件数\n\t12\t34\n");
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[0].value, "12");
    EXPECT_EQ(found[0].heads.back(), "事项数");
    EXPECT_EQ(found[1].heads.back(), "办件数");
}

TEST(TableCells, AHeadWhoseLettersStandApartIsOneHead) {
    const auto found = figures("项\t目\t上月\t本月\n核查\t5\t9\n");
    ASSERT_THAT(found, SizeIs(2));
    EXPECT_EQ(found[1].value, "9");
    EXPECT_EQ(found[1].heads.back(), "本月");
    // Measures side by side are two heads.
    const auto measures = figures("办结\t清单\n件\t项\n7\t8\n");
    ASSERT_THAT(measures, SizeIs(2));
    EXPECT_EQ(measures[1].heads.back(), "项");
}

TEST(TableCells, ARowOfFiguresThatLostAnEmptyCellSaysNothing) {
    EXPECT_THAT(figures("承诺\t事项数\t办件数\n12\t34\n"), IsEmpty());
}

}  // namespace
}  // namespace parsers::fields
