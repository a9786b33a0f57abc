"""Find the translations of posts and pages: by id, else by file, else by slug."""

from __future__ import annotations

import posixpath
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from rostrum.core.diagnostics import Report
from rostrum.core.model import Page, Post, Status
from rostrum.core.portable_names import compose
from rostrum.core.translatable import gettext_lazy as _
from rostrum.core.translatable import ngettext_lazy

T = TypeVar("T", Post, Page)


@dataclass(frozen=True, slots=True)
class TranslationKeys:
    """The keys that translations have in common; empty if a site has no translations.

    See Pelican's settings ARTICLE_TRANSLATION_ID and PAGE_TRANSLATION_ID.
    """

    posts: tuple[str, ...] = ("slug",)
    pages: tuple[str, ...] = ("slug",)


def separate_ids(posts: Sequence[Post], default_lang: str) -> tuple[Post, ...]:
    """Return posts with ids of their own, where translations are written with the same id.

    The post in the default language keeps the id, else the first one by path; the language is
    added to the others. An id that is written twice in a language is left as it is: an error.
    """
    by_id: dict[str, list[Post]] = {}
    for post in posts:
        by_id.setdefault(post.id, []).append(post)
    changed: dict[str, Post] = {}
    for shared_id, sharing in by_id.items():
        if len({post.lang for post in sharing}) < len(sharing) or len(sharing) < 2:
            continue
        ordered = sorted(sharing, key=lambda post: (post.lang != default_lang, post.path))
        for post in ordered:
            own_id = shared_id if post is ordered[0] else f"{shared_id}.{post.lang}"
            changed[post.path] = replace(post, id=own_id, shared_id=shared_id)
    return tuple(changed.get(post.path, post) for post in posts) if changed else tuple(posts)


def pair_translations(items: Sequence[T], keys: tuple[str, ...]) -> tuple[T, ...]:
    """Return posts or pages, each with the key that it has in common with its translations."""
    paired = {
        item.path: group[0].path
        for group in _pair(items, keys).list_groups()
        if len(group) > 1
        for item in group
    }
    return tuple(
        item
        if item.translation_key == paired.get(item.path, "")
        else replace(item, translation_key=paired.get(item.path, ""))
        for item in items
    )


def check_translations(items: Sequence[T], keys: tuple[str, ...], report: Report) -> None:
    """Report posts or pages whose translations can't be told from others with the same slug."""
    for bucket in _pair(items, keys).ambiguous:
        counts = Counter(item.lang for item in bucket)
        item = min(bucket, key=lambda item: (counts[item.lang], item.path))
        others = sorted(other.path for other in bucket if other.lang != item.lang)
        message = _(
            "it is open which text this is a translation of: %(paths)s have the same %(keys)s",
            paths=" and ".join(others[:3]),
            keys=" and ".join(keys),
        )
        hint = _(
            'Name the files of translations alike, such as "a.md" and "a.en.md", or give them the '
            'same "id"; change what is none.'
        )
        place = next((item.places[key] for key in keys if key in item.places), item.place)
        report.error("translation-ambiguous", place, message, hint)


def check_translation_dates(
    items: Sequence[T], days: int, default_lang: str, report: Report
) -> None:
    """Report translations last changed more than some days before their original was.

    The original is the text that was published first, of several on a day the one in the default
    language; it has been changed since.
    """
    groups: dict[str, list[T]] = {}
    for item in items:
        is_dated = item.date or item.modified
        if item.translation_key and is_dated and item.status is not Status.DRAFT:
            groups.setdefault(item.translation_key, []).append(item)
    for group in groups.values():
        original = min(group, key=lambda item: (_begin(item).date(), item.lang != default_lang))
        changed = _find_change(original)
        for item in group:
            late = changed.date() - _find_change(item).date()
            if changed > _begin(original) and late > timedelta(days=days):
                message = ngettext_lazy(
                    "%(original)s was changed %(count)s day after this translation",
                    "%(original)s was changed %(count)s days after this translation",
                    late.days,
                    original=original.path,
                )
                hint = _(
                    'Translate what is new, then write "modified: %(day)s".',
                    day=changed.date().isoformat(),
                )
                key = "modified" if "modified" in item.places else "date"
                report.warning("translation-old", item.where(key), message, hint)


