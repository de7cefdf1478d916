"""scripts/bench documents: what the readers get right, what a document costs, and how much memory it takes.

Accuracy: fresh files of a seed in every format (document_set.py) against the texts they were made from; characters as
1 - Levenshtein distance / length, cells of tables one by one. Cost: mails of one document through filing-parser's fork server, less
the same mail without it; beside pdftotext, catdoc, antiword, xls2csv and bsdtar on the same files, in turns. Memory: the peak of each child.
docs/DOCUMENTS.md tells what the figures mean.
"""
import argparse
import datetime
import difflib
import os
import pathlib
import re
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parent.parent
os.environ.setdefault("FILINGD_SOURCE", str(SOURCE))
sys.path[:0] = [str(HERE), str(HERE.parent / "support")]

import array  # noqa: E402

import document_set  # noqa: E402
import mails  # noqa: E402
from fork_server import LIMITS, Coded, ForkServer, leb128  # noqa: E402

PAGES = ("pdf", "ofd")  # lines of a page are not the lines of the text
MOST = 600  # edits looked for in one file; more count as all wrong
WARM = 5


# --- accuracy ---
def flowing(text):
    """Lines without blanks at their ends or more than one between words; empty lines and empty cells at a line's end are none."""
    rows = ("\t".join(re.sub(r"[^\S\t]+", " ", cell).strip() for cell in line.split("\t")).rstrip("\t") for line in text.split("\n"))
    return "\n".join(row for row in rows if row.strip())


def unspaced(text):
    return re.sub(r"\s+", "", text)


def distance(a, b, most):
    """Levenshtein's, by the furthest point on each diagonal; `most` + 1 where it is more."""
    def slide(i, k):
        while i < len(a) and i + k < len(b) and a[i] == b[i + k]:
            i += 1
        return i
    if abs(len(a) - len(b)) > most:
        return most + 1
    reach = {0: slide(0, 0)}
    for edits in range(most + 1):
        if reach.get(len(b) - len(a), -1) >= len(a):
            return edits
        grown = {}
        for k in range(-edits - 1, edits + 2):
            at = max(reach.get(k, -2) + 1, reach.get(k - 1, -2), reach.get(k + 1, -2) + 1)
            at = min(at, len(a), len(b) - k)
            if at >= 0 and at + k >= 0:
                grown[k] = slide(at, k)
        reach = grown
    return most + 1


def wrong_characters(got, wanted):
    found = distance(wanted, got, MOST)
    return found if found <= MOST else len(wanted)


def equal_cells(text, rows):
    """How many cells of `rows` the text has in their rows and columns."""
    got = [tuple(cell.strip() for cell in line.split("\t")) for line in text.split("\n") if "\t" in line]
    wanted = [tuple(cell.strip() for cell in row) for row in rows]
    width = max((len(row) for row in [*got, *wanted]), default=0)
    got, wanted = ([(*row, *[""] * (width - len(row))) for row in each] for each in (got, wanted))
    equal = 0
    for tag, a, b, c, d in difflib.SequenceMatcher(None, wanted, got, False).get_opcodes():
        pairs = zip(wanted[a:b], got[c:d]) if tag in ("equal", "replace") else ()
        equal += sum(x == y for w, g in pairs for x, y in zip(w, g[:width]))
    return equal - sum(width - len(row) for row in rows), sum(map(len, rows))


def read_all(files):
    """Text, time and problems of each file, by bench_documents."""
    program = pathlib.Path(os.environ["FILINGD_BIN"]) / "bench_documents"
    told = subprocess.run([program, "5"], input="".join(f"{path}\n" for path in files), capture_output=True, text=True, check=True).stdout
    rows = [line.split("\t") for line in told.splitlines()]
    return {path: (kind, float(took), problems, pathlib.Path(path + ".read").read_text()) for path, kind, took, problems in rows}


def accuracy(made, keep):
    copies = {}
    for kind in made.committed:  # what is read is left beside the file
        for path, _, _ in made.files[kind]:
            copies[path] = shutil.copy(path, made.path(kind, len(copies), path.name))
    told = read_all([copies.get(path, path) for files in made.files.values() for path, _, _ in files])
    print(f"{'format':28}{'files':>6}{'characters':>12}{'wrong':>7}{'accuracy':>11}{'least':>9}{'cells':>8}{'equal':>9}{'reading':>11}  problems")
    low = []
    for kind in sorted(made.files):
        normal = unspaced if kind.startswith(PAGES) else flowing
        wrong, length, worst, cells, same, took, problems = 0, 0, 1.0, 0, 0, [], set()
        for path, text, rows in made.files[kind]:
            _, spent, complaints, got = told[str(copies.get(path, path))]
            wanted = normal("\n".join(text))
            errors = wrong_characters(normal(got), wanted)
            right, all_cells = equal_cells(got, rows)
            wrong, length, worst = wrong + errors, length + len(wanted), min(worst, 1 - errors / len(wanted))
            cells, same = cells + all_cells, same + right
            took.append(spent)
            problems |= set(filter(None, complaints.split(",")))
            if keep and (errors or right < all_cells):
                pathlib.Path(f"{path}.wanted").write_text("\n".join(text))
        share = 1 - wrong / length
        low += [kind] if share < 0.999 else []
        sample = " (sample of the tree)" if kind in made.committed else ""
        print(f"{kind:28}{len(took):6}{length:12}{wrong:7}{share:11.5f}{worst:9.4f}{cells:8}{same / cells if cells else 1:9.4f}"
              f"{statistics.median(took):8.2f} ms  {' '.join(sorted(problems))}{sample}", flush=True)
    print("below 0.999: " + (", ".join(low) or "none"))


