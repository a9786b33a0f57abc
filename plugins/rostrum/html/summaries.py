"""The text of HTML where it stands alone: in summaries, cards, feeds and messages to networks.

A summary has no markup, so what only markup tells apart is written out or left out:
`10<sup>6</sup>` becomes 10⁶; deleted and hidden words, and numbers of footnotes, are gone.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from html import escape

from rostrum.html.comments import TokenKind, split_html
from rostrum.html.elements import is_element
from rostrum.html.hidden import VOID, is_hiding
from rostrum.html.shortcodes import ANY as ANY_SHORTCODE
from rostrum.html.tags import ATTRIBUTES, read_attributes
from rostrum.html.text import html_text

MIN_LEAD_CHARS = 40
"""Length of a text that is a summary by itself; a shorter one is, if nothing longer follows."""

MAX_LEAD_CHARS = 1000

_HIDING = re.compile(
    r"""[\s"']hidden(?=[\s=/>])|aria-hidden|(?:display|visibility)\s*:""", re.IGNORECASE
)
_HIDING_WORDS = ("hidden", "display", "visibility")
_UNUSUAL = re.compile(
    r"<(?:!--|(?!(?:a|b|br|em|i|img|p|span|strong)(?=[\s/>]))[a-z])", re.IGNORECASE
)
"""What needs a closer look than `html_text` has; most paragraphs have nothing of it."""

_CLOSING_SIGNS = (".", ",", ";", ":", "!", "?", ")", "…")
_PARAGRAPHS = frozenset({"p", "li"})
_DELETED = frozenset({"del", "s", "strike"})
_UNSEEN = frozenset(
    {"audio", "canvas", "datalist", "iframe", "noembed", "noframes", "noscript", "object",
     "template", "video"}
)  # fmt: skip
"""Elements whose text browsers show only if they can't show the element, or never."""

_UNSEEN_TAG = re.compile(rf"<(?:{'|'.join(sorted(_UNSEEN))})(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(rf"<[a-zA-Z][^\s/>]*{ATTRIBUTES}>?")
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*)")
_ATTRIBUTES = re.compile(r"<[^\s/>]+(.*?)/?>\Z", re.DOTALL)
_CITED = re.compile(r"\[\w{1,3}\]")

_SUPERSCRIPTS = str.maketrans(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyz",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ",
)
_SUBSCRIPTS = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")

# Code keeps its signs, so they are hidden from the search for markup meanwhile.
_IN_CODE = str.maketrans("{[~", "\ue001\ue002\ue003")
_FROM_CODE = str.maketrans("\ue001\ue002\ue003", "{[~")

_LEFT_OVER = re.compile(
    rf"{ANY_SHORTCODE}|\[!(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]|~~(?=\S)[^~]+~~"
    r"|\{\s*#[\w-]+\s*\}|\{:[^{}]+\}",
    re.DOTALL,
)

_SECTIONS = re.compile(r'<(?:div class="(?:footnote|toc)"|nav class="toc")')
_NESTED = re.compile(r"<(/?)(?:div|nav)\b")
_BLOCK = re.compile(
    r"<(?P<name>p|li)(?:\s(?P<attributes>[^<>]*))?>(?P<inner>[^<]*"
    r"(?:<(?!/?(?:p|li|[uod]l|pre|table|div|blockquote|section|figure|h[1-6])\b)[^<]*)*)",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"<br\s*/?>\s*|\n")

_SALUTATIONS = (
    # German
    *("lieber?", "liebes", "(?:sehr )?(?:geehrte|verehrte|geschätzte|werte)[rs]?", "meine lieben"),
    *("hallo", "guten (?:tag|morgen|abend)", "grüß (?:gott|euch|sie|dich)", "grüezi", "servus"),
    *("moin", "meine (?:sehr (?:geehrten|verehrten) )?damen und herren"),
    # English
    *("dear", "hello", "hi", "hey", "greetings", "good (?:morning|afternoon|evening|day)"),
    "ladies and gentlemen",
    # French, Spanish, Italian, Portuguese
    *("chers?", "chères?", "bonjour", "mesdames", "madame", "messieurs"),
    *(
        "estimad[oa]s?",
        "querid[oa]s?",
        "hola",
        "buenos días",
        "buenas tardes",
        "car[oaie]",
        "gentil[ei]",
        "egregi[oa]?",
    ),
    *("buongiorno", "ciao", "prezad[oa]s?", "car[oa]s", "olá", "bom dia"),
    # Dutch, Polish, Czech, Hungarian, Croatian, Slovene, Turkish, Scandinavian
    *("beste", "geachte", "szanown[aeiy]", "drod[zy]\\w*", "cześć", "vážen[íéýá]", "milí"),
    *("kedves", "tisztelt", "drag[iae]", "poštovan[ie]", "spoštovan[ie]", "sayın", "merhaba"),
    *("kära", "kjære", "kære", "hej", "hei"),
)
_SALUTATION = re.compile(
    rf"(?:{'|'.join(_SALUTATIONS)})(?=[\s,!])(?P<name>[^?!:\n]{{0,110}})[,!:]\s*[–—-]?",
    re.IGNORECASE,
)
_MAX_SALUTATION_WORDS = 10
_SALUTATION_ENDS = ("", *",!:–—->;")
"""The last character of HTML whose text may be a salutation, or empty; `>` and `;` are those of
tags and entities."""


