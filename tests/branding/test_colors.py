"""Colours of a company: their contrast, and the nearest one that can be read."""

from __future__ import annotations

import colorsys
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rostrum.branding.colors import (
    LEAST_CONTRAST,
    choose_ink,
    find_contrast,
    find_readable,
    is_readable,
    parse_color,
)
from rostrum.branding.palette import DEFAULTS, PAPER, SHEET, Palette, SchemePair, find_tint

CSS = Path(__file__).parents[2] / "theme" / "static" / "css" / "rostrum.css"
colors = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


def test_contrasts_are_those_of_wcag() -> None:
    assert find_contrast("#ffffff", "#000000") == pytest.approx(21)
    assert find_contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert find_contrast("#123456", "#123456") == 1


@pytest.mark.parametrize(("written", "color"), [("#0A5", "#00aa55"), ("#0a5C5d", "#0a5c5d")])
def test_short_and_capital_digits_are_read(written: str, color: str) -> None:
    assert parse_color(written) == color


@pytest.mark.parametrize("written", ["teal", "0a5c5d", "#0a5c", "#0a5c5d80", "#0a5c5d\n"])
def test_other_notations_are_no_colors(written: str) -> None:
    with pytest.raises(ValueError, match=re.escape(written)):
        parse_color(written)


@given(colors, st.sampled_from([0, 1]))
def test_the_nearest_color_can_be_read(color: str, number: int) -> None:
    def list_backgrounds(accent: str) -> tuple[str, ...]:
        return PAPER[number], SHEET[number], find_tint(accent, number)

    near = find_readable(color, list_backgrounds)
    assert is_readable(near, list_backgrounds(near))
    if is_readable(color, list_backgrounds(color)):
        assert near == color


@given(colors)
def test_ink_can_be_read_on_every_color(color: str) -> None:
    assert find_contrast(choose_ink(color), color) >= LEAST_CONTRAST


def test_the_nearest_color_keeps_its_hue() -> None:
    near = find_readable("#ff8800", lambda _color: ("#ffffff",))
    hues = [
        colorsys.rgb_to_hls(*(int(each[at : at + 2], 16) / 255 for at in (1, 3, 5)))[0]
        for each in (near, "#ff8800")
    ]
    assert hues[0] == pytest.approx(hues[1], abs=0.01)
    assert LEAST_CONTRAST <= find_contrast(near, "#ffffff") < LEAST_CONTRAST + 0.1


def test_backgrounds_and_colors_are_those_of_the_theme() -> None:
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", CSS.read_text("utf-8"))
    known = {name: (light, dark) for name, light, dark in pairs}
    assert (known["paper"], known["sheet"]) == (PAPER, SHEET)
    assert {role: known[role] for role in DEFAULTS} == DEFAULTS


def test_the_colors_of_the_theme_can_be_read() -> None:
    palette = Palette(*(SchemePair(*DEFAULTS[role]) for role in ("accent", "mark")))
    assert list(palette.find_unreadable()) == []


def test_one_color_gets_a_dark_one_that_can_be_read() -> None:
    palette = Palette(accent=SchemePair("#003a70"))
    light, dark = palette.find_colors("accent")
    assert light == "#003a70"
    assert is_readable(dark, (PAPER[1], SHEET[1], find_tint(dark, 1)))
    assert list(palette.find_unreadable()) == []


def test_a_pair_is_checked_in_both_schemes() -> None:
    palette = Palette(mark=SchemePair("#ffcc00", "#400000"))
    found = [(each.role, each.scheme, each.color) for each in palette.find_unreadable()]
    assert found == [("mark", "light", "#ffcc00"), ("mark", "dark", "#400000")]
