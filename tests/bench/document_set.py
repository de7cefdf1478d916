"""Invented papers in every format a unit may send, each with the text it was made from: `make(folder, seed, count)`.

A paper is a list of blocks: a line of text, or a table as a list of rows. The same seed gives the same papers. Word files,
workbooks, slides and PDFs come from python-docx, openpyxl, reportlab and LibreOffice (its export formats; without it the samples of
tests/data/documents stand in), the rest from the generators there or from the few bytes below.
"""
import datetime
import email.policy
import html
import pathlib
import random
import re
import shutil
import struct
import subprocess
import sys
from email.message import EmailMessage

import docx
import openpyxl
from docx.shared import Inches, Pt
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "data" / "documents"
sys.path.insert(0, str(SAMPLES))

import make_ole  # noqa: E402
import make_texts  # noqa: E402
import ole_file  # noqa: E402

UNITS = ["柳河镇", "石桥镇", "上湾街道", "青石乡", "测试县市场监督管理局", "测试县林业局", "示例县交通运输局", "样板县应急管理局"]
CLAUSES = ["本月开展“双随机、一公开”检查{n}次，出动执法人员{m}人次，发现问题{k}个，已整改{k}个（整改率{p}%）", "办理行政处罚案件{k}件，罚没款合计{money}元",
           "依照《中华人民共和国行政处罚法》第三十二条第（{k}）项、GB/T 9704-2012《党政机关公文格式》第{k}.{m}条之规定", "公示网址：http://gov.example/zfgs/{n}/{m}.html?id={k}&page=1",
           "案卷编号为ABC-{n:03d}/2024〔第{m}号〕，抽样检验报告No.{n}{m}载明PM2.5浓度为{k}.{n}μg/m3、温度{m}℃、面积{n}㎡",
           "当事人辩称“对该规定‘不知情’”——经查不实", "证明事项实行告知承诺制{n}件；四张清单落实情况：①不予处罚{k}件，②从轻{m}件，③减轻{k}件，④不予强制0件",
           "由Zhang San (ID: X{n}Y{m}) 于2024-0{k}-15 08:30送达，拒收者<留置送达>并拍照[见附件{k}]", "截至季末完成年度计划的{p}.5%，同比增长±{k}‰",
           "下一步，将坚持问题导向，健全机制，压实责任，把严格规范公正文明执法落到实处", "罚款人民币{money}元（大写：壹万{cap}仟伍佰元整）"]
HANZI = [bytes([a, b]).decode("gb2312") for a in range(0xB0, 0xF8) for b in range(0xA1, 0xFF) if (a, b) < (0xD7, 0xFA) or a > 0xD7]
BEYOND_GBK = "𠮷㙍䶮𡎚䴗"  # place names and given names: Extension A and B


def word(rng, length):
    return "".join(rng.choice(HANZI) for _ in range(length))


def money(rng):
    return f"{rng.randrange(100, 9_999_999) / 100:,.2f}"


def sentence(rng):
    return rng.choice(CLAUSES).format(n=rng.randrange(10, 400), m=rng.randrange(2, 60), k=rng.randrange(1, 9), p=rng.randrange(10, 99),
                                      money=money(rng), cap=rng.choice("贰叁肆伍陆柒捌玖"))


def paragraph(rng, length):
    parts = []
    while sum(map(len, parts)) < length:
        parts += [sentence(rng), f"涉及{word(rng, 2)}村、{word(rng, 3)}（{word(rng, 5)}）等{rng.randrange(2, 30)}户"]
    return "；".join(parts) + "。"


def cell(rng):
    return rng.choice([lambda: word(rng, rng.randrange(2, 9)), lambda: money(rng), lambda: str(rng.randrange(0, 5000)), lambda: "",
                       lambda: f"2024-0{rng.randrange(1, 10)}-{rng.randrange(10, 29)}", lambda: f"{rng.randrange(100)}%",
                       lambda: "—", lambda: f"〔2024〕{rng.randrange(1, 90)}号", lambda: f"A-{rng.randrange(99)}（乙）"])()


