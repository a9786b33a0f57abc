"""The demo's pictures of work inside: letter, clock, robot, chairs, tools, figures, plan."""

from __future__ import annotations

import math
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


def draw_robot() -> Canvas:
    """A robot's arm before a low sun, holding a beam; a small person looking up at it."""
    c = Canvas(WIDE, HIGH, (242, 236, 224), (236, 222, 196))
    c.fill(oval(690, 430, 330, 330), GLOW, AMBER)
    c.fill(oval(690, 430, 330, 330), STRAW, alpha=0.35, blur=70)
    for x in (80, 420, 1180, 1520):
        c.fill(box(x, 0, x + 26, 760), PETROL, alpha=0.13)
    for y in (70, 130):
        c.fill(box(0, y, WIDE, y + 9), PETROL, alpha=0.13)
    c.stroke([(0, 130), (420, 70), (800, 130), (1180, 70), (1600, 130)], PETROL, 6, alpha=0.12)
    c.fill(box(0, 756, WIDE, HIGH), DEEP, NIGHT)
    c.fill(oval(690, 770, 420, 40), GLOW, alpha=0.35, blur=26, clip=box(0, 756, WIDE, HIGH))
    shoulder, elbow, wrist = (560.0, 610.0), (470.0, 300.0), (860.0, 236.0)
    c.fill([(440, 756), (468, 690), (652, 690), (680, 756)], DEEP, NIGHT)
    c.fill(pill(490, 600, 630, 700, 20), DEEP, NIGHT)
    for start, end, wide, narrow in ((shoulder, elbow, 62, 48), (elbow, wrist, 48, 30)):
        _limb(c, start, end, wide, narrow)
    for (x, y), radius in ((shoulder, 74), (elbow, 58), (wrist, 36)):
        c.fill(oval(x, y, radius, radius), mix(DEEP, PETROL, 0.35), NIGHT)
        c.fill(oval(x, y, radius * 0.5, radius * 0.5), PETROL, DEEP)
        c.fill(oval(x, y, radius * 0.2, radius * 0.2), GLOW)
    cable = curve([(520, 590), (420, 480), (400, 360), (452, 262), (600, 236), (800, 214)])
    c.stroke(cable, NIGHT, 9)
    c.fill(box(846, 250, 874, 330), NIGHT)
    c.fill(pill(800, 322, 920, 350, 6), NIGHT)
    for x in (806, 896):
        c.fill(box(x, 340, x + 18, 396), NIGHT)
    c.fill([(640, 384), (1330, 384), (1372, 360), (682, 360)], STRAW)
    c.fill(box(640, 384, 1330, 446), WOOD, (196, 150, 98))
    c.fill([(1330, 384), (1372, 360), (1372, 424), (1330, 446)], BARK, (112, 68, 34))
    chance = random.Random("robot")
    for line in range(7):
        points = [(640 + step * 115, 390 + line * 8 + chance.uniform(-3, 3)) for step in range(7)]
        c.stroke(curve(points), BARK, 1.4, alpha=0.35)
    for x in (806, 896):
        c.fill(box(x, 352, x + 18, 404), NIGHT)
    _watcher(c, 1190, 756)
    return c


def _limb(c: Canvas, start: Point, end: Point, wide: float, narrow: float) -> None:
    length = math.hypot(end[0] - start[0], end[1] - start[1])
    across = (-(end[1] - start[1]) / length, (end[0] - start[0]) / length)

    def beside(point: Point, by: float) -> Point:
        return point[0] + across[0] * by, point[1] + across[1] * by

    outline = [beside(start, wide), beside(end, narrow), beside(end, -narrow), beside(start, -wide)]
    c.fill(outline, mix(DEEP, PETROL, 0.25), NIGHT)
    c.stroke([beside(start, wide * 0.45), beside(end, narrow * 0.45)], PETROL, 7, alpha=0.6)


