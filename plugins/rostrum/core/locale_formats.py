"""Template filters for dates, numbers, lists and language names in one language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from babel import dates, lists, numbers
from markupsafe import Markup, escape

from rostrum.core.languages import find_direction, find_locale, has_locale


class Wording:
    """The filters of one language; a datetime is formatted in its own time zone.

    `locale` is the form of the language whose dates and numbers are used: `de-AT` for `de`.
    """

    def __init__(self, lang: str, locale: str = "") -> None:
        self._lang = lang
        self._locale = find_locale(locale or lang)
        self._long_date = cache(self._word_date)
        self._attribute = cache(self._write_attribute)

    @property
    def filters(self) -> dict[str, Callable[..., Any]]:
        """All filters by template name; `docs/templates.md` lists them."""
        return {
            "date": self.date,
            "weekday": self.weekday,
            "day": day,
            "moment": self.moment,
            "month": self.month,
            "iso": iso,
            "number": self.number,
            "names": self.names,
            "language": self.language,
            "lang": self.lang,
            "hreflang": self.hreflang,
        }

    def date(self, moment: datetime) -> str:
        """Return a long date: `18. November 2026`, `November 18, 2026`."""
        return self._long_date(moment.date())

    def weekday(self, moment: datetime) -> str:
        """Return a date with its weekday: `Mittwoch, 18. November 2026`."""
        return dates.format_date(moment.date(), "full", locale=self._locale)

    def moment(self, moment: datetime) -> str:
        """Return date and time: `18. November 2026, 11:20`."""
        time = dates.format_time(moment, "short", locale=self._locale)
        pattern = dates.get_datetime_format("medium", locale=self._locale)
        return str(pattern).format(time, self.date(moment))

    def month(self, moment: datetime) -> str:
        """Return month and year: `November 2026`."""
        return dates.format_skeleton("yMMMM", moment, locale=self._locale)

    def month_name(self, moment: datetime) -> str:
        """Return the name of a month without the year: `November`."""
        return dates.format_date(moment, "LLLL", locale=self._locale)

    def period(self, written: str) -> str:
        """Format an ISO 8601 year, month or day in words: `2019`, `April 2019`."""
        year, *rest = map(int, written.split("-"))
        if not rest:
            return str(year)
        month, *day = rest
        if day:
            return self._long_date(date(year, month, *day))
        return self.month(datetime(year, month, 1, tzinfo=UTC))

    def number(self, value: int) -> str:
        """Return a number with the language's separators: `2.078`, `2,078`."""
        return numbers.format_decimal(value, locale=self._locale)

    def join(self, texts: Iterable[str]) -> str:
        """Return texts joined by the rules of the language: `A, B und C`."""
        return lists.format_list(list(texts), locale=self._locale)

    def names(self, texts: Iterable[str]) -> Markup:
        """Return words joined by the rules of the language, each escaped: `A, B und C`."""
        return Markup(self.join(str(escape(text)) for text in texts))

    def language(self, lang: str) -> str:
        """Return a language's name in this language: `Englisch`; its tag if it has none."""
        return name_language(lang, self._lang)

    def lang(self, lang: str) -> Markup:
        """Return ` lang="…"` for a part in a language other than the page's, else nothing.

        A part with the other direction of writing has ` dir="…"`, too.
        """
        return self._attribute("lang", lang)

    def hreflang(self, lang: str) -> Markup:
        """Return ` hreflang="…"` for a link to a page in another language, else nothing."""
        return self._attribute("hreflang", lang)

    def _write_attribute(self, name: str, lang: str) -> Markup:
        if lang in ("", self._lang):
            return Markup()
        direction = find_direction(lang)
        if name == "hreflang" or direction == find_direction(self._lang):
            return Markup(' {}="{}"').format(name, lang)
        return Markup(' lang="{}" dir="{}"').format(lang, direction)

    def _word_date(self, day: Any) -> str:
        return dates.format_date(day, "long", locale=self._locale)


def name_languages(langs: Iterable[str]) -> dict[str, str]:
    """Return the name of each language in itself: `Deutsch`, `English`.

    Languages with the same name get that of their region or script, too: `Deutsch (Österreich)`,
    and their tag if that is not sufficient.
    """
    tags = sorted(langs)
    names = {tag: find_locale(tag).languages.get(tag.partition("-")[0], tag) for tag in tags}
    names = _distinguish(names, lambda tag: name_language(tag, tag))
    names = _distinguish(names, lambda tag: f"{names[tag]} ({tag})")
    return {tag: name[:1].upper() + name[1:] for tag, name in names.items()}


def _distinguish(names: dict[str, str], rename: Callable[[str], str]) -> dict[str, str]:
    counts = Counter(names.values())
    return {tag: rename(tag) if counts[name] > 1 else name for tag, name in names.items()}


def name_language(lang: str, into: str) -> str:
    """Return the name of a language in another one; its tag if there is no name."""
    locale = find_locale(into)
    if has_locale(lang):
        return find_locale(lang).get_display_name(locale) or lang
    return str(locale.languages.get(lang.partition("-")[0], lang))


def day(moment: datetime) -> str:
    """Return a day for `<time datetime>`: `2026-11-18` (HTML, 2.3.5.2)."""
    return moment.date().isoformat()


def iso(moment: datetime) -> str:
    """Return a moment for `<time datetime>`: `2026-11-18T07:00:00+01:00` (HTML, 2.3.5.9)."""
    return moment.isoformat(timespec="seconds")
