"""The main road on real servers: Dovecot over TLS, Postfix, the confined parser, the archive, the answers."""
import hashlib
import pathlib
import subprocess
import tempfile
import unittest

import mails
from dovecot import Dovecot
from office import Office
from postfix import Postfix


class MainRoad(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        root = pathlib.Path(self.folder.name)
        root.chmod(0o755)
        users = {u: "secret" for u in (mails.OFFICE, "willow@mail.test", "harbour@mail.test", "market@mail.test",
                                       "staff@mail.test", "someone@mail.test")}
        self.dovecot = Dovecot(root / "dovecot", users=users)
        self.dovecot.start()
        self.addCleanup(self.dovecot.stop)
        self.root = root

    def tearDown(self):
        self.doCleanups()
        self.folder.cleanup()

    def office(self, **options):
        return Office(self.root / "office", self.dovecot, **options)

    def test_everything_is_archived_byte_for_byte_and_nothing_is_touched(self):
        sent = mails.mixture(24)
        for raw in sent:
            self.dovecot.deliver(raw)
        before = self.dovecot.flags()
        office = self.office()
        office.once()
        self.assertEqual(self.dovecot.flags(), before)
        archived = {p.name.removesuffix(".eml"): p.read_bytes()
                    for p in (office.state / "archive" / "messages").rglob("*.eml")}
        for raw in self.dovecot.messages().values():
            self.assertEqual(archived[hashlib.sha256(raw).hexdigest()], raw)
        office.verify()
        outcomes = {m["outcome"] for m in office.messages()}
        self.assertTrue({"filed", "not_a_filing"} <= outcomes, outcomes)
        self.assertTrue(all(m["state"] == "settled" for m in office.messages()))

    def test_running_again_files_and_sends_nothing_new(self):
        with Postfix(self.root / "postfix", self.dovecot) as postfix:
            office = self.office(smtp_url=postfix.url)
            office.once()  # sees the empty folder: what comes now is new mail
            for raw in mails.mixture(16):
                self.dovecot.deliver(raw)
            office.once()
            postfix.wait_delivered()
            first = office.picture()
            answered = len(self.dovecot.messages(user="willow@mail.test"))
            self.assertGreater(answered, 0)
            office.once()
            postfix.wait_delivered()
            self.assertEqual(office.picture(), first)
            self.assertEqual(len(self.dovecot.messages(user="willow@mail.test")), answered)

    def test_a_receipt_names_what_was_understood_and_a_stranger_learns_nothing(self):
        with Postfix(self.root / "postfix", self.dovecot) as postfix:
            office = self.office(smtp_url=postfix.url)
            office.once()
            self.dovecot.deliver(mails.report("柳树镇人民政府"))
            stranger = mails.report("港口镇人民政府").replace(b"harbour@mail.test", b"someone@mail.test")
            self.dovecot.deliver(stranger)
            office.once()
            postfix.wait_delivered()
            known = self.text_of("willow@mail.test")
            self.assertIn("柳树镇人民政府", known)
            self.assertIn("月报", known)
            unknown = self.text_of("someone@mail.test")
            self.assertNotIn("港口镇", unknown)
            self.assertIn("测试县司法局执法监督股", unknown)

    def text_of(self, user):
        import email
        import email.policy
        found = list(self.dovecot.messages(user=user).values())
        self.assertEqual(len(found), 1)
        message = email.message_from_bytes(found[0], policy=email.policy.default)
        self.assertEqual(message["Auto-Submitted"], "auto-replied")
        return message.get_body(("plain",)).get_content()

    def test_a_daemon_files_within_seconds_stops_within_five_and_survives_the_server_going_away(self):
        office = self.office()
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        office.wait("the folder to be seen", lambda: office.ctl("status", "--json")[0]["accounting"])
        self.dovecot.deliver(mails.report("柳树镇人民政府"))
        office.wait("the first report", lambda: len(office.settled()) == 1)
        self.dovecot.stop()
        self.dovecot.start()
        self.dovecot.deliver(mails.report("港口镇人民政府"))
        office.wait("the second report", lambda: len(office.settled()) == 2, seconds=60)
        self.assertLess(office.stop(), 5)
        office.verify()

    def test_a_new_uidvalidity_files_and_answers_nothing_twice(self):
        with Postfix(self.root / "postfix", self.dovecot) as postfix:
            office = self.office(smtp_url=postfix.url)
            office.once()
            for raw in mails.mixture(12):
                self.dovecot.deliver(raw)
            office.once()
            before = office.picture()
            self.dovecot.set_uidvalidity()
            office.once()
            postfix.wait_delivered()
            after = office.picture()
            self.assertEqual(after["filings"], before["filings"])
            self.assertEqual(after["notices"], before["notices"])
            status = office.verify()
            self.assertEqual(sum(line["live"] for line in status["accounting"]), 12)
            rows = office.ctl("reconcile", "--json")
            self.assertTrue(all(row["unexplained"] == 0 for row in rows), rows)

    def test_several_commands_may_open_a_new_ledger_at_once(self):
        for attempt in range(30):
            office = Office(self.root / f"new{attempt}", self.dovecot)
            commands = [subprocess.Popen(office.command("filingctl", "status"), stdout=subprocess.DEVNULL,
                                         stderr=subprocess.PIPE, text=True) for _ in range(5)]
            for command in commands:
                _, errors = command.communicate(timeout=60)
                self.assertEqual(command.returncode, 0, errors)

    def test_two_daemons_do_not_share_a_state_directory(self):
        office = self.office()
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        office.wait("the folder to be seen", lambda: office.ctl("status", "--json")[0]["accounting"])
        second = office.run("filingd", "--once", check=False)
        self.assertEqual(second.returncode, 74)
        self.assertIn(str(office.daemon.pid), second.stderr)
        office.stop()


if __name__ == "__main__":
    unittest.main()
