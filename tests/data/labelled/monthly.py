"""Monthly reports: nine layouts, each in words of its own. Numbers come in as a record with keys of KEYS; a key that is
None isn't told. `report` gives blocks and the fields a reader must find."""
import datetime

import numerals
import places
from numerals import date, month

KEYS = ["matters", "handled", "verified", "dishonest", "no_penalty", "lighter", "mitigated", "no_coercion",
        "due", "done", "measures", "opened", "closed", "amount", "transferred"]
ZERO = dict.fromkeys(KEYS, 0)
TITLES = ["{u}{m}行政执法工作月报", "{u}行政执法工作月报（{m}）", "{m}行政执法工作月报表", "{u}关于{m}行政执法工作情况的月报", "行政执法工作月报"]
NAMES = ["行政执法工作月报", "月报", "行政执法月报", "执法工作月报表", "月报表"]


def numbers(*values):
    """In the order of KEYS; money in 元."""
    return dict(zip(KEYS, values))


def fields(period, n, zero=False):
    def part(*keys, names=()):
        return {name: n[k] for k, name in zip(keys, names or keys)}
    amount = n["amount"]
    cases = {"opened": n["opened"], "closed": n["closed"],
             "penalty_amount": None if amount is None else f"{amount}.00", "transferred": n["transferred"]}
    return {"period": period, "commitment": part("matters", "handled", "verified", "dishonest"),
            "four_lists": part("no_penalty", "lighter", "mitigated", "no_coercion"),
            "impact_assessment": part("due", "done", "measures"), "cases": cases, "zero_report": zero}


def wan(amount):
    return f"{amount / 10000:.4f}".rstrip("0").rstrip(".")


def foot(unit, when, serial, style="plain"):
    return [("p", f"填表人：{places.person(serial)}　　审核人：{places.person(serial + 4)}　　联系电话：{places.telephone(serial * 37)}"),
            ("r", places.full(unit)), ("r", date(when, style))]


def wide(unit, n, told, unit_yuan):
    """One row under a header of two."""
    amount = n["amount"] if unit_yuan else wan(n["amount"])
    return [("p", f"填报单位（盖章）：{places.full(unit)}　　　统计期间：{told}"), ("tab", [
        [("告知承诺制（证明事项）", 4), ("“四张清单”适用（件）", 4), ("涉企案件经济影响评估", 3), (f"涉企案件办理（{'件、元' if unit_yuan else '件、万元'}）", 4)],
        ["事项数", "办件数", "核查数", "失信数", "不予处罚", "从轻处罚", "减轻处罚", "免予行政强制", "应评估件数", "已评估件数", "采取措施件数",
         "立案数", "办结数", "罚没金额", "移送司法机关"],
        [n["matters"], n["handled"], n["verified"], n["dishonest"], n["no_penalty"], n["lighter"], n["mitigated"], n["no_coercion"],
         n["due"], n["done"], n["measures"], n["opened"], n["closed"], amount, n["transferred"]]])]


LABELS = [("matters", "实行告知承诺制的证明事项数", "项"), ("handled", "告知承诺制办件数", "件"), ("verified", "事中事后核查数", "件"),
          ("dishonest", "发现不实承诺（失信）数", "件"), ("no_penalty", "适用不予处罚清单", "件"), ("lighter", "适用从轻处罚清单", "件"),
          ("mitigated", "适用减轻处罚清单", "件"), ("no_coercion", "适用免予行政强制清单", "件"), ("due", "经济影响评估：应评估", "件"),
          ("done", "经济影响评估：已评估", "件"), ("measures", "经济影响评估：采取减缓措施", "件"), ("opened", "涉企案件立案", "件"),
          ("closed", "涉企案件办结", "件"), ("amount", "涉企案件罚没金额", "万元"), ("transferred", "移送司法机关", "件")]


def form(unit, n, told, unit_yuan):
    """An indicator a row."""
    rows = [["序号", "指标名称", "计量单位", "本月数", "备注"]]
    for i, (key, label, measure) in enumerate(LABELS, 1):
        if n[key] is None:
            continue
        value = n[key]
        if key == "amount":
            value, measure = (n[key], "元") if unit_yuan else (wan(n[key]), "万元")
        rows.append([i, label, measure, value, ""])
    return [("p", f"填报单位：{places.full(unit)}"), ("p", f"报告期：{told}"), ("tab", rows)]