def _begin(item: Post | Page) -> datetime:
    """Return the date of a post or page, or that of its change."""
    return item.date or item.modified or datetime.min.replace(tzinfo=UTC)


def _find_change(item: Post | Page) -> datetime:
    """Return the time of the last change that the front matter tells."""
    begin = _begin(item)
    changes = item.changes if isinstance(item, Post) else ()
    return max(begin, item.modified or begin, *(change.date for change in changes))


def _pair(items: Sequence[T], keys: tuple[str, ...]) -> _Pairing[T]:
    """Return the pairs of translations, by the first rule that fits."""
    pairing = _Pairing(items)
    if not keys or len({item.lang for item in items}) < 2:
        return pairing
    pairing.join(lambda item: getattr(item, "shared_id", ""))
    if "slug" not in keys:
        pairing.join_unique(lambda item: _read_values(item, keys))
    pairing.join(_find_stem)
    if "slug" in keys:
        pairing.join_unique(lambda item: _read_values(item, keys))
    return pairing


class _Pairing(Generic[T]):
    """Groups of translations, which grow from single items; no group has a language twice."""

    def __init__(self, items: Sequence[T]) -> None:
        self._items: list[T] = sorted(items, key=lambda item: item.path)
        self._groups: dict[str, list[T]] = {item.path: [item] for item in self._items}
        self.ambiguous: list[list[T]] = []

    def list_groups(self) -> Iterable[list[T]]:
        """Return each group once, in the order of its first item."""
        return {id(group): group for group in self._groups.values()}.values()

    def join(self, key_of: Callable[[T], Hashable]) -> None:
        """Join items with the same key, if they are in different languages."""
        for bucket in self._gather(key_of):
            self._merge(bucket)

    def join_unique(self, key_of: Callable[[T], Hashable]) -> None:
        """Join items whose key is unique in each language.

        Keep the others as ambiguous, except those with translations already.
        """
        for bucket in self._gather(key_of):
            if len({item.lang for item in bucket}) == len(bucket):
                self._merge(bucket)
                continue
            lonely = [item for item in bucket if len(self._groups[item.path]) == 1]
            if len({item.lang for item in lonely}) > 1:
                self.ambiguous.append(lonely)

    def _gather(self, key_of: Callable[[T], Hashable]) -> Iterable[list[T]]:
        buckets: dict[Hashable, list[T]] = {}
        for item in self._items:
            if key := key_of(item):
                buckets.setdefault(key, []).append(item)
        return (bucket for bucket in buckets.values() if len(bucket) > 1)

    def _merge(self, bucket: Sequence[T]) -> None:
        groups = {id(self._groups[item.path]): self._groups[item.path] for item in bucket}
        merged = [item for group in groups.values() for item in group]
        if len({item.lang for item in merged}) == len(merged):
            for item in merged:
                self._groups[item.path] = merged


def _find_stem(item: Post | Page) -> tuple[str, str]:
    """Return the folder of a file and its name without the language."""
    folder, name = posixpath.split(compose(item.path))
    stem = posixpath.splitext(name)[0]
    base, dot, suffix = stem.rpartition(".")
    return folder, base if dot and suffix.lower() == item.lang.lower() else stem


def _read_values(item: Post | Page, keys: Sequence[str]) -> tuple[Any, ...]:
    """Return the values of keys of front matter; empty if one has none."""
    values = tuple(str(_read_value(item, key) or "") for key in keys)
    return values if all(values) else ()


def _read_value(item: Post | Page, key: str) -> Any:
    extra: Mapping[str, Any] = item.extra
    return extra[key] if key in extra else getattr(item, key, "")
