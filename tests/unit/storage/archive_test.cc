#include "storage/archive.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "support.h"

namespace storage {
namespace {

using testing::ElementsAre;

struct Named {
    std::string_view given;
    std::string_view safe;
};

TEST(SafeName, HoldsOnAnyDisk) {
    for (const Named& name : {
             Named{"月报.docx", "月报.docx"},
             Named{"a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j"},
             Named{"../../etc/passwd", "_.._etc_passwd"},
             Named{"..", "未命名"},
             Named{"", "未命名"},
             Named{" . ", "未命名"},
             Named{"tab\there\n", "tabhere"},
             Named{"gnp.\xe2\x80\xae"
                   "exe",
                   "gnp.exe"},
             Named{"con", "_con"},
             Named{"LPT1.txt", "_LPT1.txt"},
             Named{"COM0", "COM0"},
             Named{".htaccess", "htaccess"},
             Named{"报告.pdf. ", "报告.pdf"},
             Named{"\xff.pdf", "\xef\xbf\xbd.pdf"},
         })
        EXPECT_EQ(safe_name(name.given), name.safe) << name.given;
}

TEST(SafeName, IsShortAndKeepsItsExtension) {
    std::string long_name;
    for (int i = 0; i < 300; ++i) long_name += "镇";
    const std::string safe = safe_name(long_name + ".docx");
    EXPECT_LE(safe.size(), 240U);
    EXPECT_TRUE(safe.ends_with("镇.docx")) << safe;
    EXPECT_TRUE(base::is_utf8(safe));
    EXPECT_EQ(safe_name(safe), safe);
}

class ArchiveTest : public testing::Test {
 protected:
    std::string object(std::string_view bytes) {
        std::vector<Incoming> batch;
        batch.push_back(std::move(*spool_.begin_object()));
        good(batch[0].write(bytes));
        good(spool_.commit_objects(batch));
        good(archive_.keep(spool_, {}, std::vector{batch[0].sha256()}));
        return batch[0].sha256();
    }
    static ViewedDocument shown(std::string name, std::string sha256, bool superseded = false) {
        ViewedDocument document;
        document.name = std::move(name);
        document.sha256 = std::move(sha256);
        document.superseded = superseded;
        return document;
    }
    [[nodiscard]] std::vector<std::string> files(const std::string& folder) const {
        return got(base::system_env().list(archive_.root() + "/by-filing/" + folder));
    }

    StateFolder state_;
    Spool spool_ = *Spool::open(base::system_env(), state_.path());
    Archive archive_ = *Archive::open(base::system_env(), state_.path());
    const std::string folder_ = Archive::view_folder("2024", "月报", "2024-06", "甲镇");
};

TEST_F(ArchiveTest, KeepsBytesOnceAndAgain) {
    const std::string hash = object("bytes");
    good(archive_.keep(spool_, {}, std::vector{hash}));
    good(spool_.remove_object(hash));
    good(archive_.keep(spool_, {}, std::vector{hash}));
    EXPECT_EQ(got(base::system_env().read_file(archive_.object_path(hash))), "bytes");
}

TEST_F(ArchiveTest, MissingBytesAreAnError) {
    EXPECT_FALSE(archive_.keep(spool_, std::vector{sha256("never")}, {}));
}

TEST_F(ArchiveTest, AFileOfAnotherSizeGivesWayToTheGoodOne) {
    const std::string hash = object("bytes");
    good(base::system_env().replace_file(archive_.object_path(hash), "byt", 0440));
    good(archive_.keep(spool_, {}, std::vector{hash}));
    EXPECT_EQ(got(base::system_env().read_file(archive_.object_path(hash))), "bytes");
}

TEST_F(ArchiveTest, ShowsAFilingAsFilesForPeople) {
    const std::vector documents{shown("扫描件.pdf", object("a")), shown("扫描件.pdf", object("b")),
                                shown("旧.docx", object("c"), true),
                                shown("filing.json", object("d"))};
    good(archive_.show_filing(folder_, documents, "{}"));
    EXPECT_EQ(folder_, "2024/月报/2024-06/甲镇");
    EXPECT_THAT(files(folder_), ElementsAre("filing (2).json", "filing.json", "扫描件 (2).pdf",
                                            "扫描件.pdf", "旧版"));
    EXPECT_THAT(files(folder_ + "/旧版"), ElementsAre("旧.docx"));
}

TEST_F(ArchiveTest, ShowsExactlyWhatIsWantedNow) {
    good(archive_.show_filing(
        folder_, std::vector{shown("a.pdf", object("a")), shown("b.pdf", object("b"), true)}, "1"));
    good(archive_.show_filing(folder_, std::vector{shown("a.pdf", object("c"))}, "2"));
    EXPECT_THAT(files(folder_), ElementsAre("a.pdf", "filing.json"));
    const std::string path = archive_.root() + "/by-filing/" + folder_;
    EXPECT_EQ(got(base::system_env().read_file(path + "/a.pdf")), "c");
    EXPECT_EQ(got(base::system_env().read_file(path + "/filing.json")), "2");
}

TEST_F(ArchiveTest, RemovesAViewAndTheFoldersItLeavesEmpty) {
    const std::string other = Archive::view_folder("2024", "月报", "2024-07", "甲镇");
    for (const std::string& folder : {folder_, other})
        good(archive_.show_filing(folder, std::vector{shown("a.pdf", object("a"), true)}, "{}"));
    good(archive_.remove_view(folder_));
    good(archive_.remove_view(folder_));
    EXPECT_THAT(files("2024/月报"), ElementsAre("2024-07"));
    good(archive_.remove_view(other));
    EXPECT_THAT(files(""), ElementsAre());
}

TEST_F(ArchiveTest, LostBytesDoNotKeepTheOthersFromBeingShown) {
    const std::string lost = object("lost");
    std::filesystem::remove(archive_.object_path(lost));
    good(archive_.show_filing(
        folder_, std::vector{shown("a.pdf", lost), shown("b.pdf", object("b"))}, "{}"));
    EXPECT_THAT(files(folder_), ElementsAre("b.pdf", "filing.json"));
}

}  // namespace
}  // namespace storage
