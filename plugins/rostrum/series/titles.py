"""Resolve the series that posts name: by the name of a file in `series/`, or by their title.

Titles that give the same address are one series.

A title without a file becomes a series without a file, as with Pelican's plugin pelican-series.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rostrum.core.diagnostics import Report, shorten
from rostrum.core.model import Person, Post, Series, WrittenName
from rostrum.core.translatable import gettext_lazy as _
from rostrum.people.merged_names import collect_spellings, report_merged
from rostrum.schema.keys import (
    Slugify,
    fold_name,
    fold_spelling,
    is_slip,
    looks_like_key,
    make_key,
)

if TYPE_CHECKING:
    from rostrum.core.content import Library

FOLDER = "series"


def resolve_series(library: Library, slugify: Slugify, default_lang: str) -> Library:
    """Return a library with the keys of series in place of their titles in posts.

    In a site with people or series, what looks like the name of a file, or like a slip in the
    name of a series, stays as it is.
    """
    known = {series.key for series in library.series}
    if all(not post.series or post.series in known for post in library.posts):
        return library
    resolver = _TitleResolver(library, slugify, default_lang)
    resolver.resolve(sorted(library.posts, key=lambda post: post.path))
    posts = tuple(
        replace(post, series=key)
        if post.series and (key := resolver.keys[post.series]) != post.series
        else post
        for post in library.posts
    )
    return replace(library, posts=posts, series=tuple(resolver.list_series()))


class _TitleResolver:
    """Finds the series of posts; `new` are those without a file, by key."""

    def __init__(self, library: Library, slugify: Slugify, default_lang: str) -> None:
        self._slugify, self._lang = slugify, default_lang
        written: list[Person | Series] = [*library.people, *library.series]
        self._is_kits = any(item.has_file for item in written)
        self.new = {series.key: series for series in library.series if not series.has_file}
        self.keys = {series.key: series.key for series in library.series}
        self._titles: dict[str, str] = {}
        self._written: dict[str, list[WrittenName]] = {}
        self._series = tuple(series for series in library.series if series.has_file)
        for series in library.series:
            for spelling in (series.key, series.title, slugify(series.title)):
                self._titles.setdefault(fold_name(spelling), series.key)

    def resolve(self, posts: Iterable[Post]) -> None:
        """Find the key of the series of each post."""
        for post in posts:
            if post.series and post.series not in self.keys:
                self.keys[post.series] = self._find_or_make(post)

    def list_series(self) -> Iterator[Series]:
        """Yield all series, the first one of each key with the other spellings of its title."""
        seen: set[str] = set()
        for series in (*self._series, *self.new.values()):
            written = self._written.get(series.key, ()) if series.key not in seen else ()
            seen.add(series.key)
            spellings = collect_spellings(written, series.title, series.key)
            yield replace(series, spellings=spellings or series.spellings)

    def _find_or_make(self, post: Post) -> str:
        title = post.series
        if key := self._titles.get(fold_name(title)):
            return key
        key = make_key(title, self._slugify)
        if key and (known := self._titles.get(fold_name(key))):
            if not self._is_title_of(known, title):
                self._note(known, post)
            return known
        if not key or (self._is_kits and self._is_refused(title)):
            return title
        self._note(key, post)
        if key not in self.new:
            path, place = f"{FOLDER}/{key}.md", post.where("series")
            self.new[key] = Series(key, path, place, title, self._lang, has_file=False)
        return key

    def _note(self, key: str, post: Post) -> None:
        self._written.setdefault(key, []).append(WrittenName(post.series, post.where("series")))

    def _is_title_of(self, key: str, title: str) -> bool:
        """Return True if a title is that of a file, or its name, spelled in another way."""
        known = [spelling for spelling, owner in self._titles.items() if owner == key]
        meant = fold_spelling(title, self._lang)[0]
        return any(fold_spelling(spelling, self._lang)[0] == meant for spelling in known)

    def _is_refused(self, title: str) -> bool:
        folded = fold_name(title)
        return looks_like_key(title) or any(is_slip(folded, known) for known in self._titles)


def check_titles(library: Library, report: Report) -> None:
    """Report each series without a file once."""
    for series in library.series:
        if not series.has_file:
            message = _(
                'the series "%(title)s" has no file in series/', title=shorten(series.title)
            )
            hint = _("Readers see its title alone. Add a file %(path)s.", path=series.path)
            report.warning("series-without-file", series.place, message, hint)
        if series.spellings:
            message = _('%(names)s are one series, "%(key)s"')
            hint = _(
                "Write one title everywhere. If these are several series, give each a file in "
                "series/ with its title."
            )
            report_merged(series, series.title, message, hint, report)
