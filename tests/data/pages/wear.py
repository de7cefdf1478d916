"""What a sheet goes through: scanner, copier, phone. Places of seals go along."""
import io
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from marks import cloud

CLASSES = ("150", "200", "300", "gray", "phone")


class Picture:
    """An image and the points on it that must be known in the end."""

    def __init__(self, sheet, seals):
        self.image, self.seals, self.dpi = sheet.image, seals, sheet.dpi
        self.notes = {}
        turns = np.arange(32) * 2 * math.pi / 32
        self.outlines = []
        for seal in seals:
            angle = math.radians(seal.angle)
            u, v = np.cos(turns) * seal.width / 2, np.sin(turns) * seal.height / 2
            x, y = seal.cx + u * math.cos(angle) - v * math.sin(angle), seal.cy + u * math.sin(angle) + v * math.cos(angle)
            self.outlines.append(np.vstack([np.append(x, seal.cx), np.append(y, seal.cy), np.ones(33)]))

    def moved(self, matrix):
        for i, points in enumerate(self.outlines):
            points = np.asarray(matrix, float) @ points
            self.outlines[i] = points / points[2]

    def places(self):
        out = []
        for seal, (x, y, _) in zip(self.seals, self.outlines):
            out.append({"unit": seal.unit, "kind": seal.kind, "what": seal.what, "official": seal.official, "cx": round(float(x[-1]), 1), "cy": round(float(y[-1]), 1),
                        "width": round(float(np.ptp(x[:-1])), 1), "height": round(float(np.ptp(y[:-1])), 1), "cut": seal.cut, "fade": seal.fade, "tint": list(seal.tint), "text": seal.text})
        return out


def _lighten(image, dice, tint, slope):
    """Paper colour, and a light that is not even."""
    a = np.asarray(image, np.float32)
    height, width = a.shape[:2]
    ramp = 1 + slope * (np.linspace(-1, 1, height, dtype=np.float32)[:, None] * dice.sign() + np.linspace(-1, 1, width, dtype=np.float32)[None, :] * dice.sign()) / 2
    return a * (np.asarray(tint, np.float32) / 255) * ramp[..., None]


def _grain(a, dice, sigma):
    noise = dice.numpy.standard_normal(a.shape[:2], dtype=np.float32) * sigma
    return a + (noise[..., None] if a.ndim == 3 else noise)


def _image(a):
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))


def skewed(picture, degrees, fill):
    """Turned against the clock around its middle, as PIL does."""
    image = picture.image
    picture.image = image.rotate(degrees, Image.BICUBIC, fillcolor=fill)
    t, cx, cy = math.radians(degrees), image.width / 2, image.height / 2
    c, s = math.cos(t), math.sin(t)
    picture.moved([[c, s, cx - c * cx - s * cy], [-s, c, cy + s * cx - c * cy], [0, 0, 1]])


