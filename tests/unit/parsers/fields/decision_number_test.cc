#include "parsers/fields/decision_number.h"

#include <gtest/gtest.h>

namespace parsers::fields {
namespace {

struct Form {
    const char* written;
    const char* normal;
};

// Every form of domain.md §2.2.
const Form kForms[] = {
    {"舟定市监处罚〔2026〕252号", "舟定市监处罚|2026|252"},
    {"石市监处罚〔2022〕120 号", "石市监处罚|2022|120"},
    {"国市监处罚〔2024〕25号", "国市监处罚|2024|25"},
    {"(杭临)市监处罚〔2024〕131号", "(杭临)市监处罚|2024|131"},
    {"云市监竞处字〔2023〕11号", "云市监竞处字|2023|11"},
    {"新市监反垄断处〔2024〕2号", "新市监反垄断处|2024|2"},
    {"湘市监反垄断处字〔2024〕8号", "湘市监反垄断处字|2024|8"},
    {"闽市监光处〔2026〕0088号", "闽市监光处|2026|88"},
    {"豫0923环罚决字〔2024〕7号", "豫0923环罚决字|2024|7"},
    {"豫 0329 环罚决字〔2024〕18 号", "豫0329环罚决字|2024|18"},
    {"岳环罚决字〔2021〕136号", "岳环罚决字|2021|136"},
    {"岳汨环罚决字〔2023〕020号", "岳汨环罚决字|2023|20"},
    {"晋市环罚〔2025〕25号", "晋市环罚|2025|25"},
    {"楚环禄罚字〔2025〕1号", "楚环禄罚字|2025|1"},
    {"(湘株醴)应急罚〔2023〕125 号", "(湘株醴)应急罚|2023|125"},
    {"沅自然资罚决〔2025〕09号", "沅自然资罚决|2025|9"},
    {"编号:沅自然资罚202509", "沅自然资罚|2025|9"},
    {"韶自资罚决〔2024〕4号", "韶自资罚决|2024|4"},
    {"夏自然资建罚〔2024〕018号", "夏自然资建罚|2024|18"},
    {"湘自然资罚决字〔2020〕2号", "湘自然资罚决字|2020|2"},
    {"文市自然资告字〔2024〕第44号", "文市自然资告字|2024|44"},
    {"南农(渔政)罚〔2024〕108号", "南农(渔政)罚|2024|108"},
    {"邵市农（渔政）罚〔2024〕31号", "邵市农(渔政)罚|2024|31"},
    {"淳综执罚决字〔2026〕第000726号", "淳综执罚决字|2026|726"},
    {"嘉公(交)决字[2026]第330400210053742号", "嘉公(交)决字|2026|330400210053742"},
    {"杜府执法决字[2025]第001号", "杜府执法决字|2025|1"},
    {"洪行执西字[2014]6110034号", "洪行执西字|2014|6110034"},
    {"商法函[2016]681号", "商法函|2016|681"},
    {"阳公(治)行罚决字〔2024〕123号", "阳公(治)行罚决字|2024|123"},
    {"阳消行罚决字〔2024〕第0001号", "阳消行罚决字|2024|1"},
    {"兴镇综执罚决字（2024）5号", "兴镇综执罚决字|2024|5"},
    {"兴镇综执罚决字【２０２４】５号", "兴镇综执罚决字|2024|5"},
    {"阳城管罚决字﹝2024﹞12号", "阳城管罚决字|2024|12"},
    {"阳城管罚决字［2024］12", "阳城管罚决字|2024|12"},
    {"阳市监处罚〔2024〕25-1号", "阳市监处罚|2024|25-1"},
    {"陶府罚决字〔2024〕第（006）号", "陶府罚决字|2024|6"},
    {"(陶)应急罚〔2024〕危化3号", "(陶)应急罚|2024|危化3"},
    {"陶市监处罚〔2024〕药-012号", "陶市监处罚|2024|药-12"},
    {"陶城管罚决字〔2024〕第B07号", "陶城管罚决字|2024|B7"},
};

TEST(DecisionNumber, NormalisesEveryFormThatReallyOccurs) {
    for (const Form& form : kForms) {
        const auto numbers = find_decision_numbers(form.written);
        ASSERT_EQ(numbers.size(), 1U) << form.written;
        EXPECT_EQ(numbers[0].normal(), form.normal) << form.written;
    }
}

TEST(DecisionNumber, KeepsTheNumberAsItIsWritten) {
    const auto numbers = find_decision_numbers("文号：豫 0329 环罚决字〔2024〕18 号");
    ASSERT_EQ(numbers.size(), 1U);
    EXPECT_EQ(numbers[0].written, "豫 0329 环罚决字〔2024〕18 号");
}

struct Whole {
    const char* line;
    const char* written;
    const char* normal;
};

TEST(DecisionNumber, ReadsWhatReadersOfImagesAndPeopleMakeOfIt) {
    const Whole cases[] = {
        {"陶府罚决字l2024l25号", "陶府罚决字l2024l25号", "陶府罚决字|2024|25"},
        {"陶府罚决字12024】25号", "陶府罚决字12024】25号", "陶府罚决字|2024|25"},
        {"陶府罚决字〔2024 25号", "陶府罚决字〔2024 25号", "陶府罚决字|2024|25"},
        {"陶府罚决字2024〕25号", "陶府罚决字2024〕25号", "陶府罚决字|2024|25"},
        {"陶府罚决宇〔2024〕25呈", "陶府罚决宇〔2024〕25呈", "陶府罚决字|2024|25"},
        {"陶府罚决字〔二〇二四〕25号", "陶府罚决字〔二〇二四〕25号", "陶府罚决字|2024|25"},
        {"陶府罚决字〔2O24〕25号", "陶府罚决字〔2O24〕25号", "陶府罚决字|2024|25"},
        {"陶府罚决字〔2024年〕25号", "陶府罚决字〔2024年〕25号", "陶府罚决字|2024|25"},
        {"陶 府 罚 决 字 〔2024〕 25 号", "陶 府 罚 决 字 〔2024〕 25 号", "陶府罚决字|2024|25"},
        {"陶府 罚决字〔2024〕25号", "陶府 罚决字〔2024〕25号", "陶府罚决字|2024|25"},
        {"陶港镇人民政府　陶府罚决字〔2024〕25号", "陶府罚决字〔2024〕25号", "陶府罚决字|2024|25"},
        {"　　　　　　　　陶府罚决字〔2024〕25号", "陶府罚决字〔2024〕25号", "陶府罚决字|2024|25"},
        {"陶府罚决字〔2024〕25号之三", "陶府罚决字〔2024〕25号之三", "陶府罚决字|2024|25-3"},
        {"陶府罚决字〔2024〕25之一号", "陶府罚决字〔2024〕25之一号", "陶府罚决字|2024|25-1"},
        {"行政处罚决定书陶府罚决字〔2024〕25号", "陶府罚决字〔2024〕25号", "陶府罚决字|2024|25"},
        {"文　号：陶府罚决字〔２０２４〕第０２５号", "陶府罚决字〔２０２４〕第０２５号",
         "陶府罚决字|2024|25"},
        {"呼和市监罚字〔2024〕25号", "呼和市监罚字〔2024〕25号", "呼和市监罚字|2024|25"},
        {"陶府罚决字〔2024〕1号和陶府罚决字〔2024〕1号", "陶府罚决字〔2024〕1号",
         "陶府罚决字|2024|1"},
        {"(陶)(公)罚决字(2024)第000000000025号", "(陶)(公)罚决字(2024)第000000000025号",
         "(陶)(公)罚决字|2024|25"},
    };
    for (const Whole& one : cases) {
        const auto numbers = find_decision_numbers(one.line);
        ASSERT_FALSE(numbers.empty()) << one.line;
        EXPECT_EQ(numbers.back().written, one.written) << one.line;
        EXPECT_EQ(numbers.back().normal(), one.normal) << one.line;
    }
}

TEST(DecisionNumber, LeavesTheWordsOfASentenceOut) {
    const Form cases[] = {
        {"现将阳市监处罚〔2024〕41号行政处罚决定书报你局备案。", "阳市监处罚|2024|41"},
        {"向当事人送达了《行政处罚告知书》（阳市监罚告〔2024〕41号），", "阳市监罚告|2024|41"},
        {"行政处罚决定书（新市监反垄断处〔2024〕2号）.pdf", "新市监反垄断处|2024|2"},
        {"关于阳卫医罚〔2024〕3号的报告", "阳卫医罚|2024|3"},
    };
    for (const Form& one : cases) {
        const auto numbers = find_decision_numbers(one.written);
        ASSERT_EQ(numbers.size(), 1U) << one.written;
        EXPECT_EQ(numbers[0].normal(), one.normal) << one.written;
    }
}

TEST(DecisionNumber, FindsSeveralInOneLine) {
    const auto numbers = find_decision_numbers("阳市监处罚〔2024〕1号、阳市监处罚〔2024〕2号");
    ASSERT_EQ(numbers.size(), 2U);
    EXPECT_EQ(numbers[1].normal(), "阳市监处罚|2024|2");
}

TEST(DecisionNumber, NoYearNoNumber) {
    for (const char* text :
         {"阳卫医罚〔    〕   号", "共[12]件", "（2024年版）", "附件（2）5号",
          "某某法院（2024）鄂9999行审3号", "某某市处罚〔2024〕年度第一批", "420222199001011234"})
        EXPECT_TRUE(find_decision_numbers(text).empty()) << text;
}

TEST(DecisionNumber, KnowsTheHolesOfATemplate) {
    EXPECT_TRUE(has_blank_number("阳卫医罚〔    〕   号"));
    EXPECT_TRUE(has_blank_number("XX市监处罚〔 〕 号"));
    EXPECT_FALSE(has_blank_number("阳卫医罚〔2024〕3号"));
}

TEST(DecisionNumber, AStrokeBeforeItsEndIsAGuess) {
    for (const Form& form : {Form{"某政罚决字〔2025〕38]号", "某政罚决字|2025|381"},
                             Form{"某政罚决字【2025] 381]号", "某政罚决字|2025|381"},
                             Form{"某政罚决字〔2025〕第2l号", "某政罚决字|2025|21"}}) {
        const auto numbers = find_decision_numbers(form.written);
        ASSERT_EQ(numbers.size(), 1U) << form.written;
        EXPECT_EQ(numbers[0].normal(), form.normal) << form.written;
        EXPECT_TRUE(numbers[0].guessed) << form.written;
        EXPECT_EQ(numbers[0].written, "某政罚决字〔2025〕" + numbers[0].serial + "号");
    }
    EXPECT_FALSE(find_decision_numbers("某政罚决字〔2025〕381号").at(0).guessed);
}

}  // namespace
}  // namespace parsers::fields
