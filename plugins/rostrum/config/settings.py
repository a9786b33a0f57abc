"""The kit's own settings: one `ROSTRUM = {…}`, fully validated before the build."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field, fields
from typing import Any

from rostrum.branding.fonts import Fonts
from rostrum.branding.palette import Palette, SchemePair
from rostrum.branding.stylesheet import Look
from rostrum.config import admin_settings, embargo_settings, target_settings
from rostrum.config import brand_settings as brand
from rostrum.config import setting_types as read
from rostrum.config.setting_locations import to_cell
from rostrum.config.setting_types import (
    DIALECTS,
    FEED_KINDS,
    HEADER_KINDS,
    NETWORKS,
    ORDERS,
    PROCESSES,
    REDIRECT_KINDS,
    SHARE_KINDS,
    Giscus,
)
from rostrum.core.diagnostics import Report, SourceLocation
from rostrum.core.ignores import IgnoredFolder
from rostrum.core.translatable import NO_TEXT, Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.schema import types
from rostrum.schema.schema import Field, Reader, Schema

_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_MAX_NUMBER = 10**15


def _setting(reader: Reader, default: Any) -> Any:
    """Return the dataclass field of a setting, with its reader and default."""
    if isinstance(default, dict):
        return field(default_factory=dict, metadata={"read": reader})
    return field(default=default, metadata={"read": reader})


@dataclass(frozen=True, slots=True)
class Settings:
    """The kit's settings; each field is a key of `ROSTRUM`, explained in docs/settings.md."""

    organisation: str = _setting(types.text, "")
    names: Mapping[str, str] = _setting(read.by_language, {})
    subtitle: str = _setting(types.text, "")
    subtitles: Mapping[str, str] = _setting(read.by_language, {})
    languages: tuple[str, ...] = _setting(types.list_of(read.language), ("de", "en"))
    locales: Mapping[str, str] = _setting(read.locale_by_language, {})
    typography: bool = _setting(types.flag, True)
    home_posts: int = _setting(types.number, 9)
    feeds: tuple[str, ...] = _setting(types.list_of(read.word_of(FEED_KINDS)), FEED_KINDS)
    tag_feed_posts: int = _setting(types.count, 0)
    people_per_page: int = _setting(types.number, 1000)
    feed_items: int = _setting(types.number, 20)
    feed_authority: str = _setting(read.feed_authority, "")
    more_by: int = _setting(types.count, 3)
    related: int = _setting(types.count, 3)
    small_lists: int = _setting(types.count, 5)
    discussed_days: int = _setting(read.at_most(types.MOST_DAYS, types.count), 365)
    lists_everywhere: bool = _setting(types.flag, False)
    cloud_steps: int = _setting(read.at_most(read.SIZES, types.number), 6)
    cloud_minimum: int = _setting(types.number, 1)
    cloud_maximum: int = _setting(types.count, 40)
    cloud_order: str = _setting(read.word_of(ORDERS), ORDERS[0])
    logo: SchemePair | None = _setting(brand.scheme_pair(types.text), None)  # noqa: RUF009
    colors: Palette | None = _setting(brand.colors, None)  # noqa: RUF009
    fonts: Fonts | None = _setting(brand.fonts, None)  # noqa: RUF009
    radius: int | None = _setting(read.at_most(brand.MOST_RADIUS, types.count), None)
    menu_links: brand.Links = _setting(brand.links, ())  # noqa: RUF009
    footer_links: brand.Links = _setting(brand.links, ())  # noqa: RUF009
    company_url: str = _setting(types.web_address, "")
    social: brand.Links = _setting(brand.links, ())  # noqa: RUF009
    icon: str = _setting(types.text, "")
    cards: bool = _setting(types.flag, True)
    card_font: str = _setting(types.text, "")
    card_image: str = _setting(types.text, "")
    picture_credits: bool = _setting(types.flag, True)
    featured: str = _setting(types.name, "")
    whole_series: bool = _setting(types.flag, True)
    epub: bool = _setting(types.flag, True)
    giscus: Giscus | None = _setting(read.giscus, None)  # noqa: RUF009 - it returns a field
    admin: admin_settings.Admin | None = _setting(admin_settings.admin, None)  # noqa: RUF009
    reply_mail: str = _setting(read.mail_address, "")
    share: tuple[str, ...] = _setting(types.list_of(read.word_of(SHARE_KINDS)), SHARE_KINDS)
    networks: tuple[str, ...] = _setting(types.list_of(read.word_of(NETWORKS)), NETWORKS)
    crosspost_days: int = _setting(read.at_most(types.MOST_DAYS, types.number), 14)
    levels: Mapping[str, str] = _setting(read.levels, {})
    ignore: tuple[IgnoredFolder, ...] = _setting(read.ignored_folders, ())
    spelling: Mapping[str, str] = _setting(read.by_language, {})
    translation_days: int = _setting(read.at_most(types.MOST_DAYS, types.count), 30)
    site_roots: tuple[str, ...] = _setting(types.list_of(read.host_path), ())
    redirects: tuple[str, ...] = _setting(
        types.list_of(read.word_of(REDIRECT_KINDS)), REDIRECT_KINDS[:1]
    )
    headers: tuple[str, ...] = _setting(types.list_of(read.word_of(HEADER_KINDS)), ())
    hub: str = _setting(types.web_address, "")
    indexnow: str = _setting(read.indexnow_key, "")
    targets: Mapping[str, target_settings.TargetSettings] = _setting(target_settings.targets, {})
    embargo_allowed: tuple[embargo_settings.AllowedText, ...] = _setting(
        embargo_settings.allowed_texts, ()
    )
    strict: bool = _setting(types.flag, False)
    render: bool = _setting(types.flag, True)
    markdown: str = _setting(read.word_of(tuple(DIALECTS)), "")
    jobs: int = _setting(read.at_most(types.MOST_JOBS, types.count), 0)
    executor: str | Callable[[int], Executor] = _setting(read.executor, PROCESSES)  # noqa: RUF009
    cache_megabytes: int = _setting(types.number, 2000)
    largest_removal: float = _setting(read.ratio, 0.5)
    cpu_seconds: int = _setting(types.count, 20)
    inputs: tuple[str, ...] = _setting(types.list_of(types.text), ())
    extra_keys: tuple[str, ...] = _setting(types.list_of(read.key), ())

    @property
    def pictures(self) -> tuple[str, ...]:
        """The paths of the pictures of the site: its logos, and that of cards."""
        return tuple(filter(None, (self.logos.light, self.logos.dark, self.card_image)))

    @property
    def logos(self) -> SchemePair:
        """The paths of the logos for light and dark pages; empty for none."""
        return self.logo or SchemePair("")

    @property
    def look(self) -> Look:
        """The look of the company."""
        return Look(self.colors or Palette(), self.fonts or Fonts(), self.radius)


