#!/usr/bin/python3
"""Twelve faults of a mail server × receipt, reminder, digest, through the real outbox and mailer: what the server takes
once is never given to it again. The normal way on a real Postfix stands in main_road_test.py."""
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from smtp_script import SmtpScript  # noqa: E402

SEND = pathlib.Path(os.environ.get("FILINGD_BIN", "build/dev/bin")) / "outbox_send"

# The first connection shows the fault, every later one works. What must become of the notice, and how often the server
# has it in the end. Lost before the final dot: tried again. Refused: a person is told. After the dot without an answer
# nobody can know: uncertain, and never sent again by itself.
MATRIX = {
    "greeting 421": ("greeting: 421 busy", "sent", 1),
    "login 535": ("auth: 535 no", "sent", 1),
    "sender 451": ("mail: 451 DT:SPM, please try again", "sent", 1),
    "recipient 450": ("rcpt: 450 greylisted", "sent", 1),
    "recipient 550": ("rcpt: 550 User not found", "refused", 0),
    "closed before the text": ("data: drop", "sent", 1),
    "dot 451": ("dot: 451 try later", "sent", 1),
    "dot 552": ("dot: 552 too large", "refused", 0),
    "dot 554": ("dot: 554 no", "refused", 0),
    "dot hangs, kept": ("dot: hang", "uncertain", 1),
    "dot drops, kept": ("dot: keep-drop", "uncertain", 1),
    "dot drops, not kept": ("dot: drop", "uncertain", 0),
}


class Matrix(unittest.TestCase):
    def outcome(self, kind, script):
        with tempfile.TemporaryDirectory(prefix="filingd-test-") as state, SmtpScript([script, ""]) as server:
            done = subprocess.run([SEND, f"smtp://127.0.0.1:{server.port}", state, kind, "lake@unit.test"],
                                  capture_output=True, text=True, timeout=60,
                                  env={**os.environ, "FILINGD_TEST_PASSWORD": "right"})
            self.assertEqual(done.returncode, 0, done.stderr)
            return done.stdout.split(), server

    def test_every_fault_with_every_kind_of_notice(self):
        for kind in ("receipt", "reminder", "digest"):
            for fault, (script, state, kept) in MATRIX.items():
                with self.subTest(kind=kind, fault=fault):
                    words, server = self.outcome(kind, script)
                    said = " ".join(words) + "\n" + "\n".join(server.transcript)
                    self.assertEqual(words[0], state, said)
                    self.assertEqual(len(server.messages), kept, said)
                    attempts = int(words[1])  # a connection that stands shows its fault more than once
                    self.assertTrue(attempts > 1 if state == "sent" else attempts == 1, said)

    def test_without_a_fault_it_goes_out_once(self):
        for kind in ("receipt", "reminder", "digest"):
            words, server = self.outcome(kind, "")
            self.assertEqual((words[0], len(server.messages)), ("sent", 1))

    def test_a_server_that_always_fails_gets_no_more_than_it_takes(self):
        for script, state in (("rcpt: 450 greylisted", "refused"), ("dot: 452 full", "refused")):
            with tempfile.TemporaryDirectory(prefix="filingd-test-") as folder, SmtpScript([script]) as server:
                done = subprocess.run([SEND, f"smtp://127.0.0.1:{server.port}", folder, "receipt", "lake@unit.test"],
                                      capture_output=True, text=True, timeout=60,
                                      env={**os.environ, "FILINGD_TEST_PASSWORD": "right"})
                words = done.stdout.split()
                self.assertEqual((words[0], server.messages), (state, []), done.stderr)
                self.assertLess(int(words[1]), 130)


if __name__ == "__main__":
    unittest.main()
