"""Convert comments to sanitised HTML, from a small subset of Markdown.

All input is untrusted. Python-Markdown does not sanitise; some inputs take it minutes, and deep
nesting raises a RecursionError. Therefore the text is limited before the conversion, and nh3
sanitises the resulting HTML.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import nh3
from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor

LONGEST = 10_000  # maximum characters of a comment; the rest is not shown
_DEEPEST_MARGIN = 24  # maximum characters before the text of a line, to limit nesting
_LONGEST_ADDRESS = 2_000

# Emphasis with `*` and `_` becomes `em` and `strong`; `start` is the first number of a list.
TAGS = frozenset({"a", "blockquote", "br", "code", "em", "li", "ol", "p", "pre", "strong", "ul"})
ATTRIBUTES = {"a": frozenset({"href"}), "ol": frozenset({"start"})}
SCHEMES = frozenset({"http", "https", "mailto"})
LINK_REL = "nofollow ugc noopener"

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile("[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_MARGIN = re.compile(r"^(?:[ \t>]|(?:[-*+]|\d+\.)[ \t])+", re.MULTILINE)

# Deregistered: raw HTML (shown as typed), headings and rules (a hashtag at the start of a line
# is no heading), images, and references, because of their quadratic search for a closing
# bracket; for the same reason `link` is replaced below.
_LEFT_OUT = {
    "preprocessors": ("html_block",),
    "inlinePatterns": (
        "html",
        "image_link",
        "image_reference",
        "reference",
        "short_image_ref",
        "short_reference",
    ),
    "blockprocessors": ("hashheader", "hr", "reference", "setextheader"),
}
# Without nested brackets and ambiguous alternatives: matching takes linear time in any text.
_URL = r"(?:https?://|mailto:)(?:[^\s()<>]|\([^\s()<>]*\))+"
_LINK = rf"\[([^\[\]]+)\]\([ ]*<?({_URL})>?(?:[ ]+\"[^\"\n]*\")?[ ]*\)"
_BARE_ADDRESS = r"(?<![\w/@])(https?://[^\s<>\[\]()\"*`]*[^\s<>\[\]()\"*`.,;:!?'_…–—“”„‘’‚«»‹›])"


class CommentRenderer:
    """Convert comments to HTML; one instance serves a whole build, but is not thread-safe."""

    def __init__(self) -> None:
        self._markdown = _subset()
        self._cleaner = nh3.Cleaner(
            tags=TAGS,
            attributes=ATTRIBUTES,
            url_schemes=SCHEMES,
            url_relative="deny",
            link_rel=LINK_REL,
        )

    def render(self, text: str) -> str:
        """Return the comment as HTML, limited to `TAGS` and `ATTRIBUTES`.

        Raw HTML is shown as typed; the text is truncated to `LONGEST` characters.
        """
        html = self._markdown.reset().convert(_bounded(text))
        return self._cleaner.clean(html).strip()


class _Link(InlineProcessor):
    """Process links: `[text](address)`, or a bare address."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802 (Python-Markdown's name)
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """Return the link with its start and end in the text."""
        link = Element("a", href=self.unescape(m.group(m.lastindex or 0)))
        link.text = m.group(1)
        return link, m.start(0), m.end(0)


def _subset() -> Markdown:
    markdown = Markdown(extensions=["fenced_code", "nl2br", "sane_lists"])
    for name in _LEFT_OUT["preprocessors"]:
        markdown.preprocessors.deregister(name)
    for name in _LEFT_OUT["inlinePatterns"]:
        markdown.inlinePatterns.deregister(name)
    for name in _LEFT_OUT["blockprocessors"]:
        markdown.parser.blockprocessors.deregister(name)
    markdown.inlinePatterns.register(_Link(_LINK, markdown), "link", 160)
    markdown.inlinePatterns.register(_Link(_BARE_ADDRESS, markdown), "bare_address", 110)
    return markdown


def _bounded(text: str) -> str:
    text = text[:LONGEST].replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text)
    return _MARGIN.sub(lambda margin: margin[0].expandtabs(4)[:_DEEPEST_MARGIN], text)


def plain_line(text: str) -> str:
    """Return the text on one line, without invisible and direction-changing characters.

    With a change of direction, a name could imitate another one.
    """
    return " ".join(_TURNING.sub("", _CONTROL.sub(" ", text)).split())


def safe_url(url: str) -> str:
    """Return the address if it is safe as a link of a commenter, else an empty string.

    A safe address has the scheme http or https, a host, and no user name before the host:
    `https://bank.example@evil.example/` would look like an address of the bank.
    """
    url = url.strip()
    if len(url) > _LONGEST_ADDRESS or not url.isprintable() or " " in url:
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    return url
