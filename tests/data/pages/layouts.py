"""How a paper is laid out: decisions in six ways, monthly reports in four. Each gives its flow and where it is signed."""
import dataclasses

import paper
import words


@dataclasses.dataclass
class Signed:
    flow: paper.Flow
    sheet: int          # on which sheet
    unit: paper.Box
    date: paper.Box
    layout: str


def _flow(dice, dpi, **more):
    settings = {"body": dice.one_of(paper.BODY), "points": dice.one_of((12.0, 14.0, 14.0, 15.0, 16.0)), "leading": dice.between(1.55, 1.9),
                "top": dice.between(24, 36), "left": dice.between(24, 29), "right": dice.between(22, 27)}
    return paper.Flow(dpi, **(settings | more))


def _head_font(dice):
    return dice.one_of(("serif-bold", "hei", "song", "sans-bold", "serif-bold"))


def _sign(dice, flow, unit, date, alone="（此页无正文）"):
    flow.skip(dice.between(6, 14))
    if flow.room() < flow.step() * 2.4 + 18:
        flow.turn()
        flow.line(alone)
        flow.skip(12)
    sheet = flow.sheet
    size = flow.points
    wide, narrow = sheet.measure(unit, flow.body, size), sheet.measure(date, flow.body, size)
    right = sheet.width - flow.right - dice.between(2, 16)
    middle = right - max(wide, narrow) / 2
    places = []
    for text, length in ((unit, wide), (date, narrow)):
        places.append(sheet.put(middle - length / 2, flow.y, text, flow.body, size))
        sheet.say(text)
        flow.y += flow.step()
    return Signed(flow, len(flow.sheets) - 1, *places, "")


def _page_numbers(flow):
    for number, sheet in enumerate(flow.sheets, 1):
        text = f"- {number} -"
        sheet.centred(sheet.width / 2, sheet.height - 20, text, flow.body, 11)
        sheet.say(text)


def red_head(flow, dice, name, number="", star=False):
    """A red letterhead with its line; the number of the document between."""
    flow.red = True
    points = dice.between(24, 34)
    while flow.sheet.measure(name, "serif-bold", points, 0.6) > flow.wide:
        points *= 0.94
    flow.title(name, dice.one_of(("serif-bold", "sans-bold", "song")), points, paper.RED, 0.6)
    flow.skip(4)
    if number:
        flow.line(number, "centre")
    y, middle = flow.y + 1, flow.middle
    flow.sheet.rule(flow.left - 4, y, flow.left + flow.wide + 4, y, dice.between(0.5, 1.1), paper.RED)
    if star:
        import marks
        marks.red_star(flow.sheet, middle, y, 3.2)
    flow.skip(9)


def decision(dice, dpi, made, layout=None):
    layout = layout or dice.one_of(("plain", "plain", "head", "right", "spaced", "boxed", "form"))
    flow = _flow(dice, dpi)
    head, points = _head_font(dice), dice.between(19, 23)
    spaced = " ".join(made.title) if layout == "spaced" else made.title
    name = made.unit.name
    if layout == "head":
        red_head(flow, dice, name, made.number)
        flow.title(spaced, head, points)
    elif layout == "right":
        flow.title(name, head, points)
        flow.title(spaced, head, points + 1, gap=1.0)
        flow.skip(2)
        flow.line(made.number, "right")
    else:
        flow.title(name, head, points)
        flow.title(spaced, head, points)
        flow.skip(2)
        flow.line(made.number, "centre")
    flow.skip(dice.between(2, 5))
    if layout in ("boxed", "form"):
        rows = [[label, value] for label, value in made.blocks]
        flow.table(rows, [42, flow.wide - 42], dice.between(9, 11), points=min(flow.points, 14), thick=dice.between(0.2, 0.45))
        flow.skip(4)
    else:
        for label, value in made.blocks:
            flow.paragraph(f"{label}：{value}", indent=layout == "plain")
    for text in made.body:
        flow.paragraph(text)
    signed = _sign(dice, flow, name, made.day_words)
    if layout == "form":
        flow.skip(4)
        flow.line("当事人签名：", "left")
    if dice.chance(0.4):
        _page_numbers(flow)
    signed.layout = layout
    return signed


def _report_table(flow, dice, made, across):
    groups = [(name, labels, values) for (name, labels), values in zip(words.INDICATORS, made.values)]
    if across:
        top, labels, values, spans, at = [], [], [], [], 0
        for name, each, numbers in groups:
            top += [name] + [""] * (len(each) - 1)
            labels += each
            values += numbers
            spans.append((0, at, 1, len(each)))
            at += len(each)
        flow.table([top, labels, values], [flow.wide / at] * at, dice.between(15, 19), spans, points=dice.between(9, 10.5))
        return
    rows, spans = [["类别", "指标", "数量", "备注"]], []
    for name, each, numbers in groups:
        spans.append((len(rows), 0, len(each), 1))
        rows += [[name if i == 0 else "", label, number, ""] for i, (label, number) in enumerate(zip(each, numbers))]
    part = flow.wide / 20
    flow.table(rows, [part * 5, part * 8, part * 4, part * 3], dice.between(8.5, 10), spans, points=dice.between(10.5, 12.5), heads=1, thick=dice.between(0.2, 0.5))


def monthly(dice, dpi, made, layout=None):
    layout = layout or dice.one_of(("table", "table", "story", "both", "wide"))
    size = (297.0, 210.0) if layout == "wide" else (210.0, 297.0)
    flow = _flow(dice, dpi, sheet_size=size, **({"points": 12.0, "top": 22.0, "bottom": 18.0} if layout != "story" else {}))
    name = made.unit.name
    if layout == "story" and dice.chance(0.4):
        red_head(flow, dice, name + "文件", star=dice.chance(0.3))
    flow.title(made.title, _head_font(dice), dice.between(18, 22))
    flow.skip(3)
    if layout in ("table", "wide", "both"):
        flow.line(f"填报单位（盖章）：{name}")
        flow.line(f"统计期间：{made.stretch}")
        flow.skip(1)
    else:
        flow.line("县司法局：")
    if layout in ("story", "both"):
        for text in made.story if layout == "story" else made.story[:1]:
            flow.paragraph(text)
        flow.skip(2)
    if layout != "story":
        _report_table(flow, dice, made, layout == "wide")
        flow.skip(4)
        flow.line(f"填表人：{made.clerk}  审核人：{made.checker}  联系电话：000-0000000", points=11.0)
    signed = _sign(dice, flow, name, made.day_words)
    signed.layout = layout
    return signed


def letter(dice, dpi, unit, **more):
    """Words without a signature, for marks to stand on: a first page, some lines, a table or nothing much."""
    flow = _flow(dice, dpi, **more)
    what = dice.one_of(("lines", "lines", "some", "table", "little"))
    made, report = words.decision(dice, unit), words.monthly(dice, unit)
    flow.title(dice.one_of((made.title, report.title, "关于报送材料的函", "现场检查情况说明")), _head_font(dice), 20)
    flow.skip(6)
    if what == "table":
        _report_table(flow, dice, report, False)
    else:
        for text in {"lines": made.body + report.story, "some": report.story[:3], "little": report.story[:1]}[what]:
            if flow.room() > 30:
                flow.paragraph(text)
    return flow.sheets[0]
