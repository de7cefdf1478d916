"""scripts/bench judge: how many documents one core judges in a second, and whether it grows.

The labelled set's mails are read once; each stands for four, from four units at four times, in memory. They are judged in turn on
one thread. Documents are attachments, or the letter where there is none. Rates are of CPU time, so that what else the machine does
costs a measurement nothing but its caches; the wall's rate stands beside them.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

from score import Run  # noqa: E402

BUILD = HERE.parent / "data" / "labelled" / "build.py"


def main():
    options = argparse.ArgumentParser(prog="scripts/bench judge", description=__doc__.split("\n", 1)[0])
    options.add_argument("--documents", default="1000,10000,100000", help="measured after so many, comma-separated")
    options.add_argument("--rounds", type=int, default=3, help="the best counts")
    given = options.parse_args()
    marks = given.documents.split(",")
    programs = pathlib.Path(os.environ["FILINGD_BIN"])
    with tempfile.TemporaryDirectory(prefix="filingd-bench-judge-") as name:
        root = pathlib.Path(name)
        subprocess.run(["/usr/bin/python3", "-B", str(BUILD), str(root / "set")], check=True, stdout=subprocess.DEVNULL)
        run = Run(root / "set", programs, root)
        run.configure(imap_port=143)
        (root / "list").write_text("".join(f"{row['received_at']}\t{root}/set/mail/{row['file']}\n" for row in run.truth))
        best = None
        for _ in range(given.rounds):
            done = subprocess.run([str(programs / "bench_judge"), str(root / "config"), str(root / "list"), *marks],
                                  check=True, capture_output=True, text=True)
            rows = [[float(word) for word in line.split()] for line in done.stdout.splitlines()]
            if best is None or rows[-1][4] < best[-1][4]:
                best = rows
    print(f"{len(run.truth)} mails of the labelled set, each as four; best of {given.rounds}; load {os.getloadavg()[0]:.1f}")
    print(f"{'documents':>10} {'mails':>8} {'accepted':>9} {'documents/s of CPU':>19} {'of the wall':>12} {'resident MiB':>13}")
    for documents, mails, accepted, wall, cpu, resident in best:
        print(f"{documents:10.0f} {mails:8.0f} {accepted:9.0f} {documents / cpu:19.0f} {documents / wall:12.0f} {resident:13.1f}")


if __name__ == "__main__":
    main()
