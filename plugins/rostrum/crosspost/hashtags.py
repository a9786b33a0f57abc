"""Hashtags from a post's tags, valid on every network."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from rostrum.crosspost.shorten import clean_line, graphemes

MAX_GRAPHEMES = 64  # including the "#": lexicon app.bsky.richtext.facet, `#tag`

# Letters, their marks and decimal digits are all that the four networks agree on. Variation
# selectors and enclosing marks make an emoji of a "#" or a digit.
_CHAR = r"[\p{L}\p{Nd}[\p{M}--\p{Me}--\p{Variation_Selector}]]"
_PIECE = regex.compile(rf"(?V1){_CHAR}+")
# Word separators may be removed. Without other signs (C++, F&E, an emoji) a tag loses its meaning.
_WHOLE = regex.compile(rf"(?V1)(?:{_CHAR}|[\s\p{{Pd}}_./,:'’()])+")


def make_hashtags(tags: Iterable[str], maximum: int) -> tuple[str, ...]:
    """Return at most `maximum` distinct hashtags, in the order of the tags, words capitalised."""
    hashtags: dict[str, str] = {}
    for tag in tags:
        hashtag = make_hashtag(tag)
        if hashtag:
            hashtags.setdefault(hashtag.casefold(), hashtag)
    return tuple(hashtags.values())[:maximum]


def make_hashtag(tag: str) -> str:
    """Return `#OffeneKultur` for "offene Kultur", or an empty string if a network would break it.

    A hashtag needs a letter (twitter-text, validHashtag.js; mastodon, tag/naming.rb) and ends
    at punctuation; capitals let screen readers find its words.
    """
    tag = clean_line(tag)
    if not _WHOLE.fullmatch(tag):
        return ""
    name = "".join(_capitalise(piece) for piece in _PIECE.findall(tag))
    hashtag = f"#{name}"
    usable = regex.match(r"#\p{Nd}*\p{L}", hashtag) and len(graphemes(hashtag)) <= MAX_GRAPHEMES
    return hashtag if usable else ""


def _capitalise(piece: str) -> str:
    # Keep the capitals of "iPhone" and "KI".
    return piece[0].upper() + piece[1:] if piece == piece.lower() else piece
