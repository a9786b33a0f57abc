"""The demo's portraits, 480 by 480: one way to draw a face, and a row for each person."""

from __future__ import annotations

import random
from dataclasses import dataclass

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
    SCALE,
    SHEET,
    STRAW,
    TINT,
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

SIDE, X, Y = 480, 240.0, 206.0
FRAME = (50, 52, 430, 432)

GREY: Colour = (150, 152, 152)
WHITE: Colour = (222, 220, 214)
BLACK: Colour = (38, 34, 36)
BROWN: Colour = (84, 54, 36)
AUBURN: Colour = (138, 66, 34)
BLOND: Colour = (214, 170, 104)
FAIR: Colour = (238, 202, 172)
ROSY: Colour = (232, 188, 158)
TAN: Colour = (206, 156, 116)
DARK: Colour = (128, 82, 56)


@dataclass(frozen=True)
class Look:
    """How a person is drawn: colours, hair, and what they wear."""

    skin: Colour
    hair: Colour
    style: str
    coat: Colour
    ground: Colour
    collar: str = "shirt"
    wears: tuple[str, ...] = ()
    old: bool = False


LOOKS: dict[str, Look] = {
    "magdalena-hofer": Look(FAIR, GREY, "bob", PETROL, STRAW, "jacket", old=True),
    "josef-wiesinger": Look(
        ROSY, mix(GREY, BROWN, 0.3), "bald", NIGHT, MIST, "suit", ("round glasses",), old=True
    ),
    "radmila-petrovic": Look(ROSY, BLACK, "bun", DEEP, TINT, "scarf"),
    "tarik-kaya": Look(TAN, BLACK, "short", (52, 84, 104), STRAW, "work", ("beard",)),
    "eva-sturm": Look(FAIR, AUBURN, "long", SHEET, mix(PETROL, MIST, 0.45), "roll"),
    "nina-berger": Look(FAIR, BLOND, "braid", PETROL, mix(GLOW, PAPER, 0.55), "round"),
    "anna-leitner": Look(
        ROSY, BROWN, "crop", (92, 104, 106), mix(MIST, PAPER, 0.3), "work", ("goggles",)
    ),
    "gerhard-pointner": Look(
        ROSY, WHITE, "short", mix(AMBER, BARK, 0.4), MIST, "check", ("moustache",), old=True
    ),
    "lukas-brandl": Look(
        FAIR, mix(BROWN, BLOND, 0.3), "curls", PAPER, mix(PETROL, MIST, 0.35), "bib"
    ),
    "mirela-hodzic": Look(ROSY, BLACK, "shoulder", INK, mix(GLOW, PAPER, 0.4), "jacket"),
    "daniel-okafor": Look(DARK, BLACK, "fade", mix(AMBER, GLOW, 0.3), TINT, "hood", ("glasses",)),
    "walter-gruber": Look(
        ROSY, GREY, "short", mix(PETROL, MIST, 0.2), STRAW, "cardigan", ("full beard",), old=True
    ),
    "barbara-hochholzer": Look(
        FAIR, mix(BLOND, BROWN, 0.35), "long", (58, 52, 50), mix(MIST, PAPER, 0.2), "vest", ("hat",)
    ),
}

HEAD = curve(
    [
        (X, Y - 84),
        (X + 46, Y - 68),
        (X + 62, Y - 14),
        (X + 54, Y + 38),
        (X + 28, Y + 74),
        (X, Y + 84),
        (X - 28, Y + 74),
        (X - 54, Y + 38),
        (X - 62, Y - 14),
        (X - 46, Y - 68),
        (X, Y - 84),
    ]
)
SHOULDERS = curve(
    [
        (30, 500),
        (58, 410),
        (120, 360),
        (200, 328),
        (240, 346),
        (280, 328),
        (360, 360),
        (422, 410),
        (450, 500),
    ]
)


def draw_portrait(name: str) -> Canvas:
    """Return the portrait of a person in `LOOKS`."""
    look = LOOKS[name]
    c = Canvas(SIDE, SIDE, mix(look.ground, PAPER, 0.25), look.ground)
    c.fill(oval(X, 300, 190, 210), PAPER, alpha=0.3, blur=40)
    _draw_back_hair(c, look)
    _draw_body(c, look)
    _draw_head(c, look)
    _draw_features(c, look)
    _draw_front_hair(c, look)
    for thing in look.wears:
        WORN[thing](c, look)
    left, top, right, bottom = (round(edge * SCALE) for edge in FRAME)
    c.image = c.image.crop((left, top, right, bottom))
    return c


