#include "parsers/passwords.h"

#include <gmock/gmock.h>

namespace parsers {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> in(std::string_view text) {
    std::vector<std::string> found;
    find_passwords(text, found);
    return found;
}

TEST(Passwords, StandBehindTheWord) {
    EXPECT_THAT(in("密码：1234"), ElementsAre("1234"));
    EXPECT_THAT(in("解压密码 abc123"), ElementsAre("abc123"));
    EXPECT_THAT(in("pw: Yx#2024"), ElementsAre("Yx#2024"));
    EXPECT_THAT(in("Password=yxfz@2024\r\n"), ElementsAre("yxfz@2024"));
    EXPECT_THAT(in("附件已加密，密码123456"), ElementsAre("123456"));
    EXPECT_THAT(in("解压密码均为“yxfz2024”，请查收"), ElementsAre("yxfz2024"));
    EXPECT_THAT(in("口令是【8888】"), ElementsAre("8888"));
    EXPECT_THAT(in("密码：\n  6666\n"), ElementsAre("6666"));
}

TEST(Passwords, WithoutWhatASentenceGluesToThem) {
    EXPECT_THAT(in("password: abc123."), ElementsAre("abc123.", "abc123"));
    EXPECT_THAT(in("密码为abc123请查收"), Contains("abc123"));
    EXPECT_THAT(in("密码：１２３４"), Contains("1234"));
    EXPECT_THAT(in("密码：阳新法治。"), ElementsAre("阳新法治"));
}

TEST(Passwords, AWordInsideAWordIsNone) {
    EXPECT_THAT(in("passage 12, compass 5, spwd: 1"), IsEmpty());
    EXPECT_THAT(in("月报已报送"), IsEmpty());
}

TEST(Passwords, AreFewEachOnce) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "密码：p" + std::to_string(i) + "\n密码：p0\n";
    EXPECT_EQ(in(text).size(), kMostPasswords);
}

TEST(Passwords, ComeFromSubjectTextNamesNotesAndAttachedMails) {
    const std::string raw =
        "Subject: =?utf-8?B?5a+G56CB77yaYWFh?=\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
        "--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>解压密码：<b>bbb</b></p>\r\n"
        "--B\r\nContent-Type: application/zip; name=\"月报（密码ccc）.zip\"\r\n\r\nPK\r\n"
        "--B\r\nContent-Type: text/plain; name=\"密码.txt\"\r\n\r\n密码是ddd\r\n"
        "--B\r\nContent-Type: message/rfc822\r\n\r\nSubject: pw: eee\r\n\r\n密码: fff\r\n--B--\r\n";
    const auto found = passwords_in_mail(raw, Limits());
    for (const char* each : {"aaa", "bbb", "ccc", "ddd", "eee", "fff"})
        EXPECT_THAT(found, Contains(each));
}

}  // namespace
}  // namespace parsers
