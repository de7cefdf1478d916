#!/usr/bin/python3
"""The demo behind scripts/demo: real servers on loopback, filingd watching, mails delivered, every end checked against
tests/data/demo. $FILINGD_BIN holds the programs."""
import argparse
import datetime
import email
import email.header
import email.policy
import json
import os
import pathlib
import shutil
import signal
import smtplib
import subprocess
import sys
import tempfile
import time
import tomllib

from dovecot import Dovecot
from postfix import Postfix

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
DATA = SOURCE / "tests" / "data" / "demo"
BIN = pathlib.Path(os.environ.get("FILINGD_BIN", SOURCE / "build" / "demo" / "bin"))
COUNTY = datetime.timezone(datetime.timedelta(hours=8))
OFFICE, STAFF, PASSWORD = "filing@office.example", "staff@office.example", "demo-password"
LONG_AGO = "23:59"  # the digest waits until the mails are settled

CONFIG = """[state]
directory = "{root}/state"
timezone = "Asia/Shanghai"

[[mailbox]]
name = "work"
url = "{imap.url}"
user = "{office}"
password = {{ file = "{root}/secret" }}
folders = ["INBOX"]
poll = "2s"
idle = true
ca_file = "{imap.ca_file}"

[smtp]
url = "{smtp.tls_url}"
from = "演示县司法局执法监督 <{office}>"
ca_file = "{imap.ca_file}"
rate = {{ per_15_minutes = 500, per_day = 5000 }}

[notices]
staff = ["{staff}"]
office = "联系人：演示县司法局执法监督股，电话 0000-0000000。"
digest_at = "{digest_at}"
"""


def say(text=""):
    print(text, flush=True)


def wait_for(what, seconds, ready):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := ready():
            return value
        time.sleep(0.2)
    raise RuntimeError(f"{what} did not happen within {seconds} s")


def is_working_day(day):
    """As filingd has it: weekends, the published year's days; of an unpublished year the fixed holidays."""
    file = SOURCE / "config" / "calendar" / f"{day.year}.toml"
    if not file.exists():
        fixed = {(1, 1), *((5, number) for number in range(1, 6)), *((10, number) for number in range(1, 8))}
        return day.weekday() < 5 and (day.month, day.day) not in fixed
    year = tomllib.loads(file.read_text())
    if day in year["working"]:
        return True
    return day.weekday() < 5 and not any(span["from"] <= day <= span["to"] for span in year["off"])


