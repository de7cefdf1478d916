#!/usr/bin/python3
"""Reads a labelled folder and holds truth against the bytes: check.py FOLDER. Shares no code with what wrote it: parts
by Python's own mail reader, dates by a calendar typed in again. Ends with `0 problems`, or says which."""
import collections
import datetime
import email
import email.policy
import hashlib
import io
import json
import pathlib
import re
import sys
import tomllib
import unicodedata
import zipfile
from email.header import decode_header

OUTCOMES = {"filed", "duplicate", "not_a_filing", "out_of_scope", "review", "failed"}
NEEDS = {"monthly-report": {"word", "stamped-pdf"}, "discretion-benchmark": {"document", "link"},
         "commitment-list": {"document", "link"}, "inspection-plan": {"document", "link"},
         "enforcement-matters-list": {"link"}, "major-penalty-decision": {"decision"}}
FIXED = {"training-report": "0701", "commitment-list": "0715", "discretion-benchmark": "0815", "rectification-report": "0915",
         "enforcement-matters-list": "1115", "device-additions": "1215", "minor-violation-plan": "0615"}
ALL = set(FIXED) | set(NEEDS) | set(
    "training-plan device-cleanup qualification-cleanup rotation-training new-enforcement-modes no-penalty-list impact-assessment "
    "township-pilot rectification-inspection case-file-review coordination-mechanisms delegated-matters-review annual-assessment "
    "supervision-case-info".split())
STATES = {"filed", "filed_late", "incomplete", "in_review", "overdue", "due_soon", "upcoming", "undated", "exempt"}
# Off days and working weekends, MMDD, ranges with -.
CALENDAR = {
    2024: ("0101 0210-0217 0404-0406 0501-0505 0610 0915-0917 1001-1007", "0204 0218 0407 0428 0511 0914 0929 1012"),
    2025: ("0101 0128-0204 0404-0406 0501-0505 0531-0602 1001-1008", "0126 0208 0427 0928 1011"),
    2026: ("0101-0103 0215-0223 0404-0406 0501-0505 0619-0621 0925-0927 1001-1007", "0104 0214 0228 0509 0920 1010")}

problems = []


def problem(where, text):
    problems.append(f"{where}: {text}")


def rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def off_days():
    off, on = set(), set()
    for year, (closed, open_) in CALENDAR.items():
        def day(mmdd, year=year):
            return datetime.date(year, int(mmdd[:2]), int(mmdd[2:]))
        for entry in closed.split():
            first, _, last = entry.partition("-")
            moment = day(first)
            while moment <= day(last or first):
                off.add(moment)
                moment += datetime.timedelta(1)
        on |= {day(entry) for entry in open_.split()}
    return off, on


OFF, ON = off_days()


def roll(day):
    while day not in ON and (day in OFF or day.isoweekday() > 5):
        day += datetime.timedelta(1)
    return day


def decoded(text):
    """A name in a header, whatever the program did to it."""
    if text is None:
        return ""
    out = b"", ""
    joined = ""
    for piece, charset in decode_header(str(text)):
        if isinstance(piece, str):
            joined += piece
        elif charset == out[1]:
            out = out[0] + piece, charset
            continue
        else:
            joined += out[0].decode("gb18030" if out[1].lower().startswith("gb") else out[1] or "utf-8") if out[0] else ""
            out = piece, (charset or "gb18030")
    return joined + (out[0].decode("gb18030" if out[1].lower().startswith("gb") else out[1]) if out[0] else "")


def name_of(part):
    raw = dict((k.lower(), v) for k, v in part.raw_items()).get("content-disposition", "")
    if any("\udc80" <= c <= "\udcff" for c in raw):  # bytes as they are
        return raw.encode("ascii", "surrogateescape").decode("gb18030").partition('filename="')[2].rstrip('"')
    return decoded(part.get_filename())


def leaves(message, prefix=""):
    """(path, bytes) of every part, archives and attached messages entered."""
    top = not prefix
    children = message.get_payload() if message.get_content_maintype() == "multipart" else None
    if children is None:
        yield from opened("1" if top else prefix, message)
        return
    for i, child in enumerate(children, 1):
        number = str(i) if top else f"{prefix}.{i}"
        if child.get_content_maintype() == "multipart":
            yield from leaves(child, number)
        else:
            yield from opened(number, child)


