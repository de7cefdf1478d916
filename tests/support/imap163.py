"""A scripted IMAP server that plays 163 (mail.md of the project's facts: what NetEase's Coremail answers) and breaks
where a test wants it to. Loopback only; a thread of the test's own process, so nothing is left behind.

    with Imap163(mails, drops=[5000, 90000]) as server:
        server.url; server.ca_file; server.transcript

As 163: EXAMINE is refused as Unsafe Login until a non-empty ID came, no UIDNEXT, no IDLE, large UIDs, UIDVALIDITY 1,
SASL-IR offered but broken, n:* answers the last mail, no response to a UID that has gone.
"""
import re
import socket
import ssl
import threading
import time


class Imap163:
    """mails: {uid: bytes} of INBOX. Traits, all off at first:
    drops            bytes after which connection 1, 2, ... is cut (then none)
    reset            cut by a reset instead of a clean end
    split / glued    "split": one byte a segment; "glued": answers held back and sent in one piece
    autologout       seconds of silence until "BYE Autologout; idle for too long"
    mute_at          a word: from the first command that holds it the connection is silent (once)
    bye_at           as mute_at, but says BYE in the middle of the body it was about to send (once)
    expunge_at       {uid asked for: uid that vanishes then}
    refuse_login     every LOGIN is refused;   unsafe  EXAMINE is Unsafe Login for ever
    refuse_bodies    {uid} answered NO
    half_bodies      {uid} whose body ends in the middle, with the connection, every time
    no_bodies        {uid} at which the connection ends before the first byte of the answer, every time
    """

    def __init__(self, mails, tls=None, **traits):
        self.mails = dict(mails)
        self.traits = {"drops": [], "reset": False, "split": False, "glued": False, "autologout": 0, "mute_at": "",
                       "bye_at": "", "expunge_at": {}, "refuse_login": False, "unsafe": False, "refuse_bodies": (),
                       "half_bodies": (), "no_bodies": ()}
        unknown = set(traits) - set(self.traits)
        if unknown:
            raise ValueError(f"no such trait: {unknown}")
        self.traits.update(traits)
        self.uid_validity = 1
        self.transcript = []
        self.connections = 0
        self.context = None
        if tls:  # (certificate file, key file)
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*tls)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.over = threading.Event()
        self.threads = []

    @property
    def url(self):
        return f"{'imaps' if self.context else 'imap'}://localhost:{self.port}"

    def __enter__(self):
        self._spawn(self._accept)
        return self

    def __exit__(self, kind, value, trace):
        self.over.set()
        self.listener.close()
        for thread in self.threads:
            thread.join(2)
        if kind:
            print("\n".join(["--- the 163 script's dialogue (last lines) ---", *self.transcript[-80:]]))

    def _spawn(self, work, *arguments):
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self.threads.append(thread)
        thread.start()

    def _accept(self):
        self.listener.settimeout(0.1)
        while not self.over.is_set():
            try:
                peer, _ = self.listener.accept()
            except TimeoutError:
                continue
            except OSError:
                return
            self._spawn(self._serve, peer, self.connections)
            self.connections += 1

    def _serve(self, peer, number):
        try:
            peer.settimeout(10)
            peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.context:
                peer = self.context.wrap_socket(peer, server_side=True)
            _Dialogue(self, peer, number).run()
        except (OSError, ssl.SSLError, _Cut) as error:
            self.transcript.append(f"{number} -- {type(error).__name__} {error}")
        finally:
            peer.close()

    def count(self, word):
        return sum(word in line for line in self.transcript if " C: " in line)


class _Cut(Exception):
    pass


