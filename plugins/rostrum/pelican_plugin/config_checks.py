"""Checks of a build configuration: paths in the settings that can't be used together."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rostrum.branding.fonts import is_font
from rostrum.build.admin import check_admin
from rostrum.build.config import Config
from rostrum.build.overlaps import find_overlap, has_former_notes
from rostrum.cache.directory import CacheDir
from rostrum.cards.drawings import can_rasterize
from rostrum.cards.fonts import Typeface
from rostrum.config.setting_locations import show_target
from rostrum.core.diagnostic_codes import FIXED
from rostrum.core.diagnostics import Report, SourceLocation, shorten
from rostrum.core.translatable import Translatable
from rostrum.core.translatable import gettext_lazy as _
from rostrum.icons.plan import find_source
from rostrum.output.static_files import is_inside
from rostrum.pelican_plugin.setting_places import SETTINGS_FILE, SettingPlaces
from rostrum.site.cards import is_shown
from rostrum.site.images import Pictures
from rostrum.site.links import is_remote, report_remote
from rostrum.site.static_files import check_static_settings

_LIST_PAGES = {
    "INDEX_SAVE_AS": "index.html",
    "ARCHIVES_SAVE_AS": "archive/index.html",
    "AUTHORS_SAVE_AS": "people/index.html",
    "CATEGORIES_SAVE_AS": "topics/index.html",
    "TAGS_SAVE_AS": "topics/index.html",
}
"""Settings of Pelican for its lists, and the files that those of the kit have."""

PUBLIC = "ROSTRUM_PUBLIC"
"""Key of the public site's output folder, in the settings of a preview."""


def check_config(
    config: Config, settings: Mapping[str, Any], places: SettingPlaces, report: Report
) -> None:
    """Report settings in conflict with each other, with the options or with the file system."""
    check_static_settings(settings, config.statics, places.of, report)
    if config.removals_only and not config.settings.render:
        message = _(
            "--removals-only works with the kit's own pages, and here another theme makes them"
        )
        report.error("setting", places.of("ROSTRUM"), message, _("Remove the files by hand."))
    if SETTINGS_FILE in settings or not config.check_only:
        _check_overlaps(config, settings, places.of("OUTPUT_PATH"), report)
    for logo in (config.settings.logos.light, config.settings.logos.dark):
        _check_logo(config, logo, places.of_kit("logo"), report)
    _check_fonts(config, places.of_kit("fonts"), report)
    _check_card_image(config, places.of_kit("card_image"), report)
    _check_card_font(config, places.of_kit("card_font"), report)
    _check_icon(config, places.of_kit("icon" if config.settings.icon else "logo"), report)
    check_admin(config, places.of_kit("admin"), report)
    if config.settings.render:
        _check_list_pages(config, settings, places, report)
    if not config.check_only:
        _check_output(config, places.of("OUTPUT_PATH"), report)


def describe_cache(cache: CacheDir) -> tuple[Translatable, ...]:
    """Return notices about problems of the cache folder without effect on the site."""
    return tuple(problem.message for problem in cache.problems if not problem.code)


def report_cache(cache: CacheDir, report: Report) -> None:
    """Report a cache folder if it is writable by other users or tracked by Git."""
    for problem in cache.problems:
        place = SourceLocation(_show(problem.path))
        if problem.code == "cache-tracked":
            report.error("cache-tracked", place, problem.message, problem.hint)
        elif problem.code == "cache-dir":
            report.warning("cache-dir", place, problem.message, problem.hint)


def _check_overlaps(
    config: Config, settings: Mapping[str, Any], place: SourceLocation, report: Report
) -> None:
    """Report an output folder if it would publish private files."""
    output = config.output
    file, public = settings.get(SETTINGS_FILE), settings.get(PUBLIC)
    if other := find_overlap(output, config, file and Path(file), public and Path(public)):
        message = _(
            'the output folder "%(folder)s" and %(other)s lie in each other',
            folder=show_target(output),
            other=other,
        )
        hint = _("A host publishes the whole output folder, drafts in it too. Choose another one.")
        report.error("setting", place, message, hint)
    if has_former_notes(output):
        message = _(
            'the output folder "%(folder)s" holds notes of an earlier version',
            folder=show_target(output),
        )
        hint = _('They tell the texts of drafts: delete the folder ".rostrum" in it.')
        report.error("setting", place, message, hint)


def _check_output(config: Config, place: SourceLocation, report: Report) -> None:
    """Report an output folder if it is not writable."""
    output = config.output
    existing = next(folder for folder in (output, *output.parents) if folder.exists())
    if not existing.is_dir():
        message = _(
            'the output folder can\'t be made: "%(folder)s" is a file',
            folder=show_target(existing),
        )
        report.error("setting", place, message, _("Choose another folder, or move the file."))
    elif not os.access(existing, os.W_OK | os.X_OK):
        message = _('nothing can be written to "%(folder)s"', folder=show_target(existing))
        report.error(
            "setting", place, message, _("Choose another folder, or change who may write it.")
        )


def _check_list_pages(
    config: Config, settings: Mapping[str, Any], places: SettingPlaces, report: Report
) -> None:
    """Report settings that would move a list of the kit, whose address is fixed."""
    for key, file in _LIST_PAGES.items():
        value = str(settings.get(key) or "")
        if places.sets(key) and value and value.strip("/") != file:
            message = _(
                "%(key)s has no effect: this list always stands in %(file)s", key=key, file=file
            )
            hint = _("Take it out, and have your host redirect the old address.")
            report.warning("setting-unused", places.of(key), message, hint)


