"""Reminders through a month, the whole program under another clock (libfaketime): stages, what ends them, whom they are told
to, the form they carry; downtime, a pause, a first start in the middle of the year. Real Dovecot, real filingd and filingctl."""
import io
import json
import os
import pathlib
import tempfile
import unittest

import docx

import mails
from dovecot import Dovecot
from office import Office, UNITS
from smtp_sink import SmtpSink

FAKETIME = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1"
FORM = "行政执法工作月报.docx"
OBLIGATIONS = f"""
[[obligation]]
id = "monthly-report"
title = "行政执法工作月报"
nature = "filing"
who = ["town", "department"]
due = {{ every = "month", day = 10, of = "next", from = "2024-06" }}
template = "{FORM}"
requires = ["word", "stamped-pdf"]
[obligation.recognise]
titles = ["行政执法工作月报"]
strong = ["证明事项告知承诺", "四张清单", "经济影响评估", "办结情况"]
file_names = ["月报"]

[[obligation]]
id = "device-list"
title = "执法记录设备清单"
nature = "filing"
who = ["town"]
due = {{ on = 2024-07-15 }}
requires = ["document"]
[obligation.recognise]
titles = ["执法记录设备清单"]
"""
STAFF = "staff@mail.test"


def clock(moment):
    """Everything below sees this moment of the county, and time goes on from there."""
    return {"LD_PRELOAD": os.environ.get("FAKETIME_LIBRARY", FAKETIME), "FAKETIME": f"@{moment}" + (":00" if moment.count(":") == 1 else ""), "TZ": "Asia/Shanghai",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "NO_FAKE_STAT": "1", "ASAN_OPTIONS": "verify_asan_link_order=0"}


