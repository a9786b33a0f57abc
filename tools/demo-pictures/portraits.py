"""The demo's portraits, 480 by 480: one way to draw a face, and a row for each person."""

from __future__ import annotations

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
    SCALE,
    SHEET,
    STRAW,
    TINT,
    Canvas,
    box,
    curve,
    mix,
    oval,
)
from clothes import COLLARS, draw_glasses, draw_goggles, draw_hat, draw_round_glasses
from hair import draw_back_hair, draw_beard, draw_front_hair, draw_full_beard, draw_moustache
from sitter import (
    AUBURN,
    BLACK,
    BLOND,
    BROWN,
    DARK,
    FAIR,
    FRAME,
    GREY,
    HEAD,
    ROSY,
    SHOULDERS,
    SIDE,
    TAN,
    WHITE,
    Look,
    X,
    Y,
)

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


WORN = {
    "glasses": draw_glasses,
    "round glasses": draw_round_glasses,
    "beard": draw_beard,
    "hat": draw_hat,
    "full beard": draw_full_beard,
    "moustache": draw_moustache,
    "goggles": draw_goggles,
}


def draw_portrait(name: str) -> Canvas:
    """Return the portrait of a person in `LOOKS`."""
    look = LOOKS[name]
    c = Canvas(SIDE, SIDE, mix(look.ground, PAPER, 0.25), look.ground)
    c.fill(oval(X, 300, 190, 210), PAPER, alpha=0.3, blur=40)
    draw_back_hair(c, look)
    _draw_body(c, look)
    _draw_head(c, look)
    _draw_features(c, look)
    draw_front_hair(c, look)
    for item in look.wears:
        WORN[item](c, look)
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
