"""A brush: filled and stroked shapes with gradients, soft edges and grain, on a large canvas."""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

Point = tuple[float, float]
Points = Sequence[Point]
Colour = tuple[int, int, int]

SCALE = 2

INK: Colour = (27, 30, 35)
PAPER: Colour = (251, 250, 247)
SHEET: Colour = (243, 238, 228)
LINE: Colour = (220, 216, 207)
PETROL: Colour = (10, 92, 93)
DEEP: Colour = (9, 48, 52)
NIGHT: Colour = (11, 30, 36)
MIST: Colour = (196, 217, 213)
TINT: Colour = (230, 240, 238)
AMBER: Colour = (180, 84, 10)
GLOW: Colour = (240, 169, 91)
STRAW: Colour = (250, 214, 158)
WOOD: Colour = (222, 182, 132)
BARK: Colour = (146, 92, 48)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """Return the colour that is `share` (0 to 1) of the way from one colour to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    """Return a rectangle's corners."""
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def oval(
    x: float, y: float, wide: float, high: float, start: float = 0, end: float = 360
) -> list[Point]:
    """Return an ellipse, or an arc of it, around (x, y); angles in degrees, clockwise from 3 h."""
    steps = max(12, round(abs(end - start) / 3))
    angles = [math.radians(start + (end - start) * step / steps) for step in range(steps + 1)]
    return [(x + wide * math.cos(angle), y + high * math.sin(angle)) for angle in angles]


def pill(left: float, top: float, right: float, bottom: float, radius: float) -> list[Point]:
    """Return a rectangle with round corners."""
    r = min(radius, (right - left) / 2, (bottom - top) / 2)
    return [
        *oval(right - r, top + r, r, r, -90, 0),
        *oval(right - r, bottom - r, r, r, 0, 90),
        *oval(left + r, bottom - r, r, r, 90, 180),
        *oval(left + r, top + r, r, r, 180, 270),
    ]


def turn(points: Points, degrees: float, around: Point) -> list[Point]:
    """Return the points turned clockwise around a centre."""
    sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
    middle_x, middle_y = around
    return [
        (
            middle_x + (x - middle_x) * cosine - (y - middle_y) * sine,
            middle_y + (x - middle_x) * sine + (y - middle_y) * cosine,
        )
        for x, y in points
    ]


def move(points: Points, right: float, down: float) -> list[Point]:
    """Return the points moved."""
    return [(x + right, y + down) for x, y in points]


def curve(points: Points, steps: int = 24) -> list[Point]:
    """Return a smooth line through the points (Catmull-Rom)."""
    padded = [points[0], *points, points[-1]]
    line: list[Point] = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        line += [_between(a, b, c, d, step / steps) for step in range(steps)]
    return [*line, points[-1]]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    def blend(p: float, q: float, r: float, s: float) -> float:
        bent = (2 * p - 5 * q + 4 * r - s) * t * t + (3 * q - p - 3 * r + s) * t**3
        return 0.5 * (2 * q + (r - p) * t + bent)

    return blend(a[0], b[0], c[0], d[0]), blend(a[1], b[1], c[1], d[1])


class Canvas:
    """A picture in the making: coordinates are those of the finished picture, in pixels."""

    def __init__(self, wide: int, high: int, top: Colour, bottom: Colour | None = None):
        self.wide, self.high = wide, high
        self.image = Image.new("RGB", (wide * SCALE, high * SCALE), top)
        self.fill(box(0, 0, wide, high), top, bottom)

    def fill(
        self,
        points: Iterable[Point],
        colour: Colour,
        to: Colour | None = None,
        *,
        alpha: float = 1,
        blur: float = 0,
        clip: Points | None = None,
    ) -> None:
        """Fill a shape, from `colour` at its top to `to` at its bottom."""
        outline = [(x * SCALE, y * SCALE) for x, y in points]
        self._stamp(outline, None, colour, to or colour, alpha, blur * SCALE, clip)

    def stroke(
        self,
        points: Iterable[Point],
        colour: Colour,
        width: float,
        *,
        alpha: float = 1,
        blur: float = 0,
        clip: Points | None = None,
    ) -> None:
        """Draw a line with round ends through the points."""
        outline = [(x * SCALE, y * SCALE) for x, y in points]
        self._stamp(outline, width * SCALE, colour, colour, alpha, blur * SCALE, clip)

    def shade(self, points: Points, alpha: float = 0.3, blur: float = 12, drop: float = 8) -> None:
        """Lay a shape's soft shadow under where it will be drawn."""
        self.fill(move(points, drop * 0.6, drop), NIGHT, alpha=alpha, blur=blur)

    def _stamp(
        self,
        outline: list[Point],
        width: float | None,
        colour: Colour,
        to: Colour,
        alpha: float,
        blur: float,
        clip: Points | None,
    ) -> None:
        margin = 3 * blur + (width or 0) + 2
        left, top = (math.floor(min(p[axis] for p in outline) - margin) for axis in (0, 1))
        right, bottom = (math.ceil(max(p[axis] for p in outline) + margin) for axis in (0, 1))
        size = (right - left, bottom - top)
        mask = _mask(move(outline, -left, -top), width, size)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur))
        if clip:
            inside = move([(x * SCALE, y * SCALE) for x, y in clip], -left, -top)
            mask = ImageChops.multiply(mask, _mask(inside, None, size))
        if alpha < 1:
            mask = mask.point([round(value * alpha) for value in range(256)])
        ramp = Image.linear_gradient("L").resize(size)
        self.image.paste(ImageOps.colorize(ramp, colour, to), (left, top), mask)

    def finish(self, seed: str, grain: float = 0.05) -> Image.Image:
        """Return the picture at its final size with a soft light from above and a fine grain."""
        small = self.image.resize((self.wide, self.high), Image.Resampling.LANCZOS)
        size = (self.wide * 2 // 3, self.high * 2 // 3)
        noise = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1]))
        soft = noise.filter(ImageFilter.GaussianBlur(0.6)).resize(small.size)
        grained = ImageChops.soft_light(small, Image.merge("RGB", (soft, soft, soft)))
        return Image.blend(small, grained, grain * 4)


def _mask(outline: Points, width: float | None, size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size, 0)
    pen = ImageDraw.Draw(mask)
    if width is None:
        pen.polygon(list(outline), fill=255)
        return mask
    half = width / 2
    pen.line(list(outline), fill=255, width=max(1, round(width)))
    for x, y in outline:
        pen.ellipse((x - half, y - half, x + half, y + half), fill=255)
    return mask