def _watcher(c: Canvas, x: float, foot: float) -> None:
    c.fill(oval(x, foot + 4, 60, 8), NIGHT, alpha=0.6, blur=5)
    for side in (-1, 1):
        c.stroke([(x + side * 12, foot - 92), (x + side * 15, foot - 4)], NIGHT, 21)
    c.fill(
        curve(
            [
                (x - 34, foot - 86),
                (x - 36, foot - 160),
                (x - 26, foot - 190),
                (x, foot - 200),
                (x + 26, foot - 190),
                (x + 36, foot - 160),
                (x + 34, foot - 86),
            ]
        ),
        PETROL,
        DEEP,
    )
    c.stroke([(x - 32, foot - 178), (x - 50, foot - 130), (x - 20, foot - 118)], DEEP, 16)
    c.fill(oval(x - 5, foot - 222, 19, 23), (206, 158, 118), (180, 130, 94))
    c.fill(oval(x - 3, foot - 230, 22, 19, 170, 370), AMBER)
    c.stroke([(x - 34, foot - 232), (x + 16, foot - 228)], AMBER, 5)


def draw_chairs() -> Canvas:
    """Rows of empty chairs in a hall, one of them amber, turned towards us."""
    c = Canvas(WIDE, HIGH, (226, 236, 233), (206, 220, 215))
    c.fill(box(0, 330, WIDE, HIGH), (216, 208, 192), (196, 184, 162))
    for x in (110, 470, 830, 1190):
        c.fill(box(x, 60, x + 260, 270), PAPER, (250, 234, 204))
        for bar in (86, 172):
            c.fill(box(x + bar, 60, x + bar + 5, 270), MIST)
        c.fill(box(x, 160, x + 260, 165), MIST)
        c.fill(
            [(x - 40, 400), (x + 190, 400), (x + 60, 900), (x - 330, 900)],
            PAPER,
            alpha=0.35,
            blur=26,
        )
    c.fill(box(0, 322, WIDE, 336), PETROL, alpha=0.4)
    for row in range(5):
        size = 0.62 + row * 0.2
        foot = 410 + row * 106 + row * row * 4
        for seat in range(-6, 7):
            x = 800 + seat * 176 * size
            if -90 < x < WIDE + 90:
                _hall_chair(c, x, foot, size, lonely=(row, seat) == (2, 2))
    return c


def _hall_chair(c: Canvas, x: float, foot: float, size: float, lonely: bool) -> None:
    tone = AMBER if lonely else PETROL

    def part(points: list[Point]) -> list[Point]:
        return [(x + px * size, foot + py * size) for px, py in points]

    c.fill(part(oval(14, 2, 62, 10)), NIGHT, alpha=0.35, blur=6 * size)
    for leg in ((-40, 0), (40, 0), (-34, -12), (34, -12)):
        c.stroke(part([(leg[0] * 0.9, -62), (leg[0], leg[1])]), NIGHT, 6 * size)
    c.fill(part(pill(-48, -78, 48, -58, 9)), tone, mix(tone, NIGHT, 0.5))
    for side in (-1, 1):
        c.stroke(part([(side * 40, -70), (side * 37, -150)]), NIGHT, 6 * size)
    c.fill(part(pill(-46, -164, 46, -104, 16)), mix(tone, PAPER, 0.14), mix(tone, NIGHT, 0.35))


def draw_tools() -> Canvas:
    """A wall of tools in the training workshop; one place is empty, its outline amber."""
    c = Canvas(WIDE, HIGH, (24, 100, 101), (12, 74, 77))
    for row in range(16):
        for column in range(28):
            c.fill(oval(44 + column * 56, 40 + row * 56, 4, 4), NIGHT, alpha=0.35)
    c.fill([(-50, -50), (620, -50), (1200, 950), (200, 950)], MIST, alpha=0.14, blur=60)
    _hammer(c, 190)
    _square(c, 400)
    _caliper(c, 640)
    _missing_wrench(c, 880)
    _saw(c, 1060)
    for step, length in enumerate((320, 280, 240, 200)):
        _screwdriver(c, 1360 + step * 58, length)
    c.fill(box(0, 742, WIDE, 790), WOOD, (198, 152, 100))
    c.fill(box(0, 742, WIDE, 747), PAPER, alpha=0.4)
    c.fill(box(0, 790, WIDE, HIGH), (92, 58, 32), (60, 40, 28))
    c.fill(box(0, 790, WIDE, 812), NIGHT, alpha=0.5, blur=10)
    chance = random.Random("swarf")
    for _ in range(70):
        away = chance.gauss(0, 1)
        y = 738 - chance.random() * 26 * math.exp(-away * away)
        curl = turn(
            oval(880 + away * 42, y, 9, 6, 0, 250), chance.random() * 360, (880 + away * 42, y)
        )
        c.stroke(curl, chance.choice((STRAW, GLOW, SHEET)), 2.6)
    return c


