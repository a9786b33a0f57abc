"""The ids of the kit's theme, which no element of a text may take (HTML, 3.2.6: ids are unique).

A text's own `## Comments` has the id `comments_1`, and its links to `#comments` lead there.
"""

from __future__ import annotations

import html
import re

RESERVED_IDS = frozenset(
    (
        *("about-title", "all-title", "calendars", "categories-title", "changes"),
        *("changes-title", "comments", "key-points-title", "share-title"),
        *("comments-title", "discussed-title", "executives-title", "follow-title"),
        *(
            "introduction",
            "latest-title",
            "main",
            "menu",
            "months-title",
            "new-title",
            "parts-title",
        ),
        *("people-title", "posts-title", "recent-comments-title", "related-title", "roles-title"),
        *("series-title", "tags-title", "talk"),
        *("active-title", "letters-title", "people-filter"),
    )
)
"""Ids that the theme's templates write; a test compares the two."""

_NUMBERED = r"comment-[^\"'\s<>]*|more-\d+|part-\d+|parts-(?:\d{4}(?:-\d\d)?|announced)|y\d{4}"
"""Ids with a number or key, in templates that show texts."""

_ANY = rf"{'|'.join(sorted(map(re.escape, RESERVED_IDS), reverse=True))}|{_NUMBERED}"
_WHOLE = re.compile(_ANY)
_MAY_SET = re.compile(rf"""id=(?<=\sid=)["'](?:{_ANY})["']""")
_SET = re.compile(rf"""<[a-zA-Z][^<>]*?\sid=(["'])({_ANY})\1""")
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")


def is_reserved(name: str) -> bool:
    """Return True if an id belongs to the theme."""
    return _WHOLE.fullmatch(name) is not None


def rename_reserved(fragment: str) -> str:
    """Return HTML in which no element has an id of the theme, and with its links to it changed."""
    if not _MAY_SET.search(fragment):
        return fragment
    for name in dict.fromkeys(match[2] for match in _SET.finditer(fragment)):
        number = 1
        while f'id="{name}_{number}"' in fragment:
            number += 1
        fragment = _rename(fragment, name, f"{name}_{number}")
    return fragment


def _rename(fragment: str, name: str, other: str) -> str:
    written = re.escape(html.escape(name))
    uses = re.compile(
        rf"""(\s(?:id=["']|href=["']#|for=["']|aria-(?:labelledby|describedby)=["'])){written}"""
        r"""(?=["'])"""
    )
    return _TAG.sub(lambda tag: uses.sub(rf"\g<1>{other}", tag[0]), fragment)
