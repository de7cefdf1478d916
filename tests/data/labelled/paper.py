"""Documents from blocks. A block is ("t", title) ("c", centred) ("p", paragraph) ("r", right) ("h", heading)
("a", before, url, after, shown) or ("tab", rows); a table cell is text or (text, columns it spans). The same blocks give
the same bytes: nothing here reads a clock."""
import functools
import io
import zipfile
from xml.sax.saxutils import escape

import openpyxl
from PIL import Image, ImageDraw
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(entries):
    """A zip with fixed times; an entry's name may be bytes (GBK, without the UTF-8 flag)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            plain = name if isinstance(name, str) else name.decode("latin-1")
            info = RawName(plain) if isinstance(name, bytes) else zipfile.ZipInfo(plain)
            info.date_time, info.create_system = (2024, 1, 1, 8, 0, 0), 0
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


class RawName(zipfile.ZipInfo):
    """Writes the name's bytes as they are: what WinRAR and old Windows zips do."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("latin-1"), self.flag_bits & ~0x800


def run(text, split):
    pieces = [text[i:i + 3] for i in range(0, len(text), 3)] if split else [text]
    return "".join(f'<w:r><w:t xml:space="preserve">{escape(p)}</w:t></w:r>' for p in pieces)


def docx(blocks, split=False, header=None):
    """A .docx as word processors write it; `split` cuts every run into pieces, as proofing marks do."""
    body, relations = [], []

    def paragraph(inner, align=None, bold=False):
        look = (f'<w:jc w:val="{align}"/>' if align else "") + ('<w:rPr><w:b/></w:rPr>' if bold else "")
        return f'<w:p><w:pPr>{look}</w:pPr>{inner}</w:p>'

    for block in blocks:
        kind, text = block[0], block[1]
        if kind == "tab":
            rows = []
            for row in text:
                cells = []
                for cell in row:
                    cell, wide = cell if isinstance(cell, tuple) else (cell, 1)
                    width = f'<w:tcPr><w:tcW w:w="900" w:type="dxa"/><w:gridSpan w:val="{wide}"/></w:tcPr>'
                    cells.append(f"<w:tc>{width}{paragraph(run(str(cell), split))}</w:tc>")
                rows.append(f'<w:tr>{"".join(cells)}</w:tr>')
            body.append(f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{"".join(rows)}</w:tbl>')
            body.append("<w:p/>")
        elif kind == "a":
            relations.append(block[2])
            mark = f"rId{len(relations)}"
            body.append(paragraph(f'{run(text, split)}<w:hyperlink r:id="{mark}">{run(block[4], False)}</w:hyperlink>'
                                  f"{run(block[3], split)}"))
        else:
            align = {"t": "center", "c": "center", "r": "right"}.get(kind)
            body.append(paragraph(run(text, split), align, kind in "th"))
    names = [("[Content_Types].xml", '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns='
              '"http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType='
              '"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
              '"application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
              'officedocument.wordprocessingml.document.main+xml"/></Types>'),
             ("_rels/.rels", '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/'
              f'package/2006/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" '
              'Target="word/document.xml"/></Relationships>'),
             ("word/document.xml", f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {W} {R}><w:body>'
              f'{"".join(body)}<w:sectPr/></w:body></w:document>')]
    links = "".join(f'<Relationship Id="rId{i}" Type="{OFFICE}/hyperlink" Target="{escape(url)}" TargetMode="External"/>'
                    for i, url in enumerate(relations, 1))
    names.append(("word/_rels/document.xml.rels", '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.'
                  f'openxmlformats.org/package/2006/relationships">{links}</Relationships>'))
    return packed(names)


def xlsx(blocks, sheet="Sheet1"):
    book = openpyxl.Workbook()
    page = book.active
    page.title = sheet
    line = 1
    for block in blocks:
        rows = block[1] if block[0] == "tab" else [["".join(block[1:4]) if block[0] == "a" else block[1]]]
        for row in rows:
            column = 1
            for cell in row:
                cell, wide = cell if isinstance(cell, tuple) else (cell, 1)
                if str(cell).strip():
                    text = str(cell)
                    page.cell(line, column, int(text) if text.isdigit() and len(text) < 9 else cell)
                if wide > 1:
                    page.merge_cells(start_row=line, end_row=line, start_column=column, end_column=column + wide - 1)
                column += wide
            line += 1
    import datetime
    book.properties.created = book.properties.modified = datetime.datetime(2024, 1, 1, 8)
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as archive:
        entries = [(i.filename, archive.read(i)) for i in archive.infolist()]
    return packed([(n, d if n != "docProps/core.xml" else stable_core(d)) for n, d in entries])


def stable_core(data):
    """openpyxl stamps the time of saving."""
    head, _, rest = data.partition(b"<dcterms:modified")
    return head + b'<dcterms:modified xsi:type="dcterms:W3CDTF">2024-01-01T08:00:00Z' + rest[rest.index(b"</dcterms:modified"):] \
        if rest else data


@functools.cache
def seal(rotation=0):
    """A red ring with a star and marks where the ring's characters are."""
    image = Image.new("RGBA", (360, 360), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    red = (215, 30, 35, 215)
    draw.ellipse((8, 8, 352, 352), outline=red, width=11)
    import math
    corners = []
    for i in range(10):
        radius, angle = (62, 25)[i % 2], math.pi * (i / 5 - .5)
        corners.append((180 + radius * math.cos(angle), 180 + radius * math.sin(angle)))
    draw.polygon(corners, fill=red)
    for i in range(17):
        angle = math.pi * (.8 + i * 1.4 / 16)
        x, y = 180 + 135 * math.cos(angle), 180 + 135 * math.sin(angle)
        for k in range(4):
            draw.line((x - 11, y - 12 + k * 8, x + 11, y - 10 + k * 7), fill=red, width=3)
        draw.line((x, y - 14, x + (i % 3 - 1) * 5, y + 16), fill=red, width=4)
    return image.rotate(rotation)


@functools.cache
def font():
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    return "STSong-Light"


def wrapped(text, size, width):
    lines, line, used = [], "", 0.0
    for char in text:
        wide = size if ord(char) > 0x2E7F or char in "“”‘’—…〔〕㎡" else size / 2
        if char == "\n" or used + wide > width:
            lines.append(line)
            line, used = "", 0.0
            if char == "\n":
                continue
        line += char
        used += wide
    return [*lines, line]


def pdf(blocks, sealed=True, landscape=False):
    """A PDF with text; the seal is a picture over the last right-hand line."""
    out = io.BytesIO()
    width, height = (842, 595) if landscape else (595, 842)
    page = Canvas(out, pagesize=(width, height), invariant=1, pageCompression=1)
    state = {"y": height - 60, "stamp": (width - 200, 120)}

    def lines(text, size, align):
        for line in wrapped(text, size, width - 120):
            if state["y"] < 60:
                page.showPage()
                state["y"] = height - 60
            page.setFont(font(), size)
            draw = {"c": lambda: page.drawCentredString(width / 2, state["y"], line),
                    "r": lambda: page.drawRightString(width - 60, state["y"], line)}
            draw.get(align, lambda: page.drawString(60, state["y"], line))()
            state["y"] -= size * 1.6

    for block in blocks:
        kind, text = block[0], block[1]
        if kind == "tab":
            for row in text:
                total = sum(c[1] if isinstance(c, tuple) else 1 for c in row)
                unit, x = (width - 120) / total, 60.0
                cells = [(c if isinstance(c, tuple) else (c, 1)) for c in row]
                made = [wrapped(str(c), 9, unit * n - 4) for c, n in cells]
                tall = max(len(m) for m in made) * 12 + 6
                if state["y"] - tall < 50:
                    page.showPage()
                    state["y"] = height - 60
                page.setFont(font(), 9)
                for (_, n), cell in zip(cells, made):
                    page.rect(x, state["y"] - tall + 10, unit * n, tall)
                    for i, line in enumerate(cell):
                        page.drawString(x + 2, state["y"] - 3 - 12 * i, line)
                    x += unit * n
                state["y"] -= tall
            state["y"] -= 16
        elif kind == "a":
            lines(text + block[4] + block[3], 12, "")
        else:
            lines(text if kind in "tcrh" else "　　" + text, 18 if kind == "t" else 12, {"t": "c", "c": "c", "r": "r"}.get(kind, ""))
            if kind == "r":
                state["stamp"] = (width - 210, state["y"] - 30)
    if sealed:
        x, y = state["stamp"]
        page.drawImage(ImageReader(seal()), x, max(20, y), 119, 119, mask="auto")
    page.save()
    return out.getvalue()


@functools.cache
def page_picture(seed=0):
    """A page without letters a program can read: bars for lines, a seal. As .jpg bytes."""
    image = Image.new("RGB", (820, 1160), "white")
    draw = ImageDraw.Draw(image)
    for i in range(24 + seed % 4):
        draw.rectangle((90, 150 + i * 34, 730 - (i * 53 + seed * 31) % 240, 164 + i * 34), fill=(60, 60, 62))
    mark = seal(seed % 15)
    image.paste(mark.resize((230, 230)), (500, 860), mark.resize((230, 230)))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=60)
    return out.getvalue()


def picture_pdf(seed=0):
    out = io.BytesIO()
    page = Canvas(out, pagesize=(595, 842), invariant=1)
    page.drawImage(ImageReader(io.BytesIO(page_picture(seed))), 0, 0, 595, 842)
    page.save()
    return out.getvalue()


def plain(blocks):
    """Text as one would type it."""
    out = []
    for block in blocks:
        kind, text = block[0], block[1]
        if kind == "tab":
            out += ["\t".join(str(c[0] if isinstance(c, tuple) else c) for c in row) for row in text]
        elif kind == "a":
            out.append(text + (block[4] if block[4].startswith("http") else f"{block[4]} {block[2]} ") + block[3])
        else:
            out.append({"t": "　　　　", "r": "　　　　　　　　"}.get(kind, "") + text)
    return "\n".join(out) + "\n"


def html(blocks):
    out = []
    for block in blocks:
        kind, text = block[0], block[1]
        if kind == "tab":
            rows = ["".join(f'<td colspan="{c[1] if isinstance(c, tuple) else 1}">{escape(str(c[0] if isinstance(c, tuple) else c))}</td>'
                            for c in row) for row in text]
            out.append('<table border="1" cellspacing="0">' + "".join(f"<tr>{r}</tr>" for r in rows) + "</table>")
        elif kind == "a":
            out.append(f'<p>{escape(text)}<a href="{escape(block[2])}">{escape(block[4])}</a>{escape(block[3])}</p>')
        else:
            look = {"t": ' style="text-align:center;font-size:20px"', "c": ' align="center"', "r": ' align="right"'}.get(kind, "")
            out.append(f"<p{look}>{escape(text)}</p>")
    return "".join(out)
