"""scripts/bench pages: what is read from scans, copies and photographs, which seals are seen, and what a page costs.

Characters: fresh pages of tests/data/pages in five classes, read by the program's first pass and by `tesseract --psm 3` (one thread);
1 - Levenshtein distance / length after NFKC without white space. Errors within 大写 amounts count apart. Cost: CPU of the first
pass in a warm process, beside the command's. Fields: sealed decisions of 200 dpi as PDFs of pictures, through the confined child
(filing-parser --read-pages). Seals: the finder alone on pages with and without one. docs/PAGES.md tells what the figures mean.
"""
import argparse
import collections
import dataclasses
import json
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
GENERATOR = HERE.parent / "data" / "pages"
sys.path[:0] = [str(HERE), str(GENERATOR)]

import numpy as np  # noqa: E402

import make  # noqa: E402
import wear  # noqa: E402
import words  # noqa: E402

PROGRAMS = pathlib.Path(os.environ["FILINGD_BIN"])
ONE_THREAD = os.environ | {"OMP_THREAD_LIMIT": "1"}
CLASSES = wear.CLASSES
WANTED = {"150": 0.92, "200": 0.95, "300": 0.95, "gray": 0.92, "phone": 0.85}   # issue 6: what it must show
NEAR_MM, NEAR_SHARE = 3.0, 0.12     # how far a seal's centre may be from the truth: millimetres, or of its width
CONFIDENT = 0.8


# --- characters ---
def tight(text):
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def misread(wanted, got):
    """For each character of `wanted` how many edits fall to it; one more place for what was put in after the last."""
    a, b = (np.array([ord(c) for c in text], np.int32) for text in (wanted, got))
    steps = np.arange(len(b) + 1, dtype=np.int32)
    table = np.empty((len(a) + 1, len(b) + 1), np.int16)
    table[0] = row = steps
    for i, c in enumerate(a, 1):
        best = row + 1
        best[1:] = np.minimum(best[1:], row[:-1] + (b != c))
        table[i] = row = np.minimum.accumulate(best - steps) + steps
    errors = np.zeros(len(a) + 1, np.int32)
    i, j = len(a), len(b)
    while i or j:
        here = table[i, j]
        if i and j and here == table[i - 1, j - 1] + (a[i - 1] != b[j - 1]):
            i, j = i - 1, j - 1
            errors[i] += int(a[i] != b[j])
        elif i and here == table[i - 1, j] + 1:
            i -= 1
            errors[i] += 1
        else:
            j -= 1
            errors[i] += 1
    return errors


@dataclasses.dataclass
class Count:
    """Characters and errors, without and within 大写 amounts."""
    length: int = 0
    wrong: int = 0
    capital_length: int = 0
    capital_wrong: int = 0

    def __add__(self, other):
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in dataclasses.fields(self)))

    @property
    def accuracy(self):
        return 1 - self.wrong / self.length if self.length else 1.0

    @property
    def capital(self):
        return 1 - self.capital_wrong / self.capital_length if self.capital_length else float("nan")


def compared(page, got):
    wanted = tight("".join(page["lines"]))
    errors = misread(wanted, tight(got))
    inside = np.zeros(len(wanted) + 1, bool)
    for amount in map(tight, page["capitals"]):
        for found in re.finditer(re.escape(amount), wanted):
            inside[found.start():found.end()] = True
    return Count(int((~inside[:-1]).sum()), int(errors[~inside].sum()), int(inside.sum()), int(errors[inside].sum()))


def by_tesseract(path):
    """Its words and its CPU ms, loading included."""
    out = tempfile.TemporaryFile()
    child = subprocess.Popen(["tesseract", str(path), "stdout", "-l", "chi_sim", "--psm", "3"], stdout=out, stderr=subprocess.DEVNULL, env=ONE_THREAD)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert child.returncode == 0, path
    out.seek(0)
    return out.read().decode(), 1e3 * (usage.ru_utime + usage.ru_stime)


