"""The demo's pictures of rooms: the board, the table, rows of chairs, two armchairs."""

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


def draw_board() -> Canvas:
    """The board in Hall 4: cork, notes, a coffee machine to the left, a basin to the right."""
    c = Canvas(WIDE, HIGH, (222, 233, 230), (198, 214, 209))
    c.fill(box(0, 640, WIDE, HIGH), (126, 160, 156), (104, 140, 138))
    c.fill(box(0, 634, WIDE, 642), PETROL, alpha=0.55)
    c.fill([(330, 0), (900, 0), (1330, 900), (560, 900)], PAPER, alpha=0.35, blur=50)
    frame = turn(box(330, 120, 1270, 600), -0.7, (800, 360))
    c.shade(frame, 0.4, 16, 16)
    c.fill(frame, (120, 78, 44), BARK)
    cork = turn(box(346, 136, 1254, 584), -0.7, (800, 360))
    c.fill(cork, (216, 170, 118), (200, 150, 98))
    chance = random.Random("board")
    for _ in range(700):
        x, y = 350 + chance.random() * 900, 142 + chance.random() * 436
        c.fill(
            oval(x, y, 1 + chance.random() * 2.4, 1 + chance.random()),
            chance.choice((BARK, STRAW)),
            alpha=0.3,
        )
    for row in range(4):
        for column in range(9):
            if chance.random() < 0.17:
                continue
            x = 368 + column * 98 + chance.random() * 16
            y = 160 + row * 104 + chance.random() * 14
            _note(c, x, y, chance)
    _coffee_machine(c)
    _basin(c)
    c.fill(box(0, 806, WIDE, 832), BARK, (110, 68, 34))
    c.fill(box(0, 832, WIDE, HIGH), DEEP, NIGHT)
    c.shade(pill(720, 752, 780, 806, 8), 0.3, 8, 6)
    c.fill(pill(720, 752, 780, 806, 9), (36, 96, 150), (24, 70, 116))
    c.stroke(oval(784, 776, 13, 14, -80, 90), (30, 84, 134), 6)
    return c


def _note(c: Canvas, x: float, y: float, chance: random.Random) -> None:
    wide, high = 74 + chance.random() * 12, 70 + chance.random() * 14
    middle, angle = (x + wide / 2, y + high / 2), chance.uniform(-6, 6)
    colour = chance.choice((PAPER, PAPER, PAPER, SHEET, STRAW, MIST, PETROL, GLOW))
    paper = turn(box(x, y, x + wide, y + high), angle, middle)
    c.shade(paper, 0.32, 5, 5)
    c.fill(paper, colour, mix(colour, INK, 0.07))
    pen = PAPER if colour == PETROL else mix(INK, colour, 0.25)
    for line in range(chance.choice((2, 3, 3, 4))):
        end = x + 12 + (wide - 24) * (0.45 + chance.random() * 0.55)
        start_y = y + 24 + line * 13
        if start_y > y + high - 10:
            break
        c.stroke(turn([(x + 12, start_y), (end, start_y)], angle, middle), pen, 3, alpha=0.7)
    pin = turn([(x + wide / 2, y + 9)], angle, middle)[0]
    c.fill(oval(pin[0] + 2, pin[1] + 3, 6, 6), NIGHT, alpha=0.4, blur=2)
    c.fill(oval(pin[0], pin[1], 6, 6), chance.choice((AMBER, DEEP, PETROL)))
    c.fill(oval(pin[0] - 1.8, pin[1] - 1.8, 2, 2), PAPER, alpha=0.7)


def _coffee_machine(c: Canvas) -> None:
    body = pill(70, 210, 250, 806, 14)
    c.shade(body, 0.35, 18, 12)
    c.fill(body, DEEP, NIGHT)
    c.fill(box(250 - 14, 230, 250, 796), PETROL, alpha=0.35, blur=6)
    c.fill(pill(92, 240, 228, 330, 8), PETROL, mix(PETROL, NIGHT, 0.4))
    for row in range(3):
        c.fill(pill(104, 254 + row * 24, 170 - row * 12, 262 + row * 24, 4), MIST, alpha=0.7)
        c.fill(oval(208, 258 + row * 24, 7, 7), GLOW if row == 0 else MIST)
    c.fill(pill(100, 400, 220, 560, 8), NIGHT)
    c.fill(box(150, 400, 170, 430), (90, 110, 112))
    c.fill([(138, 498), (182, 498), (176, 552), (144, 552)], PAPER, LINE)
    for x in (152, 164):
        c.stroke(
            curve([(x, 488), (x + 5, 476), (x - 4, 464), (x + 3, 450)]),
            PAPER,
            2.5,
            alpha=0.6,
            blur=1,
        )


