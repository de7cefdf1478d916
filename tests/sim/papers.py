"""Documents and mails of the simulated year, as small as they can be: a .docx of three entries, a one-page PDF with text
and a drawn or electronic seal or none, and a mail around them. The same arguments give the same bytes."""
import base64
import functools
import io
import math
import zipfile
import zlib
from email.utils import format_datetime
from xml.sax.saxutils import escape

TYPES = {"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "pdf": "application/pdf"}
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT_TYPES = ('<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                 '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                 '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                 'wordprocessingml.document.main+xml"/></Types>')
ROOT = ('<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>')
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(lines):
    """The first line is the title; one that begins with a tab stands on the right."""
    body = []
    for number, line in enumerate(lines):
        align = '<w:jc w:val="center"/>' if number == 0 else '<w:jc w:val="right"/>' if line.startswith("\t") else ""
        body.append(f"<w:p><w:pPr>{align}</w:pPr><w:r><w:t>{escape(line.strip())}</w:t></w:r></w:p>")
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{"".join(body)}<w:sectPr/></w:body></w:document>'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in (("[Content_Types].xml", CONTENT_TYPES), ("_rels/.rels", ROOT), ("word/document.xml", document)):
            entry = zipfile.ZipInfo(name, (2024, 1, 1, 8, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, text)
    return out.getvalue()


@functools.cache
def seal():
    """A red ring with a star, 120 × 120, a byte a pixel: index 0 white, 1 red. Deflated."""
    side, middle = 120, 59.5
    rows = bytearray()
    for y in range(side):
        for x in range(side):
            dx, dy = x - middle, y - middle
            away, angle = math.hypot(dx, dy), math.atan2(dx, -dy)
            turn = abs((angle / (2 * math.pi) * 5) % 1 - .5) * 2  # 0 between the points, 1 at them
            star = away < 8 + 14 * turn ** 2
            letters = 36 < away < 46 and int(angle * 14) % 2 == 0 and abs(angle) < 2.3
            rows.append(1 if 50 < away < 55 or star or letters else 0)
    return zlib.compress(bytes(rows), 9)


def wrapped(text, width):
    lines, line, used = [], "", 0
    for char in text:
        used += 1 if ord(char) > 0x2e7f else .5
        if used > width:
            lines.append(line)
            line, used = "", 1
        line += char
    return [*lines, line]


def pdf(lines, seal_is=None):
    """One page of STSong-Light, not embedded, as Chinese office programs once wrote it; a seal where the last line is: "drawn", a
    picture, or "electronic", a signature field that is seen."""
    content, y = ["BT"], 780
    for number, line in enumerate(lines):
        right = line.startswith("\t")
        for piece in wrapped(line.strip(), 38):
            size, x = (16, 120) if number == 0 else (12, 340 if right else 60)
            content.append(f"/F1 {size} Tf 1 0 0 1 {x} {y} Tm <{piece.encode('utf-16-be').hex()}> Tj")
            y -= 20
    content.append("ET")
    low = max(20, y - 30)
    if seal_is == "drawn":
        content.append(f"q 119 0 0 119 360 {low} cm /Im1 Do Q")
    stream = zlib.compress("\n".join(content).encode())
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light-UniGB-UCS2-H/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 0>>"
        b"/DW 1000/FontDescriptor 7 0 R>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120"
        b"/CapHeight 880/StemV 93>>"]
    if seal_is == "drawn":
        picture = seal()
        objects[2] = objects[2].replace(b"/F1 5 0 R>>", b"/F1 5 0 R>>/XObject<</Im1 8 0 R>>")
        objects.append(b"<</Type/XObject/Subtype/Image/Width 120/Height 120/BitsPerComponent 8/ColorSpace[/Indexed/DeviceRGB 1<ffffffd21e1e>]"
                       b"/Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(picture), picture))
    if seal_is == "electronic":
        objects[0] = b"<</Type/Catalog/Pages 2 0 R/AcroForm<</SigFlags 3/Fields[8 0 R]>>>>"
        objects[2] = objects[2].replace(b"/Contents", b"/Annots[8 0 R]/Contents")
        objects.append(b"<</Type/Annot/Subtype/Widget/FT/Sig/T(seal)/F 4/P 3 0 R/Rect[360 %d 479 %d]/V<</Type/Sig/Filter/Adobe.PPKLite"
                       b"/SubFilter/adbe.pkcs7.detached>>>>" % (low, low + 119))
    out, places = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, thing in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, thing)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def word(text):
    """An RFC 2047 word for each 15 characters."""
    if text.isascii():
        return text
    chunks = [text[i:i + 15] for i in range(0, len(text), 15)]
    return "\r\n ".join(f"=?UTF-8?B?{base64.b64encode(c.encode()).decode()}?=" for c in chunks)


def lines_of(data):
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def text_part(text):
    return b"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n" + lines_of(text.encode())


def mail(sender, to, subject, text, at, serial, files=(), headers=(), kind="mixed", parts=()):
    """`files`: (name, bytes); `parts`: whole MIME parts put behind the text, of a multipart/`kind`."""
    head = [f"From: {sender}", f"To: {to}", f"Subject: {word(subject)}", f"Date: {format_datetime(at)}",
            f"Message-ID: <{serial}@{sender.rpartition('@')[2].strip('>')}>", *headers, "MIME-Version: 1.0"]
    if not files and not parts:
        return "\r\n".join(head).encode() + b"\r\n" + text_part(text)
    limit = f"----=_Part_{serial}"
    made = [text_part(text)]
    for name, data in files:
        made.append(f'Content-Type: {TYPES[name.rpartition(".")[2]]}; name="{word(name)}"\r\nContent-Transfer-Encoding: base64\r\n'
                    f'Content-Disposition: attachment;\r\n filename="{word(name)}"\r\n\r\n'.encode() + lines_of(data))
    made += parts
    head.append(f'Content-Type: multipart/{kind}; boundary="{limit}"')
    border = b"--" + limit.encode()
    return "\r\n".join(head).encode() + b"\r\n\r\n" + b"".join(border + b"\r\n" + part + b"\r\n" for part in made) + border + b"--\r\n"
