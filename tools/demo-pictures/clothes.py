"""What the people in the portraits wear."""

from __future__ import annotations

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
    Canvas,
    box,
    curve,
    mix,
    oval,
    pill,
    turn,
)
from sitter import (
    HEAD,
    SHOULDERS,
    Look,
    X,
    Y,
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
    c.fill(pill(194, 296, 286, 378, 20), look.coat, mix(look.coat, BARK, 0.16))
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


def _shirt(c: Canvas, look: Look) -> None:
    _round(c, look)


def draw_glasses(c: Canvas, look: Look) -> None:
    """Draw square glasses."""
    for side in (-1, 1):
        rim = pill(X + side * 28 - 22, Y - 23, X + side * 28 + 22, Y + 14, 9)
        c.fill(rim, PAPER, alpha=0.14)
        c.stroke([*rim, rim[0]], INK, 4.5)
        c.stroke([(X + side * 50, Y - 12), (X + side * 62, Y - 8)], INK, 4)
    c.stroke([(X - 6, Y - 10), (X + 6, Y - 10)], INK, 4)


def draw_round_glasses(c: Canvas, look: Look) -> None:
    """Draw round glasses."""
    for side in (-1, 1):
        c.fill(oval(X + side * 28, Y - 4, 21, 21), PAPER, alpha=0.2)
        c.stroke(oval(X + side * 28, Y - 4, 21, 21), mix(BARK, INK, 0.4), 3.6)
        c.stroke([(X + side * 49, Y - 8), (X + side * 62, Y - 6)], mix(BARK, INK, 0.4), 3.2)
    c.stroke(curve([(X - 7, Y - 6), (X, Y - 10), (X + 7, Y - 6)]), mix(BARK, INK, 0.4), 3.4)


def draw_goggles(c: Canvas, look: Look) -> None:
    """Draw safety goggles pushed up."""
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


def draw_hat(c: Canvas, look: Look) -> None:
    """Draw a carpenter's hat."""
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
