#include "daemon/imap/troubles.h"

#include <algorithm>
#include <array>

namespace imap {
namespace {

using base::Kind;

struct Row {
    Trouble trouble;
    Kind kind;
    std::string_view text;
    std::string_view hint;
};

constexpr std::array kRows = {
    Row{Trouble::Unreachable, Kind::Transient, "the mail server cannot be reached",
        "连不上邮件服务器，程序会自动重试。请检查网络、服务器地址和端口。"},
    Row{Trouble::NameUnknown, Kind::Transient, "the mail server's name cannot be resolved",
        "解析不到邮件服务器的域名，程序会自动重试。请检查网络、DNS 设置和服务器地址。"},
    Row{Trouble::WrongAuthority, Kind::Denied,
        "the mail server's certificate is not signed by a trusted authority",
        "邮件服务器的证书不是由受信任的机构签发的，没有发送密码。自建服务器请在 ca_file "
        "中指定其根证书；否则可能有人冒充服务器。"},
    Row{Trouble::CertificateExpired, Kind::Denied, "the mail server's certificate has expired",
        "邮件服务器的证书已过期，没有发送密码。请先核对本机时间；时间无误则请服务器管理员更新证书"
        "。"},
    Row{Trouble::WrongHost, Kind::Denied,
        "the mail server's certificate belongs to another host name",
        "邮件服务器的证书与配置的主机名不符，没有发送密码。请核对 url 中的主机名。"},
    Row{Trouble::TlsFailed, Kind::Denied,
        "no encrypted connection to the mail server could be made",
        "无法与邮件服务器建立加密连接。请核对 url：imaps:// 一般用 993 端口，imap:// 一般用 143 "
        "端口。"},
    Row{Trouble::NoStartTls, Kind::Denied, "the mail server offers no STARTTLS on this port",
        "该端口不支持加密（STARTTLS），没有发送密码。请改用 imaps:// 地址。"},
    Row{Trouble::NotImap, Kind::Transient, "the server did not greet as an IMAP server",
        "该地址没有按 IMAP 协议应答，或服务器暂时拒绝服务，程序会自动重试。请核对 url "
        "的主机名和端口。"},
    Row{Trouble::ConnectionLost, Kind::Transient, "the connection to the mail server was lost",
        "与邮件服务器的连接中断，程序会自动重连。"},
    Row{Trouble::NoAnswer, Kind::Transient, "the mail server did not answer in time",
        "邮件服务器长时间没有应答，程序会自动重连。"},
    Row{Trouble::SessionEnded, Kind::Transient, "the mail server ended the session",
        "邮件服务器主动断开了连接，程序会自动重连。"},
    Row{Trouble::Garbled, Kind::Transient, "the mail server's answer breaks the protocol",
        "邮件服务器的应答不符合协议，程序会自动重连。"},
    Row{Trouble::LoginRefused, Kind::Auth, "the mail server refused the login",
        "邮箱登录被拒绝。163 邮箱请使用网页设置里生成的“授权码”（不是网页密码），并确认已开启 IMAP "
        "服务；"
        "重新生成授权码后旧码即失效，请把新码写入配置所指的密码文件，无需重启。"},
    Row{Trouble::LoginDisabled, Kind::Denied,
        "the mail server does not allow a login on this connection",
        "服务器不允许在此连接上登录。请改用 imaps:// 地址。"},
    Row{Trouble::UnsafeLogin, Kind::Auth,
        "the mail server holds this login to be unsafe (NetEase risk control)",
        "网易判定本次登录为“不安全登录”，暂时拒绝收信（密码没有错）。请邮箱负责人登录网页邮箱，查看"
        "“阻止了一次不安全的收信请求”"
        "通知，按提示用手机短信确认本客户端；确认后程序会自动恢复。"},
    Row{Trouble::CommandRefused, Kind::Transient, "the mail server refused a command",
        "邮件服务器拒绝了一个请求，程序会自动重试。"},
    Row{Trouble::Stopping, Kind::Transient, "stopping", ""},
};

const Row& row_of(Trouble trouble) {
    return *std::find_if(kRows.begin(), kRows.end(),
                         [&](const Row& row) { return row.trouble == trouble; });
}
static_assert(kRows.size() == static_cast<std::size_t>(Trouble::Stopping) + 1);

}  // namespace

base::Error error_of(Trouble trouble, std::string cause) {
    const Row& row = row_of(trouble);
    return {row.kind, base::Scope::Mailbox, std::string(row.text), std::string(row.hint),
            std::move(cause)};
}

bool is(Trouble trouble, const base::Error& error) { return error.text == row_of(trouble).text; }

}  // namespace imap
