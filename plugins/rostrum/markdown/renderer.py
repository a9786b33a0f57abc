"""Markdown to HTML, and what a text refers to; the links stay as the author wrote them."""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from markdown import Markdown

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.hashing import digest_bytes
from rostrum.core.model import Body
from rostrum.core.text import count_words
from rostrum.html.comments import blank_comments, convert_text
from rostrum.html.tags import read_attributes, write_tag
from rostrum.html.text import html_text, html_words
from rostrum.html.unrenderable import Unrenderable as Unrenderable
from rostrum.markdown.alerts import title_alerts
from rostrum.markdown.complexity import find_excess
from rostrum.markdown.footnotes import find_lost_notes, word_notes
from rostrum.markdown.keywords import extract_keywords
from rostrum.markdown.labels import ENGLISH, TextLabels
from rostrum.markdown.link_locations import list_references
from rostrum.markdown.positions import strip_positions
from rostrum.markdown.unrendered import find_unrendered, restore_source

_LONE_IMAGE = re.compile(r"<p>(<img\b[^<>]*>)</p>")
# What Python-Markdown writes as a style, a strict content security policy would not let through.
_ALIGNED = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')
_TOO_MUCH = "Close what is opened here; put signs that mean nothing into a block of code."
_DELETED = re.compile(r"<(del|s)\b[^<>]*>.*?(?:</\1>|\Z)", re.DOTALL)
_TOP_HEADING = re.compile(r"(</?)h1\b", re.IGNORECASE)
RESERVED_IDS = ("comments", "comments-title", "main", "related-title", "talk")
"""Ids of the page around a text; an id must be unique in a document (HTML, 3.2.6)."""
_RESERVED = re.compile(rf'<h([1-6]) id="({"|".join(RESERVED_IDS)}|comment-[^"]*)"')
_BEGIN = "\ue000"  # of the private use area


def nests_too_deeply(line: int = 0) -> Unrenderable:
    """Return the error for a text that is nested too deeply at a line, from 0."""
    hint = "Take some of the levels of quotes, lists or emphasis out."
    return Unrenderable("the text nests quotes, lists or emphasis too deeply", hint, line)


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

        Raises Unrenderable; its subclass CommentError for a comment without an end.
        """
        fragment = self._convert(text)
        return strip_positions(self.dress(restore_source(fragment)))

    def _convert(self, text: str) -> str:
        """Return the HTML of a text without its HTML comments, with source positions if known."""
        return convert_text(self.convert, text, lambda cut: strip_positions(self.convert(cut)))

    def render_inline(self, text: str) -> str:
        """Return the HTML of a single line, without a paragraph around it."""
        text = " ".join(text.split())
        if not re.search(r"[*_`<&\[\\~]|:[\w+-]+:", text):
            return html.escape(text, quote=False)
        # A sign before the text keeps "1. Mai" or "# 1" from beginning a list or heading.
        fragment = self.render(f"{_BEGIN} {text}").strip()
        inline = fragment.removeprefix("<p>").removesuffix("</p>")
        return inline.removeprefix(_BEGIN).lstrip()

    def render_body(
        self,
        text: str,
        path: str,
        line: int,
        labels: TextLabels = ENGLISH,
        report: Report | None = None,
    ) -> Body:
        """Return a text as a body; `line` is that of its first line in the file `path`.

        Formulas and diagrams, shown as source, and footnotes not shown are reported. Raises as
        `render` does.
        """
        if not text.strip():
            return Body()
        fragment, source = self._convert(text), blank_comments(text)
        if report is not None:
            _report_unrendered(fragment, path, line, report)
            _report_notes(fragment, source, path, line, report)
        fragment = self.dress(restore_source(fragment))
        return make_body(_dress(fragment, labels), source, path, line)


def _report_unrendered(fragment: str, path: str, line: int, report: Report) -> None:
    for kind, lines in find_unrendered(fragment):
        more = f"; {len(lines) - 1} more in this text" if len(lines) > 1 else ""
        message = f"GitHub renders this {kind}, the site shows its source{more}"
        hint = f"Replace the {kind} with an image that shows it."
        report.warning("not-rendered", SourceLocation(path, line + lines[0] - 1), message, hint)


class MarkdownRenderer(Renderer):
    """Python-Markdown as the library ships it; one instance serves many texts."""

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._markdown = Markdown(**options)

    def convert(self, text: str) -> str:
        """Return the HTML of a text as Python-Markdown has it; raises Unrenderable."""
        if excess := find_excess(text):
            message = f"the text is too much work for Markdown: {excess.reason}"
            raise Unrenderable(message, _TOO_MUCH, excess.line)
        try:
            self._markdown.reset()
            return self._markdown.convert(text)
        except RecursionError:
            wrong = nests_too_deeply()
        except Exception as error:  # whatever an extension of the site's own can raise
            message = f"Python-Markdown fails on this text: {type(error).__name__}: {error}"
            wrong = Unrenderable(message, "Halve the text to find the place; is MARKDOWN set?")
        except BaseException:  # time is up: what it was amid of must not meet the next text
            self._markdown = Markdown(**self._options)
            raise
        self._markdown = Markdown(**self._options)  # reset() leaves its parser's state
        raise wrong


def _dress(fragment: str, labels: TextLabels) -> str:
    """Return a text's HTML as readers get it, whichever dialect it was written in."""
    if "<h1" in fragment or "<H1" in fragment:
        fragment = _TOP_HEADING.sub(r"\1h2", fragment)
    if _RESERVED.search(fragment):
        fragment = _rename_reserved(fragment)
    if "<p><img" in fragment:
        fragment = _LONE_IMAGE.sub(_figure, fragment)
    if ' style="text-align: ' in fragment:
        fragment = _ALIGNED.sub(r'<\1 class="align-\2">', fragment)
    return title_alerts(word_notes(fragment, labels), labels)


