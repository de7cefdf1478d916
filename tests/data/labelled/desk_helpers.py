"""Short ways to put the usual mails on the desk."""
import random

import decisions
import monthly
import paper
import places
import reports
from desk import Filing
from mailroom import File

PDF, DOCX, XLSX = "pdf", "docx", "xlsx"
UNREAD = ["review"]  # an outcome also right where a page can't be read


def numbers(seed):
    """A plausible month: checked no more than handled, assessed no more than due, no sums without a case closed."""
    r = random.Random(seed)
    handled, due, opened = r.randint(0, 90), r.randint(0, 9), r.randint(1, 26)
    verified, done, closed = r.randint(0, handled), r.randint(0, due), r.randint(0, opened)
    amount = r.choice([r.randint(3, 900) * 100, r.randint(500, 99999), 0]) if closed else 0
    return monthly.numbers(r.randint(3, 31), handled, verified, r.randint(0, min(2, verified)), r.randint(0, 12), r.randint(0, 9),
                           r.randint(0, 6), r.randint(0, 4), due, done, r.randint(0, min(3, done)), opened, closed, amount,
                           r.randint(0, min(2, closed)))


def made(form, blocks, **options):
    return {"docx": paper.docx, "xlsx": paper.xlsx, "pdf": paper.pdf, "txt": lambda b: paper.plain(b).encode("gb18030"),
            "html": lambda b: paper.html(b).encode()}[form](blocks, **options)


def month(d, unit, period, when, layout="wide", names=("月报.docx", "月报（盖章）.pdf"), subject="月报", body="请查收。", seed=None,
          n=None, zero=None, pdf=True, traits=(), sender=None, container=None, undecided=(), also_ok=(), shown="", options=None, rivals=(),
          entry=None, **report):
    """Word and sealed PDF of one report in one mail; `names` may lack one. `container` wraps both;
    `rivals`: duties a person might also be asked about."""
    if zero is not None:
        blocks, fields = monthly.zero(unit, period, zero, when[:10], **report)
        traits = ["monthly-zero", *traits]
    else:
        n = n or numbers(seed if seed is not None else f"{unit}{period}")
        blocks, fields = monthly.report(unit, period, n, layout, when[:10], serial=len(unit) + int(period[5:]), **report)
        traits = [f"monthly-{layout}", *traits]
    files, docs = [], []
    for name in names:
        form = name.rpartition(".")[2]
        if form == "pdf":
            data = pdf if isinstance(pdf, bytes) else paper.pdf(blocks, sealed=pdf, landscape=layout == "wide" and zero is None)
            piece = "stamped-pdf" if pdf else "other"
        else:
            data, piece = made(form, blocks, **(options or {})), "word" if form in ("docx", "xlsx") else "other"
        files.append(File(name, data))
        docs.append((data, piece))
    filing = Filing(unit, "monthly-report", period, docs, fields, undecided=list(undecided))
    if container:
        files = [container(files)]
    return d.mail(when, sender or places.address(unit), subject, body, files, shown=shown, filings=[filing], traits=traits,
                  also_ok=also_ok, candidates=[filing.key, *rivals] if also_ok else [], why=f"{places.short(unit)}, {period}",
                  **(entry or {}))


def zipped(name, encoding="gb18030", folder=""):
    """A container for `month`."""
    def wrap(files):
        entries = [((folder + f.name).encode(encoding) if encoding == "gb18030" else folder + f.name, f.data) for f in files]
        return File(name, paper.packed(entries), entries)
    return wrap


def penal(unit, number, topic, penalties, when, parties, **options):
    """(blocks, Filing without documents)."""
    spread = sum(int(c) for c in number if c.isascii() and c.isdigit()) % 3 * 4  # keeps title and label, moves the rest
    options["variant"] = options.get("variant", 0) + spread
    blocks, fields = decisions.decision(unit, number, topic, penalties, when, parties, **options)
    undecided = []
    if "".join(number.split()) != number:
        undecided.append("fields.decision_number")
    if any(p.person for p in parties) or options.get("mask"):
        undecided += ["fields.party_id", "fields.parties"]
    return blocks, Filing(unit, "major-penalty-decision", fields["decision_number_normal"], [], fields, undecided=undecided,
                          major=fields["major"] == "yes", decision_date=when)


