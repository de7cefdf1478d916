"""Scans and pictures: read by the page reader, behind all mail that needs none; a reader that can't start; an end in the middle of it.

PAGES_BACKLOG sets how many pictures the backlog has (12; 1000 takes about ten minutes)."""
import io
import json
import os
import pathlib
import sys
import tempfile
import unittest
import zipfile

import mails
from dovecot import Dovecot
from office import UNITS, Office

SOURCE = pathlib.Path(os.environ["FILINGD_SOURCE"])
PAGES = SOURCE / "tests/data/pages"
BACKLOG = int(os.environ.get("PAGES_BACKLOG", "12"))
PATIENCE = 300 + 10 * BACKLOG
FORESTRY = """
[[unit]]
id = "forestry"
name = "阳新县林业局"
class = "department"
aliases = ["县林业局"]
number_prefixes = ["阳林罚决字"]
addresses = ["forestry@mail.test"]
"""
sys.path.insert(0, str(PAGES))
import image_pdf  # noqa: E402


def sample(name):
    return (PAGES / "samples" / name).read_bytes()


def scanned_report():
    """As a scanner makes it: one picture, no words."""
    pdf = image_pdf.of_jpegs([(sample("monthly-table-150.jpg"), 1240, 1754, 3, 150)])
    return mails.mail("forestry@mail.test", "县林业局2024年11月行政执法工作月报", "请查收。\n", [("月报（盖章）.pdf", pdf)])


def ofd_of(picture):
    """tests/data/documents/scan.ofd with another picture on its page."""
    out = io.BytesIO()
    with zipfile.ZipFile(SOURCE / "tests/data/documents/scan.ofd") as scan, zipfile.ZipFile(out, "w") as ofd:
        for name in scan.namelist():
            ofd.writestr(name, picture if name.endswith(".png") else scan.read(name))
    return out.getvalue()


def picture(number):
    """Bytes after the end of a JPEG show nothing, and make it another file."""
    data = sample("red-head.jpg") + b"%d" % number
    return mails.mail("willow@mail.test", f"材料{number}", "请查收。\n", [(f"材料{number}.jpg", data)], number)


