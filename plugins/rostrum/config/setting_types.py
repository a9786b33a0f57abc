"""Readers of the kit's own settings, like those of rostrum.schema.types."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass

from rostrum.core.diagnostic_codes import CHANGEABLE, FIXED
from rostrum.core.diagnostics import SourceLocation, shorten, suggest
from rostrum.core.ignores import IgnoredFolder
from rostrum.core.translatable import Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema import schema, shapes, types
from rostrum.schema.schema import Field, Invalid, Schema
from rostrum.schema.source_value import SourceValue

CODES = (*FIXED, *CHANGEABLE)
LEVELS = ("error", "warning", "note", "off")
NETWORKS = ("linkedin", "x", "mastodon", "bluesky")
DIALECTS: Mapping[str, Translatable] = {
    "gfm": _("GitHub's Markdown (gfm)"),
    "python-markdown": verbatim("Python-Markdown (python-markdown)"),
}
"""Names of the dialects for messages."""
SHARE_KINDS = ("linkedin", "mastodon", "bluesky", "x", "mail", "copy")
"""The ways to share a post."""
FEED_KINDS = ("blog", "comments", "series", "people", "categories", "tags")
"""The kinds of lists that may have feeds."""
HEADER_KINDS = ("nginx", "caddy", "apache", "netlify")
"""The servers and hosts for which there are files with headers."""
REDIRECT_KINDS = ("html", *HEADER_KINDS)
"""The ways to redirect a former address: a page, or a file for a server or host."""
ORDERS = ("name", "weight")
PROCESSES, SERIAL = "processes", "serial"
SIZES = 10
"""Number of word sizes for a tag cloud in a stylesheet; a cloud may use fewer."""


@dataclass(frozen=True, slots=True)
class Giscus:
    """The giscus repository of a site's discussions; giscus.app supplies the values."""

    repo: str
    repo_id: str
    category: str
    category_id: str
    host: str = "giscus.app"


def levels(cell: SourceValue) -> tuple[tuple[str, str], ...]:
    """Read the level of each configurable diagnostic code."""
    value: tuple[tuple[str, str], ...] = types.mapping_to(word_of(LEVELS), CODES)(cell)
    _refuse_fixed([code for code, level in value])
    return value


def ignored_folders(cell: SourceValue) -> tuple[IgnoredFolder, ...]:
    """Read the diagnostic codes that are ignored in files and folders of the content folder."""
    value: tuple[tuple[str, tuple[str, ...]], ...] = types.mapping_to(types.list_of(_code))(cell)
    for _pattern, codes in value:
        _refuse_fixed(codes)
    parts = cell.data if isinstance(cell.data, dict) else {}
    places = {pattern: part.place for pattern, part in parts.items()}
    return tuple(
        IgnoredFolder(pattern.strip("/"), codes, places[pattern]) for pattern, codes in value
    )


def _code(cell: SourceValue) -> str:
    value = types.text(cell)
    if value not in CODES:
        message = _('there is no finding of the code "%(code)s"', code=shorten(value))
        raise Invalid("setting", message, suggest(value, CHANGEABLE))
    return value


def _refuse_fixed(codes: Iterable[str]) -> None:
    """Raise Invalid for the code of an error that no site may change."""
    fixed = [code for code in codes if code not in CHANGEABLE]
    if fixed:
        message = _(
            '"%(code)s" is always an error: without it something written would be missing',
            code=fixed[0],
        )
        raise Invalid(
            "setting",
            message,
            _("These can be changed: %(codes)s.", codes=", ".join(sorted(CHANGEABLE))),
        )


def feed_authority(cell: SourceValue) -> str:
    """Read the tagging authority of feed ids: a host and a year of ownership (RFC 4151, 2.1)."""
    value = types.text(cell)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*,[0-9]{4}(-[0-9]{2}){0,2}", value):
        hint = _('Write a host and a year in which it was yours: "blog.example,2026".')
        raise Invalid("setting", _('"%(value)s" names nobody', value=value), hint)
    return value


def key(cell: SourceValue) -> str:
    """Read a key of front matter, in small letters as it is compared."""
    value = types.text(cell).lower()
    if not re.fullmatch(r"\S{1,100}", value):
        message = _('"%(text)s" is not a key of front matter', text=shorten(value))
        raise Invalid("setting", message, _("Write it as in the files, without the colon."))
    return value


def word_of(known: Iterable[str]) -> schema.Reader:
    """Return a reader accepting one of the known words."""
    known_words = tuple(known)

    @shapes.describe({"enum": list(known_words)})
    def read_word(cell: SourceValue) -> str:
        value = types.text(cell)
        if value not in known_words:
            message = _(
                '"%(value)s" is not one of %(known)s',
                value=value,
                known=", ".join(known_words),
            )
            raise Invalid("setting", message, suggest(value, known_words))
        return value

    return read_word


