"""Language tags (BCP 47): which ones exist, how they are spelled, and what they fall back to."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import TypeVar

from babel import Locale, UnknownLocaleError, localedata
from babel.core import get_global

from rostrum.core.diagnostics import nearest, shorten
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

V = TypeVar("V")

# RFC 5646, section 2.1, without the grandfathered tags and extended language subtags: each of
# them has a shorter tag that replaces it.
_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"
    r"(?:-[0-9a-wyz](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?)"
)
_LONGEST = 60  # characters; a tag has at most four or five subtags in practice
_COLLECTIVE = frozenset(("mis", "mul", "root", "und", "zxx"))
"""Codes without a language to write in: none, several, unknown (ISO 639-3)."""

_SHORTEST_NAME = 5
"""The minimum length of a misspelt name to find the right one."""

_NAMED_IN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sv", "da", "tr", "ru", "ja")
"""Locales whose names of languages are understood in a hint."""


class UnknownLanguageError(ValueError):
    """Raised for a text that is no language tag, or names no language; with message and hint."""

    def __init__(self, written: str) -> None:
        super().__init__(written)
        self.message: Translatable = _('there is no language "%(tag)s"', tag=shorten(written))
        self.hint: Translatable = _hint(_guess(written))


def read_language(written: str) -> str:
    """Return a language tag in canonical case: `de-AT`, `zh-Hant` (RFC 5646, section 2.1.1).

    Raises UnknownLanguageError for a malformed tag, and for a language, script or region that the
    Unicode CLDR does not know.
    """
    tag = _read(written)
    if tag is None:
        raise UnknownLanguageError(written)
    return tag


@cache
def write_og_locale(lang: str) -> str:
    """Return a language as Open Graph writes it, with the region of most of its readers.

    `de_AT` for `de-AT`, `de_DE` for `de`: language_TERRITORY (ogp.me, "Optional Metadata").
    """
    parts = lang.split("-")
    region = next((part for part in parts[1:] if part.isupper() and len(part) == 2), "")
    likely = get_global("likely_subtags").get(parts[0], "")
    region = region or likely.rpartition("_")[2]
    return f"{parts[0]}_{region}" if region else parts[0]


@cache
def _read(written: str) -> str | None:
    match = _TAG.fullmatch(written.lower()) if len(written) <= _LONGEST else None
    if match is None or not written.isascii():
        return None
    language, script = match["language"], (match["script"] or "").title()
    region = (match["region"] or "").upper()
    tag = "-".join(filter(None, (language, script, region))) + match["rest"]
    return tag if _exist(language, script, region) else None


def _exist(language: str, script: str, region: str) -> bool:
    if localedata.exists("_".join(filter(None, (language, script, region)))):
        return language not in _COLLECTIVE
    names = Locale("en")
    return (
        (localedata.exists(language) or language in names.languages)
        and language not in _COLLECTIVE
        and (not script or script in names.scripts)
        and (not region or region in names.territories)
    )


@cache
def list_fallbacks(lang: str) -> tuple[str, ...]:
    """Return a language and what it falls back to: `de-AT`, `de`.

    Subtags are removed from the end (RFC 4647, section 3.4). Before that come the parents that
    CLDR knows, such as `es-419` of `es-MX`, and the script of a region: `zh-TW`, `zh-Hant-TW`,
    `zh-Hant`, `zh`.
    """
    return tuple(_walk_up(lang))


def _walk_up(lang: str) -> Iterator[str]:
    parents = get_global("parent_exceptions")
    while lang:
        yield lang
        parent = parents.get(lang.replace("-", "_"), "root")
        if parent != "root":
            lang = parent.replace("_", "-")
        elif with_script := _add_script(lang):
            lang = with_script
        else:
            lang = re.sub(r"(?:-[0-9a-z])*-[^-]+$", "", lang) if "-" in lang else ""


def _add_script(lang: str) -> str:
    """Return a tag with the script of its region, if it is not the one of its language."""
    language, _dash, region = lang.partition("-")
    if not re.fullmatch("[A-Z]{2}|[0-9]{3}", region):
        return ""
    likely = get_global("likely_subtags")
    script = likely.get(f"{language}_{region}", likely.get(language, "")).split("_")[1:2]
    usual = likely.get(language, "").split("_")[1:2]
    return f"{language}-{script[0]}-{region}" if script and script != usual else ""


def find_fallback(values: Mapping[str, V], lang: str) -> V | None:
    """Return the value for a language or the first language that it falls back to, else None."""
    return next((values[tag] for tag in list_fallbacks(lang) if tag in values), None)


@cache
def find_locale(lang: str) -> Locale:
    """Return Babel's locale of a language, or of the first fallback that has one, else English."""
    return _find_locale(lang) or Locale("en")