def opened(number, part):
    name = name_of(part)
    path = f"{number}/{name}" if name else number
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()[0]
        yield path, inner.as_bytes()
        for below, data in leaves(inner):
            yield f"{path}!/{below}", data
        return
    if part.get_content_maintype() == "message":
        return
    data = part.get_payload(decode=True)
    yield path, data
    yield from unpacked(path, data)


def unpacked(path, data):
    if not path.lower().endswith(".zip"):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            plain = info.filename if info.flag_bits & 0x800 else info.filename.encode("cp437").decode("gb18030")
            inner = b"" if info.flag_bits & 1 else archive.read(info)
            yield f"{path}!/{plain}", inner
            if inner:
                yield from unpacked(f"{path}!/{plain}", inner)


def check_row(folder, row, units):
    where = row["file"]
    raw = (folder / "mail" / where).read_bytes()
    if hashlib.sha256(raw).hexdigest() != row["sha256"]:
        problem(where, "sha256 of the mail")
    if b"\n" in raw.replace(b"\r\n", b""):
        problem(where, "a bare line end")
    if row["outcome"] not in OUTCOMES or not set(row["also_ok"]) <= OUTCOMES - {row["outcome"]}:
        problem(where, f"outcomes {row['outcome']} {row['also_ok']}")
    if (row["outcome"] == "filed") != bool(row["filings"]):
        problem(where, "filings without the outcome filed, or the other way round")
    if row["outcome"] == "duplicate" and not row["duplicate_of"]:
        problem(where, "a duplicate of nothing")
    if row["outcome"] == "review" and "filed" in row["also_ok"] and not row["if_filed"]:
        problem(where, "may be filed, as what?")
    if not row["why"] or not row["traits"]:
        problem(where, "no why, or no trait")
    parts = dict(leaves(email.message_from_bytes(raw)))
    for filing in row["filings"]:
        check_filing(where, filing, parts, units)
    return parts


def check_filing(where, filing, parts, units):
    if filing["unit"] not in units or filing["obligation"] not in ALL:
        problem(where, f"unknown {filing['unit']} {filing['obligation']}")
    listed = collections.defaultdict(list)
    for document in filing["documents"]:
        listed[document["piece"]].append(document["part"])
        data = parts.get(document["part"])
        if data is None:
            problem(where, f"no part {document['part']} among {sorted(parts)}")
        elif document["sha256"] and hashlib.sha256(data).hexdigest() != document["sha256"]:
            if "message/" not in document["part"]:
                problem(where, f"hash of {document['part']}")
        if document["sha256"] and data is not None and len(data) != document["size"]:
            problem(where, f"size of {document['part']}")
    told = {k: v for k, v in filing["pieces"].items() if k != "link"}
    if filing["obligation"] == "major-penalty-decision":
        check_decision(where, filing, parts)
    if dict(listed) != told:
        problem(where, f"pieces {told}, documents {dict(listed)}")
    for url in filing["pieces"].get("link", []):
        if not url.startswith("http") or not url.isascii():
            problem(where, f"link {url}")


WORDS = {"fine": "罚款", "confiscate-income": "没收", "confiscate-property": "没收", "suspend-permit": "暂扣", "lower-qualification": "资质",
         "revoke-permit": "吊销", "restrict-operations": "限制开展", "order-suspend-business": "责令停", "order-close": "责令关闭",
         "bar-from-trade": "不得", "warning": "警告", "criticism": "通报批评", "detention": "拘留"}
CAPITAL = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟万零]+元|[一二三四五六七八九十百千万零]+元")


def check_decision(where, filing, parts):
    """A decision's Word text says its number, party, kinds and sums, outside of quoted law."""
    for document in filing["documents"]:
        data, fields = parts.get(document["part"]), filing["fields"]
        if document["piece"] != "decision" or not document["part"].endswith(".docx") or data is None:
            continue
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = re.sub("<[^>]+>", "", re.sub("</w:p>", "\n", archive.read("word/document.xml").decode()))
        text = re.sub("“[^”]*”|每日按罚款数额|加处罚款|曾因同类行为被处以罚款30000元", "", text)
        for kind in fields["kinds"]:
            if WORDS[kind] not in text:
                problem(where, f"{document['part']} does not speak of {kind}")
        for party in fields.get("parties", []):
            if party["name"] not in text:
                problem(where, f"{document['part']} does not name {party['name']}")
            for sum_ in (party["fine"], party["confiscated"]):
                if sum_ and not said(int(float(sum_)), text):
                    problem(where, f"{document['part']} does not say {sum_}")


