#include "config/secret.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace config {
namespace {

class Secret : public testing::Test {
 protected:
    Secret() {
        std::string pattern = testing::TempDir() + "filingd-secret-XXXXXX";
        directory_ = ::mkdtemp(pattern.data());
    }
    ~Secret() override {
        ::unsetenv("FILINGD_TEST_SECRET");
        ::unsetenv("CREDENTIALS_DIRECTORY");
        std::filesystem::remove_all(directory_);
    }

    std::string write(const std::string& name, const std::string& text, mode_t mode = 0600) {
        std::string path = directory_ + "/" + name;
        std::ofstream(path, std::ios::binary) << text;
        ::chmod(path.c_str(), mode);
        return path;
    }
    static SecretSource source(SecretSource::Kind kind, const std::string& name) {
        SecretSource result;
        result.kind = kind;
        result.name = name;
        return result;
    }
    static base::Result<std::string> file(const std::string& path) {
        return read_secret(source(SecretSource::Kind::File, path));
    }

    std::string directory_;
};

TEST_F(Secret, IsTheFileWithoutItsLineEnd) {
    EXPECT_EQ(file(write("a", "ABCD efgh\n")).value(), "ABCD efgh");
    EXPECT_EQ(file(write("b", "密码\r\n")).value(), "密码");
    EXPECT_EQ(file(write("c", "plain")).value(), "plain");
}

TEST_F(Secret, IsReadAnewEachTime) {
    const std::string path = write("a", "first");
    EXPECT_EQ(file(path).value(), "first");
    write("a", "second");
    EXPECT_EQ(file(path).value(), "second");
}

TEST_F(Secret, OthersMayNotReadItsFile) {
    for (const mode_t mode : {0640U, 0604U, 0660U, 0610U}) {
        const auto secret = file(write("a", "secret", mode));
        ASSERT_FALSE(secret) << mode;
        EXPECT_EQ(secret.error().kind, base::Kind::BadInput) << mode;
        EXPECT_EQ(secret.error().hint, "chmod 600 " + directory_ + "/a");
        EXPECT_EQ(base::describe(secret.error()).find("secret\n"), std::string::npos);
    }
    EXPECT_TRUE(file(write("a", "secret", 0400)));
}

TEST_F(Secret, AbsentAndEmptyAreDifferentThings) {
    const auto absent = file(directory_ + "/none");
    ASSERT_FALSE(absent);
    EXPECT_EQ(absent.error().kind, base::Kind::Auth);
    EXPECT_NE(absent.error().text.find("there is no password file"), std::string::npos);
    const auto empty = file(write("a", "\n"));
    ASSERT_FALSE(empty);
    EXPECT_EQ(empty.error().kind, base::Kind::Auth);
    EXPECT_NE(empty.error().text.find("empty"), std::string::npos);
}

TEST_F(Secret, ControlCharactersAreRefusedAndNeverShown) {
    // The error names the file; no temporary name of mkdtemp(3) holds a tilde.
    for (const std::string& text :
         {std::string("ab\n~c"), std::string("ab\0~c", 5), std::string("ab\t~c")}) {
        const auto secret = file(write("a", text));
        ASSERT_FALSE(secret);
        EXPECT_EQ(secret.error().kind, base::Kind::BadInput);
        EXPECT_EQ(base::describe(secret.error()).find("~c"), std::string::npos);
    }
}

TEST_F(Secret, ADirectoryAPipeAndAHugeFileAreRefused) {
    ASSERT_FALSE(file(directory_));
    const std::string pipe = directory_ + "/pipe";
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
    const auto piped = file(pipe);
    ASSERT_FALSE(piped);
    EXPECT_EQ(piped.error().kind, base::Kind::BadInput);
    const auto huge = file(write("a", std::string(5000, 'x')));
    ASSERT_FALSE(huge);
    EXPECT_EQ(huge.error().kind, base::Kind::BadInput);
}

TEST_F(Secret, MayComeFromTheEnvironment) {
    const SecretSource variable = source(SecretSource::Kind::Environment, "FILINGD_TEST_SECRET");
    EXPECT_EQ(read_secret(variable).error().kind, base::Kind::Auth);
    ::setenv("FILINGD_TEST_SECRET", "from outside", 1);
    EXPECT_EQ(read_secret(variable).value(), "from outside");
}

TEST_F(Secret, MayBeACredentialOfSystemdWhateverItsMode) {
    const SecretSource credential = source(SecretSource::Kind::Credential, "mail");
    EXPECT_EQ(read_secret(credential).error().kind, base::Kind::Auth);
    write("mail", "credential\n", 0440);
    ::setenv("CREDENTIALS_DIRECTORY", directory_.c_str(), 1);
    EXPECT_EQ(read_secret(credential).value(), "credential");
}

TEST_F(Secret, WithoutASourceThereIsNone) {
    EXPECT_EQ(read_secret(SecretSource{}).error().kind, base::Kind::Auth);
}

}  // namespace
}  // namespace config
