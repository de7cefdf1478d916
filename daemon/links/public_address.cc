#include "daemon/links/public_address.h"

#include <netinet/in.h>

#include <array>
#include <cstdint>
#include <cstring>

namespace links {
namespace {

struct V4Net {
    std::uint32_t net;  ///< host byte order
    unsigned bits;
    std::string_view what;
};

constexpr std::uint32_t v4(std::uint32_t a, std::uint32_t b, std::uint32_t c, std::uint32_t d) {
    return a << 24U | b << 16U | c << 8U | d;
}

// https://www.iana.org/assignments/iana-ipv4-special-registry, and multicast.
constexpr std::array<V4Net, 17> kV4{{
    {v4(0, 0, 0, 0), 8, "this network (RFC 791)"},
    {v4(10, 0, 0, 0), 8, "private (RFC 1918)"},
    {v4(100, 64, 0, 0), 10, "shared by a provider's customers (RFC 6598)"},
    {v4(127, 0, 0, 0), 8, "loopback (RFC 1122)"},
    {v4(169, 254, 0, 0), 16, "link-local (RFC 3927)"},
    {v4(172, 16, 0, 0), 12, "private (RFC 1918)"},
    {v4(192, 0, 0, 0), 24, "protocol assignments (RFC 6890)"},
    {v4(192, 0, 2, 0), 24, "documentation (RFC 5737)"},
    {v4(192, 31, 196, 0), 24, "AS112 (RFC 7535)"},
    {v4(192, 52, 193, 0), 24, "AMT relays (RFC 7450)"},
    {v4(192, 88, 99, 0), 24, "6to4 relays (RFC 7526)"},
    {v4(192, 168, 0, 0), 16, "private (RFC 1918)"},
    {v4(192, 175, 48, 0), 24, "AS112 (RFC 7534)"},
    {v4(198, 18, 0, 0), 15, "benchmarks (RFC 2544)"},
    {v4(198, 51, 100, 0), 24, "documentation (RFC 5737)"},
    {v4(203, 0, 113, 0), 24, "documentation (RFC 5737)"},
    {v4(224, 0, 0, 0), 3, "multicast (RFC 5771) or reserved (RFC 1112)"},
}};

struct V6Net {
    std::array<std::uint8_t, 16> net;
    unsigned bits;
    std::string_view what;
};

// https://www.iana.org/assignments/iana-ipv6-special-registry. Only 2000::/3 is given out at all
// (RFC 4291); what stands here lies inside it, or deserves its own word.
constexpr std::array<V6Net, 16> kV6{{
    {{}, 128, "unspecified (RFC 4291)"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 128, "loopback (RFC 4291)"},
    {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, "an IPv4 address, mapped (RFC 4291)"},
    {{}, 96, "an IPv4 address, compatible (RFC 4291)"},
    {{0x00, 0x64, 0xff, 0x9b}, 96, "an IPv4 address, NAT64 (RFC 6052)"},
    {{0x00, 0x64, 0xff, 0x9b, 0x00, 0x01}, 48, "an IPv4 address, local NAT64 (RFC 8215)"},
    {{0x01, 0x00}, 64, "discard only (RFC 6666)"},
    {{0x20, 0x01, 0x0d, 0xb8}, 32, "documentation (RFC 3849)"},
    {{0x20, 0x01}, 23, "protocol assignments: Teredo, ORCHID and others (RFC 2928)"},
    {{0x20, 0x02}, 16, "an IPv4 address, 6to4 (RFC 3056)"},
    {{0x26, 0x20, 0x00, 0x4f, 0x80, 0x00}, 48, "AS112 (RFC 7534)"},
    {{0x3f, 0xff}, 20, "documentation (RFC 9637)"},
    {{0xfc}, 7, "unique local (RFC 4193)"},
    {{0xfe, 0x80}, 10, "link-local (RFC 4291)"},
    {{0xfe, 0xc0}, 10, "site-local (RFC 3879)"},
    {{0xff}, 8, "multicast (RFC 4291)"},
}};

constexpr std::string_view kNotGivenOut = "not given out to anybody (RFC 4291)";
/// ISATAP's interface identifier (RFC 5214), which carries an IPv4 address below any prefix.
constexpr std::array<std::uint8_t, 4> kIsatap{0x00, 0x00, 0x5e, 0xfe};

std::string_view judge_v4(std::uint32_t address) {
    for (const V4Net& row : kV4)
        if (((address ^ row.net) >> (32U - row.bits)) == 0) return row.what;
    return {};
}

bool lies_in(const std::array<std::uint8_t, 16>& address, const V6Net& row) {
    for (unsigned bit = 0; bit < row.bits; bit += 8) {
        const unsigned left = row.bits - bit;
        const unsigned mask = left >= 8 ? 0xffU : 0xffU << (8U - left) & 0xffU;
        const unsigned differs =
            static_cast<unsigned>(address[bit / 8]) ^ static_cast<unsigned>(row.net[bit / 8]);
        if ((differs & mask) != 0) return false;
    }
    return true;
}

std::string_view judge_v6(const std::array<std::uint8_t, 16>& address) {
    for (const V6Net& row : kV6)
        if (lies_in(address, row)) return row.what;
    if ((address[0] & 0xe0U) != 0x20U) return kNotGivenOut;
    // The "universal" bit of the identifier may be set or not.
    if ((address[8] & 0xfdU) == kIsatap[0] && address[9] == kIsatap[1] &&
        address[10] == kIsatap[2] && address[11] == kIsatap[3])
        return "an IPv4 address, ISATAP (RFC 5214)";
    return {};
}

}  // namespace

std::string_view reason_not_public(const sockaddr& address) {
    if (address.sa_family == AF_INET) {
        sockaddr_in v4_address{};
        std::memcpy(&v4_address, &address, sizeof v4_address);
        return judge_v4(ntohl(v4_address.sin_addr.s_addr));
    }
    if (address.sa_family == AF_INET6) {
        sockaddr_in6 v6_address{};
        std::memcpy(&v6_address, &address, sizeof v6_address);
        std::array<std::uint8_t, 16> bytes{};
        std::memcpy(bytes.data(), &v6_address.sin6_addr, bytes.size());
        return judge_v6(bytes);
    }
    return "no address of the Internet";
}

}  // namespace links