class Demo:
    def __init__(self, root, keep):
        self.root, self.keep = root, keep
        self.today = datetime.datetime.now(COUNTY).date()
        self.mails = root / "mails"
        self.daemon = self.imap = self.smtp = None
        self.failures = []

    # --- setting up ---
    def prepare(self):
        subprocess.run([sys.executable, DATA / "make.py", "--today", str(self.today), "--office", OFFICE, "--out", self.mails],
                       check=True)
        self.expected = json.loads((self.mails / "expected.json").read_text())
        addresses = [OFFICE, STAFF, *dict.fromkeys(row["from"] for row in self.expected)]
        self.imap = Dovecot(self.root / "imap", users={address: PASSWORD for address in addresses}, detached=self.keep).start()
        self.smtp = Postfix(self.root / "smtp", self.imap).start()
        (self.root / "config").mkdir()
        shutil.copy(self.mails / "units.toml", self.root / "config" / "units.toml")
        secret = self.root / "secret"
        secret.write_text(PASSWORD + "\n")
        secret.chmod(0o600)
        self.configure(LONG_AGO)

    def configure(self, digest_at):
        text = CONFIG.format(root=self.root, imap=self.imap, smtp=self.smtp, office=OFFICE, staff=STAFF, digest_at=digest_at)
        (self.root / "config" / "filingd.toml").write_text(text)

    def program(self, name, *arguments, check=True):
        command = [str(BIN / name), "--config", str(self.root / "config"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if check and done.returncode != 0:
            raise RuntimeError(f"{name} {' '.join(arguments)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def objects(self, *arguments, check=True):
        return [json.loads(line) for line in self.program("filingctl", *arguments, "--json", check=check).splitlines() if line.strip()]

    def start(self):
        log = open(self.root / "filingd.log", "ab")
        self.daemon = subprocess.Popen([str(BIN / "filingd"), "--config", str(self.root / "config")], stdout=log, stderr=log,
                                       stdin=subprocess.DEVNULL, start_new_session=True)
        log.close()

    def stop(self):
        begun = time.monotonic()
        self.daemon.send_signal(signal.SIGTERM)
        try:
            code = self.daemon.wait(20)
        except subprocess.TimeoutExpired:
            self.daemon.kill()
            code = self.daemon.wait()
        took = time.monotonic() - begun
        self.daemon = None
        if code != 0 or took > 5:
            self.failures.append(f"filingd ended with {code} after {took:.1f} s")

    def alive(self):
        if self.daemon.poll() is not None:
            raise RuntimeError(f"filingd ended with {self.daemon.returncode}\n" + (self.root / "filingd.log").read_text()[-3000:])

    def synced(self):
        self.alive()
        rows = self.objects("status", check=False)
        return bool(rows and any(rows[0].get("last_sync", {}).values()))

    # --- the mails ---
    def deliver(self):
        with smtplib.SMTP("127.0.0.1", self.smtp.port, timeout=30) as relay:
            for row in self.expected:
                bounce = row["from"].startswith("mailer-daemon")
                relay.sendmail("" if bounce else row["from"], [OFFICE], (self.mails / row["file"]).read_bytes())
                # A correction must not overtake what it corrects.
                if not self.smtp.wait_delivered():
                    raise RuntimeError(f"{row['file']} was not delivered\n" + self.smtp.log()[-2000:])
                say(f"  {row['file']:34} {row['what']}")

    def settled(self):
        self.alive()
        rows = self.objects("messages")
        return rows if len(rows) == len(self.expected) and all(row["state"] == "settled" for row in rows) else None

    def received(self, address):
        """What stands in a recipient's mailbox, parsed."""
        return [email.message_from_bytes(raw, policy=email.policy.default) for raw in self.imap.messages(user=address).values()]

    def receipts(self):
        """{Message-ID of the mail: its receipts, as they arrived}"""
        found = {}
        for address in dict.fromkeys(row["from"] for row in self.expected):
            for mail in self.received(address):
                found.setdefault(mail["In-Reply-To"], []).append(mail)
        return found

    # --- checks ---
    def check_messages(self, messages):
        """Pairs ledger and expectation by Message-ID in the order of arrival (one mail is delivered twice)."""
        waiting = {}
        for message in sorted(messages, key=lambda row: row["places"][0]["uid"]):
            waiting.setdefault(message["message_id"], []).append(message)
        filings = {row["id"]: row for row in self.objects("filings")}
        final = {(f["unit"], f["obligation"], f["period"]): f["missing"] for row in self.expected for f in row["filings"]}
        for row in self.expected:
            message = (waiting.get(row["message_id"]) or [None]).pop(0)
            if message is None:
                self.failures.append(f"{row['file']}: not in the ledger")
                continue
            if message["outcome"] not in row["outcome"]:
                self.failures.append(f"{row['file']}: {message['outcome']} ({message['reason']}), not {' or '.join(row['outcome'])}")
            if message["outcome"] == "filed":
                got = sorted((filings[i]["unit"], filings[i]["obligation"], filings[i]["period"]) for i in message["filings"])
                want = sorted((f["unit"], f["obligation"], f["period"]) for f in row["filings"])
                if got != want:
                    self.failures.append(f"{row['file']}: filed as {got}, not {want}")
        for key, missing in final.items():
            found = [f for f in filings.values() if (f["unit"], f["obligation"], f["period"]) == key]
            if len(found) != 1 or sorted(found[0]["missing"]) != sorted(missing):
                self.failures.append(f"{' '.join(key)}: missing {[f['missing'] for f in found]}, not {missing}")
        for row in filings.values():
            if (row["unit"], row["obligation"], row["period"]) not in final:
                self.failures.append(f"a filing nobody expects: {row['unit']} {row['obligation']} {row['period']}")

    def check_receipts(self, receipts):
        for row in self.expected:
            count = len(receipts.get(row["message_id"], []))
            kinds = row["receipt"].split("|")
            twice = sum(other["message_id"] == row["message_id"] for other in self.expected)
            low, high = (0 if "none" in kinds else 1), (0 if kinds == ["none"] else twice)
            if twice > 1:
                low = 1
            if not low <= count <= high:
                self.failures.append(f"{row['file']}: {count} receipts arrived, expected {row['receipt']}")
            for mail in receipts.get(row["message_id"], []):
                reserved = "还没有登记在报送单位名下" in mail.get_body(("plain",)).get_content()
                if ("reserved" if reserved else "full") not in kinds:
                    self.failures.append(f"{row['file']}: the receipt is {'reserved' if reserved else 'full'}, not {row['receipt']}")

    def check_mailbox(self):
        touched = {uid: flags for uid, flags in self.imap.flags().items() if flags}
        if touched or len(self.imap.flags()) != len(self.expected):
            self.failures.append(f"the mailbox was touched: {touched}, {len(self.imap.flags())} mails")

    # --- the end of the day ---
    def digest(self):
        """The digest is sent on working days: on others the demo looks from the next one on."""
        self.configure("00:00")
        day = self.today
        while not is_working_day(day):
            day += datetime.timedelta(days=1)
        as_of = [] if day == self.today else ["--as-of", f"{day}T09:00:00+08:00"]
        self.program("filingd", "--once", *as_of)
        if not self.smtp.wait_delivered():
            self.failures.append("mail stays in the relay's queue")
        return self.received(STAFF)

    def show(self, title, text):
        say(f"\n=== {title} ===")
        say(text.rstrip())

    def show_mail(self, title, mail):
        names = ("From", "To", "Subject", "Date", "Auto-Submitted", "In-Reply-To")
        head = "\n".join(f"{name}: {mail[name]}" for name in names if mail[name])
        self.show(title, head + "\n\n" + mail.get_body(("plain",)).get_content())

    def report(self, receipts, digests):
        last = self.today.replace(day=1) - datetime.timedelta(days=1)
        self.show("filings", self.program("filingctl", "filings"))
        self.show("the month's matrix", self.program("filingctl", "matrix", "--obligation", "monthly-report", "--year", str(last.year)))
        self.show("in review", self.program("filingctl", "review"))
        if receipts.get(self.expected[1]["message_id"]):
            self.show_mail("a receipt, as it arrived", receipts[self.expected[1]["message_id"]][0])
        if digests:
            self.show_mail("the digest, as it arrived", digests[0])
        self.show("archive", f"{self.root}/state/archive" + ("" if self.keep else " (removed at the end; --keep leaves it)"))
        tree = sorted((self.root / "state" / "archive" / "by-filing").rglob("*"))
        for file in [path for path in tree if path.is_file()][:8]:
            say("  " + str(file.relative_to(self.root / "state" / "archive")))
        self.show("accounting", self.program("filingctl", "status"))
        say(self.program("filingctl", "reconcile", check=False).rstrip())

    def run(self):
        begun = time.monotonic()
        say(f"demo in {self.root}: Dovecot and Postfix on loopback, day {self.today}")
        self.prepare()
        self.program("filingd", "--check-config")
        self.start()
        wait_for("the first look into the mailbox", 30, self.synced)
        say(f"filingd watches the empty mailbox; delivering {len(self.expected)} mails:")
        self.deliver()
        messages = wait_for("settling all mails", 180, self.settled)
        wanted = sum("none" not in row["receipt"] for row in self.expected)
        try:
            wait_for("the last receipt", 60, lambda: sum(map(len, self.receipts().values())) >= wanted)
        except RuntimeError as error:
            self.failures.append(str(error))
        self.stop()
        digests = self.digest()
        receipts = self.receipts()
        if len(digests) != 1:
            self.failures.append(f"{len(digests)} digests arrived, expected 1")
        self.check_messages(messages)
        self.check_receipts(receipts)
        self.check_mailbox()
        self.report(receipts, digests)
        if any(row.get("unexplained") for row in self.objects("reconcile", check=False)):
            self.failures.append("reconcile finds something unexplained")
        for failure in self.failures:
            say("NOT AS EXPECTED: " + failure)
        say(f"\n{len(self.expected)} mails, {sum(map(len, receipts.values()))} receipts, {len(digests)} digest, "
            f"{len(self.failures)} not as expected, {time.monotonic() - begun:.0f} s")
        return 1 if self.failures else 0

    def leave_running(self):
        self.configure("08:30")
        self.start()
        pids = {"filingd": self.daemon.pid, "dovecot": self.imap.process.pid, "postfix": self.smtp.pid}
        (self.root / "pids.json").write_text(json.dumps(pids))
        say(f"\nIt goes on running. Send it a mail (a file FILE.eml) as one of the senders:\n"
            f"  python3 -c \"import smtplib; smtplib.SMTP('127.0.0.1', {self.smtp.port}).sendmail('xingguo@qq.example', "
            f"'{OFFICE}', open('FILE.eml','rb').read())\"\n"
            f"Look:  {BIN}/filingctl --config {self.root}/config status\n"
            f"Stop:  scripts/demo --stop {self.root}")

    def clean(self):
        if self.daemon:
            self.daemon.kill()
            self.daemon.wait()
        for server in (self.smtp, self.imap):
            if server:
                server.remove()
        shutil.rmtree(self.root, ignore_errors=True)


def stop_kept(root):
    pids = json.loads((root / "pids.json").read_text())
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    for name, pid in pids.items():
        # The number may be another process's by now.
        command = pathlib.Path(f"/proc/{pid}/cmdline")
        if command.exists() and str(root).encode() in command.read_bytes():
            subprocess.run([*(sudo if name == "postfix" else []), "kill", "-TERM", str(pid)])
            wait_for(f"the end of {name}", 20, lambda: not command.exists() or not command.read_bytes())
    subprocess.run([*sudo, "rm", "-rf", str(root)], check=True)
    say(f"stopped; {root} is removed")
    return 0


def main():
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave it running and say how to send it a mail")
    parser.add_argument("--stop", type=pathlib.Path, metavar="DIR", help="stop what --keep left running")
    arguments = parser.parse_args()
    if arguments.stop:
        return stop_kept(arguments.stop.resolve())
    root = pathlib.Path(tempfile.mkdtemp(prefix="filingd-demo-"))
    root.chmod(0o755)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    demo = Demo(root, arguments.keep)
    kept = False
    try:
        code = demo.run()
        if arguments.keep:
            demo.leave_running()
            kept = True
        return code
    except (RuntimeError, subprocess.SubprocessError, OSError, AssertionError) as error:
        say(f"the demo failed: {error}")
        log = root / "filingd.log"
        if log.exists():
            say(log.read_text(errors="replace")[-3000:])
        return 1
    finally:
        if not kept:
            demo.clean()


if __name__ == "__main__":
    sys.exit(main())
