"""The demo's pictures of places: the hall in the evening, Linz, a stack of beams."""

from __future__ import annotations

import random

from brush import (
    AMBER,
    BARK,
    DEEP,
    GLOW,
    INK,
    LINE,
    MIST,
    NIGHT,
    PAPER,
    PETROL,
    SHEET,
    STRAW,
    TINT,
    WOOD,
    Canvas,
    Colour,
    Point,
    box,
    curve,
    mix,
    oval,
    pill,
    turn,
)

WIDE, HIGH = 1600, 900


def draw_hall() -> Canvas:
    """Hall 4 in the evening: a saw-tooth roof, lit windows, a wet yard."""
    c = Canvas(WIDE, HIGH, (16, 52, 60), (236, 176, 112))
    c.fill(box(0, 470, WIDE, HIGH), (238, 186, 126), DEEP, alpha=0.55, blur=60)
    crescent = oval(1330, 150, 44, 44, -90, 90) + oval(1330, 150, 24, 44, -90, 90)[::-1]
    c.fill(turn(crescent, 28, (1330, 150)), STRAW)
    for x, y, w in ((120, 250, 420), (860, 205, 560), (560, 330, 300)):
        c.fill(pill(x, y, x + w, y + 14, 7), STRAW, alpha=0.22, blur=8)
    c.fill(
        [
            *curve([(-20, 560), (180, 505), (420, 540), (760, 490), (1150, 545), (1640, 480)]),
            (1640, 700),
            (-20, 700),
        ],
        (38, 78, 80),
        alpha=0.8,
    )
    c.fill(box(208, 240, 240, 700), NIGHT)
    c.fill(box(202, 236, 246, 250), NIGHT)
    roof: list[Point] = [(150, 690), (150, 470)]
    for bay in range(6):
        left = 150 + bay * 218
        roof += [(left, 360), (left + 218, 452)]
    roof += [(1458, 690)]
    c.fill(roof, (14, 44, 50), (8, 26, 32))
    for bay in range(6):
        left = 150 + bay * 218
        c.fill([(left, 360), (left + 218, 452), (left + 218, 460), (left, 368)], (44, 92, 94))
        c.fill(
            [(left + 4, 378), (left + 30, 388), (left + 30, 452), (left + 4, 452)],
            GLOW,
            AMBER,
            alpha=0.75,
        )
    c.fill(box(150, 500, 1458, 660), GLOW, alpha=0.25, blur=40)
    for bay in range(12):
        left = 178 + bay * 106
        if bay == 8:
            continue
        lit = bay not in (3, 10)
        _hall_window(c, left, lit)
    _hall_door(c, 178 + 8 * 106)
    c.fill(box(0, 690, WIDE, HIGH), (24, 54, 58), (10, 24, 30))
    for bay in range(12):
        left = 178 + bay * 106
        glow = 0.1 if bay in (3, 10) else 0.5
        c.fill(
            [(left, 696), (left + 74, 696), (left + 84, 860), (left - 10, 860)],
            GLOW,
            DEEP,
            alpha=glow,
            blur=9,
        )
    for y, wide in ((735, 700), (782, 1100), (836, 900)):
        c.fill(pill(800 - wide / 2, y, 800 + wide / 2, y + 5, 3), (10, 28, 33), alpha=0.6, blur=3)
    _figure(c, 1068, 690, 1.0)
    return c


def _hall_window(c: Canvas, left: float, lit: bool) -> None:
    top, bottom = 496, 656
    warm, deep = (STRAW, GLOW) if lit else (mix(DEEP, MIST, 0.2), DEEP)
    c.fill(box(left, top, left + 74, bottom), warm, deep)
    if lit:
        c.fill(
            box(left, bottom - 46, left + 74, bottom),
            AMBER,
            alpha=0.35,
            blur=10,
            clip=box(left, top, left + 74, bottom),
        )
    for x in (left + 24, left + 49):
        c.fill(box(x, top, x + 2.4, bottom), (14, 40, 46))
    for y in (top + 40, top + 80, top + 120):
        c.fill(box(left, y, left + 74, y + 2.4), (14, 40, 46))


