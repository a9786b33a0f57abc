"""The supported dialects of Markdown: `ROSTRUM = {"markdown": "gfm"}`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rostrum.markdown.renderer import MarkdownRenderer, Renderer


def _make_gfm(options: Mapping[str, Any]) -> Renderer:
    # Most sites never need the C library and its binding.
    from rostrum.markdown.gfm import GfmRenderer

    return GfmRenderer()


RENDERERS: Mapping[str, Callable[[Mapping[str, Any]], Renderer]] = {
    "python-markdown": MarkdownRenderer,
    "gfm": _make_gfm,
}
"""Factories of renderers by dialect; each takes the site's MARKDOWN setting."""
