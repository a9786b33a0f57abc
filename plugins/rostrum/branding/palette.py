"""The two colours of a company, in a light and a dark scheme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from rostrum.branding.colors import choose_ink, find_readable, find_worst, is_readable, mix
from rostrum.core.theme_colors import ThemeColors

ACCENT, MARK = "accent", "mark"
ROLES = (ACCENT, MARK)
SCHEMES = ("light", "dark")
_THEME = ThemeColors()
DEFAULTS: Mapping[str, tuple[str, str]] = {ACCENT: _THEME.accent, MARK: _THEME.mark}
"""The colours of the kit's theme, light and dark."""
PAPER = _THEME.paper
SHEET = ("#ffffff", "#1b1f23")
"""The backgrounds of the kit's theme, light and dark."""
_TINT_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class SchemePair:
    """A value for the light and one for the dark scheme; the dark one is empty if not given."""

    light: str
    dark: str = ""


class Unreadable(NamedTuple):
    """A colour of a role that is hard to read on a background; `nearest` is one that is not."""

    role: str
    scheme: str
    color: str
    background: str
    contrast: float
    nearest: str


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a company; None for those of the theme."""

    accent: SchemePair | None = None
    mark: SchemePair | None = None

    def find_unreadable(self) -> Iterator[Unreadable]:
        """Yield each given colour that is hard to read on a background of its scheme."""
        for role in ROLES:
            pair = self._given(role)
            given = (pair.light, pair.dark) if pair else ()
            for number, (scheme, color) in enumerate(zip(SCHEMES, given, strict=False)):
                if color and not is_readable(color, self._list_backgrounds(role, number, color)):
                    worst = find_worst(color, self._list_backgrounds(role, number, color))
                    nearest = self._find_readable(role, number, color)
                    yield Unreadable(role, scheme, color, *worst, nearest)

    def find_colors(self, role: str) -> tuple[str, str]:
        """Return the colours of a role, light and dark.

        Without a dark one it is made from the light one: the nearest that can be read.
        """
        pair = self._given(role)
        if pair is None:
            return DEFAULTS[role]
        return pair.light, pair.dark or self._find_readable(role, 1, pair.light)

    def list_properties(self) -> Iterator[tuple[str, str]]:
        """Yield the custom properties of the given colours, and what is made from them."""
        for role in ROLES:
            if self._given(role):
                light, dark = self.find_colors(role)
                yield f"--{role}", _write_pair(light, dark)
                yield f"--on-{role}", _write_pair(choose_ink(light), choose_ink(dark))
        if self.accent:
            colors = enumerate(self.find_colors(ACCENT))
            yield "--tint", _write_pair(*(find_tint(color, number) for number, color in colors))

    def _given(self, role: str) -> SchemePair | None:
        return self.accent if role == ACCENT else self.mark

    def _find_readable(self, role: str, number: int, color: str) -> str:
        return find_readable(color, lambda other: self._list_backgrounds(role, number, other))

    def _list_backgrounds(self, role: str, number: int, color: str) -> tuple[str, ...]:
        accent = color if role == ACCENT else self.find_colors(ACCENT)[number]
        return PAPER[number], SHEET[number], find_tint(accent, number)


def find_tint(accent: str, number: int) -> str:
    """Return the background made from an accent colour; 0 is the light, 1 the dark scheme."""
    return mix(accent, (SHEET[0], PAPER[1])[number], _TINT_SHARE)


def _write_pair(light: str, dark: str) -> str:
    return light if light == dark else f"light-dark({light}, {dark})"
