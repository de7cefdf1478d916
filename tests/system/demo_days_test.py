"""The demo's mails end as their README says on whatever day it is shown: weekends, turns of the year, leap days. Taken in from
disk, without servers; scripts/demo itself shows the day it is run on."""
import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import demo
import demo_checks as checks

SOURCE = pathlib.Path(os.environ["FILINGD_SOURCE"])
BIN = pathlib.Path(os.environ["FILINGD_BIN"])
DAYS = ("2024-12-31", "2025-10-01", "2026-01-01", "2026-01-31", "2026-02-28", "2026-03-01", "2026-11-22", "2028-02-29")
CONFIG = """
[state]
directory = "{root}/state"
timezone = "Asia/Shanghai"
"""


class DemoDays(unittest.TestCase):
    def ctl(self, root, *arguments):
        done = subprocess.run([str(BIN / "filingctl"), "--config", str(root / "config"), *arguments], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def objects(self, root, *arguments):
        return [json.loads(line) for line in self.ctl(root, *arguments, "--json").splitlines()]

    def taken_in(self, root, day):
        subprocess.run([sys.executable, SOURCE / "tests/data/demo/make.py", "--today", day, "--out", root / "mails"], check=True)
        (root / "config").mkdir()
        (root / "config" / "filingd.toml").write_text(CONFIG.format(root=root))
        (root / "mails" / "units.toml").rename(root / "config" / "units.toml")
        expected = json.loads((root / "mails" / "expected.json").read_text())
        files = [root / "mails" / row["file"] for row in expected]
        for number, file in enumerate(files):  # a relay's line: the mail delivered twice is two messages
            file.write_bytes(f"Received: by relay.example with LMTP id {number}\r\n".encode() + file.read_bytes())
        self.ctl(root, "import", *map(str, files), "--received-at", f"{day}T09:00:00+08:00")
        return expected

    def test_every_mail_ends_as_it_should_on_every_day(self):
        for day in DAYS:
            with self.subTest(day=day), tempfile.TemporaryDirectory(prefix="filingd-test-") as folder:
                root = pathlib.Path(folder)
                expected = self.taken_in(root, day)
                messages, filings = self.objects(root, "messages"), self.objects(root, "filings")
                self.assertEqual(checks.outcomes(expected, messages, filings), [])
                self.assertEqual(checks.filings_as_expected(expected, filings), [])

    def test_the_digest_is_looked_for_on_a_working_day(self):
        for day, working in (("2026-11-21", "2026-11-23"), ("2026-11-23", "2026-11-23"), ("2026-01-01", "2026-01-04"),
                             ("2030-05-01", "2030-05-06")):
            with self.subTest(day=day):
                self.assertEqual(str(demo.next_working_day(datetime.date.fromisoformat(day))), working)


if __name__ == "__main__":
    unittest.main()
