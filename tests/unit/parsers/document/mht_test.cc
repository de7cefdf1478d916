#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parsers/problem_codes.h"
#include "tests/unit/parsers/document/samples.h"

namespace {

using samples::read;
using testing::Contains;

const std::string kHead =
    "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n"
    "This is a Web Archive.\r\n--b\r\n";

TEST(Mht, GivesThePageAndItsPictures) {
    const auto reading = read(
        kHead +
            "Content-Location: file:///C:/1.htm\r\nContent-Transfer-Encoding: quoted-printable\r\n"
            "Content-Type: text/html; charset=\"gb2312\"\r\n\r\n"
            "<html><body><p>=D4=C2=B1=A8</p><table><tr><td>1</td><td>2</td></tr></table>"
            "<a href=3D\"http://a.example/\">x</a></body></html>\r\n--b\r\n"
            "Content-Location: file:///C:/1.files/image001.jpg\r\n"
            "Content-Transfer-Encoding: base64\r\nContent-Type: "
            "image/jpeg\r\n\r\n/9j/4AAQ\r\n--b--\r\n",
        "月报.doc");
    EXPECT_EQ(reading.text, "月报\n1\t2\nx\n");
    ASSERT_EQ(reading.links.size(), 1U);
    ASSERT_EQ(reading.inner.size(), 1U);
    EXPECT_EQ(reading.inner[0].name, "picture1.jpg");
    EXPECT_EQ(reading.inner[0].bytes, std::string("\xFF\xD8\xFF\xE0\0\x10", 6));
}

TEST(Mht, FollowsTheFramesOfAWorkbook) {
    const std::string html = "Content-Type: text/html; charset=utf-8\r\n\r\n";
    const auto reading =
        read(kHead + html + "<html><frameset><frame src=\"1.htm\"></frameset></html>\r\n--b\r\n" +
             html + "<table><tr><td>甲</td><td>1</td></tr></table>\r\n--b\r\n" + html +
             "<table><tr><td>乙</td></tr></table>\r\n--b--\r\n");
    EXPECT_EQ(reading.text, "甲\t1\n乙\n");
}

TEST(Mht, SaysThatThereIsNoPage) {
    const auto reading = read(kHead + "Content-Type: image/png\r\n\r\nx\r\n--b--\r\n");
    EXPECT_EQ(reading.text, "");
    EXPECT_THAT(samples::codes(reading), Contains(parsers::code::kDamaged));
}

}  // namespace
