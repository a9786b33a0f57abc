"""Tell a site's own keys of posts and pages from slips in the keys of the kit."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rostrum.core.text import is_one_slip
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _

_SHORTEST = 3  # letters of a word with a recognisable slip


def _write(key: str) -> Translatable:
    return _('Write "%(key)s: …".', key=key)


SLIPS: Mapping[str, Translatable] = {
    "draft": _('Write "status: draft".'),
    "drafts": _('Write "status: draft".'),
    "hidden": _('Write "status: hidden".'),
    "unlisted": _('Write "status: hidden".'),
    "private": _('Write "status: draft".'),
    "published": _('Write "date: …" for the day, or "status: draft" to hold it back.'),
    "publish": _('Write "date: …" for the day, or "status: draft" to hold it back.'),
    "entwurf": _('Write "status: draft".'),
} | {
    slip: _write(key)
    for key, slips in {
        "title": ("titel",),
        "date": ("datum", "pubdate", "publish_date", "publishdate", "published_at"),
        "modified": ("updated", "lastmod", "last_modified", "geaendert", "geändert"),
        "authors": ("autor", "autoren", "verfasser"),
        "tags": ("schlagworte", "schlagwörter", "stichworte"),
        "category": ("categories", "kategorie", "rubrik"),
        "summary": ("zusammenfassung",),
        "lang": ("language", "sprache"),
        "series": ("serie", "reihe"),
        "part": ("teil",),
        "image": ("bild",),
        "comments": ("kommentare",),
        "related": ("verwandt",),
    }.items()
    for slip in slips
}
"""Keys of other systems and languages that would change what is published, with a hint for each."""

SECOND_SUMMARY = "description"
"""The key of the summary where a post or page has none, as in themes for Pelican."""

BETTER: Mapping[str, str] = {
    **dict.fromkeys(("excerpt", "abstract", "teaser", "beschreibung"), "summary"),
    **dict.fromkeys(("keywords", "keyword"), "tags"),
    **dict.fromkeys(("cover", "featured_image", "thumbnail", "og_image", "header_image"), "image"),
    "canonical_url": "canonical",
    "series_title": "series",
}
"""Keys of other systems that a site may keep, each with the kit's key of a similar meaning."""


def is_own_key(key: str, extra_keys: Collection[str], known: Collection[str]) -> bool:
    """Return True if an unknown key is a site's own, not a slip in one of the `known` keys.

    `extra_keys` are the keys that the setting of this name declares.
    """
    if key in extra_keys:
        return True
    return key not in SLIPS and not any(
        min(len(key), len(word)) >= _SHORTEST and is_one_slip(key, word)
        for word in known
        if abs(len(key) - len(word)) <= 1
    )