def table(rng):
    """No cell so wide that it would be broken on a page; no empty first or last column."""
    columns = rng.randrange(3, 6)
    head = ["序号", *(word(rng, rng.randrange(2, 7)) for _ in range(columns - 1))]
    return [head] + [[str(number), *(cell(rng) for _ in range(columns - 2)), word(rng, 3)] for number in range(1, rng.randrange(4, 14))]


def report(rng):
    unit, month = rng.choice(UNITS), rng.randrange(1, 13)
    blocks = [f"{unit}2024年{month}月行政执法工作月报", "县司法局：", f"　　现将{unit}2024年{month}月1日至{month}月28日行政执法工作情况报告如下："]
    for number in "一二三四"[:rng.randrange(2, 5)]:
        blocks += [f"{number}、{word(rng, 6)}情况", "　　" + paragraph(rng, rng.randrange(150, 500))]
        if rng.random() < 0.6:
            blocks.append(table(rng))
    return [*blocks, "表后说明：" + sentence(rng) + "。", unit + "人民政府", f"2024年{month}月{rng.randrange(1, 29)}日"]


def decision(rng):
    unit = rng.choice(UNITS)
    blocks = [unit, "行政处罚决定书", f"{word(rng, 1)}镇综执罚决字〔2024〕第{rng.randrange(1, 300)}号", f"当事人：{word(rng, 6)}有限公司",
              f"统一社会信用代码：9142{rng.randrange(10 ** 13):013d}X", f"住所：{word(rng, 2)}镇{BEYOND_GBK[rng.randrange(5)]}{word(rng, 1)}路{rng.randrange(1, 99)}号",
              "　　经查，" + paragraph(rng, rng.randrange(400, 1200)), "　　上述事实，有下列证据证明：", table(rng)]
    blocks += [f"（{number}）" + sentence(rng) + "；" for number in "一二三"]
    return [*blocks, "　　" + paragraph(rng, rng.randrange(200, 600)), unit + "（印章）", f"2024年{rng.randrange(1, 13)}月{rng.randrange(1, 29)}日"]


def paper(rng):
    return rng.choice((report, decision))(rng)


def form(rng):
    """A form as offices print it: its width, and cells as (row, column, rows, columns, text); \n parts paragraphs."""
    width, row = rng.randrange(4, 7), 2
    cells = [(0, 0, 1, width, word(rng, 8) + "统计表"), (1, 0, 1, 1, "填报单位"), (1, 1, 1, width - 3, rng.choice(UNITS)),
             (1, width - 2, 1, 1, "填报日期"), (1, width - 1, 1, 1, f"2024年{rng.randrange(1, 13)}月5日")]
    cells += [(row, column, 1, 1, word(rng, 4)) for column in range(width)]
    row += 1
    for _ in range(rng.randrange(1, 4)):
        height = rng.randrange(1, 4)
        cells.append((row, 0, height, 1, word(rng, 5)))
        for each in range(row, row + height):
            wide = rng.choice([0, *range(1, width - 2)])  # 0: none in this row
            cells += [(each, column, 1, 2 if column == wide else 1, cell(rng) or "无") for column in range(1, width) if column != wide + 1 or not wide]
        row += height
    cells += [(row, 0, 1, 1, "备注"), (row, 1, 1, width - 1, sentence(rng) + "\n" + sentence(rng))]
    return width, cells


def form_rows(width, cells):
    """What a merged cell covers is empty."""
    rows = [[""] * width for _ in range(1 + max(row for row, *_ in cells))]
    for row, column, _, _, text in cells:
        rows[row][column] = text.replace("\n", " ")
    return rows


def lines(blocks):
    return [line for block in blocks for line in ([block] if isinstance(block, str) else ["\t".join(row) for row in block])]


def map_text(blocks, change):
    return [change(block) if isinstance(block, str) else [[change(text) for text in row] for row in block] for block in blocks]


def sheets(rng):
    """Name and rows of each sheet, in numbers, dates, shares, words."""
    def value():
        return rng.choice([lambda: rng.randrange(-50, 100_000), lambda: rng.randrange(100, 10 ** 7) / 100, lambda: (10 * rng.randrange(100) + rng.randrange(1, 10)) / 1000,
                           lambda: datetime.date(2024, rng.randrange(1, 13), rng.randrange(1, 29)), lambda: None,
                           lambda: word(rng, rng.randrange(2, 12)), lambda: sentence(rng), lambda: f"0{rng.randrange(10 ** 10)}"])()
    book = []
    for name in ("执法台账" + word(rng, 2), "统计表" + word(rng, 1)):
        columns = rng.randrange(4, 9)
        rows = [["序号", *(word(rng, 4) for _ in range(columns - 1))]]
        rows += [[number, *(value() for _ in range(columns - 2)), word(rng, 3)] for number in range(1, rng.randrange(10, 60))]
        book.append((name, rows))
    return book


