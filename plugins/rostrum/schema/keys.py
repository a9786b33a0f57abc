"""The keys of people and series, found or made from the names and titles that authors write."""

from __future__ import annotations

from collections.abc import Callable

from rostrum.core.portable_names import compose
from rostrum.core.text import is_one_slip
from rostrum.schema.types import LONGEST_SLUG, is_name

Slugify = Callable[[str], str]

_SHORTEST = 4  # letters of a name with a recognisable slip


def looks_like_key(name: str) -> bool:
    """Return True for what may be meant as the name of a file: `anna-leitner`."""
    return is_name(name) and name == name.lower()


def make_key(name: str, slugify: Slugify) -> str:
    """Return the key of a person or series with a name; empty if none can be made of it."""
    key = slugify(name)
    return key if is_name(key) and len(key.encode()) <= LONGEST_SLUG else ""


def fold_name(name: str) -> str:
    """Return a name for comparison: capitals, blanks and the form of letters do not count."""
    return " ".join(compose(name).split()).casefold()


def is_slip(written: str, spelling: str) -> bool:
    """Return True if a name is one slip away from another; short names are too much alike."""
    return min(len(written), len(spelling)) >= _SHORTEST and is_one_slip(written, spelling)
