#!/usr/bin/python3
"""The demo behind scripts/demo: real servers on loopback, filingd watching, mails delivered, every end checked against
tests/data/demo. $FILINGD_BIN holds the programs."""
import argparse
import datetime
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

import demo_checks as checks
from dovecot import Dovecot
from postfix import Postfix

SOURCE = pathlib.Path(__file__).resolve().parent.parent.parent
DATA = SOURCE / "tests" / "data" / "demo"
BIN = pathlib.Path(os.environ.get("FILINGD_BIN", SOURCE / "build" / "dev" / "bin"))
COUNTY = datetime.timezone(datetime.timedelta(hours=8))
LATER = "23:59"  # while the mails come in, a digest would tell half of them
OFFICE, STAFF, PASSWORD = "filing@office.example", "staff@office.example", "demo-password"
# What people in the office do to the mailbox while filingd watches: {UID: a flag}. filingd must leave it so.
STAFF_MARKS = {1: "\\Seen", 2: "\\Flagged", 3: "\\Answered"}

CONFIG = """# The demo's configuration; config/filingd.toml explains every key.
[state]
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
remind_from = {remind_from}
reminders = false
digest_at = "{digest_at}"
"""

SEND = """#!/usr/bin/python3
# Sends a mail file to the demo's office, as the person in its From: line.
import email, email.utils, smtplib, sys
raw = open(sys.argv[1], "rb").read()
sender = email.utils.parseaddr(email.message_from_bytes(raw)["From"])[1]
smtplib.SMTP("127.0.0.1", {port}).sendmail(sender, ["{office}"], raw)
print("sent as", sender)
"""

READ = """#!/usr/bin/python3
# Prints the newest mail in the mailbox of an address of the demo.
import email, email.policy, pathlib, sys
box = pathlib.Path("{root}/imap/home") / sys.argv[1] / "Maildir"
newest = max((path for name in ("new", "cur") for path in (box / name).iterdir()), key=lambda path: path.stat().st_mtime)
mail = email.message_from_bytes(newest.read_bytes(), policy=email.policy.default)
print("Subject:", mail["Subject"], "\\n")
print(mail.get_body(("plain",)).get_content())
"""


def say(text=""):
    print(text, flush=True)


def now():
    return datetime.datetime.now(COUNTY)


def wait_for(what, seconds, ready):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := ready():
            return value
        time.sleep(0.1)
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


def next_working_day(day):
    while not is_working_day(day):
        day += datetime.timedelta(days=1)
    return day


def wait_for_one_day():
    """The mails, the duties and the digest belong to one day."""
    while now().strftime("%H:%M") >= "23:57":
        say("It is nearly midnight in the county: the demo waits for the new day.")
        time.sleep(30)


