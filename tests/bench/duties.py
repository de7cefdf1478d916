"""scripts/bench duties: duties of a large county, computed in one process from a ledger's rows (tests/bench/bench_duties.cc);
best of seven rounds. Nothing is written."""
import argparse
import json
import os
import pathlib
import subprocess

SOURCE = pathlib.Path(__file__).resolve().parents[2]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--units", type=int, default=5000)
    options.add_argument("--years", type=int, default=3)
    chosen = options.parse_args()
    program = pathlib.Path(os.environ["FILINGD_BIN"]) / "bench_duties"
    print(f"load {os.getloadavg()[0]:.1f}")
    for units in (52, chosen.units):
        for percent in (0, 90):
            done = subprocess.run([program, str(units), str(chosen.years), str(percent), SOURCE / "config"],
                                  capture_output=True, text=True, check=True)
            row = json.loads(done.stdout)
            print(f"{row['units']:>5} units x {row['obligations']} items x {row['years']} years, {percent:>2} % filed: "
                  f"{row['duties']:>6} duties of {row['filings']:>6} filings in {row['wall_ms']:7.1f} ms (CPU "
                  f"{row['cpu_ms']:.1f}) and {row['mib']} MiB; a year's assessment {row['assessment_ms']:.1f} ms of CPU")


main()
