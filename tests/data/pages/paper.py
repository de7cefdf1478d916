"""Typesetting: words on white sheets, in millimetres and points, with the lines told as they were printed."""
import dataclasses
import functools

from PIL import Image, ImageDraw, ImageFont

_NOTO = "/usr/share/fonts/opentype/noto/Noto"
FONTS = {
    "song": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
    "kai": ("/usr/share/fonts/truetype/arphic/ukai.ttc", 0),
    "serif": (_NOTO + "SerifCJK-Regular.ttc", 2),
    "serif-bold": (_NOTO + "SerifCJK-Bold.ttc", 2),
    "hei": ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    "sans": (_NOTO + "SansCJK-Regular.ttc", 2),
    "sans-bold": (_NOTO + "SansCJK-Bold.ttc", 2),
}
BODY = ("song", "kai", "serif", "hei", "sans", "song", "serif")
NOT_FIRST = "，。；：、？！）》”〕］」%％"
NOT_LAST = "（《“〔［「￥"
# These fonts set some marks in the middle of their square, as in Taiwan; papers here have them at its lower left: (right, down), squares.
MOVED = {"song": dict.fromkeys("。、", (-0.26, 0.28)),
         "kai": dict.fromkeys("，。、", (-0.26, 0.28)) | dict.fromkeys("；：", (-0.22, 0.05)) | dict.fromkeys("？！", (-0.15, 0.0))}
RED = (214, 22, 30)
BLACK = (12, 12, 14)


@functools.lru_cache(maxsize=256)
def font(name, pixels):
    path, index = FONTS[name]
    return ImageFont.truetype(path, pixels, index=index)


@functools.lru_cache(maxsize=65536)
def advance(name, pixels, character):
    return font(name, pixels).getlength(character)


@dataclasses.dataclass
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self):
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


class Sheet:
    """One page. Places are millimetres, sizes points."""

    def __init__(self, dpi, width=210.0, height=297.0):
        self.dpi, self.width, self.height = dpi, width, height
        self.image = Image.new("RGB", (round(self.px(width)), round(self.px(height))), (255, 255, 255))
        self.draw = ImageDraw.Draw(self.image)
        self.lines = []     # as printed, in reading order; cells of a row parted by \t
        self.fields = {}
        self.capitals = []

    def px(self, millimetres):
        return millimetres * self.dpi / 25.4

    def pixels(self, points):
        return max(6, round(points * self.dpi / 72))

    def measure(self, text, name, points, gap=0.0):
        size = self.pixels(points)
        return sum(advance(name, size, c) for c in text) / self.dpi * 25.4 + gap * max(0, len(text) - 1)

    def put(self, x, y, text, name, points, colour=BLACK, gap=0.0):
        """Characters one by one from the left, the line's top at y; gap: millimetres more between them."""
        size = self.pixels(points)
        face, at = font(name, size), self.px(x)
        rise = size * (0.88 if name in ("song", "kai") else 0.86)
        for c in text:
            if c != " ":
                right, down = MOVED.get(name, {}).get(c, (0, 0))
                self.draw.text((at + right * size, self.px(y) + rise + down * size), c, colour, font=face, anchor="ls")
            at += advance(name, size, c) + self.px(gap)
        return Box(x, y, at / self.dpi * 25.4 - gap, y + points * 0.3528)

    def centred(self, x, y, text, name, points, colour=BLACK, gap=0.0):
        return self.put(x - self.measure(text, name, points, gap) / 2, y, text, name, points, colour, gap)

    def rule(self, x0, y0, x1, y1, thick=0.3, colour=BLACK):
        half = self.px(thick) / 2
        self.draw.rectangle((self.px(x0) - half, self.px(y0) - half, self.px(x1) + half, self.px(y1) + half), fill=colour)

    def say(self, line):
        self.lines.append(line)


def broken(sheet, text, name, points, width, indent):
    """The lines of a paragraph; numbers and Latin words stay whole, marks keep off the ends they may not stand at."""
    size = sheet.pixels(points)
    room, out, line, used = sheet.px(width), [], "", sheet.px(indent)
    atoms, i = [], 0
    while i < len(text):
        j = i + 1
        if text[i].isascii() and text[i] != " ":
            while j < len(text) and text[j].isascii() and text[j] != " ":
                j += 1
        atoms.append(text[i:j])
        i = j
    for atom in atoms:
        needs = sum(advance(name, size, c) for c in atom)
        if used + needs > room + 0.5 and line and atom[0] not in NOT_FIRST:
            carried = ""
            while line and line[-1] in NOT_LAST:
                carried, line = line[-1] + carried, line[:-1]
            out.append(line)
            line, used = carried, sum(advance(name, size, c) for c in carried)
        line += atom
        used += needs
    return out + [line] if line else out


