"""A sitter: the frame, the outlines all portraits share, and how a person is described."""

from __future__ import annotations

from dataclasses import dataclass

from brush import (
    Colour,
    curve,
)

SIDE, X, Y = 480, 240.0, 206.0


FRAME = (64, 54, 416, 406)


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
