"""Resolve what the files of a library say of each other: people, series and translations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from rostrum.core.content import Library
from rostrum.people.bylines import resolve_bylines
from rostrum.series.titles import resolve_series
from rostrum.site.translations import TranslationKeys, pair_translations, separate_ids


def resolve_library(
    library: Library, slugify: Callable[[str], str], default_lang: str, keys: TranslationKeys
) -> Library:
    """Return a library with names and titles resolved to keys, and with pairs of translations.

    The library may be resolved already, and then changed by plugins.
    """
    library = replace(library, posts=separate_ids(library.posts, default_lang))
    library = resolve_bylines(library, slugify, default_lang)
    library = resolve_series(library, slugify, default_lang)
    return replace(
        library,
        posts=pair_translations(library.posts, keys.posts),
        pages=pair_translations(library.pages, keys.pages),
    )
