"""The palette of cards: ramps from one colour to another, so that letters are drawn as numbers.

On a ramp of 32 colours, a letter's edge is a number between those of its ground and its ink, which
is what Pillow makes of two grays. A card is drawn in grays, and gets its palette at the end.
"""

from __future__ import annotations

from rostrum.core.theme_colors import ThemeColors, to_rgb

STEPS = 31  # the number of the last colour of a ramp
PANEL, ON_PANEL = 0, STEPS
PAPER, INK = 32, 32 + STEPS
TINT, ON_TINT = 64, 64 + STEPS
TINT_EDGE, MARK = 96, 112
"""Numbers of colours: where the ramps begin and end."""
EDGE_STEPS = 15
PHOTOS = 128
"""The number of the first colour of faces, and how many there are."""


def blend(ground: int, ink: int, part: float) -> int:
    """Return the number of the colour at a part of the way from a ground to an ink."""
    return ground + round((ink - ground) * part)


def make_palette(colors: ThemeColors) -> list[int]:
    """Return the first 128 colours as red, green and blue, one after another."""
    ramps = (
        (colors.accent.light, colors.on_accent.light, STEPS),
        (colors.paper.light, colors.ink.light, STEPS),
        (colors.tint.light, colors.accent.light, STEPS),
        (colors.paper.light, colors.tint.light, EDGE_STEPS),
        (colors.mark.dark, colors.mark.dark, EDGE_STEPS),
    )
    return [value for start, end, steps in ramps for value in _make_ramp(start, end, steps)]


def _make_ramp(start: str, end: str, steps: int) -> list[int]:
    first, last = to_rgb(start), to_rgb(end)
    return [
        round(a + (b - a) * step / steps)
        for step in range(steps + 1)
        for a, b in zip(first, last, strict=True)
    ]