def _hang(c: Canvas, x: float, y: float) -> None:
    c.stroke([(x, y), (x, y - 16), (x + 7, y - 16)], (180, 196, 196), 5)


def _hammer(c: Canvas, x: float) -> None:
    handle = pill(x - 15, 200, x + 15, 620, 14)
    head = pill(x - 96, 150, x + 84, 224, 14)
    for part in (handle, head):
        c.shade(part, 0.4, 10, 12)
    c.fill(handle, GLOW, BARK)
    c.fill(head, (176, 190, 190), (92, 108, 112))
    c.fill([(x - 96, 164), (x - 128, 190), (x - 96, 212)], (140, 156, 158))
    _hang(c, x, 152)


def _square(c: Canvas, x: float) -> None:
    blade = [(x - 40, 150), (x, 150), (x, 560), (x + 150, 560), (x + 150, 602), (x - 40, 602)]
    c.shade(blade, 0.4, 10, 12)
    c.fill(blade, (214, 222, 220), (160, 176, 178))
    for step in range(38):
        long = 18 if step % 5 == 0 else 10
        c.stroke([(x - 38, 170 + step * 10), (x - 38 + long, 170 + step * 10)], INK, 1.6, alpha=0.7)
    c.fill(box(x - 52, 560, x + 150, 616), AMBER, BARK)
    _hang(c, x - 20, 152)


def _caliper(c: Canvas, x: float) -> None:
    beam = box(x - 14, 140, x + 14, 640)
    jaws = [(x - 14, 140), (x + 84, 140), (x + 84, 158), (x + 40, 190), (x - 14, 190)]
    slide = [
        (x - 26, 300),
        (x + 84, 300),
        (x + 84, 318),
        (x + 40, 350),
        (x + 28, 430),
        (x - 26, 430),
    ]
    for part in (beam, jaws, slide):
        c.shade(part, 0.35, 8, 10)
        c.fill(part, (216, 224, 222), (150, 166, 168))
    for step in range(44):
        c.stroke(
            [(x - 12, 196 + step * 10), (x - (4 if step % 5 else -2), 196 + step * 10)],
            INK,
            1.5,
            alpha=0.65,
        )
    c.fill(oval(x, 400, 12, 12), DEEP)


def _dashes(points: list[Point], on: float, off: float) -> list[list[Point]]:
    path: list[Point] = []
    for (x, y), (next_x, next_y) in zip(points, points[1:], strict=False):
        steps = max(1, round(math.hypot(next_x - x, next_y - y)))
        path += [(x + (next_x - x) * i / steps, y + (next_y - y) * i / steps) for i in range(steps)]
    whole = round(on + off)
    return [path[i : i + round(on)] for i in range(0, len(path) - round(on), whole)]


def _missing_wrench(c: Canvas, x: float) -> None:
    outline = [
        *oval(x, 210, 64, 64, -58, 68),
        *oval(x, 600, 54, 54, -63.6, 243.6),
        *oval(x, 210, 64, 64, 112, 238),
        (x - 26, 206),
        (x, 226),
        (x + 26, 206),
    ]
    c.fill(outline, NIGHT, alpha=0.3)
    for dash in _dashes([*outline, outline[0]], 20, 13):
        c.stroke(dash, GLOW, 5)
    _hang(c, x, 140)


