#include "daemon/links/public_address.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <cstring>
#include <string>

namespace links {
namespace {

std::string reason(const std::string& text) {
    sockaddr_storage storage{};
    if (text.find(':') != std::string::npos) {
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        EXPECT_EQ(::inet_pton(AF_INET6, text.c_str(), &address.sin6_addr), 1) << text;
        std::memcpy(&storage, &address, sizeof address);
    } else {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        EXPECT_EQ(::inet_pton(AF_INET, text.c_str(), &address.sin_addr), 1) << text;
        std::memcpy(&storage, &address, sizeof address);
    }
    return std::string(reason_not_public(reinterpret_cast<const sockaddr&>(storage)));
}

TEST(PublicAddress, RefusesEveryNetOfItsTableFromFirstToLastAndNothingBeside) {
    struct Row {
        const char* before;
        const char* first;
        const char* last;
        const char* after;
    };
    // An empty neighbour is another refused net's, or does not exist.
    for (const Row& row : {
             Row{"", "0.0.0.0", "0.255.255.255", "1.0.0.0"},
             {"9.255.255.255", "10.0.0.0", "10.255.255.255", "11.0.0.0"},
             {"100.63.255.255", "100.64.0.0", "100.127.255.255", "100.128.0.0"},
             {"126.255.255.255", "127.0.0.0", "127.255.255.255", "128.0.0.0"},
             {"169.253.255.255", "169.254.0.0", "169.254.255.255", "169.255.0.0"},
             {"172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"},
             {"191.255.255.255", "192.0.0.0", "192.0.0.255", "192.0.1.0"},
             {"192.0.1.255", "192.0.2.0", "192.0.2.255", "192.0.3.0"},
             {"192.31.195.255", "192.31.196.0", "192.31.196.255", "192.31.197.0"},
             {"192.52.192.255", "192.52.193.0", "192.52.193.255", "192.52.194.0"},
             {"192.88.98.255", "192.88.99.0", "192.88.99.255", "192.88.100.0"},
             {"192.167.255.255", "192.168.0.0", "192.168.255.255", "192.169.0.0"},
             {"192.175.47.255", "192.175.48.0", "192.175.48.255", "192.175.49.0"},
             {"198.17.255.255", "198.18.0.0", "198.19.255.255", "198.20.0.0"},
             {"198.51.99.255", "198.51.100.0", "198.51.100.255", "198.51.101.0"},
             {"203.0.112.255", "203.0.113.0", "203.0.113.255", "203.0.114.0"},
             {"223.255.255.255", "224.0.0.0", "255.255.255.255", ""},
             {"2000::", "2001::", "2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff", "2001:200::"},
             {"2001:db7:ffff::", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff",
              "2001:db9::"},
             {"2001:ffff::", "2002::", "2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "2003::"},
             {"2620:4f:7fff::", "2620:4f:8000::", "2620:4f:8000:ffff::1", "2620:4f:8001::"},
             {"3ffe:ffff::", "3fff::", "3fff:fff:ffff:ffff::1", "3fff:1000::"},
             {"", "::", "::", ""},
             {"", "::1", "::1", ""},
             {"", "::0.0.0.2", "::255.255.255.255", ""},
             {"", "::ffff:0.0.0.0", "::ffff:255.255.255.255", ""},
             {"", "64:ff9b::", "64:ff9b::255.255.255.255", ""},
             {"", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff", ""},
             {"", "100::", "100::ffff:ffff:ffff:ffff", ""},
             {"", "4000::", "fbff::", ""},
             {"", "fc00::", "fdff:ffff::1", ""},
             {"", "fe80::1", "febf::1", ""},
             {"", "fec0::1", "feff::1", ""},
             {"", "ff00::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", ""},
         }) {
        EXPECT_NE(reason(row.first), "") << row.first;
        EXPECT_NE(reason(row.last), "") << row.last;
        for (const char* beside : {row.before, row.after}) {
            const std::string why = *beside == '\0' ? "" : reason(beside);
            EXPECT_EQ(why, "") << beside;
        }
    }
}

TEST(PublicAddress, AdmitsWhatIsGivenOut) {
    for (const char* text : {"1.1.1.1", "8.8.8.8", "114.114.114.114", "202.103.24.68",
                             "2400:3200::1", "2606:4700:4700::1111", "240e:4c:4008::1"})
        EXPECT_EQ(reason(text), "") << text;
}

TEST(PublicAddress, RefusesAnIPv4AddressInsideWhateverItIs) {
    for (const char* text : {"::ffff:127.0.0.1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::8.8.8.8",
                             "64:ff9b:1::8.8.8.8", "2002:7f00:1::1", "2002:808:808::1",
                             "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2400:3200::5efe:127.0.0.1",
                             "2400:3200::200:5efe:8.8.8.8"})
        EXPECT_NE(reason(text), "") << text;
}

TEST(PublicAddress, RefusesOtherFamilies) {
    sockaddr address{};
    address.sa_family = AF_UNIX;
    EXPECT_FALSE(is_public(address));
    address.sa_family = AF_UNSPEC;
    EXPECT_FALSE(is_public(address));
}

}  // namespace
}  // namespace links
