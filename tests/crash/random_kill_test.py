"""SIGKILL at 50 random moments while filingd drains 200 mails: after the last restart everything is as if nothing had
happened. A kill comes later than a drain of one new mail takes on this machine now, so that filingd gets past the one message
it was killed in before (three deaths in the step of one message make it a poison mail, which is another test's matter)."""
import os
import pathlib
import random
import subprocess
import tempfile
import time
import unittest

import mails
from dovecot import Dovecot
from office import Office
from smtp_sink import SmtpSink

KILLS = int(os.environ.get("FILINGD_RANDOM_KILLS", "50"))
MAILS = 200
SEED = int(os.environ.get("FILINGD_SEED", "20240617"))


class RandomKill(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="filingd-kill-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.root.chmod(0o755)
        self.dovecot = Dovecot(self.root / "dovecot")
        self.dovecot.start()
        self.addCleanup(self.dovecot.stop)
        self.sink = SmtpSink()
        self.addCleanup(self.sink.close)
        first, *others = mails.mixture(MAILS)
        self.dovecot.deliver(first)
        self.one_mail = self.seconds_of(self.office("one-mail"))
        for raw in others:
            self.dovecot.deliver(raw)
        # A mail of the very second in which filingd first sees the folder is no back-fill: the first drain would answer it,
        # the later ones would not. Each drain must see mails of an earlier second.
        time.sleep(1.1)

    def office(self, name):
        return Office(self.root / name, self.dovecot, smtp_url=self.sink.url)

    def test_the_end_is_the_same(self):
        reference = self.office("reference")
        reference.once()
        expected = reference.picture()
        # The second: a ledger of 200 mails is slower to open than an empty one.
        first_message = self.one_mail + self.seconds_of(reference)
        chance = random.Random(SEED)
        kills = rounds = 0
        while kills < KILLS:
            rounds += 1
            office = self.office(f"round{rounds}")
            while kills < KILLS and self.killed(office, first_message + chance.uniform(0.1, 1.3)):
                kills += 1
            office.once()
            picture = office.picture()
            for part in expected:
                self.assertEqual(picture[part], expected[part], f"{part} after {kills} kills, round {rounds}, seed {SEED}")
            office.verify()
        print(f"{kills} kills in {rounds} drains of {MAILS} mails, each after {first_message:.2f} s or later")

    @staticmethod
    def seconds_of(office):
        begun = time.monotonic()
        office.once()
        return time.monotonic() - begun

    @staticmethod
    def killed(office, delay):
        """False when the drain was over before the kill."""
        run = subprocess.Popen(office.command("filingd", "--once"), stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
        try:
            run.wait(timeout=delay)
            return False
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()
            return True


if __name__ == "__main__":
    unittest.main()