def _rename_reserved(fragment: str) -> str:
    """Return HTML in which no heading has an id of the page: `comments` becomes `comments_1`."""
    for name in {match[2] for match in _RESERVED.finditer(fragment)}:
        number = 1
        while f'id="{name}_{number}"' in fragment:
            number += 1
        fragment = re.sub(rf'(<h[1-6] id="|href="#){name}"', rf'\1{name}_{number}"', fragment)
    return fragment


def _report_notes(fragment: str, source: str, path: str, line: int, report: Report) -> None:
    for note in find_lost_notes(fragment, source):
        place = SourceLocation(path, line + note.line)
        if note.reason == "twice":
            message = f"the footnote [^{note.label}] is defined twice"
            report.warning("footnote-twice", place, message, "Give one of them another label.")
        elif note.reason == "missing":
            message = f"there is no footnote [^{note.label}], so the signs are shown"
            hint = f"Define it: [^{note.label}]: and its text, on a line of its own."
            report.warning("footnote-missing", place, message, hint)
        else:
            message = f"the footnote [^{note.label}] is not shown: no text refers to it"
            hint = f"Write [^{note.label}] in the text, or remove the footnote."
            report.warning("footnote-unused", place, message, hint)


def make_body(fragment: str, source: str, path: str, line: int) -> Body:
    """Return HTML as a body; its references have their places in `source`.

    `line` is that of the source's first line in the file `path`. Source positions in the HTML
    are removed.
    """
    references = list_references(fragment, source, path, line)
    fragment = strip_positions(fragment)
    words = html_words(fragment)
    return Body(
        html=fragment,
        digest=digest_bytes(fragment.encode("utf-8", "surrogatepass")).hex(),
        lead=_lead(fragment),
        words=count_words(words),
        terms=extract_keywords(words),
        references=tuple(references),
    )


def _figure(match: re.Match[str]) -> str:
    """Make a picture that stands alone and has a title a figure with a caption."""
    attributes = read_attributes(match[1][4:-1])
    title = attributes.pop("title", None)
    if not title:
        return match[0]
    caption = html.escape(title, quote=False)
    image = write_tag("img", attributes)
    return f"<figure>{image}<figcaption>{caption}</figcaption></figure>"


def _lead(fragment: str) -> str:
    """Return the text of the first paragraph that has any, else of the whole.

    Deleted text is left out: a summary is plain, and would tell the contrary.
    """
    if "<del" in fragment or "<s>" in fragment:
        fragment = _DELETED.sub("", fragment)
    start = fragment.find("<p>")
    while start >= 0:
        end = fragment.find("</p>", start)
        text = html_text(fragment[start + 3 : end if end >= 0 else None])
        if text:
            return text
        start = fragment.find("<p>", end) if end >= 0 else -1
    return html_text(fragment)[:1000]
