"""filingctl statistics over an office with three units: sums, what is missing, cross-checks, and the same as an Excel file."""
import json
import pathlib
import tempfile
import types
import unittest

import docx
import openpyxl

import mails
from office import Office

YEAR, MONTH = mails.last_month()
PERIOD = f"{YEAR}-{MONTH:02}"
HARBOUR, MARKET, WILLOW = "港口镇人民政府", "测试县市场监督管理局", "柳树镇人民政府"


def paper(*paragraphs):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return mails.saved(document)


def report(unit, sentence):
    return paper(f"{unit}{YEAR}年{MONTH}月行政执法工作月报", f"填报单位：{unit}", f"统计期间：{YEAR}年{MONTH}月",
                 "一、证明事项告知承诺制。事项4项，办理31件，核查12件，失信0件。",
                 "二、四张清单。不予处罚3件、从轻处罚2件、减轻处罚1件、免予行政强制0件。",
                 "三、经济影响评估。应评估2件，已评估2件，采取措施1件。", sentence, unit, f"{YEAR}年{MONTH}月28日")


def decision(number, fine):
    return paper(MARKET, "行政处罚决定书", f"测市监处罚〔{YEAR}〕{number}号", "当事人：测试县某某食品有限公司",
                 "统一社会信用代码：91420299MA4900000H", "经查，当事人生产的糕点标签标注虚假生产日期。",
                 "决定处罚如下：", f"罚款人民币{fine}元。",
                 "当事人应当自收到本决定书之日起十五日内缴纳罚款。", MARKET, f"{YEAR}年{MONTH}月10日")


def posts():
    yield "harbour@mail.test", "月报", [("港口镇月报.docx", report(HARBOUR, "四、案件办结情况。立案6件，办结4件，罚没金额1.26万元，移送0件。"))]
    yield "market@mail.test", "月报", [("市监局月报.docx", report(MARKET, "四、案件办结情况。立案2件，办结0件，移送0件。"))]
    for number, fine in ((3, 300000), (6, 2500)):
        yield "market@mail.test", f"处罚决定书{number}号", [(f"处罚决定书{number}号.docx", decision(number, fine))]


class Statistics(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="filingd-statistics-")
        root = pathlib.Path(cls.folder.name)
        (root / "mails").mkdir()
        for number, (sender, subject, files) in enumerate(posts(), 1):
            raw = mails.mail(sender, subject, "见附件。\n", files, number)
            (root / "mails" / f"{number}.eml").write_bytes(raw)
        nowhere = types.SimpleNamespace(url="imaps://127.0.0.1:9", user="office@mail.test", password="none", ca_file="")
        cls.office = Office(root / "office", nowhere)
        cls.office.run("filingctl", "import", str(root / "mails"))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def lines(self, period):
        rows = self.office.ctl("statistics", "--period", period, "--json")
        return {kind: [row for row in rows if row["kind"] == kind] for kind in ("unit", "sum", "cross_check")}

    def test_a_month_is_added_up_and_checked(self):
        rows = self.lines(PERIOD)
        units = {row["unit"]: row for row in rows["unit"]}
        self.assertEqual(units["harbour"]["cases"],
                         {"opened": 6, "closed": 4, "penalty_amount": "12600.00", "transferred": 0})
        self.assertEqual(units["market"]["cases"]["penalty_amount"], None)
        self.assertEqual(units["market"]["unstated"], [{"period": PERIOD, "figures": ["cases.penalty_amount"]}])
        self.assertEqual(units["willow"]["not_filed"][0]["period"], PERIOD)
        self.assertEqual(units["willow"]["filings"], [])
        total = rows["sum"][0]
        self.assertEqual((total["owed"], total["filed"], total["months"]), (3, 2, [PERIOD]))
        self.assertEqual(total["cases"], {"opened": 8, "closed": 4, "penalty_amount": "12600.00", "transferred": 0})
        self.assertEqual(total["commitment"], {"matters": 8, "handled": 62, "verified": 24, "dishonest": 0})
        self.assertEqual((total["stated"]["cases.closed"], total["stated"]["cases.penalty_amount"]), (2, 1))
        self.assertEqual([(row["unit"], row["period"], row["check"]) for row in rows["cross_check"]],
                         [("market", PERIOD, "decisions_without_cases"), ("market", str(YEAR), "number_gap")])

    def test_a_year_adds_its_months(self):
        rows = self.lines(str(YEAR))
        harbour = next(row for row in rows["unit"] if row["unit"] == "harbour")
        self.assertEqual(harbour["cases"]["closed"], 4)
        self.assertIn(PERIOD, rows["sum"][0]["months"])
        self.assertNotIn(PERIOD, [open["period"] for open in harbour["not_filed"]])

    def test_staff_read_it_in_their_language(self):
        text = self.office.run("filingctl", "statistics", "--period", PERIOD, env={"LANG": "zh_CN.UTF-8"}).stdout
        rows = {line.split()[0]: line.split() for line in text.splitlines() if line}
        self.assertEqual(rows["单位"][:4], ["单位", "报送", "承诺事项", "承诺办件"])
        self.assertEqual(rows[HARBOUR][-4:], ["6", "4", "12600.00", "0"])
        self.assertEqual(rows["合计"][1], "2/3")
        self.assertIn(f"{WILLOW} {PERIOD}: 未报", text)
        self.assertIn(f"{MARKET} {PERIOD}: 未填报：罚没（元）", text)
        self.assertIn(f"{MARKET} {YEAR}年{MONTH}月：月报填报办结案件 0 件，但已备案该月作出的处罚决定 2 件（测市监处罚〔{YEAR}〕3号、"
                      f"测市监处罚〔{YEAR}〕6号），请核对。", text)
        self.assertIn("其间未见：4—5；只有重大处罚决定须备案，缺号多属正常", text)

    def test_the_workbook_says_the_same(self):
        file = self.office.root / "统计.xlsx"
        self.office.run("filingctl", "statistics", "--period", PERIOD, "--xlsx", str(file), env={"LANG": "zh_CN.UTF-8"})
        book = openpyxl.load_workbook(file)
        self.assertEqual(book.sheetnames, ["月报统计", "未报、缺项和存疑", "请核对"])
        rows = [[cell.value for cell in row] for row in book["月报统计"].iter_rows()]
        heads = rows[1]
        by_unit = {row[0]: dict(zip(heads, row)) for row in rows[2:]}
        self.assertEqual(by_unit[HARBOUR]["罚没（元）"], 12600)
        self.assertEqual((by_unit[MARKET]["罚没（元）"], by_unit[MARKET]["立案"]), (None, 2))
        self.assertEqual(by_unit["合计"]["立案"], 8)
        self.assertEqual(book["月报统计"].freeze_panes, "B3")
        self.assertTrue(all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row))
        self.assertEqual([row[0].value for row in book["请核对"].iter_rows(min_row=2)], [MARKET, MARKET])

    def test_what_is_no_period_is_refused(self):
        for period in ("2024-13", "24", "2024-6", "all"):
            done = self.office.run("filingctl", "statistics", "--period", period, check=False)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(period, done.stderr)
        empty = self.office.run("filingctl", "statistics", "--period", "2019", "--json").stdout.splitlines()
        self.assertEqual([json.loads(line)["kind"] for line in empty], ["sum"])


if __name__ == "__main__":
    unittest.main()
