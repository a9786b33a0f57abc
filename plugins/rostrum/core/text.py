"""What characters a file in XML, or a calendar, can carry."""

from __future__ import annotations

import re

# XML 1.0, section 2.2: what is no character at all, and the control characters it discourages.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> str:
    """Return the text without characters that XML cannot carry (XML 1.0, section 2.2)."""
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def clean_line(text: str) -> str:
    """Return the text on one line, without characters that XML cannot carry."""
    return " ".join(clean(text).split())