def shown(value):
    """As the sheet shows it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value * 100:.1f}%" if value < 1 else repr(value).removesuffix(".0")
    return str(value)


def sheet_lines(book, names=True):
    return [line for name, rows in book for line in [*([name] if names else []), *("\t".join(map(shown, row)) for row in rows)]]


def slides(rng):
    return [(word(rng, 8), [sentence(rng) for _ in range(rng.randrange(2, 5))]) for _ in range(rng.randrange(3, 7))], table(rng)


# --- one file of one program ---
def write_docx(path, blocks, size=8):
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height, section.left_margin, section.right_margin = Inches(8.27), Inches(11.69), Inches(0.6), Inches(0.6)
    for block in blocks:
        if isinstance(block, str):
            middle = len(block) // 2  # as people write: a paragraph of several runs
            text = document.add_paragraph()
            text.add_run(block[:middle]).bold = len(block) < 30
            text.add_run(block[middle:])
            continue
        grid = document.add_table(rows=len(block), cols=len(block[0]))
        for row, texts in zip(grid.rows, block):
            for each, text in zip(row.cells, texts):
                each.paragraphs[0].add_run(text).font.size = Pt(size)
    document.save(path)


def write_form(path, width, cells):
    document = docx.Document()
    document.add_paragraph("表前的话")
    grid = document.add_table(rows=len(form_rows(width, cells)), cols=width)
    for row, column, rows, columns, text in cells:
        here = grid.cell(row, column).merge(grid.cell(row + rows - 1, column + columns - 1))
        first, *more = text.split("\n")
        here.paragraphs[0].text = first
        for each in more:
            here.add_paragraph(each)
    document.add_paragraph("表后的话")
    document.save(path)


def write_xlsx(path, book):
    out = openpyxl.Workbook()
    out.remove(out.active)
    for name, rows in book:
        sheet = out.create_sheet(name)
        for r, row in enumerate(rows, 1):
            for c, value in enumerate(row, 1):
                each = sheet.cell(r, c, value)
                if isinstance(value, float) and value < 1:
                    each.number_format = "0.0%"
                elif isinstance(value, datetime.date):
                    each.number_format = "yyyy-mm-dd"
    out.save(path)


def excel_xml(book):
    """Excel's XML of 2003, which LibreOffice's own export fails to make of empty columns."""
    def one(value, column):
        kind, style, text = "String", "", str(value)
        if isinstance(value, (int, float)):
            kind, style = "Number", ' ss:StyleID="share"' if isinstance(value, float) and value < 1 else ""
        elif isinstance(value, datetime.date):
            kind, text = "DateTime", f"{value}T00:00:00.000"
        return f'<Cell ss:Index="{column}"{style}><Data ss:Type="{kind}">{html.escape(text, False)}</Data></Cell>'
    pages = "".join(f'<Worksheet ss:Name="{name}"><Table>' + "".join(
        "<Row>" + "".join(one(value, column) for column, value in enumerate(row, 1) if value is not None) + "</Row>" for row in rows)
        + "</Table></Worksheet>" for name, rows in book)
    return ('<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
            '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
            f'<Styles><Style ss:ID="share"><NumberFormat ss:Format="0.0%"/></Style></Styles>{pages}</Workbook>')


def wrapped(blocks, width):
    """Rows of a page: lists of cells, lines of text broken at `width`."""
    for block in blocks:
        if isinstance(block, str):
            yield from ([block[at:at + width]] for at in range(0, len(block), width))
        else:
            yield from block


def write_pdf(path, blocks):
    """reportlab, in a font that is not embedded."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    page, y = canvas.Canvas(str(path), pagesize=A4, invariant=1), 0
    for row in wrapped(blocks, 44):
        if y < 60:
            if y:
                page.showPage()
            page.setFont("STSong-Light", 10)
            y = 780
        for column, text in enumerate(row):
            page.drawString(50 + column * 100, y, text)
        y -= 18
    page.save()


