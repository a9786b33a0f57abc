"""Readers of single values.

Each reader converts a source value to its meaning, and raises `Invalid` for a wrong one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from rostrum.core.diagnostics import Report, shorten, suggest
from rostrum.core.translatable import Translatable, group_digits
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema import shapes
from rostrum.schema.dates import AmbiguousDate, parse_date
from rostrum.schema.schema import Invalid, Reader, Schema
from rostrum.schema.source_value import SourceValue
from rostrum.schema.value_hints import suggest_date, suggest_number, suggest_value

LONGEST_SLUG = 200
"""Limit in bytes of one part of an address; file systems allow 255, including a suffix."""
LONGEST_LABEL = 500
"""Limit in characters of a name, tag or category; long slugs are costly."""
LONGEST_PATH = 1_000
"""Limit in characters of an address below the site's root."""
MOST_DAYS = 36_500
"""Limit in days for a setting: a hundred years, to keep all dates within the calendar."""
MOST_JOBS = 512
"""Limit on worker processes; more would only wait for each other."""
_NOT_IN_URL = r"""[\s"<>\\^`{|}\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"""
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")
_YEARS = range(1000, 3000)
_NOT_ENDING_NAMES = (".html", ".xml", ".txt", ".json")
_SLUG_SIGNS = ". _ ~ ! $ & ' ( ) + , ; = @"
_SLUG = re.compile(rf"(?!\.)(?=.*\w)[\w{re.escape(_SLUG_SIGNS.replace(' ', ''))}-]+")
_SLUG_ENDING = re.compile(r"(?:/index)?\.html?$|/$")


@shapes.describe(shapes.TEXT)
def text(cell: SourceValue) -> str:
    """Return a text with whitespace collapsed to single spaces and stripped."""
    if not isinstance(cell.data, str):
        hint = _("Write it without brackets, or put it in quotes.")
        raise Invalid("value-kind", _("a text is wanted here, not a list or mapping"), hint)
    if match := _NO_TEXT.search(cell.data):
        message = _(
            "this holds a character that is no text (U+%(code)s)", code=f"{ord(match[0]):04X}"
        )
        raise Invalid("not-text", message, _("Delete it and type it anew."))
    return " ".join(cell.data.split())


def line_of(maximum: int) -> Reader:
    """Return a reader of texts of at most `maximum` characters."""

    @shapes.describe(shapes.TEXT | {"maxLength": maximum})
    def read_line(cell: SourceValue) -> str:
        value = text(cell)
        if len(value) > maximum:
            message = _(
                "this has %(number)s characters, more than %(maximum)s",
                number=group_digits(len(value)),
                maximum=group_digits(maximum),
            )
            raise Invalid("value-long", message, _("Shorten it."))
        return value

    return read_line


@shapes.describe(shapes.TEXT)
def name(cell: SourceValue) -> str:
    """Return a file's name without suffix, as used in `authors` and `series`."""
    value = unicodedata.normalize("NFC", text(cell))
    if not is_name(value):
        hint = _('Write the file\'s name without ".md": letters, digits and hyphens, no blanks.')
        raise Invalid(
            "name", _('"%(value)s" is not the name of a file', value=shorten(value)), hint
        )
    return value


@shapes.describe(shapes.TEXT)
def display_name(cell: SourceValue) -> str:
    """Return the name of a person or the title of a series: a file's name, or as displayed."""
    value = unicodedata.normalize("NFC", line_of(LONGEST_LABEL)(cell))
    if not any(char.isalnum() for char in value):
        hint = _("Write it as readers see it, or as the name of its file.")
        raise Invalid("name", _('"%(text)s" is not a name', text=shorten(value)), hint)
    return value


def is_name(text: str) -> bool:
    """Return True if a text is valid as a file name in front matter.

    A name like `index.html` would create a folder in place of a file of the site.
    """
    return bool(re.fullmatch(r"\w[\w.-]*", text)) and not text.endswith(_NOT_ENDING_NAMES)


