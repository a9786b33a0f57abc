"""What the page changes in a text's HTML for readers who use a keyboard or a screen reader."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_CODE = re.compile(r"<pre(?![^>]*\btabindex)(?=[\s>])", re.IGNORECASE)
_SCROLLING = re.compile(r"<(pre|table|th)", re.IGNORECASE)
_TABLE = re.compile(r"<table(?=[\s>])", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)
_EMPTY_HEAD = re.compile(r"<thead>\s*<tr>(?:\s*<th[^>]*>\s*</th>)+\s*</tr>\s*</thead>\s*")
_EMPTY_HEADER = re.compile(r"<th(\s[^>]*)?>\s*</th>")


def make_scrollable(html: str, label: str) -> Markup:
    """Return a text whose code can take the focus and whose tables stand in a box that can.

    A part that scrolls must be reachable by keyboard (WCAG 2.2, 2.1.1); `label` names the box.
    Markdown makes headers of the cells that an author left empty: such a one heads nothing.
    Where table tags don't pair up, as hand-written HTML may have it, tables are left alone.
    """
    kinds = {kind.lower() for kind in _SCROLLING.findall(html)}
    text = _CODE.sub('<pre tabindex="0"', html) if "pre" in kinds else html
    return Markup(_box_tables(text, label) if kinds & {"table", "th"} else text)


def _box_tables(html: str, label: str) -> str:
    text = _EMPTY_HEADER.sub(r"<td\1></td>", _EMPTY_HEAD.sub("", html))
    if len(_TABLE.findall(text)) != len(_TABLE_END.findall(text)):
        return text
    box = f'<div class="scroll" role="group" tabindex="0" aria-label="{escape(label)}">'
    return _TABLE_END.sub("</table></div>", _TABLE.sub(f"{box}<table", text))
