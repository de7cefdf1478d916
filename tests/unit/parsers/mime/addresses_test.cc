#include "parsers/mime/addresses.h"

#include <gtest/gtest.h>

namespace parsers::mime {
namespace {

std::string read(std::string_view field) {
    std::string out;
    for (const Mailbox& each : parse_mailboxes(field)) out += each.name + '<' + each.address + '>';
    return out;
}

TEST(Addresses, AreReadLeniently) {
    struct Case {
        const char* field;
        const char* expected;
    };
    const Case cases[] = {
        {"a@Unit.Example", "<a@unit.example>"},
        {"Name <a@unit.example>", "Name<a@unit.example>"},
        {"\"Last, First\" <a@unit.example>, b@x.test", "Last, First<a@unit.example><b@x.test>"},
        {"\"=?gb2312?B?z9i+1g==?=\" <a@unit.example>", "县局<a@unit.example>"},
        {"=?gb2312?B?z9i+1g==?=<a@unit.example>", "县局<a@unit.example>"},
        {"=?utf-8?Q?=E5=8E=BF=2C=E5=B1=80?= <a@unit.example>", "县,局<a@unit.example>"},
        {"\xCF\xD8\xBE\xD6 <a@unit.example>", "县局<a@unit.example>"},
        {"a@unit.example (the office)", "the office<a@unit.example>"},
        {"offices: a@unit.example, B <b@unit.example>;", "<a@unit.example>B<b@unit.example>"},
        {"undisclosed-recipients:;", ""},
        {"no address at all", "no address at all<>"},
        {"\"x\\\"y\" <a@unit.example>", "x\"y<a@unit.example>"},
        {"<a@unit.example", "<a@unit.example>"},
        {"<>", ""},
        {"<mailto:a@unit.example>", "<a@unit.example>"},
        {"", ""},
    };
    for (const Case& each : cases) EXPECT_EQ(read(each.field), each.expected) << each.field;
}

TEST(Addresses, ControlCharactersMakeNoAddress) {
    EXPECT_EQ(read("<a@x\x01y.test>"), "");
    EXPECT_EQ(read("<a b@x.test>"), "");
}

}  // namespace
}  // namespace parsers::mime