def quad(unit, n, told, unit_yuan):
    """Label and value, twice a row."""
    cells = []
    for key, label, measure in LABELS:
        value = n[key]
        if key == "amount":
            value, measure = (value, "元") if unit_yuan else (wan(value), "万元")
        cells += [f"{label}（{measure}）", value]
    cells += ["存在问题", "无"]
    rows = [["单位名称", (places.full(unit), 3)], ["统计时段", (told, 3)]]
    rows += [cells[i:i + 4] for i in range(0, len(cells), 4)]
    return [("tab", rows)]


def narrative(unit, n, told, unit_yuan):
    money = f"{n['amount']}元" if unit_yuan else f"{wan(n['amount'])}万元"
    return [("p", f"现将{told}行政执法工作开展情况报告如下："),
            ("h", "一、证明事项告知承诺制推行情况"),
            ("p", f"本单位列入目录的告知承诺证明事项共{n['matters']}项，本月通过告知承诺方式办件{n['handled']}件，事后核查{n['verified']}件，"
                  f"发现失信{n['dishonest']}件。"),
            ("h", "二、包容审慎“四张清单”执行情况"),
            ("p", f"本月适用不予处罚{n['no_penalty']}件、从轻处罚{n['lighter']}件、减轻处罚{n['mitigated']}件、免予行政强制{n['no_coercion']}件。"),
            ("h", "三、涉企行政执法案件经济影响评估情况"),
            ("p", f"应评估案件{n['due']}件，已评估{n['done']}件，采取措施{n['measures']}件。"),
            ("h", "四、涉企行政执法案件办结情况"),
            ("p", f"本月涉企案件立案{n['opened']}件，办结{n['closed']}件，罚没金额{money}，移送司法机关{n['transferred']}件。"),
            ("h", "五、下步打算"), ("p", "继续落实包容审慎监管要求，抓好执法人员日常学习。")]


def letter(unit, n, told, unit_yuan):
    """A letter: numbers in running text, other order."""
    money = numerals.money(n["amount"], "both") if unit_yuan else f"{wan(n['amount'])}万元"
    return [("p", "县司法局："),
            ("p", f"按照年度行政执法协调监督工作要求，我单位对{told}的执法工作作了梳理。涉企案件方面，新立案{n['opened']}件，办结{n['closed']}件，"
                  f"罚没金额合计{money}，移送公安机关{n['transferred']}件。经济影响评估方面，应评估{n['due']}件，已评估{n['done']}件，"
                  f"采取措施{n['measures']}件。四张清单方面，不予处罚{n['no_penalty']}件，从轻处罚{n['lighter']}件，减轻处罚{n['mitigated']}件，"
                  f"免予行政强制{n['no_coercion']}件。证明事项告知承诺方面，现有事项{n['matters']}项，办件{n['handled']}件，核查{n['verified']}件，"
                  f"失信{n['dishonest']}件。"), ("p", "专此报告。")]


def cumulative(unit, n, told, unit_yuan):
    """Two columns of numbers: this month, and the year so far."""
    rows = [["类别", "项目", "本月", "本年累计"]]
    heads = ["证明事项告知承诺"] * 4 + ["四张清单"] * 4 + ["经济影响评估"] * 3 + ["涉企案件办结情况"] * 4
    names = ["事项数", "办件数", "核查数", "失信数", "不予处罚", "从轻处罚", "减轻处罚", "免予强制", "应评估", "已评估", "采取措施", "立案", "办结",
             "罚没金额（元）" if unit_yuan else "罚没金额（万元）", "移送"]
    for head, name, key in zip(heads, names, KEYS):
        value = n[key]
        more = value * 4 + 3 if key != "matters" else value
        if key == "amount" and not unit_yuan:
            value, more = wan(value), wan(more)
        rows.append([head, name, value, more])
    return [("p", f"单位：{places.full(unit)}"), ("p", f"所属月份：{told}"), ("tab", rows)]


def brief(unit, n, told, unit_yuan):
    """Lines with a colon, as typed into a mail."""
    money = f"{n['amount']}元" if unit_yuan else f"{wan(n['amount'])}万元"
    return [("p", f"报送单位：{places.full(unit)}"), ("p", f"报送月份：{told}"),
            ("p", f"1.告知承诺：事项数{n['matters']}，办件数{n['handled']}，核查数{n['verified']}，失信数{n['dishonest']}"),
            ("p", f"2.四张清单：不予处罚{n['no_penalty']}件；从轻{n['lighter']}件；减轻{n['mitigated']}件；免予强制{n['no_coercion']}件"),
            ("p", f"3.经济影响评估：应评{n['due']}件；已评{n['done']}件；采取措施{n['measures']}件"),
            ("p", f"4.涉企案件：立案{n['opened']}件；办结{n['closed']}件；罚没金额{money}；移送{n['transferred']}件")]


