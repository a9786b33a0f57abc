"""Types of Pelican's settings; those of ROSTRUM are in config/settings.py.

Pelican does not validate most settings. An invalid value raises an exception later in the
build, or is silently replaced by its default.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from types import ModuleType
from typing import Any

from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _

MAX_PATH_BYTES = 4095
"""Maximum bytes of a path (Linux, limits.h: PATH_MAX, less the null terminator)."""

MAX_NAME_BYTES = 255
"""Maximum bytes of a file name (Linux, limits.h: NAME_MAX)."""

_NO_TEXT = re.compile("[\x00\ud800-\udfff]")
_WIDE = re.compile(r"\d{4}[^{}]*\}")
_MODULE = re.compile(r"[\w-]+(?:\.[\w-]+)*")
_MAX_NUMBER = 1_000_000
_MAX_DEPTH = 50


class Unfit(Exception):
    """Raised for an invalid value, with a reason unless the type of the value is the reason.

    The reason is a phrase that continues the setting's name: "is empty".
    """

    def __init__(self, reason: Translatable = NO_TEXT) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class SettingKind:
    """A type of setting values: its name in messages and its conversion function.

    The name is a noun with its article, as what a setting is to be. `read` returns the converted
    value, or raises Unfit.
    """

    name: Translatable
    read: Callable[[Any], Any]

    def describe(self, key: str, value: Any, wrong: Unfit) -> Translatable:
        """Return the message for an invalid value of a setting."""
        return _("%(setting)s %(reason)s", setting=key, reason=self.give_reason(value, wrong))

    def give_reason(self, value: Any, wrong: Unfit) -> Translatable:
        """Return why a value is invalid, as a phrase that continues the setting's name."""
        if wrong.reason:
            return wrong.reason
        return _("is to be %(kind)s, not %(value)s", kind=self.name, value=show(value))


def show(value: Any) -> str:
    """Return the type name of a value, or the value if it is an integer below 10**9."""
    is_plain = isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9
    return str(value) if is_plain else type(value).__name__


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit
    if match := _NO_TEXT.search(value):
        raise Unfit(
            _("holds a character that is no text (U+%(code)s)", code=f"{ord(match[0]):04X}")
        )
    return value


def _filled(value: Any) -> str:
    if not _text(value).strip():
        raise Unfit(_("is empty"))
    return _text(value)


def _path(value: Any) -> str:
    """Read a path: a string or os.PathLike, including paths with non-UTF-8 bytes."""
    if not isinstance(value, str | os.PathLike):
        raise Unfit
    path = os.fspath(value)
    if not isinstance(path, str):
        raise Unfit
    if "\0" in path:
        raise Unfit(_("holds a character that is no text (U+0000)"))
    try:
        raw = os.fsencode(path)
    except UnicodeEncodeError:
        raise Unfit(_("holds a character that is no text")) from None
    if len(raw) > MAX_PATH_BYTES or any(len(part) > MAX_NAME_BYTES for part in raw.split(b"/")):
        raise Unfit(_("is too long for a path"))
    return path


def _named_path(value: Any) -> str:
    if not _path(value):
        raise Unfit(_("is empty"))
    return _path(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool | int) or value not in (0, 1):
        raise Unfit
    return bool(value)


def _regex(value: Any) -> Any:
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        return value
    try:
        re.compile(_text(value))
    except (re.error, RecursionError, OverflowError) as error:
        raise Unfit(_("is no regular expression: %(error)s", error=str(error))) from None
    return value


def _pattern(value: Any) -> str:
    path = _path(value)
    if _NO_TEXT.search(path):
        raise Unfit(_("holds a character that is no text"))
    if _WIDE.search(path):  # it would exhaust memory
        raise Unfit(_("fills a field up to more than 999 characters"))
    return path


def _function(value: Any) -> Any:
    if not callable(value):
        raise Unfit
    return value


def _reader(value: Any) -> Any:
    if value and not (isinstance(value, type) and hasattr(value, "read")):
        raise Unfit
    return value


