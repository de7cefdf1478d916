#include "daemon/imap/commands.h"

#include <gtest/gtest.h>

namespace imap {
namespace {

TEST(Commands, QuotesQuotesAndBackslashes) {
    EXPECT_EQ(*quoted(R"(a"b\c)"), R"("a\"b\\c")");
    EXPECT_FALSE(quoted("a\nb"));
    EXPECT_FALSE(quoted("授权码"));
}

TEST(Commands, RefusesControlCharactersInCredentialsAndFolders) {
    for (const std::string& bad :
         {std::string("x\r\nA9 DELETE INBOX"), std::string("x\0y", 3), std::string("x\x7f")}) {
        EXPECT_FALSE(login("user", bad));
        EXPECT_FALSE(login(bad, "secret"));
        EXPECT_FALSE(examine(bad));
        EXPECT_EQ(login("user", bad).error().kind, base::Kind::BadInput);
    }
}

TEST(Commands, SendsEightBitPasswordsAsLiterals) {
    const auto command = login("user", "密");
    ASSERT_TRUE(command);
    EXPECT_EQ(command->pieces, (std::vector<std::string>{"LOGIN \"user\" {3}\r\n", "密\r\n"}));
    EXPECT_EQ(login("user", "pass")->pieces,
              std::vector<std::string>{"LOGIN \"user\" \"pass\"\r\n"});
}

TEST(Commands, NamesFoldersInModifiedUtf7) {
    EXPECT_EQ(examine("垃圾邮件")->pieces,
              std::vector<std::string>{"EXAMINE \"&V4NXPpCuTvY-\"\r\n"});
}

TEST(Commands, AsksForBodiesWithoutATrace) {
    EXPECT_EQ(fetch(1392611444),
              "UID FETCH 1392611444 (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[])\r\n");
}

}  // namespace
}  // namespace imap
