#!/usr/bin/python3
"""filingd with [links] check on, as it ships: a filed link that leads to this machine is never opened, keeps no mail
waiting, and is told to staff, not to the unit."""
import json
import pathlib
import tempfile
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import docx
import mails
from dovecot import Dovecot
from office import Office

TITLE = "测试县市场监督管理局行政处罚裁量权基准（2024年版）"


def benchmark(url, number=0):
    document = docx.Document()
    document.add_heading(TITLE, level=1)
    table = document.add_table(rows=1, cols=4)
    for cell, text in zip(table.rows[0].cells, ("违法行为名称", "违法情节", "裁量幅度", "适用条件")):
        cell.text = text
    document.add_paragraph("测试县市场监督管理局")
    document.add_paragraph("2024年8月1日")
    return mails.mail("market@mail.test", "报送行政处罚裁量权基准", f"县司法局：裁量权基准已公布，链接：{url}\n",
                      [("行政处罚裁量权基准.docx", mails.saved(document))], number=number)


class Site(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address=("127.0.0.1", 0)):
        super().__init__(address, Page)
        self.connections = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self):
        self.connections += 1
        return super().get_request()


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<title>{TITLE}_测试县人民政府</title>".encode())

    def log_message(self, *_):
        pass


class Links(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="filingd-test-")
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.root.chmod(0o755)
        self.dovecot = Dovecot(self.root / "dovecot", users={mails.OFFICE: "secret"})
        self.dovecot.start()
        self.addCleanup(self.dovecot.stop)

    def office(self, check="true", hosts='"*.localhost"'):
        return Office(self.root / "office", self.dovecot, staff=["staff@mail.test"],
                      extra=f"[links]\ncheck = {check}\nhosts = [{hosts}]\n")

    def link(self, office):
        filings = [f for f in office.ctl("filings", "--json") if f["obligation"] == "discretion-benchmark"]
        self.assertEqual(len(filings), 1)
        self.assertEqual(filings[0]["missing"], [])
        [link] = filings[0]["fields"]["links"]
        [shown] = pathlib.Path(office.state, "archive", "by-filing").rglob("filing.json")
        self.assertEqual(json.loads(shown.read_text())["fields"]["links"], [link])
        return link

    def test_a_link_to_this_machine_is_not_opened(self):
        site = Site()
        self.addCleanup(site.server_close)
        self.addCleanup(site.shutdown)
        self.dovecot.deliver(benchmark("http://www.localhost/page.html"))
        office = self.office()
        office.once()
        link = self.link(office)
        self.assertEqual((link["status"], link["cause"], link["snapshot_sha256"]), ("unverified", "not_public", None))
        self.assertIsNotNone(link["checked_at"])
        office.verify()
        [listed] = office.ctl("links", "--json")
        self.assertEqual([(v["found"], v["code"]) for v in listed["visits"]], [("nothing", 0)])
        self.assertIn("not_public", office.run("filingctl", "links", env={"LANG": "C"}).stdout)
        self.assertIn("指向内部网络", office.run("filingctl", "links", env={"LANG": "zh_CN.UTF-8"}).stdout)
        journal = "".join(p.read_text() for p in sorted((office.state / "archive" / "journal").glob("*.jsonl")))
        self.assertIn('"link":"http://www.localhost/page.html"', journal)
        office.once()  # not before tomorrow
        self.assertEqual(self.link(office), link)
        self.assertEqual(site.connections, 0)

    def test_without_check_nothing_is_opened(self):
        self.dovecot.deliver(benchmark("http://www.localhost/page.html"))
        office = self.office(check="false")
        office.once()
        self.assertEqual(self.link(office)["status"], "unchecked")
        self.assertEqual([e["status"] for e in office.ctl("links", "--json")], ["unchecked"])

    def test_the_running_daemon_looks_beside_the_mail_and_stops_at_once(self):
        office = self.office(hosts='"*.gov.cn"')
        office.start()
        self.addCleanup(lambda: office.daemon.poll() is None and office.kill())
        self.dovecot.deliver(benchmark("http://www.evil.test/page.html"))
        office.wait("the mail", lambda: any(m["outcome"] == "filed" for m in office.settled()))
        self.assertLess(office.stop(), 3)


if __name__ == "__main__":
    unittest.main()
