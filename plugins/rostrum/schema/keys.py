"""The keys of people and series, found or made from the names and titles that authors write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from rostrum.core.portable_names import compose
from rostrum.core.text import is_one_slip, spell_german
from rostrum.schema.types import LONGEST_SLUG, is_name

Slugify = Callable[[str], str]

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+[+#]*|[%$€§=<>]")
_AND = {"de": " und ", "en": " and "}
_NOT_IN_KEYS = re.compile(r"[^\w.-]+")
_SHORTEST = 4  # letters of a name with a recognisable slip


def looks_like_key(name: str) -> bool:
    """Return True for what may be meant as the name of a file: `anna-leitner`."""
    return is_name(name) and name == name.lower()


def make_key(name: str, slugify: Slugify) -> str:
    """Return the key of a person or series with a name; empty if none can be made of it.

    What a site's rules for slugs leave, but a file's name can't have, is replaced by hyphens.
    """
    key = _NOT_IN_KEYS.sub("-", slugify(name)).strip("-")
    return key if is_name(key) and len(key.encode()) <= LONGEST_SLUG else ""


def fold_name(name: str) -> str:
    """Return a name for comparison: capitals, blanks and the form of letters do not count."""
    return " ".join(compose(name).split()).casefold()


def fold_spelling(name: str, lang: str) -> tuple[str, str]:
    """Return a key shared by all spellings of a name, and the last word of the key.

    The key keeps letters, digits, and significant signs: `C++` differs from `C#`, `2.0` from `20`.
    """
    text, language = name.casefold(), find_main_language(lang)
    if not text.isascii():
        text = _strip_accents(spell_german(text) if language == "de" else text)
    if "&" in text:
        text = text.replace("&", _AND.get(language, "&"))
    words = _WORD.findall(text)
    return "".join(words), words[-1] if words else ""


def find_main_language(lang: str) -> str:
    """Return the primary language of a tag (BCP 47), e.g. `de` for `de-AT`."""
    return lang.partition("-")[0]


def _strip_accents(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text)
    return "".join(char for char in letters if not unicodedata.combining(char))


def is_slip(written: str, spelling: str) -> bool:
    """Return True if a name is one slip away from another; short names are too much alike."""
    return min(len(written), len(spelling)) >= _SHORTEST and is_one_slip(written, spelling)
