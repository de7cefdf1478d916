#!/usr/bin/python3
"""Makes the rtf, odt, ods, odp/pptx, html, xml, mht, ofd and csv files of this folder, and report2.docx/.xlsx.

Needs Debian's python3-docx, python3-openpyxl, python3-pil and LibreOffice (libreoffice-writer-nogui,
libreoffice-calc-nogui, libreoffice-impress-nogui). The tests read only the results. Everything in them is invented.
"""
import datetime
import io
import os
import re
import shutil
import subprocess
import tempfile
import zipfile

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image, ImageDraw

HERE = os.path.dirname(os.path.abspath(__file__))

TITLE = "石桥镇2024年7月行政执法情况报告"
PARAGRAPHS = [
    "县司法局：",
    "现将我镇2024年7月份行政执法工作情况报告如下，请予审核。",
    "一、本月办理行政处罚案件5件，其中警告2件、罚款3件，罚款金额合计人民币8,600.50元（大写：捌仟陆佰元伍角整）。",
    "二、“双随机、一公开”检查12次——出动执法人员36人次；发现问题4个，已整改4个（整改率100%）。",
    "三、𠮷林路、㙍头村等生僻地名照实填写；单位温度以℃计，面积以㎡计，序号①②③。",
]
TABLE = [["序号", "案由", "当事人", "罚款（元）"],
         ["1", "未取得许可擅自经营", "样例商行", "3,000.00"],
         ["2", "占道经营", "示例水果店", "600.50"],
         ["3", "违法建设", "样板建材有限公司", "5,000.00"]]
CLOSING = ["石桥镇人民政府", "2024年8月2日"]
HEADER, FOOTER = "石桥镇人民政府办公室", "联系电话：000-0000000"
LINK = ("http://www.shiqiao.example/gongshi/2024/0802.html?a=1&b=2", "公示网址")
LINES = [TITLE, *PARAGRAPHS, *["\t".join(row) for row in TABLE], LINK[1], *CLOSING]


def path(name):
    return os.path.join(HERE, name)


def write(name, lines):
    with open(path(name), "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


def picture(kind, size=(96, 64)):
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).ellipse((4, 4, size[0] - 4, size[1] - 4), outline="red", width=3)
    out = io.BytesIO()
    image.save(out, kind, dpi=(150, 150))
    return out.getvalue()


def convert(source, target, kind):
    """LibreOffice: `source` to `target`, `kind` as its --convert-to wants it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "in" + os.path.splitext(source)[1])
        shutil.copy(source, copy)
        subprocess.run(["soffice", "-env:UserInstallation=file://" + folder + "/profile", "--headless", "--convert-to",
                        kind, "--outdir", folder, copy], check=True, capture_output=True, timeout=180)
        made = [n for n in os.listdir(folder) if n.startswith("in.") and n != os.path.basename(copy)]
        shutil.copy(os.path.join(folder, made[0]), path(target))


def add_link(paragraph, url, text):
    relation = paragraph.part.relate_to(
        url, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink", is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), relation)
    run = paragraph.add_run(text)
    link.append(run._r)
    paragraph._p.append(link)


def make_word():
    document = docx.Document()
    section = document.sections[0]
    section.header.paragraphs[0].text = HEADER
    section.footer.paragraphs[0].text = FOOTER
    document.add_paragraph(TITLE)
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    table = document.add_table(rows=len(TABLE), cols=4)
    for r, row in enumerate(TABLE):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    add_link(document.add_paragraph(), *LINK)
    document.add_paragraph(CLOSING[0])
    document.add_picture(io.BytesIO(picture("PNG")))
    document.add_picture(io.BytesIO(picture("JPEG", (80, 80))))
    document.add_paragraph(CLOSING[1])
    document.save(path("report2.docx"))
    write("report2.docx.txt", [HEADER, *LINES, FOOTER])
    for name, kind in (("report2.rtf", "rtf"), ("report2.odt", "odt"), ("report2.word.xml", "xml:MS Word 2003 XML"),
                       ("report2.html", "html:HTML:UTF8")):
        convert(path("report2.docx"), name, kind)
    with open(path("report2.rtf"), "r+b") as file:
        slim = re.sub(rb"(wmetafile.{0,200}?[0-9a-f]{64})[0-9a-f\s]{1000,}", rb"\1", file.read(), flags=re.S)
        file.seek(0)
        file.write(slim)
        file.truncate()


def spreadsheet_xml(rows):
    """The ledger as Excel's XML of 2003."""
    def cell(value, column):
        if value is None:
            return ""
        kind, style = "String", ""
        if isinstance(value, float) or isinstance(value, int):
            kind, style = "Number", ' ss:StyleID="p"' if value == 0.25 else ""
        if isinstance(value, datetime.date):
            kind, value = "DateTime", value.isoformat() + "T00:00:00.000"
        text = str(value).replace("&", "&amp;").replace("\n", "&#10;")
        return '<Cell ss:Index="%d"%s><Data ss:Type="%s">%s</Data></Cell>' % (column + 1, style, kind, text)

    def sheet(name, lines, options=""):
        return '<Worksheet ss:Name="%s"><Table>%s</Table>%s</Worksheet>' % (name, "".join(
            "<Row>%s</Row>" % "".join(cell(v, c) for c, v in enumerate(line)) for line in lines), options)

    return ('<?xml version="1.0" encoding="GBK"?>\n<?mso-application progid="Excel.Sheet"?>\n'
            '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
            'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel">'
            '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0%"/></Style></Styles>'
            + sheet("执法台账", rows) + sheet("说明", [[None, None, "第二张表"]])
            + sheet("单位列表", [["不应出现"]], '<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>')
            + "</Workbook>")