# --- cost ---
class TimedServer(ForkServer):
    """The mail is on disk before the clock starts, and what the child tells is thrown away."""

    def run(self, path):
        """Wall ms from the order to the report, the child's CPU ms and peak MiB."""
        self.last += 1
        packet = b"O" + leb128(0) + leb128(self.last) + b"".join(leb128(n) for n in LIMITS.values())
        reading, writing = os.pipe()
        file = os.open(path, os.O_RDONLY)
        begun = time.perf_counter()
        self.socket.sendmsg([packet], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file, writing]))])
        os.close(writing)
        while os.read(reading, 1 << 20):
            pass
        report = Coded(self.socket.recv(4096)[1:])
        took = 1e3 * (time.perf_counter() - begun)
        os.close(reading)
        os.close(file)
        number, status, late, rss, cpu = (report.number() for _ in range(5))
        assert (number, status, late) == (self.last, 0, 0), (path, number, status, late)
        return took, cpu / 1e3, rss / 1024


def tool(command):
    """CPU and wall ms of a program that reads a file once."""
    null = [(os.POSIX_SPAWN_OPEN, fd, "/dev/null", os.O_RDWR, 0) for fd in (0, 1, 2)]
    begun = time.perf_counter()
    child = os.posix_spawn(command[0], command, os.environ, file_actions=null)
    _, status, usage = os.wait4(child, 0)
    took = 1e3 * (time.perf_counter() - begun)
    assert status == 0, (command, status)
    return 1e3 * (usage.ru_utime + usage.ru_stime), took


def containers(made):
    """A report as docx with its stamped form, in archives; and that one of a RAR of the tree."""
    folder = made.folder / "containers"
    folder.mkdir()
    inner = [(shutil.copy(made.files[kind][0][0], folder / name)).name
             for kind, name in (("docx", "月报.docx"), ("pdf, fonts not embedded", "月报.pdf"))]
    out = {}
    for kind, ending, options in (("zip", "zip", ["--format", "zip"]), ("7z", "7z", ["--format", "7zip"]), ("tar.gz", "tar.gz", ["-z"])):
        subprocess.run(["bsdtar", "-c", *options, "-f", f"a.{ending}", *inner], cwd=folder, check=True)
        out[kind] = folder / f"a.{ending}"
    out["rar"] = SOURCE / "tests" / "data" / "containers" / "rar5_compressed.rar"
    out["eml"] = folder / "a.eml"
    out["eml"].write_bytes(mails.mail("a@far.test", "转发", "见附件\n", [("月报.docx", made.files["docx"][0][0].read_bytes())]))
    return out