SUBJECTS = ["行政处罚决定书备案", "重大行政处罚案件备案", "报备处罚决定一份", "{number}", "", "备案材料", "关于{party}案的备案", "处罚决定书"]
NAMES = ["处罚决定书", "{party}", "行政处罚决定书（{number}）", "1", "决定书正本", "附件", "扫描件"]
BODIES = ["现将行政处罚决定书报贵局备案。", "", "请查收。", "按规定报备，附决定书一份。", "监督局：附件为我单位作出的处罚决定，请备案。"]
PROGRAMS = ["163", "qq", "foxmail", "outlook", "gov", "139", "mailmaster"]


def decide(d, arrival, unit, number, topic, penalties, when, parties, form="docx", name=None, subject=None, body=None, traits=(),
           sender=None, entry=None, shown="", sealed=True, outcome="filed", also_ok=(), container=None, **options):
    turn = len(d.entries)
    spoken = {"number": number, "party": parties[0].name}
    subject = SUBJECTS[turn % len(SUBJECTS)].format(**spoken) if subject is None else subject
    name = NAMES[turn % len(NAMES)].format(**spoken) if name is None else name
    body = BODIES[turn % len(BODIES)] if body is None else body
    entry = {"program": PROGRAMS[turn % len(PROGRAMS)], **(entry or {})}
    blocks, filing = penal(unit, number, topic, penalties, when, parties, **options)
    data = paper.pdf(blocks, sealed=sealed) if form == "pdf" else made(form, blocks)
    file = File(f"{name}.{form}" if name else form, data)
    filing.docs = [(data, "decision")]
    kinds = [f"kind-{k}" for k in filing.fields["kinds"]]
    files = [container([file])] if container else [file]
    return d.mail(arrival, sender or places.address(unit), subject, body, files, shown=shown, filings=[filing],
                  traits=[f"decision-{form}", *traits, *kinds], also_ok=also_ok, outcome=outcome,
                  candidates=[filing.key] if outcome == "review" or also_ok else [], why=f"{number}, major {filing.fields['major']}",
                  if_filed=[filing.key] if outcome == "review" else [], **(entry or {}))


def link_of(serial, when="2024-08-09"):
    y, m, day = when.split("-")
    return f"http://www.yx.gov.example/zfxxgk/zc/{y}{m}/t{y}{m}{day}_{1100000 + serial * 731}.html"


def item(d, obligation, unit, when, variant=0, form="docx", name="附件1.docx", subject="报送材料", body="请查收附件。", period="2024",
         link=None, link_in="body", traits=(), sender=None, entry=None, also_ok=(), shown="", document=True, filing_also_ok=()):
    """A paper of the plan's other items; `link_in`: body, hyperlink, text or broken."""
    blocks = reports.paper(obligation, unit, variant, when[:10], period)
    if link and link_in == "hyperlink":
        blocks.insert(-2, ("a", "公开网址：", link, "", "点击查看"))
    elif link and link_in == "text":
        blocks.insert(-2, ("a", "已于门户网站公开（", link, "）。", link))
    elif link and link_in == "broken":
        body += f"\n公示链接：{link[:41]}\n{link[41:]}"
    elif link and link_in == "glued":
        body += f"\n公示链接为{link}。特此说明"
    elif link:
        body += f"\n公示链接：{link}\n"
    files, docs = [], []
    if document and form == "body":
        body, docs = paper.plain(blocks) + ("" if not link else f"\n公示链接：{link}\n"), [("1", "document")]
    elif document:
        data = made(form, blocks)
        files, docs = [File(name, data)], [(data, "document")]
    filing = Filing(unit, obligation, period, docs, {}, [link] if link else [])
    tree = None
    if form == "body" and document:
        import mailroom
        tree = mailroom.Leaf("text/plain", mailroom.encoded(body, "gb18030"), charset="gb18030")
    return d.mail(when, sender or places.address(unit), subject, body, files, shown=shown, filings=[filing], tree=tree,
                  traits=[obligation, *traits], also_ok=also_ok, candidates=[filing.key] if also_ok else [],
                  filing_also_ok=filing_also_ok, why=f"{obligation} of {places.short(unit)}", **(entry or {}))