@shapes.describe(shapes.TEXT | {"maxLength": LONGEST_SLUG})
def slug(cell: SourceValue) -> str:
    """Return a slug, never a path, of at most `LONGEST_SLUG` bytes.

    It has letters, digits and what else a part of an address may hold (RFC 3986, section 3.3), but
    no `*` and `:`, which names of files can't have on Windows. A `/` or `.html` at its end is
    removed: the patterns of addresses add their own.
    """
    value = _SLUG_ENDING.sub("", unicodedata.normalize("NFC", text(cell)).removeprefix("/"))
    if not _SLUG.fullmatch(value) or value.endswith(_NOT_ENDING_NAMES):
        hint = _(
            "Letters, digits, hyphens and the signs %(signs)s only: it becomes a part of the "
            "address.",
            signs=_SLUG_SIGNS,
        )
        raise Invalid("slug", _('"%(value)s" is not a slug', value=shorten(value)), hint)
    if len(value.encode()) > LONGEST_SLUG:
        message = _('"%(value)s" is too long for an address', value=shorten(value))
        raise Invalid(
            "slug",
            message,
            _("It may have %(maximum)s characters.", maximum=LONGEST_SLUG),
        )
    return value


@shapes.describe(shapes.TEXT | {"maxLength": LONGEST_SLUG})
def identity(cell: SourceValue) -> str:
    """Return an id: letters, digits, `-`, `_`, `.` and `/` between parts, 200 characters."""
    value = unicodedata.normalize("NFC", text(cell))
    if len(value) > LONGEST_SLUG or not re.fullmatch(r"\w[\w.-]*(?:/\w[\w.-]*)*", value):
        hint = _(
            "Letters, digits, hyphens and slashes, at most %(maximum)s of them.",
            maximum=LONGEST_SLUG,
        )
        raise Invalid("id", _('"%(value)s" is not an id', value=shorten(value)), hint)
    return value


@shapes.describe({"type": "string"})
def language(cell: SourceValue) -> str:
    """Return a language tag in canonical case: `de-AT` (BCP 47)."""
    # Babel is slow to import, and a build without changes needs none of it.
    from rostrum.core.languages import UnknownLanguageError, read_language

    try:
        return read_language(text(cell))
    except UnknownLanguageError as wrong:
        raise Invalid("lang-unknown", wrong.message, wrong.hint) from None


def number_from(minimum: int) -> Reader:
    """Return a reader of whole numbers with at most six digits, from 0 or 1."""

    @shapes.describe({"type": "integer", "minimum": minimum})
    def read_number(cell: SourceValue) -> int:
        value = text(cell)
        if not re.fullmatch(r"[0-9]{1,6}", value) or int(value) < minimum:
            message = _(
                '"%(value)s" is not a whole number from %(minimum)s',
                value=shorten(value),
                minimum=minimum,
            )
            raise Invalid("number", message, suggest_number(value, minimum))
        return int(value)

    return read_number


count, number = number_from(0), number_from(1)


@shapes.describe({"type": "boolean"})
def flag(cell: SourceValue) -> bool:
    """Return true or false."""
    value = text(cell).lower()
    if value not in ("true", "false", "yes", "no"):
        message = _('"%(value)s" is neither true nor false', value=shorten(value))
        hint = suggest_value(value, ("true", "false")) or _("Write true or false.")
        raise Invalid("flag", message, hint)
    return value in ("true", "yes")


