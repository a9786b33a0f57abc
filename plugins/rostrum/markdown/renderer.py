"""Markdown to HTML, and what a text refers to; the links stay as the author wrote them."""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any

from markdown import Markdown

from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.hashing import digest_bytes
from rostrum.core.model import Body
from rostrum.core.text import count_words
from rostrum.core.translatable import gettext_lazy as _
from rostrum.html.comments import blank_comments, convert_text
from rostrum.html.summaries import extract_lead
from rostrum.html.tags import read_attributes, write_tag
from rostrum.html.text import html_words
from rostrum.html.typography import typeset_html, typeset_text
from rostrum.html.unrenderable import Unrenderable as Unrenderable
from rostrum.markdown.alerts import title_alerts
from rostrum.markdown.alt_texts import report_alt_texts
from rostrum.markdown.complexity import find_excess
from rostrum.markdown.footnotes import find_lost_notes, word_notes
from rostrum.markdown.fragments import check_own_fragments
from rostrum.markdown.headings import find_repeated_ids, list_ids, may_set_ids, name_contents
from rostrum.markdown.inline_code import report_inline_code
from rostrum.markdown.keywords import extract_keywords
from rostrum.markdown.labels import ENGLISH, TextLabels
from rostrum.markdown.leftover_findings import report_leftovers
from rostrum.markdown.leftovers import find_leftovers
from rostrum.markdown.link_locations import list_references
from rostrum.markdown.pasted_html import report_pasted_html
from rostrum.markdown.placeholders import report_placeholders
from rostrum.markdown.positions import strip_positions
from rostrum.markdown.quotes import dress_quotes, hang_quotes
from rostrum.markdown.reserved_ids import rename_reserved
from rostrum.markdown.skipped_levels import report_skipped_levels
from rostrum.markdown.source_text import SourceText
from rostrum.markdown.straight_quotes import report_straight_quotes
from rostrum.markdown.unread_lists import report_unread_lists
from rostrum.markdown.unrendered import find_unrendered, restore_source
from rostrum.markdown.vague_links import report_shown_marks, report_vague_links

_LONE_IMAGE = re.compile(r"<p>(<img\b[^<>]*>)</p>")
# What Python-Markdown writes as a style, a strict content security policy would not let through.
_ALIGNED = re.compile(r'<(t[dh]) style="text-align: (left|center|right);">')
_TOO_MUCH = _("Close what is opened here; put signs that mean nothing into a block of code.")
_UNRENDERED = {
    "formula": (
        _("GitHub renders this formula, the site shows its source"),
        _("Replace the formula with an image that shows it."),
    ),
    "diagram": (
        _("GitHub renders this diagram, the site shows its source"),
        _("Replace the diagram with an image that shows it."),
    ),
}
"""Message and hint by the kind of content that the site does not render."""
_TOP_HEADING = re.compile(r"(</?)h1\b", re.IGNORECASE)
_BEGIN = "\ue000"  # of the private use area


def nests_too_deeply(line: int = 0) -> Unrenderable:
    """Return the error for a text that is nested too deeply at a line, from 0."""
    hint = _("Take some of the levels of quotes, lists or emphasis out.")
    return Unrenderable(_("the text nests quotes, lists or emphasis too deeply"), hint, line)


class Renderer(ABC):
    """Turns Markdown into HTML; a dialect says how in `convert`. One object serves many texts."""

    is_python_markdown = False

    @abstractmethod
    def convert(self, text: str) -> str:
        """Return the HTML of a text as Markdown has it, with comments; raises Unrenderable."""

    def dress(self, fragment: str) -> str:
        """Return converted HTML in the form that is the same in each dialect."""
        return fragment

    def list_ids(self, fragment: str) -> list[str]:
        """Return the ids of converted HTML, as its author set them."""
        return list_ids(fragment)

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
        typography: str = "",
    ) -> Body:
        """Return a text as a body; `line` is that of its first line in the file `path`.

        `typography` is the language of its typographic rules; without one the text is shown as it
        is written. Formulas and diagrams, shown as source, and footnotes not shown are reported.
        Raises as `render` does.
        """
        if not text.strip():
            return Body()
        fragment, source = self._convert(text), blank_comments(text)
        if report is not None:
            _report_unrendered(fragment, path, line, report)
            _report_notes(fragment, source, path, line, report)
            if may_set_ids(source):
                _report_repeated_ids(self.list_ids(fragment), source, path, line, report)
        fragment = self.dress(restore_source(fragment))
        if report is not None:
            self._report_leftovers(fragment, source, path, line, report)
        fragment = _dress(fragment, labels)
        body = make_body(fragment, source, path, line, typography)
        if report is not None:
            check_own_fragments(body, report)
            written = SourceText(source, path, line)
            report_inline_code(body.html, written, report)
            _report_writing(fragment, body, written, report)
            if not typography:
                report_straight_quotes(fragment, written, report)
        return body

    def _report_leftovers(
        self, fragment: str, source: str, path: str, line: int, report: Report
    ) -> None:
        leftovers = find_leftovers(source, fragment, self.render, is_python=self.is_python_markdown)
        report_leftovers(leftovers, source, path, line, report)


