#!/usr/bin/python3
"""The mail server goes away while filingd watches, mail arriving before, meanwhile and after: it goes on by itself.
$FILINGD_OUTAGE_SECONDS: how long the server is away (default 20; the promise speaks of 120)."""
import os
import pathlib
import tempfile
import time
import unittest

import mails
from dovecot import Dovecot
from office import Office
from postfix import Postfix

AWAY = int(os.environ.get("FILINGD_OUTAGE_SECONDS", "20"))
LONGEST_PAUSE = 2 * AWAY + 30  # the back-off doubles from 5 s: the pause at hand is at most as long as the outage was


class Outage(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.root.chmod(0o755)

    def test_it_goes_on_by_itself(self):
        senders = list(mails.SENDERS)
        users = {user: "secret" for user in (mails.OFFICE, *mails.SENDERS.values())}
        server = Dovecot(self.root / "dovecot", users=users).start()
        self.addCleanup(server.stop)
        # A second server takes the answers: the outage is the mailbox's alone.
        with Dovecot(self.root / "others", users=users) as others, Postfix(self.root / "postfix", others) as relay:
            office = Office(self.root / "office", server, smtp_url=relay.url)
            office.start()
            self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
            office.wait("the first look", lambda: office.ctl("status", "--json")[0]["accounting"])
            server.deliver(mails.report(senders[0], number=1))
            office.wait("the report before", lambda: len(office.settled()) == 1)

            server.deliver(mails.report(senders[1], number=2))  # may be half way when the server goes
            server.stop()
            gone = time.monotonic()
            office.wait("the outage to be told", lambda: "自动重" in office.ctl("status", "--json")[0]["sentence"])
            server.deliver(mails.report(senders[2], number=3))
            time.sleep(max(0, AWAY - (time.monotonic() - gone)))
            self.assertIsNone(office.daemon.poll(), office.log_text())

            server.start()
            server.deliver(mails.vacation(4))
            back = time.monotonic()
            office.wait("everything", lambda: len(office.settled()) == 4, seconds=LONGEST_PAUSE)
            print(f"away {back - gone:.0f} s, everything settled {time.monotonic() - back:.1f} s after the return", flush=True)
            office.wait("the all-clear", lambda: "自动重" not in office.ctl("status", "--json")[0]["sentence"])
            office.wait("the answers", lambda: all(n["state"] == "sent" for n in office.ctl("outbox", "list", "--json")))
            self.assertLess(office.stop(), 5)
            relay.wait_delivered()
            self.assertEqual(sorted(m["outcome"] for m in office.messages()), ["filed"] * 3 + ["not_a_filing"])
            for sender in mails.SENDERS.values():
                self.assertEqual(len(others.messages(user=sender)), 1, f"answers to {sender}")
        self.assertTrue(all(not flags for flags in server.flags().values()))
        office.verify()


if __name__ == "__main__":
    unittest.main(verbosity=2)
