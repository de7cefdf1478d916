"""Mails as the mail programs of the county's offices write them, and the part paths of what is in them.

A tree is made of Leaf (bytes with a type, maybe a name) and Node (multipart/…). `write` gives the raw bytes; `paths`
gives {part path: (leaf, bytes)} by the rules of part paths, into archives and attached messages too."""
import base64
import dataclasses
import datetime
import hashlib
import quopri
from email.utils import format_datetime
from html import escape
from urllib.parse import quote

CHINA = datetime.timezone(datetime.timedelta(hours=8))
OURS = "yxfazhi@163.example"
TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf",
         "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "zip": "application/zip",
         "txt": "text/plain", "jpg": "image/jpeg", "png": "image/png", "html": "text/html", "eml": "message/rfc822"}


@dataclasses.dataclass
class File:
    """Something attached. `inside`: entries of an archive as (name, bytes), or the Mail of an attached message."""
    name: str
    data: bytes
    inside: object = None

    @property
    def extension(self):
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""


@dataclasses.dataclass
class Leaf:
    type: str
    data: bytes
    name: str = ""
    charset: str = ""
    cte: str = "base64"
    cid: str = ""
    file: object = None


@dataclasses.dataclass
class Node:
    kind: str
    children: list


# How each program encodes: charset, name style, whether it writes HTML beside the text, and its own headers.
PROGRAMS = {
    "qq": ("gb18030", "2047", True, ["X-QQ-SSF: 00400000000000F0", "X-HAS-ATTACH: no", "X-Mailer: QQMail 2.x",
                                     "X-QQ-MIME: TCMime 1.0 by Tencent"]),
    "163": ("GBK", "2047", True, ["X-Priority: 3", "X-Mailer: Coremail Webmail Server Version XT5.0.14",
                                  "X-Coremail-Antispam: 1Uf129KBjvdXoW7"]),
    "foxmail": ("GB2312", "2047", True, ["X-Priority: 3", "X-Has-Attach: yes", "X-Mailer: Foxmail 7.2.25.331[cn]"]),
    "outlook": ("gb2312", "2231", False, ["X-Mailer: Microsoft Outlook 16.0", "Content-Language: zh-cn"]),
    "139": ("utf-8", "2047", True, ["X-RM-TRANSID: 2b0c65", "X-RM-SPAM-FLAG: 00000000", "X-Mailer: Richmail_Webapp(V2.4)"]),
    "iphone": ("utf-8", "2231", False, ["X-Mailer: iPhone Mail (21F90)"]),
    "mailmaster": ("UTF-8", "2047", True, ["X-Mailer: MailMasterPC/4.17.9.1012 (Win10 22H2)"]),
    "gov": ("UTF-8", "2231", False, ["X-Mailer: eYou WebMail 8.16.0.3"]),
    "old": ("GBK", "raw", False, ["X-Mailer: DreamMail 4.6.9.2"]),
}


def word(text, charset, step=18):
    """RFC 2047 words, cut between characters."""
    if text.isascii():
        return text
    chunks = [text[i:i + step] for i in range(0, len(text), step)]
    label = charset if charset.lower() != "gb2312" else "gb2312"
    return "\r\n ".join(f"=?{label}?B?{base64.b64encode(encoded(c, charset)).decode()}?=" for c in chunks)


def encoded(text, charset):
    """A GB2312 label carries whatever GB18030 has: that is what the programs do."""
    return text.encode("gb18030" if charset.lower().startswith("gb") else charset)


def named(leaf, charset, style):
    """Lines of Content-Type and Content-Disposition."""
    kind = "inline" if leaf.cid else "attachment"
    if not leaf.name:
        return [f"Content-Type: {leaf.type}"], ([f"Content-Disposition: {kind}"] if leaf.cid or leaf.file else [])
    if style == "2231":
        value = quote(leaf.name, safe="")
        return [f"Content-Type: {leaf.type}"], [f"Content-Disposition: {kind};\r\n filename*=UTF-8''{value}"]
    if style == "raw":
        name = leaf.name.encode("gb18030").decode("latin-1")
        return [f'Content-Type: {leaf.type}; name="{name}"'], [f'Content-Disposition: {kind}; filename="{name}"']
    name = word(leaf.name, charset, 12)
    return [f'Content-Type: {leaf.type};\r\n name="{name}"'], [f'Content-Disposition: {kind};\r\n filename="{name}"']


