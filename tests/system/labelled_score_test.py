#!/usr/bin/python3
"""The labelled set and the strangers' mail, written by people who never saw the rules, go through the whole program:
nothing may be wrong and silent, and what was once right stays right."""
import json
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
RIGHT = 0.99          # of all mails
NEEDLESS = 0.01       # reviews nobody needed
FIELDS = 0.98         # of the compared values of all filings
DECISIONS = 0.99
EXACT = ("found", "missing", "due", "on_time")


def output(*command):
    done = subprocess.run(["/usr/bin/python3", "-B", *map(str, command)], capture_output=True, text=True, timeout=800)
    assert done.returncode == 0, f"{command}: {done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


def share(counted):
    return counted["right"] / counted["of"]


def check(least, *options):
    with tempfile.TemporaryDirectory(prefix="labelled-") as name:
        output(TESTS / "data" / "labelled" / "build.py", name, *options)
        score = json.loads(output(TESTS / "support" / "score.py", name, "--json"))
    told = json.dumps(score["misses"], ensure_ascii=False, indent=1)
    everything, filings = score["all"], score["filings"]
    assert everything["mails"] >= least, everything
    assert everything["wrong_and_silent"] == 0, told
    assert everything["right"] >= RIGHT * everything["mails"], told
    assert everything["needless_review"] <= NEEDLESS * everything["mails"], told
    for counted in EXACT:
        assert share(filings[counted]) == 1, f"{counted}: {filings[counted]['misses']}"
    assert share(filings["fields"]) >= FIELDS, filings["fields"]["misses"]
    decisions = filings["fields of major-penalty-decision"]
    assert share(decisions) >= DECISIONS, decisions["misses"]
    assert score["duties"]["misses"] == [], score["duties"]["misses"]
    print(f"labelled set {options}: {everything['right']} of {everything['mails']} right, none wrong and silent; fields "
          f"{filings['fields']['right']} of {filings['fields']['of']}")


def main():
    check(250)
    check(150, "--strangers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
