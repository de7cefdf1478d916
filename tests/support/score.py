#!/usr/bin/python3
"""What is behind scripts/score: a labelled folder goes through the whole program, and every answer is held against
the label. The folder holds mail/*.eml in order of arrival, truth/{messages,filings,duties-DAY}.jsonl and config/ with
@STATE_DIR@, @IMAP_PORT@, @SMTP_PORT@, @PASSWORD_FILE@ to be filled in. $FILINGD_BIN holds the programs."""
import argparse
import collections
import datetime
import hashlib
import imaplib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

from dovecot import Dovecot, free_port

PASSWORD = "score-password"
SYSTEM_UNAVAILABLE = 69
# Problems that say a part of the mail could not be read.
UNREAD_PROBLEMS = {"unsupported_format", "encrypted"}
# Page images: what has no text is for eyes, or for a reader of images.
EYES = ("application/pdf", "image/")
UNREAD_TYPES = ("application/msword", "application/vnd.ms-excel", "application/x-ole-storage", "application/wps-office",
                "application/ms-tnef", "application/ofd", "application/vnd.rar", "application/x-7z-compressed")
LINK = "link"


def objects(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def key_of(row):
    return row["unit"], row["obligation"], row["period"]


def words(key):
    return "/".join(key)


class Run:
    """The whole program over the folder's mails, in a place that vanishes."""

    def __init__(self, folder, programs, root):
        self.folder, self.programs, self.root = folder, programs, root
        self.truth = objects(folder / "truth" / "messages.jsonl")

    def configure(self, imap_port):
        config = self.root / "config"
        shutil.copytree(self.folder / "config", config)
        secret = self.root / "secret"
        secret.write_text(PASSWORD + "\n")
        secret.chmod(0o600)
        values = {"STATE_DIR": self.root / "state", "IMAP_PORT": imap_port, "SMTP_PORT": free_port(),
                  "PASSWORD_FILE": secret}
        settings = config / "filingd.toml"
        text = re.sub(r"@([A-Z_]+)@", lambda found: str(values[found[1]]), settings.read_text(encoding="utf-8"))
        settings.write_text(text, encoding="utf-8")

    def user(self):
        text = (self.folder / "config" / "filingd.toml").read_text(encoding="utf-8")
        return tomllib.loads(text)["mailbox"][0]["user"]

    def deliver(self, server):
        client = server.connect()
        for row in self.truth:
            # Not imaplib's append(), which rewrites line ends.
            client.literal = (self.folder / "mail" / row["file"]).read_bytes()
            moment = imaplib.Time2Internaldate(datetime.datetime.fromisoformat(row["received_at"]))
            answer = client._simple_command("APPEND", "INBOX", moment)
            if answer[0] != "OK":
                raise RuntimeError(f"{row['file']}: the server refuses it: {answer[1]}")
        client.logout()

    def program(self, name, *arguments):
        done = subprocess.run([str(self.programs / name), "--config", str(self.root / "config"), *arguments],
                              capture_output=True, text=True, timeout=3600)
        if done.returncode != 0:
            raise RuntimeError(f"{name} {' '.join(arguments)} ended with {done.returncode}\n"
                               f"{done.stdout[-3000:]}{done.stderr[-3000:]}")
        return done.stdout

    def ctl(self, *arguments):
        return [json.loads(line) for line in self.program("filingctl", *arguments, "--json").splitlines()]

    def everything(self):
        with Dovecot(self.root / "imap", users={self.user(): PASSWORD}) as server:
            self.configure(server.starttls_port)
            self.deliver(server)
            self.program("filingd", "--once", "--hold")
        self.messages = {place["uid"]: (message, place["outcome"])
                         for message in self.ctl("messages") for place in message["places"]}
        self.filings = self.ctl("filings")
        self.duties = {}
        for file in sorted((self.folder / "truth").glob("duties-*.jsonl")):
            day = file.stem.removeprefix("duties-")
            self.duties[day] = (objects(file), self.ctl("duties", "--as-of", day))


def unread(message):
    """Why this version cannot have read all of a mail; empty when it could."""
    found = {p["code"] for p in message["problems"]} & UNREAD_PROBLEMS
    for row in message["documents"]:
        kind, seen = row["media_type"], row["text_source"] != "none"
        if not seen and (kind.startswith(UNREAD_TYPES) or kind.startswith(EYES)):
            found.add(kind)
    return sorted(found)


class Judged:
    """One mail: label against answer."""

    def __init__(self, truth, message, outcome, filings):
        self.truth, self.message, self.outcome = truth, message, outcome
        self.unread = unread(message)
        self.got = {key_of(filings[i]) for i in message["filings"]} if outcome == "filed" else set()
        allowed = {truth["outcome"], *truth["also_ok"]}
        rows = truth["filings"] or truth.get("if_filed", [])
        self.want = {key_of(row) for row in rows}
        filing_allowed = "filed" in allowed
        self.right = outcome in allowed and (outcome != "filed" or self.got == self.want)
        self.wrong_and_silent = (outcome == "filed" and (not filing_allowed or not self.got <= self.want)) or (
            outcome == "not_a_filing" and outcome not in allowed)
        self.needless = outcome == "review" and "review" not in allowed

    def expected(self):
        text = "|".join([self.truth["outcome"], *self.truth["also_ok"]])
        return " ".join([text, *sorted(words(key) for key in self.want)])

    def answered(self):
        return " ".join([self.outcome, *sorted(words(key) for key in self.got)])

    def miss(self):
        return {"file": self.truth["file"], "expected": self.expected(), "got": self.answered(),
                "reason": self.message["reason"], "why": self.truth["why"], "unread": self.unread,
                "wrong_and_silent": self.wrong_and_silent}


class Counted:
    """How often something compared was right, and what was not."""

    def __init__(self):
        self.right = self.of = 0
        self.misses = []

    def compare(self, where, expected, got, equal=None):
        self.of += 1
        if equal if equal is not None else expected == got:
            self.right += 1
        else:
            self.misses.append({"file": where, "expected": expected, "got": got})


def pieces_of(documents, bodies):
    """{piece: hashes}; a document kept beside the pieces counts for none. A body (a part without a hash in truth) goes by its part."""
    found = collections.defaultdict(set)
    for row in documents:
        name = row["part"] if row["part"] in bodies else row.get("sha256")
        if name and row["piece"] not in ("other", LINK):
            found[row["piece"]].add(name)
    return dict(found)


def spoken(row):
    """An entry of a list as text; the order of an object's keys says nothing."""
    return row.get("url") or json.dumps(row, ensure_ascii=False, sort_keys=True) if isinstance(row, dict) else row


def flattened(fields, prefix=""):
    """{"a.b": value}; of a link only its address is compared."""
    if isinstance(fields, dict):
        out = {}
        for name, value in fields.items():
            out |= flattened(value, f"{prefix}{name}.")
        return out
    if isinstance(fields, list):
        return {prefix[:-1]: sorted(spoken(row) for row in fields)}
    return {prefix[:-1]: fields}


HINTS = {"major_reasons"}  # told apart by each program in words of its own


def compare_fields(counts, truth, got, where):
    undecided = set(truth.get("undecided", []))
    if "fields" in undecided:
        return
    mine = flattened(got["fields"])
    for name, value in flattened(truth["fields"]).items():
        if name.split(".")[0] in HINTS or f"fields.{name.split('.')[0]}" in undecided:
            continue
        counts["fields"].compare(f"{where} {name}", value, mine.get(name))
        counts[f"fields of {got['obligation']}"].compare(where, value, mine.get(name))


def compare_filings(truth_filings, judged, run):
    counts = collections.defaultdict(Counted)
    for name in ("found", "pieces", "missing", "due", "on_time", "fields"):
        counts[name] = Counted()
    got_by_key = {key_of(row): row for row in run.filings}
    for truth in truth_filings:
        where = f"{truth['mails'][-1]} {words(key_of(truth))}"
        got = got_by_key.get(key_of(truth))
        if got is None and "review" in truth.get("also_ok_status", []):
            continue
        counts["found"].compare(where, truth["status"], got and got["status"], got is not None)
        if got is None:
            continue
        undecided = set(truth.get("undecided", []))
        counts["missing"].compare(where, sorted(truth["missing"]), sorted(got["missing"]))
        for name in ("due", "due_nominal"):
            if name not in undecided:
                counts["due"].compare(f"{where} {name}", truth[name], got[name])
        if "on_time" not in undecided:
            counts["on_time"].compare(where, truth["on_time"], got["on_time"])
        compare_fields(counts, truth, got, where)
    compare_pieces(counts["pieces"], judged, got_by_key)
    return counts


def compare_pieces(counted, judged, got_by_key):
    """Mail by mail: which of its documents serve as which piece."""
    for one in judged:
        for truth in one.truth["filings"] if one.outcome == "filed" else []:
            got = got_by_key.get(key_of(truth))
            if got is None or one.message["id"] not in got["message_ids"]:
                continue
            names = {d["sha256"]: d["part"] for d in one.message["documents"]}
            names |= {d["sha256"]: d["part"] for d in truth["documents"] if d.get("sha256")}
            bodies = {d["part"] for d in truth["documents"] if not d.get("sha256")}
            mine = pieces_of((d for d in got["documents"] if d["message"] == one.message["id"]), bodies)
            want = pieces_of(truth["documents"], bodies)
            spoken = [{piece: sorted(names.get(h, h[:12]) for h in hashes) for piece, hashes in side.items()}
                      for side in (want, mine)]
            counted.compare(f"{one.truth['file']} {words(key_of(truth))}", *spoken, want == mine)


def compare_documents(judged):
    """Every document of a mail that truth names: whether its bytes are there (a body has a path alone), and whether at that path.
    Names that would do harm are shown otherwise."""
    counts = {"bytes": Counted(), "path": Counted()}
    for one in judged:
        got = {row["part"]: row["sha256"] for row in one.message["documents"]}
        for filing in one.truth["filings"] + one.truth.get("if_filed", []):
            for row in filing.get("documents", []):
                where, digest = f"{one.truth['file']} {row['part']}", row.get("sha256") or got.get(row["part"])
                counts["bytes"].compare(where, digest, None, digest is not None and digest in got.values())
                counts["path"].compare(where, digest, got.get(row["part"]), digest is not None and got.get(row["part"]) == digest)
    return counts


def compare_duties(duties):
    counted = Counted()
    for day, (truth, answers) in duties.items():
        got = {key_of(row): row for row in answers}
        for row in truth:
            where = f"{day} {words(key_of(row))}"
            mine = got.pop(key_of(row), None)
            states = [row["state"], *row.get("also_ok_state", [])]
            equal = mine is not None and mine["state"] in states and (
                mine["state"] != row["state"] or
                (mine["due"], mine["due_nominal"], sorted(mine["missing"])) ==
                (row["due"], row["due_nominal"], sorted(row["missing"])))
            counted.compare(where, f"{'|'.join(states)} due {row['due']} missing {row['missing']}",
                            mine and f"{mine['state']} due {mine['due']} missing {mine['missing']}", equal)
        towns = {row["unit"] for row in answers if row["unit"] not in {t["unit"] for t in truth if
                                                                      t["obligation"] == "enforcement-matters-list"}}
        for key, row in got.items():
            if row["state"] == "upcoming" or (row["obligation"] == "enforcement-matters-list" and row["unit"] in towns):
                continue
            counted.compare(f"{day} {words(key)}", None, row["state"])
    return counted


def percent(part, whole):
    return f"{part}/{whole} ({100 * part / whole:.1f} %)" if whole else "0/0"


def totals(judged):
    return {"mails": len(judged), "right": sum(j.right for j in judged),
            "wrong_and_silent": sum(j.wrong_and_silent for j in judged), "needless_review": sum(j.needless for j in judged)}


def print_totals(title, row):
    print(f"{title:44} right {percent(row['right'], row['mails']):20} wrong and silent {row['wrong_and_silent']:<4} "
          f"needless review {percent(row['needless_review'], row['mails'])}")


def print_misses(title, misses):
    if not misses:
        return
    print(f"\n{title}: {len(misses)}")
    for miss in misses:
        mark = "  WRONG AND SILENT" if miss.get("wrong_and_silent") else ""
        print(f"  {miss['file']}{mark}\n      expected {miss['expected']}\n      got      {miss['got']}")
        for name in ("reason", "why"):
            if miss.get(name):
                print(f"      {name:8} {miss[name]}")
        if miss.get("unread"):
            print(f"      unread   {', '.join(miss['unread'])}")


def print_fields(misses):
    """A line for each filing."""
    filings = collections.defaultdict(list)
    for miss in misses:
        filing, _, name = miss["file"].rpartition(" ")
        filings[filing].append(f"{name} {miss['expected']}≠{miss['got']}")
    if filings:
        print(f"\nfilings, fields (expected≠got): {len(misses)}")
    for filing, told in filings.items():
        print(f"  {filing}: {', '.join(told)}")


def report(judged, counts, documents, duties):
    groups = {"all mails": judged, "  every format in them is supported": [j for j in judged if not j.unread],
              "  a format in them is not supported yet": [j for j in judged if j.unread]}
    for title, group in groups.items():
        print_totals(title, totals(group))
    print("filings: " + ", ".join(f"{name} {percent(c.right, c.of)}" for name, c in counts.items()))
    print("documents: " + ", ".join(f"by {name} {percent(c.right, c.of)}" for name, c in documents.items()))
    print("duties: " + percent(duties.right, duties.of))
    print_misses("misses, formats supported", [j.miss() for j in judged if not j.right and not j.unread])
    print_misses("misses, a format not supported yet", [j.miss() for j in judged if not j.right and j.unread])
    for name, counted in counts.items():
        if not name.startswith("fields"):
            print_misses(f"filings, {name}", counted.misses)
    print_fields(counts["fields"].misses)
    for name, counted in documents.items():
        print_misses(f"documents, by {name}", counted.misses)
    print_misses("duties", duties.misses)


def report_json(judged, counts, documents, duties):
    supported = [j for j in judged if not j.unread]
    row = {"all": totals(judged), "supported": totals(supported), "unsupported": totals([j for j in judged if j.unread]),
           "filings": {name: {"right": c.right, "of": c.of, "misses": c.misses} for name, c in counts.items()},
           "documents": {name: {"right": c.right, "of": c.of, "misses": c.misses} for name, c in documents.items()},
           "duties": {"right": duties.right, "of": duties.of, "misses": duties.misses},
           "misses": [j.miss() for j in judged if not j.right]}
    print(json.dumps(row, ensure_ascii=False))


def check_bytes(run, server_changes):
    """Mails whose bytes the server gave otherwise than the folder has them would not be the labelled ones."""
    for uid, row in enumerate(run.truth, 1):
        wanted = hashlib.sha256((run.folder / "mail" / row["file"]).read_bytes()).hexdigest()
        if run.messages[uid][0]["sha256"] != wanted:
            server_changes.append(row["file"])


def main():
    options = argparse.ArgumentParser(description="Runs a labelled folder of mails through filingd and prints the score.")
    options.add_argument("folder", type=pathlib.Path, help="with mail/, truth/ and config/")
    options.add_argument("--json", action="store_true", help="one JSON object")
    options.add_argument("--keep", type=pathlib.Path, metavar="DIR", help="leave configuration and state in DIR")
    given = options.parse_args()
    root = given.keep or pathlib.Path(tempfile.mkdtemp(prefix="filingd-score-"))
    try:
        if given.keep and root.exists() and any(root.iterdir()):
            raise RuntimeError(f"{root} is not empty")
        root.mkdir(parents=True, exist_ok=True)
        root.chmod(0o755)
        run = Run(given.folder.resolve(), pathlib.Path(os.environ["FILINGD_BIN"]), root)
        run.everything()
        changed = []
        check_bytes(run, changed)
        if changed:
            print(f"the server changed the bytes of {', '.join(changed)}", file=sys.stderr)
        by_id = {row["id"]: row for row in run.filings}
        judged = [Judged(row, *run.messages[uid], by_id) for uid, row in enumerate(run.truth, 1)]
        counts = compare_filings(objects(run.folder / "truth" / "filings.jsonl"), judged, run)
        (report_json if given.json else report)(judged, counts, compare_documents(judged), compare_duties(run.duties))
    except (OSError, KeyError, RuntimeError, subprocess.TimeoutExpired) as error:
        print(f"score: {type(error).__name__}: {error}", file=sys.stderr)
        return SYSTEM_UNAVAILABLE
    finally:
        if not given.keep:
            shutil.rmtree(root, ignore_errors=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