def _find_locale(lang: str) -> Locale | None:
    for tag in list_fallbacks(lang):
        with suppress(UnknownLocaleError, ValueError):
            return Locale.parse(tag, sep="-")
    return None


@cache
def find_direction(lang: str) -> str:
    """Return `rtl` for a language written from right to left, else `ltr`."""
    return str(find_locale(lang).text_direction)


def has_locale(lang: str) -> bool:
    """Return True if dates and numbers can be formatted in a language."""
    return _find_locale(lang) is not None


def suggest_language(written: str, known: Collection[str]) -> str:
    """Return the language of `known` that is meant by a tag, or nothing.

    That is a more general language, the same language in another region, or a similar tag.
    """
    above = [tag for tag in list_fallbacks(written) if tag in known]
    main = list_fallbacks(written)[-1]
    same = sorted(tag for tag in known if list_fallbacks(tag)[-1] == main)
    near = nearest(written, known) if len(written) > 3 else None
    return next(iter([*above, *same, *filter(None, [near])]), "")


def _hint(guess: str) -> Translatable:
    if guess:
        return _('Did you mean "%(tag)s"?', tag=guess)
    return _('Languages look like "de", "de-AT" or "zh-Hant" (BCP 47).')


@cache
def _guess(written: str) -> str:
    """Return the tag that is meant by a wrong one, or nothing."""
    if len(written) > _LONGEST:
        return ""
    plain = re.sub(r"[\s_-]+", "-", re.split("[.@]", written, maxsplit=1)[0]).strip("-")
    ways = (str, _replace_parts, _find_by_name, _find_by_country, _cut)
    return next((tag for guess in ways if (tag := _read(guess(plain)))), "")


def _replace_parts(tag: str) -> str:
    """Return a tag with the codes that CLDR prefers, such as `de` for `deu`, `GB` for `UK`."""
    languages, regions = get_global("language_aliases"), get_global("territory_aliases")
    if alias := languages.get(tag.replace("-", "_")):
        return str(alias).replace("_", "-")
    first, *rest = tag.split("-")
    language = languages.get(first.lower(), first).replace("_", "-")
    replaced = [regions.get(part.upper(), [part]) for part in rest]
    return "-".join([language, *(names[0] for names in replaced)])


def _find_by_name(written: str) -> str:
    """Return the code of a language by its name, such as `Deutsch` or `german`."""
    name = written.casefold().removeprefix("i-")
    names = _list_names()
    if name in names or len(name) < _SHORTEST_NAME:
        return names.get(name, "")
    usual = {each for each, code in names.items() if code in _list_locales()}
    return names.get(nearest(name, usual) or "", "")


@cache
def _list_names() -> Mapping[str, str]:
    """Return the codes of languages by their names in several languages."""
    return {
        name.casefold(): code.replace("_", "-")
        for lang in reversed(_NAMED_IN)
        for code, name in Locale(lang).languages.items()
    }


@cache
def _list_locales() -> frozenset[str]:
    return frozenset(localedata.locale_identifiers())


def _cut(tag: str) -> str:
    """Return a tag without its regions and other subtags."""
    return tag.partition("-")[0]


def _find_by_country(written: str) -> str:
    """Return the language of a country whose code was written instead: `ja` for `jp`."""
    region = written.upper()
    likely = get_global("likely_subtags").get(f"und_{region}", "")
    language = likely.partition("_")[0]
    if not language:
        return ""
    main = get_global("likely_subtags").get(language, "")
    return language if main.endswith(f"_{region}") else f"{language}-{region}"
