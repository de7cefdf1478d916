"""Runs a program and says what it cost: wall time, CPU by thread and child, peak memory of each process.

All figures come from /proc and wait4; the sampler looks every `interval` seconds, so what a thread did in the last one before its
end may be missing from its share, never from the sum.
"""
import dataclasses
import os
import pathlib
import re
import subprocess
import threading
import time

TICK = os.sysconf("SC_CLK_TCK")


def _read(path):
    try:
        return pathlib.Path(path).read_text()
    except OSError:  # it has ended
        return ""


def _times(stat):
    """utime, stime, cutime, cstime of a stat line, in seconds."""
    fields = stat.rpartition(")")[2].split()
    return [int(each) / TICK for each in fields[11:15]] if len(fields) > 14 else [0.0] * 4


def _children(pid):
    return [int(child) for task in pathlib.Path(f"/proc/{pid}/task").glob("*") for child in _read(task / "children").split()]


def _peak(pid):
    found = re.search(r"VmHWM:\s+(\d+) kB", _read(f"/proc/{pid}/status"))
    return int(found[1]) / 1024 if found else 0.0


@dataclasses.dataclass
class Cost:
    """Seconds and MiB of one run."""
    wall: float = 0.0
    cpu: float = 0.0            # everything: the program, its children, their children
    main: float = 0.0           # the program's first thread
    others: float = 0.0         # its other threads
    children: float = 0.0       # all the processes below it
    peak: float = 0.0
    server_peak: float = 0.0    # its children
    child_peak: float = 0.0     # theirs
    lines: list = dataclasses.field(default_factory=list)  # (seconds, line of the log)
    output: str = ""

    def when(self, pattern):
        """Seconds to the last log line that matches."""
        found = [at for at, line in self.lines if re.search(pattern, line)]
        return found[-1] if found else float("nan")


class _Sampler(threading.Thread):
    def __init__(self, pid, cost, interval):
        super().__init__(daemon=True)
        self.pid, self.cost, self.interval, self.over = pid, cost, interval, threading.Event()
        self.own_name = _read(f"/proc/{pid}/comm").strip()

    def run(self):
        while not self.over.wait(self.interval):
            self.look()

    def look(self):
        main, others = 0.0, 0.0
        for task in pathlib.Path(f"/proc/{self.pid}/task").glob("*"):
            used = sum(_times(_read(task / "stat"))[:2])
            if task.name == str(self.pid):
                main = used
            else:
                others += used
        cost = self.cost
        cost.main, cost.others = max(cost.main, main), max(cost.others, others)
        cost.peak = max(cost.peak, _peak(self.pid))
        for server in _children(self.pid):
            if _read(f"/proc/{server}/comm").strip() == self.own_name:
                continue  # not yet another program: it shares our memory
            cost.server_peak = max(cost.server_peak, _peak(server))
            for child in _children(server):
                # A child of this moment is still the server's image: its peak counts once it is its own.
                cost.child_peak = max(cost.child_peak, _peak(child))


def run(command, interval=0.1, cwd=None):
    """Runs it to its end; fails loudly when it does."""
    cost = Cost()
    begun = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd)
    sampler = _Sampler(process.pid, cost, interval)
    sampler.start()
    output = []
    reader = threading.Thread(target=lambda: output.append(process.stdout.read()), daemon=True)
    reader.start()
    for line in process.stderr:
        cost.lines.append((time.monotonic() - begun, line.decode(errors="replace").rstrip()))
    reader.join()
    _, status, usage = os.wait4(process.pid, 0)
    cost.wall = time.monotonic() - begun
    sampler.over.set()
    sampler.join()
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    cost.output = output[0].decode(errors="replace")
    cost.cpu = usage.ru_utime + usage.ru_stime
    cost.children = max(0.0, cost.cpu - cost.main - cost.others)
    if process.returncode != 0:
        log = "\n".join(line for _, line in cost.lines[-30:])
        raise RuntimeError(f"{' '.join(map(str, command))} ended with {process.returncode}\n{log}\n{cost.output[-2000:]}")
    return cost
