#!/usr/bin/env python3
"""Makes the office's form for monthly reports, and a filled-in copy of it for the tests. The same bytes each time.

    make_form.py            writes config/templates/行政执法工作月报.docx and filled.docx beside this file
"""
import datetime
import io
import pathlib
import zipfile

import docx
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

HERE = pathlib.Path(__file__).resolve().parent
FORM = HERE.parents[2] / "config" / "templates" / "行政执法工作月报.docx"

GROUPS = [
    ("证明事项告知承诺制", [("实行告知承诺的证明事项", "项", "commitment.matters"), ("承诺办件", "件", "commitment.handled"),
                            ("事中事后核查", "件", "commitment.verified"), ("失信", "件", "commitment.dishonest")]),
    ("包容审慎“四张清单”", [("不予处罚", "件", "four_lists.no_penalty"), ("从轻处罚", "件", "four_lists.lighter"),
                            ("减轻处罚", "件", "four_lists.mitigated"), ("免予行政强制", "件", "four_lists.no_coercion")]),
    ("经济影响评估", [("应评估", "件", "impact_assessment.due"), ("已评估", "件", "impact_assessment.done"),
                      ("采取措施", "件", "impact_assessment.measures")]),
    ("涉企案件办结情况", [("立案", "件", "cases.opened"), ("办结", "件", "cases.closed"),
                          ("罚没金额", "元", "cases.penalty_amount"), ("移送", "件", "cases.transferred")]),
]
NOTES = ["填报说明：", "1. 本表每月填报一次，填写上一个月的数据；没有发生的填 0。", "2. 罚没金额以元为单位。",
         "3. 本表的 Word 版和加盖公章后扫描的 PDF 版一并报送。"]

# What the filled-in copy says; tests/unit/daemon/judge/form_test.cc holds the same figures.
FILLED = dict(zip([figure for _, rows in GROUPS for _, _, figure in rows],
                  [12, 23, 7, 1, 6, 4, 3, 2, 9, 8, 5, 11, 10, 53200, 13]))


def style(run, size, bold=False):
    run.font.name = "宋体"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    run.font.size = Pt(size)
    run.bold = bold


def write(cell, text, size=12, bold=False, centred=True):
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    style(paragraph.add_run(text), size, bold)
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


def paragraph(document, text, size=12, bold=False, centred=False):
    added = document.add_paragraph()
    added.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    added.paragraph_format.space_after = Pt(4)
    style(added.add_run(text), size, bold)


def form(unit="", period="　　　　年　　月", day="　　　　年　　月　　日", figures=None):
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2)
    paragraph(document, "行政执法工作月报", 20, True, True)
    paragraph(document, f"填报单位（盖章）：{unit}")
    paragraph(document, f"统计期间：{period}")
    paragraph(document, f"填报时间：{day}")

    table = document.add_table(rows=1, cols=4)
    table.style = "Table Grid"
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, text in zip(table.rows[0].cells, ("类别", "指标", "计量单位", "本月数")):
        write(cell, text, bold=True)
    for name, rows in GROUPS:
        first = None
        for label, measure, figure in rows:
            cells = table.add_row().cells
            first = first or cells[0]
            write(cells[1], label)
            write(cells[2], measure)
            write(cells[3], str(figures[figure]) if figures else "")
        first.merge(cells[0])
        write(first, name)
    for label, size in (("典型案例", Cm(2.5)), ("存在问题和建议", Cm(2.5))):
        row = table.add_row()
        row.height = size
        write(row.cells[0], label)
        row.cells[1].merge(row.cells[3])
    for row in table.rows:
        for cell, width in zip(row.cells, (Cm(4.5), Cm(5.5), Cm(2.5), Cm(3.5))):
            cell.width = width

    paragraph(document, "填表人：　　　　　　审核人：　　　　　　负责人：　　　　　　联系电话：")
    for note in NOTES:
        paragraph(document, note, 10.5)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = "行政执法工作月报", "filingd", ""
    properties.created = properties.modified = datetime.datetime(2024, 6, 17)
    return without_clock(document)


def without_clock(document):
    """python-docx writes the time of the day into the zip."""
    out, fixed = io.BytesIO(), io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as made, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as kept:
        for entry in made.infolist():
            info = zipfile.ZipInfo(entry.filename, (2024, 6, 17, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(info, made.read(entry))
    return fixed.getvalue()


if __name__ == "__main__":
    FORM.write_bytes(form())
    (HERE / "filled.docx").write_bytes(form("柳树镇人民政府", "2024年6月", "2024年7月5日", FILLED))
