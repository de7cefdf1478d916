"""Mails that are small to send and large to read. Each is made here, from nothing; `BOMBS` names them all.

A bomb is (name, make, codes): make() gives the raw mail; one of `codes` must be among the problems the parser tells.
Without codes there is nothing to leave out: the parser must come to a clean end.
"""
import gzip
import io
import struct
import zipfile
import zlib

import mails


def attached(name, data, text="见附件\n"):
    return mails.mail("willow@mail.test", name, text, [(name, data)])


def zipped(entries, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method, compresslevel=9) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def deflated(size, byte=b"\0"):
    """The deflate stream of `size` times one byte, made of one packed mebibyte again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    again = packer.compress(byte * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return again * (size >> 20) + packer.compress(byte * (size & 0xFFFFF)) + packer.flush()


def zeros_in_a_zip():
    size, checksum, out = 2 << 30, 0x4dbdf21c, deflated(2 << 30)
    name = b"zeros.txt"
    local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 8, 0, 0, checksum, len(out), size, len(name), 0) + name
    central = struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 8, 0, 0, checksum, len(out), size, len(name), 0, 0,
                          0, 0, 0, 0) + name
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 1, 1, len(central), len(local) + len(out), 0)
    return attached("月报.zip", local + out + central + end)


def nested_zips():
    """Six levels of ten: a million reports in a few kilobytes."""
    inner = zipped([("月报.txt", "六月\n" * 1000)])
    for _ in range(6):
        inner = zipped([(f"{i}.zip", inner) for i in range(10)])
    return attached("月报.zip", inner)


def many_entries():
    return attached("材料.zip", zipped([(f"{i}.txt", b"") for i in range(60_000)], zipfile.ZIP_STORED))


def gz_of_gz():
    data = b"x" * 100
    for _ in range(200):
        data = gzip.compress(data, 9, mtime=0)
    return attached("月报.gz", data)


def archive_in_itself():
    """Each zip holds the one before twice, as a quine would hold itself for ever."""
    inner = zipped([("a.txt", b"a")])
    for _ in range(12):
        inner = zipped([("r/r.zip", inner), ("r/s.zip", inner)])
    return attached("r.zip", inner)


def office(name, parts):
    return attached(name, zipped(parts))


CONTENT_TYPES = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                 '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                 'wordprocessingml.document.main+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/'
                 'vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>')
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations(target, kind):
    return (f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>')


def word(document):
    return office("月报.docx", [("[Content_Types].xml", CONTENT_TYPES),
                              ("_rels/.rels", relations("word/document.xml", "officeDocument")),
                              ("word/document.xml", document)])


def workbook(sheet, shared=f'<sst xmlns="{SHEET}"/>'):
    parts = [("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", relations("xl/workbook.xml", "officeDocument")),
             ("xl/workbook.xml", f'<workbook xmlns="{SHEET}" xmlns:r="{RELATIONS}"><sheets>'
                                 '<sheet name="月报" sheetId="1" r:id="rId1"/></sheets></workbook>'),
             ("xl/_rels/workbook.xml.rels", relations("worksheets/sheet1.xml", "worksheet").replace(
                 "</Relationships>", f'<Relationship Id="rId2" Type="{RELATIONS}/sharedStrings" '
                                     'Target="sharedStrings.xml"/></Relationships>')),
             ("xl/worksheets/sheet1.xml", sheet), ("xl/sharedStrings.xml", shared)]
    return office("月报.xlsx", parts)


def billion_laughs():
    entities = '<!ENTITY a0 "哈">' + "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    return word(f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&a9;'
                '</w:t></w:r></w:p></w:body></w:document>')


def nested_tags():
    count = 2_000_000
    return word(f'<w:document xmlns:w="{WORD}"><w:body>' + "<w:p>" * count + "</w:p>" * count + "</w:body></w:document>")


def nested_tables():
    count = 20_000
    return word(f'<w:document xmlns:w="{WORD}"><w:body>' + "<w:tbl><w:tr><w:tc>" * count + "</w:tc></w:tr></w:tbl>" * count +
                "</w:body></w:document>")


def billion_cells():
    return workbook(f'<worksheet xmlns="{SHEET}"><dimension ref="A1:XFD1048576"/><sheetData>'
                    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                    '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>')


def shared_strings():
    """One long string, and 200,000 cells that show it."""
    cells = '<row><c t="s"><v>0</v></c></row>' * 200_000
    return workbook(f'<worksheet xmlns="{SHEET}"><sheetData>{cells}</sheetData></worksheet>',
                    f'<sst xmlns="{SHEET}"><si><t>{"长" * 30_000}</t></si></sst>')


def pdf(pages, box, count=1):
    """A PDF of `count` pages that share one content stream."""
    stream = b"BT /F1 12 Tf 10 10 Td (June) Tj ET"
    objects = [b"<</Type/Catalog/Pages 2 0 R>>",
               b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, b" ".join(b"%d 0 R" % (5 + i) for i in range(count))),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
               b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)]
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Contents 4 0 R/Resources<</Font<</F1 3 0 R>>>>>>" % box
                for _ in range(count)]
    out, offsets = bytearray(b"%PDF-1.5\n"), []
    for number, data in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, data)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return attached(pages, bytes(out))


def many_pages():
    return pdf("多页.pdf", (595, 842), 10_000)


def large_page():
    return pdf("大页.pdf", (200_000, 200_000))


def pages_of_themselves():
    """A page tree that is its own child."""
    return attached("循环.pdf", b"%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                    b"2 0 obj<</Type/Pages/Count 1000000/Kids[2 0 R 2 0 R]/Parent 2 0 R>>endobj\n"
                    b"trailer<</Size 3/Root 1 0 R>>\n%%EOF\n")


def inflating_pdf(size=256 << 20):
    """A content stream of `size` spaces, packed twice."""
    twice = zlib.compress(b"\x78\xda" + deflated(size, b" "), 9)
    return attached("展开.pdf", b"%%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                    b"2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
                    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
                    b"4 0 obj<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream endobj\n"
                    b"trailer<</Size 5/Root 1 0 R>>\n%%%%EOF\n" % (len(twice), twice))


def png(side, depth, colour):
    """A picture of zeros: side × side, `depth` bits, colour type 0 (gray) or 2 (RGB)."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    size = side * (1 + (side * depth * (3 if colour == 2 else 1) + 7) // 8)
    data = b"\x78\xda" + deflated(size) + struct.pack(">I", size % 65521 << 16 | 1)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, depth, colour, 0, 0, 0)) +
            chunk(b"IDAT", data) + chunk(b"IEND", b""))


