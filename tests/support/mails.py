"""Small invented mails for system tests: monthly reports with a Word file and a stamped-looking PDF, and mail that is
none. Everything is made fresh from its arguments; no randomness."""
import datetime
import functools
import io
from email.message import EmailMessage
from email.utils import format_datetime

import docx
from docx.shared import Cm
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from official_seal import seal

OFFICE = "office@mail.test"
SHANGHAI = datetime.timezone(datetime.timedelta(hours=8))


@functools.lru_cache(maxsize=None)
def report_docx(unit, year, month, number=0):
    document = docx.Document()
    document.add_heading(f"{unit}{year}年{month}月行政执法工作月报", level=1)
    document.add_paragraph("县司法局：")
    document.add_paragraph(f"现将我单位{year}年{month}月行政执法工作情况报告如下（第{number}号底稿）。")
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("证明事项告知承诺", "四张清单", "经济影响评估", "办结情况")):
        cell.text = text
    row = table.add_row()
    for index, cell in enumerate(row.cells):
        cell.text = str(number + index)
    document.add_paragraph(unit)
    document.add_paragraph(f"{year}年{month}月30日")
    return saved(document)


def saved(document):
    fixed = datetime.datetime(2024, 1, 1)
    document.core_properties.created = document.core_properties.modified = fixed
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def stamp(page):
    page.drawImage(ImageReader(seal()), 370, 370, 119, 119)


@functools.lru_cache(maxsize=None)
def report_pdf(unit, year, month, number=0):
    """Text with a drawn round seal as a picture, as an office prints and stamps it."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.setFont("STSong-Light", 16)
    page.drawString(120, 760, f"{unit}{year}年{month}月行政执法工作月报")
    page.setFont("STSong-Light", 12)
    page.drawString(80, 700, f"现将{year}年{month}月行政执法工作情况报告如下（第{number}号）。")
    page.drawString(380, 420, unit)
    page.drawString(380, 400, f"{year}年{month}月30日")
    stamp(page)
    page.save()
    return out.getvalue()


def report_lines(unit, year, month, closed):
    """A report in sentences that say every figure, so that copies of it can be compared."""
    return (f"{unit}{year}年{month}月行政执法工作月报", f"填报单位：{unit}", f"统计期间：{year}年{month}月",
            "一、证明事项告知承诺制。事项4项，办理31件，核查12件，失信0件。",
            "二、四张清单。不予处罚3件、从轻处罚2件、减轻处罚1件、免予行政强制0件。",
            "三、经济影响评估。应评估2件，已评估2件，采取措施1件。",
            f"四、案件办结情况。立案6件，办结{closed}件，罚没金额1.26万元，移送0件。", unit, f"{year}年{month}月28日")


def lines_docx(lines):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return saved(document)


def picture_docx(picture):
    """A Word file that is nothing but a scan put into it."""
    document = docx.Document()
    document.add_picture(io.BytesIO(picture), width=Cm(16))
    return saved(document)


def lines_pdf(lines):
    """The same lines with a drawn seal."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    page = canvas.Canvas(out, pagesize=A4, invariant=1)
    page.setFont("STSong-Light", 12)
    for number, line in enumerate(lines):
        page.drawString(60, 780 - 30 * number, line)
    stamp(page)
    page.save()
    return out.getvalue()


def mail(sender, subject, text, attachments=(), number=0, to=OFFICE, headers=()):
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}.{abs(hash_of(subject))}@mail.test>"
    message["Date"] = format_datetime(datetime.datetime.now(SHANGHAI))
    for name, value in headers:
        message[name] = value
    message.set_content(text)
    for name, data in attachments:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def hash_of(text):
    value = 0
    for byte in text.encode():
        value = (value * 131 + byte) % (1 << 32)
    return value


def last_month(today=None):
    today = today or datetime.datetime.now(SHANGHAI).date()
    first = today.replace(day=1)
    end = first - datetime.timedelta(days=1)
    return end.year, end.month


SENDERS = {"柳树镇人民政府": "willow@mail.test", "港口镇人民政府": "harbour@mail.test",
           "测试县市场监督管理局": "market@mail.test"}


def report(unit="柳树镇人民政府", year=None, month=None, number=0, pieces=("word", "pdf")):
    """A complete monthly report as one mail (or one half of it)."""
    if year is None:
        year, month = last_month()
    attachments = []
    if "word" in pieces:
        attachments.append((f"{unit}{month}月月报.docx", report_docx(unit, year, month, number)))
    if "pdf" in pieces:
        attachments.append((f"{unit}{month}月月报（盖章）.pdf", report_pdf(unit, year, month, number)))
    return mail(SENDERS[unit], f"{unit}{month}月行政执法工作月报", "请查收，详见附件。\n", attachments, number)


def vacation(number=0):
    return mail("someone@mail.test", "自动回复：你好", "我正在休假。\n", number=number,
                headers=[("Auto-Submitted", "auto-replied")])


def question(number=0):
    return mail("willow@mail.test", "咨询", f"您好，请问下周培训几点开始？第{number}次询问，谢谢。\n", number=number)


def mixture(count):
    """`count` mails: reports of three units over many months, halves, doubles, automatic mail, questions."""
    units = list(SENDERS)
    year, month = last_month()
    out = []
    for number in range(count):
        kind = number % 8
        unit = units[number % len(units)]
        y, m = year, month - (number // 8) % max(1, month - 1)
        if kind == 5:
            out.append(vacation(number))
        elif kind == 6:
            out.append(question(number))
        elif kind == 7 and out:
            out.append(out[-3])  # the same bytes once more
        elif kind in (3, 4):
            out.append(report(unit, y, m, number, pieces=("word",) if kind == 3 else ("pdf",)))
        else:
            out.append(report(unit, y, m, number))
    return out
