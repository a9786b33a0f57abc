"""Pelican's settings with links of menu and footer: MENUITEMS, LINKS and SOCIAL."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from rostrum.config.brand_settings import LabelledLink, Links, labelled_link
from rostrum.config.settings import Settings
from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.translatable import gettext_lazy as _
from rostrum.pelican_plugin.setting_places import SettingPlaces
from rostrum.schema.schema import Invalid
from rostrum.schema.source_value import SourceValue

_PLACEHOLDER = "#"
"""The address of the sample links that Pelican's quickstart writes."""


def add_pelican_links(
    settings: Mapping[str, Any], kit_settings: Settings, places: SettingPlaces, report: Report
) -> Settings:
    """Return the kit's settings with the links of Pelican's, where the kit's are not set.

    Report what is no link; other themes give these settings other forms.
    """

    def read(known: Links, name: str) -> Links:
        if known or not settings.get(name):
            return known
        links = tuple(_read_links(name, settings[name], places.of(name), report))
        return (("", links),) if links else ()

    return replace(
        kit_settings,
        menu_links=read(kit_settings.menu_links, "MENUITEMS"),
        footer_links=read(kit_settings.footer_links, "LINKS"),
        social=read(kit_settings.social, "SOCIAL"),
    )


def _read_links(
    name: str, written: Any, place: SourceLocation, report: Report
) -> Iterator[LabelledLink]:
    for item in written if isinstance(written, list | tuple) else (written,):
        parts = item[:2] if isinstance(item, list | tuple) else (item,)
        if len(parts) == 2 and parts[1] == _PLACEHOLDER:
            continue
        cells = [SourceValue(str(part), place) for part in parts]
        try:
            yield labelled_link(SourceValue(cells, place))
        except Invalid as wrong:
            message = _(
                "%(name)s: %(value)s is left out: %(reason)s",
                name=name,
                value=shorten(repr(item)),
                reason=wrong.message,
            )
            report.warning("pelican", place, message, wrong.hint)
