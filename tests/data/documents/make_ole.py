#!/usr/bin/python3
"""Makes the OLE files of this folder: LibreOffice (writer, calc, impress; Debian libreoffice-*-nogui) saves them in its export
formats, the rest is written byte by byte. The tests read only the results. The *.txt are made from the words below, not from
any reader's output."""
import base64
import io
import os
import struct
import subprocess
import tempfile

import ole_file

HERE = os.path.dirname(os.path.abspath(__file__))
TITLE = "柳河镇2024年6月行政执法工作月报"
LONG = "一、本月共办理行政处罚案件3件，罚款人民币12,500.00元；另有“简易程序”案件 2 件（ABC-01）。"
TABLE = [["类别", "指标", "数量"], ["证明事项告知承诺制", "办件数", "17"], ["四张清单", "", "2"], ["", "从轻处罚", "0"]]
NAMES = "".join(f' xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{u}:1.0"' for p, u in (
    ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("number", "datastyle"),
    ("draw", "drawing"), ("presentation", "presentation"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible")))
NAMES += ' xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'


def save(name, data):
    with open(os.path.join(HERE, name), "wb") as out:
        out.write(data)


def truth(name, lines):
    save(name, ("\n".join(lines) + "\n").encode())


def office(kind, body, styles, extension, filter_name, head=""):
    """The document as LibreOffice saves it in `extension`."""
    with tempfile.TemporaryDirectory() as folder:
        source = os.path.join(folder, "a.f" + kind[0])
        with open(source, "w", encoding="utf-8") as out:
            out.write(f'<?xml version="1.0" encoding="UTF-8"?><office:document{NAMES} office:version="1.3" '
                      f'office:mimetype="application/vnd.oasis.opendocument.{kind[1]}">{head}'
                      f'<office:automatic-styles>{styles[0]}</office:automatic-styles>{styles[1]}'
                      f'<office:body>{body}</office:body></office:document>')
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                        f"{extension}:{filter_name}", "--outdir", folder, source], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(folder, "a." + extension), "rb") as made:
            return made.read()


def p(text, style=""):
    return f'<text:p{style}>{text}</text:p>'


def word():
    rows = "".join("<table:table-row>" + "".join(f'<table:table-cell>{p(c)}</table:table-cell>' for c in row)
                   + "</table:table-row>" for row in TABLE)
    # A table in a table, and a cell of two paragraphs.
    inner = ('<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell>'
             f'{p("内一")}</table:table-cell><table:table-cell>{p("内二")}</table:table-cell></table:table-row></table:table>')
    nested = ('<table:table><table:table-column table:number-columns-repeated="2"/><table:table-row><table:table-cell>'
              f'{p("外")}{inner}{p("")}</table:table-cell><table:table-cell>{p("右")}</table:table-cell></table:table-row>'
              f'<table:table-row><table:table-cell>{p("上段")}{p("下段")}</table:table-cell><table:table-cell>{p("完")}'
              '</table:table-cell></table:table-row></table:table>')
    change = ('<text:tracked-changes><text:changed-region xml:id="c1" text:id="c1"><text:deletion><office:change-info>'
              '<dc:creator>某</dc:creator><dc:date>2024-07-05T08:00:00</dc:date></office:change-info>'
              f'{p("删去的话")}</text:deletion></text:changed-region></text:tracked-changes>')
    body = (f'<office:text>{change}{p(TITLE)}{p("县司法局：")}{p(LONG)}'
            f'{p("留下的" + """<text:change text:change-id="c1"/>""" + "话")}'
            f'{p("看得见" + """<text:span text:style-name="Hidden">看不见</text:span>""" + "的字")}'
            + p('公示见<text:a xlink:type="simple" xlink:href="http://www.liuhe.example/zfgs.html?a=1&amp;b=2">公示页</text:a>。')
            + p('第一行<text:line-break/>第二行<text:tab/>制表')
            + p('脚注处<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
                + p("脚注的字") + '</text:note-body></text:note>，尾注处<text:note text:note-class="endnote"><text:note-citation>i'
                '</text:note-citation><text:note-body>' + p("尾注的字") + '</text:note-body></text:note>。')
            + '<text:p>框前<draw:frame draw:style-name="Box" text:anchor-type="char" svg:width="6cm" svg:height="2cm">'
              f'<draw:text-box>{p("框中字")}</draw:text-box></draw:frame>框后</text:p>'
            + f'<table:table><table:table-column table:number-columns-repeated="3"/>{rows}</table:table>'
            + p("生僻字𠮷与·—…“”") + nested + p("柳河镇人民政府") + p("2024年7月5日") + '</office:text>')
    styles = ('<style:style style:name="Hidden" style:family="text"><style:text-properties text:display="none"/></style:style>'
              '<style:style style:name="Box" style:family="graphic"><style:graphic-properties style:wrap="parallel"/>'
              '</style:style><style:page-layout style:name="L"><style:page-layout-properties/><style:header-style>'
              '<style:header-footer-properties fo:min-height="1cm"/></style:header-style><style:footer-style>'
              '<style:header-footer-properties fo:min-height="1cm"/></style:footer-style></style:page-layout>',
              '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="L"><style:header>'
              f'{p("内部资料")}</style:header><style:footer>{p("页脚的字")}</style:footer></style:master-page>'
              '</office:master-styles>')
    data = office(("odt", "text"), body, styles, "doc", "MS Word 97")
    # As of docx: a row that holds a table is not put in one line; its further cells keep their tab.
    lines = [TITLE, "县司法局：", LONG, "留下的话", "看得见的字", "公示见公示页。", "第一行", "第二行\t制表",
             "脚注处，尾注处。", "框前框后", *["\t".join(row).rstrip("\t") for row in TABLE], "生僻字𠮷与·—…“”",
             "外", "内一\t内二", "\t右", "上段 下段\t完", "柳河镇人民政府", "2024年7月5日",
             "脚注的字", "内部资料", "页脚的字", "尾注的字", "框中字"]
    save("report.doc", data)
    truth("report.doc.txt", lines)
    save("report-pieces.doc", in_pieces(data))


def u32(data, at):
    return struct.unpack_from("<I", data, at)[0]


def in_pieces(data):
    """The Word file as a fast save leaves it: text in many pieces, out of order, ASCII ones with one byte a character, and the
    tables of properties made anew for where the characters stand now."""
    tree = ole_file.read(data)
    main = bytearray(tree["WordDocument"])
    name = "1Table" if struct.unpack_from("<H", main, 10)[0] & 0x200 else "0Table"
    table = bytearray(tree[name])
    clx, size = u32(main, 0x1A2), u32(main, 0x1A6)
    assert table[clx] == 2
    plc = table[clx + 5:clx + size]
    count = (len(plc) - 4) // 12
    units = []  # (unit, old FC)
    for i in range(count):
        begin, end, place = u32(plc, 4 * i), u32(plc, 4 * i + 4), u32(plc, 4 * (count + 1) + 8 * i + 2)
        for k in range(end - begin):
            if place & 0x40000000:
                fc = (place & 0x3FFFFFFF) // 2 + k
                units.append((main[fc], fc))
            else:
                fc = place + 2 * k
                units.append((struct.unpack_from("<H", main, fc)[0], fc))
    pieces, at = [], 0
    while at < len(units):
        narrow, end = units[at][0] < 128, at
        while end < len(units) and end - at < 23 and (units[end][0] < 128) == narrow:
            end += 1
        pieces.append([at, end, narrow, 0])
        at = end
    for unit, fc in units:  # the old text is no longer there
        main[fc] = 0x20
    main += b"\0" * (-len(main) % 512)
    moved = []  # (new FC, new end, old FC)
    for piece in reversed(pieces):
        main += b"\0" * (len(main) % 2)
        piece[3] = len(main)
        for unit, fc in units[piece[0]:piece[1]]:
            width = 1 if piece[2] else 2
            moved.append((len(main), len(main) + width, fc))
            main += struct.pack("<B" if piece[2] else "<H", unit)
    for place, entry, even in ((0xFA, 1, False), (0x102, 13, True)):
        pages(main, table, place, entry, even, moved)
    plc = b"".join(struct.pack("<I", q[0]) for q in pieces) + struct.pack("<I", len(units))
    plc += b"".join(struct.pack("<HIH", 0, q[3] * 2 | 0x40000000 if q[2] else q[3], 0) for q in pieces)
    struct.pack_into("<II", main, 0x1A2, len(table), len(plc) + 5)
    table += b"\2" + struct.pack("<I", len(plc)) + plc
    main[10] |= 4
    tree["WordDocument"], tree[name] = bytes(main), bytes(table)
    return ole_file.write(tree)


def pages(main, table, place, entry, paragraphs, moved):
    """Writes new pages of properties (FKP) behind the text and the table that names them."""
    start, size = u32(main, place), u32(main, place + 4)
    count = (size - 4) // 8
    old = []
    for i in range(count):
        page = main[u32(table, start + 4 * (count + 1) + 4 * i) * 512:][:512]
        for k in range(page[511]):
            offset = page[4 * (page[511] + 1) + entry * k] * 2
            body = b""
            if offset and paragraphs:
                length = page[offset] * 2 - 1 if page[offset] else page[offset + 1] * 2
                skip = 1 if page[offset] else 2
                body = bytes(page[offset + skip:offset + skip + length])
            elif offset:
                body = bytes(page[offset + 1:offset + 1 + page[offset]])
            old.append((u32(page, 4 * k), u32(page, 4 * k + 4), body))

    def properties(fc):
        return next((body for begin, end, body in old if begin <= fc < end), b"")
    runs = []
    for begin, end, fc in moved:
        body = properties(fc)
        if runs and runs[-1][2] == body and runs[-1][1] == begin:
            runs[-1][1] = end
        else:
            runs.append([begin, end, body])
    for i in range(len(runs) - 1):
        runs[i][1] = runs[i + 1][0]
    bounds, numbers = [], []
    while runs:
        page, used, n, bottom = bytearray(512), 0, 0, 511
        offsets = []
        for begin, end, body in runs:
            if paragraphs:
                coded = bytes([0, len(body) // 2]) + body if len(body) % 2 == 0 else bytes([(len(body) + 1) // 2]) + body
            else:
                coded = bytes([len(body)]) + body
            spot = (bottom - len(coded)) // 2 * 2 if body else 0
            top = 4 * (n + 2) + entry * (n + 1)
            if (spot or bottom) < top or n == 28:
                break
            if body:
                page[spot:spot + len(coded)] = coded
                bottom = spot
            offsets.append(spot // 2)
            n += 1
        for k in range(n):
            struct.pack_into("<II", page, 4 * k, runs[k][0], runs[k][1])
            page[4 * (n + 1) + entry * k] = offsets[k]
        page[511] = n
        main += b"\0" * (-len(main) % 512)
        bounds.append(runs[0][0])
        numbers.append(len(main) // 512)
        last = runs[n - 1][1]
        main += page
        runs = runs[n:]
    plc = b"".join(struct.pack("<I", b) for b in [*bounds, last]) + b"".join(struct.pack("<I", n) for n in numbers)
    struct.pack_into("<II", main, place, len(table), len(plc))
    table += plc


def word95():
    """Word 95, Chinese: text in GBK, one piece."""
    lines = ["柳河镇人民政府文件", "Word 95 的文字，没有片段表。", "2024年7月5日"]
    row = ["类别", "数量"]
    text = "\r".join(lines[:2]).encode("gbk") + b"\r" + b"".join(c.encode("gbk") + b"\7" for c in row) + b"\7"
    text += lines[2].encode("gbk") + b"\r"
    head = bytearray(0x300)
    struct.pack_into("<HHHHH", head, 0, 0xA5DC, 104, 0, 0x804, 0)
    struct.pack_into("<II", head, 0x18, 0x300, 0x300 + len(text))
    struct.pack_into("<I", head, 0x34, len(text))
    save("word95.doc", ole_file.write({"WordDocument": bytes(head) + text + b"\0" * 4096}))
    truth("word95.doc.txt", [*lines[:2], "\t".join(row), lines[2]])


def excel():
    def cell(value, style="", kind="string", more=""):
        style = f' table:style-name="{style}"' if style else ""
        if kind == "string":
            return f'<table:table-cell{style}{more} office:value-type="string">{p(value) if value else ""}</table:table-cell>'
        field = {"date": "office:date-value", "boolean": "office:boolean-value"}.get(kind, "office:value")
        return f'<table:table-cell{style}{more} office:value-type="{kind}" {field}="{value}"/>'

    def row(*cells):
        return "<table:table-row>" + "".join(cells) + "</table:table-row>"
    empty = "<table:table-cell/>"
    covered = "<table:covered-table-cell/>"
    link = ('<table:table-cell office:value-type="string"><text:p><text:a xlink:type="simple" '
            'xlink:href="http://www.liuhe.example/zfgs.html">点击查看</text:a></text:p></table:table-cell>')
    first = (row(cell("行政执法工作月报表", more=' table:number-columns-spanned="4" table:number-rows-spanned="1"'),
                 covered * 3)
             + row(cell("填报单位"), cell("柳河镇"), cell("填报日期"), cell("2024-07-05", "Day", "date"))
             + row(cell("办件数"), cell(17, kind="float"), cell("罚没金额"), cell(12500.5, kind="float"))
             + row(empty, empty, cell("占比"), cell(0.125, "Part", "percentage"))
             + row(cell("公示链接"), link) + row(cell("true", kind="boolean"))
             + row(cell("合计"), '<table:table-cell table:formula="of:=[.B3]*2" office:value-type="float" office:value="34"/>')
             + row(cell("年月"), cell("2024-06-01", "YearMonth", "date"), cell("时刻"), cell("2024-07-05T08:30:00", "Moment", "date"))
             + row(cell("负数"), cell(-3.25, kind="float"), cell("大数"), cell(420299000000, kind="float")))
    long_rows = [[f"第{i}条：" + "涉企行政执法案件经济影响评估" * 3 + f"（{i}）", f"plain ascii text number {i} " * 4 + "end"]
                 for i in range(120)]
    second = "".join(row(cell(a), cell(b)) for a, b in long_rows)
    body = ("<office:spreadsheet>"
            f'<table:table table:name="月报"><table:table-column table:number-columns-repeated="4"/>{first}</table:table>'
            f'<table:table table:name="附件">{row(empty, cell("第二页"))}</table:table>'
            f'<table:table table:name="单位列表" table:style-name="Gone">{row(cell("不应出现"))}</table:table>'
            f'<table:table table:name="长表">{second}</table:table></office:spreadsheet>')
    part = '<number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%</number:text>'
    dash = "<number:text>-</number:text>"
    day = f'<number:year number:style="long"/>{dash}<number:month number:style="long"/>'
    day_of_month = f'{dash}<number:day number:style="long"/>'
    clock = '<number:text> </number:text><number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/>'
    styles = (f'<number:date-style style:name="D">{day}{day_of_month}</number:date-style>'
              f'<number:date-style style:name="M">{day}</number:date-style>'
              f'<number:date-style style:name="T">{day}{day_of_month}{clock}</number:date-style>'
              f'<number:percentage-style style:name="P">{part}</number:percentage-style>'
              + "".join(f'<style:style style:name="{n}" style:family="table-cell" style:data-style-name="{d}"/>'
                        for n, d in (("Day", "D"), ("YearMonth", "M"), ("Moment", "T"), ("Part", "P")))
              + '<style:style style:name="Gone" style:family="table"><style:table-properties table:display="false"/>'
                '</style:style>', "")
    save("report.xls", office(("ods", "spreadsheet"), body, styles, "xls", "MS Excel 97"))
    truth("report.xls.txt", ["月报", "行政执法工作月报表", "填报单位\t柳河镇\t填报日期\t2024-07-05", "办件数\t17\t罚没金额\t12500.5",
                             "\t\t占比\t12.5%", "公示链接\t点击查看", "TRUE", "合计\t34",
                             "年月\t2024-06\t时刻\t2024-07-05 08:30", "负数\t-3.25\t大数\t420299000000", "附件", "\t第二页", "长表",
                             *["\t".join(r) for r in long_rows]])


def slides():
    def page(name, boxes):
        return f'<draw:page draw:name="{name}" draw:master-page-name="M">' + "".join(
            f'<draw:frame svg:x="2cm" svg:y="{2 + 4 * i}cm" svg:width="20cm" svg:height="3cm"{kind}><draw:text-box>'
            + "".join(p(line) for line in lines) + '</draw:text-box></draw:frame>'
            for i, (kind, lines) in enumerate(boxes)) + '</draw:page>'
    title = ' presentation:class="title"'
    outline = ' presentation:class="outline"'
    body = ("<office:presentation>" + page("a", [(title, ["执法培训"]), (outline, ["第一讲 程序", "第二讲 文书"]), ("", ["框里的字 box"])])
            + page("b", [(title, ["执法证件"]), ("", ["ASCII only"])]) + "</office:presentation>")
    styles = ('<style:page-layout style:name="L"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/>'
              '</style:page-layout>', '<office:master-styles><style:master-page style:name="M" style:page-layout-name="L"/>'
              '</office:master-styles>')
    tree = ole_file.read(office(("odp", "presentation"), body, styles, "ppt", "MS PowerPoint 97"))
    del tree["\5SummaryInformation"]  # a preview picture, 440 KB
    save("report.ppt", ole_file.write(tree))
    truth("report.ppt.txt", ["执法培训", "第一讲 程序", "第二讲 文书", "框里的字 box", "执法证件", "ASCII only"])


def merged():
    """A form with cells over several columns and rows."""
    def cell(text, more=""):
        return f'<table:table-cell{more}>{p(text)}</table:table-cell>'
    covered = "<table:covered-table-cell/>"
    two, down = ' table:number-columns-spanned="2"', ' table:number-rows-spanned="2"'
    rows = [cell("报表名称", ' table:number-columns-spanned="4"') + covered * 3,
            cell("填报单位", two) + covered + cell("柳河镇", two) + covered,
            cell("类别", down) + cell("指标") + cell("数量") + cell("备注"),
            covered + cell("办件数") + cell("17", two) + covered,
            cell("负责人") + cell("某某", ' table:number-columns-spanned="3"') + covered * 2]
    body = ('<office:text>' + p("前") + '<table:table><table:table-column table:number-columns-repeated="4"/>'
            + "".join(f"<table:table-row>{row}</table:table-row>" for row in rows) + '</table:table>' + p("后") + '</office:text>')
    save("merged.doc", office(("odt", "text"), body, ("", ""), "doc", "MS Word 97"))
    truth("merged.doc.txt", ["前", "报表名称", "填报单位\t\t柳河镇", "类别\t指标\t数量\t备注", "\t办件数\t17", "负责人\t某某", "后"])


def pictures():
    """A picture in the line and one that floats, in a Word file; one in a sheet."""
    from PIL import Image, ImageDraw
    made = []
    for size in (60, 80):
        image = Image.new("RGB", (size, size), "white")
        ImageDraw.Draw(image).ellipse((4, 4, size - 4, size - 4), outline="red", width=3)
        out = io.BytesIO()
        image.save(out, "PNG")
        made.append(out.getvalue())
    save("seal.png", made[0])

    def frame(data, anchor):
        return (f'<draw:frame text:anchor-type="{anchor}" svg:width="3cm" svg:height="3cm"><draw:image><office:binary-data>'
                f'{base64.b64encode(data).decode()}</office:binary-data></draw:image></draw:frame>')
    body = f'<office:text>{p("盖章：" + frame(made[0], "as-char"))}{p("另有" + frame(made[1], "char"))}</office:text>'
    save("picture.doc", office(("odt", "text"), body, ("", ""), "doc", "MS Word 97"))
    sheet = frame(made[0], "").replace(' text:anchor-type=""', '')
    body = ('<office:spreadsheet><table:table table:name="表"><table:shapes>' + sheet + '</table:shapes><table:table-row>'
            f'<table:table-cell office:value-type="string">{p("盖章")}</table:table-cell></table:table-row></table:table>'
            '</office:spreadsheet>')
    save("picture.xls", office(("ods", "spreadsheet"), body, ("", ""), "xls", "MS Excel 97"))


def filetime(year, month, day, hour, minute):
    import datetime
    moment = datetime.datetime(year, month, day, hour, minute, tzinfo=datetime.timezone(datetime.timedelta(hours=8)))
    epoch = datetime.datetime(1601, 1, 1, tzinfo=datetime.timezone.utc)
    return int((moment - epoch).total_seconds()) * 10_000_000


def properties(head, fixed, streams):
    """A property storage: fixed ones {id: (type, value)} and texts or bytes {id: (type, bytes)}."""
    folder, rows = {}, b""
    for number, (kind, value) in sorted(fixed.items()):
        rows += struct.pack("<HHIQ", kind, number, 6, value)
    for number, (kind, value) in sorted(streams.items()):
        folder["__substg1.0_%04X%04X" % (number, kind)] = value
        rows += struct.pack("<HHIII", kind, number, 6, len(value) + (2 if kind == 0x1F else 1 if kind == 0x1E else 0), 0)
    folder["__properties_version1.0"] = b"\0" * head + rows
    return folder


def wide(text):
    return (0x1F, text.encode("utf-16le"))


def outlook():
    body = "各位领导：\r\n\r\n现将月报报送如下，请查收。\r\n\r\n柳河镇综合执法中心\r\n"
    inner = properties(24, {0x39: (0x40, filetime(2024, 7, 4, 9, 0))},
                       {0x37: wide("转发的通知"), 0x0C1A: wide("县司法局"), 0x0C1F: wide("desk@county.example"),
                        0x0E04: wide("柳河镇"), 0x1000: wide("请于7月5日前报送。\r\n")})
    mail = properties(32, {0x39: (0x40, filetime(2024, 7, 5, 16, 30)), 0x3FDE: (3, 936), 0x3FFD: (3, 936)},
                      {0x37: wide("柳河镇6月月报"), 0x0C1A: wide("柳河镇"), 0x0C1F: wide("office@liuhe.example"),
                       0x0E04: wide("县司法局执法监督"), 0x1000: wide(body), 0x001A: wide("IPM.Note")})
    mail["__attach_version1.0_#00000000"] = properties(8, {0x3705: (3, 1)}, {
        0x3707: wide("6月月报（盖章）.txt"), 0x3704: wide("6D0D~1.TXT"), 0x3701: (0x102, "月报正文".encode())})
    mail["__attach_version1.0_#00000001"] = properties(8, {0x3705: (3, 5)}, {0x3001: wide("转发的通知")})
    mail["__attach_version1.0_#00000001"]["__substg1.0_3701000D"] = inner
    mail["__nameid_version1.0"] = {"__substg1.0_00020102": b""}
    save("report.msg", ole_file.write(mail))
    truth("report.msg.txt", ["发件人: 柳河镇 <office@liuhe.example>", "收件人: 县司法局执法监督", "主题: 柳河镇6月月报",
                             "日期: 2024-07-05 16:30", "", "各位领导：", "", "现将月报报送如下，请查收。", "", "柳河镇综合执法中心", "",
                             "发件人: 县司法局 <desk@county.example>", "收件人: 柳河镇", "主题: 转发的通知", "日期: 2024-07-04 09:00", "",
                             "请于7月5日前报送。"])


if __name__ == "__main__":
    word()
    word95()
    excel()
    merged()
    pictures()
    slides()
    outlook()