class _Dialogue:
    def __init__(self, server, peer, number):
        self.server, self.peer, self.number = server, peer, number
        self.traits = server.traits
        drops = self.traits["drops"]
        self.left = drops[number] if number < len(drops) else None
        self.held = b""
        self.identified = self.logged_in = False

    # --- bytes ---
    def send(self, data):
        if self.traits["glued"]:
            self.held += data
            return
        self.put(data)

    def put(self, data):
        if self.left is not None and len(data) > self.left:
            self.raw(data[:self.left])
            if self.traits["reset"]:
                import struct
                self.peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise _Cut("drop")
        if self.left is not None:
            self.left -= len(data)
        self.raw(data)

    def raw(self, data):
        if not self.traits["split"]:
            return self.peer.sendall(data)
        for at in range(len(data)):
            self.peer.sendall(data[at:at + 1])

    def say(self, line):
        self.server.transcript.append(f"{self.number} S: {line}")
        self.send(line.encode() + b"\r\n")

    def lines(self):
        buffer = b""
        last = time.monotonic()
        self.peer.settimeout(0.05)
        while not self.server.over.is_set():
            while b"\r\n" in buffer:
                line, buffer = buffer.split(b"\r\n", 1)
                yield line.decode("utf-8", "replace")
            if self.held:
                held, self.held = self.held, b""
                self.put(held)
            try:
                data = self.peer.recv(65536)
            except TimeoutError:
                if self.traits["autologout"] and time.monotonic() - last > self.traits["autologout"]:
                    self.say("* BYE Autologout; idle for too long")
                    return
                continue
            if not data:
                return
            last = time.monotonic()
            buffer += data

    # --- the protocol ---
    def run(self):
        self.say("* OK Coremail System IMap Server Ready(163com[script])")
        for line in self.lines():
            shown = re.sub(r"(LOGIN \S+) .*", r"\1 ***", line)
            self.server.transcript.append(f"{self.number} C: {shown}")
            if self.traits["mute_at"] and self.traits["mute_at"] in line:
                self.traits["mute_at"] = ""
                self.server.over.wait(20)
                return
            tag, _, command = line.partition(" ")
            verb = command.split(" ")[0].upper()
            handler = getattr(self, "do_" + verb.lower(), None)
            if handler is None:
                self.say(f"{tag} BAD command not support")
            elif handler(tag, command) == "end":
                return

    def do_capability(self, tag, _):
        self.say("* CAPABILITY IMAP4rev1 XLIST SPECIAL-USE ID LITERAL+ STARTTLS APPENDLIMIT=71680000 XAPPLEPUSHSERVICE "
                 "UIDPLUS X-CM-EXT-1 SASL-IR AUTH=XOAUTH2 AUTH=PLAIN")
        self.say(f"{tag} OK CAPABILITY completed")

    def do_authenticate(self, tag, _):
        self.say(f"{tag} BAD Request not ending with \\r\\n")

    def do_id(self, tag, command):
        if '"name"' in command and self.logged_in:
            self.identified = True
        self.say('* ID ("name" "Coremail Imap" "vendor" "Mailtech" "TransID" "script")')
        self.say(f"{tag} OK ID completed")

    def do_login(self, tag, _):
        if self.traits["refuse_login"]:
            return self.say(f"{tag} NO LOGIN Login error or password error")
        self.logged_in = True
        self.say(f"{tag} OK LOGIN completed")

    def do_select(self, tag, command):
        self.do_examine(tag, command)

    def do_examine(self, tag, command):
        if not self.logged_in:
            return self.say(f"{tag} BAD State error")
        if not self.identified or self.traits["unsafe"]:
            return self.say(f"{tag} NO EXAMINE Unsafe Login. Please contact kefu@provider.test for help")
        if '"INBOX"' not in command:
            return self.say(f"{tag} NO Mailbox doesn't exist")
        self.say(f"* {len(self.server.mails)} EXISTS")
        self.say("* 0 RECENT")
        self.say(f"* OK [UIDVALIDITY {self.server.uid_validity}] UIDs valid")
        self.say("* FLAGS (\\Answered \\Seen \\Deleted \\Draft \\Flagged)")
        self.say(f"{tag} OK [READ-ONLY] EXAMINE completed")

    def do_list(self, tag, _):
        self.say(f"{tag} OK LIST completed")

    def do_noop(self, tag, _):
        self.say(f"* {len(self.server.mails)} EXISTS")
        self.say(f"{tag} OK NOOP completed")

    def do_logout(self, tag, _):
        self.say("* BYE IMAP4rev1 Server logging out")
        self.say(f"{tag} OK LOGOUT completed")
        return "end"

    def do_uid(self, tag, command):
        what, items = re.match(r"UID FETCH (\S+) \((.*)\)$", command, re.I).groups()
        if "BODY.PEEK[]" in items:
            return self.body(tag, int(what))
        mails = self.server.mails
        if what.endswith(":*"):
            first = int(what[:-2])
            uids = [uid for uid in sorted(mails) if uid >= first] or sorted(mails)[-1:]
        else:
            uids = [int(u) for u in what.split(",") if int(u) in mails]
        for uid in uids:
            number = sorted(mails).index(uid) + 1
            self.say(f'* {number} FETCH (RFC822.SIZE {len(mails[uid])} UID {uid} '
                     f'INTERNALDATE "10-Jun-2024 14:13:20 +0800")')
        self.say(f"{tag} OK Fetch completed")

    def body(self, tag, uid):
        if uid in self.traits["refuse_bodies"]:
            return self.say(f"{tag} NO FETCH system busy")
        vanished = self.traits["expunge_at"].pop(uid, None)
        if vanished is not None:
            self.server.mails.pop(vanished, None)
            self.say("* 1 EXPUNGE")
        if uid in self.traits["no_bodies"]:
            return "end"
        mail = self.server.mails.get(uid)
        if mail is not None:
            self.send(f'* 1 FETCH (FLAGS () INTERNALDATE "10-Jun-2024 14:13:20 +0800" RFC822.SIZE {len(mail)} '
                      f"BODY[] {{{len(mail)}}}\r\n".encode())
            if str(uid) == self.traits["bye_at"]:
                self.traits["bye_at"] = ""
                self.send(mail[:len(mail) // 2] + b"\r\n* BYE kicked by another login\r\n")
                return "end"
            if uid in self.traits["half_bodies"]:
                self.send(mail[:len(mail) // 2])
                return "end"
            self.send(mail + f" UID {uid})\r\n".encode())
        self.say(f"{tag} OK Fetch completed")
