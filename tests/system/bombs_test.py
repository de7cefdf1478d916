#!/usr/bin/python3
"""Mails that are small to send and large to read end within the limits of the design, and say what was left.

Each goes through filing-parser's fork server, in a child of its own; then all of them through filingd, whose own memory
stays where it was. The table it prints is the measurement."""
import pathlib
import re
import subprocess
import tempfile
import unittest

import bombs
import mails
from dovecot import Dovecot
from fork_server import LIMITS, ForkServer
from office import Office

MOST_FRAMES = LIMITS["opened_bytes"] + LIMITS["message_bytes"] + 3 * LIMITS["text_bytes"]


def peak(pid):
    """KiB of memory a process has held at most."""
    return int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text()).group(1))


class Bombs(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.made = {name: make() for name, make, _ in bombs.BOMBS}

    def test_each_ends_within_its_limits_with_a_problem_that_says_what(self):
        print(f"\n{'case':38} {'mail':>9} {'time':>8} {'CPU':>8} {'memory':>8}  told", flush=True)
        with ForkServer() as server:
            for name, _, codes in bombs.BOMBS:
                with self.subTest(name):
                    raw = self.made[name]
                    # CPU time is what is judged: a busy machine must not end it by the clock.
                    told = server.parse(raw, cpu_seconds=5 * LIMITS["cpu_seconds"])
                    print(f"{name:38} {len(raw) >> 10:5} KiB {told.seconds:6.2f} s {told.cpu:6.2f} s {told.rss >> 10:4} MiB  "
                          f"{', '.join(told.codes()) or 'all read'}", flush=True)
                    self.assertEqual(told.status, 0, "the child must come to its end")
                    self.assertTrue(told.ended)
                    self.assertLess(told.cpu, LIMITS["cpu_seconds"])
                    self.assertLess(told.rss << 10, LIMITS["memory_bytes"] // 4)
                    self.assertLess(told.bytes, MOST_FRAMES)
                    if codes:
                        self.assertTrue(set(codes) & set(told.codes()), told.problems[:3])
                    else:
                        self.assertFalse([p for p in told.problems if p[1] != "note"], "nothing was left, and nothing said so")
                    self.read_an_ordinary_mail(server)
        self.assertEqual(server.process.returncode, 0)

    def read_an_ordinary_mail(self, server):
        after = server.parse(mails.report())
        self.assertEqual((after.status, after.problems), (0, []))
        self.assertEqual(len(after.documents), 3)

    def test_a_bomb_beyond_the_limits_costs_its_child(self):
        """The same with the limits of a small machine: the child is ended, the next one reads on."""
        with ForkServer() as server:
            told = server.parse(bombs.inflating_pdf(1 << 30), cpu_seconds=1)
            self.assertIn(told.status & 0x7F, (9, 24), "SIGKILL or SIGXCPU")
            self.assertFalse(told.ended)
            self.assertLess(told.cpu, 3)
            told = server.parse(self.made["docx, 2,000,000 nested tags"], memory_bytes=96 << 20)
            self.assertLess(told.rss, 96 << 10)
            self.assertTrue(told.status >> 8 == 80 or told.problems, told)
            self.read_an_ordinary_mail(server)

    def test_filingd_does_not_grow_and_files_what_comes_after(self):
        with tempfile.TemporaryDirectory(prefix="filingd-test-") as folder:
            root = pathlib.Path(folder)
            root.chmod(0o755)
            server = Dovecot(root / "dovecot")
            server.start()
            self.addCleanup(server.stop)
            office = Office(root / "office", server)
            office.start()
            self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
            # As large as the largest bomb: what a mail of this size takes is no bomb's doing.
            size = max(len(raw) for raw in self.made.values())
            server.deliver(mails.mail("willow@mail.test", "材料", "见附件\n", [("材料.txt", b"0123456789abcde\n" * (size // 22))]))
            office.wait("the large mail", lambda: len(office.settled()) == 1)
            before = peak(office.daemon.pid)
            for raw in self.made.values():
                server.deliver(raw)
            server.deliver(mails.report())
            office.wait("all of them", lambda: len(office.settled()) == len(self.made) + 2, seconds=400)
            after = peak(office.daemon.pid)
            print(f"\nfilingd's own peak: {before >> 10} MiB before the bombs, {after >> 10} MiB after", flush=True)
            self.assertLess(after - before, 48 << 10)
            office.stop()
            office.verify()
            outcomes = {m["subject"]: m["outcome"] for m in office.messages()}
            self.assertEqual([o for s, o in outcomes.items() if "月报" in s and "柳树镇" in s], ["filed"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
