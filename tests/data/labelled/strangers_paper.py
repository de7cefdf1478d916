"""Papers typed as plain text. `doc`: a line "# x" is a title, "= x" centred, "> x" right, "* x" a heading, "@" the next table,
"~before|url|after" a hyperlink, anything else a paragraph. In tables "⇓x" begins a cell merged downwards and "⇑" goes on with it."""
import re

import monthly
import paper
import places
from desk_helpers import numbers
from monthly import wan

MARKS = {"#": "t", "=": "c", ">": "r", "*": "h"}


def doc(text, *tables):
    left, out = list(tables), []
    for line in text.strip().split("\n"):
        if line == "@":
            out.append(("tab", left.pop(0)))
        elif line.startswith("~"):
            before, url, after = line[1:].split("|")
            out.append(("a", before, url, after, "网址"))
        elif line[:2] in ("# ", "= ", "> ", "* "):
            out.append((MARKS[line[0]], line[2:]))
        else:
            out.append(("p", line))
    return out


def plain_cells(blocks):
    """Without the marks of merged cells, for forms that have none."""
    def text(cell):
        return cell.replace("⇓", "").replace("⇑", "") if isinstance(cell, str) else cell
    return [(b[0], [[(text(c[0]), c[1]) if isinstance(c, tuple) else text(c) for c in row] for row in b[1]]) if b[0] == "tab" else b
            for b in blocks]


def docx(blocks):
    """Like paper.docx, with cells merged downwards."""
    import io
    import zipfile
    with zipfile.ZipFile(io.BytesIO(paper.docx(blocks))) as archive:
        entries = [(i.filename, archive.read(i)) for i in archive.infolist()]
    def merged(found):
        cell = found[0]
        if "⇓" in cell:
            cell = cell.replace("</w:tcPr>", '<w:vMerge w:val="restart"/></w:tcPr>', 1)
        elif "⇑" in cell:
            cell = cell.replace("</w:tcPr>", "<w:vMerge/></w:tcPr>", 1)
        return cell.replace("⇓", "").replace("⇑", "")
    return paper.packed([(n, re.sub(r"<w:tc>.*?</w:tc>", merged, x.decode(), flags=re.S).encode() if n == "word/document.xml" else x)
                         for n, x in entries])


def rtf(blocks):
    """As WordPad saves it."""
    def quoted(text):
        return "".join(c if c.isascii() and c not in "\\{}" else f"\\u{ord(c) if ord(c) < 32768 else ord(c) - 65536}?" for c in str(text))
    out = []
    for block in plain_cells(blocks):
        if block[0] == "tab":
            for row in block[1]:
                cells = [c if isinstance(c, tuple) else (c, 1) for c in row]
                edge, head = 0, ""
                for _, wide in cells:
                    edge += wide * 900
                    head += f"\\cellx{edge}"
                out.append("\\trowd" + head + "".join(f"\\intbl {quoted(c)}\\cell" for c, _ in cells) + "\\row")
        else:
            out.append("\\pard" + {"t": "\\qc ", "c": "\\qc ", "r": "\\qr "}.get(block[0], " ") + quoted(block[1]) + "\\par")
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}" + "\n".join(out) + "}").encode("ascii")


def made(name, blocks, sealed=True, wide=False):
    form = name.rpartition(".")[2].lower()
    if form == "docx":
        return docx(blocks)
    if form == "pdf":
        return paper.pdf(plain_cells(blocks), sealed=sealed, landscape=wide)
    if form == "rtf":
        return rtf(blocks)
    return {"xlsx": paper.xlsx, "txt": lambda b: paper.plain(b).encode("gb18030")}[form](plain_cells(blocks))


def stat(unit, n, head, told, foot):
    """The table of statistics: cases first, heads merged in both directions."""
    cells = [n["opened"], n["closed"], n["transferred"], wan(n["amount"]), n["due"], n["done"], n["measures"], n["no_penalty"], n["lighter"],
             n["mitigated"], n["no_coercion"], n["matters"], n["handled"], n["verified"], n["dishonest"]]
    return doc(f"# {head}\n填报单位：{places.full(unit)}{told}\n@\n单位负责人：　　　　填表人：{places.person(len(unit))}　　　　{foot}", [
        ["⇓序号", ("涉企行政执法案件", 4), ("经济影响评估", 3), ("适用“四张清单”（件）", 4), ("证明事项告知承诺制", 4), "⇓备注"],
        ["⇑", "立案（件）", "办结（件）", "移送（件）", "罚没金额（万元）", "应评估（件）", "已评估（件）", "采取措施（件）", "不予处罚", "从轻处罚", "减轻处罚",
         "免予强制", "事项（项）", "办件（件）", "核查（件）", "失信（件）", "⇑"], [1, *cells, ""]])


