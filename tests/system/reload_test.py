#!/usr/bin/python3
"""New rules for a filingd that runs, against a real Dovecot: SIGHUP after a file was dropped into obligations/; wrong rules
refused as a whole; a settlement of many mails with reloads in the middle; what systemd is told of it."""
import datetime
import os
import pathlib
import shutil
import signal
import socket
import tempfile
import time
import unittest

import docx
import mails
from dovecot import Dovecot
from office import Office

YEAR = datetime.datetime.now(mails.SHANGHAI).year
NEW = "fire-check-report"
NEW_RULES = f"""
[[obligation]]
id = "{NEW}"
title = "消防专项检查报告"
clause = "三"
nature = "filing"
who = ["town"]
due = {{ on = {YEAR}-12-20 }}
rollover = true
requires = ["document"]
[obligation.recognise]
titles = ["消防专项检查"]
strong = ["火灾隐患", "整改时限"]
file_names = ["消防专项检查"]
not = []
"""
BROKEN = NEW_RULES.replace(NEW, "broken").replace('nature = "filing"', 'nature = "fileing"')
WHERE = f"obligations/broken.toml:{BROKEN[:BROKEN.index('nature')].count(chr(10)) + 1}"
REFUSED = "新规则有误"


def fire_report(unit, number):
    document = docx.Document()
    document.add_heading(f"{unit}{YEAR}年消防专项检查报告", level=1)
    document.add_paragraph("县司法局：")
    document.add_paragraph(f"现将我单位{YEAR}年消防专项检查情况报告如下：发现火灾隐患{number}处，整改时限为一个月。")
    document.add_paragraph(unit)
    document.add_paragraph(f"{YEAR}年11月5日")
    return mails.mail(mails.SENDERS[unit], f"{unit}{YEAR}年消防专项检查报告", "请查收，详见附件。\n",
                      [(f"{unit}{YEAR}年消防专项检查报告.docx", mails.saved(document))], number)


class Notices:
    """What filingd tells systemd."""

    def __init__(self, path):
        self.path = str(path)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(self.path)
        self.socket.setblocking(False)
        self.told = []

    def all(self):
        while True:
            try:
                self.told.append(self.socket.recv(65536).decode())
            except BlockingIOError:
                return self.told

    def ready(self):
        return sum(text == "READY=1" for text in self.all())

    def status(self):
        return [text for text in self.all() if text.startswith("STATUS=")][-1]


