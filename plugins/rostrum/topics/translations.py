"""The same tags and categories in several languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from rostrum.core.languages import list_fallbacks
from rostrum.core.model import Topics
from rostrum.topics.checks import Taxonomy
from rostrum.topics.topics import Topic

Twins = Mapping[tuple[str, str], Mapping[str, str]]
"""The slugs of a topic in other languages, by its language and slug."""


def pair_topics(
    topics: Mapping[str, Sequence[Topic]],
    files: Iterable[Topics],
    kind: Taxonomy,
    slugify: Callable[[str], str],
) -> Twins:
    """Return the twins of each topic.

    Topics are twins if a translation in a file names one for the other, or if their slugs are the
    same. Of several topics of a language with the same twin, the one with most posts is taken.
    """
    keys = _read_keys(files, kind, slugify)
    groups: dict[str, dict[str, Topic]] = {}
    for lang, listed in topics.items():
        codes = list_fallbacks(lang)
        for topic in listed:
            key = next((keys[code, topic.slug] for code in codes if (code, topic.slug) in keys), "")
            group = groups.setdefault(key or topic.slug, {})
            if lang not in group or topic.count > group[lang].count:
                group[lang] = topic
    return {
        (lang, topic.slug): {code: twin.slug for code, twin in group.items() if code != lang}
        for group in groups.values()
        if len(group) > 1
        for lang, topic in group.items()
    }


def _read_keys(
    files: Iterable[Topics], kind: Taxonomy, slugify: Callable[[str], str]
) -> Mapping[tuple[str, str], str]:
    """Return the slug in the default language of each translated topic, by language and slug."""
    return {
        (file.lang, slugify(item.name)): slugify(item.text)
        for file in files
        for item in kind.translated(file)
    }