def write_ofd(path, blocks):
    """Pages of lines; what each page has of its template stands in the text too. Gives that text's lines."""
    rows, pages, text = list(wrapped(blocks, 38)), [], []
    for start in range(0, len(rows), 28):
        here = rows[start:start + 28]
        pages.append(make_texts.ofd_page([(25 + 42 * column, 24 + 9 * number, html.escape(each, False))
                                          for number, row in enumerate(here) for column, each in enumerate(row) if each]))
        text += [make_texts.HEADER, *("\t".join(row) for row in here)]
    make_texts.HERE = str(path.parent)
    make_texts.make_ofd(path.name, pages)
    return text


def flat_slides(pages, rows):
    def shape(texts, kind):
        return (f'<draw:frame presentation:class="{kind}" svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="4cm"><draw:text-box>'
                + "".join(f"<text:p>{html.escape(t, False)}</text:p>" for t in texts) + "</draw:text-box></draw:frame>")
    body = "".join(f'<draw:page draw:name="p{number}">{shape([title], "title")}{shape(texts, "outline")}</draw:page>'
                   for number, (title, texts) in enumerate(pages))
    cells = "".join("<table:table-row>" + "".join(f"<table:table-cell><text:p>{html.escape(text, False)}</text:p></table:table-cell>" for text in row)
                    + "</table:table-row>" for row in rows)
    body += ('<draw:page draw:name="t"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="8cm"><table:table>'
             + "<table:table-column/>" * len(rows[0]) + cells + "</table:table></draw:frame></draw:page>")
    return (f'<?xml version="1.0" encoding="UTF-8"?><office:document{make_ole.NAMES} office:version="1.2" '
            'office:mimetype="application/vnd.oasis.opendocument.presentation"><office:body><office:presentation>'
            f"{body}</office:presentation></office:body></office:document>")


def word95(blocks):
    """As tests/data/documents/make_ole.py writes it: one piece of GBK, no properties of paragraphs. Without them an empty cell
    looks like a row's end, so these have none."""
    text = b"".join(block.encode("gbk") + b"\r" if isinstance(block, str) else
                    b"".join(b"".join(each.encode("gbk") + b"\7" for each in row) + b"\7" for row in block) for block in blocks)
    head = bytearray(0x300)
    struct.pack_into("<HHHHH", head, 0, 0xA5DC, 104, 0, 0x804, 0)
    struct.pack_into("<II", head, 0x18, 0x300, 0x300 + len(text))
    struct.pack_into("<I", head, 0x34, len(text))
    return ole_file.write({"WordDocument": bytes(head) + text + b"\0" * 4096})


def outlook(blocks):
    """A .msg; gives its bytes and the lines it shows."""
    body = "\r\n".join(lines(blocks))
    properties = make_ole.properties(32, {0x39: (0x40, make_ole.filetime(2024, 7, 5, 16, 30)), 0x3FDE: (3, 936), 0x3FFD: (3, 936)}, {
        0x37: make_ole.wide(blocks[0]), 0x0C1A: make_ole.wide("柳河镇"), 0x0C1F: make_ole.wide("office@liuhe.example"),
        0x0E04: make_ole.wide("县司法局"), 0x1000: make_ole.wide(body), 0x001A: make_ole.wide("IPM.Note")})
    return ole_file.write(properties), ["发件人: 柳河镇 <office@liuhe.example>", "收件人: 县司法局", "主题: " + blocks[0], "日期: 2024-07-05 16:30",
                                        *lines(blocks)]