def _draw_body(c: Canvas, look: Look) -> None:
    shadow = mix(look.skin, BARK, 0.35)
    if look.collar == "hood":
        c.fill(oval(X, 330, 78, 40), mix(look.coat, NIGHT, 0.3), mix(look.coat, NIGHT, 0.45))
    c.fill(SHOULDERS, mix(look.coat, PAPER, 0.08), mix(look.coat, NIGHT, 0.22))
    c.fill(
        curve([(205, 250), (206, 310), (192, 336), (240, 380), (288, 336), (274, 310), (275, 250)]),
        look.skin,
        mix(look.skin, BARK, 0.12),
    )
    c.fill([(206, 262), (275, 262), (275, 300), (240, 318), (212, 296)], shadow, alpha=0.65, blur=5)
    COLLARS[look.collar](c, look)
    c.fill(
        curve([(300, 340), (360, 360), (422, 410), (450, 500), (330, 500)]),
        NIGHT,
        alpha=0.12,
        blur=8,
        clip=SHOULDERS,
    )


def _draw_head(c: Canvas, look: Look) -> None:
    for side in (-1, 1):
        c.fill(oval(X + side * 61, Y + 4, 11, 19), mix(look.skin, BARK, 0.18))
    c.fill(HEAD, mix(look.skin, PAPER, 0.1), look.skin)
    c.fill(box(X + 14, 100, X + 80, 310), BARK, alpha=0.14, blur=12, clip=HEAD)
    for side in (-1, 1):
        c.fill(oval(X + side * 34, Y + 26, 17, 12), (206, 96, 66), alpha=0.2, blur=7, clip=HEAD)


def _draw_features(c: Canvas, look: Look) -> None:
    line = mix(look.skin, INK, 0.62)
    brow = mix(look.hair, INK, 0.35) if look.hair != WHITE else GREY
    for side in (-1, 1):
        c.stroke(
            curve([(X + side * 15, Y - 23), (X + side * 27, Y - 29), (X + side * 40, Y - 23)]),
            brow,
            5,
        )
        c.fill(oval(X + side * 27, Y - 5, 5.2, 6), mix(INK, look.skin, 0.05))
        c.fill(oval(X + side * 27 + 1.6, Y - 7.4, 1.6, 1.6), PAPER)
        c.stroke(
            curve([(X + side * 18, Y - 9), (X + side * 27, Y - 14), (X + side * 37, Y - 8)]),
            line,
            2.4,
        )
        if look.old:
            c.stroke(curve([(X + side * 44, Y - 4), (X + side * 50, Y - 9)]), line, 1.6, alpha=0.5)
            c.stroke(
                curve([(X + side * 20, Y + 24), (X + side * 29, Y + 38), (X + side * 30, Y + 50)]),
                line,
                1.8,
                alpha=0.35,
            )
    c.stroke(curve([(X + 4, Y - 8), (X + 11, Y + 20), (X - 2, Y + 25)]), line, 2.6, alpha=0.7)
    c.stroke(curve([(X - 20, Y + 46), (X, Y + 54), (X + 21, Y + 45)]), (150, 70, 56), 4.4)
    c.stroke([(X - 8, Y + 63), (X + 8, Y + 63)], line, 2, alpha=0.3)


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


def _draw_back_hair(c: Canvas, look: Look) -> None:
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


def _draw_front_hair(c: Canvas, look: Look) -> None:
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


def _jacket(c: Canvas, look: Look) -> None:
    c.fill([(196, 332), (240, 430), (284, 332), (262, 350), (240, 372), (218, 350)], PAPER, LINE)
    _lapels(c, look)


def _suit(c: Canvas, look: Look) -> None:
    c.fill([(198, 330), (240, 460), (282, 330), (258, 352), (222, 352)], PAPER, LINE)
    c.fill([(196, 326), (240, 366), (214, 388)], PAPER)
    c.fill([(284, 326), (240, 366), (266, 388)], PAPER)
    c.fill([(230, 366), (250, 366), (254, 384), (248, 480), (232, 480), (226, 384)], PETROL, DEEP)
    _lapels(c, look)


def _lapels(c: Canvas, look: Look) -> None:
    for side in (-1, 1):
        lapel = [
            (X + side * 46, 324),
            (X + side * 84, 372),
            (X + side * 62, 392),
            (X + side * 72, 404),
            (X + side * 6, 486),
            (X + side * 2, 450),
        ]
        c.fill(lapel, mix(look.coat, PAPER, 0.2), mix(look.coat, NIGHT, 0.1))


