#!/usr/bin/python3
"""filingd itself against the scripted 163: served to the end whatever that server does (imap_163_test asks the same of
daemon/imap alone, with more ways to fail)."""
import hashlib
import pathlib
import sqlite3
import tempfile
import types
import unittest

import mails
from dovecot import Authority
from imap163 import Imap163
from office import Office

FIRST_UID = 1392611444
LOGIN, UNAVAILABLE = 77, 69


def mailbox(count=12):
    """{uid: bytes}, with gaps as an old account has them: reports up to May 2024 (the script's mails arrive in June),
    and mail that is none."""
    units = list(mails.SENDERS)
    sent = [mails.question(number) if number % 4 == 3 else
            mails.report(units[number % 3], 2024, 5 - number // 3 % 5, number) for number in range(count)]
    return {FIRST_UID + 3 * index: raw for index, raw in enumerate(sent)}


class NetEase(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.authority = Authority(self.root / "ca")

    def serve(self, content=None, **traits):
        server = Imap163(mailbox() if content is None else content, tls=self.authority.issue(), **traits)
        server.__enter__()
        self.addCleanup(server.__exit__, None, None, None)
        return server

    def office(self, server, **options):
        account = types.SimpleNamespace(user="office@mail.test", password="code", url=server.url,
                                        ca_file=self.authority.ca_file)
        return Office(self.root / "office", account, **options)

    def assert_served(self, server, office):
        self.assertEqual(len(office.settled()), len(server.mails))
        kept = {p.read_bytes() for p in (office.state / "archive" / "messages").rglob("*.eml")}
        self.assertEqual(kept, set(server.mails.values()))
        uids = sorted(place["uid"] for message in office.messages() for place in message["places"])
        self.assertEqual(uids, sorted(server.mails))
        for word in ("AUTHENTICATE", "SELECT", "IDLE", "STORE", " BODY["):
            self.assertEqual(server.count(word), 0, f"{word} was used")
        office.verify()

    def watch(self, server, seconds=120):
        office = self.office(server)
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        office.wait("every mail", lambda: len(office.settled()) == len(server.mails), seconds)
        return office

    def test_once_takes_everything_and_a_second_time_nothing(self):
        server = self.serve()
        office = self.office(server)
        office.once()
        self.assert_served(server, office)
        first = office.picture()
        fetched = server.count("BODY.PEEK[]")
        office.once()
        self.assertEqual(server.count("BODY.PEEK[]"), fetched)
        self.assertEqual(office.picture(), first)
        self.assertEqual({m["outcome"] for m in office.messages()}, {"filed", "review"})

    def test_an_id_is_given_after_the_login_before_the_folder_is_opened(self):
        server = self.serve(mailbox(2))
        self.office(server).once()
        verbs = [line.split(" C: ")[1].split()[1] for line in server.transcript if " C: " in line]
        self.assertLess(verbs.index("LOGIN"), len(verbs) - 1 - verbs[::-1].index("ID"))
        self.assertLess(verbs.index("ID"), verbs.index("EXAMINE"))

    def test_bytes_split_and_glued_as_the_network_likes(self):
        for trait in ("split", "glued"):
            with self.subTest(trait):
                self.root = pathlib.Path(tempfile.mkdtemp(dir=self.folder.name))
                self.authority = Authority(self.root / "ca")
                server = self.serve(mailbox(5), **{trait: True})
                office = self.office(server)
                office.once()
                self.assert_served(server, office)

    def test_a_daemon_goes_on_after_every_drop(self):
        server = self.serve(drops=[90, 30_000, 150_000, 200_000], reset=True)
        office = self.watch(server)
        self.assertGreaterEqual(server.connections, 4)
        self.assertLess(office.stop(), 5)
        self.assert_served(server, office)

    def test_a_session_ended_in_the_middle_of_a_body_keeps_no_half_mail(self):
        server = self.serve(bye_at=str(FIRST_UID + 9))
        office = self.watch(server)
        self.assertLess(office.stop(), 5)
        self.assert_served(server, office)

    def test_once_says_that_the_connection_was_lost_and_the_next_time_goes_on(self):
        server = self.serve(drops=[400])
        office = self.office(server)
        done = office.once(check=False)
        self.assertEqual(done.returncode, UNAVAILABLE, done.stderr)
        self.assertIn("连接中断", done.stderr)
        office.once()
        self.assert_served(server, office)

    def test_once_goes_on_by_itself_after_a_drop_in_the_middle_of_the_mails(self):
        server = self.serve(drops=[100_000])
        office = self.office(server)
        office.once()
        self.assertEqual(server.connections, 2)
        self.assert_served(server, office)

    def test_once_steps_over_a_mail_that_always_breaks_and_says_which(self):
        broken = FIRST_UID + 9
        server = self.serve(no_bodies={broken})
        office = self.office(server)
        office.once()
        self.assertEqual(len(office.settled()), len(server.mails) - 1)
        # Two breaks at it; the first may have swallowed an answer to another mail on its way.
        begun = server.connections
        self.assertIn(begun, (3, 4, 5))
        office.once()  # too early to ask for it again
        self.assertEqual(server.connections, begun + 1)
        (place,) = office.ctl("status", "--json")[0]["not_had"]
        self.assertEqual((place["folder"], place["uid"], place["outcome"], place["tries"]),
                         ("INBOX", broken, None, 2))
        self.assertIn("no byte of the message arrived", place["reason"])
        self.assertIn("filingctl import", place["cure"])
        self.assertIn(f"UID {broken}", office.run("filingctl", "status").stdout)

        # A week later it has failed; who asks what happened finds it everywhere.
        with sqlite3.connect(office.state / "ledger" / "ledger.db") as ledger:
            ledger.execute("UPDATE refused_fetch SET first_at = first_at - 8 * 86400000, last_at = 0, count = 40")
        ledger.close()
        office.once()
        office.once()
        self.assertEqual(server.connections, begun + 4)
        (place,) = office.ctl("status", "--json")[0]["not_had"]
        self.assertEqual(place["outcome"], "failed")
        (row,) = office.ctl("messages", "--outcome", "failed", "--json")
        self.assertEqual((row["id"], row["places"][0]["uid"], row["since"]), (None, broken, place["since"]))
        (line,) = office.ctl("reconcile", "--json")
        self.assertEqual((line["failed"], line["unexplained"], line["not_had"][0]["uid"]), (1, 0, broken))
        journal = "".join(p.read_text() for p in sorted((office.state / "archive" / "journal").glob("*.jsonl")))
        self.assertIn(f'"uid_validity":1,"uids":"{broken}"', journal)
        office.verify()

    def test_mail_of_before_since_is_counted_told_and_journalled(self):
        server = self.serve(mailbox(6))
        office = self.office(server)
        text = (office.config / "filingd.toml").read_text()
        (office.config / "filingd.toml").write_text(text.replace('poll = ', 'since = 2024-06-11\npoll = '))
        office.once()
        (group,) = office.ctl("status", "--json")[0]["out_of_scope"]
        self.assertEqual((group["count"], group["first_uid"], group["reason"]),
                         (6, FIRST_UID, "arrived before 2024-06-11"))
        self.assertEqual(len(office.ctl("messages", "--outcome", "out_of_scope", "--json")), 6)
        journal = "".join(p.read_text() for p in sorted((office.state / "archive" / "journal").glob("*.jsonl")))
        self.assertEqual(journal.count('"outcome":"out_of_scope"'), 1)
        office.verify()

    def test_new_mail_is_polled_for(self):
        server = self.serve(mailbox(3))
        office = self.watch(server)
        late = mails.report("港口镇人民政府", number=99)
        server.mails[FIRST_UID + 1000] = late
        office.wait("the late mail", lambda: hashlib.sha256(late).hexdigest() in {m["sha256"] for m in office.settled()})
        self.assertLess(office.stop(), 5)
        self.assert_served(server, office)

    def test_a_refused_login_names_the_authorisation_code(self):
        server = self.serve(refuse_login=True)
        office = self.office(server)
        done = office.once(check=False)
        self.assertEqual(done.returncode, LOGIN, done.stderr)
        self.assertIn("授权码", done.stderr)
        self.assertEqual(server.count("LOGIN"), 1)

    def test_an_unsafe_login_is_a_state_of_its_own_with_its_own_cure(self):
        server = self.serve(unsafe=True)
        office = self.office(server)
        done = office.once(check=False)
        self.assertEqual(done.returncode, LOGIN, done.stderr)
        for word in ("NetEase risk control", "短信"):
            self.assertIn(word, done.stderr)
        self.assertNotIn("授权码", done.stderr)
        doctor = office.run("filingctl", "doctor", check=False)
        self.assertEqual(doctor.returncode, 1)
        self.assertTrue(any("fail" in line and "短信" in line for line in doctor.stdout.splitlines()), doctor.stdout)
        asked = server.count("EXAMINE")
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        office.wait("the cure to be told", lambda: "短信" in office.ctl("status", "--json")[0]["sentence"])
        self.assertEqual(server.count("EXAMINE"), asked + 1, "an unsafe login is not hammered")
        self.assertLess(office.stop(), 5)
        # The owner of the mailbox confirms the client: nothing was lost meanwhile.
        server.traits["unsafe"] = False
        office.once()
        self.assert_served(server, office)


if __name__ == "__main__":
    unittest.main(verbosity=2)
