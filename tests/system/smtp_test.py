#!/usr/bin/python3
"""The mailer against a real Postfix and against scripted faults: what became of a message is always known, or known to be unknown."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from dovecot import Authority, Dovecot, free_port  # noqa: E402
from postfix import Postfix  # noqa: E402
from smtp_script import SmtpScript  # noqa: E402

SEND = pathlib.Path(os.environ.get("FILINGD_BIN", "build/dev/bin")) / "smtp_send"
MESSAGE = b"From: desk@office.test\r\nTo: a@unit.test\r\nSubject: x\r\n\r\n.one dot\r\n..two\r\nend\r\n"


def send(url, recipients=("a@unit.test",), *, sender="desk@office.test", user="", password="right", insecure=True, ca="",
         command=3, stop_after=0, count=1, message=MESSAGE):
    """[(milliseconds, words), …]: one for every message, the last is the closing of the handle."""
    done = subprocess.run(
        [SEND, url, sender, user, "1" if insecure else "0", ca, str(command), str(stop_after), str(count), *recipients],
        input=message, capture_output=True, timeout=60, env={**os.environ, "FILINGD_TEST_PASSWORD": password})
    if done.returncode != 0:
        raise RuntimeError(f"smtp_send ended with {done.returncode}: {done.stderr.decode()}")
    lines = [line.partition(" ") for line in done.stdout.decode().splitlines()]
    return [(int(ms), words) for ms, _, words in lines]


class Faults(unittest.TestCase):
    def scripted(self, script, begins, **options):
        with SmtpScript([script]) as server:
            result = send(f"smtp://127.0.0.1:{server.port}", **options)
            self.assertTrue(result[0][1].startswith(begins), f"{script}: {result}\n" + "\n".join(server.transcript))
            return server, result

    def test_every_refusal_is_classified_by_its_code(self):
        for script, begins in [
                ("", "sent 250 queued"),
                ("greeting: 421 busy", "later 421 busy"),
                ("greeting: 554 no", "refused 554 no"),
                ("mail: 451 DT:SPM", "later 451"),
                ("mail: 550 no", "refused 550"),
                ("rcpt: 450 greylisted", "later 450"),
                ("rcpt: 550 unknown", "refused 550"),
                ("data: 554 no", "refused 554"),
                ("dot: 452 full", "later 452"),
                ("dot: 554 DT:SPM", "refused 554"),
                ("dot: 554 MI:STC", "later 554"),
                ("ehlo: drop", "later"),
                ("data: drop", "later 250"),
                ("mail: drop", "later"),
        ]:
            with self.subTest(script):
                self.scripted(script, begins)

    def test_a_connection_lost_after_the_final_dot_is_uncertain(self):
        server, _ = self.scripted("dot: keep-drop", "uncertain 354")
        self.assertEqual(len(server.messages), 1)
        self.scripted("dot: drop", "uncertain 354")

    def test_silence_after_the_final_dot_is_uncertain_and_the_handle_closes_soon(self):
        _, result = self.scripted("dot: hang", "uncertain 354", command=2)
        self.assertLess(result[0][0], 6000)
        self.assertLess(result[1][0], 8000)

    def test_one_refused_recipient_does_not_hold_up_the_others(self):
        server, result = self.scripted("rcpt b@unit.test: 550 unknown", "sent 250",
                                       recipients=("a@unit.test", "b@unit.test", "c@unit.test"))
        self.assertEqual(server.messages[0][1], ["a@unit.test", "c@unit.test"])
        self.assertIn("b@unit.test 550", result[0][1])
        self.assertIn("c@unit.test 250", result[0][1])

    def test_the_body_arrives_unchanged(self):
        server, _ = self.scripted("", "sent")
        self.assertEqual(server.messages[0][2], MESSAGE)

    def test_a_large_message_lost_half_way_was_not_delivered(self):
        big = MESSAGE + b"x" * 70 + b"\r\n"
        big = big + (b"y" * 70 + b"\r\n") * 200000
        # The server reads nothing after 354 and then goes: the end of the message was never given.
        with SmtpScript(["data: 354 go; dot: drop"]) as server:
            result = send(f"smtp://127.0.0.1:{server.port}", message=big)
            self.assertTrue(result[0][1].startswith("uncertain"), result)
        with SmtpScript(["data: drop"]) as server:
            self.assertTrue(send(f"smtp://127.0.0.1:{server.port}", message=big)[0][1].startswith("later"))

    def test_the_next_message_connects_anew(self):
        with SmtpScript(["mail: drop", ""]) as server:
            result = send(f"smtp://127.0.0.1:{server.port}", count=2)
            self.assertTrue(result[0][1].startswith("later"), result)
            self.assertTrue(result[1][1].startswith("sent"), result)

    def test_messages_share_a_connection(self):
        with SmtpScript(["", "greeting: 421 no second connection"]) as server:
            result = send(f"smtp://127.0.0.1:{server.port}", count=5)
            self.assertEqual([words.split()[0] for _, words in result[:5]], ["sent"] * 5)

    def test_a_stop_ends_a_wait_within_a_second_or_so(self):
        for script, begins in [("greeting: hang", "later"), ("mail: hang", "later"), ("dot: hang", "uncertain")]:
            with self.subTest(script):
                _, result = self.scripted(script, begins, command=30, stop_after=300)
                self.assertLess(result[0][0], 3500, result)
                self.assertLess(result[1][0], 4500, result)

    def test_a_refused_login_is_told_apart(self):
        server, _ = self.scripted("auth: 535 Error: authentication failed", "login 535", user="desk@office.test")
        self.assertEqual(server.logins, 1)
        self.scripted("auth: 451 too much fail authentication", "later 451", user="desk@office.test")
        server, _ = self.scripted("", "sent", user="desk@office.test")
        self.assertEqual(server.messages[0][0], "desk@office.test")

    def test_a_login_can_be_tried_without_sending(self):
        server, _ = self.scripted("", "login ok", user="desk@office.test", count=0)
        self.assertEqual(server.messages, [])
        self.scripted("auth: 535 no", "error auth", user="desk@office.test", count=0)
        self.scripted("greeting: 421 busy", "error transient", count=0)

    def test_nothing_is_written_that_could_be_a_command(self):
        with SmtpScript([""]) as server:
            result = send(f"smtp://127.0.0.1:{server.port}", ["a@unit.test>\r\nRCPT TO:<evil@y.test"])
            self.assertTrue(result[0][1].startswith("error"), result)
            self.assertEqual(server.transcript, [])

    def test_nobody_listens(self):
        self.assertTrue(send(f"smtp://127.0.0.1:{free_port()}")[0][1].startswith("later 0"))


class Certificates(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.authority = Authority(pathlib.Path(cls.folder.name) / "ca")
        cls.other = Authority(pathlib.Path(cls.folder.name) / "other")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def refused(self, certificate, words, **options):
        for scheme, starttls in (("smtps", False), ("smtp", True)):
            with self.subTest(scheme), SmtpScript([""], certificate, starttls=starttls) as server:
                result = send(f"{scheme}://localhost:{server.port}", user="desk@office.test", insecure=False,
                              **{"ca": self.authority.ca_file, **options})
                self.assertTrue(result[0][1].startswith("error denied"), result)
                self.assertIn(words, result[0][1])
                self.assertEqual(server.logins, 0, "a password was given away")

    def test_a_certificate_that_is_right_is_taken(self):
        for scheme, starttls in (("smtps", False), ("smtp", True)):
            with SmtpScript([""], self.authority.issue(), starttls=starttls) as server:
                result = send(f"{scheme}://localhost:{server.port}", user="desk@office.test", insecure=False,
                              ca=self.authority.ca_file)
                self.assertTrue(result[0][1].startswith("sent"), (result, server.transcript))

    def test_another_authority(self):
        self.refused(self.authority.issue(), "not signed by an authority", ca=self.other.ca_file)

    def test_an_expired_certificate(self):
        self.refused(self.authority.issue(expired=True), "has expired")

    def test_another_host_name(self):
        self.refused(self.authority.issue(name="elsewhere.test", addresses=("10.1.1.1",)), "another host name")

    def test_no_encryption_offered(self):
        with SmtpScript([""]) as server:
            result = send(f"smtp://localhost:{server.port}", user="desk@office.test", insecure=False)
            self.assertIn("offers no encryption", result[0][1])
            self.assertEqual(server.logins, 0)


class RealServer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        os.chmod(cls.folder, 0o755)
        root = pathlib.Path(cls.folder)
        users = {"desk@office.test": "secret", "a@unit.test": "secret", "b@unit.test": "secret"}
        cls.imap = Dovecot(root / "imap", users=users).start()
        cls.smtp = Postfix(root / "smtp", cls.imap).start()

    @classmethod
    def tearDownClass(cls):
        cls.smtp.remove()
        cls.imap.remove()
        os.rmdir(cls.folder)

    def test_a_message_arrives_in_the_recipients_mailbox(self):
        result = send(self.smtp.url, ["a@unit.test", "nobody@unit.test"])
        self.assertTrue(result[0][1].startswith("sent 250"), (result, self.smtp.log()))
        self.assertIn("nobody@unit.test 550", result[0][1])
        self.assertTrue(self.smtp.wait_delivered())
        bodies = list(self.imap.messages(user="a@unit.test").values())
        self.assertTrue(any(b".one dot\r\n..two\r\nend" in body for body in bodies))

    def test_nobody_known_is_a_refusal(self):
        self.assertTrue(send(self.smtp.url, ["nobody@unit.test"])[0][1].startswith("refused 550"))

    def test_tls_from_the_start_and_by_starttls(self):
        for url in (self.smtp.tls_url, f"smtp://localhost:{self.smtp.port}"):
            result = send(url, ["b@unit.test"], insecure=False, ca=self.imap.ca_file)
            self.assertTrue(result[0][1].startswith("sent"), (url, result, self.smtp.log()))

    def test_many_messages_over_one_connection(self):
        started = time.monotonic()
        result = send(self.smtp.url, ["b@unit.test"], count=20)
        self.assertTrue(all(words.startswith("sent") for _, words in result[:20]), result)
        self.assertLess(time.monotonic() - started, 30)


if __name__ == "__main__":
    unittest.main(verbosity=2)
