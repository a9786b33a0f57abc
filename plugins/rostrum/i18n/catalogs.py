"""Load the messages of a language from the kit's catalogs and those of a site."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import NullTranslations, Translations

from rostrum.core.languages import find_locale, list_fallbacks
from rostrum.core.system_errors import describe_error
from rostrum.core.translatable import Translatable, verbatim
from rostrum.core.translatable import gettext_lazy as _

DOMAIN = "rostrum"
"""The domain of what readers and editors see."""

DIAGNOSTICS = "diagnostics"
"""The domain of what the person who builds a site is told."""

MAX_CATALOGS = 64
"""Number of catalogs kept in memory."""
_KIT = Path(__file__).with_name("locale")
_PLACEHOLDER = re.compile(r"%\((\w+)\)")


def gettext_noop(message: str) -> str:
    """Return a message unchanged; marks it for extraction, to be translated where it is shown."""
    return message


class CatalogError(Exception):
    """Raised for an invalid catalog; `reason` completes the sentence "the catalog is invalid"."""

    def __init__(self, file: Path, line: int, reason: Translatable) -> None:
        super().__init__(file, line, reason)  # all arguments, as workers pickle it
        self.file, self.line, self.reason = file, line, reason


@dataclass(frozen=True, slots=True)
class Messages:
    """The messages of one language.

    `lang` is the language of the translations: `de` for `de-AT` without a catalog of its own, and
    `en` for a language without any catalog. `region` is the language whose dates and numbers go
    with them: `de-AT` in the first case, `en` in the second.
    """

    lang: str = "en"
    translations: NullTranslations = field(default_factory=NullTranslations)
    region: str = "en"

    def gettext(self, message: str, **values: object) -> str:
        """Return the translation of a message, with each `%(name)s` replaced by its value."""
        text = self.translations.gettext(message)
        return text % values if values else text

    def pgettext(self, context: str, message: str) -> str:
        """Return the translation of a message in a context, such as `one` or `many`."""
        return str(self.translations.pgettext(context, message))

    def ngettext(self, singular: str, plural: str, count: int, **values: object) -> str:
        """Return the translation for a number, with `%(count)s` and the values in their places."""
        return self.translations.ngettext(singular, plural, count) % {"count": count, **values}


ENGLISH = Messages()
"""The messages as they are written in the code."""


@dataclass(frozen=True, slots=True)
class Catalogs:
    """The catalogs of a site: those of the kit, then those in `folders`.

    Messages in a later folder have priority. Each folder has the structure of gettext:
    `LANG/LC_MESSAGES/DOMAIN.po`.
    """

    folders: tuple[Path, ...] = ()
    domain: str = DOMAIN

    @classmethod
    def of_theme(cls, theme: Path, overrides: Sequence[Path], domain: str = DOMAIN) -> Catalogs:
        """Return the catalogs of a theme and of overrides, the first override highest."""
        return cls(tuple(folder / "locale" for folder in (theme, *reversed(overrides))), domain)

    def find_invalid(self) -> Iterator[CatalogError]:
        """Yield the error of each invalid catalog in `folders`, whatever its language."""
        for folder in self.folders:
            for file in _list_catalogs(folder, self.domain):
                try:
                    _load(file, file.parts[-3])
                except CatalogError as error:
                    yield error

    def load(self, lang: str) -> Messages:
        """Return the messages of a language.

        `de-AT` falls back to `de` for messages missing from its own catalogs, and each language to
        English. Raises CatalogError for an invalid catalog.
        """
        tags = list_fallbacks(lang)
        names = [tag.replace("-", "_") for tag in reversed(tags)]
        merged, loaded = Translations(), set[str]()
        for name, file in self._find_files(names):
            translations = _load(file, name)
            merged.merge(translations)
            merged.plural = translations.plural  # merge() leaves it out
            loaded.add(name)
        spoken = next((tag for tag in tags if tag.replace("-", "_") in loaded), "en")
        return Messages(spoken, merged, lang if spoken in tags else "en")

    def _find_files(self, names: Sequence[str]) -> Iterator[tuple[str, Path]]:
        for folder in (_KIT, *self.folders):
            for name in names:
                file = folder / name / "LC_MESSAGES" / f"{self.domain}.po"
                # Unlike Path.is_file(), this is False in a folder without permission, which the
                # build reports.
                if os.path.isfile(file):  # noqa: PTH113
                    yield name, file


def _list_catalogs(folder: Path, domain: str) -> list[Path]:
    try:
        return sorted(folder.glob(f"*/LC_MESSAGES/{domain}.po"))
    except OSError:  # a folder without permission, which the build reports
        return []


def _load(file: Path, name: str) -> Translations:
    try:
        return _parse(file.read_bytes(), name)
    except OSError as error:
        raise CatalogError(
            file, 1, _("it can't be read: %(reason)s", reason=describe_error(error))
        ) from None
    except PoFileError as error:
        raise CatalogError(
            file, error.lineno + 1, verbatim(str(error).rpartition(" on ")[0])
        ) from None
    except _PlaceholderError as error:
        raise CatalogError(file, error.line, _("placeholders of a translation are wrong")) from None
    except Exception as error:  # Babel raises many types for invalid headers and encodings
        raise CatalogError(file, 1, verbatim(f"{type(error).__name__}: {error}")) from None


@lru_cache(MAX_CATALOGS)
def _parse(raw: bytes, name: str) -> Translations:
    """Return the translations of a `.po` file, compiled in memory.

    Without a header, the plural forms are those that Babel knows for the language.
    """
    locale = find_locale(name.replace("_", "-"))
    catalog = read_po(BytesIO(raw), locale=locale, abort_invalid=True)
    for message in catalog:
        _check_placeholders(message)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


class _PlaceholderError(Exception):
    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _check_placeholders(message: Message) -> None:
    """Raise _PlaceholderError if formatting a translation with the values of its message fails."""
    ids, strings = _list_forms(message.id), _list_forms(message.string)
    names = {name for form in ids for name in _PLACEHOLDER.findall(form)}
    if not names:
        return
    value: object = 0 if message.pluralizable else ""
    values = dict.fromkeys((*names, "num"), value)  # Jinja adds `num` to plural forms
    try:
        for form in strings:
            form % values
    except (KeyError, TypeError, ValueError):
        raise _PlaceholderError(message.lineno or 1) from None


def _list_forms(text: str | Sequence[str] | None) -> Sequence[str]:
    return (text,) if isinstance(text, str) else text or ()