def grouped(unit, n, told, unit_yuan):
    """The group's name stands once, as in merged cells."""
    groups = [("证明事项告知承诺制", ["事项数", "办件数", "核查数", "失信数"]), ("包容审慎四张清单", ["不予处罚", "从轻处罚", "减轻处罚", "免予行政强制"]),
              ("涉企案件经济影响评估", ["应评估", "已评估", "采取措施"]), ("涉企行政执法案件办结", ["立案", "办结", "罚没金额", "移送"])]
    keys, rows = iter(KEYS), [["工作事项", "内容", "数量", "单位"]]
    for name, items in groups:
        for i, label in enumerate(items):
            key = next(keys)
            value, measure = n[key], "项" if key == "matters" else "件"
            if key == "amount":
                value, measure = (n[key], "元") if unit_yuan else (wan(n[key]), "万元")
            rows.append([name if i == 0 else "", label, value, measure])
    return [("p", f"填报单位（公章）：{places.full(unit)}"), ("p", f"统计月份：{told}"), ("tab", rows)]


def sections(unit, n, told, unit_yuan):
    """A small table under each heading; the money's unit stands in a note at the top."""
    def table(*pairs):
        return ("tab", [[label for label, _ in pairs], [value for _, value in pairs]])
    money = n["amount"] if unit_yuan else wan(n["amount"])
    return [("p", f"报送单位：{places.full(unit)}　　所属期：{told}"), ("r", f"金额单位：{'元' if unit_yuan else '万元'}"),
            ("p", "（一）告知承诺制办理"), table(("事项数", n["matters"]), ("办件数", n["handled"]), ("核查数", n["verified"]), ("失信数", n["dishonest"])),
            ("p", "（二）四张清单适用"), table(("不予处罚", n["no_penalty"]), ("从轻处罚", n["lighter"]), ("减轻处罚", n["mitigated"]),
                                      ("免予强制", n["no_coercion"])),
            ("p", "（三）经济影响评估"), table(("应评估", n["due"]), ("已评估", n["done"]), ("采取措施", n["measures"])),
            ("p", "（四）涉企案件办结"), table(("立案", n["opened"]), ("办结", n["closed"]), ("罚没金额", money), ("移送", n["transferred"]))]


LAYOUTS = {"wide": wide, "form": form, "quad": quad, "narrative": narrative, "letter": letter, "cumulative": cumulative, "brief": brief,
           "grouped": grouped, "sections": sections}
ZERO_TEXTS = [
    "{told}，我单位没有办理涉企行政执法案件，未发生不予处罚、从轻处罚、减轻处罚、免予行政强制情形，没有需要开展经济影响评估的案件，"
    "证明事项告知承诺制办件为零。现作零报告。",
    "经统计，{told}我单位涉企行政执法案件立案、办结均为0件，“四张清单”适用0件，经济影响评估0件，告知承诺办件0件，特此零报告。",
    "我单位{told}无涉企执法案件，证明事项告知承诺、四张清单、经济影响评估、案件办结等各项数据均为零。"]


def report(unit, period, n, layout, when=None, told="full", title=0, unit_yuan=False, serial=1, dated="plain"):
    """(blocks, fields)."""
    y, m = map(int, period.split("-"))
    when = when or str(datetime.date(y + m // 12, m % 12 + 1, 5))
    head = TITLES[title].format(u=places.short(unit), m=month(period, "full" if "{u}" not in TITLES[title] or title != 0 else "full份"))
    inside = LAYOUTS[layout](unit, n, month(period, told), unit_yuan)
    zero = all(not v for v in n.values())
    return [("t", head), *inside, *foot(unit, when, serial, dated)], fields(period, n, zero)


def zero(unit, period, kind=0, when=None, told="full", title=0):
    """A zero report in words. What it doesn't count one by one stays undecided."""
    y, m = map(int, period.split("-"))
    when = when or str(datetime.date(y + m // 12, m % 12 + 1, 4))
    head = TITLES[title].format(u=places.short(unit), m=month(period, "full"))
    text = ZERO_TEXTS[kind].format(told=month(period, told))
    return [("t", head), ("p", "县司法局："), ("p", text), ("r", places.full(unit)), ("r", date(when))], \
        {"period": period, "zero_report": True}
