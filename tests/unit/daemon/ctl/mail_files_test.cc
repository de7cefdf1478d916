#include "daemon/ctl/mail_files.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace ctl {
namespace {

class MailFilesTest : public ::testing::Test {
 protected:
    void SetUp() override {
        std::string pattern = ::testing::TempDir() + "mailsXXXXXX";
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(const std::string& name, const std::string& bytes) {
        const auto path = std::filesystem::path(folder_) / name;
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
    }

    std::vector<std::string> found(const std::string& name = "") {
        std::vector<std::string> mails;
        const auto done = for_each_mail(folder_ + "/" + name, [&](MailFile mail) -> base::Result<> {
            mails.push_back(std::move(mail.bytes));
            return {};
        });
        EXPECT_TRUE(done);
        return mails;
    }

    std::string folder_;
};

TEST(ImportFolder, IsTheLastNameAsUtf8) {
    EXPECT_EQ(import_folder("/mails/2024/"), "2024");
    EXPECT_EQ(import_folder("mails/./box.mbox"), "box.mbox");
    EXPECT_EQ(import_folder("/mails/\xD6\xD0"), "\uFFFD\uFFFD");
}

TEST(ReadsMailbox, KnowsTheConfiguredOnes) {
    config::Rulebook rulebook;
    EXPECT_FALSE(reads_mailbox(rulebook, "work"));
    rulebook.settings.mailboxes.emplace_back().name = "work";
    EXPECT_TRUE(reads_mailbox(rulebook, "work"));
    EXPECT_FALSE(reads_mailbox(rulebook, "import"));
}

TEST_F(MailFilesTest, ReadsAFolderInTheOrderOfItsNames) {
    write("b.eml", "two");
    write("a.eml", "one");
    write(".hidden", "no");
    EXPECT_EQ(found(), (std::vector<std::string>{"one", "two"}));
}

TEST_F(MailFilesTest, SplitsAnMboxAndUndoesItsQuoting) {
    write(
        "box",
        "From a@x Mon Jun 17 10:00:00 2024\nSubject: 1\n\n>From here\nFrom the middle of a text\n\n"
        "From b@x Mon Jun 17 11:00:00 2024\nSubject: 2\n\nbody\n");
    const auto mails = found("box");
    ASSERT_EQ(mails.size(), 2U);
    EXPECT_EQ(mails[0], "Subject: 1\n\nFrom here\nFrom the middle of a text\n\n");
    EXPECT_EQ(mails[1], "Subject: 2\n\nbody\n");
}

TEST_F(MailFilesTest, LeavesTheTmpOfAMaildirAlone) {
    write("cur/1:2,S", "seen");
    write("new/2", "new");
    write("tmp/3", "unfinished");
    EXPECT_EQ(found(), (std::vector<std::string>{"seen", "new"}));
}

TEST_F(MailFilesTest, SaysWhenThereIsNoMail) {
    const auto nothing = count_mail_files(folder_);
    ASSERT_FALSE(nothing);
    EXPECT_FALSE(nothing.error().hint.empty());
    EXPECT_FALSE(count_mail_files(folder_ + "/none"));
}

TEST(ReceivedTime, IsThatOfTheTopmostHeader) {
    const auto time = received_time(
        "Return-Path: <a@b.test>\r\nReceived: from x by y\r\n\twith ESMTP; Mon, 17 Jun 2024 "
        "10:00:00 +0800 (CST)\r\n"
        "Received: from older; Sun, 16 Jun 2024 10:00:00 +0800\r\n\r\nbody");
    EXPECT_EQ(time, base::parse_instant("2024-06-17T10:00:00+08:00"));
}

TEST(ReceivedTime, IsNoneWithoutAHeaderThatCanBeRead) {
    EXPECT_FALSE(
        received_time("Subject: x\r\n\r\nReceived: from z; Mon, 17 Jun 2024 10:00:00 +0800"));
    EXPECT_FALSE(received_time("Received: from x; no date\r\n\r\n"));
}

}  // namespace
}  // namespace ctl
