#include "parsers/fields/huge_links.h"

#include <gmock/gmock.h>

#include "parsers/fields/links.h"

namespace parsers::fields {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> told(const std::string& text, std::vector<Link> links = {}) {
    for (Link& link : find_links(text)) links.push_back(std::move(link));
    std::vector<std::string> all;
    for (const HugeAttachment& each : huge_attachments(text, links)) all.push_back(words(each));
    return all;
}

TEST(HugeLinks, QqWritesNameSizeAndExpiryBeforeTheAddress) {
    EXPECT_THAT(told("从QQ邮箱发来的超大附件\n\n六月月报.rar (61.20M, 2024年07月08日 14:43 "
                     "到期)进入下载页面："
                     "https://wx.mail.qq.com/ftn/download?func=3&key=0a&code=1f\n"),
                ElementsAre("六月月报.rar (61.20M, 2024年07月08日 14:43) wx.mail.qq.com"));
}

TEST(HugeLinks, NetEaseWritesThemBesideALinkAndSeveralLinksAreOneFile) {
    const std::string page = "https://mail.163.com/large-attachment-download/index.html?file=a";
    EXPECT_THAT(
        told("从网易163邮箱发来的超大附件\n月报（盖章）.pdf (4.56M, 2024年11月25日 13:35 到期)\n"
             "在线预览 下载\n",
             {{"https://u.163.com/x", "推荐客户端极速下载"},
              {page, "月报（盖章）.pdf"},
              {page + "&preview=1", "在线预览"},
              {page + "&d=1", "下载"}}),
        ElementsAre("月报（盖章）.pdf (4.56M, 2024年11月25日 13:35) mail.163.com",
                    "推荐客户端极速下载 u.163.com"));
}

TEST(HugeLinks, SeveralFilesAreSeveral) {
    EXPECT_THAT(
        told(
            "从腾讯企业邮箱发来的超大附件\n"
            "a.zip (1.5G, 无限期)进入下载页面：http://mail.qq.com/cgi-bin/ftnExs_download?k=1&t=x\n"
            "b.zip (20M, 2024年7月1日 到期)进入下载页面：http://mail.qq.com/cgi-bin/"
            "ftnExs_download?k=2&t=x\n"),
        ElementsAre("a.zip (1.5G) mail.qq.com", "b.zip (20M, 2024年7月1日) mail.qq.com"));
}

TEST(HugeLinks, SinaAndTelecomAreKnownByTheirAddress) {
    EXPECT_THAT(told("", {{"https://mail.sina.com.cn/filecenter/download.php?id=1", "月报.zip"},
                          {"https://download.cloud.189.cn/file/downloadFile.action?dt=5&expired=1",
                           "附表.zip"}}),
                ElementsAre("月报.zip mail.sina.com.cn", "附表.zip download.cloud.189.cn"));
}

TEST(HugeLinks, AProviderNobodyKnowsIsToldByTheBlockItWrites) {
    EXPECT_THAT(told("从139邮箱发来的超大附件\n月报.pdf (30M, 2024-07-20 到期)\n",
                     {{"https://files.provider.example/d?id=1", "月报.pdf"}}),
                ElementsAre("月报.pdf (30M, 2024-07-20) files.provider.example"));
    EXPECT_THAT(told("从某邮箱发来的云附件\n月报.pdf (30M, 2024-07-20 到期)\n"),
                ElementsAre("月报.pdf (30M, 2024-07-20)"));
    EXPECT_THAT(told("从企业邮箱发来的云附件\n月报.pdf\n12.5M | 过期时间：2024年8月4日 23:48\n"),
                ElementsAre("月报.pdf (12.5M, 2024年8月4日 23:48)"));
}

TEST(HugeLinks, AnAddressAloneIsOneWithoutAName) {
    const std::string url = "https://mail.163.com/large-attachment-download/index.html?file=";
    EXPECT_THAT(told("请下载 " + url + "a 或 " + url + "b"), ElementsAre("mail.163.com"));
}

TEST(HugeLinks, APublicationAndAStyleAreNone) {
    EXPECT_THAT(told("公示网址 https://www.unit.example/xxgk/202406/t1.html 附件3M，2024年6月"),
                IsEmpty());
    EXPECT_THAT(told("#divNeteaseBigAttach{display:none} 超大附件请勿发送"), IsEmpty());
    EXPECT_THAT(told("从QQ邮箱发来的超大附件\n"), IsEmpty()) << "a title without any file";
}

}  // namespace
}  // namespace parsers::fields