def _basin(c: Canvas) -> None:
    c.stroke([(1470, 540), (1470, 480), (1428, 480), (1428, 500)], (120, 138, 138), 12)
    bowl = pill(1350, 545, 1560, 640, 40)
    c.shade(bowl, 0.35, 14, 14)
    c.fill(bowl, PAPER, (206, 210, 204))
    c.fill(pill(1344, 540, 1566, 566, 12), PAPER, SHEET)
    c.fill(box(1440, 640, 1470, 806), (206, 210, 204), (150, 166, 162))
    c.fill(pill(1380, 250, 1530, 420, 10), (236, 244, 242), MIST)
    c.fill([(1400, 420), (1470, 250), (1500, 250), (1430, 420)], PAPER, alpha=0.6)


def draw_table() -> Canvas:
    """A table seen from above: papers, cups, seven chairs and one drawn back."""
    c = Canvas(WIDE, HIGH, (24, 98, 100), (10, 70, 74))
    for step in range(9):
        c.fill(box(0, step * 100, WIDE, step * 100 + 2), NIGHT, alpha=0.16)
        c.fill(
            box((step % 2) * 300 + 200, step * 100, (step % 2) * 300 + 202, step * 100 + 100),
            NIGHT,
            alpha=0.12,
        )
    c.fill([(-100, -50), (700, -50), (1500, 950), (300, 950)], MIST, alpha=0.16, blur=60)
    for x in (420, 690, 960):
        _chair(c, x, 186, 0)
        _chair(c, x + 20, 716, 180)
    _chair(c, 196, 452, -90)
    _chair(c, 1430, 520, 68, AMBER)
    table = pill(300, 250, 1260, 650, 36)
    c.shade(table, 0.55, 26, 24)
    c.fill(table, (232, 196, 148), (214, 172, 120))
    chance = random.Random("table")
    for y in range(262, 650, 11):
        grain = curve([(300 + step * 160, y + chance.uniform(-4, 4)) for step in range(7)])
        c.stroke(grain, BARK, 1.1, alpha=0.2, clip=table)
    for y in (350, 450, 550):
        c.stroke([(300, y), (1260, y)], BARK, 2, alpha=0.45)
    _papers(c)
    for x, y in ((392, 352), (640, 330), (1010, 588), (716, 600), (1150, 346)):
        c.fill(oval(x + 8, y + 10, 36, 36), NIGHT, alpha=0.3, blur=7)
        c.fill(oval(x, y, 36, 36), PAPER, LINE)
        c.fill(oval(x, y, 25, 25), SHEET, PAPER)
        c.stroke([(x + 18, y - 14), (x + 34, y - 26)], PAPER, 8)
        c.fill(oval(x, y, 20, 20), (86, 48, 22), (52, 30, 18))
        c.fill(oval(x - 6, y - 7, 6, 4), GLOW, alpha=0.45)
    return c


def _chair(c: Canvas, x: float, y: float, degrees: float, colour: Colour = MIST) -> None:
    middle = (x, y)
    seat = turn(pill(x - 68, y - 52, x + 68, y + 70, 26), degrees, middle)
    back = turn(pill(x - 76, y - 78, x + 76, y - 46, 16), degrees, middle)
    for part in (seat, back):
        c.shade(part, 0.4, 14, 14)
    c.fill(seat, mix(colour, PAPER, 0.15), colour)
    c.fill(back, mix(colour, INK, 0.28), mix(colour, INK, 0.4))


def _papers(c: Canvas) -> None:
    sheets = (
        (470, 300, -8, PAPER),
        (840, 300, 5, PAPER),
        (500, 470, 11, SHEET),
        (850, 480, -5, PAPER),
        (1060, 400, 14, TINT),
        (352, 440, -14, PAPER),
    )
    for x, y, degrees, colour in sheets:
        middle = (x + 55, y + 75)
        sheet = turn(box(x, y, x + 110, y + 148), degrees, middle)
        c.shade(sheet, 0.28, 6, 5)
        c.fill(sheet, colour, mix(colour, LINE, 0.5))
        for line in range(7):
            end = x + (92 if line % 3 else 66)
            points = [(x + 16, y + 28 + line * 15), (end, y + 28 + line * 15)]
            struck = (x, line) in ((840, 2), (840, 3), (500, 4))
            c.stroke(turn(points, degrees, middle), AMBER if struck else INK, 3, alpha=0.55)
    c.stroke([(776, 470), (822, 390)], AMBER, 8)
    c.stroke([(776, 470), (770, 482)], INK, 5)


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
            place = 800 + seat * 176 * size
            if -90 < place < WIDE + 90:
                _hall_chair(c, place, foot, size, lonely=(row, seat) == (2, 2))
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
