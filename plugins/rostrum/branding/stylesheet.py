"""The one stylesheet of a site: that of the theme, the company's look, and the site's own rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import rcssmin

from rostrum.branding.fonts import Fonts
from rostrum.branding.palette import Palette
from rostrum.core.hashing import digest_bytes

LAYER = "brand"
"""The cascade layer of the company's look, declared in the theme's stylesheet."""


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


def minify(parts: Sequence[str]) -> bytes:
    """Return stylesheets as one, without comments and blanks."""
    text: str = rcssmin.cssmin("\n".join(part for part in parts if part))
    return text.encode()


def version(content: bytes) -> str:
    """Return the version of a file for its URL: it changes with the content."""
    return digest_bytes(content).hex()[:10]
