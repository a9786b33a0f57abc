"""Pygments' formatters, kept for the next block of code: making one takes longer than its work."""

from __future__ import annotations

from typing import Any

from pygments.formatters import HtmlFormatter

_MOST = 64  # kept; each set of options that authors give a block makes one


class Formatters:
    """Gives out formatters for HTML, as the `pygments_formatter` of the codehilite extension."""

    def __init__(self) -> None:
        self._made: dict[str, HtmlFormatter[str]] = {}

    def __call__(self, lang_str: str, **options: Any) -> HtmlFormatter[str]:
        """Return a formatter with these options; that for HTML has no use for `lang_str`."""
        if not all(isinstance(value, str | int | None) for value in options.values()):
            return HtmlFormatter(**options)
        key = repr(sorted(options.items()))
        if key not in self._made:
            if len(self._made) >= _MOST:
                self._made.clear()
            self._made[key] = HtmlFormatter(**options)
        return self._made[key]
