"""Seals, and what may be taken for one. Ink is a share of each pixel covered (0…1) that multiplies what lies below."""
import dataclasses
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

import paper

TINTS = ((208, 20, 30), (226, 48, 44), (190, 24, 52), (216, 62, 76), (172, 30, 70), (168, 28, 92))  # the last is purple


@dataclasses.dataclass
class Seal:
    """On its page, in pixels; `cut`: the visible share of its area."""
    unit: str
    kind: str           # ink, copy
    what: str           # round, oval, small, company, two rows, purpose
    official: bool
    cx: float
    cy: float
    width: float
    height: float
    angle: float = 0.0
    fade: float = 1.0
    tint: tuple = TINTS[0]
    text: str = ""
    cut: float = 1.0


# --- drawing by distance: an edge is as wide as a pixel ---
def _edge(distance, soft=0.75):
    return np.clip(0.5 - distance / (2 * soft), 0, 1).astype(np.float32)


def _star(radius_of, angle_of, outer):
    """Signed distance to a five-pointed star that stands on two points."""
    fifth = 2 * math.pi / 5
    folded = np.abs((angle_of + fifth / 2) % fifth - fifth / 2)
    x, y = radius_of * np.cos(folded), radius_of * np.sin(folded)
    inner = outer * 0.382
    ix, iy = inner * math.cos(fifth / 2), inner * math.sin(fifth / 2)
    dx, dy = ix - outer, iy
    return (dy * (x - outer) - dx * y) / math.hypot(dx, dy)


