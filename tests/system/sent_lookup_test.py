#!/usr/bin/python3
"""An uncertain notice is found in the folder of sent mail, on a real Dovecot, and only there is it taken for sent."""
import pathlib
import sqlite3
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
import mails  # noqa: E402
from dovecot import Dovecot  # noqa: E402
from office import Office  # noqa: E402
from smtp_script import SmtpScript  # noqa: E402


class SentLookup(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.root.chmod(0o755)
        self.dovecot = Dovecot(self.root / "dovecot", users={mails.OFFICE: "secret"})
        self.dovecot.start()
        self.addCleanup(self.dovecot.stop)

    def uncertain_receipt(self):
        """An office whose one receipt the server took without saying so; the receipt's bytes as the server has them."""
        with SmtpScript(["dot: keep-drop"]) as server:
            office = Office(self.root / "office", self.dovecot, smtp_url=f"smtp://127.0.0.1:{server.port}")
            office.once()
            self.dovecot.deliver(mails.report("柳树镇人民政府"))
            office.once()
            self.assertEqual(self.states(office), ["uncertain"])
            self.assertEqual(len(server.messages), 1)
            return office, server.messages[0][2]

    def states(self, office):
        return [n["state"] for n in office.ctl("outbox", "list", "--json")]

    def look_now(self, office):
        """As if the two minutes were over."""
        number = office.ctl("outbox", "list", "--json")[0]["id"]
        with sqlite3.connect(office.state / "ledger" / "ledger.db") as ledger:
            ledger.execute("INSERT OR REPLACE INTO value (key, value) VALUES (?, ?)",
                           (f"sent_lookup:{number}", "0 2020-01-01T00:00:00+08:00"))

    def tries(self, office):
        with sqlite3.connect(office.state / "ledger" / "ledger.db") as ledger:
            return [row[0].split()[0] for row in ledger.execute("SELECT value FROM value WHERE key LIKE 'sent_lookup:%'")]

    def watch(self, office):
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())

    def test_what_stands_in_the_folder_was_sent(self):
        office, receipt = self.uncertain_receipt()
        self.dovecot.create("已发送")
        for number in range(30):
            self.dovecot.deliver(mails.question(number), folder="已发送")
        self.dovecot.deliver(receipt, folder="已发送")
        self.dovecot.deliver(mails.question(31), folder="已发送")
        before = self.dovecot.flags("已发送")
        self.look_now(office)
        self.watch(office)
        office.wait("the receipt to be found", lambda: self.states(office) == ["sent"])
        self.dovecot.deliver(mails.report("港口镇人民政府"))
        office.wait("the inbox to be watched as before", lambda: len(office.settled()) == 2)
        office.stop()
        self.assertEqual(self.dovecot.flags("已发送"), before)
        office.verify()

    def test_what_does_not_stand_there_stays_uncertain(self):
        office, _ = self.uncertain_receipt()
        self.dovecot.create("Sent")
        self.dovecot.deliver(mails.question(1), folder="Sent")
        self.look_now(office)
        self.watch(office)
        office.wait("a look", lambda: self.tries(office) == ["1"])
        self.dovecot.deliver(mails.report("港口镇人民政府"))
        office.wait("the inbox to be watched as before", lambda: len(office.settled()) == 2)
        self.assertEqual(self.states(office)[0], "uncertain")
        office.stop()

    def test_a_server_without_such_a_folder_is_watched_on(self):
        office, _ = self.uncertain_receipt()
        self.look_now(office)
        self.watch(office)
        office.wait("a look", lambda: self.tries(office) == ["1"])
        self.dovecot.deliver(mails.report("港口镇人民政府"))
        office.wait("the inbox to be watched as before", lambda: len(office.settled()) == 2)
        office.stop()

    def test_a_copy_in_a_watched_folder_shows_it_too(self):
        office, receipt = self.uncertain_receipt()
        self.dovecot.deliver(receipt)
        office.once()
        self.assertEqual(self.states(office), ["sent"])
        self.assertEqual([m["reason"] for m in office.messages() if m["outcome"] == "not_a_filing"], ["own_mail"])


if __name__ == "__main__":
    unittest.main()
