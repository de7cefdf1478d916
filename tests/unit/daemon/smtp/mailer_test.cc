#include "daemon/smtp/mailer.h"

#include <gtest/gtest.h>

#include <string>

namespace smtp {
namespace {

config::SmtpSettings settings(const std::string& url) {
    config::SmtpSettings value;
    value.url = url;
    value.from_address = "desk@office.example";
    return value;
}

const std::string kMessage = "Subject: x\r\n\r\nbody\r\n";

TEST(Mailer, SaysThatNoServerIsSet) {
    Mailer mailer(settings(""));
    const auto result = mailer.send({"a@b.example"}, kMessage, {});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().kind, base::Kind::BadInput);
}

TEST(Mailer, RefusesClearTextToOtherMachines) {
    auto value = settings("smtp://mail.example");
    value.insecure = true;
    Mailer mailer(value);
    const auto result = mailer.send({"a@b.example"}, kMessage, {});
    ASSERT_FALSE(result);
    EXPECT_NE(result.error().text.find("insecure"), std::string::npos);
}

TEST(Mailer, RefusesControlCharactersBeforeItConnects) {
    Mailer mailer(settings("smtps://mail.example"));
    EXPECT_FALSE(mailer.send({"a@b.example\r\nRCPT TO:<c@d.test>"}, kMessage, {}));
    auto value = settings("smtps://mail.example");
    value.user = "desk\r\n";
    Mailer other(value);
    EXPECT_FALSE(other.send({"a@b.example"}, kMessage, {}));
}

TEST(Mailer, SaysThatTheSecretCannotBeRead) {
    auto value = settings("smtps://mail.example");
    value.user = "desk@office.example";
    value.password.kind = config::SecretSource::Kind::File;
    value.password.name = "/nonexistent/secret";
    Mailer mailer(value);
    EXPECT_FALSE(mailer.send({"a@b.example"}, kMessage, {}));
}

}  // namespace
}  // namespace smtp