class Reload(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.root.chmod(0o755)
        self.server = Dovecot(self.root / "dovecot").start()
        self.addCleanup(self.server.stop)
        self.office = Office(self.root / "office", self.server)
        self.rules = self.office.config / "obligations"
        shutil.copytree(pathlib.Path(os.environ["FILINGD_SOURCE"]) / "config" / "obligations", self.rules)
        self.notices = Notices(self.root / "notify")
        self.addCleanup(self.notices.socket.close)
        self.office.start(env={"NOTIFY_SOCKET": self.notices.path})
        self.addCleanup(lambda: self.office.daemon.poll() is None and self.office.kill())
        self.office.wait("readiness", lambda: self.notices.ready() == 1)

    def sentence(self):
        return self.office.ctl("status", "--json")[0]["sentence"]

    def hang_up(self):
        """SIGHUP, and the seconds until filingd is ready again."""
        before, begun = self.notices.ready(), time.monotonic()
        self.office.daemon.send_signal(signal.SIGHUP)
        self.office.wait("the reload", lambda: self.notices.ready() > before, seconds=20)
        return time.monotonic() - begun

    def deliver(self, message):
        known = len(self.office.settled())
        self.server.deliver(message)
        self.office.wait("the mail", lambda: len(self.office.settled()) > known)
        return self.office.settled()[-1]

    def filed(self):
        return {(f["unit"], f["obligation"]) for f in self.office.ctl("filings", "--json")}

    def test_a_dropped_file_is_in_force_after_a_reload(self):
        self.assertEqual(self.office.ctl("duties", "--obligation", NEW, "--json"), [])
        self.deliver(fire_report("柳树镇人民政府", 1))
        self.assertNotIn(("willow", NEW), self.filed())
        (self.rules / "fire.toml").write_text(NEW_RULES)
        self.assertLess(self.hang_up(), 5)
        self.deliver(fire_report("港口镇人民政府", 2))
        self.assertIn(("harbour", NEW), self.filed())
        duties = self.office.ctl("duties", "--obligation", NEW, "--json")
        self.assertEqual([(d["unit"], d["period"], d["state"] == "filed") for d in duties],
                         [("willow", str(YEAR), False), ("harbour", str(YEAR), True)])
        reloading = [text for text in self.notices.all() if text.startswith("RELOADING=1\n")]
        self.assertEqual(len(reloading), 1)
        microseconds = int(reloading[0].removeprefix("RELOADING=1\nMONOTONIC_USEC="))
        self.assertLess(abs(time.monotonic() - microseconds / 1e6), 120)
        self.assertLess(self.office.stop(), 5)
        self.office.verify()

    def test_wrong_rules_are_refused_as_a_whole_and_the_old_ones_stay(self):
        (self.rules / "fire.toml").write_text(NEW_RULES)
        self.hang_up()
        (self.rules / "fire.toml").unlink()
        (self.rules / "broken.toml").write_text(BROKEN)
        self.hang_up()
        self.assertIn("the new rules are refused", self.office.log_text())
        self.assertIn(WHERE, self.office.log_text())
        self.assertIn(WHERE, self.notices.status())
        told = self.office.run("filingctl", "status", check=False)
        self.assertEqual(told.returncode, 78)
        self.assertIn(WHERE, told.stderr)
        (self.rules / "broken.toml").unlink()
        # Not reloaded yet: what filingd works by still has the fire report.
        self.assertIn(REFUSED, self.sentence())
        self.assertIn(WHERE, self.sentence())
        (self.rules / "fire.toml").write_text(NEW_RULES)
        self.deliver(fire_report("港口镇人民政府", 2))
        self.assertIn(("harbour", NEW), self.filed())
        self.hang_up()
        self.assertNotIn(REFUSED, self.sentence())

    def test_what_a_reload_cannot_change_is_refused_with_the_cure(self):
        settings = self.office.config / "filingd.toml"
        good = settings.read_text()
        settings.write_text(good.replace(str(self.office.state), str(self.root / "elsewhere")))
        self.hang_up()
        settings.write_text(good)
        self.assertIn("systemctl restart filingd", self.sentence())
        self.assertFalse((self.root / "elsewhere").exists())
        # Only opening shows that there is no such group: the old rules come back.
        settings.write_text(good.replace("[state]\n", '[state]\nstaff_group = "filingd-nobody-here"\n'))
        self.hang_up()
        settings.write_text(good)
        self.assertIn("filingd-nobody-here", self.sentence())
        self.deliver(mails.report(number=1))
        self.assertIn(("willow", "monthly-report"), self.filed())
        self.hang_up()
        self.assertNotIn(REFUSED, self.sentence())

    def test_reloads_while_it_works_lose_nothing_and_do_nothing_twice(self):
        process = self.office.daemon.pid
        messages = mails.mixture(48)
        for number, message in enumerate(messages):
            self.server.deliver(message)
            if number % 8 == 3:
                self.office.daemon.send_signal(signal.SIGHUP)
                time.sleep(0.3)
        longest = max(self.hang_up() for _ in range(3))
        distinct = len(set(messages))
        self.office.wait("everything", lambda: len(self.office.settled()) == distinct, seconds=120)
        picture = self.office.picture()
        self.assertEqual(self.office.daemon.pid, process)
        self.assertIsNone(self.office.daemon.poll())
        self.assertLess(longest, 10)
        print(f"longest reload at work {longest:.1f} s", flush=True)
        self.office.stop()
        self.office.verify()
        self.assertEqual({m["reason"] for m in self.office.messages() if m["outcome"] == "review"} & {"poison"}, set())
        again = Office(self.root / "again", self.server)
        again.once()
        expected = again.picture()
        self.assertEqual({k: v[0] for k, v in picture["messages"].items()},
                         {k: v[0] for k, v in expected["messages"].items()})
        self.assertEqual(picture["filings"].keys(), expected["filings"].keys())


if __name__ == "__main__":
    unittest.main()
