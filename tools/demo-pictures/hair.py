"""Hair and beards of the portraits."""

from __future__ import annotations

import random

from brush import (
    AMBER,
    BARK,
    INK,
    PAPER,
    Canvas,
    Point,
    curve,
    mix,
    oval,
    pill,
    turn,
)
from sitter import (
    GREY,
    Look,
    X,
    Y,
)


def _cap(line: list[Point], grow: float = 0) -> list[Point]:
    return [*oval(X, Y - 10, 69 + grow, 86 + grow, 172, 368), *curve(line)]


PARTED = [
    (X + 66, Y + 10),
    (X + 56, Y - 26),
    (X + 22, Y - 56),
    (X - 26, Y - 62),
    (X - 54, Y - 30),
    (X - 66, Y + 10),
]


MIDDLE = [
    (X + 66, Y + 16),
    (X + 56, Y - 22),
    (X + 22, Y - 56),
    (X, Y - 70),
    (X - 22, Y - 56),
    (X - 56, Y - 22),
    (X - 66, Y + 16),
]


HIGH = [
    (X + 62, Y - 4),
    (X + 55, Y - 34),
    (X + 36, Y - 56),
    (X, Y - 60),
    (X - 36, Y - 56),
    (X - 55, Y - 34),
    (X - 62, Y - 4),
]


def draw_back_hair(c: Canvas, look: Look) -> None:
    """Draw the hair that is behind the head."""
    hair, deep = mix(look.hair, INK, 0.12), mix(look.hair, INK, 0.4)
    shapes = {
        "bob": pill(X - 86, Y - 96, X + 86, Y + 82, 70),
        "shoulder": pill(X - 88, Y - 96, X + 88, Y + 136, 72),
        "long": curve(
            [
                (X - 40, Y - 76),
                (X - 74, Y - 34),
                (X - 86, Y + 30),
                (X - 98, Y + 130),
                (X - 70, Y + 200),
                (X + 70, Y + 200),
                (X + 98, Y + 130),
                (X + 86, Y + 30),
                (X + 74, Y - 34),
                (X + 40, Y - 76),
            ]
        ),
        "bun": oval(X, Y - 100, 44, 38),
        "braid": pill(X - 76, Y - 92, X + 76, Y + 50, 66),
    }
    if look.style in shapes:
        c.fill(shapes[look.style], hair, deep)
    if look.style == "bun":
        for step in range(3):
            arc = oval(X, Y - 92 + step * 3, 30 - step * 9, 26 - step * 8, 190, 350)
            c.stroke(arc, mix(look.hair, PAPER, 0.25), 2, alpha=0.5)