def _plugin(value: Any) -> Any:
    if isinstance(value, str) and not _MODULE.fullmatch(_text(value)):
        raise Unfit
    if not isinstance(value, str | ModuleType) and not hasattr(value, "register"):
        raise Unfit
    return value


def _extension(value: Any) -> Any:
    if isinstance(value, str):
        return _filled(value)
    if not hasattr(value, "extendMarkdown"):
        raise Unfit
    return value


def _day(value: Any) -> Any:
    if isinstance(value, date | str):
        return value
    if not isinstance(value, tuple) or not 3 <= len(value) <= 6:
        raise Unfit
    return tuple(_int(part, 0, 9999) for part in value)


def _int(value: Any, minimum: int, maximum: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not minimum <= value <= maximum:
        raise Unfit
    return value


def _any(value: Any) -> Any:
    """Read any value, unless it is nested too deeply or contains itself."""
    level = [value]
    for _level in range(_MAX_DEPTH):
        parts = [part for each in level for part in _list_parts(each)]
        level = list({id(part): part for part in parts}.values())
        if not level:
            return value
    raise Unfit(_("is nested too deeply"))


def _list_parts(value: Any) -> Collection[Any]:
    if isinstance(value, Mapping):
        return value.values()
    return value if isinstance(value, list | tuple) else ()


def number(minimum: int = 0, maximum: int = _MAX_NUMBER) -> SettingKind:
    """Return the type of integers from `minimum` to `maximum`, inclusive."""
    name = _("a whole number from %(minimum)s to %(maximum)s", minimum=minimum, maximum=maximum)
    return SettingKind(name, lambda value: _int(value, minimum, maximum))


def none_or(kind: SettingKind) -> SettingKind:
    """Return an optional type: it also accepts None, False and an empty string."""
    is_optional = str(kind.name).endswith("or None")
    name = kind.name if is_optional else _("%(kind)s or None", kind=kind.name)

    def read(value: Any) -> Any:
        is_none = value is None or value is False or (isinstance(value, str) and not value)
        return value if is_none else kind.read(value)

    return SettingKind(name, read)


def list_of(kind: SettingKind) -> SettingKind:
    """Return the type of lists or tuples with items of one type; read returns a list."""

    def read(value: Any) -> list[Any]:
        if not isinstance(value, list | tuple):
            raise Unfit
        return [_read_part(kind, part, _("holds what %(reason)s")) for part in value]

    return SettingKind(_("a list"), read)


def mapping_to(
    kind: SettingKind, key: SettingKind | None = None, **known: SettingKind
) -> SettingKind:
    """Return the type of mappings to one type; keys are strings, or of type `key`.

    Values of the keys in `known` have the types given there.
    """

    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise Unfit
        result = {}
        for name, part in value.items():
            read_name = _read_part(key or TEXT, name, _("has a key that is what %(reason)s"))
            wanted = known.get(read_name, kind)
            where = _('has under "%(key)s" what %(reason)s', key=_shorten(read_name))
            result[read_name] = _read_part(wanted, part, where)
        return result

    return SettingKind(_("a mapping"), read)


def tuple_of(name: Translatable, *kinds: SettingKind) -> SettingKind:
    """Return the type of tuples or lists with one value of each type; read returns a tuple."""

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple) or len(value) != len(kinds):
            raise Unfit
        return tuple(kind.read(part) for kind, part in zip(kinds, value, strict=True))

    return SettingKind(name, read)


def either(name: Translatable, *kinds: SettingKind) -> SettingKind:
    """Return the union of some types; the first matching type reads the value."""

    def read(value: Any) -> Any:
        for kind in kinds:
            try:
                return kind.read(value)
            except Unfit:
                continue
        raise Unfit

    return SettingKind(name, read)


