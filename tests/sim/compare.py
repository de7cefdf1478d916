#!/usr/bin/python3
"""Holds a simulated year against the model: compare.py PLAN RUN EXPECTED. Prints each difference, one a line, and exits 1 when there
is any. PLAN is a plan of generate.py, RUN what year_sim left (config/, state/, sends.jsonl), EXPECTED what model.py wrote; $FILINGD_BIN holds filingctl."""
import argparse
import collections
import datetime
import email
import email.policy
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tomllib

from model import Calendar

SHIPPED = pathlib.Path(__file__).resolve().parents[2] / "config"
CHINA = datetime.timezone(datetime.timedelta(hours=8))
SHOWN = 40  # differences printed of each sort


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Differences:
    def __init__(self):
        self.found = collections.defaultdict(list)

    def add(self, sort, words):
        self.found[sort].append(words)

    def print(self):
        for sort, lines in sorted(self.found.items()):
            for line in lines[:SHOWN]:
                print(f"DIFFERENT {sort}: {line}")
            if len(lines) > SHOWN:
                print(f"DIFFERENT {sort}: … {len(lines) - SHOWN} more")
        return len(self.found) > 0


def notices_of(run):
    """Every notice of the ledger by its key, with recipients, items, and what went out under its Message-ID."""
    ledger = sqlite3.connect(f"file:{run / 'state/ledger/ledger.db'}?mode=ro", uri=True)
    ledger.row_factory = sqlite3.Row
    to, items = collections.defaultdict(list), collections.defaultdict(list)
    for row in ledger.execute("SELECT notice, address FROM notice_recipient"):
        to[row["notice"]].append(row["address"])
    for row in ledger.execute("SELECT notice, unit, obligation, period, stage, counts FROM notice_item"):
        items[row["notice"]].append(row)
    sent = collections.defaultdict(list)
    for line in rows(run / "sends.jsonl"):
        message = email.message_from_string(line["message"], policy=email.policy.default)
        sent[message["Message-ID"]].append({**line, "parsed": message})
    found = {}
    for row in ledger.execute("SELECT id, key, kind, state, unit, subject, message_id FROM notice"):
        mark = row["message_id"] if row["message_id"].startswith("<") else f"<{row['message_id']}>"
        found[row["key"]] = {**row, "to": sorted(to[row["id"]]), "items": items[row["id"]], "sends": sent.pop(mark, [])}
    return found, sent


def obligations():
    return [o for path in (SHIPPED / "obligations").glob("*.toml") for o in tomllib.loads(path.read_text(encoding="utf-8"))["obligation"]]


def words_of(message):
    """Text of all its text parts."""
    return "\n".join(p.get_content() for p in message.walk() if p.get_content_maintype() == "text")


def compare_notices(run, expected, kinds, differences):
    got, unknown = notices_of(run)
    for mark in unknown:
        differences.add("sent without a notice", mark)
    wanted = {n["key"]: n for n in rows(expected / "notices.jsonl") if n["kind"] in kinds}
    for key, notice in got.items():
        if len(notice["sends"]) > 1:
            differences.add("sent twice", key)
        if notice["kind"] in kinds and key not in wanted and notice["sends"]:
            differences.add(f"{notice['kind']} not expected", f"{key} to {notice['to']} at {notice['sends'][0]['at']}: {shown(notice)}")
    seen, digests = set(), Digests(run, {o["id"]: o["title"] for o in obligations()})
    for key, want in wanted.items():
        notice = got.get(key)
        if not notice or not notice["sends"]:
            differences.add(f"{want['kind']} missing", f"{key} to {want['to']} at {want['at']}: {want['items'] or want.get('file', '')}")
            continue
        compare_one(want, notice, differences)
        if want["kind"] == "digest":
            digests.compare(want, notice["sends"][0]["parsed"], differences)
        for row in notice["items"]:
            stage = row["unit"], row["obligation"], row["period"], row["stage"]
            if row["counts"] and stage in seen and want["kind"] == "reminder":
                differences.add("stage twice", "/".join(stage))
            seen.add(stage)
    return collections.Counter(n["kind"] for n in wanted.values())


def completions(plan):
    """{duty: the arrival that completed it}, of what is filed without a person."""
    requires = {o["id"]: o["requires"] for o in obligations()}
    given, done = collections.defaultdict(set), {}
    for mail in rows(plan / "plan.jsonl"):
        for filing in mail["filings"] if mail["outcome"] != "review" else []:
            duty = filing["unit"], filing["obligation"], filing["period"]
            given[duty] |= set(filing["gives"])
            if given[duty] >= set(requires[duty[1]]):
                done.setdefault(duty, datetime.datetime.fromisoformat(mail["at"]))
    return done


