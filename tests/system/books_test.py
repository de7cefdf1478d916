#!/usr/bin/python3
"""The year's books by filingctl: the assessment and the register of what came in, as JSON, in Chinese and as Excel files;
and what a unit owes that was merged into another. Mail is imported with fixed times: 2024 is over."""
import pathlib
import tempfile
import types
import unittest

import mails
import openpyxl
from office import UNITS, Office

WILLOW, HARBOUR = "柳树镇人民政府", "港口镇人民政府"
REPORT = "monthly-report"
CHINESE = {"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8", "LANGUAGE": "zh_CN"}


def sheet_rows(path, sheet):
    return [list(row) for row in openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True)]


class Books(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="filingd-books-")
        cls.root = pathlib.Path(cls.folder.name)
        nowhere = types.SimpleNamespace(url="imaps://127.0.0.1:9", user="office@mail.test", password="none", ca_file="")
        cls.office = Office(cls.root / "office", nowhere)
        for number, (unit, day, pieces) in enumerate([
                (WILLOW, "2024-07-05", ("word", "pdf")), (HARBOUR, "2024-07-06", ("word",)),
                (WILLOW, "2024-07-08", ("word",)), (HARBOUR, "2024-07-13", ("pdf",))]):
            mail = cls.root / f"{number}.eml"
            mail.write_bytes(mails.report(unit, 2024, 6, number, pieces))
            cls.office.run("filingctl", "import", "--received-at", f"{day}T10:00:00+08:00", str(mail))
        cls.office.run("filingctl", "exempt", "market", REPORT, "2024-06", "--reason", "机构改革")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def test_the_assessment_counts_what_came_and_what_did_not(self):
        rows = {row["unit"]: row for row in self.office.ctl("assessment", "--year", "2024", "--json")}
        reports = {unit: next(i for i in row["obligations"] if i["obligation"] == REPORT) for unit, row in rows.items()}
        willow, harbour, market = (reports[unit] for unit in ("willow", "harbour", "market"))
        self.assertEqual([(r["due"], r["on_time"], r["late"], r["missing"], r["exempt"]) for r in (willow, harbour, market)],
                         [(7, 1, 0, 6, 0), (7, 0, 1, 6, 0), (6, 0, 0, 6, 1)])
        self.assertEqual(harbour["days_late"], {"sum": 3, "average": 3.0, "most": 3})
        self.assertEqual((willow["first_try"], willow["corrections"], harbour["first_try"]), (1, 1, 0))
        self.assertEqual([rows[unit]["rank"] for unit in ("willow", "harbour")], [1, 2])
        self.assertTrue(all(row["due"] == row["on_time"] + row["late"] + row["missing"] for row in rows.values()))
        self.assertEqual(self.office.ctl("assessment", "--year", "2019", "--json"), [])

    def test_the_assessment_as_an_excel_file(self):
        path = self.root / "assessment.xlsx"
        told = self.office.run("filingctl", "assessment", "--year", "2024", "--xlsx", str(path), env=CHINESE).stdout
        self.assertIn("按时率", told.splitlines()[0])
        units = sheet_rows(path, "按单位")
        self.assertEqual(units[1][:5], ["名次", "单位", "已到期", "按时", "迟报数"])
        self.assertEqual(units[2][:2], [1, WILLOW])
        items = sheet_rows(path, "按单位和事项")
        self.assertIn([WILLOW, "行政执法工作月报", 7, 1], [row[:4] for row in items])

    def test_the_register_has_every_mail_in_order(self):
        lines = self.office.ctl("export", "register", "--year", "2024", "--json")
        self.assertEqual([(line["place"], line["received_at"][:10], line["unit"], line["documents"]) for line in lines],
                         [(1, "2024-07-05", "willow", 2), (2, "2024-07-06", "harbour", 1), (3, "2024-07-08", "willow", 1),
                          (4, "2024-07-13", "harbour", 1)])
        self.assertEqual({(line["obligation"], line["period"], line["status"]) for line in lines},
                         {(REPORT, "2024-06", "complete")})
        self.assertEqual([line["on_time"] for line in lines], [True, False, True, False])
        self.assertEqual(self.office.ctl("export", "register", "--year", "2023", "--json"), [])
        path = self.root / "register.xlsx"
        self.office.run("filingctl", "export", "register", "--year", "2024", "--xlsx", str(path), env=CHINESE)
        rows = sheet_rows(path, "收文登记簿")
        self.assertEqual(rows[0][0], "2024 年收文登记簿")
        self.assertEqual(rows[1][:5], ["序号", "收文号", "收到时间", "发件人", "单位"])
        self.assertEqual([row[4] for row in rows[2:]], [WILLOW, HARBOUR, WILLOW, HARBOUR])

    def test_a_merged_unit_owes_until_its_end_and_its_successor_once(self):
        units = self.office.config / "units.toml"
        self.addCleanup(units.write_text, UNITS)
        units.write_text(UNITS.replace('id = "harbour"\n', 'id = "harbour"\nvalid_to = 2024-08-31\nsuccessor = "willow"\n'))
        duties = self.office.ctl("duties", "--obligation", REPORT, "--as-of", "2024-10-31", "--json")
        owed = {unit: [(d["period"], d["state"]) for d in duties if d["unit"] == unit] for unit in ("harbour", "willow")}
        self.assertEqual(owed["harbour"], [("2024-06", "filed_late"), ("2024-07", "overdue")])
        self.assertEqual([period for period, _ in owed["willow"]], [f"2024-{month:02}" for month in range(6, 11)])
        matrix = self.office.run("filingctl", "matrix", "--obligation", "training-plan", "--year", "2025").stdout
        self.assertNotIn(HARBOUR, matrix)
        self.assertIn(WILLOW, matrix)

    def test_export_wants_to_know_what(self):
        self.assertEqual(self.office.run("filingctl", "export", check=False).returncode, 64)


if __name__ == "__main__":
    unittest.main()