SETTINGS = Schema(
    _("a ROSTRUM setting"),
    _("the ROSTRUM setting"),
    {
        each.name: Field(each.metadata["read"], default=getattr(Settings(), each.name))
        for each in fields(Settings)
    },
)


def read_settings(
    written: Any,
    places: Mapping[tuple[str, ...], SourceLocation],
    start: SourceLocation,
    report: Report,
) -> Settings:
    """Return the kit's settings; report each invalid one at its location.

    `places` maps the path of each key to its location, `start` is that of the setting.
    """
    try:
        written = _clear(written, (), places, start, report)
    except RecursionError:
        report.error("setting", start, _("ROSTRUM is nested too deeply, or holds itself"))
        return Settings()
    cell = to_cell(written, (), places, start)
    if not isinstance(cell.data, dict):
        report.error(
            "setting",
            cell.place,
            _("ROSTRUM must be a dictionary"),
            _('Write ROSTRUM = {"languages": ["de", "en"]}.'),
        )
        return Settings()
    values = SETTINGS.read(cell.data, cell.place, report)
    for key in ("feeds", "redirects", "share"):
        if written.get(key) == []:  # none; an empty value elsewhere selects the default
            values[key] = ()
    for key in ("names", "subtitles", "locales", "levels", "spelling", "targets"):
        values[key] = dict(values[key])
    settings = Settings(**values)
    brand.check_look(settings.colors, settings.fonts, places, cell.place, report)
    return settings


def _clear(
    value: Any,
    path: tuple[str, ...],
    places: Mapping[tuple[str, ...], SourceLocation],
    start: SourceLocation,
    report: Report,
) -> Any:
    """Return settings without values of invalid types, such as bytes or a set; report these."""
    place = places.get(path, start)
    if isinstance(value, Mapping):
        return {
            key: _clear(item, (*path, str(key)), places, place, report)
            for key, item in value.items()
        }
    if isinstance(value, list | tuple):
        return [_clear(item, path, places, place, report) for item in value]
    if wrong := _find_wrong(value, path):
        report.error("setting", place, wrong)
        return None
    return os.fspath(value) if isinstance(value, os.PathLike) else value


def _find_wrong(value: Any, path: tuple[str, ...]) -> Translatable:
    """Return the error of a single value invalid as a setting; NO_TEXT if it is valid."""
    setting = ".".join(path) or "ROSTRUM"
    if isinstance(value, os.PathLike):
        value = os.fspath(value)
    if isinstance(value, str) and (match := _NO_TEXT.search(value)):
        code = f"{ord(match[0]):04X}"
        return _(
            "%(setting)s holds a character that is no text (U+%(code)s)", setting=setting, code=code
        )
    if isinstance(value, int) and abs(value) > _MAX_NUMBER:  # possibly too many digits to print
        return _("%(setting)s is too large a number", setting=setting)
    is_plain = value is None or isinstance(value, str | int | float)
    if not is_plain and not (callable(value) and path == ("executor",)):
        return _("%(setting)s can't be %(type)s", setting=setting, type=type(value).__name__)
    return NO_TEXT
