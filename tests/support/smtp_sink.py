"""An SMTP server on loopback that takes every mail and remembers it. Threads of its own; close() ends it."""
import email
import email.policy
import socketserver
import threading


class _Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.say("220 sink")
        to = []
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word in (b"EHLO", b"HELO"):
                self.say("250 sink")
            elif word == b"RCPT":
                to.append(line.decode().partition("<")[2].partition(">")[0])
                self.say("250 ok")
            elif word == b"DATA":
                self.say("354 go on")
                self.server.keep(self.data(), to)
                to = []
                self.say("250 kept")
            elif word == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def data(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


class SmtpSink(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Session)
        self._kept = []
        self._lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def keep(self, raw, to):
        with self._lock:
            self._kept.append((raw, to))

    def take(self):
        """Message-IDs received since the last call."""
        with self._lock:
            kept, self._kept = self._kept, []
        return [email.message_from_bytes(raw)["Message-ID"] for raw, _ in kept]

    def take_mails(self):
        """(envelope recipients, the mail) of each received since the last call."""
        with self._lock:
            kept, self._kept = self._kept, []
        return [(to, email.message_from_bytes(raw, policy=email.policy.default)) for raw, to in kept]

    def close(self):
        self.shutdown()
        self.server_close()