def check_promises(run, plan, differences):
    """What holds whatever the model says: one reminder a unit and day, in working hours of a working day, for something not yet
    filed; each stage once and none after a later one; nothing twice to anybody."""
    got, _ = notices_of(run)
    calendar, done = Calendar(), completions(plan)
    days, last, order = set(), {}, ["before:5", "before:1", "due", *(f"after:{n}" for n in range(1, 6))]
    reminders = sorted((n for n in got.values() if n["kind"] == "reminder" and n["sends"]), key=lambda n: n["sends"][0]["at"])
    for notice in reminders:
        at = datetime.datetime.fromisoformat(notice["sends"][0]["at"])
        if (notice["unit"], at.date()) in days:
            differences.add("promise", f"a second reminder to {notice['unit']} on {at.date()}")
        days.add((notice["unit"], at.date()))
        if not calendar.works(at.date()) or not 9 <= at.hour < 20:
            differences.add("promise", f"{notice['key']} went out at {at}")
        if all((notice["unit"], *item[:2]) in done and done[notice["unit"], *item[:2]] <= at for item in shown(notice)):
            differences.add("promise", f"{notice['key']} went out at {at} for what was filed: {shown(notice)}")
        for obligation, period, stage in shown(notice):
            duty = notice["unit"], obligation, period
            if order.index(stage) <= last.get(duty, -1):
                differences.add("promise", f"{notice['key']}: {'/'.join(duty)} {stage} after {order[last[duty]]}")
            last[duty] = max(last.get(duty, -1), order.index(stage))
    messages = collections.Counter(s["message"] for n in got.values() for s in n["sends"])
    for message, count in messages.items():
        if count > 1:
            differences.add("promise", f"{count} times the same bytes: {message[:200]}")


def shown(notice):
    return sorted([r["obligation"], r["period"], r["stage"]] for r in notice["items"])


def compare_one(want, notice, differences):
    key, sent = want["key"], notice["sends"][0]
    if notice["state"] != "sent":
        differences.add("state", f"{key} is {notice['state']}")
    for name, expected, found in (("to", want["to"], sorted(sent["to"])), ("unit", want["unit"], notice["unit"]),
                                  ("at", datetime.datetime.fromisoformat(want["at"]), datetime.datetime.fromisoformat(sent["at"]))):
        if expected != found and (name != "unit" or want["kind"] == "reminder"):
            differences.add(f"{want['kind']} {name}", f"{key}: {found} instead of {expected}")
    if want["kind"] == "reminder" and sorted(want["items"]) != shown(notice):
        differences.add("reminder items", f"{key}: {shown(notice)} instead of {sorted(want['items'])}")
    if want["kind"] == "receipt":
        compare_receipt(want, sent["parsed"], differences)


def compare_receipt(want, message, differences):
    """To a known address it tells period and gaps; to any other nothing of the filing."""
    text = message["Subject"] + "\n" + words_of(message)
    for filing in want["filings"]:
        year = filing["period"][:4]
        told = [f"{year}年{int(filing['period'][5:])}月"] if filing["obligation"] == "monthly-report" else []
        for words in told:
            if (words in text) != want["known"]:
                differences.add("receipt words", f"{want['key']} ({want['file']}): {words} {'absent' if want['known'] else 'told'}")
    if "420299" in text or "有限公司" in text:
        differences.add("receipt words", f"{want['key']} names a party")


