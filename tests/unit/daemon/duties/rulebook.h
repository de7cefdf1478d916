#pragma once
/// A small rulebook for tests of duties and notices: two towns, one department, one obligation of
/// each kind of due rule.

#include <string>

#include "config/rulebook.h"

namespace samples {

inline base::Date day(int year, unsigned month, unsigned number) {
    return *base::make_date(year, month, number);
}

inline config::Unit unit(const std::string& id, const std::string& name,
                         config::UnitClass unit_class) {
    config::Unit value;
    value.id = id;
    value.name = name;
    value.unit_class = unit_class;
    return value;
}

inline config::Obligation obligation(const std::string& id, const std::string& title,
                                     config::DueRule::Form form,
                                     std::vector<config::Piece> pieces) {
    config::Obligation value;
    value.id = id;
    value.title = title;
    value.who = {"town", "department"};
    value.due.form = form;
    value.requires_pieces = std::move(pieces);
    return value;
}

inline config::Rulebook rulebook() {
    using config::Piece;
    using Form = config::DueRule::Form;
    config::Rulebook book;
    book.units = {unit("fuchi", "富池镇人民政府", config::UnitClass::Town),
                  unit("xingguo", "兴国镇人民政府", config::UnitClass::Town),
                  unit("health", "阳新县卫生健康局", config::UnitClass::Department)};

    auto once = obligation("rectification-report", "专项整治情况报告", Form::On, {Piece::Document});
    once.due.on = day(2024, 9, 15);
    auto monthly = obligation("monthly-report", "行政执法工作月报", Form::EveryMonth,
                              {Piece::Word, Piece::StampedPdf});
    monthly.due.day = 10;
    monthly.due.of_next = true;
    monthly.due.from = "2024-06";
    auto yearly =
        obligation("training-plan", "年度行政执法人员培训计划", Form::EveryYear, {Piece::Document});
    yearly.due.month = 2;
    yearly.due.day = 0;
    yearly.due.from = "2025";
    auto undated = obligation("device-cleanup", "监控设备清理结果", Form::Year, {Piece::Document});
    undated.due.year = 2024;
    auto event = obligation("major-penalty-decision", "重大行政处罚备案", Form::AfterDecision,
                            {Piece::Decision});
    event.due.days = 15;
    auto office = obligation("case-file-review", "案卷评查", Form::Year, {Piece::Document});
    office.nature = config::Nature::Office;
    office.due.year = 2024;
    auto published =
        obligation("enforcement-matters-list", "行政执法事项清单公布", Form::On, {Piece::Link});
    published.nature = config::Nature::Publication;
    published.who = {"department"};
    published.due.on = day(2024, 11, 15);
    book.obligations = {once, monthly, yearly, undated, event, office, published};

    config::CalendarYear year;
    year.year = 2024;
    year.off = {day(2024, 9, 15), day(2024, 9, 16), day(2024, 9, 17)};
    year.working = {day(2024, 9, 14)};
    book.calendar.years.emplace(2024, year);
    return book;
}

}  // namespace samples
