#!/usr/bin/env python3
"""daemon/imap against a real Dovecot: mails byte for byte, flags untouched, IDLE, restarts, and certificates."""
import glob
import os
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from dovecot import Authority, Dovecot, free_port  # noqa: E402

PROGRAM = os.path.join(os.environ.get("FILINGD_BIN", "build/dev/bin"), "imap_fetch")


def start(server, target, verb, url=None, password=None, ca_file=None, folders=("INBOX",), **variables):
    return subprocess.Popen([PROGRAM, verb, url or server.url, server.user, password or server.password,
                             server.ca_file if ca_file is None else ca_file, target, *folders], text=True,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=dict(os.environ, **variables))


def once(*arguments, **options):
    process = start(*arguments, "once", **options)
    output, _ = process.communicate(timeout=120)
    return process.returncode, output


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


def wait_for(condition, what, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        expect(time.monotonic() < deadline, what)
        time.sleep(0.02)


def kept(target, validity, kind="inbox"):
    prefix = f"{target}/{kind}-{validity}-"
    return {int(f[len(prefix):-4]): open(f, "rb").read() for f in glob.glob(prefix + "*.eml")}


def fill(server, count=120):
    dice = random.Random(5)
    for i in range(count):
        body = bytes(dice.choice(b"0123456789 )}\r\n") for _ in range(dice.randrange(1, 6000)))
        server.deliver(b"Subject: %d\r\n\r\n" % i + body, flags=dice.choice(["", "", "S", "RS", "F"]))
    server.deliver(b"Subject: large\r\n\r\n" + b"0123456789abcde\n" * (1 << 20))
    server.deliver("Subject: spam\r\n\r\nbody\r\n".encode(), "垃圾邮件")


def everything_is_taken_and_nothing_touched(server, target):
    fill(server)
    before = server.flags()
    for url in (server.url, server.starttls_url):
        code, output = once(server, target, url=url, folders=("INBOX", "垃圾邮件", "没有"))
        expect(code == 0, output)
    expect(kept(target, server.uid_validity()) == server.messages(), "bytes differ")
    expect(list(kept(target, server.uid_validity("垃圾邮件"), "other").values()) == [b"Subject: spam\r\n\r\nbody\r\n"],
           "the spam folder")
    expect(server.flags() == before, "flags changed")
    safe = open(target + "/places.log").read().count("safe ")
    expect(safe == len(before) + 1, f"{safe} were taken")


def idle_brings_new_mail_and_a_stop_is_quick(server, target):
    server.deliver(b"Subject: one\r\n\r\n")
    validity = server.uid_validity()
    process = start(server, target, "watch")
    wait_for(lambda: len(kept(target, validity)) == 1, "the first mail")
    for count in (2, 3, 4):
        time.sleep(0.1)
        server.deliver(b"Subject: more\r\n\r\n")
        wait_for(lambda: len(kept(target, validity)) == count, f"mail {count}", 10)
    process.terminate()
    output, _ = process.communicate(timeout=10)
    expect("state idle" in output, output)
    expect(int(output.split("stopped in ")[1].split()[0]) < 1000, output)


def a_server_that_was_away_is_found_again(server, target):
    server.deliver(b"Subject: one\r\n\r\n")
    validity = server.uid_validity()
    process = start(server, target, "watch", FILINGD_IMAP_HASTE="50")
    wait_for(lambda: len(kept(target, validity)) == 1, "the first mail")
    server.stop()
    time.sleep(0.5)
    server.deliver(b"Subject: two\r\n\r\n")
    server.start()
    wait_for(lambda: len(kept(target, validity)) == 2, "the second mail")
    process.terminate()
    output, _ = process.communicate(timeout=10)
    expect("state waiting" in output, output)


def a_new_uid_validity_is_a_new_life(server, target):
    for i in range(10):
        server.deliver(b"Subject: %d\r\n\r\n" % i)
    once(server, target)
    validity = server.set_uidvalidity(first_uid=500)
    code, output = once(server, target)
    expect(code == 0 and kept(target, validity) == server.messages() and len(server.messages()) == 10, output)


def a_wrong_password_is_named(server, target):
    code, output = once(server, target, password="wrong")
    expect(code == 77 and "refused the login" in output and "授权码" in output, output)


def certificates_are_told_apart(server, target):
    stranger = Authority(target + "-stranger").ca_file
    seen = set()

    def refused(what, **options):
        code, output = once(server, target, **options)
        error = [line for line in output.splitlines() if line.startswith("error")][0]
        expect(code == 69 and what in error, output)
        seen.add(error)

    refused("not signed by a trusted authority", ca_file=stranger)
    refused("not signed by a trusted authority", ca_file="")
    refused("cannot be read", ca_file="/nonexistent/ca.pem")
    logins = server.log().count("Login:")
    authority = server.authority
    for what, certificate in (("has expired", authority.issue(expired=True)),
                              ("another host name", authority.issue("elsewhere.test", addresses=()))):
        with Dovecot(target + "-" + what.split()[-1], certificate=certificate) as other:
            refused(what, url=other.url, ca_file=server.ca_file)
            expect("Login:" not in other.log(), "logged in over a certificate that is not right")
    refused("encrypted connection", url=server.starttls_url.replace("imap:", "imaps:"))
    refused("cannot be reached", url=f"imaps://localhost:{free_port()}")
    expect(server.log().count("Login:") == logins, "logged in")
    expect(len(seen) == 6, f"two troubles look the same: {seen}")


CASES = [everything_is_taken_and_nothing_touched, idle_brings_new_mail_and_a_stop_is_quick,
         a_server_that_was_away_is_found_again, a_new_uid_validity_is_a_new_life, a_wrong_password_is_named,
         certificates_are_told_apart]

failed = 0
for case in CASES:
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        target = os.path.join(folder, "t")
        os.mkdir(target)
        begun = time.monotonic()
        with Dovecot(os.path.join(folder, "d")) as server:
            try:
                case(server, target)
                print(f"ok    {case.__name__.replace('_', ' ')} ({time.monotonic() - begun:.1f} s)", flush=True)
            except AssertionError as error:
                failed += 1
                print(f"FAIL  {case.__name__.replace('_', ' ')}: {error}\n{server.log()[-3000:]}", flush=True)
sys.exit(1 if failed else 0)
