"""SIGKILL at 50 random moments while filingd drains 200 mails: after the last restart everything is as if nothing had
happened. A kill comes later than a drain of nothing takes on this machine now, so that filingd gets past the one message it
was killed in before (three deaths in the step of one message make it a poison mail, which is another test's matter)."""
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
        for raw in mails.mixture(MAILS):
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
        begun = time.monotonic()
        reference.once()
        idle = time.monotonic() - begun
        chance = random.Random(SEED)
        kills = rounds = 0
        while kills < KILLS:
            rounds += 1
            office = self.office(f"round{rounds}")
            while kills < KILLS and self.killed(office, idle + chance.uniform(0.1, 1.3)):
                kills += 1
            office.once()
            self.assertEqual(office.picture(), expected, f"after {kills} kills, round {rounds}, seed {SEED}")
            office.verify()
        print(f"{kills} kills in {rounds} drains of {MAILS} mails")

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