def summary_text(html: str) -> str:
    """Return the text of HTML on one line, as `html_text` has it, for a place without markup.

    Deleted and hidden words, and numbers of footnotes, are left out; raised and lowered digits
    become ⁶ and ₂. What looks like a tag and is none, such as `<Name>`, is text.
    """
    if _UNUSUAL.search(html) or _may_hide(html):
        return html_text(_write_out(html)).translate(_FROM_CODE)
    return html_text(html)


def extract_lead(html: str) -> str:
    """Return the text of the first paragraph or list item of a text that says something.

    That has at least `MIN_LEAD_CHARS`, and is no salutation. Without one, the longest paragraph is
    returned, and without paragraphs the whole text. Shortcodes and other markup that the dialect
    does not read are left out.
    """
    html = _drop_sections(html)
    lead, end = _find_lead(html)
    if _may_hide(html[:end]):
        lead, _end = _find_lead(_write_out(html))
        return lead.translate(_FROM_CODE)
    return lead


def _find_lead(html: str) -> tuple[str, int]:
    """Return the lead of HTML, and the offset up to which it was read."""
    longest = salutation = ""
    for block in _BLOCK.finditer(html):
        if "admonition-title" in (block["attributes"] or ""):
            continue
        greeting, inner = _split_salutation(block["inner"])
        text = _read_block(inner)
        salutation = salutation or greeting
        if len(text) >= MIN_LEAD_CHARS or _measure(text) >= MIN_LEAD_CHARS:
            return text[:MAX_LEAD_CHARS], block.end()
        if len(text) > len(longest) and block["name"] in "pP":
            longest = text
    return longest or salutation or _read_block(html)[:MAX_LEAD_CHARS], len(html)


def _may_hide(html: str) -> bool:
    """Return True if a tag may hide words; a text may have the word `hidden` itself."""
    if _UNSEEN_TAG.search(html):
        return True
    lowered = html.lower()
    return any(word in lowered for word in _HIDING_WORDS) and any(
        _HIDING.search(tag[0]) for tag in _TAG.finditer(html)
    )


def _measure(text: str) -> int:
    """Return the length of a text; an ideograph says as much as two letters."""
    return len(text) + sum(unicodedata.east_asian_width(char) in "WF" for char in text)


def _read_block(html: str) -> str:
    is_unusual = _UNUSUAL.search(html) is not None
    text = html_text(_write_out(html) if is_unusual else html)
    if "{" in text or "[" in text or "~~" in text:
        text = " ".join(_LEFT_OVER.sub(" ", text).split())
    return text.translate(_FROM_CODE) if is_unusual else text


def _split_salutation(inner: str) -> tuple[str, str]:
    """Return the salutation at the beginning of a paragraph, and the rest of its HTML."""
    greeting = ""
    while True:
        line, end, rest = inner, "", ""
        if match := _LINE_END.search(inner):
            line, end, rest = inner[: match.start()], match[0], inner[match.end() :]
        if line.rstrip()[-1:] not in _SALUTATION_ENDS:
            return greeting, inner
        text = html_text(line)
        if not text and end:
            inner = rest
        elif _is_salutation(text):
            greeting, inner = greeting or text, rest
        else:
            return greeting, inner
        if not inner:
            return greeting, inner


def _is_salutation(text: str) -> bool:
    match = _SALUTATION.fullmatch(text)
    return bool(match) and len(text.split()) <= _MAX_SALUTATION_WORDS


def _drop_sections(html: str) -> str:
    """Return the HTML without footnotes and tables of contents."""
    while section := _SECTIONS.search(html):
        depth = 0
        end = len(html)
        for tag in _NESTED.finditer(html, section.start()):
            depth += -1 if tag[1] else 1
            if not depth:
                end = tag.end()
                break
        html = html[: section.start()] + html[end:]
    return html


