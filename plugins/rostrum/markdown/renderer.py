"""Markdown to HTML, and what a text refers to; the links stay as the author wrote them."""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate
from typing import Any
from urllib.parse import quote, unquote

from rostrum.cache.fingerprints import digest_bytes
from rostrum.core.diagnostics import Place
from rostrum.core.model import Body, Reference
from rostrum.html.comments import convert_text
from rostrum.html.unrenderable import Unrenderable as Unrenderable
from rostrum.markdown.accelerated.converter import make_converter
from rostrum.markdown.complexity import find_excess
from rostrum.markdown.footnotes import word_notes
from rostrum.markdown.keywords import choose_terms
from rostrum.markdown.slugs import slugify_heading

MARKDOWN_OPTIONS: Mapping[str, Any] = {
    "extensions": ["extra", "sane_lists", "codehilite", "toc"],
    "extension_configs": {
        "codehilite": {"css_class": "highlight", "guess_lang": False},
        "toc": {"slugify": slugify_heading},
    },
    "output_format": "html",
}
"""What Python-Markdown is told by default; the site's MARKDOWN setting takes its place."""

_TAGS = r"a|area|audio|embed|iframe|img|object|script|source|track|video"
# What ends nowhere ends with the text, or each of its beginnings would be followed to the end.
_TAG = re.compile(
    rf"""<!--.*?(?:-->|\Z)|<({_TAGS})\b([^<>"']*(?:(?:"[^"]*"|'[^']*')[^<>"']*)*)>""",
    re.I | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([a-zA-Z][\w:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_MOST_SEARCHED = 500_000_000  # characters that are looked through for the places of a text's links
_ADDRESSES = ("href", "src", "poster", "data")
_ANY_TAG = re.compile(r"<[^>]*(?:>|\Z)")
_UNREAD = re.compile(
    r"<(script|style|svg|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.I
)
_LONE_IMAGE = re.compile(r"<p>(<img\b[^<>]*>)</p>")
# What Python-Markdown writes as a style, a strict content security policy would not let through.
_ALIGNED = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')
_TOO_MUCH = "Close what is opened here; put signs that mean nothing into a block of code."
_TOP_HEADING = re.compile(r"(</?)h1\b", re.IGNORECASE)


class Renderer(ABC):
    """Turns Markdown into HTML; a dialect says how in `convert`. One object serves many texts."""

    @abstractmethod
    def convert(self, text: str) -> str:
        """Return the HTML of a text as Markdown has it, with comments; raises Unrenderable."""

    def dress(self, fragment: str) -> str:
        """Return converted HTML in the form that is the same in each dialect."""
        return fragment

    def render(self, text: str) -> str:
        """Return the HTML of a text without its HTML comments.

        Raises Unrenderable; the kind of it that is CommentError for a comment without an end.
        """
        return self.dress(convert_text(self.convert, text))

    def render_inline(self, text: str) -> str:
        """Return the HTML of a single line, without a paragraph around it."""
        if not re.search(r"[*_`<&\[\\~]", text):
            return html.escape(text, quote=False)
        found = self.render(text).strip()
        return found.removeprefix("<p>").removesuffix("</p>")

    def render_body(self, text: str, path: str, line: int, lang: str = "en") -> Body:
        """Return a text as a body; `line` is that of its first line in the file `path`."""
        if not text.strip():
            return Body()
        return make_body(_dress(self.render(text), lang), text, path, line)


class MarkdownRenderer(Renderer):
    """Python-Markdown, made quicker: one instance for many texts, as building one takes longer."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._markdown = make_converter(options)

    def convert(self, text: str) -> str:
        """Return the HTML of a text as Python-Markdown has it; raises Unrenderable."""
        if excess := find_excess(text):
            words = f"the text is too much work for Markdown: {excess.words}"
            raise Unrenderable(words, _TOO_MUCH, excess.line)
        try:
            self._markdown.reset()
            return self._markdown.convert(text)
        except RecursionError:
            hint = "Take some of the levels of quotes, lists or emphasis out."
            wrong = Unrenderable("the text nests quotes, lists or emphasis too deeply", hint)
        except Exception as error:  # whatever an extension of the site's own can raise
            words = f"Python-Markdown fails on this text: {type(error).__name__}: {error}"
            wrong = Unrenderable(words, "Halve the text to find the place; is MARKDOWN set?")
        except BaseException:  # time is up: what it was amid of must not meet the next text
            self._markdown = make_converter(self._options)
            raise
        self._markdown = make_converter(self._options)  # reset() leaves its parser's state
        raise wrong


def _dress(fragment: str, lang: str) -> str:
    """Return a text's HTML as readers get it, whichever dialect it was written in."""
    if "<h1" in fragment or "<H1" in fragment:
        fragment = _TOP_HEADING.sub(r"\1h2", fragment)
    if "<p><img" in fragment:
        fragment = _LONE_IMAGE.sub(_figure, fragment)
    if ' style="text-align: ' in fragment:
        fragment = _ALIGNED.sub(r'<\1 class="align-\2">', fragment)
    return word_notes(fragment, lang)


def make_body(fragment: str, source: str, path: str, line: int) -> Body:
    """Return HTML as a body; its references are placed where `source` has them.

    `line` is that of the source's first line in the file `path`, as messages show it.
    """
    words = _words(fragment)
    return Body(
        html=fragment,
        mark=digest_bytes(fragment.encode("utf-8", "surrogatepass")).hex(),
        lead=_lead(fragment),
        words=len(words),
        terms=choose_terms(words),
        references=tuple(_references(fragment, source, path, line)),
    )


def plain_text(fragment: str) -> str:
    """Return the words of an HTML fragment, one blank between them, entities resolved."""
    return " ".join(_words(fragment))


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


def _words(fragment: str) -> list[str]:
    without = _ANY_TAG.sub(" ", _UNREAD.sub(" ", fragment)) if "<" in fragment else fragment
    return html.unescape(without).split()


def _lead(fragment: str) -> str:
    """Return the words of the first paragraph that has any, else of the whole."""
    start = fragment.find("<p>")
    while start >= 0:
        end = fragment.find("</p>", start)
        words = inline_text(fragment[start + 3 : end if end >= 0 else None])
        if words:
            return words
        start = fragment.find("<p>", end) if end >= 0 else -1
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
        self._searched = 0

    def find(self, target: str) -> Place:
        """Return where a target stands next, else where it stood last."""
        for written in _spellings(target) if target else ():
            offset = self._search(written)
            if offset >= 0:
                self._last[target] = self._place(offset)
                break
        return self.find_again(target)

    def _search(self, written: str) -> int:
        start = self._next.get(written, 0)
        offset = self._source.find(written, start) if self._searched < _MOST_SEARCHED else -1
        end = offset + len(written) if offset >= 0 else len(self._source)
        self._searched += end - start
        self._next[written] = end
        return offset

    def find_again(self, target: str) -> Place:
        """Return where a target stood last, else where the text begins."""
        return self._last.get(target, Place(self._path, self._line))

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self._source.split("\n"))]

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._lines, offset)
        return Place(self._path, self._line + line - 1, offset - self._lines[line - 1] + 1)


def _spellings(target: str) -> Iterator[str]:
    """Yield how an author may have written what stands in HTML as `target`."""
    yield target
    if "%" in target:
        yield unquote(target)
    if "&" in target:
        yield target.replace("&", "&amp;")
    for scheme in ("http://", "mailto:"):  # which autolinks put before what was written
        if target.startswith(scheme):
            yield target.removeprefix(scheme)
    if not target.isascii() or " " in target:
        yield quote(target, safe="/:?#[]@!$&'()*+,;={}|%")