class Flow:
    """Words that run over as many sheets as they need."""

    def __init__(self, dpi, top=30.0, bottom=28.0, left=27.0, right=25.0, body="song", points=14.0, leading=1.75, sheet_size=(210.0, 297.0)):
        self.dpi, self.top, self.bottom, self.left, self.right = dpi, top, bottom, left, right
        self.body, self.points, self.leading, self.sheet_size = body, points, leading, sheet_size
        self.sheets, self.red = [], False   # red: it opens with a red letterhead
        self.turn()

    def turn(self):
        self.sheets.append(Sheet(self.dpi, *self.sheet_size))
        self.y = self.top

    @property
    def sheet(self):
        return self.sheets[-1]

    @property
    def wide(self):
        return self.sheet.width - self.left - self.right

    @property
    def middle(self):
        return self.left + self.wide / 2

    def room(self):
        return self.sheet.height - self.bottom - self.y

    def step(self, points=None):
        return (points or self.points) * 0.3528 * self.leading

    def skip(self, millimetres):
        self.y += millimetres

    def title(self, text, name, points, colour=BLACK, gap=0.0):
        """In as many centred lines as it takes."""
        rows = broken(self.sheet, text, name, points, self.wide, 0) if self.sheet.measure(text, name, points, gap) > self.wide else [text]
        for row in rows:
            box = self.sheet.centred(self.middle, self.y, row, name, points, colour, gap)
            self.sheet.say(row)
            self.y += points * 0.3528 * 1.5
        return box

    def line(self, text, align="left", indent=0.0, name=None, points=None):
        points = points or self.points
        if self.room() < self.step(points):
            self.turn()
        width = self.sheet.measure(text, name or self.body, points)
        x = {"left": self.left + indent, "right": self.sheet.width - self.right - indent - width, "centre": self.middle - width / 2}[align]
        box = self.sheet.put(x, self.y, text, name or self.body, points)
        self.sheet.say(text)
        self.y += self.step(points)
        return box

    def paragraph(self, text, indent=True):
        first = self.points * 0.3528 * 2 if indent else 0.0
        rows = broken(self.sheet, text, self.body, self.points, self.wide, first)
        for number, row in enumerate(rows):
            if self.room() < self.step():
                self.turn()
            offset = first if number == 0 else 0.0
            spare = self.wide - offset - self.sheet.measure(row, self.body, self.points)
            gap = spare / max(1, len(row) - 1)
            # The last line stands as it falls; the others fill the width.
            gap = gap if number + 1 < len(rows) and abs(gap) < 0.25 * self.points * 0.3528 else min(0.0, gap)
            self.sheet.put(self.left + offset, self.y, row, self.body, self.points, gap=gap)
            self.sheet.say(row)
            self.y += self.step()

    def table(self, rows, widths, height, spans=(), points=None, thick=0.3, heads=0, colour=BLACK):
        """A ruled table; `spans` (row, column, rows, columns) are one cell each, whose words stand in their first row."""
        points, sheet = points or self.points, self.sheet
        covered = {(r, c): span for span in spans for r in range(span[0], span[0] + span[2]) for c in range(span[1], span[1] + span[3])}
        lefts = [self.left + sum(widths[:i]) for i in range(len(widths) + 1)]
        tops = [self.y + height * i for i in range(len(rows) + 1)]
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                span = covered.get((r, c), (r, c, 1, 1))
                if (r, c) != span[:2]:
                    continue
                x0, x1, y0, y1 = lefts[c], lefts[c + span[3]], tops[r], tops[r + span[2]]
                for ends in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
                    sheet.rule(*ends, thick, colour)
                pieces = broken(sheet, text, self.body, points, x1 - x0 - 2.0, 0) if text else []
                pitch = points * 0.3528 * 1.2
                for n, piece in enumerate(pieces):
                    sheet.centred((x0 + x1) / 2, (y0 + y1) / 2 + (n - len(pieces) / 2) * pitch + pitch * 0.08, piece,
                                  "sans-bold" if r < heads else self.body, points)
        for row in rows:
            sheet.say("\t".join(row).rstrip("\t"))
        self.y = tops[-1]
