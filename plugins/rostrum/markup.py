"""Markdown to HTML, and what a text refers to; the links stay as the author wrote them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

import markdown
from markdown.extensions.toc import slugify_unicode

from rostrum.diagnostics import Place
from rostrum.model import Body, Reference

MARKDOWN_OPTIONS: Mapping[str, Any] = {
    "extensions": ["extra", "sane_lists", "codehilite", "toc"],
    "extension_configs": {
        "codehilite": {"css_class": "highlight", "guess_lang": False},
        "toc": {"slugify": slugify_unicode},
    },
    "output_format": "html",
}
"""What Python-Markdown is told by default; the site's MARKDOWN setting takes its place."""

_TAGS = r"a|area|audio|embed|iframe|img|object|script|source|track|video"
_TAG = re.compile(
    rf"""<!--.*?-->|<({_TAGS})\b((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE | re.DOTALL
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_ADDRESSES = ("href", "src", "poster", "data")
_ANY_TAG = re.compile(r"<[^>]*>")
_UNREAD = re.compile(r"<(script|style|svg|template)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.I)
_LONE_IMAGE = re.compile(r"<p>(<img\b[^>]*>)</p>")
_FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)
# What Python-Markdown writes as a style, a strict content security policy would not let through.
_ALIGNED = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')
_TOP_HEADING = re.compile(r"(</?)h1\b", re.IGNORECASE)


class Unrenderable(Exception):
    """A text that Markdown can't turn into HTML: words and hint for a diagnostic."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class MarkdownRenderer:
    """One Markdown instance, used for many texts, as building one costs more than a text."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._markdown = markdown.Markdown(**options)

    def render(self, text: str) -> str:
        """Return the HTML of a text; raises Unrenderable."""
        try:
            self._markdown.reset()
            return self._markdown.convert(text)
        except RecursionError:
            hint = "Take some of the levels of quotes, lists or emphasis out."
            wrong = Unrenderable("the text nests quotes, lists or emphasis too deeply", hint)
        except Exception as error:  # whatever an extension of the site's own can raise
            words = f"Python-Markdown fails on this text: {type(error).__name__}: {error}"
            wrong = Unrenderable(words, "Halve the text to find the place; is MARKDOWN set?")
        self._markdown = markdown.Markdown(**self._options)  # reset() leaves its parser's state
        raise wrong

    def render_inline(self, text: str) -> str:
        """Return the HTML of a single line, without a paragraph around it."""
        if not re.search(r"[*_`<&\[\\]", text):
            return html.escape(text, quote=False)
        found = self.render(text)
        return found.removeprefix("<p>").removesuffix("</p>")

    def render_body(self, text: str, path: str, line: int) -> Body:
        """Return a text as a body; `line` is that of its first line in the file `path`."""
        if not text.strip():
            return Body()
        found = _TOP_HEADING.sub(r"\1h2", self.render(text))
        found = _LONE_IMAGE.sub(_figure, found)
        found = _ALIGNED.sub(r'<\1 class="align-\2">', found)
        return make_body(found, text, path, line)


def make_body(fragment: str, source: str, path: str, line: int) -> Body:
    """Return HTML as a body; its references are placed where `source` has them.

    `line` is that of the source's first line in the file `path`, as messages show it.
    """
    return Body(
        html=fragment,
        text=_lead(fragment),
        words=len(plain_text(fragment).split()),
        references=tuple(_references(fragment, source, path, line)),
    )


def plain_text(fragment: str) -> str:
    """Return the words of an HTML fragment, one blank between them, entities resolved."""
    without = _ANY_TAG.sub(" ", _UNREAD.sub(" ", fragment)) if "<" in fragment else fragment
    return " ".join(html.unescape(without).split())


def inline_text(fragment: str) -> str:
    """Return the text of inline HTML: tags vanish without leaving blanks."""
    return " ".join(html.unescape(_ANY_TAG.sub("", fragment)).split())


def rewrite_tags(fragment: str, rewrite: Callable[[str, dict[str, str | None]], str]) -> str:
    """Return a fragment with each tag that can hold an address given to `rewrite`.

    `rewrite` gets the tag's name and its attributes, values unescaped, and returns the tag.
    """

    def replace(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0]
        return rewrite(found[1].lower(), read_attributes(found[2]))

    return _TAG.sub(replace, fragment)


def write_tag(name: str, attributes: Mapping[str, str | None]) -> str:
    """Return a start tag, its values escaped."""
    parts = [
        key if value is None else f'{key}="{html.escape(value)}"'
        for key, value in attributes.items()
    ]
    return f"<{' '.join([name, *parts])}>"


def read_attributes(written: str) -> dict[str, str | None]:
    """Return the attributes of a start tag, names in lower case, values unescaped."""
    found: dict[str, str | None] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(written):
        value = double or single or bare
        has_value = value or re.search(rf"{re.escape(name)}\s*=", written)
        found.setdefault(name.lower(), html.unescape(value) if has_value else None)
    return found


def _figure(found: re.Match[str]) -> str:
    """Make a picture that stands alone and has a title a figure with a caption."""
    attributes = read_attributes(found[1][4:-1])
    title = attributes.pop("title", None)
    if not title:
        return found[0]
    caption = html.escape(title, quote=False)
    image = write_tag("img", attributes)
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def _lead(fragment: str) -> str:
    """Return the words of the first paragraph that has any, else of the whole."""
    for found in _FIRST_PARAGRAPH.finditer(fragment):
        words = inline_text(found[1])
        if words:
            return words
    return plain_text(fragment)[:1000]


def _references(fragment: str, source: str, path: str, line: int) -> list[Reference]:
    found: list[Reference] = []
    finder = _Finder(source, path, line)
    for tag in _TAG.finditer(fragment):
        if tag[1] is None:
            continue
        name, attributes = tag[1].lower(), read_attributes(tag[2])
        for key in _ADDRESSES:
            value = attributes.get(key)
            if value is not None:
                found.append(Reference(value.strip(), name, key, finder.find(value)))
        if name == "img" and not (attributes.get("alt") or "").strip():
            target = attributes.get("src") or ""
            found.append(Reference(target, name, "alt", finder.find_again(target)))
    return found


class _Finder:
    """Finds where a target stands in the source: each occurrence once, in order."""

    def __init__(self, source: str, path: str, line: int) -> None:
        self._source, self._path, self._line = source, path, line
        self._next: dict[str, int] = {}
        self._last: dict[str, Place] = {}

    def find(self, target: str) -> Place:
        offset = self._source.find(target, self._next.get(target, 0)) if target else -1
        if offset < 0:
            return self._last.get(target, Place(self._path, self._line))
        self._next[target] = offset + len(target)
        self._last[target] = self._place(offset)
        return self._last[target]

    def find_again(self, target: str) -> Place:
        return self._last.get(target, Place(self._path, self._line))

    def _place(self, offset: int) -> Place:
        before = self._source.count("\n", 0, offset)
        column = offset - (self._source.rfind("\n", 0, offset) + 1) + 1
        return Place(self._path, self._line + before, column)