def _strip(text, name, height, letter_width, pitch):
    """The ring's words unrolled: letters `pitch` apart, each squeezed to `letter_width`."""
    count = len(text)
    out = Image.new("L", (max(1, round(pitch * count)), height), 0)
    face = paper.font(name, height)
    for i, c in enumerate(text):
        tile = Image.new("L", (height, height), 0)
        ImageDraw.Draw(tile).text((height / 2, height / 2), c, 255, font=face, anchor="mm", stroke_width=max(0, height // 40))
        tile = tile.resize((max(1, round(letter_width)), height), Image.BICUBIC)
        out.paste(tile, (round((i + 0.5) * pitch - tile.width / 2), 0))
    return np.asarray(out, np.float32) / 255


def _bent(strip, radius_of, angle_of, low, high, middle, extent):
    """The strip laid around the ring: clockwise, its middle at `middle` (radians from the top)."""
    height, width = strip.shape
    turned = (angle_of - middle + math.pi) % (2 * math.pi) - math.pi
    x = ((turned / extent + 0.5) * width).astype(np.int32)
    y = ((high - radius_of) / (high - low) * height).astype(np.int32)
    inside = (x >= 0) & (x < width) & (y >= 0) & (y < height)
    return np.where(inside, strip[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)], 0).astype(np.float32)


def _centre_words(size, text, name, pixels, below):
    tile = Image.new("L", (size[1], size[0]), 0)
    ImageDraw.Draw(tile).text((size[1] / 2, size[0] / 2 + below), text, 255, font=paper.font(name, max(6, round(pixels))), anchor="mm")
    return np.asarray(tile, np.float32) / 255


def seal_ink(text, dpi, width=42.0, height=None, letters="song", star=True, bottom="", serial="", second="", rim=1.1, inner_rim=False, angle=0.0, span=None):
    """Coverage of a seal turned by `angle` degrees. Ovals: the ring's words run along the oval."""
    height = height or width
    over = 2 if dpi < 260 else 1    # drawn finer than the page
    px = dpi / 25.4 * over
    a, b = width / 2 * px, height / 2 * px
    half = math.ceil(max(a, b)) + 3 * over
    half += half % over
    grid = np.arange(-half, half, dtype=np.float32) + 0.5
    x, y = np.meshgrid(grid, grid)
    turn = math.radians(angle)
    x, y = x * math.cos(turn) + y * math.sin(turn), -x * math.sin(turn) + y * math.cos(turn)
    scaled_y = y * (a / b)
    radius = np.hypot(x, scaled_y)              # in the oval's own measure: a at the rim
    around = np.arctan2(x, -scaled_y)           # clockwise from the top
    ink = _edge(np.abs(radius - (a - rim * px / 2)) - rim * px / 2, over)
    if inner_rim:
        ink = np.maximum(ink, _edge(np.abs(radius - (a - (rim + 0.9) * px)) - 0.15 * px, over))
    count = len(text)
    high = a - (rim + (1.5 if inner_rim else 0.9)) * px
    if text:
        tall = min(0.33, 0.20 + 0.55 / max(count, 4)) * a if not second else 0.19 * a
        span = span or min(math.radians(300), math.radians(26 if count < 9 else 22) * count)
        middle = high - tall / 2
        pitch = span * middle / count
        strip = _strip(text, letters, max(8, round(tall)), min(tall, pitch * 0.94), pitch)
        ink = np.maximum(ink, _bent(strip, radius, around, high - tall, high, 0.0, span))
        high -= tall + 0.6 * px
    if second:
        tall = 0.15 * a
        span = min(math.radians(250), math.radians(30) * len(second))
        middle = high - tall / 2
        pitch = span * middle / len(second)
        strip = _strip(second, letters, max(8, round(tall)), min(tall, pitch * 0.94), pitch)
        ink = np.maximum(ink, _bent(strip, radius, around, high - tall, high, 0.0, span))
    if star:
        ink = np.maximum(ink, _edge(_star(np.hypot(x, y), np.arctan2(x, -y), 0.155 * (a + b)), over))
    flat = ink
    for words, tall, below in ((bottom, 0.19 * a * min(1, 6 / max(1, len(bottom))), 0.50 * b), (serial, 0.085 * a, 0.80 * b)):
        if words:
            tile = _centre_words(ink.shape, words, letters, tall, below)
            if angle:
                tile = np.asarray(Image.fromarray((tile * 255).astype(np.uint8)).rotate(-angle, Image.BICUBIC), np.float32) / 255
            flat = np.maximum(flat, tile)
    if over > 1:
        side = flat.shape[0] // over
        flat = flat[:side * over, :side * over].reshape(side, over, side, over).mean(axis=(1, 3))
    return flat


def cloud(dice, shape, cell):
    """Slow change, 0…1."""
    rough = dice.numpy.random((max(2, shape[0] // cell + 2), max(2, shape[1] // cell + 2)), dtype=np.float32)
    image = Image.fromarray((rough * 255).astype(np.uint8)).resize((shape[1], shape[0]), Image.BICUBIC)
    return np.asarray(image, np.float32) / 255


def worn(ink, dice, fade, blotch=0.3, dropout=0.0, lean=0.0):
    """Uneven ink: blotches, grains left out, one side pressed less."""
    shape = ink.shape
    out = ink * (1 - blotch * cloud(dice, shape, max(8, shape[0] // 14)))
    if dropout:
        out = out * (dice.numpy.random(shape, dtype=np.float32) > dropout)
    if lean:
        way = dice.between(0, 2 * math.pi)
        ramp = np.linspace(-1, 1, shape[0], dtype=np.float32)
        out = out * np.clip(1 - lean * (0.5 + 0.5 * (ramp[:, None] * math.sin(way) + ramp[None, :] * math.cos(way))), 0, 1)
    image = Image.fromarray((np.clip(out * fade, 0, 1) * 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(dice.between(0.3, 0.7)))
    return np.asarray(image, np.float32) / 255


def press(image, ink, cx, cy, colour):
    """Ink on the page around (cx, cy) pixels; what is over the edge is lost. Gives the share that stayed."""
    height, width = ink.shape
    left, top = round(cx - width / 2), round(cy - height / 2)
    x0, y0, x1, y1 = max(0, left), max(0, top), min(image.width, left + width), min(image.height, top + height)
    if x1 <= x0 or y1 <= y0:
        return 0.0
    part = ink[y0 - top:y1 - top, x0 - left:x1 - left]
    below = np.asarray(image.crop((x0, y0, x1, y1)), np.float32)
    above = below * (1 - part[..., None] * (1 - np.asarray(colour, np.float32) / 255))
    image.paste(Image.fromarray(above.astype(np.uint8)), (x0, y0))
    return float((x1 - x0) * (y1 - y0)) / (width * height)


# --- official seals ---
PURPOSES = ("行政处罚专用章", "行政执法专用章", "业务专用章", "审批专用章")
OTHER_PURPOSES = ("合同专用章", "财务专用章", "发票专用章")


def stamp(sheet, dice, x, y, unit, what="round", fade=None, gentle=False, colour=None):
    """Presses a seal centred on (x, y) millimetres; what it is called in the truth comes back."""
    text, more, official = unit, {}, True
    size = dice.one_of((42.0, 42.0, 45.0, 40.0))
    if what == "oval":
        more, size = {"height": 30.0, "star": dice.chance(0.3), "bottom": dice.one_of(PURPOSES)}, 40.0
    elif what == "small":
        size = dice.between(28, 36)
    elif what == "company":
        more, size = {"serial": "4202" + "".join(dice.one_of("0123456789") for _ in range(9))}, dice.between(38, 42)
    elif what == "two rows":
        more = {"second": dice.one_of(("综合行政执法中心", "行政执法大队", "综合执法办公室"))}
    elif what == "purpose":
        more = {"bottom": dice.one_of(PURPOSES), "star": dice.chance(0.8)}
    elif what == "other purpose":
        more, official = {"bottom": dice.one_of(OTHER_PURPOSES), "star": dice.chance(0.7), "serial": "4202" + "".join(dice.one_of("0123456789") for _ in range(9))}, False
        size = dice.between(36, 42)
    angle = dice.between(-10, 10) if gentle else dice.between(-25, 25)
    ink = seal_ink(text, sheet.dpi, size, letters=dice.one_of(("song", "song", "serif", "serif-bold", "hei")), rim=dice.between(0.8, 1.3),
                   inner_rim=dice.chance(0.15), angle=angle, **more)
    fade = fade or (dice.between(0.62, 0.95) if gentle else dice.between(0.28, 0.97))
    dropout = 0.0 if dice.chance(0.5) else dice.between(0.03, 0.12 if gentle else 0.25)
    # What is pale already isn't blotched much too: its palest parts would be no ink at all.
    blotch, lean = dice.between(0.1, 0.3 if gentle else 0.45), dice.between(0, 0.3) if dice.chance(0.4) else 0.0
    pale = min(1.0, fade / 0.5)
    ink = worn(ink, dice, fade, blotch * pale, dropout * pale, lean * pale)
    tint = colour or dice.one_of(TINTS)
    cx, cy = sheet.px(x), sheet.px(y)
    press(sheet.image, ink, cx, cy, tint)
    wide, tall = sheet.px(size), sheet.px(more.get("height", size))
    left, right, top, bottom = cx - wide / 2, cx + wide / 2, cy - tall / 2, cy + tall / 2
    seen = (max(0, min(sheet.image.width, right) - max(0, left)) / wide) * (max(0, min(sheet.image.height, bottom) - max(0, top)) / tall)
    return Seal(text, "ink", what, official, cx, cy, wide, tall, angle, round(fade, 2), tint, more.get("bottom", more.get("second", "")), round(seen, 3))


# --- what is no official seal ---
def _at_random(sheet, dice, width, height):
    return dice.between(12, max(13, sheet.width - width - 12)), dice.between(14, max(15, sheet.height - height - 14))


def _polygon_star(draw, cx, cy, outer, colour, turn=0.0):
    points = [(cx + (outer if i % 2 == 0 else outer * 0.382) * math.sin(turn + math.pi * i / 5),
               cy - (outer if i % 2 == 0 else outer * 0.382) * math.cos(turn + math.pi * i / 5)) for i in range(10)]
    draw.polygon(points, fill=colour)


def red_star(sheet, x, y, millimetres):
    _polygon_star(sheet.draw, sheet.px(x), sheet.px(y), sheet.px(millimetres), paper.RED)


def _shape(sheet, dice, draw_on, width, height, colour, fade=None, turn=None):
    """Draws on a finer tile, turns it, presses it somewhere."""
    over = 3
    tile = Image.new("L", (round(sheet.px(width) * over), round(sheet.px(height) * over)), 0)
    draw_on(ImageDraw.Draw(tile), tile.width, tile.height, sheet.px(1) * over)
    tile = tile.rotate(dice.between(-12, 12) if turn is None else turn, Image.BICUBIC, expand=True)
    tile = tile.resize((tile.width // over, tile.height // over), Image.BOX)
    ink = worn(np.asarray(tile, np.float32) / 255, dice, fade or dice.between(0.55, 0.97), dice.between(0, 0.3), dice.between(0, 0.1) if dice.chance(0.3) else 0.0)
    x, y = _at_random(sheet, dice, width, height)
    press(sheet.image, ink, sheet.px(x + width / 2), sheet.px(y + height / 2), colour)


def _disc(sheet, dice):
    size = dice.between(24, 48)
    _shape(sheet, dice, lambda d, w, h, mm: d.ellipse((0, 0, w, h), fill=255), size, size, dice.one_of(TINTS))


def _disc_star(sheet, dice):
    size = dice.between(26, 48)

    def draw(d, w, h, mm):
        d.ellipse((0, 0, w, h), fill=255)
        _polygon_star(d, w / 2, h / 2, w * dice.between(0.25, 0.4), 0)
    _shape(sheet, dice, draw, size, size, dice.one_of(TINTS))


def _bare_ring(sheet, dice):
    size, thick, star = dice.between(26, 50), dice.between(0.7, 2.5), dice.chance(0.5)

    def draw(d, w, h, mm):
        d.ellipse((0, 0, w, h), outline=255, width=round(thick * mm))
        if star:
            _polygon_star(d, w / 2, h / 2, w * 0.18, 255)
    _shape(sheet, dice, draw, size, size, dice.one_of(TINTS))


def _target(sheet, dice):
    size, rings = dice.between(28, 50), dice.whole(3, 5)

    def draw(d, w, h, mm):
        for i in range(rings):
            inset = w / 2 * i / rings
            d.ellipse((inset, inset, w - inset, h - inset), outline=255, width=round(dice.between(0.8, 1.6) * mm))
    _shape(sheet, dice, draw, size, size, dice.one_of(TINTS))


def _stop_sign(sheet, dice):
    size = dice.between(28, 50)

    def draw(d, w, h, mm):
        corners = [(w / 2 + w * 0.5 * math.cos(math.pi / 8 + math.pi / 4 * i), h / 2 + h * 0.5 * math.sin(math.pi / 8 + math.pi / 4 * i)) for i in range(8)]
        d.polygon(corners, fill=255)
        d.polygon([(w / 2 + (x - w / 2) * 0.93, h / 2 + (y - h / 2) * 0.93) for x, y in corners], outline=0, width=round(0.7 * mm))
        d.text((w / 2, h / 2), "停", 0, font=paper.font("sans-bold", round(h * 0.5)), anchor="mm")
    _shape(sheet, dice, draw, size, size, (204, 20, 28), turn=0)


def _square_name(sheet, dice):
    size, filled = dice.between(13, 30), dice.chance(0.45)
    text = dice.one_of(("样例之印", "示甲印章", "石某之印", "柏例一印"))

    def draw(d, w, h, mm):
        border = max(2, round(0.9 * mm))
        d.rectangle((0, 0, w - 1, h - 1), fill=255 if filled else 0, outline=255, width=border)
        for i, c in enumerate(text):
            at = (w * (0.73 if i < 2 else 0.27), h * (0.27 if i % 2 == 0 else 0.73))
            d.text(at, c, 0 if filled else 255, font=paper.font(dice.one_of(("kai", "song", "serif-bold")), round(h * 0.4)), anchor="mm", stroke_width=round(0.15 * mm))
    _shape(sheet, dice, draw, size, size, dice.one_of(TINTS))


def _rectangular(sheet, dice):
    wide, tall = dice.between(45, 70), dice.between(20, 32)
    text = dice.one_of(("收文章", "已归档", "与原件核对无误", "复印无效", "现金付讫"))

    def draw(d, w, h, mm):
        d.rectangle((0, 0, w - 1, h - 1), outline=255, width=round(0.8 * mm))
        d.text((w / 2, h * 0.34), text, 255, font=paper.font("hei", round(min(h * 0.36, w / (len(text) + 1)))), anchor="mm")
        d.line((0, h * 0.6, w, h * 0.6), fill=255, width=round(0.4 * mm))
        d.text((w / 2, h * 0.79), dice.one_of(("2024年 月 日", "第    号", "经办人：")), 255, font=paper.font("song", round(h * 0.22)), anchor="mm")
    _shape(sheet, dice, draw, wide, tall, dice.one_of(TINTS))


def _pen_circles(sheet, dice):
    for _ in range(dice.whole(1, 3)):
        wide, tall = dice.between(22, 60), dice.between(16, 45)
        turns, wobble = dice.between(0.95, 1.25), [dice.between(-0.06, 0.06) for _ in range(4)]
        start = dice.between(0, 6)

        def draw(d, w, h, mm, turns=turns, wobble=wobble, start=start):
            points = []
            for i in range(160):
                t = start + turns * 2 * math.pi * i / 159
                r = 0.42 + sum(k * math.sin((n + 1) * t * 0.7 + n) for n, k in enumerate(wobble)) * 0.5 + 0.02 * i / 159
                points.append((w * (0.5 + r * math.cos(t)), h * (0.5 + r * math.sin(t))))
            d.line(points, fill=255, width=max(2, round(dice.between(0.4, 0.9) * mm)), joint="curve")
        _shape(sheet, dice, draw, wide, tall, (220, 26, 30), turn=0)


def _fingerprints(sheet, dice):
    for _ in range(dice.whole(1, 4)):
        wide, tall = dice.between(13, 18), dice.between(18, 25)
        h, w = round(sheet.px(tall)), round(sheet.px(wide))
        y, x = np.mgrid[0:h, 0:w].astype(np.float32)
        u, v = x / w - 0.5, y / h - 0.5
        swirl = np.hypot(u * 1.3, v + 0.12 * np.sin(u * 6 + dice.between(0, 6))) * tall * dice.between(1.6, 2.1)
        ink = (np.sin(swirl * 2 * math.pi / 1.7) > -0.35) * _edge((np.hypot(u, v) - 0.46) * w, 2)
        ink = worn(ink.astype(np.float32), dice, dice.between(0.5, 0.9), 0.6)
        ax, ay = _at_random(sheet, dice, wide, tall)
        press(sheet.image, ink, sheet.px(ax), sheet.px(ay), dice.one_of(TINTS))


def _flag(sheet, dice):
    wide = dice.between(36, 90)
    tall = wide * 2 / 3
    x, y = _at_random(sheet, dice, wide, tall)
    unit, draw = sheet.px(wide) / 30, sheet.draw
    left, top = sheet.px(x), sheet.px(y)
    draw.rectangle((left, top, left + 30 * unit, top + 20 * unit), fill=(222, 41, 16))
    gold = (255, 222, 0)
    _polygon_star(draw, left + 5 * unit, top + 5 * unit, 3 * unit, gold)
    for sx, sy in ((10, 2), (12, 4), (12, 7), (10, 9)):
        _polygon_star(draw, left + sx * unit, top + sy * unit, unit, gold, math.atan2(5 - sy, 5 - sx) + math.pi / 2)


def _emblem(sheet, dice):
    """Like a state emblem: a gold wreath around a red field with stars, a gate, a wheel."""
    size = dice.between(24, 50)
    x, y = (sheet.width - size) / 2 + dice.between(-30, 30), dice.between(16, 60)
    cx, cy, r = sheet.px(x + size / 2), sheet.px(y + size / 2), sheet.px(size / 2)
    draw, gold, red = sheet.draw, (236, 186, 60), (206, 24, 30)
    draw.ellipse((cx - r, cy - r, cx + r, cy + r), fill=gold)
    for i in range(28):
        t = 2 * math.pi * i / 28
        ex, ey, e = cx + r * 0.93 * math.cos(t), cy + r * 0.93 * math.sin(t), r * 0.11
        draw.ellipse((ex - e, ey - e, ex + e, ey + e), fill=gold, outline=red)
    inner = r * 0.76
    draw.ellipse((cx - inner, cy - inner, cx + inner, cy + inner), fill=red)
    _polygon_star(draw, cx, cy - r * 0.4, r * 0.2, gold)
    for t in (-0.62, -0.25, 0.25, 0.62):
        _polygon_star(draw, cx + r * 0.55 * math.sin(t), cy - r * 0.12 - 0.2 * r * math.cos(t), r * 0.08, gold)
    draw.rectangle((cx - r * 0.42, cy + r * 0.12, cx + r * 0.42, cy + r * 0.38), fill=gold)
    draw.polygon([(cx - r * 0.5, cy + r * 0.12), (cx + r * 0.5, cy + r * 0.12), (cx, cy - r * 0.06)], fill=gold)
    draw.pieslice((cx - r * 0.3, cy + r * 0.5, cx + r * 0.3, cy + r * 1.1), 180, 360, fill=gold, outline=red)
    draw.polygon([(cx - r * 0.5, cy + r * 0.75), (cx + r * 0.5, cy + r * 0.75), (cx + r * 0.3, cy + r * 1.08), (cx - r * 0.3, cy + r * 1.08)], fill=red)


def _photo(sheet, dice):
    wide, tall = dice.between(80, 165), dice.between(60, 110)
    h, w = round(sheet.px(tall)), round(sheet.px(wide))
    light = 0.35 + 0.65 * cloud(dice, (h, w), max(6, h // dice.whole(3, 9)))
    sky = np.linspace(1.15, 0.75, h, dtype=np.float32)[:, None]
    tone = np.array(dice.one_of(((170, 180, 196), (176, 150, 120), (206, 196, 186), (150, 90, 74), (120, 146, 104))), np.float32)
    scene = np.clip(light * sky, 0, 1)[..., None] * tone + 18 * (cloud(dice, (h, w), 5)[..., None] - 0.5)
    scene = np.clip(scene, 0, 255)
    image = Image.fromarray(scene.astype(np.uint8))
    draw = ImageDraw.Draw(image)
    for _ in range(dice.whole(2, 6)):   # lanterns, signs, a lorry
        a, b, size = dice.whole(0, w), dice.whole(0, h), sheet.px(dice.between(6, 32))
        form = dice.one_of((draw.ellipse, draw.rectangle))
        form((a, b, a + size, b + size * dice.between(0.6, 1.2)), fill=dice.one_of(((200, 30, 30), (230, 40, 50), (40, 60, 110), (230, 230, 225), (180, 20, 40))))
    x, y = _at_random(sheet, dice, wide, tall)
    sheet.image.paste(image.filter(ImageFilter.GaussianBlur(1.2)), (round(sheet.px(x)), round(sheet.px(y))))


def _pie(sheet, dice):
    """A chart with a red part, as in a report; sometimes with a hole."""
    size = dice.between(35, 65)
    x, y = _at_random(sheet, dice, size, size)
    box, at = (sheet.px(x), sheet.px(y), sheet.px(x + size), sheet.px(y + size)), dice.between(0, 360)
    for colour, part in zip(((204, 36, 40), (230, 110, 40), (70, 110, 180), (120, 160, 70)), (dice.between(90, 220), 60, 50, 360)):
        sheet.draw.pieslice(box, at, at + part, fill=colour)
        at += part
        if part == 360:
            break
    first = dice.between(100, 230)
    sheet.draw.pieslice(box, at, at + first, fill=(204, 36, 40))
    if dice.chance(0.5):
        inset = sheet.px(size * 0.28)
        sheet.draw.ellipse((box[0] + inset, box[1] + inset, box[2] - inset, box[3] - inset), fill=(255, 255, 255))


def _red_text(sheet, dice):
    y, points, name = dice.between(30, 200), dice.between(12, 22), dice.one_of(paper.BODY)
    for row in dice.some_of(("此件公开发布，严禁翻印。", "注意：本材料须于次月十日前报送。", "逾期未报送的，予以通报。", "联系人：样某某", "特急  内部资料  注意保存"), dice.whole(2, 5)):
        sheet.put(dice.between(20, 60), y, row, name, points, paper.RED)
        y += points * 0.3528 * 1.7


def _red_table(sheet, dice):
    x, y, wide, tall = 18, dice.between(20, 90), sheet.width - 36, dice.between(60, 170)
    rows, columns = dice.whole(4, 14), dice.whole(3, 8)
    for i in range(rows + 1):
        sheet.rule(x, y + tall * i / rows, x + wide, y + tall * i / rows, dice.between(0.2, 0.5), paper.RED)
    for i in range(columns + 1):
        sheet.rule(x + wide * i / columns, y, x + wide * i / columns, y + tall, dice.between(0.2, 0.5), paper.RED)
    for i in range(columns):
        sheet.centred(x + wide * (i + 0.5) / columns, y + 1.5, dice.one_of(("项目", "数量", "金额", "备注", "摘要")), "song", 11, paper.RED)


def _red_head(sheet, dice):
    name = dice.one_of(("石塘镇人民政府文件", "云溪县司法局", "临屏县市场监督管理局文件", "双岭镇人民政府办公室"))
    points = dice.between(26, 40)
    while sheet.measure(name, "serif-bold", points, 0.8) > sheet.width - 46:
        points *= 0.95
    y = dice.between(14, 26)
    sheet.centred(sheet.width / 2, y, name, "serif-bold", points, paper.RED, 0.8)
    line = y + points * 0.36 + 14
    sheet.rule(24, line, sheet.width - 24, line, dice.between(0.6, 1.2), paper.RED)
    if dice.chance(0.4):
        red_star(sheet, sheet.width / 2, line, dice.between(3, 6))


def _arrows(sheet, dice):
    for _ in range(dice.whole(2, 5)):
        x, y, length, turn = dice.between(20, 180), dice.between(30, 260), dice.between(15, 50), dice.between(0, 2 * math.pi)
        ex, ey = x + length * math.cos(turn), y + length * math.sin(turn)
        width = max(1, round(sheet.px(dice.between(0.5, 1.1))))
        sheet.draw.line([(sheet.px(x), sheet.px(y)), (sheet.px(ex), sheet.px(ey))], fill=(222, 24, 28), width=width)
        for side in (2.6, -2.6):
            sheet.draw.line([(sheet.px(ex), sheet.px(ey)), (sheet.px(ex + 6 * math.cos(turn + side)), sheet.px(ey + 6 * math.sin(turn + side)))], fill=(222, 24, 28), width=width)


def edge_seal(sheet, dice, unit, share=None):
    """骑缝章: a part of a seal over the right edge (sometimes the left), the rest on the other sheets."""
    size, share = dice.one_of((42.0, 45.0)), share or dice.between(0.12, 0.4)
    ink = worn(seal_ink(unit, sheet.dpi, size, angle=dice.between(-25, 25)), dice, dice.between(0.4, 0.95), 0.3)
    x = sheet.width + size * (0.5 - share) if dice.chance(0.85) else size * (share - 0.5)
    press(sheet.image, ink, sheet.px(x), sheet.px(dice.between(60, sheet.height - 60)), dice.one_of(TINTS))


DRAWN = {
    "red head": _red_head, "red table": _red_table, "flag": _flag, "emblem": _emblem, "disc": _disc, "disc and star": _disc_star, "photo": _photo,
    "pen circles": _pen_circles, "fingerprints": _fingerprints, "square name seal": _square_name, "rectangular stamp": _rectangular, "bare ring": _bare_ring,
    "target": _target, "stop sign": _stop_sign, "red text": _red_text, "pie chart": _pie, "arrows": _arrows,
}
NEGATIVES = (*DRAWN, "blank", "clean page", "edge seal", "other purpose")
