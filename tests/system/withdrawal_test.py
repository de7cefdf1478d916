"""Letters that ask for a report back: one that names it marks the filing, and reading everything anew changes nothing; one that
names what never came stays a question; what was withdrawn and comes again counts."""
import pathlib
import tempfile
import types
import unittest

import mails
from office import Office

YEAR, MONTH = mails.last_month()
PERIOD = f"{YEAR}-{MONTH:02}"
WILLOW, HARBOUR = "柳树镇人民政府", "港口镇人民政府"


def withdrawal(sender, unit, month, number):
    return mails.mail(sender, f"{unit}{month}月行政执法工作月报请撤回", f"我镇所报{month}月行政执法工作月报数据有误，请作废，核实后重报。\n",
                      number=number)


class Withdrawal(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="filingd-withdrawal-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        nowhere = types.SimpleNamespace(url="imaps://127.0.0.1:9", user="office@mail.test", password="none", ca_file="")
        self.office = Office(self.root / "office", nowhere)

    def take_in(self, number, raw):
        """As it arrived at `number` o'clock of the first of this month."""
        file = self.root / f"{number}.eml"
        file.write_bytes(raw)
        year, month = (YEAR, MONTH + 1) if MONTH < 12 else (YEAR + 1, 1)
        self.office.run("filingctl", "import", str(file), "--received-at", f"{year}-{month:02}-01T{number:02}:00:00+08:00")
        return self.office.messages()

    def status(self):
        return {(f["unit"], f["period"]): f["status"] for f in self.office.ctl("filings", "--json")}

    def test_what_it_names_is_withdrawn_and_counts_again_when_it_comes_again(self):
        report = mails.report(WILLOW, number=1)
        self.take_in(1, report)
        self.assertEqual(self.status(), {("willow", PERIOD): "complete"})
        self.take_in(2, withdrawal("willow@mail.test", "柳树镇", MONTH, 2))
        self.assertEqual(self.status(), {("willow", PERIOD): "withdrawn"})
        duty = next(d for d in self.office.ctl("duties", "--unit", "willow", "--period", PERIOD, "--json")
                    if d["obligation"] == "monthly-report")
        self.assertNotIn(duty["state"], ("filed", "filed_late", "incomplete"))
        self.office.run("filingctl", "reprocess", "--all", "--json")
        self.assertEqual(self.status(), {("willow", PERIOD): "withdrawn"})
        self.take_in(3, mails.report(WILLOW, number=4))
        self.assertEqual(self.status(), {("willow", PERIOD): "complete"})
        self.office.run("filingctl", "reprocess", "--all", "--json")
        self.assertEqual(self.status(), {("willow", PERIOD): "complete"})
        self.office.verify()

    def test_what_never_came_or_is_another_units_stays_a_question(self):
        self.take_in(1, mails.report(HARBOUR, number=1))
        self.take_in(2, withdrawal("willow@mail.test", "柳树镇", MONTH, 2))
        self.take_in(3, withdrawal("willow@mail.test", "港口镇", MONTH, 3))
        for _ in range(2):
            self.assertEqual(self.status(), {("harbour", PERIOD): "complete"})
            self.assertEqual(sorted(m["outcome"] for m in self.office.messages()), ["filed", "review", "review"])
            self.office.run("filingctl", "reprocess", "--all", "--json")
        # It came after the letter, which cannot have meant it.
        self.take_in(4, mails.report(WILLOW, number=4))
        self.office.run("filingctl", "reprocess", "--all", "--json")
        self.assertEqual(self.status(), {("harbour", PERIOD): "complete", ("willow", PERIOD): "complete"})


if __name__ == "__main__":
    unittest.main()
