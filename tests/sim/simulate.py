#!/usr/bin/python3
"""A simulated year from plan to verdict: makes the mails, lets the program live through them, and holds what it sent and knows
against the model. Behind scripts/simulate and the test sim/year; $FILINGD_BIN holds the programs.

    simulate.py [--seed N] [--until DAY] [--mails N] [--downtimes [SEED ...]] [--first-start DAY] [--paced]
    [--keep FOLDER]

Without more it runs the program through from 3 June 2024 on. --downtimes: it is away for 1 to 40 days again and again, at random
but for the seed. --first-start: it starts for the first time on that day, with all mail from before in the mailbox. --paced: at
the default pace of sending, mail is taken every five minutes; only promises and duties are held against it. Ends with 0 when
nothing differs."""
import argparse
import datetime
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
CHINA = datetime.timezone(datetime.timedelta(hours=8))
DAY = datetime.timedelta(days=1)
BEGIN, END = datetime.datetime(2024, 6, 3, 8, tzinfo=CHINA), datetime.date(2025, 7, 1)
DAYS = 9  # at whose end the duties are compared
ROOM = 2 << 30  # bytes; a year takes a quarter
WIDE_OPEN = "rate = { per_15_minutes = 10000, per_day = 100000 }\n"
KINDS = "reminder,receipt,digest"


def scratch():
    """A new folder, in memory where there is room for a year: this is about duties; tests/crash is about the disk."""
    memory = pathlib.Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return pathlib.Path(tempfile.mkdtemp(prefix="filingd-year-", dir=memory if roomy else None))


def midnight(day):
    return datetime.datetime(day.year, day.month, day.day, tzinfo=CHINA)


def through(begin, until):
    return [(begin, midnight(until))]


def with_downtimes(seed, until):
    """Lives of 1 to 60 days with 1 to 40 days between, up and down at any hour; the last one ends with the year."""
    r, at, lives = random.Random(f"downtimes {seed}"), BEGIN, []
    end = midnight(until)

    def later(moment, days):
        return (moment + DAY * days).replace(hour=r.choice([0, 7, 8, 9, 10, 14, 19, 20, 23]), minute=r.choice([0, 7, 30, 45]), second=r.randint(1, 58))

    while True:
        stop = later(at, r.choice([1, 2, 3, 5, 9, 20, 33, 60]))
        start = later(stop, r.choice([1, 1, 2, 3, 4, 6, 11, 18, 27, 40]))
        if start > end - DAY * 5:
            return [*lives, (at, end)]
        lives.append((at, stop))
        at = start


class Simulation:
    def __init__(self, root, plan, name, lives, until, paced=False):
        self.paced = paced
        self.plan, self.name, self.lives = plan, name, lives
        self.run_folder, self.expected, self.schedule = root / name / "run", root / name / "expected", root / name / "schedule.json"
        last = until - DAY
        span = (last - lives[0][0].date()).days
        self.days = sorted({last, *(last - DAY * (span * i // DAYS) for i in range(1, DAYS))})

    def run(self, kinds):
        """Whether nothing differs."""
        print(f"== {self.name}: {len(self.lives)} lives", flush=True)
        run, expected, schedule = self.run_folder, self.expected, self.schedule
        (run / "config").mkdir(parents=True)
        for name in ("filingd.toml", "units.toml"):
            text = (self.plan / "config" / name).read_text(encoding="utf-8").replace("@STATE@", str(run / "state"))
            if self.paced:
                text = text.replace(WIDE_OPEN, "")
            (run / "config" / name).write_text(text, encoding="utf-8")
        schedule.write_text(json.dumps([{"start": a.isoformat(), "stop": b.isoformat()} for a, b in self.lives]))
        begun = time.monotonic()
        self.tool(pathlib.Path(os.environ["FILINGD_BIN"]) / "year_sim", "--config", run / "config", "--plan", self.plan, "--schedule", schedule,
                  "--out", run, *(["--every", "5"] if self.paced else []))
        took = time.monotonic() - begun
        python = [sys.executable]
        self.tool(*python, HERE / "model.py", self.plan, schedule, expected, *(f"--as-of={day}" for day in self.days))
        print(f"{took:.0f} s", flush=True)
        done = subprocess.run([*python, HERE / "compare.py", self.plan, run, expected, "--kinds", kinds])
        return done.returncode == 0

    def states(self):
        """At the end, by the model, with which the program agreed."""
        lines = (self.expected / f"duties-{self.days[-1]}.jsonl").read_text(encoding="utf-8").splitlines()
        return {(d["unit"], d["obligation"], d["period"]): d["state"] for d in map(json.loads, lines)}

    @staticmethod
    def tool(*command):
        subprocess.run([str(c) for c in command], check=True)


def simulations(options, root, plan):
    def made(name, lives):
        return Simulation(root, plan, name, lives, options.until)

    if options.first_start:
        return [made("first-start", through(midnight(options.first_start) + datetime.timedelta(hours=10), options.until))]
    if options.paced:
        return [Simulation(root, plan, "paced", through(BEGIN, options.until), options.until, paced=True)]
    if options.downtimes is None:
        return [made("through", through(BEGIN, options.until))]
    return [made(f"downtimes-{seed}", with_downtimes(seed, options.until)) for seed in options.downtimes or [1, 2, 3]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=1, help="of the mails")
    parser.add_argument("--until", type=datetime.date.fromisoformat, default=END, help="the year ends before this day")
    parser.add_argument("--mails", type=int, default=9300)
    parser.add_argument("--downtimes", type=int, nargs="*", metavar="SEED")
    parser.add_argument("--first-start", type=datetime.date.fromisoformat, metavar="DAY")
    parser.add_argument("--paced", action="store_true")
    parser.add_argument("--keep", type=pathlib.Path, metavar="FOLDER", help="a new folder, left for a look")
    parser.add_argument("--kinds", default=KINDS, help="notices to compare")
    options = parser.parse_args()
    root = options.keep or scratch()
    try:
        plan = root / "plan"
        Simulation.tool(sys.executable, HERE / "generate.py", options.seed, plan, "--until", options.until, "--mails", options.mails)
        runs = simulations(options, root, plan)
        good = [one.run("" if one.paced else options.kinds) for one in runs] + [one.states() == runs[0].states() for one in runs]
    finally:
        if not options.keep:
            shutil.rmtree(root, ignore_errors=True)
    print("nothing differs" if all(good) else "the program and the model differ")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