def _scarf(c: Canvas, look: Look) -> None:
    _jacket(c, look)
    c.fill(
        curve(
            [
                (202, 316),
                (208, 346),
                (240, 362),
                (272, 346),
                (278, 316),
                (300, 346),
                (280, 392),
                (240, 402),
                (200, 392),
                (180, 346),
                (202, 316),
            ]
        ),
        GLOW,
        AMBER,
    )
    c.fill(curve([(226, 392), (206, 480), (262, 480), (254, 392)]), GLOW, AMBER)
    for x in (222, 236, 248):
        c.stroke([(x + 3, 404), (x, 478)], BARK, 1.6, alpha=0.5)


def _work(c: Canvas, look: Look) -> None:
    c.fill([(204, 334), (240, 400), (276, 334), (240, 372)], MIST)
    for side in (-1, 1):
        c.fill(
            [(X + side * 42, 318), (X + side * 66, 344), (X + side * 30, 398), (X, 378)],
            mix(look.coat, PAPER, 0.22),
            look.coat,
        )
    c.fill(box(X - 2, 384, X + 2, 480), NIGHT, alpha=0.5)
    c.stroke([(104, 372), (132, 480)], GLOW, 9, alpha=0.9, clip=SHOULDERS)
    c.stroke([(376, 372), (348, 480)], GLOW, 9, alpha=0.9, clip=SHOULDERS)


def _roll(c: Canvas, look: Look) -> None:
    c.fill(pill(192, 292, 288, 376, 20), look.coat, mix(look.coat, BARK, 0.16))
    for y in (304, 320, 336):
        c.stroke(curve([(198, y), (240, y + 5), (282, y)]), BARK, 1.6, alpha=0.25)


def _round(c: Canvas, look: Look) -> None:
    c.stroke(
        curve([(190, 334), (206, 364), (240, 380), (274, 364), (290, 334)]),
        mix(look.coat, PAPER, 0.3),
        12,
    )


def _check(c: Canvas, look: Look) -> None:
    for x in range(20, 480, 30):
        c.stroke(
            [(x, 386 if abs(x - X) < 60 else 300), (x, 490)], PAPER, 5, alpha=0.28, clip=SHOULDERS
        )
    for y in range(390, 490, 30):
        c.stroke([(20, y), (460, y)], NIGHT, 5, alpha=0.25, clip=SHOULDERS)
    c.fill([(206, 336), (240, 396), (274, 336), (240, 366)], PAPER)
    for side in (-1, 1):
        c.fill(
            [(X + side * 44, 318), (X + side * 64, 348), (X + side * 28, 392), (X, 374)],
            mix(look.coat, PAPER, 0.2),
            look.coat,
        )


def _bib(c: Canvas, look: Look) -> None:
    _round(c, look)
    c.fill(pill(158, 404, 322, 500, 10), PETROL, DEEP)
    for side in (-1, 1):
        c.stroke([(X + side * 92, 344), (X + side * 68, 414)], PETROL, 24)
        c.fill(oval(X + side * 66, 420, 8, 8), GLOW, AMBER)
    c.fill(pill(206, 440, 274, 500, 6), mix(PETROL, MIST, 0.18))


def _hood(c: Canvas, look: Look) -> None:
    c.fill(
        curve(
            [
                (168, 330),
                (156, 360),
                (184, 398),
                (240, 416),
                (296, 398),
                (324, 360),
                (312, 330),
                (286, 358),
                (240, 378),
                (194, 358),
                (168, 330),
            ]
        ),
        mix(look.coat, PAPER, 0.14),
        mix(look.coat, NIGHT, 0.3),
    )
    for side in (-1, 1):
        c.stroke([(X + side * 24, 398), (X + side * 27, 470)], PAPER, 4)


def _cardigan(c: Canvas, look: Look) -> None:
    c.fill([(194, 328), (240, 470), (286, 328), (240, 366)], SHEET, LINE)
    for side in (-1, 1):
        c.stroke([(X + side * 48, 344), (X + side * 8, 490)], mix(look.coat, NIGHT, 0.3), 20)
        c.fill([(X + side * 40, 320), (X + side * 52, 346), (X + side * 22, 384), (X, 370)], PAPER)


def _vest(c: Canvas, look: Look) -> None:
    for side in (-1, 1):
        sleeve = [
            (X + side * 118, 330),
            (X + side * 240, 400),
            (X + side * 240, 500),
            (X + side * 138, 500),
        ]
        c.fill(sleeve, PAPER, LINE, clip=SHOULDERS)
    c.fill([(196, 332), (240, 440), (284, 332), (240, 366)], PAPER, LINE)
    for side in (-1, 1):
        c.fill(
            [(X + side * 42, 320), (X + side * 60, 348), (X + side * 28, 390), (X, 372)],
            PAPER,
            SHEET,
        )
        for y in (430, 466):
            c.fill(oval(X + side * 26, y, 7, 7), PAPER, LINE)


