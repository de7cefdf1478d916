#include "daemon/duties/duties.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "tests/unit/daemon/duties/rulebook.h"

namespace duties {
namespace {

using samples::day;
using testing::ElementsAre;
using testing::IsEmpty;

storage::Filing filing(const std::string& unit, const std::string& obligation,
                       const std::string& period, storage::FilingStatus status,
                       base::Date completed = {}) {
    storage::Filing value;
    value.id = base::FilingId{7};
    value.unit = unit;
    value.obligation = obligation;
    value.period = period;
    value.status = status;
    if (status == storage::FilingStatus::Complete)
        value.completed_at = base::start_of(completed) + std::chrono::hours(9);
    return value;
}

storage::Filing decision(const std::string& unit, const std::string& period,
                         const std::string& major) {
    auto value = filing(unit, "major-penalty-decision", period, storage::FilingStatus::Complete,
                        day(2024, 7, 1));
    value.major = major == "yes";
    value.due = day(2024, 7, 2);
    value.due_nominal = day(2024, 7, 2);
    return value;
}

template <class T>
T about(const std::string& unit, const std::string& obligation, const std::string& period) {
    T value;
    value.unit = unit;
    value.obligation = obligation;
    value.period = period;
    return value;
}

/// "unit state due missing" of every duty of one obligation.
std::vector<std::string> lines(const std::vector<Duty>& duties, const std::string& obligation) {
    std::vector<std::string> found;
    for (const Duty& duty : duties) {
        if (duty.obligation != obligation) continue;
        found.push_back(duty.unit + " " + duty.period + " " + std::string(name(duty.state)) + " " +
                        (duty.due ? base::format_date(*duty.due) : "-") + " " +
                        base::join(duty.missing, ","));
    }
    return found;
}

std::string base_line(const std::vector<Duty>& duties, const std::string& obligation,
                      const std::string& unit) {
    for (const std::string& line : lines(duties, obligation))
        if (line.starts_with(unit)) return line;
    return "";
}

struct StateCase {
    const char* name;
    base::Date today;
    DutyState state;
};

void PrintTo(const StateCase& value, std::ostream* out) { *out << value.name; }

class UnfiledStates : public testing::TestWithParam<StateCase> {};

TEST_P(UnfiledStates, FollowTheDistanceToTheRolledDate) {
    // Due 15 September 2024, a holiday: rolled to the 18th. The 14th is a working Saturday.
    const auto duties = duties_at(samples::rulebook(), {}, GetParam().today);
    const auto found = std::ranges::find(duties, "rectification-report", &Duty::obligation);
    ASSERT_NE(found, duties.end());
    EXPECT_EQ(name(found->state), name(GetParam().state));
    EXPECT_EQ(found->due_nominal, day(2024, 9, 15));
    EXPECT_EQ(found->due, day(2024, 9, 18));
    EXPECT_THAT(found->missing, ElementsAre("document"));
}

INSTANTIATE_TEST_SUITE_P(
    Days, UnfiledStates,
    testing::Values(StateCase{"BeginningOfTheYear", day(2024, 1, 1), DutyState::Upcoming},
                    StateCase{"SixWorkingDaysBefore", day(2024, 9, 10), DutyState::DueSoon},
                    StateCase{"OneMore", day(2024, 9, 9), DutyState::Upcoming},
                    StateCase{"OnTheNominalDay", day(2024, 9, 15), DutyState::DueSoon},
                    StateCase{"OnTheRolledDay", day(2024, 9, 18), DutyState::DueSoon},
                    StateCase{"TheDayAfter", day(2024, 9, 19), DutyState::Overdue}),
    [](const auto& param) { return param.param.name; });

TEST(Duties, AreListedForMonthsThatHaveBegun) {
    const auto book = samples::rulebook();
    EXPECT_THAT(lines(duties_at(book, {}, day(2024, 5, 31)), "monthly-report"), IsEmpty());
    EXPECT_THAT(lines(duties_at(book, {}, day(2024, 6, 1)), "monthly-report"),
                ElementsAre("fuchi 2024-06 upcoming 2024-07-10 word,stamped-pdf",
                            "xingguo 2024-06 upcoming 2024-07-10 word,stamped-pdf",
                            "health 2024-06 upcoming 2024-07-10 word,stamped-pdf"));
    EXPECT_EQ(lines(duties_at(book, {}, day(2024, 7, 1)), "monthly-report").size(), 6U);
}

TEST(Duties, OfNextYearBeginOnItsFirstDay) {
    const auto book = samples::rulebook();
    EXPECT_THAT(lines(duties_at(book, {}, day(2024, 12, 31)), "training-plan"), IsEmpty());
    EXPECT_EQ(lines(duties_at(book, {}, day(2025, 1, 1)), "training-plan").size(), 3U);
}

TEST(Duties, FiledEarlyAreListed) {
    Snapshot snapshot;
    snapshot.filings = {
        filing("fuchi", "training-plan", "2025", storage::FilingStatus::Complete, day(2024, 12, 2)),
        filing("fuchi", "training-plan", "2024", storage::FilingStatus::Complete,
               day(2024, 6, 20))};
    EXPECT_THAT(lines(duties_at(samples::rulebook(), snapshot, day(2024, 12, 3)), "training-plan"),
                ElementsAre("fuchi 2025 filed 2025-02-28 "));
}

TEST(Duties, AreFiledOrFiledLateByTheDayOfCompletion) {
    Snapshot snapshot;
    snapshot.filings = {filing("fuchi", "rectification-report", "2024",
                               storage::FilingStatus::Complete, day(2024, 9, 18)),
                        filing("xingguo", "rectification-report", "2024",
                               storage::FilingStatus::Complete, day(2024, 9, 19))};
    EXPECT_THAT(
        lines(duties_at(samples::rulebook(), snapshot, day(2024, 9, 20)), "rectification-report"),
        ElementsAre("fuchi 2024 filed 2024-09-18 ", "xingguo 2024 filed_late 2024-09-18 ",
                    "health 2024 overdue 2024-09-18 document"));
}

TEST(Duties, StayIncompletePastTheDueDate) {
    Snapshot snapshot;
    auto half = filing("fuchi", "monthly-report", "2024-06", storage::FilingStatus::Incomplete);
    half.missing = {"stamped-pdf"};
    snapshot.filings = {half};
    for (const auto today : {day(2024, 6, 20), day(2024, 7, 10), day(2024, 8, 30)})
        EXPECT_EQ(
            base_line(duties_at(samples::rulebook(), snapshot, today), "monthly-report", "fuchi"),
            "fuchi 2024-06 incomplete 2024-07-10 stamped-pdf");
}

TEST(Duties, WithAMailInReviewSaySo) {
    Snapshot snapshot;
    snapshot.in_review = {about<storage::Candidate>("fuchi", "rectification-report", "2024"),
                          about<storage::Candidate>("health", "device-cleanup", "2024")};
    const auto duties = duties_at(samples::rulebook(), snapshot, day(2024, 9, 30));
    EXPECT_EQ(base_line(duties, "rectification-report", "fuchi"),
              "fuchi 2024 in_review 2024-09-18 document");
    EXPECT_EQ(base_line(duties, "device-cleanup", "health"), "health 2024 in_review - document");
    // What is filed in part stays incomplete while another mail waits for a person.
    auto half = filing("fuchi", "rectification-report", "2024", storage::FilingStatus::Incomplete);
    half.missing = {"document"};
    snapshot.filings = {half};
    EXPECT_EQ(base_line(duties_at(samples::rulebook(), snapshot, day(2024, 9, 30)),
                        "rectification-report", "fuchi"),
              "fuchi 2024 incomplete 2024-09-18 document");
}

TEST(Duties, AFilingInReviewIsInReview) {
    Snapshot snapshot;
    snapshot.filings = {filing("fuchi", "device-cleanup", "2024", storage::FilingStatus::Review)};
    EXPECT_EQ(base_line(duties_at(samples::rulebook(), snapshot, day(2024, 7, 1)), "device-cleanup",
                        "fuchi"),
              "fuchi 2024 in_review - document");
}

TEST(Duties, WithoutADateAreUndatedUntilFiled) {
    Snapshot snapshot;
    snapshot.filings = {filing("fuchi", "device-cleanup", "2024", storage::FilingStatus::Complete,
                               day(2024, 8, 1))};
    EXPECT_THAT(lines(duties_at(samples::rulebook(), snapshot, day(2025, 8, 2)), "device-cleanup"),
                ElementsAre("fuchi 2024 filed - ", "xingguo 2024 undated - document",
                            "health 2024 undated - document"));
}

TEST(Duties, AreExemptWhateverWasFiled) {
    Snapshot snapshot;
    snapshot.filings = {filing("fuchi", "device-cleanup", "2024", storage::FilingStatus::Complete,
                               day(2024, 8, 1))};
    snapshot.exemptions = {about<storage::Exemption>("fuchi", "device-cleanup", "2024"),
                           about<storage::Exemption>("health", "device-cleanup", "2024")};
    EXPECT_THAT(lines(duties_at(samples::rulebook(), snapshot, day(2024, 8, 2)), "device-cleanup"),
                ElementsAre("fuchi 2024 exempt - ", "xingguo 2024 undated - document",
                            "health 2024 exempt - "));
}

TEST(Duties, WithdrawnAndSupersededFilingsAnswerNothing) {
    Snapshot snapshot;
    snapshot.filings = {
        filing("fuchi", "device-cleanup", "2024", storage::FilingStatus::Withdrawn),
        filing("xingguo", "device-cleanup", "2024", storage::FilingStatus::Superseded),
        filing("xingguo", "device-cleanup", "2024", storage::FilingStatus::Complete,
               day(2024, 8, 1))};
    EXPECT_THAT(lines(duties_at(samples::rulebook(), snapshot, day(2024, 8, 2)), "device-cleanup"),
                ElementsAre("fuchi 2024 undated - document", "xingguo 2024 filed - ",
                            "health 2024 undated - document"));
}

TEST(Duties, OfDecisionsExistOnlyOnceAMajorOneIsFiled) {
    Snapshot snapshot;
    snapshot.filings = {decision("health", "阳卫医罚|2024|5", "yes"),
                        decision("fuchi", "富镇综执罚决字|2024|1", "no"),
                        decision("fuchi", "富镇综执罚决字|2024|2", "uncertain")};
    snapshot.in_review = {
        about<storage::Candidate>("fuchi", "major-penalty-decision", "富镇综执罚决字|2024|2")};
    EXPECT_THAT(
        lines(duties_at(samples::rulebook(), snapshot, day(2024, 8, 2)), "major-penalty-decision"),
        ElementsAre("health 阳卫医罚|2024|5 filed 2024-07-02 "));
}

TEST(Duties, AreMadeByFilingAndPublicationOnly) {
    const auto duties = duties_at(samples::rulebook(), {}, day(2024, 6, 20));
    EXPECT_THAT(lines(duties, "case-file-review"), IsEmpty());
    EXPECT_THAT(lines(duties, "enforcement-matters-list"),
                ElementsAre("health 2024 upcoming 2024-11-15 link"));
}

TEST(Duties, AreOrderedByObligationPeriodAndUnit) {
    const auto duties = duties_at(samples::rulebook(), {}, day(2024, 7, 20));
    std::vector<std::string> order;
    for (const Duty& duty : duties) order.push_back(duty.obligation + " " + duty.period);
    order.erase(std::unique(order.begin(), order.end()), order.end());
    EXPECT_THAT(order, ElementsAre("rectification-report 2024", "monthly-report 2024-06",
                                   "monthly-report 2024-07", "device-cleanup 2024",
                                   "enforcement-matters-list 2024"));
}

/// 富池 ends with August 2024 and is merged into 兴国.
config::Rulebook merged() {
    auto book = samples::rulebook();
    book.units[0].valid_to = day(2024, 8, 31);
    book.units[0].successor = "xingguo";
    return book;
}

std::vector<std::string> of_unit(const std::vector<std::string>& all, const std::string& unit) {
    std::vector<std::string> found;
    for (const auto& line : all)
        if (line.starts_with(unit + " ")) found.push_back(line);
    return found;
}

TEST(Duties, AreOwedByUnitsThatExistOnTheNominalDate) {
    const auto duties = duties_at(merged(), {}, day(2024, 9, 30));
    // The report for August falls due in September, after the end.
    EXPECT_THAT(of_unit(lines(duties, "monthly-report"), "fuchi"),
                ElementsAre("fuchi 2024-06 overdue 2024-07-10 word,stamped-pdf",
                            "fuchi 2024-07 overdue 2024-08-12 word,stamped-pdf"));
    EXPECT_THAT(of_unit(lines(duties, "rectification-report"), "fuchi"), IsEmpty());
    auto born = samples::rulebook();
    born.units[0].valid_from = day(2024, 9, 10);
    EXPECT_THAT(of_unit(lines(duties_at(born, {}, day(2024, 8, 31)), "monthly-report"), "fuchi"),
                ElementsAre("fuchi 2024-08 upcoming 2024-09-10 word,stamped-pdf"));
}

TEST(Duties, OfTheSuccessorAreItsOwnOnce) {
    const auto duties = duties_at(merged(), {}, day(2024, 9, 30));
    EXPECT_EQ(of_unit(lines(duties, "monthly-report"), "xingguo").size(), 4U);
    EXPECT_EQ(of_unit(lines(duties, "rectification-report"), "xingguo").size(), 1U);
    // An undated one passes over to it: it exists when the year ends.
    EXPECT_THAT(lines(duties, "device-cleanup"),
                ElementsAre("xingguo 2024 undated - document", "health 2024 undated - document"));
}

TEST(Duties, OfAUnitNamedAlonePassToItsSuccessor) {
    auto book = merged();
    for (auto& obligation : book.obligations) obligation.who = {"fuchi"};
    const auto duties = duties_at(book, {}, day(2024, 9, 30));
    EXPECT_THAT(lines(duties, "monthly-report"),
                ElementsAre("fuchi 2024-06 overdue 2024-07-10 word,stamped-pdf",
                            "fuchi 2024-07 overdue 2024-08-12 word,stamped-pdf",
                            "xingguo 2024-08 overdue 2024-09-10 word,stamped-pdf",
                            "xingguo 2024-09 upcoming 2024-10-10 word,stamped-pdf"));
}

TEST(Duties, WithoutADateAreOwedByWhoExistsInTheYear) {
    auto book = samples::rulebook();
    book.units[0].valid_to = day(2024, 2, 1);
    book.units[1].valid_to = day(2023, 12, 31);
    book.units[2].valid_from = day(2024, 12, 31);
    EXPECT_THAT(lines(duties_at(book, {}, day(2024, 6, 1)), "device-cleanup"),
                ElementsAre("fuchi 2024 undated - document", "health 2024 undated - document"));
}

TEST(Duties, FiledAfterTheEndStayShownAndAreJudgedByNoDate) {
    Snapshot snapshot;
    auto half = filing("fuchi", "monthly-report", "2024-09", storage::FilingStatus::Incomplete);
    half.missing = {"word"};
    snapshot.filings = {filing("fuchi", "monthly-report", "2024-08",
                               storage::FilingStatus::Complete, day(2024, 9, 29)),
                        half};
    snapshot.in_review = {about<storage::Candidate>("fuchi", "rectification-report", "2024")};
    const auto duties = duties_at(merged(), snapshot, day(2024, 9, 30));
    EXPECT_THAT(
        of_unit(lines(duties, "monthly-report"), "fuchi"),
        ElementsAre("fuchi 2024-06 overdue 2024-07-10 word,stamped-pdf",
                    "fuchi 2024-07 overdue 2024-08-12 word,stamped-pdf", "fuchi 2024-08 filed - "));
    EXPECT_THAT(of_unit(lines(duties, "rectification-report"), "fuchi"), IsEmpty());
    EXPECT_EQ(of_unit(lines(duties, "monthly-report"), "xingguo")[2],
              "xingguo 2024-08 overdue 2024-09-10 word,stamped-pdf");
}

TEST(Duties, OfDecisionsAreOwedByWhoeverFiledThem) {
    Snapshot snapshot;
    snapshot.filings = {decision("fuchi", "富镇综执罚决字|2024|9", "yes")};
    snapshot.filings[0].due = snapshot.filings[0].due_nominal = day(2024, 9, 9);
    EXPECT_THAT(lines(duties_at(merged(), snapshot, day(2024, 9, 30)), "major-penalty-decision"),
                ElementsAre("fuchi 富镇综执罚决字|2024|9 filed 2024-09-09 "));
}

TEST(Duties, OfUnitsThatSucceedEachOtherInARingEnd) {
    auto book = samples::rulebook();
    for (auto& obligation : book.obligations) obligation.who = {"health"};
    book.units[0].valid_to = book.units[1].valid_to = day(2024, 1, 31);
    book.units[0].successor = "xingguo";
    book.units[1].successor = "fuchi";
    EXPECT_EQ(lines(duties_at(book, {}, day(2024, 7, 1)), "monthly-report").size(), 2U);
}

TEST(Duties, OfTwoRowsTheOneThatCameFirstCounts) {
    auto early = filing("fuchi", "rectification-report", "2024", storage::FilingStatus::Complete,
                        day(2024, 9, 1));
    auto late = filing("fuchi", "rectification-report", "2024", storage::FilingStatus::Complete,
                       day(2024, 9, 20));
    early.received_at = *early.completed_at;
    late.received_at = *late.completed_at;
    Snapshot snapshot;
    snapshot.filings = {late, early};
    EXPECT_EQ(base_line(duties_at(samples::rulebook(), snapshot, day(2024, 9, 30)),
                        "rectification-report", "fuchi"),
              "fuchi 2024 filed 2024-09-18 ");
}

TEST(Duties, BelongToTheYearOfTheirPeriodOrOfAnEventsDueDate) {
    Duty duty;
    duty.period = "2024-12";
    duty.due = day(2025, 1, 10);
    EXPECT_EQ(year_of(duty), 2024);
    duty.period = "某罚|2024|3";
    EXPECT_EQ(year_of(duty), 2025);
    duty.due.reset();
    EXPECT_EQ(year_of(duty), 0);
}

}  // namespace
}  // namespace duties
