"""Sentences about what waits: scheduled posts and comments, and drafts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from babel.dates import format_date, format_skeleton

from rostrum.core.languages import find_locale
from rostrum.core.model import Comment, Page, Post, Status
from rostrum.core.translatable import Translatable, join_sentences, ngettext_lazy
from rostrum.site.schedule import Schedule


def tell_waiting(schedule: Schedule, lang: str = "en") -> Translatable:
    """Return sentences about scheduled posts and comments, and drafts; NO_TEXT without any.

    Dates are in the language `lang`. Example:
    `1 post waits until 26 November 23:30. 2 drafts wait.`
    """
    return join_sentences(*_list_waiting(schedule, lang))


def _list_waiting(schedule: Schedule, lang: str) -> Iterator[Translatable]:
    site = schedule.site
    now = site.visibility.moment
    if schedule.posts:
        yield ngettext_lazy(
            "%(count)s post waits until %(moment)s.",
            "%(count)s posts wait, the next until %(moment)s.",
            len(schedule.posts),
            moment=_show_next(schedule.posts, now, lang),
        )
    posts = {post.id for post in (*site.posts, *schedule.posts)}
    comments = [comment for comment in schedule.comments if comment.post in posts]
    if comments:
        yield ngettext_lazy(
            "%(count)s comment waits until %(moment)s.",
            "%(count)s comments wait, the next until %(moment)s.",
            len(comments),
            moment=_show_next(comments, now, lang),
        )
    library = site.library
    texts: list[Post | Page] = [*library.posts, *library.pages]
    drafts = sum(text.status is Status.DRAFT for text in texts)
    if drafts and not site.visibility.preview:
        yield ngettext_lazy("%(count)s draft waits.", "%(count)s drafts wait.", drafts)


def _show_next(items: Sequence[Post] | Sequence[Comment], now: datetime, lang: str) -> str:
    """Return the next date of some scheduled posts or comments, without the current year."""
    # The site's zone, not the offset of a date kept with it, names the moment.
    date = min(item.date for item in items).astimezone(now.tzinfo)
    return f"{show_day(date, now, lang)} {date:%H:%M}"


def show_day(date: datetime, now: datetime, lang: str) -> str:
    """Return a day in a language, without the current year: `26 November`."""
    locale = find_locale("en-GB" if lang == "en" else lang)
    if date.year == now.year:
        return str(format_skeleton("MMMMd", date, locale=locale))
    return str(format_date(date, "long", locale=locale))
