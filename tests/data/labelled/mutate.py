#!/usr/bin/python3
"""Writes variants with truth: mutate.py FOLDER [--count 3000] [--seed 1]. One mail varies unit, month, wording, layout,
order, file form, names, container, mail program and charset at once; no two speak of the same duty, but for halves and
copies that are meant to. The same bytes for the same count and seed."""
import argparse
import datetime
import pathlib
import random
import sys

import build
import decisions
import desk
import mailroom
import monthly
import numerals
import paper
import places
import reports
import wording
from desk import Desk, Filing
from desk_helpers import numbers
from mailroom import File

TEXT_PROGRAMS = ["qq", "163", "foxmail", "outlook", "139", "iphone", "mailmaster", "gov"]
TOWN_NUMBER = {u: places.short(u)[0] + ("镇" if u in places.TOWNS else "管") for u in [*places.TOWNS, *places.AREAS]}
AGENCIES = {  # unit: (prefixes of 文号, topics)
    "market-supervision": (["阳市监处罚", "阳市监罚决", "阳市监处字", "阳市监价处"], ["food", "price"]), "urban-management": (["阳综执罚决字", "阳城管罚决字", "阳综执罚"],
                                                                                                          ["street"]),
    "transport": (["鄂黄阳交罚", "阳交运罚", "阳交罚决字"], ["road"]), "health": (["阳卫医罚", "阳卫公罚", "阳卫职罚", "阳卫传罚"], ["clinic"]),
    "ecology": (["黄环罚", "黄环阳罚", "黄环罚决字"], ["dust", "water"]), "emergency": (["（阳）应急罚", "(阳)应急罚", "阳应急罚决"], ["safety"]),
    "natural-resources": (["阳自然资罚决", "阳自资罚", "阳自然资罚决字"], ["land"]), "housing": (["阳建罚决字", "阳住建罚"], ["build", "wage"]),
    "tobacco": (["阳烟处", "阳烟罚"], ["tobacco"]), "fire-rescue": (["阳消行罚决字", "阳（消）行罚决字"], ["fire"]),
            "agriculture": (["阳农（渔政）罚", "阳农（种子）罚", "阳农罚"], ["fish"]),
    "water": (["阳水罚决字", "阳水罚"], ["sand"]), "culture-tourism": (["（阳）文综罚字", "阳文综罚"], ["net"]), "forestry": (["阳林罚决字", "阳林罚"], ["tree"]),
    "public-security": (["阳公（治）行罚决字", "阳公（网）行罚决字"], ["brawl", "net"]), "medical-insurance": (["阳医保罚", "阳医保罚决"], ["fund"]),
    "tax": (["阳税稽罚", "阳税罚"], ["tax"]), "human-resources": (["阳人社监罚", "阳人社罚字"], ["wage"])}
BRACKETS = ["〔{}〕", "[{}]", "（{}）", "({})", "【{}】", "［{}］"]
DRAWN = [("fine",), ("confiscate-income", "fine"), ("fine", "order-suspend-business"), ("revoke-permit",), ("confiscate-property", "fine"),
         ("confiscate-property",),
         ("suspend-permit", "fine"), ("order-close",), ("bar-from-trade", "fine"), ("lower-qualification",), ("warning", "fine"),
         ("restrict-operations", "fine"), ("criticism",)]
THINGS = {"confiscate-property": ["涉案物品一批", "违法使用的电子秤2台", "违法建筑物81平方米"], "revoke-permit": ["《经营许可证》", "《食品经营许可证》", "道路运输经营许可证"],
          "suspend-permit": ["许可证一个月", "《道路运输经营许可证》九十日"], "order-suspend-business": ["", "十日", "一个月"], "order-close": [""],
          "bar-from-trade": ["三年内不得从事相关经营活动", "终身不得从事食品生产经营"], "lower-qualification": ["由乙级降为丙级"], "restrict-operations": ["三个月", "一年"]}


