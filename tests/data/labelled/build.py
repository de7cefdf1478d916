#!/usr/bin/python3
"""Writes the labelled set, or the strangers' mail: build.py FOLDER [--strangers]. The same bytes every time."""
import argparse
import pathlib
import sys

import desk
import places
import scenes_decisions
import scenes_items
import scenes_monthly
import scenes_more
import scenes_other
import scenes_time
import strangers_decisions
import strangers_items
import strangers_monthly
import strangers_second

SCENES = (scenes_monthly, scenes_decisions, scenes_items, scenes_time, scenes_other, scenes_more)
STRANGERS = (strangers_monthly, strangers_decisions, strangers_items, strangers_second)
HERE = pathlib.Path(__file__).resolve().parent
DAYS = ["2024-07-10", "2024-09-18", "2024-11-11", "2025-03-05"]
SETTINGS = """# For runs over the labelled set. @…@ are filled in by scripts/score; obligations and calendar are the shipped ones.
[state]
directory = "@STATE_DIR@"
timezone = "Asia/Shanghai"

[[mailbox]]
name = "work"
url = "imap://127.0.0.1:@IMAP_PORT@"
insecure = true
user = "yxfazhi@163.example"
password = { file = "@PASSWORD_FILE@" }
folders = ["INBOX"]
poll = "2s"
since = 2024-06-01

[smtp]
url = "smtp://127.0.0.1:@SMTP_PORT@"
insecure = true
user = "yxfazhi@163.example"
password = { file = "@PASSWORD_FILE@" }
from = "阳新县司法局执法监督 <yxfazhi@163.example>"

[notices]
staff = ["desk@yxzw.example"]
remind_from = 2024-06-17

[links]
check = false
hosts = ["*.gov.cn", "*.gov.example", "mp.weixin.qq.com"]
"""


def units(file=None):
    file = file or HERE.parents[2] / "config" / "units.toml"
    return places.directory(file.read_text(encoding="utf-8"))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--strangers", action="store_true", help="the strangers' mail instead of the set")
    given = options.parse_args()
    table = desk.Desk()
    for scenes in STRANGERS if given.strangers else SCENES:
        scenes.put(table)
    desk.write(table, given.folder, SETTINGS, units(), DAYS)
    print(f"{len(table.entries)} mails, {len(table.ledger)} filings")
    return 0


if __name__ == "__main__":
    sys.exit(main())
