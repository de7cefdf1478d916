"""A throwaway real Dovecot 2.3 on loopback: TLS by a CA of its own, Maildir, users in a file, LMTP.

    with Dovecot("/tmp/somewhere") as server:          # starts; stops at the end of the block
        server.deliver(b"Subject: x\r\n\r\nbody\r\n")
        url, ca = server.url, server.ca_file           # imaps://localhost:PORT

Everything it writes stands below the folder it is given. Works as root (the mails then belong to
nobody) and as an ordinary user. One instance belongs to one thread.
"""
import datetime
import grp
import imaplib
import itertools
import os
import pathlib
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import time

_counter = itertools.count(1)


def free_port():
    """A loopback port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def encode_folder(name):
    """Modified UTF-7 of RFC 3501 §5.1.3."""
    out, run = [], []

    def flush():
        if run:
            import base64
            raw = base64.b64encode("".join(run).encode("utf-16-be")).rstrip(b"=").replace(b"/", b",")
            out.append("&" + raw.decode() + "-")
            run.clear()

    for char in name:
        if " " <= char <= "~":
            flush()
            out.append("&-" if char == "&" else char)
        else:
            run.append(char)
    flush()
    return "".join(out)


class Authority:
    """A certificate authority in a folder; `ca_file` is what a client must trust."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ca_file = str(self.folder / "ca.pem")
        if not os.path.exists(self.ca_file):
            self._openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                          "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650", "-subj", "/CN=test authority")

    def _openssl(self, *arguments):
        subprocess.run(["openssl", *arguments], cwd=self.folder, check=True, capture_output=True)

    def issue(self, name="localhost", addresses=("127.0.0.1",), expired=False):
        """Makes a certificate for a host; returns (certificate file, key file)."""
        stem = name.replace("*", "_") + ("-expired" if expired else "")
        alternatives = ",".join([f"DNS:{name}", *(f"IP:{a}" for a in addresses)])
        (self.folder / f"{stem}.cnf").write_text(
            "[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\nserial=serial\nnew_certs_dir=.\n"
            "certificate=ca.pem\nprivate_key=ca.key\ndefault_md=sha256\npolicy=any\nunique_subject=no\n"
            f"x509_extensions=ext\n[any]\ncommonName=supplied\n[ext]\nsubjectAltName={alternatives}\n")
        for file, text in (("index.txt", ""), ("serial", "1000\n")):
            if not (self.folder / file).exists():
                (self.folder / file).write_text(text)
        self._openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                      "-keyout", f"{stem}.key", "-out", f"{stem}.csr", "-subj", f"/CN={name}")
        now = datetime.datetime.utcnow()
        begin, end = (-60, -30) if expired else (-1, 3650)
        dates = [(now + datetime.timedelta(days=d)).strftime("%Y%m%d%H%M%SZ") for d in (begin, end)]
        self._openssl("ca", "-batch", "-notext", "-config", f"{stem}.cnf", "-in", f"{stem}.csr",
                      "-out", f"{stem}.pem", "-startdate", dates[0], "-enddate", dates[1])
        return str(self.folder / f"{stem}.pem"), str(self.folder / f"{stem}.key")


