#include "parsers/ocr/page_text.h"

#include <gtest/gtest.h>

#include <string>

namespace parsers::ocr {
namespace {

struct Case {
    const char* read;
    const char* means;
};

void expect_all(std::initializer_list<Case> cases) {
    for (const Case& c : cases) EXPECT_EQ(normalised(c.read), c.means) << c.read;
}

TEST(PageText, DropsBlanksThatTouchChinese) {
    expect_all({{"2022年 1 月 18 日", "2022年1月18日"},
                {"罚 款 人 民 币", "罚款人民币"},
                {"第 5 期", "第5期"},
                {"（ 盖章 ）", "（盖章）"},
                {"其他 。 本机关", "其他。本机关"},
                {"统计期间: 2024年6月", "统计期间:2024年6月"},
                {"联系电话： 0714-0000000", "联系电话：0714-0000000"}});
}

TEST(PageText, KeepsBlanksBetweenWesternWords) {
    expect_all({{"Ministry of Justice", "Ministry of Justice"},
                {"model: A 12", "model: A 12"},
                {"12 345", "12 345"}});
}

TEST(PageText, JoinsWhatIsOneNumber) {
    expect_all({{"15 , 000.00元", "15,000.00元"},
                {"1. 63", "1.63"},
                {"20 24年6月", "2024年6月"},
                {"2024- 06 -30", "2024-06-30"},
                {"0714 -0000000", "0714-0000000"}});
}

TEST(PageText, MakesDigitsAscii) {
    expect_all({{"２０２４年１２月", "2024年12月"}, {"　　填报人", "填报人"}});
}

TEST(PageText, RepairsTheBracketsOfADocumentNumber) {
    expect_all({{"阳市监处罚【2024】25号", "阳市监处罚〔2024〕25号"},
                {"阳市监处罚[2024] 25 号", "阳市监处罚〔2024〕25号"},
                {"阳市监处罚 ( 2024 ) 25号", "阳市监处罚〔2024〕25号"},
                {"阳市监处罚〔2024j25号", "阳市监处罚〔2024〕25号"},
                {"阳政发（2023）第7号", "阳政发〔2023〕第7号"},
                {"依据阳政发〔2023〕7号文和阳政发[2024]8号文",
                 "依据阳政发〔2023〕7号文和阳政发〔2024〕8号文"}});
}

TEST(PageText, LeavesOtherBracketsAndGuessesNoDigit) {
    expect_all({{"修订(2024)年版", "修订(2024)年版"},
                {"阳市监处罚〔2024125号", "阳市监处罚〔2024125号"},
                {"阳市监处罚t2024l25号", "阳市监处罚t2024l25号"},
                {"《行政处罚法》(2021修订)", "《行政处罚法》(2021修订)"},
                {"(1998)12号", "(1998)12号"}});
}

TEST(PageText, TakesAnOpeningAngleForWhatItsClosingPartnerIs) {
    expect_all({{"办件数〈件)", "办件数(件)"},
                {"填报单位《盖章) :", "填报单位(盖章):"},
                {"〈件）", "（件）"},
                {"《行政处罚法》(试行)", "《行政处罚法》(试行)"},
                {"(见《条例》)", "(见《条例》)"},
                {"《条例〈试行〉》", "《条例〈试行〉》"}});
}

TEST(PageText, GivesTextBackThatIsAlreadyRight) {
    for (const char* text : {"", "阳新县司法局", "二〇二四年七月八日", "A4 297 x 210 mm"})
        EXPECT_EQ(normalised(text), text);
    const std::string once = normalised("阳市监处罚 [ 2024 ] 25 号 ， 罚款 1 , 000 元");
    EXPECT_EQ(normalised(once), once);
}

TEST(PageText, SurvivesIllFormedBytes) { EXPECT_EQ(normalised("\xff年 1"), "\xef\xbf\xbd年1"); }

TEST(PageText, ABracketOfThePrefixIsNoneOfTheYear) {
    expect_all({{"云环罚(云)〔2024〕93号", "云环罚(云)〔2024〕93号"},
                {"云环罚（云）【2024】93号", "云环罚（云）〔2024〕93号"},
                {"云农(渔政)罚[2024]3号", "云农(渔政)罚〔2024〕3号"}});
}

TEST(PageText, AYearHasFourDigits) {
    expect_all({{"云农罚02024]第313号", "云农罚〔2024〕第313号"},
                {"云农罚12024]第313号", "云农罚12024]第313号"},
                {"云农罚020241第313号", "云农罚020241第313号"}});
}

}  // namespace
}  // namespace parsers::ocr
