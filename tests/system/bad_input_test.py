#!/usr/bin/python3
"""What is wrong is said in words that name it and the cure, with an exit code of its own, and nothing is lost."""
import contextlib
import hashlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import mails
from dovecot import Authority, Dovecot, free_port
from office import UNITS, Office

OK, FAILED, USAGE, UNAVAILABLE, IO, LOGIN, CONFIGURATION = 0, 1, 64, 69, 74, 77, 78


class Case(unittest.TestCase):
    """An office in a folder of its own; no server yet."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.root.chmod(0o755)

    def dovecot(self, **options):
        server = Dovecot(self.root / "dovecot", **options)
        self.addCleanup(server.stop)
        return server

    def office(self, server, **options):
        return Office(self.root / "office", server, **options)

    def refused(self, office, code, *words, program="filingd", arguments=("--once",)):
        done = office.run(program, *arguments, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        for word in words:
            self.assertIn(word, done.stderr)
        return done

    def doctor(self, office):
        """Exit code and text."""
        done = office.run("filingctl", "doctor", check=False)
        return done.returncode, done.stdout


class Configuration(Case):
    """Told by `--check-config`, before anything is touched."""

    def setUp(self):
        super().setUp()
        self.place = self.office(Dovecot(self.root / "dovecot"))

    def check(self, *words):
        self.refused(self.place, CONFIGURATION, *words, arguments=("--check-config",))
        self.refused(self.place, CONFIGURATION, *words)
        self.assertFalse(self.place.state.exists(), "a bad configuration must touch nothing")
        code, told = self.doctor(self.place)
        self.assertEqual(code, FAILED)
        for word in words:
            self.assertIn(word, told)

    def settings(self, old, new):
        file = self.place.config / "filingd.toml"
        text = file.read_text()
        self.assertIn(old, text)
        file.write_text(text.replace(old, new))
        return next(number for number, line in enumerate(file.read_text().splitlines(), 1) if new in line)

    def test_a_good_one_is_called_good(self):
        done = self.place.run("filingd", "--check-config")
        self.assertIn("3 units", done.stdout)

    def test_an_unknown_key_is_named_with_its_line_and_the_nearest_known_one(self):
        line = self.settings("folders =", "foldres =")
        self.check(f"filingd.toml:{line}", "foldres", "folders")

    def test_an_obligation_for_an_unknown_class(self):
        folder = self.place.config / "obligations"
        folder.mkdir()
        (folder / "own.toml").write_text('[[obligation]]\nid = "own-list"\ntitle = "自定清单"\nclause = "一"\n'
                                         'nature = "filing"\nwho = ["twon"]\ndue = { on = 2024-08-15 }\n'
                                         'requires = ["document"]\n[obligation.recognise]\ntitles = ["自定清单"]\n')
        self.check("own.toml:6", "twon", "town")

    def test_an_alias_of_two_units(self):
        (self.place.config / "units.toml").write_text(UNITS.replace('aliases = ["港口镇"', 'aliases = ["柳树镇"'))
        self.check("units.toml:14", "柳树镇", "willow")

    def test_a_unit_of_an_unknown_class(self):
        (self.place.config / "units.toml").write_text(UNITS.replace('class = "department"', 'class = "departement"'))
        self.check("units.toml:", "departement", "department")

    def test_a_unit_named_twice(self):
        (self.place.config / "units.toml").write_text(UNITS.replace('id = "harbour"', 'id = "willow"'))
        self.check("units.toml:", "willow")

    def test_a_date_that_is_none(self):
        line = self.settings('poll = "1s"', 'poll = "soon"')
        self.check(f"filingd.toml:{line}", "soon", "2m")

    def test_what_is_no_toml(self):
        line = self.settings('poll = "1s"', 'poll = "1s')
        self.check(f"filingd.toml:{line}")

    def test_a_password_in_clear_text_over_the_network(self):
        self.settings("imaps://localhost", "ftp://localhost")
        self.check("filingd.toml:", "imaps://")

    def test_a_configuration_that_is_not_there(self):
        shutil.rmtree(self.place.config)
        self.refused(self.place, CONFIGURATION, str(self.place.config))
        for command in (("status",), ("filings",), ("review",)):
            self.refused(self.place, CONFIGURATION, str(self.place.config), program="filingctl", arguments=command)
        code, told = self.doctor(self.place)
        self.assertEqual(code, FAILED)
        self.assertIn(str(self.place.config), told)

    def test_a_state_directory_that_cannot_be_made(self):
        (self.root / "office" / "state").write_text("a file stands in the way")
        self.refused(self.place, CONFIGURATION, str(self.place.state))

    def test_usage(self):
        for program, arguments in [("filingd", ("--onec",)), ("filingd", ("--as-of", "tomorrow")),
                                   ("filingctl", ()), ("filingctl", ("filngs",)), ("filingctl", ("filings", "--unti", "x")),
                                   ("filingctl", ("matrix",)), ("filingctl", ("import",))]:
            with self.subTest(program=program, arguments=arguments):
                done = self.place.run(program, *arguments, check=False)
                self.assertEqual(done.returncode, USAGE, done.stdout + done.stderr)
                self.assertTrue(done.stderr.strip())


class Server(Case):
    """What is wrong with the mail server is told apart; a password is only given to the right one."""

    def unreachable(self, office, hint, text):
        self.refused(office, UNAVAILABLE, text, hint)
        code, told = self.doctor(office)
        self.assertEqual(code, FAILED)
        self.assertIn(hint, told)

    def test_nobody_listens(self):
        server = self.dovecot()
        office = self.office(server, url=f"imaps://localhost:{free_port()}")
        self.unreachable(office, "连不上邮件服务器", "cannot be reached")

    def test_no_such_host(self):
        office = self.office(self.dovecot(), url="imaps://no-such-host.invalid")
        self.unreachable(office, "解析不到", "cannot be resolved")

    def test_another_authority(self):
        server = self.dovecot().start()
        office = self.office(server, ca_file=Authority(self.root / "other").ca_file)
        self.unreachable(office, "ca_file", "not signed by a trusted authority")
        self.assertNotIn("Login:", server.log())

    def test_an_authority_file_that_is_missing(self):
        office = self.office(self.dovecot().start(), ca_file=str(self.root / "nothing.pem"))
        self.refused(office, CONFIGURATION, "nothing.pem")

    def test_an_expired_certificate(self):
        authority = Authority(self.root / "own")
        server = self.dovecot(certificate=authority.issue(expired=True)).start()
        self.unreachable(self.office(server, ca_file=authority.ca_file), "证书已过期", "has expired")
        self.assertNotIn("Login:", server.log())

    def test_another_host_name(self):
        authority = Authority(self.root / "own")
        server = self.dovecot(certificate=authority.issue(name="elsewhere.test", addresses=("10.1.1.1",))).start()
        self.unreachable(self.office(server, ca_file=authority.ca_file), "主机名不符", "another host name")
        self.assertNotIn("Login:", server.log())

    def test_no_encryption_where_some_is_expected(self):
        server = self.dovecot().start()
        office = self.office(server, url=f"imaps://localhost:{server.starttls_port}")
        self.unreachable(office, "加密连接", "no encrypted connection")

    def test_a_wrong_password(self):
        office = self.office(self.dovecot().start(), password="wrong")
        self.refused(office, LOGIN, "refused the login", "授权码")
        code, told = self.doctor(office)
        self.assertEqual(code, FAILED)
        self.assertIn("授权码", told)

    def test_a_password_file_others_may_read(self):
        office = self.office(self.dovecot().start())
        office.secret.chmod(0o644)
        self.refused(office, CONFIGURATION, str(office.secret), "chmod 600")

    def test_a_password_file_that_is_missing(self):
        office = self.office(self.dovecot().start())
        office.secret.unlink()
        self.refused(office, LOGIN, str(office.secret), "0600")

    def test_a_daemon_outlives_a_wrong_password_and_says_so(self):
        server = self.dovecot().start()
        server.deliver(mails.report())
        office = self.office(server, password="wrong")
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        office.wait("the refusal to be told", lambda: "授权码" in office.ctl("status", "--json")[0]["sentence"])
        status = office.ctl("status", "--json")[0]
        self.assertTrue(status["running"])
        self.assertEqual(server.log().count("auth failed"), 1, "a refused login is not hammered")
        self.assertLess(office.stop(), 5)
        office.secret.write_text(server.password + "\n")
        office.once()
        self.assertEqual([m["outcome"] for m in office.messages()], ["filed"])

    def test_a_folder_that_is_missing_is_a_warning(self):
        server = self.dovecot().start()
        server.deliver(mails.report())
        office = self.office(server, folders=("INBOX", "没有的夹"))
        done = office.once()
        self.assertIn("没有的夹", done.stderr)
        code, told = self.doctor(office)
        self.assertEqual(code, OK, told)
        self.assertTrue(any(line.startswith("warn") and "没有的夹" in line for line in told.splitlines()), told)
        self.assertEqual([m["outcome"] for m in office.messages()], ["filed"])

    def test_a_second_daemon(self):
        server = self.dovecot().start()
        office = self.office(server)
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        office.wait("the first look", lambda: office.ctl("status", "--json")[0]["accounting"])
        self.refused(office, IO, str(office.daemon.pid), "another filingd")
        self.refused(office, IO, str(office.daemon.pid), "another filingd", arguments=())
        self.assertIsNone(office.daemon.poll())
        office.stop()

    def test_doctor_finds_a_good_office_good(self):
        office = self.office(self.dovecot().start())
        done = office.run("filingctl", "doctor", check=False)
        self.assertEqual(done.returncode, OK, done.stdout)
        self.assertNotIn("fail", done.stdout)


class Mail(Case):
    """A mail that can't be read costs itself its automatic verdict, and nobody else."""

    def taken(self, sent, **options):
        server = self.dovecot().start()
        for raw in sent:
            server.deliver(raw)
        office = self.office(server, **options)
        office.once()
        kept = {p.read_bytes() for p in (office.state / "archive" / "messages").rglob("*.eml")}
        self.assertEqual(kept, set(server.messages().values()))
        office.verify()
        by_hash = {m["sha256"]: m for m in office.messages()}
        return office, [by_hash[hashlib.sha256(raw).hexdigest()] for raw in server.messages().values()]

    def test_what_is_no_mail_is_kept_for_a_person(self):
        garbage = bytes(b for b in os.urandom(40000) if b not in b"\r\n\0") or b"x"
        office, (one, two, report) = self.taken([b"\xff\xfe\x80" + garbage, b"\r\n", mails.report()])
        self.assertEqual(report["outcome"], "filed")
        for message in (one, two):
            self.assertEqual((message["state"], message["outcome"]), ("settled", "review"), message)
            self.assertTrue(message["reason"])
            self.assertIn(message["id"], [row["id"] for row in office.ctl("review", "--json")])

    def test_a_mail_too_large_for_the_child_is_reviewed_and_the_next_are_filed(self):
        office, answers = self.taken([mails.report(number=1), self.hungry(), mails.report("港口镇人民政府", number=2)],
                                     extra='\n[parser]\nlight = { memory = "256MiB", cpu = "2s" }\n')
        self.assertEqual([m["outcome"] for m in answers], ["filed", "review", "filed"], answers)
        self.assertEqual(answers[1]["reason"], "parser_died")
        self.assertIn("parser_died", [p["code"] for p in answers[1]["problems"]])
        self.assertEqual([row["id"] for row in office.ctl("review", "--json")], [answers[1]["id"]])

    @staticmethod
    def hungry():
        """Within every limit of a message, and yet more work than the child is given."""
        return mails.mail("willow@mail.test", "柳树镇月报", "见附件\n", [("月报.html", b"<table>" + b"<tr><td>x" * 3_000_000)])