def _report_unrendered(fragment: str, path: str, line: int, report: Report) -> None:
    for kind, lines in find_unrendered(fragment):
        message, hint = _UNRENDERED[kind]
        if len(lines) > 1:
            number = len(lines) - 1
            message = _("%(message)s; %(number)s more in this text", message=message, number=number)
        report.warning("not-rendered", SourceLocation(path, line + lines[0] - 1), message, hint)


class MarkdownRenderer(Renderer):
    """Python-Markdown as the library ships it; one instance serves many texts."""

    is_python_markdown = True

    def __init__(self, options: Mapping[str, Any]) -> None:
        self._options = options
        self._markdown = Markdown(**options)

    def convert(self, text: str) -> str:
        """Return the HTML of a text as Python-Markdown has it; raises Unrenderable."""
        if excess := find_excess(text):
            message = _("the text is too much work for Markdown: %(reason)s", reason=excess.reason)
            raise Unrenderable(message, _TOO_MUCH, excess.line)
        try:
            self._markdown.reset()
            return self._markdown.convert(text)
        except RecursionError:
            wrong = nests_too_deeply()
        except Exception as error:  # whatever an extension of the site's own can raise
            message = _(
                "Python-Markdown fails on this text: %(name)s: %(error)s",
                name=type(error).__name__,
                error=str(error),
            )
            wrong = Unrenderable(message, _("Halve the text to find the place; is MARKDOWN set?"))
        except BaseException:  # time is up: what it was amid of must not meet the next text
            self._markdown = Markdown(**self._options)
            raise
        self._markdown = Markdown(**self._options)  # reset() leaves its parser's state
        raise wrong


def _dress(fragment: str, labels: TextLabels) -> str:
    """Return a text's HTML as readers get it, whichever dialect it was written in."""
    if "<h1" in fragment or "<H1" in fragment:
        fragment = _TOP_HEADING.sub(r"\1h2", fragment)
    fragment = rename_reserved(fragment)
    if "<p><img" in fragment:
        fragment = _LONE_IMAGE.sub(_figure, fragment)
    if ' style="text-align: ' in fragment:
        fragment = _ALIGNED.sub(r'<\1 class="align-\2">', fragment)
    fragment = dress_quotes(name_contents(fragment, labels))
    return title_alerts(word_notes(fragment, labels), labels)


def _report_notes(fragment: str, source: str, path: str, line: int, report: Report) -> None:
    for note in find_lost_notes(fragment, source):
        place = SourceLocation(path, line + note.line)
        if note.reason == "twice":
            message = _("the footnote [^%(label)s] is defined twice", label=note.label)
            report.warning("footnote-twice", place, message, _("Give one of them another label."))
        elif note.reason == "missing":
            message = _(
                "there is no footnote [^%(label)s], so the signs are shown", label=note.label
            )
            hint = _(
                "Define it: [^%(label)s]: and its text, on a line of its own.", label=note.label
            )
            report.warning("footnote-missing", place, message, hint)
        else:
            message = _(
                "the footnote [^%(label)s] is not shown: no text refers to it", label=note.label
            )
            hint = _("Write [^%(label)s] in the text, or remove the footnote.", label=note.label)
            report.warning("footnote-unused", place, message, hint)


def _report_writing(fragment: str, body: Body, source: SourceText, report: Report) -> None:
    """Report what readers see or hear otherwise than it is meant; `fragment` has no typography."""
    report_unread_lists(fragment, source, report)
    report_pasted_html(fragment, source, report)
    report_vague_links(fragment, source, report)
    report_shown_marks(fragment, source, report)
    report_skipped_levels(fragment, source, report)
    report_alt_texts(body.references, source, report)
    report_placeholders(fragment, source, report)


def _report_repeated_ids(
    ids: Iterable[str], source: str, path: str, line: int, report: Report
) -> None:
    for repeated, offset in find_repeated_ids(ids, source):
        column = offset - source.rfind("\n", 0, offset)
        place = SourceLocation(path, line + source.count("\n", 0, offset), column)
        message = _('two elements of this text have the id "%(id)s"', id=repeated)
        hint = _("A link to #%(id)s leads to one of them: choose another id.", id=repeated)
        report.warning("heading-id-twice", place, message, hint)


def make_body(fragment: str, source: str, path: str, line: int, typography: str = "") -> Body:
    """Return HTML as a body; its references have their places in `source`.

    `line` is that of the source's first line in the file `path`. Source positions in the HTML
    are removed. Words and keywords are those of the text as it is written; `typography` is the
    language of the rules for showing it, empty for none.
    """
    references = list_references(fragment, source, path, line)
    fragment = strip_positions(fragment)
    words = html_words(fragment)
    if typography:
        fragment = typeset_html(fragment, typography)
    fragment = hang_quotes(fragment)
    lead = extract_lead(fragment)
    return Body(
        html=fragment,
        digest=digest_bytes(fragment.encode("utf-8", "surrogatepass")).hex(),
        lead=typeset_text(lead, typography) if typography else lead,
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
