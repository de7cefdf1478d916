#!/usr/bin/python3
"""A year of mail of the shipped units, with its truth: generate.py SEED FOLDER [--until DAY] [--mails N]

    mail/NNNNN.eml    plan.jsonl    acts.jsonl    config/{filingd.toml, units.toml}

plan.jsonl, a mail a line in order of arrival: `at, file, sha256, from, kind, outcome (filed|duplicate|review|not_a_filing), places
(2: stands in two folders), filings[{unit, obligation, period, gives[], major, decided}]`. acts.jsonl: what people decide (pause, exempt, confirm, dismiss). Nothing here is taken from the program; the same seed gives
the same bytes."""
import argparse
import calendar
import datetime
import hashlib
import json
import pathlib
import random
import sys
import tomllib
import unicodedata

import papers
import texts

CHINA = datetime.timezone(datetime.timedelta(hours=8))
DAY = datetime.timedelta(days=1)
OFFICE = "office@desk.example"
SHIPPED = pathlib.Path(__file__).resolve().parents[2] / "config"
BEGIN, END = datetime.date(2024, 6, 3), datetime.date(2025, 7, 1)  # mails arrive before END
STRANGE = {"archives", "meteorology"}  # no address in units.toml; one of them gets confirmed in the year
CHIEF = {"xingguo", "transport", "tax"}  # reminders go to other people than those who file
TWO = {"fuchi", "health", "water"}       # two known addresses
DATED = {"training-report": (2024, 7, 1), "rectification-report": (2024, 9, 15), "commitment-list": (2024, 7, 15),
         "minor-violation-plan": (2024, 6, 15), "device-additions": (2024, 12, 15), "discretion-benchmark": (2024, 8, 15),
         "enforcement-matters-list": (2024, 11, 15), "training-plan": (2025, 2, 28)}
UNDATED = ["device-cleanup", "inspection-plan", "qualification-cleanup"]
LINKED = {"commitment-list", "discretion-benchmark", "inspection-plan", "enforcement-matters-list"}


def address(unit):
    return f"{unit}@unit.example"