def _glasses(c: Canvas, look: Look) -> None:
    for side in (-1, 1):
        rim = pill(X + side * 28 - 22, Y - 23, X + side * 28 + 22, Y + 14, 9)
        c.fill(rim, PAPER, alpha=0.14)
        c.stroke([*rim, rim[0]], INK, 4.5)
        c.stroke([(X + side * 50, Y - 12), (X + side * 62, Y - 8)], INK, 4)
    c.stroke([(X - 6, Y - 10), (X + 6, Y - 10)], INK, 4)


def _round_glasses(c: Canvas, look: Look) -> None:
    for side in (-1, 1):
        c.fill(oval(X + side * 28, Y - 4, 21, 21), PAPER, alpha=0.2)
        c.stroke(oval(X + side * 28, Y - 4, 21, 21), mix(BARK, INK, 0.4), 3.6)
        c.stroke([(X + side * 49, Y - 8), (X + side * 62, Y - 6)], mix(BARK, INK, 0.4), 3.2)
    c.stroke(curve([(X - 7, Y - 6), (X, Y - 10), (X + 7, Y - 6)]), mix(BARK, INK, 0.4), 3.4)


def _beard(c: Canvas, look: Look, length: float = 4, thick: float = 0) -> None:
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


def _full_beard(c: Canvas, look: Look) -> None:
    _beard(c, look, 20, 4)
    for step in range(9):
        x = X - 40 + step * 10
        c.stroke(
            [(x, Y + 66), (X + (x - X) * 0.8, Y + 96 - abs(x - X) * 0.3)],
            mix(look.hair, PAPER, 0.5),
            1.6,
            alpha=0.5,
        )


def _moustache(c: Canvas, look: Look) -> None:
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


def _goggles(c: Canvas, look: Look) -> None:
    c.stroke(curve([(X - 68, Y - 36), (X, Y - 60), (X + 68, Y - 36)]), INK, 13)
    for side in (-1, 1):
        lens = turn(
            pill(X + side * 29 - 27, Y - 76, X + side * 29 + 27, Y - 40, 14),
            side * 9,
            (X + side * 29, Y - 58),
        )
        c.fill(lens, mix(MIST, PAPER, 0.3), MIST)
        c.stroke([*lens, lens[0]], AMBER, 5)
        c.stroke([(X + side * 29 - 12, Y - 50), (X + side * 29 + 2, Y - 66)], PAPER, 4, alpha=0.8)


def _hat(c: Canvas, look: Look) -> None:
    felt = (46, 42, 42)
    c.fill(
        curve(
            [
                (X - 62, Y - 48),
                (X - 58, Y - 118),
                (X - 22, Y - 134),
                (X, Y - 126),
                (X + 22, Y - 134),
                (X + 58, Y - 118),
                (X + 62, Y - 48),
            ]
        ),
        mix(felt, PAPER, 0.14),
        felt,
    )
    c.fill(
        curve(
            [
                (X - 64, Y - 70),
                (X, Y - 56),
                (X + 64, Y - 70),
                (X + 66, Y - 46),
                (X, Y - 34),
                (X - 66, Y - 46),
                (X - 64, Y - 70),
            ]
        ),
        AMBER,
        mix(AMBER, NIGHT, 0.3),
    )
    c.fill(
        curve(
            [
                (X - 134, Y - 58),
                (X - 60, Y - 40),
                (X, Y - 34),
                (X + 60, Y - 40),
                (X + 134, Y - 58),
                (X + 70, Y - 24),
                (X, Y - 18),
                (X - 70, Y - 24),
                (X - 134, Y - 58),
            ]
        ),
        mix(felt, PAPER, 0.1),
        felt,
    )
    c.fill(box(X - 60, Y - 20, X + 60, Y - 6), NIGHT, alpha=0.2, blur=6, clip=HEAD)


def _shirt(c: Canvas, look: Look) -> None:
    _round(c, look)


COLLARS = {
    "shirt": _shirt,
    "jacket": _jacket,
    "suit": _suit,
    "scarf": _scarf,
    "work": _work,
    "roll": _roll,
    "round": _round,
    "check": _check,
    "bib": _bib,
    "hood": _hood,
    "cardigan": _cardigan,
    "vest": _vest,
}
WORN = {
    "glasses": _glasses,
    "round glasses": _round_glasses,
    "beard": _beard,
    "hat": _hat,
    "full beard": _full_beard,
    "moustache": _moustache,
    "goggles": _goggles,
}