def mail_address(cell: SourceValue) -> str:
    """Read an email address, checked as far as a mailto link requires (RFC 6068)."""
    value = types.text(cell)
    if not re.fullmatch(r"[^@\s<>\"?&]+@[^@\s<>\"?&]+", value):
        hint = _('It looks like "blog@company.example".')
        raise Invalid("setting", _('"%(value)s" is not an address for mail', value=value), hint)
    return value


def indexnow_key(cell: SourceValue) -> str:
    """Read a key of IndexNow: 8 to 128 letters, digits and hyphens (indexnow.org)."""
    value = types.text(cell)
    if not re.fullmatch(r"[A-Za-z0-9-]{8,128}", value):
        message = _('"%(value)s" is not a key of IndexNow', value=shorten(value))
        raise Invalid("setting", message, _("It has 8 to 128 letters, digits and hyphens."))
    return value


def executor(cell: SourceValue) -> str | Callable[[int], Executor]:
    """Read the executor: `processes`, `serial`, or a callable from a size to an executor."""
    if callable(cell.plain):
        factory: Callable[[int], Executor] = cell.plain
        return factory
    word: str = word_of((PROCESSES, SERIAL))(cell)
    return word


def host_path(cell: SourceValue) -> str:
    """Read a path of the site's host, such as `/blog/`."""
    value = types.text(cell)
    if not value.startswith("/") or value.startswith("//"):
        message = _('"%(value)s" is not a path of the host', value=shorten(value))
        raise Invalid("setting", message, _('It begins with a slash: "/blog/".'))
    return value


def language(cell: SourceValue) -> str:
    """Read a language tag, in canonical case: `de-AT` (BCP 47)."""
    try:
        return types.language(cell)
    except Invalid as wrong:
        raise Invalid("setting", wrong.message, wrong.hint, cell.place) from None


def by_language(cell: SourceValue) -> tuple[tuple[str, str], ...]:
    """Read a text for each of several languages."""
    texts: tuple[tuple[str, str], ...] = types.mapping_to(types.text)(cell)
    places = {key: part.place for key, part in cell.data.items()}  # type: ignore[union-attr]
    return tuple((language(SourceValue(tag, places[tag])), text) for tag, text in texts)


def locale_by_language(cell: SourceValue) -> tuple[tuple[str, str], ...]:
    """Read a language tag for each of several languages: `de-AT` for `de`."""
    # Babel is slow to import, and a build without changes needs none of it.
    from rostrum.core.languages import list_fallbacks

    locales: tuple[tuple[str, str], ...] = types.mapping_to(language)(cell)
    places = {key: part.place for key, part in cell.data.items()}  # type: ignore[union-attr]
    for lang, locale in locales:
        if lang not in list_fallbacks(locale):
            message = _('"%(locale)s" is no form of "%(lang)s"', locale=locale, lang=shorten(lang))
            hint = _('Write a language of the site with its region: {"de": "de-AT"}.')
            raise Invalid("setting", message, hint, places[lang])
    return locales


def ratio(cell: SourceValue) -> float:
    """Read a ratio: a number from 0 to 1."""
    value = types.text(cell)
    if not re.fullmatch(r"[01](\.[0-9]{1,6})?", value) or float(value) > 1:
        message = _('"%(value)s" is not a number from 0 to 1', value=shorten(value))
        raise Invalid("setting", message, _("Half of the pages is 0.5."))
    return float(value)


def at_most(maximum: int, read: schema.Reader) -> schema.Reader:
    """Return a reader of numbers up to `maximum`; raises Invalid for larger ones."""

    @shapes.describe(shapes.find_shape(read) | {"maximum": maximum})
    def read_number(cell: SourceValue) -> int:
        value: int = read(cell)
        if value > maximum:
            raise Invalid(
                "setting",
                _("%(value)s is too much", value=value),
                _("It may be up to %(maximum)s.", maximum=maximum),
            )
        return value

    return read_number


def _make_giscus(place: SourceLocation, **values: str) -> Giscus:
    return Giscus(**values)


giscus = types.mapping_of(
    Schema(
        _("a giscus setting"),
        _("the giscus setting"),
        {
            "repo": Field(types.text, required=True),
            "repo_id": Field(types.text, required=True),
            "category": Field(types.text, required=True),
            "category_id": Field(types.text, required=True),
            "host": Field(types.text, default="giscus.app"),
        },
        how=_('Add "%(key)s" to the giscus setting.'),
    ),
    _make_giscus,
)
