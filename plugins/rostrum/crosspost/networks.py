"""The supported networks, with the length limits, counting rules and request fields of each.

To add a network, define a `Network` and add it to `NETWORKS`. docs/crosspost.md lists the limits.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import regex

from rostrum.crosspost.shorten import graphemes
from rostrum.crosspost.twitter_text import load_twitter_text

_LINK = regex.compile(r"(?<=^|[\s(])https?://\S+")


@dataclass(frozen=True, slots=True)
class Limit:
    """A length limit: `count` measures the visible text, `unit` a key of `messages.UNITS`."""

    unit: str
    maximum: int
    count: Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Network:
    """A network and its rules.

    `limits` starts with the network's best-known limit. `hashtag` matches hashtags by the
    network's own rules. `field` is the name of the text field in the request, `escape` converts
    the visible text to the sent text, and `extra` returns the other fields of the request, given
    the text and its language. `links` returns True if the network turns a URL into a link. `tags`
    is the maximum number of hashtags in a composed text.
    """

    key: str
    name: str
    limits: tuple[Limit, ...]
    hashtag: regex.Pattern[str]
    field: str = "text"
    escape: Callable[[str], str] = str
    extra: Callable[[str, str], Mapping[str, Any]] = lambda text, lang: {}
    links: Callable[[str], bool] = lambda url: True
    tags: int = 3

    def fits(self, text: str) -> bool:
        """Return True if the text is within all limits."""
        return all(limit.count(text) <= limit.maximum for limit in self.limits)

    def hashtags(self, text: str) -> tuple[str, ...]:
        """Return the hashtags recognized by the network, each including its `#`."""
        return tuple(match[0] for match in self.hashtag.finditer(text))

    def payload(self, text: str, lang: str) -> dict[str, Any]:
        """Return the fields of the request for exactly this text."""
        return {self.field: self.escape(text), **self.extra(text, lang)}


def find_links(text: str) -> list[tuple[int, str]]:
    """Return the position and URL of each link in a text, without trailing punctuation.

    The rules are those of Bluesky's own client (atproto,
    packages/api/src/rich-text/detection.ts).
    """
    return [(match.start(), _trim(match[0])) for match in _LINK.finditer(text)]


def _trim(url: str) -> str:
    url = regex.sub(r"[.,;:!?]$", "", url)
    return url[:-1] if url.endswith(")") and "(" not in url else url


def primary(lang: str) -> str:
    """Return the primary language subtag, for example `de` for `de-AT` (BCP 47, section 2.2.1)."""
    return lang.partition("-")[0].lower()


# LinkedIn

_LITTLE = regex.compile(r"[\\|{}@\[\]()<>#*_~]")


def count_utf16(text: str) -> int:
    """Return the number of UTF-16 code units, like `length` in JavaScript."""
    return len(text.encode("utf-16-le")) // 2


def escape_little(text: str) -> str:
    """Return the text in LinkedIn's "little" format, with a backslash before reserved characters.

    Hashtags remain unescaped. Everything else is plain text, including URLs. Source:
    Microsoft Learn, LinkedIn Community Management, "little Text Format", "Text" and the notes.
    """
    signs = {match.start() for match in LINKEDIN.hashtag.finditer(text)}
    return _LITTLE.sub(
        lambda match: match[0] if match.start() in signs else "\\" + match[0],
        text,
    )


LINKEDIN = Network(
    key="linkedin",
    name="LinkedIn",
    # It is undocumented whether escapes count and how emoji count: use the strictest rule.
    limits=(
        Limit("characters", 3000, count_utf16),
        Limit("escaped", 3000, lambda text: count_utf16(escape_little(text))),
    ),
    hashtag=regex.compile(r"(?<=^|\s)#(?=\p{Nd}*\p{L})[\p{L}\p{M}\p{Nd}]+"),
    field="commentary",
    escape=escape_little,
)


# X


_MOST_COUNTED = 5_000
"""Characters: a longer text exceeds every limit. twitter-text needs quadratic time."""


def count_weighted(text: str) -> int:
    """Return X's weighted length: 23 for a URL, 2 for an emoji, 1 for most letters, else 2.

    Source: docs.x.com, "Counting characters"; twitter-text, config/v3.json.
    """
    if len(text) > _MOST_COUNTED:
        return len(text)
    length: int = load_twitter_text().parse_tweet(text).weightedLength
    return length


def _is_x_link(url: str) -> bool:
    return bool(load_twitter_text().extract_urls(url) == [url])


# twitter-text, js/src/regexp/validHashtag.js and hashtagSpecialChars.js.
_X_SPECIAL = (
    r"_\u200C\u200D\uA67E\u05BE\u05F3\u05F4\uFF5E\u301C\u309B\u309C\u30A0\u30FB\u3003"
    r"\u0F0B\u0F0C\u00B7"
)
_X_CHAR = rf"[\p{{L}}\p{{M}}\p{{Nd}}{_X_SPECIAL}]"

X = Network(
    key="x",
    name="X",
    limits=(Limit("weighted", 280, count_weighted),),
    hashtag=regex.compile(
        rf"(?<!{_X_CHAR}|[&/])[#＃](?!\uFE0F|\u20E3)(?={_X_CHAR}*[\p{{L}}\p{{M}}]){_X_CHAR}+(?![#＃]|://)"
    ),
    links=_is_x_link,
)


# Mastodon

_MENTION = regex.compile(
    r"(?<![=/\w])(@[A-Za-z0-9_]+(?:[.-]+[A-Za-z0-9_]+)*)@[\w.-]*\w(?![@＠]|://)"
)


def count_mastodon(text: str) -> int:
    """Return the length in graphemes as counted by a Mastodon server.

    A URL counts 23, and a mention counts only its user name, without the server.

    Source: docs.joinmastodon.org, "Posting to your profile", "Links" and "Mentions";
    mastodon, app/validators/status_length_validator.rb. URLs are detected by twitter-text,
    with a protocol. Mastodon allows more characters in paths, so the result may be higher than
    the server's, but never lower.
    """
    if len(text) > _MOST_COUNTED:
        return len(text)
    return len(graphemes(_MENTION.sub(r"\1", _with_placeholders(text))))


def _with_placeholders(text: str) -> str:
    for entity in reversed(load_twitter_text().extract_urls_with_indices(text, False)):
        start, end = entity["indices"]
        text = text[:start] + "x" * 23 + text[end:]
    return text


def _is_mastodon_link(url: str) -> bool:
    entities = load_twitter_text().extract_urls_with_indices(url, False)
    return any(item["indices"][0] == 0 for item in entities)


MASTODON = Network(
    key="mastodon",
    name="Mastodon",
    limits=(Limit("characters", 500, count_mastodon),),
    # mastodon, app/models/concerns/tag/naming.rb, HASHTAG_RE
    hashtag=regex.compile(r"(?<=^|\s)[#＃](?=[\w·・\u200C]*\p{L})[\w·・\u200C]*\w"),
    field="status",
    extra=lambda text, lang: {"language": primary(lang)},
    links=_is_mastodon_link,
)


# Bluesky


def count_graphemes(text: str) -> int:
    """Return the number of extended grapheme clusters (UAX 29)."""
    return len(graphemes(text))


def count_bytes(text: str) -> int:
    """Return the number of UTF-8 bytes."""
    return len(text.encode())


def _bluesky_extra(text: str, lang: str) -> dict[str, Any]:
    extra = {"$type": "app.bsky.feed.post", "langs": [lang], "facets": find_facets(text)}
    return {key: value for key, value in extra.items() if value}


def find_facets(text: str) -> list[dict[str, Any]]:
    """Return Bluesky's facets for links and hashtags, with UTF-8 byte offsets.

    Source: docs.bsky.app, "Links, mentions, and rich text"; lexicon app.bsky.richtext.facet
    (`byteStart` inclusive, `byteEnd` exclusive; a tag without its `#`).
    """
    links = [(start, url, {"uri": url}, "link") for start, url in find_links(text)]
    tags = [
        (match.start(), match[0], {"tag": match[0][1:]}, "tag")
        for match in BLUESKY.hashtag.finditer(text)
    ]
    return [_facet(text, *item) for item in sorted(links + tags, key=lambda item: item[0])]


def _facet(text: str, start: int, part: str, value: dict[str, str], kind: str) -> dict[str, Any]:
    first = count_bytes(text[:start])
    return {
        "index": {"byteStart": first, "byteEnd": first + count_bytes(part)},
        "features": [{"$type": f"app.bsky.richtext.facet#{kind}", **value}],
    }


BLUESKY = Network(
    key="bluesky",
    name="Bluesky",
    # lexicon app.bsky.feed.post, `text`: maxGraphemes and maxLength
    limits=(Limit("graphemes", 300, count_graphemes), Limit("bytes", 3000, count_bytes)),
    # atproto, packages/api/src/rich-text/util.ts, TAG_REGEX, its end without punctuation
    hashtag=regex.compile(
        r"(?<=^|\s)[#＃](?!\uFE0F|\S{65})(?=\S*[^\d\s\p{P}])"
        r"[^\s\u00AD\u2060\u200A-\u200D\u20E2]*[^\s\p{P}\u00AD\u2060\u200A-\u200D\u20E2]"
    ),
    extra=_bluesky_extra,
)


NETWORKS: Mapping[str, Network] = {
    network.key: network for network in (LINKEDIN, X, MASTODON, BLUESKY)
}