@shapes.describe(shapes.MOMENT)
def moment(cell: SourceValue) -> datetime:
    """Return the moment of a date (see parse_date), aware only if written with a time zone."""
    value = text(cell)
    try:
        when = parse_date(value)
    except AmbiguousDate as ambiguous:
        readings = ambiguous.readings
        if ambiguous.is_year_open:
            message = _('"%(date)s" can be several days', date=shorten(value))
            hint = _("Write the year in four digits: %(days)s.", days=", ".join(readings))
            raise Invalid("date", message, hint) from None
        raise Invalid(
            "date",
            _('"%(date)s" can be two days', date=shorten(value)),
            _(
                "Write %(day_first)s if the first number is the day, %(month_first)s if it is the "
                "month.",
                day_first=readings[0],
                month_first=readings[1],
            ),
        ) from None
    except ValueError:
        message = _('"%(value)s" is not a date', value=shorten(value))
        raise Invalid("date", message, suggest_date(value)) from None
    if when.year not in _YEARS:
        hint = _("A year has four digits: 2026-11-18.")
        raise Invalid(
            "date", _('"%(value)s" can\'t be the date of anything here', value=shorten(value)), hint
        )
    return when


@shapes.describe({"type": "string", "format": "uri", "pattern": "^https?://"})
def web_address(cell: SourceValue) -> str:
    """Return a URL with the scheme http or https."""
    value = text(cell)
    if not re.fullmatch(r"https?://[^\s/]\S*", value) or not _has_host(value):
        hint = _("It starts with https:// or http:// and the name of a host.")
        raise Invalid(
            "address", _('"%(value)s" is not an address in the web', value=shorten(value)), hint
        )
    return value


@shapes.describe(shapes.TEXT)
def site_path(cell: SourceValue) -> str:
    """Return a path below the site's root, without a leading slash."""
    value = unicodedata.normalize("NFC", line_of(LONGEST_PATH)(cell)).removeprefix("/")
    parts = value.removesuffix("/").split("/")
    if re.search(rf"{_NOT_IN_URL}|[?#:%]", value) or any(part in ("", ".", "..") for part in parts):
        message = _('"%(path)s" is not a path below the site\'s address', path=shorten(value))
        raise Invalid("address", message, _explain_path(value, parts))
    return value


def _explain_path(value: str, parts: Collection[str]) -> Translatable:
    """Return a hint at what is wrong with a path."""
    invisible = next((char for char in value if not char.isprintable()), "")
    if "\\" in value:
        return _("Write a slash between its parts: about/team.html.")
    if invisible:
        sign = f"U+{ord(invisible):04X}"
        return _("Remove the invisible character %(sign)s: write the path anew.", sign=sign)
    if re.search(r"\s", value):
        return _("An address has no blanks: write what stands in its place there.")
    if ":" in value:
        return _("Write it without the host: about/team.html.")
    if not value:
        return _("Name a path: at the address of the site itself is its home page.")
    if "." in parts or ".." in parts:
        return _("Write the whole path, without the parts . and ..: about/team.html.")
    return _("Write a path as in the address bar of a browser: about/team.html.")


