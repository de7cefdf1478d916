"""Invented mails for the benchmarks, cheap to make by the ten thousand and the same for the same numbers.

    papers(count)        ~20 KB each: monthly reports and decisions as docx + pdf, zips, plain and automatic mail
    small(count)         ~5 KB each: decisions as docx alone, for long runs
    large(count)         ~20 MB each: scanned pdfs, zips of them, a long text
    fill(maildir, mails) writes them as a delivery agent would

What is the same in every office file (styles, fonts, the seal's picture) is compressed once; only the words differ.
"""
import base64
import datetime
import os
import pathlib
import random
import struct
import sys
import tomllib
import zlib

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
sys.path.insert(0, str(SOURCE / "tests" / "data" / "demo"))

import paper  # noqa: E402
from envelope import word  # noqa: E402

COUNTY = datetime.timezone(datetime.timedelta(hours=8))
FIRST_MONTH = (2024, 6)
MONTHS = 24
PHRASES = ["窗口办件一律先问能否承诺", "执法记录仪已列入采购", "案卷评查发现的问题已逐条整改", "对轻微违法当场纠正并予以教育", "现场检查两人以上并出示证件",
           "联合检查减少了进企业次数", "从业人员健康证明齐全", "包容审慎监管清单已上墙公布", "法制审核意见随卷归档", "听证告知书已依法送达",
           "投诉举报在七日内答复", "培训学时全部达到要求", "行政执法全过程音像记录完整", "双随机抽查结果已公示"]


def _units():
    return tomllib.loads((SOURCE / "config" / "units.toml").read_text())["unit"]


UNITS = _units()
DECIDERS = [unit for unit in UNITS if unit.get("number_prefixes")]


def units_toml():
    """The shipped units with an invented address each."""
    text = ""
    for unit in UNITS:
        rows = {**unit, "addresses": [f"{unit['id']}@bench.test"]}
        text += "[[unit]]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in rows.items()) + "\n"
    return text


def _toml(value):
    if isinstance(value, list):
        return "[" + ", ".join(_toml(each) for each in value) + "]"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


# --- office files ---
def _deflated(data):
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return zlib.crc32(data), len(data), packer.compress(data) + packer.flush()


def _zip(entries):
    """entries: (name, (crc, size, packed)), packed already."""
    out, directory = bytearray(), bytearray()
    for name, (crc, size, packed) in entries:
        raw = name.encode("gbk")
        common = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0x5821, crc, len(packed), size, len(raw), 0)
        directory += b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0x20, len(out)) + raw
        out += b"PK\x03\x04" + common + raw + packed
    count = len(entries)
    return bytes(out + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0))


def _styles():
    """A styles.xml as long, and as hard to pack, as the ones Word writes."""
    rng = random.Random(1)
    rows = "".join(f'<w:style w:type="paragraph" w:styleId="a{i}"><w:name w:val="标题 {i}"/><w:rsid w:val="{rng.randrange(1 << 32):08X}"/>'
                   f'<w:rPr><w:rFonts w:eastAsia="宋体"/><w:sz w:val="{rng.randrange(18, 44)}"/></w:rPr></w:style>' for i in range(220))
    return f'<?xml version="1.0" encoding="UTF-8"?><w:styles {paper._W}>{rows}</w:styles>'.encode()


_DOCX_FRAME = [
    ("[Content_Types].xml", _deflated(paper._types({"/word/document.xml": "wordprocessingml.document.main+xml"}).encode())),
    ("_rels/.rels", _deflated(paper._relations("officeDocument", "word/document.xml").encode())),
]
_STYLES = ("word/styles.xml", _deflated(_styles()))


def docx(blocks, title_lines=1, styles=True):
    body = []
    for number, block in enumerate(blocks):
        if isinstance(block, str):
            body.append(paper._paragraph(block, number < title_lines))
            continue
        rows = "".join("<w:tr>" + "".join(f"<w:tc>{paper._paragraph(str(cell))}</w:tc>" for cell in row) + "</w:tr>" for row in block)
        body.append(f"<w:tbl>{rows}</w:tbl>")
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {paper._W}><w:body>{"".join(body)}<w:sectPr/></w:body></w:document>'
    entries = [*_DOCX_FRAME, ("word/document.xml", _deflated(document.encode()))]
    return _zip(entries + [_STYLES] if styles else entries)


def _pdf(objects):
    out, places = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out)))


def _stream(head, data):
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (head, len(data), data)


def _seal():
    size, pixels = paper._seal_picture(160)
    return _stream(b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode"
                   % (size, size), zlib.compress(pixels, 9))


_FONT = [
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
    b" /Supplement 4 >> /FontDescriptor 7 0 R /DW 1000 >>",
    b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 752"
    b" /Descent -271 /CapHeight 737 /StemV 58 >>"]
