"""What people do with filingctl, end to end on a fresh office: each act, its undo and its redo, held against the ledger and
the by-filing view before and after; reprocess and search; and the end of filingctl at every counted step of an assignment,
an undo and a reprocess, after which the same command leads to the same end.

FILINGD_STEPS_STRIDE=n tries every n-th step only; 1 is the long form."""
import hashlib
import os
import pathlib
import shutil
import sqlite3
import tempfile
import types
import unittest

import mails
import openpyxl
from office import Office

STRIDE = int(os.environ.get("FILINGD_STEPS_STRIDE", "5"))
TABLES = {
    "message": "SELECT id, outcome, reason, state FROM message WHERE id <= ? ORDER BY id",
    "candidate": "SELECT * FROM candidate WHERE message <= ? ORDER BY message, position",
    "document": "SELECT * FROM document WHERE message <= ? ORDER BY id",
    "filing": "SELECT * FROM filing WHERE id > -? ORDER BY id",
    "filing_message": "SELECT * FROM filing_message WHERE filing > -? ORDER BY filing, position",
    "filing_document": "SELECT * FROM filing_document WHERE filing > -? ORDER BY filing, position",
    "evidence": "SELECT * FROM evidence WHERE filing > -? ORDER BY filing, position",
    "exemption": "SELECT *, ? FROM exemption ORDER BY unit, obligation, period",
    "address": "SELECT *, ? FROM address ORDER BY address",
    "pause": "SELECT *, ? FROM pause ORDER BY unit",
}
YEAR, MONTH = mails.last_month()
PERIOD = f"{YEAR}-{MONTH:02}"
OTHER = f"{YEAR - 1}-12"


def last_message(state):
    with sqlite3.connect(state / "ledger" / "ledger.db") as ledger:
        return ledger.execute("SELECT max(id) FROM message").fetchone()[0]


def picture(state, messages):
    """What stands: the ledger's tables about the first `messages` messages and all filings, and the by-filing view."""
    ledger = sqlite3.connect(state / "ledger" / "ledger.db")
    rows = {}
    for name, sql in TABLES.items():
        ledger.row_factory = sqlite3.Row
        rows[name] = [{k: r[k] for k in r.keys() if k not in ("settled_in", "?")} for r in ledger.execute(sql, (messages,))]
    ledger.close()
    view = state / "archive" / "by-filing"
    rows["view"] = {str(p.relative_to(view)): hashlib.sha256(p.read_bytes()).hexdigest()
                    for p in sorted(view.rglob("*")) if p.is_file()} if view.exists() else {}
    return rows


