"""Illustrations drawn for the demo: hills, lake, fields, flag, road, ledger, brocade, in the portal's colours."""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = WIDTH, HEIGHT = 1280, 720
PAPER, INK, LACQUER, INDIGO, GOLD = (250, 245, 234), (36, 27, 22), (155, 27, 30), (34, 52, 92), (185, 138, 46)
RIDGES = ((240, 230, 208), (223, 220, 195), (185, 196, 173), (111, 146, 137))
SUN, LEAF, MARGIN_RULE, LINE = (236, 212, 154), (66, 99, 28), (201, 133, 130), (220, 205, 180)
# Shapes stand on a weaver's grid, as everything drawn for the portal.
CELL_WIDTH, CELL_HEIGHT = 16, 12


def draw_picture(motif: str, rng: random.Random) -> bytes:
    """Return a JPEG of a motif; the generator decides where towers, stitches and furrows stand."""
    image = Image.new("RGB", SIZE, PAPER)
    MOTIFS[motif](ImageDraw.Draw(image), rng)
    stored = io.BytesIO()
    image.save(stored, "JPEG", quality=82)
    return stored.getvalue()


def _hills(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    _sun(draw, rng.randint(220, 1060), 170)
    for depth, colour in enumerate(RIDGES):
        _ridge(draw, rng, colour, foot=380 + depth * 95, tallest=270 - depth * 40)


def _lake(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    _sun(draw, rng.randint(220, 1060), 150)
    for depth, colour in enumerate(RIDGES[1:]):
        _ridge(draw, rng, colour, foot=380 + depth * 40, tallest=240 - depth * 50)
    draw.rectangle((0, 460, WIDTH, HEIGHT), fill=INDIGO)
    for _wave in range(46):
        left, top = rng.randrange(0, WIDTH, CELL_WIDTH), rng.randrange(480, HEIGHT, CELL_HEIGHT)
        draw.line((left, top, left + rng.randint(2, 7) * CELL_WIDTH, top), fill=(58, 79, 124), width=2)
    boat = rng.randint(300, 900)
    draw.polygon([(boat, 560), (boat + 190, 560), (boat + 150, 584), (boat + 40, 584)], fill=INK)
    draw.line((boat + 96, 560, boat + 96, 512), fill=INK, width=7)


def _fields(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    _sun(draw, rng.randint(220, 1060), 130)
    _ridge(draw, rng, RIDGES[3], foot=300, tallest=180)
    greens = ((120, 140, 62), (150, 160, 84), (182, 172, 96), (206, 186, 112))
    for step in range(12):
        top = 270 + step * 40
        shift = rng.uniform(0, math.pi)
        edge = [(x, top + 16 * math.sin(x / 170 + shift)) for x in range(0, WIDTH + 1, CELL_WIDTH)]
        draw.polygon([*edge, (WIDTH, HEIGHT), (0, HEIGHT)], fill=rng.choice(greens))
        draw.line(edge, fill=LEAF, width=4)


def _flag(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    for depth, colour in enumerate(RIDGES[:3]):
        _ridge(draw, rng, colour, foot=450 + depth * 60, tallest=220 - depth * 40)
    draw.rectangle((0, 600, WIDTH, HEIGHT), fill=(206, 188, 152))
    draw.line((430, 640, 430, 90), fill=INK, width=12)
    wave = [(436 + x, 104 + 9 * math.sin(x / 60)) for x in range(0, 361, 12)]
    draw.polygon([*wave, *((x, y + 236) for x, y in reversed(wave))], fill=(200, 30, 32))
    draw.polygon(_star(616, 222, 74), fill=(250, 206, 60))
    for place in range(9):
        left = 150 + place * 118 + rng.randint(-14, 14)
        draw.ellipse((left, 560, left + 34, 594), fill=INK)
        draw.rounded_rectangle((left - 10, 596, left + 44, 690), 14, fill=rng.choice((INDIGO, INK, LACQUER)))


def _road(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    _sun(draw, rng.randint(220, 1060), 130)
    for depth, colour in enumerate(RIDGES):
        _ridge(draw, rng, colour, foot=330 + depth * 40, tallest=210 - depth * 40)
    draw.rectangle((0, 440, WIDTH, HEIGHT), fill=(150, 160, 84))
    bend = rng.randint(560, 740)
    draw.polygon([(bend - 20, 440), (bend + 20, 440), (980, HEIGHT), (260, HEIGHT)], fill=(226, 215, 190))
    for side in (-1, 1):
        for step in range(5):
            x, y = bend + side * (70 + step * 96), 462 + step * 52
            draw.rectangle((x - 5, y - 56 - step * 8, x + 5, y), fill=(92, 66, 40))
            draw.ellipse((x - 36 - step * 3, y - 136 - step * 14, x + 36 + step * 3, y - 40), fill=LEAF)


def _ledger(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=INDIGO)
    draw.rectangle((150, 70, 1130, 680), fill=(255, 253, 247))
    draw.rectangle((150, 70, 1130, 82), fill=LACQUER)
    for offset in (0, 10):
        draw.line((300 + offset, 82, 300 + offset, 680), fill=MARGIN_RULE, width=3)
    for row in range(9):
        top = 140 + row * 60
        draw.line((150, top, 1130, top), fill=LINE, width=2)
        draw.ellipse((210, top - 36, 236, top - 12), fill=GOLD)
        left = 340
        for _word in range(rng.randint(4, 8)):
            length = rng.randint(40, 120)
            if left + length > 1100:
                break
            draw.line((left, top - 22, left + length, top - 22), fill=INK, width=5)
            left += length + 22


def _brocade(draw: ImageDraw.ImageDraw, rng: random.Random) -> None:
    draw.rectangle((0, 0, WIDTH, HEIGHT), fill=(23, 35, 63))
    colours = [LACQUER, PAPER, GOLD, LACQUER]
    rng.shuffle(colours)
    for row, top in enumerate(range(-40, HEIGHT + 120, 160)):
        for left in range(-80 * (row % 2), WIDTH + 160, 160):
            for depth, colour in enumerate(colours):
                _diamond(draw, left + 80, top + 80, 72 - depth * 18, colour)


def _ridge(
    draw: ImageDraw.ImageDraw, rng: random.Random, colour: tuple[int, int, int], *, foot: int, tallest: int
) -> None:
    """One ridge of limestone towers: height = the highest of h(1−u^2.2)^.85, in whole cells."""
    towers = [(rng.uniform(0, WIDTH), rng.uniform(90, 260), rng.uniform(0.45, 1) * tallest) for _tower in range(11)]
    for left in range(0, WIDTH, CELL_WIDTH):
        heights = [0.0]
        for centre, half, height in towers:
            distance = abs(left - centre) / half
            if distance < 1:
                heights.append(height * (1 - distance**2.2) ** 0.85)
        top = foot - int(max(heights) // CELL_HEIGHT) * CELL_HEIGHT
        draw.rectangle((left, top, left + CELL_WIDTH, HEIGHT), fill=colour)


def _sun(draw: ImageDraw.ImageDraw, x: int, y: int) -> None:
    """The eight-pointed star: a diamond over a square."""
    draw.rectangle((x - 52, y - 52, x + 52, y + 52), fill=SUN)
    draw.polygon([(x, y - 74), (x + 74, y), (x, y + 74), (x - 74, y)], fill=SUN)


def _star(x: int, y: int, size: int) -> list[tuple[float, float]]:
    return [
        (
            x + math.sin(math.pi * point / 5) * (size if point % 2 == 0 else size * 0.38),
            y - math.cos(math.pi * point / 5) * (size if point % 2 == 0 else size * 0.38),
        )
        for point in range(10)
    ]


def _diamond(draw: ImageDraw.ImageDraw, x: int, y: int, size: int, colour: tuple[int, int, int]) -> None:
    """A stepped diamond, as a loom makes it."""
    for step in range(-size, size + 1, 6):
        reach = size - abs(step)
        draw.rectangle((x - reach, y + step, x + reach, y + step + 5), fill=colour)


MOTIFS: dict[str, Callable[[ImageDraw.ImageDraw, random.Random], None]] = {
    "hills": _hills,
    "lake": _lake,
    "fields": _fields,
    "flag": _flag,
    "road": _road,
    "ledger": _ledger,
    "brocade": _brocade,
}