_SEAL = _seal()
_METADATA = _stream(b"/Type /Metadata", random.Random(2).randbytes(3300).hex().encode())


def pdf(lines):
    """One page of text with the picture of a seal; the font is not embedded."""
    text = ["BT /F1 12 Tf 60 800 Td 18 TL"] + ["<" + line.encode("utf-16-be").hex() + "> Tj T*" for line in lines]
    content = zlib.compress(("\n".join(text) + "\nET\nq 110 0 0 110 380 90 cm /Seal Do Q").encode(), 6)
    return _pdf([b"<< /Type /Catalog /Pages 2 0 R /Metadata 9 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                 b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >>"
                 b" /XObject << /Seal 8 0 R >> >> >>", _stream(b"/Filter /FlateDecode", content), *_FONT, _SEAL, _METADATA])


def scanned_pdf(rng, pages):
    """Page images alone, of noise: what a scanner at 200 dpi makes, but for the paper."""
    width, height = 800, 875
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Kids [" + b" ".join(b"%d 0 R" % (3 + 3 * i) for i in range(pages)) + b"] /Count %d >>" % pages]
    for i in range(pages):
        packer = zlib.compressobj(0)
        pixels = packer.compress(rng.randbytes(width * height * 3)) + packer.flush()
        objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /XObject << /P %d 0 R >> >> >>"
                    % (4 + 3 * i, 5 + 3 * i), _stream(b"", b"q 595 0 0 842 0 0 cm /P Do Q"),
                    _stream(b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8"
                            b" /Filter /FlateDecode" % (width, height), pixels)]
    return _pdf(objects)


# --- papers ---
def _sentences(rng, count):
    return "；".join(rng.choice(PHRASES) + f"（{rng.randrange(1, 400)}件）" for _ in range(count)) + "。"


def report_blocks(rng, unit, year, month):
    return [f"{unit['name']}{year}年{month}月行政执法工作月报", "县司法局：", f"现将我单位{year}年{month}月1日至{year}年{month}月28日行政执法工作情况报告如下：",
            "一、证明事项告知承诺制实行情况。" + _sentences(rng, 6),
            [["填报单位", unit["name"], "统计期间", f"{year}年{month}月"], ["证明事项告知承诺", "事项数", "办件数", "核查数"],
             ["", *(rng.randrange(40) for _ in range(3))], ["四张清单", "不予处罚", "从轻处罚", "减轻处罚"], ["", *(rng.randrange(9) for _ in range(3))],
             ["经济影响评估", "应评", "已评", "采取措施"], ["", *(rng.randrange(9) for _ in range(3))],
             ["办结情况", "立案", "办结", "罚没金额（元）"], ["", rng.randrange(9), rng.randrange(9), 1000 * rng.randrange(9)]],
            "二、主要做法。" + _sentences(rng, 12), "三、存在的问题。" + _sentences(rng, 12), "四、下一步打算。" + _sentences(rng, 12),
            unit["name"], f"{year}年{month}月28日"]


def decision_blocks(rng, unit, number, day):
    fine = rng.randrange(5, 60) * 1000
    return [unit["name"], "行政处罚决定书", number, f"当事人：某{rng.randrange(10000)}号商行", "主体资格证照名称：营业执照", "住所：某街道",
            "经查，当事人的行为有现场笔录、询问笔录、照片为证。" + _sentences(rng, 10),
            "本机关依法向当事人送达了行政处罚告知书，当事人在法定期限内没有提出陈述、申辩。" + _sentences(rng, 10), "依照上述规定，本机关决定处罚如下：", f"罚款{fine}元。",
            "当事人应当自收到本决定书之日起十五日内缴纳罚款。不服本决定的，可以在六十日内申请行政复议，也可以在六个月内提起行政诉讼。",
            unit["name"], f"{day.year}年{day.month}月{day.day}日"]


def _lines(blocks):
    for block in blocks:
        rows = [block] if isinstance(block, str) else ["  ".join(str(cell) for cell in row if cell != "") for row in block]
        for row in rows:
            yield from (row[at:at + 38] for at in range(0, len(row), 38))


def _month(index):
    year, month = FIRST_MONTH
    month += index % MONTHS - 1
    return year + month // 12, month % 12 + 1


def _day_after(number):
    return datetime.datetime(2024, 6, 1, 9, 0, tzinfo=COUNTY) + datetime.timedelta(minutes=20 * number)


# --- mails ---
def _attachment(name, data):
    return (b"Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment;\r\n filename=\""
            + word(name).encode() + b"\"\r\n\r\n" + base64.encodebytes(data).replace(b"\n", b"\r\n"))


