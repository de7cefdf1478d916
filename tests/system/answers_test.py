"""Replies to notices on real servers: a unit puts the period right by answering its receipt, staff decide by answering the
digest; each is undone again; and mails that only look like answers change nothing."""
import datetime
import email
import email.policy
import pathlib
import re
import sqlite3
import tempfile
import unittest
from email.message import EmailMessage

import docx
import mails
from dovecot import Dovecot
from office import Office
from postfix import Postfix

STAFF = "staff@mail.test"
YEAR, MONTH = mails.last_month()
PERIOD = f"{YEAR}-{MONTH:02}"


def undated_report(unit, number):
    """A report that nowhere says for which month."""
    document = docx.Document()
    document.add_heading(f"{unit}行政执法工作月报", level=1)
    document.add_paragraph(f"证明事项告知承诺、四张清单、经济影响评估、办结情况见下（第{number}号底稿）。")
    document.add_paragraph(unit)
    return mails.mail(mails.SENDERS[unit], f"{unit}行政执法工作月报", "请查收。\n",
                      [(f"{unit}月报.docx", mails.saved(document))], number)


def answer(sender, notice, text, **headers):
    """As a mail program answers: Re:, In-Reply-To, References, the notice quoted below."""
    reply = EmailMessage()
    reply["From"] = sender
    reply["To"] = mails.OFFICE
    reply["Subject"] = "回复：" + notice["Subject"]
    reply["Message-ID"] = f"<{abs(mails.hash_of(sender + text + str(headers)))}@mail.test>"
    reply["In-Reply-To"] = notice["Message-ID"]
    reply["References"] = notice["Message-ID"]
    for name, value in headers.items():
        reply[name.replace("_", "-")] = value
    quoted = notice.get_body(("plain",)).get_content()
    reply.set_content(f"{text}\n\n------------------ 原始邮件 ------------------\n"
                      f"发件人: \"执法监督\" <{mails.OFFICE}>\n主题: {notice['Subject']}\n\n{quoted}")
    return reply.as_bytes(policy=email.policy.SMTP)


