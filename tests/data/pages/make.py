#!/usr/bin/python3
"""Pages with their truth: decisions, monthly reports, and pages for the finder of seals. README.md says what each line tells.

    make.py --kind decision|monthly|seals --count N --seed S --out DIR
            [--wear 150|200|300|gray|phone] [--units shipped|invented|all] [--sealed yes|no|mixed] [--layout NAME] [--only WHAT] [--turn 0|90|180|270]
            [--pages one|any] [--dpi N] [--quality N] [--grain X] [--long-side N] [--pdf] [--words-pdf]

Seeds 1-999 are for tuning; 1000 and above for figures that are told, and nothing is tuned on them.
"""
import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import image_pdf  # noqa: E402
import layouts  # noqa: E402
import marks  # noqa: E402
import wear  # noqa: E402
import words  # noqa: E402
from dice import Dice  # noqa: E402

DPI = {"150": 150, "200": 200, "300": 300, "phone": 200}
POSITIVES = ("round", "round", "round", "faded", "over words", "oval", "small", "company", "two rows", "purpose", "purple", "cut", "two seals", "copy", "phone")


ALSO = {"date_iso": "date", "amount_yuan": "amount", "period": "title", "values": "title"}   # told where the other is printed


def printed_fields(fields, sheet):
    """Those of the document's that stand on this sheet."""
    there = "".join("".join(sheet.lines).split())
    on_it = {name for name, value in fields.items() if isinstance(value, str) and "".join(value.split()) in there}
    return {name: value for name, value in fields.items() if ALSO.get(name, name) in on_it}


def seal_of_signature(signed, dice, made):
    """骑年盖月: over the date, mostly over the unit's name too."""
    sheet = signed.flow.sheets[signed.sheet]
    (x, date_y), (_, unit_y) = signed.date.middle, signed.unit.middle
    y = unit_y + (date_y - unit_y) * dice.between(0.2, 1.0)
    what = dice.one_of(("round",) * 6 + ("purpose", "two rows"))
    return marks.stamp(sheet, dice, x + dice.between(-7, 7), y + dice.between(-4, 2), made.unit.name, what, gentle=True)


def finish(sheet, seals, dice, worn_as, options):
    """The sheet's picture after what it went through: bytes and what is to be told of them."""
    picture = wear.Picture(sheet, seals)
    if worn_as == "phone":
        wear.photographed(picture, dice, options.grain, options.long_side)
    elif worn_as == "gray":
        wear.copied(picture, dice, options.grain)
    else:
        wear.scanned(picture, dice, options.grain)
    turn = options.turn if options.turn is not None else dice.one_of((90, 180, 270)) if dice.chance(0.08 if options.wear is None else 0) else 0
    wear.turned(picture, turn)
    quality = options.quality or (dice.whole(40, 90) if worn_as != "phone" else dice.whole(60, 90))
    form = "png" if worn_as == "gray" and not options.pdf and not options.quality and dice.chance(0.2) else "jpg"
    header = 72 if worn_as == "phone" and dice.chance(0.5) else 0 if worn_as == "phone" else sheet.dpi
    data = wear.written(picture.image, form, quality, header)
    told = {"class": worn_as, "dpi": sheet.dpi, "header_dpi": header, "width": picture.image.width, "height": picture.image.height, "phone": worn_as == "phone",
            "gray": worn_as == "gray", "turned": turn, "quality": quality if form == "jpg" else None, "wear": picture.notes, "seals": picture.places()}
    return data, form, told, len(picture.image.getbands())


def wear_of(options, dice):
    return options.wear or dice.one_of(("150", "200", "200", "200", "300", "gray", "phone"))