def _mail(number, sender, subject, when, body, attachments=(), headers=()):
    head = [f"Received: from mx.bench.test by office.bench.test; {when:%a, %d %b %Y %H:%M:%S} +0800", f"From: {word('办公室')} <{sender}>",
            "To: <office@mail.test>", f"Subject: {word(subject)}", f"Date: {when:%a, %d %b %Y %H:%M:%S} +0800",
            f"Message-ID: <{number}.{len(attachments)}@bench.test>", "MIME-Version: 1.0", "X-Mailer: Foxmail 7.2.25.254[cn]", *headers]
    text = (b'Content-Type: text/plain; charset="GB2312"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
            + base64.encodebytes(body.encode("gb18030")).replace(b"\n", b"\r\n"))
    start = "\r\n".join(head).encode() + b"\r\n"
    if not attachments:
        return start + text, when
    limit = b"----=_NextPart_%08d" % number
    parts = b"".join(b"--" + limit + b"\r\n" + part + b"\r\n" for part in [text, *(_attachment(*each) for each in attachments)])
    return (start + b'Content-Type: multipart/mixed;\r\n boundary="' + limit + b'"\r\n\r\nThis is a multi-part message in MIME format.\r\n'
            + parts + b"--" + limit + b"--\r\n", when)


def _report(rng, number, turn):
    unit = UNITS[turn % len(UNITS)]
    year, month = _month(turn // len(UNITS))
    blocks = report_blocks(rng, unit, year, month)
    stem = f"{unit['name']}{year}年{month}月行政执法工作月报"
    when = datetime.datetime(year + month // 12, month % 12 + 1, 5, 10, number % 60, tzinfo=COUNTY)
    files = [(stem + ".docx", docx(blocks)), (stem + "（盖章）.pdf", pdf(list(_lines(blocks))))]
    if number % 40 == 0:
        files = [(stem + ".zip", _zip([(name, _deflated(data)) for name, data in files]))]
    return _mail(number, f"{unit['id']}@bench.test", stem, when, "月报见附件，请查收。\n", files)


def _decision(rng, number, with_pdf=True):
    unit = DECIDERS[number % len(DECIDERS)]
    when = _day_after(number % 40000)
    name = f"{unit['number_prefixes'][0]}〔{when.year}〕{number}号"
    blocks = decision_blocks(rng, unit, name, when)
    files = [(f"行政处罚决定书{number}.docx", docx(blocks, title_lines=3, styles=with_pdf))]
    if with_pdf:
        files.append((f"行政处罚决定书{number}.pdf", pdf(list(_lines(blocks)))))
    return _mail(number, f"{unit['id']}@bench.test", f"报送行政处罚决定书{name}", when, f"{unit['name']}报送处罚决定一份，请备案。\n", files)


def papers(count):
    """Of twenty: six monthly reports, twelve decisions, a question, an automatic answer."""
    reports = 0
    for number in range(1, count + 1):
        rng = random.Random(number)
        place = number % 20
        if place == 0:
            yield _mail(number, f"{UNITS[0]['id']}@bench.test", "咨询", _day_after(number), "请问下周培训几点开始？" + _sentences(rng, 4) + "\n")
        elif place == 10:
            yield _mail(number, "someone@far.test", "自动回复：你好", _day_after(number), "我正在休假。\n", headers=["Auto-Submitted: auto-replied"])
        elif place in (3, 6, 9, 13, 16, 19):
            yield _report(rng, number, reports)
            reports += 1
        else:
            yield _decision(rng, number)


def small(count):
    """Decisions of one docx: every mail makes a filing of its own."""
    for number in range(1, count + 1):
        yield _decision(random.Random(number), number, with_pdf=False)


def large(count):
    """Of ten: six scanned pdfs, three zips of them, one long text of lines."""
    for number in range(1, count + 1):
        rng = random.Random(number)
        unit, when = UNITS[number % len(UNITS)], _day_after(number)
        stem = f"{unit['name']}扫描件{number}"
        if number % 10 == 0:
            line = (_sentences(rng, 3) + "\r\n").encode("gb18030")
            files = [(stem + ".txt", line * (14_600_000 // len(line)))]
        elif number % 10 in (3, 6, 9):
            files = [(stem + ".zip", _zip([(f"扫描{i}.pdf", _deflated(scanned_pdf(rng, 1))) for i in range(7)]))]
        else:
            files = [(stem + ".pdf", scanned_pdf(rng, 7))]
        yield _mail(1_000_000 + number, f"{unit['id']}@bench.test", stem, when, "扫描件见附件。\n", files)


def fill(maildir, mails, owner=None):
    """Writes (bytes, arrival) pairs into a Maildir; returns how many and how many bytes."""
    new = pathlib.Path(maildir) / "new"
    count = size = 0
    for raw, when in mails:
        count += 1
        size += len(raw)
        path = new / f"{1_700_000_000 + count}.M{count:06d}P1.bench.test"
        path.write_bytes(raw)
        os.utime(path, (when.timestamp(), when.timestamp()))
        if owner:
            os.chown(path, owner.pw_uid, owner.pw_gid)
    return count, size