class Pages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.root.chmod(0o755)
        self.dovecot = Dovecot(self.root / "dovecot", users={u: "secret" for u in (mails.OFFICE, "willow@mail.test")})
        self.dovecot.start()
        self.addCleanup(self.dovecot.stop)

    def started(self, **options):
        office = Office(self.root / "office", self.dovecot, units=UNITS + FORESTRY, **options)
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        office.wait("the folder to be seen", lambda: office.ctl("status", "--json")[0]["accounting"], PATIENCE)
        return office

    @staticmethod
    def pages(office):
        return office.ctl("status", "--json")[0]["queues"]["pages"]

    @staticmethod
    def journal(office):
        lines = "".join(p.read_text() for p in sorted((office.state / "archive/journal").glob("*.jsonl"))).splitlines()
        return [json.loads(line) for line in lines]

    def settled_in_order(self, office):
        return [e["data"]["message"] for e in self.journal(office) if e["kind"] == "settled" and "message" in e["data"]]

    def report(self, office):
        """The one filing of the forestry office, whose scan was read."""
        [filing] = [f for f in office.ctl("filings", "--json") if f["unit"] == "forestry"]
        [scan] = filing["documents"]
        self.assertEqual((filing["period"], filing["missing"]), ("2024-11", ["word"]))
        self.assertEqual((scan["piece"], scan["text_source"], scan["pages"]), ("stamped-pdf", "ocr", 1))
        self.assertEqual((scan["seal"]["found"], scan["seal"]["kind"]), ("yes", "ink"))
        self.assertEqual(filing["fields"]["cases"]["opened"], 17)
        self.assertEqual(filing["fields"]["commitment"]["matters"], 24)
        return filing

    def test_a_sealed_scan_is_filed_and_read_again_to_the_same(self):
        office = self.started()
        self.dovecot.deliver(scanned_report())
        office.wait("the scan", lambda: len(office.settled()) == 1, PATIENCE)
        before = self.report(office)
        office.stop(PATIENCE)
        for _ in range(2):
            office.ctl("reprocess", "--all", "--json")
            self.assertEqual(self.report(office), before)
        self.assertEqual(office.verify()["queues"]["pages"], 0)

    def test_a_scan_inside_a_word_file_is_read_too(self):
        office = self.started()
        word = mails.picture_docx(sample("monthly-table-150.jpg"))
        self.dovecot.deliver(mails.mail("forestry@mail.test", "月报", "请查收。\n", [("月报.docx", word)]))
        office.wait("the scan", lambda: len(office.settled()) == 1, PATIENCE)
        [filing] = [f for f in office.ctl("filings", "--json") if f["unit"] == "forestry"]
        self.assertEqual((filing["obligation"], filing["period"], filing["missing"]), ("monthly-report", "2024-11", ["stamped-pdf"]))
        self.assertEqual(filing["fields"]["cases"]["opened"], 17)
        self.assertEqual([(d["piece"], d["text_source"], d["seal"]["found"]) for d in filing["documents"]], [("word", "ocr", "yes")])

    def test_a_page_of_an_ofd_that_is_a_picture_is_read_too(self):
        office = self.started()
        self.dovecot.deliver(mails.mail("forestry@mail.test", "月报", "请查收。\n", [("月报.ofd", ofd_of(sample("monthly-table-150.jpg")))]))
        office.wait("the scan", lambda: len(office.settled()) == 1, PATIENCE)
        [filing] = [f for f in office.ctl("filings", "--json") if f["unit"] == "forestry"]
        self.assertEqual((filing["obligation"], filing["period"], filing["missing"]), ("monthly-report", "2024-11", ["word"]))
        self.assertEqual([(d["piece"], d["text_source"], d["seal"]["found"]) for d in filing["documents"]], [("stamped-pdf", "ocr", "yes")])

    def test_digital_mail_does_not_wait_and_an_end_in_the_middle_loses_nothing(self):
        office = self.started()
        for number in range(BACKLOG):
            self.dovecot.deliver(picture(number))
        office.wait("the backlog", lambda: self.pages(office) + len(office.settled()) == BACKLOG, PATIENCE)
        self.dovecot.deliver(mails.report(pieces=("word",)))
        digital = self.id_of_report(office)
        office.wait("the digital mail", lambda: digital in self.settled_in_order(office), PATIENCE)
        self.assertGreater(self.pages(office), 0, "the digital mail waited for the scans")
        office.wait("a page to be read", lambda: len(office.settled()) > 1, PATIENCE)
        office.kill()
        self.assertGreater(self.pages(office), 0)
        done = self.settled_in_order(office)
        office.start()
        left, memory = [], Memory(office.daemon.pid)

        def is_done():
            left.append(self.pages(office))
            memory.look(BACKLOG - left[-1])
            return left[-1] == 0 and len(office.settled()) == BACKLOG + 1
        office.wait("the rest", is_done, PATIENCE)
        self.assertEqual(left, sorted(left, reverse=True))
        settled = self.settled_in_order(office)
        self.assertEqual(settled[:len(done)], done)
        self.assertEqual(sorted(settled), sorted(m["id"] for m in office.messages()))
        self.assertLess(settled.index(digital), BACKLOG)
        for message in office.messages():
            if message["id"] != digital:
                self.assertEqual([d["text_source"] for d in message["documents"]], ["text", "ocr"])
        memory.check(self)
        office.verify()

    def id_of_report(self, office):
        found = []

        def is_there():
            found.extend(m["id"] for m in office.messages() if "月报" in m["subject"])
            return found
        office.wait("the digital mail's arrival", is_there, PATIENCE)
        return found[0]

    def test_without_a_model_scans_wait_and_are_read_when_there_is_one(self):
        nothing = self.root / "nothing"
        nothing.mkdir()
        office = self.started(extra=f'[parser]\ntessdata = "{nothing}"\n')
        self.dovecot.deliver(scanned_report())
        self.dovecot.deliver(mails.report(pieces=("word",)))
        office.wait("the digital mail", lambda: len(office.settled()) == 1, PATIENCE)
        self.assertEqual([f["unit"] for f in office.ctl("filings", "--json")], ["willow"])
        office.wait("the cause", lambda: str(nothing) in office.ctl("status", "--json")[0]["sentence"], PATIENCE)
        status = office.ctl("status", "--json")[0]
        self.assertIn("tesseract-ocr-chi-sim", status["sentence"])
        self.assertEqual(status["queues"]["pages"], 1)
        office.stop(PATIENCE)
        config = office.config / "filingd.toml"
        config.write_text(config.read_text().replace(f'tessdata = "{nothing}"', ""))
        office.start()
        office.wait("the scan", lambda: len(office.settled()) == 2, PATIENCE)
        self.report(office)
        office.wait("the cause to go", lambda: str(nothing) not in office.ctl("status", "--json")[0]["sentence"], PATIENCE)


class Memory:
    """Of filingd and of its page reader (not the reader's children, which live for one document), by pages done."""

    def __init__(self, daemon):
        self.daemon = daemon
        self.seen = {"filingd": [], "page reader": []}

    def look(self, pages):
        self.note("filingd", self.daemon, pages)
        for child in pathlib.Path(f"/proc/{self.daemon}/task").glob("*/children"):
            for pid in self.words(child).split():
                if b"--serve-pages" in self.words(pathlib.Path(f"/proc/{pid}/cmdline"), bytes):
                    self.note("page reader", pid, pages)

    @staticmethod
    def words(path, kind=str):
        try:
            return path.read_bytes() if kind is bytes else path.read_text()
        except OSError:  # it has ended
            return kind()

    def note(self, who, pid, pages):
        for line in self.words(pathlib.Path(f"/proc/{pid}/status")).splitlines():
            if line.startswith("VmRSS:"):
                self.seen[who].append((pages, int(line.split()[1])))

    def check(self, test):
        for who, seen in self.seen.items():
            test.assertTrue(seen, who)
            ready = [size for pages, size in seen if pages >= BACKLOG // 2]
            test.assertTrue(ready, who)
            test.assertLess(ready[-1], 1.2 * ready[0], f"{who}: {seen}")


if __name__ == "__main__":
    unittest.main()
