#!/usr/bin/env python3
"""daemon/imap against the scripted 163: whatever it does, every mail is taken whole, once, and nothing else is kept."""
import glob
import os
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "support"))
from dovecot import Authority  # noqa: E402
from imap163 import Imap163  # noqa: E402

PROGRAM = os.path.join(os.environ.get("FILINGD_BIN", "build/dev/bin"), "imap_fetch")
FIRST_UID = 1392611444


def mails(count=60, size=4000):
    dice = random.Random(163)
    found = {}
    for i in range(count):
        body = bytes(dice.choice(b"abc )}\r\n") for _ in range(dice.randrange(1, size)))
        found[FIRST_UID + 3 * i] = b"Subject: %d\r\n\r\nF5 OK forged\r\n* BYE\r\n" % i + body
    return found


def run(server, target, verb="once", until=None, extra=()):
    """Runs the program to its end, or until `until()` is true; returns (exit code, output)."""
    environment = dict(os.environ, FILINGD_IMAP_INSECURE="0" if server.context else "1", FILINGD_IMAP_HASTE="200",
                       FILINGD_IMAP_PATIENCE="1500", FILINGD_IMAP_POLL="60", **dict(extra))
    process = subprocess.Popen([PROGRAM, verb, server.url, "office@mail.test", "code", getattr(server, "ca_file", ""),
                                target, "INBOX"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               env=environment)
    if until:
        deadline = time.monotonic() + 60
        while not until() and time.monotonic() < deadline:
            time.sleep(0.02)
        process.terminate()
    output, _ = process.communicate(timeout=60)
    return process.returncode, output


def kept(target, uid_validity=1):
    prefix = f"{target}/inbox-{uid_validity}-"
    return {int(f[len(prefix):-4]): open(f, "rb").read() for f in glob.glob(prefix + "*.eml")}


def expect(condition, message):
    if not condition:
        raise AssertionError(message)


def expect_served(server, target, output, uid_validity=1):
    found = kept(target, uid_validity)
    missing = sorted(set(server.mails) - set(found))
    expect(not missing, f"missing {missing}\n{output}")
    expect(all(found[uid] == data for uid, data in server.mails.items()), f"bytes differ\n{output}")
    expect(not glob.glob(target + "/incoming-*"), "half a message was kept")
    expect(server.count("AUTHENTICATE") == 0, "SASL was used")
    expect(server.count("SELECT") == 0, "SELECT was used")
    safe = [line.split()[1] for line in open(target + "/places.log") if line.startswith("safe ")]
    expect(len(safe) == len(set(safe)) or uid_validity != 1, "a mail was taken twice")


def watched(name, size=4000, **traits):
    """The program watches until everything is there."""
    def case(target):
        with Imap163(mails(size=size), **traits) as server:
            code, output = run(server, target, "watch", lambda: len(kept(target)) >= len(server.mails))
            expect(code == 0 and "stopped in" in output, f"exit {code}\n{output}")
            expect_served(server, target, output)
    case.__name__ = name
    return case


def new_mail_is_polled_for(target):
    with Imap163(mails(5)) as server:
        def deliver():
            if len(kept(target)) == 5:
                server.mails[FIRST_UID + 1000] = b"Subject: late\r\n\r\n"
            return len(kept(target)) == 6
        code, output = run(server, target, "watch", deliver)
        expect(code == 0, output)
        expect(server.count("IDLE") == 0, "IDLE was used")
        expect_served(server, target, output)


def autologout_between_polls(target):
    with Imap163(mails(5), autologout=0.1) as server:
        code, output = run(server, target, "watch", lambda: server.connections >= 4)
        expect(code == 0 and server.connections >= 4, output)
        expect_served(server, target, output)


def uid_validity_flips(target):
    with Imap163(mails(20), autologout=0.1) as server:
        def flip():
            if server.uid_validity == 1 and len(kept(target)) == 20:
                server.mails = {uid - FIRST_UID + 1: data for uid, data in server.mails.items()}
                server.uid_validity = 2
            return len(kept(target, 2)) == 20
        code, output = run(server, target, "watch", flip)
        expect(code == 0, output)
        expect_served(server, target, output, 2)


def vanished_mail_is_gone(target):
    content = mails(20)
    with Imap163(content, expunge_at={FIRST_UID: FIRST_UID + 30}) as server:
        code, output = run(server, target)
        expect(code == 0, output)
        expect_served(server, target, output)
        expect(f"gone {FIRST_UID + 30}\n" in open(target + "/places.log").read(), "not marked gone")


def refused_mail_costs_no_other(target):
    with Imap163(mails(20), refuse_bodies={FIRST_UID + 6}) as server:
        code, output = run(server, target)
        expect(code == 0, output)
        expect(len(kept(target)) == 19, f"{len(kept(target))} kept")
        expect(f"refused {FIRST_UID + 6} NO FETCH system busy" in open(target + "/places.log").read(), "not noted")


def half_a_mail_costs_no_other(target):
    half = FIRST_UID + 6
    with Imap163(mails(20), half_bodies={half}) as server:
        code, output = run(server, target, "watch", lambda: len(kept(target)) == 19)
        expect(code == 0 and len(kept(target)) == 19, f"{len(kept(target))} kept\n{output}")
        refusals = [line for line in open(target + "/places.log") if line.startswith("refused ")]
        expect(1 <= len(refusals) <= 3 and all(f"refused {half} the message did not arrive whole" in r
                                               for r in refusals), f"{refusals}")
        expect(not glob.glob(target + "/incoming-*"), "half a message was kept")


def no_byte_of_a_mail_costs_no_other(target):
    none = FIRST_UID + 6
    with Imap163(mails(20), no_bodies={none}) as server:
        code, output = run(server, target)
        expect(code == 0 and len(kept(target)) == 19, f"exit {code}, {len(kept(target))} kept\n{output}")
        expect(3 <= server.connections <= 5, f"{server.connections} connections")
        refusals = [line for line in open(target + "/places.log") if line.startswith("refused ")]
        expect(sum(f"refused {none} no byte" in r for r in refusals) == 2, f"{refusals}")


def refused_login(target):
    with Imap163(mails(1), refuse_login=True) as server:
        code, output = run(server, target)
        expect(code == 77 and "error auth" in output and "授权码" in output, output)
        expect(server.count("LOGIN") == 1, "more than one login")
        expect("code" not in "".join(server.transcript).replace("授权码", ""), "the password was shown")


def unsafe_login(target):
    with Imap163(mails(1), unsafe=True) as server:
        code, output = run(server, target)
        expect(code == 77 and "NetEase risk control" in output and "短信" in output, output)
        code, output = run(server, target, "watch", lambda: server.count("EXAMINE") >= 2)
        expect("state unsafe login" in output and "login refused" not in output, output)


def over_tls(target):
    authority = Authority(target + "-tls")
    with Imap163(mails(30), tls=authority.issue()) as server:
        server.ca_file = authority.ca_file
        code, output = run(server, target)
        expect(code == 0, output)
        expect_served(server, target, output)


CASES = [
    watched("plain"),
    watched("one byte a segment", size=300, split=True),
    watched("glued answers", glued=True),
    watched("drops after some bytes", drops=[0, 10, 90, 400, 700, 5000, 9000, 20000, 30000, 40000]),
    watched("resets", drops=[3000, 20000, 50000], reset=True),
    watched("mute in the middle", mute_at=f"UID FETCH {FIRST_UID + 60} "),
    watched("mute at the login", mute_at="LOGIN"),
    watched("bye in the middle of a body", bye_at=str(FIRST_UID + 60)),
    new_mail_is_polled_for, autologout_between_polls, uid_validity_flips, vanished_mail_is_gone,
    refused_mail_costs_no_other, half_a_mail_costs_no_other,
    no_byte_of_a_mail_costs_no_other, refused_login, unsafe_login, over_tls,
]

failed = 0
for case in CASES:
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.join(folder, "t")
        os.mkdir(folder)
        begun = time.monotonic()
        try:
            case(folder)
            print(f"ok    {case.__name__.replace('_', ' ')} ({time.monotonic() - begun:.1f} s)", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"FAIL  {case.__name__.replace('_', ' ')}: {error}", flush=True)
sys.exit(1 if failed else 0)