class Year:
    def __init__(self, seed, until):
        self.r = random.Random(f"year {seed}")
        self.until = until
        self.units = tomllib.loads((SHIPPED / "units.toml").read_text(encoding="utf-8"))["unit"]
        self.names = {u["id"]: u["name"] for u in self.units}
        self.draw = {u["id"] for u in self.units[::4]}  # units whose seal is drawn in June
        self.taken = set()   # (sender, hour): one mail an hour from an address, far below any cap
        self.mails = []      # (at, row, a function that gives the bytes)
        self.serial = 0
        self.decided = []    # (row of a mail in review, the day a person looks at it, the act)

    # --- when ---
    def moment(self, day, sender):
        """A time of that day at which no poll falls, mostly of office hours."""
        for _ in range(60):
            hour = self.r.randint(8, 17) if self.r.random() < .9 else self.r.choice([0, 6, 7, 18, 20, 21, 22, 23])
            if (sender, day, hour) not in self.taken:
                break
        self.taken.add((sender, day, hour))
        minute = self.r.choice([m for m in range(60) if m % 30])
        return datetime.datetime(day.year, day.month, day.day, hour, minute, self.r.randint(1, 59), tzinfo=CHINA)

    def day(self, first, last):
        """Weekends are less likely."""
        span = (last - first).days
        for _ in range(4):
            found = first + DAY * self.r.randint(0, max(0, span))
            if found.weekday() < 5:
                break
        return found

    # --- what ---
    def add(self, day, sender, subject, text, kind, outcome, filings=(), files=(), places=1, make=None, **options):
        at = self.moment(day, sender)
        self.serial += 1
        serial = f"{self.serial:05d}.{self.r.getrandbits(32):08x}"
        row = {"at": at.isoformat(), "from": sender, "kind": kind, "outcome": outcome, "places": places,
               "filings": list(filings)}
        self.mails.append((at, row, make or (lambda: papers.mail(sender, OFFICE, subject, text, at, serial, [(n, f()) for n, f in files], **options))))
        return row

    def sender(self, unit):
        """One of the unit's addresses, or a clerk's own that nobody knows."""
        if unit in TWO and self.r.random() < .4:
            return f"{unit}2@unit.example"
        if self.r.random() < .06:
            return f"clerk{self.r.randint(100, 999)}@personal.example"
        return address(unit)

    def file(self, form, lines, seal_is=None):
        return lambda: papers.docx(lines) if form == "docx" else papers.pdf(lines, seal_is)

    def monthly(self, unit):
        for year, month in [(2024, m) for m in range(6, 13)] + [(2025, m) for m in range(1, 6)]:
            self.month(unit, f"{year}-{month:02d}", datetime.date(year, month, calendar.monthrange(year, month)[1]) + DAY)

    def month(self, unit, period, first):
        r, name = self.r, self.names[unit]
        nominal = first.replace(day=10)
        early, late = (first, nominal), (nominal + DAY, nominal + DAY * 24)
        short = f"{name}{int(period[5:])}月"
        # Pages are tried elsewhere: a drawn seal is read from the page, an electronic one is not.
        seal_is = "drawn" if period[5:] == "06" and unit in self.draw else "electronic"

        def send(day, pieces, lines, note="", outcome="filed", places=1, kind="monthly"):
            sender = self.sender(unit)
            files = []
            if "word" in pieces:
                files.append((f"{short}行政执法工作月报{note}.docx", self.file("docx", lines)))
            if "stamped-pdf" in pieces:
                files.append((f"{short}行政执法工作月报（盖章）{note}.pdf", self.file("pdf", lines, seal_is)))
            return self.add(day, sender, f"{name}{period[:4]}年{int(period[5:])}月行政执法工作月报{note}", f"现报送{short}行政执法工作月报，请查收。",
                     kind, outcome, [{"unit": unit, "obligation": "monthly-report", "period": period, "gives": pieces}], files, places)

        both, lines = ["word", "stamped-pdf"], texts.monthly(name, period, first + DAY * 3, r)
        mode = r.choices(["both", "halves", "split-late", "late", "twice", "corrected", "half", "half-then-both", "last-day", "never",
                          "two-places", "early"], [48, 9, 5, 9, 4, 4, 4, 4, 4, 5, 2, 3])[0]
        if mode in ("both", "twice", "corrected", "two-places"):
            day = self.day(*early)
            send(day, both, lines, places=2 if mode == "two-places" else 1)
            if mode == "twice":
                send(day + DAY * r.randint(1, 3), both, lines, outcome="duplicate")
            if mode == "corrected":
                again = texts.monthly(name, period, first + DAY * 4, r, corrected=True)
                send(day + DAY * r.randint(1, 12), both, again, "（更正版）")
        elif mode in ("halves", "split-late", "half-then-both"):
            halves = r.sample(both, 2)
            day = self.day(*early)
            send(day, halves[:1], lines)
            later = self.day(*late) if mode == "split-late" else day + DAY * r.randint(1, 9)
            send(later, both if mode == "half-then-both" else halves[1:], lines)
        elif mode == "late":
            send(self.day(*late), both, lines)
        elif mode == "last-day":  # the days about the tenth, where the day itself counts
            send(nominal + DAY * r.choice([0, 0, 1, 2, 3]), both, lines)
        elif mode == "early":  # in the month itself: a person must say whether it is that month's
            day = self.day(first - DAY * 9, first - DAY)
            made = send(day, both, texts.monthly(name, period, day, r, told="month"), outcome="review", kind="early")
            answer = r.choice(["assign", "assign", "dismiss", "later", "nothing"])
            if answer in ("assign", "dismiss"):
                act = {"act": answer, "unit": unit, "obligation": "monthly-report", "period": period, "reason": "已电话核实"}
                self.decided.append((made, day + DAY * r.randint(1, 30), act))
            elif answer == "later":
                send(self.day(*early), both, lines)
        elif mode == "half":
            send(self.day(*early), [r.choice(both)], lines)

    def item(self, unit, obligation, first, last, late_until, year):
        r, name = self.r, self.names[unit]
        mode = r.choices(["on-time", "late", "never", "twice"], [66, 16, 14, 4])[0]
        if mode == "never":
            return
        day = self.day(*((last + DAY, late_until) if mode == "late" else (first, last)))
        lines, form = texts.PAPERS[obligation](name, day, r), r.choice(["docx", "pdf"])
        title = name + texts.TITLES[obligation]
        link = f"https://www.yangxin.example/zwgk/{day:%Y%m}/t{day:%Y%m%d}_{r.randint(100000, 999999)}.html"
        filing = {"unit": unit, "obligation": obligation, "period": year}

        def send(when, gives, outcome="filed"):
            sender = self.sender(unit)
            words = f"现报送{title}，请查收附件。" + (f"\n公示链接：{link}\n" if "link" in gives else "")
            self.add(when, sender, title, words, "item", outcome, [{**filing, "gives": gives}],
                     [(f"{title}.{form}", self.file(form, lines))])

        if obligation == "discretion-benchmark" and r.random() < .15:
            day = self.draft(unit, title, lines, day)
        gives = ["document", "link"] if obligation in LINKED else ["document"]
        if obligation in LINKED and obligation != "enforcement-matters-list" and r.random() < .25:
            send(day, ["document"])
            if r.random() < .7:  # the same paper with its link, later
                send(day + DAY * r.randint(2, 20), gives)
            return
        send(day, gives)
        if mode == "twice":
            send(day + DAY * r.randint(1, 5), gives, "duplicate")

    def draft(self, unit, title, lines, day):
        """A draft goes to a person; half of them are dismissed some days later. The day of the paper itself, if it follows."""
        r = self.r
        sender, name = address(unit), f"{title}（征求意见稿）.docx"
        lines = [lines[0] + "（征求意见稿）", *lines[1:]]
        made = self.add(day, sender, f"{title}（征求意见稿）", "现报送征求意见稿，请查收附件。", "draft", "review",
                        (), [(name, self.file("docx", lines))])
        if r.random() < .5:
            self.decided.append((made, day + DAY * r.randint(2, 25), {"act": "dismiss", "unit": unit, "reason": "征求意见稿，不是报送"}))
        return day + DAY * r.randint(6, 60)

    def decisions(self, unit, prefix):
        r, name = self.r, self.names[unit["id"]]
        for serial in range(1, r.randint(15, 40) + 1):
            day = self.day(BEGIN, END - DAY * 3)
            number = f"{prefix}〔{day.year}〕{serial + 50 * (day.year - 2024)}号"
            major = r.random() < .6
            arrival = day + DAY * (r.randint(1, 15) if r.random() < .75 else r.randint(13, 35))
            lines, form = texts.decision(name, number, day, r, major), r.choice(["docx", "pdf"])
            sender = self.sender(unit["id"])
            normal = unicodedata.normalize("NFKC", prefix) + f"|{day.year}|{serial + 50 * (day.year - 2024)}"
            self.add(arrival, sender, f"{name}行政处罚决定书备案", "现将行政处罚决定书报送备案，请查收附件。", "decision", "filed",
                     [{"unit": unit["id"], "obligation": "major-penalty-decision", "period": normal, "gives": ["decision"], "major": major,
                       "decided": day.isoformat()}], [(f"行政处罚决定书.{form}", self.file(form, lines))])

    # --- what is no filing ---
    def other(self):
        """One mail that files nothing."""
        r, day = self.r, BEGIN + DAY * self.r.randint(0, (END - BEGIN).days - 1)
        unit = r.choice(self.units)["id"]
        person = f"user{r.randint(1, 400)}@personal.example"
        kind = r.choices(["courtesy", "vacation", "qq-vacation", "news", "system", "bounce", "read"], [22, 14, 8, 26, 16, 7, 7])[0]
        plain = {"kind": kind, "outcome": "not_a_filing"}
        n = r.randint(1, 999)
        if kind == "courtesy":
            self.add(day, address(unit), "回复：通知", r.choice(texts.COURTESIES) + "\n", **plain)
        elif kind == "vacation":
            self.add(day, address(unit), "自动回复：行政执法工作月报", r.choice(texts.VACATIONS) + "\n", headers=["Auto-Submitted: auto-replied"],
                     **plain)
        elif kind == "qq-vacation":  # QQ gives no header that says so
            self.add(day, person, "自动回复:报送材料", texts.VACATIONS[2] + "\n" + texts.VACATIONS[0] + "\n", headers=["X-Mailer: QQMail 2.x"],
                     **plain)
        elif kind == "news":
            self.add(day, f"newsletter@news{n % 20}.example", r.choice(texts.NEWS).format(n=n), "本期内容：行业动态、政策解读、读者来信。\n",
                     headers=["List-Id: <weekly.news.example>", "List-Unsubscribe: <mailto:leave@news.example>", "Precedence: bulk"], **plain)
        elif kind == "system":
            self.add(day, f"noreply@service{n % 15}.example", r.choice(texts.SYSTEM), f"编号{n}。此为系统邮件，请勿回复。\n",
                     headers=["Auto-Submitted: auto-generated"], **plain)
        elif kind == "bounce":
            report = (b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; "
                      b"gone@mail.example\r\nAction: failed\r\nStatus: 5.1.1\r\n")
            self.add(day, "postmaster@mx.example", "系统退信", f"您的邮件未能送达。编号{n}\n", kind="bounce", outcome="not_a_filing",
                     make=self.report_of("delivery-status", report, day, n))
        else:
            report = (b"Content-Type: message/disposition-notification\r\n\r\nReporting-UA: mail.example\r\nFinal-Recipient: rfc822; "
                      + person.encode() + b"\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n")
            self.add(day, person, "已读：通知", "", kind="read", outcome="not_a_filing",
                     make=self.report_of("disposition-notification", report, day, n, person))

    def report_of(self, kind, report, day, n, sender="postmaster@mx.example"):
        at = datetime.datetime(day.year, day.month, day.day, tzinfo=CHINA)
        serial = f"report{n}.{self.r.getrandbits(40):010x}"
        subject, text = ("系统退信", "您的邮件未能送达。") if kind == "delivery-status" else ("已读：通知", "您的邮件已被阅读。")
        return lambda: papers.mail(sender, OFFICE, subject, text + f"（{n}）\n", at, serial, parts=[report],
                                   kind=f"report; report-type={kind}")

    def acts(self):
        """Decisions of people that change what is reminded."""
        def at(day, hour=11):
            return datetime.datetime(*day, hour, 10, 5, tzinfo=CHINA).isoformat()
        made = [{"at": at((2024, 7, 2)), "act": "pause", "unit": "futu", "until": "2024-08-01"},
                {"at": at((2024, 9, 9)), "act": "pause", "unit": "audit", "until": None},
                {"at": at((2024, 10, 9)), "act": "resume", "unit": "audit"},
                {"at": at((2024, 10, 15)), "act": "confirm", "unit": "meteorology", "address": address("meteorology")},
                {"at": at((2025, 3, 20)), "act": "pause", "unit": "sanxi", "until": "2025-03-27"}]
        reason = "经局领导同意，本期免报"
        for day, unit, obligation, period in [((2024, 6, 20), "statistics", "training-report", "2024"), ((2024, 7, 5), "archives", "monthly-report", "2024-06"),
                                              ((2024, 12, 17), "jinhai", "device-additions", "2024"), ((2025, 2, 11), "veterans", "monthly-report", "2025-01")]:
            made.append({"at": at(day, 15), "act": "exempt", "unit": unit, "obligation": obligation, "period": period, "reason": reason})
        for row, day, act in self.decided:
            made.append({"at": at((day.year, day.month, day.day), 16), **act, "sha256": row.get("sha256")})
        return sorted((a for a in made if a["at"] < self.until.isoformat()), key=lambda a: a["at"])

    def plan(self, mails):
        for unit in self.units:
            self.monthly(unit["id"])
            for obligation, due in DATED.items():
                department = unit["class"] == "department"
                if obligation == "minor-violation-plan" and unit["id"] not in ("public-security", "health", "urban-management") \
                        or obligation == "enforcement-matters-list" and not department:
                    continue
                nominal = datetime.date(*due)
                self.item(unit["id"], obligation, max(BEGIN, nominal - DAY * 25), nominal, nominal + DAY * 30, str(nominal.year))
            for obligation in UNDATED:
                self.item(unit["id"], obligation, datetime.date(2024, 8, 1), datetime.date(2024, 12, 20), datetime.date(2024, 12, 30), "2024")
            if unit.get("number_prefixes"):
                self.decisions(unit, unit["number_prefixes"][0])
        while len(self.mails) < mails:
            self.other()
        self.mails = sorted((m for m in self.mails if m[0].date() < self.until), key=lambda m: (m[0], m[1]["from"]))


