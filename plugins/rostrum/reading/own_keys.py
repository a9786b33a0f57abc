"""Tell a site's own keys of posts and pages from slips in the keys of the kit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from rostrum.core.text import is_one_slip
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema.schema import Slip

_SHORTEST = 3  # letters of a word with a recognisable slip


_REMOVE = _("Remove it: the text is published without it.")
_DRAFT = Slip("status", _('Write "status: draft".'), for_false=_REMOVE)
_HIDDEN = Slip("status", _('Write "status: hidden".'), for_false=_REMOVE)
_PUBLISHED = Slip(
    "date",
    _('Write "date: …" for the day, or "status: draft" to hold it back.'),
    for_true=_REMOVE,
    for_false=_('Write "status: draft".'),
)


def list_slips(keys: Mapping[str, Iterable[str]]) -> dict[str, Slip]:
    """Return the slips of keys: each wrong spelling with the key that is meant."""
    return {
        slip: Slip(key, _('Write "%(key)s: …".', key=key))
        for key, slips in keys.items()
        for slip in slips
    }


DRAFT_SLIPS: Mapping[str, Slip] = dict.fromkeys(("draft", "drafts", "private", "entwurf"), _DRAFT)
"""Keys of other systems and languages that mean a draft."""

SLIPS: Mapping[str, Slip] = {
    **DRAFT_SLIPS,
    **dict.fromkeys(("hidden", "unlisted"), _HIDDEN),
    **dict.fromkeys(("published", "publish"), _PUBLISHED),
    **list_slips(
        {
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
            "typography": ("typografie", "typographie"),
        }
    ),
}
"""Keys of other systems and languages that would change what is published."""

SECOND_SUMMARY = "description"
"""The key of the summary where a post or page has none, as in themes for Pelican."""

BETTER: Mapping[str, str] = {
    **dict.fromkeys(("excerpt", "abstract", "teaser", "beschreibung"), "summary"),
    **dict.fromkeys(("keywords", "keyword"), "tags"),
    **dict.fromkeys(("cover", "featured_image", "thumbnail", "og_image", "header_image"), "image"),
    **dict.fromkeys(("alias", "redirect_from", "redirects"), "aliases"),
    "canonical_url": "canonical",
    "keypoints": "key_points",
    "toc": "contents",
    "corrections": "changes",
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
