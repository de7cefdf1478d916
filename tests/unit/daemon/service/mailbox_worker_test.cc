#include "daemon/service/mailbox_worker.h"

#include <gtest/gtest.h>

namespace service {
namespace {

imap::MailboxStatus status_of_work() {
    imap::MailboxStatus status;
    status.mailbox = "work";
    return status;
}

TEST(MailboxSentence, IsEmptyWhileAllIsWell) { EXPECT_EQ(sentence_of(status_of_work()), ""); }

TEST(MailboxSentence, NamesFoldersTheServerDoesNotHave) {
    auto status = status_of_work();
    status.missing_folders = {"订阅邮件", "报备"};
    EXPECT_EQ(sentence_of(status),
              "邮箱 work：服务器上没有文件夹“订阅邮件”、“报备”，请核对配置 folders");
}

TEST(MailboxSentence, NamesFoldersTheServerRefuses) {
    auto status = status_of_work();
    status.refused_folders = {"报备"};
    EXPECT_EQ(sentence_of(status), "邮箱 work：服务器拒绝打开文件夹“报备”，程序会自动重试");
}

TEST(MailboxSentence, GivesTheCureFirst) {
    auto status = status_of_work();
    base::Error cause;
    cause.text = "the connection was lost";
    cause.hint = "请检查网络";
    status.cause = cause;
    status.missing_folders = {"报备"};
    EXPECT_EQ(sentence_of(status),
              "邮箱 work：请检查网络；服务器上没有文件夹“报备”，请核对配置 folders");
    status.missing_folders.clear();
    status.cause->hint.clear();
    EXPECT_EQ(sentence_of(status), "邮箱 work：the connection was lost");
}

}  // namespace
}  // namespace service
