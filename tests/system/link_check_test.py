#!/usr/bin/python3
"""Publication links against a real HTTP server: what is opened, and above all what is not. The loopback is admitted by a
parameter of the test's program only; the controls run the same program with the policy that ships."""
import gzip
import http.server
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "support"))
from dovecot import Authority  # noqa: E402

PROGRAM = pathlib.Path(os.environ["FILINGD_BIN"]) / "link_check"
HOST = "www.a.gov.cn"
TITLE = "测试县行政处罚裁量基准"
PAGE = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1></body></html>".encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.seen.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
        name = self.path.strip("/").split("?")[0].split("/")[0]
        getattr(self, "at_" + name, self.at_page)()

    def answer(self, code, body=b"", **headers):
        self.send_response(code)
        for key, value in headers.items():
            self.send_header(key.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except OSError:
            pass

    def at_page(self):
        self.answer(200, PAGE, Content_Type="text/html; charset=utf-8", Set_Cookie="a=b; Domain=gov.cn")

    def at_gone(self):
        self.answer(404, PAGE, Content_Type="text/html")

    def at_to(self):
        self.answer(302, Location=self.server.target)

    def at_count(self):
        number = int(self.path.rsplit("/", 1)[1])
        self.answer(302, Location=f"/count/{number - 1}" if number else "/page")

    def at_gzip(self):
        self.answer(200, gzip.compress(PAGE), Content_Type="text/html; charset=utf-8", Content_Encoding="gzip")

    def at_bomb(self):
        self.answer(200, gzip.compress(b"\0" * (200 << 20)), Content_Type="text/html", Content_Encoding="gzip")

    def at_large(self):
        self.answer(200, b"x" * (6 << 20), Content_Type="text/html")

    def at_endless(self):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            while True:
                self.wfile.write(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        except OSError:
            self.close_connection = True

    def at_headers(self):
        self.send_response(200)
        try:
            for i in range(20000):
                self.send_header(f"X-{i}", "x" * 100)
            self.end_headers()
        except OSError:
            pass
        self.close_connection = True

    def at_silent(self):
        self.server.released.wait(60)
        self.close_connection = True

    def at_auth(self):
        self.answer(401, WWW_Authenticate='Basic realm="x"')

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, address="127.0.0.1", certificate=None):
        self.address_family = socket.AF_INET6 if ":" in address else socket.AF_INET
        super().__init__((address, 0), Handler)
        self.seen, self.target, self.released, self.connections = [], "", threading.Event(), 0
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.port = self.server_address[1]
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def get_request(self):
        self.connections += 1
        return super().get_request()

    def handle_error(self, *_):
        pass

    def stop(self):
        self.released.set()
        self.shutdown()
        self.server_close()


def check(url, *options, environment=None):
    run = subprocess.run([PROGRAM, *options, url], capture_output=True, text=True, timeout=90,
                         env={**os.environ, **(environment or {})})
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


class LinkCheckTest(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.stop)

    def options(self, server=None, host=HOST, address="127.0.0.1", admit=True):
        port = (server or self.server).port
        return [*(["--admit-loopback"] if admit else []), "--port", str(port), "--host", "*.gov.cn",
                "--resolve", f"{host}:{port}:{address}"]

    def open(self, path, *more, **named):
        environment = named.pop("environment", None)
        return check(f"http://{HOST}:{self.server.port}{path}", *self.options(**named), *more, environment=environment)

    def test_a_page_is_had_and_read_by_the_confined_parser(self):
        got = self.open("/page")
        self.assertEqual((got["code"], got["cause"], got["titles"][0]), (200, "", TITLE))
        self.assertEqual(self.open("/gzip")["titles"][0], TITLE)

    def test_the_shipped_policy_speaks_to_no_address_of_this_machine(self):
        six = Server("::1")
        self.addCleanup(six.stop)
        for server, address in ((self.server, "127.0.0.1"), (six, "::1"), (self.server, "::ffff:127.0.0.1"),
                                (self.server, "::ffff:7f00:1"), (self.server, "0.0.0.0"), (self.server, "127.1.2.3")):
            with self.subTest(address=address):
                url = f"http://{HOST}:{server.port}/page"
                text = f"[{address}]" if ":" in address else address
                got = check(url, *self.options(server=server, address=text, admit=False))
                self.assertEqual((got["code"], got["cause"]), (0, "not_public"), got)
                self.assertEqual((self.server.connections, six.connections), (0, 0))
        # The control: with the loopback admitted the same names lead to the page.
        for server, text in ((self.server, "127.0.0.1"), (six, "[::1]")):
            got = check(f"http://{HOST}:{server.port}/page", *self.options(server=server, address=text))
            self.assertEqual(got["code"], 200, got)
        self.assertEqual((self.server.connections, six.connections), (1, 1))

    def test_a_name_of_this_machines_own_resolver_is_no_way_in(self):
        port = str(self.server.port)
        got = check(f"http://a.localhost:{port}/page", "--port", port, "--host", "*.localhost")
        self.assertEqual((got["cause"], self.server.connections), ("not_public", 0), got)
        got = check(f"http://a.localhost:{port}/page", "--admit-loopback", "--port", port, "--host", "*.localhost")
        self.assertEqual((got["cause"], self.server.connections), ("", 1), got)

    def test_an_address_in_numbers_is_never_opened(self):
        for host in ("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.0.0.1", "127.1"):
            got = check(f"http://{host}:{self.server.port}/page", "--admit-loopback", "--port", str(self.server.port),
                        "--host", host, "--host", "*.gov.cn")
            self.assertEqual((host, got["cause"]), (host, "bad_address"))
        self.assertEqual(self.server.connections, 0)

    def test_a_redirect_is_judged_like_an_address_of_its_own(self):
        port = self.server.port
        for target, cause in ((f"http://127.0.0.1:{port}/page", "bad_redirect"), (f"http://[::1]:{port}/page", "bad_redirect"),
                              (f"http://[::ffff:127.0.0.1]:{port}/page", "bad_redirect"),
                              (f"http://localhost:{port}/page", "bad_redirect"),
                              (f"http://www.evil.test:{port}/", "redirect_not_listed"),
                              (f"http://u:p@{HOST}:{port}/page", "bad_redirect"), ("file:///etc/passwd", "bad_redirect"),
                              (f"http://{HOST}:1/", "port")):
            self.server.target = target
            before = self.server.connections
            got = self.open("/to")
            self.assertEqual((target, got["cause"]), (target, cause), got)
            self.assertEqual(self.server.connections, before + 1)
        # A listed name that leads inside: refused at the connection, the first page's host was not.
        self.server.target = f"http://in.a.gov.cn:{port}/page"
        got = self.open("/to", "--resolve", f"in.a.gov.cn:{port}:10.0.0.1")
        self.assertEqual((got["cause"], got["words"]), ("not_public", "private (RFC 1918)"), got)

    def test_five_redirects_and_no_sixth(self):
        self.assertEqual(self.open("/count/4")["cause"], "")
        self.assertEqual(self.open("/count/5")["cause"], "redirects")

    def test_nothing_is_read_past_the_limit(self):
        for path in ("/bomb", "/large", "/endless", "/headers"):
            got = self.open(path)
            self.assertEqual((path, got["cause"]), (path, "too_large"), got)
            self.assertLessEqual(got["size"], 5 << 20)

    def test_a_silent_server_costs_twenty_seconds_and_a_stop_a_second(self):
        got = self.open("/silent", "--stop-after", "300")
        self.assertEqual(got["cause"], "stopped")
        self.assertLess(got["seconds"], 2.5)
        got = self.open("/silent")
        self.assertEqual(got["cause"], "timeout")
        self.assertLess(19, got["seconds"])
        self.assertLess(got["seconds"], 23)

    def test_other_answers_have_their_names(self):
        self.assertEqual(self.open("/gone")["cause"], "gone")
        self.assertEqual(self.open("/auth")["cause"], "http_401")

    def test_no_proxy_cookie_or_password_is_used(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        pathlib.Path(folder.name, ".netrc").write_text(f"machine {HOST} login u password p\ndefault login u password p\n")
        proxy = Server()
        self.addCleanup(proxy.stop)
        address = f"http://127.0.0.1:{proxy.port}"
        got = self.open("/page", environment={"HOME": folder.name, "http_proxy": address, "HTTP_PROXY": address,
                                              "all_proxy": address, "ALL_PROXY": address})
        self.assertEqual(got["code"], 200)
        self.server.target = f"http://{HOST}:{self.server.port}/page"
        self.open("/to")
        self.assertEqual(proxy.connections, 0)
        for _, headers in self.server.seen:
            self.assertFalse({"cookie", "authorization", "referer", "proxy-authorization"} & headers.keys(), headers)

    def test_a_certificate_is_verified(self):
        with tempfile.TemporaryDirectory() as folder:
            authority = Authority(folder)
            for name, expired, ca, cause in ((HOST, False, True, ""), (HOST, False, False, "certificate"),
                                             ("other.gov.cn", False, True, "certificate"), (HOST, True, True, "certificate")):
                server = Server(certificate=authority.issue(name, expired=expired))
                got = check(f"https://{HOST}:{server.port}/page", *self.options(server=server),
                            *(["--ca", authority.ca_file] if ca else []))
                server.stop()
                self.assertEqual((name, expired, ca, got["cause"]), (name, expired, ca, cause), got)


if __name__ == "__main__":
    unittest.main()