def make_sheets():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "执法台账"
    sheet["A1"] = "行政执法台账（2024年7月）"
    sheet.merge_cells("A1:D1")
    sheet.append(["填报单位", "石桥镇", "填报日期", datetime.date(2024, 8, 2)])
    for row in TABLE:
        sheet.append([int(row[0]) if row[0].isdigit() else row[0], *row[1:3],
                      float(row[3].replace(",", "")) if row[3][0].isdigit() else row[3]])
    sheet.append(["备注", "含换行\n的单元格, 带\"引号\"", None, 0.25])
    sheet["D7"].number_format = "0%"
    second = book.create_sheet("说明")
    second["C2"] = "第二张表"
    hidden = book.create_sheet("单位列表")
    hidden["A1"] = "不应出现"
    hidden.sheet_state = "hidden"
    from openpyxl.drawing.image import Image as SheetImage
    sheet.add_image(SheetImage(io.BytesIO(picture("PNG"))), "F2")
    book.save(path("ledger.xlsx"))
    rows = ["行政执法台账（2024年7月）", "填报单位\t石桥镇\t填报日期\t2024-08-02",
            *["\t".join(row[:3] + [row[3].replace(",", "").rstrip("0").rstrip(".") if row[3][0].isdigit() else row[3]])
              for row in TABLE], "备注\t含换行 的单元格, 带\"引号\"\t\t25%"]
    write("ledger.txt", ["执法台账", *rows, "说明", "\t\t第二张表"])
    with open(path("ledger.xml.xls"), "w", encoding="gbk") as out:
        out.write(spreadsheet_xml([[c.value.date() if isinstance(c.value, datetime.datetime) else c.value for c in row] for row in sheet.iter_rows(max_col=4)]))
    convert(path("ledger.xlsx"), "ledger.ods", "ods")
    convert(path("ledger.xlsx"), "ledger.csv", "csv:Text - txt - csv (StarCalc):59,34,76,1")
    with open(path("ledger.csv"), encoding="utf-8") as file:
        text = file.read()
    with open(path("ledger.csv"), "w", encoding="gbk", newline="\r\n") as file:
        file.write(text)
    write("ledger.csv.txt", rows)


SLIDES = [("石桥镇法治工作汇报", ["2024年8月", "综合执法办公室"]),
          ("主要做法", ["一是健全机制，落实责任；", "二是规范程序，公开透明。"])]


def make_slides():
    def shape(text, kind):
        lines = "".join("<text:p>%s</text:p>" % t for t in text)
        return ('<draw:frame presentation:class="%s" svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="4cm">'
                "<draw:text-box>%s</draw:text-box></draw:frame>" % (kind, lines))

    pages = "".join('<draw:page draw:name="p%d">%s%s%s</draw:page>' % (
        i, shape([title], "title"), shape(lines, "outline"),
        "<presentation:notes>%s</presentation:notes>" % shape(["备注：讲稿第%d页" % (i + 1)], "notes"))
        for i, (title, lines) in enumerate(SLIDES))
    cells = "".join("<table:table-row>%s</table:table-row>" % "".join(
        "<table:table-cell><text:p>%s</text:p></table:table-cell>" % t for t in row) for row in TABLE)
    pages += ('<draw:page draw:name="t"><draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="8cm">'
              "<table:table>%s%s</table:table></draw:frame></draw:page>" % ("<table:table-column/>" * 4, cells))
    flat = ('<?xml version="1.0" encoding="UTF-8"?><office:document '
            + " ".join('xmlns:%s="urn:oasis:names:tc:opendocument:xmlns:%s:1.0"' % (n, u) for n, u in (
                ("office", "office"), ("draw", "drawing"), ("text", "text"), ("table", "table"),
                ("presentation", "presentation"), ("svg", "svg-compatible")))
            + ' office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.presentation">'
            "<office:body><office:presentation>" + pages + "</office:presentation></office:body></office:document>")
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "slides.fodp")
        with open(source, "w", encoding="utf-8") as out:
            out.write(flat)
        convert(source, "slides.pptx", "pptx")
        convert(source, "slides.odp", "odp")
    lines = []
    for i, (title, text) in enumerate(SLIDES):
        lines += [title, *text, "备注：讲稿第%d页" % (i + 1)]
    write("slides.txt", lines + ["\t".join(row) for row in TABLE])


OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def ofd_xml(name, inner, attributes=""):
    return '<?xml version="1.0" encoding="UTF-8"?><ofd:%s %s%s>%s</ofd:%s>' % (name, OFD, attributes, inner, name)


def ofd_line(number, x, y, text, size=4.0):
    """One text object a line, its distances as writers give them: g COUNT DISTANCE."""
    return ('<ofd:TextObject ID="%d" Boundary="%g %g %g %g" Font="1" Size="%g"><ofd:TextCode X="0" Y="%g" DeltaX="g %d %g">'
            "%s</ofd:TextCode></ofd:TextObject>" % (number, x, y, size * len(text), size * 1.2, size, size,
                                                    len(text) - 1, size, text))


def ofd_page(lines, extra=""):
    """Lines as (x, y, text); written from the last to the first: only their places say the order."""
    objects = "".join(ofd_line(100 + i, *line) for i, line in reversed(list(enumerate(lines))))
    return ofd_xml("Page", '<ofd:Template TemplateID="90"/><ofd:Content><ofd:Layer ID="2" Type="Body">%s%s</ofd:Layer></ofd:Content>'
                   % (objects, extra))


def make_ofd(name, pages, signed=None, absolute=False, pictures=()):
    """`signed`: id of the page with the seal; `absolute`: paths from the root, as some signing services write them."""
    def place(folder, target):
        return "/" + folder + target if absolute else target

    files = {}
    body = "<ofd:DocInfo/><ofd:DocRoot>%s</ofd:DocRoot>" % place("", "Doc_0/Document.xml")
    if signed is not None:
        body += "<ofd:Signatures>%s</ofd:Signatures>" % place("", "Doc_0/Signs/Signatures.xml")
        files["Doc_0/Signs/Signatures.xml"] = ofd_xml(
            "Signatures", '<ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="s1" Type="Seal" BaseLoc="%s"/>'
            % place("Doc_0/Signs/", "Sign_0/Signature.xml"))
        files["Doc_0/Signs/Sign_0/Signature.xml"] = ofd_xml(
            "Signature", '<ofd:SignedInfo><ofd:Provider ProviderName="example"/>'
            "<ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod>"
            '<ofd:References CheckMethod="1.2.156.10197.1.401"/>'
            '<ofd:StampAnnot ID="1" PageRef="%d" Boundary="120 180 42 42"/><ofd:Seal><ofd:BaseLoc>%s</ofd:BaseLoc></ofd:Seal>'
            "</ofd:SignedInfo><ofd:SignedValue>%s</ofd:SignedValue>" % (
                signed, place("Doc_0/Signs/Sign_0/", "Seal.esl"), place("Doc_0/Signs/Sign_0/", "SignedValue.dat")))
        files["Doc_0/Signs/Sign_0/SignedValue.dat"] = b"\x30\x03\x02\x01\x01"
        files["Doc_0/Signs/Sign_0/Seal.esl"] = b"\x30\x03\x02\x01\x02"
    listed = "".join('<ofd:Page ID="%d" BaseLoc="%s"/>' % (i + 1, place("Doc_0/", "Pages/Page_%d/Content.xml" % i))
                     for i in range(len(pages)))
    files["OFD.xml"] = ofd_xml("OFD", '<ofd:DocBody>%s</ofd:DocBody>' % body, ' Version="1.0" DocType="OFD"')
    files["Doc_0/Document.xml"] = ofd_xml(
        "Document", '<ofd:CommonData><ofd:MaxUnitID>999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 297'
        '</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="90" BaseLoc="%s"/></ofd:CommonData><ofd:Pages>%s</ofd:Pages>'
        % (place("Doc_0/", "Tpls/Tpl_0/Content.xml"), listed))
    files["Doc_0/Tpls/Tpl_0/Content.xml"] = ofd_xml(
        "Page", '<ofd:Content><ofd:Layer ID="91" Type="Background">%s</ofd:Layer></ofd:Content>'
        % ofd_line(92, 25, 10, HEADER))
    for i, content in enumerate(pages):
        files["Doc_0/Pages/Page_%d/Content.xml" % i] = content
    for i, content in enumerate(pictures):
        files["Doc_0/Res/image_%d.png" % i] = content
    with zipfile.ZipFile(path(name), "w", zipfile.ZIP_DEFLATED) as out:
        for entry in sorted(files):
            out.writestr(zipfile.ZipInfo(entry, (2024, 8, 2, 0, 0, 0)), files[entry])