def _hall_door(c: Canvas, left: float) -> None:
    c.fill(box(left - 6, 520, left + 86, 690), PAPER, STRAW)
    c.fill(box(left - 6, 520, left + 86, 690), GLOW, alpha=0.6, blur=26)
    c.fill(box(left, 526, left + 80, 690), (255, 236, 202), GLOW)
    c.fill(
        [(left, 690), (left + 80, 690), (left + 220, 900), (left - 60, 900)],
        GLOW,
        alpha=0.35,
        blur=14,
    )


def _figure(c: Canvas, x: float, foot: float, size: float) -> None:
    c.fill(oval(x, foot - 92 * size, 9 * size, 11 * size), NIGHT)
    c.fill(
        curve(
            [
                (x - 15 * size, foot - 30 * size),
                (x - 13 * size, foot - 68 * size),
                (x - 5 * size, foot - 80 * size),
                (x + 5 * size, foot - 80 * size),
                (x + 13 * size, foot - 68 * size),
                (x + 15 * size, foot - 30 * size),
            ]
        ),
        NIGHT,
    )
    for side in (-1, 1):
        c.stroke(
            [(x + side * 12 * size, foot - 70 * size), (x + side * 16 * size, foot - 40 * size)],
            NIGHT,
            7 * size,
        )
        c.stroke(
            [(x + side * 6 * size, foot - 40 * size), (x + side * 6 * size, foot - 3)],
            NIGHT,
            9 * size,
        )
    c.fill(
        [(x - 10, foot), (x + 10, foot), (x + 60, foot + 120), (x + 20, foot + 120)],
        NIGHT,
        alpha=0.45,
        blur=6,
    )


def draw_linz() -> Canvas:
    """The Danube at Linz: Alps far off, the Pöstlingberg with its two towers, a bridge."""
    c = Canvas(WIDE, HIGH, (250, 236, 212), (244, 196, 136))
    c.fill(oval(1150, 330, 300, 300), PAPER, alpha=0.55, blur=90)
    c.fill(oval(1150, 340, 78, 78), PAPER, STRAW)
    for y, wide, x in ((170, 520, 260), (214, 360, 420), (128, 420, 1180), (262, 280, 760)):
        c.fill(pill(x, y, x + wide, y + 12, 6), PAPER, alpha=0.6, blur=5)
    ridges: list[tuple[list[Point], Colour, Colour]] = [
        (
            [
                (-20, 470),
                (120, 420),
                (210, 446),
                (330, 372),
                (420, 428),
                (540, 392),
                (660, 440),
                (800, 404),
                (930, 446),
                (1060, 420),
                (1220, 452),
                (1380, 410),
                (1640, 450),
            ],
            (226, 190, 158),
            (240, 204, 160),
        ),
        (
            [(-20, 520), (200, 474), (460, 508), (760, 470), (1080, 510), (1330, 478), (1640, 500)],
            (158, 178, 168),
            (206, 190, 158),
        ),
    ]
    for points, top, bottom in ridges:
        c.fill([*curve(points), (1640, 640), (-20, 640)], top, bottom)
    c.fill(
        [
            *curve(
                [
                    (-20, 470),
                    (140, 400),
                    (330, 316),
                    (470, 300),
                    (600, 330),
                    (800, 430),
                    (1020, 520),
                    (1240, 570),
                    (1640, 590),
                ]
            ),
            (1640, 660),
            (-20, 660),
        ],
        PETROL,
        mix(PETROL, MIST, 0.35),
    )
    _church(c, 420, 306)
    chance = random.Random("linz")
    for step in range(46):
        high = chance.choice((26, 34, 42, 58)) + (36 if step in (9, 27) else 0)
        _house(c, -10 + step * 36, 614, chance.choice((30, 38)), high, chance)
    c.fill([(968, 614), (968, 480), (984, 430), (1000, 480), (1000, 614)], DEEP)
    c.fill(box(0, 612, WIDE, HIGH), (212, 190, 158), (20, 86, 90))
    for step in range(90):
        left = step * 18 + chance.random() * 10
        size = 7 + chance.random() * 8
        c.fill(oval(left, 612, size, size * 0.9), mix(DEEP, PETROL, chance.random()))
    c.fill(box(0, 612, WIDE, 626), DEEP, mix(DEEP, PETROL, 0.5))
    c.fill(oval(1150, 650, 150, 200), PAPER, alpha=0.5, blur=50, clip=box(0, 614, WIDE, HIGH))
    for step in range(60):
        level = 622 + step * 4.8 + chance.random() * 3 + 12
        long = 40 + chance.random() * (80 + step * 5)
        left = chance.random() * WIDE
        colour = PAPER if abs(left - 1150) < 190 else chance.choice((MIST, DEEP, PETROL))
        c.fill(pill(left, level, left + long, level + 1.6 + step / 22, 2), colour, alpha=0.28)
    _bridge(c)
    c.fill([*curve([(-20, 850), (300, 836), (620, 868), (900, 905)]), (-20, 920)], DEEP, NIGHT)
    for x, high in ((40, 250), (112, 310), (186, 224), (270, 150)):
        c.fill(box(x - 4, 840, x + 4, 880), NIGHT)
        c.fill(
            curve(
                [
                    (x - 10, 860),
                    (x - 30, 840 - high * 0.2),
                    (x - 24, 860 - high * 0.65),
                    (x, 870 - high),
                    (x + 24, 860 - high * 0.65),
                    (x + 30, 840 - high * 0.2),
                    (x + 10, 860),
                ]
            ),
            mix(DEEP, PETROL, 0.3),
            NIGHT,
        )
    return c


