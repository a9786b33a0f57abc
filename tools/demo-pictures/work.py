"""The demo's pictures of work: a robot, the wall of tools, the plan of Hall 4."""

from __future__ import annotations

import itertools
import math
import random

from brush import (
    AMBER,
    BARK,
    DEEP,
    GLOW,
    INK,
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
    oval,
    pill,
    turn,
)

WIDE, HIGH = 1600, 900


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
    for (joint_x, joint_y), radius in ((shoulder, 74), (elbow, 58), (wrist, 36)):
        c.fill(oval(joint_x, joint_y, radius, radius), mix(DEEP, PETROL, 0.35), NIGHT)
        c.fill(oval(joint_x, joint_y, radius * 0.5, radius * 0.5), PETROL, DEEP)
        c.fill(oval(joint_x, joint_y, radius * 0.2, radius * 0.2), GLOW)
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
    for (x, y), (next_x, next_y) in itertools.pairwise(points):
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