class Digests:
    """Reads what a digest's text lists: under a heading of HEADS a line an item and period, with the names of the units. Long lists
    send the reader to the workbook: of many items the rest is not told, of many units the first and how many; of all units that owe
    an item only how many."""
    HEADS = {"■ 未报送名单": "overdue", "■ 材料不全": "incomplete", "■ 将到期": "due_soon"}
    SHEET = "■ 月度通报："
    SHEET_STATES = {"未报": ("overdue", "due_soon", "upcoming"), "不全": ("incomplete",), "待核": ("in_review",), "迟报": ("filed_late",), "按时": ("filed",)}
    HISTORY = "往期另有 ([0-9]+) 项"
    CUT = " 等（名单见附件"
    ALL = "全部 ([0-9]+) 个应报单位"
    WITHOUT_ADDRESS = "没有可用的邮箱地址"

    def __init__(self, run, titles):
        units = tomllib.loads((run / "config/units.toml").read_text(encoding="utf-8"))["unit"]
        self.units = {name: u["id"] for u in units for name in [u["name"], *u["aliases"]]}
        self.titles = titles

    def named(self, text):
        """Unit ids of names with 、 between, each with or without words in brackets."""
        plain = re.sub("（[^（）]*(（[^（）]*）)?[^（）]*）", "", text.partition(self.CUT)[0])
        names = plain.rstrip("。").split("、")
        return {self.units.get(name, f"unknown {name}") for name in names if name}

    def agrees(self, lines, expected):
        """Whether the lines' names are these units; of a cut list the first ones and their number, of all units their number."""
        if len(lines) == 1 and (whole := re.match(self.ALL, lines[0])):
            return int(whole[1]) == len(expected)
        told = set().union(*(self.named(line) for line in lines))
        counts = [int(n) for line in lines if self.CUT in line for n in re.findall("（([0-9]+) 个单位）", line)]
        return told == expected or told < expected and counts == [len(expected)]

    def words(self, obligation, period):
        told = f"{period[:4]}年{int(period[5:])}月" if period[4:5] == "-" else f"{period}年"
        return f"{self.titles[obligation]} {told}"

    def sections(self, text):
        """{heading: lines}"""
        found, lines = {}, []
        for line in text.splitlines():
            if line.startswith("■ "):
                lines = found.setdefault(line, [])
            elif line.strip():
                lines.append(line)
        return found

    def lists(self, sections):
        found, cut = {state: collections.defaultdict(list) for state in self.HEADS.values()}, set()
        for head, lines in sections.items():
            state = next((s for words, s in self.HEADS.items() if head.startswith(words + "（")), None)
            for line in lines if state else []:
                if line.startswith("- "):
                    item, _, names = line[2:].partition("：")
                    found[state][re.split("（|，缺", item)[0]].append(names)
                elif not re.search(self.HISTORY, line):
                    cut.add(state)
        return found, cut

    def compare(self, want, message, differences):
        key, text = want["key"], next(p for p in message.walk() if p.get_content_type() == "text/plain").get_content()
        sections = self.sections(text)
        found, cut = self.lists(sections)
        for state, names in want["owed"].items():
            expected = collections.defaultdict(set)
            for obligation, period, unit in names:
                expected[self.words(obligation, period)].add(unit)
            for item in sorted(expected.keys() | found[state].keys()):
                if not self.agrees(found[state][item], expected[item]) and not (state in cut and not found[state][item]):
                    differences.add("digest lists", f"{key}: {state}, {item}: {found[state][item]} instead of {sorted(expected[item])}")
        self.compare_sheets(want, sections, differences)
        history = re.search(self.HISTORY, text)
        if int(history[1] if history else 0) != want["history"]:
            differences.add("digest history", f"{key}: {history and history[1]} instead of {want['history']}")
        line = next((line for line in text.splitlines() if self.WITHOUT_ADDRESS in line), "")
        told = self.named(line.partition("：")[2].partition("。")[0])
        if told != set(want["without_address"]):
            differences.add("digest addresses", f"{key}: {sorted(told)} instead of {want['without_address']}")

    def compare_sheets(self, want, sections, differences):
        expected = {self.SHEET + self.words(sheet["obligation"], sheet["period"]): sheet["states"] for sheet in want["sheets"]}
        for head in {h for h in sections if h.startswith(self.SHEET)} ^ expected.keys():
            differences.add("month's sheet", f"{want['key']}: {head} {'absent' if head in expected else 'not expected'}")
        for head, states in expected.items():
            for word, meant in self.SHEET_STATES.items():
                line = next((line for line in sections.get(head, []) if line.startswith(f"- {word} ")), "")
                told, units = line.partition("：")[2], {u for u, s in states.items() if s in meant}
                if self.CUT in told:
                    told += f"（{line.split('：')[0].split()[-1]} 个单位）"
                if not self.agrees([told], units):
                    differences.add("month's sheet", f"{want['key']}: {word}: {told} instead of {sorted(units)}")


def duties_of(run, day):
    command = [pathlib.Path(os.environ["FILINGD_BIN"]) / "filingctl", "--config", str(run / "config"), "duties", "--as-of", day, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {(d["unit"], d["obligation"], d["period"]): d for d in map(json.loads, done.stdout.splitlines())}


def compare_duties(run, expected, last, differences):
    states = collections.Counter()
    for path in sorted(expected.glob("duties-*.jsonl")):
        day = path.stem.removeprefix("duties-")
        want = {(d["unit"], d["obligation"], d["period"]): d for d in rows(path)}
        got = duties_of(run, day)
        for key in sorted(want.keys() ^ got.keys()):
            differences.add(f"duty of {day}", f"{'/'.join(key)} {'not expected: ' + got[key]['state'] if key in got else 'absent'}")
        for key in sorted(want.keys() & got.keys()):
            w, g = want[key], got[key]
            names = ["due_nominal", "due", "state"] + (["missing"] if w["state"] == "incomplete" else []) \
                + (["reminders_sent", "next_reminder_at"] if day == last else [])
            for name in names:
                if w[name] != g.get(name):
                    differences.add(f"duty of {day}", f"{'/'.join(key)}: {name} {g.get(name)} instead of {w[name]}")
        states = collections.Counter(d["state"] for d in want.values())
    return states


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("plan", type=pathlib.Path)
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("expected", type=pathlib.Path)
    parser.add_argument("--kinds", default="reminder,receipt,digest", help="notices to compare; none: promises and duties")
    options = parser.parse_args()
    differences = Differences()
    kinds = options.kinds.split(",")
    count = compare_notices(options.run, options.expected, kinds, differences)
    last = max((p.stem.removeprefix("duties-") for p in options.expected.glob("duties-*.jsonl")), default="")
    check_promises(options.run, options.plan, differences)
    states = compare_duties(options.run, options.expected, last if "reminder" in kinds else "", differences)
    print("expected:", ", ".join(f"{n} {kind}s" for kind, n in sorted(count.items())), "; duties at the end:",
          ", ".join(f"{n} {state}" for state, n in sorted(states.items())))
    return 1 if differences.print() else 0


if __name__ == "__main__":
    sys.exit(main())