def ledger(unit, n, head, told, foot, month, sofar):
    """Groups merged downwards; the month's numbers beside those of the year."""
    groups = [("告知承诺制", [("证明事项数", "matters", "项"), ("承诺办件数", "handled", "件"), ("事后核查数", "verified", "件"), ("失信数", "dishonest", "件")]),
              ("经济影响评估", [("应评估案件", "due", "件"), ("已评估案件", "done", "件"), ("采取措施案件", "measures", "件")]),
              ("涉企案件", [("立案", "opened", "件"), ("办结", "closed", "件"), ("移送", "transferred", "件"), ("罚没金额", "amount", "元")]),
              ("包容审慎四张清单", [("不予处罚", "no_penalty", "件"), ("从轻处罚", "lighter", "件"), ("减轻处罚", "mitigated", "件"), ("免予强制", "no_coercion", "件")])]
    rows = [["类别", "指标", "计量单位", month, sofar]]
    for name, items in groups:
        for i, (label, key, measure) in enumerate(items):
            rows.append(["⇑" if i else "⇓" + name, label, measure, n[key], n[key] * 3 + (key != "matters")])
    return doc(f"# {head}\n{told}\n@\n> {places.full(unit)}\n> {foot}", rows)


def cells(unit, n, head, told, foot):
    """Two columns: what, and what was done, in words."""
    return doc(f"# {head}\n@\n> {places.full(unit)}（盖章）\n> {foot}", [
        *([["报告时段", told]] if told else []), ["工作内容", "当月开展情况"],
        ["证明事项告知承诺制", f"现有告知承诺证明事项{n['matters']}项，当月承诺办件{n['handled']}件，核查{n['verified']}件，失信{n['dishonest']}件。"],
        ["“四张清单”落实", f"不予处罚{n['no_penalty']}件，从轻处罚{n['lighter']}件，减轻处罚{n['mitigated']}件，免予行政强制{n['no_coercion']}件。"],
        ["涉企案件经济影响评估", f"应评估{n['due']}件，已评估{n['done']}件，采取措施{n['measures']}件。"],
        ["涉企案件办结", f"立案{n['opened']}件，办结{n['closed']}件，罚没金额{n['amount']}元，移送{n['transferred']}件。"], ["意见建议", "建议加大业务培训力度。"]])


def prose(unit, n, head, told, foot):
    return doc(f"""# {head}
阳新县司法局：
{told}，本单位认真落实行政执法协调监督工作要求，各项数据统计如下：
涉企行政执法案件本月立案{n['opened']}件、办结{n['closed']}件，罚没金额{wan(n['amount'])}万元，其中移送司法机关{n['transferred']}件；对{n['due']}件应评估案件开展经济影响评估，实际已评估{n['done']}件，采取措施{n['measures']}件。
落实“四张清单”，不予处罚{n['no_penalty']}件、从轻处罚{n['lighter']}件、减轻处罚{n['mitigated']}件、免予行政强制{n['no_coercion']}件。
推行证明事项告知承诺制，事项数{n['matters']}项，办件数{n['handled']}件，核查数{n['verified']}件，失信数{n['dishonest']}件。
> {places.full(unit)}
> {foot}""")


def pairs(unit, n, head, told, foot):
    """Label and number, twice a row, under lines that run across."""
    return doc(f"# {head}\n{told}\n@\n> 单位（公章）：{places.full(unit)}\n> 报送日期：{foot}", [
        [("一、涉企行政执法案件", 4)], ["立案数", n["opened"], "办结数", n["closed"]], ["罚没金额（元）", n["amount"], "移送司法机关", n["transferred"]],
        [("二、经济影响评估", 4)], ["应评估", n["due"], "已评估", n["done"]], ["采取措施", n["measures"], "", ""],
        [("三、证明事项告知承诺", 4)], ["事项数", n["matters"], "办件数", n["handled"]], ["核查数", n["verified"], "失信数", n["dishonest"]],
        [("四、四张清单", 4)], ["不予处罚", n["no_penalty"], "从轻处罚", n["lighter"]], ["减轻处罚", n["mitigated"], "免予行政强制", n["no_coercion"]]])