class Answers(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="filingd-answers-")
        self.addCleanup(self.folder.cleanup)
        root = pathlib.Path(self.folder.name)
        root.chmod(0o755)
        users = {u: "secret" for u in (mails.OFFICE, STAFF, *mails.SENDERS.values(), "someone@mail.test")}
        self.dovecot = Dovecot(root / "dovecot", users=users)
        self.dovecot.start()
        self.addCleanup(self.dovecot.stop)
        self.postfix = Postfix(root / "postfix", self.dovecot)
        self.postfix.start()
        self.addCleanup(self.postfix.stop)
        self.root = root
        # The first run only sees the empty folder; staff come later, so that the day's digest tells of the mails.
        self.office().once()
        for number, raw in enumerate([undated_report("柳树镇人民政府", 1), undated_report("港口镇人民政府", 2),
                                      mails.question(3)]):
            self.dovecot.deliver(raw)
        self.desk = self.office(staff=(STAFF,), extra='digest_at = "00:00"')
        self.run_once()
        self.open = {m["from"].split("<")[-1].strip("> ") + " " + m["subject"][:2]: m["id"]
                     for m in self.desk.messages() if m["outcome"] == "review"}
        self.assertEqual(len(self.open), 3, self.desk.messages())

    def office(self, **options):
        office = Office(self.root / "office", self.dovecot, smtp_url=self.postfix.url, **options)
        # A digest is made on working days: every day of this test is one.
        today = datetime.datetime.now(mails.SHANGHAI).date()
        days = [today, today + datetime.timedelta(days=1)]
        for year in {day.year for day in days}:
            weekend = ", ".join(str(day) for day in days if day.year == year and day.weekday() >= 5)
            (office.config / "calendar").mkdir(exist_ok=True)
            (office.config / "calendar" / f"{year}.toml").write_text(f"year = {year}\noff = []\nworking = [{weekend}]\n")
        return office

    def run_once(self):
        self.desk.once()
        self.postfix.wait_delivered()

    def inbox(self, user):
        return [email.message_from_bytes(raw, policy=email.policy.default)
                for _, raw in sorted(self.dovecot.messages(user=user).items())]

    def take(self, raw):
        """Delivers a reply and lets filingd work; what became of it."""
        known = {m["id"] for m in self.desk.messages()}
        self.dovecot.deliver(raw)
        self.run_once()
        new = [m["id"] for m in self.desk.messages() if m["id"] not in known]
        self.assertEqual(len(new), 1)
        return self.desk.ctl("show", new[0], "--json")[0]

    def outcome(self, message):
        return self.desk.ctl("show", message, "--json")[0]["outcome"]

    def filings(self):
        return {(f["unit"], f["obligation"], f["period"]) for f in self.desk.ctl("filings", "--json")}

    def numbers(self, digest):
        """The digest's questions: message -> number. A digest without numbers gets them here."""
        with sqlite3.connect(self.desk.state / "ledger" / "ledger.db") as ledger:
            notice = ledger.execute("SELECT id FROM notice WHERE message_id = ?", (digest["Message-ID"],)).fetchone()[0]
            rows = ledger.execute("SELECT number, message FROM digest_question WHERE notice = ?", (notice,)).fetchall()
            if not rows:
                rows = list(enumerate(sorted(int(m[1:]) for m in self.open.values()), start=1))
                for number, message in rows:
                    ledger.execute("INSERT INTO digest_question (notice, number, message) VALUES (?, ?, ?)",
                                   (notice, number, message))
                    ledger.execute("INSERT INTO digest_proposal (notice, number, position, unit, obligation, period, score) "
                                   "SELECT ?, ?, position, unit, obligation, period, score FROM candidate WHERE message = ?",
                                   (notice, number, message))
            else:
                shown = {int(n) for n in re.findall(r"\n\s*[【(]?(\d+)[】).、 ]", digest.get_body(("plain",)).get_content())}
                self.assertLessEqual({number for number, _ in rows}, shown)
        return {f"M{message}": number for number, message in rows}

    def test_a_unit_and_staff_answer(self):
        willow, harbour = self.open["willow@mail.test 柳树"], self.open["harbour@mail.test 港口"]
        question = self.open["willow@mail.test 咨询"]
        receipt = next(n for n in self.inbox("willow@mail.test") if "回执" in n["Subject"])

        with self.subTest("what only looks like an answer changes nothing"):
            for sender, headers in (("someone@mail.test", {}), ("willow@mail.test", {"Auto_Submitted": "auto-replied"})):
                shown = self.take(answer(sender, receipt, f"这是{MONTH}月的。", **headers))
                self.assertEqual(shown["answers"], [])
                self.assertEqual(self.outcome(willow), "review")

        receipts = len(self.inbox("willow@mail.test"))
        with self.subTest("courtesy and questions get no receipt"):
            self.assertEqual(self.take(answer("willow@mail.test", receipt, "收到，谢谢！"))["outcome"], "not_a_filing")
            asked = self.take(answer("willow@mail.test", receipt, "请问这是几月的？"))
            self.assertEqual((asked["outcome"], asked["reason"]), ("review", "answer_unclear"))
            self.assertEqual(len(self.inbox("willow@mail.test")), receipts)

        with self.subTest("a receipt's answer moves the period"):
            which = receipt
            for notice in self.inbox("willow@mail.test"):
                about = self.desk.ctl("show", willow, "--json")[0]["notices"]
                if self.notice_id(notice) in {n["id"] for n in about}:
                    which = notice
            shown = self.take(answer("willow@mail.test", which, f"王科长：\n您好，这是{MONTH}月份的，谢谢！\n柳树镇司法所"))
            self.assertEqual((shown["outcome"], shown["reason"]), ("not_a_filing", "answer"))
            self.assertTrue(shown["answers"][0]["applied"])
            self.assertIn(("willow", "monthly-report", PERIOD), self.filings())
            self.assertEqual(len(self.inbox("willow@mail.test")), receipts + 1)
            self.desk.ctl("undo", shown["answers"][0]["act"], "--json")
            self.assertNotIn(("willow", "monthly-report", PERIOD), self.filings())
            self.assertEqual(self.outcome(willow), "review")

        with self.subTest("staff answer the digest"):
            digest = next(n for n in self.inbox(STAFF))
            number = self.numbers(digest)
            stranger = self.take(answer("harbour@mail.test", digest, f"{number[harbour]} 同意"))
            self.assertEqual(stranger["answers"], [])
            lines = (f"{number[harbour]}、港口镇 {MONTH}月\n{number[question]} 不是报送\n"
                     f"{number[willow]} 再看看\n999 同意\n")
            shown = self.take(answer(STAFF, digest, lines))
            self.assertEqual((shown["outcome"], shown["reason"]), ("not_a_filing", "answer"))
            self.assertEqual([a["applied"] for a in shown["answers"]], [True, True, False, False], shown["answers"])
            self.assertIn(("harbour", "monthly-report", PERIOD), self.filings())
            self.assertEqual(self.outcome(question), "not_a_filing")
            self.assertEqual(self.outcome(willow), "review")
            again = self.take(answer(STAFF, digest, f"{number[harbour]} 不是报送"))
            self.assertEqual([a["applied"] for a in again["answers"]], [False])
            for act in (shown["answers"][1]["act"], shown["answers"][0]["act"]):
                self.desk.ctl("undo", act, "--json")
            self.assertNotIn(("harbour", "monthly-report", PERIOD), self.filings())
            self.assertEqual(self.outcome(question), "review")
            note = self.take(answer(STAFF, digest, "汇总收到了。"))
            self.assertEqual((note["outcome"], note["reason"]), ("not_a_filing", "staff_note"))
        self.desk.verify()

    def notice_id(self, notice):
        with sqlite3.connect(self.desk.state / "ledger" / "ledger.db") as ledger:
            row = ledger.execute("SELECT id FROM notice WHERE message_id = ?", (notice["Message-ID"],)).fetchone()
        return f"N{row[0]}" if row else ""


if __name__ == "__main__":
    unittest.main()
