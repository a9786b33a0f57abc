"""Texts translated where they are shown, not where they are written.

The texts of diagnostics are written in English, in the form of gettext, and kept with their
values. A diagnostic may be cached, or sent to another process, before anyone reads it:

    from rostrum.core.translatable import gettext_lazy as _

    _('there is no series "%(series)s"', series=key)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol


class Translator(Protocol):
    """Translates to one language, as gettext.NullTranslations does."""

    def gettext(self, message: str, /) -> str:
        """Return the translation of a message, or the message without one."""
        ...

    def ngettext(self, singular: str, plural: str, count: int, /) -> str:
        """Return the translation for a number, or the message without one."""
        ...


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
        return self.translate(ENGLISH)

    def __bool__(self) -> bool:
        return bool(self.text)

    def fill(self, **values: int | str | Translatable) -> Translatable:
        """Return the text with a value for each `%(name)s`."""
        return replace(self, values=tuple(values.items()))

    def translate(
        self,
        language: Translator,
        *,
        quote: Callable[[str], str] | None = None,
        escape: Callable[[str], str] | None = None,
    ) -> str:
        """Return the text in a language.

        For a format with markup, `quote` writes the values that are text, and `escape` all words
        around them.
        """
        if self.plural:
            text = language.ngettext(self.text, self.plural, self.count)
        else:
            text = language.gettext(self.text) if self.text else ""
        text = escape(text) if escape else text
        values: dict[str, object] = {}
        for name, value in self.values:
            if isinstance(value, Translatable):
                values[name] = value.translate(language, quote=quote, escape=escape)
            else:
                values[name] = quote(value) if quote and isinstance(value, str) else value
        if self.plural:
            values["count"] = self.count
        return text % values if values else text


class _English:
    def gettext(self, message: str, /) -> str:
        return message

    def ngettext(self, singular: str, plural: str, count: int, /) -> str:
        return singular if count == 1 else plural


ENGLISH: Translator = _English()
"""The language that the texts are written in."""
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


def join_sentences(*sentences: Translatable) -> Translatable:
    """Return the sentences that are not empty, with a blank between them."""
    joined = NO_TEXT
    for sentence in filter(None, sentences):
        joined = _join(joined, sentence) if joined else sentence
    return joined


def _join(first: Translatable, second: Translatable) -> Translatable:
    return Translatable("%(first)s %(second)s", (("first", first), ("second", second)))


def join_names(names: Sequence[str | Translatable]) -> str | Translatable:
    """Return some names as they are listed in a sentence: "a", "a and b", "a, b and c"."""
    *others, last = names
    if not others:
        return last
    listed = others[0]
    for name in others[1:]:
        listed = gettext_lazy("%(names)s, %(name)s", names=listed, name=name)
    return gettext_lazy("%(names)s and %(last)s", names=listed, last=last)


def group_digits(number: int) -> int | Translatable:
    """Return a number, its digits grouped by thousands as its reader writes them."""
    if number < 1000:
        return number
    thousands = group_digits(number // 1000)
    return gettext_lazy("%(thousands)s,%(rest)s", thousands=thousands, rest=f"{number % 1000:03}")
