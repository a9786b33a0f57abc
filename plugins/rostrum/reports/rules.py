"""What each code means and what to do about it: the table of docs/diagnostics.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rostrum.core.files import PACKAGE

_ROW = re.compile(r"^\| `([a-z0-9-]+)` \| [^|]* \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)
_LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Rule:
    """The meaning of a code and its remedy, as Markdown without links."""

    meaning: str = ""
    remedy: str = ""


@cache
def read_rules() -> Mapping[str, Rule]:
    """Return the rule of each code."""
    rows = _ROW.findall(_find_page().read_text("utf-8"))
    return {code: Rule(*map(_strip_links, (meaning, remedy))) for code, meaning, remedy in rows}


def _find_page() -> Path:
    """Return the page: in the package if installed, else in the `docs/` beside `plugins/`."""
    inside = PACKAGE / "docs" / "diagnostics.md"
    return inside if inside.is_file() else PACKAGE.parents[1] / "docs" / "diagnostics.md"


def _strip_links(text: str) -> str:
    """Return Markdown with the words of its links: their addresses are relative to the page."""
    return _LINK.sub(r"\1", text.strip())