def winmail(number, kind, value):
    """winmail.dat with one property of the message, padded to four bytes."""
    row = struct.pack("<HHII", kind, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)
    value = struct.pack("<I", 1) + row
    return b"\x78\x9f\x3e\x22\1\0\1" + struct.pack("<II", 0x00069003, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def stored_rtf(rtf):
    """The wrapping of RTF bodies, not packed."""
    return struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def mht(page):
    message = EmailMessage(policy=email.policy.SMTP)
    message["Subject"], message["MIME-Version"] = "saved by a browser", "1.0"
    message.set_content(page.decode(), subtype="html", charset="utf-8", cte="quoted-printable")
    message.make_related()
    return message.as_bytes()


# --- all of them ---
class Set:
    """Files by kind, with their texts: kind -> [(path, lines, tables)]."""

    def __init__(self, folder):
        self.folder, self.files, self.committed = folder, {}, set()

    def path(self, kind, number, ending):
        path = self.folder / kind.replace(" ", "_").replace(",", "") / f"{number:03d}.{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def add(self, kind, path, text, tables=()):
        self.files.setdefault(kind, []).append((path, list(text), [row for each in tables for row in each]))

    def put(self, kind, number, ending, data, text, tables=()):
        path = self.path(kind, number, ending)
        path.write_bytes(data)
        self.add(kind, path, text, tables)
        return path


def in_gbk(text):
    """Without the characters that GBK lacks: fonts and code pages of the kind have none."""
    return re.sub(".", lambda found: found[0] if found[0].encode("gbk", "ignore") else "口", text)


def tables_of(blocks):
    return [block for block in blocks if not isinstance(block, str)]


def simple_files(made, number, blocks):
    text, tables, narrow = lines(blocks), tables_of(blocks), map_text(blocks, in_gbk)
    path = made.path("docx", number, "docx")
    write_docx(path, blocks)
    made.add("docx", path, text, tables)
    path = made.path("pdf, fonts not embedded", number, "pdf")
    write_pdf(path, narrow)
    made.add("pdf, fonts not embedded", path, lines(narrow), tables_of(narrow))
    path = made.path("ofd", number, "ofd")
    made.add("ofd", path, write_ofd(path, blocks), tables)
    full = [block if isinstance(block, str) else [[text or "无" for text in row] for row in block] for block in narrow]
    made.put("doc, Word 95", number, "doc", word95(full), lines(full), tables_of(full))
    data, shown_lines = outlook(blocks)
    made.put("msg", number, "msg", data, shown_lines, tables)
    plain = "\r\n".join(text)
    made.put("winmail.dat", number, "dat", winmail(0x1000, 0x1F, (plain + "\0").encode("utf-16le")), text, tables)
    for kind, charset in (("txt, UTF-8", "utf-8"), ("txt, GB18030", "gb18030"), ("txt, UTF-16", "utf-16")):
        made.put(kind, number, "txt", plain.encode(charset), text, tables)


LOADED = {"doc": ("doc", "MS Word 97"), "docx, LibreOffice": ("docx", "MS Word 2007 XML"), "rtf": ("rtf", "Rich Text Format"), "odt": ("odt", "writer8"),
          "html": ("html", "HTML (StarWriter):UTF8"), "xml of Word 2003": ("xml", "MS Word 2003 XML"), "pdf, fonts embedded": ("pdf", "writer_pdf_Export")}
SHEETS = {"xls": ("xls", "MS Excel 97"), "xlsx, LibreOffice": ("xlsx", "Calc MS Excel 2007 XML"), "ods": ("ods", "calc8"),
          "csv": ("csv", "Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false")}
SLIDES = {"pptx": ("pptx", "Impress MS PowerPoint 2007 XML"), "ppt": ("ppt", "MS PowerPoint 97"), "odp": ("odp", "impress8")}
COMMITTED = {"doc": ("report.doc", "merged.doc"), "doc, fast-saved": ("report-pieces.doc",), "rtf": ("report2.rtf",), "odt": ("report2.odt",),
             "html": ("report2.html",), "xml of Word 2003": ("report2.word.xml",), "xls": ("report.xls",), "ods": ("ledger.ods",), "csv, GBK": ("ledger.csv",),
             "pptx": ("slides.pptx",), "ppt": ("report.ppt",), "odp": ("slides.odp",)}
TEXTS = {"report-pieces.doc": "report.doc", "report2.rtf": "report2.docx", "report2.odt": "report2.docx", "report2.html": "report2.docx",
         "report2.word.xml": "report2.docx", "ledger.ods": "ledger", "slides.pptx": "slides", "slides.odp": "slides"}


def export(folder, sources, ending, filter_name):
    """All of `sources` by one LibreOffice; gives the folder they are in."""
    target = folder / ("export " + filter_name.split(":")[0])
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", f"{ending}:{filter_name}",
                    "--outdir", str(target), *map(str, sources)], check=True, capture_output=True, timeout=600)
    return target