def _church(c: Canvas, x: float, foot: float) -> None:
    c.fill(box(x - 34, foot - 34, x + 34, foot + 14), PAPER, SHEET)
    c.fill([(x - 34, foot - 34), (x, foot - 58), (x + 34, foot - 34)], AMBER)
    for side in (-1, 1):
        left = x + side * 38 - 11
        c.fill(box(left, foot - 84, left + 22, foot + 14), PAPER, SHEET)
        c.fill(oval(left + 11, foot - 84, 12, 16, 180, 360), DEEP)
        c.fill([(left + 7, foot - 96), (left + 11, foot - 124), (left + 15, foot - 96)], DEEP)
        c.fill(box(left + 8, foot - 66, left + 14, foot - 52), PETROL)


def _house(
    c: Canvas, x: float, foot: float, wide: float, high: float, chance: random.Random
) -> None:
    wall = chance.choice((PAPER, SHEET, STRAW, MIST, (236, 214, 184)))
    roof = chance.choice((AMBER, BARK, DEEP, (150, 80, 40)))
    c.fill(box(x, foot - high, x + wide, foot), mix(wall, GLOW, 0.12), mix(wall, PETROL, 0.3))
    c.fill(
        [(x - 2, foot - high), (x + wide / 2, foot - high - 16), (x + wide + 2, foot - high)], roof
    )
    for row in range(int(high // 16)):
        for window in (0.25, 0.6):
            left = x + wide * window
            c.fill(
                box(left, foot - high + 7 + row * 15, left + 5, foot - high + 14 + row * 15),
                DEEP,
                alpha=0.65,
            )


def _bridge(c: Canvas) -> None:
    for left in (420, 830, 1240):
        arch = oval(left + 200, 700, 205, 112, 180, 360)
        c.stroke(arch, DEEP, 9)
        for step in range(1, 10):
            x = left + step * 40
            rise = 112 * (1 - ((x - left - 200) / 205) ** 2) ** 0.5
            c.stroke([(x, 700 - rise), (x, 700)], DEEP, 2.6)
    c.fill(box(380, 697, WIDE, 713), DEEP, NIGHT)
    for x in (424, 834, 1244):
        c.fill(box(x - 12, 712, x + 12, 770), DEEP, NIGHT)
        c.fill(box(x - 14, 770, x + 14, 850), DEEP, alpha=0.3, blur=6)
    c.fill(box(380, 724, WIDE, 760), NIGHT, alpha=0.2, blur=8)


def draw_beams() -> Canvas:
    """A stack of beams seen from the end, with rings, cracks and a mark in petrol."""
    c = Canvas(WIDE, HIGH, TINT, SHEET)
    c.fill(box(0, 700, WIDE, HIGH), (206, 200, 186), LINE)
    chance = random.Random("beams")
    deep_x, deep_y, side = 132, -64, 150
    for row in range(4):
        for column in range(7 if row < 3 else 4):
            left = 150 + column * (side + 10) + (0 if row < 3 else 60)
            top = 770 - (row + 1) * (side + 12) - (chance.random() * 3)
            _beam(c, left, top, side, deep_x, deep_y, chance, marked=(row, column) == (1, 4))
        if row < 3:
            for left in (200, 700, 1130):
                c.fill(
                    box(
                        left,
                        770 - (row + 1) * (side + 12) - 12,
                        left + 70,
                        770 - (row + 1) * (side + 12),
                    ),
                    BARK,
                    (110, 68, 34),
                )
    for left in (200, 700, 1130):
        c.fill(box(left, 756, left + 70, 792), (96, 62, 34))
    c.fill(box(110, 786, 1400, 800), NIGHT, alpha=0.4, blur=12)
    return c


def _beam(
    c: Canvas,
    x: float,
    y: float,
    side: float,
    deep_x: float,
    deep_y: float,
    chance: random.Random,
    marked: bool,
) -> None:
    tone = mix(WOOD, chance.choice((STRAW, BARK, GLOW)), chance.random() * 0.32)
    c.fill(
        [(x, y), (x + deep_x, y + deep_y), (x + side + deep_x, y + deep_y), (x + side, y)],
        mix(tone, PAPER, 0.45),
        mix(tone, PAPER, 0.2),
    )
    c.fill(
        [
            (x + side, y),
            (x + side + deep_x, y + deep_y),
            (x + side + deep_x, y + side + deep_y),
            (x + side, y + side),
        ],
        mix(tone, BARK, 0.55),
        mix(tone, INK, 0.55),
    )
    face = pill(x, y, x + side, y + side, 3)
    c.fill(face, mix(tone, PAPER, 0.15), tone)
    heart = (x + side * (0.1 + chance.random() * 0.8), y + side * (0.5 + chance.random() * 0.75))
    radius = 9.0
    while radius < side * 1.5:
        ring = oval(heart[0], heart[1], radius, radius * 0.95)
        c.stroke(ring, mix(tone, BARK, 0.75), 1.2 + chance.random() * 2.2, alpha=0.6, clip=face)
        radius += 8 + chance.random() * 8
    angle = chance.random() * 360
    crack = turn(
        [heart, (heart[0] + 4, heart[1] - 34), (heart[0] + 1, heart[1] - 70)], angle, heart
    )
    c.stroke(crack, BARK, 2.2, alpha=0.8, clip=face)
    c.fill(box(x, y, x + side, y + 5), PAPER, alpha=0.35)
    c.fill(box(x, y + side - 12, x + side, y + side), NIGHT, alpha=0.14, blur=5, clip=face)
    if marked:
        c.fill(face, PETROL, alpha=0.9)
        for radius in (20, 38, 56, 74, 92, 110, 130):
            c.stroke(oval(heart[0], heart[1], radius, radius * 0.95), DEEP, 2, clip=face)
