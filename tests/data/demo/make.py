#!/usr/bin/python3
"""Renders the demo's sample mails for a day.

    make.py [--today YYYY-MM-DD] [--office ADDRESS] --out DIR      NN-name.eml files, expected.json, units.toml, extra/
    make.py --readme                                                the table of README.md

A monthly report is about the month before the day it is sent, so the mails are rendered for the day of the demo; everything in them
is invented, and the same day gives the same bytes. Needs nothing but Python's own library.
"""
import argparse
import datetime
import json
import pathlib
import sys
import tomllib

import contents
from contents import Desk

HERE = pathlib.Path(__file__).resolve().parent
SHIPPED_UNITS = HERE.parent.parent.parent / "config" / "units.toml"


def quoted(value):
    return json.dumps(value, ensure_ascii=False)


def units_toml(desk):
    """The demo's units: some of the shipped directory, with invented addresses."""
    shipped = {unit["id"]: unit for unit in tomllib.loads(SHIPPED_UNITS.read_text())["unit"]}
    text = "# The demo's units, from the shipped directory; the addresses are invented.\n"
    for unit in contents.EVERYBODY:
        entry = {**shipped[unit], "addresses": [desk.address(unit)]}
        text += "\n[[unit]]\n" + "".join(f"{key} = {quoted(value)}\n" for key, value in entry.items())
    return text


def render(today, office, out):
    desk = Desk(today, office)
    out.mkdir(parents=True, exist_ok=True)
    expected = []
    for number, (name, make, row) in enumerate(contents.MAILS, 1):
        file = f"{number:02d}-{name}.eml"
        mail = make(desk, name, number)
        raw = mail if isinstance(mail, bytes) else mail.bytes()
        (out / file).write_bytes(raw)
        desk.sent[name] = raw
        expected.append({"file": file, "message_id": contents.message_id_of(raw), "from": contents.sender_of(raw),
                         **desk.resolved(row)})
    (out / "extra").mkdir(exist_ok=True)
    (out / "extra" / "late-report.eml").write_bytes(contents.late_report(desk, "late-report", len(contents.MAILS) + 1).bytes())
    (out / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")
    (out / "units.toml").write_text(units_toml(desk))


def readme_table():
    lines = ["| file | what it is | ends as | filings (unit · obligation · period · missing) | receipt |", "|---|---|---|---|---|"]
    for number, (name, _, row) in enumerate(contents.MAILS, 1):
        filings = "; ".join(f"{f['unit']} · {f['obligation']} · {contents.PERIOD_WORDS.get(f['period'], f['period'])} · "
                            + (", ".join(f["missing"]) or "nothing") for f in row.get("filings", []))
        lines.append(f"| {number:02d}-{name} | {row['what']} | {' or '.join(row['outcome'])} | {filings or '–'} | {row['receipt'].replace('|', ' or ')} |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--today", type=datetime.date.fromisoformat,
                        default=datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=8))).date())
    parser.add_argument("--office", default="filing@office.example")
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--readme", action="store_true")
    arguments = parser.parse_args()
    if arguments.readme:
        print(readme_table())
    elif arguments.out:
        render(arguments.today, arguments.office, arguments.out)
    else:
        parser.error("give --out DIR or --readme")
    return 0


if __name__ == "__main__":
    sys.exit(main())
