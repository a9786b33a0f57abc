"""The demo's pictures of things: a letter, a clock, figures made of planks."""

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
    WOOD,
    Canvas,
    Point,
    box,
    curve,
    mix,
    move,
    oval,
    pill,
    turn,
)

WIDE, HIGH = 1600, 900


def draw_letter() -> Canvas:
    """A letter on a table at night: all lines struck out but one; a pen."""
    c = Canvas(WIDE, HIGH, (62, 44, 32), (40, 30, 26))
    chance = random.Random("letter")
    for plank in range(6):
        y = plank * 150
        tone = mix((96, 62, 38), (70, 46, 32), chance.random())
        c.fill(box(0, y, WIDE, y + 148), tone, mix(tone, INK, 0.15))
        for line in range(9):
            points = [
                (step * 270 - 20, y + 10 + line * 15 + chance.uniform(-4, 4)) for step in range(8)
            ]
            c.stroke(curve(points), (40, 26, 20), 1.2, alpha=0.3)
    c.fill(oval(760, 420, 760, 480), GLOW, alpha=0.42, blur=150)
    c.fill(oval(760, 400, 420, 330), STRAW, alpha=0.3, blur=120)
    middle, angle = (760.0, 450.0), -7
    for extra, tone in ((9, SHEET), (4, (238, 232, 220))):
        under = turn(box(500, 60, 1020, 860), angle + extra, middle)
        c.shade(under, 0.45, 16, 10)
        c.fill(under, tone, mix(tone, LINE, 0.6))
    sheet = turn(box(500, 60, 1020, 860), angle, middle)
    c.shade(sheet, 0.4, 14, 8)
    c.fill(sheet, PAPER, SHEET)
    c.fill(turn(box(552, 118, 604, 132), angle, middle), PETROL)
    c.fill(turn(box(614, 118, 690, 132), angle, middle), PETROL, alpha=0.4)
    for line in range(17):
        y = 216 + line * 34
        end = 964 if line % 5 != 4 else 760
        if line == 0:
            end = 742
        _written(c, y, end, angle, middle, chance, kept=line == 6)
    c.stroke(
        turn(curve([(556, 806), (580, 780), (600, 812), (626, 786), (660, 806)]), angle, middle),
        INK,
        3.4,
        alpha=0.25,
    )
    _pen(c)
    return c


def _written(
    c: Canvas, y: float, end: float, angle: float, middle: Point, chance: random.Random, kept: bool
) -> None:
    x = 552.0
    while x < end - 20:
        word = min(24 + chance.random() * 56, end - x)
        points = [(x + step * word / 6, y + chance.uniform(-6, 6)) for step in range(7)]
        c.stroke(
            turn(curve(points, 6), angle, middle),
            PETROL if kept else INK,
            4 if kept else 3.2,
            alpha=1 if kept else 0.62,
        )
        x += word + 13
    if not kept:
        wobble = [(548 + step * (end - 544) / 4, y + chance.uniform(-4, 4)) for step in range(5)]
        c.stroke(turn(curve(wobble), angle, middle), AMBER, 3.4, alpha=0.9)


def _pen(c: Canvas) -> None:
    middle, angle = (1200.0, 480.0), 24
    barrel = turn(pill(1182, 220, 1218, 660, 16), angle, middle)
    c.shade(barrel, 0.55, 14, 18)
    c.fill(barrel, PETROL, DEEP)
    c.fill(turn(pill(1187, 236, 1194, 640, 4), angle, middle), MIST, alpha=0.4)
    nib = [(1186, 652), (1214, 652), (1212, 684), (1200, 732), (1188, 684)]
    c.fill(turn(nib, angle, middle), STRAW, AMBER)
    c.stroke(turn([(1200, 682), (1200, 724)], angle, middle), INK, 2.4)
    c.fill(oval(*turn([(1200, 680)], angle, middle)[0], 4, 4), INK)
    c.fill(turn(box(1180, 400, 1220, 412), angle, middle), GLOW, AMBER)
    c.fill(turn(pill(1210, 228, 1222, 372, 6), angle, middle), GLOW, AMBER)