def _check_logo(config: Config, written: str, place: SourceLocation, report: Report) -> None:
    """Report a logo if it is missing, outside the content folder, or not a picture."""
    pictures = Pictures(config.content, root=config.addresses.root)
    logo = pictures.find(written)
    if not logo:
        return
    if is_remote(logo):
        report_remote(logo, place, report)
    elif ".." in logo.split("/") or not pictures.exists(logo):
        message = _(
            'there is no picture "%(logo)s" in the content folder, as logo', logo=shorten(logo)
        )
        hint = _("The path begins below the content folder: images/logo.svg.")
        report.error("setting", place, message, hint)
    else:
        facts = pictures.look(config.content / logo)
        flaw = next(iter(facts.flaws), None)
        if flaw and flaw.code in (*FIXED, "not-image"):
            report.error(
                "setting",
                place,
                _('the logo "%(logo)s": %(message)s', logo=logo, message=flaw.message),
                flaw.hint,
            )
        elif not flaw and not facts.width and not logo.lower().endswith(".svg"):
            message = _('the logo "%(logo)s" is no picture', logo=shorten(logo))
            report.error("setting", place, message, _("Name an SVG, PNG, JPEG or WebP."))


def _check_fonts(config: Config, place: SourceLocation, report: Report) -> None:
    """Report font files that are missing or no fonts, and subsets that can't be made."""
    for _key, font in config.settings.look.fonts.list_fonts():
        for each in font.files:
            file = config.content / each.file
            if not file.is_file() or not is_inside(file, config.content):
                message = _('there is no font "%(file)s" in the content folder', file=each.file)
                hint = _("The path begins below the content folder: fonts/name.woff2.")
                report.error("setting", place, message, hint)
            elif not is_font(each.file, file.read_bytes()):
                message = _('the file "%(file)s" is no font of this kind', file=each.file)
                report.error("setting", place, message, _("Name a WOFF2 or TrueType file."))
        if font.subset and find_spec("fontTools") is None:
            message = _(
                'the font "%(family)s" is published with all of its characters: fontTools is not '
                "installed",
                family=font.family,
            )
            hint = _('Install it: pip install "fonttools[woff]"')
            report.warning("font-subset", place, message, hint)


def _check_card_image(config: Config, place: SourceLocation, report: Report) -> None:
    """Report the picture for cards if it is missing, or not shown by networks."""
    written = config.settings.card_image
    pictures = Pictures(config.content, root=config.addresses.root)
    if not written or is_remote(written):
        return
    file = pictures.find(written)
    if ".." in file.split("/") or not pictures.exists(file):
        message = _('there is no picture "%(file)s" in the content folder', file=shorten(file))
        hint = _("The path begins below the content folder: images/card.png.")
        report.error("setting", place, message, hint)
    elif not is_shown(file) or pictures.measure(file) == (0, 0):
        message = _('networks do not show "%(file)s"', file=shorten(file))
        report.error("setting", place, message, _("Name a JPEG, PNG or WebP."))


def _check_card_font(config: Config, place: SourceLocation, report: Report) -> None:
    """Report the font of social cards if it is missing, or no font."""
    written = config.settings.card_font
    if not written:
        return
    file = Pictures(config.content, root=config.addresses.root).find(written)
    hint = _("Name a TTF or OTF file; the path begins below the content folder.")
    if not _is_below(config.content, file):
        message = _('there is no font "%(file)s" in the content folder', file=shorten(file))
        report.error("setting", place, message, hint)
        return
    try:
        Typeface(config.content / file).at(24).getlength("a")
    except (OSError, ValueError):
        message = _('"%(file)s" is no font that can be read', file=shorten(file))
        report.error("setting", place, message, hint)


def _check_icon(config: Config, place: SourceLocation, report: Report) -> None:
    """Report the picture of icons if it is missing or none, and one that can't be made smaller."""
    settings = config.settings
    pictures = Pictures(config.content, root=config.addresses.root)
    written = pictures.find(settings.icon or settings.logos.light)
    if not written or not config.settings.render:
        return
    is_found = _is_below(config.content, written)
    if not is_found and settings.icon:
        message = _('there is no picture "%(file)s" in the content folder', file=shorten(written))
        hint = _("The path begins below the content folder: images/icon.svg.")
        report.error("setting", place, message, hint)
    if not is_found:
        return
    icon = str(config.content / written)
    source = find_source(*((icon, "") if settings.icon else ("", icon)), "", config.info.colors)
    if not source.file and settings.icon:
        message = _('the icon "%(file)s" is no picture', file=shorten(written))
        report.error("setting", place, message, _("Name an SVG or PNG."))
    elif source.is_drawing and not can_rasterize():
        message = _("no icons in PNG and ICO are made from a drawing, as a library is missing")
        hint = _("Install it: pip install resvg-py. Or name a PNG in the setting icon.")
        report.warning("icon-drawing", place, message, hint)


def _is_below(folder: Path, path: str) -> bool:
    """Return True if a path names a file below the content folder."""
    return ".." not in path.split("/") and Pictures(folder).exists(path)


def _show(path: Path) -> str:
    """Return a path for messages, without resolving symbolic links."""
    return str(path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path)