def html(text):
    return mails.mail("willow@mail.test", "月报", "见附件\n", [("月报.html", text.encode())])


def multipart(depth):
    head = ["From: willow@mail.test\r\nSubject: nested\r\nMIME-Version: 1.0\r\n"]
    for level in range(depth):
        head.append(f"Content-Type: multipart/mixed; boundary=b{level}\r\n\r\n--b{level}\r\n")
    return ("".join(head) + "Content-Type: text/plain\r\n\r\ninside\r\n" +
            "".join(f"--b{level}--\r\n" for level in reversed(range(depth)))).encode()


def many_parts():
    return (b"From: willow@mail.test\r\nSubject: parts\r\nMIME-Version: 1.0\r\n"
            b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 10_001 + b"--b--\r\n")


def large_header():
    lines = b"".join(b"X-Filler-%d: %s\r\n" % (i, b"y" * 1000) for i in range(2100))
    return b"From: willow@mail.test\r\nSubject: head\r\n" + lines + b"\r\nbody\r\n"


def long_references():
    return (b"From: willow@mail.test\r\nSubject: references\r\nReferences: <0@mail.test>" +
            b"".join(b"\r\n <%d@mail.test>" % i for i in range(1_000_000)) + b"\r\n\r\nbody\r\n")


def attached_messages():
    """A mail in a mail in a mail: 60 of them."""
    inner = b"From: willow@mail.test\r\nSubject: 60\r\n\r\ninside\r\n"
    for level in range(60):
        inner = (b"From: willow@mail.test\r\nSubject: %d\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n"
                 % level) + inner
    return inner


LIMIT = ("limit_exceeded",)
BOMBS = [
    ("zip of 2 GiB zeros", zeros_in_a_zip, LIMIT),
    ("zips in zips, 7 deep, 10 wide", nested_zips, LIMIT),
    ("zip of 60,000 entries", many_entries, LIMIT),
    ("gz of gz of gz, 200 deep", gz_of_gz, ("limit_exceeded", "damaged")),
    ("zip that holds itself twice, 13 deep", archive_in_itself, LIMIT),
    ("docx, billion laughs", billion_laughs, ("damaged",)),
    ("docx, 2,000,000 nested tags", nested_tags, ()),
    ("docx, 20,000 tables in one another", nested_tables, ()),
    ("xlsx, 17 billion cells", billion_cells, ()),
    ("xlsx, one long string 200,000 times", shared_strings, ("text_truncated",)),
    ("pdf of 10,000 pages", many_pages, LIMIT),
    ("pdf page of 200,000 pt", large_page, ()),
    ("pdf, page tree in itself", pages_of_themselves, ("damaged",)),
    ("pdf, content stream of 256 MiB", inflating_pdf, ()),
    ("png 60,000 x 60,000, 1 bit", lambda: attached("大图.png", png(60_000, 1, 0)), LIMIT),
    ("png 20,000 x 20,000, RGB", lambda: attached("大图.png", png(20_000, 8, 2)), LIMIT),
    ("html, 300,000 nested div", lambda: html("<div>" * 300_000 + "六月"), LIMIT),
    ("html, 40,000 attributes", lambda: html("<p " + " ".join(f"a{i}=1" for i in range(40_000)) + ">六月</p>"), ()),
    ("10,001 parts", many_parts, LIMIT),
    ("multipart 150 deep", lambda: multipart(150), LIMIT),
    ("60 mails in one another", attached_messages, LIMIT),
    ("header of 2 MiB", large_header, ("header_truncated",)),
    ("references of 1,000,000 lines", long_references, ("header_truncated",)),
]
