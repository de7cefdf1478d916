"""The fork server of filing-parser as filingd uses it, one child a message, with what the kernel says of each child.

    with ForkServer() as server:
        told = server.parse(raw)          # told.problems, told.documents, told.rss, told.cpu, told.seconds, told.status

The conversation is parsers/confine/messages.h, what a child writes parsers/frames.h. One thread.
"""
import array
import dataclasses
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

PART, CHUNK, DOCUMENT, PROBLEM, END = 3, 4, 7, 8, 9
SEVERITIES = ("note", "degraded", "lost")


def design_limits():
    """The fields of parsers/limits.h and their defaults, in the order they are sent."""
    header = (pathlib.Path(os.environ["FILINGD_SOURCE"]) / "parsers" / "limits.h").read_text()
    found = re.findall(r"std::uint(?:32|64)_t (\w+) = ([\d']+)(?:ULL << (\d+))?;", header)
    return {name: int(number.replace("'", "")) << int(shift or 0) for name, number, shift in found}


LIMITS = design_limits()


def leb128(number):
    out = bytearray()
    while number >= 0x80:
        out.append(0x80 | number & 0x7F)
        number >>= 7
    return bytes(out) + bytes([number])


class Coded:
    """Values one after another, as parsers/codec.h writes them."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def number(self):
        value = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    def text(self):
        size = self.number()
        self.at += size
        return self.data[self.at - size:self.at].decode()


@dataclasses.dataclass
class Told:
    problems: list = dataclasses.field(default_factory=list)  # (code, severity, part, detail)
    documents: list = dataclasses.field(default_factory=list)  # (part, media type)
    bytes: int = 0  # bytes the child wrote in all
    ended: bool = False  # the end frame came
    status: int = 0  # as wait(2) gives it
    out_of_time: bool = False
    rss: int = 0  # KiB, the child's peak
    cpu: float = 0.0
    seconds: float = 0.0

    def codes(self):
        return sorted({code for code, *_ in self.problems})


class ForkServer:
    def __init__(self, program=None):
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        program = program or pathlib.Path(os.environ["FILINGD_BIN"]) / "filing-parser"
        self.process = subprocess.Popen([program, "--serve", str(theirs.fileno())], pass_fds=[theirs.fileno()],
                                        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "OMP_THREAD_LIMIT": "1", "LD_BIND_NOW": "1"})
        theirs.close()
        self.socket, self.last = ours, 0
        self.socket.settimeout(300)
        hello = self.socket.recv(4096)
        assert hello[:1] == b"H" and hello.endswith(b"\0\0"), hello

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """The server ends when its socket does; gives its exit code."""
        self.socket.close()
        return self.process.wait(timeout=30)

    def order(self, raw, **limits):
        """Starts a child; gives the reading end of its pipe."""
        self.last += 1
        numbers = {**LIMITS, **limits}
        packet = b"O" + leb128(0) + leb128(self.last) + b"".join(leb128(n) for n in numbers.values())
        reading, writing = os.pipe()
        with tempfile.TemporaryFile() as file:
            file.write(raw)
            file.flush()
            with open(f"/proc/self/fd/{file.fileno()}", "rb") as read_only:
                both = array.array("i", [read_only.fileno(), writing])
                self.socket.sendmsg([packet], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, both)])
        os.close(writing)
        return reading

    def parse(self, raw, **limits):
        begun = time.monotonic()
        told = Told()
        with os.fdopen(self.order(raw, **limits), "rb") as frames:
            self.read(frames, told)
        self.report(told)
        told.seconds = time.monotonic() - begun
        return told

    @staticmethod
    def read(frames, told):
        while head := frames.read(5):
            kind, size = head[0], int.from_bytes(head[1:], "little")
            payload = Coded(frames.read(size))
            told.bytes += size
            if kind == PROBLEM:
                code, severity = payload.text(), SEVERITIES[payload.number()]
                told.problems.append((code, severity, payload.text(), payload.text()))
            elif kind == DOCUMENT:
                part = payload.text()
                payload.text(), payload.text(), payload.number()
                told.documents.append((part, payload.text()))
            told.ended = kind == END

    def report(self, told):
        packet = self.socket.recv(4096)
        assert packet[:1] == b"R", packet
        values = Coded(packet[1:])
        assert values.number() == self.last
        told.status, told.out_of_time = values.number(), bool(values.number())
        told.rss, told.cpu = values.number(), values.number() / 1e6