def exported(made, kinds, sources, texts, tables):
    for kind, (ending, filter_name) in kinds.items():
        target = export(made.folder, sources, ending, filter_name)
        for number, source in enumerate(sources):
            file = target / (source.stem + "." + ending)
            made.put(kind, number, ending, file.read_bytes(), texts[number], tables[number])


def from_word(made, papers):
    sources = [path for path, _, _ in made.files["docx"]]
    exported(made, LOADED, sources, [lines(blocks) for blocks in papers], [tables_of(blocks) for blocks in papers])
    for number in range(len(papers)):
        def of(kind):
            return made.files[kind][number][0].read_bytes()  # noqa: B023
        text, tables = lines(papers[number]), tables_of(papers[number])
        made.put("doc, fast-saved", number, "doc", make_ole.in_pieces(of("doc")), text, tables)
        made.put("mht", number, "mht", mht(of("html")), text, tables)
        gbk = of("html").decode().replace("charset=utf-8", "charset=gb2312")
        made.put("html, GB18030", number, "html", gbk.encode("gb18030"), text, tables)
        made.put("winmail.dat, rich text", number, "dat", winmail(0x1009, 0x102, stored_rtf(of("rtf"))), text, tables)


def forms(made, rng, count):
    texts, tables = [], []
    for number in range(count):
        width, cells = form(rng)
        rows = form_rows(width, cells)
        path = made.path("form, docx", number, "docx")
        write_form(path, width, cells)
        texts.append(["表前的话", *("\t".join(row) for row in rows), "表后的话"])
        tables.append([[row for row in rows if sum(map(bool, row)) > 1]])
        made.add("form, docx", path, texts[-1], tables[-1])
    if shutil.which("soffice"):
        # Its XML of 2003 does not say what a cell over several rows covers.
        kinds = {f"form, {kind}": LOADED[kind] for kind in ("doc", "rtf", "odt", "html")}
        exported(made, kinds, [path for path, _, _ in made.files["form, docx"]], texts, tables)


def make(folder, seed, count):
    made, rng = Set(pathlib.Path(folder)), random.Random(seed)
    papers = [paper(rng) for _ in range(count)]
    books = [sheets(rng) for _ in range(count)]
    shows = [slides(rng) for _ in range(count)]
    for number, blocks in enumerate(papers):
        simple_files(made, number, blocks)
    for number, book in enumerate(books):
        path = made.path("xlsx", number, "xlsx")
        write_xlsx(path, book)
        cells = [[list(map(shown, row)) for row in rows] for _, rows in book]
        made.add("xlsx", path, sheet_lines(book), cells)
        made.put("xml of Excel 2003", number, "xml", excel_xml(book).encode(), sheet_lines(book), cells)
    forms(made, rng, count)
    if not shutil.which("soffice"):
        for kind, names in COMMITTED.items():
            made.committed.add(kind)
            for name in names:
                made.add(kind, SAMPLES / name, (SAMPLES / (TEXTS.get(name, name) + ".txt")).read_text().splitlines())
        return made
    from_word(made, papers)
    sources = [path for path, _, _ in made.files["xlsx"]]
    cells = [[[list(map(shown, row)) for row in rows] for _, rows in book] for book in books]
    exported(made, {kind: SHEETS[kind] for kind in SHEETS if kind != "csv"}, sources, [sheet_lines(book) for book in books], cells)
    exported(made, {"csv": SHEETS["csv"]}, sources, [sheet_lines(book[:1], False) for book in books], [each[:1] for each in cells])
    for number, (path, text, rows) in enumerate(list(made.files["csv"])):
        made.put("csv, GBK", number, "csv", path.read_text().encode("gb18030"), text, [rows])
    flat = []
    for number, (pages, rows) in enumerate(shows):
        flat.append(made.path("fodp", number, "fodp"))
        flat[-1].write_text(flat_slides(pages, rows))
    texts = [[line for title, texts in pages for line in [title, *texts]] + ["\t".join(row) for row in rows] for pages, rows in shows]
    exported(made, SLIDES, flat, texts, [[rows] for _, rows in shows])
    return made