def turned(picture, degrees):
    """By 0, 90, 180 or 270 degrees clockwise."""
    for _ in range(degrees // 90):
        height = picture.image.height
        picture.image = picture.image.transpose(Image.Transpose.ROTATE_270)
        picture.moved([[0, -1, height], [1, 0, 0], [0, 0, 1]])


def scanned(picture, dice, grain=None):
    skew = dice.between(-3, 3) if dice.chance(0.6) else dice.between(-0.6, 0.6)
    base = dice.between(238, 253)
    tint = (base, base - dice.between(0, 5), base - dice.between(0, 16))
    sigma = grain or dice.between(1.0, 5.0)
    blur = dice.between(0.25, 0.75) * picture.dpi / 200
    picture.image = picture.image.filter(ImageFilter.GaussianBlur(blur))
    skewed(picture, skew, (255, 255, 255))
    a = _lighten(picture.image, dice, tint, dice.between(0, 0.05))
    a += dice.between(0, 14)     # print is never quite black
    if dice.chance(0.15):       # the other side shines through
        back = np.asarray(picture.image.convert("L").transpose(Image.Transpose.FLIP_LEFT_RIGHT).filter(ImageFilter.GaussianBlur(picture.dpi / 60)), np.float32)
        a -= ((255 - back) * dice.between(0.04, 0.1))[..., None]
    if dice.chance(0.12):       # a dark edge of the lid
        wide = round(picture.dpi * dice.between(0.02, 0.12))
        a[:, :wide] *= dice.between(0.3, 0.7)
    picture.image = _image(_grain(a, dice, sigma))
    picture.notes |= {"skew": round(skew, 2), "noise": round(sigma, 1), "blur": round(blur, 2), "tint": [round(t) for t in tint]}


def copied(picture, dice, grain=None):
    """A copier without colour: hard contrast, specks, streaks; then scanned in gray."""
    skew = dice.between(-2.5, 2.5) if dice.chance(0.6) else dice.between(-0.5, 0.5)
    blur = dice.between(0.35, 0.8) * picture.dpi / 200
    # What a gray sensor sees of red differs: green light makes it darker.
    weights = dice.one_of(((0.3, 0.59, 0.11, 0), (0.1, 0.8, 0.1, 0), (0.33, 0.34, 0.33, 0)))
    picture.image = picture.image.convert("L", weights).filter(ImageFilter.GaussianBlur(blur))
    skewed(picture, skew, 255)
    a = np.asarray(picture.image, np.float32)
    contrast = dice.between(1.0, 1.5)
    a = (a - 128) * contrast + dice.between(128, 146)
    if dice.chance(0.5):
        a -= 12 * cloud(dice, a.shape, 90)
    for _ in range(dice.whole(0, 2)):
        x = dice.whole(0, a.shape[1] - 4)
        a[:, x:x + dice.whole(1, 2)] -= dice.between(15, 60)
    specks = dice.numpy.random(a.shape, dtype=np.float32)
    share = dice.between(0, 0.0006)
    a[specks < share] = dice.between(20, 90)
    a[specks > 1 - share * 2] = 250
    sigma = grain or dice.between(1.0, 4.0)
    picture.image = _image(_grain(a, dice, sigma)).filter(ImageFilter.GaussianBlur(0.4))
    if dice.chance(0.3):    # some scanners keep three channels
        picture.image = picture.image.convert("RGB")
    for seal in picture.seals:
        seal.kind = "copy"
    picture.notes |= {"skew": round(skew, 2), "noise": round(sigma, 1), "blur": round(blur, 2), "contrast": round(contrast, 2), "specks": round(share, 5)}


def _homography(source, target):
    rows, right = [], []
    for (x, y), (u, v) in zip(source, target):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        right += [u, v]
    return np.append(np.linalg.solve(np.array(rows, float), np.array(right, float)), 1).reshape(3, 3)


def _desk(dice, width, height):
    """Wood, cloth, a plain top, a dark one."""
    what = dice.one_of(("wood", "wood", "cloth", "plain", "dark"))
    base = np.array({"wood": (150, 108, 70), "cloth": (96, 112, 128), "plain": (188, 186, 180), "dark": (52, 50, 54)}[what], np.float32) * dice.between(0.75, 1.15)
    low = (height // 4, width // 4)
    if what == "wood":
        streaks = cloud(dice, (low[0], 64), 4)
        texture = np.asarray(Image.fromarray((streaks * 255).astype(np.uint8)).resize((low[1], low[0]), Image.BICUBIC), np.float32) / 255
        texture = texture * 0.7 + cloud(dice, low, 60) * 0.3
    elif what == "cloth":
        texture = dice.numpy.random(low, dtype=np.float32)
    else:
        texture = cloud(dice, low, 120)
    a = base * (0.82 + 0.36 * texture[..., None])
    return Image.fromarray(np.clip(a, 0, 255).astype(np.uint8)).resize((width, height), Image.BICUBIC), what


def photographed(picture, dice, grain=None, long_side=None):
    """Laid on a desk and taken by hand: perspective, a shadow, warm or cold light, blur, noise."""
    page = picture.image
    w, h = page.size
    lean = dice.between(0.01, 0.055)
    margin_x, margin_y = w * dice.between(0.05, 0.16), h * dice.between(0.04, 0.12)
    width, height = round(w + 2 * margin_x), round(h + 2 * margin_y)
    turn = math.radians(dice.between(-4, 4))
    corners = []
    for x, y in ((0, 0), (w, 0), (w, h), (0, h)):
        dx, dy = (x - w / 2) * 0.97, (y - h / 2) * 0.97
        px = width / 2 + dx * math.cos(turn) - dy * math.sin(turn) + dice.between(-lean, lean) * w
        py = height / 2 + dx * math.sin(turn) + dy * math.cos(turn) + dice.between(-lean, lean) * h
        corners.append((min(max(px, 4), width - 4), min(max(py, 4), height - 4)))
    matrix = _homography([(0, 0), (w, 0), (w, h), (0, h)], corners)
    back = (np.linalg.inv(matrix) / np.linalg.inv(matrix)[2, 2]).ravel()[:8]
    desk, what = _desk(dice, width, height)
    shade = Image.new("L", (width, height), 0)
    ImageDraw.Draw(shade).polygon([(x + w * 0.006, y + w * 0.008) for x, y in corners], fill=150)
    desk = Image.composite(Image.new("RGB", desk.size, (20, 18, 16)), desk, shade.filter(ImageFilter.GaussianBlur(w * 0.006)))
    base = dice.between(222, 248)
    a = np.asarray(page, np.float32) * (np.array((base, base - dice.between(0, 6), base - dice.between(0, 18)), np.float32) / 255) + dice.between(4, 18)
    laid = _image(a).transform((width, height), Image.Transform.PERSPECTIVE, back, Image.BICUBIC)
    mask = Image.new("L", (width, height), 0)
    ImageDraw.Draw(mask).polygon(corners, fill=255)
    desk.paste(laid, (0, 0), mask)
    picture.image = desk
    picture.moved(matrix)
    # One hand's or head's shadow falls over a part; light comes from a side.
    a = np.asarray(desk, np.float32)
    low = (max(2, height // 8), max(2, width // 8))
    yy, xx = np.mgrid[0:low[0], 0:low[1]].astype(np.float32)
    way = dice.between(0, 2 * math.pi)
    light = 1 + dice.between(0.05, 0.22) * ((xx / low[1] - 0.5) * math.cos(way) + (yy / low[0] - 0.5) * math.sin(way))
    shadow = dice.chance(0.6)
    if shadow:
        edge = (xx / low[1] - dice.between(0.1, 0.9)) * math.cos(way + 1) + (yy / low[0] - dice.between(0.2, 0.8)) * math.sin(way + 1)
        light = light * (1 - dice.between(0.12, 0.38) / (1 + np.exp(-edge * dice.between(12, 60))))
    light = np.asarray(Image.fromarray(light.astype(np.float32), "F").resize((width, height), Image.BILINEAR))
    a = a * light[..., None] * np.array((1.0, dice.between(0.96, 1.0), dice.between(0.84, 1.04)), np.float32)
    blur = dice.between(0.3, 1.0)
    picture.image = _image(a).filter(ImageFilter.GaussianBlur(blur))
    scale = (long_side or dice.whole(2400, 3000)) / max(picture.image.size)
    if scale < 1:
        picture.image = picture.image.resize((round(width * scale), round(height * scale)), Image.LANCZOS)
        picture.moved([[scale, 0, 0], [0, scale, 0], [0, 0, 1]])
    else:
        scale = 1.0
    sigma = grain or dice.between(1.5, 5.0)
    picture.image = _image(_grain(np.asarray(picture.image, np.float32), dice, sigma))
    picture.notes |= {"desk": what, "lean": round(lean, 3), "shadow": shadow, "noise": round(sigma, 1), "blur": round(blur, 2),
                      "corners": [[round(x * scale, 1), round(y * scale, 1)] for x, y in corners]}


def written(image, kind, quality, dpi):
    """Bytes of a JPEG or PNG; dpi 0 leaves it unsaid."""
    out = io.BytesIO()
    more = {"dpi": (dpi, dpi)} if dpi else {}
    image.save(out, "JPEG" if kind == "jpg" else "PNG", **({"quality": quality, "optimize": quality < 40} if kind == "jpg" else {"compress_level": 4}), **more)
    return out.getvalue()
