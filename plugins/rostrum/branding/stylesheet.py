"""The one stylesheet of a site: that of the theme, the company's look, and the site's own rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rostrum.branding.fonts import Fonts
from rostrum.branding.palette import Palette
from rostrum.core.hashing import digest_bytes

LAYER = "brand"
"""The cascade layer of the company's look, declared in the theme's stylesheet."""
_PREFIX = "Parsing stylesheet failed: "
_PLACE = re.compile(r" at [^ ]*:(\d+):\d+\Z")  # the line from 0


@dataclass(frozen=True, slots=True)
class Look:
    """The look of a company. `radius` is that of corners in pixels, None for the theme's."""

    palette: Palette
    fonts: Fonts
    radius: int | None = None


def write_look(look: Look, font_rules: Iterable[str] = ()) -> str:
    """Return the rules of a company's look: custom properties in their layer, and its fonts."""
    properties = [*look.palette.list_properties()]
    properties += ((f"--{key}", font.stack) for key, font in look.fonts.list_fonts())
    if look.radius is not None:
        properties.append(("--radius", f"{look.radius}px"))
    written = " ".join(f"{name}: {value};" for name, value in properties)
    rules = [f"@layer {LAYER} {{ :root {{ {written} }} }}"] if properties else []
    return "\n".join([*font_rules, *rules])


class InvalidStylesheetError(Exception):
    """Raised for a stylesheet that can't be read; `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(line, reason)
        self.line, self.reason = line, reason


@lru_cache(maxsize=8)  # the live preview needs the same ones in every build
def minify(css: str) -> str:
    """Return a stylesheet without comments and blanks; raises InvalidStylesheetError."""
    # The library is large, and a check of the content needs none of it.
    from lightningcss import process_stylesheet

    try:
        return process_stylesheet(css, minify=True)
    except ValueError as error:
        match = _PLACE.search(str(error))
        reason = _PLACE.sub("", str(error)).removeprefix(_PREFIX)
        raise InvalidStylesheetError(int(match[1]) + 1 if match else 1, reason) from None


def version(content: bytes) -> str:
    """Return the version of a file for its URL: it changes with the content."""
    return digest_bytes(content).hex()[:10]
