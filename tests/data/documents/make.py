#!/usr/bin/python3
"""Makes the files of this folder: python-docx, openpyxl, reportlab, qpdf. The tests read only the results."""
import os
import subprocess

import docx
import openpyxl
from openpyxl.styles import Font
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def write(name, lines):
    with open(path(name), "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


TITLE = "柳河镇2024年6月行政执法工作月报"
PARAGRAPHS = ["县司法局：", "现将我镇2024年6月行政执法工作情况报告如下。",
              "一、本月共办理行政处罚案件3件，罚款人民币12,500.00元。"]
TABLE = [["类别", "指标", "数量"], ["证明事项告知承诺制", "办件数", "17"], ["四张清单", "不予处罚", "2"]]
CLOSING = ["柳河镇人民政府", "2024年7月5日"]


def make_docx():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.add_heading(TITLE, 0)
    for text in PARAGRAPHS:
        document.add_paragraph(text)
    table = document.add_table(rows=len(TABLE), cols=3)
    for r, row in enumerate(TABLE):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for text in CLOSING:
        document.add_paragraph(text)
    document.save(path("report.docx"))
    write("report.docx.txt", ["内部资料", TITLE, *PARAGRAPHS, *["\t".join(r) for r in TABLE], *CLOSING])


def make_xlsx():
    import datetime
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "月报"
    sheet["A1"] = "行政执法工作月报表"
    sheet.merge_cells("A1:D1")
    sheet.append(["填报单位", "柳河镇", "填报日期", datetime.date(2024, 7, 5)])
    sheet.append(["办件数", 17, "罚没金额", 12500.5])
    sheet.append([None, None, "占比", 0.125])
    sheet["D4"].number_format = "0.0%"
    sheet["A5"] = "公示链接"
    sheet["B5"] = "点击查看"
    sheet["B5"].hyperlink = "http://www.liuhe.example/zfgs.html"
    sheet["B5"].font = Font(underline="single")
    sheet["A6"] = True
    second = book.create_sheet("附件")
    second["B2"] = "第二页"
    hidden = book.create_sheet("单位列表")
    hidden["A1"] = "不应出现"
    hidden.sheet_state = "hidden"
    book.save(path("report.xlsx"))
    write("report.xlsx.txt", ["月报", "行政执法工作月报表", "填报单位\t柳河镇\t填报日期\t2024-07-05",
                              "办件数\t17\t罚没金额\t12500.5", "\t\t占比\t12.5%", "公示链接\t点击查看", "TRUE",
                              "附件", "\t第二页"])


def page(name, draw):
    sheet = canvas.Canvas(path(name), pagesize=A4, invariant=1)
    draw(sheet)
    sheet.showPage()
    sheet.save()


def words(sheet):
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sheet.setFont("STSong-Light", 14)
    y = 780
    for text in [TITLE, *PARAGRAPHS]:
        sheet.drawString(60, y, text)
        y -= 28
    for row in TABLE:
        for x, text in zip((60, 260, 420), row):
            sheet.drawString(x, y, text)
        y -= 24
    for text in CLOSING:
        sheet.drawString(380, y, text)
        y -= 24


def picture(size):
    from PIL import Image, ImageDraw
    image = Image.new("RGB", (size, size), "white")
    ImageDraw.Draw(image).ellipse((5, 5, size - 5, size - 5), outline="red", width=size // 40)
    return image


def make_pdfs():
    from reportlab.lib.utils import ImageReader
    page("text.pdf", words)
    write("text.pdf.txt", [TITLE, *PARAGRAPHS, *["\t".join(r) for r in TABLE], *CLOSING])
    small = ImageReader(picture(160))
    page("sealed.pdf", lambda c: (words(c), c.drawImage(small, 380, 480, 110, 110)))
    large = ImageReader(picture(600))
    page("scan.pdf", lambda c: c.drawImage(large, 0, 0, A4[0], A4[1]))
    for name, password in (("locked.pdf", "secret"), ("owner-locked.pdf", "")):
        subprocess.run(["qpdf", "--static-id", "--static-aes-iv",
                        "--allow-weak-crypto", "--encrypt", password, "owner", "128", "--use-aes=y", "--",
                        path("text.pdf"), path(name)], check=True)


make_docx()
make_xlsx()
make_pdfs()