def _saw(c: Canvas, x: float) -> None:
    blade = [(x + 4, 300), (x + 150, 300), (x + 110, 690), (x + 60, 690)]
    c.shade(blade, 0.4, 10, 12)
    c.fill(blade, (224, 230, 228), (164, 180, 182))
    for step in range(26):
        y = 306 + step * 14.5
        edge = x + 4 + (y - 300) * 56 / 390
        c.fill([(edge, y), (edge - 9, y + 7), (edge + 1, y + 14)], (196, 206, 206))
    grip = pill(x - 8, 136, x + 168, 308, 44)
    c.shade(grip, 0.4, 10, 12)
    c.fill(grip, GLOW, BARK)
    c.fill(pill(x + 38, 178, x + 122, 262, 34), (20, 92, 94))
    _hang(c, x + 80, 180)


def _screwdriver(c: Canvas, x: float, length: float) -> None:
    shaft = box(x - 5, 250, x + 5, 250 + length)
    grip = pill(x - 18, 140, x + 18, 262, 14)
    for part in (shaft, grip):
        c.shade(part, 0.4, 8, 10)
    c.fill(shaft, (216, 224, 222), (150, 166, 168))
    c.fill(grip, AMBER, mix(AMBER, NIGHT, 0.4))
    c.stroke([(x - 7, 156), (x - 7, 246)], GLOW, 4, alpha=0.7)


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


def draw_plan() -> Canvas:
    """The plan of Hall 4: walls, pillars, the old bays, and a line that runs through a pillar."""
    c = Canvas(WIDE, HIGH, (11, 84, 86), (9, 68, 72))
    for x in range(0, WIDE, 40):
        c.fill(box(x, 0, x + 1, HIGH), MIST, alpha=0.13 if x % 200 else 0.28)
    for y in range(0, HIGH, 40):
        c.fill(box(0, y, WIDE, y + 1), MIST, alpha=0.13 if y % 200 else 0.28)
    for wall in (
        [(120, 300), (120, 120), (1480, 120), (1480, 780), (980, 780)],
        [(820, 780), (120, 780), (120, 440)],
    ):
        c.stroke(wall, PAPER, 12)
    c.stroke(oval(980, 780, 160, 160, 180, 270), PAPER, 2, alpha=0.7)
    c.stroke(oval(120, 440, 140, 140, -90, 0), PAPER, 2, alpha=0.7)
    for step in range(6):
        left = 210 + step * 206
        c.stroke([*box(left, 180, left + 150, 330), (left, 180)], MIST, 2.5, alpha=0.8)
        c.stroke([(left, 180), (left + 150, 330)], MIST, 1.2, alpha=0.4)
        c.stroke([(left + 150, 180), (left, 330)], MIST, 1.2, alpha=0.4)
    c.stroke([(200, 560), (1400, 560)], GLOW, 54, alpha=0.22)
    for y in (533, 587):
        c.stroke([(200, y), (1400, y)], GLOW, 4)
    for step in range(7):
        left = 250 + step * 168
        station = pill(left, 536, left + 92, 584, 6)
        c.fill(station, GLOW, mix(GLOW, AMBER, 0.5))
        c.fill([(left + 112, 552), (left + 128, 560), (left + 112, 568)], GLOW)
    for column in range(5):
        for y in (430, 560, 690):
            x = 350 + column * 225
            if y == 560 and column != 2:
                continue
            c.fill(box(x - 17, y - 17, x + 17, y + 17), PAPER)
            c.stroke([(x - 17, y - 17), (x + 17, y + 17)], PETROL, 3)
            c.stroke([(x - 17, y + 17), (x + 17, y - 17)], PETROL, 3)
    ring = [
        (800 + (84 + a / 10) * math.cos(a / 9 - 2), 560 + (76 + a / 12) * math.sin(a / 9 - 2))
        for a in range(64)
    ]
    c.stroke(curve(ring, 6), PAPER, 6)
    c.stroke(curve([(738, 500), (722, 482), (704, 474)]), PAPER, 5)
    c.stroke(
        curve([(650, 402), (658, 376), (684, 370), (704, 388), (698, 412), (678, 428), (676, 448)]),
        PAPER,
        7,
    )
    c.fill(oval(677, 470, 6, 6), PAPER)
    for x in (120, 1480):
        c.stroke([(x, 816), (x, 852)], MIST, 2)
    c.stroke([(120, 834), (1480, 834)], MIST, 2)
    return c