@contextlib.contextmanager
def small_disk(folder, mebibytes):
    """A file system of its own size; None where this machine gives none."""
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    folder.mkdir(parents=True)
    made = subprocess.run([*prefix, "mount", "-t", "tmpfs", "-o", f"size={mebibytes}m,uid={os.geteuid()},mode=0700",
                           "tmpfs", str(folder)], capture_output=True, text=True)
    try:
        yield made.returncode == 0
    finally:
        if made.returncode == 0:
            subprocess.run([*prefix, "umount", "-l", str(folder)], check=False)


class Disk(Case):
    def test_a_full_disk_is_told_nothing_is_lost_and_it_goes_on_by_itself(self):
        with small_disk(self.root / "office" / "state", 64) as mounted:
            if not mounted:
                self.fail("no file system of its own can be mounted here: run as root or with sudo")
            self.fill_and_free()

    def fill_and_free(self):
        server = self.dovecot().start()
        office = self.office(server)
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        office.wait("the first look", lambda: office.ctl("status", "--json")[0]["accounting"])
        server.deliver(mails.report(number=1))
        office.wait("the first report", lambda: len(office.settled()) == 1)
        ballast = office.state / "ballast"
        self.fill(ballast)
        for number in range(2, 8):
            server.deliver(mails.report(list(mails.SENDERS)[number % 3], number=number))
        office.wait("the full disk to be told", lambda: "磁盘空间不足" in office.run("filingctl", "status").stdout)
        office.wait("the log to say it", lambda: "no space" in office.log_text())
        self.assertIsNone(office.daemon.poll())
        self.assertEqual(len(office.settled()), 1)
        ballast.unlink()
        office.wait("all reports", lambda: len(office.settled()) == 7, seconds=60)
        office.wait("the all-clear", lambda: "磁盘空间不足" not in office.run("filingctl", "status").stdout)
        self.assertLess(office.stop(), 5)
        office.verify()
        self.assertEqual(len(server.messages()), 7)

    @staticmethod
    def fill(path):
        with open(path, "wb") as file, contextlib.suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
                file.flush()


if __name__ == "__main__":
    unittest.main(verbosity=2)
