"""filingd under test: a configuration and a state directory in a temporary folder, and the built programs run on them.

    office = Office(folder, dovecot, smtp_url="smtp://127.0.0.1:2525")
    office.once()                         # filingd --once
    office.ctl("filings", "--json")       # filingctl, its JSON lines as objects

The programs are those of $FILINGD_BIN. One instance belongs to one thread.
"""
import json
import os
import pathlib
import signal
import subprocess
import time

UNITS = """
[[unit]]
id = "willow"
name = "柳树镇人民政府"
class = "town"
aliases = ["柳树镇", "柳树", "柳树镇司法所"]
number_prefixes = ["柳镇综执罚决字"]
addresses = ["willow@mail.test"]

[[unit]]
id = "harbour"
name = "港口镇人民政府"
class = "town"
aliases = ["港口镇", "港口镇司法所"]
number_prefixes = ["港镇综执罚决字"]
addresses = ["harbour@mail.test"]

[[unit]]
id = "market"
name = "测试县市场监督管理局"
class = "department"
aliases = ["县市场监管局", "市场监督管理局", "市监局"]
number_prefixes = ["测市监处罚"]
addresses = ["market@mail.test"]
"""


def programs():
    return pathlib.Path(os.environ["FILINGD_BIN"])


class Office:
    def __init__(self, root, dovecot, smtp_url=None, staff=(), units=UNITS, url=None, ca_file=None, password=None,
                 folders=("INBOX",), poll="1s", extra=""):
        self.root = pathlib.Path(root)
        self.config = self.root / "config"
        self.state = self.root / "state"
        self.config.mkdir(parents=True, exist_ok=True)
        secret = self.root / "secret"
        secret.write_text((password or dovecot.password) + "\n")
        secret.chmod(0o600)
        self.secret = secret
        folders = ", ".join(f'"{f}"' for f in folders)
        text = f"""
[state]
directory = "{self.state}"
timezone = "Asia/Shanghai"

[[mailbox]]
name = "work"
url = "{url or dovecot.url}"
user = "{dovecot.user}"
password = {{ file = "{secret}" }}
folders = [{folders}]
poll = "{poll}"
ca_file = "{dovecot.ca_file if ca_file is None else ca_file}"
"""
        if smtp_url:
            text += f"""
[smtp]
url = "{smtp_url}"
insecure = true
from = "执法监督 <{dovecot.user}>"
rate = {{ per_15_minutes = 10000, per_day = 100000 }}
"""
        # On some days of the year the shipped duties are due: a test that is not about reminders must not see them.
        chased = "" if "reminders =" in extra else "reminders = false"
        text += f"""
[notices]
staff = [{", ".join(f'"{s}"' for s in staff)}]
office = "测试县司法局执法监督股"
{chased}
{extra}
"""
        (self.config / "filingd.toml").write_text(text)
        (self.config / "units.toml").write_text(units)
        self.daemon = None

    # --- running ---
    def command(self, program, *arguments):
        return [str(programs() / program), "--config", str(self.config), *arguments]

    def run(self, program, *arguments, check=True, timeout=300, env=None):
        done = subprocess.run(self.command(program, *arguments), capture_output=True, text=True, timeout=timeout,
                              env={**os.environ, **(env or {})})
        if check and done.returncode != 0:
            raise AssertionError(f"{program} {' '.join(arguments)} ended with {done.returncode}\n"
                                 f"{done.stdout}\n{done.stderr}")
        return done

    def once(self, *arguments, **options):
        return self.run("filingd", "--once", *arguments, **options)

    def ctl(self, *arguments, check=True):
        done = self.run("filingctl", *arguments, check=check)
        return [json.loads(line) for line in done.stdout.splitlines() if line.strip()]

    def start(self, *arguments, env=None):
        self.log = open(self.root / "filingd.log", "ab")
        self.daemon = subprocess.Popen(self.command("filingd", *arguments), stdout=self.log, stderr=self.log,
                                       env={**os.environ, **(env or {})})

    def stop(self, seconds=5):
        """Asks the daemon to end; how long it took. It must end within `seconds`."""
        begun = time.monotonic()
        self.daemon.send_signal(signal.SIGTERM)
        code = self.daemon.wait(timeout=seconds)
        assert code == 0, f"filingd ended with {code}\n{self.log_text()}"
        self.log.close()
        return time.monotonic() - begun

    def kill(self):
        self.daemon.kill()
        self.daemon.wait()
        self.log.close()

    def log_text(self):
        return (self.root / "filingd.log").read_text(errors="replace")

    def wait(self, what, condition, seconds=30):
        """Waits until condition() is true; says `what` it waited for when it is not."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if condition():
                return
            if self.daemon and self.daemon.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(f"waited for {what}\n{self.log_text() if self.daemon else ''}")

    # --- what is there ---
    def messages(self):
        return self.ctl("messages", "--json")

    def settled(self):
        return [m for m in self.messages() if m["state"] == "settled"]

    def picture(self):
        """What must be the same however the work was interrupted: outcomes, filings, notices, accounting."""
        messages = {m["sha256"]: (m["outcome"], sorted((p["folder"], str(p["outcome"])) for p in m["places"]))
                    for m in self.messages()}
        filings = {(f["unit"], f["obligation"], f["period"]):
                   (f["status"], tuple(f["missing"]), f["due"], f["on_time"],
                    tuple(sorted((d["sha256"], d["piece"], d["superseded"]) for d in f["documents"])))
                   for f in self.ctl("filings", "--json")}
        notices = sorted((n["kind"], n["state"], tuple(n["to"])) for n in self.ctl("outbox", "list", "--json"))
        return {"messages": messages, "filings": filings, "notices": notices}

    def verify(self):
        """The archive against the ledger, and the accounting identity."""
        report = self.ctl("verify", "--json")[0]
        assert report["differences"] == [], report
        status = self.ctl("status", "--json")[0]
        for line in status["accounting"]:
            total = sum(line[k] for k in ("filed", "duplicate", "not_a_filing", "out_of_scope", "review", "waiting",
                                          "failed"))
            assert line["live"] == total, line
        return status