def median_of(made, kind):
    """The file of middle size: neither the shortest nor the longest paper."""
    return sorted((path for path, _, _ in made.files[kind]), key=lambda path: path.stat().st_size)[len(made.files[kind]) // 2]


def cost(made, rounds):
    samples = {kind: median_of(made, kind) for kind in sorted(made.files)} | containers(made)
    empty = made.folder / "empty.eml"
    empty.write_bytes(mails.mail("a@far.test", "", ""))
    letters = {}
    for number, (kind, path) in enumerate(samples.items()):
        letters[kind] = made.folder / f"cost{number}.eml"
        letters[kind].write_bytes(mails.mail("a@far.test", "", "", [("月报" + path.suffix, path.read_bytes())]))
    bare, told = [], {kind: [] for kind in letters}
    with TimedServer() as server:
        for turn in range(WARM + rounds):
            for kind, letter in letters.items():
                nothing, found = server.run(empty), server.run(letter)
                if turn >= WARM:
                    bare.append(nothing)
                    told[kind].append((*found, found[0] - nothing[0], found[1] - nothing[1]))

        def middle(rows, column):
            return statistics.median(row[column] for row in rows)
        print(f"\na mail without a document: {middle(bare, 0):.2f} ms, CPU {middle(bare, 1):.2f} ms, peak {max(row[2] for row in bare):.1f} MiB; "
              f"{rounds} rounds, each document right after it; load {os.getloadavg()[0]:.1f}")
        print(f"{'format':28}{'size':>9}{'ms more':>9}{'p95':>8}{'CPU ms more':>13}{'peak MiB':>10}")
        for kind, rows in told.items():
            more = sorted(row[3] for row in rows)
            print(f"{kind:28}{samples[kind].stat().st_size / 1e3:6.1f} KB{statistics.median(more):9.2f}{more[int(0.95 * len(more))]:8.2f}"
                  f"{middle(rows, 4):13.2f}{max(row[2] for row in rows):10.1f}", flush=True)
        papers = [statistics.median(row[3] for row in rows) for rows in told.values()]
        print(f"median of the formats: {statistics.median(papers):.2f} ms; above 3 ms: "
              + (", ".join(kind for kind, most in zip(told, papers) if most > 3) or "none"))
        beside(server, samples, letters, made, rounds)


def beside(server, samples, letters, made, rounds):
    """Other programs on the same files, in turns with ours."""
    rivals = [("pdf, fonts embedded", ["pdftotext", "-layout"], ["-"]), ("pdf, fonts not embedded", ["pdftotext", "-layout"], ["-"]),
              ("doc", ["catdoc", "-d", "utf-8", "-w"], []), ("doc", ["antiword", "-m", "UTF-8.txt", "-w", "0"], []),
              ("doc, fast-saved", ["catdoc", "-d", "utf-8", "-w"], []), ("doc, fast-saved", ["antiword", "-m", "UTF-8.txt", "-w", "0"], []),
              ("xls", ["xls2csv", "-d", "utf-8", "-q", "0", "-c", "\t"], []), ("zip", ["bsdtar", "-xOf"], []), ("7z", ["bsdtar", "-xOf"], []),
              ("tar.gz", ["bsdtar", "-xOf"], []), ("rar", ["bsdtar", "-xOf"], [])]
    truths = {kind: {path: text for path, text, _ in files} for kind, files in made.files.items()}
    print(f"\n{'beside':34}{'its CPU ms':>11}{'ours':>8}{'ours/its':>10}{'its ms':>9}{'ours':>8}{'its characters':>16}")
    for kind, before, after in rivals:
        program = shutil.which(before[0])
        if not program or kind not in samples:
            print(f"{before[0]} is not installed" if not program else f"no {kind} was made")
            continue
        command = [program, *before[1:], str(samples[kind]), *after]
        theirs, ours = [], []
        for _ in range(rounds):
            theirs.append(tool(command))
            ours.append(server.run(letters[kind]))
        cpu, wall = (statistics.median(row[column] for row in theirs) for column in (0, 1))
        own_wall, own_cpu = (statistics.median(row[column] for row in ours) for column in (0, 1))
        right = ""
        if kind in truths:  # white space apart, and what antiword draws between cells
            got = subprocess.run(command, capture_output=True, check=True).stdout.decode(errors="replace").replace("\f", "")
            wanted = unspaced("".join(truths[kind][samples[kind]])).replace("|", "")
            errors = distance(wanted, unspaced(got).replace("|", ""), MOST)
            right = f"{'< ' if errors > MOST else ''}{1 - errors / len(wanted):.4f}"
        print(f"{before[0] + ' on ' + kind:34}{cpu:11.2f}{own_cpu:8.2f}{own_cpu / cpu:10.2f}{wall:9.2f}{own_wall:8.2f}{right:>16}", flush=True)


def machine():
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "?")
    office = "with LibreOffice" if shutil.which("soffice") else "without LibreOffice: the samples of tests/data/documents stand in for what it makes"
    print(f"{datetime.date.today()}; {os.cpu_count()} x {cpu}; Linux {os.uname().release}; load {os.getloadavg()[0]:.1f}; {office}")


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench documents", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=1, help="of the texts (default 1)")
    parser.add_argument("--texts", type=int, default=20, help="different ones of each format (default 20)")
    parser.add_argument("--rounds", type=int, default=100, help="of the cost (default 100; 0 leaves it out)")
    parser.add_argument("--keep", help="a new folder for the files and what was read of them")
    return parser.parse_args()


def main():
    chosen = arguments()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    machine()
    with tempfile.TemporaryDirectory(prefix="filingd-documents-") as temporary:
        folder = pathlib.Path(chosen.keep or temporary)
        folder.mkdir(parents=True, exist_ok=not chosen.keep)
        begun = time.monotonic()
        made = document_set.make(folder, chosen.seed, chosen.texts)
        print(f"{sum(map(len, made.files.values()))} files of seed {chosen.seed} made in {time.monotonic() - begun:.0f} s\n", flush=True)
        accuracy(made, chosen.keep)
        if chosen.rounds:
            cost(made, chosen.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