def draw_talk() -> Canvas:
    """Two armchairs facing each other by a tall window, a small table with two glasses."""
    c = Canvas(WIDE, HIGH, (236, 228, 212), (226, 214, 192))
    c.fill(box(0, 660, WIDE, HIGH), (186, 142, 98), (150, 108, 70))
    for y in (660, 712, 776, 852):
        c.fill(box(0, y, WIDE, y + 2), BARK, alpha=0.5)
    window = box(560, 60, 1034, 560)
    c.fill(window, (206, 226, 224), (246, 226, 190))
    c.fill(
        [
            *curve([(560, 470), (680, 400), (790, 440), (900, 380), (1034, 450)]),
            (1034, 560),
            (560, 560),
        ],
        PETROL,
        mix(PETROL, MIST, 0.5),
        alpha=0.8,
        clip=window,
    )
    c.fill(oval(940, 210, 44, 44), PAPER)
    for x in (557, 713, 869, 1025):
        c.fill(box(x - 3, 60, x + 9, 560), PAPER)
    for y in (56, 300, 554):
        c.fill(box(548, y, 1052, y + 12), PAPER, SHEET)
    c.fill([(560, 668), (1040, 668), (1280, 900), (420, 900)], STRAW, alpha=0.5, blur=24)
    _armchair(c, 400, PETROL, 1)
    _armchair(c, 1200, AMBER, -1)
    c.fill(oval(800, 836, 140, 18), NIGHT, alpha=0.3, blur=12)
    c.fill(box(792, 680, 808, 820), NIGHT)
    c.fill(oval(800, 824, 70, 12), NIGHT)
    c.fill(oval(800, 680, 130, 24), mix(BARK, NIGHT, 0.3))
    c.fill(oval(800, 674, 130, 22), WOOD, BARK)
    for x in (756, 846):
        c.fill([(x - 17, 612), (x + 17, 612), (x + 13, 674), (x - 13, 674)], PAPER, alpha=0.6)
        c.fill([(x - 15, 634), (x + 15, 634), (x + 13, 674), (x - 13, 674)], MIST, alpha=0.8)
    return c


def _armchair(c: Canvas, x: float, tone: tuple[int, int, int], facing: int) -> None:
    def part(points: list[Point]) -> list[Point]:
        return [(x + px * facing, py) for px, py in points]

    c.fill(part(oval(0, 826, 210, 22)), NIGHT, alpha=0.4, blur=16)
    for leg in (-120, 120):
        c.stroke(part([(leg, 760), (leg * 1.12, 824)]), NIGHT, 14)
    c.fill(
        part(
            curve(
                [
                    (-140, 760),
                    (-184, 600),
                    (-204, 460),
                    (-190, 404),
                    (-140, 392),
                    (-98, 420),
                    (-84, 520),
                    (-30, 640),
                    (-20, 760),
                ]
            )
        ),
        mix(tone, PAPER, 0.12),
        mix(tone, NIGHT, 0.45),
    )
    c.fill(part(pill(-130, 600, 160, 700, 30)), mix(tone, PAPER, 0.22), tone)
    c.fill(part(pill(-160, 660, 156, 776, 24)), mix(tone, NIGHT, 0.12), mix(tone, NIGHT, 0.5))
    c.fill(part(pill(-140, 540, 150, 602, 30)), mix(tone, PAPER, 0.08), mix(tone, NIGHT, 0.25))
    c.fill(part(pill(96, 570, 140, 770, 20)), mix(tone, NIGHT, 0.2), mix(tone, NIGHT, 0.5))