def one_of(choices: Collection[str]) -> SettingKind:
    """Return the type of strings from a fixed set."""

    def read(value: Any) -> str:
        if value not in [*choices]:
            raise Unfit
        return str(value)

    return SettingKind(_("one of %(choices)s", choices=", ".join(choices)), read)


def _read_part(kind: SettingKind, part: Any, where: Translatable) -> Any:
    try:
        return kind.read(part)
    except Unfit as wrong:
        reason = kind.give_reason(part, wrong)
        raise Unfit(where.fill(**dict(where.values), reason=reason)) from None


def _shorten(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


TEXT = SettingKind(_("a text"), _text)
_NAME = SettingKind(_("a text"), _filled)
_PATH = SettingKind(_("a path"), _path)
_FOLDER = SettingKind(_("a path"), _named_path)
_FLAG = SettingKind(_("True or False"), _flag)
_REGEX = SettingKind(_("a regular expression"), _regex)
_PATTERN = SettingKind(_("a pattern such as {slug}.html"), _pattern)
_ANY = SettingKind(_("anything"), _any)
_FUNCTIONS = mapping_to(SettingKind(_("a function"), _function))
_TEXTS = list_of(TEXT)
_PATHS = list_of(_PATH)
_TEXT_OR_TEXTS = either(_("a text or a list of texts"), TEXT, _TEXTS)
_ORDER = either(_("a text or a function"), TEXT, SettingKind(_("a function"), _function))
_RULES = list_of(tuple_of(_("a pair of texts"), either(_("a pattern"), _REGEX, TEXT), TEXT))
_PAGES = list_of(tuple_of(_("a triple"), number(1), _PATTERN, _PATTERN))
_DATES = mapping_to(either(_("a text"), TEXT, tuple_of(_("a pair of texts"), TEXT, TEXT)))
_FILES = mapping_to(mapping_to(_ANY, path=_PATTERN), key=_PATH)
_LOGGED = list_of(tuple_of(_("a pair of a level and a text"), number(), TEXT))
_MARKDOWN = mapping_to(
    _ANY,
    extensions=list_of(SettingKind(_("the name of an extension"), _extension)),
    extension_configs=mapping_to(mapping_to(_ANY)),
)

_KINDS: tuple[tuple[SettingKind, str], ...] = (
    (_NAME, "DEFAULT_CATEGORY DEFAULT_LANG SITENAME TIMEZONE"),
    (TEXT, "BIND DEFAULT_DATE_FORMAT SITEURL"),
    (none_or(TEXT), "AUTHOR CSS_FILE FEED_DOMAIN OUTPUT_SOURCES_EXTENSION SUMMARY_END_SUFFIX"),
    (_FOLDER, "CACHE_PATH OUTPUT_PATH PATH THEME"),
    (none_or(_PATH), "THEME_STATIC_DIR"),
    (_PATHS, "ARTICLE_EXCLUDES ARTICLE_PATHS PAGE_EXCLUDES PAGE_PATHS PLUGIN_PATHS"),
    (_PATHS, "STATIC_EXCLUDES STATIC_PATHS THEME_STATIC_PATHS THEME_TEMPLATES_OVERRIDES"),
    (_TEXTS, "DIRECT_TEMPLATES IGNORE_FILES OUTPUT_RETENTION"),
    (_TEXTS, "TEMPLATE_EXTENSIONS TYPOGRIFY_IGNORE_TAGS TYPOGRIFY_OMIT_FILTERS"),
    (_TEXT_OR_TEXTS, "FORMATTED_FIELDS LOCALE"),
    (none_or(_TEXT_OR_TEXTS), "ARTICLE_TRANSLATION_ID PAGE_TRANSLATION_ID"),
    (_FLAG, "CACHE_CONTENT DELETE_OUTPUT_DIRECTORY DISPLAY_CATEGORIES_ON_MENU"),
    (_FLAG, "DISPLAY_PAGES_ON_MENU FEED_APPEND_REF GZIP_CACHE LOAD_CONTENT_CACHE"),
    (_FLAG, "NEWEST_FIRST_ARCHIVES OUTPUT_SOURCES RELATIVE_URLS REVERSE_CATEGORY_ORDER"),
    (_FLAG, "RSS_FEED_SUMMARY_ONLY SLUGIFY_PRESERVE_CASE SLUGIFY_USE_UNICODE"),
    (_FLAG, "STATIC_CHECK_IF_MODIFIED STATIC_CREATE_LINKS STATIC_EXCLUDE_SOURCES TYPOGRIFY"),
    (_FLAG, "USE_FOLDER_AS_CATEGORY WITH_FUTURE_DATES"),
    (number(), "DEFAULT_ORPHANS"),
    (none_or(number()), "DEFAULT_PAGINATION FEED_MAX_ITEMS SUMMARY_MAX_LENGTH"),
    (none_or(number()), "SUMMARY_MAX_PARAGRAPHS"),
    (number(0, 65535), "PORT"),
    (none_or(_REGEX), "FILENAME_METADATA PATH_METADATA"),
    (_REGEX, "INTRASITE_LINK_REGEX"),
    (_RULES, "AUTHOR_REGEX_SUBSTITUTIONS CATEGORY_REGEX_SUBSTITUTIONS"),
    (_RULES, "SLUG_REGEX_SUBSTITUTIONS TAG_REGEX_SUBSTITUTIONS"),
    (_ORDER, "ARTICLE_ORDER_BY PAGE_ORDER_BY"),
    (one_of(("title", "basename")), "SLUGIFY_SOURCE"),
    (one_of(("mtime", "md5", "sha1", "sha256", "sha512")), "CHECK_MODIFIED_METHOD"),
    (one_of(("reader", "generator")), "CONTENT_CACHING_LAYER"),
    (one_of(("default", "oldschool", "oldschool_inverted")), "TYPOGRIFY_DASHES"),
    (mapping_to(_ANY), "DEFAULT_METADATA DOCUTILS_SETTINGS JINJA_ENVIRONMENT JINJA_GLOBALS"),
    (mapping_to(_ANY), "PYGMENTS_RST_OPTIONS"),
    (_FUNCTIONS, "JINJA_FILTERS JINJA_TESTS"),
    (mapping_to(none_or(number())), "PAGINATED_TEMPLATES"),
    (mapping_to(_PATH, key=_PATH), "TEMPLATE_PAGES"),
    (mapping_to(SettingKind(_("a class that reads, or None"), _reader)), "READERS"),
    (_DATES, "DATE_FORMATS"),
    (_FILES, "EXTRA_PATH_METADATA"),
    (_LOGGED, "LOG_FILTER"),
    (_PAGES, "PAGINATION_PATTERNS"),
    (_MARKDOWN, "MARKDOWN"),
    (number(), "ROSTRUM_DEFAULTS"),
    (list_of(SettingKind(_("the name of a module, or a module"), _plugin)), "PLUGINS"),
    (none_or(SettingKind(_("a day"), _day)), "DEFAULT_DATE"),
    (either(_("a text or a class"), _NAME, SettingKind(_("a class"), _function)), "PELICAN_CLASS"),
)
KINDS: Mapping[str, SettingKind] = {key: kind for kind, keys in _KINDS for key in keys.split()}
"""Types of Pelican's settings, except those identified by name in `find_kind`."""

_ENDINGS = ("_URL", "_SAVE_AS", "_FEED_ATOM", "_FEED_RSS", "_STRUCTURE")
_OWN = ("ALL", "ATOM", "RSS")


def find_kind(key: str, known: Collection[str]) -> SettingKind | None:
    """Return a setting's type; None for settings defined by the site for its theme.

    `known` are the keys of all settings of Pelican and the kit.
    """
    if key in KINDS:
        return KINDS[key]
    is_feed = key.startswith("FEED_") and key.split("_")[1] in _OWN
    if is_feed or (key in known and key.endswith(_ENDINGS)):
        return none_or(_PATTERN)
    return None