def said(yuan, text):
    wan = f"{yuan / 10000:.4f}".rstrip("0").rstrip(".") + "万元"
    plain = unicodedata.normalize("NFKC", text)
    return f"{yuan}元" in plain or f"{yuan:,}.00" in plain or f"{yuan}.00" in plain or wan in plain or bool(CAPITAL.search(text))


def check_period(row):
    where = "/".join((row["unit"], row["obligation"], row["period"]))
    period, obligation = row["period"], row["obligation"]
    if obligation == "monthly-report":
        good = len(period) == 7 and period[4] == "-" and 1 <= int(period[5:]) <= 12
    elif obligation == "major-penalty-decision":
        number = row["fields"].get("decision_number")
        good = number is None or normal(number) == period == row["fields"]["decision_number_normal"]
    else:
        good = len(period) == 4 and period.isdigit()
    if not good:
        problem(where, "period")
    return where


def normal(number):
    """Digits after the year's bracket; what stands before is the prefix."""
    text = "".join(unicodedata.normalize("NFKC", number).split())
    for i in range(len(text) - 5):
        if text[i] in "〔[(【" and text[i + 1:i + 5].isdigit() and text[i + 5] in "〕])】":
            letters, serial = re.match(r"(\D*)0*(\d+)", re.sub("[第()号]", "", text[i + 6:])).groups()
            return f"{text[:i]}|{text[i + 1:i + 5]}|{letters}{serial}"
    return text


def expected_due(row):
    unit, obligation, period = row["unit"], row["obligation"], row["period"]
    if obligation == "monthly-report":
        year, month = int(period[:4]), int(period[5:]) + 1
        return datetime.date(year + (month == 13), 1 if month == 13 else month, 10)
    if obligation == "training-plan":
        return datetime.date(int(period), 3, 1) - datetime.timedelta(1) if int(period) > 2024 else None
    if obligation == "major-penalty-decision":
        if row["fields"].get("major") != "yes":
            return None
        return datetime.date.fromisoformat(row["fields"]["decision_date"]) + datetime.timedelta(15)
    if obligation in FIXED:
        return datetime.date(2024, int(FIXED[obligation][:2]), int(FIXED[obligation][2:]))
    return None


def check_state(row, mails):
    """The state after all mails, worked out again from the mails' own rows."""
    where = check_period(row)
    have, first, completed = set(), None, None
    for name in row["mails"]:
        mail = mails[name]
        mine = [f for f in mail["filings"] if (f["unit"], f["obligation"], f["period"]) == (row["unit"], row["obligation"], row["period"])]
        if not mine:
            problem(where, f"{name} does not speak of it")
            continue
        have |= set(mine[0]["pieces"])
        first = first or mail["received_at"]
        missing = NEEDS.get(row["obligation"], {"document"}) - have
        if set(mine[0]["missing"]) != missing:
            problem(where, f"missing after {name}: {mine[0]['missing']}, not {sorted(missing)}")
        if not missing and not completed:
            completed = mail["received_at"]
    if (row["received_at"], row["completed_at"]) != (first, completed):
        problem(where, "received_at or completed_at")
    if (row["status"] == "complete") != bool(completed) or set(row["missing"]) != missing:
        problem(where, "status or missing")
    nominal = expected_due(row)
    due = roll(nominal) if nominal else None
    if (row["due_nominal"], row["due"]) != (nominal and nominal.isoformat(), due and due.isoformat()):
        problem(where, f"due {row['due_nominal']} {row['due']}, not {nominal} {due}")
    on_time = None if not due else bool(completed) and completed[:10] <= due.isoformat()
    if row["on_time"] != on_time:
        problem(where, f"on_time {row['on_time']}, not {on_time}")
    check_fields(where, row)


