"""scripts/bench latency: how long a mail takes from its delivery to the ledger while filingd idles on a real Dovecot.

One mail at a time (a report as one docx, by LMTP). Three moments, from the final dot of the delivery on: a plain client that
idles beside filingd sees EXISTS (the server's own delay); the ledger has the message settled; the difference is filingd's.
"""
import argparse
import os
import pathlib
import queue
import smtplib
import socket
import sqlite3
import statistics
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import mails  # noqa: E402
from dovecot import Dovecot  # noqa: E402
from office import Office  # noqa: E402

PATIENCE = 60
WARM = 3  # the first of a kind pays for itself


class Watcher(threading.Thread):
    """A client that does nothing but idle: puts the time of each EXISTS into `seen`."""

    def __init__(self, dovecot):
        super().__init__(daemon=True)
        self.client = dovecot.connect()
        self.client.select("INBOX", readonly=True)
        self.seen = queue.Queue()
        self.client.send(b"x IDLE\r\n")
        answer = self.client.readline()
        assert answer.startswith(b"+"), answer
        self.start()

    def run(self):
        while True:
            try:
                line = self.client.readline()
            except OSError:
                return
            if b" EXISTS" in line:
                self.seen.put(time.monotonic())
            if not line:
                return

    def close(self):
        self.client.sock.shutdown(socket.SHUT_RDWR)
        self.join()


NAMES = [a + b for a in "东西南北中上下前后里外高" for b in "山河湖林田"]


def units():
    return "".join(f'[[unit]]\nid = "unit{n}"\nname = "{name}镇人民政府"\nclass = "town"\naliases = ["{name}镇"]\n'
                   f'addresses = ["unit{n}@mail.test"]\n' for n, name in enumerate(NAMES))


def samples(count):
    """Last month's report of one unit after the other: every one a duty of its own."""
    year, month = mails.last_month()
    for number in range(count):
        name = f"{NAMES[number]}镇人民政府"
        word = mails.report_docx(name, year, month, number)
        yield mails.mail(f"unit{number}@mail.test", f"{name}{month}月行政执法工作月报", "请查收，详见附件。\n",
                         [(f"{name}{month}月月报.docx", word)], number)


def settled(ledger):
    return ledger.execute("SELECT count(*) FROM message WHERE state = 'settled'").fetchone()[0]


def deliver(dovecot, data):
    """By LMTP; the moment at which the final dot went out."""
    with smtplib.LMTP("127.0.0.1", dovecot.lmtp_port) as lmtp:
        lmtp.ehlo_or_helo_if_needed()
        lmtp.mail("sender@mail.test")
        lmtp.rcpt(dovecot.user)
        lmtp.putcmd("DATA")
        assert lmtp.getreply()[0] == 354
        lmtp.send(data.replace(b"\r\n.", b"\r\n.."))
        begun = time.monotonic()
        lmtp.send(b".\r\n")
        assert lmtp.getreply()[0] == 250
        return begun


def one(dovecot, watcher, ledger, data, number):
    begun = deliver(dovecot, data)
    seen = watcher.seen.get(timeout=PATIENCE)
    deadline = begun + PATIENCE
    while settled(ledger) < number:
        if time.monotonic() > deadline:
            raise RuntimeError(f"mail {number} is not settled after {PATIENCE} s")
        time.sleep(0.001)
    return seen - begun, time.monotonic() - begun


def row(name, seconds):
    ordered = sorted(seconds)
    p95 = ordered[min(len(ordered) - 1, round(0.95 * len(ordered)))]
    print(f"{name:<44} p50 {1000 * statistics.median(ordered):7.1f} ms   p95 {1000 * p95:7.1f} ms   "
          f"most {1000 * ordered[-1]:7.1f} ms")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--mails", type=int, default=50, help=f"at most {len(NAMES) - WARM}")
    options.add_argument("--folder", help="where the temporary folder stands")
    chosen = options.parse_args()
    if not 0 < chosen.mails <= len(NAMES) - WARM:
        options.error("too many mails, or none")
    with tempfile.TemporaryDirectory(prefix="filingd-latency-", dir=chosen.folder) as root:
        os.chmod(root, 0o755)  # Dovecot's processes are other users
        with Dovecot(pathlib.Path(root) / "dovecot") as dovecot:
            office = Office(pathlib.Path(root) / "office", dovecot, units=units())
            office.start()
            try:
                office.wait("the ledger", lambda: "idle" in office.log_text(), PATIENCE)
                ledger = sqlite3.connect(f"file:{office.state}/ledger/ledger.db?mode=ro", uri=True)
                watcher = Watcher(dovecot)
                figures = [one(dovecot, watcher, ledger, data, number)
                           for number, data in enumerate(samples(chosen.mails + WARM), 1)][WARM:]
                watcher.close()
                filed = ledger.execute("SELECT count(*) FROM message WHERE outcome = 'filed'").fetchone()[0]
                ledger.close()
            finally:
                office.stop()
    print(f"{len(figures)} mails of one docx, one at a time; {filed - WARM} filed; load {os.getloadavg()[0]:.1f}")
    row("delivery -> EXISTS at a plain client", [seen for seen, _ in figures])
    row("delivery -> settled in the ledger", [done for _, done in figures])
    row("beyond the server's own delay", [done - seen for seen, done in figures])


main()