def is_site_url(url: str) -> bool:
    """Return True if a text is valid as the URL of a site (RFC 3986, section 3)."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        is_web = is_web and "@" not in parts.netloc  # a name and password would be published
    except ValueError:  # http://[bad, http://host:port
        return False
    return is_web and not parts.query and not parts.fragment and not re.search(_NOT_IN_URL, url)


def _has_host(address: str) -> bool:
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:  # http://[bad
        return False


def list_of(read: Reader, maximum: int = 0) -> Reader:
    """Return a reader of lists; a plain text is split at semicolons, else at commas.

    A list of more than `maximum` parts is invalid; 0 means no limit.
    """

    @shapes.describe(shapes.list_of(shapes.find_shape(read)))
    def read_list(cell: SourceValue) -> tuple[Any, ...]:
        parts = _parts(cell)
        if maximum and len(parts) > maximum:
            message = _(
                "this has %(number)s parts, more than %(maximum)s",
                number=group_digits(len(parts)),
                maximum=group_digits(maximum),
            )
            raise Invalid("value-long", message, _("Shorten the list."))
        return tuple(dict.fromkeys(_read_parts(read, parts)))

    return read_list


def _read_parts(read: Reader, parts: Iterable[SourceValue]) -> list[Any]:
    """Return the value of each part; raises Invalid with the errors of all parts."""
    values: list[Any] = []
    wrong: list[Invalid] = []
    for part in parts:
        try:
            values.append(read(part))
        except Invalid as one:
            wrong.append(Invalid(one.code, one.message, one.hint, one.place or part.place))
            wrong += one.further_errors
    if wrong:
        raise _join(wrong)
    return values


def _join(wrong: list[Invalid]) -> Invalid:
    first = wrong[0]
    return Invalid(first.code, first.message, first.hint, first.place, wrong[1:])


def _parts(cell: SourceValue) -> list[SourceValue]:
    if isinstance(cell.data, list):
        return [part for part in cell.data if not part.is_empty]
    if isinstance(cell.data, dict):
        hint = _("Write it as [one, two], or each part on its own line after a hyphen.")
        raise Invalid("value-kind", _("a list is wanted here"), hint)
    written = cell.data or ""
    parts = re.split(r";" if ";" in written else r",", written)
    return [SourceValue(part.strip(), cell.place) for part in parts if part.strip()]


def one_of(kind: Iterable[StrEnum], code: str) -> Reader:
    """Return a reader of the values of an enumeration, or of some of them."""
    known = {value.value: value for value in kind}

    @shapes.describe({"enum": list(known)})
    def read_choice(cell: SourceValue) -> StrEnum:
        choice = text(cell).lower()
        if choice not in known:
            message = _(
                '"%(value)s" is not one of %(known)s',
                value=shorten(choice),
                known=", ".join(known),
            )
            raise Invalid(code, message, suggest_value(choice, known))
        return known[choice]

    return read_choice


def mapping_of(schema: Schema, make: Callable[..., Any]) -> Reader:
    """Return a reader of mappings with a schema's keys, returning `make(place, **values)`."""

    @shapes.describe(schema.shape)
    def read_mapping(cell: SourceValue) -> Any:
        cells = _mapping(cell, _("It may have the keys %(keys)s.", keys=", ".join(schema.fields)))
        inner = Report()
        values = schema.read(cells, cell.place, inner)
        wrong = [Invalid(one.code, one.message, one.hint, one.place) for one in inner]
        if wrong:
            raise _join(wrong)
        return make(cell.place, **values)

    return read_mapping


def mapping_to(read: Reader, keys: Iterable[str] = ()) -> Reader:
    """Return a reader of mappings to values of one type, as a tuple of pairs.

    Any key is allowed unless `keys` are given.
    """
    known = tuple(keys)

    @shapes.describe(_shape_pairs(read, known))
    def read_pairs(cell: SourceValue) -> tuple[tuple[str, Any], ...]:
        cells = _mapping(cell, _("Write key: value, each on an indented line of its own."))
        wrong = [
            _unknown(key, known, part) for key, part in cells.items() if known and key not in known
        ]
        if wrong:
            raise _join(wrong)
        return tuple(zip(cells, _read_parts(read, cells.values()), strict=True))

    return read_pairs


def _shape_pairs(read: Reader, known: tuple[str, ...]) -> shapes.Shape:
    value = shapes.find_shape(read)
    if known:
        return shapes.mapping_of(dict.fromkeys(known, value))
    return {"type": "object", "additionalProperties": value}


def _mapping(cell: SourceValue, hint: Translatable) -> dict[str, SourceValue]:
    if not isinstance(cell.data, dict):
        raise Invalid("value-kind", _("keys and values are wanted here"), hint)
    return cell.data


def _unknown(key: str, known: Iterable[str], cell: SourceValue) -> Invalid:
    return Invalid(
        "key-unknown",
        _('there is no "%(key)s" here', key=shorten(key)),
        suggest(key, known),
        cell.start,
    )


@shapes.describe({"type": "object"})
def free(cell: SourceValue) -> dict[str, Any]:
    """Return plain YAML values by site-defined keys."""
    _mapping(cell, _("Write the site's own keys below it, indented."))
    values: dict[str, Any] = cell.to_plain()
    return values
