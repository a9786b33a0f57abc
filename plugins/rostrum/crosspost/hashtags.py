"""Hashtags made of a post's tags, such as every network takes whole."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from rostrum.crosspost.shorten import clean_line, graphemes

_MOST = 64  # graphemes, with the sign: lexicon app.bsky.richtext.facet, `#tag`

# Letters, their marks and decimal digits are all that the four networks agree on. Variation
# selectors and enclosing marks make an emoji of a "#" or a digit.
_CHAR = r"[\p{L}\p{Nd}[\p{M}--\p{Me}--\p{Variation_Selector}]]"
_PIECE = regex.compile(rf"(?V1){_CHAR}+")
# What parts words. Anything else (C++, F&E, an emoji) would lose its meaning when left out.
_WHOLE = regex.compile(rf"(?V1)(?:{_CHAR}|[\s\p{{Pd}}_./,:'’()])+")


def make_hashtags(tags: Iterable[str], most: int) -> tuple[str, ...]:
    """Return the hashtags of the first `most` tags that have one, each word begun by a capital."""
    found: dict[str, str] = {}
    for tag in tags:
        hashtag = make_hashtag(tag)
        if hashtag:
            found.setdefault(hashtag.casefold(), hashtag)
    return tuple(found.values())[:most]


def make_hashtag(tag: str) -> str:
    """Return `#OffeneKultur` for "offene Kultur", empty when networks would break it.

    A hashtag needs a letter (twitter-text, validHashtag.js; mastodon, tag/naming.rb) and ends
    at punctuation; capitals let screen readers find its words.
    """
    tag = clean_line(tag)
    if not _WHOLE.fullmatch(tag):
        return ""
    name = "".join(_capitalise(piece) for piece in _PIECE.findall(tag))
    hashtag = f"#{name}"
    usable = regex.match(r"#\p{Nd}*\p{L}", hashtag) and len(graphemes(hashtag)) <= _MOST
    return hashtag if usable else ""


def _capitalise(piece: str) -> str:
    # "iPhone" and "KI" know their own capitals.
    return piece[0].upper() + piece[1:] if piece == piece.lower() else piece