class Acts(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="filingd-acts-")
        cls.root = pathlib.Path(cls.folder.name)
        mail = cls.root / "mails"
        mail.mkdir()
        harbour = "港口镇人民政府"
        for number, raw in enumerate([mails.report(number=1),
                                      mails.report(harbour, number=2, pieces=("word",)),
                                      mails.report(harbour, number=3, pieces=("pdf",)),
                                      mails.question(4)]):
            (mail / f"{number}.eml").write_bytes(raw)
        cls.scan = cls.root / "微信图片.pdf"
        cls.scan.write_bytes(mails.report_pdf(harbour, YEAR, MONTH, 9))
        first = cls.office("first", fresh=False)
        first.run("filingctl", "import", str(mail))
        cls.fresh = first.state

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def office(cls, name, fresh=True):
        home = cls.root / name
        shutil.rmtree(home, ignore_errors=True)
        nowhere = types.SimpleNamespace(url="imaps://127.0.0.1:9", user="office@mail.test", password="none", ca_file="")
        office = Office(home, nowhere)
        if fresh:
            shutil.copytree(cls.fresh, office.state)
        return office

    def act(self, office, *arguments):
        return office.ctl(*arguments, "--json")[0]["journal"]

    def question(self, office):
        return next(m["id"] for m in office.messages() if m["outcome"] == "review")

    def filed(self, office):
        return {(f["unit"], f["obligation"], f["period"]): f for f in office.ctl("filings", "--json")}

    def test_each_act_is_undone_and_done_again_exactly(self):
        office = self.office("acts")
        review = self.question(office)
        half = self.filed(office)["harbour", "monthly-report", PERIOD]["message_ids"][1]
        acts = [
            ("review", "assign", review, "--unit", "market", "--obligation", "monthly-report", "--period", OTHER),
            ("review", "assign", half, "--unit", "willow", "--obligation", "monthly-report", "--period", OTHER),
            ("review", "dismiss", review, "--reason", "只是咨询"),
            ("exempt", "willow", "monthly-report", OTHER, "--reason", "机构改革"),
            ("file", "market", "monthly-report", PERIOD, "--reason", "微信报送", "--document", str(self.scan)),
            ("file", "harbour", "monthly-report", PERIOD, "--reason", "纸质补送"),
            ("address", "confirm", "someone@mail.test", "willow"),
            ("unit", "pause", "willow", "--until", "2099-01-31"),
        ]
        for arguments in acts:
            with self.subTest(act=arguments):
                known = last_message(office.state)
                before = picture(office.state, known)
                done = self.act(office, *arguments)
                after = picture(office.state, known)
                self.assertNotEqual(before, after)
                undone = self.act(office, "undo", done)
                self.assertEqual(picture(office.state, known), before)
                redone = self.act(office, "undo", undone)
                self.assertEqual(picture(office.state, known), after)
                self.act(office, "undo", redone)
                self.assertEqual(picture(office.state, known), before)
                office.verify()

    def test_revoked_and_resumed_are_undone_too(self):
        office = self.office("facts")
        for begin, end in ((("address", "confirm", "a@mail.test", "willow"), ("address", "revoke", "a@mail.test")),
                           (("unit", "pause", "willow"), ("unit", "resume", "willow"))):
            self.act(office, *begin)
            before = picture(office.state, 99)
            done = self.act(office, *end)
            self.assertNotEqual(picture(office.state, 99), before)
            self.act(office, "undo", done)
            self.assertEqual(picture(office.state, 99), before)

    def test_a_duty_is_shown_as_exempt_or_filed(self):
        office = self.office("duties")
        self.act(office, "exempt", "willow", "monthly-report", PERIOD, "--reason", "机构改革")
        self.act(office, "file", "market", "monthly-report", PERIOD, "--reason", "微信报送", "--document", str(self.scan))
        states = {d["unit"]: d["state"] for d in office.ctl("duties", "--obligation", "monthly-report", "--period", PERIOD,
                                                            "--json")}
        self.assertEqual(states["willow"], "exempt")
        self.assertIn(states["market"], ("filed", "filed_late"))
        matrix = office.run("filingctl", "matrix", "--obligation", "monthly-report", "--year", str(YEAR),
                            env={"LANG": "zh_CN.UTF-8"}).stdout
        self.assertIn("免报", matrix)
        sheet = office.root / "台账.xlsx"
        office.run("filingctl", "matrix", "--obligation", "monthly-report", "--year", str(YEAR), "--xlsx", str(sheet),
                   env={"LANG": "zh_CN.UTF-8"})
        rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(sheet).active.iter_rows()]
        self.assertEqual(rows[1][0], "单位")
        willow = next(row for row in rows if row[0] == "柳树镇人民政府")
        self.assertEqual(willow[rows[1].index(PERIOD)], "免报")
        names = {p.name for p in (office.state / "archive" / "by-filing").rglob("*")}
        self.assertIn(self.scan.name, names)
        self.assertIn("登记说明.txt", names)
        document = next(d for d in self.filed(office)["market", "monthly-report", PERIOD]["documents"]
                        if d["name"] == self.scan.name)
        self.assertEqual(document["sha256"], hashlib.sha256(self.scan.read_bytes()).hexdigest())

    def test_an_act_that_others_built_on_names_them(self):
        office = self.office("built")
        review = self.question(office)
        first = self.act(office, "review", "assign", review, "--unit", "market", "--obligation", "monthly-report",
                         "--period", OTHER)
        second = self.act(office, "review", "assign", review, "--unit", "willow", "--obligation", "monthly-report",
                          "--period", OTHER)
        before = picture(office.state, 99)
        refused = office.run("filingctl", "undo", first, check=False)
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn(f"{second} (assign {review})", refused.stderr)
        self.assertEqual(picture(office.state, 99), before)
        self.act(office, "undo", second)
        self.act(office, "undo", first)
        for number in (first, "J9999", "J1"):
            self.assertNotEqual(office.run("filingctl", "undo", number, check=False).returncode, 0)

    def test_an_assignment_says_what_could_be_taught(self):
        office = self.office("lessons")
        said = office.run("filingctl", "review", "assign", self.question(office), "--unit", "market", "--obligation",
                          "monthly-report", "--period", OTHER).stdout
        self.assertIn("filingctl undo J", said)
        stranger = mails.mail("stranger@mail.test", "六月材料", "见附件\n",
                              [("材料.docx", mails.report_docx("柳树镇综合执法中心", YEAR - 1, 6))], 77)
        (self.root / "stranger.eml").write_bytes(stranger)
        office.run("filingctl", "import", str(self.root / "stranger.eml"))
        message = office.messages()[-1]["id"]
        said = office.run("filingctl", "review", "assign", message, "--unit", "willow", "--obligation", "monthly-report",
                          "--period", f"{YEAR - 1}-06").stdout
        self.assertIn("filingctl address confirm stranger@mail.test willow", said)
        self.assertIn("柳树镇综合执法中心", said)

    def test_wrong_names_are_answered_with_the_nearest(self):
        office = self.office("wrong")
        for arguments, cure in ((("exempt", "wilow", "monthly-report", PERIOD), "willow"),
                                (("exempt", "willow", "montly-report", PERIOD), "monthly-report"),
                                (("exempt", "willow", "monthly-report", "六月"), "2024-06"),
                                (("exempt", "willow", "qualification", PERIOD), "qualification-cleanup")):
            refused = office.run("filingctl", *arguments, "--reason", "x", check=False)
            self.assertNotEqual(refused.returncode, 0)
            self.assertIn(cure, refused.stderr)

    def set_accept(self, office, value):
        path = office.config / "filingd.toml"
        path.write_text(path.read_text().split("[judge]")[0] + (f"[judge]\naccept = {value}\n" if value else ""))

    def test_reprocess_shows_then_does_what_changes_and_keeps_decisions(self):
        office = self.office("reprocess")
        self.act(office, "review", "dismiss", self.question(office), "--reason", "只是咨询")
        before = picture(office.state, 99)
        self.set_accept(office, 0.9999)
        planned = office.ctl("reprocess", "--all", "--dry-run", "--json")
        self.assertEqual(picture(office.state, 99), before)
        done = office.ctl("reprocess", "--all", "--json")
        # Each message is planned as if it alone were read anew, so what stood before may differ.
        self.assertEqual([[(c["what"], c["after"]) for c in d["changes"]] for d in done],
                         [[(c["what"], c["after"]) for c in d["changes"]] for d in planned])
        self.assertEqual([d["decided_by_person"] for d in done].count(True), 1)
        self.assertEqual(office.ctl("filings", "--json"), [])
        self.assertEqual({m["outcome"] for m in office.messages()}, {"review", "not_a_filing"})
        office.verify()
        again = office.ctl("reprocess", "--all", "--json")
        self.assertTrue(all(d["changes"] == [] for d in again))
        self.set_accept(office, None)
        office.ctl("reprocess", "--all", "--json")
        restored = {k: (f["status"], len(f["documents"])) for k, f in self.filed(office).items()}
        self.assertEqual(restored["harbour", "monthly-report", PERIOD], ("complete", 2))
        self.assertEqual(office.ctl("outbox", "list", "--json"), [])
        office.verify()

    def bring(self, office, number, words, attachments):
        folder = self.root / f"{office.root.name}-{number}"
        folder.mkdir(exist_ok=True)
        (folder / "mail.eml").write_bytes(mails.mail("harbour@mail.test", words, f"{words}，见附件。\n", attachments, number))
        office.run("filingctl", "import", str(folder))
        return office.messages()[-1]

    def test_a_stamped_copy_with_other_numbers_in_a_later_mail_is_asked_about(self):
        office = self.office("copies", fresh=False)
        unit, key = "港口镇人民政府", ("harbour", "monthly-report", PERIOD)
        word, same, other, third = (mails.report_lines(unit, YEAR, MONTH, closed) for closed in (4, 4, 5, 3))
        first = self.bring(office, 1, "月报", [("月报.docx", mails.lines_docx(word))])
        asked = self.bring(office, 2, "月报盖章件", [("月报（盖章）.pdf", mails.lines_pdf(other))])
        self.assertEqual((first["outcome"], asked["outcome"], asked["reason"]), ("filed", "review", "copies_differ"))
        filing = self.filed(office)[key]
        self.assertEqual((filing["status"], filing["missing"], filing["message_ids"]),
                         ("incomplete", ["stamped-pdf"], [first["id"]]))
        duty = next(d for d in office.ctl("duties", "--unit", "harbour", "--period", PERIOD, "--json")
                    if d["obligation"] == "monthly-report")
        self.assertEqual((duty["state"], duty["missing"]), ("incomplete", ["stamped-pdf"]))
        question = next(r for r in office.ctl("review", "--json") if r["id"] == asked["id"])
        self.assertEqual([(c["unit"], c["obligation"], c["period"]) for c in question["candidates"]], [key])

        def stays():
            before = picture(office.state, 99)
            for _ in range(2):
                done = office.ctl("reprocess", "--all", "--json")
                self.assertEqual([d["changes"] for d in done], [[] for _ in done])
                self.assertEqual(picture(office.state, 99), before)

        stays()
        agreeing = self.bring(office, 3, "月报盖章件", [("月报（盖章）.pdf", mails.lines_pdf(same))])
        self.assertEqual((agreeing["outcome"], self.filed(office)[key]["status"]), ("filed", "complete"))
        stays()
        self.act(office, "review", "assign", asked["id"], "--unit", "harbour", "--obligation", "monthly-report",
                 "--period", PERIOD)
        filing = self.filed(office)[key]
        self.assertEqual((filing["status"], len(filing["documents"])), ("complete", 3))
        self.assertEqual((filing["fields"]["cases"]["closed"], filing["fields"]["copies_differ"]), (4, ["cases.closed"]))
        stays()
        self.bring(office, 4, "更正：月报", [("月报.docx", mails.lines_docx(third))])
        filing = self.filed(office)[key]
        self.assertEqual((filing["status"], filing["fields"]["cases"]["closed"]), ("complete", 3))
        stays()
        office.verify()

    def test_search_finds_single_characters_and_what_a_filing_by_hand_says(self):
        office = self.office("search")
        self.act(office, "file", "market", "monthly-report", PERIOD, "--reason", "邮政专递", "--document", str(self.scan))
        for text, least in (("镇", 3), ("柳树镇", 1), ("邮政专递", 1), ("咨询", 1), (f"{YEAR}年{MONTH}月", 3)):
            hits = office.ctl("search", text, "--json")
            self.assertGreaterEqual(len(hits), least, text)
            self.assertTrue(all(f"【" in h["snippet"] for h in hits), hits)
        self.assertEqual(office.ctl("search", "树柳", "--json"), [])

    def test_show_tells_what_was_read_and_why(self):
        office = self.office("show")
        filing = self.filed(office)["willow", "monthly-report", PERIOD]
        shown = office.ctl("show", filing["message_ids"][0], "--json")[0]
        kinds = {s["kind"] for document in shown["reading"] for s in document["segments"]}
        self.assertLessEqual({"title", "signature", "table_head"}, kinds)
        questions = {q["about"]: q for q in shown["verdicts"][0]["questions"]}
        self.assertEqual({q["why"] for q in questions.values()}, {"accepted"})
        self.assertEqual(questions["unit"]["candidates"][0]["points_to"], "willow")
        self.assertEqual(shown["history"][0]["kind"], "settled")
        said = office.run("filingctl", "show", self.question(office), env={"LANG": "zh_CN.UTF-8"}).stdout
        self.assertIn("没有把握", said)
        self.assertIn("经过", said)

    # --- ended anywhere ---
    def prepared(self, name, command):
        office = self.office(name)
        if command == "undo":
            self.act(office, *self.assignment(office))
        if command == "reprocess":
            self.set_accept(office, 0.9999)
        return office

    def assignment(self, office):
        half = self.filed(office)["harbour", "monthly-report", PERIOD]["message_ids"][1]
        return ("review", "assign", half, "--unit", "willow", "--obligation", "monthly-report", "--period", OTHER)

    def arguments(self, office, command):
        if command == "assign":
            return self.assignment(office)
        if command == "undo":
            with sqlite3.connect(office.state / "ledger" / "ledger.db") as ledger:
                number = ledger.execute("SELECT max(number) FROM act").fetchone()[0]
            return ("undo", f"J{number}")
        return ("reprocess", "--all")

    def seen(self, office):
        """Ids of filings made anew may differ; what they say may not."""
        rows = picture(office.state, 99)
        return {"messages": rows["message"], "view": {k: v for k, v in rows["view"].items()
                                                      if not k.endswith("filing.json")},
                "filings": {k: (f["status"], f["missing"], sorted((d["sha256"], d["version"], d["superseded"])
                                                                  for d in f["documents"]))
                            for k, f in self.filed(office).items()}}

    def test_ends_the_same_wherever_it_was_killed(self):
        for command in ("assign", "undo", "reprocess"):
            office = self.prepared("reference", command)
            log = self.root / "steps.log"
            log.unlink(missing_ok=True)
            arguments = self.arguments(office, command)
            office.run("filingctl", *arguments, env={"FILINGD_STEPS_LOG": str(log)})
            expected = self.seen(office)
            steps = len(log.read_text().splitlines())
            self.assertGreater(steps, 5, command)
            points = 0
            for moment in ("before", "in", "after"):
                for number in range(1, steps + 1, STRIDE):
                    with self.subTest(command=command, step=number, moment=moment):
                        office = self.prepared("killed", command)
                        died = office.run("filingctl", *arguments, check=False,
                                          env={"FILINGD_CRASH_AT": f"{number}:{moment}"})
                        if died.returncode == 0:
                            continue
                        self.assertEqual(died.returncode, -9, died.stderr)
                        points += 1
                        again = office.run("filingctl", *arguments, check=False)
                        self.assertTrue(again.returncode == 0 or "undone already" in again.stderr, again.stderr)
                        self.assertEqual(self.seen(office), expected)
                        office.verify()
            self.assertGreater(points, 5, command)
            print(f"{command}: {points} kill points of {steps} steps x 3 (every {STRIDE})")


if __name__ == "__main__":
    unittest.main()