def by_program(paths, *work):
    """What bench_pages tells of each picture, by path."""
    done = subprocess.run([PROGRAMS / "bench_pages", *work], input="".join(f"{path}\n" for path in paths), capture_output=True, text=True, env=ONE_THREAD, check=False)
    assert done.returncode == 0, (done.returncode, done.stderr[-2000:])
    return {told["file"]: told for told in map(json.loads, done.stdout.splitlines())}


def made(folder, *arguments):
    """Pages and their truth; each page knows its path."""
    pages = make.make(make.arguments([*map(str, arguments), "--out", str(folder)]))
    return [page | {"path": str(folder / page["file"])} for page in pages]


def given_pages(folder):
    with open(folder / "truth.jsonl", encoding="utf-8") as file:
        return [page | {"path": str(folder / page["file"])} for page in map(json.loads, file)]


def pages_to_read(folder, seed, each, turned):
    """`each` decisions and as many reports of every class; then turned ones."""
    out = {}
    for name in CLASSES:
        out[name] = [page for kind in ("decision", "monthly")
                     for page in made(folder / name / kind, "--kind", kind, "--count", each, "--seed", seed, "--wear", name, "--turn", 0)]
    for turn in (90, 180, 270) if turned else ():
        out[f"200, turned {turn}"] = made(folder / f"turned{turn}", "--kind", "decision", "--count", max(1, each // 3), "--seed", seed, "--wear", "200", "--turn", turn)
    return out


def characters(sets, passes, keep):
    print(f"characters ({', '.join(passes)}; beside tesseract --psm 3 on the same page)")
    print(f"{'class':16}{'pages':>6}{'wanted':>8}" + "".join(f"{name:>10}" for name in passes)
          + f"{'psm 3':>10}{'least':>8}{'worst to psm 3':>16}{'below it':>9}{'大写':>8}{'psm 3':>8}{'CPU ms':>9}{'psm 3':>9}{'ratio':>7}")
    for name, pages in sets.items():
        told = by_program([page["path"] for page in pages], *(each for each in passes if each != "child"))
        for page in pages if "child" in passes else ():
            told[page["path"]]["child"] = {"text": text_by_child(page["path"])}
        sums, theirs, ours_ms, theirs_ms, least, differences = collections.defaultdict(Count), Count(), [], [], 1.0, []
        for page in pages:
            answer, (text, spent) = told[page["path"]], by_tesseract(page["path"])
            counts = {each: compared(page, answer.get(each, {}).get("text", "")) for each in passes}
            for each in passes:
                sums[each] += counts[each]
            other, first = compared(page, text), counts[passes[0]]
            theirs += other
            least = min(least, first.accuracy)
            differences.append((first.accuracy - other.accuracy, page["file"]))
            theirs_ms.append(spent)
            ours_ms.append(answer["decode_ms"] + answer.get("prepare_ms", 0) + answer.get(passes[0], {}).get("ms", 0))
            if keep:
                pathlib.Path(page["path"] + ".wanted").write_text("\n".join(page["lines"]) + "\n")
                pathlib.Path(page["path"] + ".psm3").write_text(text)
                for each in passes:
                    pathlib.Path(f"{page['path']}.{each}").write_text(answer.get(each, {}).get("text", ""))
        first = sums[passes[0]]
        worst = min(differences)
        print(f"{name:16}{len(pages):6}{WANTED.get(name, 0) or '':>8}" + "".join(f"{sums[each].accuracy:10.4f}" for each in passes)
              + f"{theirs.accuracy:10.4f}{least:8.3f}{worst[0]:+16.4f}{sum(d < -0.0005 for d, _ in differences):9}{first.capital:8.3f}{theirs.capital:8.3f}"
              f"{statistics.mean(ours_ms):9.0f}{statistics.mean(theirs_ms):9.0f}{sum(ours_ms) / sum(theirs_ms):7.2f}   {worst[1] if worst[0] < -0.0005 else ''}", flush=True)


# --- fields ---
FIELD_LINE = re.compile(r"^\s*field (\w+) = (.*?)(?: \(confidence ([\d.]+)\))?(?: \(page .*\))?$")


def asked_child(path):
    """What filing-parser's confined child tells of a picture or PDF, in lines; None: it can't be asked."""
    done = subprocess.run([PROGRAMS / "filing-parser", "--read-pages", path], capture_output=True, text=True, env=ONE_THREAD, check=False)
    return None if done.returncode == 64 else done.stdout.splitlines()


def text_by_child(path):
    """The text the program goes by in the end, of all passes it took; empty where it can't be asked."""
    return "\n".join(line[4:] for line in asked_child(path) or () if line.startswith("  | "))


def read_fields(path):
    """First value and confidence of each field the child tells; `seal` is found and kind."""
    lines = asked_child(path)
    if lines is None:
        return None
    found = {}
    for line in lines:
        if field := FIELD_LINE.match(line):
            found.setdefault(field[1], (field[2], float(field[3] or 1)))
        elif line.startswith("  seal "):
            found.setdefault("seal", (" ".join(line.split()[1:3]), 1.0))
    return found


def bare_number(number):
    """A 文号 without its brackets, and without the signs that only dress its number."""
    return re.sub(r"[〔〕\[\]【】()（）［］「」{}<>《》]", "", tight(number))


def nearest_unit(name, directory):
    """The directory's name that is read with the fewest mistakes, as long as they are few."""
    best = min(directory, key=lambda each: misread(each, name).sum())
    return best if misread(best, name).sum() <= len(best) // 4 else None


def judged(wanted, found, directory):
    """name -> (right, told at all, confidence)."""
    out = {}
    for name, key, field, same in (("文号", "document_number", "decision_number", lambda w, g: bare_number(w) == bare_number(g)), ("unit", "unit", "authority", lambda w, g: tight(w) == tight(g)),
                                   ("unit by directory", "unit", "authority", lambda w, g: w == nearest_unit(tight(g), directory)),
                                   ("date", "date_iso", "decision_date", lambda w, g: w == g.strip()), ("amount", "amount_yuan", "fine", lambda w, g: float(w) == float(re.sub(r"[^\d.]", "", g) or "nan"))):
        value, confidence = found.get(field, ("", 0.0))
        out[name] = (bool(value) and same(wanted[key], value), bool(value), confidence, wanted[key], value)
    return out


def fields(folder, seed, count, confident):
    pages = made(folder, "--kind", "decision", "--count", count, "--seed", seed, "--wear", "200", "--sealed", "yes", "--units", "shipped", "--turn", 0, "--pdf")
    wanted = {}
    for page in pages:
        wanted.setdefault(folder / page["pdf"], {}).update(page["fields"])
    directory = [unit.name for unit in words.units("shipped")]
    rows, took, mistakes, stamped = collections.defaultdict(list), [], [], collections.Counter()
    for path, truth in wanted.items():
        begun = time.monotonic()
        found = read_fields(path)
        took.append(time.monotonic() - begun)
        if found is None:
            print("\nfields: not measured: this filing-parser has no --read-pages")
            return
        stamped[found.get("seal", ("not told", 0))[0]] += 1
        for name, row in judged(truth, found, directory).items():
            rows[name].append(row)
            if not row[0]:
                mistakes.append(f"  {path.name}: {name}: wanted {row[3]}, read {row[4] or 'nothing'}" + (f" ({row[2]:.2f})" if row[1] else ""))
    print(f"\nfields of {len(wanted)} sealed decisions, 200 dpi ({len(pages)} sheets); {statistics.median(took):.1f} s a document, median")
    print(f"{'field':20}{'right':>8}{'share':>8}{'wrong':>7}{'none':>6}{'wrong, confidence >= %.2f' % confident:>26}")
    values = surely_wrong = 0
    for name, each in rows.items():
        right, wrong = sum(row[0] for row in each), sum(row[1] and not row[0] for row in each)
        sure = sum(row[1] and not row[0] and row[2] >= confident for row in each)
        if name != "unit":      # the daemon goes by its directory
            values, surely_wrong = values + len(each), surely_wrong + sure
        print(f"{name:20}{right:8}{right / len(each):8.3f}{wrong:7}{len(each) - right - wrong:6}{sure:26}")
    print(f"wrong values that claim confidence: {surely_wrong} of {values} ({100 * surely_wrong / values:.2f} %)")
    print("seals of these documents: " + ", ".join(f"{what} {number}" for what, number in stamped.most_common()))
    print("\n".join(mistakes))


# --- seals ---
def near(mark, seal, dpi):
    limit = max(NEAR_MM * dpi / 25.4, NEAR_SHARE * seal["width"])
    return abs(mark["x"] - seal["cx"]) <= limit and abs(mark["y"] - seal["cy"]) <= limit


def pixels_per_inch(page):
    """Of a photograph: its sheet is A4."""
    if not page["phone"]:
        return page["dpi"]
    (x0, y0), (x1, y1) = page["wear"]["corners"][0], page["wear"]["corners"][3]
    return ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 / 11.7


def share(part, whole):
    return f"{part}/{whole}" + (f" {100 * part / whole:5.1f} %" if whole else "")


def upright_seals(pages, told):
    """The same on the page made ready, where places are others': only how many there are counts."""
    missed = [page["file"] for page in pages if page["positive"] and len(told[page["path"]].get("upright_seals", [])) < len(page["seals"])]
    alarms = [page["file"] for page in pages if not page["positive"] and page["what"] != "other purpose"
              and any(mark["certain"] and mark["kind"] == "ink" for mark in told[page["path"]].get("upright_seals", []))]
    with_one = sum(page["positive"] for page in pages)
    print(f"on upright pages: all seen on {share(with_one - len(missed), with_one)}, false alarms {share(len(alarms), len(pages) - with_one)}")
    print("missed: " + (", ".join(missed) or "none") + "; taken for one: " + (", ".join(alarms) or "none"))


def seals(pages, upright):
    told = by_program([page["path"] for page in pages], "seals", *(["upright-seals"] if upright else []))
    rows, missed, alarms, spent = {True: collections.defaultdict(collections.Counter), False: collections.defaultdict(collections.Counter)}, [], [], []
    for page in pages:
        marks, row = told[page["path"]]["seals"], rows[page["positive"]][page["what"]]
        spent.append(told[page["path"]]["seals_ms"])
        official = [seal for seal in page["seals"] if seal["official"]]
        unused = list(marks)
        for seal in page["seals"]:
            hits = [mark for mark in unused if near(mark, seal, pixels_per_inch(page))]
            for hit in hits:
                unused.remove(hit)
            row["seals"] += 1
            row["found"] += bool(hits)
            row["certain"] += any(hit["certain"] for hit in hits)
            row["kind"] += any(hit["kind"] == seal["kind"] for hit in hits)
            if not hits and seal in official:
                missed.append(page["file"])
        row["pages"] += 1
        row["alarms"] += any(mark["certain"] and mark["kind"] == "ink" for mark in unused)
        row["doubts"] += any(not mark["certain"] or mark["kind"] == "copy" for mark in unused)
        if unused:
            alarms.append(page["file"] + "".join(f" {mark['kind']} {mark['score']:.2f}{'' if mark['certain'] else '?'}" for mark in unused))
    print(f"\nseals of {sum(row['pages'] for row in rows[True].values())} pages with and {sum(row['pages'] for row in rows[False].values())} without an official one; "
          f"{statistics.median(spent):.0f} ms of CPU a page, median; {max(spent):.0f} at most")
    print(f"{'pages with':20}{'pages':>6}{'seals':>6}{'found':>7}{'certain':>9}{'kind right':>12}{'others taken for one':>22}{'in doubt':>10}")
    for what, row in sorted(rows[True].items()):
        print(f"{what:20}{row['pages']:6}{row['seals']:6}{row['found']:7}{row['certain']:9}{row['kind']:12}{row['alarms']:22}{row['doubts']:10}")
    print(f"{'pages without':20}{'pages':>6}{'taken for one':>22}{'in doubt':>10}")
    for what, row in sorted(rows[False].items()):
        told_rings = f"   rings found: {row['found']} of {row['seals']}; their words decide" if row["seals"] else ""
        print(f"{what:20}{row['pages']:6}{row['alarms']:22}{row['doubts']:10}{told_rings}")
    colour = [row for what, row in rows[True].items() if what != "copy"]
    total = sum((row for row in rows[True].values()), collections.Counter())
    inked = sum(colour, collections.Counter())
    others = sum(rows[False].values(), collections.Counter())
    print(f"recall {share(total['found'], total['seals'])}; of ink {share(inked['found'], inked['seals'])}, certain {share(inked['certain'], inked['seals'])}")
    print(f"false alarms {share(others['alarms'], others['pages'])}; in doubt {share(others['doubts'], others['pages'])}")
    print("missed: " + (", ".join(missed) or "none"))
    print("taken for one, or in doubt: " + (", ".join(alarms) or "none"))
    if upright:
        upright_seals(pages, told)


def main():
    options = argparse.ArgumentParser(prog="scripts/bench pages", description=__doc__.split("\n", 1)[0])
    options.add_argument("--quick", action="store_true", help="a set of two minutes, with a seed for tuning")
    options.add_argument("--seed", type=int, help="1000 and above for figures that are told (default 1001; quick: 900)")
    options.add_argument("--parts", default="characters,fields,seals")
    options.add_argument("--each", type=int, help="decisions, and reports, of each class (default 10; quick: 1)")
    options.add_argument("--documents", type=int, help="whose fields are read (default 120; quick: 4)")
    options.add_argument("--seals", type=int, help="pages for the finder, half of them without (default 840; quick: 40)")
    options.add_argument("--passes", default="lines", help="of lines, layout, contrast, and child: what the program goes by in the end. The first is measured by its cost")
    options.add_argument("--upright", action="store_true", help="seals: also of the pages made ready, as the program looks for them")
    options.add_argument("--confident", type=float, default=CONFIDENT, help="what a field claims when it is sure")
    options.add_argument("--pages", type=pathlib.Path, help="instead: the pages of a folder with its truth.jsonl")
    options.add_argument("--keep", type=pathlib.Path, help="leaves the pages and what was read there")
    given = options.parse_args()
    seed = given.seed or (900 if given.quick else 1001)
    each, documents, pictures = (one if one is not None else quick if given.quick else full
                                 for one, quick, full in ((given.each, 1, 10), (given.documents, 4, 120), (given.seals, 40, 840)))
    parts = given.parts.split(",")
    assert set(parts) <= {"characters", "fields", "seals"}, parts
    with tempfile.TemporaryDirectory(prefix="filingd-bench-pages-") as name:
        root = given.keep or pathlib.Path(name)
        print(f"seed {seed if not given.pages else given.pages}; load {os.getloadavg()[0]:.1f}", flush=True)
        if given.pages:
            pages = given_pages(given.pages)
            sets = {kind: [page for page in pages if page["class"] == kind and not page["turned"]] for kind in CLASSES}
        else:
            sets = pages_to_read(root / "read", seed, each, not given.quick) if "characters" in parts else {}
        if "characters" in parts:
            characters({kind: some for kind, some in sets.items() if some}, given.passes.split(","), given.keep)
        if "fields" in parts and not given.pages:
            fields(root / "fields", seed, documents, given.confident)
        if "seals" in parts:
            pictured = [page for page in pages if page["kind"] == "seals"] if given.pages else made(root / "seals", "--kind", "seals", "--count", pictures, "--seed", seed)
            seals(pictured, given.upright)


if __name__ == "__main__":
    main()
