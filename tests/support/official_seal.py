"""A round red seal as offices have them: a ring, characters bent along it, a star. Not any office's: the characters are strokes."""
import functools
import math

from PIL import Image, ImageDraw

RED = (210, 30, 35)


def _letter(draw, x, y, size, number):
    for k in range(4):
        draw.line((x - size * .8, y - size + k * size * .6, x + size * .8, y - size * .9 + k * size * .6), fill=RED, width=max(2, round(size / 4)))
    draw.line((x, y - size, x + (number % 3 - 1) * size / 2, y + size), fill=RED, width=max(2, round(size / 3)))


@functools.lru_cache(maxsize=None)
def seal(side=360):
    """Red on white, `side` pixels across; 4.2 cm on paper is what an office's has."""
    image = Image.new("RGB", (side, side), "white")
    draw = ImageDraw.Draw(image)
    middle, edge = side / 2, side / 45
    draw.ellipse((edge, edge, side - edge, side - edge), outline=RED, width=round(side / 33))
    corners = []
    for i in range(10):
        radius, angle = (side * .17, side * .07)[i % 2], math.pi * (i / 5 - .5)
        corners.append((middle + radius * math.cos(angle), middle + radius * math.sin(angle)))
    draw.polygon(corners, fill=RED)
    for i in range(17):
        angle = math.pi * (.8 + i * 1.4 / 16)
        _letter(draw, middle + side * .375 * math.cos(angle), middle + side * .375 * math.sin(angle), side * .035, i)
    return image
