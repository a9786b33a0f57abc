"""Texts translated where they are shown, not where they are written.

The texts of diagnostics are written in English, in the form of gettext, and kept with their
values. A diagnostic may be cached, or sent to another process, before anyone reads it:

    from rostrum.core.translatable import gettext_lazy as _

    _('there is no series "%(series)s"', series=key)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

TranslateFunction = Callable[[str], str]
TranslatePluralFunction = Callable[[str, str, int], str]


@dataclass(frozen=True, slots=True, order=True)
class Translatable:
    """An English text in the form of gettext, with a value for each `%(name)s`.

    `plural` is the English text for a `count` other than 1. A value may be translatable too.
    """

    text: str = ""
    values: tuple[tuple[str, int | str | Translatable], ...] = ()
    plural: str = ""
    count: int = 0

    def __str__(self) -> str:
        """Return the text in English."""
        return self.translate(_english, _english_plural)

    def __bool__(self) -> bool:
        return bool(self.text)

    def translate(self, gettext: TranslateFunction, ngettext: TranslatePluralFunction) -> str:
        """Return the text in the language of two functions like those of the module gettext."""
        if self.plural:
            text = ngettext(self.text, self.plural, self.count)
        else:
            text = gettext(self.text) if self.text else ""
        values: dict[str, object] = {
            name: value.translate(gettext, ngettext) if isinstance(value, Translatable) else value
            for name, value in self.values
        }
        if self.plural:
            values["count"] = self.count
        return text % values if values else text


NO_TEXT = Translatable()


def gettext_lazy(text: str, /, **values: int | str | Translatable) -> Translatable:
    """Return a text to be translated later, with a value for each `%(name)s`."""
    return Translatable(text, tuple(values.items()))


def ngettext_lazy(
    singular: str, plural: str, count: int, /, **values: int | str | Translatable
) -> Translatable:
    """Return a text for a number, to be translated later; `%(count)s` is the number."""
    return Translatable(singular, tuple(values.items()), plural, count)


def verbatim(text: str) -> Translatable:
    """Return a text in the language that it has, such as another library's message."""
    return Translatable("%(text)s", (("text", text),)) if text else NO_TEXT


def _english(text: str) -> str:
    return text


def _english_plural(singular: str, plural: str, count: int) -> str:
    return singular if count == 1 else plural
