#include "daemon/imap/modified_utf7.h"

#include <gtest/gtest.h>

namespace imap {
namespace {

TEST(ModifiedUtf7, SpellsTheFoldersOfTheProvidersBothWays) {
    const std::pair<const char*, const char*> table[] = {
        {"已发送", "&XfJT0ZAB-"},
        {"草稿箱", "&g0l6P3ux-"},
        {"已删除", "&XfJSIJZk-"},
        {"垃圾邮件", "&V4NXPpCuTvY-"},
        {"病毒文件夹", "&dcVr0mWHTvZZOQ-"},
        {"广告邮件", "&Xn9USpCuTvY-"},
        {"订阅邮件", "&i6KWBZCuTvY-"},
        {"INBOX", "INBOX"},
        {"A&B", "A&-B"},
        {"其他文件夹/a", "&UXZO1mWHTvZZOQ-/a"},
        {"😀", "&2D3eAA-"},
        {"", ""},
        {"x台y", "x&U,A-y"},
    };
    for (const auto& [name, coded] : table) {
        EXPECT_EQ(encode_folder(name), coded);
        EXPECT_EQ(decode_folder(coded), name);
    }
}

TEST(ModifiedUtf7, RefusesControlCharactersAndBrokenText) {
    EXPECT_FALSE(encode_folder("a\r\nF1 DELETE INBOX"));
    EXPECT_FALSE(encode_folder("\xc3\x28"));
    for (const char* coded : {"&", "&V4", "&V4N-", "&2D0-", "&3gA-", "&!!-", "&AAo-", "a\nb"})
        EXPECT_FALSE(decode_folder(coded)) << coded;
}

TEST(ModifiedUtf7, TakesRawUtf8AsItIs) { EXPECT_EQ(decode_folder("垃圾邮件"), "垃圾邮件"); }

}  // namespace
}  // namespace imap
