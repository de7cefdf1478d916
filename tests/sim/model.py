#!/usr/bin/python3
"""What filingd should have sent and should know after a simulated year: written from the interfaces and the design alone, in
another language, without a look at the program (README.md names the readings taken).

    model.py PLAN SCHEDULE OUT [--as-of DAY]...

Reads a plan of generate.py, the obligations and the calendar that ship, and the program's lives; writes OUT/notices.jsonl
(`key, kind, unit, at, to[], items[[obligation, period, stage]]` and what else is to be compared) and OUT/duties-DAY.jsonl."""
import argparse
import datetime
import functools
import json
import pathlib
import sys
import tomllib

CHINA = datetime.timezone(datetime.timedelta(hours=8))
DAY = datetime.timedelta(days=1)
HALF_HOUR = datetime.timedelta(minutes=30)
SHIPPED = pathlib.Path(__file__).resolve().parents[2] / "config"
DUE_SOON = 5                          # working days
REMIND_AT, QUIET = datetime.time(9), datetime.time(20)  # [notices] remind_at, and the beginning of `quiet`
DIGEST_AT = datetime.time(8, 30)
LOOKS = (datetime.time(8, 30), datetime.time(9), datetime.time(20, 30))
FRESH = datetime.timedelta(hours=72)
BEFORE, EVERY, AT_MOST = (5, 1), 2, 5  # [obligation.remind]

OPEN = ("due_soon", "upcoming", "overdue", "incomplete")  # states in which a unit is reminded


def rows(path):
    return [json.loads(line) for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines()]


class Calendar:
    def __init__(self):
        self.off, self.working_days = set(), set()
        for path in sorted((SHIPPED / "calendar").glob("*.toml")):
            year = tomllib.loads(path.read_text(encoding="utf-8"))
            for names, days in ((year["off"], self.off), (year["working"], self.working_days)):
                for one in names:
                    first, last = (one["from"], one["to"]) if isinstance(one, dict) else (one, one)
                    while first <= last:
                        days.add(first)
                        first += DAY

    def works(self, day):
        return day in self.working_days or day.weekday() < 5 and day not in self.off

    @functools.cache
    def rolled(self, day):
        return day if self.works(day) else self.rolled(day + DAY)

    @functools.cache
    def back(self, day, count):
        """The count-th working day strictly before."""
        while count:
            day -= DAY
            count -= self.works(day)
        return day

    @functools.cache
    def forward(self, day, count):
        while count:
            day += DAY
            count -= self.works(day)
        return day

    def between(self, day, last):
        """Working days after `day` up to and including `last`."""
        return sum(self.works(day + DAY * i) for i in range(1, (last - day).days + 1))