def document(options, number, truth, out):
    dice = Dice(options.seed, options.kind, number)
    worn_as = wear_of(options, dice)
    dpi = options.dpi or DPI.get(worn_as) or dice.one_of((200, 200, 300))
    unit = dice.one_of(words.units(options.units))
    if options.kind == "decision":
        made = words.decision(dice, unit, long=options.pages == "any" and dice.chance(0.35))
        signed = layouts.decision(dice, dpi, made, options.layout)
        while options.pages == "one" and len(signed.flow.sheets) > 1:
            made = words.decision(dice, unit)
            signed = layouts.decision(dice, dpi, made, options.layout)
    else:
        made = words.monthly(dice, unit)
        signed = layouts.monthly(dice, dpi, made, options.layout)
    sealed = options.sealed == "yes" or (options.sealed == "mixed" and dice.chance(0.85))
    seals = {signed.sheet: [seal_of_signature(signed, dice, made)]} if sealed else {}
    negatives = {}
    if len(signed.flow.sheets) > 1 and dice.chance(0.3):
        for index, sheet in enumerate(signed.flow.sheets):
            marks.edge_seal(sheet, dice, unit.name, 0.3)
            negatives[index] = ["edge seal"]
    stem, pdf_pages, told_pages = f"{options.kind}-{options.seed}-{number:04d}", [], []
    for index, sheet in enumerate(signed.flow.sheets):
        data, form, told, channels = finish(sheet, seals.get(index, []), dice, worn_as, options)
        name = f"{stem}-{index + 1}.{form}"
        (out / name).write_bytes(data)
        pdf_pages.append((data, told["width"], told["height"], channels, sheet.dpi))
        joined = "".join("".join(sheet.lines).split())
        fields = made.fields()
        red = index == 0 and signed.flow.red
        told_pages.append({"file": name, "kind": options.kind, "layout": signed.layout, "document": number, "page": index + 1, "pages": len(signed.flow.sheets), **told, "font": signed.flow.body,
                           "lines": sheet.lines, "fields": printed_fields(fields, sheet), "capitals": [c for c in (fields.get("amount_capital"),) if c and c in joined],
                           "red_head": red, "negatives": negatives.get(index, []) + (["red head"] if red else [])})
    if options.pdf:
        (out / f"{stem}.pdf").write_bytes(image_pdf.of_jpegs(pdf_pages))
    if options.words_pdf:
        ink = marks.seal_ink(unit.name, 150)
        (out / f"{stem}-words.pdf").write_bytes(image_pdf.of_words([sheet.lines for sheet in signed.flow.sheets], (ink, marks.TINTS[0], 42.0) if sealed else None))
    for told in told_pages:
        told |= {"pdf": f"{stem}.pdf"} if options.pdf else {}
        told |= {"words_pdf": f"{stem}-words.pdf"} if options.words_pdf else {}
        truth.append(told)


def positive(dice, sheet, unit, what):
    """The seals of a page that has them."""
    inside = lambda: (dice.between(34, sheet.width - 34), dice.between(36, sheet.height - 36))  # noqa: E731
    x, y = inside()
    if what == "cut":
        seen, size = dice.between(0.65, 0.95), 42.0
        side = dice.whole(0, 3)
        over = size * (seen - 0.5)
        x, y = ((over, y), (sheet.width - over, y), (x, over), (x, sheet.height - over))[side]
        return [marks.stamp(sheet, dice, x, y, unit.name, "round")]
    if what == "two seals":
        x, y = dice.between(36, 70), dice.between(60, sheet.height - 40)
        return [marks.stamp(sheet, dice, at, y + dice.between(-12, 12), name, "round", gentle=True) for at, name in ((x, unit.name), (x + dice.between(58, 84), "云溪县司法局"))]
    if what == "faded":
        return [marks.stamp(sheet, dice, x, y, unit.name, "round", fade=dice.between(0.28, 0.45))]
    if what == "purple":
        return [marks.stamp(sheet, dice, x, y, unit.name, "round", colour=marks.TINTS[-1])]
    name = words.company(dice, unit) if what == "company" else unit.name
    return [marks.stamp(sheet, dice, x, y, name, what if what in ("oval", "small", "company", "two rows", "purpose") else "round")]