class Reminders(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(self.folder.cleanup)
        self.root = pathlib.Path(self.folder.name)
        self.root.chmod(0o755)
        self.dovecot = Dovecot(self.root / "dovecot")
        self.dovecot.start()
        self.addCleanup(self.dovecot.stop)
        self.sink = SmtpSink()
        self.addCleanup(self.sink.close)
        units = UNITS.replace('addresses = ["willow@mail.test"]', 'addresses = ["willow@mail.test"]\n'
                              'escalate = ["head@mail.test"]')
        # The server's certificate is of today, not of the clock of the test.
        self.office = Office(self.root / "office", self.dovecot, smtp_url=self.sink.url, units=units,
                             url=f"imap://localhost:{self.dovecot.starttls_port}", ca_file="", extra="receipts = false\nreminders = true")
        settings = self.office.config / "filingd.toml"
        settings.write_text(settings.read_text().replace('ca_file = ""', "insecure = true"))
        (self.office.config / "obligations").mkdir()
        (self.office.config / "obligations" / "test.toml").write_text(OBLIGATIONS)
        self.number = 0

    # --- the office at a moment ---
    def once(self, moment, *arguments):
        """filingd --once then; {unit's address: mail} of the reminders it sent."""
        self.office.once(*arguments, env=clock(moment))
        found = {}
        for to, mail in self.sink.take_mails():
            self.assertTrue(str(mail["Subject"]).startswith("催报："), mail["Subject"])
            self.assertEqual(mail["Auto-Submitted"], "auto-generated")
            self.assertNotIn(to[0], found, "two reminders to one unit")
            mail.envelope = to
            found[to[0]] = mail
        return found

    def ctl(self, moment, *arguments):
        return self.office.run("filingctl", *arguments, env=clock(moment)).stdout

    def rows(self, moment, *arguments):
        return [json.loads(line) for line in self.ctl(moment, *arguments, "--json").splitlines()]

    def deliver_report(self, moment, unit, pieces):
        import datetime
        self.number += 1
        at = datetime.datetime.fromisoformat(moment).replace(tzinfo=mails.SHANGHAI)
        self.dovecot.deliver(mails.report(unit, 2024, 6, self.number, pieces), internaldate=at)

    @staticmethod
    def text(mail):
        return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")

    def stages(self, moment):
        """{unit: how many reminders of the June report}"""
        return {d["unit"]: d["reminders_sent"] for d in self.rows(moment, "duties")
                if d["obligation"] == "monthly-report" and d["period"] == "2024-06"}

    # --- the tests ---
    def test_a_month_from_the_first_reminder_to_the_head_of_the_office(self):
        willow, harbour, market = "willow@mail.test", "harbour@mail.test", "market@mail.test"
        self.assertEqual(self.once("2024-06-20 10:00"), {})
        self.assertEqual(self.once("2024-07-03 08:59"), {})
        first = self.once("2024-07-03 09:00")
        self.assertEqual(set(first), {willow, harbour, market})
        text = self.text(first[willow])
        self.assertIn("行政执法工作月报（2024年6月）\n  截止日期：2024年7月10日，还有 5 个工作日", text)
        self.assertIn("执法记录设备清单（2024年）：2024年7月15日 截止", text)
        self.assertNotIn("执法记录设备清单", self.text(first[market]))
        forms = list(first[willow].iter_attachments())
        self.assertEqual([form.get_filename() for form in forms], [FORM])
        form = docx.Document(io.BytesIO(forms[0].get_content()))
        self.assertEqual(form.paragraphs[0].text, "行政执法工作月报")
        self.assertEqual(len(form.tables[0].rows), 18)

        self.assertEqual(self.once("2024-07-03 15:00"), {})
        self.assertEqual(self.once("2024-07-04 09:00"), {})
        self.deliver_report("2024-07-08 08:00", "测试县市场监督管理局", ("word", "pdf"))
        self.deliver_report("2024-07-08 08:01", "港口镇人民政府", ("word",))
        # The list of devices has its first day; the report of the market office is in.
        monday = self.once("2024-07-08 09:00")
        self.assertEqual(set(monday), {willow, harbour})
        self.assertIn("● 执法记录设备清单", self.text(monday[willow]))
        self.assertNotIn("● 行政执法工作月报", self.text(monday[willow]))
        tuesday = self.once("2024-07-09 09:00")
        self.assertEqual(set(tuesday), {willow, harbour})
        self.assertIn("材料不全", self.text(tuesday[harbour]))
        self.assertIn("加盖公章的 PDF 扫描件", self.text(tuesday[harbour]))
        self.assertNotIn("可编辑的 Word", self.text(tuesday[harbour]))
        for moment, sends in (("2024-07-10 09:00", True), ("2024-07-11 09:00", False), ("2024-07-12 09:00", True),
                              ("2024-07-13 09:00", False), ("2024-07-14 09:00", False)):
            self.assertEqual(set(self.once(moment)), {willow, harbour} if sends else set(), moment)
        self.assertEqual(self.stages("2024-07-14 10:00"), {"willow": 4, "harbour": 4, "market": 1})

        self.ctl("2024-07-15 08:00", "exempt", "harbour", "device-list", "2024", "--reason", "没有设备")
        self.assertIn("● 执法记录设备清单（2024年）\n  截止日期：2024年7月15日，今天截止",
                      self.text(self.once("2024-07-15 09:00")[willow]))
        second = self.once("2024-07-16 09:00")
        self.assertEqual(second[willow].envelope, [willow])
        self.assertIsNone(second[willow]["Cc"])
        third = self.once("2024-07-18 09:00")
        self.assertEqual(third[willow].envelope, [willow, "head@mail.test"])
        self.assertIn("head@mail.test", third[willow]["Cc"])
        self.assertIn("抄送有关负责同志", self.text(third[willow]))
        self.assertIsNone(third[harbour]["Cc"])
        self.office.verify()

    def test_what_is_filed_between_queue_and_sending_is_not_asked_for(self):
        self.once("2024-06-20 10:00")
        rows = self.rows("2024-07-08 10:00", "remind")
        self.assertEqual({r["why"] for r in rows}, {"not_synced"})
        self.once("2024-07-08 08:50")
        table = self.ctl("2024-07-08 09:10", "remind", "--dry-run")
        self.assertIn("3 to be sent now", table)
        self.assertEqual(self.rows("2024-07-08 09:10", "outbox", "list"), [])
        rows = self.rows("2024-07-08 09:10", "remind")
        self.assertEqual([(r["unit"], r["to"], [i["stage"] for i in r["items"]], r["why"]) for r in rows],
                         [("willow", ["willow@mail.test"], ["before:5", "before:5"], "due"),
                          ("harbour", ["harbour@mail.test"], ["before:5", "before:5"], "due"),
                          ("market", ["market@mail.test"], ["before:5"], "due")])
        self.assertEqual([n["state"] for n in self.rows("2024-07-08 09:10", "outbox", "list")], ["queued"] * 3)
        self.deliver_report("2024-07-08 10:00", "柳树镇人民政府", ("word", "pdf"))
        self.deliver_report("2024-07-08 10:00", "测试县市场监督管理局", ("word", "pdf"))
        sent = self.once("2024-07-08 10:01")
        self.assertEqual(set(sent), {"willow@mail.test", "harbour@mail.test"})
        self.assertNotIn("行政执法工作月报", self.text(sent["willow@mail.test"]))
        self.assertEqual(list(sent["willow@mail.test"].iter_attachments()), [])
        states = [n["state"] for n in self.rows("2024-07-08 10:02", "outbox", "list")]
        self.assertEqual(sorted(states), ["cancelled", "cancelled", "sent", "sent"])

    def test_what_came_in_while_filingd_was_down_is_read_before_anybody_is_reminded(self):
        self.once("2024-06-20 10:00")
        self.deliver_report("2024-07-08 10:00", "测试县市场监督管理局", ("word", "pdf"))
        self.deliver_report("2024-07-08 10:00", "港口镇人民政府", ("word",))
        sent = self.once("2024-07-12 10:00")
        self.assertEqual(set(sent), {"willow@mail.test", "harbour@mail.test"})
        self.assertIn("材料不全", self.text(sent["harbour@mail.test"]))

    def test_a_running_daemon_reminds_when_the_hour_comes_and_not_who_files_before(self):
        self.once("2024-06-20 10:00")
        self.office.start(env=clock("2024-07-03 08:59:54"))
        self.addCleanup(self.office.kill)
        self.deliver_report("2024-07-03 08:59", "测试县市场监督管理局", ("word", "pdf"))
        found = []
        self.office.wait("two reminders", lambda: found.extend(self.sink.take_mails()) or len(found) >= 2)
        self.assertEqual(sorted(to[0] for to, _ in found), ["harbour@mail.test", "willow@mail.test"])
        self.office.stop()
        self.assertEqual(self.once("2024-07-03 09:05"), {})

    def test_after_weeks_of_downtime_each_unit_gets_one_mail_and_a_paused_one_none(self):
        self.once("2024-06-20 10:00")
        self.ctl("2024-07-01 10:00", "unit", "pause", "harbour", "--until", "2024-08-07")
        self.assertEqual(set(self.once("2024-07-03 09:00")), {"willow@mail.test", "market@mail.test"})
        rows = self.rows("2024-08-07 10:00", "remind", "--dry-run")
        self.assertEqual({r["unit"]: r["why"] for r in rows},
                         {"willow": "not_synced", "harbour": "paused", "market": "not_synced"})
        late = self.once("2024-08-07 10:00")
        self.assertEqual(set(late), {"willow@mail.test", "market@mail.test"})
        text = self.text(late["willow@mail.test"])
        self.assertIn("3 项报送尚未完成，其中 2 项已逾期", text)
        self.assertEqual(text.count("●"), 3)
        self.assertEqual(len(list(late["willow@mail.test"].iter_attachments())), 1)
        self.assertEqual(self.once("2024-08-07 16:00"), {})
        self.assertEqual(set(self.once("2024-08-08 10:00")), {"harbour@mail.test"})

    def test_what_was_due_before_the_first_start_is_history(self):
        self.assertEqual(self.once("2024-07-20 10:00"), {})
        self.assertEqual(self.once("2024-07-22 10:00"), {})
        rows = self.rows("2024-07-22 10:00", "remind", "--dry-run")
        self.assertEqual({r["why"] for r in rows}, {"before_remind_from"})
        self.assertEqual(set(self.once("2024-08-05 09:00")), {"willow@mail.test", "harbour@mail.test", "market@mail.test"})
        self.assertEqual(self.stages("2024-08-05 10:00"), {"willow": 0, "harbour": 0, "market": 0})

    def test_the_form_sent_back_filled_in_is_filed_with_every_figure_and_a_promise_files_nothing(self):
        import datetime
        self.once("2024-06-20 10:00")
        asked = self.once("2024-07-03 09:00")["willow@mail.test"]
        at = datetime.datetime(2024, 7, 5, 9, 0, tzinfo=mails.SHANGHAI)
        reply = "收到，我们正在整理，下周报送。\n\n------------------ 原始邮件 ------------------\n" + self.text(asked)
        self.dovecot.deliver(mails.mail("willow@mail.test", f"回复：{asked['Subject']}", reply, number=901,
                                        headers=[("In-Reply-To", asked["Message-ID"])]), internaldate=at)
        self.once("2024-07-05 10:00")
        self.assertEqual(self.rows("2024-07-05 10:00", "filings"), [])
        states = {d["unit"]: d["state"] for d in self.rows("2024-07-05 10:00", "duties", "--obligation", "monthly-report",
                                                          "--period", "2024-06")}
        self.assertEqual(states["willow"], "due_soon")  # and it is reminded again
        form = pathlib.Path(os.environ["FILINGD_SOURCE"], "tests/data/forms/filled.docx").read_bytes()
        scan = mails.report_pdf("柳树镇人民政府", 2024, 6)
        self.dovecot.deliver(mails.mail("willow@mail.test", f"回复：{asked['Subject']}", "请查收。\n",
                                        [(FORM, form), ("盖章.pdf", scan)], 902,
                                        headers=[("In-Reply-To", asked["Message-ID"])]), internaldate=at)
        self.once("2024-07-05 11:00")
        (filing,) = self.rows("2024-07-05 11:00", "filings")
        self.assertEqual((filing["unit"], filing["period"], filing["status"]), ("willow", "2024-06", "complete"))
        fields = filing["fields"]
        self.assertEqual(fields["commitment"], {"matters": 12, "handled": 23, "verified": 7, "dishonest": 1})
        self.assertEqual(fields["four_lists"], {"no_penalty": 6, "lighter": 4, "mitigated": 3, "no_coercion": 2})
        self.assertEqual(fields["impact_assessment"], {"due": 9, "done": 8, "measures": 5})
        self.assertEqual(fields["cases"], {"opened": 11, "closed": 10, "penalty_amount": "53200.00", "transferred": 13})

    def test_a_rehearsal_sends_and_spends_nothing(self):
        self.once("2024-06-20 10:00")
        self.assertEqual(self.once("2024-06-21 10:00", "--as-of", "2024-07-03T09:00:00+08:00"), {})
        self.assertEqual([n["state"] for n in self.rows("2024-06-21 10:01", "outbox", "list")], ["held"] * 3)
        self.assertEqual(set(self.once("2024-07-03 09:00")), {"willow@mail.test", "harbour@mail.test", "market@mail.test"})


if __name__ == "__main__":
    unittest.main()
