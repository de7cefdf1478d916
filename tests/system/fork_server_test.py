#!/usr/bin/python3
"""The parser's fork server by itself, and filingd without it: floods, lost clients, a thousand children, a server that is
killed, missing, or of another version."""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import mails
from dovecot import Dovecot
from fork_server import ForkServer
from office import Office, programs

SMALL = b"From: willow@mail.test\r\nSubject: June\r\n\r\nhello\r\n"
# Reading it takes far longer than a test does: a server that forgot it would be noticed.
SLOW = mails.mail("willow@mail.test", "展开", "见附件\n", [("月报.html", b"<p " + b" ".join(b"a%d=1" % i for i in range(400_000)) + b">")])
MOST_CHILDREN = 16


def status_of(pid):
    return pathlib.Path(f"/proc/{pid}/status").read_text()


def children_of(pid):
    """Process ids and states of its direct children."""
    found = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    states = {}
    for child in found:
        try:
            states[int(child)] = re.search(r"State:\s+(\w)", status_of(child)).group(1)
        except (FileNotFoundError, ProcessLookupError):
            continue
    return states


def wait(what, condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited for {what}"
        time.sleep(0.02)


def ended(pid):
    try:
        return "State:\tZ" in status_of(pid)
    except (FileNotFoundError, ProcessLookupError):
        return True


class Server(unittest.TestCase):
    def test_a_thousand_children_leave_nothing_behind(self):
        with ForkServer() as server:
            pid = server.process.pid

            def facts():
                return len(os.listdir(f"/proc/{pid}/fd")), int(re.search(r"VmRSS:\s+(\d+)", status_of(pid)).group(1))

            files, _ = facts()
            for _ in range(20):
                server.parse(SMALL)
            _, memory = facts()
            for number in range(1000):
                told = server.parse(SMALL)
                self.assertEqual((told.status, told.ended, len(told.documents)), (0, True, 1), number)
            wait("as many open files as before", lambda: facts()[0] == files)
            self.assertLess(facts()[1] - memory, 1024, "KiB")
            self.assertEqual(children_of(pid), {})
            self.assertIn("Threads:\t1", status_of(pid))

    def test_a_flood_waits_its_turn(self):
        with ForkServer() as server:
            pipes = [server.order(SMALL) for _ in range(MOST_CHILDREN)]
            reports = 0
            most = 0
            for _ in range(200):
                pipes.append(server.order(SMALL))
                most = max(most, len(children_of(server.process.pid)))
                server.socket.recv(4096)
                reports += 1
            while reports < len(pipes):
                server.socket.recv(4096)
                reports += 1
            self.assertLessEqual(most, MOST_CHILDREN)
            for pipe in pipes:
                with os.fdopen(pipe, "rb") as frames:
                    self.assertGreater(len(frames.read()), 20)
            self.assertEqual(children_of(server.process.pid), {})

    def test_more_orders_than_children_wait_in_the_socket(self):
        with ForkServer() as server:
            pipes = [server.order(SLOW) for _ in range(MOST_CHILDREN + 4)]
            wait("all its children", lambda: len(children_of(server.process.pid)) == MOST_CHILDREN)
            self.assertEqual(len(children_of(server.process.pid)), MOST_CHILDREN)
            children = children_of(server.process.pid)
            server.close()
            wait("the children's end", lambda: all(ended(child) for child in children))
            for pipe in pipes:
                os.close(pipe)

    def test_a_client_that_goes_away_takes_the_children_along(self):
        server = ForkServer()
        pipe = server.order(SLOW)
        wait("a child", lambda: children_of(server.process.pid))
        child = next(iter(children_of(server.process.pid)))
        self.assertEqual(server.close(), 0)
        wait("the child's end", lambda: ended(child))
        os.close(pipe)

    def test_a_server_that_is_killed_takes_the_children_along(self):
        server = ForkServer()
        pipe = server.order(SLOW)
        wait("a child", lambda: children_of(server.process.pid))
        child = next(iter(children_of(server.process.pid)))
        server.process.kill()
        server.close()
        wait("the child's end", lambda: ended(child))
        os.close(pipe)

    def test_a_reader_that_goes_away_ends_its_child_only(self):
        with ForkServer() as server:
            large = mails.mail("willow@mail.test", "材料", "见附件\n", [("材料.bin", os.urandom(4 << 20))])
            os.close(server.order(large))
            packet = server.socket.recv(4096)
            self.assertEqual(packet[:1], b"R")
            self.assertEqual(server.parse(SMALL).status, 0)

    def test_nonsense_ends_the_server_and_nothing_else(self):
        for packet in (b"nonsense", b"O", b"O" + b"\xff" * 100, b"O\0\1" + b"\1" * 15, b"H\1\0\0", b"x" * 5000):
            with self.subTest(packet[:10]):
                server = ForkServer()
                server.socket.send(packet)
                self.assertEqual(server.close(), 0)


class Daemon(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.root.chmod(0o755)
        self.server = Dovecot(self.root / "dovecot")
        self.server.start()
        self.addCleanup(self.server.stop)

    def office(self):
        return Office(self.root / "office", self.server)

    def test_a_killed_server_is_started_again(self):
        office = self.office()
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        self.server.deliver(mails.report(number=1))
        office.wait("the first report", lambda: len(office.settled()) == 1)
        for number in range(2, 5):
            for pid in children_of(office.daemon.pid):
                os.kill(pid, signal.SIGKILL)
            self.server.deliver(mails.report(list(mails.SENDERS)[number % 3], number=number))
            office.wait("the next report", lambda: len(office.settled()) == number, seconds=60)
        self.assertLessEqual(len(children_of(office.daemon.pid)), 1)
        office.stop()
        self.assertNotIn("review", [m["outcome"] for m in office.messages()])

    def installed_without_parser(self, parser=None):
        """The programs in a folder of their own, with this text as filing-parser, or none."""
        # In the build tree, where they find the shipped configuration.
        made = tempfile.TemporaryDirectory(prefix="without-parser-", dir=programs().parent)
        self.addCleanup(made.cleanup)
        folder = pathlib.Path(made.name)
        for name in ("filingd", "filingctl"):
            shutil.copy2(programs() / name, folder / name)
        if parser:
            (folder / "filing-parser").write_text(parser)
            (folder / "filing-parser").chmod(0o755)
        return folder

    def refused(self, folder, *words):
        self.server.deliver(mails.report())
        office = self.office()
        done = subprocess.run([folder / "filingd", "--config", office.config, "--once"], capture_output=True, text=True,
                              timeout=120)
        self.assertNotEqual(done.returncode, 0, done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        doctor = subprocess.run([folder / "filingctl", "--config", office.config, "doctor"], capture_output=True, text=True,
                                timeout=120)
        self.assertEqual(doctor.returncode, 1)
        # Nothing is lost: the right parser takes it up.
        office.once()
        self.assertEqual([m["outcome"] for m in office.messages()], ["filed"])

    def test_a_parser_that_is_missing(self):
        if pathlib.Path("/usr/libexec/filingd/filing-parser").exists():
            self.fail("a filing-parser is installed on this machine: it would be taken")
        self.refused(self.installed_without_parser(), "filing-parser is not installed", "install filingd anew")

    def test_a_parser_of_another_version(self):
        told = (f"#!{sys.executable}\nimport socket, sys\n"
                "socket.socket(fileno=int(sys.argv[2])).send(b'H\\x63\\0\\0')\n")
        self.refused(self.installed_without_parser(told), "filing-parser is of another version", "of one version")

    def test_a_parser_that_dies_at_once(self):
        self.refused(self.installed_without_parser("#!/bin/sh\nexit 3\n"), "parser", "died")


if __name__ == "__main__":
    unittest.main(verbosity=2)
