"""The desk: mails are put on it with what they are, and it works out what the records must say after all of them."""
import collections
import dataclasses
import datetime
import hashlib
import json

import mailroom
import places
from mailroom import CHINA, File, Mail

CORPUS_DAYS = 5  # due_soon: working days before


@dataclasses.dataclass
class Filing:
    """What a mail brings for one duty. `docs`: (File or bytes or "body", piece)."""
    unit: str
    obligation: str
    period: str
    docs: list
    fields: dict = dataclasses.field(default_factory=dict)
    links: list = dataclasses.field(default_factory=list)
    undecided: list = dataclasses.field(default_factory=list)
    major: bool = True
    decision_date: str = ""

    @property
    def key(self):
        return self.unit, self.obligation, self.period


@dataclasses.dataclass
class Entry:
    mail: Mail
    outcome: str
    filings: list
    why: str
    traits: list
    also_ok: list
    reason: str
    candidates: list
    if_filed: list
    duplicate_of: object
    undecided: list
    supersedes: bool
    filing_also_ok: list
    raw: bytes = b""
    file: str = ""


def moment(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=CHINA)


def sha(data):
    return hashlib.sha256(data).hexdigest()


class Desk:
    def __init__(self):
        self.entries = []

    def mail(self, when, sender, subject, body="", files=(), program="163", shown="", outcome="filed", filings=(), why="",
             traits=(), also_ok=(), reason="", candidates=(), if_filed=(), duplicate_of=None, undecided=(), supersedes=False,
             filing_also_ok=(), tree=None, page=None, pictures=(), headers=(), date=None, raw_subject=False, to=mailroom.OURS):
        serial = f"labelled-{len(self.entries)}-{when}-{sender}-{subject}"
        tree = tree or mailroom.compose(program, body, list(files), page, pictures)
        made = Mail(moment(when), sender, shown, subject, tree, program, serial, list(headers), to, date, raw_subject)
        entry = Entry(made, outcome, list(filings), why, list(traits), list(also_ok), reason, list(candidates), list(if_filed),
                      duplicate_of, list(undecided), supersedes, list(filing_also_ok))
        self.entries.append(entry)
        return entry

    def again(self, when, first, **other):
        """The same documents in a new mail."""
        old = first.mail
        entry = self.mail(when, other.get("sender", old.sender), other.get("subject", old.subject), tree=old.tree,
                          program=old.program, shown=old.shown, outcome="duplicate", duplicate_of=first,
                          why=other.get("why", "the same documents once more"), traits=["duplicate"])
        return entry

    def close(self):
        self.entries.sort(key=lambda e: e.mail.moment)
        width = max(4, len(str(len(self.entries))))
        for i, entry in enumerate(self.entries, 1):
            entry.file = f"{i:0{width}d}-{'-'.join([t for t in entry.traits if t.isascii()][:2])}.eml"
            entry.raw = entry.mail.write()
        self.ledger = collections.OrderedDict()
        for entry in self.entries:
            entry.rows = [self.record(entry, f) for f in entry.filings] if entry.outcome == "filed" else []

    def record(self, entry, filing):
        row = self.ledger.setdefault(filing.key, {"pieces": {}, "mails": [], "received": entry.mail.moment, "completed": None,
                                                  "fields": {}, "superseded": [], "undecided": [], "also_ok": [], "links": []})
        row["mails"].append(entry)
        row["filing"] = filing
        pieces = collections.defaultdict(list)
        documents = []
        paths = entry.mail.paths()
        for thing, piece in filing.docs:
            documents.append(described(thing, piece, paths))
            pieces[piece].append(documents[-1]["part"])
            if entry.supersedes and piece in row["pieces"]:
                row["superseded"].append(piece)
            row["pieces"][piece] = True
        if filing.links:
            row["pieces"]["link"] = True
            pieces["link"] = filing.links
            row["links"] = filing.links
        row["missing"] = [p for p in places.requires(filing.obligation) if p not in row["pieces"]]
        if not row["missing"] and row["completed"] is None:
            row["completed"] = entry.mail.moment
        if filing.fields:
            row["fields"] = {**row["fields"], **filing.fields}
        row["undecided"] = sorted({*row["undecided"], *filing.undecided})
        row["also_ok"] = sorted({*row["also_ok"], *entry.filing_also_ok, *(["review"] if "review" in entry.also_ok else [])})
        return {"unit": filing.unit, "obligation": filing.obligation, "period": filing.period, "pieces": dict(pieces),
                "missing": list(row["missing"]), "documents": documents, "fields": filing.fields}

    def messages(self):
        for e in self.entries:
            yield {"file": e.file, "received_at": e.mail.moment.isoformat(), "sha256": sha(e.raw), "outcome": e.outcome,
                   "also_ok": e.also_ok, "reason": e.reason, "filings": e.rows, "candidates": [list(k) for k in e.candidates],
                   "if_filed": [dict(zip(("unit", "obligation", "period"), k)) for k in e.if_filed],
                   "duplicate_of": [e.duplicate_of.file] if e.duplicate_of else [], "undecided": e.undecided,
                   "traits": e.traits, "why": e.why}

    def filings(self):
        for (unit, obligation, period), row in self.ledger.items():
            filing = row["filing"]
            nominal, due = places.due(unit, obligation, period, filing.decision_date, filing.major)
            complete = not row["missing"]
            fields = dict(row["fields"])
            if row["links"]:
                fields["links"] = [{"url": u} for u in row["links"]]
            yield {"unit": unit, "obligation": obligation, "period": period, "status": "complete" if complete else "incomplete",
                   "missing": row["missing"], "received_at": row["received"].isoformat(),
                   "completed_at": row["completed"].isoformat() if complete else None,
                   "due": due and due.isoformat(), "due_nominal": nominal and nominal.isoformat(),
                   "on_time": None if not due else complete and row["completed"].date() <= due, "fields": fields,
                   "mails": [e.file for e in row["mails"]], "superseded": row["superseded"], "undecided": row["undecided"],
                   "also_ok_status": row["also_ok"]}

    def duties(self, day):
        """Every duty at the end of a day, by the rules of interfaces.md."""
        until = datetime.date.fromisoformat(day)
        filed, waiting = {}, set()
        for entry in self.entries:
            if entry.mail.moment.date() > until:
                continue
            for row in entry.rows:
                key = row["unit"], row["obligation"], row["period"]
                old = filed.get(key)
                done = old[1] if old and old[1] else (entry.mail.moment.date() if not row["missing"] else None)
                filed[key] = (row["missing"], done, bool(old and old[2]) or "review" in entry.also_ok)
            if entry.outcome == "review" or "review" in entry.also_ok:
                waiting |= {tuple(k) for k in entry.candidates}
        soon = until
        for _ in range(CORPUS_DAYS):
            soon += places.DAY
            while not places.working(soon):
                soon += places.DAY
        for key in self.duty_keys(until, filed):
            yield self.duty(key, until, soon, filed.get(key), key in waiting)

    def duty_keys(self, until, filed):
        months = [f"{y}-{m:02d}" for y in (2024, 2025, 2026) for m in range(1, 13)
                  if "2024-06" <= f"{y}-{m:02d}" <= f"{until:%Y-%m}"]
        keys = []
        for unit in places.UNITS:
            keys += [(unit, "monthly-report", m) for m in months]
            keys += [(unit, o, "2024") for o in [*places.DATED, *places.UNDATED] if places.bound(unit, o)]
            keys += [(unit, "training-plan", str(y)) for y in range(2025, until.year + 1)]
        events = [k for k in filed if k[1] == "major-penalty-decision" and self.ledger[k]["filing"].major]
        known = set(keys)
        early = [k for k in filed if k[1] == "training-plan" and k not in known and k[2] >= "2025"]
        return keys + events + early

    def duty(self, key, until, soon, filed, in_review):
        unit, obligation, period = key
        event = self.ledger[key]["filing"] if key in self.ledger else None
        nominal, due = places.due(unit, obligation, period, event and event.decision_date, not event or event.major)
        missing = filed[0] if filed else places.requires(obligation)
        if filed and not missing:
            state = "filed" if not due or filed[1] <= due else "filed_late"
        elif filed:
            state = "incomplete"
        elif in_review:
            state = "in_review"
        elif not due:
            state = "undated"
        else:
            state = "overdue" if due < until else "due_soon" if due <= soon else "upcoming"
        other = ["in_review"] if filed and filed[2] else []
        if in_review and not filed:
            other = ["undated"] if not due else ["overdue" if due < until else "due_soon" if due <= soon else "upcoming"]
        return {"unit": unit, "obligation": obligation, "period": period, "due_nominal": nominal and nominal.isoformat(),
                "due": due and due.isoformat(), "state": state, "missing": missing, "also_ok_state": other}


