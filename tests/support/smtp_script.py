"""A small SMTP server that fails where a script says, for what a real server can't be made to do.

    with SmtpScript(["greeting: 421 busy", ""]) as server:     # one entry a connection, the last one repeats
        server.port; server.messages; server.transcript

An entry holds clauses parted by `;`, each `place: what`:
    place  greeting, ehlo, auth, mail, rcpt, data, dot; `rcpt ADDRESS` for one recipient only
    what   a reply ("450 greylisted"); `drop` closes the connection instead of answering; `hang` never answers;
           after `dot`, `keep-drop` keeps the message and then closes: the server has it, the client can't know
A login is offered always and accepted as any name unless `auth` says otherwise. Every line of every dialogue is kept in
`transcript`, for a failing test to print.
"""
import socket
import ssl
import threading


class SmtpScript:
    def __init__(self, entries, certificate=None, starttls=False):
        """certificate: (certificate file, key file) to speak TLS from the start, or after STARTTLS."""
        self.entries = entries or [""]
        self.context = None
        self.starttls = starttls
        if certificate:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*certificate)
        self.messages = []      # (sender, [recipients], bytes)
        self.transcript = []
        self.logins = 0
        self._count = 0
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *unused):
        self._over.set()
        self._listener.close()

    def _serve(self):
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            entry = self.entries[min(self._count, len(self.entries) - 1)]
            self._count += 1
            threading.Thread(target=self._one, args=(connection, entry), daemon=True).start()

    def _one(self, connection, entry):
        clauses = {}
        for clause in filter(None, (part.strip() for part in entry.split(";"))):
            place, _, what = clause.partition(":")
            clauses[place.strip()] = what.strip()
        try:
            if self.context and not self.starttls:
                connection = self.context.wrap_socket(connection, server_side=True)
            _Dialogue(self, connection, clauses).run()
        except (OSError, ValueError) as error:
            self.transcript.append(f"-- {error}")
        finally:
            connection.close()


class _Dialogue:
    def __init__(self, server, connection, clauses):
        self.server, self.connection, self.clauses = server, connection, clauses
        self.file = connection.makefile("rb")
        self.sender, self.recipients = "", []

    def say(self, text):
        self.server.transcript.append("S: " + text)
        self.connection.sendall(text.encode() + b"\r\n")

    def answer(self, place, usual, argument=""):
        """Says what the script has for this place, else the usual words. The code said, or None when the dialogue is over."""
        what = self.clauses.get(f"{place} {argument}".strip(), self.clauses.get(place, usual))
        if what == "drop":
            return None
        if what == "hang":
            self.server._over.wait()
            return None
        self.say(what)
        return int(what[:3])

    def line(self):
        raw = self.file.readline()
        self.server.transcript.append("C: " + raw.decode("latin-1").rstrip())
        return raw.decode("latin-1").rstrip("\r\n") if raw else None

    def run(self):
        if self.answer("greeting", "220 script ESMTP") != 220:
            return
        while (line := self.line()) is not None:
            verb = line.split(" ")[0].upper()
            handler = getattr(self, "on_" + verb.lower(), None)
            if handler is None:
                self.say("250 ok")
            elif not handler(line):
                return

    def on_ehlo(self, _):
        if "ehlo" in self.clauses:
            return self.answer("ehlo", "")
        extra = "250-STARTTLS\r\n" if self.server.starttls and not isinstance(self.connection, ssl.SSLSocket) else ""
        self.say(f"250-script\r\n{extra}250-AUTH PLAIN LOGIN\r\n250 SIZE 80000000")
        return True

    def on_starttls(self, _):
        self.say("220 go ahead")
        self.connection = self.server.context.wrap_socket(self.connection, server_side=True)
        self.file = self.connection.makefile("rb")
        return True

    def on_auth(self, line):
        self.server.logins += 1
        if len(line.split()) < 3:
            self.say("334 ")
            self.line()
        return self.answer("auth", "235 ok")

    def on_mail(self, line):
        self.sender, self.recipients = line[line.index("<") + 1:line.index(">")], []
        return self.answer("mail", "250 ok")

    def on_rcpt(self, line):
        address = line[line.index("<") + 1:line.index(">")]
        code = self.answer("rcpt", "250 ok", address)
        if code == 250:
            self.recipients.append(address)
        return code

    def on_data(self, _):
        code = self.answer("data", "354 go on")
        if code != 354:
            return code
        lines = []
        while (line := self.file.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line[1:] if line.startswith(b"..") else line)
        what = self.clauses.get("dot", "250 queued")
        if what[:1] not in "45" and what != "drop":
            self.server.messages.append((self.sender, list(self.recipients), b"".join(lines)))
        if what == "keep-drop":
            return None
        return self.answer("dot", "250 queued")

    def on_quit(self, _):
        self.say("221 bye")
        return None
