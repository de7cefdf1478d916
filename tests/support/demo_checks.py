"""What the demo holds against tests/data/demo's expected.json: each check gives a list of sentences, empty when all is well."""
import email
import email.policy

# The demo's decisions name these; no notice may.
PARTICULARS = ("湖北青禾调味食品有限公司", "阳新县安和口腔门诊部", "91420299MA00000000", "250000", "贰拾伍万", "18600")
RESERVED = "尚未登记在报送单位名下"


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def parsed(raw):
    return email.message_from_bytes(raw, policy=email.policy.default)


def key_of(filing):
    return filing["unit"], filing["obligation"], filing["period"]


def outcomes(expected, messages, filings):
    """Pairs ledger and expectation by Message-ID in the order of arrival: one mail is delivered twice."""
    waiting, wrong = {}, []
    for message in sorted(messages, key=lambda row: row["places"][0]["uid"]):
        waiting.setdefault(message["message_id"], []).append(message)
    by_id = {row["id"]: row for row in filings}
    for row in expected:
        message = (waiting.get(row["message_id"]) or [None]).pop(0)
        if message is None:
            wrong.append(f"{row['file']}: not in the ledger")
            continue
        if message["outcome"] not in row["outcome"]:
            wrong.append(f"{row['file']}: {message['outcome']} ({message['reason']}), not {' or '.join(row['outcome'])}")
        if message["outcome"] == "filed":
            got, want = sorted(key_of(by_id[i]) for i in message["filings"]), sorted(map(key_of, row["filings"]))
            if got != want:
                wrong.append(f"{row['file']}: filed as {got}, not {want}")
    return wrong


def filings_as_expected(expected, filings):
    final = {key_of(filing): filing["missing"] for row in expected for filing in row["filings"]}
    found = {key_of(filing): filing["missing"] for filing in filings}
    wrong = [f"{' '.join(key)}: missing {found.get(key, 'altogether')}, not {missing}"
             for key, missing in final.items() if sorted(found.get(key, ["?"])) != sorted(missing)]
    wrong += [f"a filing nobody expects: {' '.join(key)}" for key in found if key not in final]
    if len(found) != len(filings):
        wrong.append("a filing stands twice")
    return wrong


def answers(expected, receipts):
    """receipts: {Message-ID answered: mails}. How many and in which form; several rows may share a Message-ID."""
    wrong = []
    for message_id in dict.fromkeys(row["message_id"] for row in expected):
        rows = [row for row in expected if row["message_id"] == message_id]
        kinds = [row["receipt"].split("|") for row in rows]
        low, high = sum("none" not in kind for kind in kinds), sum(kind != ["none"] for kind in kinds)
        mails = receipts.get(message_id, [])
        if not low <= len(mails) <= high:
            wrong.append(f"{rows[0]['file']}: {len(mails)} receipts arrived, expected {low}")
        for mail in mails:
            form = "reserved" if RESERVED in text_of(mail) else "full"
            if not any(form in kind for kind in kinds):
                wrong.append(f"{rows[0]['file']}: the receipt's form is {form}, not {rows[0]['receipt']}")
    known = {row["message_id"] for row in expected}
    return wrong + [f"a mail that answers nothing: {mail['Subject']}" for answered, mails in receipts.items()
                    if answered not in known for mail in mails]


def nothing_private(mails):
    return [f"“{mail['Subject']}” names {word}" for mail in mails for word in PARTICULARS
            if word in text_of(mail) + mail.get_body(("html",)).get_content() + mail["Subject"]]


def untouched(flags, expected_flags):
    wrong = [f"mail {uid}: {flags.get(uid)}, not {want}" for uid, want in expected_flags.items() if flags.get(uid) != want]
    return wrong + [f"mail {uid} nobody delivered" for uid in flags if uid not in expected_flags]


def explained(rows):
    return [f"{row['mailbox']}/{row['folder']}: {row['unexplained']} unexplained" for row in rows if row["unexplained"]]


def log_is_quiet(text):
    return [line for line in text.splitlines() if " warning " in line or " error " in line]
