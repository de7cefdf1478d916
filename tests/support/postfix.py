"""A throwaway real Postfix on loopback, delivering by LMTP into the throwaway Dovecot of dovecot.py.

    with Dovecot(root / "imap", users=...) as imap, Postfix(root / "smtp", imap) as smtp:
        smtplib.SMTP("127.0.0.1", smtp.port) ...        # clear text, or STARTTLS with imap.ca_file
        smtp.url                                         # smtp://127.0.0.1:PORT

Own configuration, queue and data directories below the folder it is given, a master process of its own, stopped by its pid. The
system's Postfix is neither used nor changed; no user is made. Postfix drops privileges by itself, so it must be started by root:
an ordinary user needs sudo without a password. Mail for a user Dovecot has is delivered, everything else is refused with 550.
"""
import os
import pathlib
import shutil
import socket
import subprocess
import time

from dovecot import free_port

_SBIN = pathlib.Path("/usr/lib/postfix/sbin")

_MAIN = """
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
command_directory = /usr/sbin
daemon_directory = {sbin}
shlib_directory = /usr/lib/postfix
meta_directory = /etc/postfix
mail_owner = postfix
setgid_group = postdrop
maillog_file = {root}/log/postfix.log
maillog_file_prefixes = {root}/log
syslog_name = demo
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.test
mydestination =
local_recipient_maps =
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
virtual_mailbox_domains = {domains}
virtual_mailbox_maps = texthash:{root}/config/users
virtual_transport = lmtp:unix:{lmtp}
smtpd_relay_restrictions = permit_auth_destination, reject_unauth_destination
smtpd_recipient_restrictions = reject_unlisted_recipient, permit_auth_destination, reject
smtpd_tls_cert_file = {certificate}
smtpd_tls_key_file = {key}
smtpd_tls_security_level = may
smtpd_client_connection_rate_limit = 0
smtpd_error_sleep_time = 0
lmtp_destination_concurrency_limit = 1
message_size_limit = 78643200
mailbox_size_limit = 0
virtual_mailbox_limit = 0
minimal_backoff_time = 5s
maximal_backoff_time = 5s
queue_run_delay = 5s
in_flow_delay = 0
biff = no
"""

_MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{tls_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


class Postfix:
    """root: its folder. dovecot: a started Dovecot; its users are the recipients this server knows. departed: recipients it
    still takes mail for and Dovecot has not: they bounce."""

    def __init__(self, root, dovecot, port=0, tls_port=0, departed=()):
        self.departed = list(departed)
        self.root = pathlib.Path(root)
        self.dovecot = dovecot
        self.port = port or free_port()
        self.tls_port = tls_port or free_port()
        self.pid = 0
        self._sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
        self._process = None

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def tls_url(self):
        return f"smtps://localhost:{self.tls_port}"

    def _run(self, *command):
        done = subprocess.run([*self._sudo, *map(str, command)], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}{self.log()}")
        return done.stdout

    def _write(self):
        config = self.root / "config"
        config.mkdir(parents=True, exist_ok=True)
        users = self.dovecot.users
        certificate, key = self.dovecot.certificate
        values = {"root": self.root, "sbin": _SBIN, "lmtp": self.dovecot.lmtp_socket, "port": self.port,
                  "tls_port": self.tls_port, "certificate": certificate, "key": key,
                  "domains": ", ".join(sorted({user.partition("@")[2] for user in users}))}
        (config / "main.cf").write_text(_MAIN.format(**values))
        (config / "master.cf").write_text(_MASTER.format(**values))
        (config / "users").write_text("".join(f"{user} ok\n" for user in [*users, *self.departed]))
        for file in ("dynamicmaps.cf", "postfix-files"):  # Debian keeps both in /etc
            shutil.copy(f"/etc/postfix/{file}", config / file)
        for folder in ("queue", "data", "log"):
            (self.root / folder).mkdir(exist_ok=True)
        self.root.chmod(0o755)
        # Postfix wants every file of its configuration to belong to root.
        self._run("chown", "-R", "root:root", config, self.root / "queue", self.root / "log")
        self._run("chown", "postfix", self.root / "data")
        self._run("chmod", "755", self.root / "queue", config)

    def start(self):
        self._write()
        self._run("env", "LC_ALL=C", "postfix", "-c", self.root / "config", "check")
        self._process = subprocess.Popen(
            [*self._sudo, str(_SBIN / "master"), "-c", str(self.root / "config"), "-d"], stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            if self._process.poll() is not None:
                raise RuntimeError("postfix did not start: " + self.log())
            try:
                with socket.create_connection(("127.0.0.1", self.port), 5) as probe:
                    if probe.recv(3) == b"220":
                        self.pid = self._read_pid()
                        return self
            except OSError:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError("postfix does not answer: " + self.log())

    def _read_pid(self):
        return int(self._run("cat", self.root / "queue" / "pid" / "master.pid").split()[0])

    def stop(self):
        if self._process is None:
            return
        pid = self.pid or self._process.pid
        subprocess.run([*self._sudo, "kill", "-TERM", str(pid)], capture_output=True)
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            subprocess.run([*self._sudo, "kill", "-KILL", f"-{pid}"], capture_output=True)
            self._process.wait()
        self._process = None
        self.pid = 0

    def __enter__(self):
        return self.start()

    def __exit__(self, *unused):
        self.stop()

    def log(self):
        """What Postfix wrote, for a failing test."""
        try:
            return self._run("cat", self.root / "log" / "postfix.log")
        except RuntimeError:
            return ""

    def wait_delivered(self, seconds=30):
        """Waits until the queue is empty; False when it is not after `seconds`."""
        deadline = time.monotonic() + seconds
        queues = [self.root / "queue" / name for name in ("incoming", "active", "deferred", "maildrop")]
        while time.monotonic() < deadline:
            if not self._run("find", *queues, "-type", "f").strip():
                return True
            time.sleep(0.05)
        return False

    def remove(self):
        """Stops and removes everything below its folder."""
        self.stop()
        self._run("rm", "-rf", self.root)
