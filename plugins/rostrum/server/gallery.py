"""The gallery: every part of the theme in every state, as pages with sample content.

It exists in the live preview alone, at `/_gallery/`, and is rendered when it is asked for, with the
templates of the last build.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from html import escape

from rostrum.build.environment import RenderEnvironment
from rostrum.core.lazy_html import LazyHtml
from rostrum.rendering.templates import TemplateRenderer
from rostrum.views.components import PageTextView
from rostrum.views.pages import PageView, View

GALLERY = "/_gallery/"
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 10" width="1600" height="1000">'
    '<path fill="#8a9aa0" d="M0 0h16v10H0z"/><path fill="#6c7c82" d="m0 10 6-6 4 4 2-2 4 4z"/>'
    "</svg>"
)
"""The drawing in place of every picture."""


class Gallery:
    """Renders the pages of the gallery with the templates of a site."""

    def __init__(self, environment: RenderEnvironment) -> None:
        self._environment = environment

    def render(self, name: str) -> str | None:
        """Return the page of a sample, or for an empty name the list of all; None for no sample.

        Raises the exceptions of Jinja for an error in a template.
        """
        view = self._samples.get(name) if name else self._list_samples()
        if view is None:
            return None
        return self._renderer.render(view).replace('"/images/', f'"{GALLERY}images/')

    @cached_property
    def _renderer(self) -> TemplateRenderer:
        environment = self._environment
        return TemplateRenderer(
            *(environment.theme, environment.overrides, environment.filters, environment.globals),
            renamed=environment.renamed,
        )

    @cached_property
    def _samples(self) -> Mapping[str, View]:
        # Only a preview needs the samples, and only if somebody opens the gallery.
        from rostrum.server.samples import SAMPLES

        return SAMPLES

    def _list_samples(self) -> View:
        from rostrum.server.samples import shared

        items = (
            f'<li><a href="{GALLERY}{escape(name)}">{escape(name)}</a></li>'
            for name in self._samples
        )
        html = f"<p>Every part of the theme, with sample content.</p><ul>{''.join(items)}</ul>"
        fields = shared("Gallery", "en")
        fields["head"] = replace(fields["head"], robots="noindex")
        text = LazyHtml((html,), html.__str__)
        return PageView(**fields, page=PageTextView("Gallery", GALLERY, "en", "", text, ""))
