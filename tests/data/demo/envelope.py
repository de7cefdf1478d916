"""Mails as the programs of the county's senders write them: Mail(...) .bytes() is a complete message with CRLF."""
import base64
import email.utils
import hashlib
import quopri


def word(text, charset="gb18030", kind="B"):
    """One RFC 2047 encoded word."""
    raw = text.encode("gb18030" if charset.lower() in ("gb2312", "gbk", "gb18030") else charset)
    if kind == "Q":
        quoted = "".join(f"={byte:02X}" for byte in raw)
        return f"=?{charset}?Q?{quoted}?="
    return f"=?{charset}?B?{base64.b64encode(raw).decode()}?="


def split_words(text, charset):
    """Encoded words cut in the middle of a character, as old web mail does."""
    raw = text.encode("gb18030" if charset.startswith("gb") else charset)
    cut = len(raw) // 2 | 1
    return "\r\n ".join(f"=?{charset}?B?{base64.b64encode(part).decode()}?=" for part in (raw[:cut], raw[cut:]))


# What each program adds to the head of its mails, and how it names an attachment.
PROGRAMS = {
    "qq": (["X-QQ-MIME: TCMime 1.0 by Tencent", "X-Mailer: QQMail 2.x", "X-HAS-ATTACH: yes"], "gb18030", "<tencent_{id}@qq.example>"),
    "foxmail": (["X-Mailer: Foxmail 7.2.25.254[cn]", "X-Has-Attach: yes", "X-GUID: {id}"], "GB2312", "<{id}@foxmail.example>"),
    "163": (["X-Mailer: Coremail Webmail Server Version XT5.0.14", "X-CM-TRANSID: {id}"], "UTF-8", "<{id}.Coremail.x@163.example>"),
    "outlook": (["X-Mailer: Microsoft Outlook 16.0", "Thread-Index: AQHa", "Content-Language: zh-cn"], "gb2312", "<{id}@dept.example>"),
    "139": (["X-Mailer: Richmail_Webapp(V2.4.18)", "X-RM-TRANSID: {id}"], "gb18030", "<{id}@139.example>"),
    "iphone": (["X-Mailer: iPhone Mail (21F90)"], "utf-8", "<{id}@icloud.example>"),
}


def _name_parameter(name, charset, style):
    if style == "2231":
        return f"filename*={charset}''" + "".join(f"%{byte:02X}" for byte in name.encode(charset))
    if style == "2231-split":
        raw = [f"%{byte:02X}" for byte in name.encode(charset)]
        half = len(raw) // 2
        return f"filename*0*={charset}''" + "".join(raw[:half]) + ";\r\n filename*1*=" + "".join(raw[half:])
    if style == "raw":
        return b'filename="' + name.encode("gbk") + b'"'
    return f'filename="{word(name, charset)}"'


def attachment(name, data, charset="gb18030", style="2047", media="application/octet-stream"):
    """One attachment part, headers and all."""
    parameter = _name_parameter(name, charset, style)
    parameter = parameter if isinstance(parameter, bytes) else parameter.encode()
    encoded = base64.encodebytes(data).replace(b"\n", b"\r\n")
    return (b"Content-Type: " + media.encode() + b"\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n "
            + parameter + b"\r\n\r\n" + encoded)


def forwarded(raw):
    """A mail as an attachment of another."""
    return b"Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename=\"forward.eml\"\r\n\r\n" + raw


def text_part(text, charset="utf-8", label=None, subtype="plain", encoding="base64"):
    """A body part; `label`: the charset the header claims when it is not the one used."""
    raw = text.replace("\n", "\r\n").encode(charset, "replace")
    head = f"Content-Type: text/{subtype}; charset={label or charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode()
    if encoding == "base64":
        return head + base64.encodebytes(raw).replace(b"\n", b"\r\n")
    if encoding == "quoted-printable":
        return head + quopri.encodestring(raw).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") + b"\r\n"
    return head + raw + b"\r\n"


class Mail:
    def __init__(self, name, sender, to, when, program, subject, parts, headers=(), kind="multipart/mixed", raw_subject=None,
                 closed=True, message_id=None):
        """parts: body and attachments; a single one makes a mail without multipart. closed=False leaves the last delimiter out."""
        self.name, self.sender, self.to, self.when, self.program = name, sender, to, when, program
        self.subject, self.parts, self.headers, self.kind = subject, parts, list(headers), kind
        self.raw_subject, self.closed = raw_subject, closed
        self.id = message_id or hashlib.sha256(f"{name}{when}".encode()).hexdigest()[:24].upper()

    @property
    def message_id(self):
        return PROGRAMS[self.program][2].format(id=self.id)

    def bytes(self):
        lines, charset, _ = PROGRAMS[self.program]
        display, _, address = self.sender.rpartition(" ")
        head = [f"From: {word(display, charset)} <{address}>" if display else f"From: <{address}>", f"To: <{self.to}>"]
        subject = self.raw_subject if self.raw_subject is not None else word(self.subject, charset).encode()
        head = [line.encode() for line in head] + [b"Subject: " + subject]
        head += [f"Date: {email.utils.format_datetime(self.when)}".encode(), f"Message-ID: {self.message_id}".encode(),
                 b"MIME-Version: 1.0"]
        head += [line.format(id=self.id).encode() for line in [*lines, *self.headers]]
        if len(self.parts) == 1:
            return b"\r\n".join(head) + b"\r\n" + self.parts[0]
        boundary = f"----=_Part_{self.id[:12]}".encode()
        out = b"\r\n".join(head) + b"\r\nContent-Type: " + self.kind.encode() + b'; boundary="' + boundary + b'"\r\n\r\n'
        out += b"This is a multi-part message in MIME format.\r\n"
        for part in self.parts:
            out += b"--" + boundary + b"\r\n" + part + (b"" if part.endswith(b"\r\n") else b"\r\n")
        return out + (b"--" + boundary + b"--\r\n" if self.closed else b"")
