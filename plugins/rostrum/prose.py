"""What the page adds to a text's HTML so that wide parts can be scrolled with the keyboard."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

_CODE = re.compile(r"<pre(?![^>]*\btabindex)(?=[\s>])", re.IGNORECASE)
_TABLE = re.compile(r"<table(?=[\s>])", re.IGNORECASE)
_TABLE_END = re.compile(r"</table\s*>", re.IGNORECASE)


def make_scrollable(html: str, label: str) -> Markup:
    """Return a text whose code can take the focus and whose tables stand in a box that can.

    A part that scrolls must be reachable by keyboard (WCAG 2.2, 2.1.1); `label` names the box.
    Where table tags don't pair up, as hand-written HTML may have it, tables are left alone.
    """
    text = _CODE.sub('<pre tabindex="0"', html)
    if len(_TABLE.findall(text)) == len(_TABLE_END.findall(text)):
        box = f'<div class="scroll" role="group" tabindex="0" aria-label="{escape(label)}">'
        text = _TABLE_END.sub("</table></div>", _TABLE.sub(f"{box}<table", text))
    return Markup(text)