class Dovecot:
    """root: its folder. users: {name: password}; the first one is `user`, the mailbox of deliver() and flags().
    port, starttls_port, lmtp_port: 0 takes a free one. capability: replaces the whole IMAP capability line
    (without IDLE, say). certificate: (certificate file, key file) instead of a fresh one for localhost.
    detached: the server outlives this process (default: it ends with it)."""

    def __init__(self, root, port=0, starttls_port=0, lmtp_port=0, users=None, capability="", certificate=None,
                 detached=False):
        self.root = pathlib.Path(root)
        self.users = dict(users or {"office@mail.test": "secret"})
        self.user = next(iter(self.users))
        self.password = self.users[self.user]
        self.port = port or free_port()
        self.starttls_port = starttls_port or free_port()
        self.lmtp_port = lmtp_port or free_port()
        self.capability = capability
        self.detached = detached
        self.process = None
        self.root.mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o755)
        authority = Authority(self.root / "tls")
        self.ca_file = authority.ca_file
        self.certificate = certificate or authority.issue()
        self.authority = authority
        # A login process cannot be root, and neither can the owner of mail.
        self.as_root = os.geteuid() == 0
        self.mail_owner = pwd.getpwnam("nobody") if self.as_root else pwd.getpwuid(os.geteuid())
        for user in self.users:
            self._make_maildir(self.maildir(user=user))
        self._configure()

    @property
    def url(self):
        return f"imaps://localhost:{self.port}"

    @property
    def starttls_url(self):
        return f"imap://localhost:{self.starttls_port}"

    @property
    def lmtp_socket(self):
        return str(self.root / "run" / "lmtp")

    # --- life ---
    def _configure(self):
        group = grp.getgrgid(self.mail_owner.pw_gid).gr_name
        internal, internal_group, login = (("dovecot", "dovecot", "dovenull") if self.as_root else
                                           (self.mail_owner.pw_name, group, self.mail_owner.pw_name))
        certificate, key = self.certificate
        passwords = self.root / "users"
        passwords.write_text("".join(f"{user}:{{PLAIN}}{password}::::{self.root}/home/{user}::\n"
                                     for user, password in self.users.items()))
        passwords.chmod(0o644)
        (self.root / "run").mkdir(exist_ok=True)
        capability = f"imap_capability = {self.capability}\n" if self.capability else ""
        self.config = self.root / "dovecot.conf"
        self.config.write_text(f"""
protocols = imap lmtp
listen = 127.0.0.1
base_dir = {self.root}/run
state_dir = {self.root}/run
log_path = {self.root}/dovecot.log
default_internal_user = {internal}
default_internal_group = {internal_group}
default_login_user = {login}
first_valid_uid = 1
hostname = mail.test
postmaster_address = postmaster@mail.test
ssl = yes
ssl_cert = <{certificate}
ssl_key = <{key}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_max_userip_connections = 100
mail_location = maildir:~/Maildir
lmtp_save_to_detail_mailbox = no
{capability}
passdb {{
  driver = passwd-file
  args = {passwords}
}}
userdb {{
  driver = static
  args = uid={self.mail_owner.pw_uid} gid={self.mail_owner.pw_gid} home={self.root}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  chroot =
  service_count = 0
  inet_listener imap {{
    port = {self.starttls_port}
  }}
  inet_listener imaps {{
    port = {self.port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service lmtp {{
  unix_listener lmtp {{
    mode = 0666
  }}
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {self.lmtp_port}
  }}
}}
""")

    def start(self):
        def with_parent():
            import ctypes
            os.setsid()
            if not self.detached:
                ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG

        self.process = subprocess.Popen(["dovecot", "-F", "-c", str(self.config)], stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=with_parent)
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError("dovecot did not start: " + self.process.stderr.read().decode() + self.log())
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.02)
        self.stop()
        raise RuntimeError("dovecot does not answer: " + self.log())

    def stop(self):
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        try:  # sessions outlive the master for a while; their clients must see the server go
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.stderr.close()
        self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *unused):
        self.stop()

    def log(self):
        """What Dovecot wrote, for a failing test."""
        try:
            return (self.root / "dovecot.log").read_text(errors="replace")
        except OSError:
            return ""

    # --- the mailbox ---
    def maildir(self, folder="INBOX", user=None):
        base = self.root / "home" / (user or self.user) / "Maildir"
        return base if folder == "INBOX" else base / ("." + encode_folder(folder).replace("/", "."))

    def _own(self, path):
        if self.as_root:
            os.chown(path, self.mail_owner.pw_uid, self.mail_owner.pw_gid)

    def _make_maildir(self, path):
        missing = [p for p in [path / n for n in ("cur", "new", "tmp")] if not p.exists()]
        for part in missing:
            part.mkdir(parents=True)
            self._own(part)
        for parent in [path, *path.parents]:
            if parent == self.root:
                break
            self._own(parent)

    def create(self, folder, user=None):
        self._make_maildir(self.maildir(folder, user))

    def deliver(self, message, folder="INBOX", internaldate=None, flags="", user=None):
        """Puts a message into the Maildir as a delivery agent would. `internaldate`: seconds since 1970 or a
        datetime. `flags`: Maildir letters ("S" is \\Seen). Bytes are kept as they are; IMAP shows CRLF."""
        path = self.maildir(folder, user)
        self._make_maildir(path)
        unique = f"{int(time.time())}.M{next(_counter):09d}P{os.getpid()}.mail.test"
        temporary = path / "tmp" / unique
        temporary.write_bytes(message)
        self._own(temporary)
        temporary.chmod(0o600)
        if internaldate is not None:
            seconds = internaldate.timestamp() if isinstance(internaldate, datetime.datetime) else internaldate
            os.utime(temporary, (seconds, seconds))
        temporary.rename(path / "cur" / f"{unique}:2,{flags}" if flags else path / "new" / unique)
        return unique

    def connect(self, user=None):
        """An imaplib connection of the user, logged in."""
        context = ssl.create_default_context(cafile=self.ca_file)
        client = imaplib.IMAP4_SSL("localhost", self.port, ssl_context=context)
        name = user or self.user
        client.login(name, self.users[name])
        return client

    def _fetch(self, folder, what, user):
        client = self.connect(user)
        try:
            answer, _ = client.select('"' + encode_folder(folder) + '"', readonly=True)
            if answer != "OK":
                return []
            return client.uid("FETCH", "1:*", what)[1]
        finally:
            client.logout()

    def flags(self, folder="INBOX", user=None):
        """{uid: sorted flags}, without \\Recent, which belongs to the session that saw a mail first."""
        import re
        found = {}
        for line in self._fetch(folder, "(UID FLAGS)", user):
            if line:
                uid = int(re.search(rb"UID (\d+)", line)[1])
                flags = re.search(rb"FLAGS \(([^)]*)\)", line)[1].decode().split()
                found[uid] = sorted(f for f in flags if f != "\\Recent")
        return found

    def messages(self, folder="INBOX", user=None):
        """{uid: raw bytes as IMAP gives them}."""
        import re
        return {int(re.search(rb"UID (\d+)", item[0])[1]): item[1]
                for item in self._fetch(folder, "(UID BODY.PEEK[])", user) if isinstance(item, tuple)}

    def expunge(self, uid, folder="INBOX", user=None):
        """Removes one message for good."""
        client = self.connect(user)
        client.select('"' + encode_folder(folder) + '"')
        client.uid("STORE", str(uid), "+FLAGS", "\\Deleted")
        client.expunge()
        client.logout()

    def uid_validity(self, folder="INBOX", user=None):
        client = self.connect(user)
        client.select('"' + encode_folder(folder) + '"', readonly=True)
        value = int(client.response("UIDVALIDITY")[1][0])
        client.logout()
        return value

    def set_uidvalidity(self, value=None, folder="INBOX", user=None, first_uid=1):
        """Gives the folder a new life: another UIDVALIDITY (default: the next) and new UIDs from `first_uid`."""
        value = value or self.uid_validity(folder, user) + 1
        path = self.maildir(folder, user)
        for file in path.glob("dovecot.index*"):
            file.unlink()
        uidlist = path / "dovecot-uidlist"
        temporary = path / "dovecot-uidlist.new"
        temporary.write_text(f"3 V{value} N{first_uid}\n")
        self._own(temporary)
        temporary.rename(uidlist)
        return value

    def remove(self):
        """Stops and removes everything below its folder."""
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)