def processes_of(root):
    """Pids whose command line names the demo's folder: no others are ever ended."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid():
            try:
                if str(root).encode() in (entry / "cmdline").read_bytes():
                    found.append(int(entry.name))
            except OSError:
                pass
    return found


class Demo:
    def __init__(self, root, keep):
        self.root, self.keep = root, keep
        self.today = now().date()
        self.mails = root / "mails"
        self.daemon = self.imap = self.smtp = None
        self.failures = []

    # --- setting up ---
    def prepare(self):
        subprocess.run([sys.executable, DATA / "make.py", "--today", str(self.today), "--office", OFFICE, "--out", self.mails],
                       check=True)
        self.expected = json.loads((self.mails / "expected.json").read_text())
        units = tomllib.loads((self.mails / "units.toml").read_text())["unit"]
        senders = [row["from"] for row in self.expected] + [address for unit in units for address in unit["addresses"]]
        addresses = [OFFICE, STAFF, *dict.fromkeys(senders)]
        self.imap = Dovecot(self.root / "imap", users={address: PASSWORD for address in addresses}, detached=self.keep)
        self.imap.start()
        self.smtp = Postfix(self.root / "smtp", self.imap)
        self.smtp.start()
        (self.root / "config").mkdir()
        shutil.copy(self.mails / "units.toml", self.root / "config" / "units.toml")
        secret = self.root / "secret"
        secret.touch(mode=0o600)
        secret.write_text(PASSWORD + "\n")
        self.configure(LATER)

    def configure(self, digest_at):
        text = CONFIG.format(root=self.root, imap=self.imap, smtp=self.smtp, office=OFFICE, staff=STAFF,
                             remind_from=self.today.replace(day=1), digest_at=digest_at)
        (self.root / "config" / "filingd.toml").write_text(text)

    def program(self, name, *arguments, accept=(0,)):
        command = [str(BIN / name), "--config", str(self.root / "config"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        if done.returncode not in accept:
            raise RuntimeError(f"{name} {' '.join(arguments)} ended with {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def objects(self, *arguments, accept=(0,)):
        lines = self.program("filingctl", *arguments, "--json", accept=accept).splitlines()
        return [json.loads(line) for line in lines if line.strip()]

    # --- the daemon ---
    def start(self):
        with open(self.root / "filingd.log", "ab") as log:
            self.daemon = subprocess.Popen([str(BIN / "filingd"), "--config", str(self.root / "config")], stdout=log, stderr=log,
                                           stdin=subprocess.DEVNULL, start_new_session=True)

    def stop(self):
        """Ends filingd and says how long it took; an end that is not clean is a failure."""
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
        return took

    def alive(self):
        if self.daemon.poll() is not None:
            raise RuntimeError(f"filingd ended with {self.daemon.returncode}")

    def synced(self):
        self.alive()
        rows = self.objects("status", accept=(0, 1, 74))
        return bool(rows and any(rows[0].get("last_sync", {}).values()))

    # --- the mails ---
    def deliver(self):
        with smtplib.SMTP("127.0.0.1", self.smtp.port, timeout=30) as relay:
            for number, row in enumerate(self.expected, 1):
                bounce = row["from"].startswith("mailer-daemon")
                relay.sendmail("" if bounce else row["from"], [OFFICE], (self.mails / row["file"]).read_bytes())
                # A correction must not overtake what it corrects.
                if not self.smtp.wait_delivered():
                    raise RuntimeError(f"{row['file']} was not delivered\n" + self.smtp.log()[-2000:])
                say(f"   {row['file']:34} {row['what']}")
                if number == max(STAFF_MARKS):
                    self.mark()
        self.flags = {uid: sorted(STAFF_MARKS.get(uid, "").split()) for uid in range(1, len(self.expected) + 1)}

    def mark(self):
        client = self.imap.connect(OFFICE)
        client.select("INBOX")
        for uid, flag in STAFF_MARKS.items():
            client.uid("STORE", str(uid), "+FLAGS", flag)
        client.logout()

    def settled(self):
        self.alive()
        rows = self.objects("messages")
        return rows if len(rows) == len(self.expected) and all(row["state"] == "settled" for row in rows) else None

    def received(self, address):
        return [checks.parsed(raw) for raw in self.imap.messages(user=address).values()]

    def receipts(self):
        """{Message-ID of the mail: its receipts, as they arrived}"""
        found = {}
        for address in dict.fromkeys(row["from"] for row in self.expected):
            for mail in self.received(address):
                found.setdefault(mail["In-Reply-To"], []).append(mail)
        return found

    def all_answered(self):
        self.alive()
        queues = self.objects("status")[0]["queues"]
        return queues["notices_queued"] + queues["notices_sending"] == 0 and self.smtp.wait_delivered()

    # --- the end of the day ---
    def digest(self):
        """A second, single run: it finds nothing new and sends the digest. That is sent on working days: on others the
        demo looks from the next one on."""
        self.configure("00:00")
        day = next_working_day(now().date())
        as_of = [] if day == now().date() else ["--as-of", f"{day}T09:00:00+08:00"]
        if as_of:
            say(f"   Today is no working day: the digest is that of {day}.")
        self.program("filingd", "--once", *as_of)
        if not self.smtp.wait_delivered():
            self.failures.append("mail stays in the relay's queue")
        return self.received(STAFF)

    # --- what it shows ---
    def show(self, title, text=""):
        say(f"\n=== {title} ===" + ("\n" + text.rstrip() if text else ""))

    def show_mail(self, title, mail):
        names = ("From", "To", "Subject", "Date", "Auto-Submitted", "In-Reply-To")
        head = "\n".join(f"{name}: {mail[name]}" for name in names if mail[name])
        self.show(title, head + "\n\n" + checks.text_of(mail))

    def show_archive(self):
        archive = self.root / "state" / "archive"
        count = {name: sum(path.is_file() for path in (archive / name).rglob("*")) for name in ("messages", "objects")}
        lines = [str(archive) + ("" if self.keep else "   (removed when the demo ends; --keep leaves it)"),
                 f"  messages/    {count['messages']} mails, byte for byte", f"  objects/     {count['objects']} documents, each once",
                 "  journal/     what was settled and sent, hash-chained", "  by-filing/   for people; for example:"]
        tree = sorted(path for path in (archive / "by-filing").rglob("*") if path.is_file() and "月报" in str(path))
        lines += ["    " + str(path.relative_to(archive / "by-filing")) for path in tree if "黄颡口" in str(path)]
        self.show("The archive", "\n".join(lines))

    def report(self, receipts, digests):
        last = self.today.replace(day=1) - datetime.timedelta(days=1)
        self.show("What was filed (filingctl filings)", self.program("filingctl", "filings"))
        self.show("The month's matrix (filingctl matrix)",
                  self.program("filingctl", "matrix", "--obligation", "monthly-report", "--year", str(last.year)))
        say(f"The units sent nothing but this morning's mails: of {last.year}, what is older than {last.year}-{last.month:02d} is mostly overdue.")
        self.show("What waits for a person (filingctl review)", self.program("filingctl", "review"))
        # The second mail brings the Word file alone: its receipt asks for the rest.
        incomplete = receipts.get(self.expected[1]["message_id"])
        if incomplete:
            self.show_mail(f"A receipt, as it arrived at {self.expected[1]['from']}", incomplete[0])
        if digests:
            self.show_mail(f"The digest, as it arrived at {STAFF}", digests[0])
        self.show_archive()

    def check(self, what, wrong):
        say(f"{'ok   ' if not wrong else 'WRONG'}  {what}")
        for sentence in wrong:
            say("         " + sentence)
        self.failures += wrong

    def hold_against_expectation(self, before, receipts, digests):
        messages, filings, answered = before
        self.show("Held against what tests/data/demo/README.md says")
        self.check("every mail ended as it should", checks.outcomes(self.expected, messages, filings))
        self.check("every filing has the pieces it should", checks.filings_as_expected(self.expected, filings))
        self.check("receipts arrived where they should, in the right form", checks.answers(self.expected, receipts))
        self.check("one digest arrived", [] if len(digests) == 1 else [f"{len(digests)} arrived"])
        mails = [mail for found in receipts.values() for mail in found] + digests
        self.check("no notice names a party, a number or a fine", checks.nothing_private(mails))
        self.check("the mailbox is as senders and staff left it, flag by flag", checks.untouched(self.imap.flags(), self.flags))
        self.check("a second run filed and answered nothing", [] if before == self.picture() else ["something changed"])
        self.check("the archive matches the ledger (filingctl verify)", self.verified())
        log = (self.root / "filingd.log").read_text(errors="replace")
        self.check("filingd logged no warning", checks.log_is_quiet(log))
        rows = self.objects("reconcile", accept=(0, 1))
        self.check("the server's mails are all explained (filingctl reconcile)", checks.explained(rows))

    def verified(self):
        command = [str(BIN / "filingctl"), "--config", str(self.root / "config"), "verify"]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300)
        return [] if done.returncode == 0 else [(done.stdout + done.stderr).strip()]

    def picture(self):
        receipts = sum(map(len, self.receipts().values()))
        return self.objects("messages"), self.objects("filings"), receipts

    # --- from beginning to end ---
    def watch(self):
        say("1. Servers of their own for this demo: Dovecot (IMAP over TLS, own certificate authority) and Postfix (SMTP).")
        self.prepare()
        say(f"   {self.imap.url}  {self.smtp.tls_url}  smtp://127.0.0.1:{self.smtp.port}")
        self.program("filingd", "--check-config")
        self.start()
        wait_for("the first look into the mailbox", 30, self.synced)
        say(f"2. filingd watches the empty mailbox {OFFICE}.\n"
            f"3. {len(self.expected)} invented mails of {self.today} are sent to it by SMTP:")
        self.deliver()
        begun = time.monotonic()
        wait_for("settling all mails", 120, self.settled)
        wait_for("sending the last receipt", 60, self.all_answered)
        say(f"4. All are settled and answered, {time.monotonic() - begun:.1f} s after the last one came.")
        say(f"5. filingd is stopped; that took {self.stop():.1f} s.")

    def run(self):
        wait_for_one_day()
        self.today = now().date()
        begun = time.monotonic()
        say(f"filingd demo. It happens on this machine alone, in {self.root}.")
        self.watch()
        before = self.picture()
        say("6. filingd runs once more: nothing is new, but the digest for staff is due.")
        digests, receipts = self.digest(), self.receipts()
        self.report(receipts, digests)
        self.hold_against_expectation(before, receipts, digests)
        say(f"\n{len(self.expected)} mails, {len(before[1])} filings, {before[2]} receipts, {len(digests)} digest, "
            f"{len(self.failures)} not as expected, {time.monotonic() - begun:.0f} s")
        if self.keep:
            self.leave_running()
        say(self.program("filingctl", "reconcile", accept=(0, 1)).rstrip())
        return 1 if self.failures else 0

    def leave_running(self):
        self.configure("08:30")
        self.start()
        wait_for("the next look into the mailbox", 30, self.synced)
        for name, text in (("send", SEND), ("read", READ)):
            tool = self.root / name
            tool.write_text(text.format(port=self.smtp.port, office=OFFICE, root=self.root))
            tool.chmod(0o755)
        (self.root / "pids.json").write_text(json.dumps(
            {"filingd": self.daemon.pid, "postfix": self.smtp.pid, "dovecot": self.imap.process.pid}))
        ctl = f"{BIN}/filingctl --config {self.root}/config"
        say(f"\nfilingd, Dovecot and Postfix go on running.\n"
            f"Send it a mail (a town that has sent nothing yet; any other .eml file will do):\n"
            f"  {self.root}/send {self.mails}/extra/late-report.eml\n"
            f"See what became of it, and the answer in the sender's mailbox:\n"
            f"  {ctl} filings\n  {self.root}/read fenglin@qq.example\n"
            f"Stop it and remove everything:\n  scripts/demo --stop {self.root}\n")

    def clean(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if self.daemon:
            self.stop()
        for server in (self.smtp, self.imap):
            try:
                if server:
                    server.remove()
            except RuntimeError as error:
                say(f"while cleaning up: {error}")
        end_all(self.root)
        shutil.rmtree(self.root, ignore_errors=True)


def sudo():
    return [] if os.geteuid() == 0 else ["sudo", "-n"]


def end_all(root):
    """Nothing that names the folder outlives it."""
    for word, seconds in (("TERM", 10), ("KILL", 5)):
        pids = processes_of(root)
        if not pids:
            return
        subprocess.run([*sudo(), "kill", f"-{word}", *map(str, pids)], capture_output=True)
        deadline = time.monotonic() + seconds
        while processes_of(root) and time.monotonic() < deadline:
            time.sleep(0.1)


def stop_kept(root):
    if not (root / "pids.json").exists():
        say(f"{root} is no folder of a demo that was left running")
        return 1
    for pid in json.loads((root / "pids.json").read_text()).values():
        # The number may be another process's by now.
        if pid in processes_of(root):
            subprocess.run([*sudo(), "kill", "-TERM", str(pid)], capture_output=True)
            wait_for(f"the end of process {pid}", 20, lambda: pid not in processes_of(root))
    end_all(root)
    subprocess.run([*sudo(), "rm", "-rf", str(root)], check=True)
    say(f"stopped; {root} is removed")
    return 0


def interrupted(number, _frame):
    raise KeyboardInterrupt(number)


def main():
    parser = argparse.ArgumentParser(prog="scripts/demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help="leave it running and say how to send it a mail")
    parser.add_argument("--stop", type=pathlib.Path, metavar="DIR", help="stop what --keep left running")
    arguments = parser.parse_args()
    if arguments.stop:
        return stop_kept(arguments.stop.resolve())
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    root = pathlib.Path(tempfile.mkdtemp(prefix="filingd-demo-"))
    root.chmod(0o755)
    demo = Demo(root, arguments.keep)
    kept = False
    try:
        code = demo.run()
        kept = arguments.keep
        return code
    except KeyboardInterrupt as signalled:
        say("\ninterrupted; cleaning up")
        return 128 + (signalled.args[0] if signalled.args else signal.SIGINT)
    except (RuntimeError, subprocess.SubprocessError, OSError, AssertionError) as error:
        say(f"the demo failed: {error}")
        log = root / "filingd.log"
        if log.exists():
            say("the end of filingd's log:\n" + log.read_text(errors="replace")[-3000:])
        return 1
    finally:
        if not kept:
            demo.clean()


if __name__ == "__main__":
    sys.exit(main())