def settings():
    return f"""[state]
directory = "@STATE@"

[[mailbox]]
name = "work"
url = "imaps://imap.desk.example"
user = "{OFFICE}"
password = {{ env = "NONE" }}
folders = ["INBOX", "垃圾邮件"]
since = 2024-06-01

[smtp]
url = "smtp://127.0.0.1:1"
insecure = true
from = "执法监督 <{OFFICE}>"
rate = {{ per_15_minutes = 10000, per_day = 100000 }}

[notices]
staff = ["staff@desk.example"]
office = "阳新县司法局执法监督股"
"""


def directory():
    """The shipped units with invented addresses put in."""
    out, unit = [], ""
    for line in (SHIPPED / "units.toml").read_text(encoding="utf-8").splitlines():
        out.append(line)
        if line.startswith("id = "):
            unit = line.split('"')[1]
        elif line.startswith("class = ") and unit not in STRANGE:
            known = [address(unit)] + ([f"{unit}2@unit.example"] if unit in TWO else [])
            out.append(f"addresses = {json.dumps(known)}")
            if unit in CHIEF:
                out.append(f'remind = ["chief.{unit}@unit.example", "{address(unit)}"]')
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--until", type=datetime.date.fromisoformat, default=END, help="mails arrive before this day")
    parser.add_argument("--mails", type=int, default=9300, help="at least so many in the whole year")
    options = parser.parse_args()
    year = Year(options.seed, options.until)
    year.plan(options.mails)
    (options.folder / "mail").mkdir(parents=True)
    (options.folder / "config").mkdir()
    (options.folder / "config/filingd.toml").write_text(settings(), encoding="utf-8")
    (options.folder / "config/units.toml").write_text(directory(), encoding="utf-8")
    with open(options.folder / "plan.jsonl", "w", encoding="utf-8") as plan:
        for number, (_, row, make) in enumerate(year.mails, 1):
            row["file"] = f"mail/{number:05d}.eml"
            data = make()
            (options.folder / row["file"]).write_bytes(data)
            row["sha256"] = hashlib.sha256(data).hexdigest()
            print(json.dumps(row, ensure_ascii=False), file=plan)
    with open(options.folder / "acts.jsonl", "w", encoding="utf-8") as acts:
        for act in year.acts():
            print(json.dumps(act, ensure_ascii=False), file=acts)
    print(f"{len(year.mails)} mails in {options.folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