def check_fields(where, row):
    fields = row["fields"]
    if row["obligation"] == "major-penalty-decision":
        text = fields.get("party_id")
        if text and not code_valid(text) and "invalid-code" not in row.get("traits", []):
            problems_of_codes.append(where)
        for name in ("fine", "confiscated"):
            if fields[name] is not None and not fields[name].endswith(".00"):
                problem(where, f"{name} {fields[name]}")
        if "parties" in fields and len(fields["parties"]) > 1:
            total = sum(float(p["fine"] or 0) for p in fields["parties"])
            if total != float(fields["fine"] or 0):
                problem(where, "fines of the parties don't make the sum")
        if fields.get("filing_due") and (fields["filing_due"], fields["filing_due_nominal"]) != (row["due"], row["due_nominal"]):
            problem(where, "filing_due")
    if row["obligation"] == "monthly-report" and fields and fields["period"] != row["period"]:
        problem(where, "the fields' period")


problems_of_codes = []


def code_valid(code):
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    if len(code) != 18 or any(c not in alphabet for c in code) or code[2:8] != "420299":
        return False
    total, weight = 0, 1
    for char in code[:17]:
        total, weight = total + alphabet.index(char) * weight, weight * 3 % 31
    return alphabet[-total % 31] == code[17]


def check_duties(folder, filings):
    for file in sorted((folder / "truth").glob("duties-*.jsonl")):
        day = file.stem.removeprefix("duties-")
        seen = set()
        for row in rows(file):
            where = f"{day} {row['unit']}/{row['obligation']}/{row['period']}"
            key = row["unit"], row["obligation"], row["period"]
            if key in seen or row["state"] not in STATES:
                problem(where, "twice, or no such state")
            seen.add(key)
            if row["due_nominal"] and roll(datetime.date.fromisoformat(row["due_nominal"])).isoformat() != row["due"]:
                problem(where, "rolled date")
            filing = filings.get(key)
            if row["state"] in ("filed", "filed_late"):
                done = filing and filing["completed_at"] and filing["completed_at"][:10]
                if not done or done > day or (row["due"] and (done > row["due"]) != (row["state"] == "filed_late")):
                    problem(where, f"{row['state']}, completed {done}")
            if row["state"] == "overdue" and not row["due"] < day:
                problem(where, "overdue before its day")
            if filing and filing["received_at"][:10] <= day and row["state"] not in ("filed", "filed_late", "incomplete"):
                problem(where, f"filed by {filing['received_at'][:10]}, yet {row['state']}")


def main():
    folder = pathlib.Path(sys.argv[1])
    units = {u["id"] for u in tomllib.loads((folder / "config" / "units.toml").read_text(encoding="utf-8"))["unit"]}
    messages = rows(folder / "truth" / "messages.jsonl")
    files = sorted(p.name for p in (folder / "mail").iterdir())
    if files != sorted(r["file"] for r in messages):
        problem("mail/", "files and labels differ")
    if [r["received_at"] for r in messages] != sorted(r["received_at"] for r in messages):
        problem("messages.jsonl", "not in order of arrival")
    for row in messages:
        check_row(folder, row, units)
    mails = {r["file"]: r for r in messages}
    filings = {(r["unit"], r["obligation"], r["period"]): r for r in rows(folder / "truth" / "filings.jsonl")}
    told = {(f["unit"], f["obligation"], f["period"]) for r in messages for f in r["filings"]}
    if told != set(filings):
        problem("filings.jsonl", f"differs from the mails' filings by {told ^ set(filings)}")
    for row in filings.values():
        check_state(row, mails)
    check_duties(folder, filings)
    counts = json.loads((folder / "truth" / "counts.json").read_text(encoding="utf-8"))
    if counts["mails"] != len(messages) or counts["outcomes"] != dict(collections.Counter(r["outcome"] for r in messages)):
        problem("counts.json", "does not add up")
    wrong = sum("invalid-code" in r["traits"] for r in messages)
    if len(problems_of_codes) != wrong:
        problem("credit codes", f"{len(problems_of_codes)} are invalid, {wrong} should be: {problems_of_codes}")
    for text in problems[:60]:
        print(text)
    print(f"{len(messages)} mails, {len(filings)} filings: {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