def seal_page(options, number, truth, out):
    dice = Dice(options.seed, "seals", number)
    is_positive = number % 2 == 0 if options.sealed == "mixed" else options.sealed == "yes"
    # One after the other, so that each stands in a set of any size.
    kinds = POSITIVES if is_positive else marks.NEGATIVES
    what = options.only.replace("-", " ") if options.only else kinds[(number // 2 if options.sealed == "mixed" else number) % len(kinds)]
    worn_as = options.wear or {"phone": "phone", "copy": "gray"}.get(what) or dice.one_of(("150", "200", "200", "300", "phone") if dice.chance(0.5) else ("150", "200", "200", "300"))
    dpi = options.dpi or DPI.get(worn_as) or dice.one_of((200, 200, 300))
    unit, others = dice.one_of(words.units(options.units)), []
    if what == "over words":
        made = words.decision(dice, unit)
        signed = layouts.decision(dice, dpi, made)
        sheet, seals = signed.flow.sheets[signed.sheet], [seal_of_signature(signed, dice, made)]
    else:
        sheet, seals = layouts.letter(dice, dpi, unit, **({"top": 62.0} if what == "red head" else {})), []
        if what == "blank":
            import paper
            sheet = paper.Sheet(dpi)
        elif what == "edge seal":
            marks.edge_seal(sheet, dice, unit.name)
        elif what == "other purpose":
            seals = [marks.stamp(sheet, dice, dice.between(34, 176), dice.between(36, 260), words.company(dice, unit), "other purpose")]
        elif what in marks.DRAWN:
            marks.DRAWN[what](sheet, dice)
        elif is_positive:
            seals = positive(dice, sheet, unit, what)
            if dice.chance(0.25):   # and something red beside it
                beside = dice.one_of(("red text", "square name seal", "arrows", "pen circles"))
                marks.DRAWN[beside](sheet, dice)
                others = [beside]
    data, form, told, _ = finish(sheet, seals, dice, worn_as, options)
    name = f"seals-{options.seed}-{number:04d}.{form}"
    (out / name).write_bytes(data)
    truth.append({"file": name, "kind": "seals", "what": what, "positive": is_positive, "document": number, "page": 1, "pages": 1, **told, "lines": sheet.lines, "fields": {},
                  "capitals": [], "negatives": others if is_positive else [what]})


def arguments(given=None):
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=("decision", "monthly", "seals"), required=True)
    parser.add_argument("--count", type=int, default=10, help="documents; of `seals`, pages")
    parser.add_argument("--first", type=int, default=0, help="number of the first: parts of a set can be made apart")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--wear", choices=wear.CLASSES)
    parser.add_argument("--units", choices=("shipped", "invented", "all"), default="all")
    parser.add_argument("--sealed", choices=("yes", "no", "mixed"), default="mixed")
    parser.add_argument("--layout", help="of the document, else any")
    parser.add_argument("--only", help="seals: this kind of page only (blanks as hyphens)")
    parser.add_argument("--turn", type=int, choices=(0, 90, 180, 270))
    parser.add_argument("--pages", choices=("one", "any"), default="any", help="decisions of one page only")
    parser.add_argument("--dpi", type=int, help="of the sheet, whatever the wear")
    parser.add_argument("--quality", type=int, help="of the JPEG")
    parser.add_argument("--grain", type=float, help="standard deviation of the noise")
    parser.add_argument("--long-side", type=int, help="of a photograph, pixels")
    parser.add_argument("--pdf", action="store_true", help="a document's pictures in one PDF too")
    parser.add_argument("--words-pdf", action="store_true", help="its words with a seal's picture in a PDF too")
    return parser.parse_args(given)


def make(options):
    """The pages and their truth.jsonl in options.out; gives the truth."""
    options.out.mkdir(parents=True, exist_ok=True)
    truth = []
    for number in range(options.first, options.first + options.count):
        (seal_page if options.kind == "seals" else document)(options, number, truth, options.out)
    with open(options.out / "truth.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(told, ensure_ascii=False) + "\n" for told in truth)
    return truth


if __name__ == "__main__":
    make(arguments())
