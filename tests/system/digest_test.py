"""The digest as staff get it: one mail with text, HTML and a workbook that spreadsheet programs open, and the numbers in it kept
for their answers."""
import email
import email.policy
import io
import pathlib
import sqlite3
import tempfile
import unittest

import mails
import openpyxl
from demo import next_working_day, now
from dovecot import Dovecot
from office import Office
from postfix import Postfix

STAFF = "staff@mail.test"


class Digest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.root.chmod(0o755)
        self.dovecot = Dovecot(self.root / "dovecot",
                               users={user: "secret" for user in (mails.OFFICE, "willow@mail.test", "harbour@mail.test", STAFF)})
        self.dovecot.start()
        self.addCleanup(self.dovecot.stop)

    def doubtful(self, subject):
        """A report whose subject and paper name different months: nobody but a person can decide it."""
        year, month = mails.last_month()
        paper = mails.report_docx("柳树镇人民政府", year, month)
        return mails.mail("willow@mail.test", f"{subject}{month % 12 + 1}月行政执法工作月报", "请查收。\n", [("月报.docx", paper)])

    def test_it_arrives_with_a_workbook_and_its_numbers_are_kept(self):
        with Postfix(self.root / "postfix", self.dovecot) as postfix:
            office = Office(self.root / "office", self.dovecot, smtp_url=postfix.url, staff=[STAFF],
                            extra='digest_at = "22:00"\nremind_from = 2024-06-17\n')
            day = next_working_day(now().date())
            office.once("--as-of", f"{day}T08:00:00+08:00")  # sees the empty folder
            self.dovecot.deliver(mails.report("港口镇人民政府", pieces=("word",)))
            self.dovecot.deliver(self.doubtful("=1+1 "))
            self.dovecot.deliver(self.doubtful("<b>x</b>"))
            office.once("--as-of", f"{day}T21:00:00+08:00")
            office.once("--as-of", f"{day}T23:00:00+08:00")
            self.assertTrue(postfix.wait_delivered())
            digest = self.digest()
            self.check_mail(digest, day)
            self.check_workbook(digest, day)
            self.check_questions(office, digest)

    def test_a_preview_shows_what_would_be_sent_and_changes_nothing(self):
        office = Office(self.root / "office", self.dovecot, staff=[STAFF])
        self.preview(office, "receipt", "receipt.txt", "receipt.html", "receipt.eml")  # an invented one
        office.once("--hold")
        self.dovecot.deliver(mails.report("港口镇人民政府", pieces=("word",)))
        office.once("--hold")
        before = office.ctl("outbox", "list", "--json")
        day = next_working_day(now().date())
        self.preview(office, "receipt", "receipt.txt", "receipt.html", "receipt.eml")
        self.assertIn("港口镇人民政府", (self.root / "receipt" / "receipt.txt").read_text())
        self.preview(office, "digest", "digest.txt", "digest.html", "digest.eml", f"未报送名单_{day}.xlsx",
                     as_of=["--as-of", f"{day}T09:00:00+08:00"])
        raw = (self.root / "digest" / "digest.eml").read_bytes()
        self.assertEqual(email.message_from_bytes(raw, policy=email.policy.default)["To"], STAFF)
        self.assertEqual(office.ctl("outbox", "list", "--json"), before)
        refused = office.run("filingctl", "preview", "postcard", "--to", str(self.root), check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("postcard", refused.stderr)

    def preview(self, office, kind, *names, as_of=()):
        folder = self.root / kind
        office.run("filingctl", "preview", kind, *as_of, "--to", str(folder))
        self.assertEqual(sorted(path.name for path in folder.iterdir()), sorted(names))

    def test_a_template_with_a_mistake_is_named_and_the_shipped_one_used(self):
        office = Office(self.root / "office", self.dovecot, staff=[STAFF])
        (office.config / "templates").mkdir()
        (office.config / "templates" / "digest.html.mustache").write_text("<p>\n{{#review}}\n")
        for program, arguments in (("filingd", ["--check-config"]), ("filingctl", ["doctor"])):
            done = office.run(program, *arguments, check=False)
            self.assertIn("digest.html.mustache:2", done.stdout + done.stderr)
        self.preview(office, "digest", "digest.txt", "digest.html", "digest.eml", f"未报送名单_{now().date()}.xlsx")
        self.assertIn("收件账目", (self.root / "digest" / "digest.html").read_text())

    def digest(self):
        found = [email.message_from_bytes(raw, policy=email.policy.default)
                 for raw in self.dovecot.messages(user=STAFF).values()]
        self.assertEqual(len(found), 1)
        return found[0]

    def check_mail(self, digest, day):
        self.assertEqual(digest["Auto-Submitted"], "auto-generated")
        self.assertEqual(digest["Subject"], f"报送汇总 {day.year}年{day.month}月{day.day}日：新收 1 件，待核 2 件")
        text = digest.get_body(("plain",)).get_content()
        page = digest.get_body(("html",)).get_content()
        for words in ("【1】", "【2】", "建议：柳树镇", "直接回复本邮件", "港口镇"):
            self.assertIn(words, text)
        self.assertNotIn("<b>x</b>", page)
        self.assertIn("&lt;b&gt;x&lt;/b&gt;", page)
        for remote in ("http-equiv", "<img", "<link", "src=", "@import", "url("):
            self.assertNotIn(remote, page)

    def check_workbook(self, digest, day):
        attachments = list(digest.iter_attachments())
        self.assertEqual([a.get_filename() for a in attachments], [f"未报送名单_{day}.xlsx"])
        book = openpyxl.load_workbook(io.BytesIO(attachments[0].get_content()))
        for name in ("未报送名单", "迟报名单", "待核来件", "行政执法工作月报"):
            self.assertIn(name, book.sheetnames)
        kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
        self.assertLessEqual(kinds, {"s", "n", "d"})  # text, numbers, days: no formula
        reviews = [[cell.value for cell in row] for row in book["待核来件"].iter_rows(min_row=3)]
        self.assertEqual([row[0] for row in reviews], [1, 2])
        self.assertTrue(reviews[0][4].startswith("=1+1 "), reviews)
        heads = [cell.value for cell in book["未报送名单"][2]]
        self.assertEqual(heads[:4], ["单位", "事项", "期次", "截止日期"])

    def check_questions(self, office, digest):
        """Number, message and proposals, found by the digest's Message-ID as an answer to it will name it."""
        ledger = sqlite3.connect(f"file:{office.state / 'ledger' / 'ledger.db'}?mode=ro", uri=True)
        self.addCleanup(ledger.close)
        rows = ledger.execute("SELECT q.number, m.subject FROM digest_question q JOIN notice n ON n.id = q.notice "
                              "JOIN message m ON m.id = q.message WHERE n.message_id = ? ORDER BY q.number",
                              (digest["Message-ID"],)).fetchall()
        self.assertEqual([row[0] for row in rows], [1, 2])
        self.assertTrue(rows[0][1].startswith("=1+1 "), rows)
        proposals = ledger.execute("SELECT unit, obligation FROM digest_proposal WHERE position = 0").fetchall()
        self.assertEqual(set(proposals), {("willow", "monthly-report")})


if __name__ == "__main__":
    unittest.main()