def described(thing, piece, paths):
    """A document of a filing: by its bytes; the body by its path alone."""
    if isinstance(thing, str):
        return {"part": thing, "name": "", "piece": piece, "sha256": None, "size": None, "form": "body"}
    data = thing.data if isinstance(thing, File) else thing
    part = next(p for p, d in reversed(list(paths.items())) if d == data)
    name = part.rpartition("!/")[2]
    name = name.split("/", 1)[1] if "/" in name and name.split("/")[0].replace(".", "").isdigit() else name
    return {"part": part, "name": name, "piece": piece, "sha256": sha(data), "size": len(data),
            "form": name.rpartition(".")[2].lower()}


def write(desk, folder, settings, units, days=()):
    """mail/, truth/, config/ as the scoring script reads them."""
    for name in ("mail", "truth", "config"):
        (folder / name).mkdir(parents=True, exist_ok=True)
        for old in (folder / name).iterdir():
            old.unlink()
    desk.close()
    for entry in desk.entries:
        (folder / "mail" / entry.file).write_bytes(entry.raw)
    rows = {"messages": desk.messages(), "filings": desk.filings(), **{f"duties-{d}": desk.duties(d) for d in days}}
    for name, found in rows.items():
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in found)
        (folder / "truth" / f"{name}.jsonl").write_text(text, encoding="utf-8")
    counts = collections.Counter(t for e in desk.entries for t in e.traits)
    outcomes = collections.Counter(e.outcome for e in desk.entries)
    obligations = collections.Counter(k[1] for k in desk.ledger)
    (folder / "truth" / "counts.json").write_text(json.dumps(
        {"mails": len(desk.entries), "outcomes": dict(outcomes.most_common()), "filings": dict(obligations.most_common()),
         "traits": dict(sorted(counts.items(), key=lambda c: (-c[1], c[0])))}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "config" / "filingd.toml").write_text(settings, encoding="utf-8")
    (folder / "config" / "units.toml").write_text(units, encoding="utf-8")