def _write_out(html: str) -> str:
    """Return the HTML without what is not read, and without meaning that only tags have."""
    writer = _SummaryWriter()
    for piece in split_html(html):
        writer.add(piece.kind, html[piece.start : piece.end], in_code=piece.in_code)
    return "".join(writer.parts)


@dataclass(slots=True)
class _SummaryWriter:
    """Collects the parts of HTML that belong in a summary.

    `unread` is the element left out at the moment, with its `depth` and that of paragraphs in it.
    `is_gap` is True behind what is left out. `scripts` are the raised and lowered pieces that are
    open, with the number of parts before each.
    """

    parts: list[str] = field(default_factory=list)
    unread: str = ""
    depth: int = 0
    paragraphs: int = 0
    foreign: int = 0
    is_gap: bool = False
    scripts: list[tuple[str, int]] = field(default_factory=list)

    def add(self, kind: TokenKind, written: str, *, in_code: bool) -> None:
        """Add a piece of HTML."""
        match = _TAG_NAME.match(written) if kind is TokenKind.TAG else None
        if match and self.unread:
            self._skip(match[1].lower(), written)
        elif match:
            self._add_tag(match[1], written)
        elif not self.unread and kind in (TokenKind.TEXT, TokenKind.RAW):
            self._close_gap(written)
            self.parts.append(written.translate(_IN_CODE) if in_code else written)

    def _close_gap(self, following: str) -> None:
        """Remove the blanks before a gap if a sign follows: `80 <del>alt</del>.` ends in `80.`."""
        if self.is_gap and following.startswith(_CLOSING_SIGNS):
            for n in reversed(range(len(self.parts))):
                self.parts[n] = self.parts[n].rstrip()
                if self.parts[n]:
                    break
        self.is_gap = self.is_gap and following.isspace()

    def _skip(self, tag: str, written: str) -> None:
        step = -1 if written.startswith("</") else 1
        self.depth += step * (tag == self.unread)
        self.paragraphs += step * (tag in _PARAGRAPHS)
        if self.paragraphs < 0:  # the end of the paragraph around is the end of what it leaves open
            self.parts.append(written)
        if not self.depth or self.paragraphs < 0:
            self.unread = ""

    def _add_tag(self, name: str, written: str) -> None:
        tag, is_end = name.lower(), written.startswith("</")
        if not self.foreign and not is_element(name):
            self.parts.append(escape(written, quote=False))
        elif not is_end and tag not in VOID and _is_unread(tag, written):
            self.unread, self.depth, self.paragraphs = tag, 1, int(tag in _PARAGRAPHS)
            self.is_gap = True
        elif tag not in ("sup", "sub"):
            if tag in ("svg", "math"):
                self.foreign = max(0, self.foreign + (-1 if is_end else 1))
            self.parts.append(written)
        elif not is_end:
            self.scripts.append((tag, len(self.parts)))
        elif self.scripts:
            _write_script(self.parts, *self.scripts.pop())


def _is_unread(tag: str, written: str) -> bool:
    """Return True for the start of an element that readers do not get, or of deleted words."""
    if tag in _DELETED or tag in _UNSEEN:
        return True
    match = _ATTRIBUTES.match(written) if _HIDING.search(written) else None
    if match is None:
        return False
    attributes = read_attributes(match[1])
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return is_hiding(attributes.get("style") or "")


def _write_script(parts: list[str], tag: str, start: int) -> None:
    """Put the text of a raised or lowered piece in the place of its HTML."""
    inner = "".join(parts[start:])
    is_mark = tag == "sup" and re.search(r"<a\b[^<>]*\bhref=[\"']?#", inner) is not None
    text = "" if is_mark else html_text(inner)
    parts[start:] = [escape(_raise(text) if tag == "sup" else _lower(text), quote=False)]


def _raise(text: str) -> str:
    """Return raised text: `6` as ⁶, `x+1` as ^(x+1); words, such as `nd` of 2nd, as they are."""
    if not text or _CITED.fullmatch(text):
        return ""
    raised = text.translate(_SUPERSCRIPTS)
    is_word = (len(text) > 1 and text.isalpha()) or not any(char.isalnum() for char in text)
    if is_word:
        return text
    if all(old != new for old, new in zip(text, raised, strict=True)):
        return raised
    return f"^{text}" if text.isalnum() else f"^({text})"


def _lower(text: str) -> str:
    lowered = text.translate(_SUBSCRIPTS)
    return lowered if all(o != n for o, n in zip(text, lowered, strict=True)) else text