class Rules:
    """The obligations that make duties."""

    def __init__(self, units):
        self.calendar, self.units, self.obligations = Calendar(), units, {}
        for path in sorted((SHIPPED / "obligations").glob("*.toml")):
            for entry in tomllib.loads(path.read_text(encoding="utf-8"))["obligation"]:
                assert entry["id"] not in self.obligations, "the model knows one entry of an id"
                self.obligations[entry["id"]] = entry
        self.making = [o for o in self.obligations.values() if o["nature"] in ("filing", "publication")]

    @staticmethod
    def owes(obligation, unit):
        return unit["class"] in obligation["who"] or unit["id"] in obligation["who"]

    def periods(self, obligation, day):
        """Those listed on a day, but for events."""
        due = obligation["due"]
        if due.get("every") == "month":
            year, month = map(int, due["from"].split("-"))
            while datetime.date(year, month, 1) <= day:
                yield f"{year}-{month:02d}"
                year, month = year + month // 12, month % 12 + 1
        elif due.get("every") == "year":
            yield from map(str, range(int(due["from"]), day.year + 1))
        elif "on" in due and due["on"].year <= day.year:
            yield str(due["on"].year)
        elif "year" in due and due["year"] <= day.year:
            yield str(due["year"])

    @functools.cache
    def due(self, obligation_id, period, decided=None):
        """(nominal, rolled); two None where nothing is due by a date."""
        rule = self.obligations[obligation_id]["due"]
        nominal = None
        if rule.get("every") == "month":
            year, month = map(int, period.split("-"))
            assert rule["of"] == "next"
            nominal = datetime.date(year + month // 12, month % 12 + 1, rule["day"])
        elif rule.get("every") == "year":
            assert rule["day"] == "last"
            year, month = int(period), rule["month"]
            nominal = datetime.date(year + month // 12, month % 12 + 1, 1) - DAY
        elif "on" in rule:
            nominal = rule["on"]
        elif "after" in rule:
            nominal = datetime.date.fromisoformat(decided) + DAY * rule["days"]
        return (nominal, self.calendar.rolled(nominal)) if nominal else (None, None)

    @functools.cache
    def stages(self, obligation_id, period, decided=None):
        """[(day, stage)] in the order in which they follow one another."""
        nominal, rolled = self.due(obligation_id, period, decided)
        c = self.calendar
        found = [(c.back(nominal, n), f"before:{n}") for n in BEFORE]
        found.append((nominal if c.works(nominal) else c.back(nominal, 1), "due"))
        return found + [(c.forward(rolled, EVERY * n), f"after:{n}") for n in range(1, AT_MOST + 1)]


class Duty:
    """What is known of one duty, as mails come in."""

    def __init__(self, unit, obligation, period, decided=None):
        self.unit, self.obligation, self.period, self.decided = unit, obligation, period, decided
        self.pieces = []        # (arrival, pieces)
        self.reviews = []       # [arrival, when a person decided]
        self.exempt_from = None
        self.sent = []          # stages

    @property
    def name(self):
        return self.obligation["id"], self.period

    def missing(self, until=None):
        given = {p for at, pieces in self.pieces for p in pieces if until is None or at <= until}
        return [p for p in self.obligation["requires"] if p not in given]

    def completed_at(self, until=None):
        """The arrival of the piece that made it whole."""
        need = set(self.obligation["requires"])
        for at, pieces in sorted(self.pieces):
            if until is None or at <= until:
                need -= set(pieces)
                if not need:
                    return at
        return None

    def state(self, rules, end, looking_back=False):
        """At an instant: of the pieces that had arrived. Looking back, what people decided counts whenever they did."""
        nominal, rolled = rules.due(self.obligation["id"], self.period, self.decided)
        day = end.date()
        if self.exempt_from and (looking_back or self.exempt_from <= end):
            return "exempt"
        if completed := self.completed_at(end):
            return "filed_late" if rolled and completed.date() > rolled else "filed"
        if any(at <= end for at, _ in self.pieces):
            return "incomplete"
        if any(at <= end and not (decided and (looking_back or decided <= end)) for at, decided in self.reviews):
            return "in_review"
        if not rolled:
            return "undated"
        if day > rolled:
            return "overdue"
        return "due_soon" if rules.calendar.between(day, rolled) <= DUE_SOON else "upcoming"


class Model:
    def __init__(self, plan, schedule):
        self.folder = pathlib.Path(plan)
        config = tomllib.loads((self.folder / "config/units.toml").read_text(encoding="utf-8"))
        self.settings = tomllib.loads((self.folder / "config/filingd.toml").read_text(encoding="utf-8"))
        self.units = {u["id"]: u for u in config["unit"]}
        self.rules = Rules(self.units)
        self.mails = [{**row, "at": datetime.datetime.fromisoformat(row["at"])} for row in rows(self.folder / "plan.jsonl")]
        self.acts = [{**row, "at": datetime.datetime.fromisoformat(row["at"])} for row in rows(self.folder / "acts.jsonl")]
        self.lives = [tuple(datetime.datetime.fromisoformat(life[k]) for k in ("start", "stop"))
                      for life in json.loads(pathlib.Path(schedule).read_text())]
        self.first_start = self.lives[0][0]
        self.remind_from = self.settings["notices"].get("remind_from", self.first_start.date())
        self.duties, self.paused, self.confirmed, self.notices = {}, {}, {}, []
        self.reviews = {}  # sha256 of a mail in review: [duty, the entry there, pieces]
        self.keys, self.last_digest = set(), None

    # --- the timeline ---
    def polls(self):
        """(moment, whether something happens even if nothing came)."""
        for start, stop in self.lives:
            yield start, True
            at = start.replace(minute=0, second=0, microsecond=0)
            while (at := at + HALF_HOUR) < stop:
                if at > start and (at.time() in LOOKS or at.minute == 0):
                    yield at, at.time() in LOOKS

    def run(self):
        mails, acts = iter([*self.mails, None]), iter([*self.acts, None])
        mail, act = next(mails), next(acts)
        last_day, waiting = None, []
        for now, always in self.polls():
            busy = always
            touched = set()
            while act and act["at"] <= now:
                waiting.append(act)
                act = next(acts)
            for one in list(waiting):
                if "sha256" not in one or one["sha256"] in self.reviews:
                    waiting.remove(one)
                    touched |= self.apply(one)
                    busy = True
            taken = []
            while mail and mail["at"] <= now:
                taken.append(mail)
                touched |= {f["unit"] for f in mail["filings"]}
                mail, busy = next(mails), True
            if not busy:
                continue
            for one in taken:
                self.take(one, now)
            whole_day = now.date() != last_day or always
            last_day = now.date()
            if self.rules.calendar.works(now.date()):
                self.digest(now)
                if REMIND_AT <= now.time() < QUIET:
                    for unit in self.units if whole_day else touched:
                        self.remind(unit, now)

    def duty(self, unit, obligation, period, decided=None):
        return self.duties.setdefault((unit, obligation, period), Duty(unit, self.rules.obligations[obligation], period, decided))

    def apply(self, act):
        if act["act"] == "pause":
            self.paused[act["unit"]] = datetime.date.fromisoformat(act["until"]) if act["until"] else datetime.date.max
        elif act["act"] == "resume":
            self.paused.pop(act["unit"], None)
        elif act["act"] == "confirm":
            self.confirmed[act["address"]] = act["unit"]
        elif act["act"] in ("dismiss", "assign"):
            for duty, review, gives in self.reviews[act["sha256"]]:
                review[1] = act["at"]
                if act["act"] == "assign":
                    duty.pieces.append((review[0], gives))
        else:
            self.duty(act["unit"], act["obligation"], act["period"]).exempt_from = act["at"]
        return {act["unit"]}

    def take(self, mail, now):
        if mail["outcome"] == "review":
            self.reviews[mail["sha256"]] = []
        for filing in mail["filings"]:
            obligation = self.rules.obligations[filing["obligation"]]
            makes_duty = obligation in self.rules.making and filing.get("major", True) \
                and self.rules.owes(obligation, self.units[filing["unit"]])
            if mail["outcome"] == "review":
                duty = self.duty(filing["unit"], filing["obligation"], filing["period"])
                duty.reviews.append([mail["at"], None])
                self.reviews[mail["sha256"]].append((duty, duty.reviews[-1], filing["gives"]))
            elif makes_duty:
                self.duty(filing["unit"], filing["obligation"], filing["period"], filing.get("decided")) \
                    .pieces.append((mail["at"], filing["gives"]))
        if mail["outcome"] != "not_a_filing" and mail["at"] >= self.first_start.replace(microsecond=0) and now - mail["at"] <= FRESH:
            self.note(f"receipt:{mail['sha256']}", "receipt", now, [mail["from"]], "", file=mail["file"], filings=mail["filings"],
                      outcome=mail["outcome"], known=self.knows(mail["from"]))

    def knows(self, address):
        return address in self.confirmed or any(address in u.get("addresses", ()) for u in self.units.values())

    def recipients(self, unit):
        entry = self.units[unit]
        return entry.get("remind") or entry.get("addresses") or sorted(a for a, u in self.confirmed.items() if u == unit)

    def note(self, key, kind, now, to, unit, items=(), **more):
        assert key not in self.keys, key
        self.keys.add(key)
        self.notices.append({"key": key, "kind": kind, "unit": unit, "at": now.isoformat(), "to": sorted(to), "items": sorted(items), **more})

    # --- what is due ---
    def owed(self, unit, day):
        """The duties with a date that a unit has by this day, whatever their state; events are there when they are filed."""
        yield from (d for d in self.listed_of(unit, day) if self.rules.due(d.obligation["id"], d.period)[0])
        yield from (d for (u, _, _), d in self.duties.items() if u == unit and d.decided)

    def remind(self, unit, now):
        day = now.date()
        key = f"reminder:{unit}:{day}"
        if key in self.keys or unit in self.paused and day <= self.paused[unit]:
            return
        to = self.recipients(unit)
        if not to:
            return
        items = []
        for duty in list(self.owed(unit, day)):
            obligation = duty.obligation
            if not obligation.get("reminders", True) or duty.state(self.rules, now) not in OPEN:
                continue
            rolled = self.rules.due(obligation["id"], duty.period, duty.decided)[1]
            if rolled < self.remind_from:
                continue
            stages = self.rules.stages(obligation["id"], duty.period, duty.decided)
            order = [stage for _, stage in stages]
            past = max((order.index(s) for s in duty.sent), default=-1)
            open_stages = [stage for when, stage in stages[past + 1:] if when <= day]
            if open_stages:
                items.append((duty, open_stages[-1]))
        if items:
            for duty, stage in items:
                duty.sent.append(stage)
            self.note(key, "reminder", now, to, unit, [[*duty.name, stage] for duty, stage in items])

    def digest(self, now):
        day = now.date()
        key = f"digest:{day}"
        if key in self.keys or now.time() < DIGEST_AT:
            return
        sheets = []
        for obligation in self.rules.making:
            if obligation["due"].get("every") == "month":
                for period in self.rules.periods(obligation, day):
                    rolled = self.rules.due(obligation["id"], period)[1]
                    first = self.rules.calendar.forward(rolled, 1)
                    if first == day or self.last_digest and self.last_digest < first < day:
                        sheets.append(self.sheet(obligation, period, now))
        self.last_digest = day
        self.note(key, "digest", now, self.settings["notices"]["staff"], "", sheets=sheets, owed=self.lists(now), history=self.history,
                  without_address=[u for u in self.units if not self.recipients(u)])

    def lists(self, now):
        """What every digest tells of the duties: those overdue, incomplete, soon due; of history only how many."""
        found = {"overdue": [], "incomplete": [], "due_soon": []}
        self.history = 0
        for unit in self.units:
            for duty in self.listed_of(unit, now.date()):
                state = duty.state(self.rules, now)
                rolled = self.rules.due(*duty.name, duty.decided)[1]
                if state in found and rolled and rolled < self.remind_from:
                    self.history += 1
                elif state in found:
                    found[state].append([*duty.name, unit])
        return {state: sorted(names) for state, names in found.items()}

    def sheet(self, obligation, period, now):
        """What the month's sheet must tell: who has not filed, who filed late."""
        states = {u: self.duty(u, obligation["id"], period).state(self.rules, now) for u, unit in self.units.items()
                  if self.rules.owes(obligation, unit)}
        return {"obligation": obligation["id"], "period": period, "states": states}

    def listed_of(self, unit, day):
        """A unit's duties listed on a day; those answered are among them whatever their period."""
        for obligation in self.rules.making:
            if self.rules.owes(obligation, self.units[unit]):
                for period in self.rules.periods(obligation, day):
                    yield self.duty(unit, obligation["id"], period)

    # --- what is known at the end of a day ---
    def listed(self, day):
        end = datetime.datetime.combine(day, datetime.time(23, 59, 59), CHINA)
        for unit in self.units:
            list(self.listed_of(unit, day))
        for (unit, obligation, period), duty in sorted(self.duties.items()):
            arrived = any(at <= end for at, _ in duty.pieces)
            if not arrived and period not in self.rules.periods(duty.obligation, day):
                continue
            nominal, rolled = self.rules.due(obligation, period, duty.decided)
            state = duty.state(self.rules, end, looking_back=True)
            yield {"unit": unit, "obligation": obligation, "period": period, "due_nominal": nominal and str(nominal), "due": rolled and str(rolled),
                   "state": state, "missing": duty.missing(end) if state == "incomplete" else None, "reminders_sent": len(duty.sent),
                   "next_reminder_at": self.next_reminder(unit, duty, state, day)}

    def next_reminder(self, unit, duty, state, day):
        """If nothing happens until then; of interest once the last reminders of `day` are out."""
        nominal, rolled = self.rules.due(*duty.name, duty.decided)
        if unit in self.paused and day <= self.paused[unit]:
            return None
        if not rolled or state not in OPEN or not duty.obligation.get("reminders", True) or rolled < self.remind_from or not self.recipients(unit):
            return None
        stages = self.rules.stages(*duty.name, duty.decided)
        names = [stage for _, stage in stages]
        past = max((names.index(s) for s in duty.sent), default=-1)
        days = [max(when, self.rules.calendar.forward(day, 1)) for when, _ in stages[past + 1:]]
        return datetime.datetime.combine(min(days), REMIND_AT, CHINA).isoformat() if days else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("plan")
    parser.add_argument("schedule")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--as-of", action="append", type=datetime.date.fromisoformat, default=[])
    options = parser.parse_args()
    model = Model(options.plan, options.schedule)
    model.run()
    options.out.mkdir(parents=True, exist_ok=True)
    files = {"notices": model.notices, **{f"duties-{day}": model.listed(day) for day in options.as_of}}
    for name, lines in files.items():
        (options.out / f"{name}.jsonl").write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
