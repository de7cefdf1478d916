#include "parsers/text/encoded_words.h"

#include <gtest/gtest.h>

namespace parsers::text {
namespace {

TEST(EncodedWords, AreDecodedAsMailProgramsWriteThem) {
    struct Case {
        const char* value;
        const char* expected;
    };
    const Case cases[] = {
        {"plain text", "plain text"},
        {"=?utf-8?B?5pyI5oql?=", "月报"},
        {"=?UTF-8?q?=E6=9C=88_=E6=8A=A5?=", "月 报"},
        {"=?gb2312?B?1MKxqA==?=", "月报"},
        {"=?gb18030*zh-cn?B?1MKxqA==?=", "月报"},
        {"=?GBK?Q?=D4=C2=B1=A8?= 2024", "月报 2024"},
        {"Fw: =?gbk?B?1MKxqA==?=", "Fw: 月报"},
        // blanks between words vanish, and so does their absence
        {"=?gbk?B?1MI=?= =?gbk?B?sag=?=", "月报"},
        {"=?gbk?B?1MI=?==?gbk?B?sag=?=", "月报"},
        {"=?gbk?B?1MI=?=x=?gbk?B?sag=?=", "月x报"},
        // a character split between words, a group of four split between words, B and Q mixed
        {"=?gb2312?B?1MKx?= =?gb2312?B?qA==?=", "月报"},
        {"=?gb2312?B?1MKxq?= =?gb2312?B?A==?=", "月报"},
        {"=?utf-8?Q?=E6=9C?= =?UTF-8?B?iOaKpQ==?=", "月报"},
        // charsets that differ are converted apart
        {"=?gb2312?B?1MI=?= =?utf-8?B?5oql?=", "月报"},
        {"=?GB2312?B?5pyI5oql?=", "月报"},
        {"\"=?gb2312?B?1MKxqA==?=\"", "\"月报\""},
        // junk
        {"=?gb2312?B?1MKxqA?=", "月报"},
        {"=?gb2312?B?1MKx*qA==?=", "月报"},
        {"=?gb2312?B?1MKxqA==", "月报"},
        {"=?utf-8?Q?what?=E6=9C=88?=", "what?月"},
        {"=?utf-8?Q?a b?=", "a b"},
        {"=?utf-8?Q?a_?=", "a "},
        {"=?utf-8?X?abc?=", "=?utf-8?X?abc?="},
        {"=?\?B?1MKxqA==?=", "=?\?B?1MKxqA==?="},
        {"=?x-nonsense?B?1MKxqA==?=", "月报"},
        {"a =? b ?= c", "a =? b ?= c"},
        {"=?", "=?"},
        {"=?utf-8?B?\?=", ""},
        {"\xD4\xC2\xB1\xA8", "月报"},
        {"\xD4\xC2 =?gbk?B?sag=?=", "月 报"},
        {"月=?gbk?B?sag=?=", "月报"},
    };
    for (const Case& each : cases)
        EXPECT_EQ(decode_header(each.value), each.expected) << each.value;
}

TEST(EncodedWords, ManyOpenWordsAreReadInLinearTime) {
    std::string value;
    for (int i = 0; i < 10'000; ++i) value += "=?x?B?";
    EXPECT_FALSE(decode_header(value).empty());
}

}  // namespace
}  // namespace parsers::text
