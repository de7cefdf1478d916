"""Office files from the standard library alone: small, and the same bytes for the same words.

docx(blocks), xlsx(rows), pdf(lines, seal=…), zip_of({name: bytes}, …) give bytes. A block is a string (a paragraph) or a list of
rows (a table).
"""
import binascii
import io
import math
import struct
import zipfile
import zlib
from xml.sax.saxutils import escape

_STAMP = (2024, 1, 1, 0, 0, 0)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument."


def _package(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(zipfile.ZipInfo(name, _STAMP), text.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _types(overrides):
    rows = "".join(f'<Override PartName="{part}" ContentType="{_TYPE}{kind}"/>' for part, kind in overrides.items())
    return (f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{rows}</Types>')


def _relations(kind, target):
    return (f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{_R}/{kind}" Target="{target}"/></Relationships>')


def _paragraph(text, centred=False):
    style = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    return f'<w:p>{style}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(blocks, title_lines=1):
    """A Word file; the first `title_lines` paragraphs are centred."""
    body = ""
    for number, block in enumerate(blocks):
        if isinstance(block, str):
            body += _paragraph(block, number < title_lines)
            continue
        rows = "".join("<w:tr>" + "".join(f"<w:tc>{_paragraph(str(cell))}</w:tc>" for cell in row) + "</w:tr>" for row in block)
        body += f"<w:tbl>{rows}</w:tbl>"
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}><w:body>{body}<w:sectPr/></w:body></w:document>'
    return _package({"[Content_Types].xml": _types({"/word/document.xml": "wordprocessingml.document.main+xml"}),
                     "_rels/.rels": _relations("officeDocument", "word/document.xml"), "word/document.xml": document})


def xlsx(rows):
    """An Excel file of one sheet."""
    lines = ""
    for number, row in enumerate(rows, 1):
        cells = "".join(f'<c r="{chr(65 + column)}{number}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'
                        for column, value in enumerate(row))
        lines += f'<row r="{number}">{cells}</row>'
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return _package({
        "[Content_Types].xml": _types({"/xl/workbook.xml": "spreadsheetml.sheet.main+xml",
                                       "/xl/worksheets/sheet1.xml": "spreadsheetml.worksheet+xml"}),
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
        "xl/workbook.xml": f'{head}<workbook {_S} xmlns:r="{_R}"><sheets><sheet name="月报" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/worksheets/sheet1.xml": f"{head}<worksheet {_S}><sheetData>{lines}</sheetData></worksheet>"})


def _seal_picture(size=120):
    """A red ring with a star and marks for the ring's characters, on white: RGB bytes."""
    centre, pixels = (size - 1) / 2, bytearray()
    for y in range(size):
        for x in range(size):
            dx, dy = x - centre, y - centre
            radius, angle = math.hypot(dx, dy), math.atan2(dy, dx) + math.pi / 2
            star = size * 0.17 * (0.6 + 0.4 * math.cos(5 * angle))
            letters = 0.30 * size < radius < 0.385 * size and int((angle + 7) * 14) % 2 == 0 and math.sin(angle - math.pi / 2) > -0.75
            red = 0.42 * size < radius < 0.46 * size or radius < star or letters
            pixels += b"\xd2\x1e\x28" if red else b"\xff\xff\xff"
    return size, bytes(pixels)


def pdf(lines, seal=True):
    """One A4 page of Chinese text; `seal` puts a picture of a round seal over the end of it. The font is not embedded, as office
    programs do with 宋体 too."""
    text = ["BT /F1 14 Tf 60 790 Td 24 TL"]
    text += ["<" + line.encode("utf-16-be").hex() + "> Tj T*" for line in lines]
    text.append("ET")
    bottom = max(60, 790 - 24 * len(lines) - 10)
    if seal:
        text.append(f"q 119 0 0 119 380 {bottom} cm /Seal Do Q")
    content = "\n".join(text).encode()
    size, pixels = _seal_picture()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >>"
        + (b" /XObject << /Seal 8 0 R >>" if seal else b"") + b" >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1)"
        b" /Supplement 4 >> /FontDescriptor 7 0 R /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 752"
        b" /Descent -271 /CapHeight 737 /StemV 58 >>",
    ]
    if seal:
        packed = zlib.compress(pixels, 9)
        objects.append(b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB /BitsPerComponent 8"
                       b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (size, size, len(packed), packed))
    out, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(out))


_CRC = [0] * 256
for _i in range(256):
    _c = _i
    for _ in range(8):
        _c = (_c >> 1) ^ (0xEDB88320 if _c & 1 else 0)
    _CRC[_i] = _c


def _zip_crypto(data, password, check):
    """Traditional PKWARE encryption (APPNOTE 6.1): what 360 and WinRAR make by default."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte):
        keys[0] = (keys[0] >> 8) ^ _CRC[(keys[0] ^ byte) & 0xFF]
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = (keys[2] >> 8) ^ _CRC[(keys[2] ^ (keys[1] >> 24)) & 0xFF]

    for byte in password:
        update(byte)
    out = bytearray()
    for byte in b"\x17\x2a\x05\x91\x33\x4c\x60\x0d\x7e\x21\xb8" + bytes([check]) + data:
        word = keys[2] | 2
        out.append(byte ^ (((word * (word ^ 1)) >> 8) & 0xFF))
        update(byte)
    return bytes(out)


def zip_of(files, encoding="gbk", password=None):
    """A zip whose names are in `encoding`, with no flag that says so (gbk: Chinese Windows) or with the UTF-8 flag (utf-8)."""
    out, directory = b"", b""
    for name, data in files.items():
        raw, crc = name.encode(encoding), binascii.crc32(data)
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        packed = packer.compress(data) + packer.flush()
        flags = 0x800 if encoding == "utf-8" else 0
        if password:
            packed, flags = _zip_crypto(packed, password, crc >> 24), flags | 1
        common = struct.pack("<HHHHHIIIHH", 20, flags, 8, 0, 0x5821, crc, len(packed), len(data), len(raw), 0)
        directory += b"PK\x01\x02\x14\x00" + common + struct.pack("<HHHII", 0, 0, 0, 0x20, len(out)) + raw
        out += b"PK\x03\x04" + common + raw + packed
    return out + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, len(files), len(files), len(directory), len(out), 0)
