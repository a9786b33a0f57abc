"""Views of the years and months with posts."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from rostrum.pages.context import ViewContext, once
from rostrum.views.components import ArchiveYearView, MonthView


class Periods:
    """Makes the views of a language's years and months, each of them once."""

    def __init__(self, context: ViewContext) -> None:
        self._context = context
        self._years: dict[str, tuple[ArchiveYearView, ...]] = {}
        self._months: dict[str, tuple[MonthView, ...]] = {}

    def months(self, lang: str) -> tuple[MonthView, ...]:
        """Return a language's months, newest first."""
        return once(self._months, lang, lambda: tuple(self._make_months(lang)))

    def years(self, lang: str) -> tuple[ArchiveYearView, ...]:
        """Return a language's years with their months, newest first."""
        return once(self._years, lang, lambda: tuple(self._make_years(lang)))

    def _make_months(self, lang: str) -> Iterator[MonthView]:
        wording = self._context.languages[lang].wording
        for month in self._context.site.months[lang]:
            url = self._context.href(self._context.addresses.month(month.date, lang))
            yield MonthView(
                month.date,
                wording.month(month.date),
                url,
                len(month.posts),
                wording.month_name(month.date),
            )

    def _make_years(self, lang: str) -> Iterator[ArchiveYearView]:
        months = iter(self.months(lang))
        for year in self._context.site.years[lang]:
            url = self._context.href(self._context.addresses.year(year.date, lang))
            in_year = tuple(islice(months, len(year.months)))
            yield ArchiveYearView(year.date, str(year.date.year), url, year.count, in_year)