class Mutator:
    def __init__(self, seed):
        self.r = random.Random(f"variants-{seed}")
        self.desk = Desk()
        self.used, self.serial = set(), 0

    def one_of(self, *choices):
        return self.r.choice(choices[0] if len(choices) == 1 else choices)

    def clock(self, day):
        return f"{day} {self.r.randint(8, 20):02d}:{self.r.randint(0, 59):02d}"

    def sender(self, unit):
        """(address, shown name): the unit's own, or somebody's."""
        if self.r.random() < .6:
            return places.address(unit), self.one_of("", places.short(unit), "办公室")
        return f"{self.one_of(wording.LOCAL_PARTS)}{self.r.randint(1, 999)}@{self.one_of(places.DOMAINS)}", self.one_of(wording.NICKNAMES)

    def free(self, obligation, choices):
        """A unit and period nobody spoke of yet."""
        for _ in range(200):
            unit, period = self.one_of(places.UNITS), self.one_of(choices)
            if (unit, obligation, period) not in self.used:
                self.used.add((unit, obligation, period))
                return unit, period
        return None

    def send(self, when, unit, subject, body, files, trait, **more):
        program = self.one_of(TEXT_PROGRAMS)
        address, shown = self.sender(unit)
        if files and self.r.random() < .18:
            raw = self.r.random() < .6
            entries = [(f.name.encode("gb18030") if raw else f.name, f.data) for f in files]
            files = [File(self.one_of(wording.ARCHIVES), paper.packed(entries), entries)]
            trait += ["zip-gbk" if raw else "zip-utf8"]
        tree = mailroom.compose(program, body, files)
        roll = self.r.random()
        if files and roll < .06:
            inner = mailroom.Mail(desk.moment(when) - datetime.timedelta(hours=2), address, shown, subject, tree, program,
                                  f"inner-{self.serial}-{when}")
            tree = mailroom.compose("163", "见附件。", [File("原邮件.eml", inner.write(), inner)])
            address, shown, program, subject = "zhuanfa@qq.example", "", "163", "转发：" + subject
            trait += ["forward-as-attachment"]
        elif roll < .14:
            subject = self.one_of("转发：", "Fw: ", "回复：转发：", "FW: ") + subject
            tree = mailroom.compose(program, body + wording.quoted(places.full(unit), address, when, subject), files)
            trait += ["forward-inline"]
        return self.desk.mail(when, address, subject, program=program, shown=shown, tree=tree, traits=trait, **more)

    def monthly(self):
        slot = self.free("monthly-report", wording.PERIODS)
        if not slot:
            return
        unit, period = slot
        y, m = map(int, period.split("-"))
        day = datetime.date(y + m // 12, m % 12 + 1, self.r.randint(1, 14))
        n = numbers(self.r.random())
        zero = self.r.random() < .12
        title, told = self.r.randint(0, 4), self.one_of("full", "span", "full份", "zhfull", "两位", "span3", "dot", "dash")
        if zero:
            blocks, fields = monthly.zero(unit, period, self.r.randint(0, 2), str(day), told=told, title=self.one_of(0, 1, 3))
        else:
            layout = self.one_of(list(monthly.LAYOUTS))
            blocks, fields = monthly.report(unit, period, n, layout, str(day), told, title, self.r.random() < .5, self.r.randint(1, 90),
                                            self.one_of("plain", "zh", "wide", "circle", "padded"))
        blocks = wording.reworded(blocks, self.r, movable=True)
        form = "xlsx" if not zero and layout in ("form", "cumulative") and self.r.random() < .3 else "docx"
        word = paper.xlsx(blocks) if form == "xlsx" else paper.docx(blocks, split=self.r.random() < .3)
        sealed = paper.pdf(blocks)
        u, spoken = places.short(unit), self.one_of(f"{m}月", f"{m}月份", f"{numerals.MONTHS[m]}月", f"{y}年{m}月", f"{y}{m:02d}")
        names = [p.format(u=u, m=spoken) for p in self.one_of(wording.FILE_NAMES)]
        files = [File(f"{names[0]}.{form}", word), File(f"{names[1]}.pdf", sealed)]
        docs = [(word, "word"), (sealed, "stamped-pdf")]
        subject = self.one_of(wording.SUBJECTS).format(u=u, m=spoken)
        trait, roll = ["monthly-zero" if zero else f"monthly-{layout}"], self.r.random()
        if roll < .12:  # halves
            when = [self.clock(day), self.clock(day + datetime.timedelta(self.r.randint(1, 4)))]
            order = self.one_of([0, 1], [1, 0])
            for i, at in zip(order, when):
                self.send(at, unit, subject, self.body(), [files[i]], [*trait, "halves"],
                          filings=[Filing(unit, "monthly-report", period, [docs[i]], fields)], why=f"half of {u} {period}")
            return
        if roll < .24:
            keep = self.r.randint(0, 1)
            files, docs, trait = [files[keep]], [docs[keep]], [*trait, ["word-only", "pdf-only"][keep]]
        elif roll < .28:
            bare = paper.pdf(blocks, sealed=False)
            files[1], docs[1], trait = File(files[1].name, bare), (bare, "other"), [*trait, "no-seal"]
        if self.r.random() < .5:
            files.reverse()
        self.send(self.clock(day), unit, subject, self.body(), files, trait, filings=[Filing(unit, "monthly-report", period, docs, fields)],
                  why=f"{u} {period}")

    def body(self):
        return self.one_of(wording.BODIES)

    def penalties(self):
        chosen = []
        for kind in self.one_of(DRAWN):
            if kind == "fine":
                chosen.append((kind, self.one_of(200000, 199999, 199900, 200100, 1000 * self.r.randint(1, 900), 12345,
                                                 100 * self.r.randint(5, 6000))))
            elif kind == "confiscate-income":
                chosen.append((kind, self.r.randint(300, 400000)))
            else:
                chosen.append((kind, self.one_of(THINGS[kind])) if kind in THINGS else (kind,))
        return chosen

    def paper_of_case(self):
        """A decision: (unit, File, Filing, day)."""
        self.serial += 1
        town = self.r.random() < .15
        unit = self.one_of(list(TOWN_NUMBER)) if town else self.one_of(list(AGENCIES))
        prefixes, topics = ([TOWN_NUMBER[unit] + "综执罚决字", TOWN_NUMBER[unit] + "综执罚"], ["street"]) if town else AGENCIES[unit]
        day = datetime.date(2024, 6, 3) + datetime.timedelta(self.r.randint(0, 700))
        serial = self.one_of(str(self.serial), f"{self.serial:04d}", f"第{self.serial:05d}", f"第{self.serial}")
        blank = self.one_of("", "", "", " ")
        number = f"{self.one_of(prefixes)}{blank}{self.one_of(BRACKETS).format(day.year)}{blank}{serial}{blank}号"
        topic, penalties = self.one_of(topics), self.penalties()
        human = topic in ("fish", "tree", "brawl") and self.r.random() < .5
        parties = [decisions.human(self.serial) if human else decisions.firm(self.serial)]
        if self.r.random() < .08:
            parties = [decisions.firm(self.serial), decisions.firm(self.serial + 50000)]
            for party in parties:
                party.penalties = [("fine", 1000 * self.r.randint(5, 290))]
            human = False
        style = self.one_of("num", "comma", "wan", "capital", "both", "common", "paren", "full")
        every = [x for p in parties for x in p.penalties] or penalties
        if style == "wan" and any(p[1] % 100 for p in every if len(p) > 1 and isinstance(p[1], int)):
            style = "num"
        authority = "黄石市生态环境局" if unit == "ecology" and self.r.random() < .6 else None
        blocks, fields = decisions.decision(unit, number, topic, penalties, str(day), parties, authority, style, self.r.randint(0, 11),
                                            self.one_of("plain", "zh", "circle", "wide", "zero"), number_first=self.r.random() < .7,
                                            headed=self.r.random() < .35)
        blocks = wording.reworded(blocks, self.r)
        data, form = (paper.pdf(blocks, sealed=self.r.random() < .8), "pdf") if self.r.random() < .35 else (paper.docx(blocks,
                                                                                                                       split=self.r.random() < .3),
                                                                                                            "docx")
        filing = Filing(unit, "major-penalty-decision", fields["decision_number_normal"], [(data, "decision")], fields,
                        major=fields["major"] == "yes",
                        decision_date=str(day), undecided=(["fields.decision_number"] if blank else []) + (["fields.party_id",
                                                                                                            "fields.parties"] if human else []))
        return unit, File(f"{self.one_of(wording.DECISION_NAMES).format(p=parties[0].name, n=self.serial)}.{form}", data), filing, day

    def decision(self):
        unit, file, filing, day = self.paper_of_case()
        files, arrival, fields = [file], day + datetime.timedelta(self.r.randint(0, 22)), filing.fields
        if self.r.random() < .15:
            other = self.one_of("送达回证", "告知书", "立案", "结案", "法制审核")
            files.append(File(f"{other}.docx", paper.docx(decisions.look_alike(other, unit, self.serial, str(day)))))
        doubt = {"outcome": "review", "if_filed": [filing.key], "candidates": [filing.key],
                 "reason": "only the sum of the parties reaches the threshold"} \
            if fields["major"] == "uncertain" else {}
        self.send(self.clock(arrival), unit, self.one_of(wording.DECISION_SUBJECTS),
                  self.one_of(wording.DECISION_BODIES).format(u=places.full(unit)), files,
                  ["decision", *(f"kind-{k}" for k in fields["kinds"])], filings=[filing],
                  why=f"{fields['decision_number']}, major {fields['major']}", **doubt)

    def several(self):
        """Two or three decisions in one mail."""
        unit, file, filing, day = self.paper_of_case()
        found = [(file, filing)]
        for _ in range(60):
            other, file, filing, later = self.paper_of_case()
            if other == unit and abs((later - day).days) < 200 and filing.fields["major"] != "uncertain" and file.name not in [f.name for f,
                                                                                                                               _ in found]:
                found.append((file, filing))
                day = max(day, later)
            if len(found) == 3:
                break
        if len(found) > 1 and found[0][1].fields["major"] != "uncertain":
            self.send(self.clock(day + datetime.timedelta(self.r.randint(1, 9))), unit, self.one_of(wording.DECISION_SUBJECTS), self.body(),
                      [f for f, _ in found],
                      ["several-decisions"], filings=[f for _, f in found], why=f"{len(found)} decisions")

    def doubt(self):
        """Reports nobody could file without asking."""
        kind = self.one_of("halves-differ", "no-unit", "wrong-county", "month-not-over")
        slot = self.free("monthly-report", wording.PERIODS[1:])
        if not slot:
            return
        unit, period = slot
        y, m = map(int, period.split("-"))
        day = datetime.date(y + m // 12, m % 12 + 1, self.r.randint(1, 9))
        if kind == "month-not-over":
            day = datetime.date(y, m, self.r.randint(2, 12))
        title = 1
        blocks, _ = monthly.report(unit, period, numbers(self.r.random()), self.one_of("form", "quad", "narrative", "sections"), str(day),
                                   title=title)
        other, more = blocks, {"also_ok": []}
        if kind == "halves-differ":
            before = f"{y - (m == 1)}-{(m - 2) % 12 + 1:02d}"
            other, _ = monthly.report(unit, before, numbers(self.r.random()), "form", str(day), title=title)
            keys = [(unit, "monthly-report", period), (unit, "monthly-report", before)]
            self.used.add(keys[1])
            more = {"also_ok": ["filed"], "if_filed": keys, "candidates": keys}
        elif kind == "month-not-over":
            more = {"candidates": [(unit, "monthly-report", period)], "if_filed": [(unit, "monthly-report", period)]}
        else:
            name = self.one_of("大冶市保安镇人民政府", "黄石市下陆区应急管理局", "鄂州市梁子湖区林业局") if kind == "wrong-county" else ""
            long, brief = places.full(unit), places.short(unit)
            blocks = other = [(b[0], b[1].replace(long, name).replace(brief, name)) if isinstance(b[1], str) else
                              ("tab", [[(c[0].replace(long, name), c[1]) if isinstance(c, tuple) else c.replace(long, name) if isinstance(c,
                                                                                                                                          str) else c for c in row] for row in b[1]])
                              for b in blocks]
            more = {"also_ok": ["not_a_filing"] if kind == "wrong-county" else []}
        self.desk.mail(self.clock(day), f"x{self.r.randint(100, 999)}@qq.example", self.one_of("月报", "报送月报", "材料"), self.body(),
                       [File("月报.docx", paper.docx(blocks)), File("月报.pdf", paper.pdf(other))], program=self.one_of(TEXT_PROGRAMS),
                       outcome="review",
                       traits=["doubt", kind], reason=kind, why=kind.replace("-", " "), **more)

    def item(self):
        obligation = self.one_of([o for o in reports.EVERY if o not in wording.OFFICE])
        slot = self.free(obligation, ["2025", "2026"] if obligation == "training-plan" else ["2024"])
        if not slot or (obligation == "minor-violation-plan" and not places.bound(slot[0], obligation)) or (
                obligation == "enforcement-matters-list" and slot[0] not in places.OFFICES):
            return
        unit, period = slot
        nominal, _ = places.due(unit, obligation, period)
        day = max(datetime.date(2024, 6, 3), (nominal or datetime.date(2024, self.r.randint(8, 12),
                                                                       9)) + datetime.timedelta(self.r.randint(-9, 4)))
        blocks = reports.paper(obligation, unit, self.r.randint(0, 5), str(day), period)
        blocks = wording.reworded(blocks, self.r)
        body, links, trait = self.body(), [], [obligation]
        if "link" in places.requires(obligation) and self.r.random() < .8:
            self.serial += 1
            url = f"http://{self.one_of(wording.HOSTS)}/zwgk/{day:%Y%m}/t{day:%Y%m%d}_{2000000 + self.serial}.html"
            links, how = [url], self.one_of("body", "hyperlink", "text", "broken", "glued")
            trait.append(f"link-{how}")
            if how == "hyperlink":
                blocks.insert(-2, ("a", self.one_of("公开网址：", "公示地址："), url, "", self.one_of("点击查看", "网站链接", url)))
            elif how == "text":
                blocks.insert(-2, ("p", f"{self.one_of('公示网址', '公开链接', '网站公示地址')}：{url}{self.one_of('', '。', '；')}"))
            else:
                body += "\n" + {"body": f"链接：{url}\n", "glued": f"公示网址{url}，请查阅。", "broken": f"公示链接：{url[:38]}\n{url[38:]}"}[how]
        elif "link" in places.requires(obligation):
            trait.append("missing-link")
        form = self.one_of("docx", "docx", "pdf", "txt")
        if form == "txt" and "link-hyperlink" in trait:
            form = "docx"
        if form == "pdf" and {"link-hyperlink"} & set(trait):
            form = "docx"
        data = {"docx": lambda: paper.docx(blocks, split=self.r.random() < .3), "pdf": lambda: paper.pdf(blocks,
                                                                                                         sealed=self.r.random() < .7),
                "txt": lambda: paper.plain(blocks).encode(self.one_of("gb18030", "utf-8-sig"))}[form]()
        head = next(b[1] for b in blocks if b[0] == "t")
        name = self.one_of(head[:40], "附件", "材料", "1", "报告")
        self.send(self.clock(day), unit, self.one_of(f"{places.short(unit)}报送材料", head, "材料", ""), body, [File(f"{name}.{form}", data)],
                  trait,
                  filings=[Filing(unit, obligation, period, [(data, "document")], {}, links)], why=f"{obligation} of {places.short(unit)}")

    def look_alike(self):
        self.serial += 1
        kind, unit = self.one_of(decisions.LOOK_ALIKES), self.one_of(list(AGENCIES))
        day = datetime.date(2024, 6, 3) + datetime.timedelta(self.r.randint(0, 600))
        blocks = decisions.look_alike(kind, unit, self.serial, str(day))
        form = self.one_of("docx", "pdf")
        data = paper.docx(blocks) if form == "docx" else paper.pdf(blocks)
        self.send(self.clock(day + datetime.timedelta(3)), unit, self.one_of(wording.DECISION_SUBJECTS), self.body(),
                  [File(f"{self.one_of(kind, '文书', '1', '处罚材料')}.{form}", data)],
                  ["look-alike", f"look-alike-{kind}"], outcome="review", also_ok=["not_a_filing"], reason="look-alike",
                  why=f"{kind} is no decision to be filed")

    def nothing(self):
        subject, body, headers, trait, also = self.one_of(wording.NOTHING)
        day = datetime.date(2024, 6, 3) + datetime.timedelta(self.r.randint(0, 600))
        unit, m = self.one_of(places.UNITS), self.r.randint(1, 12)
        program = self.one_of(TEXT_PROGRAMS)
        text, head = body.format(u=places.short(unit), m=m), subject.format(u=places.short(unit), m=m)
        self.desk.mail(self.clock(day), self.sender(unit)[0], head, text, program=program, headers=headers, outcome="not_a_filing",
                       also_ok=also, traits=[trait],
                       reason=trait, why=trait)

    def copy(self):
        """A mail already there, once more."""
        filed = [e for e in self.desk.entries if e.outcome == "filed"]
        if filed:
            old = self.one_of(filed)
            later = old.mail.moment + datetime.timedelta(hours=self.r.randint(1, 90))
            self.desk.again(later.strftime("%Y-%m-%d %H:%M"), old)

    def run(self, count):
        kinds = [self.monthly] * 38 + [self.decision] * 36 + [self.item] * 14 + [self.look_alike] * 5 + [self.nothing] * 5 + [self.copy] * 2 + [self.several] * 2 + [self.doubt] * 3
        while len(self.desk.entries) < count:
            self.r.choice(kinds)()
        return self.desk


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--count", type=int, default=3000)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    table = Mutator(given.seed).run(given.count)
    desk.write(table, given.folder, build.SETTINGS, build.units())
    print(f"{len(table.entries)} mails, {len(table.ledger)} filings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