def draw_clock() -> Canvas:
    """A clock on the wall of a hall, nine hours in amber; below it an empty conveyor."""
    c = Canvas(WIDE, HIGH, (214, 227, 223), (176, 200, 196))
    for x in range(0, WIDE, 200):
        c.fill(box(x, 0, x + 3, 700), PETROL, alpha=0.16)
        c.fill(box(x + 3, 0, x + 40, 700), PAPER, alpha=0.12, blur=12)
    c.fill([(0, 120), (0, 0), (760, 0), (200, 700), (0, 700)], PAPER, alpha=0.4, blur=60)
    x, y, radius = 800, 318, 232
    c.fill(oval(x + 22, y + 30, radius, radius), NIGHT, alpha=0.4, blur=26)
    c.fill(oval(x, y, radius, radius), DEEP, NIGHT)
    c.fill(oval(x, y, radius - 18, radius - 18), PAPER, SHEET)
    start, end = 5.83 * 30 - 90, 14.83 * 30 - 90
    c.fill([(x, y), *oval(x, y, radius - 36, radius - 36, start, end)], GLOW, AMBER, alpha=0.85)
    c.fill(oval(x, y, radius - 96, radius - 96), PAPER, SHEET)
    for hour in range(60):
        big = hour % 5 == 0
        outer = [(x, y - radius + 26), (x, y - radius + (62 if big else 38))]
        c.stroke(turn(outer, hour * 6, (x, y)), INK, 9 if big else 3)
    for degrees, length, width in ((85, 116, 14), (300, 172, 9)):
        hand = turn([(x, y + 26), (x, y - length)], degrees, (x, y))
        c.stroke(move(hand, 5, 8), NIGHT, width, alpha=0.3, blur=4)
        c.stroke(hand, INK, width)
    c.fill(oval(x, y, 15, 15), PETROL)
    c.fill(box(0, 700, WIDE, HIGH), (120, 146, 144), (92, 120, 120))
    c.fill(box(0, 790, WIDE, 850), NIGHT, alpha=0.28, blur=16)
    for left in (180, 620, 1060, 1500):
        c.fill(box(left, 720, left + 34, 850), DEEP, NIGHT)
    c.fill(box(0, 640, WIDE, 668), (44, 62, 66), (28, 40, 46))
    c.fill(box(0, 668, WIDE, 734), PETROL, DEEP)
    for step in range(30):
        left = 10 + step * 54
        c.fill(oval(left + 18, 700, 15, 15), NIGHT)
        c.fill(oval(left + 18, 700, 9, 9), (120, 140, 142))
    c.fill(box(0, 640, WIDE, 645), MIST, alpha=0.45)
    c.fill(pill(1270, 560, 1300, 642, 6), DEEP)
    c.fill(oval(1285, 548, 70, 60), GLOW, alpha=0.5, blur=30)
    c.fill(pill(1266, 524, 1304, 566, 12), GLOW, AMBER)
    return c


def draw_figures() -> Canvas:
    """A chart made of planks standing on a line; one hangs below it, in amber."""
    c = Canvas(WIDE, HIGH, PAPER, (240, 233, 219))
    for y in range(90, 880, 62):
        c.fill(box(0, y, WIDE, y + 2), MIST, alpha=0.75)
    c.fill(box(150, 0, 153, HIGH), GLOW, alpha=0.8)
    c.fill(box(160, 0, 162, HIGH), GLOW, alpha=0.5)
    base, chance = 620, random.Random("figures")
    for step, high in enumerate((210, 260, 236, 318, 372, -168, 190, 284, 352, 410)):
        left = 226 + step * 128
        lost = high < 0
        plank = (
            box(left, base, left + 92, base - high)
            if lost
            else box(left, base - high, left + 92, base)
        )
        c.shade(plank, 0.3, 12, 12)
        tone = mix(WOOD, chance.choice((STRAW, GLOW, BARK)), chance.random() * 0.3)
        if lost:
            c.fill(plank, mix(AMBER, GLOW, 0.25), AMBER)
        elif step == 9:
            c.fill(plank, mix(PETROL, MIST, 0.12), PETROL)
        else:
            c.fill(plank, mix(tone, PAPER, 0.25), tone)
        for line in range(6):
            x = left + 8 + line * 15
            top, bottom = min(base, base - high), max(base, base - high)
            points = [
                (x + chance.uniform(-5, 5), top + part * (bottom - top) / 5) for part in range(6)
            ]
            c.stroke(
                curve(points), NIGHT if lost or step == 9 else BARK, 1.6, alpha=0.3, clip=plank
            )
        c.fill(box(left, plank[0][1], left + 5, plank[2][1]), PAPER, alpha=0.3)
    c.fill(box(170, base - 4, 1530, base + 4), INK)
    pencil, middle = pill(1290, 742, 1500, 764, 5), (1400.0, 753.0)
    c.shade(turn(pencil, 24, middle), 0.35, 8, 8)
    c.fill(turn(pencil, 24, middle), GLOW, AMBER)
    c.fill(turn([(1292, 742), (1292, 764), (1250, 753)], 24, middle), STRAW)
    c.fill(turn([(1264, 749), (1264, 757), (1250, 753)], 24, middle), INK)
    return c