@dataclasses.dataclass
class Mail:
    moment: datetime.datetime
    sender: str
    shown: str
    subject: str
    tree: object
    program: str = "163"
    serial: str = "0"
    headers: list = dataclasses.field(default_factory=list)
    to: str = OURS
    date: object = None
    raw_subject: bool = False

    def write(self):
        charset, style, _, own = PROGRAMS[self.program]
        date = (self.date or self.moment - datetime.timedelta(seconds=40)).astimezone(CHINA)
        mark = hashlib.sha256(self.serial.encode()).hexdigest()
        domain = self.sender.rpartition("@")[2] or "mail.example"
        subject = self.subject.encode("gb18030").decode("latin-1") if self.raw_subject else word(self.subject, charset)
        identity = f"<tencent_{mark[:32].upper()}@qq.example>" if self.program == "qq" else f"<{mark[:24]}@{domain}>"
        shown = f"{word(self.shown, charset)} <{self.sender}>" if self.shown else self.sender
        arrival = format_datetime(self.moment.astimezone(CHINA))
        lines = [f"Received: from {domain} (unknown [192.0.2.{int(mark[:2], 16)}])\r\n\tby mx.163.example (Coremail) with "
                 f"SMTP id {mark[:12]};\r\n\t{arrival}", f"From: {shown}", f"To: {self.to}", f"Subject: {subject}",
                 f"Date: {format_datetime(date)}", f"Message-ID: {identity}", *own, *self.headers, "MIME-Version: 1.0"]
        self.count = 0
        body = self.part(self.tree, charset, style, mark)
        return "\r\n".join(lines).encode("latin-1") + b"\r\n" + body

    def part(self, tree, charset, style, mark):
        """Headers of the part and its content."""
        if isinstance(tree, Leaf):
            kind, disposition = named(tree, charset, style)
            if tree.charset:
                kind[0] += f'; charset="{tree.charset}"'
            extra = [f"Content-ID: <{tree.cid}>"] if tree.cid else []
            head = "\r\n".join([*kind, f"Content-Transfer-Encoding: {tree.cte}", *disposition, *extra]).encode("latin-1")
            return head + b"\r\n\r\n" + transferred(tree)
        self.count += 1
        limit = {"qq": f"----=_NextPart_{mark[:8].upper()}_{self.count:08X}", "foxmail": f"----=_001_NextPart{mark[:12]}_=----{self.count}",
                 }.get(self.program, f"----=_Part_{self.count}_{mark[:16]}")
        inner = b"".join(b"--" + limit.encode() + b"\r\n" + self.part(c, charset, style, mark) + b"\r\n" for c in tree.children)
        intro = b"This is a multi-part message in MIME format.\r\n\r\n" if self.program in ("qq", "foxmail", "outlook") else b""
        return (f'Content-Type: multipart/{tree.kind};\r\n\tboundary="{limit}"\r\n\r\n'.encode() + intro + inner
                + b"--" + limit.encode() + b"--\r\n")

    def paths(self):
        found = {}
        if isinstance(self.tree, Leaf):
            visit(self.tree, "1", found)
        else:
            for i, child in enumerate(self.tree.children, 1):
                visit(child, str(i), found)
        return found


def transferred(leaf):
    if leaf.cte == "base64":
        return base64.encodebytes(leaf.data).replace(b"\n", b"\r\n")
    if leaf.cte == "quoted-printable":
        return quopri.encodestring(leaf.data).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return leaf.data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def visit(tree, number, found):
    if isinstance(tree, Node):
        for i, child in enumerate(tree.children, 1):
            visit(child, f"{number}.{i}", found)
        return
    path = f"{number}/{tree.name}" if tree.name else number
    found[path] = tree.data
    inside = tree.file.inside if tree.file else None
    if isinstance(inside, Mail):
        found.update({f"{path}!/{p}": d for p, d in inside.paths().items()})
    elif inside:
        for name, data in inside:
            found[f"{path}!/{name if isinstance(name, str) else name.decode('gb18030')}"] = data


def attached(file, program):
    kind = TYPES.get(file.extension, "application/octet-stream")
    if program in ("qq", "old") and kind != "message/rfc822":
        kind = "application/octet-stream"
    cte = "8bit" if kind == "message/rfc822" else "base64"
    return Leaf(kind, file.data, file.name, cte=cte, file=file)


def compose(program, text, files=(), page=None, pictures=()):
    """A tree as the program builds it: text, HTML beside it where it writes both, attachments after."""
    charset, _, both, _ = PROGRAMS[program]
    cte = "quoted-printable" if program in ("139", "iphone", "outlook") else "base64"
    body = Leaf("text/plain", encoded(text, charset), charset=charset, cte=cte)
    if both or page is not None:
        shown = page if page is not None else "".join(f"<div>{escape(line, False) or '<br>'}</div>" for line in text.split("\n"))
        document = f'<html><head><meta charset="{charset}"></head><body>{shown}</body></html>'
        leaf = Leaf("text/html", encoded(document, charset), charset=charset, cte=cte)
        if pictures:
            leaf = Node("related", [leaf, *(Leaf("image/png", d, n, cid=c) for n, d, c in pictures)])
        body = Node("alternative", [body, leaf])
    return Node("mixed", [body, *(attached(f, program) for f in files)]) if files else body


def only_html(program, page):
    charset = PROGRAMS[program][0]
    return Leaf("text/html", encoded(f"<html><body>{page}</body></html>", charset), charset=charset, cte="base64")
