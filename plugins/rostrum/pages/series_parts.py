"""The installments on the page of a series: their titles, and their groups in a long series."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from rostrum.views.components import PartGroupView, SeriesPartView

LONG_SERIES_FROM = 20  # a series with as many parts has them in folding groups
MAX_OPEN_PARTS = 60  # a group with more is folded at first

_NUMBER = re.compile(r"(?:[\s,]*(?:#|Nr\.|No\.)?\s*\d+)?", re.IGNORECASE)
_BREAK = re.compile(r"\s*[:|·–—]\s*|\s+-\s+")


def drop_series_title(title: str, series_title: str) -> str:
    """Return the title of an installment without the title of its series before or after it.

    A number after the title of the series is dropped with it. A title that is nothing else is
    returned as it is.
    """
    folded, name = title.casefold(), series_title.casefold()
    if len(folded) != len(title):  # a sign that folding makes longer: positions would differ
        return title
    if folded.startswith(name):
        number = _NUMBER.match(title, len(name))
        end = _BREAK.match(title, number.end() if number else len(name))
        return title[end.end() :] or title if end else title
    if folded.endswith(name):
        before = title[: len(title) - len(name)]
        ends = [found for found in _BREAK.finditer(before) if found.end() == len(before)]
        return before[: ends[-1].start()] or title if ends else title
    return title


def group_parts(
    parts: tuple[SeriesPartView, ...],
    announced: str,
    name_month: Callable[[datetime], str],
    *,
    newest_first: bool,
) -> tuple[PartGroupView, ...]:
    """Return the installments of a series in groups: one, or several in a long series.

    The groups are years, or months where all were published in one year, and then the announced
    ones below the heading `announced`.
    """
    if len(parts) < LONG_SERIES_FROM:
        ordered = parts[::-1] if newest_first else parts
        return (PartGroupView("", "", len(parts), is_open=True, parts=ordered),)
    years = {part.step.date.year for part in parts if part.step.date and part.step.state != "soon"}
    groups: dict[str, list[SeriesPartView]] = {}
    titles: dict[str, str] = {}
    for part in parts:
        date = part.step.date
        if part.step.state == "soon" or date is None:
            key, title = "announced", announced
        elif len(years) == 1:
            key, title = f"{date:%Y-%m}", name_month(date)
        else:
            key = title = str(date.year)
        groups.setdefault(key, []).append(part)
        titles[key] = title
    keys = sorted(groups, reverse=newest_first)  # "announced" sorts after all digits
    first = next((key for key in keys if key != "announced"), "")
    return tuple(
        PartGroupView(
            titles[key],
            f"parts-{key}",
            len(groups[key]),
            is_open=key == first and len(groups[key]) <= MAX_OPEN_PARTS,
            parts=tuple(reversed(groups[key]) if newest_first else groups[key]),
        )
        for key in keys
    )