def draw_front_hair(c: Canvas, look: Look) -> None:
    """Draw the hair that frames the face."""
    hair, light = look.hair, mix(look.hair, PAPER, 0.16)
    if look.style in ("bob", "shoulder"):
        cap = _cap(PARTED, 6)
        c.fill(cap, light, hair)
        for side in (-1, 1):
            c.fill(
                curve(
                    [
                        (X + side * 62, Y - 40),
                        (X + side * 57, Y + 6),
                        (X + side * 60, Y + 52),
                        (X + side * 72, Y + 78),
                        (X + side * 85, Y + 40),
                        (X + side * 83, Y - 10),
                        (X + side * 72, Y - 46),
                    ]
                ),
                hair,
                mix(hair, INK, 0.2),
            )
        _strands(c, look, -30, cap)
    elif look.style in ("long", "bun", "braid"):
        cap = _cap(MIDDLE, 4)
        c.fill(cap, light, hair)
        _strands(c, look, 0, cap)
    elif look.style in ("short", "crop"):
        cap = _cap(HIGH if look.style == "short" else PARTED, 1)
        c.fill(cap, light, hair)
        _strands(c, look, -24, cap)
    elif look.style == "fade":
        c.fill(_cap(HIGH, -3), mix(hair, INK, 0.1), hair)
    elif look.style == "bald":
        for side in (-1, 1):
            c.fill(
                curve(
                    [
                        (X + side * 50, Y - 44),
                        (X + side * 68, Y - 40),
                        (X + side * 72, Y + 2),
                        (X + side * 60, Y + 14),
                        (X + side * 58, Y - 20),
                    ]
                ),
                light,
                hair,
            )
        c.fill(oval(X - 18, Y - 62, 22, 9), PAPER, alpha=0.4, blur=5)
    elif look.style == "curls":
        chance = random.Random("curls")
        for step in range(90):
            spot = oval(X, Y - 44, 62, 50, 160, 380)[step * 72 // 90]
            x, y = spot[0] + chance.uniform(-12, 12), spot[1] + chance.uniform(-14, 12)
            c.fill(oval(x, y, 15, 14), mix(hair, chance.choice((PAPER, INK)), 0.14))
            c.stroke(oval(x, y, 9, 9, 200, 400), mix(hair, INK, 0.35), 1.8, alpha=0.6)
    if look.style == "braid":
        for step in range(7):
            middle = (X - 66 + step * 2, Y + 62 + step * 27)
            c.fill(
                turn(oval(*middle, 21 - step, 19), -24 + 48 * (step % 2), middle),
                light,
                mix(hair, BARK, 0.4),
            )
        c.fill(pill(X - 66, Y + 244, X - 40, Y + 254, 4), AMBER)


def _strands(c: Canvas, look: Look, part: float, cap: list[Point]) -> None:
    for step in range(5):
        for side in (-1, 1):
            end = (X + side * (30 + step * 8), Y - 44 + step * 6)
            bend = (X + part / 2 + side * (16 + step * 9), Y - 80 + step * 5)
            c.stroke(
                curve([(X + part, Y - 92 + step), bend, end], 10),
                mix(look.hair, INK, 0.4),
                1.4,
                alpha=0.25,
                clip=cap,
            )


def draw_beard(c: Canvas, look: Look, length: float = 4, thick: float = 0) -> None:
    """Draw a beard that leaves the cheeks free."""
    jaw = curve(
        [
            (X - 63, Y - 2),
            (X - 57, Y + 42),
            (X - 30, Y + 80 + length),
            (X, Y + 88 + length * 1.6),
            (X + 30, Y + 80 + length),
            (X + 57, Y + 42),
            (X + 63, Y - 2),
            (X + 50, Y + 20),
            (X + 34, Y + 36 - thick),
            (X, Y + 31),
            (X - 34, Y + 36 - thick),
            (X - 50, Y + 20),
            (X - 63, Y - 2),
        ]
    )
    c.fill(jaw, mix(look.hair, PAPER, 0.06), mix(look.hair, INK, 0.12))
    c.fill(
        curve([(X - 17, Y + 48), (X, Y + 46), (X + 17, Y + 48), (X, Y + 55), (X - 17, Y + 48)]),
        mix(look.skin, (150, 70, 56), 0.55),
    )


def draw_full_beard(c: Canvas, look: Look) -> None:
    """Draw a long beard."""
    draw_beard(c, look, 20, 4)
    for step in range(9):
        x = X - 40 + step * 10
        c.stroke(
            [(x, Y + 66), (X + (x - X) * 0.8, Y + 96 - abs(x - X) * 0.3)],
            mix(look.hair, PAPER, 0.5),
            1.6,
            alpha=0.5,
        )


def draw_moustache(c: Canvas, look: Look) -> None:
    """Draw a moustache."""
    for side in (-1, 1):
        c.fill(
            curve(
                [
                    (X, Y + 31),
                    (X + side * 20, Y + 31),
                    (X + side * 38, Y + 46),
                    (X + side * 20, Y + 45),
                    (X, Y + 42),
                    (X, Y + 31),
                ]
            ),
            look.hair,
            mix(look.hair, GREY, 0.4),
        )