def make_ofds():
    first = [(60, 30, TITLE)]
    for i, text in enumerate(PARAGRAPHS):
        for j in range(0, len(text), 38):  # wrapped as on paper: every line an object
            first.append((25, 45 + 24 * i + 8 * (j // 38), text[j:j + 38]))
    second = [(x, 40 + 9 * r, text) for r, row in enumerate(TABLE) for x, text in zip((25, 45, 105, 160), row)]
    second += [(120, 200 + 9 * i, text) for i, text in enumerate(CLOSING)]
    pages = [ofd_page(first), ofd_page(second)]
    make_ofd("sealed.ofd", pages, signed=2)
    make_ofd("sealed-absolute.ofd", pages, signed=1, absolute=True)
    make_ofd("unsealed.ofd", pages)
    picture_object = '<ofd:ImageObject ID="300" Boundary="0 0 210 297" ResourceID="301" CTM="210 0 0 297 0 0"/>'
    make_ofd("scan.ofd", [ofd_xml("Page", '<ofd:Content><ofd:Layer ID="2" Type="Body">%s</ofd:Layer></ofd:Content>'
                                  % picture_object)], pictures=[picture("PNG")])
    lines = [HEADER] + [text for _, _, text in first] + [HEADER] + ["\t".join(row) for row in TABLE] + CLOSING
    write("sealed.ofd.txt", lines)


def pdf_file(name, objects):
    """A PDF of these objects, numbered from 1; the first is the catalog."""
    data, places = b"%PDF-1.7\n", []
    for i, body in enumerate(objects):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (i + 1, body)
    table = b"".join(b"%010d 00000 n \n" % p for p in places)
    data += b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(data))
    with open(path(name), "wb") as out:
        out.write(data)


def stream(content):
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


GB1_LINES = ["罚款8,600.50元 2024年7月 A-1", "编号（2024）第15号"]


def make_pdfs():
    """Signatures without valid cryptography, and Adobe-GB1 fonts that are not embedded."""
    for name, box in (("signed.pdf", b"[380 200 500 320]"), ("signed-unseen.pdf", b"[0 0 0 0]")):
        pages = [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] %s>>" % (b"/Annots [6 0 R] " if i == 1 else b"")
                 for i in range(3)]
        pdf_file(name, [b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /SigFlags 3 >> >>",
                        b"<< /Type /Pages /Kids [3 0 R 4 0 R 5 0 R] /Count 3 >>", *pages,
                        b"<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /Rect %s /V 7 0 R >>" % box,
                        b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /Contents <00> >>"])
    fonts, content, y = [], b"BT ", 780
    for i, (encoding, codec) in enumerate((("GBK-EUC-H", "gbk"), ("GBKp-EUC-H", "gbk"), ("GB-EUC-H", "gb2312"),
                                          ("UniGB-UCS2-H", "utf-16-be"), ("UniGB-UTF16-H", "utf-16-be"))):
        number = 5 + 2 * i
        fonts += [b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /%s /DescendantFonts [%d 0 R] >>"
                  % (encoding.encode(), number + 1),
                  b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) "
                  b"/Ordering (GB1) /Supplement 4 >> /DW 1000 /W [814 907 500] >>"]
        for line in GB1_LINES:
            content += b"/F%d 12 Tf 1 0 0 1 60 %d Tm <%s> Tj " % (i, y, line.encode(codec).hex().encode())
            y -= 24
    names = b" ".join(b"/F%d %d 0 R" % (i, 5 + 2 * i) for i in range(5))
    pdf_file("gb1.pdf", [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                         b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << "
                         + names + b" >> >> >>", stream(content + b"ET"), *fonts])
    write("gb1.pdf.txt", GB1_LINES * 5)


if __name__ == "__main__":
    make_pdfs()
    make_ofds()
    make_word()
    make_sheets()
    make_slides()
